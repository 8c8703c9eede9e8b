//! Single sign-on, from a service's side: requests as a relying party sends them, answers as it reads them.

#[macro_use]
mod service;

mod flow;

pub use service::*;
