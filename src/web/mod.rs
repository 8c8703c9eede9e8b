//! What server functions ([`crate::api`]) and plain HTTP ([`crate::http`]) both know of a request: its
//! cookies, where it came from, its number, whose session it belongs to. Neither of the two is known here.

pub mod cookies;
pub mod fault;
pub mod request;
