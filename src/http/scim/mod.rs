//! Provisioning over HTTP: the endpoints of [`crate::domain::scim`] below [`PREFIX`], in the machines' stack. Whatever
//! is answered, also what went wrong before a route was reached, is said as SCIM says it.

mod answer;
mod ask;
mod bulk;
mod discovery;
mod groups;
mod users;

use super::{AppState, machine, machine::MachineRoute};
use crate::domain::scim::bulk::LONGEST as LONGEST_BULK;
use axum::{
    Router,
    routing::{MethodRouter, get, post},
};

pub const PREFIX: &str = "/scim/v2";
/// A user, or a PATCH of one. Bytes.
const LONGEST: usize = 1024 * 1024;

/// Each address, with what answers there and how long a body may be.
fn all() -> Vec<(&'static str, MethodRouter<AppState>, usize)> {
    let refused = groups::refused;
    let one_user = get(users::look).put(users::replace).patch(users::patch).delete(users::delete);
    let groups = get(groups::list).post(refused);
    let one_group = get(groups::look).put(refused).patch(refused).delete(refused);
    vec![
        ("/ServiceProviderConfig", get(discovery::config), 0),
        ("/ResourceTypes", get(discovery::resource_types), 0),
        ("/ResourceTypes/{id}", get(discovery::resource_type), 0),
        ("/Schemas", get(discovery::schemas), 0),
        ("/Schemas/{id}", get(discovery::schema), 0),
        ("/Users", get(users::list).post(users::create), LONGEST),
        ("/Users/.search", post(users::search), LONGEST),
        ("/Users/{id}", one_user, LONGEST),
        ("/Groups", groups, LONGEST),
        ("/Groups/.search", post(groups::search), LONGEST),
        ("/Groups/{id}", one_group, LONGEST),
        ("/.search", post(discovery::search_everything), LONGEST),
        ("/Me", get(discovery::nobody), 0),
        ("/Bulk", post(bulk::bulk), LONGEST_BULK),
    ]
}

pub fn routes(state: &AppState) -> Router<AppState> {
    let routes = all()
        .into_iter()
        .map(|(address, handler, longest)| MachineRoute::new(state, address, longest, handler));
    machine::stack_in_words_of(routes, PREFIX, answer::in_words)
}

/// Every address, for the log.
pub fn addresses() -> Vec<String> {
    all().into_iter().map(|(address, ..)| format!("{PREFIX}{address}")).collect()
}
