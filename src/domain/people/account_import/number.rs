//! Numbers of people as spreadsheets write them, if they have kept them: these hold fifteen digits of
//! a number, and a NIP has eighteen.

use super::RowProblem;
use crate::{domain::values::nip::Nip, wire::login::NipProblem};

/// A number as spreadsheets write it, if they have kept it.
pub fn read(cell: &str) -> Result<Nip, RowProblem> {
    let cell = cell.trim();
    // So that it stays text: '1986…, or ="1986…".
    let cell = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell);
    let cell = cell.strip_prefix(['\'', '’', '‘', '`', '´']).unwrap_or(cell);
    if is_rounded(cell) {
        return Err(RowProblem::NipRounded);
    }
    Nip::parse(cell).map_err(|problem| match problem {
        NipProblem::Empty => RowProblem::NoNip,
        NipProblem::NotDigits => RowProblem::NipNotDigits,
        NipProblem::Length(digits) => RowProblem::NipLength(digits),
        NipProblem::Structure => RowProblem::NipStructure,
    })
}

/// `1,98609E+17`, `198609262015052000`, `198.609.262.015.052.000,00`: no sequence is 000.
fn is_rounded(cell: &str) -> bool {
    let is_number = |text: &str| {
        text.contains(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || c.is_whitespace())
    };
    if let Some((digits, power)) = cell.split_once(['e', 'E']) {
        let power = power.strip_prefix('+').unwrap_or(power);
        return is_number(digits) && is_number(power);
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if !is_number(cell) {
        return false;
    }
    match cell.rsplit_once(['.', ',']) {
        // With decimals: whatever wrote them held it as a number.
        Some((whole, "0" | "00")) if digits(whole).len() == 18 => true,
        _ => digits(cell).len() == 18 && digits(cell).ends_with("000"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_spreadsheet_kept_is_read_and_one_that_it_rounded_is_explained() {
        for kept in [
            "'198609262015051001",
            "’198609262015051001",
            "=\"198609262015051001\"",
            "1986 0926 2015 0510 01",
        ] {
            assert_eq!(read(kept).unwrap().as_str(), "198609262015051001", "{kept}");
        }
        for lost in [
            "1.98609E+17",
            "1,98609E+17",
            "1.98609262015051e17",
            "198609262015051000",
            "198.609.262.015.051.000",
            "198,609,262,015,051,000",
            "198609262015051001.0",
            "198609262015051001,00",
        ] {
            assert_eq!(read(lost), Err(RowProblem::NipRounded), "{lost}");
        }
    }
}
