//! Passkeys (`WebAuthn` level 3): discoverable credentials with user verification. One is a login by
//! itself, without number, password or code: something one has, and a finger, a face or a PIN.
//!
//! A ceremony's state travels sealed in a cookie, so strangers write nothing to the database; each
//! is finished once. The library checks challenge, origin, signature and counters.

use super::authenticator::MOST;
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, refusals},
        clock,
        guard::visitor::Visitor,
        mail::{self, Letter},
        seal::Purpose,
        session::{self, LiveSession},
    },
    store::{Account, PasskeyRow, Unit},
    wire::account::PasskeyProblem,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use time::{Duration, OffsetDateTime};
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};
use webauthn_rs_proto::{PublicKeyCredentialDescriptor, ResidentKeyRequirement};

/// How long a ceremony may take.
pub const CEREMONY: Duration = Duration::minutes(5);

/// The relying party for a public origin; none where its host is an address, for which browsers
/// make no passkeys.
#[must_use]
pub fn relying_party(origin: &str) -> Option<Webauthn> {
    let url = Url::parse(origin).ok()?;
    let name = url.domain()?;
    WebauthnBuilder::new(name, &url).ok()?.rp_name("ASN Digital").build().ok()
}

/// What a browser gets to start a ceremony: options for its script, and the sealed state.
pub struct Ceremony {
    /// JSON (`WebAuthn` §5.4, §5.5).
    pub options: String,
    pub sealed: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct State {
    id: Uuid,
    /// Unix seconds.
    until: i64,
    what: What,
}

#[derive(Serialize, Deserialize)]
enum What {
    Authentication(Box<DiscoverableAuthentication>),
    Registration { account: Uuid, state: Box<PasskeyRegistration> },
}

fn ceremony(portal: &Portal, options: &impl Serialize, what: What) -> Result<Ceremony, Fault> {
    let unwritable = |_| Fault::Corrupt("a ceremony that cannot be written");
    let until = (portal.now() + CEREMONY).unix_timestamp();
    let state = State { id: portal.new_id(), until, what };
    let plain = serde_json::to_vec(&state).map_err(unwritable)?;
    let sealed = portal.sealer.seal(Purpose::Ceremony, &plain, portal.random())?;
    Ok(Ceremony { options: serde_json::to_string(options).map_err(unwritable)?, sealed })
}

/// What the cookie and the script of a browser say; `None` when it is nothing of ours or too late.
fn read<T: DeserializeOwned>(portal: &Portal, sealed: &[u8], answer: &str) -> Option<(State, T)> {
    let plain = portal.sealer.open(Purpose::Ceremony, sealed).ok()?;
    let state: State = serde_json::from_slice(&plain).ok()?;
    let until = OffsetDateTime::from_unix_timestamp(state.until).ok()?;
    let is_in_time = clock::is_before(until, CEREMONY, portal.now());
    let answer = serde_json::from_str(answer).ok()?;
    is_in_time.then_some((state, answer))
}

impl State {
    /// `true` for exactly one caller.
    async fn finish(&self, portal: &Portal, unit: &mut Unit) -> Result<bool, Fault> {
        let until = OffsetDateTime::from_unix_timestamp(self.until);
        Ok(unit.finish_ceremony(self.id, until.unwrap_or_else(|_| portal.now())).await?)
    }
}

/// # Errors
/// When the library or the sealer refuses; `Ok(None)` where there are no passkeys.
pub fn begin(portal: &Portal) -> Result<Option<Ceremony>, Fault> {
    let Some(relying_party) = &portal.passkeys else {
        return Ok(None);
    };
    let (mut options, state) =
        relying_party.start_discoverable_authentication().map_err(Fault::Passkey)?;
    // A button asks, not the browser's autofill.
    options.mediation = None;
    ceremony(portal, &options, What::Authentication(Box::new(state))).map(Some)
}

/// A passkey that has just proved its person; its counters are noted when the unit is committed.
pub(in crate::domain) struct PasskeyProof {
    pub unit: Unit,
    pub account: Account,
}

/// `Err`: it proves nothing; whose it is, where it is anybody's.
pub(in crate::domain) async fn prove(
    portal: &Portal,
    sealed: &[u8],
    answer: &str,
) -> Result<Result<PasskeyProof, Option<Account>>, Fault> {
    let read = read::<PublicKeyCredential>(portal, sealed, answer);
    let (Some(relying_party), Some((state, credential))) = (&portal.passkeys, read) else {
        return Ok(Err(None));
    };
    let Ok((account, credential_id)) =
        relying_party.identify_discoverable_authentication(&credential)
    else {
        return Ok(Err(None));
    };
    let mut unit = portal.store.write().await?;
    let account = unit.lock_account(account).await?;
    let row = unit.passkey(credential_id).await?;
    let (Some(account), Some(row)) = (account, row) else {
        return Ok(Err(None));
    };
    if row.account_id != account.id {
        return Ok(Err(None));
    }
    if account.is_disabled() || !state.finish(portal, &mut unit).await? {
        return Ok(Err(Some(account)));
    }
    let What::Authentication(state) = state.what else {
        return Ok(Err(Some(account)));
    };
    let corrupt = |_| Fault::Corrupt("a passkey that cannot be read");
    let mut passkey: Passkey = serde_json::from_str(&row.credential).map_err(corrupt)?;
    let key = DiscoverableKey::from(&passkey);
    let verified = relying_party.finish_discoverable_authentication_v2(&credential, *state, &key);
    let result = match verified {
        Ok(result) => result,
        Err(error) => {
            tracing::info!(%error, "a passkey was refused");
            return Ok(Err(Some(account)));
        }
    };
    passkey.update_credential(&result);
    let credential = serde_json::to_string(&passkey).map_err(corrupt)?;
    if !unit.use_passkey(row.id, &credential, portal.now()).await? {
        return Ok(Err(Some(account)));
    }
    Ok(Ok(PasskeyProof { unit, account }))
}

/// Begins adding a passkey to one's account; needs a fresh proof.
///
/// # Errors
/// When something is broken.
pub async fn begin_adding(
    portal: &Portal,
    session: &LiveSession,
) -> Result<Result<Ceremony, PasskeyProblem>, Fault> {
    let Some(relying_party) = &portal.passkeys else {
        return Ok(Err(PasskeyProblem::Refused));
    };
    if !session.is_fresh(portal.now()) {
        return Ok(Err(PasskeyProblem::NotFresh));
    }
    let there = portal.store.read().await?.passkeys_of(session.account).await?;
    if there.len() >= MOST {
        return Ok(Err(PasskeyProblem::TooMany));
    }
    let there = there.into_iter().map(|passkey| PublicKeyCredentialDescriptor {
        type_: "public-key".to_owned(),
        id: passkey.credential_id,
        transports: None,
    });
    // A number that a browser shows when it asks which passkey: masked, like everywhere.
    let (mut options, state) = relying_party
        .start_passkey_registration(session.account, &session.nip.masked(), &session.name, None)
        .map_err(Fault::Passkey)?;
    // The browser is told which devices have one already. The state need not hold them, too: it has to
    // fit into a cookie, and no passkey is added twice.
    options.public_key.exclude_credentials = Some(there.collect());
    if let Some(selection) = &mut options.public_key.authenticator_selection {
        selection.resident_key = Some(ResidentKeyRequirement::Required);
        selection.require_resident_key = true;
    }
    let what = What::Registration { account: session.account, state: Box::new(state) };
    ceremony(portal, &options, what).map(Ok)
}

/// Adds the passkey that the browser made. A refusal is written down in the log of its person.
///
/// # Errors
/// When something is broken; then nothing is added.
pub async fn add(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    sealed: &[u8],
    answer: &str,
    name: &str,
) -> Result<Result<(), PasskeyProblem>, Fault> {
    let added = add_verified(portal, visitor, session, sealed, answer, name).await?;
    if added == Err(PasskeyProblem::Refused) {
        refusals::refused_passkey(portal, visitor, session).await?;
    }
    Ok(added)
}

async fn add_verified(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    sealed: &[u8],
    answer: &str,
    name: &str,
) -> Result<Result<(), PasskeyProblem>, Fault> {
    let refused = Ok(Err(PasskeyProblem::Refused));
    let read = read::<RegisterPublicKeyCredential>(portal, sealed, answer);
    let (Some(relying_party), Some((ceremony, credential))) = (&portal.passkeys, read) else {
        return refused;
    };
    let What::Registration { account, state } = &ceremony.what else {
        return refused;
    };
    let passkey = match relying_party.finish_passkey_registration(&credential, state) {
        Ok(passkey) if *account == session.account => passkey,
        Ok(_) => return refused,
        Err(error) => {
            tracing::info!(%error, "a passkey was not added");
            return refused;
        }
    };
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    if unit.passkeys_of(session.account).await?.len() >= MOST {
        return Ok(Err(PasskeyProblem::TooMany));
    }
    let is_known = unit.passkey(passkey.cred_id()).await?.is_some();
    if is_known || !ceremony.finish(portal, &mut unit).await? {
        return refused;
    }
    let corrupt = |_| Fault::Corrupt("a passkey that cannot be written");
    let now = portal.now();
    let row = PasskeyRow {
        id: portal.new_id(),
        account_id: session.account,
        name: name.to_owned(),
        credential_id: passkey.cred_id().clone(),
        credential: serde_json::to_string(&passkey).map_err(corrupt)?,
        created_at: now,
        last_used_at: now,
    };
    unit.add_passkey(&row).await?;
    let letter = Letter::AuthenticatorAdded { name };
    mail::post_to(portal, &mut unit, visitor, session.account, &letter).await?;
    let event = Event::AuthenticatorAdded;
    let holder = session.holder();
    audit::record_about(portal, &mut unit, event, &holder, visitor, name).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Why a relying party does not work; the same as any fault of ours.
impl From<WebauthnError> for Fault {
    fn from(error: WebauthnError) -> Self {
        Self::Passkey(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        session::Stage,
        testing::{NIP, TestPortal},
    };

    #[test]
    fn passkeys_belong_to_a_name_and_not_to_an_address() {
        assert!(relying_party("http://localhost:3000").is_some());
        assert!(relying_party("https://asn.example.go.id").is_some());
        assert!(relying_party("http://127.0.0.1:3000").is_none());
        assert!(relying_party("http://[::1]:3000").is_none());
    }

    #[tokio::test]
    async fn one_that_is_refused_while_it_is_added_stands_in_its_persons_log_as_the_budget_lasts() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        for _ in 0..25 {
            let added = add(&portal, &visitor, &session, b"nothing of ours", "{}", "HP").await;
            assert_eq!(added.unwrap(), Err(PasskeyProblem::Refused));
        }
        assert_eq!(portal.events(&account).await, ["passkey-refused"; 20]);
        let there = portal.store.read().await.unwrap().passkeys_of(account.id).await.unwrap();
        assert!(there.is_empty());
    }
}
