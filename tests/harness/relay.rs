//! A way to a server that may lead elsewhere from one moment to the next, or swallow every byte: as an
//! address that moves at a failover, and a network that is cut without a word.

use super::Result;
use std::net::SocketAddr;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

/// Ends with all its connections when dropped.
pub struct Relay {
    pub address: SocketAddr,
    target: watch::Sender<SocketAddr>,
    frozen: watch::Sender<bool>,
    _task: JoinSet<()>,
}

impl Relay {
    /// # Errors
    /// When it cannot listen.
    pub async fn to(target: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (target, to) = watch::channel(target);
        let (frozen, stop) = watch::channel(false);
        let mut task = JoinSet::new();
        task.spawn(accept(listener, to, stop));
        Ok(Self { address, target, frozen, _task: task })
    }

    /// New connections lead to `target` from now on; those that are there stay where they are.
    pub fn lead_to(&self, target: SocketAddr) {
        self.target.send_replace(target);
    }

    /// Whether nothing passes, in either direction, while every connection stays open.
    pub fn freeze(&self, is_frozen: bool) {
        self.frozen.send_replace(is_frozen);
    }
}

async fn accept(
    listener: TcpListener,
    to: watch::Receiver<SocketAddr>,
    frozen: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let (to, frozen) = (to.clone(), frozen.clone());
        connections.spawn(async move {
            thawed(&mut frozen.clone()).await;
            let target = *to.borrow();
            let Ok(server) = TcpStream::connect(target).await else { return };
            let _ = client.set_nodelay(true);
            let _ = server.set_nodelay(true);
            let ((from_client, to_client), (from_server, to_server)) =
                (client.into_split(), server.into_split());
            // Either end closes both.
            tokio::select! {
                _ = pass_on(from_client, to_server, frozen.clone()) => {}
                _ = pass_on(from_server, to_client, frozen) => {}
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn pass_on(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut frozen: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let mut bytes = [0; 16 * 1024];
    loop {
        let read = from.read(&mut bytes).await?;
        thawed(&mut frozen).await;
        if read == 0 {
            return Ok(());
        }
        to.write_all(bytes.get(..read).unwrap_or_default()).await?;
    }
}

async fn thawed(frozen: &mut watch::Receiver<bool>) {
    let _ = frozen.wait_for(|frozen| !frozen).await;
}
