//! The types that a new column can have: PostgreSQL's own, with plain names beside them.

use serde::{Deserialize, Serialize};

macro_rules! column_types {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $sql:literal, $label:literal;)*) => {
        /// The types that a new column can have: PostgreSQL's own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ColumnType { $($(#[$doc])* $variant,)* }

        impl ColumnType {
            /// Every type, the usual ones first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in forms.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The name in SQL.
            pub fn sql(self) -> &'static str {
                match self { $(Self::$variant => $sql,)* }
            }

            /// A plain name for people who do not know PostgreSQL.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// Finds one by its code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

column_types! {
    /// Text of any length.
    Text = "text", "text", "Text";
    /// Text of a limited length.
    Varchar = "varchar", "character varying", "Text of limited length";
    /// A whole number.
    Integer = "integer", "integer", "Whole number";
    /// A large whole number.
    Bigint = "bigint", "bigint", "Large whole number";
    /// A decimal number, exact.
    Numeric = "numeric", "numeric", "Decimal number, exact";
    /// Yes or no.
    Boolean = "boolean", "boolean", "Yes or no";
    /// A day.
    Date = "date", "date", "Date";
    /// A moment.
    TimestampWithZone = "timestamptz", "timestamp with time zone", "Date and time";
    /// A day and time without a zone.
    Timestamp = "timestamp", "timestamp without time zone", "Date and time without zone";
    /// A time of day.
    Time = "time", "time without time zone", "Time of day";
    /// A length of time.
    Interval = "interval", "interval", "Length of time";
    /// A UUID.
    Uuid = "uuid", "uuid", "Unique identifier (UUID)";
    /// JSON.
    Jsonb = "jsonb", "jsonb", "JSON";
    /// A small whole number.
    Smallint = "smallint", "smallint", "Small whole number";
    /// A floating-point number.
    Double = "double", "double precision", "Floating-point number";
    /// A floating-point number of half the size.
    Real = "real", "real", "Floating-point number, short";
    /// Text of a fixed length.
    Char = "char", "character", "Text of fixed length";
    /// A time of day with its zone.
    TimeWithZone = "timetz", "time with time zone", "Time of day with zone";
    /// JSON, kept as typed.
    Json = "json", "json", "JSON, kept as typed";
    /// Bytes.
    Bytes = "bytea", "bytea", "Binary";
    /// A list of texts.
    TextArray = "text_array", "text[]", "List of texts";
    /// A list of whole numbers.
    IntegerArray = "integer_array", "integer[]", "List of whole numbers";
    /// A list of days.
    DateArray = "date_array", "date[]", "List of dates";
    /// From a whole number to another.
    IntegerRange = "int4range", "int4range", "Range of whole numbers";
    /// From a decimal number to another.
    NumericRange = "numrange", "numrange", "Range of decimal numbers";
    /// From a day to another.
    DateRange = "daterange", "daterange", "Range of dates";
    /// From a moment to another.
    MomentRange = "tstzrange", "tstzrange", "Range of dates and times";
    /// A network address.
    Inet = "inet", "inet", "Network address";
    /// A network.
    Cidr = "cidr", "cidr", "Network";
    /// The address of a network card.
    Macaddr = "macaddr", "macaddr", "Address of a network card";
}

/// What the size of a type means, which is typed in brackets behind its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sizing {
    /// The most characters.
    Length,
    /// How many characters, always.
    FixedLength,
    /// How many digits, and how many of them after the point.
    Digits,
}

impl Sizing {
    /// The label of its field.
    pub fn label(self) -> &'static str {
        match self {
            Self::Length | Self::FixedLength => "Length",
            Self::Digits => "Digits, and of these after the point",
        }
    }

    /// Reads what was typed, nothing as no size; none where it does not hold. The bounds are those of
    /// PostgreSQL (manual, 8.1.2 and 8.3).
    pub fn read(self, typed: &str) -> Option<Vec<u32>> {
        if typed.trim().is_empty() {
            return Some(Vec::new());
        }
        let numbers = typed.split(',').map(|number| number.trim().parse().ok());
        let numbers = numbers.collect::<Option<Vec<u32>>>()?;
        let holds = match (self, numbers.as_slice()) {
            (Self::Length | Self::FixedLength, [length]) => (1..=10_485_760).contains(length),
            (Self::Digits, [all]) => (1..=1_000).contains(all),
            (Self::Digits, [all, after]) => (1..=1_000).contains(all) && after <= all,
            _ => false,
        };
        holds.then_some(numbers)
    }

    /// What may be typed.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Length => "Type a whole number from 1 to 10485760, or nothing for any",
            Self::FixedLength => "Type a whole number from 1 to 10485760, or nothing for 1",
            Self::Digits => "Type for example 12, 2: at most 1000 digits, or nothing for any",
        }
    }
}

impl ColumnType {
    /// Tells whether PostgreSQL can number the rows in a column of this type.
    pub fn can_be_identity(self) -> bool {
        matches!(self, Self::Smallint | Self::Integer | Self::Bigint)
    }

    /// How many characters it holds with a size; none where there is no such limit.
    pub fn most_characters(self, size: &[u32]) -> Option<usize> {
        let length = match self {
            Self::Varchar => size.first().copied(),
            Self::Char => Some(size.first().copied().unwrap_or(1)),
            _ => None,
        };
        length.and_then(|length| length.try_into().ok())
    }

    /// What a size of it means; none where it has none.
    pub fn sizing(self) -> Option<Sizing> {
        match self {
            Self::Varchar => Some(Sizing::Length),
            Self::Char => Some(Sizing::FixedLength),
            Self::Numeric => Some(Sizing::Digits),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sizing;

    #[test]
    fn sizes_are_read_as_postgresql_has_them() {
        assert_eq!(Sizing::Length.read(" 20 "), Some(vec![20]));
        assert_eq!(Sizing::Digits.read("12,2"), Some(vec![12, 2]));
        assert_eq!(Sizing::Digits.read(""), Some(Vec::new()));
        for wrong in ["0", "-1", "x", "1,2", "10485761", "1); drop table x; --"] {
            assert_eq!(Sizing::Length.read(wrong), None, "{wrong}");
        }
        for wrong in ["2, 3", "1001", "1,2,3", ","] {
            assert_eq!(Sizing::Digits.read(wrong), None, "{wrong}");
        }
    }
}
