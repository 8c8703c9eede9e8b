//! `/akun`: looking after one's own account.

mod overview;
mod password;
mod security_log;

pub use overview::AccountPage;
pub use password::PasswordPage;
pub use security_log::SecurityLogPage;
