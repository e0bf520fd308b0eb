//! A page of rows.

use super::early::{ask, by_way};
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::tables::reach_by;
use crate::store::connected_table::Way;
use crate::target::pools::Claim;
use crate::target::read;
use app::model::page::{Page, PageRequest};
use app::ports::Op;

/// Reads a page.
///
/// # Errors
/// `NotFound` before `Forbidden`; then what keeps the rows from being read.
pub async fn page(site: &Site, op: &Op, request: &PageRequest) -> Result<Page, ServiceError> {
    let asked = ask(site, op, request.table);
    by_way(site, op, request.table, asked, |way| read_by(site, op, way, request)).await
}

async fn read_by(
    site: &Site,
    op: &Op,
    way: Way,
    request: &PageRequest,
) -> Result<Page, ServiceError> {
    let mut reached = reach_by(site, op, way, Claim::of(op.me.id)).await?;
    Ok(read::page(&mut reached.lease, &reached.relation, request).await?)
}
