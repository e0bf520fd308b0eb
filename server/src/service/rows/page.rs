//! A page of rows, read while the store is still asked for the way to them.
//!
//! Invariant: nobody gets rows before the store has said, after they asked, that this way to them is
//! open. Where somebody was there lately, the same way is gone again meanwhile; if the store says
//! anything else, what was read is thrown away.

use crate::error::ServiceError;
use crate::service::Site;
use crate::service::tables::{reach_by, require_way};
use crate::store::connected_table::Way;
use crate::target::pools::Claim;
use crate::target::read;
use app::model::access::SiteRight;
use app::model::page::{Page, PageRequest};
use app::ports::Op;
use futures::future::{Either, OptionFuture, select};
use std::pin::pin;

/// Reads a page.
///
/// # Errors
/// `NotFound` before `Forbidden`; then what keeps the rows from being read.
pub async fn page(site: &Site, op: &Op, request: &PageRequest) -> Result<Page, ServiceError> {
    let key = (op.me.id, request.table);
    let known = site.ways.get(&key).filter(|_| op.me.access.may(SiteRight::Read));
    let early = OptionFuture::from(known.clone().map(|way| read_by(site, op, way, request)));
    let asked = async {
        require_way(&mut *site.store.read().await?, op, request.table, SiteRight::Read).await
    };
    let (way, early) = match select(pin!(asked), pin!(early)).await {
        Either::Left((way, early)) => {
            let way = way?;
            let early = if known.as_ref() == Some(&way) { early.await } else { None };
            (way, early)
        }
        Either::Right((early, way)) => (way.await?, early),
    };
    if let Some(page) = early.filter(|_| known.as_ref() == Some(&way)) {
        return page;
    }
    let page = read_by(site, op, way.clone(), request).await?;
    site.ways.put(key, way);
    Ok(page)
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
