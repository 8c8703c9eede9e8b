//! Signing out, from either side: `/keluar` ends the session here and then at the portal (OpenID Connect
//! RP-Initiated Logout 1.0), `/keluar/back-channel` is where the portal says that it ended there.

use crate::{
    cookies, logout_token, origin, pages, provider::Problem, service::App, sessions::Session,
};
use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use openidconnect::{ClientId, CsrfToken, LogoutRequest, PostLogoutRedirectUrl, url::Url};
use serde::Deserialize;
use std::time::Instant;

pub async fn begin(State(app): State<App>, headers: HeaderMap) -> Response {
    if !origin::is_own(&headers) {
        return pages::from_elsewhere(&app);
    }
    let service = app.service.client_id;
    // Over here first, whatever the portal answers.
    let token = cookies::session_token(service, &headers);
    let Some(session) = token.and_then(|token| app.sessions.close(token)) else {
        return Redirect::to("/").into_response();
    };
    let mut answer = match end_at_portal(&app, session).await {
        Ok((url, state)) => {
            let mut answer = Redirect::to(url.as_str()).into_response();
            cookies::set(answer.headers_mut(), &cookies::leaving(service, state.secret()));
            answer
        }
        Err(problem) => pages::signed_out_here_only(&app, &problem),
    };
    cookies::set(answer.headers_mut(), &cookies::gone(&cookies::session_name(service), "/"));
    answer
}

/// Where the browser has to go. With the hint the portal knows whose logout this is and asks nothing.
async fn end_at_portal(app: &App, session: Session) -> Result<(Url, CsrfToken), Problem> {
    let back = PostLogoutRedirectUrl::new(format!("{}/keluar/selesai", app.origin))
        .map_err(|error| Problem::Refused(error.to_string()))?;
    let state = CsrfToken::new_random();
    let url = LogoutRequest::from(app.provider.end_session_url().await?)
        .set_id_token_hint(&session.id_token)
        .set_client_id(ClientId::new(app.service.client_id.to_owned()))
        .set_post_logout_redirect_uri(back)
        .set_state(state.clone())
        .http_get_url();
    Ok((url, state))
}

#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    state: String,
}

/// Back from the portal. Only who was sent there is told that it is done.
pub async fn finish(
    State(app): State<App>,
    headers: HeaderMap,
    Query(done): Query<Done>,
) -> Response {
    let name = cookies::leaving_name(app.service.client_id);
    if cookies::find(&headers, &name) != Some(&done.state) {
        return Redirect::to("/").into_response();
    }
    let mut answer = pages::signed_out(&app);
    cookies::set(answer.headers_mut(), &cookies::gone(&name, "/keluar"));
    answer
}

#[derive(Deserialize)]
pub struct Notice {
    logout_token: String,
}

/// The portal says that somebody's login ended: by logout there, by being disabled, or by time. No browser comes here.
pub async fn told(State(app): State<App>, notice: Result<Form<Notice>, FormRejection>) -> Response {
    let Ok(Form(Notice { logout_token })) = notice else {
        return refuse(&app, "no logout_token");
    };
    match logout_token::verify(&app.provider, &logout_token).await {
        Ok(logout) if app.sessions.first_use(&logout.jti, Instant::now()) => {
            app.sessions.end(logout.sid.as_deref(), &logout.subject);
            StatusCode::OK.into_response()
        }
        Ok(_) => refuse(&app, "a logout token used twice"),
        Err(Problem::Refused(why)) => refuse(&app, &why),
        // Its keys could not be had: the portal tries again later.
        Err(Problem::Unreachable(why)) => {
            eprintln!("{}: back-channel logout: {why}", app.service.client_id);
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn refuse(app: &App, why: &str) -> Response {
    eprintln!("{}: back-channel logout refused: {why}", app.service.client_id);
    (StatusCode::BAD_REQUEST, r#"{"error":"invalid_request"}"#).into_response()
}
