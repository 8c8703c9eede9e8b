//! The first line of a file: which column holds what.

use super::{row::Cells, shown};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Nip,
    Name,
    Email,
    Agency,
    Roles,
    /// Spreadsheets write empty columns.
    Nameless,
}

const NAMED: [(Column, &str); 5] = [
    (Column::Nip, "nip"),
    (Column::Name, "name"),
    (Column::Email, "email"),
    (Column::Agency, "agency"),
    (Column::Roles, "roles"),
];

/// What clerks call them.
const MEANT: [(&str, &[&str]); 5] = [
    (
        "nip",
        &["nipbaru", "nippppk", "nomor", "nomorinduk", "nomorindukpegawai", "nipnipppk", "noinduk"],
    ),
    ("name", &["nama", "namalengkap", "namapegawai", "fullname"]),
    ("email", &["surel", "surat elektronik", "mailbox", "alamatemail", "mail", "emailaddress"]),
    ("agency", &["instansi", "unit", "unitkerja", "opd", "skpd", "agencies", "namainstansi"]),
    ("roles", &["role", "peran", "hakakses", "jabatan"]),
];

/// Why the first line names no columns that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsProblem {
    #[error("the first line names {0}; the columns are nip, name, email, agency and roles")]
    Unknown(String),
    #[error("the first line names the column {0} twice")]
    Twice(&'static str),
    #[error("the first line names no column nip; is the separator a comma, a semicolon or a tab?")]
    NoNip,
    #[error("the first line names no column beside nip: there is nothing to say of anybody")]
    NothingElse,
    #[error(
        "the first line holds a person; it must name the columns, such as nip,name,email,agency,roles"
    )]
    NoNames,
    #[error("a quote opens in the first line and does not close there")]
    OpenQuote,
}

/// What each cell of a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

impl Columns {
    /// # Errors
    /// When a column is not known, missing, or there twice.
    pub fn read(names: &[&str]) -> Result<Self, ColumnsProblem> {
        let digits = |name: &str| name.chars().filter(|c| c.is_numeric()).count();
        if names.iter().any(|name| digits(name) >= 15) {
            return Err(ColumnsProblem::NoNames);
        }
        let mut columns = Vec::with_capacity(names.len());
        let mut unknown = Vec::new();
        for name in names
            .iter()
            .map(|name| name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
        {
            match NAMED.iter().find(|(_, known)| *known == name) {
                _ if name.is_empty() => columns.push(Column::Nameless),
                Some((column, known)) if columns.contains(column) => {
                    return Err(ColumnsProblem::Twice(known));
                }
                Some((column, _)) => columns.push(*column),
                None => unknown.push(name),
            }
        }
        if !unknown.is_empty() {
            return Err(ColumnsProblem::Unknown(told(&unknown)));
        }
        if !columns.contains(&Column::Nip) {
            return Err(ColumnsProblem::NoNip);
        }
        if columns.iter().all(|column| matches!(column, Column::Nip | Column::Nameless)) {
            return Err(ColumnsProblem::NothingElse);
        }
        Ok(Self(columns))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn names_agencies(&self) -> bool {
        self.0.contains(&Column::Agency)
    }

    /// The cells of a line with as many; `None` when one without a name holds something.
    pub fn sort<'a>(&self, cells: impl Iterator<Item = &'a str>) -> Option<Cells<'a>> {
        let mut sorted = Cells::default();
        for (column, cell) in self.0.iter().zip(cells) {
            match column {
                Column::Nip => sorted.nip = cell,
                Column::Name => sorted.name = Some(cell),
                Column::Email => sorted.email = Some(cell),
                Column::Agency => sorted.agency = Some(cell),
                Column::Roles => sorted.roles = Some(cell),
                Column::Nameless if cell.trim().is_empty() => {}
                Column::Nameless => return None,
            }
        }
        Some(sorted)
    }
}

/// The names that are no column, as many as fit on a line: more than a file of people has columns.
fn told(unknown: &[&str]) -> String {
    const ENOUGH: usize = 240;
    const LONGEST_NAME: usize = 20;
    let mut told = String::new();
    for (at, name) in unknown.iter().enumerate() {
        let comma = if told.is_empty() { "" } else { ", " };
        if told.len() > ENOUGH {
            return format!("{told}{comma}and {} more", unknown.len() - at);
        }
        let start: String = name.chars().take(LONGEST_NAME).collect();
        told = format!("{told}{comma}\"{}\", which is no column", shown(&start));
        if let Some(meant) = meant(name) {
            told = format!("{told} (did you mean {meant}?)");
        }
    }
    told
}

/// Which column somebody meant by a name, if that can be guessed.
fn meant(name: &str) -> Option<&'static str> {
    let word: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let near = |known: &str| {
        let most = if known.len() > 3 { 2 } else { 1 };
        strsim::damerau_levenshtein(&word, known) <= most
    };
    MEANT
        .iter()
        .find(|(known, words)| *known == word || words.contains(&word.as_str()))
        .or_else(|| {
            MEANT.iter().find(|(known, words)| near(known) || words.iter().any(|word| near(word)))
        })
        .map(|(known, _)| *known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(names: &[&str]) -> String {
        Columns::read(names).unwrap_err().to_string()
    }

    #[test]
    fn columns_come_in_any_order_and_number() {
        let columns = Columns::read(&["agency", "\u{feff}nip ", ""]).unwrap();
        let cells = columns.sort(["BKN", "1", " "].into_iter()).unwrap();
        assert_eq!((cells.nip, cells.agency, cells.email), ("1", Some("BKN"), None));
        assert!(columns.sort(["BKN", "1", "x"].into_iter()).is_none());
    }

    #[test]
    fn a_column_that_is_not_known_stops_and_the_right_one_is_suggested() {
        for (written, meant) in [
            ("Email", "email"),
            ("E-mail", "email"),
            ("emial", "email"),
            ("surel", "email"),
            ("role", "roles"),
            ("Peran", "roles"),
            ("nama", "name"),
            ("Nama Lengkap", "name"),
            ("Instansi", "agency"),
            ("agensi", "agency"),
        ] {
            let said = said(&["nip", written]);
            let expected = format!("\"{written}\", which is no column (did you mean {meant}?)");
            assert!(said.contains(&expected), "{said}");
        }
        assert!(said(&["NIP", "name"]).contains("did you mean nip?"));
        assert!(!said(&["nip", "golongan darah"]).contains("did you mean"));
    }

    #[test]
    fn however_many_columns_are_not_known_the_first_few_are_named() {
        let names = ["surel"; 40];
        let said = said(&names);
        assert!(said.len() < 500 && said.contains(" more"), "{said}");
        assert!(!super::told(&names[..5]).contains("more"), "each column of a file");
        assert!(
            Columns::read(&["🙂".repeat(90).as_str(); 40]).unwrap_err().to_string().len() < 500
        );
    }

    #[test]
    fn a_line_without_names_is_said_to_be_one_and_shows_nobodys_number() {
        let said = said(&["198609262015052001", "Sri", "Ambon"]);
        assert!(said.contains("holds a person") && !said.contains("1986"), "{said}");
        assert!(Columns::read(&["nip", ""]).is_err_and(|p| p == ColumnsProblem::NothingElse));
        assert!(Columns::read(&["name", "agency"]).is_err_and(|p| p == ColumnsProblem::NoNip));
        assert!(
            Columns::read(&["nip", "name", "name"])
                .is_err_and(|p| p == ColumnsProblem::Twice("name"))
        );
    }
}
