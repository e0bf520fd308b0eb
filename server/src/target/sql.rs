//! SQL: put together from fixed text, quoted names and bound values, and from nothing else.
//!
//! Invariant: text that is not ours reaches a statement only as a value bound to a parameter, as a
//! quoted name or, where PostgreSQL takes no parameters (DDL, settings), as a quoted literal.
//!
//! Functions, types and operators are written with their schema, so that nothing that somebody
//! put on the role's `search_path` is taken for them; the path itself stays the customer's, for
//! their triggers, defaults, policies and views may rely on it.

mod fragment;
mod gate;
mod operator;

pub(super) use fragment::{Fragment, Part};
pub(super) use gate::{Statement, script, sealed};
pub(super) use operator::Operator;

/// Puts a fragment together from its parts, in their order.
macro_rules! sql {
    ($($part:expr),* $(,)?) => {
        $crate::target::sql::Fragment::default()$(.with($part))*
    };
}
pub(super) use sql;

/// A type by schema and name, without a modifier: an explicit cast to `varchar(3)` would cut off
/// silently what an assignment refuses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct TypeName {
    /// Its schema.
    pub(super) schema: app::model::ident::Ident,
    /// Its name in `pg_type`.
    pub(super) name: app::model::ident::Ident,
}

impl TypeName {
    /// The type as SQL.
    pub(super) fn sql(&self) -> Fragment {
        sql!(&self.schema, ".", &self.name)
    }

    /// A text as a value of this type, NULL as none.
    pub(super) fn value(&self, text: Option<&str>) -> Fragment {
        sql!("(", bound(text), "::", self.sql(), ")")
    }
}

/// A text bound to a parameter, NULL as none.
pub(super) fn bound(text: Option<&str>) -> Fragment {
    sql!(Part::Value(text.map(str::to_owned)), "::pg_catalog.text")
}
