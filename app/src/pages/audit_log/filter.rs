//! The filter of the audit log: a form whose values are the page's address, so that links carry it.

use crate::model::audit::{AuditAction, AuditFilter};
use leptos::prelude::*;
use leptos_router::components::{A, Form};
use leptos_router::params::ParamsMap;

/// Reads the filter out of the page's address; what cannot be read does not filter.
pub fn from_query(query: &ParamsMap) -> AuditFilter {
    AuditFilter {
        actor: query.get("person").and_then(|id| id.parse().ok()),
        action: query.get("action").as_deref().and_then(AuditAction::from_code),
        text: query.get("text").unwrap_or_default(),
        from: query.get("from").and_then(|day| day.parse().ok()),
        to: query.get("to").and_then(|day| day.parse().ok()),
    }
}

/// Text, action, and days.
#[component]
pub fn Filters(filter: Memo<AuditFilter>) -> impl IntoView {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    view! {
        <Form method="GET" action="" attr:class="filters" attr:role="search">
            <div class="field">
                <label for="text">"Person or name"</label>
                <input id="text" name="text" type="search" value=move || filter.get().text />
            </div>
            <div class="field">
                <label for="action">"Action"</label>
                <select id="action" name="action">
                    <option value="">"Any"</option>
                    {move || options(filter.get().action)}
                </select>
            </div>
            <div class="field">
                <label for="from">"From (UTC)"</label>
                <input id="from" name="from" type="date" value=move || day(filter.get().from) />
            </div>
            <div class="field">
                <label for="to">"To (UTC)"</label>
                <input id="to" name="to" type="date" value=move || day(filter.get().to) />
            </div>
            <button type="submit">"Filter"</button>
            <A href="/administration/audit-log">"Clear"</A>
        </Form>
    }
    .into_any()
}

fn options(chosen: Option<AuditAction>) -> impl IntoView {
    AuditAction::ALL
        .iter()
        .map(|action| {
            view! {
                <option value=action.code() selected=chosen == Some(*action)>
                    {action.label()}
                </option>
            }
        })
        .collect_view()
}
