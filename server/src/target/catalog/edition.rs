//! As which a table is known: what is known of it may be half a minute old, and whoever writes rows asks
//! whether it is the same.

use crate::target::sql::{Fragment, bound, sql};

/// The version of a table's own row in the catalog. A column that is added, a type that takes another
/// form on the disk and a first trigger give it another one; counting and cleaning up does not. A column
/// that goes or is called otherwise is met by the statements themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::target) struct Edition {
    table: String,
    version: String,
}

impl Edition {
    pub(super) fn new(table: String, version: String) -> Self {
        Self { table, version }
    }

    /// The version by now, as a column; in a transaction that has written to the table nobody else
    /// can give it another one any more.
    pub(in crate::target) fn now(&self) -> Fragment {
        sql!(
            "(select c.xmin::pg_catalog.text from pg_catalog.pg_class c \
              where c.oid operator(pg_catalog.=) ",
            bound(Some(&self.table)),
            "::pg_catalog.oid)"
        )
    }

    /// Whether it is this version.
    pub(in crate::target) fn is(&self, now: Option<&str>) -> bool {
        now == Some(self.version.as_str())
    }
}
