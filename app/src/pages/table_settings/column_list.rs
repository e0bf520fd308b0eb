//! The table's columns with their properties.

use super::{Purpose, SettingsDesk};
use crate::model::table::{Column, Key, Lock, OpenTable};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::list_table::Heading::{self, Seen, Spoken};
use crate::ui::list_table::ListTable;
use crate::ui::menu::{Menu, MenuItem};
use leptos::prelude::*;

const COLUMNS: [Heading; 4] = [Seen("Column"), Seen("Type"), Seen("Properties"), Spoken("Actions")];

/// All columns, and the button for one more.
#[component]
pub fn ColumnList(table: OpenTable, desk: SettingsDesk, lock: Option<Lock>) -> impl IntoView {
    let can_grow = table.kind.is_table();
    let locked = lock.is_some();
    let key = StoredValue::new(table.key);
    let rows = table.columns.into_iter().enumerate().map(move |(at, column)| {
        let primary = key
            .with_value(|key| matches!(key, Key::Primary(names) if names.contains(&column.name)));
        let primary = primary.then_some("Primary key");
        view! {
            <tr>
                <th scope="row">
                    <bdi>{column.name.clone()}</bdi>
                    {column
                        .comment
                        .clone()
                        .map(|comment| view! { <bdi class="comment">{comment}</bdi> })}
                </th>
                <td>
                    <code>{column.type_name.clone()}</code>
                </td>
                <td>{properties(&column, primary)}</td>
                <td class="row-actions">
                    {(!locked).then(|| view! { <ColumnMenu at column desk /> })}
                </td>
            </tr>
        }
    });
    view! {
        <section class="columns-section">
            <div class="section-head">
                <h2>"Columns"</h2>
                {(can_grow && !locked)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                on:click=move |_| desk.purpose.set(Some(Purpose::Add))
                            >
                                <Icon glyph=Glyph::Add />
                                "Add column"
                            </button>
                        }
                    })}
            </div>
            <ListTable label="Columns" columns=&COLUMNS>
                {rows.collect_view()}
            </ListTable>
        </section>
    }
    .into_any()
}

/// What holds for the column, in words.
fn properties(column: &Column, primary: Option<&'static str>) -> impl IntoView + use<> {
    let computed = match column.locked {
        Some(Lock::Generated) => Some("Computed"),
        Some(Lock::Identity) => Some("Numbered by PostgreSQL"),
        _ => None,
    };
    let badges = [
        primary,
        (!column.nullable && primary.is_none()).then_some("Required"),
        (column.unique && primary.is_none()).then_some("Unique"),
        computed,
    ];
    let badges = badges.into_iter().flatten();
    let badges = badges.map(|word| view! { <span class="badge calm">{word}</span> }).collect_view();
    let default = column.default.clone().filter(|_| computed.is_none()).map(|default| {
        view! {
            <span>
                <span class="hint">"Default "</span>
                <code>
                    <bdi>{default}</bdi>
                </code>
            </span>
        }
    });
    let reference = column.reference.clone().map(|to| {
        view! {
            <span>
                <span class="hint">"From "</span>
                <code>
                    <bdi>{format!("{}.{} ({})", to.schema, to.table, to.column)}</bdi>
                </code>
            </span>
        }
    });
    view! { <div class="properties">{badges} {default} {reference}</div> }
}

#[component]
fn ColumnMenu(at: usize, column: Column, desk: SettingsDesk) -> impl IntoView {
    let label = format!("Actions for {}", column.name);
    let column = StoredValue::new(column);
    let open = move |purpose: fn(Column) -> Purpose| {
        Callback::new(move |()| desk.purpose.set(Some(purpose(column.get_value()))))
    };
    view! {
        <Menu
            id=format!("column-menu-{at}")
            label=Signal::stored(label)
            face=ViewFn::from(|| view! { <Icon glyph=Glyph::More /> })
        >
            <MenuItem label="Rename" on_choose=open(Purpose::Rename) />
            <MenuItem label="Comment" on_choose=open(Purpose::Comment) />
        </Menu>
    }
    .into_any()
}
