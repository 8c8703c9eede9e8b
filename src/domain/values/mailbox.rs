//! A person's mailbox: one address as mail servers take it (RFC 5321 §4.1.2, without quoted names and
//! addresses of machines, which no agency gives to anybody).

/// Octets of the whole, of the part before the `@`, and of one label of the name behind it.
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailboxProblem {
    #[error(
        "the email has no @ with a name before it and an address such as ambon.go.id behind it"
    )]
    NotOne,
    #[error("the email holds more than one address; a person has one mailbox")]
    Several,
    #[error("the email holds characters that no mailbox has, blanks or brackets among them")]
    Characters,
    #[error("the email is longer than any mailbox can be")]
    TooLong,
}

/// One mailbox in the form that is kept: the name of its server in small letters.
///
/// # Errors
/// Why no letter could arrive there. Whether one does shows when it is sent.
pub fn parse(text: &str) -> Result<String, MailboxProblem> {
    let text = text.trim();
    match text.matches('@').count() {
        0 => return Err(MailboxProblem::NotOne),
        1 => {}
        // Two in a row are a slip of the finger.
        _ if text.contains("@@") => return Err(MailboxProblem::NotOne),
        _ => return Err(MailboxProblem::Several),
    }
    let (local, domain) = text.split_once('@').ok_or(MailboxProblem::NotOne)?;
    if local.is_empty() || !domain.contains('.') {
        return Err(MailboxProblem::NotOne);
    }
    if text.len() > LONGEST || local.len() > LONGEST_LOCAL {
        return Err(MailboxProblem::TooLong);
    }
    let is_name = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    if !is_name || !local.bytes().all(is_of_a_name) || !is_domain(domain) {
        return Err(MailboxProblem::Characters);
    }
    Ok(format!("{local}@{}", domain.to_ascii_lowercase()))
}

/// RFC 5322 §3.2.3, "atext", and the dots between.
fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte)
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.split('.').all(is_label) && top.len() > 1 && !top.bytes().all(|b| b.is_ascii_digit())
}

/// Whether letters to both arrive in the same place: nobody has two that differ by capitals alone.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// A mailbox as it may be shown to whoever knows the password: `s•••@example.go.id`.
#[must_use]
pub fn masked(mailbox: &str) -> String {
    match mailbox.rsplit_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}•••@{domain}")
        }
        None => "•••".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mailbox_is_kept_in_one_form() {
        assert_eq!(parse(" sri.w@Ambon.GO.id ").unwrap(), "sri.w@ambon.go.id");
        assert_eq!(parse("o'brien+asn@bkn.go.id").unwrap(), "o'brien+asn@bkn.go.id");
        assert!(is_same("Sri@ambon.go.id", "sri@Ambon.go.id"));
    }

    #[test]
    fn what_no_letter_could_arrive_at_is_refused() {
        use MailboxProblem::*;
        for (text, problem) in [
            ("", NotOne),
            ("-", NotOne),
            ("tidak ada", NotOne),
            ("sri.example.go.id", NotOne),
            ("@ambon.go.id", NotOne),
            ("sri@ambon", NotOne),
            ("a@@b.go.id", NotOne),
            ("a@b.go.id; c@d.go.id", Several),
            ("a@b.go.id,c@d.go.id", Several),
            ("sri w@ambon.go.id", Characters),
            ("Sri <sri@ambon.go.id>", Characters),
            ("mailto:sri@ambon.go.id", Characters),
            ("sri@ambon..go.id", Characters),
            ("sri@.ambon.go.id", Characters),
            ("sri@ambon.go.id.", Characters),
            ("sri.@ambon.go.id", Characters),
            ("sri@-ambon.go.id", Characters),
            ("sri@192.168.1.1", Characters),
            ("sri@ambon.go.id;", Characters),
            ("sri\u{200b}@ambon.go.id", Characters),
            ("srı@ambon.go.id", Characters),
            ("sri@аmbon.go.id", Characters),
        ] {
            assert_eq!(parse(text), Err(problem), "{text:?}");
        }
        assert_eq!(parse(&format!("{}@b.go.id", "a".repeat(65))), Err(TooLong));
    }

    #[test]
    fn mailboxes_are_masked() {
        assert_eq!(masked("sri.w@ambon.go.id"), "s•••@ambon.go.id");
        assert_eq!(masked("x"), "•••");
    }

    proptest! {
        #[test]
        fn whatever_is_taken_can_be_written_on_a_letter(
            text in "[a-zA-Z0-9.!'+_-]{1,8}@[a-zA-Z0-9.-]{1,12}\\.[a-z0-9]{1,4}"
        ) {
            if let Ok(mailbox) = parse(&text) {
                prop_assert!(mailbox.parse::<lettre::Address>().is_ok(), "{}", mailbox);
                prop_assert_eq!(parse(&mailbox), Ok(mailbox));
            }
        }
    }
}
