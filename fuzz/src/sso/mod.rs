//! What services and their browsers send to the portal as an OpenID Provider.
//!
//! An input may name what a right request would hold, such as `{code}`: it is put in its place, so that what
//! is tried lies right beside what is good.

mod assertions;
mod authorize;
mod hints;
mod sealed;
mod tokens;

pub use assertions::client_assertions;
pub use authorize::authorize_parameters;
pub use hints::{id_token_hints, logout_parameters};
pub use sealed::sealed_requests;
pub use tokens::token_requests;

use crate::portal;
use asn_digital::{
    domain::{
        Portal,
        guard::visitor::Visitor,
        people::account_import,
        session::{self, LiveSession},
        sso::{
            client::{Client, ClientAuthentication},
            client_file,
            code::AuthorizationCode,
            issuing::Tokens,
            jws::{Algorithm, JwkSet, SigningKey},
            parameters::Parameters,
            request::{self, Answerable, AuthorizationRequest},
            signing_keys, subject, token,
        },
        values::{methods::Methods, reference_token::ReferenceToken},
    },
    store::{NewSession, SessionStage, Store},
};
use serde_json::{Map, Value};
use std::{cell::RefCell, collections::HashSet};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

const ACCOUNT: Uuid = Uuid::from_u128(0x0192_2b5e_7a10_7cc3_98f4_a1b2_c3d4_e5f6);
const REDIRECT: &str = "https://layanan.example/kembali";
const LEAVING: &str = "https://layanan.example/keluar?dari=portal";
const SECRET: &str = "rahasia-layanan-uji-0123456789abcdef";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const REQUEST: &[u8] =
    b"client_id=web&response_type=code&redirect_uri=https%3A%2F%2Flayanan.example%2Fkembali\
    &scope=openid+profile+email&state=keadaan&nonce=sekali\
    &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
/// One with a secret, one without, one with a key.
const CLIENTS: &str = r#"
[[client]]
client_id = "web"
client_name = "Layanan uji"
redirect_uris = ["https://layanan.example/kembali", "https://layanan.example/kembali?ke=mana"]
post_logout_redirect_uris = ["https://layanan.example/keluar?dari=portal"]
client_secret_sha256 = ["5b44e4728aae4e7fa3179218ab95fa649c178614627bde99aea7bc10a1ae2297"]
scope = "openid profile email"
id_token_signed_response_alg = "ES256"
pkce = "optional"

[[client]]
client_id = "app"
client_name = "Aplikasi uji"
redirect_uris = ["http://127.0.0.1:3001/kembali", "http://[::1]/kembali", "id.example.app:/kembali"]
token_endpoint_auth_method = "none"

[[client]]
client_id = "machine"
client_name = "Mesin uji"
redirect_uris = ["https://mesin.example/kembali"]
client_secret_sha256 = []
grant_types = ["client_credentials", "authorization_code"]
"#;

/// A portal with somebody who is logged in, and three clients.
struct World {
    portal: Portal,
    clients: Vec<Client>,
    /// Of the client that has one.
    key: SigningKey,
    session: LiveSession,
    /// What the first sign-in gave.
    tokens: Tokens,
    /// The newest refresh token of the grant that goes on.
    newest: RefCell<String>,
    /// Numbers of assertions that were used.
    used: RefCell<HashSet<String>>,
    runtime: Runtime,
    _folder: TempDir,
}

thread_local! {
    /// Of the thread, so that its folder goes when the thread ends.
    static WORLD: World = World::new();
}

impl World {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let key = SigningKey::generate(Algorithm::Es256).expect("a key");
        let mut clients = client_file::parse(CLIENTS).expect("clients");
        for client in clients.iter_mut().filter(|client| client.id == "machine") {
            client.settings.token_endpoint_auth_method = ClientAuthentication::PrivateKeyJwt;
            client.settings.jwks = Some(JwkSet { keys: vec![key.jwk.clone()] });
        }
        let (portal, session, tokens) = runtime.block_on(async {
            let store = Store::open_sqlite(&folder.path().join("fuzz.sqlite3")).await;
            let portal = portal::of(store.expect("a database")).await;
            subject::prepare(&portal).await.expect("a salt");
            signing_keys::look_after(&portal).await.expect("keys");
            client_file::take_over(&portal, &clients).await.expect("clients").expect("clients");
            let session = log_in(&portal).await;
            let tokens = sign_in(&portal, &clients, &session).await;
            (portal, session, tokens)
        });
        let newest = RefCell::new(tokens.refresh_token.clone().expect("a refresh token"));
        let used = RefCell::default();
        Self { portal, clients, key, session, tokens, newest, used, runtime, _folder: folder }
    }

    /// A code that nobody has used.
    fn code(&self) -> AuthorizationCode {
        AuthorizationCode::new(&self.portal, request(&self.portal, &self.clients), &self.session)
    }

    /// The client of that name, or the first.
    fn client(&self, id: Option<&str>) -> &Client {
        let named = self.clients.iter().find(|client| id == Some(&client.id));
        named.or(self.clients.first()).expect("there are clients")
    }

    /// The ID token that the first sign-in gave.
    fn id_token(&self) -> &str {
        self.tokens.id_token.as_deref().expect("an ID token")
    }

    /// A token with these claims by the portal's own hand.
    fn issued(&self, claims: &Map<String, Value>) -> String {
        let kid = head(self.id_token());
        let key = self.portal.sso.keys.any(kid.as_str().expect("a name")).expect("a key");
        key.sign("JWT", claims).expect("a token")
    }
}

/// The name of the key that signed a token.
fn head(token: &str) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let head = token.split('.').next().unwrap_or_default();
    let head = URL_SAFE_NO_PAD.decode(head).expect("a head");
    serde_json::from_slice::<Value>(&head).expect("JSON")["kid"].clone()
}

/// The bytes of a text, changed where `changes` are not zero.
fn changed(right: &str, changes: &[u8]) -> Vec<u8> {
    let changes = changes.iter().chain(std::iter::repeat(&0));
    right.bytes().zip(changes).map(|(byte, change)| byte ^ change).collect()
}

fn request(portal: &Portal, clients: &[Client]) -> AuthorizationRequest {
    let sent = Parameters::parse(REQUEST).expect("parameters");
    let web = clients.first().expect("there are clients");
    match request::read(web, &sent, portal.now()) {
        Ok(Answerable::For(request)) => request,
        other => panic!("{other:?}"),
    }
}

async fn sign_in(portal: &Portal, clients: &[Client], session: &LiveSession) -> Tokens {
    let code = AuthorizationCode::new(portal, request(portal, clients), session);
    let form = format!(
        "grant_type=authorization_code&code={}&redirect_uri={REDIRECT}&code_verifier={VERIFIER}",
        code.seal(portal).expect("a code")
    );
    let sent = Parameters::parse(form.as_bytes()).expect("parameters");
    let web = clients.first().expect("there are clients");
    let tokens = token::exchange(portal, &Visitor::command_line(), web, &sent).await;
    tokens.expect("no fault").expect("tokens")
}

async fn log_in(portal: &Portal) -> LiveSession {
    let row = account_import::PersonRow {
        nip: "198609262015052001".to_owned(),
        name: "Sri Wahyuni".to_owned(),
        agency: "Pemerintah Kota Ambon".to_owned(),
        ..account_import::PersonRow::default()
    };
    let account = account_import::read(&row, ACCOUNT).expect("an account");
    let (token, now) = (ReferenceToken::generate(portal.random()), portal.now());
    let session = NewSession {
        id: portal.new_id(),
        token_hash: &token.hash(),
        account_id: ACCOUNT,
        stage: SessionStage::Authenticated,
        sealed_secret: None,
        granted_step: None,
        public_device: false,
        address: "192.0.2.1",
        user_agent: "",
        methods: Methods::default(),
        expires_at: now + session::SessionLimits::OWN.absolute,
    };
    let mut unit = portal.store.write().await.expect("a unit");
    unit.import_account(&account, now).await.expect("an account");
    unit.add_session(&session, now).await.expect("a session");
    unit.commit().await.expect("a commit");
    session::current(portal, Some(&token)).await.expect("no fault").expect("a session")
}
