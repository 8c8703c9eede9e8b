//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core 1.0 §3.1.2): who is there, what they have to
//! do first, and whether they may enter. With a live session it reads and seals, and writes nothing.

use super::{
    client::Client,
    clients,
    code::AuthorizationCode,
    consent,
    end_session::Hint,
    entry::{self, NoEntry},
    issuer::Issuer,
    parameters::Parameters,
    problem::{ErrorCode, OAuthError},
    request::{
        self, Answerable, AskedForProof, AuthorizationRequest, PUSHED, PUSHED_URI, ReturnAddress,
        Unanswerable,
    },
    subject,
};
use crate::domain::{
    Fault, Portal,
    session::{LiveSession, Stage},
    values::{methods::Acr, renewal::Renewal},
};
use time::OffsetDateTime;
use uuid::Uuid;

/// What a browser brings back to a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationResponse {
    pub back: ReturnAddress,
    /// Without `state`, which stands in `back`.
    pub fields: Vec<(&'static str, String)>,
    /// Whose it is.
    pub client: String,
    pub problem: Option<OAuthError>,
}

/// Why a person is told on a page of ours that it does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub why: Why,
    pub client: Option<Client>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Nothing may be sent to the service.
    Unanswerable(Unanswerable),
    NoEntry(NoEntry),
    /// The service lets nobody in without one.
    NeedsPasskey,
}

/// What happens next in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    Answer(AuthorizationResponse),
    Refuse(Box<Refusal>),
    /// After that, on with this request, by what it is sealed to.
    LogIn(String),
    ProveAgain(String),
    Renew(Renewal, String),
    /// A page that says who asks for what.
    Confirm(String),
}

/// A request that came, and which client it is of.
#[derive(Debug)]
pub enum Begun {
    Ready(Box<(Client, AuthorizationRequest)>),
    Over(Next),
}

impl Begun {
    fn ready(client: Client, request: AuthorizationRequest) -> Self {
        Self::Ready(Box::new((client, request)))
    }
}

fn refuse(why: Unanswerable, client: Option<Client>) -> Begun {
    let why = Why::Unanswerable(why);
    Begun::Over(Next::Refuse(Box::new(Refusal { why, client })))
}

/// Reads what a service sent, or what was sealed in an address.
///
/// # Errors
/// When the database fails.
pub async fn begin(portal: &Portal, issuer: Issuer, sent: &Parameters) -> Result<Begun, Fault> {
    let id = match request::client_id(sent) {
        Ok(id) => id,
        Err(why) => return Ok(refuse(why, None)),
    };
    let client = clients::enabled(portal, id).await?;
    let Some(client) = client.filter(|client| request::is_at_home(client, issuer)) else {
        return Ok(refuse(Unanswerable::UnknownClient(id.to_owned()), None));
    };
    if let Some(sealed) = sent.any("request_uri").and_then(|uri| uri.strip_prefix(PUSHED_URI)) {
        return Ok(match AuthorizationRequest::open(portal, sealed) {
            Some(request)
                if request.pushed
                    && request.client == client.id
                    && client.has_redirect(&request.back.redirect_uri) =>
            {
                let until = (portal.now() + request::WAITS).unix_timestamp();
                Begun::ready(client, AuthorizationRequest { until, pushed: false, ..request })
            }
            _ => refuse(Unanswerable::Stale, Some(client)),
        });
    }
    Ok(match read(portal, &client, sent) {
        Ok(Answerable::For(request)) => Begun::ready(client, request),
        Ok(Answerable::Wrong(back, problem)) => {
            Begun::Over(Next::Answer(AuthorizationResponse::error(portal, &client, back, problem)))
        }
        Err(why) => refuse(why, Some(client)),
    })
}

/// The same for one that was sealed in the address of a tab.
///
/// # Errors
/// When the database fails.
pub async fn resume(portal: &Portal, sealed: &str) -> Result<Begun, Fault> {
    let Some(request) = AuthorizationRequest::open(portal, sealed) else {
        return Ok(refuse(Unanswerable::Stale, None));
    };
    Ok(match clients::enabled(portal, &request.client).await? {
        Some(client) if client.has_redirect(&request.back.redirect_uri) => {
            Begun::ready(client, request)
        }
        _ => refuse(Unanswerable::UnknownClient(request.client), None),
    })
}

fn read(portal: &Portal, client: &Client, sent: &Parameters) -> Result<Answerable, Unanswerable> {
    let request = match request::read(client, sent, portal.now())? {
        Answerable::For(request) => request,
        wrong @ Answerable::Wrong(..) => return Ok(wrong),
    };
    let Some(hint) = sent.any("id_token_hint") else {
        return Ok(Answerable::For(request));
    };
    Ok(match Hint::read(portal, hint) {
        Some(hint) if hint.client == client.id => {
            Answerable::For(AuthorizationRequest { subject: Some(hint.subject), ..request })
        }
        _ => {
            let problem =
                OAuthError::invalid_request("id_token_hint is no ID token of this client");
            Answerable::Wrong(request.back, problem)
        }
    })
}

/// A request that was pushed (RFC 9126): what it is called, for [`PUSHED`].
///
/// # Errors
/// [`OAuthError`]: what is wrong with it.
pub fn push(
    portal: &Portal,
    client: &Client,
    sent: &Parameters,
) -> Result<Result<String, OAuthError>, Fault> {
    if sent.any("request_uri").is_some() {
        return Ok(Err(OAuthError::invalid_request("request_uri cannot be pushed")));
    }
    let request = match read(portal, client, sent) {
        Ok(Answerable::For(request)) => request,
        Ok(Answerable::Wrong(_, problem)) => return Ok(Err(problem)),
        Err(_) => return Ok(Err(OAuthError::invalid_request("redirect_uri is not registered"))),
    };
    let until = (portal.now() + PUSHED).unix_timestamp();
    let sealed = AuthorizationRequest { until, pushed: true, ..request }.seal(portal)?;
    Ok(Ok(format!("{PUSHED_URI}{sealed}")))
}

impl AuthorizationResponse {
    fn new(portal: &Portal, client: &Client, back: ReturnAddress) -> Self {
        let issuer = portal.sso.identifier(client.settings.issuer, &portal.origin);
        Self { back, fields: vec![("iss", issuer)], client: client.id.clone(), problem: None }
    }

    pub fn error(
        portal: &Portal,
        client: &Client,
        back: ReturnAddress,
        problem: OAuthError,
    ) -> Self {
        let mut answer = Self::new(portal, client, back);
        answer.fields.push(("error", problem.code.name().to_owned()));
        answer.fields.push(("error_description", problem.description.to_owned()));
        Self { problem: Some(problem), ..answer }
    }
}

/// Goes on with a request, as far as whoever is there may go now.
///
/// # Errors
/// When something is broken.
pub async fn go_on(
    portal: &Portal,
    client: Client,
    request: AuthorizationRequest,
    session: Option<LiveSession>,
) -> Result<Next, Fault> {
    let session = session.filter(|session| session.stage == Stage::Authenticated);
    let quiet = request.prompt.none;
    let tell = |code, description, request: AuthorizationRequest| {
        let problem = OAuthError::new(code, description);
        Ok(Next::Answer(AuthorizationResponse::error(portal, &client, request.back, problem)))
    };
    if request.denied {
        return tell(ErrorCode::AccessDenied, "the person does not want to sign in", request);
    }
    let Some(session) = session else {
        if quiet {
            return tell(ErrorCode::LoginRequired, "nobody is logged in", request);
        }
        let at = portal.now().unix_timestamp();
        let nobody = AskedForProof { at, session: Uuid::nil(), proved_at: 0 };
        let asked = Some(request.asked.unwrap_or(nobody));
        return Ok(Next::LogIn(AuthorizationRequest { asked, ..request }.seal(portal)?));
    };
    if session.renewal != Renewal::Nothing {
        if quiet {
            return tell(ErrorCode::InteractionRequired, "something has to be renewed", request);
        }
        return Ok(Next::Renew(session.renewal, request.seal(portal)?));
    }
    let commons = portal.commons.get();
    if let Err(why) = entry::check(&commons, &client, &session.roles, &session.agency) {
        if quiet {
            return tell(ErrorCode::AccessDenied, "the person may not enter", request);
        }
        let refusal = Refusal { why: Why::NoEntry(why), client: Some(client) };
        return Ok(Next::Refuse(Box::new(refusal)));
    }
    let subject = subject::of(portal, &client, session.account).await?;
    if request.subject.as_ref().is_some_and(|expected| *expected != subject) {
        return tell(ErrorCode::LoginRequired, "somebody else is logged in", request);
    }
    match proof(&client, &request, &session, portal.now()) {
        Proof::Enough => {}
        Proof::Wanted | Proof::PasskeyWanted if quiet => {
            return tell(ErrorCode::LoginRequired, "a fresh proof is needed", request);
        }
        Proof::PasskeyWanted if was_asked_here(&request, &session) => {
            let refusal = Refusal { why: Why::NeedsPasskey, client: Some(client) };
            return Ok(Next::Refuse(Box::new(refusal)));
        }
        Proof::Wanted | Proof::PasskeyWanted => {
            let asked = Some(AskedForProof {
                at: portal.now().unix_timestamp(),
                session: session.id,
                proved_at: session.proved_at.unix_timestamp(),
            });
            return Ok(Next::ProveAgain(AuthorizationRequest { asked, ..request }.seal(portal)?));
        }
    }
    let confirmed = request.confirmed == Some(session.id);
    let is_asked_for = request.prompt.consent || request.prompt.select_account;
    let consented = consent::covers(portal, &client, session.account, &request.scopes()).await?;
    if !consented || (is_asked_for && !confirmed) {
        if quiet {
            return tell(ErrorCode::ConsentRequired, "the person has to agree first", request);
        }
        return Ok(Next::Confirm(request.seal(portal)?));
    }
    let mut answer = AuthorizationResponse::new(portal, &client, request.back.clone());
    answer.fields.push(("code", AuthorizationCode::new(portal, request, &session).seal(portal)?));
    Ok(Next::Answer(answer))
}

/// Whether what a person has proved is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    Enough,
    /// Anything, but now.
    Wanted,
    PasskeyWanted,
}

/// Whether somebody was asked for a proof by this request, and brought one, just now: a login of long ago in
/// another tab is none.
fn was_proved(request: &AuthorizationRequest, session: &LiveSession, now: OffsetDateTime) -> bool {
    let proved_at = session.proved_at.unix_timestamp();
    request.asked.is_some_and(|asked| {
        let is_another = (asked.session, asked.proved_at) != (session.id, proved_at);
        is_another && proved_at >= asked.at && session.is_fresh(now)
    })
}

/// Whether this very session was asked for a stronger proof, and brought another one.
fn was_asked_here(request: &AuthorizationRequest, session: &LiveSession) -> bool {
    let proved_at = session.proved_at.unix_timestamp();
    request.asked.is_some_and(|asked| asked.session == session.id && asked.proved_at != proved_at)
}

fn proof(
    client: &Client,
    request: &AuthorizationRequest,
    session: &LiveSession,
    now: OffsetDateTime,
) -> Proof {
    let acr = session.methods.acr();
    if client.settings.minimum_acr > acr {
        return Proof::PasskeyWanted;
    }
    if was_proved(request, session, now) {
        return Proof::Enough;
    }
    let too_old = |age: u32| (now - session.proved_at).whole_seconds() > i64::from(age);
    // What it would like is asked for once; who has nothing stronger goes on with what there is.
    if request.prompt.login
        || request.max_age.is_some_and(|age| age == 0 || too_old(age))
        || request.acr.is_some_and(|wanted: Acr| wanted > acr)
    {
        return Proof::Wanted;
    }
    Proof::Enough
}

#[cfg(test)]
mod tests;
