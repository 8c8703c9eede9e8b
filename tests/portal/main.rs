//! The router in-process, on both engines, with a clock that moves when told to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[macro_use]
mod support;

mod announcements;
mod audit;
mod browser;
mod cleanup;
mod enrolment;
mod launcher;
mod login;
mod races;
mod requests;
mod sessions;
mod strangers;
