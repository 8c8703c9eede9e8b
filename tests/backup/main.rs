//! Backup, restore and the move to PostgreSQL, with the program as an operator runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../harness/mod.rs"]
mod harness;

mod backup;
mod migrate;
mod restore;
mod support;
