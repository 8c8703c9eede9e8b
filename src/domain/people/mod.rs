//! People and what they may do.

pub mod rights;
pub mod role;
