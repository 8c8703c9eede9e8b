//! One row of an accounts file: columns `nip,name,email,agency,roles`.

use super::{nip::Nip, role::Roles};
use crate::{store::ImportedAccount, wire::login::NipProblem};
use serde::Deserialize;
use uuid::Uuid;

/// Characters; long enough for any name or agency there is.
const LONGEST: usize = 200;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Row {
    pub nip: String,
    pub name: String,
    #[serde(default)]
    pub email: String,
    pub agency: String,
    #[serde(default)]
    pub roles: String,
}

/// Why a row was not taken, in words for the operator. The number is shown masked if at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    #[error("the column nip is empty")]
    NoNip,
    #[error("the nip holds something other than digits")]
    NipNotDigits,
    #[error("the nip has {0} digits; it needs 18")]
    NipLength(u16),
    #[error("the nip cannot be right: birth date, appointment, kind, sex or sequence do not fit")]
    NipStructure,
    #[error("the column {0} is empty")]
    Empty(&'static str),
    #[error("the column {0} is longer than 200 characters or holds control characters")]
    Unreadable(&'static str),
    #[error("the email address has no @ with something before and after it")]
    Email,
    #[error(transparent)]
    Role(#[from] super::role::UnknownRole),
}

/// # Errors
/// The first thing wrong with the row.
pub fn read(row: &Row, id: Uuid) -> Result<ImportedAccount, RowProblem> {
    let nip = Nip::parse(&row.nip).map_err(|problem| match problem {
        NipProblem::Empty => RowProblem::NoNip,
        NipProblem::NotDigits => RowProblem::NipNotDigits,
        NipProblem::Length(digits) => RowProblem::NipLength(digits),
        NipProblem::Structure => RowProblem::NipStructure,
    })?;
    Ok(ImportedAccount {
        id,
        nip: nip.as_str().to_owned(),
        name: text("name", &row.name)?,
        email: email(&row.email)?,
        agency: text("agency", &row.agency)?,
        roles: Roles::parse(&row.roles)?.to_string(),
    })
}

fn text(column: &'static str, value: &str) -> Result<String, RowProblem> {
    let value = value.trim();
    if value.is_empty() {
        return Err(RowProblem::Empty(column));
    }
    if value.chars().count() > LONGEST || value.chars().any(char::is_control) {
        return Err(RowProblem::Unreadable(column));
    }
    Ok(value.to_owned())
}

/// Only what could not be delivered at all is refused; whether it arrives shows when it is used.
fn email(value: &str) -> Result<Option<String>, RowProblem> {
    if value.trim().is_empty() {
        return Ok(None);
    }
    let value = text("email", value)?;
    match value.rsplit_once('@') {
        Some((local, domain)) if !local.is_empty() && domain.contains('.') => Ok(Some(value)),
        _ => Err(RowProblem::Email),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            nip: "19860926 201505 1 001".into(),
            name: " Sri Wahyuni ".into(),
            email: "sri@example.go.id".into(),
            agency: "Pemerintah Kota Ambon".into(),
            roles: "operator;employee".into(),
        }
    }

    #[test]
    fn a_good_row_is_read_in_one_form() {
        let account = read(&row(), Uuid::nil()).unwrap();
        assert_eq!(account.nip, "198609262015051001");
        assert_eq!(account.name, "Sri Wahyuni");
        assert_eq!(account.roles, "employee operator");
    }

    #[test]
    fn a_bad_row_says_what_is_wrong() {
        let problem = |change: fn(&mut Row)| {
            let mut row = row();
            change(&mut row);
            read(&row, Uuid::nil()).unwrap_err().to_string()
        };
        assert!(problem(|r| r.nip = "1986".into()).contains("4 digits"));
        assert!(problem(|r| r.nip = "198613262015051001".into()).contains("cannot be right"));
        assert!(problem(|r| r.name = " ".into()).contains("column name is empty"));
        assert!(problem(|r| r.agency = "x".repeat(201)).contains("column agency"));
        assert!(problem(|r| r.email = "sri.example".into()).contains("email"));
        assert!(problem(|r| r.roles = "boss".into()).contains("\"boss\""));
    }
}
