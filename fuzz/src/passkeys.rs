//! What a browser sends back from a `WebAuthn` ceremony.
//!
//! The first byte says how far an attacker has come: nothing right but the cookie, or the challenge
//! and the origin, too, as a page that passes everything on would. Without the key nothing opens.

use crate::portal::{self, ORIGIN};
use asn_digital::{
    domain::{
        Portal,
        credentials::passkey::{self, Ceremony},
        guard::visitor::Visitor,
        login::by_passkey,
        people::account_import,
        session::Computer,
    },
    store::{PasskeyRow, Store},
    wire::account::PasskeyProblem,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::sync::LazyLock;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, Webauthn};

const ACCOUNT: Uuid = Uuid::from_u128(0x0192_2b5e_7a10_7cc3_98f4_a1b2_c3d4_e5f6);
/// What an authenticator says when it makes a key: the curve's own base point, so that its private
/// half is the number one, which no fuzzer signs with by chance.
const ATTESTATION: &[u8] = include_bytes!("../corpus/passkey_answer/attestation");

/// An answer is refused: never a login, never a fault. A key that is taken is stored and read back
/// as it was.
pub fn passkey_answer(data: &[u8]) {
    let Some((how, data)) = data.split_first() else {
        return;
    };
    match how % 4 {
        0 => WORLD.with(|world| world.refuses(data)),
        1 => assert!(register(data).is_none(), "a challenge that was never given"),
        2 => {
            register(attestation(data).to_string().as_bytes());
        }
        _ => WORLD.with(|world| world.refuses(world.assertion(data).to_string().as_bytes())),
    }
}

/// A portal with one person who has one passkey.
struct World {
    portal: Portal,
    ceremony: Ceremony,
    challenge: String,
    credential_id: String,
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
        let (portal, passkey) = runtime.block_on(async {
            let store = Store::open_sqlite(&folder.path().join("fuzz.sqlite3")).await;
            let portal = portal::of(store.expect("a database")).await;
            let passkey = add_passkey(&portal).await;
            (portal, passkey)
        });
        let ceremony = passkey::begin(&portal).ok().flatten().expect("a ceremony");
        let options: Value = serde_json::from_str(&ceremony.options).expect("options");
        let challenge = options["publicKey"]["challenge"].as_str().expect("a challenge").to_owned();
        let credential_id = URL_SAFE_NO_PAD.encode(passkey);
        Self { portal, ceremony, challenge, credential_id, runtime, _folder: folder }
    }

    fn refuses(&self, answer: &[u8]) {
        let answer = String::from_utf8_lossy(answer);
        let visitor = Visitor::command_line();
        let (sealed, computer) = (&self.ceremony.sealed, Computer::Own);
        let login = by_passkey::log_in(&self.portal, &visitor, sealed, &answer, computer);
        match self.runtime.block_on(login) {
            Ok(Err(PasskeyProblem::Refused)) => {}
            Ok(other) => panic!("not refused: {:?}", other.map(|_| "logged in")),
            Err(fault) => panic!("a fault: {fault}"),
        }
    }

    /// Right but for what the authenticator itself says and signs: the length of the former, then
    /// both.
    fn assertion(&self, data: &[u8]) -> Value {
        let (length, data) = data.split_first().unwrap_or((&0, data));
        let (said, signature) = data.split_at_checked(usize::from(*length)).unwrap_or((data, &[]));
        json!({
            "id": self.credential_id,
            "rawId": self.credential_id,
            "type": "public-key",
            "response": {
                "clientDataJSON": client_data("webauthn.get", &self.challenge),
                "authenticatorData": URL_SAFE_NO_PAD.encode(said),
                "signature": URL_SAFE_NO_PAD.encode(signature),
                "userHandle": URL_SAFE_NO_PAD.encode(ACCOUNT.as_bytes()),
            },
            "extensions": {},
        })
    }
}

/// The id of the credential.
async fn add_passkey(portal: &Portal) -> Vec<u8> {
    let row = account_import::PersonRow {
        nip: "198609262015052001".to_owned(),
        name: "Sri Wahyuni".to_owned(),
        agency: "Pemerintah Kota Ambon".to_owned(),
        ..account_import::PersonRow::default()
    };
    let account = account_import::read(&row, ACCOUNT).expect("an account");
    let answer = attestation(ATTESTATION.get(1..).unwrap_or_default()).to_string();
    let passkey = register(answer.as_bytes()).expect("a passkey");
    let credential_id: Vec<u8> = passkey.cred_id().clone().into();
    let passkey = PasskeyRow {
        id: portal.new_id(),
        account_id: ACCOUNT,
        name: "HP".to_owned(),
        credential_id: credential_id.clone(),
        credential: serde_json::to_string(&passkey).expect("JSON"),
        created_at: portal.now(),
        last_used_at: portal.now(),
    };
    let mut unit = portal.store.write().await.expect("a unit");
    unit.import_account(&account, portal.now()).await.expect("an account");
    unit.add_passkey(&passkey).await.expect("a passkey");
    unit.commit().await.expect("a commit");
    credential_id
}

/// A registration under way: the relying party, its state, and the challenge.
static REGISTRATION: LazyLock<(Webauthn, PasskeyRegistration, String)> = LazyLock::new(|| {
    let party = passkey::relying_party(ORIGIN).expect("a relying party");
    let begun = party.start_passkey_registration(ACCOUNT, "1986", "Sri Wahyuni", None);
    let (options, state) = begun.expect("a registration");
    let options = serde_json::to_value(&options).expect("options");
    let challenge = options["publicKey"]["challenge"].as_str().expect("a challenge");
    (party, state, challenge.to_owned())
});

/// The passkey, where the answer is taken; it is read back as it would be stored.
fn register(answer: &[u8]) -> Option<Passkey> {
    let (party, state, _) = &*REGISTRATION;
    let answer = serde_json::from_slice(answer).ok()?;
    let passkey = party.finish_passkey_registration(&answer, state).ok()?;
    let stored = serde_json::to_string(&passkey).expect("JSON");
    let read: Passkey = serde_json::from_str(&stored).expect("a passkey");
    assert!(read.cred_id() == passkey.cred_id() && !read.cred_id().is_empty());
    assert_eq!(serde_json::to_string(&read).expect("JSON"), stored);
    Some(passkey)
}

/// Right but for what the authenticator says of the key that it made.
fn attestation(object: &[u8]) -> Value {
    // The credential's id stands in the object, where there is a sound one.
    let id = object.windows(2).position(|two| two == [0, 16]);
    let id = id.and_then(|at| object.get(at + 2..at + 18)).unwrap_or(&[1]);
    json!({
        "id": URL_SAFE_NO_PAD.encode(id),
        "rawId": URL_SAFE_NO_PAD.encode(id),
        "type": "public-key",
        "response": {
            "clientDataJSON": client_data("webauthn.create", &REGISTRATION.2),
            "attestationObject": URL_SAFE_NO_PAD.encode(object),
        },
        "extensions": {},
    })
}

fn client_data(kind: &str, challenge: &str) -> String {
    let data = json!({
        "type": kind, "challenge": challenge, "origin": ORIGIN, "crossOrigin": false,
    });
    URL_SAFE_NO_PAD.encode(data.to_string())
}
