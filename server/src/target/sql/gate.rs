//! The gate: the one place where a fragment becomes text that PostgreSQL reads.

use super::{Fragment, Part};
use std::borrow::Cow;
use std::fmt::Write as _;

/// A statement as it goes out: its text, and the values of its parameters in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::target) struct Statement {
    /// The text.
    pub(in crate::target) text: String,
    /// The values, NULL as none.
    pub(in crate::target) values: Vec<Option<String>>,
}

impl From<&Fragment> for Statement {
    fn from(fragment: &Fragment) -> Self {
        let mut statement = Self { text: String::new(), values: Vec::new() };
        for part in fragment.parts() {
            match part {
                Part::Value(value) => {
                    statement.values.push(value.clone());
                    // Writing into a text does not fail.
                    let _ = write!(statement.text, "${}", statement.values.len());
                }
                part => statement.text.push_str(&plain(part)),
            }
        }
        statement
    }
}

/// Makes a text of what is used again and again; where there are values, which have to stay apart, it
/// stays as it is.
pub(in crate::target) fn sealed(fragment: Fragment) -> Fragment {
    if fragment.parts().iter().any(|part| matches!(part, Part::Value(_))) {
        return fragment;
    }
    let text: String = fragment.parts().iter().map(plain).collect();
    Part::Sealed(text.into()).into()
}

/// Statements as one script, each ended by a semicolon and a line break; values become literals.
pub(in crate::target) fn script(statements: &[Fragment]) -> String {
    let mut text = String::new();
    for statement in statements {
        text.extend(statement.parts().iter().map(plain));
        text.push_str(";\n");
    }
    text
}

fn plain(part: &Part) -> Cow<'_, str> {
    match part {
        Part::Fixed(text) => (*text).into(),
        Part::Sealed(text) => (&**text).into(),
        Part::Name(name) => name.quoted().into(),
        Part::Operator(operator) => operator.written().into(),
        Part::Number(number) => number.to_string().into(),
        Part::Value(None) => "null".into(),
        Part::Value(Some(text)) | Part::Literal(text) => literal(text).into(),
    }
}

/// Quotes a text, whatever `standard_conforming_strings` says (PostgreSQL manual 4.1.2.1 and .2).
/// No text of PostgreSQL holds NUL, and one that does would end the statement: it is cut there.
fn literal(text: &str) -> String {
    let text = text.split('\0').next().unwrap_or_default();
    let quotes = text.replace('\'', "''");
    if quotes.contains('\\') {
        return format!("E'{}'", quotes.replace('\\', "\\\\"));
    }
    format!("'{quotes}'")
}

#[cfg(test)]
mod tests {
    use super::super::{bound, sql};
    use super::*;
    use app::model::ident::Ident;
    use proptest::prelude::*;

    /// Reads a literal as PostgreSQL's scanner does; none when anything follows.
    fn scan(sql: &str) -> Option<String> {
        let escapes = sql.starts_with('E');
        let mut chars = sql.trim_start_matches('E').strip_prefix('\'')?.chars();
        let mut text = String::new();
        loop {
            match chars.next()? {
                '\'' if chars.as_str().starts_with('\'') => text.extend(chars.next()),
                '\'' => return chars.as_str().is_empty().then_some(text),
                '\\' if escapes => text.push(chars.next().filter(|c| *c == '\\')?),
                c => text.push(c),
            }
        }
    }

    #[test]
    fn values_never_stand_in_the_text() {
        let table = Ident::new("a\"; drop table x; --").unwrap();
        let fragment = sql!("select ", bound(Some("'; drop")), " from ", &table, " limit ", 5_u64);
        let statement = Statement::from(&fragment);
        assert_eq!(
            statement.text,
            "select $1::pg_catalog.text from \"a\"\"; drop table x; --\" limit 5"
        );
        assert_eq!(statement.values, [Some("'; drop".to_owned())]);
    }

    proptest! {
        #[test]
        fn a_literal_survives_and_nothing_follows_it(text in "(?s)[^\0]{0,40}|['\\\\E]{0,20}") {
            prop_assert_eq!(scan(&literal(&text)), Some(text));
        }
    }
}
