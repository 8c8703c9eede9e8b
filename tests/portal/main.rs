//! The router in-process, on both engines, with a clock that moves when told to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[macro_use]
mod support;

mod account;
mod addresses;
mod after_reset;
mod agencies;
mod announcements;
mod archive;
mod audit;
mod audit_chain;
mod browser;
mod bulk;
mod bulk_import;
mod cleanup;
mod clients;
mod clock_jumps;
mod clock_off;
mod console_record;
mod cookies;
mod disabled;
mod ended;
mod ending;
mod enrolment;
mod first_screen;
mod gathered;
mod given_up;
mod heads;
mod health;
mod imports;
mod keycloak;
mod launcher;
mod leases;
mod letters;
mod login;
mod machines;
mod mail;
mod mailboxes;
mod meanwhile;
mod onward;
mod operators;
mod passwords;
mod people;
mod policies;
mod proposals;
mod query_plans;
mod races;
mod record;
mod renewal;
mod requests;
mod reset;
mod rights;
mod routes;
mod scim;
mod second_factor;
mod service_owners;
mod sessions;
mod sso;
mod strangers;
mod template;
mod texts;
mod versions;
mod well_known;
mod whose;
