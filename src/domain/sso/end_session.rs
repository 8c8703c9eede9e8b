//! A service asks to log its person out (OpenID Connect RP-Initiated Logout 1.0). It proves by an ID token, which
//! may be over, whom it means; without one nobody is sent anywhere, and a page asks.

use super::{
    client::Client, clients, issuer::Issuer, jws::Unverified, parameters::Parameters, request,
};
use crate::domain::{Fault, Portal, clock, seal::Purpose, session::LiveSession};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use url::Url;

/// The longest `state`. Bytes.
const LONGEST_STATE: usize = 1024;
/// How long somebody may think about it.
const WAITS: Duration = Duration::hours(1);

/// Whom an ID token of ours is about, however old it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub client: String,
    pub subject: String,
    session: Option<String>,
}

#[derive(Deserialize)]
struct IdToken {
    iss: String,
    sub: String,
    aud: String,
    #[serde(default)]
    sid: Option<String>,
    /// An access token has it, an ID token has not.
    #[serde(default)]
    client_id: Option<String>,
    /// So has a logout token.
    #[serde(default)]
    events: Option<serde_json::Value>,
}

impl Hint {
    /// `None` when it is no ID token that a key of ours signed.
    #[must_use]
    pub fn read(portal: &Portal, token: &str) -> Option<Self> {
        let token = Unverified::parse(token).ok()?;
        let key = portal.sso.keys.any(token.head.kid.as_deref()?)?;
        let claims: IdToken = token.prove(&key.public).ok()?;
        let ours = [Issuer::Portal, Issuer::Keycloak].into_iter().any(|issuer| {
            portal.sso.has(issuer) && portal.sso.identifier(issuer, &portal.origin) == claims.iss
        });
        (ours && claims.client_id.is_none() && claims.events.is_none()).then_some(Self {
            client: claims.aud,
            subject: claims.sub,
            session: claims.sid,
        })
    }

    /// Whether it is about this very session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_of(&self, portal: &Portal, session: &LiveSession) -> Result<bool, Fault> {
        match &self.session {
            Some(sid) => Ok(portal.store.read().await?.is_called(session.id, sid).await?),
            None => Ok(false),
        }
    }
}

/// What a service asked for, as far as it is proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutRequest {
    pub client: Option<Client>,
    pub hint: Option<Hint>,
    pub onward: Option<AfterLogout>,
}

/// Where to go afterwards: registered, and asked for with a proof. Sealed in the address of the page that asks.
/// Its names are short, since it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterLogout {
    #[serde(rename = "c")]
    client: String,
    #[serde(rename = "r")]
    uri: String,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// Seconds since 1970.
    #[serde(rename = "u")]
    until: i64,
}

impl AfterLogout {
    /// The whole address.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let Some(state) = &self.state else { return Some(self.uri.clone()) };
        let mut uri = Url::parse(&self.uri).ok()?;
        uri.query_pairs_mut().append_pair("state", state);
        Some(uri.into())
    }

    /// # Errors
    /// When it cannot be sealed.
    pub fn seal(&self, portal: &Portal) -> Result<String, Fault> {
        let text = serde_json::to_vec(self).map_err(|_| Fault::Seal)?;
        let sealed = portal.sealer.seal(Purpose::AfterLogout, &text, portal.random())?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// What [`AfterLogout::seal`] wrote not long ago, while it is registered: the service and its address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(portal: &Portal, sealed: &str) -> Result<Option<(Client, String)>, Fault> {
        let open = || {
            let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
            let text = portal.sealer.open(Purpose::AfterLogout, &sealed).ok()?;
            let onward: Self = serde_json::from_slice(&text).ok()?;
            let until = OffsetDateTime::from_unix_timestamp(onward.until).ok()?;
            let now = portal.now();
            (until > now && until <= clock::latest_end(WAITS, now)).then_some(onward)
        };
        let Some(onward) = open() else { return Ok(None) };
        let client = clients::enabled(portal, &onward.client).await?;
        let client = client.filter(|client| client.has_post_logout_redirect(&onward.uri));
        Ok(client.zip(onward.address()))
    }
}

/// # Errors
/// When the database fails.
pub async fn read(
    portal: &Portal,
    issuer: Issuer,
    sent: &Parameters,
) -> Result<LogoutRequest, Fault> {
    let hint = sent.any("id_token_hint").and_then(|token| Hint::read(portal, token));
    let named = sent.any("client_id");
    let hint = hint.filter(|hint| named.is_none_or(|named| named == hint.client));
    let id = hint.as_ref().map(|hint| hint.client.as_str()).or(named);
    let client = match id {
        Some(id) => clients::enabled(portal, id).await?,
        None => None,
    };
    let client = client.filter(|client| request::is_at_home(client, issuer));
    let onward = match (&client, &hint, sent.any("post_logout_redirect_uri")) {
        (Some(client), Some(_), Some(uri)) if client.has_post_logout_redirect(uri) => {
            let state = sent.any("state").filter(|state| state.len() <= LONGEST_STATE);
            Some(AfterLogout {
                client: client.id.clone(),
                uri: uri.to_owned(),
                state: state.map(str::to_owned),
                until: (portal.now() + WAITS).unix_timestamp(),
            })
        }
        _ => None,
    };
    Ok(LogoutRequest { hint: hint.filter(|_| client.is_some()), client, onward })
}
