//! The banner on top of every page: the product's name, and the avatar with its menu.

use super::CurrentUser;
use super::sign_out::{SignOut, UnsavedQuestion};
use crate::model::account::Me;
use crate::ui::menu::Menu;
use leptos::prelude::*;
use leptos_router::components::A;

/// Name on the left, avatar on the right.
#[component]
pub fn Banner() -> impl IntoView {
    let left = RwSignal::new(None);
    view! {
        <a class="skip" href="#main">
            "Skip to content"
        </a>
        <header class="banner">
            <A href="/" attr:class="brand">
                <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
                    <rect x="2" y="3" width="20" height="18" rx="4" />
                    <path d="M2 9.5h20M9 9.5V21" />
                </svg>
                "NextTables"
            </A>
            {CurrentUser::me().map(|me| view! { <Avatar me left /> })}
        </header>
        {CurrentUser::me().map(|me| view! { <UnsavedQuestion user=me.id left /> })}
    }
    .into_any()
}

#[component]
fn Avatar(me: Me, left: RwSignal<Option<usize>>) -> impl IntoView {
    let administrates = me.access.may_administer();
    let initials = me.initials();
    let label = format!("Profile of {}", me.name);
    view! {
        <Menu id="profile" label=Signal::stored(label) class="avatar" face=ViewFn::from(move || {
            // A picture of the name, drawn by the style: the button's name is the whole name.
            view! { <span class="initials" data-initials=initials.clone()></span> }
        })>
            <div class="menu-head">
                <strong>{me.name.clone()}</strong>
                <span>{me.email.to_string()}</span>
            </div>
            {administrates
                .then(|| {
                    view! {
                        <a role="menuitem" href="/administration">
                            "Administration"
                        </a>
                    }
                })}
            <a role="menuitem" href="/account">
                "Account"
            </a>
            <ThemeChoice />
            <SignOut user=me.id left />
        </Menu>
    }
    .into_any()
}

/// Light, dark, or as the system has it; kept in this browser.
#[component]
fn ThemeChoice() -> impl IntoView {
    let chosen = RwSignal::new(String::from("system"));
    Effect::new(move |_| chosen.set(theme::stored()));
    let choice = move |code: &'static str, label: &'static str| {
        view! {
            <button
                type="button"
                role="menuitemradio"
                aria-checked=move || (chosen.get() == code).to_string()
                on:click=move |_| {
                    theme::choose(code);
                    chosen.set(code.to_owned());
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <div role="group" aria-label="Theme" class="menu-group">
            <span aria-hidden="true">"Theme"</span>
            {choice("system", "System")}
            {choice("light", "Light")}
            {choice("dark", "Dark")}
        </div>
    }
    .into_any()
}

mod theme {
    use leptos::prelude::{document, window};

    /// The stored choice; storage may be forbidden, then it is the system's.
    pub fn stored() -> String {
        let storage = window().local_storage().ok().flatten();
        let theme = storage.and_then(|storage| storage.get_item("theme").ok().flatten());
        theme.unwrap_or_else(|| "system".to_owned())
    }

    /// Applies a choice and keeps it where storage is allowed.
    pub fn choose(code: &str) {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", code);
        }
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = storage.set_item("theme", code);
        }
    }
}
