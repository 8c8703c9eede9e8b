//! Files of accounts, and what people call their devices.

use crate::{text, turns_text};
use asn_digital::{
    domain::{
        account_import::{self, Row, RowProblem},
        device_name as domain,
        nip::Nip,
        role::Roles,
        text::is_unreadable,
    },
    store::ImportedAccount,
    wire::{mfa::DeviceNameProblem, text::TextProblem},
};
use csv::{ReaderBuilder, StringRecord};
use uuid::Uuid;

/// A row that is taken is in the one form that the database keeps, and reading it again changes
/// nothing. Why another is not is said in one line, without its number.
pub fn accounts_csv(data: &[u8]) {
    let first_line = data.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let semicolons = first_line.contains(&b';') && !first_line.contains(&b',');
    let mut reader = ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .flexible(true)
        .from_reader(data);
    let Ok(header) = reader.headers().cloned() else {
        return;
    };
    let mut record = StringRecord::new();
    // A file has an end, and so has what is read of it.
    for _ in 0..=data.len() {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return,
            Err(_) => continue,
        }
        let Ok(row) = record.deserialize::<Row>(Some(&header)) else {
            continue;
        };
        match account_import::read(&row, Uuid::nil()) {
            Ok(account) => taken(&account),
            Err(problem) => refused(&row, &problem),
        }
    }
    panic!("more rows than bytes");
}

fn taken(account: &ImportedAccount) {
    assert!(Nip::parse(&account.nip).is_ok_and(|nip| nip.as_str() == account.nip));
    for text in [&account.name, &account.agency].into_iter().chain(&account.email) {
        assert!(!text.is_empty() && text.trim() == text && text.chars().count() <= 200);
        assert!(!text.contains(char::is_control), "{text:?}");
    }
    if let Some(email) = &account.email {
        assert!(email.rfind('@').is_some_and(|at| at > 0 && at + 1 < email.len()));
    }
    let roles = Roles::parse(&account.roles).expect("roles");
    assert!(!account.roles.is_empty() && roles.to_string() == account.roles);
    let row = Row {
        nip: account.nip.clone(),
        name: account.name.clone(),
        email: account.email.clone().unwrap_or_default(),
        agency: account.agency.clone(),
        roles: account.roles.clone(),
    };
    let again = account_import::read(&row, account.id).expect("the same row");
    let fields = |one: &ImportedAccount| {
        let ImportedAccount { id, nip, name, email, agency, roles } = one.clone();
        (id, nip, name, email, agency, roles)
    };
    assert_eq!(fields(&again), fields(account));
}

fn refused(row: &Row, problem: &RowProblem) {
    let said = problem.to_string();
    // A role that is none is said as it stands in the file.
    if !matches!(problem, RowProblem::Role(_)) {
        assert!(!said.contains(char::is_control) && said.len() < 200, "{said:?}");
        let digits: String = row.nip.chars().filter(char::is_ascii_digit).collect();
        assert!(digits.len() < 10 || !said.contains(&digits), "{said:?}");
    }
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
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(letters(&name), letters(&typed));
        }
        Err(DeviceNameProblem::Empty) => assert!(typed.trim().is_empty()),
        Err(DeviceNameProblem::Text(TextProblem::TooLong { characters, limit })) => {
            assert!(typed.chars().count() >= characters && characters > limit);
            assert_eq!(limit, domain::LONGEST);
        }
        Err(DeviceNameProblem::Text(TextProblem::Unreadable)) => {
            assert!(typed.contains(is_unreadable));
        }
    }
}
