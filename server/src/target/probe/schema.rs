//! Stage 9: the schema exists and may be used.

use super::words::{Words, clean};
use super::{Outcome, grant};
use crate::target::sign_in::Session;
use app::model::connection::field;
use app::model::probe::{Cause, Failure};
use tokio_postgres::Error;
use tokio_postgres::types::Type;

const SCHEMA: &str = "\
select n.oid,
       has_schema_privilege(n.oid, 'USAGE'),
       has_schema_privilege(n.oid, 'CREATE')
from pg_catalog.pg_namespace n
where n.nspname = $1";

/// Other schemas that the role may use, those of a similar name first.
const OTHERS: &str = "\
select n.nspname::text
from pg_catalog.pg_namespace n
where n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
  and has_schema_privilege(n.oid, 'USAGE')
order by lower(n.nspname) = lower($1) desc, n.nspname
limit 5";

/// A schema that may be used.
pub(super) struct Schema {
    /// Its number in the catalog.
    pub(super) oid: u32,
    /// Whether the role may create tables in it.
    pub(super) may_create: bool,
}

/// Finds the schema.
pub(super) async fn find(words: &Words<'_>, session: &Session) -> Outcome<Schema> {
    let found = look_up(words, session).await.map_err(|error| words.broken(&error))?;
    match found {
        Some((oid, true, may_create)) => Ok(Schema { oid, may_create }),
        Some((_, false, _)) => Err(Box::new(denied(words))),
        None => {
            let others = others(words, session).await.map_err(|error| words.broken(&error))?;
            Err(Box::new(not_found(words, &others)))
        }
    }
}

async fn look_up(words: &Words<'_>, session: &Session) -> Result<Option<(u32, bool, bool)>, Error> {
    let name = words.connection.schema.as_str();
    let row = session.client.query_typed_opt(SCHEMA, &[(&name, Type::TEXT)]).await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).transpose()
}

async fn others(words: &Words<'_>, session: &Session) -> Result<Vec<String>, Error> {
    let name = words.connection.schema.as_str();
    let rows = session.client.query_typed(OTHERS, &[(&name, Type::TEXT)]).await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

fn not_found(words: &Words<'_>, others: &[String]) -> Failure {
    let connection = words.connection;
    let (schema, database) = (connection.schema.as_str(), connection.instance.as_str());
    let remedy = if others.is_empty() {
        "Correct the schema; upper and lower case matter.".to_owned()
    } else {
        let others = clean(&others.join(", "));
        format!("Correct the schema; upper and lower case matter. The role may use: {others}.")
    };
    Failure::new(
        Cause::SchemaNotFound,
        field::SCHEMA,
        format!("There is no schema named {schema} in the database {database}."),
        remedy,
    )
}

fn denied(words: &Words<'_>) -> Failure {
    let (schema, role) = (words.connection.schema.as_str(), words.connection.username.as_str());
    Failure::new(
        Cause::SchemaDenied,
        field::SCHEMA,
        format!("The role {role} may not use the schema {schema}."),
        "Correct the schema, or grant the role USAGE on it and access to its tables.".to_owned(),
    )
    .with_sql(grant::schema(words.connection))
}
