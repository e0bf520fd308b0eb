//! `nexttables create-admin`: an administrator from the console, for a site that lost its last one.

use super::{Failure, say};
use crate::clock::SystemClock;
use crate::config::{NetworkArgs, StoreArgs};
use crate::service::sign_in::create_administrator;
use crate::startup::{first_draft, open_site, told};
use app::model::secret::Secret;
use clap::Args;
use std::sync::Arc;

/// What the command takes.
#[derive(Args, Debug)]
pub struct CreateAdminArgs {
    /// Sign-in name
    #[arg(long, env = "NEXTTABLES_ADMIN_EMAIL")]
    email: String,
    /// Password; better given by the environment than on the command line, which others can see
    #[arg(long, env = "NEXTTABLES_ADMIN_PASSWORD", hide_env_values = true)]
    password: String,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) async fn run(args: CreateAdminArgs) -> Result<(), Failure> {
    let site = open_site(&args.store, &NetworkArgs::default(), Arc::new(SystemClock)).await?;
    let draft = first_draft(&args.email, &Secret::new(args.password));
    let user = create_administrator(&site, draft).await.map_err(told)?;
    say(&format!("{} is an administrator now", user.email));
    site.store.close().await;
    Ok(())
}
