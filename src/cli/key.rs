//! The installation's keys: a file that only its owner can read, one key a line, the current one
//! first. The first is made with the first start; a missing or different key is said loudly, since a
//! new one opens nothing. Further ones come with `keys rotate`.

use crate::domain::{
    random::{self, Random},
    seal::{KEY_BYTES, Sealer},
};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

type RawKey = [u8; KEY_BYTES];

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the key file {0} cannot be read or written: {1}")]
    File(PathBuf, io::Error),
    #[error("the key file {0} does not hold lines of 64 hexadecimal digits")]
    Form(PathBuf),
    #[error("the key file {0} can be read by others: run chmod 600 {0}")]
    Open(PathBuf),
    #[error(
        "the key file {path} is missing, but secrets in the database are sealed with key {id}: \
         bring the file back from the backup. No new key is made, because it would open none of them"
    )]
    Missing { path: PathBuf, id: String },
    #[error(
        "the key file {path} holds key {found}, but secrets in the database are sealed with key \
         {id}: bring the right file back from the backup"
    )]
    Other { path: PathBuf, found: String, id: String },
}

/// `noted`: the id of the key that the database was sealed with so far.
///
/// # Errors
/// When there is no usable key; then nothing may start.
pub fn load(path: &Path, noted: Option<&str>, random: &dyn Random) -> Result<Sealer, KeyError> {
    let sealer = match (std::fs::read_to_string(path), noted) {
        (Ok(text), _) => read(path, &text)?,
        (Err(error), None) if error.kind() == io::ErrorKind::NotFound => make(path, random)?,
        (Err(error), Some(id)) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeyError::Missing { path: path.to_owned(), id: id.to_owned() });
        }
        (Err(error), _) => return Err(KeyError::File(path.to_owned(), error)),
    };
    check(path, &sealer, noted)?;
    Ok(sealer)
}

/// Whether the key that the database knows is on the ring.
///
/// # Errors
/// [`KeyError::Other`] when it is another.
pub fn check(path: &Path, sealer: &Sealer, noted: Option<&str>) -> Result<(), KeyError> {
    let found = sealer.key_id();
    match noted {
        Some(id) if !sealer.has_key(id) => {
            Err(KeyError::Other { path: path.to_owned(), found, id: id.to_owned() })
        }
        _ => Ok(()),
    }
}

fn read(path: &Path, text: &str) -> Result<Sealer, KeyError> {
    let metadata = path.metadata().map_err(|error| KeyError::File(path.to_owned(), error))?;
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::Open(path.to_owned()));
    }
    let keys = parse(text).ok_or_else(|| KeyError::Form(path.to_owned()))?;
    let (current, older) = keys.split_first().ok_or_else(|| KeyError::Form(path.to_owned()))?;
    let path = path.to_owned();
    Ok(Sealer::new(*current, older).reloading(Box::new(move || {
        std::fs::read_to_string(&path).ok().as_deref().and_then(parse)
    })))
}

/// One key a line, at least one.
fn parse(text: &str) -> Option<Vec<RawKey>> {
    let keys: Option<Vec<_>> = text.split_whitespace().map(parse_key).collect();
    keys.filter(|keys| !keys.is_empty())
}

fn parse_key(text: &str) -> Option<RawKey> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// Puts a new key before the others. The file is replaced in one step, so that nobody ever reads
/// half of it, and the keys that were there stay.
///
/// # Errors
/// When the file cannot be read or written; then it is as it was.
pub fn add(path: &Path, random: &dyn Random) -> Result<Sealer, KeyError> {
    let named = |error| KeyError::File(path.to_owned(), error);
    let older = std::fs::read_to_string(path).map_err(named)?;
    read(path, &older)?;
    let key: RawKey = random::bytes(random);
    let text = format!("{}\n{older}", HEXLOWER.encode(&key));
    let beside = path.with_extension("new");
    let write = || -> io::Result<()> {
        write_beside(&beside, &text)?;
        std::fs::rename(&beside, path)?;
        sync_folder(path)
    };
    write().map_err(named)?;
    read(path, &text)
}

/// Writes the file that then becomes the key's, whole.
fn write_beside(beside: &Path, text: &str) -> io::Result<()> {
    let _ = std::fs::remove_file(beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes the name of a file last, as its folder has it.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()
    })
}

/// Makes the first key. Its file appears in one step: a start that is killed on the way, or finds the
/// disk full, leaves none that the next one could not read.
fn make(path: &Path, random: &dyn Random) -> Result<Sealer, KeyError> {
    let key: [u8; KEY_BYTES] = random::bytes(random);
    let text = HEXLOWER.encode(&key);
    let beside = path.with_extension("new");
    let write = || -> io::Result<()> {
        write_beside(&beside, &format!("{text}\n"))?;
        // Unlike a new name, a second one never takes the place of a key that is there by now.
        std::fs::hard_link(&beside, path)?;
        std::fs::remove_file(&beside)?;
        // The name must last, too, before anything is sealed with the key.
        sync_folder(path)
    };
    write().map_err(|error| KeyError::File(path.to_owned(), error))?;
    tracing::warn!(path = %path.display(), "made a new key: back it up with the database");
    read(path, &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{random::SeededRandom, seal::Purpose};
    use uuid::Uuid;

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made = load(&path, None, &SeededRandom::new(1)).unwrap().key_id();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let found = load(&path, Some(&made), &SeededRandom::new(2)).unwrap().key_id();
        assert_eq!(made, found);
    }

    #[test]
    fn a_lost_key_is_said_loudly_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let lost = load(&path, Some("0123abcd"), &SeededRandom::new(1));
        assert!(matches!(lost, Err(KeyError::Missing { .. })));
        assert!(!path.exists());
    }

    #[test]
    fn a_new_key_stands_before_the_old_one_and_both_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let random = SeededRandom::new(1);
        let running = load(&path, None, &random).unwrap();
        let old = running.key_id();
        let sealed = running.seal(Purpose::Mail(Uuid::nil()), b"secret", &random).unwrap();
        let rotated = add(&path, &random).unwrap();
        assert_ne!(rotated.key_id(), old);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(rotated.open(Purpose::Mail(Uuid::nil()), &sealed).unwrap(), b"secret");
        let resealed = rotated.seal(Purpose::Mail(Uuid::nil()), b"secret", &random).unwrap();
        assert_eq!(
            running.open(Purpose::Mail(Uuid::nil()), &resealed).unwrap(),
            b"secret",
            "a portal that runs reads the new key when it meets it"
        );
    }

    #[test]
    fn another_key_an_open_file_and_nonsense_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let _ = load(&path, None, &SeededRandom::new(1)).unwrap();
        let other = load(&path, Some("0123abcd"), &SeededRandom::new(1));
        assert!(matches!(other, Err(KeyError::Other { .. })));

        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(load(&path, None, &SeededRandom::new(1)), Err(KeyError::Open(_))));

        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let good = "0123456789abcdef".repeat(4);
        let signs = good.replace("0123", "+1+3");
        for broken in ["", "not a key", &good[2..], &format!("{good}00"), &signs] {
            std::fs::write(&path, broken).unwrap();
            let refused = load(&path, None, &SeededRandom::new(1));
            assert!(matches!(refused, Err(KeyError::Form(_))), "{broken}");
        }
        std::fs::write(&path, good.to_uppercase()).unwrap();
        let typed = load(&path, None, &SeededRandom::new(1)).unwrap().key_id();
        std::fs::write(&path, &good).unwrap();
        assert_eq!(load(&path, None, &SeededRandom::new(1)).unwrap().key_id(), typed);
    }
}
