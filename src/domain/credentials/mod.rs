//! What people prove who they are with (the *authenticators* of NIST SP 800-63B).

pub mod argon2id;
pub mod authenticator;
pub mod guesses;
mod hashing_bench;
pub mod passkey;
pub mod password;
pub mod recovery_code;
pub mod stored_hash;
pub mod totp;
