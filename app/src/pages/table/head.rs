//! The head of a table's page: where it is, what it is, who else is there, what can be done.

use super::live::Live;
use crate::grid::commands;
use crate::grid::desk::Desk;
use crate::grid::keymap::Command;
use crate::model::watch::Viewer;
use crate::pages::folder::tree::FolderDesk;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::Menu;
use crate::ui::page_head::PageHead;
use leptos::prelude::*;
use leptos_router::components::A;

/// Breadcrumb, name, badges, people, actions.
#[component]
pub fn TableHead(desk: Desk, live: Live) -> impl IntoView {
    let open = desk.table();
    let lock = open.access.all_locked();
    let title = Signal::stored(open.table.name.clone());
    let about =
        format!("{} in {}, by {}", open.table.name, open.table.schema, open.table.connection_name);
    let comment = open.comment.clone().unwrap_or(about);
    let (insert, id, manages) = (open.access.insert.is_none(), open.table.id, open.manages);
    view! {
        <Breadcrumb desk />
        <PageHead title>
            <p class="comment" title=comment.clone()>
                {comment.clone()}
            </p>
            {lock
                .map(|lock| {
                    view! {
                        <p class="read-only">
                            <span class="badge">"Read-only"</span>
                            <span class="reason">{lock}</span>
                        </p>
                    }
                })}
            <People live />
            {insert
                .then(|| {
                    view! {
                        <button
                            type="button"
                            on:click=move |_| commands::run(desk, Command::InsertRow)
                        >
                            <Icon glyph=Glyph::Add />
                            "Insert row"
                        </button>
                    }
                })}
            <Menu
                id="table-menu"
                label=Signal::stored("Table actions".to_owned())
                face=ViewFn::from(|| view! { <Icon glyph=Glyph::More /> })
            >
                <a role="menuitem" href=format!("/tables/{id}/history")>
                    "History"
                </a>
                {manages
                    .then(|| {
                        view! {
                            <a role="menuitem" href=format!("/tables/{id}/settings")>
                                "Settings"
                            </a>
                        }
                    })}
            </Menu>
        </PageHead>
    }
    .into_any()
}

#[component]
fn Breadcrumb(desk: Desk) -> impl IntoView {
    let folders = FolderDesk::get().folders;
    let id = desk.table().table.folder;
    view! {
        <nav aria-label="Breadcrumb" class="breadcrumb">
            <Transition>
                <ol>
                    {move || {
                        let tree = folders.get()?.ok()?;
                        let path = tree.path(id).into_iter().cloned().map(|folder| {
                            view! {
                                <li>
                                    <A href=format!("/folders/{}", folder.id)>{folder.name}</A>
                                </li>
                            }
                        });
                        Some(path.collect_view())
                    }}
                </ol>
            </Transition>
        </nav>
    }
    .into_any()
}

/// The others who have the table open.
#[component]
fn People(live: Live) -> impl IntoView {
    let others = move || {
        let me = live.me.get();
        live.viewers.get().into_iter().filter(|viewer| Some(viewer.id) != me).collect::<Vec<_>>()
    };
    view! {
        <ul class="people" aria-label="Also here" role="list">
            {move || others().into_iter().map(person).collect_view()}
        </ul>
        {move || {
            live.lost
                .get()
                .then(|| view! { <p class="badge" role="status">"Connection lost, trying again"</p> })
        }}
    }
    .into_any()
}

fn person(viewer: Viewer) -> impl IntoView {
    let Viewer { name, .. } = viewer;
    let words: Vec<_> = name.split_whitespace().collect();
    let first = words.first().and_then(|word| word.chars().next());
    let last = words.last().filter(|_| words.len() > 1).and_then(|word| word.chars().next());
    let initials: String = first.into_iter().chain(last).flat_map(char::to_uppercase).collect();
    let title = format!("{name} has this table open");
    view! {
        <li title=title>
            <span aria-hidden="true">{initials}</span>
            <span class="visually-hidden">{name}</span>
        </li>
    }
}
