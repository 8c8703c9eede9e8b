//! Access tokens: what a service may do with one, and whether it still may. A token is sealed, or signed for
//! services that read it (RFC 9068); either way it is good only as long as its grant, which is looked at.

use super::{
    ACCESS_TOKEN,
    claims::{self, Claims},
    client::{AccessTokenForm, Client, GrantType},
    clients, entry,
    issuer::Issuer,
    jws::{Algorithm, Unverified},
    refresh_token::RefreshToken,
    scope::{Scope, Scopes},
    signing_keys,
};
use crate::{
    domain::{
        Fault, Portal, people::authority, random, seal::Purpose, session, values::methods::Methods,
    },
    store::{GrantRow, SignedIn, Unit},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

/// The longest token that is looked at. Bytes.
pub const LONGEST: usize = super::jws::LONGEST;

/// What a sealed token holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sealed {
    /// Nil: the client's own, by its credentials.
    g: Uuid,
    c: String,
    s: String,
    i: i64,
    e: i64,
}

/// A new access token is for.
pub(super) struct AccessFor<'a> {
    pub client: &'a Client,
    pub scopes: &'a Scopes,
    /// `None`: for the client itself.
    pub grant: Option<(&'a GrantRow, &'a SignedIn)>,
}

/// How much longer a token may be good: no longer than its session.
pub(super) fn expires_at(grant: Option<&GrantRow>, now: OffsetDateTime) -> OffsetDateTime {
    let end = now + ACCESS_TOKEN;
    grant.map_or(end, |grant| grant.expires_at.min(end))
}

pub(super) async fn issue(
    portal: &Portal,
    unit: &mut Unit,
    what: &AccessFor<'_>,
) -> Result<String, Fault> {
    let now = portal.now();
    let exp = expires_at(what.grant.map(|(grant, _)| grant), now).unix_timestamp();
    let id = what.grant.map(|(grant, _)| grant.id).unwrap_or_default();
    let settings = &what.client.settings;
    let form = match (settings.issuer, settings.access_token) {
        // Keycloak's clients read them.
        (Issuer::Keycloak, _) => AccessTokenForm::JwtRs256,
        (Issuer::Portal, form) => form,
    };
    let algorithm = match form {
        AccessTokenForm::Opaque => {
            let sealed = Sealed {
                g: id,
                c: what.client.id.clone(),
                s: what.scopes.to_string(),
                i: now.unix_timestamp(),
                e: exp,
            };
            let text = serde_json::to_vec(&sealed).map_err(|_| Fault::Seal)?;
            let sealed = portal.sealer.seal(Purpose::AccessToken, &text, portal.random())?;
            return Ok(URL_SAFE_NO_PAD.encode(sealed));
        }
        AccessTokenForm::JwtRs256 => Algorithm::Rs256,
        AccessTokenForm::JwtEs256 => Algorithm::Es256,
    };
    let key = signing_keys::due(portal, unit, algorithm).await?;
    let unique: [u8; 12] = random::bytes(portal.random());
    let issuer = portal.sso.identifier(settings.issuer, &portal.origin);
    let sub = what.grant.map_or(&what.client.id, |(grant, _)| &grant.subject);
    let mut token = Claims::new();
    claims::extend(
        &mut token,
        &json!({
            "iss": issuer,
            "sub": sub,
            "aud": issuer,
            "client_id": what.client.id,
            "azp": what.client.id,
            "scope": what.scopes.to_string(),
            "iat": now.unix_timestamp(),
            "exp": exp,
            "jti": format!("{id}.{}", BASE64URL_NOPAD.encode(&unique)),
        }),
    );
    if let Some((grant, person)) = what.grant {
        let sid = &grant.sid;
        let proof = Authentication { at: grant.proved_at, methods: grant.methods };
        claims::extend(&mut token, &proof.claims());
        claims::extend(&mut token, &json!({ "sid": sid }));
        if settings.issuer == Issuer::Keycloak {
            token.extend(claims::of_person(person, what.scopes, Issuer::Keycloak));
            claims::extend(
                &mut token,
                &json!({ "typ": "Bearer", "session_state": sid, "aud": "account",
                    "resource_access": {}, "allowed-origins": settings.web_origins }),
            );
        } else if what.scopes.has(Scope::Roles) {
            token.extend(claims::of_person(person, &Scopes::known("roles"), Issuer::Portal));
        }
    }
    let typ = if settings.issuer == Issuer::Keycloak { "JWT" } else { "at+jwt" };
    key.sign(typ, &token)
}

/// When and how a person proved who they are, for tokens.
pub(super) struct Authentication {
    pub at: OffsetDateTime,
    pub methods: Methods,
}

impl Authentication {
    pub fn claims(&self) -> Value {
        json!({
            "auth_time": self.at.unix_timestamp(),
            "acr": self.methods.acr().name(),
            "amr": self.methods.amr(),
        })
    }
}

/// What a token that is good says.
#[derive(Debug, Clone)]
pub struct Access {
    pub client: Client,
    pub scopes: Scopes,
    pub issued_at: i64,
    pub expires_at: i64,
    /// Whose it is; `None`: the client's own.
    pub person: Option<(GrantRow, SignedIn)>,
    pub is_refresh_token: bool,
}

/// What a token says, before anybody looked whether that is still so.
struct Claimed {
    grant: Uuid,
    client: String,
    scope: String,
    issued_at: i64,
    expires_at: i64,
}

fn claimed(portal: &Portal, token: &str) -> Option<Claimed> {
    if token.len() > LONGEST {
        return None;
    }
    if token.contains('.') {
        return claimed_by_jwt(portal, token);
    }
    let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
    let text = portal.sealer.open(Purpose::AccessToken, &sealed).ok()?;
    let Sealed { g, c, s, i, e } = serde_json::from_slice(&text).ok()?;
    Some(Claimed { grant: g, client: c, scope: s, issued_at: i, expires_at: e })
}

#[derive(Deserialize)]
struct JwtClaims {
    client_id: String,
    scope: String,
    iat: i64,
    exp: i64,
    jti: String,
}

fn claimed_by_jwt(portal: &Portal, token: &str) -> Option<Claimed> {
    let token = Unverified::parse(token).ok()?;
    // One that is no longer published signed nothing that could still be good.
    let now = portal.now();
    let key = portal.sso.keys.published_key(token.head.kid.as_deref()?, now)?;
    // An ID token has no scope and no client_id, and so is none.
    let JwtClaims { client_id, scope, iat, exp, jti } = token.prove(&key.public).ok()?;
    if exp - iat > ACCESS_TOKEN.whole_seconds() {
        return None;
    }
    let grant = Uuid::parse_str(jti.split('.').next()?).ok()?;
    Some(Claimed { grant, client: client_id, scope, issued_at: iat, expires_at: exp })
}

/// What a token is good for now; `None`: nothing, whatever the reason.
///
/// # Errors
/// When the database fails.
pub async fn look(portal: &Portal, token: &str) -> Result<Option<Access>, Fault> {
    let Some(claimed) = claimed(portal, token) else {
        return Ok(None);
    };
    let now = portal.now();
    let is_over = claimed.expires_at <= now.unix_timestamp();
    let client = clients::enabled(portal, &claimed.client).await?;
    let Some(client) = client.filter(|_| !is_over) else {
        return Ok(None);
    };
    let person = if claimed.grant.is_nil() {
        if !client.settings.allows(GrantType::ClientCredentials) {
            return Ok(None);
        }
        None
    } else {
        match person(portal, &client, claimed.grant).await? {
            Some(person) => Some(person),
            None => return Ok(None),
        }
    };
    Ok(Some(Access {
        scopes: Scopes::known(&claimed.scope).within(&client.settings.scopes()),
        client,
        issued_at: claimed.issued_at,
        expires_at: claimed.expires_at,
        person,
        is_refresh_token: false,
    }))
}

/// The same of a refresh token, which only its client asks about.
///
/// # Errors
/// When the database fails.
pub async fn look_at_refresh_token(
    portal: &Portal,
    client: &Client,
    token: &str,
) -> Result<Option<Access>, Fault> {
    let Some(token) = RefreshToken::parse(token) else {
        return Ok(None);
    };
    let found = person(portal, client, token.grant).await?;
    let found = found
        .filter(|(grant, _)| token.is_of(portal, grant) && token.generation == grant.generation);
    Ok(found.map(|(grant, person)| Access {
        client: client.clone(),
        scopes: Scopes::known(&grant.scope),
        issued_at: grant.renewed_at.unix_timestamp(),
        expires_at: grant.expires_at.unix_timestamp(),
        person: Some((grant, person)),
        is_refresh_token: true,
    }))
}

/// Whose grant it is, while they are logged in and may enter.
async fn person(
    portal: &Portal,
    client: &Client,
    grant: Uuid,
) -> Result<Option<(GrantRow, SignedIn)>, Fault> {
    let now = portal.now();
    let grant = portal.store.grant(grant).await?.filter(|grant| {
        grant.ended_at.is_none() && grant.expires_at > now && grant.client_id == client.id
    });
    let Some(grant) = grant else {
        return Ok(None);
    };
    let Some(mut person) = portal.store.signed_in(grant.session_id).await? else {
        return Ok(None);
    };
    if person.role_grant_count > 0 {
        let granted = portal.store.read().await?.role_grants_of(person.account_id).await?;
        person.roles = authority::roles_with(&person.roles, &granted, now);
    }
    let person = Some(person).filter(|person| {
        person.account_id == grant.account_id
            && session::lasts(&portal.limits, &person.age, now)
            && entry::check(&portal.commons.get(), client, &person.roles, &person.agency).is_ok()
    });
    Ok(person.map(|person| (grant, person)))
}

/// What `userinfo` answers (OpenID Connect Core 1.0 §5.3); `None`: the token opens nothing there.
#[must_use]
pub fn userinfo(access: &Access) -> Option<Claims> {
    let (grant, person) = access.person.as_ref()?;
    if !access.scopes.has(Scope::Openid) {
        return None;
    }
    let mut claims = claims::of_person(person, &access.scopes, access.client.settings.issuer);
    claims::extend(&mut claims, &json!({ "sub": grant.subject }));
    Some(claims)
}

/// What introspection answers (RFC 7662 §2.2) to this client.
#[must_use]
pub fn introspection(portal: &Portal, asker: &Client, access: Option<&Access>) -> Value {
    let may = |access: &&Access| access.client.id == asker.id || asker.settings.introspects_all;
    let Some(access) = access.filter(may) else {
        return json!({ "active": false });
    };
    let issuer = access.client.settings.issuer;
    let mut claims = Claims::new();
    claims::extend(
        &mut claims,
        &json!({
            "active": true,
            "client_id": access.client.id,
            "scope": access.scopes.to_string(),
            "iss": portal.sso.identifier(issuer, &portal.origin),
            "iat": access.issued_at,
            "exp": access.expires_at,
            "sub": access.client.id,
            "token_type": if access.is_refresh_token { None } else { Some("Bearer") },
        }),
    );
    if let Some((grant, person)) = &access.person {
        let sid = &grant.sid;
        claims.extend(claims::of_person(person, &access.scopes, issuer));
        let proof = Authentication { at: grant.proved_at, methods: grant.methods };
        claims::extend(&mut claims, &proof.claims());
        claims::extend(
            &mut claims,
            &json!({ "sub": grant.subject, "sid": sid,
            "username": person.nip.as_str() }),
        );
    }
    Value::Object(claims)
}
