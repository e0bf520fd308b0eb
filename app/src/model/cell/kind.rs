//! The kinds of cells: one for each way in which a value is shown and edited.

use serde::{Deserialize, Serialize};

/// How a column's cells are shown, edited and filtered; a domain's is that of its base type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// Text of any length, on several lines (`text`, `varchar`, `citext`, `name`, `xml`).
    Text {
        /// The most characters; none where there is no limit.
        length: Option<u32>,
    },
    /// Text of a fixed length, padded by PostgreSQL (`char(n)`).
    Char {
        /// The number of characters.
        length: u32,
    },
    /// A number.
    Number(NumberKind),
    /// True, false.
    Boolean,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A time of day with its own offset.
    TimeWithZone,
    /// A day and time without a zone.
    Timestamp,
    /// A moment, shown in the chosen zone with its offset.
    TimestampWithZone,
    /// A length of time.
    Interval,
    /// A UUID.
    Uuid,
    /// A network address (`inet`, `cidr`, `macaddr`, `macaddr8`).
    Network,
    /// JSON as typed (`json`) or as PostgreSQL keeps it (`jsonb`).
    Json,
    /// Bytes, as `\x` and hexadecimal digits.
    Bytes,
    /// One of a fixed list.
    Enum {
        /// The labels, in their order.
        labels: Vec<String>,
    },
    /// An array, in PostgreSQL's notation `{…}`.
    Array,
    /// A range or multirange, in PostgreSQL's notation.
    Range,
    /// Keys and values (`hstore`).
    Pairs,
    /// A composite value, which can only be read here.
    Composite,
    /// Any other type, edited in PostgreSQL's notation.
    Other,
}

/// The kinds of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// `smallint`.
    Smallint,
    /// `integer`.
    Integer,
    /// `bigint`.
    Bigint,
    /// `numeric`, of any precision where no scale is given.
    Numeric {
        /// The digits in all; none where there is no limit.
        precision: Option<u16>,
        /// The digits after the point; negative rounds to tens.
        scale: Option<i16>,
    },
    /// `real`.
    Real,
    /// `double precision`.
    Double,
    /// `money`.
    Money,
}

/// On which side a cell's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As text is read.
    Start,
    /// Digits below digits.
    End,
}

impl CellKind {
    /// On which side the text stands.
    pub fn alignment(&self) -> Alignment {
        if matches!(self, Self::Number(_)) { Alignment::End } else { Alignment::Start }
    }

    /// Tells whether the empty text is a value of this kind; where it is not, clearing a cell
    /// means NULL.
    pub fn holds_empty_text(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::Char { .. } | Self::Pairs | Self::Other)
    }

    /// Tells whether the text of a value depends on the zone it is written in.
    pub fn depends_on_zone(&self) -> bool {
        matches!(
            self,
            Self::TimestampWithZone | Self::Array | Self::Range | Self::Composite | Self::Other
        )
    }

    /// Tells whether texts of this kind may be long, so that a page carries only their start.
    pub fn may_be_long(&self) -> bool {
        matches!(
            self,
            Self::Text { .. }
                | Self::Json
                | Self::Bytes
                | Self::Array
                | Self::Pairs
                | Self::Composite
                | Self::Range
                | Self::Other
        )
    }

    /// Tells whether values of this kind have an order that a reader expects, so that “before”
    /// and “after” make sense.
    pub fn is_ordered(&self) -> bool {
        matches!(
            self,
            Self::Number(_)
                | Self::Date
                | Self::Time
                | Self::TimeWithZone
                | Self::Timestamp
                | Self::TimestampWithZone
                | Self::Interval
        )
    }
}
