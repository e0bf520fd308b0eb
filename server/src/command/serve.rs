//! `nexttables serve`: the product until it is told to stop.

use super::{Failure, say};
use crate::clock::SystemClock;
use crate::config::ServeArgs;
use crate::startup::{prepare, stop};
use axum_server::Handle;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

pub(super) async fn run(args: ServeArgs) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&args.log)
        .map_err(|error| format!("NEXTTABLES_LOG: {error}; write for example info"))?;
    // Fails only when a log is there already.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    let scheme = if args.tls_cert.is_some() { "https" } else { "http" };
    let public = args.public_url.clone();
    let product = prepare(args, Arc::new(SystemClock)).await?;
    // Whoever reads that we listen may tell us to stop at once.
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let base = public.unwrap_or_else(|| format!("{scheme}://{}", product.address));
    let base = base.trim_end_matches('/');
    say(&format!("NextTables listens on {base}"));
    if let Some(path) = &product.set_up_path {
        say(&format!("Create the first administrator here (the link works once): {base}{path}"));
    }
    let handle = Handle::new();
    let (stopper, watchers) = (handle.clone(), product.site.watchers.clone());
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        watchers.stop();
        stop(&stopper);
    });
    product.run(handle).await?;
    Ok(())
}
