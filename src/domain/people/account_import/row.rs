//! One row: what is wrong with it, or whom it is about.

use super::{number, row_problem::RowProblem};
use crate::{
    domain::{
        people::role::{Role, Roles},
        values::{
            mailbox::{self},
            naming,
        },
    },
    store::{FiledPerson, ImportedAccount},
};
use uuid::Uuid;

/// Characters; long enough for any name or agency there is.
const LONGEST: usize = 200;

/// A whole person.
#[derive(Debug, Clone, Default)]
pub struct PersonRow {
    pub nip: String,
    pub name: String,
    pub email: String,
    pub agency: String,
    pub roles: String,
}

/// The cells of a line: `None` where the file has no such column.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cells<'a> {
    pub nip: &'a str,
    pub name: Option<&'a str>,
    pub email: Option<&'a str>,
    pub agency: Option<&'a str>,
    pub roles: Option<&'a str>,
}

/// # Errors
/// The first thing wrong with a whole person.
pub fn read(row: &PersonRow, id: Uuid) -> Result<ImportedAccount, RowProblem> {
    let cells = Cells {
        nip: &row.nip,
        name: Some(&row.name),
        email: Some(&row.email),
        agency: Some(&row.agency),
        roles: Some(&row.roles),
    };
    let FiledPerson { line: _, nip, name, email, agency, roles } = filed(&cells, 0)?;
    Ok(ImportedAccount {
        id,
        nip,
        name: name.unwrap_or_default(),
        email: email.filter(|email| !email.is_empty()),
        agency: agency.unwrap_or_default(),
        roles: roles.unwrap_or_default(),
    })
}

/// # Errors
/// The first thing wrong with what a line says of a person.
pub fn filed(cells: &Cells<'_>, line: u64) -> Result<FiledPerson, RowProblem> {
    error_value("nip", cells.nip)?;
    let nip = number::read(cells.nip)?;
    let name = cells.name.map(|cell| called("name", cell)).transpose()?;
    let email = cells.email.map(email).transpose()?;
    let agency = cells.agency.map(|cell| called("agency", cell)).transpose()?;
    let roles = cells.roles.map(roles).transpose()?;
    let line = i64::try_from(line).unwrap_or(i64::MAX);
    Ok(FiledPerson { line, nip: nip.as_str().to_owned(), name, email, agency, roles })
}

/// What a spreadsheet shows in place of a value, or works one out from.
fn error_value(column: &'static str, cell: &str) -> Result<(), RowProblem> {
    const ERRORS: [&str; 9] =
        ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];
    let cell = cell.trim();
    match ERRORS.iter().find(|error| cell.eq_ignore_ascii_case(error)) {
        Some(error) => Err(RowProblem::Formula(column, (*error).to_owned())),
        None if !cell.is_empty() && cell.bytes().all(|byte| byte == b'#') => {
            Err(RowProblem::Formula(column, "####".to_owned()))
        }
        None => Ok(()),
    }
}

/// What a person or an agency is called.
fn called(column: &'static str, cell: &str) -> Result<String, RowProblem> {
    error_value(column, cell)?;
    // Twice as many can become as many once they are composed.
    if cell.trim().chars().nth(2 * LONGEST).is_some() {
        return Err(RowProblem::Long(column));
    }
    let text = naming::in_one_form(cell);
    if text.is_empty() {
        return Err(RowProblem::Empty(column));
    }
    if text.starts_with('=') {
        return Err(RowProblem::Formula(column, "a formula".to_owned()));
    }
    if is_mangled(&text) {
        return Err(RowProblem::Mangled(column));
    }
    if !naming::is_readable(&text) {
        return Err(RowProblem::Unreadable(column));
    }
    if text.chars().count() > LONGEST {
        return Err(RowProblem::Long(column));
    }
    if !text.contains(char::is_alphabetic) {
        return Err(RowProblem::NoLetter(column));
    }
    Ok(text)
}

/// UTF-8 that was taken for Windows-1252: `Ã©`, `â€™`; or a character that was lost on the way.
fn is_mangled(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let follows = |c: char| {
        matches!(
            c,
            '\u{80}'
                ..='\u{bf}'
                    | '€'
                    | '‚'
                    | 'ƒ'
                    | '„'
                    | '…'
                    | '†'
                    | '‡'
                    | 'ˆ'
                    | '‰'
                    | 'Š'
                    | '‹'
                    | 'Œ'
                    | 'Ž'
        ) || matches!(
            c,
            '‘' | '’'
                | '“'
                | '”'
                | '•'
                | '–'
                | '—'
                | '˜'
                | '™'
                | 'š'
                | '›'
                | 'œ'
                | 'ž'
                | 'Ÿ'
        )
    };
    text.contains('\u{fffd}')
        || text.contains("â€")
        || text
            .chars()
            .zip(text.chars().skip(1))
            .any(|(c, next)| matches!(c, 'Ã' | 'Â') && follows(next))
}

/// Empty for none.
fn email(cell: &str) -> Result<String, RowProblem> {
    error_value("email", cell)?;
    if cell.trim().is_empty() { Ok(String::new()) } else { Ok(mailbox::parse(cell)?) }
}

fn roles(cell: &str) -> Result<String, RowProblem> {
    error_value("roles", cell)?;
    let roles = Roles::parse(cell).map_err(|unknown| RowProblem::Role(unknown.0))?;
    if let Some(granted) = roles.iter().find(|role| !Role::OF_ACCOUNTS.contains(role)) {
        return Err(RowProblem::Role(granted.name().to_owned()));
    }
    Ok(roles.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> PersonRow {
        PersonRow {
            nip: "19860926 201505 1 001".into(),
            name: " Sri Wahyuni ".into(),
            email: "sri@example.go.id".into(),
            agency: "Pemerintah Kota\u{a0} Ambon".into(),
            roles: "operator;employee".into(),
        }
    }

    #[test]
    fn a_good_row_is_read_in_one_form() {
        let account = read(&row(), Uuid::nil()).unwrap();
        assert_eq!(account.nip, "198609262015051001");
        assert_eq!(account.name, "Sri Wahyuni");
        assert_eq!(account.agency, "Pemerintah Kota Ambon");
        assert_eq!(account.roles, "employee operator");
        let decomposed = PersonRow { name: "Andre\u{301}".into(), ..row() };
        assert_eq!(read(&decomposed, Uuid::nil()).unwrap().name, "André");
    }

    fn problem(change: impl FnOnce(&mut PersonRow)) -> RowProblem {
        let mut row = row();
        change(&mut row);
        read(&row, Uuid::nil()).unwrap_err()
    }

    #[test]
    fn a_bad_row_says_what_is_wrong() {
        let said = |change: fn(&mut PersonRow)| problem(change).to_string();
        assert!(said(|r| r.nip = "1986".into()).contains("4 digits"));
        assert!(said(|r| r.nip = "198613262015051001".into()).contains("cannot be right"));
        assert!(said(|r| r.name = " ".into()).contains("column name is empty"));
        assert!(said(|r| r.agency = "x".repeat(201)).contains("column agency"));
        assert!(said(|r| r.email = "sri.example".into()).contains("email"));
        assert!(said(|r| r.roles = "boss".into()).contains("\"boss\""));
        assert_eq!(problem(|r| r.name = "-".into()), RowProblem::NoLetter("name"));
        assert_eq!(problem(|r| r.name = "RenÃ©".into()), RowProblem::Mangled("name"));
        assert_eq!(problem(|r| r.name = "Maâ€™ruf".into()), RowProblem::Mangled("name"));
        assert_eq!(problem(|r| r.name = "S\u{200b}ri".into()), RowProblem::Unreadable("name"));
        assert_eq!(
            problem(|r| r.agency = "#N/A".into()),
            RowProblem::Formula("agency", "#N/A".into())
        );
        assert_eq!(
            problem(|r| r.name = "=A2".into()),
            RowProblem::Formula("name", "a formula".into())
        );
    }

    #[test]
    fn names_with_accents_are_no_wrong_encoding() {
        for name in ["Ângela São", "Ãngela", "René", "Ma’ruf", "Ñusa"] {
            assert!(read(&PersonRow { name: name.into(), ..row() }, Uuid::nil()).is_ok(), "{name}");
        }
    }

    #[test]
    fn no_message_holds_what_may_be_somebodys_number() {
        const NIP: &str = "198609262015051001";
        for wrong in [
            PersonRow { roles: NIP.into(), ..row() },
            PersonRow { nip: format!("{NIP}9"), ..row() },
            PersonRow { name: NIP.into(), ..row() },
            PersonRow { agency: NIP.into(), ..row() },
            PersonRow { email: NIP.into(), ..row() },
        ] {
            let said = read(&wrong, Uuid::nil()).unwrap_err().to_string();
            assert!(!said.contains("2015"), "{said}");
        }
    }
}
