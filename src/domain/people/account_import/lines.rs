//! The lines of a file as text, whatever they are encoded in and end with.

use super::FileProblem;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

/// Bytes of a line; of one that is longer the rest is left out.
pub const LONGEST_LINE: usize = 64 * 1024;
/// What a file begins with that is no list of lines, and what to do then.
const FOREIGN: [(&[u8], &str); 6] = [
    (b"PK\x03\x04", "is a workbook (xlsx, ods) or an archive"),
    (b"\xd0\xcf\x11\xe0", "is an old workbook (xls)"),
    (b"%PDF", "is a PDF"),
    (b"\x1f\x8b", "is compressed"),
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
