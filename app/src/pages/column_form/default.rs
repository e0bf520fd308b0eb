//! The ways in which a new row can get a value by itself.

use crate::model::table::{ColumnDefault, ColumnType};
use crate::ui::select::Choices;

/// How a new row gets a value where nothing is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It gets none.
    Nothing,
    /// A fixed value.
    Value,
    /// The present moment.
    Now,
    /// A random UUID.
    RandomUuid,
    /// The next number.
    Identity,
}

impl Way {
    const ALL: [Self; 5] =
        [Self::Nothing, Self::Identity, Self::Now, Self::RandomUuid, Self::Value];

    /// The way of a default.
    pub fn of(default: &ColumnDefault) -> Self {
        match default {
            ColumnDefault::None => Self::Nothing,
            ColumnDefault::Value(_) => Self::Value,
            ColumnDefault::Now => Self::Now,
            ColumnDefault::RandomUuid => Self::RandomUuid,
            ColumnDefault::Identity => Self::Identity,
        }
    }

    /// The default; the text counts where the value is fixed.
    pub fn default(self, text: String) -> ColumnDefault {
        match self {
            Self::Nothing => ColumnDefault::None,
            Self::Value => ColumnDefault::Value(text),
            Self::Now => ColumnDefault::Now,
            Self::RandomUuid => ColumnDefault::RandomUuid,
            Self::Identity => ColumnDefault::Identity,
        }
    }

    /// Tells whether a column of a type can have it.
    pub fn suits(self, kind: ColumnType) -> bool {
        self.default(String::new()).suits(kind)
    }

    /// The name in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Value => "value",
            Self::Now => "now",
            Self::RandomUuid => "random_uuid",
            Self::Identity => "identity",
        }
    }

    /// Finds one by its name in forms.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|way| way.code() == code).unwrap_or(Self::Nothing)
    }

    fn label(self, kind: ColumnType) -> &'static str {
        match (self, kind) {
            (Self::Nothing, _) => "None",
            (Self::Value, _) => "A fixed value",
            (Self::Now, ColumnType::Date) => "Today",
            (Self::Now, _) => "Now",
            (Self::RandomUuid, _) => "A new random UUID",
            (Self::Identity, _) => "The next number (identity)",
        }
    }

    /// Those that suit a type.
    pub fn choices(kind: ColumnType) -> Choices {
        let suited = Self::ALL.into_iter().filter(|way| way.suits(kind));
        suited.map(|way| (way.code().to_owned(), way.label(kind).to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Way;
    use crate::model::table::ColumnType;

    #[test]
    fn every_way_is_found_by_its_code_and_each_type_has_a_choice() {
        for way in Way::ALL {
            assert_eq!(Way::from_code(way.code()), way);
        }
        for kind in ColumnType::ALL {
            let choices = Way::choices(*kind);
            assert!(choices.iter().any(|(code, _)| code == "value"), "{kind:?}");
        }
        assert!(!Way::choices(ColumnType::Text).iter().any(|(code, _)| code == "identity"));
    }
}
