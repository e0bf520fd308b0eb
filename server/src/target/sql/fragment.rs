//! A piece of SQL in parts; only the gate turns it into text, so it has no `Display`.

use super::Operator;
use app::model::ident::Ident;
use std::sync::Arc;

/// A piece of SQL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::target) struct Fragment(Vec<Part>);

/// One part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::target) enum Part {
    /// Our own text.
    Fixed(&'static str),
    /// What the gate has made a text of already.
    Sealed(Arc<str>),
    /// A name, which is quoted.
    Name(Ident),
    /// An operator, checked to be one.
    Operator(Operator),
    /// A number.
    Number(u64),
    /// A value for a parameter, NULL as none.
    Value(Option<String>),
    /// A quoted literal, where PostgreSQL takes no parameter.
    Literal(String),
}

impl Fragment {
    /// Adds a part or another fragment.
    #[must_use]
    pub(in crate::target) fn with(mut self, part: impl Into<Self>) -> Self {
        self.0.extend(part.into().0);
        self
    }

    /// The fragments with a separator between them.
    pub(in crate::target) fn list(
        between: &'static str,
        fragments: impl IntoIterator<Item = Self>,
    ) -> Self {
        let mut parts = Vec::new();
        for (at, fragment) in fragments.into_iter().enumerate() {
            if at > 0 {
                parts.push(Part::Fixed(between));
            }
            parts.extend(fragment.0);
        }
        Self(parts)
    }

    /// Tells whether there is nothing in it.
    pub(in crate::target) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The parts, for the gate.
    pub(super) fn parts(&self) -> &[Part] {
        &self.0
    }
}

impl From<Part> for Fragment {
    fn from(part: Part) -> Self {
        Self(vec![part])
    }
}

impl From<&'static str> for Fragment {
    fn from(text: &'static str) -> Self {
        Part::Fixed(text).into()
    }
}

impl From<&Ident> for Fragment {
    fn from(name: &Ident) -> Self {
        Part::Name(name.clone()).into()
    }
}

impl From<&Operator> for Fragment {
    fn from(operator: &Operator) -> Self {
        Part::Operator(operator.clone()).into()
    }
}

impl From<u64> for Fragment {
    fn from(number: u64) -> Self {
        Part::Number(number).into()
    }
}

impl From<&Fragment> for Fragment {
    fn from(fragment: &Fragment) -> Self {
        fragment.clone()
    }
}
