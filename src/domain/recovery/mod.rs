//! What a person does who lost something, and what has to be renewed.

pub mod assisted_reset;
pub mod disabled;
pub mod enrolment_code;
pub mod mailbox_correction;
pub mod new_password;
pub mod reset;
pub mod stale_request;
mod tell;
