//! `nexttables doctor`: looks at everything that `serve` needs, and says what is wrong.

use super::{Failure, say};
use crate::config::ServeArgs;
use crate::error::ServiceError;
use crate::secrets::{KeyRing, open};
use crate::store::{Store, connection};
use std::fmt::Display;

struct Report {
    failed: usize,
}

impl Report {
    fn line<T, E: Display>(&mut self, what: &str, found: Result<T, E>) -> Option<T> {
        match found {
            Ok(value) => {
                say(&format!("ok    {what}"));
                Some(value)
            }
            Err(error) => {
                self.failed += 1;
                say(&format!("FAIL  {what}: {error}"));
                None
            }
        }
    }
}

pub(super) async fn run(args: ServeArgs) -> Result<(), Failure> {
    let mut report = Report { failed: 0 };
    report.line("public address", args.origin());
    report.line("cookies", args.cookie());
    report.line("egress networks", args.network.reach());
    report.line("data folder", args.store.make_data_dir());
    let keys = report.line("master key", args.store.key_ring());
    report.line("data folder is closed to others", args.store.check_privacy());
    let url = report.line("store address", args.store.url());
    if let Some(url) = url
        && let Some(store) = report.line("store", Store::open(&url).await)
        && let Some(keys) = keys
    {
        let opened = open_passwords(&store, &keys).await;
        report.line("stored passwords open with the master key", opened);
    }
    let egress = args.network.egress();
    let source = if egress.configured { "configured" } else { "this machine's own" };
    say(&format!("      egress addresses ({source}): {}", egress.addresses.join(", ")));
    if report.failed > 0 {
        return Err(format!("{} of the checks failed", report.failed).into());
    }
    Ok(())
}

async fn open_passwords(store: &Store, keys: &KeyRing) -> Result<(), ServiceError> {
    let mut line = store.read().await?;
    for found in connection::list(&mut line).await? {
        if let Some(sealed) = connection::sealed_password(&mut line, found.id).await? {
            open(keys, found.id, &sealed)?;
        }
    }
    Ok(())
}
