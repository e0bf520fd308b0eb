//! From a type of the catalog to the kind of cell that shows and edits it.

use super::parts::Parts;
use app::model::cell::{CellKind, NumberKind};
use app::model::ident::Ident;

/// What kind of type it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A base type, by the letter of its category.
    Base(char),
    Array,
    Enum,
    Range,
    Multirange,
    Composite,
}

impl Shape {
    /// From `typtype` and `typcategory` (PostgreSQL manual 53.64), and whether it is an array type.
    pub(super) fn of(kind: &str, category: &str, is_array: bool) -> Self {
        match kind {
            _ if is_array => Self::Array,
            "e" => Self::Enum,
            "r" => Self::Range,
            "m" => Self::Multirange,
            "c" => Self::Composite,
            _ => Self::Base(category.chars().next().unwrap_or('U')),
        }
    }
}

/// The base type of a column.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) schema: Ident,
    pub(super) name: Ident,
    pub(super) shape: Shape,
    /// The type's modifier, such as the length of `varchar`; -1 for none.
    pub(super) modifier: i32,
    /// The labels of an enum.
    pub(super) labels: Vec<String>,
}

impl Base {
    /// The kind of cell.
    pub(super) fn kind(&self) -> CellKind {
        match self.shape {
            Shape::Array => CellKind::Array,
            Shape::Enum => CellKind::Enum { labels: self.labels.clone() },
            Shape::Range | Shape::Multirange => CellKind::Range,
            Shape::Composite => CellKind::Composite,
            Shape::Base(_) if self.schema.as_str() == "pg_catalog" => self.own(),
            Shape::Base('S') => CellKind::Text { length: None },
            Shape::Base(_) if self.name.as_str() == "hstore" => CellKind::Pairs,
            Shape::Base(_) => CellKind::Other,
        }
    }

    /// Of what its values are made, if they are made of others.
    pub(super) fn parts(&self) -> Option<Parts> {
        match (self.shape, self.kind()) {
            (Shape::Array, _) => Some(Parts::Elements),
            (Shape::Range, _) => Some(Parts::Points),
            (Shape::Multirange, _) => Some(Parts::PointsOfMany),
            (_, CellKind::Json) => Some(Parts::Json),
            (_, CellKind::Pairs) => Some(Parts::Keys),
            _ => None,
        }
    }

    /// The kind of one of PostgreSQL's own types.
    fn own(&self) -> CellKind {
        match self.name.as_str() {
            "bool" => CellKind::Boolean,
            "text" | "name" | "xml" => CellKind::Text { length: None },
            "varchar" => CellKind::Text { length: self.length() },
            "bpchar" => match self.length() {
                Some(length) => CellKind::Char { length },
                None => CellKind::Text { length: None },
            },
            "date" => CellKind::Date,
            "time" => CellKind::Time,
            "timetz" => CellKind::TimeWithZone,
            "timestamp" => CellKind::Timestamp,
            "timestamptz" => CellKind::TimestampWithZone,
            "interval" => CellKind::Interval,
            "uuid" => CellKind::Uuid,
            "inet" | "cidr" | "macaddr" | "macaddr8" => CellKind::Network,
            "json" | "jsonb" => CellKind::Json,
            "bytea" => CellKind::Bytes,
            _ => self.number().map_or(CellKind::Other, CellKind::Number),
        }
    }

    fn number(&self) -> Option<NumberKind> {
        Some(match self.name.as_str() {
            "int2" => NumberKind::Smallint,
            "int4" => NumberKind::Integer,
            "int8" => NumberKind::Bigint,
            "numeric" => NumberKind::Numeric { precision: self.precision(), scale: self.scale() },
            "float4" => NumberKind::Real,
            "float8" => NumberKind::Double,
            "money" => NumberKind::Money,
            _ => return None,
        })
    }

    /// The modifier without the four bytes that PostgreSQL adds to it (VARHDRSZ).
    fn bare(&self) -> Option<u32> {
        u32::try_from(self.modifier).ok()?.checked_sub(4)
    }

    fn length(&self) -> Option<u32> {
        self.bare()
    }

    fn precision(&self) -> Option<u16> {
        self.bare().and_then(|bare| u16::try_from(bare >> 16).ok())
    }

    /// Eleven bits with a sign, since PostgreSQL 15; those before it only used the positive half.
    fn scale(&self) -> Option<i16> {
        let bits = i16::try_from(self.bare()? & 0x7ff).ok()?;
        Some((bits ^ 1024) - 1024)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(modifier: i32) -> CellKind {
        let ident = |name: &str| Ident::new(name).unwrap();
        let shape = Shape::Base('N');
        let (schema, name) = (ident("pg_catalog"), ident("numeric"));
        Base { schema, name, shape, modifier, labels: Vec::new() }.kind()
    }

    #[test]
    fn precision_and_scale_are_read_from_the_modifier() {
        let kind = |precision, scale| CellKind::Number(NumberKind::Numeric { precision, scale });
        assert_eq!(numeric(-1), kind(None, None));
        assert_eq!(numeric(((10 << 16) | 2) + 4), kind(Some(10), Some(2)));
        assert_eq!(numeric(((3 << 16) | (0x7ff & -2)) + 4), kind(Some(3), Some(-2)));
    }
}
