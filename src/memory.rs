//! The server's memory: its allocator, and the size of the pages it is made of.
//!
//! Pages of HTML are many small allocations and hashes few large ones; the system's allocator is slow
//! at the former and keeps the latter. mimalloc asks the system for huge pages, which make a hash
//! some 5 % quicker; but small allocations lie scattered, so that 2 MiB of them would take up 18. The
//! process does without huge pages, therefore, but for the memory of hashes
//! (`docs/adr/0005-mimalloc.md`).

use std::sync::{Mutex, PoisonError};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// From here on the process gets no huge pages but by [`with_huge_pages`].
pub fn without_huge_pages() {
    allow(false);
}

/// What `touch` touches for the first time may be of huge pages; so may what other threads touch in
/// the same moment.
pub fn with_huge_pages<T>(touch: impl FnOnce() -> T) -> T {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    allow(true);
    let touched = touch();
    allow(false);
    touched
}

/// A system that does not know of it decides by itself.
fn allow(huge_pages: bool) {
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_thp_disable(!huge_pages);
    #[cfg(not(target_os = "linux"))]
    let _ = huge_pages;
}
