//! A QR code (ISO/IEC 18004) as inline SVG: one path, drawn row by row.

use crate::domain::Fault;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// The light margin a reader needs, in modules (ISO/IEC 18004 §9.1).
const QUIET_ZONE: usize = 4;

/// # Errors
/// When `text` is longer than any QR code can hold.
pub fn svg(text: &str) -> Result<String, Fault> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| Fault::Corrupt("a text too long for a QR code"))?;
    let width = code.width();
    let colors = code.into_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let left = x + QUIET_ZONE;
                let top = y + QUIET_ZONE;
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z", length = run.len());
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET_ZONE;
    Ok(format!(
        "<svg viewBox=\"0 0 {side} {side}\" aria-hidden=\"true\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let text = "otpauth://totp/ASN%20Digital:198609262015051001?secret=ABC";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        let svg = svg(text).unwrap();
        let drawn: usize = svg
            .split('h')
            .skip(1)
            .filter_map(|rest| rest.split('v').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(drawn, dark);
    }

    #[test]
    fn a_text_too_long_is_a_fault_and_no_panic() {
        assert!(svg(&"x".repeat(5000)).is_err());
    }
}
