//! Why a session ends. How each of them does: [`super::ending`].

use strum::{IntoStaticStr, VariantArray};

#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum EndReason {
    /// By its person, in its own browser.
    LoggedOut,
    /// The same before anybody was logged in: an enrolment or a second step is given up.
    GivenUp,
    /// Its browser goes on with another one: a further step of the same login, another login, or a
    /// letter's link.
    AnotherLogin,
    /// Another enrolment of the same account was finished first.
    EnrolledElsewhere,
    /// Nobody used it.
    Idle,
    /// It has lasted as long as any may.
    Limit,
    /// By its person, in another session of theirs.
    FromAnotherSession,
    /// However it was set.
    NewPassword,
    /// "This was not me".
    Disowned,
    /// The account was disabled, or enabled again.
    Disabled,
    /// By an operator of their agency.
    ByOperator,
    /// Every authenticator was removed.
    Reset,
    /// Everybody's ended, by an operator at the command line.
    Everybodys,
}

impl EndReason {
    /// As in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
