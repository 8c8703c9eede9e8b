//! Somebody with a browser of the shortest kind: one connection, cookies, forms.

use super::{
    Person, Result,
    nginx::{self, Nginx},
};
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use std::{collections::BTreeMap, net::SocketAddr, time::Duration};
use tokio::{net::TcpStream, time::timeout};
use tokio_native_tls::TlsConnector;

/// No answer within this is no answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// The field that says whose page a form stands on.
const OWNER: &str = "pemilik";

/// What a common phone's browser calls itself.
pub const USER_AGENT: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
     Chrome/138.0.0.0 Mobile Safari/537.36";

/// Keeps its connection from one request to the next, and its cookies wherever it goes.
pub struct Visitor {
    pub node: SocketAddr,
    connection: Option<SendRequest<Full<Bytes>>>,
    pub cookies: BTreeMap<String, String>,
    /// The client's address, as a proxy tells it.
    pub address: Option<String>,
    /// The address that a proxy is to take for that of the connection, where a test told it to.
    pub seen_from: Option<String>,
    /// How its answers may be compressed; without it they are not.
    pub encodings: Option<&'static str>,
    /// Whose pages this browser has before it, and the session in which it got them.
    owner: String,
    owned_in: Option<String>,
    /// How it asks a proxy that has a certificate, and the name it asks for.
    tls: Option<(TlsConnector, &'static str)>,
}

/// What a request was answered with.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
    }

    /// Whose page it is, as its forms say.
    fn owner(&self) -> String {
        let text = self.text();
        let mark = text.split_once(&format!("name=\"{OWNER}\" value=\""));
        mark.and_then(|(_, mark)| mark.split('"').next()).unwrap_or_default().to_owned()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The key of the authenticator that is being set up on this page.
    pub fn key(&self) -> Option<String> {
        let text = self.text();
        let (_, rest) = text.split_once("secret=")?;
        Some(rest.chars().take_while(char::is_ascii_alphanumeric).collect())
    }
}

impl Visitor {
    pub fn new(node: SocketAddr) -> Self {
        Self {
            node,
            connection: None,
            cookies: BTreeMap::new(),
            address: None,
            seen_from: None,
            encodings: None,
            tls: None,
            owner: String::new(),
            owned_in: None,
        }
    }

    /// Somebody who comes by the proxy, with TLS.
    ///
    /// # Errors
    /// When it has no certificate.
    pub fn through(proxy: &Nginx) -> Result<Self> {
        let tls = Some((TlsConnector::from(proxy.tls()?), nginx::HOST));
        Ok(Self { tls, ..Self::new(proxy.https) })
    }

    /// The same person with the same cookies, at another node.
    pub fn moved_to(mut self, node: SocketAddr) -> Self {
        self.connection = None;
        self.node = node;
        self
    }

    /// # Errors
    /// When no whole answer comes.
    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        self.send(Request::get(path), String::new()).await
    }

    /// Sends a form of the portal's own pages. One whose page came from an older program, which says
    /// nothing of whose it is, is refused by a newer one: then the page is loaded again.
    ///
    /// # Errors
    /// When no whole answer comes: whether it was carried out is then unknown.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let answer = self.post_once(path, fields).await?;
        if answer.status != StatusCode::CONFLICT {
            return Ok(answer);
        }
        self.owned_in = None;
        self.post_once(path, fields).await
    }

    async fn post_once(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        // Behind https its name has a prefix.
        let mut named = self.cookies.iter().filter(|(name, _)| name.ends_with("asn_session"));
        let session = named.next().map(|(_, value)| value.clone());
        if path != "/api/login" && session.is_some() && session != self.owned_in {
            let encodings = self.encodings.take();
            let page = self.get("/layanan/helpdesk").await;
            self.encodings = encodings;
            self.owner = page?.owner();
            self.owned_in = session;
        }
        let owner = [(OWNER, self.owner.clone())];
        // Gone before the first await: it cannot go from thread to thread.
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .extend_pairs(owner)
            .finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, form).await
    }

    /// One whole login: number, password, the code of now. `true`: it led to the launcher.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub async fn log_in(&mut self, person: &Person) -> Result<bool> {
        let code = person.code()?;
        Ok(self.log_in_with(person, &code).await?.location() == "/beranda")
    }

    /// # Errors
    /// When no whole answer comes.
    pub async fn log_in_with(&mut self, person: &Person, code: &str) -> Result<Answer> {
        let fields = [("nip", &*person.nip), ("password", &person.password), ("code", code)];
        self.post("/api/login", &fields).await
    }

    async fn send(&mut self, request: http::request::Builder, body: String) -> Result<Answer> {
        let host = self.tls.as_ref().map(|(_, name)| (*name).to_owned());
        let mut request = request
            .header(header::HOST, host.unwrap_or_else(|| self.node.to_string()))
            .header(header::USER_AGENT, USER_AGENT)
            .header(header::ACCEPT, "text/html");
        if !self.cookies.is_empty() {
            let cookies: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(encodings) = self.encodings {
            request = request.header(header::ACCEPT_ENCODING, encodings);
        }
        if let Some(address) = &self.address {
            request = request.header("x-forwarded-for", address);
        }
        if let Some(address) = &self.seen_from {
            request = request.header("x-test-address", address);
        }
        let request = request.body(Full::new(Bytes::from(body)))?;
        // A connection that failed is not used again, and one that is still busy is waited for.
        let kept = match self.connection.take() {
            Some(mut kept) => kept.ready().await.is_ok().then_some(kept),
            None => None,
        };
        let mut connection = match kept {
            Some(kept) => kept,
            None => self.connect().await?,
        };
        let answer = timeout(PATIENCE, async {
            let (parts, body) = connection.send_request(request).await?.into_parts();
            Ok::<_, hyper::Error>((parts, body.collect().await?.to_bytes()))
        });
        let (parts, body) = answer.await??;
        // Who is asked to close it opens another one next time.
        let closes = parts.headers.get(header::CONNECTION).is_some_and(|value| value == "close");
        self.connection = (!closes).then_some(connection);
        self.keep_cookies(&parts.headers)?;
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>> {
        let stream = timeout(PATIENCE, TcpStream::connect(self.node)).await??;
        stream.set_nodelay(true)?;
        if let Some((tls, name)) = &self.tls {
            let stream = timeout(PATIENCE, tls.connect(name, stream)).await??;
            let (sender, connection) = handshake(TokioIo::new(stream)).await?;
            tokio::spawn(connection);
            return Ok(sender);
        }
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) -> Result<()> {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie::Cookie::parse(cookie.to_str()?.to_owned())?;
            if cookie.max_age().is_some_and(cookie::time::Duration::is_zero) {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        Ok(())
    }
}
