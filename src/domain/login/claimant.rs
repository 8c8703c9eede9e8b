//! Whoever has proved the password, or more, and is let in (the *claimant* of NIST SP 800-63-4).

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::{
            attempts::{self, Attempt},
            device_tokens::DeviceTokens,
            known_device::{self, Known},
            visitor::Visitor,
        },
        mail::{self, Letter},
        session::{self, Computer, LiveSession, Opening, Stage},
        values::reference_token::ReferenceToken,
    },
    store::{Account, Unit},
};

/// Who has proved the password, and where.
pub struct Claimant<'a> {
    pub account: &'a Account,
    pub computer: Computer,
    /// The attempt that proved who they are, where that was just now: it is taken back in the same
    /// unit.
    pub attempt: Option<&'a Attempt>,
}

impl<'a> Claimant<'a> {
    /// Who proved the password in a session before this request.
    pub(super) fn of(session: &LiveSession, account: &'a Account) -> Self {
        Self { account, computer: session.computer, attempt: None }
    }

    /// Right before something is written down: an address shares its budget with a whole office, so
    /// that is locked as late as a chain of the record.
    pub(super) async fn refund(&self, portal: &Portal, unit: &mut Unit) -> Result<(), Fault> {
        match self.attempt {
            Some(attempt) => attempt.refund(portal, unit).await,
            None => Ok(()),
        }
    }
}

/// The tokens of a browser that has logged in.
#[derive(Debug)]
pub struct LoggedIn {
    pub session: ReferenceToken,
    /// None on somebody else's computer: nothing there is to know the person again.
    pub devices: Option<DeviceTokens>,
}

/// Starts the session of somebody who has proved who they are.
pub(super) async fn open(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    claimant: &Claimant<'_>,
    known: &Known,
    event: Event,
) -> Result<LoggedIn, Fault> {
    let account = claimant.account;
    let computer = claimant.computer;
    let id = portal.new_id();
    let opening = Opening { id, account: account.id, stage: Stage::Authenticated, computer };
    let session = session::start(portal, unit, visitor, &opening).await?;
    let devices = match computer {
        Computer::Public => None,
        Computer::Own => {
            Some(known_device::remember(portal, unit, visitor, known, account.id).await?)
        }
    };
    if known.to(Some(account)).is_none() {
        mail::post(portal, unit, visitor, account, &Letter::NewBrowser).await?;
    }
    claimant.refund(portal, unit).await?;
    attempts::make_whole(unit, known.familiarity(Some(account))).await?;
    audit::record(portal, unit, event, &Holder::of(account), visitor).await?;
    Ok(LoggedIn { session, devices })
}
