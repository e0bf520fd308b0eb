//! Our speed with rows, beside a floor measured in the same run: `ratio NAME VALUE`, where VALUE is
//! our time divided by the floor's.
//!
//! The floor is `tokio-postgres` alone over the same TLS, with the same work done by hand: one
//! statement without a name, which leaves nothing behind in the session, read into texts; for
//! comparison also one that was prepared before, which does not work behind a pooler. Ours is the
//! whole service: session and rights read from the
//! store before, catalog, transaction, and for a Save the audit entry before and after. Both run
//! alternately, and the median counts.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "in a benchmark, what cannot be is best told by a panic, and the result is its output"
)]

#[expect(dead_code, unused_imports, unused_macros, reason = "the tests use the rest of it")]
#[path = "../tests/it"]
mod it {
    //! What the tests start from: servers, schemas, the product.
    pub mod postgres;
    pub mod probe {
        //! The part of it that makes a schema and a role.
        pub mod scene;
    }
    pub mod product;
}
use it::{postgres, probe, product};

#[path = "rows/floor.rs"]
mod floor;
#[path = "rows/ground.rs"]
mod ground;
#[path = "rows/measure.rs"]
mod measure;

use app::model::filter::{Direction, Filter, Operator, RowQuery, SortBy};
use floor::Floor;
use ground::Ground;
use measure::compare;

#[tokio::main]
async fn main() {
    let ground = Ground::new().await;
    let floor = Floor::new(&ground).await;
    let plain = RowQuery::default();
    // Qualified, or the text of the same name would be sorted by.
    let first = Floor::page("where true order by price.id");
    compare("first_page", || ground.page(&plain, 0), || floor.run(&first)).await;
    let prepared = floor.prepare(&first).await;
    compare("first_page_to_prepared", || ground.page(&plain, 0), || floor.run_prepared(&prepared))
        .await;
    // Deep in the table the floor is our own first page: the depth must not matter.
    ground.warm(&plain).await;
    compare(
        "page_at_500000_to_first_page",
        || ground.page(&plain, 500_000),
        || ground.page(&plain, 0),
    )
    .await;
    let deep = Floor::page("where id > 500000 order by price.id");
    compare("page_at_500000", || ground.page(&plain, 500_000), || floor.run(&deep)).await;
    let query = RowQuery {
        sort: vec![SortBy { column: "name".to_owned(), direction: Direction::Descending }],
        filters: vec![Filter {
            column: "region".to_owned(),
            operator: Operator::Equals,
            operands: vec!["EU".to_owned()],
        }],
        search: String::new(),
    };
    // The same rows in the same order: rows of one name go the way of the names.
    let narrowed = Floor::page("where region = 'EU' order by price.name desc, price.id desc");
    compare("filtered_sorted_page", || ground.page(&query, 0), || floor.run(&narrowed)).await;
    compare("save_of_one_cell", || ground.save(), || floor.save()).await;
}
