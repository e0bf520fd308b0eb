//! One user in the list, with its menu.

use super::{Desk, Purpose};
use crate::api;
use crate::model::access::{SiteAccess, SiteRight};
use crate::model::user::User;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::time::Time;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;

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
    view! {
        <tr>
            <th scope="row">{user.name.clone()}</th>
            <td>{user.email.to_string()}</td>
            <td>{rights(&user.access)}</td>
            <td>{state}</td>
            <td>{last}</td>
            <td class="row-actions">
                <RowMenu user />
            </td>
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

#[component]
fn RowMenu(user: User) -> impl IntoView {
    let desk = Desk::get();
    let (id, active) = (user.id, user.active);
    let menu = format!("user-{id}");
    let label = format!("Actions for {}", user.name);
    let stored = StoredValue::new(user);
    let open = move |purpose: fn(User) -> Purpose| {
        Callback::new(move |()| desk.purpose.set(Some(purpose(stored.get_value()))))
    };
    let deactivate = Callback::new(move |()| desk.question.set(Some(stored.get_value())));
    let toasts = Toasts::get();
    let reactivate = Callback::new(move |()| {
        spawn_local(async move {
            match api::user::reactivate(id).await {
                Ok(user) => toasts.notify(format!("{} may sign in again", user.name)),
                Err(error) => toasts.notify(error.message),
            }
            desk.users.refetch();
        });
    });
    view! {
        <Menu
            id=menu
            label=Signal::stored(label)
            face=ViewFn::from(|| view! { <Icon glyph=Glyph::More /> })
        >
            <MenuItem label="Edit" on_choose=open(Purpose::Edit) />
            <MenuItem label="Reset password" on_choose=open(Purpose::ResetPassword) />
            {if active {
                view! { <MenuItem label="Deactivate" on_choose=deactivate /> }.into_any()
            } else {
                view! { <MenuItem label="Reactivate" on_choose=reactivate /> }.into_any()
            }}
        </Menu>
    }
    .into_any()
}
