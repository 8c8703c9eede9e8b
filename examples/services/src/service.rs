//! The three services, and in what they differ on purpose: how each proves to the portal that it is itself, and
//! how it wants ID tokens signed. The portal knows the same from `clients.toml`.

use crate::{provider::Provider, sessions::Sessions};
use openidconnect::core::CoreJwsSigningAlgorithm;
use std::sync::Arc;

pub struct Service {
    pub client_id: &'static str,
    pub name: &'static str,
    pub purpose: &'static str,
    pub proof: Proof,
    pub signed_with: CoreJwsSigningAlgorithm,
}

/// How a service authenticates at the token endpoint.
pub enum Proof {
    /// `client_secret_basic`: a password of the service. Yours comes from its configuration, never from the source.
    Secret(&'static str),
    /// `private_key_jwt`: a signature by a key that never leaves the service. The best of the three.
    Key(&'static str),
    /// `none`: for a service that cannot keep a secret; PKCE alone ties the code to who asked for it.
    Nothing,
}

pub const SERVICES: [Service; 3] = [
    Service {
        client_id: "myasn",
        name: "MyASN",
        purpose: "Profil dan SK Anda",
        proof: Proof::Secret("rahasia-contoh-yang-diketahui-semua-orang"),
        signed_with: CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    },
    Service {
        client_id: "siasn",
        name: "SIASN",
        purpose: "Data kepegawaian Anda",
        proof: Proof::Key(include_str!("../siasn.key.json")),
        signed_with: CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    },
    Service {
        client_id: "e-kinerja",
        name: "e-Kinerja",
        purpose: "SKP, kerja harian, dan penilaian Anda",
        proof: Proof::Nothing,
        signed_with: CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    },
];

/// One service at its address. Every handler gets it.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub service: &'static Service,
    /// As in the address bar, without a trailing slash.
    pub origin: String,
    pub provider: Provider,
    pub sessions: Sessions,
}

impl App {
    pub fn new(service: &'static Service, origin: String, provider: Provider) -> Self {
        Self(Arc::new(Parts { service, origin, provider, sessions: Sessions::default() }))
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
