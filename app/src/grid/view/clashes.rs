//! The sheet where a Save met somebody else's: old, theirs and mine for each cell, and a choice.

use crate::error::AppError;
use crate::grid::cell::{Face, face};
use crate::grid::desk::{Clash, Desk};
use crate::grid::edits::{CellDraft, Cells, Line, Theirs};
use crate::model::page::Row;
use crate::ui::sheet::Sheet;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The sheet; it is open as long as something is undecided.
#[component]
pub fn Clashes(desk: Desk) -> impl IntoView {
    let hidden = RwSignal::new(false);
    Effect::new(move |before: Option<usize>| {
        let count = desk.clashes.with(Vec::len);
        if before.is_none_or(|before| count > before) {
            hidden.set(false);
        }
        count
    });
    let open = Signal::derive(move || desk.clashes.with(|all| !all.is_empty()) && !hidden.get());
    let close = Callback::new(move |()| {
        hidden.set(true);
        desk.clashes.set(Vec::new());
        desk.focus();
    });
    view! {
        <Sheet
            id="grid-clashes"
            title=Signal::stored("Somebody else changed these rows".to_owned())
            open
            on_close=close
        >
            <div class="sheet-body clashes">
                <p>
                    "Nothing was saved. Choose for each cell what shall stand, then save again."
                </p>
                {move || {
                    desk.edits.track();
                    desk.clashes.get().into_iter().map(|clash| view! { <OneRow desk clash /> }).collect_view()
                }}
            </div>
            <footer>
                <button type="button" on:click=move |_| all(desk, Choice::Theirs)>
                    "Take all theirs"
                </button>
                <button type="button" class="primary" on:click=move |_| all(desk, Choice::Mine)>
                    "Keep all mine"
                </button>
            </footer>
        </Sheet>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Mine,
    Theirs,
}

fn all(desk: Desk, choice: Choice) {
    for clash in desk.clashes.get_untracked() {
        decide(desk, clash, choice);
    }
}

#[component]
fn OneRow(desk: Desk, clash: Clash) -> impl IntoView {
    let Line::Stored(key) = clash.line.clone() else { return ().into_any() };
    let name = key.join(", ");
    let draft = desk.edits.with_untracked(|edits| edits.drafts().row(&key).cloned());
    let Some(draft) = draft else { return ().into_any() };
    let (mine, theirs) = (clash.clone(), clash.clone());
    let choose = |choice: Choice, clash: Clash| {
        move |_: leptos::ev::MouseEvent| decide(desk, clash.clone(), choice)
    };
    let gone = clash.theirs.is_none();
    let body = match (&clash.theirs, draft.deleted) {
        (None, _) => view! { <p>"Somebody deleted this row; your changes have nowhere to go."</p> }
            .into_any(),
        (Some(_), true) => {
            view! { <p>"You want to delete this row, and somebody has changed it since."</p> }
                .into_any()
        }
        (Some(row), false) => {
            let several = draft.cells.len() > 1;
            let cells = draft.cells.iter().map(|(name, cell)| {
                let take = several.then(|| take_one(desk, clash.line.clone(), name.clone()));
                cell_row(desk, row, name, cell, take)
            });
            view! {
                <table class="list">
                    <thead>
                        <tr>
                            <th scope="col">"Column"</th>
                            <th scope="col">"Old"</th>
                            <th scope="col">"Theirs"</th>
                            <th scope="col">"Mine"</th>
                            {several.then(|| view! { <th scope="col">"Choice"</th> })}
                        </tr>
                    </thead>
                    <tbody>{cells.collect_view()}</tbody>
                </table>
            }
            .into_any()
        }
    };
    let (keep, take) = match (gone, draft.deleted) {
        (true, _) => ("", "Discard my changes"),
        (false, true) => ("Delete it anyway", "Keep the row"),
        (false, false) => ("Keep mine", "Take theirs"),
    };
    view! {
        <section class="clash" aria-label=format!("Row {name}")>
            <h3>"Row " {name.clone()}</h3>
            {body}
            <div class="buttons">
                <button type="button" on:click=choose(Choice::Theirs, theirs)>
                    {take}
                </button>
                {(!gone)
                    .then(|| {
                        view! {
                            <button type="button" class="primary" on:click=choose(Choice::Mine, mine)>
                                {keep}
                            </button>
                        }
                    })}
            </div>
        </section>
    }
    .into_any()
}

/// Takes their value of one cell, where a row has several.
fn take_one(desk: Desk, line: Line, column: String) -> AnyView {
    let label = format!("Take theirs of {column}");
    let take = move |_| {
        desk.edits.update(|edits| edits.take_theirs(&line, &column));
        desk.kept();
    };
    view! {
        <button type="button" aria-label=label on:click=take>
            "Take theirs"
        </button>
    }
    .into_any()
}

fn cell_row(
    desk: Desk,
    theirs: &Row,
    name: &str,
    cell: &CellDraft,
    choice: Option<AnyView>,
) -> AnyView {
    let index = desk.table().column(name).map(|(index, _)| index);
    let present = index.and_then(|index| theirs.cells.get(index)).map_or(Face::Null, Face::of);
    let old = face(cell.old.as_deref());
    let class = (present != old).then_some("differs");
    view! {
        <tr>
            <th scope="row">{name.to_owned()}</th>
            <td>{shown(old)}</td>
            <td class=class>{shown(present)}</td>
            <td>{shown(face(cell.new.as_deref()))}</td>
            {choice.map(|choice| view! { <td>{choice}</td> })}
        </tr>
    }
    .into_any()
}

fn shown(face: Face) -> AnyView {
    match face {
        Face::Null => view! { <span class="null">"NULL"</span> }.into_any(),
        Face::Text(text) if text.is_empty() => {
            view! { <span class="null">"empty text"</span> }.into_any()
        }
        Face::Text(text) => view! { <span dir="auto">{text}</span> }.into_any(),
    }
}

fn decide(desk: Desk, clash: Clash, choice: Choice) {
    spawn_local(async move {
        match settle(desk, &clash, choice).await {
            Ok(()) => {
                desk.clashes.update(|all| all.retain(|other| *other != clash));
                desk.kept();
                if desk.clashes.with_untracked(Vec::is_empty) {
                    desk.say("Everything is decided. Save again");
                    desk.focus();
                }
            }
            Err(error) => desk.failure.set(Some(error)),
        }
    });
}

async fn settle(desk: Desk, clash: &Clash, choice: Choice) -> Result<(), AppError> {
    let Line::Stored(key) = &clash.line else { return Ok(()) };
    let row = clash.theirs.clone().filter(|row| row.id.is_some());
    match (row, choice) {
        (Some(row), Choice::Mine) => {
            let theirs = theirs(desk, key, &row).await?;
            if let Some(theirs) = theirs {
                desk.edits.update(|edits| edits.keep_mine(&clash.line, &theirs));
            }
            desk.change_window(|window| window.replace(key, &row));
        }
        (row, _) => {
            desk.edits.update(|edits| edits.take_back(&clash.line));
            match row {
                Some(row) => desk.change_window(|window| window.replace(key, &row)),
                None => desk.refresh(),
            }
        }
    }
    Ok(())
}

/// Their whole values of the cells that were edited here.
async fn theirs(desk: Desk, key: &[String], row: &Row) -> Result<Option<Theirs>, AppError> {
    let Some(id) = row.id.clone() else { return Ok(None) };
    let edited: Vec<String> = desk.edits.with_untracked(|edits| {
        edits
            .drafts()
            .row(key)
            .map(|draft| draft.cells.keys().cloned().collect())
            .unwrap_or_default()
    });
    let mut cells = Cells::new();
    for name in edited {
        if let Some((index, _)) = desk.table().column(&name) {
            cells.insert(name, desk.whole(row, index).await?);
        }
    }
    Ok(Some(Theirs { id, cells }))
}
