//! What crosses between server and browser: the data of a view, the problems of a form, messages
//! for the next page. Closed sets only: no text from the server's inside, no secret, no row.

pub mod account;
pub mod error;
pub mod flash;
pub mod forgotten;
pub mod launcher;
pub mod login;
pub mod manage;
pub mod mfa;
pub mod new_password;
pub mod onward;
pub mod reset;
pub mod search;
pub mod text;
pub mod zone;
