//! The name a person gives to an authenticator.

use super::text;
use crate::wire::mfa::DeviceNameProblem;

/// Characters.
pub const LONGEST: usize = 60;

/// Any script and emoji are welcome; what no screen shows is not, since it can make a list lie.
///
/// # Errors
/// What is wrong with it.
pub fn parse(typed: &str) -> Result<String, DeviceNameProblem> {
    match text::line(typed, LONGEST) {
        Ok(name) if name.is_empty() => Err(DeviceNameProblem::Empty),
        read => read.map_err(DeviceNameProblem::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::text::TextProblem;

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
        let too_long = TextProblem::TooLong { characters: LONGEST + 1, limit: LONGEST };
        assert_eq!(parse(&"é".repeat(LONGEST + 1)), Err(DeviceNameProblem::Text(too_long)));
        for hidden in ["HP\u{202e}ayas", "HP\u{0}saya", "HP\u{200b}saya"] {
            let unreadable = Err(DeviceNameProblem::Text(TextProblem::Unreadable));
            assert_eq!(parse(hidden), unreadable, "{hidden:?}");
        }
    }
}
