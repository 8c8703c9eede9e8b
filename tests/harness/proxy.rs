//! A small proxy in front of many nodes: each connection goes, in turn, to a node whose `/readyz`
//! says so. It knows no HTTP beyond that; a connection stays with its node until either closes it.

use super::{Result, Visitor};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};

/// How often each node is asked whether it is ready.
const EVERY: Duration = Duration::from_millis(100);
/// No answer within this is a no.
const PATIENCE: Duration = Duration::from_secs(2);

struct Upstream {
    node: SocketAddr,
    is_ready: AtomicBool,
}

/// Ends with all its connections when dropped.
pub struct Proxy {
    pub address: SocketAddr,
    upstreams: Arc<Vec<Upstream>>,
    _tasks: JoinSet<()>,
}

impl Proxy {
    /// # Errors
    /// When it cannot listen.
    pub async fn start(nodes: &[SocketAddr]) -> Result<Self> {
        let upstream = |&node| Upstream { node, is_ready: AtomicBool::new(true) };
        let upstreams: Arc<Vec<_>> = Arc::new(nodes.iter().map(upstream).collect());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let mut tasks = JoinSet::new();
        for number in 0..nodes.len() {
            tasks.spawn(watch(Arc::clone(&upstreams), number));
        }
        tasks.spawn(pass_on(listener, Arc::clone(&upstreams)));
        Ok(Self { address, upstreams, _tasks: tasks })
    }

    /// How many nodes it finds ready.
    pub fn ready(&self) -> usize {
        self.upstreams.iter().filter(|one| one.is_ready.load(Ordering::SeqCst)).count()
    }
}

async fn watch(upstreams: Arc<Vec<Upstream>>, number: usize) {
    let Some(upstream) = upstreams.get(number) else {
        return;
    };
    loop {
        let mut visitor = Visitor::new(upstream.node);
        let answer = timeout(PATIENCE, visitor.get("/readyz")).await;
        let is_ready = matches!(answer, Ok(Ok(answer)) if answer.status.is_success());
        upstream.is_ready.store(is_ready, Ordering::SeqCst);
        sleep(EVERY).await;
    }
}

async fn pass_on(listener: TcpListener, upstreams: Arc<Vec<Upstream>>) {
    let next = AtomicUsize::new(0);
    let mut connections = JoinSet::new();
    while let Ok((mut client, _)) = listener.accept().await {
        let first = next.fetch_add(1, Ordering::SeqCst);
        let upstreams = Arc::clone(&upstreams);
        connections.spawn(async move {
            if let Some(mut node) = connect(&upstreams, first).await {
                let _ = client.set_nodelay(true);
                let _ = node.set_nodelay(true);
                let _ = copy_bidirectional(&mut client, &mut node).await;
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

/// To the first ready node from `first` on; one that refuses is passed over.
async fn connect(upstreams: &[Upstream], first: usize) -> Option<TcpStream> {
    let in_turn = upstreams.iter().cycle().skip(first % upstreams.len()).take(upstreams.len());
    for upstream in in_turn.filter(|one| one.is_ready.load(Ordering::SeqCst)) {
        if let Ok(node) = TcpStream::connect(upstream.node).await {
            return Some(node);
        }
    }
    None
}
