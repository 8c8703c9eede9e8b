//! People and what they may do.

pub mod access;
pub mod account;
pub mod account_import;
pub mod agency;
pub mod authority;
pub mod granting;
pub mod keycloak;
pub mod listing;
pub mod moving;
pub mod names;
pub mod own_data;
pub mod renumbering;
pub mod rights;
pub mod role;
pub mod search;
pub mod verdict;
