//! Where the grid's rows come from: questions that the page answers through the server.

use crate::error::AppError;
use crate::grid::edits::Value;
use crate::model::filter::RowQuery;
use crate::model::page::{Choice, Named, Page, Place, RowId, Total};
use futures::future::BoxFuture;
use std::sync::Arc;

/// An answer on its way.
pub type Answer<T> = BoxFuture<'static, Result<T, AppError>>;

/// A page as the grid asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which rows in which order.
    pub query: RowQuery,
    /// In which zone moments are shown.
    pub zone: String,
    /// The first row.
    pub from: u64,
    /// How many.
    pub count: u16,
    /// A place that is known already.
    pub near: Option<Place>,
}

/// What the grid can ask.
#[derive(Clone)]
pub struct Source {
    /// A page of rows.
    pub page: Arc<dyn Fn(Ask) -> Answer<Page> + Send + Sync>,
    /// How many rows there are.
    pub count: Arc<dyn Fn(RowQuery, String) -> Answer<Total> + Send + Sync>,
    /// The whole value of a cell whose text was cut: row, column, zone.
    pub value: Arc<dyn Fn(RowId, String, String) -> Answer<Value> + Send + Sync>,
    /// Values that a foreign key may take: column, search.
    pub choices: Arc<dyn Fn(String, String) -> Answer<Vec<Choice>> + Send + Sync>,
    /// What texts may stand for in a foreign key: column, texts.
    pub named: Arc<dyn Fn(String, Vec<String>) -> Answer<Named> + Send + Sync>,
}
