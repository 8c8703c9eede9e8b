//! What the portal is told in `clients.toml` is what the services do.

use crate::service::{Proof, SERVICES};
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
struct File {
    client: Vec<Registered>,
}

#[derive(Deserialize)]
struct Registered {
    client_id: String,
    client_name: String,
    service: String,
    address: String,
    redirect_uris: Vec<String>,
    post_logout_redirect_uris: Vec<String>,
    backchannel_logout_uri: String,
    initiate_login_uri: String,
    token_endpoint_auth_method: String,
    client_secret_sha256: Option<Vec<String>>,
    jwks: Option<Value>,
    id_token_signed_response_alg: Option<String>,
}

#[test]
fn the_portals_file_says_what_the_services_do() {
    let File { client: clients } = toml::from_str(include_str!("../../clients.toml")).unwrap();
    assert_eq!(clients.len(), SERVICES.len());
    for ((client, service), port) in clients.iter().zip(&SERVICES).zip(3001..) {
        let at = |path: &str| format!("http://127.0.0.1:{port}{path}");
        assert_eq!((&*client.client_id, &*client.client_name), (service.client_id, service.name));
        assert_eq!(client.address, at("/"));
        assert_eq!(client.redirect_uris, [at("/masuk/kembali")]);
        assert_eq!(client.post_logout_redirect_uris, [at("/keluar/selesai")]);
        assert_eq!(client.backchannel_logout_uri, at("/keluar/back-channel"));
        assert_eq!(client.initiate_login_uri, at("/masuk"));
        let algorithm = client.id_token_signed_response_alg.as_deref().unwrap_or("RS256");
        let agreed = match service.signed_with {
            CoreJwsSigningAlgorithm::EcdsaP256Sha256 => "ES256",
            _ => "RS256",
        };
        assert_eq!(algorithm, agreed);
        proves(client, &service.proof);
    }
}

fn proves(client: &Registered, proof: &Proof) {
    let method = client.token_endpoint_auth_method.as_str();
    match proof {
        Proof::Secret(secret) => {
            let hash = format!("{:x}", Sha256::digest(secret));
            assert_eq!(
                (method, client.client_secret_sha256.clone()),
                ("client_secret_basic", Some(vec![hash]))
            );
        }
        Proof::Key(key) => {
            let mut public: Value = serde_json::from_str(key).unwrap();
            public.as_object_mut().unwrap().remove("d");
            assert_eq!(
                (method, &client.jwks.as_ref().unwrap()["keys"][0]),
                ("private_key_jwt", &public)
            );
        }
        Proof::Nothing => assert_eq!(method, "none"),
    }
}

#[test]
fn each_tile_that_leads_here_is_in_the_catalogue() {
    #[derive(Deserialize)]
    struct Catalogue {
        service: Vec<Tile>,
    }
    #[derive(Deserialize)]
    struct Tile {
        slug: String,
        name: String,
    }
    let catalogue: Catalogue = toml::from_str(include_str!("../../../../catalogue.toml")).unwrap();
    let File { client: clients } = toml::from_str(include_str!("../../clients.toml")).unwrap();
    for client in clients {
        let tile = catalogue.service.iter().find(|tile| tile.slug == client.service).unwrap();
        assert_eq!(tile.name, client.client_name);
    }
}
