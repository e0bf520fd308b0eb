//! A table of the target as its rows are read and written.

use super::access::Access;
use super::columns::{Described as DescribedColumn, ident};
use super::edition::Edition;
use super::parts::Parts;
use super::references::Lookup;
use super::tables::Described;
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, Operator, TypeName, sealed, sql};
use app::model::cell::CellKind;
use app::model::ident::Ident;
use app::model::table::{Column, Key, Reference, RowAccess, TargetKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Below this size on disk a table is counted whenever it is opened, in bytes.
const SMALL: u64 = 1 << 20;

/// A table of the target.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts of the catalog, each true or not")]
pub struct Relation {
    /// What it is.
    pub kind: TargetKind,
    /// Its comment.
    pub comment: Option<String>,
    /// PostgreSQL's own estimate of the number of rows.
    pub estimate: Option<u64>,
    /// How its rows are identified.
    pub key: Key,
    /// What the connection and the login role may do with its rows.
    pub access: RowAccess,
    /// The columns that the login role may read, in their order.
    pub columns: Vec<Column>,
    pub(in crate::target) schema: Ident,
    pub(in crate::target) name: Ident,
    /// What SQL needs of the columns, in the same order.
    pub(in crate::target) attributes: Vec<Attribute>,
    /// The places of the key's columns.
    pub(in crate::target) key_places: Vec<usize>,
    /// The places of columns that hold their values together once.
    pub(in crate::target) unique: BTreeSet<Vec<usize>>,
    /// Whether an address needs the table beside the place in it.
    pub(in crate::target) in_many: bool,
    /// Whether rules may do something else instead of writing, so that statements return no rows.
    pub(in crate::target) ruled: bool,
    /// Whether its rows are counted quickly.
    pub(in crate::target) small: bool,
    /// Whether its texts may be any bytes: the database says of no encoding that they are in it.
    pub(in crate::target) any_bytes: bool,
    /// Whether values lay apart from their rows, as long ones do, or nobody knows.
    pub(in crate::target) apart: bool,
    /// As which it is known.
    pub(in crate::target) edition: Edition,
    /// What every statement that reads its rows selects.
    pub(in crate::target) selected: Selected,
}

/// What is selected of a table's rows, put together when it is first needed.
#[derive(Clone, Debug, Default)]
pub(in crate::target) struct Selected {
    /// The columns.
    pub(in crate::target) sources: OnceLock<Fragment>,
    /// Their texts, the long ones cut off.
    pub(in crate::target) starts: OnceLock<Fragment>,
    /// Their whole texts.
    pub(in crate::target) texts: OnceLock<Fragment>,
}

/// What SQL needs of a column.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts of the catalog, each true or not")]
pub(in crate::target) struct Attribute {
    /// Its name.
    pub(in crate::target) name: Ident,
    /// Its type; a domain's base.
    pub(in crate::target) base: TypeName,
    /// The output function, where a cast to text would say something else.
    output: Option<(Ident, Ident)>,
    /// How its values compare; none where they have no order.
    pub(in crate::target) order: Option<Order>,
    /// Of what its values are made, if they are made of others.
    pub(in crate::target) parts: Option<Parts>,
    /// Whether its values are of an enum, maybe by a domain.
    is_enum: bool,
    /// Whether its texts depend on the zone.
    pub(in crate::target) zoned: bool,
    /// Whether its texts may be long.
    pub(in crate::target) long: bool,
    /// Whether a cell may be NULL.
    pub(in crate::target) nullable: bool,
    /// Where its values come from.
    pub(in crate::target) lookup: Option<Lookup>,
}

/// The operators of a type's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::target) struct Order {
    pub(in crate::target) less: Operator,
    pub(in crate::target) at_most: Operator,
    pub(in crate::target) equal: Operator,
    pub(in crate::target) at_least: Operator,
    pub(in crate::target) greater: Operator,
}

impl Relation {
    pub(super) fn new(
        schema: Ident,
        table: Described,
        columns: Vec<DescribedColumn>,
        mut references: BTreeMap<String, Lookup>,
        unique: &[Vec<String>],
        access: Access<'_>,
    ) -> Result<Self, TargetError> {
        let name = ident(table.name)?;
        let mut relation = Self {
            kind: table.kind,
            comment: table.comment,
            estimate: table.estimate,
            small: table.bytes.is_some_and(|bytes| bytes < SMALL),
            key: table.key,
            columns: Vec::with_capacity(columns.len()),
            schema,
            name,
            attributes: Vec::with_capacity(columns.len()),
            key_places: Vec::new(),
            unique: BTreeSet::new(),
            in_many: table.in_many,
            ruled: table.ruled,
            any_bytes: table.any_bytes,
            apart: table.apart,
            edition: table.edition,
            selected: Selected::default(),
            access: access.rows.clone(),
        };
        for described in columns.into_iter().filter(|column| column.selects) {
            let lookup = references.remove(described.name.as_str());
            let column = column(&described, &access, lookup.as_ref(), table.fills_rows);
            relation.attributes.push(attribute(described, &column.kind, lookup));
            relation.columns.push(column);
        }
        relation.key_places = relation.places(relation.key.columns()).unwrap_or_default();
        relation.unique = unique.iter().filter_map(|names| relation.places(names)).collect();
        Ok(relation)
    }

    /// The place of a column.
    pub(in crate::target) fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The places of columns, where all of them are known.
    pub(in crate::target) fn places(&self, names: &[String]) -> Option<Vec<usize>> {
        names.iter().map(|name| self.place(name)).collect()
    }

    /// A column's attribute.
    pub(in crate::target) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.get(self.place(name)?)
    }

    /// The columns beside their attributes.
    pub(in crate::target) fn both(&self) -> impl Iterator<Item = (&Column, &Attribute)> {
        self.columns.iter().zip(&self.attributes)
    }

    /// The key's attributes, in the order of the key.
    pub(in crate::target) fn key_attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.key_places.iter().filter_map(|place| self.attributes.get(*place))
    }

    /// Whether some text depends on the zone.
    pub(in crate::target) fn zoned(&self) -> bool {
        self.attributes.iter().any(|attribute| attribute.zoned)
    }

    /// Whether the texts of the key depend on the zone.
    pub(in crate::target) fn zoned_key(&self) -> bool {
        self.key_attributes().any(|attribute| attribute.zoned)
    }

    /// The columns that the texts of rows are made from, system columns included.
    pub(in crate::target) fn sources(&self) -> Fragment {
        self.selected.sources.get_or_init(|| sealed(self.all_sources())).clone()
    }

    fn all_sources(&self) -> Fragment {
        let columns = self.attributes.iter().map(Attribute::sql);
        let system: &[&'static str] = match self.key {
            Key::None => &[],
            Key::Primary(_) | Key::Unique(_) => &["t.xmin"],
            Key::Address => &["t.xmin", "t.tableoid", "t.ctid"],
        };
        let all: Vec<_> = columns.chain(system.iter().map(|name| sql!(*name))).collect();
        // A table may have no column at all.
        if all.is_empty() { sql!("null") } else { Fragment::list(", ", all) }
    }

    /// The table as SQL, without an alias.
    pub(in crate::target) fn sql(&self) -> Fragment {
        sql!(&self.schema, ".", &self.name)
    }
}

impl Attribute {
    /// The column as SQL, of the table that statements call `t`.
    pub(in crate::target) fn sql(&self) -> Fragment {
        sql!("t.", &self.name)
    }

    /// The column as SQL beside an operator of its order: those of enums take no domain beside an
    /// enum. Where it is none, the cast stands for nothing.
    pub(in crate::target) fn operand(&self) -> Fragment {
        if self.is_enum { sql!("(", self.sql(), "::", self.base.sql(), ")") } else { self.sql() }
    }

    /// Its text as SQL: what PostgreSQL reads again as the same value.
    pub(in crate::target) fn text(&self) -> Fragment {
        match &self.output {
            None => sql!(self.sql(), "::pg_catalog.text"),
            Some((schema, name)) => {
                sql!("pg_catalog.textin(", schema, ".", name, "(", self.sql(), "))")
            }
        }
    }
}

fn column(
    described: &DescribedColumn,
    access: &Access<'_>,
    lookup: Option<&Lookup>,
    filled: bool,
) -> Column {
    let kind = described.base.kind();
    let supplied = described.default.is_some() || !described.identity.is_empty() || filled;
    Column {
        name: described.name.as_str().to_owned(),
        type_name: described.type_name.clone(),
        nullable: !described.required,
        default: described.default.clone().filter(|_| described.generated.is_empty()),
        required: described.required && !supplied,
        unique: described.unique,
        locked: access.column(described, &kind),
        comment: described.comment.clone(),
        reference: lookup.map(|lookup| Reference {
            schema: lookup.schema.as_str().to_owned(),
            table: lookup.table.as_str().to_owned(),
            column: lookup.column.as_str().to_owned(),
            label: lookup.label.as_ref().map(|label| label.as_str().to_owned()),
        }),
        kind,
    }
}

fn attribute(described: DescribedColumn, kind: &CellKind, lookup: Option<Lookup>) -> Attribute {
    let parts = described.base.parts();
    let order = described.sorting.and_then(|(schema, names)| Order::new(&schema, &names));
    Attribute {
        name: described.name,
        base: TypeName { schema: described.base.schema, name: described.base.name },
        output: described.output,
        order,
        parts,
        is_enum: matches!(kind, CellKind::Enum { .. }),
        zoned: kind.depends_on_zone(),
        long: kind.may_be_long(),
        nullable: !described.required,
        lookup,
    }
}

impl Order {
    /// The order of one of PostgreSQL's own types.
    pub(in crate::target) fn own() -> Self {
        Self {
            less: Operator::own("<"),
            at_most: Operator::own("<="),
            equal: Operator::own("="),
            at_least: Operator::own(">="),
            greater: Operator::own(">"),
        }
    }

    fn new(schema: &Ident, names: &[String]) -> Option<Self> {
        let [less, at_most, equal, at_least, greater] = names else { return None };
        Some(Self {
            less: Operator::new(schema, less)?,
            at_most: Operator::new(schema, at_most)?,
            equal: Operator::new(schema, equal)?,
            at_least: Operator::new(schema, at_least)?,
            greater: Operator::new(schema, greater)?,
        })
    }
}
