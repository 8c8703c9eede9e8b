//! Messages for the page after a redirect: sealed in a cookie, or, where they are too long for one, on
//! the server with the session that left them ([`crate::domain::flash`]); never in the address, so nobody
//! can make the portal say something by handing out a link.

use super::{
    cookies::set,
    request::{self, broken_cookie},
};
use crate::{
    domain::{flash, seal::Purpose, session::LiveSession},
    web::cookies::{FLASH, FORM, Jar},
    wire::{
        account::{PasswordChangeProblem, RefusedName},
        agency::{AgencyFields, AgencyProblem},
        bulk::{BulkFields, BulkProblem},
        clients::{ClientFields, RefusedField},
        error::ApiError,
        forgotten::{ForgottenProblem, SetPasswordProblem},
        launcher::Changed,
        login::{LoginProblem, SecondFactorProblem},
        manage::{DraftFields, DraftText, MoveFields, ServiceFields, ServiceProblem},
        mfa::EnrolmentProblem,
        notice::Notice,
        people::{PersonFields, PersonForm, PersonProblem, ReasonProblem},
        person_form::{FormFields, FormProblem},
        provisioning::{LiftFields, ProvisioningProblem, TokenFields},
        reset::{RequestProblem, ResetProblem},
        text::TextProblem,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cookie::time::Duration;
use serde::{Deserialize, Serialize};

/// The longest message in a cookie, as it is sent: the heads of all our answers stay below 3 KiB, and
/// browsers drop cookies of more than 4,096 bytes (RFC 6265bis §5.6). Bytes.
const LONGEST_FLASH: usize = 1200;
/// Characters of a number that were typed, and stay in the form. Written as JSON, with the longest
/// address to go on to, they fit into [`LONGEST_FLASH`].
const KEPT: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flash {
    Login {
        nip: String,
        is_public: bool,
        next: Option<String>,
        problems: Vec<LoginProblem>,
    },
    /// The number is filled in where the portal knows it.
    Notice {
        notice: Notice,
        nip: String,
    },
    /// Said on the launcher where it happened.
    Launcher {
        changed: Changed,
    },
    /// The page that leads on does so by itself: a form was sent, and not the back button pressed.
    GoOn,
    SecondFactor {
        problem: SecondFactorProblem,
    },
    /// Of an authenticator.
    Name {
        refused: RefusedName,
    },
    RecoveryCodes {
        codes: Vec<String>,
    },
    LostPhone {
        code_sent: bool,
        problem: Option<ResetProblem>,
    },
    PasswordChange {
        problems: Vec<PasswordChangeProblem>,
    },
    Forgotten {
        nip: String,
        problem: Option<ForgottenProblem>,
    },
    NewPassword {
        problem: SetPasswordProblem,
    },
    ResetRequest {
        nip: String,
        reason: String,
        problem: RequestProblem,
    },
    /// For the person's enrolment after an assisted reset.
    EnrolmentCode {
        name: String,
        code: String,
    },
    Enrolment {
        device_name: String,
        reset_code: String,
        code_sent: bool,
        problems: Vec<EnrolmentProblem>,
    },
    /// One that was refused; a new one has no id.
    Draft {
        id: Option<String>,
        fields: DraftFields,
        problems: Vec<(DraftText, TextProblem)>,
    },
    /// A draft that is to be published as it is, once its writer has proved who they are.
    Publish {
        id: String,
        fields: DraftFields,
    },
    Service {
        fields: ServiceFields,
        problems: Vec<ServiceProblem>,
    },
    ServiceMove {
        fields: MoveFields,
        problems: Vec<ServiceProblem>,
    },
    /// A form of somebody's page that was refused, or needs a fresh proof; `id`: of the account.
    Person {
        id: String,
        fields: PersonFields,
        problems: Vec<PersonProblem>,
    },
    /// One of the forms below somebody's page; the same.
    PersonForm {
        id: String,
        form: PersonForm,
        fields: Box<FormFields>,
        problems: Vec<FormProblem>,
    },
    /// The form of an act on many people that was refused.
    Bulk {
        fields: Box<BulkFields>,
        problems: Vec<BulkProblem>,
    },
    /// Why an act on many people is to be taken back; refused. `id`: of the job.
    BulkUndo {
        id: String,
        reason: String,
        problem: ReasonProblem,
    },
    /// The form of a client that was refused, or needs a fresh proof; `known`: of one that there is.
    Client {
        known: bool,
        fields: Box<ClientFields>,
        refused: Vec<RefusedField>,
    },
    /// The form of an agency that was refused, or needs a fresh proof.
    Agency {
        fields: AgencyFields,
        problem: Option<AgencyProblem>,
    },
    /// What was typed about the systems of agencies; the same.
    Provisioning {
        fields: TokenFields,
        lift: LiftFields,
        problems: Vec<ProvisioningProblem>,
    },
    /// One that was just made.
    ProvisioningToken {
        token: String,
    },
    /// For which text an agency was typed; the same.
    AgencyText {
        text: String,
        agency: String,
        problem: Option<AgencyProblem>,
    },
    /// One that was just made.
    ClientSecret {
        client: String,
        secret: String,
    },
    /// The session that has ended just now: whom to have told is shown.
    Left {
        session: String,
    },
    /// Too long for a cookie: it lies on the server, with the session.
    Kept,
}

#[derive(Serialize, Deserialize)]
struct SealedFlash {
    flash: Flash,
    /// Unix seconds.
    until: i64,
}

/// Leaves a message for the next page. It is sealed: a browser can neither read nor make one. What a
/// stranger types in it is bounded by [`KEPT`]; for more there is [`set_long_flash`].
pub fn set_flash(flash: &Flash) -> Result<(), ApiError> {
    let text = seal(flash)?;
    if text.len() > LONGEST_FLASH {
        // Browsers would drop it, and a proxy might refuse the whole answer.
        tracing::error!("a message for the next page is too long for a cookie: it is left out");
        return Ok(());
    }
    leave(FLASH, text)
}

/// The same for what somebody with a session typed at length: what does not fit lies on the server.
pub async fn set_long_flash(session: &LiveSession, flash: &Flash) -> Result<(), ApiError> {
    leave_long(FLASH, session, flash).await
}

/// Keeps what was typed into a form that needs a fresh proof first: pages in between, which take the
/// message left for them, do not take this.
pub async fn set_form(session: &LiveSession, form: &Flash) -> Result<(), ApiError> {
    leave_long(FORM, session, form).await
}

/// Takes the message left for this page, once. A forged, damaged or old one is no message.
pub fn take_flash() -> Result<Option<Flash>, ApiError> {
    take(FLASH)
}

/// Takes what [`set_long_flash`] left for this page, once.
pub async fn take_long_flash(session: &LiveSession) -> Result<Option<Flash>, ApiError> {
    take_long(FLASH, session).await
}

/// Takes the form that was kept, once.
pub async fn take_form(session: &LiveSession) -> Result<Option<Flash>, ApiError> {
    take_long(FORM, session).await
}

fn leave(name: &str, text: String) -> Result<(), ApiError> {
    set(name, text, Some(Duration::seconds(flash::LASTS.whole_seconds())))
}

async fn leave_long(name: &str, session: &LiveSession, flash: &Flash) -> Result<(), ApiError> {
    let text = seal(flash)?;
    if text.len() <= LONGEST_FLASH {
        return leave(name, text);
    }
    let plain = serde_json::to_vec(flash).map_err(|_| broken_cookie())?;
    let portal = request::portal()?;
    flash::keep(&portal, session.id, &plain).await.map_err(|fault| request::failed(&fault))?;
    leave(name, seal(&Flash::Kept)?)
}

fn take(name: &str) -> Result<Option<Flash>, ApiError> {
    let portal = request::portal()?;
    let settings = request::settings()?;
    let parts = request::parts()?;
    let jar = Jar::of(&parts.headers, &settings);
    if !jar.has(name) {
        return Ok(None);
    }
    set(name, String::new(), Some(Duration::ZERO))?;
    let plain = portal.sealer.open(Purpose::Flash, &jar.sealed(name)).unwrap_or_default();
    let flash = serde_json::from_slice::<SealedFlash>(&plain).ok();
    let now = portal.now().unix_timestamp();
    Ok(flash.filter(|flash| now < flash.until).map(|flash| flash.flash))
}

async fn take_long(name: &str, session: &LiveSession) -> Result<Option<Flash>, ApiError> {
    match take(name)? {
        Some(Flash::Kept) => {
            let portal = request::portal()?;
            let plain =
                flash::take(&portal, session.id).await.map_err(|fault| request::failed(&fault))?;
            Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
        }
        flash => Ok(flash),
    }
}

fn seal(flash: &Flash) -> Result<String, ApiError> {
    let portal = request::portal()?;
    let until = (portal.now() + flash::LASTS).unix_timestamp();
    let plain = serde_json::to_vec(&SealedFlash { flash: flash.clone(), until })
        .map_err(|_| broken_cookie())?;
    let sealed = portal.sealer.seal(Purpose::Flash, &plain, portal.random());
    Ok(URL_SAFE_NO_PAD.encode(sealed.map_err(|fault| request::failed(&fault))?))
}

/// What stays in a form of what a person without a session typed.
pub fn kept(typed: &str) -> String {
    typed.chars().take(KEPT).collect()
}

/// Takes the message left for this page when it is a notice.
pub fn take_notice() -> Result<Option<Notice>, ApiError> {
    Ok(match take_flash()? {
        Some(Flash::Notice { notice, .. }) => Some(notice),
        _ => None,
    })
}

/// Leaves a notice for the next page.
pub fn set_notice(notice: Notice) -> Result<(), ApiError> {
    set_flash(&Flash::Notice { notice, nip: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{random::SeededRandom, seal::Sealer},
        paths::LONGEST_NEXT,
        wire::login::{CodeProblem, NipProblem, PasswordProblem},
    };

    /// The longest messages of whoever has no session that a longer one could lie with.
    #[test]
    fn whatever_a_stranger_types_its_message_fits_into_a_cookie() {
        let problems = vec![
            LoginProblem::Nip(NipProblem::Length(u16::MAX)),
            LoginProblem::Password(PasswordProblem::TooLong),
            LoginProblem::Code(CodeProblem::NotSixDigits),
        ];
        let next = "a".repeat(LONGEST_NEXT);
        for letter in ["\u{1}", "\"", "🙂", "\u{10ffff}", "a"] {
            let nip = kept(&letter.repeat(4000));
            for flash in [
                Flash::Login {
                    nip: nip.clone(),
                    is_public: true,
                    next: Some(next.clone()),
                    problems: problems.clone(),
                },
                Flash::Forgotten {
                    nip: nip.clone(),
                    problem: Some(ForgottenProblem::Wait { seconds: u32::MAX }),
                },
                Flash::RecoveryCodes { codes: vec!["K7QFM-2ZP9X".to_owned(); 10] },
            ] {
                let sealed = SealedFlash { flash, until: i64::MAX };
                let plain = serde_json::to_vec(&sealed).unwrap();
                let sealer = Sealer::new([7; 32], &[]);
                let sealed = sealer.seal(Purpose::Flash, &plain, &SeededRandom::new(1)).unwrap();
                let length = URL_SAFE_NO_PAD.encode(sealed).len();
                assert!(length <= LONGEST_FLASH, "{letter:?}: {length}");
            }
        }
    }
}
