use super::*;

/// The pair of RFC 7636, appendix B.
const VERIFIED: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[test]
fn a_verifier_proves_the_challenge_that_was_made_of_it() {
    assert!(proves(CHALLENGE, VERIFIED));
    let cased = VERIFIED.to_ascii_lowercase();
    for other in ["", CHALLENGE, &VERIFIED[1..], &cased, &format!("{VERIFIED}=")] {
        assert!(!proves(CHALLENGE, other), "{other}");
    }
    let of = |verifier: &str| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    for (verifier, right) in [
        ("a".repeat(42), false),
        ("a".repeat(43), true),
        ("~".repeat(128), true),
        ("a".repeat(129), false),
        (format!("{}+", "a".repeat(43)), false),
        (format!("{} ", "a".repeat(43)), false),
    ] {
        assert_eq!(proves(&of(&verifier), &verifier), right, "{verifier}");
    }
}
