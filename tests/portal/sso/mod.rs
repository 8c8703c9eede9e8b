//! Single sign-on, from a service's side: requests as a relying party sends them, answers as it reads them.

#[macro_use]
mod service;

mod basic_plan;
mod client_proofs;
mod consent;
mod deliveries;
mod flow;
mod keycloak;
mod log;
mod logout_plans;
mod races;
mod refusals;
mod refused_tokens;
mod wishes;

pub use service::*;
