//! `asn-digital health`: asks a running portal how it is, so that a container needs no other program
//! for it. Exit code 0 when the answer is 200.

use super::CommandResult;
use std::{net::SocketAddr, process::ExitCode, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use url::Url;

const PATIENCE: Duration = Duration::from_secs(5);
/// `HTTP/1.1 200`.
const STATUS_LINE: u64 = 12;

/// `url`: plain http; without one, `/healthz` where this machine's portal listens.
pub async fn health(url: Option<&Url>, listen: SocketAddr) -> CommandResult {
    let (authority, path) = match url {
        Some(url) => {
            parts(url).ok_or("--url is no address such as http://127.0.0.1:3000/readyz")?
        }
        None => (reachable(listen).to_string(), "/healthz".to_owned()),
    };
    let status = timeout(PATIENCE, ask(&authority, &path)).await;
    match status.map_err(|_| format!("{authority}{path} does not answer"))? {
        Ok(status) if status.ends_with(" 200") => Ok(ExitCode::SUCCESS),
        Ok(status) => Err(format!("{authority}{path} answers {status}").into()),
        Err(error) => Err(format!("{authority}{path}: {error}").into()),
    }
}

async fn ask(authority: &str, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(authority).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut status = Vec::new();
    stream.take(STATUS_LINE).read_to_end(&mut status).await?;
    Ok(String::from_utf8_lossy(&status).into_owned())
}

fn parts(url: &Url) -> Option<(String, String)> {
    let host = url.host_str()?;
    let port = url.port_or_known_default()?;
    (url.scheme() == "http").then(|| (format!("{host}:{port}"), url.path().to_owned()))
}

/// Who listens on every address is asked on this machine's own.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(match listen {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    listen
}
