//! What a server function answers with besides its data: the next page, or what failed.

use super::{
    flash::{self, Flash},
    request,
};
use crate::{
    domain::{Fault, credentials::password::HashingError},
    paths,
    wire::{error::ApiError, notice::Notice},
};
use http::{HeaderValue, Method, StatusCode, header};

/// Answers with "see other" (RFC 9110 §15.4.4): after a form, the browser gets the next page. Where
/// that would end at another site, it gets [`paths::ONWARD`], from which it goes on by itself, once.
pub fn redirect(path: &str) -> Result<(), ApiError> {
    if !paths::leads_away(path) {
        return see_other(path);
    }
    if request::parts()?.method == Method::POST {
        flash::set_flash(&Flash::GoOn)?;
    }
    see_other(&paths::then(paths::ONWARD, path))
}

fn see_other(path: &str) -> Result<(), ApiError> {
    let location =
        HeaderValue::from_str(path).map_err(|_| request::broken("an impossible redirect"))?;
    let response = request::response()?;
    response.insert_header(header::LOCATION, location);
    response.set_status(StatusCode::SEE_OTHER);
    Ok(())
}

/// Something is broken on our side: the cause goes to the log, once. Or the session was ended
/// meanwhile, which its person is told where they log in again.
#[must_use]
pub fn fault(fault: Fault) -> ApiError {
    if matches!(fault, Fault::SessionOver) {
        return session_over();
    }
    request::failed(&fault)
}

/// What a rule refused because hashing is busy, or because something is broken.
#[must_use]
pub fn login_error(error: HashingError) -> ApiError {
    match error {
        HashingError::Busy(_) => request::fail(ApiError::Busy),
        HashingError::Fault(error) => fault(error),
    }
}

/// Sends somebody whose session is over to the login page, which says so; what a script asks for by itself tells
/// nobody, and leaves what a page has yet to say.
pub(super) fn session_over() -> ApiError {
    let told = request::wants_page().and_then(|is_person| {
        if is_person { flash::set_notice(Notice::SessionEnded) } else { Ok(()) }
    });
    let sent = told.and_then(|()| redirect(&paths::login_then(&request::here()?)));
    sent.err().unwrap_or(ApiError::Unauthenticated)
}
