//! How long a session lasts, and logging out: `POST /api/logout`.

use crate::wire::error::ApiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    cookies,
    flash::{self, Flash},
    request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        session::{self, leaving},
        sso::{consent, end_session::AfterLogout},
    },
    paths,
    web::cookies::FORGET,
    wire::notice::Notice,
};
#[cfg(feature = "ssr")]
use http::{HeaderName, HeaderValue};

/// How long this browser's session still lasts, in seconds; asking does not prolong it. 0 when there
/// is none.
#[server(prefix = "/api", endpoint = "session/left")]
pub async fn session_left() -> Result<u32, ApiError> {
    let visitor = request::visitor()?;
    let left = session::left(&*request::portal()?, visitor.session.as_ref()).await;
    let left = left.map_err(answer::fault)?;
    // A second that has begun counts: only 0 is the end.
    let seconds = left.whole_seconds() + i64::from(left.subsec_nanoseconds() > 0);
    Ok(u32::try_from(seconds).unwrap_or_default())
}

/// Ends the session on the server and what the browser kept of it. The browser stays known, so
/// that strangers still cannot lock its owner out; that cookie opens nothing by itself. `next`: where whoever
/// logs in after it goes on, as somebody else at a service that asked for them. `onward`: where a service expects
/// whoever left, sealed.
#[server(prefix = "/api", endpoint = "logout")]
pub async fn logout(
    #[server(default)] next: String,
    #[server(default)] onward: String,
) -> Result<(), ApiError> {
    let unreadable = cookies::has_unreadable_session()?;
    let portal = request::portal()?;
    let leads_back = AfterLogout::open(&portal, &onward).await.map_err(answer::fault)?.is_some();
    let left = leaving::log_out(&portal, &request::visitor()?).await.map_err(answer::fault)?;
    cookies::clear_session()?;
    let (name, traces) = FORGET;
    let name = HeaderName::from_static(name);
    request::response()?.insert_header(name, HeaderValue::from_static(traces));
    if let Some(next) = paths::safe_next(&next) {
        return redirect(&paths::login_then(next));
    }
    if leads_back {
        let session = left.map(|left| left.to_string()).unwrap_or_default();
        flash::set_flash(&Flash::Left { session })?;
        return redirect(&paths::logged_out(Some(&onward)));
    }
    if let Some(left) = left
        && !consent::told_of(&portal, left).await.map_err(answer::fault)?.is_empty()
    {
        flash::set_flash(&Flash::Left { session: left.to_string() })?;
        return redirect(paths::LOGGED_OUT);
    }
    // Who sends a session that nobody can find is not told that it is over.
    let notice = if unreadable { Notice::LogoutUncertain } else { Notice::LoggedOut };
    flash::set_notice(notice)?;
    redirect(paths::LOGIN)
}
