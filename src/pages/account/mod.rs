//! `/akun`: looking after one's own account.

mod identity;
mod overview;
mod password;
mod security_log;
mod services;
mod verdict;

pub use overview::AccountPage;
pub use password::PasswordPage;
pub use security_log::SecurityLogPage;
