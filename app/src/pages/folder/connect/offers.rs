//! The tables and views of the chosen connection's schema: loading, empty, error, list.

use super::offer::{OfferRow, can_be_picked};
use super::pick::{Pick, Tick};
use crate::api;
use crate::error::AppError;
use crate::model::table::{AvailableConnection, TargetTable};
use crate::pages::folder::desk::TablesDesk;
use crate::ui::failure::FailureNote;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::counted;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Asks the database each time it is built.
#[component]
pub fn Offers(desk: TablesDesk, connection: AvailableConnection, pick: Pick) -> impl IntoView {
    let id = connection.id;
    let offers = Resource::new(|| (), move |()| api::table::offers(desk.folder, id));
    let connection = StoredValue::new(connection);
    view! {
        <Suspense fallback=|| {
            view! {
                <p class="loading" role="status">
                    "Reading the schema…"
                </p>
            }
        }>
            {move || {
                offers
                    .get()
                    .map(|answer| match answer {
                        Err(error) => {
                            view! { <Unreadable error again=Callback::new(move |()| offers.refetch()) /> }
                                .into_any()
                        }
                        Ok(tables) if tables.is_empty() => view! { <NoOffer /> }.into_any(),
                        Ok(tables) => {
                            view! { <List tables connection=connection.get_value() pick /> }
                                .into_any()
                        }
                    })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Unreadable(error: AppError, again: Callback<()>) -> impl IntoView {
    view! {
        <FailureNote error />
        <p>
            <button type="button" on:click=move |_| again.run(())>
                "Try again"
            </button>
        </p>
    }
    .into_any()
}

/// Discovery reads PostgreSQL's catalogue, which also names tables that the role may not read.
#[component]
fn NoOffer() -> impl IntoView {
    view! {
        <div class="note" role="status">
            <Icon glyph=Glyph::Table />
            <div>
                <p>
                    <strong>"This schema has no table and no view."</strong>
                </p>
                <p>
                    "Privileges are not the reason: tables that the login role may not read would be listed too. Create a table here, or choose a connection to another schema."
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// Search, what is found, and a box for all of it.
#[component]
fn List(tables: Vec<TargetTable>, connection: AvailableConnection, pick: Pick) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let unreadable = tables.iter().all(|table| !table.privileges.select);
    let tables = StoredValue::new(tables);
    let connection = StoredValue::new(connection);
    let found = Memo::new(move |_| {
        let words = search.get().trim().to_lowercase();
        tables.with_value(|tables| {
            tables.iter().filter(|table| fits(table, &words)).cloned().collect::<Vec<_>>()
        })
    });
    let row = move |table: TargetTable| {
        let connection = connection.get_value();
        view! { <OfferRow table connection pick /> }
    };
    view! {
        {unreadable.then(|| view! { <NothingReadable /> })}
        <div class="field">
            <label for="offer-search">"Search"</label>
            <input
                id="offer-search"
                type="search"
                autocomplete="off"
                spellcheck="false"
                placeholder="Name or comment"
                bind:value=search
                on:keydown=stay
            />
        </div>
        <p class="hint" role="status">
            {move || match found.with(Vec::len) {
                0 => format!("No table or view contains “{}”.", search.get().trim()),
                count => counted(count, "table or view", "tables and views"),
            }}
        </p>
        <div
            class="table-scroll"
            hidden=move || found.with(Vec::is_empty)
            tabindex="0"
            role="region"
            aria-label="Tables and views"
        >
            <table class="list offers">
                <thead>
                    <tr>
                        <th scope="col">
                            <PickAll found pick />
                        </th>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Kind"</th>
                        <th scope="col">"Rows"</th>
                        <th scope="col">"Key"</th>
                        <th scope="col">"The login role may"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || found.get() key=|table| table.name.clone() children=row />
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Enter in the search connects nothing.
fn stay(event: KeyboardEvent) {
    if event.key() == "Enter" {
        event.prevent_default();
    }
}

fn fits(table: &TargetTable, words: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(words);
    has(&table.name) || table.comment.as_deref().is_some_and(has)
}

#[component]
fn NothingReadable() -> impl IntoView {
    view! {
        <div class="note failure" role="alert">
            <Icon glyph=Glyph::Lock />
            <div>
                <p>
                    <strong>"The login role may not read any of these tables."</strong>
                </p>
                <p>"Each row below has the SQL that gives the privileges. A database administrator runs it; then open this panel again."</p>
            </div>
        </div>
    }
    .into_any()
}

/// Ticks everything that is shown and can be connected.
#[component]
fn PickAll(found: Memo<Vec<TargetTable>>, pick: Pick) -> impl IntoView {
    let open = move || {
        found.get().into_iter().filter(can_be_picked).map(|table| table.name).collect::<Vec<_>>()
    };
    let all = move || {
        let names = open();
        !names.is_empty() && names.iter().all(|name| pick.has(name))
    };
    view! {
        <input
            type="checkbox"
            aria-label="All that are shown"
            disabled=move || open().is_empty()
            prop:checked=all
            on:change=move |event| {
                let tick = Tick::of(&event);
                for name in open() {
                    pick.set(&name, tick);
                }
            }
        />
    }
    .into_any()
}
