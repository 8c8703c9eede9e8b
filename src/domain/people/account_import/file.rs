//! The lines of a file, whatever program wrote it: UTF-8 with or without a mark, UTF-16, or
//! Windows-1252; commas, semicolons, tabs or bars; any ends of lines (RFC 4180 for the rest).
//!
//! A row is one line: a quote that never closes costs the line where it opens and no other, and every
//! row has the number that an editor shows. Memory is bounded by the longest line ([`super::lines`]).

use super::{
    columns::{Columns, ColumnsProblem},
    file_problem::FileProblem,
    lines::Lines,
    row,
    row_problem::RowProblem,
};
use crate::store::FiledPerson;
use csv_core::ReadRecordResult;
use std::io::Read;

/// Cells of a line; more are too many whatever the first line names.
const MOST_CELLS: usize = 100;
const SEPARATORS: [u8; 4] = *b",;\t|";
/// Numbers that went through a program's floating point are multiples of 32, where NIPs are.
const STEP: u64 = 32;
/// So many rows that all are can be no chance.
const SUSPICIOUS: u64 = 5;

/// A row, or what is wrong with it.
pub type Filed = Result<FiledPerson, RowProblem>;

pub struct AccountFile<R> {
    lines: Lines<R>,
    parser: csv_core::Reader,
    cells: Cells,
    columns: Columns,
    rows: u64,
    are_rounded: bool,
}

impl<R: Read> AccountFile<R> {
    /// Reads the first line.
    ///
    /// # Errors
    /// When it names no columns, or the file is no text.
    pub fn open(input: R) -> Result<Self, FileProblem> {
        let mut lines = Lines::of(input)?;
        lines.first()?;
        let first = lines.text.trim_start_matches('\u{feff}');
        let named = first.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
        if named.is_some() {
            lines.first()?;
        }
        let separator = named.unwrap_or_else(|| separator(&lines.text));
        let mut parser = csv_core::ReaderBuilder::new().delimiter(separator).build();
        let mut cells = Cells::default();
        let problem = |problem| FileProblem::Columns(lines.number, problem);
        cells.split(&mut parser, &lines.text).map_err(|_| problem(ColumnsProblem::OpenQuote))?;
        let columns = Columns::read(&cells.iter().collect::<Vec<_>>()).map_err(problem)?;
        Ok(Self { lines, parser, cells, columns, rows: 0, are_rounded: true })
    }

    pub fn names_agencies(&self) -> bool {
        self.columns.names_agencies()
    }

    /// The next row with its line; `None` behind the last.
    ///
    /// # Errors
    /// When the file cannot be read, or turns out to be of no use at its end.
    pub fn next_row(&mut self) -> Result<Option<(u64, Filed)>, FileProblem> {
        loop {
            if !self.lines.next()? {
                let is_rounded = self.are_rounded && self.rows >= SUSPICIOUS;
                return if is_rounded { Err(FileProblem::Rounded) } else { Ok(None) };
            }
            if let Some(row) = self.row().transpose() {
                if let Ok(person) = &row {
                    self.rows += 1;
                    self.are_rounded &=
                        person.nip.parse::<u64>().is_ok_and(|number| number % STEP == 0);
                }
                return Ok(Some((self.lines.number, row)));
            }
        }
    }

    /// Nothing for a line without content.
    fn row(&mut self) -> Result<Option<FiledPerson>, RowProblem> {
        if self.lines.is_too_long {
            return Err(RowProblem::TooLong);
        }
        self.cells.split(&mut self.parser, &self.lines.text)?;
        let found = self.cells.filled();
        let expected = self.columns.len();
        if found == 0 {
            return Ok(None);
        }
        if found > expected {
            return Err(RowProblem::TooMany { found, expected });
        }
        if self.cells.len() < expected {
            return Err(RowProblem::TooFew { found: self.cells.len(), expected });
        }
        let cells = self.columns.sort(self.cells.iter()).ok_or(RowProblem::Nameless)?;
        row::filed(&cells, self.lines.number).map(Some)
    }

    /// The first line that was read as Windows-1252, since it is no UTF-8.
    pub fn first_foreign_line(&self) -> Option<u64> {
        self.lines.first_foreign
    }
}

/// The one that the first line has most of, outside quotes.
fn separator(line: &str) -> u8 {
    let unquoted: Vec<&str> = line.split('"').step_by(2).collect();
    let count = |separator: &u8| {
        unquoted.iter().flat_map(|part| part.bytes()).filter(|b| b == separator).count()
    };
    // Of several the first counts: max_by_key takes the last.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// The cells of one line.
#[derive(Debug, Default)]
struct Cells {
    text: String,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

impl Cells {
    fn split(&mut self, parser: &mut csv_core::Reader, line: &str) -> Result<(), RowProblem> {
        self.count = 0;
        if line.trim().is_empty() {
            return Ok(());
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(line.as_bytes());
        self.bytes.push(b'\n');
        let mut output = std::mem::take(&mut self.text).into_bytes();
        output.resize(self.bytes.len(), 0);
        self.ends.resize(MOST_CELLS, 0);
        parser.reset();
        let (result, _, written, ends) =
            parser.read_record(&self.bytes, &mut output, &mut self.ends);
        output.truncate(written);
        // Separators are ASCII, so what was text stays text.
        self.text = String::from_utf8(output).unwrap_or_default();
        self.count = ends;
        match result {
            ReadRecordResult::Record => Ok(()),
            ReadRecordResult::OutputEndsFull => {
                Err(RowProblem::TooMany { found: MOST_CELLS, expected: 5 })
            }
            _ => Err(RowProblem::OpenQuote),
        }
    }

    fn len(&self) -> usize {
        self.count
    }

    /// Up to the last one that is not empty: spreadsheets write separators behind it.
    fn filled(&self) -> usize {
        self.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        let ends = self.ends.get(..self.count).unwrap_or_default();
        (0..ends.len()).map(move |i| {
            let from = if i == 0 { 0 } else { ends.get(i - 1).copied().unwrap_or_default() };
            let to = ends.get(i).copied().unwrap_or_default();
            self.text.get(from..to).unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::account_import::lines::LONGEST_LINE;

    const NIP: &str = "198609262015051001";

    /// Every row: its line, and the name or what is wrong.
    fn rows(file: &[u8]) -> Vec<(u64, String)> {
        let mut file = AccountFile::open(file).unwrap();
        let mut rows = Vec::new();
        while let Some((line, row)) = file.next_row().unwrap() {
            rows.push((line, row.map_or_else(|problem| problem.to_string(), |p| p.name.unwrap())));
        }
        rows
    }

    fn refusal(file: &[u8]) -> String {
        AccountFile::open(file).err().unwrap().to_string()
    }

    #[test]
    fn every_end_of_a_line_counts_as_one_and_so_does_an_empty_line() {
        for end in ["\n", "\r\n", "\r"] {
            let file = ["nip,name", "", &format!("{NIP},Sri"), ",", "x,Budi", ""].join(end);
            let found = rows(file.as_bytes());
            assert_eq!(found[0], (3, "Sri".to_owned()), "{end:?}");
            assert_eq!(found[1].0, 5, "{end:?}");
            assert_eq!(found.len(), 2);
        }
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_line_alone() {
        let file =
            format!("nip,name\n{NIP},\"Sri\n{NIP},Budi\n{NIP},\"Citra, S.Kom.\"\n{NIP},\"Dewi");
        let found = rows(file.as_bytes());
        let names: Vec<_> =
            found.iter().map(|(line, what)| (*line, what.starts_with("a quote"))).collect();
        assert_eq!(names, [(2, true), (3, false), (4, false), (5, true)]);
        assert_eq!(found[2].1, "Citra, S.Kom.");
    }

    #[test]
    fn more_cells_than_columns_are_named_and_empty_ones_behind_the_last_are_not() {
        let found = rows(format!("nip,name\n{NIP},Budi, S.Kom.\n{NIP},Sri,,\n{NIP}\n").as_bytes());
        assert!(found[0].1.contains("has 3 cells and the first line names 2"), "{found:?}");
        assert_eq!(found[1], (3, "Sri".to_owned()));
        assert!(found[2].1.contains("has 1 cells"), "{found:?}");
        let many = format!("nip,name\n{NIP},Budi{}x\n", ",".repeat(500));
        assert!(rows(many.as_bytes())[0].1.contains("100 cells"));
    }

    #[test]
    fn encodings_and_separators_of_spreadsheets_are_understood() {
        let text = format!("nip;name\r\n{NIP};André\r\n");
        let utf16 = |bytes: fn(u16) -> [u8; 2], mark: bool| {
            let mark = mark.then_some(0xfeff);
            mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
        };
        let old: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
        for file in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            format!("\u{feff}\u{feff}{text}").into_bytes(),
            utf16(u16::to_le_bytes, true),
            utf16(u16::to_be_bytes, true),
            utf16(u16::to_le_bytes, false),
            utf16(u16::to_be_bytes, false),
            old,
            text.replace(';', "\t").into_bytes(),
            text.replace(';', ",").into_bytes(),
            text.replace(';', "|").into_bytes(),
        ] {
            assert_eq!(rows(&file), [(2, "André".to_owned())], "{}", file.escape_ascii());
        }
        assert_eq!(rows(format!("sep=;\r\n{text}").as_bytes()), [(3, "André".to_owned())]);
    }

    #[test]
    fn only_the_lines_that_are_no_utf8_are_read_as_windows_1252() {
        let file = [format!("nip,name\n{NIP},André\n{NIP},Andr").as_bytes(), b"\xe9\n"].concat();
        let mut file = AccountFile::open(file.as_slice()).unwrap();
        while let Some((_, row)) = file.next_row().unwrap() {
            assert_eq!(row.unwrap().name.unwrap(), "André");
        }
        assert_eq!(file.first_foreign_line(), Some(3));
    }

    #[test]
    fn what_is_no_text_is_said_to_be_what_it_is() {
        assert!(refusal(b"PK\x03\x04xl").contains("workbook"));
        assert!(refusal(b"").contains("empty"));
        assert!(refusal(b"nip,name,\"x\n").contains("line 1: a quote opens"));
        assert!(refusal(b"nip,Email\n").contains("line 1: the first line names \"Email\""));
    }

    #[test]
    fn numbers_that_are_all_multiples_of_a_floats_step_are_not_believed() {
        let file = |numbers: &[&str]| {
            let file = format!("nip,name\n{},Sri\n", numbers.join(",Sri\n"));
            let mut file = AccountFile::open(file.as_bytes()).unwrap();
            loop {
                match file.next_row() {
                    Ok(Some((_, row))) => assert!(row.is_ok(), "{row:?}"),
                    end => return end.is_err(),
                }
            }
        };
        // 198609262015051001 and its neighbours, as a program with floating point writes them.
        let rounded = [
            "198609262015051040",
            "198609262015051072",
            "198609262015051136",
            "198609262015051168",
            "198609262015051200",
        ];
        assert!(file(&rounded));
        assert!(!file(&rounded[..4]), "may be chance");
        assert!(!file(&[&rounded[..], &[NIP]].concat()));
    }

    #[test]
    fn a_line_of_any_length_costs_no_more_memory_than_the_longest_allowed() {
        let file = format!("nip,name\n{}\n{NIP},Sri\n", "x".repeat(3 * LONGEST_LINE));
        let found = rows(file.as_bytes());
        assert!(found[0].1.contains("64 KiB"), "{found:?}");
        assert_eq!(found[1], (3, "Sri".to_owned()));
    }
}
