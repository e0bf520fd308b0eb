//! Values that are made of others: what one of them has to include.

use super::relation::Attribute;
use crate::target::sql::{Fragment, TypeName, bound, sql};

/// Of what a value is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum Parts {
    /// The elements of an array.
    Elements,
    /// The points of a range.
    Points,
    /// The points of several ranges.
    PointsOfMany,
    /// What stands in a JSON value.
    Json,
    /// The keys of an `hstore`.
    Keys,
}

impl Parts {
    /// A part as SQL, from its text: a value that is made of nothing else, so that PostgreSQL reads
    /// the text as it reads it within a value; of keys the text itself.
    pub(in crate::target) fn value(self, of: &TypeName, text: &str) -> Fragment {
        match self {
            Self::Elements => of.value(Some(&format!("{{{}}}", quoted(text)))),
            Self::Points => of.value(Some(&point(text))),
            Self::PointsOfMany => of.value(Some(&format!("{{{}}}", point(text)))),
            Self::Json => sql!("(", bound(Some(text)), "::pg_catalog.jsonb)"),
            Self::Keys => bound(Some(text)),
        }
    }

    /// Whether a column's value includes a part.
    pub(in crate::target) fn included(self, attribute: &Attribute, text: &str) -> Fragment {
        let (column, part) = (attribute.sql(), self.value(&attribute.base, text));
        match self {
            // The type's function of this name, which lies where the type does.
            Self::Keys => sql!(&attribute.base.schema, ".exist(", column, ", ", part, ")"),
            Self::Json => {
                sql!("(", column, "::pg_catalog.jsonb operator(pg_catalog.@>) ", part, ")")
            }
            _ => sql!("(", column, " operator(pg_catalog.@>) ", part, ")"),
        }
    }
}

fn point(text: &str) -> String {
    let text = quoted(text);
    format!("[{text},{text}]")
}

/// A text as it stands within an array or a range (PostgreSQL manual 8.15.2 and 8.17.5).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
