//! The program `nexttables`.

use clap::Parser;
use server::command::{Cli, run};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    run(Cli::parse()).await
}
