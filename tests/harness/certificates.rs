//! A certificate authority of one's own, by the program `openssl`.

use super::Result;
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub struct Authority {
    folder: PathBuf,
    name: String,
}

impl Authority {
    /// # Errors
    /// When `openssl` does not do it.
    pub fn new(folder: &Path, name: &str) -> Result<Self> {
        let authority = Self { folder: folder.to_owned(), name: name.to_owned() };
        authority.make(name, &["-addext", "basicConstraints=critical,CA:TRUE"])?;
        Ok(authority)
    }

    pub fn certificate(&self) -> PathBuf {
        self.folder.join(format!("{}.crt", self.name))
    }

    /// A certificate and its key for a server, known by an alternative name such as `DNS:localhost`.
    ///
    /// # Errors
    /// When `openssl` does not do it.
    pub fn sign(&self, alternative: &str) -> Result<(PathBuf, PathBuf)> {
        let server = format!("{}-server", self.name);
        let ca_key = self.folder.join(format!("{}.key", self.name));
        let alternative = format!("subjectAltName={alternative}");
        let ca = self.certificate();
        let ca: [&Path; 2] = [&ca, &ca_key];
        let [ca, ca_key] = ca.map(|path| path.to_str().unwrap_or_default());
        let options = ["-CA", ca, "-CAkey", ca_key, "-addext", &alternative];
        self.make(&server, &[&options[..], &["-addext", "basicConstraints=CA:FALSE"]].concat())?;
        let file = |end| self.folder.join(format!("{server}.{end}"));
        Ok((file("crt"), file("key")))
    }

    fn make(&self, name: &str, options: &[&str]) -> Result<()> {
        let status = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
            .args(["-nodes", "-days", "2", "-subj", &format!("/CN={name}")])
            .arg("-keyout")
            .arg(self.folder.join(format!("{name}.key")))
            .arg("-out")
            .arg(self.folder.join(format!("{name}.crt")))
            .args(options)
            .stderr(Stdio::null())
            .status()?;
        if status.success() { Ok(()) } else { Err("openssl made no certificate".into()) }
    }
}
