//! Files of accounts, and what people call their devices.

use crate::{text, turns_text};
use asn_digital::{domain::{people::{account_import::{self, AccountFile, PersonRow}, role::Roles}, values::{device_name as domain, nip::Nip, text::is_unreadable}}, store::FiledPerson, wire::{mfa::DeviceNameProblem, text::TextProblem}};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// A row that is taken is in the one form that the database keeps, and reading it again changes
/// nothing. Why another is not is said in one line, without its number.
pub fn accounts_csv(data: &[u8]) {
    let mut file = match AccountFile::open(data) {
        Ok(file) => file,
        Err(problem) => return said_in_one_line(&problem.to_string()),
    };
    let (mut rows, mut last) = (0, 0);
    loop {
        match file.next_row() {
            Ok(Some((line, row))) => {
                assert!(line > last, "lines are counted");
                last = line;
                match row {
                    Ok(person) => taken(&person),
                    Err(problem) => said_in_one_line(&problem.to_string()),
                }
            }
            Ok(None) => return,
            Err(problem) => return said_in_one_line(&problem.to_string()),
        }
        rows += 1;
        // A file has an end, and so has what is read of it.
        assert!(rows <= data.len(), "more rows than bytes");
    }
}

fn taken(person: &FiledPerson) {
    let FiledPerson { line: _, nip, name, email, agency, roles } = person;
    assert!(Nip::parse(nip).is_ok_and(|read| read.as_str() == nip));
    for text in [name, agency].into_iter().flatten() {
        assert!(!text.is_empty() && text.trim() == text && text.chars().count() <= 200);
        assert!(!text.contains(|c: char| c.is_control() || turns_text(c)), "{text:?}");
    }
    if let Some(email) = email.as_ref().filter(|email| !email.is_empty()) {
        assert!(email.is_ascii() && email.matches('@').count() == 1 && email.len() < 255);
        assert!(!email.contains([' ', ';', ',', '<', '>']), "{email:?}");
    }
    if let Some(roles) = roles {
        assert!(Roles::parse(roles).is_ok_and(|read| read.to_string() == *roles));
    }
    let row = PersonRow {
        nip: nip.clone(),
        name: name.clone().unwrap_or("Sri".into()),
        email: email.clone().unwrap_or_default(),
        agency: agency.clone().unwrap_or("BKN".into()),
        roles: roles.clone().unwrap_or_default(),
    };
    let again = account_import::read(&row, Uuid::nil()).expect("the same row");
    assert_eq!((&again.nip, &again.name, &again.agency), (nip, &row.name, &row.agency));
    assert_eq!(again.email.unwrap_or_default(), row.email);
}

fn said_in_one_line(said: &str) {
    assert!(!said.contains(char::is_control) && said.len() < 500, "{said:?}");
    let digits = said.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
    assert!(digits < Some(10), "a number is shown: {said:?}");
}

/// A name is one line that cannot make a list lie, and reading it again changes nothing.
pub fn device_name(data: &[u8]) {
    let typed = text(data);
    let spoils = |c: char| c.is_control() || turns_text(c);
    match domain::parse(&typed) {
        Ok(name) => {
            assert!((1..=domain::LONGEST).contains(&name.chars().count()));
            assert!(!name.contains(spoils) && !name.contains("  ") && name.trim() == name);
            assert!(name.chars().all(|c| c == ' ' || !c.is_whitespace()));
            assert!(domain::parse(&name).is_ok_and(|again| again == name));
            let composed = |text: &str| {
                text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>()
            };
            assert_eq!(name, composed(&typed));
        }
        Err(DeviceNameProblem::Empty) => assert!(typed.trim().is_empty()),
        Err(DeviceNameProblem::Text(TextProblem::TooLong { characters, limit })) => {
            assert!(2 * typed.chars().count() >= characters && characters > limit);
            assert_eq!(limit, domain::LONGEST);
        }
        Err(DeviceNameProblem::Text(TextProblem::Unreadable)) => {
            assert!(!typed.is_ascii() || typed.contains(is_unreadable));
        }
    }
}
