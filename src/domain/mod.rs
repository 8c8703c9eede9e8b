//! The rules of the portal. They know neither axum nor leptos nor sqlx; time and chance come in
//! through [`Portal`], so every rule is tested without waiting.

pub mod audit;
pub mod clock;
pub mod console;
pub mod credentials;
pub mod fault;
pub mod flash;
pub mod guard;
pub mod launcher;
pub mod lease;
pub mod limits;
pub mod login;
pub mod mail;
pub mod pace;
pub mod people;
pub mod portal;
pub mod random;
pub mod recovery;
pub mod scim;
pub mod seal;
pub mod session;
pub mod sso;
#[cfg(test)]
pub(crate) mod testing;
pub mod values;

pub use fault::Fault;
pub use portal::Portal;
