//! A browser as the router sees it: cookies, redirects, forms, and the page it got.

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use scraper::{ElementRef, Html, Selector};
use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};
use tower::ServiceExt;
use url::{Url, form_urlencoded};

/// A browser with cookies, that follows redirects.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    address: IpAddr,
    pub cookies: BTreeMap<String, String>,
    /// Whose page this browser stands on, and the session in which it was got.
    pub owner: String,
    owned_in: Option<String>,
    /// Those of the last activation.
    pub recovery_codes: Vec<String>,
}

/// What a browser got.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Where it stands, after redirects.
    pub path: String,
    pub html: String,
}

impl Browser {
    pub fn new(router: Router, address: &str) -> Self {
        Self {
            router,
            address: address.parse().unwrap(),
            cookies: BTreeMap::new(),
            owner: String::new(),
            owned_in: None,
            recovery_codes: Vec::new(),
        }
    }

    pub fn on(mut self, router: Router) -> Self {
        self.router = router;
        self
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = self.send(path, request).await;
        self.follow(answer).await
    }

    /// Fills in and sends a form of our own pages.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.submit(path, fields).await;
        self.follow(answer).await
    }

    /// The same, without following the redirect.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = form(path, fields, &self.page_of_ours().await);
        self.send(path, form).await
    }

    /// The same from a page of `owner` that has stood there for a while.
    pub async fn submit_old(&mut self, owner: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(path, form(path, fields, owner)).await
    }

    /// Sends a file by its form, and follows the redirect.
    pub async fn upload(&mut self, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Page {
        let owner = self.page_of_ours().await;
        let body = multipart(&[fields, &[("pemilik", &owner)]].concat(), name, file);
        let answer = self.send("/api/bulk/upload", upload(body)).await;
        self.follow(answer).await
    }

    /// Whoever sends a form has a page before them: whose it is.
    pub async fn page_of_ours(&mut self) -> String {
        let session = self.session();
        if session.is_some() && session != self.owned_in {
            // A page that takes no message meant for another.
            self.get("/layanan/helpdesk").await;
        }
        self.owner.clone()
    }

    fn session(&self) -> Option<String> {
        let mut named = self.cookies.iter().filter(|(name, _)| name.ends_with("asn_session"));
        named.next().map(|(_, value)| value.clone())
    }

    /// Asks as a page's script does; the answer is JSON, or a refusal.
    pub async fn ask(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut request = form(path, fields, &self.page_of_ours().await);
        request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
        self.send(path, request).await
    }

    /// Sends one request as it is, with the cookies and the address of this browser.
    pub async fn send(&mut self, path: &str, mut request: Request<Body>) -> Page {
        let cookies: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        if !cookies.is_empty() {
            let cookies = cookies.join("; ").parse().unwrap();
            request.headers_mut().insert(header::COOKIE, cookies);
        }
        if !request.headers().contains_key(header::ACCEPT) {
            let html = "text/html,application/xhtml+xml,*/*;q=0.8".parse().unwrap();
            request.headers_mut().insert(header::ACCEPT, html);
        }
        let peer = SocketAddr::new(self.address, 40_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie::Cookie::parse(cookie.to_str().unwrap().to_owned()).unwrap();
            if cookie.max_age().is_some_and(cookie::time::Duration::is_zero) {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        let html = body.collect().await.unwrap().to_bytes();
        let html = String::from_utf8(html.to_vec()).unwrap();
        let page =
            Page { status: parts.status, headers: parts.headers, path: path.to_owned(), html };
        // It is the same for as long as a session lasts.
        if self.session() != self.owned_in
            && let Some(owner) = page.attribute("[name=pemilik]", "value")
        {
            self.owner = owner;
            self.owned_in = self.session();
        }
        page
    }

    async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..5 {
            if !page.status.is_redirection() {
                return page;
            }
            let to = page.location().to_owned();
            assert!(to.starts_with('/') && !to.starts_with("//"), "redirected to {to}");
            assert!(!to.contains("__err"), "an error in the address: {to}");
            page = self.send(&to, Request::get(&to).body(Body::empty()).unwrap()).await;
        }
        panic!("too many redirects");
    }

    /// Follows a link to `path` from where `sec-fetch-site` says, as far as its first answer.
    pub async fn open(&mut self, path: &str, from: &str) -> Page {
        let request = Request::get(path).header("sec-fetch-site", from).body(Body::empty());
        self.send(path, request.unwrap()).await
    }

    pub async fn login(&mut self, nip: &str, password: &str, code: &str) -> Page {
        self.post("/api/login", &[("nip", nip), ("password", password), ("code", code)]).await
    }

    pub async fn activate(&mut self, code: &str, device_name: &str) -> Page {
        self.activate_with(code, device_name, "").await
    }

    /// The same after a reset.
    pub async fn activate_with(&mut self, code: &str, device_name: &str, reset_code: &str) -> Page {
        let fields = [("code", code), ("device_name", device_name), ("reset_code", reset_code)];
        let page = self.post("/api/mfa/activate", &fields).await;
        if page.path != "/mfa/kode-pemulihan" {
            return page;
        }
        self.recovery_codes = page.recovery_codes();
        self.get("/masuk").await
    }

    /// The key on the activation page of this browser.
    pub async fn key(&mut self) -> String {
        self.get("/mfa").await.key()
    }
}

impl Page {
    /// The key of the authenticator that is being set up here.
    pub fn key(&self) -> String {
        let link = self.attribute("a[href^=otpauth]", "href").expect("the activation page");
        let link = Url::parse(&link).unwrap();
        let (_, key) = link.query_pairs().find(|(name, _)| name == "secret").unwrap();
        key.into_owned()
    }
}

impl Page {
    pub fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// Where it goes on to afterwards.
    pub fn next(&self) -> String {
        let (_, query) = self.path.split_once('?').expect("a query");
        let mut fields = form_urlencoded::parse(query.as_bytes());
        let (_, next) = fields.find(|(name, _)| name == "lanjut").expect("somewhere to go on to");
        next.into_owned()
    }

    /// The words on the page, without markup and scripts.
    pub fn text(&self) -> String {
        self.texts(":root").concat()
    }

    /// The words in each element that this selects.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.each(css, |element| Some(words(element)))
    }

    /// An attribute of each element that this selects, where it has it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.each(css, |element| element.attr(name).map(str::to_owned))
    }

    /// An attribute of the first of them.
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.attributes(css, name).into_iter().next()
    }

    /// How many elements this selects.
    pub fn count(&self, css: &str) -> usize {
        self.each(css, |_| Some(())).len()
    }

    /// The value of a field in the first form that leads to `action`.
    pub fn field(&self, action: &str, name: &str) -> Option<String> {
        self.attribute(&format!("form[action='{action}'] [name={name}]"), "value")
    }

    fn each<T>(&self, css: &str, read: impl FnMut(ElementRef<'_>) -> Option<T>) -> Vec<T> {
        let css = Selector::parse(css).expect("a CSS selector");
        Html::parse_document(&self.html).select(&css).filter_map(read).collect()
    }

    pub fn shows(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    #[track_caller]
    pub fn assert_shows(&self, words: &str) {
        assert!(self.shows(words), "{} does not show “{words}”:\n{}", self.path, self.text());
    }

    pub fn is_launcher(&self) -> bool {
        self.path == "/beranda" && self.status == StatusCode::OK
    }

    /// The launcher, perhaps at one of its places.
    pub fn is_launcher_page(&self) -> bool {
        self.path.starts_with("/beranda") && self.status == StatusCode::OK
    }

    /// The slugs of the tiles below the element with this id.
    pub fn tiles(&self, id: &str) -> Vec<String> {
        assert_eq!(self.count(&format!("#{id}")), 1, "{id}");
        self.attributes(&format!("#{id} .tile"), "data-slug")
    }

    /// The codes on the page that shows them once.
    pub fn recovery_codes(&self) -> Vec<String> {
        self.texts("li > code")
    }

    /// Of the content security policy; the page's scripts carry it too.
    pub fn nonce(&self) -> String {
        let policy = self.headers["content-security-policy"].to_str().unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(self.html.contains(&format!("nonce=\"{nonce}\"")));
        nonce.to_owned()
    }
}

/// The words in an element, without those of its scripts.
fn words(element: ElementRef<'_>) -> String {
    let texts = element.descendants().filter_map(|node| {
        let is_script = node.parent()?.value().as_element()?.name() == "script";
        node.value().as_text().filter(|_| !is_script)
    });
    texts.map(|text| &**text).collect()
}

const BOUNDARY: &str = "batas-tes";

/// A form with a file, as a browser writes it.
pub fn multipart(fields: &[(&str, &str)], name: &str, file: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    let part = "Content-Disposition: form-data; name=";
    for (name, value) in fields {
        body.extend(format!("--{BOUNDARY}\r\n{part}\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let head = format!("--{BOUNDARY}\r\n{part}\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend_from_slice(file);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    body
}

/// The request that sends it.
pub fn upload(body: Vec<u8>) -> Request<Body> {
    Request::post("/api/bulk/upload")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}

/// A form of our own pages, as it is sent.
pub fn form(path: &str, fields: &[(&str, &str)], owner: &str) -> Request<Body> {
    let mark = [("pemilik", owner)];
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .extend_pairs(mark)
        .finish();
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}
