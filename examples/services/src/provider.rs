//! The portal as a service knows it: found by its issuer alone, asked for tokens, believed only by its signature.

use crate::{
    claims::{Client, ErrorResponse, PortalClaims, SignedClaims, SignedToken, Tokens, Verifier},
    client_assertion,
    service::{Proof, Service},
    sessions::{Person, Session},
};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, EndSessionUrl, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeVerifier,
    ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, SignatureVerificationError,
    SubjectIdentifier, TokenResponse, UserInfoClaims, core::CoreGenderClaim, reqwest,
};
use std::{
    error::Error,
    fmt::Display,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// A key that the portal took back is believed no longer than this.
const KEPT: Duration = Duration::from_hours(1);
/// Whoever sends tokens with made-up key ids cannot make a service ask the portal more often than this.
pub const LEAST_INTERVAL: Duration = Duration::from_secs(if cfg!(test) { 2 } else { 5 });
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the portal's answer was of no use. The text is for the log; people get a page (`pages.rs`).
#[derive(Debug)]
pub enum Problem {
    /// It did not answer, or not as it should. Later it may.
    Unreachable(String),
    /// It answered no, or what it sent is not to be believed.
    Refused(String),
}

pub struct Provider {
    service: &'static Service,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    http: reqwest::Client,
    known: Mutex<Option<Known>>,
}

struct Known {
    metadata: ProviderMetadataWithLogout,
    since: Instant,
}

impl Provider {
    pub fn new(
        service: &'static Service,
        issuer: IssuerUrl,
        redirect: RedirectUrl,
    ) -> Result<Self, reqwest::Error> {
        // A redirect would lead our secret to wherever the answer says.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()?;
        Ok(Self { service, issuer, redirect, http, known: Mutex::default() })
    }

    pub fn issuer(&self) -> &IssuerUrl {
        &self.issuer
    }

    /// A client with what the portal published.
    pub async fn client(&self) -> Result<Client, Problem> {
        Ok(self.client_from(self.metadata(KEPT).await?))
    }

    pub async fn end_session_url(&self) -> Result<EndSessionUrl, Problem> {
        let metadata = self.metadata(KEPT).await?;
        let found = metadata.additional_metadata().end_session_endpoint.clone();
        found.ok_or_else(|| Problem::Refused("no end_session_endpoint".to_owned()))
    }

    /// From the code to the person: exchange, ID token, and what the portal says of them.
    pub async fn exchange(
        &self,
        code: &str,
        verifier: &str,
        nonce: &Nonce,
        now: u64,
    ) -> Result<Session, Problem> {
        let client = self.client().await?;
        let mut request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(refused)?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        for (name, value) in self.assertion(now)? {
            request = request.add_extra_param(name, value);
        }
        let tokens =
            request.request_async(&self.http).await.map_err(|error| from_token_endpoint(&error))?;
        self.sign_in(tokens, nonce).await
    }

    /// The same later, without the browser: what changed at the portal, such as roles, is known here, too.
    pub async fn refresh(&self, session: &mut Session, now: u64) -> Result<(), Problem> {
        let Some(token) = &session.refresh_token else { return Ok(()) };
        let client = self.client().await?;
        let mut request = client.exchange_refresh_token(token).map_err(refused)?;
        for (name, value) in self.assertion(now)? {
            request = request.add_extra_param(name, value);
        }
        let tokens =
            request.request_async(&self.http).await.map_err(|error| from_token_endpoint(&error))?;
        // Each refresh token works once: the new one is kept whatever comes next.
        if let Some(next) = tokens.refresh_token() {
            session.refresh_token = Some(next.clone());
        }
        let subject = SubjectIdentifier::new(session.person.subject.clone());
        session.person = self.person(tokens.access_token(), &subject).await?;
        Ok(())
    }

    /// Verifies a token, with the portal's newest keys where those kept do not have the one it names.
    pub async fn verified<T>(
        &self,
        verify: impl Fn(&Verifier<'_>) -> Result<T, ClaimsVerificationError>,
    ) -> Result<T, Problem> {
        use {
            ClaimsVerificationError::SignatureVerification,
            SignatureVerificationError::NoMatchingKey,
        };
        match verify(&self.verifier(&self.client().await?)) {
            Err(SignatureVerification(NoMatchingKey)) => {
                let newest = self.metadata(LEAST_INTERVAL).await?;
                verify(&self.verifier(&self.client_from(newest)))
            }
            done => done,
        }
        .map_err(refused)
    }

    async fn sign_in(&self, tokens: Tokens, nonce: &Nonce) -> Result<Session, Problem> {
        let id_token =
            tokens.id_token().ok_or_else(|| Problem::Refused("no ID token".to_owned()))?;
        let claims = self
            .verified(|verifier| {
                let claims = id_token.claims(verifier, nonce)?;
                belongs_together(tokens.access_token(), id_token, claims, verifier)?;
                Ok(claims.clone())
            })
            .await?;
        let person = self.person(tokens.access_token(), claims.subject()).await?;
        Ok(Session {
            person,
            sid: claims.additional_claims().sid.clone(),
            id_token: id_token.clone(),
            refresh_token: tokens.refresh_token().cloned(),
        })
    }

    /// Name, number, agency and roles, from the userinfo endpoint.
    async fn person(
        &self,
        token: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Person, Problem> {
        let client = self.client().await?;
        let request = client.user_info(token.clone(), Some(subject.clone())).map_err(refused)?;
        let said: UserInfoClaims<PortalClaims, CoreGenderClaim> = request
            .request_async(&self.http)
            .await
            .map_err(|error| Problem::Unreachable(causes(&error)))?;
        let PortalClaims { nip, agency, roles, .. } = said.additional_claims().clone();
        Ok(Person {
            subject: subject.to_string(),
            name: said
                .name()
                .and_then(|name| name.get(None))
                .map(|name| name.to_string())
                .unwrap_or_default(),
            nip: nip.unwrap_or_default(),
            agency: agency.unwrap_or_default(),
            roles,
        })
    }

    /// What the portal published, as it was at most `age` ago. The lock is held while it is asked for, so that many
    /// logins at once ask once.
    async fn metadata(&self, age: Duration) -> Result<ProviderMetadataWithLogout, Problem> {
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| known.since.elapsed() < age) {
            return Ok(known.metadata.clone());
        }
        let metadata = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|error| Problem::Unreachable(causes(&error)))?;
        *known = Some(Known { metadata: metadata.clone(), since: Instant::now() });
        Ok(metadata)
    }

    fn client_from(&self, metadata: ProviderMetadataWithLogout) -> Client {
        let id = ClientId::new(self.service.client_id.to_owned());
        let (secret, how) = match self.service.proof {
            Proof::Secret(secret) => {
                (Some(ClientSecret::new(secret.to_owned())), AuthType::BasicAuth)
            }
            Proof::Key(_) | Proof::Nothing => (None, AuthType::RequestBody),
        };
        Client::from_provider_metadata(metadata, id, secret)
            .set_auth_type(how)
            .set_redirect_uri(self.redirect.clone())
    }

    /// Issuer, audience, expiry and signature are looked at by openidconnect; the algorithm is the one agreed on,
    /// not the one that a token names.
    fn verifier<'a>(&self, client: &'a Client) -> Verifier<'a> {
        client.id_token_verifier().set_allowed_algs([self.service.signed_with.clone()])
    }

    fn assertion(&self, now: u64) -> Result<Vec<(&'static str, String)>, Problem> {
        let Proof::Key(key) = self.service.proof else { return Ok(Vec::new()) };
        let note = client_assertion::new(key, self.service.client_id, &self.issuer, now)
            .map_err(Problem::Refused)?;
        Ok(vec![
            ("client_assertion_type", client_assertion::TYPE.to_owned()),
            ("client_assertion", note),
        ])
    }
}

/// The access token is the one that the ID token was issued with.
fn belongs_together(
    access_token: &AccessToken,
    id_token: &SignedToken,
    claims: &SignedClaims,
    verifier: &Verifier<'_>,
) -> Result<(), ClaimsVerificationError> {
    let Some(said) = claims.access_token_hash() else { return Ok(()) };
    let wrong = |error: &dyn Display| ClaimsVerificationError::Other(format!("at_hash: {error}"));
    let algorithm = id_token.signing_alg().map_err(|error| wrong(&error))?;
    let key = id_token.signing_key(verifier).map_err(|error| wrong(&error))?;
    let is =
        AccessTokenHash::from_token(access_token, algorithm, key).map_err(|error| wrong(&error))?;
    if is == *said { Ok(()) } else { Err(wrong(&"of another access token")) }
}

fn refused(error: impl Display) -> Problem {
    Problem::Refused(error.to_string())
}

/// An error that the portal wrote itself is a no; anything else may be better in a minute.
fn from_token_endpoint<E: Error + 'static>(error: &RequestTokenError<E, ErrorResponse>) -> Problem {
    match error {
        RequestTokenError::ServerResponse(answer) => Problem::Refused(answer.to_string()),
        other => Problem::Unreachable(causes(other)),
    }
}

/// An error with what was behind it: "Request failed: error sending request: Connection refused".
fn causes(error: &dyn Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", causes(cause)),
        None => error.to_string(),
    }
}
