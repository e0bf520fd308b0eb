//! A stored connection gets a new password, tested before it is stored.

use super::record::subject;
use super::stored::{Stored, changed_meanwhile, passed, unstored};
use super::{require_connection, require_still};
use crate::audit::{Deed, record};
use crate::error::ServiceError;
use crate::secrets::seal;
use crate::service::Site;
use crate::service::attempt::Reporter;
use crate::store::{connection, health};
use app::error::{AppError, Problem};
use app::model::audit::AuditAction;
use app::model::connection::{Connection, Health, field};
use app::model::ids::ConnectionId;
use app::model::secret::Secret;
use app::ports::Op;

/// Opens a stored connection for a test with a new password.
pub async fn admit(site: &Site, id: ConnectionId, secret: Secret) -> Result<Stored, ServiceError> {
    let mut line = site.store.read().await?;
    let old = require_connection(&mut line, id).await?;
    if secret.is_empty() {
        let problem = Problem::field(field::PASSWORD, "required", "Enter the new password");
        return Err(AppError::invalid(vec![problem]).into());
    }
    Stored::with_password(old, secret)
}

/// Tests with the new password, then stores it.
pub async fn run(site: &Site, op: &Op, stored: Stored, reporter: &Reporter) {
    let Some(health) = passed(site, op, &stored, reporter).await else { return };
    reporter.finish(match store(site, op, stored.clone(), health).await {
        Err(error) => Err(unstored(site, op, &stored, error).await),
        Ok(connection) => Ok(connection),
    });
}

/// Stores it as a new revision: a test by the old password must not count any more.
async fn store(
    site: &Site,
    op: &Op,
    stored: Stored,
    found: Health,
) -> Result<Connection, ServiceError> {
    let Stored { old, checked } = stored;
    let sealed = seal(&site.keys, old.id, &checked.password)?;
    let new = Connection { revision: old.revision + 1, health: Some(found.clone()), ..old };
    let mut write = site.store.write().await?;
    require_still(site, &mut write, op).await?;
    require_connection(&mut write, new.id).await?;
    if !connection::update(&mut write, &new).await? {
        return Err(changed_meanwhile().into());
    }
    connection::set_sealed_password(&mut write, new.id, &sealed).await?;
    health::set(&mut write, new.id, new.revision, &found).await?;
    let deed = Deed::new(AuditAction::ConnectionPasswordChanged, Some(subject(&new)));
    record(&mut write, op, deed).await?;
    write.commit().await?;
    site.pools.forget(new.id);
    Ok(new)
}
