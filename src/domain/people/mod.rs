//! People and what they may do.

pub mod account;
pub mod account_import;
pub mod keycloak;
pub mod listing;
pub mod names;
pub mod rights;
pub mod role;
pub mod search;
pub mod verdict;
