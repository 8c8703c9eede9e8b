//! A service's request to sign somebody in (OpenID Connect Core 1.0 §3.1.2.1, RFC 9126, RFC 7636).

use super::{
    client::{Client, GrantType, Pkce},
    issuer::Issuer,
    parameters::{Parameters, Unreadable},
    problem::{ErrorCode, OAuthError},
    scope::{Scope, Scopes},
};
use crate::{
    domain::{
        Fault, Portal, clock,
        seal::Purpose,
        values::{methods::Acr, nip::Nip},
    },
    i18n::Language,
    paths,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::{EnumString, IntoStaticStr};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long one that was pushed waits for its browser (RFC 9126 §2.2).
pub const PUSHED: Duration = Duration::seconds(90);
/// How long one waits for its person: a session lasts no longer either.
pub const WAITS: Duration = Duration::hours(12);
/// What a pushed one is called (RFC 9126 §2.2).
pub const PUSHED_URI: &str = "urn:ietf:params:oauth:request_uri:";
/// The longest `state` and `nonce`. Bytes.
const LONGEST_ECHO: usize = 1024;
/// The longest whole request, before it is sealed: it has to fit into an address. Bytes.
const LONGEST: usize = 1000;
/// Characters of a challenge: a SHA-256 in base64url (RFC 7636 §4.2).
const CHALLENGE: usize = 43;
/// The oldest login that a service may accept. Seconds.
const LONGEST_AGE: u32 = 100 * 365 * 24 * 3600;

/// How an answer comes back to the service (OAuth 2.0 Multiple Response Types, Form Post Response Mode).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    #[default]
    Query,
    Fragment,
    FormPost,
}

/// What the person has to be asked, whatever else (OpenID Connect Core 1.0 §3.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools)] // As many words as the specification has.
pub struct Prompt {
    /// Nothing at all.
    pub none: bool,
    pub login: bool,
    pub consent: bool,
    pub select_account: bool,
}

impl Prompt {
    #[allow(clippy::trivially_copy_pass_by_ref)] // As serde hands it over.
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn parse(text: &str) -> Option<Self> {
        let mut prompt = Self::default();
        for word in text.split_ascii_whitespace() {
            match word {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                "consent" => prompt.consent = true,
                "select_account" => prompt.select_account = true,
                _ => return None,
            }
        }
        let asks = prompt.login || prompt.consent || prompt.select_account;
        (!(prompt.none && asks)).then_some(prompt)
    }
}

/// Where the answer goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnAddress {
    #[serde(rename = "r")]
    pub redirect_uri: String,
    #[serde(rename = "m", default)]
    pub mode: ResponseMode,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// One that may be answered, and how far it has come. Its names are short, since it stands in addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    #[serde(rename = "c")]
    pub client: String,
    #[serde(flatten)]
    pub back: ReturnAddress,
    #[serde(rename = "o")]
    pub scope: String,
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    #[serde(rename = "p", default, skip_serializing_if = "Prompt::is_empty")]
    pub prompt: Prompt,
    /// Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
    /// The weakest of those that it would like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<Acr>,
    /// Whom the service believes to be there, by its own name for them.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whom the service expects, by their number: filled in where they log in. It stands nowhere but here.
    #[serde(
        rename = "i",
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "write_number",
        deserialize_with = "read_number"
    )]
    pub login_hint: Option<Nip>,
    /// The first of those that it would like that we know: for whoever has not chosen one.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Seconds since 1970 until which it may be resumed.
    #[serde(rename = "u")]
    pub until: i64,
    /// Its person was asked to prove who they are: what was there then. A proof since is another one.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<AskedForProof>,
    /// The person of this session saw who asks for what, and went on.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Uuid>,
    /// It was pushed, and may be named as such.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pushed: bool,
    /// They do not want to.
    #[serde(default, skip_serializing_if = "is_false")]
    pub denied: bool,
}

/// When a person was asked to prove who they are, and what there was then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedForProof {
    /// Seconds since 1970.
    pub at: i64,
    /// Nil: nobody was logged in.
    pub session: Uuid,
    pub proved_at: i64,
}

#[allow(clippy::ref_option)] // As serde hands it over.
fn write_number<S: Serializer>(number: &Option<Nip>, to: S) -> Result<S::Ok, S::Error> {
    number.as_ref().map(Nip::as_str).serialize(to)
}

fn read_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Nip>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.and_then(|text| Nip::parse(&text).ok()))
}

#[allow(clippy::trivially_copy_pass_by_ref)] // As serde hands it over.
fn is_false(value: &bool) -> bool {
    !value
}

/// Why there is no request that could be answered at the service: said on a page of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unanswerable {
    TooLong,
    /// More fields than anybody needs.
    TooMany,
    NoClient,
    UnknownClient(String),
    NoRedirect,
    UnknownRedirect(String),
    /// What was sealed in the address is over, or none of ours.
    Stale,
}

/// What a service sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // It is taken apart where it is made.
pub enum Answerable {
    /// It may be answered.
    For(AuthorizationRequest),
    /// It is wrong, and the service may be told so.
    Wrong(ReturnAddress, OAuthError),
}

/// Which client a request names.
///
/// # Errors
/// [`Unanswerable`] when it names none, or two.
pub fn client_id(sent: &Parameters) -> Result<&str, Unanswerable> {
    sent.any("client_id").ok_or(Unanswerable::NoClient)
}

/// # Errors
/// [`Unanswerable`] when nobody can be told what is wrong with it.
pub fn read(
    client: &Client,
    sent: &Parameters,
    now: OffsetDateTime,
) -> Result<Answerable, Unanswerable> {
    let redirect_uri = sent.any("redirect_uri").ok_or(Unanswerable::NoRedirect)?;
    if !client.has_redirect(redirect_uri) {
        return Err(Unanswerable::UnknownRedirect(redirect_uri.to_owned()));
    }
    let mode = sent.any("response_mode").and_then(|mode| mode.parse().ok());
    let state = sent.any("state").filter(|state| state.len() <= LONGEST_ECHO);
    let back = ReturnAddress {
        redirect_uri: redirect_uri.to_owned(),
        mode: mode.unwrap_or_default(),
        state: state.map(str::to_owned),
    };
    Ok(match checked(client, sent, &back, now) {
        Ok(request) => Answerable::For(request),
        Err(problem) => Answerable::Wrong(back, problem),
    })
}

impl From<Unreadable> for OAuthError {
    fn from(unreadable: Unreadable) -> Self {
        Self::invalid_request(match unreadable {
            Unreadable::TooLong => "the request is too long",
            Unreadable::TooMany => "the request has more than 100 parameters",
            Unreadable::Twice(_) => "a parameter is included more than once",
        })
    }
}

fn checked(
    client: &Client,
    sent: &Parameters,
    back: &ReturnAddress,
    now: OffsetDateTime,
) -> Result<AuthorizationRequest, OAuthError> {
    let invalid = |description| Err(OAuthError::invalid_request(description));
    for (name, code) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        if sent.one(name)?.is_some() {
            return Err(OAuthError::new(code, "this parameter is not supported"));
        }
    }
    match sent.one("response_type")? {
        Some("code") => {}
        Some(_) => {
            let code = ErrorCode::UnsupportedResponseType;
            return Err(OAuthError::new(code, "response_type is code"));
        }
        None => return invalid("response_type is missing"),
    }
    if !client.settings.allows(GrantType::AuthorizationCode) {
        let code = ErrorCode::UnauthorizedClient;
        return Err(OAuthError::new(code, "the client may not use authorization_code"));
    }
    if sent.one("response_mode")?.is_some_and(|mode| mode.parse::<ResponseMode>().is_err()) {
        return invalid("response_mode is query, fragment or form_post");
    }
    if sent.one("state")?.is_some() && back.state.is_none() {
        return invalid("state is longer than 1024 bytes");
    }
    let nonce = sent.one("nonce")?;
    if nonce.is_some_and(|nonce| nonce.len() > LONGEST_ECHO) {
        return invalid("nonce is longer than 1024 bytes");
    }
    let Some(prompt) = Prompt::parse(sent.one("prompt")?.unwrap_or_default()) else {
        return invalid("prompt is none, or some of login, consent and select_account");
    };
    let max_age = match sent.one("max_age")?.map(str::parse::<u64>) {
        None => None,
        Some(Ok(age)) => Some(u32::try_from(age).unwrap_or(LONGEST_AGE).min(LONGEST_AGE)),
        Some(Err(_)) => return invalid("max_age is a number of seconds"),
    };
    let acr = sent.one("acr_values")?.unwrap_or_default();
    // A service cannot ask for what it is not told; what nobody knows is ignored.
    let scopes = Scopes::known(sent.one("scope")?.unwrap_or_default());
    // Those that every client of Keycloak gets unasked.
    let unasked = match client.settings.issuer {
        Issuer::Keycloak if scopes.has(Scope::Openid) => "profile email roles",
        Issuer::Keycloak | Issuer::Portal => "",
    };
    let scopes = Scopes::known(&format!("{scopes} {unasked}"));
    let request = AuthorizationRequest {
        client: client.id.clone(),
        back: back.clone(),
        scope: scopes.within(&client.settings.scopes()).to_string(),
        nonce: nonce.map(str::to_owned),
        challenge: challenge(client, sent)?,
        prompt,
        max_age,
        acr: acr.split_ascii_whitespace().filter_map(|word| word.parse().ok()).min(),
        subject: None,
        login_hint: sent.one("login_hint")?.and_then(|hint| Nip::parse(hint).ok()),
        language: language(sent)?,
        until: (now + WAITS).unix_timestamp(),
        asked: None,
        confirmed: None,
        denied: false,
        pushed: false,
    };
    if sent.one("id_token_hint")?.is_some_and(|hint| hint.len() > super::jws::LONGEST) {
        return invalid("id_token_hint is too long");
    }
    // They change nothing, but may not stand there twice either.
    for name in ["display", "claims_locales", "claims"] {
        sent.one(name)?;
    }
    match serde_json::to_vec(&request) {
        Ok(text) if text.len() <= LONGEST => Ok(request),
        _ => invalid("the request is too long"),
    }
}

/// The first language that both sides know (OpenID Connect Core 1.0 §3.1.2.1): `en-GB` is `en`.
///
/// # Errors
/// [`Unreadable`] when it stands there twice.
pub fn language(sent: &Parameters) -> Result<Option<Language>, Unreadable> {
    let wished = sent.one("ui_locales")?.unwrap_or_default().split_ascii_whitespace();
    let mut primary = wished.filter_map(|tag| tag.split('-').next());
    Ok(primary.find_map(|tag| Language::from_tag(&tag.to_ascii_lowercase())))
}

/// What a code will be bound to (RFC 7636 §4.3). `plain` is no protection, and is refused.
fn challenge(client: &Client, sent: &Parameters) -> Result<Option<String>, OAuthError> {
    let challenge = sent.one("code_challenge")?;
    let method = sent.one("code_challenge_method")?;
    match (challenge, method) {
        (None, None) if client.settings.pkce == Pkce::Optional => Ok(None),
        (None, None) => Err(OAuthError::invalid_request("code_challenge is missing (PKCE, S256)")),
        (None, Some(_)) => Err(OAuthError::invalid_request("code_challenge is missing")),
        (Some(challenge), Some("S256")) => {
            let in_challenge = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            if challenge.len() == CHALLENGE && challenge.bytes().all(in_challenge) {
                Ok(Some(challenge.to_owned()))
            } else {
                Err(OAuthError::invalid_request("code_challenge is 43 characters of base64url"))
            }
        }
        (Some(_), _) => Err(OAuthError::invalid_request("code_challenge_method is S256")),
    }
}

impl AuthorizationRequest {
    /// For the address of a browser's tab: every tab goes on by itself, whatever happens in others, after a
    /// restart, and at another node.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn seal(&self, portal: &Portal) -> Result<String, Fault> {
        let text = serde_json::to_vec(self).map_err(|_| Fault::Seal)?;
        let sealed = portal.sealer.seal(Purpose::AuthorizationRequest, &text, portal.random())?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// What [`AuthorizationRequest::seal`] wrote, while it may be resumed.
    #[must_use]
    pub fn open(portal: &Portal, sealed: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let text = portal.sealer.open(Purpose::AuthorizationRequest, &sealed).ok()?;
        let request: Self = serde_json::from_slice(&text).ok()?;
        let until = OffsetDateTime::from_unix_timestamp(request.until).ok()?;
        (until > portal.now() && until <= clock::latest_end(WAITS, portal.now())).then_some(request)
    }

    /// The one that an address of ours goes on with, however far away in it.
    #[must_use]
    pub fn in_address(portal: &Portal, address: &str) -> Option<Self> {
        Self::open(portal, &paths::sealed_in(address)?)
    }

    /// Its person does not want to.
    #[must_use]
    pub fn denied(self) -> Self {
        Self { denied: true, ..self }
    }

    #[must_use]
    pub fn scopes(&self) -> Scopes {
        Scopes::known(&self.scope)
    }
}

/// Whether a client of one issuer came to another one's door: to that one it is unknown.
#[must_use]
pub fn is_at_home(client: &Client, issuer: Issuer) -> bool {
    client.settings.issuer == issuer
}

#[cfg(test)]
mod tests;
