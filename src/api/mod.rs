//! Server functions: the only way in for forms, and the way pages get their data. Each one
//! authenticates, authorises, calls the domain and maps what comes back; it decides nothing else.
//! All of them are public addresses, whoever calls them.

pub mod account;
pub mod agencies;
#[cfg(feature = "ssr")]
mod answer;
pub mod bulk;
pub mod clients;
pub mod correction;
pub mod health;
pub mod language;
pub mod launcher;
pub mod login;
pub mod manage;
pub mod mfa;
pub mod onward;
pub mod passkey;
pub mod password;
pub mod people;
pub mod person_form;
pub mod proposals;
pub mod provisioning;
pub mod record;
pub mod reset;
pub mod second_factor;
pub mod session;
pub mod shelf;
pub mod sso;

#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
mod flash;
#[cfg(feature = "ssr")]
mod gate;
#[cfg(feature = "ssr")]
pub mod qr;
#[cfg(feature = "ssr")]
pub mod request;
