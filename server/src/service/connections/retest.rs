//! “Test again”: a stored connection as it stands, and what was found as its health.

use super::stored::{Stored, changed_meanwhile, write_note};
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::attempt::{Finding, Reporter, test};
use crate::store::{connection, health};
use app::error::AppError;
use app::model::connection::Connection;
use app::ports::Op;

/// Tests, and stores what was found unless the connection is another one by now.
pub async fn run(site: &Site, op: &Op, stored: Stored, reporter: &Reporter) {
    let finding = test(site, stored.checked, Some(reporter)).await;
    let noted = note(site, op, stored.old, &finding).await.map_err(AppError::from);
    match finding {
        Finding::Works(_) => reporter.finish(noted),
        finding => reporter.conclude(finding, noted.map(|_| ())),
    }
}

async fn note(
    site: &Site,
    op: &Op,
    mut tested: Connection,
    finding: &Finding,
) -> Result<Connection, ServiceError> {
    let mut write = site.store.write().await?;
    let Some(found) = finding.health() else {
        write_note(&mut write, op, &tested, finding.note()).await?;
        write.commit().await?;
        return Ok(tested);
    };
    let fresh = health::set(&mut write, tested.id, tested.revision, found).await?;
    let note = finding.note();
    let note = if fresh { note.to_owned() } else { format!("{note}, by values of before") };
    write_note(&mut write, op, &tested, &note).await?;
    let gone = !fresh && connection::get(&mut write, tested.id).await?.is_none();
    write.commit().await?;
    if gone {
        return Err(AppError::not_found("database connection").into());
    }
    if !fresh {
        return Err(changed_meanwhile().into());
    }
    tested.health = Some(found.clone());
    Ok(tested)
}
