//! The rows of a change set with their cells.

use super::cells::Cells;
use super::restore::Question;
use super::restore_button::RestoreButton;
use super::{HistoryDesk, query};
use crate::model::history::{ChangeSet, ChangeState, HistoryFilter, ShownChange};
use crate::ui::list_table::Heading::{self, Seen, Spoken};
use crate::ui::list_table::ListTable;
use crate::ui::number::counted;
use leptos::prelude::*;

const COLUMNS: [Heading; 4] = [Seen("Row"), Seen("Done"), Seen("Cells"), Spoken("Actions")];

/// How many rows of a change set are shown at first: a large Save must not fill the page.
const AT_FIRST: usize = 20;

/// A table of rows; the rest of a large change set comes when it is asked for.
#[component]
pub fn Rows(desk: HistoryDesk, set: ChangeSet) -> impl IntoView {
    let total = set.rows.len();
    let in_all = set.row_count as usize;
    let rest = (in_all > total).then(|| {
        let all = counted(in_all, "row", "rows");
        view! { <p class="hint rest">{format!("{total} of {all} are listed here.")}</p> }
    });
    let all = RwSignal::new(total <= AT_FIRST);
    // No two are saved in the same millisecond, so the names differ.
    let label = format!("Rows of {}", set.at.format("%Y-%m-%d %H:%M:%S%.3f UTC"));
    let set = StoredValue::new(set);
    let shown = move || {
        let most = if all.get() { total } else { AT_FIRST };
        set.with_value(|set| set.rows.iter().take(most).cloned().collect::<Vec<_>>())
    };
    view! {
        <ListTable label class="list change-rows" columns=&COLUMNS>
            <For each=shown key=|row| row.position let(row)>
                <RowOf desk set row />
            </For>
        </ListTable>
        <Show when=move || !all.get()>
            <p class="more">
                <button type="button" on:click=move |_| all.set(true)>
                    {format!("Show {}", counted(total, "row", "rows"))}
                </button>
            </p>
        </Show>
        {rest}
    }
    .into_any()
}

#[component]
fn RowOf(desk: HistoryDesk, set: StoredValue<ChangeSet>, row: ShownChange) -> impl IntoView {
    let lock = desk.lock(&[row.deed]);
    let restorable =
        desk.is_connected() && set.with_value(|set| set.state == ChangeState::Committed);
    let question = set.with_value(|set| Question::row(set, &row));
    let label = format!("Restore row {}", row.key.join(", "));
    let (id, renamed) = set.with_value(|set| (set.id, set.renamed.clone()));
    view! {
        <tr>
            <th scope="row">{key(desk, &row)}</th>
            <td>{row.deed.label()}</td>
            <td>
                <Cells desk set=id renamed row />
            </td>
            <td class="row-actions">
                {restorable
                    .then(|| {
                        view! {
                            <RestoreButton desk question lock words="Restore row" label />
                        }
                    })}
            </td>
        </tr>
    }
    .into_any()
}

/// The key, which leads to the row's own history, and what it was before.
fn key(desk: HistoryDesk, row: &ShownChange) -> impl IntoView + use<> {
    let only = HistoryFilter { row: Some(row.key.clone()), ..desk.filter.get_untracked() };
    let was = row.old_key.as_ref().map(|old| {
        let old = old.join(", ");
        view! {
            <span class="hint was">
                "was " <bdi>{old}</bdi>
            </span>
        }
    });
    let key = row.key.join(", ");
    view! {
        <a href=query::address(desk.id, &only) title="Show only this row’s changes">
            <bdi class="verbatim">{key}</bdi>
        </a>
        {was}
    }
}
