//! One person of an export: whom they are here, and what of them comes along. Pure.

use super::{
    super::account_import::{Privileges, row, shown},
    credential::{self, MovedApp, MovedPassword},
    export::KeycloakUser,
    not_taken::NotTaken,
};
use crate::{
    domain::{
        credentials::authenticator::MOST,
        people::role::{EMPLOYEE, Role},
        values::{mailbox, renewal::Renewal},
    },
    store::FiledPerson,
};
use uuid::Uuid;

/// Where the agency of a person stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgencySource {
    /// Everybody's.
    Text(String),
    Attribute(String),
    /// The path of the first group.
    Group,
}

/// How people are moved.
#[derive(Debug, Clone)]
pub struct MovingTerms {
    pub agency: AgencySource,
    /// The attribute that holds the number; without one, the user name is it.
    pub number_attribute: Option<String>,
    /// What roles of the realm are here.
    pub roles: Vec<(String, Role)>,
    pub privileges: Privileges,
    pub unverified_mailboxes: bool,
    /// Everything is looked at and nothing changed.
    pub is_dry_run: bool,
}

/// A person as they come.
#[derive(Debug, Clone)]
pub struct MovedPerson {
    pub row: FiledPerson,
    /// What services know them by.
    pub subject: String,
    /// The same as an account's id, where it can be one.
    pub id: Option<Uuid>,
    pub password: Option<MovedPassword>,
    pub apps: Vec<MovedApp>,
    pub renewal: Renewal,
    pub is_disabled: bool,
    pub left_behind: Vec<NotTaken>,
}

/// The number as it stands in the file.
pub fn number<'a>(user: &'a KeycloakUser, terms: &MovingTerms) -> Option<&'a str> {
    match &terms.number_attribute {
        Some(name) => user.attribute(name),
        None => user.username.as_deref(),
    }
}

/// `place`: the how manieth person of the file.
///
/// # Errors
/// Why they do not come.
pub fn read(user: &KeycloakUser, terms: &MovingTerms, place: u64) -> Result<MovedPerson, NotTaken> {
    let mut left_behind = Vec::new();
    let Some(number) = number(user, terms) else {
        let what = terms.number_attribute.as_deref().unwrap_or("username");
        return Err(NotTaken::NoNumber(shown(what)));
    };
    let subject = user.id.clone().filter(|id| is_subject(id)).ok_or(NotTaken::NoId)?;
    let parts = [user.first_name.as_deref(), user.last_name.as_deref()];
    let name = parts.map(Option::unwrap_or_default).join(" ");
    if name.trim().is_empty() {
        return Err(NotTaken::NoName);
    }
    let agency = agency(user, &terms.agency).ok_or(NotTaken::NoAgency)?;
    let email = mailbox_of(user, terms, &mut left_behind);
    let roles = roles(user, terms, &mut left_behind);
    let cells = row::Cells {
        nip: number,
        name: Some(&name),
        email: Some(&email),
        agency: Some(agency),
        roles: roles.as_deref(),
    };
    let row = row::filed(&cells, place)?;
    let (password, apps) = proofs(user, &mut left_behind);
    let renewal = renewal(user, &mut left_behind);
    if user
        .client_roles
        .as_ref()
        .is_some_and(|roles| roles.values().any(|roles| is_more_than_usual(roles)))
    {
        left_behind.push(NotTaken::ServiceRoles);
    }
    // The id of an account is written in one way, and so has the subject to be.
    let id = Uuid::parse_str(&subject).ok();
    let id = id.filter(|id| !id.is_nil() && !id.is_max() && id.to_string() == subject);
    let is_disabled = user.enabled != Some(true);
    Ok(MovedPerson { row, subject, id, password, apps, renewal, is_disabled, left_behind })
}

/// OpenID Connect Core 1.0 §2: at most 255 ASCII characters.
fn is_subject(id: &str) -> bool {
    (1..=255).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}

fn agency<'a>(user: &'a KeycloakUser, source: &'a AgencySource) -> Option<&'a str> {
    let agency = match source {
        AgencySource::Text(text) => text,
        AgencySource::Attribute(name) => user.attribute(name)?,
        AgencySource::Group => user.groups.as_ref()?.first()?.trim_start_matches('/'),
    };
    (!agency.trim().is_empty()).then_some(agency)
}

/// Empty for none. Whoever reads a mailbox may set its person's password, so it has to be theirs.
fn mailbox_of(user: &KeycloakUser, terms: &MovingTerms, left_behind: &mut Vec<NotTaken>) -> String {
    let Some(email) = user.email.as_deref().filter(|email| !email.trim().is_empty()) else {
        return String::new();
    };
    let is_theirs = user.email_verified == Some(true) || terms.unverified_mailboxes;
    match mailbox::parse(email) {
        Ok(email) if is_theirs => return email,
        Ok(_) => left_behind.push(NotTaken::MailboxUnverified),
        Err(_) => left_behind.push(NotTaken::Mailbox),
    }
    String::new()
}

/// Roles that every realm gives to everybody.
fn is_usual(role: &str) -> bool {
    matches!(role, "offline_access" | "uma_authorization") || role.starts_with("default-roles-")
}

/// Beyond what Keycloak lets everybody do with their own account.
fn is_more_than_usual(roles: &[String]) -> bool {
    roles.iter().any(|role| !matches!(role.as_str(), "manage-account" | "view-profile"))
}

/// None where nobody said what a role is.
fn roles(
    user: &KeycloakUser,
    terms: &MovingTerms,
    left_behind: &mut Vec<NotTaken>,
) -> Option<String> {
    let mut roles = vec![EMPLOYEE];
    for role in user.realm_roles.iter().flatten() {
        let mapped = terms.roles.iter().filter(|(theirs, _)| theirs == role);
        let before = roles.len();
        roles.extend(mapped.map(|(_, ours)| ours.name()));
        if roles.len() == before && !is_usual(role) {
            left_behind.push(NotTaken::RoleUnmapped(shown(role)));
        }
    }
    (!terms.roles.is_empty()).then(|| roles.join(" "))
}

fn proofs(
    user: &KeycloakUser,
    left_behind: &mut Vec<NotTaken>,
) -> (Option<MovedPassword>, Vec<MovedApp>) {
    let mut password = None;
    let mut has_password = false;
    let mut apps = Vec::new();
    for credential in user.credentials.iter().flatten() {
        let problem = match credential.r#type.as_deref().unwrap_or_default() {
            "password" => {
                has_password = true;
                let read = credential::password(credential);
                read.map(|read| password = password.take().or(Some(read))).err()
            }
            "otp" | "totp" | "hotp" if apps.len() == MOST => Some(NotTaken::TooManyApps),
            "otp" | "totp" | "hotp" => credential::app(credential).map(|app| apps.push(app)).err(),
            "webauthn" | "webauthn-passwordless" => Some(NotTaken::Passkey),
            "recovery-authn-codes" => Some(NotTaken::RecoveryCodes),
            // Those that were there before, so that nobody takes them again.
            "password-history" => None,
            other => Some(NotTaken::OtherProof(shown(other))),
        };
        left_behind.extend(problem);
    }
    if !has_password {
        let is_federated = user.federation_link.is_some();
        left_behind.push(if is_federated { NotTaken::Federated } else { NotTaken::NoPassword });
    }
    (password, apps)
}

fn renewal(user: &KeycloakUser, left_behind: &mut Vec<NotTaken>) -> Renewal {
    let is_temporary = |credential: &super::export::KeycloakCredential| {
        credential.r#type.as_deref() == Some("password") && credential.temporary == Some(true)
    };
    let mut renewal = Renewal::of(user.credentials.iter().flatten().any(is_temporary), false);
    for action in user.required_actions.iter().flatten() {
        renewal = match action.as_str() {
            "UPDATE_PASSWORD" => renewal.and(Renewal::Password),
            "CONFIGURE_TOTP" => renewal.and(Renewal::Authenticator),
            other => {
                left_behind.push(NotTaken::Action(shown(other)));
                renewal
            }
        };
    }
    renewal
}

#[cfg(test)]
mod tests;
