//! What failed: the cause for the operator's log, and what is left of it for the person.

use crate::{
    domain::{Fault, Portal},
    wire::error::ApiError,
};

/// Logs what an operator has to know; what the person is told.
#[must_use]
pub fn blame(portal: Option<&Portal>, fault: &Fault) -> ApiError {
    if let Fault::Store(error) = fault
        && error.is_of_the_disk()
    {
        let database = portal.map(|portal| portal.store.place()).unwrap_or_default();
        tracing::error!(%error, database, "a request failed: nothing can be saved");
        return ApiError::CannotSave;
    }
    if matches!(fault, Fault::SessionOver) {
        return ApiError::Unauthenticated;
    }
    tracing::error!(error = %fault, "a request failed");
    if fault.is_outage() { ApiError::Unavailable } else { ApiError::Internal }
}
