//! The proxy of deploy/nginx.conf, as it is shipped: only addresses, ports and the paths of files are
//! others. It runs as whoever runs the test, in a folder of its own, and ends when dropped.

use super::{Result, free_address};
use native_tls::{Certificate, TlsConnector};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    env, fs,
    net::SocketAddr,
    os::unix::fs::MetadataExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The name that the file gives to the portal.
pub const HOST: &str = "asn.example.go.id";
/// How long it may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Nginx {
    child: Child,
    folder: TempDir,
    pub https: SocketAddr,
    pub http: SocketAddr,
}

impl Nginx {
    /// In front of two nodes. `more`: what stands before the shipped file, in the context of http.
    ///
    /// # Errors
    /// When it does not start; the message holds its log.
    pub async fn start(nodes: [SocketAddr; 2], more: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (https, http) = (free_address()?, free_address()?);
        let path = |name: &str| folder.path().join(name).display().to_string();
        make_certificate(folder.path())?;
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/nginx.conf");
        let mut text = fs::read_to_string(shipped)?;
        for (shipped, here) in [
            ("10.0.0.11:3000", nodes[0].to_string()),
            ("10.0.0.12:3000", nodes[1].to_string()),
            ("listen 80;", format!("listen {http};")),
            ("listen 443 ssl", format!("listen {https} ssl")),
            // This machine may have no IPv6.
            ("    listen [::]:80;\n", String::new()),
            ("    listen [::]:443 ssl http2;\n", String::new()),
            ("/etc/ssl/asn-digital/fullchain.pem", path("fullchain.pem")),
            ("/etc/ssl/asn-digital/key.pem", path("key.pem")),
            ("/var/log/nginx/asn-digital.access.log", path("access.log")),
            ("/var/log/nginx/asn-digital.error.log", path("error.log")),
            ("/etc/asn-digital/security.txt", path("security.txt")),
        ] {
            if !text.contains(shipped) {
                return Err(format!("deploy/nginx.conf has no {shipped}").into());
            }
            text = text.replace(shipped, &here);
        }
        fs::write(path("security.txt"), "Contact: mailto:keamanan@asn.example.go.id\n")?;
        fs::write(path("asn-digital.conf"), text)?;
        // Only root may choose a user, and has to: else the workers cannot read the folder.
        let user = if fs::metadata("/proc/self")?.uid() == 0 { "user root;" } else { "" };
        let folders: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {};\n", path(kind)))
            .concat();
        let main = format!(
            "daemon off; {user} worker_processes 2; pid {};\nevents {{}}\n\
             http {{\n{folders}{more}\ninclude {};\n}}\n",
            path("pid"),
            path("asn-digital.conf")
        );
        fs::write(path("nginx.conf"), main)?;
        let log = fs::File::create(path("start.log"))?;
        // Debian keeps it off most people's PATH.
        let programs = format!("{}:/usr/sbin", env::var("PATH").unwrap_or_default());
        let child = Command::new("nginx")
            .env("PATH", programs)
            .args(["-p", &path(""), "-c", &path("nginx.conf"), "-e", &path("start.log")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("nginx cannot be run: {error}"))?;
        let mut nginx = Self { child, folder, https, http };
        nginx.wait().await?;
        Ok(nginx)
    }

    /// What its clients trust: its certificate.
    ///
    /// # Errors
    /// When there is none.
    pub fn tls(&self) -> Result<TlsConnector> {
        let certificate = fs::read(self.folder.path().join("fullchain.pem"))?;
        let certificate = Certificate::from_pem(&certificate)?;
        Ok(TlsConnector::builder().add_root_certificate(certificate).build()?)
    }

    /// What it wrote to its access log.
    pub fn access_log(&self) -> String {
        fs::read_to_string(self.folder.path().join("access.log")).unwrap_or_default()
    }

    async fn wait(&mut self) -> Result<()> {
        let start = Instant::now();
        while tokio::net::TcpStream::connect(self.https).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                let log = fs::read_to_string(self.folder.path().join("start.log"))?;
                return Err(format!("nginx ended ({status}):\n{log}").into());
            }
            if start.elapsed() > PATIENCE {
                return Err("nginx does not listen".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Nginx {
    /// Asks it to end, with its workers.
    fn drop(&mut self) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
        }
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One that nobody but the test believes.
fn make_certificate(folder: &Path) -> Result<()> {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
        ])
        .args(["-days", "2", "-subj", &format!("/CN={HOST}")])
        .args(["-addext", &format!("subjectAltName=DNS:{HOST}")])
        .args(["-keyout", "key.pem", "-out", "fullchain.pem"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("openssl cannot be run: {error}"))?;
    if made.status.success() { Ok(()) } else { Err("openssl made no certificate".into()) }
}
