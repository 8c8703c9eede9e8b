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
        values::{methods::Methods, reference_token::ReferenceToken},
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
    let methods = match event {
        Event::PasskeyLoggedIn => Methods::Passkey,
        Event::RecoveryCodeUsed => Methods::PasswordAndRecoveryCode,
        _ => Methods::PasswordAndCode,
    };
    let stage = Stage::Authenticated;
    let opening = Opening { id, account: account.id, stage, computer, methods };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            session::{current, open_sessions},
            testing::{ANOTHER_NIP, NIP, TestPortal, browser_at},
        },
        i18n::Language,
    };

    async fn let_in(
        portal: &Portal,
        visitor: &Visitor,
        account: &Account,
        computer: Computer,
    ) -> LoggedIn {
        let claimant = Claimant { account, computer, attempt: None };
        let mut unit = portal.store.write().await.unwrap();
        let known = Known::of(portal, visitor, &mut unit).await.unwrap();
        let event = Event::LoggedIn;
        let logged_in = open(portal, &mut unit, visitor, &claimant, &known, event).await.unwrap();
        unit.commit().await.unwrap();
        logged_in
    }

    #[tokio::test]
    async fn a_letter_tells_of_a_new_browser_and_of_one_that_is_known_none_does() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let other = portal.account(ANOTHER_NIP, "employee").await;
        let mut visitor = browser_at("192.0.2.1");
        let logged_in = let_in(&portal, &visitor, &account, Computer::Own).await;
        let letter = Language::Indonesian.messages().mail.new_browser.subject;
        assert_eq!(portal.letters().await, [letter]);
        visitor.devices = logged_in.devices.unwrap();
        let again = let_in(&portal, &visitor, &account, Computer::Own).await;
        assert_eq!(again.devices, Some(visitor.devices.clone()));
        assert_eq!(portal.letters().await, [letter]);
        let _ = let_in(&portal, &visitor, &other, Computer::Own).await;
        assert_eq!(portal.letters().await, [letter; 2], "to somebody else it is new");
        assert_eq!(portal.events(&account).await, ["logged-in", "logged-in"]);
        assert_eq!(open_sessions(&portal, account.id).await.unwrap().len(), 2);
    }

    #[tokio::test]
    async fn somebody_elses_computer_is_remembered_by_nobody_and_its_session_is_short() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        for logins in 1..=2 {
            let visitor = browser_at("192.0.2.1");
            let logged_in = let_in(&portal, &visitor, &account, Computer::Public).await;
            assert_eq!(logged_in.devices, None);
            let session = current(&portal, Some(&logged_in.session)).await.unwrap().unwrap();
            assert_eq!(session.computer, Computer::Public);
            assert_eq!(session.idle, portal.limits.public.idle);
            assert_eq!(portal.letters().await.len(), logins, "each time anew");
        }
    }

    #[tokio::test]
    async fn a_login_forgets_the_mistakes_of_its_own_browser() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let mut visitor = browser_at("192.0.2.1");
        let logged_in = let_in(&portal, &visitor, &account, Computer::Own).await;
        visitor.devices = logged_in.devices.unwrap();
        let wrong = async |times: u32| {
            let mut counted = Vec::new();
            for _ in 0..times {
                let mut unit = portal.store.write().await.unwrap();
                let known = Known::of(&portal, &visitor, &mut unit).await.unwrap();
                let browser = known.familiarity(Some(&account));
                let mut attempt = Attempt::code(&portal, browser, account.id);
                counted.push(attempt.count(&portal, &mut unit).await.unwrap());
                unit.commit().await.unwrap();
            }
            counted
        };
        let admitted = attempts::Counted::Admitted { is_last: false };
        assert_eq!(wrong(9).await, [admitted; 9]);
        let _ = let_in(&portal, &visitor, &account, Computer::Own).await;
        assert_eq!(wrong(9).await, [admitted; 9]);
        assert_eq!(wrong(1).await, [attempts::Counted::Admitted { is_last: true }]);
    }
}
