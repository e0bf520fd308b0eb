//! The program's commands.

mod audit;
mod backup;
mod create_admin;
mod doctor;
mod rotate_key;
mod serve;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// Maintain rows in your company's own PostgreSQL databases: validated, authorised and auditable.
#[derive(Debug, Parser)]
#[command(name = "nexttables", version, about)]
pub struct Cli {
    /// Without one the product is started, as `cargo leptos watch` does it.
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the product
    Serve(Box<crate::config::ServeArgs>),
    /// Check configuration, store, keys and network, and say what is wrong
    Doctor(Box<crate::config::ServeArgs>),
    /// Create an administrator
    CreateAdmin(create_admin::CreateAdminArgs),
    /// Seal all stored passwords with a new master key
    RotateKey(crate::config::StoreArgs),
    /// Prove the audit log
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Copy the embedded store to a file while the product runs
    Backup(backup::BackupArgs),
}

/// What a command failed with, for the person at the console.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Starts the product as the environment configures it.
fn by_default() -> Command {
    #[derive(Debug, Parser)]
    struct Alone {
        #[command(flatten)]
        args: crate::config::ServeArgs,
    }
    Command::Serve(Box::new(Alone::parse_from(["nexttables"]).args))
}

/// Runs the command of the command line.
pub async fn run(cli: Cli) -> ExitCode {
    let done = match cli.command.unwrap_or_else(by_default) {
        Command::Serve(args) => serve::run(*args).await,
        Command::Doctor(args) => doctor::run(*args).await,
        Command::CreateAdmin(args) => create_admin::run(args).await,
        Command::RotateKey(args) => rotate_key::run(args).await,
        Command::Audit(command) => audit::run(command).await,
        Command::Backup(args) => backup::run(args).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "nexttables: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Says a line on the console; a console that is gone hears nothing.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
