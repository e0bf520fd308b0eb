//! One change set: when, who, how far it got, and its rows.

use super::restore::Question;
use super::restore_button::RestoreButton;
use super::rows::Rows;
use super::{HistoryDesk, query};
use crate::model::audit::Actor;
use crate::model::history::{ChangeSet, ChangeState, HistoryFilter, Restored};
use crate::model::ids::ChangeSetId;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::time::Time;
use leptos::prelude::*;

/// A card with its head and its rows.
#[component]
pub fn ChangeSetCard(desk: HistoryDesk, set: ChangeSet) -> impl IntoView {
    let anchor = anchor(set.id);
    let heading = format!("{anchor}-heading");
    let question = Question::whole(&set);
    let restorable = desk.is_connected() && set.state == ChangeState::Committed;
    let lock = desk.lock(&set.rows.iter().map(|row| row.deed).collect::<Vec<_>>());
    view! {
        <article class="change-set" id=anchor aria-labelledby=heading.clone()>
            <header>
                <div>
                    <h2 id=heading.clone()>
                        <Time at=set.at />
                    </h2>
                    <p class="by">{who(desk, set.actor.clone())} {state(set.state)}</p>
                    {set.restores.map(origin)}
                </div>
                {restorable
                    .then(|| {
                        view! {
                            <RestoreButton desk question lock words="Restore change set" />
                        }
                    })}
            </header>
            <Rows desk set />
        </article>
    }
    .into_any()
}

/// Where a change set stands on the page.
fn anchor(id: ChangeSetId) -> String {
    format!("change-{id}")
}

/// The person; choosing them filters by them.
fn who(desk: HistoryDesk, actor: Actor) -> AnyView {
    match actor {
        Actor::Person { id, email } => {
            let only = HistoryFilter { actor: Some(id), ..desk.filter.get_untracked() };
            view! {
                <a
                    href=query::address(desk.id, &only)
                    title="Show only this person’s changes"
                >
                    <bdi>{email}</bdi>
                </a>
            }
            .into_any()
        }
        Actor::Stranger { email } => view! { <bdi>{email}</bdi> }.into_any(),
        Actor::System => "NextTables".into_any(),
    }
}

fn state(state: ChangeState) -> AnyView {
    let label = state.label();
    match state {
        ChangeState::Committed => view! {
            <span class="state good">
                <Icon glyph=Glyph::Tick />
                {label}
            </span>
        }
        .into_any(),
        ChangeState::Aborted => view! {
            <span class="state">
                <Icon glyph=Glyph::Failure />
                {label}
            </span>
        }
        .into_any(),
        ChangeState::Prepared | ChangeState::Unknown => view! {
            <span class="badge">{label}</span>
        }
        .into_any(),
    }
}

/// Which change set it undid.
fn origin(restored: Restored) -> impl IntoView {
    view! {
        <p class="hint">
            "Restored what was before the "
            <a href=format!("#{}", anchor(restored.id))>"change set of " <Time at=restored.at /></a>
        </p>
    }
}
