//! Administration → Audit log: who did what, when, from what to what.

mod entry;
mod filter;
mod list;
mod query;

use crate::model::access::SiteRight;
use crate::model::audit::AuditFilter;
use crate::pages::administration::Guarded;
use crate::ui::downloads::Downloads;
use crate::ui::page_head::PageHead;
use filter::Filters;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use list::EntryList;
pub use query::read;

/// The page, for those with View audit log.
#[component]
pub fn AuditLogPage() -> impl IntoView {
    view! {
        <Guarded right=SiteRight::ViewAuditLog what="Audit log">
            <AuditLog />
        </Guarded>
    }
    .into_any()
}

/// The filter stands in the address, so that what is shown can be passed on as a link.
#[component]
fn AuditLog() -> impl IntoView {
    let query = use_query_map();
    let filter: Memo<AuditFilter> =
        Memo::new(move |_| query.with(|query| query::read(|name| query.get(name))));
    view! {
        <PageHead title=Signal::stored("Audit log".to_owned())>
            <Downloads address=Signal::derive(move || filter.with(query::file)) />
        </PageHead>
        <Filters filter />
        <EntryList filter />
    }
    .into_any()
}
