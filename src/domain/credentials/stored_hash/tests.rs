use super::*;
use data_encoding::HEXLOWER;

const CHEAP: Cost = Cost { memory_kib: 32, passes: 2, lanes: 1 };

fn checked(stored: &str, password: &str) -> Option<Verdict> {
    let today = argon2id::params(CHEAP).unwrap();
    verify(&today, password.as_bytes(), stored, &mut Memory::default()).unwrap()
}

/// RFC 6070 (SHA-1) and the same inputs for the others, as published with RFC 7914 §11 and by others.
#[test]
fn hashes_of_others_are_known_by_their_password() {
    for (kind, password, salt, iterations, hash) in [
        (
            Pbkdf2::Sha1,
            "passwordPASSWORDpassword",
            "saltSALTsaltSALTsaltSALTsaltSALTsalt",
            4096,
            "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
        ),
        (Pbkdf2::Sha256, "Password", "NaClNaCl", 80_000, ""),
    ] {
        let hash = if hash.is_empty() {
            // Longer than a block: what is kept is the first.
            let mut out = vec![0; 64];
            let digest = kind.digest();
            pbkdf2_hmac(password.as_bytes(), salt.as_bytes(), iterations, digest, &mut out)
                .unwrap();
            out
        } else {
            HEXLOWER.decode(hash.as_bytes()).unwrap()
        };
        let iterations = u32::try_from(iterations).unwrap();
        let stored = of_pbkdf2(kind, iterations, salt.as_bytes(), &hash).unwrap();
        let head = format!("${}$i={iterations},l={}$", <&str>::from(kind), kind.block());
        assert!(stored.starts_with(&head), "{stored}");
        assert_eq!(checked(&stored, password), Some(Verdict::RightButOutdated));
        assert_eq!(checked(&stored, "password"), Some(Verdict::Wrong));
    }
}

/// Made by Python's hashlib, which has nothing to do with this program.
#[test]
fn every_kind_is_that_of_another_library() {
    for (kind, hash) in [(Pbkdf2::Sha1, SHA1), (Pbkdf2::Sha256, SHA256), (Pbkdf2::Sha512, SHA512)] {
        let hash = HEXLOWER.decode(hash.as_bytes()).unwrap();
        let stored = of_pbkdf2(kind, 1000, b"0123456789abcdef", &hash).unwrap();
        assert_eq!(checked(&stored, "kopi tubruk"), Some(Verdict::RightButOutdated), "{stored}");
        assert_eq!(checked(&stored, "kopi tubrok"), Some(Verdict::Wrong));
    }
}

#[test]
fn argon2id_of_another_cost_is_right_but_outdated() {
    let cost = Cost { memory_kib: 64, passes: 5, lanes: 1 };
    let params = argon2id::params(cost).unwrap();
    let phc = argon2id::hash(&params, b"kopi", &[7; 16], &mut Memory::default()).unwrap();
    let hash = PasswordHash::new(&phc).unwrap().hash.unwrap();
    let stored = of_argon2id(cost, &[7; 16], hash.as_bytes()).unwrap();
    assert_eq!(stored, phc);
    assert_eq!(checked(&stored, "kopi"), Some(Verdict::RightButOutdated));
    assert_eq!(checked(&stored, "teh"), Some(Verdict::Wrong));
}

#[test]
fn what_costs_too_much_is_neither_kept_nor_computed() {
    for kind in Pbkdf2::VARIANTS {
        let most = kind.most_iterations();
        assert!(of_pbkdf2(*kind, most, &[1; 16], &[2; 64]).is_ok());
        for iterations in [most + 1, 1_000_000_000, u32::MAX] {
            assert_eq!(of_pbkdf2(*kind, iterations, &[1; 16], &[2; 64]), Err(Unkept::TooCostly));
        }
        let name = <&str>::from(*kind);
        let stored =
            format!("${name}$i=1000000000,l=20$AQEBAQEBAQEBAQEBAQEBAQ$AgICAgICAgICAgICAgICAgICAgI");
        assert_eq!(checked(&stored, "x"), None, "{stored}");
    }
    for cost in [
        Cost { memory_kib: MOST_MEMORY_KIB + 1, ..CHEAP },
        Cost { memory_kib: 4_000_000_000, ..CHEAP },
        Cost { passes: MOST_PASSES + 1, ..CHEAP },
        Cost { lanes: MOST_LANES + 1, memory_kib: 4096, passes: 1 },
    ] {
        assert_eq!(of_argon2id(cost, &[1; 16], &[2; 32]), Err(Unkept::TooCostly), "{cost:?}");
    }
    let stored = |params: &str| {
        format!(
            "$argon2id$v=19${params}$AQEBAQEBAQEBAQEBAQEBAQ$AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI"
        )
    };
    for params in ["m=4000000,t=1,p=1", "m=32,t=4000000,p=1", "m=4096,t=1,p=400"] {
        assert_eq!(checked(&stored(params), "x"), None, "{params}");
    }
    assert_eq!(checked(&stored("m=32,t=2,p=1"), "x"), Some(Verdict::Wrong));
}

#[test]
fn what_is_no_hash_is_not_kept() {
    for (iterations, salt, hash) in [
        (0, &[1; 16][..], &[2; 32][..]),
        (1000, &[], &[2; 32]),
        (1000, &[1; 4], &[2; 32]),
        (1000, &[1; 200], &[2; 32]),
        (1000, &[1; 16], &[]),
        (1000, &[1; 16], &[2; 8]),
    ] {
        let refused = of_pbkdf2(Pbkdf2::Sha256, iterations, salt, hash);
        assert_eq!(refused, Err(Unkept::Malformed), "{iterations} {salt:?} {hash:?}");
    }
    assert_eq!(of_argon2id(CHEAP, &[1; 16], &[2; 8]), Err(Unkept::Malformed));
    assert_eq!(of_argon2id(CHEAP, &[1; 4], &[2; 32]), Err(Unkept::Malformed));
    let none = Cost { passes: 0, ..CHEAP };
    assert_eq!(of_argon2id(none, &[1; 16], &[2; 32]), Err(Unkept::Malformed));
    let today = argon2id::params(CHEAP).unwrap();
    for stored in [
        "",
        "x",
        "$pbkdf2-sha256$",
        "$2b$12$abc",
        "$pbkdf2-md5$i=1$AQEBAQEBAQEBAQEBAQEBAQ$AgICAgICAgICAgICAgICAgICAgI",
    ] {
        assert!(verify(&today, b"x", stored, &mut Memory::default()).is_err(), "{stored}");
    }
}

const SHA1: &str = "a1aee03cbfd0b750ad71c1a7ca084eec5b6dfb98c995660507faa2cf58090c94\
     f67fa8c051058185a7cb7a2e8b159948e6493cb0bc2b3a6354f053ef6c3ca8eb";
const SHA256: &str = "a75198ddaa0e9d07c4070a28e158be19394783da383de1f3caef3c110dfb6ce7";
const SHA512: &str = "d1805d22869e11e23df5bcee01d8b6d17ee24f3f976f9e77eb4ef0d73fca0961\
     be6d31de5c316ecd44899701f6e4a68af00af683de12cac70ea9504e278169c6";
