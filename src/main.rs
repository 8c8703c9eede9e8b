//! The command `asn-digital`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    asn_digital::cli::run().await
}
