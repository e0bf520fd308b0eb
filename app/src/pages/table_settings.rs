//! A table's settings: its comment, its columns, and how it is disconnected or dropped.

mod about;
mod column_form;
mod column_list;
mod column_sheet;
mod leaving;

use crate::api;
use crate::error::{AppError, ErrorCode};
use crate::model::access::SiteRight;
use crate::model::ids::TableId;
use crate::model::table::{Column, Lock, OpenTable};
use crate::pages::administration::set_status;
use crate::pages::table_crumbs::TableCrumbs;
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::Glyph;
use crate::ui::page_head::PageHead;
use about::About;
use column_list::ColumnList;
use column_sheet::ColumnSheet;
use leaving::Leaving;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

/// The field of comments, as problems name it.
const COMMENT: &str = "comment";

/// What the sheet is open for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Purpose {
    /// One more column.
    Add,
    /// Another name for a column.
    Rename(Column),
    /// A column's comment.
    Comment(Column),
}

/// What the page is about to do, shared by its lists and dialogs.
#[derive(Clone, Copy)]
struct SettingsDesk {
    table: Resource<Result<OpenTable, AppError>>,
    purpose: RwSignal<Option<Purpose>>,
}

/// The page of the table in the path.
#[component]
pub fn TableSettingsPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<TableId>().ok()));
    let table = Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => api::table::open(id).await,
                None => Err(AppError::not_found("table")),
            }
        },
    );
    let desk = SettingsDesk { table, purpose: RwSignal::new(None) };
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Opening the table…"</p> }
        }>{move || table.get().map(|table| show(table, desk))}</Transition>
    }
    .into_any()
}

fn show(table: Result<OpenTable, AppError>, desk: SettingsDesk) -> AnyView {
    match table {
        Ok(table) if table.manages => view! { <Settings table desk /> }.into_any(),
        Ok(table) => view! { <Forbidden table /> }.into_any(),
        Err(error) => {
            set_status(&error);
            let again = (error.code == ErrorCode::Unavailable).then(|| {
                view! {
                    <p>
                        <button type="button" on:click=move |_| desk.table.refetch()>
                            "Try again"
                        </button>
                    </p>
                }
            });
            view! {
                <PageHead title=Signal::stored("Table settings".to_owned()) />
                <FailureNote error />
                {again}
            }
            .into_any()
        }
    }
}

#[component]
fn Settings(table: OpenTable, desk: SettingsDesk) -> impl IntoView {
    let lock = table.table.read_only.then_some(Lock::ReadOnlyConnection);
    let href = format!("/tables/{}", table.table.id);
    view! {
        <TableCrumbs table=table.table.clone() />
        <PageHead title=Signal::stored(format!("Settings of {}", table.table.name))>
            <A href=href.clone() attr:class="button">
                "Open table"
            </A>
            <A href=format!("{href}/history") attr:class="button">
                "History"
            </A>
        </PageHead>
        {lock
            .as_ref()
            .map(|lock| {
                view! {
                    <p class="note lock">
                        {lock.sentence()} " Until then the table itself stays as it is."
                    </p>
                }
            })}
        <About table=table.clone() desk lock=lock.clone() />
        <ColumnList table=table.clone() desk lock=lock.clone() />
        <Leaving table=table.clone() lock />
        <ColumnSheet id=table.table.id desk />
    }
    .into_any()
}

#[component]
fn Forbidden(table: OpenTable) -> impl IntoView {
    set_status(&AppError::new(ErrorCode::Forbidden, ""));
    view! {
        <TableCrumbs table=table.table.clone() />
        <PageHead title=Signal::stored(format!("Settings of {}", table.table.name)) />
        <Empty glyph=Glyph::Lock title="You cannot change this table’s settings">
            <p>
                "You need the " <strong>{SiteRight::ManageTables.label()}</strong>
                " authorisation. Ask a site administrator to grant it."
            </p>
        </Empty>
    }
    .into_any()
}
