//! Finding one row by what identifies it.

use crate::target::catalog::{Order, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, bound, sql};
use app::model::page::RowId;
use app::model::table::Key;
use tokio_postgres::Row as Answer;

/// The file that holds a row. Where PostgreSQL writes a table anew (`VACUUM FULL`, `CLUSTER`, some of
/// `ALTER TABLE`), rows keep their versions and give their addresses to each other, in another file.
const FILE: &str = "coalesce(pg_catalog.pg_relation_filenode(t.tableoid), 0::pg_catalog.oid)";

/// The texts of a row's address: its table, its place in the file, and the file.
pub(in crate::target) fn address() -> Fragment {
    let texts = sql!("t.tableoid::pg_catalog.text, t.ctid::pg_catalog.text, ");
    texts.with(sql!(FILE, "::pg_catalog.text"))
}

/// Whether the table is still in the file that an address names; none where a key is no address.
pub(in crate::target) fn same_file(key: &[String]) -> Option<Fragment> {
    let [table, _, file] = key else { return None };
    let now = sql!("pg_catalog.pg_relation_filenode(", bound(Some(table)), "::pg_catalog.oid)");
    let now = sql!("coalesce(", now, ", 0::pg_catalog.oid)");
    Some(sql!("(", now, &Order::own().equal, bound(Some(file)), "::pg_catalog.oid)"))
}

/// The row with this key, in whatever version; none where it cannot be one of this table.
pub(in crate::target) fn by_key(relation: &Relation, key: &[String]) -> Option<Fragment> {
    let own = Order::own();
    let conditions: Vec<_> = match (&relation.key, key) {
        (Key::Address, [table, address, file]) => vec![
            sql!("t.tableoid", &own.equal, bound(Some(table)), "::pg_catalog.oid"),
            sql!("t.ctid", &own.equal, bound(Some(address)), "::pg_catalog.tid"),
            sql!(FILE, &own.equal, bound(Some(file)), "::pg_catalog.oid"),
        ],
        (Key::Primary(_) | Key::Unique(_), values) => {
            let attributes: Vec<_> = relation.key_attributes().collect();
            if attributes.is_empty() || attributes.len() != values.len() {
                return None;
            }
            let equals = attributes.iter().zip(values).map(|(attribute, value)| {
                let order = attribute.order.as_ref()?;
                Some(sql!(attribute.operand(), &order.equal, attribute.base.value(Some(value))))
            });
            equals.collect::<Option<_>>()?
        }
        _ => return None,
    };
    Some(Fragment::list(" and ", conditions))
}

/// Where a row was when it was locked: its table, and its place in the file.
#[derive(Clone, Debug)]
pub(in crate::target) struct Held {
    table: String,
    place: String,
}

impl Held {
    /// The texts, to be asked for as the last columns of a question.
    pub(in crate::target) fn texts() -> Fragment {
        sql!("t.tableoid::pg_catalog.text, t.ctid::pg_catalog.text")
    }

    /// Reads them.
    pub(in crate::target) fn read(answer: &Answer) -> Result<Self, TargetError> {
        let none = || TargetError::Unreadable("a row without a place".to_owned());
        let at = answer.len().checked_sub(2).ok_or_else(none)?;
        Ok(Self { table: answer.try_get(at)?, place: answer.try_get(at + 1)? })
    }
}

/// The row that was locked in this version, or what the present transaction has made of it since: what
/// else it does may touch the row (a trigger, an action of a foreign key), and nobody else can
/// meanwhile. A key is not enough, since a trigger may have given it to the next row of a list.
/// PostgreSQL follows the row itself, by a function that it has for psqlODBC, where the role may read
/// the whole table.
pub(in crate::target) fn by_place(
    relation: &Relation,
    row: &RowId,
    held: &Held,
) -> Option<Fragment> {
    let own = &Order::own().equal;
    let table = sql!("t.tableoid", own, bound(Some(&held.table)), "::pg_catalog.oid");
    let name = "t.tableoid::pg_catalog.regclass::pg_catalog.text";
    let place = sql!(bound(Some(&held.place)), "::pg_catalog.tid");
    let now = sql!("t.ctid", own, "pg_catalog.currtid2(", name, ", ", place, ")");
    let untouched = sql!("t.xmin", own, bound(Some(&row.version)), "::pg_catalog.xid");
    let readable = "pg_catalog.has_table_privilege(t.tableoid, 'SELECT') and \
        (select pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') from pg_catalog.pg_class c \
          where c.oid operator(pg_catalog.=) t.tableoid)";
    let same = sql!("case when ", untouched, " then true when ", readable, " then ", table);
    Some(sql!(by_key(relation, &row.key)?, " and ", same, " and ", now, " else false end"))
}

/// The row in exactly this version.
pub(in crate::target) fn by_version(relation: &Relation, row: &RowId) -> Option<Fragment> {
    let version = sql!("(", bound(Some(&row.version)), "::pg_catalog.xid)");
    let key = by_key(relation, &row.key)?;
    Some(sql!(key, " and t.xmin", &Order::own().equal, version))
}
