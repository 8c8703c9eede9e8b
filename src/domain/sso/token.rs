//! The token endpoint (RFC 6749 §3.2): a code, a refresh token or a client's own credentials become tokens. One
//! unit of work, in which the session, and with it the person, and the client stay as they are: who leaves
//! meanwhile leaves wholly before it, and gets nothing, or wholly after it, and is told of
//! ([`crate::domain::session::ending`]).

use super::{
    access::{self, AccessFor},
    client::{Client, GrantType, Pkce},
    clients,
    code::AuthorizationCode,
    entry,
    issuing::{Issue, Tokens},
    parameters::Parameters,
    problem::{ErrorCode, OAuthError},
    refresh_token::RefreshToken,
    scope::Scopes,
    subject,
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        people::authority,
        random, session,
    },
    store::{GrantRow, NewGrant, SignedIn, Unit},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use time::Duration;

/// Who refreshes again within so long gets the same token once more: two tabs, or an answer that was lost.
const RETRY: Duration = Duration::seconds(30);
/// Characters of a verifier (RFC 7636 §4.1).
const VERIFIER: std::ops::RangeInclusive<usize> = 43..=128;

/// Carries out what a client asks for; `client`: who proved to be it.
///
/// # Errors
/// When something is broken; then nothing was issued.
pub async fn exchange(
    portal: &Portal,
    visitor: &Visitor,
    client: &Client,
    sent: &Parameters,
) -> Result<Result<Tokens, OAuthError>, Fault> {
    let grant_type = match sent.one("grant_type") {
        Ok(Some(name)) => name.parse::<GrantType>(),
        Ok(None) => return Ok(Err(OAuthError::invalid_request("grant_type is missing"))),
        Err(unreadable) => return Ok(Err(unreadable.into())),
    };
    let Ok(grant_type) = grant_type else {
        let code = ErrorCode::UnsupportedGrantType;
        return Ok(Err(OAuthError::new(code, "this grant_type is not supported")));
    };
    if !client.settings.allows(grant_type) {
        let code = ErrorCode::UnauthorizedClient;
        return Ok(Err(OAuthError::new(code, "the client may not use this grant_type")));
    }
    match grant_type {
        GrantType::AuthorizationCode => match read_code(portal, client, sent) {
            Ok(code) => by_code(portal, visitor, client, &code).await,
            Err(problem) => Ok(Err(problem)),
        },
        GrantType::RefreshToken => by_refresh_token(portal, visitor, client, sent).await,
        GrantType::ClientCredentials => by_credentials(portal, client, sent).await,
    }
}

/// A code that this client may exchange, as far as it alone says.
fn read_code(
    portal: &Portal,
    client: &Client,
    sent: &Parameters,
) -> Result<AuthorizationCode, OAuthError> {
    let invalid = OAuthError::invalid_grant;
    let Some(code) = sent.one("code")? else {
        return Err(OAuthError::invalid_request("code is missing"));
    };
    let redirect_uri = sent.one("redirect_uri")?;
    let verifier = sent.one("code_verifier")?;
    let code = AuthorizationCode::open(portal, code).ok_or(invalid("the code is none of ours"))?;
    if code.client != client.id {
        return Err(invalid("the code was given to another client"));
    }
    if !code.is_good(portal.now()) {
        return Err(invalid("the code is older than 60 seconds"));
    }
    match redirect_uri {
        Some(uri) if uri == code.redirect_uri => {}
        Some(_) => return Err(invalid("redirect_uri is not the one that the code was sent to")),
        None => return Err(OAuthError::invalid_request("redirect_uri is missing")),
    }
    match (&code.challenge, verifier) {
        (Some(challenge), Some(verifier)) if proves(challenge, verifier) => Ok(code),
        (None, None) if client.settings.pkce == Pkce::Optional => Ok(code),
        (None, Some(_)) => Err(invalid("there was no code_challenge for this code_verifier")),
        _ => Err(invalid("code_verifier does not fit the code_challenge")),
    }
}

/// RFC 7636 §4.6.
fn proves(challenge: &str, verifier: &str) -> bool {
    let in_verifier = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_one = VERIFIER.contains(&verifier.len()) && verifier.bytes().all(in_verifier);
    let made = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    is_one && bool::from(made.as_bytes().ct_eq(challenge.as_bytes()))
}

async fn by_code(
    portal: &Portal,
    visitor: &Visitor,
    client: &Client,
    code: &AuthorizationCode,
) -> Result<Result<Tokens, OAuthError>, Fault> {
    let now = portal.now();
    let mut unit = portal.store.write_forgettable().await?;
    let (client, person) = match hold(portal, &mut unit, client, code.session).await? {
        Ok(held) => held,
        Err(problem) => return Ok(Err(problem)),
    };
    let Some((proved_at, methods)) = code.proved() else {
        return Ok(Err(OAuthError::invalid_grant("the code is none of ours")));
    };
    let salt: [u8; 16] = random::bytes(portal.random());
    let new = NewGrant {
        id: code.id,
        client_id: &client.id,
        account_id: code.account,
        session_id: code.session,
        subject: &subject::of_in(portal, &mut unit, &client, code.account).await?,
        sid: &subject::new_session_id(portal),
        scope: &code.scope,
        proved_at,
        methods,
        salt: &salt,
        expires_at: person.age.expires_at,
    };
    let is_theirs = person.account_id == code.account;
    let sid = if is_theirs { unit.add_grant(&new, now).await? } else { None };
    let Some(sid) = sid else {
        revoke(portal, &mut unit, visitor, code.id, &person, &client).await?;
        unit.commit().await?;
        return Ok(Err(OAuthError::invalid_grant("the code was used before")));
    };
    let grant = GrantRow {
        id: new.id,
        client_id: client.id.clone(),
        account_id: new.account_id,
        session_id: new.session_id,
        subject: new.subject.to_owned(),
        sid,
        scope: code.scope.clone(),
        proved_at,
        methods,
        salt: salt.to_vec(),
        generation: 0,
        renewed_at: now,
        created_at: now,
        expires_at: new.expires_at,
        ended_at: None,
    };
    let issue = Issue {
        client: &client,
        grant: &grant,
        person: &person,
        scopes: &Scopes::known(&code.scope).within(&client.settings.scopes()),
        generation: 0,
        nonce: code.nonce.as_deref(),
    };
    let tokens = issue.tokens(portal, &mut unit).await?;
    unit.commit().await?;
    Ok(Ok(tokens))
}

/// Somebody brought what had been used: whichever of the two was the thief, neither goes on.
async fn revoke(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    grant: uuid::Uuid,
    person: &SignedIn,
    client: &Client,
) -> Result<(), Fault> {
    let now = portal.now();
    unit.end_grant(grant, now).await?;
    let holder = Holder { account: Some(person.account_id), masked_nip: person.nip.masked() };
    let event = Event::GrantRevoked;
    audit::record_about(portal, unit, event, &holder, visitor, &client.id).await
}

/// The client and whoever is logged in by the session, as they are now and until the unit ends.
async fn hold(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
    session: uuid::Uuid,
) -> Result<Result<(Client, SignedIn), OAuthError>, Fault> {
    let Some(client) = clients::hold_enabled(unit, &client.id).await? else {
        return Ok(Err(OAuthError::invalid_grant("the client is no longer let in")));
    };
    let now = portal.now();
    let person = unit.hold_signed_in(session).await?;
    let person = person.filter(|person| session::lasts(&portal.limits, &person.age, now));
    let Some(mut person) = person else {
        return Ok(Err(OAuthError::invalid_grant("the session is over")));
    };
    if person.role_grant_count > 0 {
        let granted = unit.role_grants_of(person.account_id).await?;
        person.roles = authority::roles_with(&person.roles, &granted, now);
    }
    let commons = portal.commons.get();
    if entry::check(&commons, &client, &person.roles, &person.agency).is_err() {
        return Ok(Err(OAuthError::invalid_grant("the person may not enter")));
    }
    Ok(Ok((client, person)))
}

async fn by_refresh_token(
    portal: &Portal,
    visitor: &Visitor,
    client: &Client,
    sent: &Parameters,
) -> Result<Result<Tokens, OAuthError>, Fault> {
    let (token, asked) = match (sent.one("refresh_token"), sent.one("scope")) {
        (Ok(Some(token)), Ok(asked)) => (token, asked),
        (Ok(None), _) => return Ok(Err(OAuthError::invalid_request("refresh_token is missing"))),
        (Err(unreadable), _) | (_, Err(unreadable)) => return Ok(Err(unreadable.into())),
    };
    let none = Ok(Err(OAuthError::invalid_grant("the refresh token is none of ours, or over")));
    let Some(token) = RefreshToken::parse(token) else {
        return none;
    };
    let now = portal.now();
    let grant = portal.store.grant(token.grant).await?;
    let grant = grant.filter(|grant| grant.client_id == client.id && token.is_of(portal, grant));
    let Some(grant) = grant else {
        return none;
    };
    let mut unit = portal.store.write_forgettable().await?;
    let (client, person) = match hold(portal, &mut unit, client, grant.session_id).await? {
        Ok(held) => held,
        Err(problem) => return Ok(Err(problem)),
    };
    if grant.methods.acr() < client.settings.minimum_acr {
        return Ok(Err(OAuthError::invalid_grant("the client asks for a stronger proof by now")));
    }
    // Another request of the same session may have come first.
    let Some(grant) = unit.grant(token.grant).await?.filter(|grant| grant.ended_at.is_none())
    else {
        return none;
    };
    let is_retry = grant.generation == token.generation + 1 && now - grant.renewed_at <= RETRY;
    if !is_retry && !unit.renew_grant(grant.id, token.generation, now).await? {
        revoke(portal, &mut unit, visitor, grant.id, &person, &client).await?;
        unit.commit().await?;
        return Ok(Err(OAuthError::invalid_grant("the refresh token was used before")));
    }
    let granted = Scopes::known(&grant.scope).within(&client.settings.scopes());
    let scopes = match asked.map(Scopes::known) {
        None => granted,
        Some(asked) if asked.is_within(&granted) => asked,
        Some(_) => {
            let code = ErrorCode::InvalidScope;
            return Ok(Err(OAuthError::new(code, "scope is more than was granted")));
        }
    };
    // Whoever works at a service is not idle.
    session::touch_in(&mut unit, &person.age, now).await?;
    let issue = Issue {
        client: &client,
        grant: &grant,
        person: &person,
        scopes: &scopes,
        generation: token.generation + 1,
        nonce: None,
    };
    let tokens = issue.tokens(portal, &mut unit).await?;
    unit.commit().await?;
    Ok(Ok(tokens))
}

async fn by_credentials(
    portal: &Portal,
    client: &Client,
    sent: &Parameters,
) -> Result<Result<Tokens, OAuthError>, Fault> {
    let asked = match sent.one("scope") {
        Ok(asked) => asked.map(Scopes::known),
        Err(unreadable) => return Ok(Err(unreadable.into())),
    };
    let scopes = asked.unwrap_or_default().within(&client.settings.scopes());
    let what = AccessFor { client, scopes: &scopes, grant: None };
    let access_token = access::issue(portal, &mut portal.store.read().await?, &what).await?;
    Ok(Ok(Tokens {
        access_token,
        token_type: "Bearer",
        expires_in: super::ACCESS_TOKEN.whole_seconds(),
        refresh_token: None,
        refresh_expires_in: None,
        id_token: None,
        scope: scopes.to_string(),
        session_state: None,
    }))
}

/// Ends what a token is from (RFC 7009); one that is none of this client's is nobody's.
///
/// # Errors
/// When the database fails; then it has not ended.
pub async fn revoke_token(portal: &Portal, client: &Client, token: &str) -> Result<(), Fault> {
    let grant = match access::look(portal, token).await? {
        Some(access) if access.client.id == client.id => access.person.map(|(grant, _)| grant.id),
        Some(_) => None,
        None => match RefreshToken::parse(token) {
            Some(token) => {
                let grant = portal.store.grant(token.grant).await?;
                grant
                    .filter(|one| one.client_id == client.id && token.is_of(portal, one))
                    .map(|grant| grant.id)
            }
            None => None,
        },
    };
    if let Some(grant) = grant {
        let now = portal.now();
        let mut unit = portal.store.write().await?;
        unit.end_grant(grant, now).await?;
        unit.commit().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
