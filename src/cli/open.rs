//! Opening an installation: its database, its key, its catalogue.

use super::key;
use crate::{
    config::DataOptions,
    domain::{
        Fault, Portal,
        clock::{Clock, SystemClock},
        credentials::{
            passkey,
            password::{Cost, PasswordHasher},
        },
        guard::throttle::Policies,
        launcher::{
            catalogue::{BUILT_IN, Catalogue},
            commons::CommonsCell,
        },
        limits::Limits,
        random::{SystemRandom, new_id},
        sso::SsoCell,
    },
    store::{Store, StoreError},
};
use std::{
    error::Error,
    num::NonZero,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// The fact noted in the database: which key its secrets are sealed with.
pub const KEY_ID: &str = "key-id";

/// How long a node waits for its database when it starts.
const PATIENCE: Duration = Duration::from_mins(1);
const AGAIN: Duration = Duration::from_millis(500);

/// How many passwords are checked at the same time, and how many may wait.
#[derive(Debug, Clone, Copy)]
pub struct HashingQueue {
    pub at_once: usize,
    pub waiting: usize,
}

impl HashingQueue {
    /// Unless something else is asked for, as many at once as there are cores, and half a second of
    /// them waiting: with more cores more people wait, but nobody for longer.
    pub fn new(at_once: Option<u16>, waiting: Option<u16>) -> Self {
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        let at_once = at_once.map_or_else(cores, usize::from);
        Self { at_once, waiting: waiting.map_or(32 * at_once, usize::from) }
    }
}

impl Default for HashingQueue {
    fn default() -> Self {
        Self::new(None, None)
    }
}

/// Returns when the database answers. A whole site that starts may bring its nodes up first: they
/// wait for it, but not for ever.
pub async fn wait_for_database(data: &DataOptions) -> Result<(), StoreError> {
    let Some(url) = &data.database_url else {
        return Ok(());
    };
    let start = Instant::now();
    let mut said = false;
    while let Err(error) = Store::reach_postgres(url).await {
        let passes = error.is_outage() && !error.is_by_configuration();
        if !passes || start.elapsed() >= PATIENCE {
            return Err(error);
        }
        if !said {
            tracing::warn!(%error, "waiting for the database, for a minute at most");
            said = true;
        }
        tokio::time::sleep(AGAIN).await;
    }
    Ok(())
}

/// To serve. `origin`: the public address, for links in letters and for passkeys.
pub async fn open(
    data: &DataOptions,
    queue: HashingQueue,
    origin: &str,
) -> Result<Portal, Box<dyn Error>> {
    let store = match &data.database_url {
        Some(url) => Store::connect_postgres(url).await?,
        None => Store::open_sqlite(&data.database_file()).await?,
    };
    open_with(data, store, queue, origin, Some(catalogue(data)?)).await
}

/// For commands, which send nobody a link and may ask for what takes long. Where none is named, the
/// services stay as the server that runs has them.
pub async fn open_for_command(data: &DataOptions) -> Result<Portal, Box<dyn Error>> {
    let store = match &data.database_url {
        Some(url) => Store::connect_postgres_for_command(url).await?,
        None => Store::open_sqlite(&data.database_file()).await?,
    };
    let named = data.catalogue.is_some().then(|| catalogue(data)).transpose()?;
    open_with(data, store, HashingQueue::default(), "", named).await
}

async fn open_with(
    data: &DataOptions,
    store: Store,
    queue: HashingQueue,
    origin: &str,
    catalogue: Option<Catalogue>,
) -> Result<Portal, Box<dyn Error>> {
    if store.is_unfinished_copy().await? {
        return Err("the database holds the unfinished copy of an embedded one: run asn-digital \
                    migrate again"
            .into());
    }
    if let Some(newest) = store.unknown_migration().await? {
        tracing::warn!(newest, "the database has been used by a newer version of this program");
    }
    let path = data.key_path();
    let noted = store.read().await?.installation(KEY_ID).await?;
    let sealer = key::load(&path, noted.as_deref(), &SystemRandom)?;
    if noted.is_none() {
        // Another node may have been first: then its key is the one that counts.
        let mut unit = store.write().await?;
        let noted = unit.note_installation(KEY_ID, &sealer.key_id()).await?;
        unit.commit().await?;
        key::check(&path, &sealer, Some(&noted))?;
    }
    let commons = match catalogue {
        Some(catalogue) => CommonsCell::open(&store, &catalogue, SystemClock.now()).await?,
        None => CommonsCell::read(&store, SystemClock.now()).await?,
    };
    Ok(Portal {
        node: new_id(&SystemRandom, SystemClock.now()),
        store,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        passwords: PasswordHasher::new(
            Cost::default(),
            queue.at_once,
            queue.waiting,
            &SystemRandom,
        )?,
        sealer,
        policies: Policies::default(),
        limits: Limits::default(),
        commons,
        origin: origin.to_owned(),
        passkeys: passkey::relying_party(origin),
        sso: SsoCell::default(),
    })
}

/// What to do about it, where the disk of the embedded database is the cause.
pub(super) fn with_remedy(data: &DataOptions, error: Box<dyn Error>) -> Box<dyn Error> {
    let cause = match error.downcast_ref() {
        Some(Fault::Store(cause)) => Some(cause),
        _ => error.downcast_ref::<StoreError>(),
    };
    let remedy = match cause {
        _ if data.database_url.is_some() => return error,
        Some(StoreError::DiskFull(_)) => "its disk is full: free some space",
        Some(StoreError::ReadOnly(_)) => {
            "it or its disk is read-only for this user: make it writable (chown, or mount -o remount,rw)"
        }
        Some(StoreError::Disk(_)) => {
            "its disk is full or fails: look at df and at the kernel's log"
        }
        _ => return error,
    };
    let folder = data.data_dir.display();
    format!("the data folder {folder} cannot be written, since {remedy}, and start again. {error}")
        .into()
}

/// The catalogue file that was asked for, or the one that was built in.
fn catalogue(data: &DataOptions) -> Result<Catalogue, Box<dyn Error>> {
    let Some(file) = &data.catalogue else {
        return Ok(Catalogue::parse(BUILT_IN)?);
    };
    let named = |error: &dyn Error| format!("--catalogue {}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| named(&error))?;
    Ok(Catalogue::parse(&text).map_err(|error| named(&error))?)
}
