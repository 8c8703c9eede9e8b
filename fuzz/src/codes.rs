//! Numbers, codes and tokens as they are typed or sent back.

use crate::text;
use asn_digital::{domain::{values::{one_time_code::OneTimeCode, digits, nip::Nip, paper_code::PaperCode, reference_token::ReferenceToken}, random::SeededRandom, credentials::recovery_code::RecoveryCode, seal::{Purpose, Sealer}}, wire::login::{CodeProblem, NipProblem}};
use std::sync::LazyLock;
use uuid::Uuid;

/// A number is 18 digits of a real date, whatever stood between them, and never shows its middle.
pub fn nip(data: &[u8]) {
    let typed = text(data);
    let digits = digits::normalise(&typed);
    match Nip::parse(&typed) {
        Ok(nip) => {
            assert_eq!(nip.as_str(), digits);
            assert!(is_a_nip(&digits), "{digits}");
            assert!(Nip::parse(nip.as_str()).is_ok_and(|again| again == nip));
            let spaced = digits.chars().flat_map(|digit| [digit, ' ']).collect::<String>();
            assert!(Nip::parse(&spaced).is_ok_and(|again| again == nip));
            let middle = &digits[4..14];
            assert!(!nip.masked().contains(middle) && !format!("{nip:?}").contains(middle));
        }
        Err(NipProblem::Empty) => assert!(digits.is_empty()),
        Err(NipProblem::NotDigits) => assert!(digits.contains(|c: char| !c.is_ascii_digit())),
        Err(NipProblem::Length(length)) => {
            let typed = u16::try_from(digits.len()).unwrap_or(u16::MAX);
            assert!(length == typed && length != 18);
        }
        Err(NipProblem::Structure) => assert!(digits.len() == 18 && !is_a_nip(&digits)),
    }
}

/// Birth, appointment, kind or month, sex and sequence.
fn is_a_nip(digits: &str) -> bool {
    let number = |from: usize, to: usize| digits[from..to].parse::<u32>().unwrap_or(u32::MAX);
    if digits.len() != 18 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let (year, month, day) = (number(0, 4), number(4, 6), number(6, 8));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        1..=12 => 31,
        _ => 0,
    };
    let (appointed, kind) = (number(8, 12), number(12, 14));
    let later = match kind {
        1..=12 => appointed * 100 + kind > year * 100 + month,
        21..=29 => appointed > year,
        _ => false,
    };
    (1..=days).contains(&day) && later && (1..=2).contains(&number(14, 15)) && number(15, 18) > 0
}

/// A code is read in one form however it was typed, is of one kind only, and is never shown.
pub fn codes(data: &[u8]) {
    let typed = text(data);
    let recovery = RecoveryCode::parse(&typed);
    let mailed = PaperCode::<8>::parse(&typed);
    match OneTimeCode::parse(&typed) {
        Ok(code) => {
            let digits = code.as_str();
            assert!(matches!(digits.len(), 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(OneTimeCode::parse(digits).is_ok_and(|again| again == code));
            assert!(!format!("{code:?}").contains(digits));
            // Eight digits may be letters of paper as well; which field they stand in says what they are.
            assert!(digits.len() == 8 || recovery.is_none() && mailed.is_none());
        }
        Err(CodeProblem::Empty) => assert!(digits::normalise(&typed).is_empty()),
        Err(CodeProblem::NotSixDigits) => {
            let digits = digits::normalise(&typed);
            assert!(!matches!(digits.len(), 6 | 8) || digits.contains(|c: char| !c.is_ascii_digit()));
        }
    }
    assert!(recovery.is_none() || mailed.is_none());
    recovery.iter().for_each(paper_code);
    mailed.iter().for_each(paper_code);
}

fn paper_code<const N: usize>(code: &PaperCode<N>) {
    let letters = code.as_str();
    assert_eq!(letters.len(), N);
    assert!(letters.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()));
    assert!(!letters.contains(['0', '1', 'O', 'I']), "they are mistaken for each other");
    for written in [letters.to_lowercase(), code.to_text(), format!(" {} ", code.to_text())] {
        assert!(PaperCode::<N>::parse(&written).is_some_and(|again| again == *code));
    }
    assert!(!format!("{code:?}").contains(letters));
}

const ROW: Uuid = Uuid::from_u128(0x0192_2b5e_7a10_7cc3_98f4_a1b2_c3d4_e5f6);
const MESSAGE: &[u8] = b"a message for the next page";
static SEALER: LazyLock<Sealer> = LazyLock::new(|| Sealer::new([7; 32], &[[9; 32]]));
static SEALED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let sealed = SEALER.seal(Purpose::Flash, MESSAGE, &SeededRandom::new(1));
    sealed.expect("a message is sealed")
});

/// A token has one spelling and is never shown. Nothing opens but what was sealed, unchanged and
/// for the same purpose.
pub fn tokens(data: &[u8]) {
    let typed = text(data);
    if let Some(token) = ReferenceToken::parse(&typed) {
        assert_eq!(token.to_text(), typed);
        assert!(!format!("{token:?}").contains(&*typed));
    }

    let purposes =
        [Purpose::Flash, Purpose::Ceremony, Purpose::Authenticator(ROW), Purpose::Mail(ROW)];
    // The version and the key's id are no secret: an attacker gets these right.
    let head = SEALED.get(..5).unwrap_or_default();
    let behind_a_right_head = [head, data].concat();
    for purpose in purposes {
        for forged in [data, &behind_a_right_head] {
            let is_ours = forged == SEALED.as_slice() && matches!(purpose, Purpose::Flash);
            assert_eq!(SEALER.open(purpose, forged).is_ok(), is_ours);
        }
    }

    let mut changed = SEALED.clone();
    changed.iter_mut().zip(data).for_each(|(byte, change)| *byte ^= change);
    match SEALER.open(Purpose::Flash, &changed) {
        Ok(opened) => assert!(changed == *SEALED && opened == MESSAGE),
        Err(_) => assert!(changed != *SEALED),
    }
    assert!(SEALER.open(Purpose::Ceremony, &changed).is_err());

    let behind_a_right_id = [head.get(1..).unwrap_or_default(), data].concat();
    for forged in [data, &behind_a_right_id] {
        assert!(!SEALER.is_authentic(&[MESSAGE, data], forged).unwrap_or(false));
    }
}
