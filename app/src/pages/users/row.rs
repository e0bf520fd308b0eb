//! One user in the list, with its menu.

use super::{Desk, Purpose, Turn};
use crate::model::access::{SiteAccess, SiteRight};
use crate::model::account::Me;
use crate::model::user::User;
use crate::pages::workspace::CurrentUser;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::time::Time;
use leptos::prelude::*;

/// A table row.
#[component]
pub fn Row(user: User) -> impl IntoView {
    let state = if user.active {
        view! { <span class="state good">"Active"</span> }
    } else {
        view! { <span class="state">"Deactivated"</span> }
    };
    let last = match user.last_sign_in_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => view! { <span class="hint">"Never"</span> }.into_any(),
    };
    let me = CurrentUser::me();
    let own = me.as_ref().is_some_and(|me| me.id == user.id);
    view! {
        <tr>
            <th scope="row">
                <bdi>{user.name.clone()}</bdi>
                {own.then(|| view! { " " <span class="badge calm">"You"</span> })}
            </th>
            <td>{user.email.to_string()}</td>
            <td>{rights(&user.access)}</td>
            <td>{state}</td>
            <td>{last}</td>
            <td class="row-actions">{me.map(move |me| actions(&me, user))}</td>
        </tr>
    }
    .into_any()
}

fn rights(access: &SiteAccess) -> String {
    match access {
        SiteAccess::Administrator => "Administrator".to_owned(),
        SiteAccess::Rights(rights) if rights.is_empty() => "None".to_owned(),
        SiteAccess::Rights(rights) => {
            rights.iter().copied().map(SiteRight::label).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The menu, or why there is none.
fn actions(me: &Me, user: User) -> AnyView {
    if !me.access.covers(&user.access) {
        return view! { <span class="hint">"Has rights that you lack"</span> }.into_any();
    }
    view! { <RowMenu user /> }.into_any()
}

/// People change their own password under Account, and cannot lock themselves out.
#[component]
fn RowMenu(user: User) -> impl IntoView {
    let desk = Desk::get();
    let own = CurrentUser::me().is_some_and(|me| me.id == user.id);
    let menu = format!("user-{}", user.id);
    let label = format!("Actions for {}", user.name);
    let turn = if user.active { Turn::Off } else { Turn::On };
    let stored = StoredValue::new(user);
    let open = move |purpose: fn(User) -> Purpose| {
        Callback::new(move |()| desk.purpose.set(Some(purpose(stored.get_value()))))
    };
    let ask = Callback::new(move |()| desk.question.set(Some((turn, stored.get_value()))));
    let others = move || {
        view! {
            <MenuItem label="Reset password" on_choose=open(Purpose::ResetPassword) />
            <MenuItem label=turn.label() on_choose=ask />
        }
    };
    view! {
        <Menu
            id=menu
            label=Signal::stored(label)
            face=ViewFn::from(|| view! { <Icon glyph=Glyph::More /> })
        >
            <MenuItem label="Edit" on_choose=open(Purpose::Edit) />
            {(!own).then(others)}
        </Menu>
    }
    .into_any()
}
