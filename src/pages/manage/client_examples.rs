//! What a service's owner writes into the configuration of what they run, with the values of their service: what
//! it is for, and the text.

use crate::wire::clients::ClientSetup;

/// Where nothing better is known.
const REDIRECT: &str = "https://layanan.example.go.id/masuk/kembali";
/// In place of what is secret.
const SECRET: &str = "RAHASIA";

pub fn examples(setup: &ClientSetup) -> Vec<(&'static str, String)> {
    let keycloak = setup.keycloak.as_ref();
    let keycloak =
        keycloak.map(|(server, realm)| ("Keycloak", keycloak_text(setup, server, realm)));
    let others = [
        ("Apache mod_auth_openidc", apache(setup)),
        ("Spring Boot", spring(setup)),
        ("Laravel", laravel(setup)),
        ("nginx + oauth2-proxy", nginx(setup)),
    ];
    keycloak.into_iter().chain(others).collect()
}

fn redirect(setup: &ClientSetup) -> &str {
    setup.redirect_uri.as_deref().unwrap_or(REDIRECT)
}

/// A line that only a client with a secret has.
fn secret_line(setup: &ClientSetup, before: &str, after: &str) -> String {
    if setup.has_secret { format!("{before}{SECRET}{after}\n") } else { String::new() }
}

fn apache(setup: &ClientSetup) -> String {
    let ClientSetup { issuer, client_id, .. } = setup;
    let secret = secret_line(setup, "OIDCClientSecret \"", "\"");
    let redirect = redirect(setup);
    format!(
        "OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration\n\
         OIDCClientID \"{client_id}\"\n\
         {secret}\
         OIDCRedirectURI {redirect}\n\
         OIDCCryptoPassphrase \"exec:/bin/cat /etc/apache2/oidc-passphrase\"\n\
         OIDCPKCEMethod S256\n\
         OIDCScope \"openid profile email roles\"\n\
         OIDCRemoteUserClaim preferred_username\n\
         <Location />\n  \
           AuthType openid-connect\n  \
           Require valid-user\n\
         </Location>"
    )
}

fn spring(setup: &ClientSetup) -> String {
    let ClientSetup { issuer, client_id, .. } = setup;
    let secret = secret_line(setup, "            client-secret: ", "");
    let redirect = redirect(setup);
    let method = if setup.has_secret { "client_secret_basic" } else { "none" };
    format!(
        "spring:\n  \
           security:\n    \
             oauth2:\n      \
               client:\n        \
                 registration:\n          \
                   asn:\n            \
                     client-id: {client_id}\n\
         {secret}            \
                     client-authentication-method: {method}\n            \
                     authorization-grant-type: authorization_code\n            \
                     redirect-uri: {redirect}\n            \
                     scope: openid, profile, email, roles\n        \
                 provider:\n          \
                   asn:\n            \
                     issuer-uri: {issuer}\n            \
                     user-name-attribute: preferred_username"
    )
}

fn laravel(setup: &ClientSetup) -> String {
    let ClientSetup { issuer, client_id, .. } = setup;
    let secret = secret_line(setup, "OIDC_CLIENT_SECRET=", "");
    let redirect = redirect(setup);
    format!(
        "# composer require kovah/laravel-socialite-oidc\n\
         # .env\n\
         OIDC_BASE_URL={issuer}\n\
         OIDC_CLIENT_ID={client_id}\n\
         {secret}\
         OIDC_REDIRECT_URI={redirect}\n\
         OIDC_VERIFY_JWT=true\n\
         \n\
         # routes/web.php\n\
         Route::get('/masuk', fn () => Socialite::driver('oidc')->enablePKCE()->redirect());"
    )
}

fn nginx(setup: &ClientSetup) -> String {
    let ClientSetup { issuer, client_id, .. } = setup;
    let redirect = redirect(setup);
    let secret =
        if setup.has_secret { "  --client-secret-file=/etc/oauth2-proxy/secret \\\n" } else { "" };
    format!(
        "oauth2-proxy --provider=oidc --oidc-issuer-url={issuer} \\\n  \
           --client-id={client_id} \\\n\
         {secret}  \
           --redirect-url={redirect} \\\n  \
           --code-challenge-method=S256 --scope=\"openid profile email roles\" \\\n  \
           --oidc-email-claim=preferred_username --email-domain=\"*\" \\\n  \
           --cookie-secret-file=/etc/oauth2-proxy/cookie --reverse-proxy --set-xauthrequest\n\
         \n\
         # nginx\n\
         location /oauth2/ {{\n  \
           proxy_pass http://127.0.0.1:4180;\n  \
           proxy_set_header Host $host;\n  \
           proxy_set_header X-Auth-Request-Redirect $request_uri;\n\
         }}\n\
         location / {{\n  \
           auth_request /oauth2/auth;\n  \
           error_page 401 =403 /oauth2/sign_in;\n  \
           auth_request_set $nip $upstream_http_x_auth_request_preferred_username;\n  \
           proxy_set_header X-Nip $nip;\n  \
           proxy_pass http://127.0.0.1:8080;\n\
         }}"
    )
}

fn keycloak_text(setup: &ClientSetup, server: &str, realm: &str) -> String {
    let ClientSetup { client_id, .. } = setup;
    let credentials = match setup.has_secret {
        true => format!("\"credentials\": {{ \"secret\": \"{SECRET}\" }}"),
        false => "\"public-client\": true".to_owned(),
    };
    format!(
        "// keycloak.json\n\
         {{\n  \
           \"auth-server-url\": \"{server}\",\n  \
           \"realm\": \"{realm}\",\n  \
           \"resource\": \"{client_id}\",\n  \
           {credentials}\n\
         }}\n\
         \n\
         // keycloak-js\n\
         const keycloak = new Keycloak({{ url: '{server}', realm: '{realm}', clientId: '{client_id}' }});\n\
         await keycloak.init({{ onLoad: 'login-required', pkceMethod: 'S256' }});"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(has_secret: bool, keycloak: bool) -> ClientSetup {
        let realm = ("https://asn.example/auth".to_owned(), "public-siasn".to_owned());
        ClientSetup {
            issuer: "https://asn.example".into(),
            client_id: "uji".into(),
            redirect_uri: Some("https://layanan.example/kembali".into()),
            has_secret,
            keycloak: keycloak.then_some(realm),
        }
    }

    #[test]
    fn each_example_has_the_values_of_its_service() {
        for (name, text) in examples(&setup(true, true)) {
            assert!(text.contains("uji"), "{name}: {text}");
            let issuer =
                if name == "Keycloak" { "https://asn.example/auth" } else { "https://asn.example" };
            assert!(text.contains(issuer), "{name}: {text}");
            let says_where = text.contains("https://layanan.example/kembali");
            assert!(says_where || name == "Keycloak", "{name}: {text}");
            assert!(!text.contains("  \n") && !text.contains("\n\n\n"), "{name}: {text}");
        }
        let names = |keycloak| examples(&setup(true, keycloak)).len();
        assert_eq!((names(false), names(true)), (4, 5));
    }

    #[test]
    fn a_client_without_a_secret_is_told_of_none() {
        let with_secret = |has_secret| {
            let texts = examples(&setup(has_secret, true)).into_iter().map(|(_, text)| text);
            texts
                .filter(|text| text.to_lowercase().contains("secret:") || text.contains(SECRET))
                .count()
        };
        assert_eq!((with_secret(false), with_secret(true)), (0, 4));
    }

    #[test]
    fn an_example_is_indented_as_its_language_wants() {
        let all = examples(&setup(true, false));
        let text = |name: &str| all.iter().find(|(one, _)| *one == name).unwrap().1.clone();
        assert!(
            text("Spring Boot")
                .contains("\n            client-secret: RAHASIA\n            client-auth")
        );
        assert!(text("Spring Boot").contains(
            "\n        provider:\n          asn:\n            issuer-uri: https://asn.example\n"
        ));
        assert!(
            text("Apache mod_auth_openidc").contains("<Location />\n  AuthType openid-connect\n")
        );
    }
}
