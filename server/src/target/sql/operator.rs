//! Operators: found in the catalog by what they mean, written with their schema.

use app::model::ident::Ident;

/// The characters that an operator may be made of (PostgreSQL manual 4.1.3).
const CHARACTERS: &str = "+-*/<>=~!@#%^&|`?";

/// An operator of a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::target) struct Operator {
    /// Its schema; none for PostgreSQL's own.
    schema: Option<Ident>,
    name: String,
}

impl Operator {
    /// One of PostgreSQL's own.
    pub(in crate::target) fn own(name: &'static str) -> Self {
        Self { schema: None, name: name.to_owned() }
    }

    /// Takes an operator's name; none where it could be anything else.
    pub(in crate::target) fn new(schema: &Ident, name: &str) -> Option<Self> {
        let clean = !name.is_empty() && name.chars().all(|c| CHARACTERS.contains(c));
        let comments = name.contains("--") || name.contains("/*");
        let schema = (schema.as_str() != "pg_catalog").then(|| schema.clone());
        (clean && !comments).then(|| Self { schema, name: name.to_owned() })
    }

    /// Writes it with its schema, for the gate.
    pub(super) fn written(&self) -> String {
        let schema = self.schema.as_ref().map_or_else(|| "pg_catalog".to_owned(), Ident::quoted);
        format!(" operator({schema}.{}) ", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_operators_are_taken_for_operators() {
        let schema = Ident::new("pg_catalog").unwrap();
        for name in ["=", "<>", "~<=~", "@>"] {
            assert!(Operator::new(&schema, name).is_some(), "{name}");
        }
        for name in ["", "=)", "= 1 or 1", "--", "</*", "a"] {
            assert!(Operator::new(&schema, name).is_none(), "{name}");
        }
    }
}
