//! The grid's questions, asked of the server.

use crate::api;
use crate::grid::source::{Ask, Source};
use crate::model::ids::TableId;
use crate::model::page::PageRequest;
use std::sync::Arc;

/// Where a table's rows come from.
pub fn source(table: TableId) -> Source {
    Source {
        page: Arc::new(move |ask| Box::pin(api::row::page(request(table, ask)))),
        count: Arc::new(move |query, zone| Box::pin(api::row::count(table, query, zone))),
        value: Arc::new(move |row, column, zone| {
            Box::pin(api::row::value(table, row, column, zone))
        }),
        choices: Arc::new(move |column, search| Box::pin(api::row::choices(table, column, search))),
        named: Arc::new(move |column, texts| Box::pin(api::row::named(table, column, texts))),
    }
}

fn request(table: TableId, ask: Ask) -> PageRequest {
    let Ask { query, zone, from, count, near } = ask;
    PageRequest { table, query, zone, from, count, near }
}
