//! Single sign-on, from a service's side: requests as a relying party sends them, answers as it reads them.

#[macro_use]
mod service;

mod basic_plan;
mod client_proofs;
mod deliveries;
mod flow;
mod keycloak;
mod logout_plans;
mod races;
mod refusals;
mod refused_tokens;

pub use service::*;
