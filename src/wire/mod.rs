//! What crosses between server and browser: the data of a view, the problems of a form, notices.
//! Closed sets only: no text from the server's inside, no secret, no row.

pub mod account;
pub mod error;
pub mod forgotten;
pub mod launcher;
pub mod login;
pub mod manage;
pub mod mfa;
pub mod new_password;
pub mod notice;
pub mod onward;
pub mod person;
pub mod reset;
pub mod search;
pub mod text;
pub mod zone;
