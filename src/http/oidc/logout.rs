//! Where a service sends a browser to log its person out.

use crate::{
    domain::{
        session::{Stage, leaving},
        sso::{
            end_session::{self, AfterLogout},
            issuer::Issuer,
            parameters::Parameters,
        },
    },
    http::{AppState, error_page},
    paths,
    web::{
        cookies::{self, SESSION},
        fault::blame,
        request::{current_of, visitor_of},
    },
};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Request, header},
    response::{IntoResponse, Redirect, Response},
};

/// By POST, from a page of the service; see [`super::authorize::sent`].
pub async fn sent(request: Request<Body>) -> Response {
    super::authorize::sent(request).await
}

/// Whoever brings the ID token of this very session logs it out at once; anybody else is asked.
pub async fn ask(
    issuer: Issuer,
    State(state): State<AppState>,
    request: Request<Body>,
) -> Response {
    let (parts, _) = request.into_parts();
    let sent = Parameters::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let sent = sent.unwrap_or_default();
    let portal = &state.portal;
    let left = async {
        let asked = end_session::read(portal, issuer, &sent).await?;
        let onward = asked.onward.as_ref().and_then(AfterLogout::address);
        let onward = onward.unwrap_or_else(|| paths::LOGGED_OUT.to_owned());
        let session = current_of(portal, &state.settings, &parts).await?;
        let session = session.filter(|session| session.stage == Stage::Authenticated);
        let Some(session) = session else {
            return Ok(Redirect::to(&onward).into_response());
        };
        let is_theirs = match &asked.hint {
            Some(hint) => hint.is_of(portal, &session).await?,
            None => false,
        };
        let visitor = visitor_of(&parts, &state.settings).filter(|_| is_theirs);
        let Some(visitor) = visitor else {
            let sealed = asked.onward.map(|onward| onward.seal(portal)).transpose()?;
            return Ok(Redirect::to(&paths::log_out(sealed.as_deref())).into_response());
        };
        leaving::log_out(portal, &visitor).await?;
        let mut response = Redirect::to(&onward).into_response();
        let gone = Some(cookie::time::Duration::ZERO);
        let session = cookies::cookie(&state.settings, SESSION, String::new(), gone).to_string();
        if let Ok(session) = HeaderValue::from_str(&session) {
            response.headers_mut().append(header::SET_COOKIE, session);
        }
        let (name, traces) = cookies::FORGET;
        response.headers_mut().insert(name, HeaderValue::from_static(traces));
        Ok(response)
    };
    match left.await {
        Ok(response) => response,
        Err(fault) => {
            let error = blame(Some(portal), &fault);
            error_page::render(&state, Request::from_parts(parts, Body::empty()), error).await
        }
    }
}
