//! The opened table: its grid, and everything around it.

use super::address::{self, Asked};
use super::doubt::Doubt;
use super::drafts::Keeper;
use super::gone::GoneColumns;
use super::head::TableHead;
use super::layout::OwnLayout;
use super::save::{self, Saver};
use super::views::ViewMenu;
use super::{Opening, leave, live, pause, source, zone};
use crate::grid::desk::{Desk, Errands};
use crate::grid::edits::Edits;
use crate::grid::view::{
    Bar, Clashes, ColumnsButton, FilterButton, FilterChips, Grid, RowForm, SearchField, SortButton,
    Zone,
};
use crate::model::ids::{TableId, ViewId};
use crate::model::table::Column;
use crate::model::view::SavedView;
use crate::pages::draft_places;
use crate::pages::workspace::CurrentUser;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::time::Duration;
use wasm_bindgen::JsCast;

/// After how long the browser is looked at once more for edits of a tab that was slow to go.
const SLOW: Duration = Duration::from_secs(3);

/// The page of an opened table. The grid itself comes to life in the browser alone.
#[component]
pub fn OpenedTable(opening: Opening) -> impl IntoView {
    let Opening { table, layout, views } = opening;
    let id = table.table.id;
    let views = RwSignal::new(views);
    let own = StoredValue::new(Vec::new());
    let layout = OwnLayout::new(id, layout);
    let saver = StoredValue::new(None::<Saver>);
    let (asked, ask) = addressed(id, views);
    let here = Desk::new(table, source::source(id), errands(layout, saver, (asked, ask)));
    let keeper = Keeper::new(here);
    let kept = Saver { desk: here, keeper, own, doubt: Doubt::new(here, keeper) };
    saver.set_value(Some(kept));
    keep(kept);
    leave::ask_first(here);
    here.query.set(asked.get_untracked().query);
    arrange(here, asked, views, layout);
    let live = live::listen(here, own);
    view! {
        <section class="table-page">
            <TableHead desk=here live />
            <div class="grid-tools">
                <ViewMenu desk=here asked ask views />
                <SortButton desk=here />
                <FilterButton desk=here />
                <ColumnsButton desk=here />
                <SearchField desk=here />
                <FilterChips desk=here />
            </div>
            <LinkFault views />
            <Living desk=here />
        </section>
    }
    .into_any()
}

/// What of the address could not be read.
#[component]
fn LinkFault(views: RwSignal<Vec<SavedView>>) -> impl IntoView {
    let map = use_query_map();
    let fault = Memo::new(move |_| {
        map.with(|map| views.with(|views| address::fault(|name| map.get(name), views)))
    });
    move || fault.get().map(|fault| view! { <p class="note link-fault" role="status">{fault}</p> })
}

/// What only a browser can draw.
#[component]
fn Living(desk: Desk) -> impl IntoView {
    let alive = RwSignal::new(false);
    Effect::new(move |_| {
        let zoned = |column: &Column| column.kind.depends_on_zone();
        if desk.table().columns.iter().any(zoned) {
            desk.zone.set(zone::present());
        }
        alive.set(true);
    });
    save_from_anywhere(desk);
    let choose = Callback::new(move |chosen: String| {
        zone::keep(&chosen);
        desk.choose_zone(chosen);
    });
    view! {
        <Show
            when=move || alive.get()
            fallback=|| view! { <p class="loading">"Loading rows…"</p> }
        >
            <GoneColumns desk />
            <div class="grid-and-form">
                <Grid desk />
                <RowForm desk />
            </div>
            <Bar desk>
                <Zone desk zones=zone::known() on_choose=choose />
            </Bar>
            <Clashes desk />
        </Show>
    }
    .into_any()
}

/// Ctrl+S saves wherever on the page the focus is; what is being typed belongs to it. Where a
/// question is open, that is answered first.
fn save_from_anywhere(desk: Desk) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let ctrl = event.ctrl_key() || event.meta_key();
        let saves = ctrl && event.key().eq_ignore_ascii_case("s") && !event.shift_key();
        if !saves || event.default_prevented() {
            return;
        }
        event.prevent_default();
        if document().query_selector("dialog[open]").ok().flatten().is_some() {
            return;
        }
        let active = document().active_element();
        if let Some(field) = active.and_then(|a| a.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A field takes over what was typed when it is left.
            let _ = field.blur();
            let _ = field.focus();
        }
        spawn_local(async move { desk.errands.save.run(()) });
    });
    on_cleanup(move || listener.remove());
}

/// The address as what it asks for, and the way to another one.
fn addressed(id: TableId, views: RwSignal<Vec<SavedView>>) -> (Memo<Asked>, Callback<Asked>) {
    let map = use_query_map();
    let asked = Memo::new(move |_| {
        map.with(|map| views.with(|views| address::read(|name| map.get(name), views)))
    });
    let navigate = use_navigate();
    let ask = Callback::new(move |asked: Asked| {
        let to = views.with_untracked(|views| address::write(id, &asked, views));
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    (asked, ask)
}

/// Keeps the grid in step with the address: another view brings its own layout.
fn arrange(desk: Desk, asked: Memo<Asked>, views: RwSignal<Vec<SavedView>>, own: OwnLayout) {
    let layout_of = move |view: Option<ViewId>| {
        let shared = views.with_untracked(|views| {
            let view = views.iter().find(|one| Some(one.id) == view)?;
            Some(view.layout.clone())
        });
        shared.unwrap_or_else(|| own.get())
    };
    desk.layout.set(layout_of(asked.get_untracked().view));
    Effect::new(move |before: Option<Asked>| {
        let now = asked.get();
        if before.as_ref().is_some_and(|before| before.view != now.view) {
            desk.layout.set(layout_of(now.view));
        }
        if desk.query.get_untracked() != now.query {
            desk.query.set(now.query.clone());
        }
        now
    });
}

/// What the page does for the grid; edits are kept and saved once it is known whose they are.
fn errands(
    own: OwnLayout,
    saver: StoredValue<Option<Saver>>,
    (asked, ask): (Memo<Asked>, Callback<Asked>),
) -> Errands {
    Errands {
        save: Callback::new(move |()| {
            if let Some(saver) = saver.get_value() {
                save::save(saver);
            }
        }),
        find_out: Callback::new(move |()| {
            if let Some(saver) = saver.get_value() {
                saver.doubt.ask_again();
            }
        }),
        // That of a view changes only when the view is saved.
        keep_layout: Callback::new(move |layout| {
            if asked.get_untracked().view.is_none() {
                own.keep(layout);
            }
        }),
        keep_drafts: Callback::new(move |drafts| {
            if let Some(saver) = saver.get_value() {
                saver.keeper.keep(drafts);
                take_over(saver);
            }
        }),
        ask: Callback::new(move |query| {
            ask.run(Asked { query, ..asked.get_untracked() });
        }),
    }
}

/// Puts back the edits that the browser kept, as soon as it is known whose they are.
fn keep(saver: Saver) {
    Effect::new(move |settled: Option<bool>| {
        let settled = settled.unwrap_or(false);
        let Some(me) = CurrentUser::me().filter(|_| !settled) else { return settled };
        let later = saver.desk.while_here(pause(SLOW));
        spawn_local(async move {
            if let Some(sent) = saver.keeper.settle_in(me.id).await {
                saver.doubt.settle(sent, None);
            }
            if later.await.is_some() {
                take_over(saver);
            }
        });
        true
    });
    let write = move || saver.keeper.write();
    Effect::new(move |_| {
        let leaving = window_event_listener(leptos::ev::pagehide, move |_| write());
        let hiding = window_event_listener(leptos::ev::visibilitychange, move |_| write());
        let taken = window_event_listener(leptos::ev::storage, move |event| {
            if let Some(place) = draft_places::taken_away(&event) {
                saver.keeper.taken_away(&place);
            }
        });
        on_cleanup(move || {
            leaving.remove();
            hiding.remove();
            taken.remove();
        });
    });
    on_cleanup(write);
}

/// Once nothing is edited here any more, the edits of a tab that is gone come back.
fn take_over(saver: Saver) {
    if saver.desk.edits.with_untracked(Edits::is_untouched) {
        spawn_local(async move {
            if let Some(sent) = saver.keeper.adopt().await {
                saver.doubt.settle(sent, None);
            }
        });
    }
}
