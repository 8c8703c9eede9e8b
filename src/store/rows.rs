//! Rows in one form for both engines: a line as PostgreSQL's COPY writes it in its text format
//! (<https://www.postgresql.org/docs/current/sql-copy.html>, "Text Format"). The same lines that
//! bring a row to PostgreSQL, and that PostgreSQL reads out again, are what a table's checksum is of.

use data_encoding::HEXLOWER;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use std::io::Write;
use uuid::Uuid;

/// What a column holds, and both engines' names for it in `migrations/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Uuid,
    Bytes,
    Number,
    Truth,
    Time,
    Text,
}

impl ColumnKind {
    /// `None`: a type that no column had so far.
    #[must_use]
    pub fn of_postgres(name: &str) -> Option<Self> {
        Some(match name {
            "uuid" => Self::Uuid,
            "bytea" => Self::Bytes,
            "bigint" => Self::Number,
            "boolean" => Self::Truth,
            "timestamp with time zone" => Self::Time,
            "text" => Self::Text,
            _ => return None,
        })
    }
}

/// Adds what SQLite keeps for a value to a line. `None`: PostgreSQL could not keep it.
#[must_use]
pub fn write_value(line: &mut Vec<u8>, kind: ColumnKind, value: ValueRef<'_>) -> Option<()> {
    match (kind, value) {
        (_, ValueRef::Null) => line.extend(b"\\N"),
        (ColumnKind::Uuid, ValueRef::Blob(bytes)) => {
            let id = Uuid::from_slice(bytes).ok()?;
            line.extend(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()).as_bytes());
        }
        (ColumnKind::Bytes, ValueRef::Blob(bytes)) => {
            line.extend(b"\\\\x");
            line.extend(HEXLOWER.encode(bytes).as_bytes());
        }
        (ColumnKind::Number, ValueRef::Integer(number)) => write!(line, "{number}").ok()?,
        (ColumnKind::Truth, ValueRef::Integer(0)) => line.push(b'f'),
        (ColumnKind::Truth, ValueRef::Integer(1)) => line.push(b't'),
        // SQLite has RFC 3339 in UTC.
        (ColumnKind::Time, ValueRef::Text(text)) => {
            let (date, time) =
                std::str::from_utf8(text).ok()?.strip_suffix('Z')?.split_once('T')?;
            write!(line, "{date} {time}+00").ok()?;
        }
        (ColumnKind::Text, ValueRef::Text(text)) => {
            for &byte in text {
                match byte {
                    // No text of PostgreSQL's holds it.
                    0 => return None,
                    b'\\' => line.extend(b"\\\\"),
                    0x08 => line.extend(b"\\b"),
                    0x0b => line.extend(b"\\v"),
                    0x0c => line.extend(b"\\f"),
                    b'\n' => line.extend(b"\\n"),
                    b'\r' => line.extend(b"\\r"),
                    b'\t' => line.extend(b"\\t"),
                    byte => line.push(byte),
                }
            }
        }
        _ => return None,
    }
    Some(())
}

/// How many rows a table has, and a checksum of them that does not depend on their order: the sum
/// of each row's SHA-256, cut to 128 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub rows: u64,
    pub checksum: u128,
}

impl Sum {
    /// `line`: without the line feed at its end.
    pub fn add(&mut self, line: &[u8]) {
        let mut head = [0; 16];
        head.iter_mut().zip(Sha256::digest(line)).for_each(|(to, from)| *to = from);
        self.rows += 1;
        self.checksum = self.checksum.wrapping_add(u128::from_be_bytes(head));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(kind: ColumnKind, value: ValueRef<'_>) -> Option<String> {
        let mut line = Vec::new();
        write_value(&mut line, kind, value)?;
        Some(String::from_utf8(line).unwrap())
    }

    #[test]
    fn values_are_written_as_postgresql_writes_them() {
        let bytes: Vec<u8> = (0..16).collect();
        let text = |text: &'static str| ValueRef::Text(text.as_bytes());
        for (kind, value, expected) in [
            (ColumnKind::Uuid, ValueRef::Blob(&bytes), "00010203-0405-0607-0809-0a0b0c0d0e0f"),
            (ColumnKind::Bytes, ValueRef::Blob(&[0, 0xab]), "\\\\x00ab"),
            (ColumnKind::Bytes, ValueRef::Blob(&[]), "\\\\x"),
            (ColumnKind::Number, ValueRef::Integer(-20), "-20"),
            (ColumnKind::Truth, ValueRef::Integer(1), "t"),
            (ColumnKind::Time, text("2026-11-22T00:00:00Z"), "2026-11-22 00:00:00+00"),
            (ColumnKind::Text, text("a\tb\\N\nç\u{7f}"), "a\\tb\\\\N\\nç\u{7f}"),
            (ColumnKind::Text, text(""), ""),
            (ColumnKind::Text, ValueRef::Null, "\\N"),
        ] {
            assert_eq!(written(kind, value).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_postgresql_could_not_keep_is_refused() {
        for (kind, value) in [
            (ColumnKind::Uuid, ValueRef::Blob(&[1, 2])),
            (ColumnKind::Truth, ValueRef::Integer(2)),
            (ColumnKind::Number, ValueRef::Text(b"1")),
            (ColumnKind::Time, ValueRef::Text(b"2026-11-22T00:00:00+07:00")),
            (ColumnKind::Text, ValueRef::Text(b"a\0b")),
        ] {
            assert_eq!(written(kind, value), None);
        }
    }

    #[test]
    fn a_checksum_knows_every_row_and_no_order() {
        let sum = |lines: &[&str]| {
            let mut sum = Sum::default();
            for line in lines {
                sum.add(line.as_bytes());
            }
            sum
        };
        assert_eq!(sum(&["a", "b", "c"]), sum(&["c", "a", "b"]));
        assert_ne!(sum(&["a", "b"]), sum(&["a", "c"]));
        assert_ne!(sum(&["a", "b"]), sum(&["a", "b", "b"]));
    }
}
