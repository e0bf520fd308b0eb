//! `nexttables backup`: a consistent copy of the embedded store.

use super::{Failure, say};
use crate::config::StoreArgs;
use crate::store::Store;
use clap::Args;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What the command takes.
#[derive(Args, Debug)]
pub struct BackupArgs {
    /// The file to write; it must not exist
    to: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) async fn run(args: BackupArgs) -> Result<(), Failure> {
    let store = Store::open(&args.store.url()?).await?;
    reserve(&args.to)?;
    store.back_up(&args.to.display().to_string()).await?;
    store.close().await;
    say(&format!("The store is copied to {}", args.to.display()));
    say("Keep the master key beside it, in another place: without it the passwords are lost.");
    Ok(())
}

/// Makes the file empty and for its owner only, which the copy then fills.
fn reserve(path: &Path) -> Result<(), Failure> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    made.map(drop).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("{} exists already; choose another file", path.display()).into()
        }
        _ => format!("{} cannot be written: {error}", path.display()).into(),
    })
}
