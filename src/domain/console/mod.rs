//! What operators and administrators edit.

pub mod announcement;
pub mod service_settings;
