//! Single sign-on: keys, clients, grants, and who is to be told that somebody left. See
//! [`crate::domain::sso`].

mod assertions;
mod clients;
mod consents;
mod deliveries;
mod grants;
mod signing_keys;

pub use clients::{ClientRow, ClientSecretRow};
pub use consents::ConsentRow;
pub use deliveries::{DeliveryRow, DeliveryState};
pub use grants::{GrantOfSession, GrantRow, NewGrant, SignedIn};
pub use signing_keys::SigningKeyRow;
