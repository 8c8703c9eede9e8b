//! Lines of a file for spreadsheets (RFC 4180): each cell stands in quotes, and none is worked out, wherever a
//! spreadsheet divides the line (OWASP, "CSV Injection").

use super::text;

/// By this, first in a file, spreadsheets know that letters are UTF-8.
pub const MARK: &str = "\u{feff}";
/// Of a number with more digits spreadsheets keep so many.
const DIGITS: usize = 15;

/// One line with its end.
#[must_use]
pub fn line<Cell: AsRef<str>>(cells: impl IntoIterator<Item = Cell>) -> String {
    let quoted = |cell: Cell| format!("\"{}\"", harmless(cell.as_ref()).replace('"', "\"\""));
    let cells: Vec<_> = cells.into_iter().map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell that no spreadsheet takes for a formula, not at its beginning and not behind what other spreadsheets
/// divide cells by, nor for a number that it would shorten.
fn harmless(cell: &str) -> String {
    let mut written = String::with_capacity(cell.len());
    let mut begins = true;
    if cell.len() > DIGITS && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        written.push('\'');
    }
    for c in text::shown_again(cell).chars() {
        if begins && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
            written.push('\'');
        }
        let divides = matches!(c, ',' | ';' | '|' | '\t' | '\n');
        begins = divides || (begins && (c.is_whitespace() || matches!(c, '"' | '\'')));
        written.push(c);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_as_a_formula_does_wherever_a_spreadsheet_divides_the_line() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            (" \t@SUM(A1)", " \t'@SUM(A1)"),
            ("\"=1", "\"'=1"),
            ("-2", "'-2"),
            ("＋1", "'＋1"),
            ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"),
            ("a\r\n=1", "a\n'=1"),
            ("a,\"+1", "a,\"'+1"),
            ("a-b = c@d.go.id", "a-b = c@d.go.id"),
            ("1986••••••••••1001", "1986••••••••••1001"),
            ("198609262015052001", "'198609262015052001"),
            ("12345", "12345"),
            ("a\0b", "a\u{fffd}b"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn every_cell_stands_in_quotes() {
        assert_eq!(line(["a", "b\"c", "=d"]), "\"a\",\"b\"\"c\",\"'=d\"\r\n");
    }
}
