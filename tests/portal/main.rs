//! The router in-process, on both engines, with a clock that moves when told to.

#[macro_use]
mod support;

mod audit;
mod cleanup;
mod enrolment;
mod login;
mod races;
mod requests;
mod sessions;
mod strangers;
