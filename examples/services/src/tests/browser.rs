//! A browser of straw: keeps cookies, follows nothing, and says that forms are the page's own.

use crate::{
    app, router,
    service::{App, SERVICES, Service},
    tests::portal::Portal,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{
        Request, StatusCode,
        header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE},
    },
};
use openidconnect::{IssuerUrl, url::Url};
use std::collections::HashMap;
use tower::ServiceExt;

pub struct Browser {
    pub app: App,
    router: Router,
    pub cookies: HashMap<String, String>,
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Page {
    pub fn location(&self) -> Url {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        let location = self.headers[LOCATION].to_str().unwrap();
        Url::parse("http://127.0.0.1:3002").unwrap().join(location).unwrap()
    }
}

/// One of the parameters of an address.
pub fn parameter(url: &Url, name: &str) -> String {
    url.query_pairs()
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

impl Browser {
    /// At SIASN, the one of the three whose tokens the portal of straw signs as agreed.
    pub fn new(portal: &Portal) -> Self {
        Self::at(&SERVICES[1], portal)
    }

    pub fn at(service: &'static Service, portal: &Portal) -> Self {
        let issuer = IssuerUrl::new(portal.issuer.clone()).unwrap();
        let app = app(service, &issuer, 3002).unwrap();
        Self { router: router(app.clone()), app, cookies: HashMap::new() }
    }

    /// Another browser at the same service.
    pub fn elsewhere(&self) -> Self {
        Self { app: self.app.clone(), router: self.router.clone(), cookies: HashMap::new() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, form: &str) -> Page {
        self.post_from(path, form, "same-origin").await
    }

    pub async fn post_from(&mut self, path: &str, form: &str, site: &str) -> Page {
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from(form.to_owned()));
        self.send(request.unwrap()).await
    }

    /// From `/masuk` to the page that the login ends at.
    pub async fn sign_in(&mut self, portal: &Portal) -> Page {
        let asked = self.get("/masuk").await.location();
        let answer = answer(portal, &asked);
        self.get(&answer).await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Page {
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(COOKIE, cookies.join("; ").parse().unwrap());
        }
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
            }
        }
        let text = String::from_utf8(to_bytes(body, 100_000).await.unwrap().to_vec()).unwrap();
        Page { status: parts.status, headers: parts.headers, text }
    }
}

/// What the portal answers to `asked` when it says yes; the ID token it will give has the nonce of `asked`.
pub fn answer(portal: &Portal, asked: &Url) -> String {
    portal.said().id_token["nonce"] = parameter(asked, "nonce").into();
    format!("/masuk/kembali?code=abc&state={}&iss={}", parameter(asked, "state"), portal.issuer)
}
