//! Why a file cannot be read at all.

use super::columns::ColumnsProblem;
use std::io;

/// Why a file cannot be read at all. Nothing of it was imported then.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    #[error(transparent)]
    Read(#[from] io::Error),
    #[error("the file is empty")]
    Empty,
    #[error("this {0}, not text; open it and save it as CSV UTF-8")]
    Foreign(&'static str),
    #[error("line {0}: {1}")]
    Columns(u64, ColumnsProblem),
    #[error(
        "every nip of this file was rounded: the program that wrote it held them as numbers. Nothing was \
         imported; write the column as text, from its source"
    )]
    Rounded,
}
