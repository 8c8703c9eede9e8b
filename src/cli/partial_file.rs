//! A file that is written beside the place it is for, and takes that place in one step when it is
//! whole. Only its owner can read it. What is given up is removed.

use super::key::sync_folder;
use std::{
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// What SQLite keeps beside a database while it is open, and after its process was killed.
pub const COMPANIONS: [&str; 3] = ["-journal", "-wal", "-shm"];

pub struct PartialFile {
    file: File,
    path: PathBuf,
    place: PathBuf,
    is_placed: bool,
}

impl PartialFile {
    /// An empty one. One that a killed process left is used again; one that somebody writes is not.
    pub fn of(place: &Path) -> Result<Self, String> {
        let path = beside(place, ".part");
        let named = |error: io::Error| format!("{}: {error}", path.display());
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(&path).map_err(named)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!("{} is being written by another process", path.display()));
            }
            Err(TryLockError::Error(error)) => return Err(named(error)),
        }
        file.set_permissions(Permissions::from_mode(0o600))
            .and_then(|()| file.set_len(0))
            .map_err(named)?;
        remove_companions(&path);
        Ok(Self { file, place: place.to_owned(), is_placed: false, path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Brings what was written so far to the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    pub fn bytes(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Makes it last, in the place of whatever was there.
    pub fn put_in_place(mut self) -> io::Result<()> {
        self.sync()?;
        fs::rename(&self.path, &self.place)?;
        self.is_placed = true;
        sync_folder(&self.place)
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.is_placed {
            let _ = fs::remove_file(&self.path);
            remove_companions(&self.path);
        }
    }
}

/// Another database's log would be read as this one's.
fn remove_companions(path: &Path) {
    for companion in COMPANIONS {
        let _ = fs::remove_file(beside(path, companion));
    }
}

/// The same name with more at its end.
pub fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
