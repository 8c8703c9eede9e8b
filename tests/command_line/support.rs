//! The command, and a portal that it runs.

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

/// No command of these tests takes as long.
const LONGEST: Duration = Duration::from_mins(2);

pub const NIP: &str = "198609262015052001";
pub const LOGIN: &str = "nip=198609262015052001&password=kopi-pagi-di-ambon";

pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asn-digital"));
    command.env_clear().env("ASN_DATA_DIR", folder.join("data")).current_dir(folder);
    command
}

pub fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that stops early does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    // One that does not end, a server that should have refused to start, fails the test instead of holding it up.
    let (ended, has_ended) = mpsc::channel::<()>();
    let id = Pid::from_raw(child.id().try_into().unwrap());
    let watch = thread::spawn(move || {
        if has_ended.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
            let _ = kill(id, Signal::SIGKILL);
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(ended);
    watch.join().unwrap();
    output
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What an operator is told when a start stops: one line.
#[track_caller]
pub fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments, "");
    assert!(!output.status.success(), "{arguments:?} went on");
    let said = text(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

/// A running portal, killed when dropped.
pub struct Server {
    pub child: Child,
    pub address: String,
    pub metrics: String,
    folder: PathBuf,
}

impl Server {
    pub fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[])
    }

    pub fn start_with(folder: &Path, arguments: &[&str]) -> Self {
        fs::create_dir_all(folder.join("target/site/pkg")).unwrap();
        let (address, metrics) = (free_address(), free_address());
        let log = fs::File::create(folder.join("log")).unwrap();
        let child = command(folder)
            .args(["serve", "--demo", "--listen", &address, "--metrics-listen", &metrics])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut server = Self { child, address, metrics, folder: folder.to_owned() };
        let said = BufReader::new(server.child.stdout.take().unwrap());
        assert!(said.lines().map_while(Result::ok).any(|line| line.contains("demo data")));
        server
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }

    /// What the metrics say of a series, by its name and labels.
    pub fn metric(&self, series: &str) -> Option<f64> {
        let text = get(&self.metrics, "/metrics");
        let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        line.map(|value| value.parse().unwrap())
    }

    pub fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The system picks a port; the next moment it is almost surely still free.
pub fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

pub fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// A browser of the shortest kind: what one request needs, and what its answer says.
pub struct Browser<'a> {
    pub server: &'a Server,
    pub cookie: String,
    /// Whose the last page was, as its forms say.
    pub owner: String,
}

impl Browser<'_> {
    pub fn send(&mut self, method: &str, path: &str, body: &str) -> String {
        let body = match method {
            "POST" => format!("{body}&pemilik={}", self.owner),
            _ => body.to_owned(),
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: text/html\r\n\
             User-Agent: Peramban\r\nSec-Fetch-Site: same-origin\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        );
        let mut answer = Vec::new();
        self.server.send(&request).read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        if let Some((_, mark)) = answer.split_once("name=\"pemilik\" value=\"") {
            mark.split('"').next().unwrap().clone_into(&mut self.owner);
        }
        if let Some((_, cookie)) = answer.split_once("set-cookie: asn_session=") {
            self.cookie = format!("asn_session={}", cookie.split(';').next().unwrap());
        }
        answer
    }
}
