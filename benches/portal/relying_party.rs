//! A service with somebody's browser, as cheap as can be: two connections, requests that are made of parts.

use super::harness::Result;
use asn_digital::domain::{
    random::{self, SystemRandom},
    sso::jws::Algorithm,
    values::reference_token::ReferenceToken,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use data_encoding::HEXLOWER;
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use tokio::net::TcpStream;

const SECRET: &str = "rahasia-layanan-ukur-0123456789abcdef";
/// Nobody listens there: nobody goes there either.
const REDIRECT: &str = "http://127.0.0.1:9/kembali";
const REDIRECT_IN_QUERY: &str = "http%3A%2F%2F127.0.0.1%3A9%2Fkembali";

/// What is asked again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Flow,
    Refresh,
    Userinfo,
    Introspection,
    Discovery,
    Keys,
}

pub struct RelyingParty {
    browser: SendRequest<Full<Bytes>>,
    service: SendRequest<Full<Bytes>>,
    cookie: String,
    /// The algorithm's name is the client's, too.
    client: &'static str,
    basic: String,
    tokens: Tokens,
    /// Of the keys that it has.
    tag: String,
}

#[derive(Default, Deserialize)]
#[allow(clippy::struct_field_names)] // As the protocol names them.
struct Tokens {
    access_token: String,
    refresh_token: String,
    id_token: String,
}

/// A code that came back, and what proves that one asked for it.
pub struct Code {
    code: String,
    verifier: String,
}

impl RelyingParty {
    /// The clients, as a portal reads them.
    pub fn file() -> String {
        let hash = HEXLOWER.encode(&Sha256::digest(SECRET));
        let client = |algorithm: Algorithm| {
            let name = algorithm.name();
            format!(
                "[[client]]\nclient_id = \"{name}\"\nclient_name = \"{name}\"\n\
                 client_secret_sha256 = [\"{hash}\"]\nredirect_uris = [\"{REDIRECT}\"]\n\
                 id_token_signed_response_alg = \"{name}\"\n"
            )
        };
        [Algorithm::Es256, Algorithm::Rs256].map(client).concat()
    }

    /// `token`: of the browser's session.
    pub async fn new(
        node: SocketAddr,
        token: &ReferenceToken,
        algorithm: Algorithm,
    ) -> Result<Self> {
        let client = algorithm.name();
        Ok(Self {
            browser: connect(node).await?,
            service: connect(node).await?,
            cookie: format!("asn_session={}", token.to_text()),
            client,
            basic: format!("Basic {}", STANDARD.encode(format!("{client}:{SECRET}"))),
            tokens: Tokens::default(),
            tag: String::new(),
        })
    }

    /// What has to be there first.
    pub async fn prepare(&mut self, ask: Ask) -> Result<()> {
        match ask {
            Ask::Flow | Ask::Discovery => {}
            Ask::Refresh | Ask::Userinfo | Ask::Introspection => self.flow().await?,
            Ask::Keys => {
                let request = Request::get("/oidc/jwks").body(Full::default())?;
                let answer = send(&mut self.service, request).await?;
                let tag = answer.headers().get(header::ETAG).ok_or("keys without a tag")?;
                tag.to_str()?.clone_into(&mut self.tag);
            }
        }
        Ok(())
    }

    pub async fn ask(&mut self, ask: Ask) -> Result<()> {
        match ask {
            Ask::Flow => self.flow().await,
            Ask::Refresh => {
                let token = &self.tokens.refresh_token;
                let form = format!("grant_type=refresh_token&refresh_token={token}");
                self.obtain(form).await
            }
            Ask::Userinfo => {
                let bearer = format!("Bearer {}", self.tokens.access_token);
                let request = Request::get("/oidc/userinfo").header(header::AUTHORIZATION, bearer);
                let answer = send(&mut self.service, request.body(Full::default())?).await?;
                expect(&answer, StatusCode::OK)
            }
            Ask::Introspection => {
                let form = format!("token={}", self.tokens.access_token);
                let answer = self.post("/oidc/introspect", form).await?;
                let mark = b"\"active\":true";
                if answer.body().windows(mark.len()).any(|part| part == mark) {
                    Ok(())
                } else {
                    Err("a token is not active".into())
                }
            }
            Ask::Discovery => {
                let request = Request::get("/.well-known/openid-configuration");
                let answer = send(&mut self.service, request.body(Full::default())?).await?;
                expect(&answer, StatusCode::OK)
            }
            Ask::Keys => {
                let request = Request::get("/oidc/jwks").header(header::IF_NONE_MATCH, &self.tag);
                let answer = send(&mut self.service, request.body(Full::default())?).await?;
                expect(&answer, StatusCode::NOT_MODIFIED)
            }
        }
    }

    /// One whole sign-in.
    pub async fn flow(&mut self) -> Result<()> {
        let Code { code, verifier } = self.authorize().await?;
        self.exchange(&code, &verifier).await
    }

    /// The browser's part.
    pub async fn authorize(&mut self) -> Result<Code> {
        let fresh: [u8; 48] = random::bytes(&SystemRandom);
        let (verifier, rest) = fresh.split_at(32);
        let (verifier, rest) = (URL_SAFE_NO_PAD.encode(verifier), URL_SAFE_NO_PAD.encode(rest));
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let client = self.client;
        let address = format!(
            "/oidc/authorize?client_id={client}&response_type=code&redirect_uri={REDIRECT_IN_QUERY}\
             &scope=openid+profile+email+roles&state={rest}&nonce={rest}\
             &code_challenge={challenge}&code_challenge_method=S256"
        );
        let request = Request::get(address)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, &self.cookie)
            .body(Full::default())?;
        let answer = send(&mut self.browser, request).await?;
        expect(&answer, StatusCode::SEE_OTHER)?;
        let to = answer.headers().get(header::LOCATION).ok_or("it leads nowhere")?.to_str()?;
        let back = to.strip_prefix(REDIRECT).ok_or_else(|| format!("it leads to {to}"))?;
        let code = back.split(['?', '&']).find_map(|field| field.strip_prefix("code="));
        let code = code.ok_or_else(|| format!("no code: {to}"))?.to_owned();
        Ok(Code { code, verifier })
    }

    async fn exchange(&mut self, code: &str, verifier: &str) -> Result<()> {
        let form = format!(
            "grant_type=authorization_code&code={code}&redirect_uri={REDIRECT_IN_QUERY}\
             &code_verifier={verifier}"
        );
        self.obtain(form).await
    }

    async fn obtain(&mut self, form: String) -> Result<()> {
        let answer = self.post("/oidc/token", form).await?;
        expect(&answer, StatusCode::OK)?;
        self.tokens = serde_json::from_slice(answer.body())?;
        if self.tokens.id_token.is_empty() { Err("no ID token".into()) } else { Ok(()) }
    }

    async fn post(&mut self, path: &str, form: String) -> Result<Response<Bytes>> {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, &self.basic)
            .body(Full::new(Bytes::from(form)))?;
        send(&mut self.service, request).await
    }
}

fn expect(answer: &Response<Bytes>, status: StatusCode) -> Result<()> {
    if answer.status() == status {
        return Ok(());
    }
    let said = String::from_utf8_lossy(answer.body());
    Err(format!("{} instead of {status}: {said}", answer.status()).into())
}

async fn send(
    connection: &mut SendRequest<Full<Bytes>>,
    mut request: Request<Full<Bytes>>,
) -> Result<Response<Bytes>> {
    request.headers_mut().insert(header::HOST, header::HeaderValue::from_static("127.0.0.1"));
    connection.ready().await?;
    let (parts, body) = connection.send_request(request).await?.into_parts();
    Ok(Response::from_parts(parts, body.collect().await?.to_bytes()))
}

async fn connect(server: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}
