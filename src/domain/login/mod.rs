//! The ways in, and the proofs that they ask for.

pub mod by_passkey;
pub mod by_password;
pub mod claimant;
pub mod enrolment;
pub mod fresh_proof;
pub mod second_factor;
