//! The start page: what can be done first.

use crate::model::access::SiteRight;
use crate::pages::workspace::CurrentUser;
use crate::ui::empty::Empty;
use crate::ui::icon::Glyph;
use crate::ui::page_head::PageHead;
use leptos::prelude::*;

/// Leads on to what the person may do.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <PageHead title=Signal::stored("Welcome".to_owned()) />
        {CurrentUser::me().map(|me| first_steps(&me))}
    }
    .into_any()
}

fn first_steps(me: &crate::model::account::Me) -> impl IntoView + use<> {
    let databases = me.access.may(SiteRight::ManageDatabases);
    let folders = me.access.may(SiteRight::ManageFolders);
    view! {
        <Empty glyph=Glyph::Folder title="Choose a folder">
            <p>"Folders are on the left. Each holds the tables that your team maintains."</p>
            {folders
                .then(|| {
                    view! { <p>"Use “Create folder” there to file tables by team or topic."</p> }
                })}
            {databases
                .then(|| {
                    view! {
                        <p>
                            <a href="/administration/databases">"Connect a database"</a>
                            " to make its data available in folders."
                        </p>
                    }
                })}
        </Empty>
    }
}
