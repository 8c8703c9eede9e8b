//! Letters as files, where there is no mail server. A letter is there whole or not at all, it is on
//! the disk before it leaves the outbox, and one that is sent again is the same file again.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// The folder, made where there is none; nobody else may look into it.
pub(super) struct MailFolder(PathBuf);

impl MailFolder {
    /// # Errors
    /// When it cannot be made.
    pub(super) fn open(folder: PathBuf) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        Ok(Self(folder))
    }

    /// # Errors
    /// When the disk refuses; then nothing of the letter is there.
    pub(super) async fn write(&self, id: Uuid, letter: Vec<u8>) -> io::Result<()> {
        let folder = self.0.clone();
        tokio::task::spawn_blocking(move || write(&folder, id, &letter)).await?
    }
}

fn write(folder: &Path, id: Uuid, letter: &[u8]) -> io::Result<()> {
    let part = folder.join(format!("{id}.part"));
    let write = || -> io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        file.write_all(letter)?;
        file.sync_all()?;
        fs::rename(&part, folder.join(format!("{id}.eml")))?;
        File::open(folder)?.sync_all()
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(&part);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
        names.map(|name| name.into_string().unwrap()).collect()
    }

    #[tokio::test]
    async fn a_letter_that_is_sent_again_is_the_same_file_and_a_failure_leaves_none() {
        let folder = tempfile::tempdir().unwrap();
        let mail = MailFolder::open(folder.path().join("mail")).unwrap();
        let sent = Uuid::from_u128(1);
        let refused = Uuid::from_u128(2);
        for _ in 0..2 {
            mail.write(sent, b"halo".to_vec()).await.unwrap();
        }
        // Something stands in its way: the last step fails.
        fs::create_dir(folder.path().join(format!("mail/{refused}.eml"))).unwrap();
        assert!(mail.write(refused, b"halo".to_vec()).await.is_err());
        fs::remove_dir(folder.path().join(format!("mail/{refused}.eml"))).unwrap();
        assert_eq!(names(&folder.path().join("mail")), [format!("{sent}.eml")]);
    }
}
