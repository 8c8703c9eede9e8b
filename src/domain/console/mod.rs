//! What operators and administrators edit.

pub mod agencies;
pub mod agency_view;
pub mod announcement;
pub mod announcement_view;
pub mod approval;
pub mod bulk_import;
pub mod bulk_job;
pub mod bulk_order;
pub mod bulk_run;
pub mod bulk_view;
pub mod client_form;
pub mod client_view;
pub mod health;
pub mod people;
pub mod person;
pub mod person_act;
pub mod person_form;
pub mod proposal;
pub mod proposal_view;
pub mod provisioning;
pub mod record;
pub mod record_file;
pub mod record_view;
mod service_change;
pub mod service_settings;
pub mod service_view;
