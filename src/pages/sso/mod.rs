//! Pages on the way to a service, and out of all of them.

pub mod confirm;
pub mod leaving;
pub mod refused;
