//! The statements that change tables, laid out so that people can read them before they run.

use crate::target::catalog::Relation;
use crate::target::sql::{Fragment, Part, sql};
use app::model::ident::Ident;
use app::model::table::{CheckedColumn, CheckedTable, ColumnDefault, ColumnType, TargetKind};

/// Creates a table with its comments.
pub(super) fn create(schema: &Ident, table: &CheckedTable) -> Vec<Fragment> {
    let name = sql!(schema, ".", &table.name);
    let mut lines: Vec<_> = table.columns.iter().map(definition).collect();
    let primary: Vec<_> = table.columns.iter().filter(|column| column.primary).collect();
    if !primary.is_empty() {
        let columns = Fragment::list(", ", primary.into_iter().map(|column| sql!(&column.name)));
        lines.push(sql!("PRIMARY KEY (", columns, ")"));
    }
    let lines = Fragment::list(",\n  ", lines);
    let mut statements = vec![sql!("CREATE TABLE ", &name, " (\n  ", lines, "\n)")];
    if let Some(comment) = &table.comment {
        statements.push(sql!("COMMENT ON TABLE ", &name, " IS ", Part::Literal(comment.clone())));
    }
    statements.extend(table.columns.iter().filter_map(|column| column_comment(&name, column)));
    statements
}

/// Adds a column with its comment.
pub(super) fn add_column(schema: &Ident, table: &Ident, column: &CheckedColumn) -> Vec<Fragment> {
    let name = sql!(schema, ".", table);
    let mut statements = vec![sql!("ALTER TABLE ", &name, " ADD COLUMN ", definition(column))];
    if column.primary {
        statements.push(sql!("ALTER TABLE ", &name, " ADD PRIMARY KEY (", &column.name, ")"));
    }
    statements.extend(column_comment(&name, column));
    statements
}

/// Gives a column another name.
pub(super) fn rename_column(
    schema: &Ident,
    table: &Ident,
    column: &Ident,
    name: &Ident,
) -> Fragment {
    sql!("ALTER TABLE ", schema, ".", table, " RENAME COLUMN ", column, " TO ", name)
}

/// Writes a comment; an empty one removes it.
pub(super) fn comment(relation: &Relation, column: Option<&Ident>, comment: &str) -> Fragment {
    let comment = match comment.trim() {
        "" => sql!("NULL"),
        text => Part::Literal(text.to_owned()).into(),
    };
    if let Some(column) = column {
        return sql!("COMMENT ON COLUMN ", relation.sql(), ".", column, " IS ", comment);
    }
    sql!("COMMENT ON ", kind(relation.kind), " ", relation.sql(), " IS ", comment)
}

/// Drops a table, and nothing that depends on it.
pub(super) fn drop_table(relation: &Relation) -> Fragment {
    sql!("DROP ", kind(relation.kind), " ", relation.sql())
}

/// A default's value as its column's type would read it.
pub(super) fn default_value(column: &CheckedColumn, text: &str) -> Fragment {
    let text = Part::Literal(text.to_owned());
    sql!("select (", text, "::", column.kind.sql(), size(&column.size), ") is null")
}

fn kind(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Table | TargetKind::Partitioned => "TABLE",
        TargetKind::View => "VIEW",
        TargetKind::MaterialisedView => "MATERIALIZED VIEW",
        TargetKind::ForeignTable => "FOREIGN TABLE",
    }
}

fn definition(column: &CheckedColumn) -> Fragment {
    let mut line = sql!(&column.name, " ", column.kind.sql(), size(&column.size));
    line = match &column.default {
        ColumnDefault::None => line,
        ColumnDefault::Identity => line.with(" GENERATED ALWAYS AS IDENTITY"),
        ColumnDefault::RandomUuid => line.with(" DEFAULT pg_catalog.gen_random_uuid()"),
        ColumnDefault::Now => line.with(now(column.kind)),
        ColumnDefault::Value(text) => line.with(" DEFAULT ").with(Part::Literal(text.clone())),
    };
    if column.required {
        line = line.with(" NOT NULL");
    }
    if column.unique && !column.primary {
        line = line.with(" UNIQUE");
    }
    line
}

/// The size of a type, behind its name.
fn size(numbers: &[u32]) -> Fragment {
    if numbers.is_empty() {
        return sql!();
    }
    let numbers = numbers.iter().map(|number| sql!(u64::from(*number)));
    sql!("(", Fragment::list(", ", numbers), ")")
}

fn now(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Date => " DEFAULT CURRENT_DATE",
        ColumnType::Time => " DEFAULT LOCALTIME",
        ColumnType::TimeWithZone => " DEFAULT CURRENT_TIME",
        ColumnType::Timestamp => " DEFAULT LOCALTIMESTAMP",
        _ => " DEFAULT CURRENT_TIMESTAMP",
    }
}

fn column_comment(table: &Fragment, column: &CheckedColumn) -> Option<Fragment> {
    let comment = Part::Literal(column.comment.clone()?);
    Some(sql!("COMMENT ON COLUMN ", table, ".", &column.name, " IS ", comment))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::sql::script;
    use app::model::table::{ColumnDraft, TableDraft};

    #[test]
    fn what_will_run_can_be_read() {
        let column = |name: &str, kind| ColumnDraft { name: name.into(), ..ColumnDraft::new(kind) };
        let draft = TableDraft {
            name: "Staff \"new\"".to_owned(),
            columns: vec![
                ColumnDraft::identity(),
                ColumnDraft {
                    required: true,
                    comment: "it's \\ a name".to_owned(),
                    ..column("name", ColumnType::Text)
                },
                ColumnDraft {
                    unique: true,
                    default: ColumnDefault::Value("'; drop table x; --".to_owned()),
                    ..column("code", ColumnType::Text)
                },
                ColumnDraft { default: ColumnDefault::Now, ..column("since", ColumnType::Date) },
            ],
            comment: "People".to_owned(),
        };
        let table = draft.check().unwrap();
        let schema = Ident::new("hr").unwrap();
        insta::assert_snapshot!(script(&create(&schema, &table)), @r#"
        CREATE TABLE "hr"."Staff ""new""" (
          "id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
          "name" text NOT NULL,
          "code" text DEFAULT '''; drop table x; --' UNIQUE,
          "since" date DEFAULT CURRENT_DATE,
          PRIMARY KEY ("id")
        );
        COMMENT ON TABLE "hr"."Staff ""new""" IS 'People';
        COMMENT ON COLUMN "hr"."Staff ""new"""."name" IS E'it''s \\ a name';
        "#);
    }
}
