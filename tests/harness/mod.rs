//! What the long harnesses and the benchmarks share: real portals as processes of their own, people
//! whose authenticators are known, and visitors who go through the real flow over HTTP, with real
//! codes and real cookies. Everything is on loopback and ends with the test that started it.

// Each test program uses its own part of this.
#![allow(dead_code, unused_imports)]

mod certificates;
pub mod nginx;
mod node;
mod people;
pub mod postgres;
mod proxy;
mod relay;
pub mod split;
mod visitor;

pub use certificates::Authority;
pub use nginx::Nginx;
pub use node::{Installation, KEY, Node, free_address};
pub use people::{PASSWORD, Person, make_newcomers, make_people};
pub use proxy::Proxy;
pub use relay::Relay;
pub use visitor::{Answer, USER_AGENT, Visitor};

pub type Error = Box<dyn std::error::Error + Send + Sync>;
pub type Result<T> = std::result::Result<T, Error>;
