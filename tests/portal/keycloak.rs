//! People who move in from Keycloak, in the database and at the door: with their old password, their old
//! authenticator, and the name that services know them by.

use crate::support::*;
use asn_digital::domain::{
    guard::visitor::Visitor,
    people::{
        account_import::{Note, Privileges},
        keycloak::{
            self, AgencySource, ExportContents, MovingTerms, NotTaken, TakeOverError, TakenOver,
            Watcher, Whose,
        },
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use openssl::{hash::MessageDigest, pkcs5::pbkdf2_hmac};
use serde_json::{Value, json};
use std::{
    io::Cursor,
    sync::{Arc, Mutex},
};

const OTHER: &str = PPPK;
const THIRD: &str = "198609262015052002";
const FOURTH: &str = "198609262015052003";
const ID: &str = "b3f1c2d4-0a1b-4c2d-8e3f-5a6b7c8d9e0f";
const OTHER_ID: &str = "c4a2d3e5-1b2c-4d3e-9f4a-6b7c8d9e0f1a";
const KEY: &str = "12345678901234567890";

/// A password as Keycloak hashes it.
fn password(algorithm: &str, iterations: i64) -> Value {
    let digest = match algorithm {
        "pbkdf2-sha512" => MessageDigest::sha512(),
        "pbkdf2-sha256" => MessageDigest::sha256(),
        _ => MessageDigest::sha1(),
    };
    let mut hash = [0; 64];
    // What is hostile is only said, not done.
    let done = if iterations > 100_000 { 1 } else { usize::try_from(iterations).unwrap() };
    pbkdf2_hmac(PASSWORD.as_bytes(), b"0123456789abcdef", done, digest, &mut hash).unwrap();
    let secret =
        json!({ "value": STANDARD.encode(hash), "salt": STANDARD.encode("0123456789abcdef") });
    let data = json!({ "hashIterations": iterations, "algorithm": algorithm });
    json!({ "type": "password", "createdDate": 1_700_000_000_123_i64,
        "secretData": secret.to_string(), "credentialData": data.to_string() })
}

fn app(algorithm: &str, digits: u8, period: u8) -> Value {
    let data = json!({ "subType": "totp", "digits": digits, "counter": 0, "period": period,
        "algorithm": algorithm });
    json!({ "type": "otp", "userLabel": "HP lama", "createdDate": 1_700_000_000_123_i64,
        "secretData": json!({ "value": KEY }).to_string(), "credentialData": data.to_string() })
}

fn user(nip: &str, id: &str, credentials: Value) -> Value {
    json!({ "id": id, "username": nip, "firstName": "Sri", "lastName": "Wahyuni", "enabled": true,
        "email": format!("{nip}@example.go.id"), "emailVerified": true,
        "groups": ["/Pemerintah Kota Ambon"], "credentials": credentials })
}

fn changed(mut user: Value, name: &str, value: Value) -> Value {
    user[name] = value;
    user
}

fn realm(users: &[Value]) -> String {
    json!({ "realm": "public-siasn", "users": users }).to_string()
}

#[derive(Default)]
struct Said(Mutex<Vec<String>>);

impl Watcher for Said {
    fn refused(&self, whose: &Whose, why: &NotTaken) {
        self.0.lock().unwrap().push(format!("{} not taken: {why}", whose.place));
    }

    fn left_behind(&self, whose: &Whose, what: &NotTaken) {
        self.0.lock().unwrap().push(format!("{} but: {what}", whose.place));
    }

    fn note(&self, _: &Whose, _: &Note) {}

    fn wildcard(&self, _: &str, _: &str) {}

    fn was_read(&self, _: &str, _: ExportContents) {}

    fn landed(&self, _: u64) {}
}

fn terms() -> MovingTerms {
    MovingTerms {
        agency: AgencySource::Group,
        number_attribute: None,
        roles: Vec::new(),
        privileges: Privileges::Stay,
        unverified_mailboxes: false,
        is_dry_run: false,
    }
}

async fn brought(
    world: &World,
    files: &[String],
    terms: MovingTerms,
) -> (TakenOver, Result<(), TakeOverError>, Vec<String>) {
    let said = Arc::new(Said::default());
    let files: Vec<_> =
        files.iter().map(|file| ("realm.json".into(), Ok(Cursor::new(file.clone())))).collect();
    let us = Visitor::command_line();
    let (totals, ended) =
        keycloak::take_over(&world.portal, &us, files.into_iter(), terms, said.clone()).await;
    let said = said.0.lock().unwrap().clone();
    (totals, ended, said)
}

async fn moved(world: &World, users: &[Value]) -> (TakenOver, Vec<String>) {
    let (totals, ended, said) = brought(world, &[realm(users)], terms()).await;
    ended.unwrap();
    (totals, said)
}

/// The code that an app with [`KEY`] shows.
fn code(world: &World, algorithm: totp_rs::Algorithm, digits: u8, period: u64) -> String {
    let now = u64::try_from(world.portal.now().unix_timestamp()).unwrap();
    let totp = totp_rs::Builder::new()
        .with_secret(KEY.as_bytes().to_vec())
        .with_algorithm(algorithm)
        .with_digits(digits)
        .with_step_duration(period)
        .build()
        .unwrap();
    totp.generate(now).to_string()
}

async fn stored_hash(world: &World, nip: &str) -> String {
    let mut unit = world.portal.store.read().await.unwrap();
    unit.account_by_nip(nip).await.unwrap().unwrap().password_hash.unwrap_or_default()
}

on_both_engines! {
    async fn whoever_moves_in_logs_in_as_before_and_is_hashed_anew(world) {
        for (at, (algorithm, nip, id)) in
            [("pbkdf2-sha256", PNS, ID), ("pbkdf2-sha512", OTHER, OTHER_ID)].into_iter().enumerate()
        {
            let sri = user(nip, id, json!([password(algorithm, 1000), app("HmacSHA1", 6, 30)]));
            let (totals, said) = moved(&world, &[sri]).await;
            assert_eq!((totals.new, totals.passwords, totals.authenticators), (1, 1, 1), "{said:?}");
            assert!(stored_hash(&world, nip).await.starts_with(&format!("${algorithm}$i=1000,l=")));
            let mut browser = world.browser_at(&format!("192.0.2.{}", at + 1));
            browser.login(nip, "another password", "").await.assert_shows("NIP atau kata sandi salah");
            let shown = code(&world, totp_rs::Algorithm::SHA1, 6, 30);
            assert!(browser.login(nip, PASSWORD, &shown).await.is_launcher());
            let ours = stored_hash(&world, nip).await;
            assert!(ours.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{ours}");
            world.clock.advance(30);
            let mut again = world.browser_at(&format!("192.0.2.{}", at + 101));
            let shown = code(&world, totp_rs::Algorithm::SHA1, 6, 30);
            assert!(again.login(nip, PASSWORD, &shown).await.is_launcher());
            assert_eq!(stored_hash(&world, nip).await, ours, "once");
        }
        let mut unit = world.portal.store.read().await.unwrap();
        let account = unit.account_by_nip(PNS).await.unwrap().unwrap();
        assert_eq!(account.id.to_string(), ID, "services know her by it");
        assert_eq!(account.password_changed_at.unwrap().unix_timestamp(), 1_700_000_000);
        assert_eq!(unit.authenticators_of(account.id).await.unwrap()[0].name, "HP lama");
    }

    async fn codes_of_eight_digits_a_minute_each_open_wherever_codes_do(world) {
        let sri = user(PNS, ID, json!([password("pbkdf2-sha256", 1000), app("HmacSHA256", 8, 60)]));
        moved(&world, &[sri]).await;
        let shown = |world: &World| code(world, totp_rs::Algorithm::SHA256, 8, 60);
        let mut browser = world.browser();
        assert!(browser.login(PNS, PASSWORD, &shown(&world)).await.is_launcher());
        let mut other = world.browser_at("192.0.2.2");
        let page = other.login(PNS, PASSWORD, &shown(&world)).await;
        page.assert_shows("Kode OTP ini sudah dipakai");
        page.assert_shows("Kode OTP (8 angka)");
        // Half a step of an app here: the same code, which was used.
        world.clock.advance(30 - world.portal.now().unix_timestamp() % 60);
        let spent = shown(&world);
        world.clock.advance(60);
        let fresh = shown(&world);
        assert_ne!(spent, fresh);
        let step = [("code", &fresh[..6]), ("next", "")];
        other.post("/api/second-step/code", &step).await.assert_shows("Kode OTP tidak valid");
        let step = [("code", fresh.as_str()), ("next", "")];
        assert!(other.post("/api/second-step/code", &step).await.is_launcher());
        // Nine minutes fast: told so, and the next code proves it.
        world.clock.advance(600);
        let now = world.portal.now();
        world.clock.advance(540);
        let (first, second) = (shown(&world), { world.clock.advance(60); shown(&world) });
        world.clock.advance(-600);
        assert_eq!(world.portal.now(), now);
        let mut third = world.browser_at("192.0.2.3");
        third.login(PNS, PASSWORD, &first).await.assert_shows("9 menit");
        world.clock.advance(60);
        let step = [("code", second.as_str()), ("next", "")];
        assert!(third.post("/api/second-step/code", &step).await.is_launcher());
    }

    async fn who_came_once_is_left_as_they_are(world) {
        let sri = || user(PNS, ID, json!([password("pbkdf2-sha256", 1000), app("HmacSHA1", 6, 30)]));
        moved(&world, &[sri()]).await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, &code(&world, totp_rs::Algorithm::SHA1, 6, 30)).await;
        let hash = stored_hash(&world, PNS).await;
        let account = ID.parse().unwrap();
        let mut unit = world.portal.store.write().await.unwrap();
        unit.remove_authenticators_of(account, None).await.unwrap();
        unit.commit().await.unwrap();
        world.set_mailbox(account, "baru@example.go.id").await;
        let disabled = changed(sri(), "enabled", json!(false));
        for again in [sri(), disabled] {
            let (totals, said) = moved(&world, &[again]).await;
            let came = (totals.came_before, totals.new, totals.joined, totals.refused);
            assert_eq!(came, (1, 0, 0, 0), "{said:?}");
        }
        assert_eq!(stored_hash(&world, PNS).await, hash);
        let mut unit = world.portal.store.read().await.unwrap();
        assert!(unit.authenticators_of(account).await.unwrap().is_empty(), "a lost phone stays lost");
        let account = unit.account(account).await.unwrap().unwrap();
        assert_eq!(account.email.as_deref(), Some("baru@example.go.id"));
        assert!(account.disabled_at.is_none());
    }

    async fn an_account_that_was_here_before_keeps_what_it_has(world) {
        // Nobody has used it yet: what proves its person comes.
        let unused = world.account_with_password(PNS, "employee operator", None).await;
        let used = world.account(OTHER, "employee").await;
        let before = stored_hash(&world, OTHER).await;
        let proofs = || json!([password("pbkdf2-sha256", 1000), app("HmacSHA1", 6, 30)]);
        let users = [user(PNS, ID, proofs()), user(OTHER, OTHER_ID, proofs())];
        let (totals, said) = moved(&world, &users).await;
        assert_eq!((totals.joined, totals.passwords, totals.authenticators), (2, 1, 1), "{said:?}");
        assert!(said[0].starts_with("1 but: the account was here before; its name, mailbox, agency and"));
        assert!(said[1].contains("password and authenticators stay"), "{said:?}");
        assert_eq!(stored_hash(&world, OTHER).await, before);
        assert!(stored_hash(&world, PNS).await.starts_with("$pbkdf2-sha256$"));
        let mut unit = world.portal.store.read().await.unwrap();
        let account = unit.account(unused).await.unwrap().unwrap();
        assert_eq!(account.roles.to_string(), "employee operator");
        assert_eq!(unit.former_subject(unused).await.unwrap().as_deref(), Some(ID));
        assert_eq!(unit.former_subject(used).await.unwrap().as_deref(), Some(OTHER_ID));
        drop(unit);
        assert_eq!(world.events_of(unused).await, ["password-set", "authenticator-added"]);
        assert!(world.events_of(used).await.is_empty());
        let (totals, _) = moved(&world, &users).await;
        assert_eq!(totals.came_before, 2);
    }

    async fn nobody_gets_the_number_or_the_id_of_another(world) {
        let bare = |nip, id| user(nip, id, json!([]));
        world.account(OTHER, "employee").await;
        let taken = world.account(THIRD, "employee").await.to_string();
        let users = [
            bare(PNS, ID),
            bare(PNS, OTHER_ID),
            bare(FOURTH, ID),
            bare(FOURTH, &taken),
            bare(OTHER, &taken),
            bare("1986", OTHER_ID),
            changed(bare(OTHER, OTHER_ID), "enabled", json!(false)),
        ];
        let refusals = [
            "2 not taken: somebody else of Keycloak's has this number",
            "3 not taken: the id is that of another account",
            "4 not taken: the id is that of another account",
            "5 not taken: the id is that of another account",
            "6 not taken: the nip has 4 digits",
            "7 not taken: the number was this portal's before",
        ];
        for is_dry_run in [true, false, false] {
            let dry = MovingTerms { is_dry_run, ..terms() };
            // In one batch, and one after another.
            let split: Vec<_> = users.iter().map(|user| realm(std::slice::from_ref(user))).collect();
            let files = if is_dry_run { vec![realm(&users)] } else { split };
            let (totals, ended, said) = brought(&world, &files, dry).await;
            ended.unwrap();
            assert_eq!((totals.new + totals.came_before, totals.refused), (1, 6), "{said:?}");
            let refused: Vec<_> = said.iter().filter(|line| line.contains("not taken")).collect();
            assert_eq!(refused.len(), 6);
            for (line, begins) in refused.iter().zip(refusals) {
                let (_, begins) = begins.split_once(' ').unwrap();
                let said = refused.iter().any(|line| line.contains(begins));
                assert!(said, "{line} {begins}");
            }
        }
        let mut unit = world.portal.store.read().await.unwrap();
        assert_eq!(unit.count_accounts().await.unwrap(), 3);
    }

    async fn a_dry_run_says_the_same_and_changes_nothing(world) {
        let unused = world.account_with_password(OTHER, "employee", None).await;
        let mut users = vec![
            user(PNS, ID, json!([password("bcrypt", 10), { "type": "webauthn" }])),
            user(OTHER, OTHER_ID, json!([password("pbkdf2", 1000)])),
            json!(7),
        ];
        users.push(user(PNS, "d5b3e4f6-2c3d-4e4f-8a5b-7c8d9e0f1a2b", json!([])));
        let files = [realm(&users), realm(&users)];
        let dry = MovingTerms { is_dry_run: true, ..terms() };
        let (wet_run, dry_run) = {
            let dry_run = brought(&world, &files[..1], dry).await;
            let mut unit = world.portal.store.read().await.unwrap();
            assert_eq!(unit.count_accounts().await.unwrap(), 1);
            assert_eq!(unit.former_subject(unused).await.unwrap(), None);
            drop(unit);
            assert_eq!(stored_hash(&world, OTHER).await, "");
            (brought(&world, &files[..1], terms()).await, dry_run)
        };
        assert_eq!(wet_run.0, dry_run.0);
        assert_eq!(wet_run.2, dry_run.2);
        assert_eq!((wet_run.0.new, wet_run.0.joined, wet_run.0.refused), (1, 1, 2));
    }

    async fn what_keycloak_asked_for_is_asked_for_and_who_was_disabled_is(world) {
        let proofs = || json!([password("pbkdf2-sha256", 1000), app("HmacSHA1", 6, 30)]);
        let sri = changed(user(PNS, ID, proofs()), "requiredActions", json!(["UPDATE_PASSWORD"]));
        let budi = changed(user(OTHER, OTHER_ID, proofs()), "enabled", json!(false));
        moved(&world, &[sri, budi]).await;
        let shown = code(&world, totp_rs::Algorithm::SHA1, 6, 30);
        let mut browser = world.browser();
        let page = browser.login(PNS, PASSWORD, &shown).await;
        assert!(page.path.starts_with("/akun/kata-sandi"), "{}", page.path);
        let mut other = world.browser_at("192.0.2.2");
        other.login(OTHER, PASSWORD, &shown).await.assert_shows("NIP atau kata sandi salah");
    }

    async fn hostile_costs_are_left_behind_and_never_paid_for_even_in_the_database(world) {
        let hostile = password("pbkdf2-sha512", 1_000_000_000);
        let (totals, said) = moved(&world, &[user(PNS, ID, json!([hostile]))]).await;
        assert_eq!((totals.new, totals.passwords), (1, 0));
        assert!(said[0].contains("would take too long or too much memory"), "{said:?}");
        let mut unit = world.portal.store.write().await.unwrap();
        let row = "$pbkdf2-sha512$i=1000000000,l=20$AQEBAQEBAQEBAQEBAQEBAQ$AgICAgICAgICAgICAgICAgICAgI";
        unit.set_password_hash(ID.parse().unwrap(), row).await.unwrap();
        unit.commit().await.unwrap();
        let begun = std::time::Instant::now();
        world.browser().login(PNS, PASSWORD, "").await.assert_shows("NIP atau kata sandi salah");
        assert!(begun.elapsed().as_secs() < 20);
        assert_eq!(stored_hash(&world, PNS).await, row);
    }

    async fn a_broken_file_keeps_what_came_and_the_whole_one_brings_the_rest(world) {
        let bare = |nip, id| user(nip, id, json!([]));
        let whole = realm(&[bare(PNS, ID), bare(OTHER, OTHER_ID)]);
        let cut = whole.len() - 20;
        let files = [whole[..cut].to_owned(), whole.clone()];
        let (totals, ended, _) = brought(&world, &files, terms()).await;
        let said = ended.unwrap_err().to_string();
        assert_eq!(totals.new, 1);
        let expected = format!("realm.json: the file ends in the middle at byte {cut}. The 1 people");
        assert!(said.starts_with(&expected), "{said}");
        let (totals, _) = moved(&world, &[bare(PNS, ID), bare(OTHER, OTHER_ID)]).await;
        assert_eq!((totals.came_before, totals.new), (1, 1));
    }
}
