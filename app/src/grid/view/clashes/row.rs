//! One row that met somebody else's change: its cells, and what shall stand of each.

use crate::grid::cell::{Face, face};
use crate::grid::desk::Desk;
use crate::grid::edits::{CellDraft, Choice, Clash, Point};
use leptos::prelude::*;

/// A row with its choices; `at` is its place among the rows.
#[component]
pub fn OneRow(desk: Desk, at: usize, clash: Clash) -> impl IntoView {
    let name = clash.mine.id.key.join(", ");
    let whole = match (&clash.theirs, clash.mine.deleted) {
        (None, true) => Some(("Somebody deleted this row already.", "Leave it at that")),
        (None, false) => Some((
            "Somebody deleted this row; your changes of it have nowhere to go.",
            "Discard my changes",
        )),
        (Some(_), true) => Some((
            "You want to delete this row, and somebody has changed it since.",
            "Keep the row",
        )),
        (Some(_), false) => None,
    };
    let whole = whole.map(|(told, theirs)| {
        let mine = clash.theirs.is_some().then_some("Delete it anyway");
        let legend = format!("What shall become of row {name}");
        let choices = Choices { desk, at, point: None, legend };
        let about = format!("clash-{at}-about");
        view! {
            <p id=about.clone()>{told}</p>
            {choices.view(mine.map(|label| (label, about.clone())), (theirs, about.clone()))}
        }
    });
    let cells = !clash.mine.cells.is_empty() && !clash.mine.deleted;
    view! {
        <section class="clash" aria-label=format!("Row {name}")>
            <h3>"Row " {name.clone()}</h3>
            {cells.then(|| cells_of(desk, at, &clash))}
            {whole}
        </section>
    }
    .into_any()
}

fn cells_of(desk: Desk, at: usize, clash: &Clash) -> AnyView {
    let gone = clash.theirs.is_none();
    let lines = clash.mine.cells.iter().enumerate();
    let lines = lines.map(|(place, (name, cell))| {
        cell_row(desk, at, clash, (format!("clash-{at}-{place}"), name, cell))
    });
    view! {
        <table class="list">
            <thead>
                <tr>
                    <th scope="col">"Column"</th>
                    <th scope="col">"Old"</th>
                    {(!gone).then(|| view! { <th scope="col">"Theirs"</th> })}
                    <th scope="col">"Mine"</th>
                    {(!gone).then(|| view! { <th scope="col">"What shall stand"</th> })}
                </tr>
            </thead>
            <tbody>{lines.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// A cell's values, each with an id, so that a choice is read out with the value that it stands for.
fn cell_row(
    desk: Desk,
    at: usize,
    clash: &Clash,
    (id, name, cell): (String, &String, &CellDraft),
) -> AnyView {
    let (their_id, my_id) = (format!("{id}-theirs"), format!("{id}-mine"));
    let present = clash.theirs.as_ref().map(|_| clash.present(name).unwrap_or(&cell.old));
    let differs = present.is_some_and(|present| *present != cell.old);
    let point: Point = Some(name.clone());
    let choice = present.map(|present| {
        if clash.choice(&point).is_some() {
            let choices =
                Choices { desk, at, point, legend: format!("What shall stand in {name}") };
            return choices.view(Some(("Mine", my_id.clone())), ("Theirs", their_id.clone()));
        }
        let told =
            if *present == cell.new { "Both are the same" } else { "Nobody else changed it" };
        view! { <span class="hint">{told}</span> }.into_any()
    });
    view! {
        <tr>
            <th scope="row">{name.clone()}</th>
            <td data-label="Old">{shown(&face(cell.old.as_deref()))}</td>
            {present
                .map(|present| {
                    let marked = differs.then_some("differs");
                    view! {
                        <td id=their_id class=marked data-label="Theirs">
                            {shown(&face(present.as_deref()))}
                        </td>
                    }
                })}
            <td id=my_id data-label="Mine">{shown(&face(cell.new.as_deref()))}</td>
            {choice.map(|choice| view! { <td data-label="What shall stand">{choice}</td> })}
        </tr>
    }
    .into_any()
}

/// The choices at one point.
struct Choices {
    desk: Desk,
    at: usize,
    point: Point,
    legend: String,
}

/// The words of a choice, and the id of what it is about.
type Words = (&'static str, String);

impl Choices {
    /// A group of radio buttons; where mine cannot stand there is only one.
    fn view(self, mine: Option<Words>, theirs: Words) -> AnyView {
        let Self { desk, at, point, legend } = self;
        let group = format!("clash-{at}-{}", point.clone().unwrap_or_default());
        let radio = |choice: Choice, (label, about): Words| {
            let (asked, point) = (point.clone(), point.clone());
            let checked = move || {
                desk.clashes.with(|all| {
                    let chosen = all.get(at).and_then(|clash| clash.choice(&asked)).flatten();
                    chosen == Some(choice)
                })
            };
            let choose = move |_| {
                desk.clashes.update(|all| {
                    all.iter_mut().skip(at).take(1).for_each(|clash| clash.choose(&point, choice));
                });
            };
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=group.clone()
                        aria-describedby=about
                        prop:checked=checked
                        on:change=choose
                    />
                    {label}
                </label>
            }
        };
        let mine = mine.map(|words| radio(Choice::Mine, words));
        view! {
            <fieldset class="choices">
                <legend class="visually-hidden">{legend.clone()}</legend>
                {mine}
                {radio(Choice::Theirs, theirs)}
            </fieldset>
        }
        .into_any()
    }
}

fn shown(face: &Face) -> AnyView {
    match face {
        Face::Null => view! { <span class="null">"NULL"</span> }.into_any(),
        Face::Text(text) if text.is_empty() => {
            view! { <span class="null">"empty text"</span> }.into_any()
        }
        Face::Text(text) => view! { <span dir="auto">{text.clone()}</span> }.into_any(),
    }
}
