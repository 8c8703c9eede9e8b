//! The command `asn-digital`.

use asn_digital::{cli, memory};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Before there is any other thread.
    memory::without_huge_pages();
    run()
}

#[tokio::main]
async fn run() -> ExitCode {
    cli::run().await
}
