//! `nexttables audit verify`: proves that nobody changed, removed or slipped in an audit entry.

use super::{Failure, say};
use crate::config::StoreArgs;
use crate::store::{Store, verify};
use clap::Subcommand;

/// What can be done with the audit log at the console.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that no entry was changed, removed or slipped in
    Verify(VerifyArgs),
}

/// What the check takes.
#[derive(clap::Args, Debug)]
pub struct VerifyArgs {
    /// An earlier end of the chain, `position:hash` as an earlier check printed it: the check then
    /// also proves that nothing was cut off the end since
    #[arg(long)]
    since: Option<String>,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) async fn run(command: AuditCommand) -> Result<(), Failure> {
    let AuditCommand::Verify(args) = command;
    let store = Store::open(&args.store.url()?).await?;
    let since = args.since.as_deref().map(read_end).transpose()?;
    let report = {
        let mut line = store.read().await?;
        verify::verify(&mut line, since).await?
    };
    store.close().await;
    for flaw in &report.flaws {
        say(flaw);
    }
    if !report.flaws.is_empty() {
        let flaws = if report.flaws.len() == 1 { "flaw" } else { "flaws" };
        return Err(format!("the audit log has {} {flaws}", report.flaws.len()).into());
    }
    say(&format!("{} entries and {} change sets are intact", report.entries, report.change_sets));
    say(&format!("End of the chain: {}:{}", report.lasting.0, report.lasting.1));
    say("Keep it elsewhere: `--since` proves later that nothing was cut off.");
    Ok(())
}

fn read_end(text: &str) -> Result<(i64, String), Failure> {
    let parts = text
        .split_once(':')
        .and_then(|(position, hash)| Some((position.trim().parse().ok()?, hash.trim().to_owned())));
    parts.ok_or_else(|| "--since: write position:hash as an earlier check printed it".into())
}
