//! The short form: every target over its corpus, and over as many changes of it as there is time for in
//! a test run. The same ones in every run, so that what fails once fails again. `scripts/fuzz` goes on; so does
//! `ASN_FUZZ_TIMES=1000 cargo test --release`, which tries so many times as many.

#![forbid(unsafe_code)]

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
};

/// Bytes.
const LONGEST: usize = 1200;

/// TARGET ROUNDS makes a test of each; unoptimised, some targets take their time for one input.
macro_rules! targets {
    ($($target:ident $rounds:literal,)*) => {
        const TARGETS: &[&str] = &[$(stringify!($target)),*];
        $(
            #[test]
            fn $target() {
                run(stringify!($target), $rounds, asn_digital_fuzz::$target);
            }
        )*
    };
}

targets! {
    nip 20_000,
    codes 20_000,
    tokens 5_000,
    return_addresses 20_000,
    accounts_csv 20_000,
    language 20_000,
    device_name 20_000,
    announcement_markdown 6_000,
    catalogue 20_000,
    browser_name 20_000,
    new_password 200,
    passkey_answer 2_000,
    authorize_parameters 20_000,
    token_requests 4_000,
    client_assertions 2_000,
    id_token_hints 5_000,
    logout_parameters 4_000,
    sealed_requests 4_000,
    scim_filter 20_000,
    scim_path 20_000,
    scim_patch 10_000,
}

#[test]
fn every_target_has_a_fuzzer_and_a_corpus() {
    let folder = |name: &str| {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        let names = entries.map(|entry| entry.unwrap().path());
        let mut names: Vec<String> =
            names.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    let mut targets = TARGETS.to_vec();
    targets.sort_unstable();
    assert_eq!(folder("fuzz_targets"), targets);
    assert_eq!(folder("corpus"), targets);
}

fn run(name: &str, rounds: u32, target: fn(&[u8])) {
    let seeds = seeds(name);
    let times = env::var("ASN_FUZZ_TIMES").map_or(1, |times| times.parse().unwrap());
    assert!(!seeds.is_empty());
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let changed = (0..rounds * times).map(|_| change(&seeds, &mut chance));
    for input in seeds.iter().cloned().chain(changed) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(&input))) {
            eprintln!("{name} fails with b\"{}\"", input.escape_ascii());
            resume_unwind(panic);
        }
    }
}

/// In the order of their names.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Xorshift (Marsaglia 2003): the same numbers every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn byte(&mut self) -> u8 {
        const TELLING: &[u8] =
            b"\0\t\n\r \"#%&'()+,-./0159:;<=>?@AZ[\\]_`az{|}~\x7f\x80\xc3\xe2\xff";
        match self.below(2) {
            0 => TELLING[self.below(TELLING.len())],
            _ => u8::try_from(self.below(256)).unwrap(),
        }
    }
}

/// One of the seeds with one to four changes.
fn change(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let length = chance.below(8).min(bytes.len() - at);
        match chance.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 if at < bytes.len() => bytes[at] = chance.byte(),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let again = bytes[at..at + length].repeat(1 + chance.below(20));
                bytes.splice(at..at, again);
            }
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => bytes.insert(at, chance.byte()),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}
