//! Files as clerks bring them, and what is said of each. Every one is tried, in a dry run, on a portal
//! that has the people of `portal.csv`.

use crate::support::*;
use std::{fs, path::Path};
use tempfile::TempDir;

/// A file that is read: what is counted, and what is said of which lines.
struct Case {
    file: &'static str,
    counted: &'static str,
    said: &'static [&'static str],
}

/// A file that stops the import, and why.
const STOPPED: &[(&str, &[&str])] = &[
    ("column-email-in-capitals.csv", &["line 1:", "\"Email\"", "did you mean email?"]),
    ("column-role.csv", &["line 1:", "\"role\"", "did you mean roles?"]),
    (
        "columns-in-indonesian.csv",
        &["mean nip?", "\"Nama\"", "mean name?", "mean email?", "mean agency?", "mean roles?"],
    ),
    ("column-twice.csv", &["line 1:", "the column name twice"]),
    ("column-nip-alone.csv", &["no column beside nip"]),
    ("no-first-line.csv", &["line 1:", "holds a person", "nip,name,email,agency,roles"]),
    ("floating-point.csv", &["every nip of this file was rounded", "column as text"]),
    ("workbook.csv", &["is a workbook", "save it as CSV UTF-8"]),
    ("old-workbook.csv", &["is an old workbook", "save it as CSV UTF-8"]),
    ("page.csv", &["is a web page", "save it as CSV UTF-8"]),
    ("empty.csv", &["the file is empty"]),
];

const READ: &[Case] = &[
    Case { file: "portal.csv", counted: "0 new, 0 changed, 3 unchanged, 0 refused", said: &[] },
    Case {
        file: "without-email-and-roles.csv",
        counted: "0 new, 0 changed, 3 unchanged, 0 refused",
        said: &[],
    },
    Case {
        file: "mailboxes-alone.csv",
        counted: "0 new, 1 changed, 1 unchanged, 0 refused",
        said: &[],
    },
    Case {
        file: "degrees-without-quotes.csv",
        counted: "2 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 3: this line has 5 cells and the first line names 3"],
    },
    Case {
        file: "quote-never-closes.csv",
        counted: "3 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 3: a quote opens here and does not close"],
    },
    Case {
        file: "quote-on-the-last-line.csv",
        counted: "1 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 3: a quote opens here"],
    },
    Case {
        file: "line-break-in-a-cell.csv",
        counted: "1 new, 0 changed, 0 unchanged, 2 refused",
        said: &["line 2: a quote opens here", "line 3: "],
    },
    Case {
        file: "crlf.csv",
        counted: "2 new, 0 changed, 0 unchanged, 2 refused",
        said: &["line 3: the column name is empty", "line 5: the nip has 4 digits"],
    },
    Case {
        file: "cr.csv",
        counted: "1 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 3: the column name is empty"],
    },
    Case {
        file: "empty-lines.csv",
        counted: "1 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 8: the column name is empty"],
    },
    Case {
        file: "scientific.csv",
        counted: "1 new, 0 changed, 0 unchanged, 2 refused",
        said: &["line 2: the nip went through a spreadsheet", "line 3: the nip went through"],
    },
    Case {
        file: "ends-in-000.csv",
        counted: "1 new, 0 changed, 0 unchanged, 2 refused",
        said: &["line 2: the nip went through a spreadsheet", "line 3: the nip went through"],
    },
    Case {
        file: "with-decimals.csv",
        counted: "0 new, 0 changed, 0 unchanged, 2 refused",
        said: &["line 2: the nip went through a spreadsheet", "line 3: the nip went through"],
    },
    Case {
        file: "apostrophes.csv",
        counted: "3 new, 0 changed, 0 unchanged, 0 refused",
        said: &[],
    },
    Case {
        file: "blanks-in-numbers.csv",
        counted: "3 new, 0 changed, 0 unchanged, 0 refused",
        said: &[],
    },
    Case {
        file: "utf-8-with-mark.csv",
        counted: "1 new, 0 changed, 0 unchanged, 0 refused",
        said: &[],
    },
    Case {
        file: "utf-16-le.csv",
        counted: "1 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 3: the column name is empty"],
    },
    Case { file: "utf-16-be.csv", counted: "1 new, 0 changed, 0 unchanged, 0 refused", said: &[] },
    Case {
        file: "windows-1252.csv",
        counted: "2 new, 0 changed, 0 unchanged, 0 refused",
        said: &["line 3: note: this line is not UTF-8"],
    },
    Case { file: "tabs.csv", counted: "1 new, 0 changed, 0 unchanged, 0 refused", said: &[] },
    Case {
        file: "separator-on-a-line.csv",
        counted: "1 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 4: the column name is empty"],
    },
    Case {
        file: "separators-behind.csv",
        counted: "2 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 5: a cell under a column without a name holds something"],
    },
    Case {
        file: "agencies.csv",
        counted: "4 new, 0 changed, 0 unchanged, 0 refused",
        said: &[
            "line 2: note: the agency \"PEMERINTAH KOTA AMBON\" is taken for \"Pemerintah Kota Ambon\"",
            "line 4: note: the agency \"pemerintah kota-ambon\" is taken for",
            "line 5: note: nobody was in the agency \"Pemerintah Kota Ambom\" so far",
        ],
    },
    Case {
        file: "agencies-new.csv",
        counted: "3 new, 0 changed, 0 unchanged, 0 refused",
        said: &[
            "line 2: note: nobody was in the agency \"Kabupaten Bandé\" so far",
            "line 4: note: the agency \"KABUPATEN BANDÉ\" is taken for \"Kabupaten Bandé\"",
        ],
    },
    Case {
        file: "marks-nobody-sees.csv",
        counted: "0 new, 0 changed, 0 unchanged, 5 refused",
        said: &[
            "line 2: the column name holds characters that cannot be seen",
            "line 3: the column name holds",
            "line 4: the column name holds",
            "line 5: the column name holds",
            "line 6: the column name holds",
        ],
    },
    Case {
        file: "piled-accents.csv",
        counted: "1 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 2: the column name holds characters that cannot be seen or cannot be right"],
    },
    Case {
        file: "impossible-mailboxes.csv",
        counted: "0 new, 0 changed, 0 unchanged, 7 refused",
        said: &[
            "line 2: the email has no @",
            "line 3: the email holds more than one address",
            "line 4: the email has no @",
            "line 5: the email holds characters that no mailbox has",
            "line 6: the email has no @",
            "line 7: the email holds characters",
            "line 8: the email holds characters",
        ],
    },
    Case {
        file: "privileges.csv",
        counted: "0 new, 0 changed, 0 unchanged, 4 refused",
        said: &[
            "line 2: 1986••••••••••2001 would become operator; only --change-privileges does that",
            "line 3: 1979••••••••••1003 would no longer be operator",
            "line 4: 1991••••••••••1007 would no longer be administrator",
            "line 5: 1992••••••••••2045 would become administrator",
        ],
    },
    Case {
        file: "emptied.csv",
        counted: "0 new, 1 changed, 1 unchanged, 0 refused; losing a mailbox: 1, losing a privilege: 0",
        said: &["line 2: note: 1986••••••••••2001 loses the mailbox s•••@ambon.go.id"],
    },
    Case {
        file: "numbers-twice.csv",
        counted: "2 new, 0 changed, 0 unchanged, 0 refused, 1 repeated",
        said: &["line 4: note: the nip of line 2 comes again here; the last line counts"],
    },
    Case {
        file: "columns-swapped.csv",
        counted: "0 new, 0 changed, 0 unchanged, 3 refused",
        said: &[
            "line 2: the nip holds something other than digits",
            "line 3: the column name holds no letter",
            "line 4: the column agency holds no letter",
        ],
    },
    Case {
        file: "roles-that-are-none.csv",
        counted: "0 new, 0 changed, 0 unchanged, 3 refused",
        said: &[
            "line 2: no role is called \"bos\"; there are employee, operator and administrator",
            "line 3: the roles hold what is none",
            "line 4: the roles hold what is none",
        ],
    },
    Case {
        file: "spreadsheet-errors.csv",
        counted: "0 new, 0 changed, 0 unchanged, 5 refused",
        said: &[
            "line 2: the column name holds #N/A",
            "line 3: the column nip holds #REF!",
            "line 4: the column nip holds ####",
            "line 5: the column email holds #VALUE!",
            "line 6: the column name holds a formula",
        ],
    },
    Case {
        file: "wrong-encoding-before.csv",
        counted: "1 new, 0 changed, 0 unchanged, 3 refused",
        said: &[
            "line 2: the column name was read in the wrong encoding",
            "line 3: the column name was read in the wrong encoding",
            "line 4: the column name was read in the wrong encoding",
        ],
    },
    Case {
        file: "cut-off.csv",
        counted: "1 new, 0 changed, 0 unchanged, 1 refused",
        said: &["line 3: this line has 2 cells and the first line names 4: is it cut off, or"],
    },
    Case {
        file: "newcomer-without-agency.csv",
        counted: "0 new, 0 changed, 1 unchanged, 1 refused",
        said: &["line 3: nobody has this nip yet, and a new account needs the column agency"],
    },
];

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command_line/files"))
}

/// Where the people of `portal.csv` are, and what they look like in the database's own words.
fn portal() -> TempDir {
    let portal = TempDir::new().unwrap();
    let file = folder().join("portal.csv");
    let import = ["accounts", "import", file.to_str().unwrap(), "--change-privileges"];
    let done = run(portal.path(), &import, "");
    assert!(text(&done.stdout).starts_with("3 new,"), "{}", text(&done.stderr));
    portal
}

/// What is said of a file in a dry run, and whether everything was well.
fn tried(portal: &TempDir, file: &str) -> (String, String, bool) {
    let file = folder().join(file);
    let import = ["accounts", "import", file.to_str().unwrap(), "--dry-run"];
    let output = run(portal.path(), &import, "");
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    let mut digits = 0;
    for c in stdout.chars().chain(stderr.chars()) {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        assert!(digits < 9, "a number is said whole: {stdout}{stderr}");
    }
    (stdout, stderr, output.status.success())
}

#[test]
fn every_clerks_file_is_understood_or_explained_by_its_lines() {
    let portal = portal();
    for Case { file, counted, said } in READ {
        let (stdout, stderr, is_well) = tried(&portal, file);
        let end =
            stdout.strip_prefix(counted).unwrap_or_else(|| panic!("{file}: {stdout}{stderr}"));
        assert!(end.starts_with([',', ';']), "{file}: {stdout}");
        assert!(stdout.ends_with("; dry run: nothing was changed\n"), "{stdout}");
        assert_eq!(is_well, counted.contains(" 0 refused"), "{file}");
        for words in *said {
            assert!(
                stderr.lines().any(|line| line.starts_with(words)),
                "{file}: {words}\n{stderr}"
            );
        }
        assert_eq!(stderr.lines().count(), said.len(), "{file} says more:\n{stderr}");
    }
}

#[test]
fn a_file_that_is_no_list_of_people_stops_with_one_line_that_says_what_it_is() {
    let portal = portal();
    for (file, said) in STOPPED {
        let (stdout, stderr, is_well) = tried(&portal, file);
        assert!(!is_well && stdout.is_empty(), "{file}: {stdout}");
        assert_eq!(stderr.lines().count(), 1, "{file}: {stderr}");
        assert!(stderr.contains(file), "{file}: {stderr}");
        for words in *said {
            assert!(stderr.contains(words), "{file}: {words}\n{stderr}");
        }
    }
}

#[test]
fn every_file_of_the_folder_is_tried() {
    let mut tried: Vec<_> = READ.iter().map(|case| case.file).collect();
    tried.extend(STOPPED.iter().map(|(file, _)| *file));
    let there = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name());
    for file in there {
        let file = file.into_string().unwrap();
        assert!(tried.contains(&file.as_str()), "nobody tries {file}");
    }
    assert!(tried.len() >= 25, "{}", tried.len());
}
