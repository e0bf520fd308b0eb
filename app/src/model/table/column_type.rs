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
    /// A floating-point number.
    Double = "double", "double precision", "Floating-point number";
    /// Bytes.
    Bytes = "bytea", "bytea", "Binary";
    /// A list of texts.
    TextArray = "text_array", "text[]", "List of texts";
    /// A network address.
    Inet = "inet", "inet", "Network address";
}

impl ColumnType {
    /// Tells whether PostgreSQL can number the rows in a column of this type.
    pub fn can_be_identity(self) -> bool {
        matches!(self, Self::Integer | Self::Bigint)
    }
}
