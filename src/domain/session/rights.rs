//! What the person of a session may do, and of whose people ([`crate::domain::people::rights`]).

use super::LiveSession;
use crate::domain::people::rights::{NotTheirs, Reach, Right};

impl LiveSession {
    /// Whether this person has a right of the people of `agency`.
    #[must_use]
    pub fn may(&self, right: Right, agency: &str) -> bool {
        match self.roles.reach(right) {
            Reach::Nobody => false,
            Reach::OwnAgency => self.agency == agency,
            Reach::Everybody => true,
        }
    }

    /// The only agency whose people a right is of; `None` where it is of everybody.
    ///
    /// # Errors
    /// [`NotTheirs`] for nobody.
    pub fn agency_of(&self, right: Right) -> Result<Option<&str>, NotTheirs> {
        match self.roles.reach(right) {
            Reach::Nobody => Err(NotTheirs),
            Reach::OwnAgency => Ok(Some(&self.agency)),
            Reach::Everybody => Ok(None),
        }
    }

    /// Lets whoever has a right of anybody pass.
    ///
    /// # Errors
    /// [`NotTheirs`]
    pub fn demand(&self, right: Right) -> Result<(), NotTheirs> {
        if self.roles.may(right) { Ok(()) } else { Err(NotTheirs) }
    }
}
