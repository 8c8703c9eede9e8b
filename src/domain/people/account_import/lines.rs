//! The lines of a file as text, whatever they are encoded in and end with.

use super::FileProblem;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

/// Bytes of a line; of one that is longer the rest is left out.
pub const LONGEST_LINE: usize = 64 * 1024;
/// What a file begins with that is no list of lines, and what to do then.
const FOREIGN: [(&[u8], &str); 8] = [
    (b"PK\x03\x04", "is a workbook (xlsx, ods) or an archive"),
    (b"\xd0\xcf\x11\xe0", "is an old workbook (xls)"),
    (b"%PDF", "is a PDF"),
    (b"\x1f\x8b", "is compressed"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"{\\rtf", "is a text document (rtf)"),
    (b"<", "is a web page or XML"),
];

type Start<R> = Chain<Cursor<Vec<u8>>, R>;

/// Lines as an editor counts them, from 1.
pub struct Lines<R> {
    input: BufReader<DecodeReaderBytes<Start<R>, Vec<u8>>>,
    bytes: Vec<u8>,
    pub text: String,
    pub number: u64,
    pub is_too_long: bool,
    /// The last line ended with a carriage return, whose line feed may follow.
    is_half_ended: bool,
    pub first_foreign: Option<u64>,
}

impl<R: Read> Lines<R> {
    pub fn of(mut input: R) -> Result<Self, FileProblem> {
        let mut start = Vec::new();
        input.by_ref().take(8).read_to_end(&mut start)?;
        if let Some((_, what)) = FOREIGN.iter().find(|(mark, _)| start.starts_with(mark)) {
            return Err(FileProblem::Foreign(what));
        }
        // Without a mark: the first letter of a column's name.
        let encoding = match start.as_slice() {
            [0, 1..=0xff, ..] => Some(UTF_16BE),
            [1..=0xfd, 0, ..] => Some(UTF_16LE),
            _ => None,
        };
        let input = DecodeReaderBytesBuilder::new()
            .encoding(encoding)
            .utf8_passthru(true)
            .strip_bom(true)
            .build(Cursor::new(start).chain(input));
        Ok(Self {
            input: BufReader::with_capacity(LONGEST_LINE, input),
            bytes: Vec::new(),
            text: String::new(),
            number: 0,
            is_too_long: false,
            is_half_ended: false,
            first_foreign: None,
        })
    }

    /// The next line that is not empty.
    pub fn first(&mut self) -> Result<(), FileProblem> {
        loop {
            if !self.next()? {
                return Err(FileProblem::Empty);
            }
            if !self.text.trim().is_empty() {
                return Ok(());
            }
        }
    }

    /// Whether there is another line, which is `text` then.
    pub fn next(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        self.is_too_long = false;
        if !self.read()? {
            return Ok(false);
        }
        self.number += 1;
        self.text.clear();
        if let Ok(text) = std::str::from_utf8(&self.bytes) {
            self.text.push_str(text);
        } else {
            self.text.push_str(&WINDOWS_1252.decode_without_bom_handling(&self.bytes).0);
            self.first_foreign.get_or_insert(self.number);
        }
        Ok(true)
    }

    fn read(&mut self) -> io::Result<bool> {
        let mut is_there = false;
        loop {
            let buffer = self.input.fill_buf()?;
            if std::mem::take(&mut self.is_half_ended) && buffer.first() == Some(&b'\n') {
                self.input.consume(1);
                continue;
            }
            if buffer.is_empty() {
                return Ok(is_there);
            }
            is_there = true;
            let end = buffer.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            if self.bytes.len() + part.len() > LONGEST_LINE {
                self.is_too_long = true;
            } else {
                self.bytes.extend_from_slice(part);
            }
            let Some(end) = end else {
                let all = buffer.len();
                self.input.consume(all);
                continue;
            };
            self.is_half_ended = buffer.get(end) == Some(&b'\r');
            self.input.consume(end + 1);
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = into.len().min(1);
            self.0.read(&mut into[..most])
        }
    }

    /// Every line: its number, its text, and whether it is too long.
    fn lines(input: impl Read) -> Vec<(u64, String, bool)> {
        let (mut lines, mut found) = (Lines::of(input).unwrap(), Vec::new());
        while lines.next().unwrap() {
            found.push((lines.number, lines.text.clone(), lines.is_too_long));
        }
        found
    }

    #[test]
    fn a_carriage_return_and_its_line_feed_are_one_end_however_the_file_arrives() {
        let file = b"a\r\nb\rc\n\n\r\nd";
        let line = |number, text: &str| (number, text.to_owned(), false);
        let expected = [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, ""), (6, "d")];
        let expected = expected.map(|(number, text)| line(number, text));
        assert_eq!(lines(&file[..]), expected);
        assert_eq!(lines(Slow(file)), expected);
        assert_eq!(lines(&b"a\r\n"[..]), [line(1, "a")], "no line behind the last end");
    }

    #[test]
    fn a_line_that_is_too_long_costs_no_other_one() {
        for (length, is_too_long) in [(LONGEST_LINE, false), (LONGEST_LINE + 1, true)] {
            let file = format!("nip\n{}\nx", "y".repeat(length));
            let found = lines(file.as_bytes());
            assert_eq!(
                found.iter().map(|line| line.2).collect::<Vec<_>>(),
                [false, is_too_long, false]
            );
            assert_eq!(found[2], (3, "x".to_owned(), false));
            assert!(is_too_long || found[1].1.len() == LONGEST_LINE);
        }
    }

    #[test]
    fn what_begins_like_another_kind_of_file_is_called_so() {
        for (mark, what) in FOREIGN {
            let refused = Lines::of(&[mark, b"nip,name\n"].concat()[..]).err();
            assert!(matches!(refused, Some(FileProblem::Foreign(said)) if said == what), "{what}");
            let within = [b"nip\n", mark].concat();
            assert!(Lines::of(&within[..]).is_ok(), "{what}, but later");
        }
    }

    #[test]
    fn lines_without_anything_are_passed_over_up_to_the_first_and_nothing_else_is_an_empty_file() {
        for empty in ["", "\n", " \r\n\t\n"] {
            let first = Lines::of(empty.as_bytes()).unwrap().first();
            assert!(matches!(first, Err(FileProblem::Empty)), "{empty:?}");
        }
        let mut lines = Lines::of(&b"\n \nnip\n"[..]).unwrap();
        lines.first().unwrap();
        assert_eq!((lines.number, lines.text.as_str()), (3, "nip"));
    }

    #[test]
    fn the_first_line_that_is_no_utf8_is_remembered_and_each_is_read_for_itself() {
        let mut lines = Lines::of(&b"nip\nAndr\xe9\nAndr\xc3\xa9\nZo\xeb"[..]).unwrap();
        let mut found = Vec::new();
        while lines.next().unwrap() {
            found.push((lines.text.clone(), lines.first_foreign));
        }
        let expected = [("nip", None), ("André", Some(2)), ("André", Some(2)), ("Zoë", Some(2))];
        assert_eq!(found, expected.map(|(text, foreign)| (text.to_owned(), foreign)));
    }
}
