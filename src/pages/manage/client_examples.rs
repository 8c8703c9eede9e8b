//! What a service's owner writes into the configuration of what they run, with the values of their service. In
//! whole, and with what differs on our side: `docs/SSO.md`.

use crate::wire::clients::ClientSetup;

/// Where nothing better is known.
const REDIRECT: &str = "https://layanan.example.go.id/masuk/kembali";
/// In place of what is secret. A line with it is only for who has one.
const SECRET: &str = "RAHASIA";

const APACHE: &str = r#"OIDCProviderMetadataURL @issuer@/.well-known/openid-configuration
OIDCClientID "@client@"
OIDCClientSecret "RAHASIA"
OIDCRedirectURI @redirect@
OIDCScope "openid profile email roles"
OIDCPKCEMethod S256
OIDCCryptoPassphrase "exec:/bin/cat /etc/apache2/layanan.passphrase"
<Location />
  AuthType openid-connect
  Require valid-user
</Location>"#;

const SPRING: &str = r#"# application.yaml
spring.security.oauth2.client:
  registration.asn:
    client-id: "@client@"
    client-secret: "RAHASIA"
    authorization-grant-type: authorization_code
    redirect-uri: "@redirect@"
    scope: openid,profile,email,roles
  provider.asn:
    issuer-uri: "@issuer@"
    user-name-attribute: sub

// SecurityFilterChain: oauth2Login(login -> login.authorizationEndpoint(
//   at -> at.authorizationRequestResolver(requests)))
var requests = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());"#;

const LARAVEL: &str = r"// config/services.php
'asn' => [
    'client_id' => '@client@',
    'client_secret' => 'RAHASIA',
    'redirect' => '@redirect@',
],

// app/AsnProvider.php, extends \Laravel\Socialite\Two\AbstractProvider
protected $usesPKCE = true;
protected $scopes = ['openid', 'profile', 'email', 'roles'];
protected $scopeSeparator = ' ';
// getAuthUrl:     @authorization@
// getTokenUrl:    @token@
// getUserByToken: @userinfo@

// AppServiceProvider::boot
Socialite::extend('asn', fn () => Socialite::buildProvider(AsnProvider::class, config('services.asn')));";

const NGINX: &str = r#"# /etc/oauth2-proxy.cfg
provider = "oidc"
oidc_issuer_url = "@issuer@"
client_id = "@client@"
client_secret = "RAHASIA"
redirect_url = "@redirect@"
scope = "openid profile roles"
code_challenge_method = "S256"
oidc_email_claim = "preferred_username"
email_domains = ["*"]
cookie_refresh = "4m"
set_xauthrequest = true
reverse_proxy = true

# nginx
location /oauth2/ {
  proxy_pass http://127.0.0.1:4180;
  proxy_set_header Host $host;
  proxy_set_header X-Auth-Request-Redirect $request_uri;
}
location / {
  auth_request /oauth2/auth;
  error_page 401 =403 /oauth2/sign_in;
  auth_request_set $sub $upstream_http_x_auth_request_user;
  proxy_set_header X-User $sub;
  proxy_pass http://127.0.0.1:8080;
}"#;

const KEYCLOAK: &str = r#"// keycloak-js
const keycloak = new Keycloak({ url: '@server@', realm: '@realm@', clientId: '@client@' });
await keycloak.init({
  onLoad: 'login-required',
  pkceMethod: 'S256',
  checkLoginIframe: false,
  redirectUri: '@redirect@',
});

// keycloak.json
{
  "auth-server-url": "@server@",
  "realm": "@realm@",
  "credentials": { "secret": "RAHASIA" },
  "resource": "@client@"
}"#;

/// What each is for, and the text.
pub fn examples(setup: &ClientSetup) -> Vec<(&'static str, String)> {
    let keycloak = setup.keycloak.as_ref().map(|_| ("Keycloak", KEYCLOAK));
    let others = [
        ("Apache mod_auth_openidc", APACHE),
        ("Spring Boot", SPRING),
        ("Laravel", LARAVEL),
        ("nginx + oauth2-proxy", NGINX),
    ];
    let all = keycloak.into_iter().chain(others);
    all.map(|(name, text)| (name, filled(text, setup))).collect()
}

fn filled(text: &str, setup: &ClientSetup) -> String {
    let (server, realm) = setup.keycloak.clone().unwrap_or_default();
    let values = [
        ("@issuer@", setup.issuer.as_str()),
        ("@client@", &setup.client_id),
        ("@redirect@", setup.redirect_uri.as_deref().unwrap_or(REDIRECT)),
        ("@authorization@", &setup.authorization),
        ("@token@", &setup.token),
        ("@userinfo@", &setup.userinfo),
        ("@server@", &server),
        ("@realm@", &realm),
    ];
    let lines = text.lines().filter(|line| setup.has_secret || !line.contains(SECRET));
    let text = lines.collect::<Vec<_>>().join("\n");
    values.into_iter().fold(text, |text, (mark, value)| text.replace(mark, value))
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
            authorization: "https://asn.example/oidc/authorize".into(),
            token: "https://asn.example/oidc/token".into(),
            userinfo: "https://asn.example/oidc/userinfo".into(),
            keycloak: keycloak.then_some(realm),
        }
    }

    #[test]
    fn each_example_has_the_values_of_its_service() {
        for (name, text) in examples(&setup(true, true)) {
            for value in ["uji", "https://asn.example", "https://layanan.example/kembali"] {
                assert!(text.contains(value), "{name}: {text}");
            }
            assert!(!text.contains('@'), "{name}: {text}");
        }
        let count = |keycloak| examples(&setup(true, keycloak)).len();
        assert_eq!((count(false), count(true)), (4, 5));
    }

    #[test]
    fn who_has_no_secret_is_told_of_none() {
        let with_secret = |has_secret| {
            let all = examples(&setup(has_secret, true));
            all.iter().filter(|(_, text)| text.contains("secret") || text.contains(SECRET)).count()
        };
        assert_eq!((with_secret(false), with_secret(true)), (0, 5));
    }

    #[test]
    fn the_whole_examples_are_in_the_docs() {
        let docs = include_str!("../../../docs/SSO.md");
        for text in [APACHE, SPRING, LARAVEL, NGINX, KEYCLOAK] {
            let words = [
                "OIDCPKCEMethod S256",
                "withPkce()",
                "$usesPKCE = true",
                "code_challenge_method",
                "pkceMethod",
            ];
            let own = words.into_iter().find(|word| text.contains(word)).unwrap();
            assert!(docs.contains(own), "{own}");
        }
    }
}
