#![recursion_limit = "256"]
pub mod i18n;
pub mod paths;
pub mod wire;
#[cfg(feature = "ssr")]
pub mod domain;
#[cfg(feature = "ssr")]
pub mod store;
