//! `/akun`: looking after one's own account.

mod accesses;
mod identity;
mod overview;
mod password;
mod security_log;
mod services;
mod verdict;

pub use accesses::AccessesPage;
pub use overview::AccountPage;
pub use password::PasswordPage;
pub(super) use security_log::Events;
pub use security_log::SecurityLogPage;
