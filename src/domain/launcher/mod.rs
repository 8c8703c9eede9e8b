//! The launcher: services and announcements, and what one person sees of them.

pub mod announcement;
pub mod at_home;
pub mod catalogue;
pub mod commons;
pub mod service;
pub mod shelf;
pub mod view;
