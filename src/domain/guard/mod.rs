//! Who may try how often: budgets, and the browser that draws on them.

pub mod attempts;
pub mod device_tokens;
pub mod known_device;
pub mod throttle;
pub mod visitor;
