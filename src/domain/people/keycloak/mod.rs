//! Moving in from Keycloak: a realm's export becomes accounts that log in with their old password and their
//! old authenticator, and that services know by their old `sub`.
//!
//! [`reading`] goes through a file of any size one person at a time, [`export`] is what Keycloak writes of
//! one, [`credential`] what can be proved by it here, [`person`] one person's rules, [`decision`] what becomes
//! of an account, [`landing`] does it in batches. Whoever was taken over once is left as they are, so that the
//! same files can be brought in again. What does not come along is said, each time with its person
//! ([`NotTaken`]); no message holds a whole number or any secret.

pub mod credential;
pub mod decision;
pub mod export;
mod landing;
mod not_taken;
pub mod person;
mod reading;

pub use landing::{TakeOverError, TakenOver, Watcher, take_over};
pub use not_taken::{NotTaken, NotTakenKind, Whose};
pub use person::{AgencySource, MovingTerms};
pub use reading::{ExportContents, ExportFile, ExportProblem};
