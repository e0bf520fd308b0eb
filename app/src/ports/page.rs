//! What a page says of itself to whoever asked for it over HTTP.

use std::sync::Arc;

/// Sets the HTTP status of the page that is being rendered.
#[derive(Clone)]
pub struct PageStatus(pub Arc<dyn Fn(u16) + Send + Sync>);
