//! New passwords.

use crate::text;
use asn_digital::{domain::recovery::new_password::check, wire::new_password::{LONGEST, NewPasswordProblem, SHORTEST, judge}};
use std::{fs, time::Duration};

const NIP: &str = "198604152010011001";
const NAME: &str = "Dr. Siti Rahmawati, S.Kom.";
/// Of one processor, unoptimised and with every check of the fuzzer on.
const LONGEST_TIME: Duration = Duration::from_secs(10);

/// Whatever is typed is judged in bounded time; length is what it is, and nothing is accepted that
/// the page refuses.
pub fn new_password(data: &[u8]) {
    let password = text(data);
    let before = processor_time();
    let judged = judge(&password, NIP, NAME);
    let chars = password.chars().count();
    let checked = check(&password, NIP, NAME);
    if let (Some(before), Some(after)) = (before, processor_time()) {
        assert!(after - before < LONGEST_TIME, "{:?}", after - before);
    }
    match judged {
        Err(NewPasswordProblem::Empty) => assert_eq!(chars, 0),
        Err(NewPasswordProblem::TooLong) => assert!(password.len() > LONGEST),
        Err(NewPasswordProblem::TooShort(typed)) => {
            assert!(chars < SHORTEST && usize::from(typed) == chars);
        }
        Err(NewPasswordProblem::HoldsNip) => assert!(judge(&password, "", NAME) != judged),
        Err(NewPasswordProblem::HoldsName) => assert!(judge(&password, NIP, "") != judged),
        Err(NewPasswordProblem::Common) | Ok(_) => {
            assert!(chars >= SHORTEST && password.len() <= LONGEST);
        }
    }
    match (judged, checked) {
        (Err(first), checked) => assert_eq!(checked, Err(first)),
        (Ok(_), Err(problem)) => assert_eq!(problem, NewPasswordProblem::Common),
        (Ok(_), Ok(())) => {
            let only = |text: &str| password.trim().eq_ignore_ascii_case(text);
            assert!(!only(NIP) && !only(NAME));
        }
    }
}

/// Of this thread, where the system says so.
fn processor_time() -> Option<Duration> {
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    said.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
