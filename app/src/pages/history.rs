//! A table's history: who changed which rows, when, from what to what, and bringing it back.

mod cells;
mod change_set;
mod filter;
mod list;
mod query;
mod restore;
mod restore_button;
mod rows;

use crate::api;
use crate::error::{AppError, ErrorCode};
use crate::model::history::{HistoryFilter, HistoryPage as Page, RowDeed};
use crate::model::ids::TableId;
use crate::model::table::{Lock, OpenTable, RowAccess};
use crate::pages::administration::set_status;
use crate::pages::table_crumbs::TableCrumbs;
use crate::ui::downloads::Downloads;
use crate::ui::failure::FailureNote;
use crate::ui::page_head::PageHead;
use filter::Filters;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{use_params_map, use_query_map};
use list::ChangeSetList;
pub use query::{path, read};
use restore::{Question, RestoreQuestion};

/// A page of history with the filter that it answers.
type Answer = (HistoryFilter, Result<Page, AppError>);

/// What the page shows and is about to do, shared by its parts.
#[derive(Clone, Copy)]
struct HistoryDesk {
    id: TableId,
    /// The filter in the address, so that what is shown can be passed on as a link.
    filter: Memo<HistoryFilter>,
    /// The first page.
    first: Resource<Answer>,
    /// What stands against bringing something back.
    locks: StoredValue<Locks>,
    /// What the person is asked about before it is restored.
    question: RwSignal<Option<Question>>,
}

/// What stands against bringing something back.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Locks {
    /// The table is not connected.
    Disconnected,
    /// What may not be done with the rows; not known where the table cannot be opened now.
    Rows(RowAccess),
}

impl HistoryDesk {
    /// Tells whether the table is connected.
    fn is_connected(self) -> bool {
        self.locks.with_value(|locks| *locks != Locks::Disconnected)
    }

    /// Why deeds cannot be undone; none where they can.
    fn lock(self, deeds: &[RowDeed]) -> Option<String> {
        self.locks.with_value(|locks| {
            let Locks::Rows(access) = locks else { return None };
            let undoing = |deed: &RowDeed| match deed {
                RowDeed::Inserted => access.delete.as_ref(),
                RowDeed::Updated => access.update.as_ref(),
                RowDeed::Deleted => access.insert.as_ref(),
            };
            let locks: Vec<_> = deeds.iter().filter_map(undoing).collect();
            (!locks.is_empty()).then(|| Lock::told(&locks))
        })
    }
}

/// The page of the table in the path.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<TableId>().ok()));
    move || match id.get() {
        Some(id) => view! { <History id /> }.into_any(),
        None => missing(AppError::not_found("table")),
    }
}

fn missing(error: AppError) -> AnyView {
    set_status(&error);
    view! {
        <PageHead title=Signal::stored("History".to_owned()) />
        <FailureNote error />
    }
    .into_any()
}

#[component]
fn History(id: TableId) -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| query::read(|name| query.get(name))));
    let first = Resource::new(
        move || filter.get(),
        move |filter| async move {
            let page = api::history::list(id, filter.clone(), None).await;
            (filter, page)
        },
    );
    let table = Resource::new(|| (), move |()| api::table::open(id));
    let question = RwSignal::new(None);
    let locks = StoredValue::new(Locks::Rows(RowAccess::default()));
    let desk = HistoryDesk { id, filter, first, locks, question };
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Loading history…"</p> }
        }>{move || table.get().map(|table| show(table, desk))}</Transition>
    }
    .into_any()
}

/// The history is ours: it can be read while the database cannot be reached, and when the table is
/// not there any more.
fn show(table: Result<OpenTable, AppError>, desk: HistoryDesk) -> AnyView {
    match table {
        Err(error) => match desk.first.get() {
            None => ().into_any(),
            Some((_, Err(_))) if error.code == ErrorCode::NotFound => missing(error),
            Some((_, Ok(Page { disconnected: Some(name), .. }))) => disconnected(&name, desk),
            Some(_) => view! {
                <PageHead title=Signal::stored("History".to_owned())>
                    <HistoryDownloads desk />
                </PageHead>
                <FailureNote error />
                <Body desk columns=Vec::new() />
            }
            .into_any(),
        },
        Ok(table) => {
            let href = format!("/tables/{}", desk.id);
            let title = format!("History of {}", table.table.name);
            let columns = table.columns.into_iter().map(|column| column.name).collect::<Vec<_>>();
            desk.locks.set_value(Locks::Rows(table.access.clone()));
            let locked = table.access.all_locked().map(|lock| {
                let text = format!("{lock} So nothing can be restored.");
                view! { <p class="note lock">{text}</p> }
            });
            view! {
                <TableCrumbs table=table.table />
                <PageHead title=Signal::stored(title)>
                    <A href=href attr:class="button">
                        "Open table"
                    </A>
                    <HistoryDownloads desk />
                </PageHead>
                {locked}
                <Body desk columns />
            }
            .into_any()
        }
    }
}

/// What is left of a table that is disconnected, for those who read the audit log.
fn disconnected(name: &str, desk: HistoryDesk) -> AnyView {
    desk.locks.set_value(Locks::Disconnected);
    let note = "This table is disconnected. What was saved here stays, and cannot be restored \
                before it is connected again.";
    view! {
        <PageHead title=Signal::stored(format!("History of {name}"))>
            <HistoryDownloads desk />
        </PageHead>
        <p class="note lock">{note}</p>
        <Body desk columns=Vec::new() />
    }
    .into_any()
}

#[component]
fn HistoryDownloads(desk: HistoryDesk) -> impl IntoView {
    view! {
        <Downloads address=Signal::derive(move || {
            desk.filter.with(|filter| query::file(desk.id, filter))
        }) />
    }
    .into_any()
}

#[component]
fn Body(desk: HistoryDesk, columns: Vec<String>) -> impl IntoView {
    view! {
        <Filters desk columns />
        <ChangeSetList desk />
        <RestoreQuestion desk />
    }
    .into_any()
}
