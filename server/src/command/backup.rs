//! `nexttables backup`: a consistent copy of the embedded store.

use super::{Failure, say};
use crate::config::StoreArgs;
use crate::store::Store;
use clap::Args;
use std::path::PathBuf;

/// What the command takes.
#[derive(Args, Debug)]
pub struct BackupArgs {
    /// The file to write; it must not exist
    to: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) async fn run(args: BackupArgs) -> Result<(), Failure> {
    if args.to.exists() {
        return Err(format!("{} exists already; choose another file", args.to.display()).into());
    }
    let store = Store::open(&args.store.url()?).await?;
    store.back_up(&args.to.display().to_string()).await?;
    store.close().await;
    say(&format!("The store is copied to {}", args.to.display()));
    say("Keep the master key beside it, in another place: without it the passwords are lost.");
    Ok(())
}
