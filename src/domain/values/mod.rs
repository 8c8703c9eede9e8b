//! What people type or the portal makes up, each read once and right from then on.

pub mod browser_name;
pub mod calendar;
pub mod device_name;
pub mod digits;
pub mod mailbox;
pub mod methods;
pub mod name_words;
pub mod naming;
pub mod nip;
pub mod one_time_code;
pub mod paper_code;
pub mod reason;
pub mod reference_token;
pub mod renewal;
pub mod spreadsheet;
pub mod suggested_name;
pub mod text;
