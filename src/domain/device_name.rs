//! The name a person gives to an authenticator.

use crate::wire::mfa::DeviceNameProblem;

/// Characters.
pub const LONGEST: usize = 60;

/// Trimmed, with runs of white space made one space. Any script and emoji are welcome; control
/// and direction-changing characters are not, since they can make a list lie.
///
/// # Errors
/// What is wrong with it.
pub fn parse(typed: &str) -> Result<String, DeviceNameProblem> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(DeviceNameProblem::Empty);
    }
    if name.chars().count() > LONGEST {
        return Err(DeviceNameProblem::TooLong);
    }
    if name.chars().any(is_unsafe) { Err(DeviceNameProblem::Unreadable) } else { Ok(name) }
}

fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_meant() {
        assert_eq!(parse("  HP  Samsung saya ").unwrap(), "HP Samsung saya");
        assert_eq!(parse("📱 kantor").unwrap(), "📱 kantor");
        assert_eq!(parse("<script>alert(1)</script>").unwrap(), "<script>alert(1)</script>");
    }

    #[test]
    fn empty_long_and_deceiving_names_are_refused() {
        assert_eq!(parse(" \n\t "), Err(DeviceNameProblem::Empty));
        assert_eq!(parse(&"é".repeat(LONGEST)).unwrap().chars().count(), LONGEST);
        assert_eq!(parse(&"é".repeat(LONGEST + 1)), Err(DeviceNameProblem::TooLong));
        assert_eq!(parse("HP\u{202e}ayas"), Err(DeviceNameProblem::Unreadable));
        assert_eq!(parse("HP\u{0}saya"), Err(DeviceNameProblem::Unreadable));
    }
}
