//! What operators and administrators edit.

pub mod announcement;
pub mod announcement_view;
pub mod client_form;
pub mod client_view;
pub mod service_settings;
pub mod service_view;
