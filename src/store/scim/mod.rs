//! Provisioning by the systems of agencies: their tokens, and what they know of people.

mod people;
mod tokens;

pub use people::ProvisionedAccount;
pub use tokens::ScimTokenRow;
