//! The name a person gives to an authenticator.

use super::{naming, text};
use crate::wire::{mfa::DeviceNameProblem, text::TextProblem};

/// Characters.
pub const LONGEST: usize = 60;

/// In one form. Any script and emoji are welcome; what makes a list lie is not.
///
/// # Errors
/// What is wrong with it.
pub fn parse(typed: &str) -> Result<String, DeviceNameProblem> {
    match text::line(&naming::in_one_form(typed), LONGEST) {
        Ok(name) if name.is_empty() => Err(DeviceNameProblem::Empty),
        Ok(name) if !naming::is_readable(&name) => {
            Err(DeviceNameProblem::Text(TextProblem::Unreadable))
        }
        read => read.map_err(DeviceNameProblem::Text),
    }
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
        let too_long = TextProblem::TooLong { characters: LONGEST + 1, limit: LONGEST };
        assert_eq!(parse(&"é".repeat(LONGEST + 1)), Err(DeviceNameProblem::Text(too_long)));
        let piled = format!("HP{}", "\u{301}".repeat(LONGEST - 3));
        for hidden in
            ["HP\u{202e}ayas", "HP\u{0}saya", "HP\u{200b}saya", "H\u{200d}P", "\u{3164}", &piled]
        {
            let unreadable = Err(DeviceNameProblem::Text(TextProblem::Unreadable));
            assert_eq!(parse(hidden), unreadable, "{hidden:?}");
        }
    }
}
