//! The person's own layout of a table: the server keeps it, whatever views were looked at since.

use crate::api;
use crate::model::ids::TableId;
use crate::model::view::Layout;
use futures::StreamExt;
use futures::channel::mpsc::{self, UnboundedSender};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// More than anybody arranges while one layout is on its way.
const SOME: usize = 64;

/// The layout, and the way on which it is sent.
#[derive(Clone, Copy)]
pub struct OwnLayout {
    table: TableId,
    layout: StoredValue<Layout>,
    way: StoredValue<Option<UnboundedSender<Layout>>>,
}

impl OwnLayout {
    /// As the server has kept it.
    pub fn new(table: TableId, layout: Layout) -> Self {
        Self { table, layout: StoredValue::new(layout), way: StoredValue::new(None) }
    }

    /// As it is now.
    pub fn get(self) -> Layout {
        self.layout.get_value()
    }

    /// Keeps another one. They are sent one after the other, so that the last one stays.
    pub fn keep(self, layout: Layout) {
        self.layout.set_value(layout.clone());
        let way = self.way.get_value().unwrap_or_else(|| self.open());
        // Its other end waits as long as there is this one.
        let _ = way.unbounded_send(layout);
    }

    /// What was sent by the time the page is left still arrives.
    fn open(self) -> UnboundedSender<Layout> {
        let (way, layouts) = mpsc::unbounded();
        self.way.set_value(Some(way.clone()));
        let table = self.table;
        spawn_local(layouts.ready_chunks(SOME).for_each(move |some: Vec<Layout>| async move {
            if let Some(last) = some.into_iter().next_back() {
                // A layout that was not kept is seen at once, and nothing is lost by it.
                let _ = api::view::keep_layout(table, last).await;
            }
        }));
        way
    }
}
