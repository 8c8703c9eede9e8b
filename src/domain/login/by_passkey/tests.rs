//! Whom a passkey lets in, and where a refusal is written down.

use super::*;
use crate::{
    domain::{
        credentials::passkey::{Ceremony, begin},
        recovery::disabled::{self, Standing},
        session::{current, open_sessions},
        testing::{ANOTHER_NIP, NIP, TestPortal, browser_at},
    },
    store::{Account, PasskeyRow},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What holds a passkey: a phone, or a key on a ring.
struct Device {
    key: SigningKey,
    id: [u8; 16],
    account: Uuid,
}

impl Device {
    /// With a passkey that has been added to an account.
    async fn of(portal: &TestPortal, account: &Account) -> Self {
        let key = SigningKey::from_slice(&[7; 32]).unwrap();
        let device = Self { key, id: account.id.into_bytes(), account: account.id };
        let point = device.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let key = json!({ "curve": "SECP256R1", "x": BASE64.encode(x), "y": BASE64.encode(y) });
        let credential = json!({ "cred": {
            "cred_id": BASE64.encode(device.id),
            "cred": { "type_": "ES256", "key": { "EC_EC2": key } },
            "counter": 0,
            "transports": null,
            "user_verified": true,
            "backup_eligible": false,
            "backup_state": false,
            "registration_policy": "required",
            "extensions": {},
            "attestation": { "data": "None", "metadata": "None" },
            "attestation_format": "none",
        }});
        let row = PasskeyRow {
            id: portal.new_id(),
            account_id: account.id,
            name: "HP".into(),
            credential_id: device.id.to_vec(),
            credential: credential.to_string(),
            created_at: portal.now(),
            last_used_at: portal.now(),
        };
        let mut unit = portal.store.write().await.unwrap();
        unit.add_passkey(&row).await.unwrap();
        unit.commit().await.unwrap();
        device
    }

    /// What a browser says once its person has shown a finger (`WebAuthn` §6.3.3, §7.2).
    fn answer(&self, ceremony: &Ceremony) -> String {
        let options: Value = serde_json::from_str(&ceremony.options).unwrap();
        let client_data = json!({
            "type": "webauthn.get",
            "challenge": options["publicKey"]["challenge"],
            "origin": "http://localhost:3000",
            "crossOrigin": false,
        });
        let client_data = client_data.to_string();
        let (present, verified) = (1, 4);
        let mut device_data = Sha256::digest("localhost").to_vec();
        device_data.extend([present | verified, 0, 0, 0, 0]);
        let signed = [device_data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        let answer = json!({
            "id": BASE64.encode(self.id),
            "rawId": BASE64.encode(self.id),
            "type": "public-key",
            "response": {
                "authenticatorData": BASE64.encode(device_data),
                "clientDataJSON": BASE64.encode(client_data),
                "signature": BASE64.encode(signature.to_der()),
                "userHandle": BASE64.encode(self.account.as_bytes()),
            },
        });
        answer.to_string()
    }
}

type Answer = Result<LoggedIn, PasskeyProblem>;

async fn answered(portal: &TestPortal, visitor: &Visitor, device: &Device) -> Answer {
    let ceremony = begin(portal).unwrap().unwrap();
    let answer = device.answer(&ceremony);
    log_in(portal, visitor, &ceremony.sealed, &answer, Computer::Own).await.unwrap()
}

async fn is_there(portal: &TestPortal, visitor: &Visitor) -> bool {
    current(portal, visitor.session.as_ref()).await.unwrap().is_some()
}

#[tokio::test]
async fn a_passkey_opens_one_session_for_each_ceremony() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let device = Device::of(&portal, &account).await;
    let visitor = browser_at("192.0.2.1");
    let ceremony = begin(&portal).unwrap().unwrap();
    let (sealed, answer) = (&ceremony.sealed, device.answer(&ceremony));
    let computer = Computer::Public;
    let first = log_in(&portal, &visitor, sealed, &answer, computer).await.unwrap().unwrap();
    let session = current(&portal, Some(&first.session)).await.unwrap().unwrap();
    assert_eq!((session.account, session.stage), (account.id, Stage::Authenticated));
    assert_eq!((session.computer, first.devices), (Computer::Public, None));
    let again = log_in(&portal, &visitor, sealed, &answer, computer).await.unwrap();
    assert_eq!(again.unwrap_err(), PasskeyProblem::Refused);
    assert_eq!(portal.events(&account).await, ["passkey-logged-in", "passkey-refused"]);
    assert_eq!(open_sessions(&portal, account.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn where_a_password_was_proved_the_passkey_is_that_persons_and_the_computer_the_same() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "employee").await;
    let (own, others) = (Device::of(&portal, &account).await, Device::of(&portal, &other).await);
    let mut visitor = browser_at("192.0.2.1");
    let mut unit = portal.store.write().await.unwrap();
    let opening = session::Opening {
        id: portal.new_id(),
        account: account.id,
        stage: Stage::PasswordProved { step: None },
        computer: Computer::Public,
        methods: crate::domain::values::methods::Methods::default(),
    };
    visitor.session = Some(session::start(&portal, &mut unit, &visitor, &opening).await.unwrap());
    unit.commit().await.unwrap();
    let refused = answered(&portal, &visitor, &others).await.unwrap_err();
    assert_eq!(refused, PasskeyProblem::SomebodyElses);
    assert!(is_there(&portal, &visitor).await, "it goes on waiting");
    let logged_in = answered(&portal, &visitor, &own).await.unwrap();
    let session = current(&portal, Some(&logged_in.session)).await.unwrap().unwrap();
    assert_eq!(session.computer, Computer::Public);
    assert!(!is_there(&portal, &visitor).await);
    assert_eq!(portal.events(&account).await, ["passkey-refused", "passkey-logged-in"]);
    assert!(portal.events(&other).await.is_empty());
}

#[tokio::test]
async fn in_a_browser_where_somebody_is_logged_in_a_passkey_ends_their_session() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "employee").await;
    let device = Device::of(&portal, &account).await;
    let (visitor, _) = portal.session(&other, Stage::Authenticated).await;
    let logged_in = answered(&portal, &visitor, &device).await.unwrap();
    let session = current(&portal, Some(&logged_in.session)).await.unwrap().unwrap();
    assert_eq!((session.account, session.computer), (account.id, Computer::Own));
    assert!(open_sessions(&portal, other.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_refusal_stands_in_its_owners_record_and_what_is_nobodys_with_the_strangers() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "employee").await;
    let device = Device::of(&portal, &account).await;
    let forged = Device { key: SigningKey::from_slice(&[8; 32]).unwrap(), ..device };
    let visitor = browser_at("192.0.2.1");
    assert_eq!(answered(&portal, &visitor, &forged).await.unwrap_err(), PasskeyProblem::Refused);
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let astray = Device { key, account: other.id, ..forged };
    assert_eq!(answered(&portal, &visitor, &astray).await.unwrap_err(), PasskeyProblem::Refused);
    for nonsense in ["", "{}"] {
        let answer = log_in(&portal, &visitor, b"", nonsense, Computer::Own).await.unwrap();
        assert_eq!(answer.unwrap_err(), PasskeyProblem::Refused);
    }
    assert_eq!(portal.events(&account).await, ["passkey-refused"], "by a wrong signature");
    assert!(portal.events(&other).await.is_empty());
    let mut unit = portal.store.read().await.unwrap();
    assert_eq!(unit.sum_of_strangers(portal.now()).await.unwrap(), (1, 3));
}

#[tokio::test]
async fn a_disabled_account_and_a_ceremony_of_five_minutes_ago_let_nobody_in() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let device = Device::of(&portal, &account).await;
    let visitor = browser_at("192.0.2.1");
    for (seconds, is_in_time) in [(299, true), (300, false)] {
        let ceremony = begin(&portal).unwrap().unwrap();
        let answer = device.answer(&ceremony);
        portal.clock.advance(seconds);
        let sealed = &ceremony.sealed;
        let answer = log_in(&portal, &visitor, sealed, &answer, Computer::Own).await.unwrap();
        assert_eq!(answer.is_ok(), is_in_time, "{seconds}");
    }
    portal.clock.advance(1);
    let by = Visitor::command_line();
    let _ = disabled::change(&portal, &by, &account.nip, Standing::Disabled).await.unwrap();
    portal.clock.advance(1);
    assert_eq!(answered(&portal, &visitor, &device).await.unwrap_err(), PasskeyProblem::Refused);
    let events = portal.events(&account).await;
    assert_eq!(events, ["passkey-logged-in", "account-disabled", "passkey-refused"]);
}

#[tokio::test]
async fn an_address_that_has_failed_too_often_waits_and_what_proves_right_is_no_failure() {
    let mut portal = TestPortal::new().await;
    portal.policies.address.free = 2;
    let account = portal.account(NIP, "employee").await;
    let device = Device::of(&portal, &account).await;
    let visitor = browser_at("192.0.2.1");
    for _ in 0..3 {
        assert!(answered(&portal, &visitor, &device).await.is_ok());
    }
    for _ in 0..2 {
        let answer = log_in(&portal, &visitor, b"", "", Computer::Own).await.unwrap();
        assert_eq!(answer.unwrap_err(), PasskeyProblem::Refused);
    }
    assert_eq!(answered(&portal, &visitor, &device).await.unwrap_err(), PasskeyProblem::Wait);
    assert!(answered(&portal, &browser_at("192.0.2.2"), &device).await.is_ok());
    portal.clock.advance(1);
    assert!(answered(&portal, &visitor, &device).await.is_ok());
    assert_eq!(portal.events(&account).await, ["passkey-logged-in"; 5]);
}

#[tokio::test]
async fn to_prove_again_takes_ones_own_passkey() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "employee").await;
    let (own, others) = (Device::of(&portal, &account).await, Device::of(&portal, &other).await);
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    portal.clock.advance(300);
    let proved = async |device: &Device| {
        let ceremony = begin(&portal).unwrap().unwrap();
        let answer = device.answer(&ceremony);
        prove_again(&portal, &visitor, &session, &ceremony.sealed, &answer).await
    };
    assert_eq!(proved(&others).await.unwrap(), Err(PasskeyProblem::SomebodyElses));
    assert!(is_there(&portal, &visitor).await);
    let token = proved(&own).await.unwrap().unwrap();
    let renewed = current(&portal, Some(&token)).await.unwrap().unwrap();
    assert!(renewed.id == session.id && renewed.is_fresh(portal.now()));
    assert!(!is_there(&portal, &visitor).await, "the old token opens nothing");
    assert!(matches!(proved(&own).await, Err(Fault::SessionOver)));
    assert_eq!(portal.events(&account).await, ["passkey-refused", "proved-again"]);
    assert!(portal.events(&other).await.is_empty());
}
