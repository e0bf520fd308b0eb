//! Stage 10: the role may read the schema's tables, and write them unless read-only.
//!
//! What belongs to an extension and what is only a part of a partitioned table needs no grant.

mod count;
mod findings;

use super::schema::Schema;
use super::words::Words;
use super::{Findings, grant};
use crate::target::sign_in::Session;
use app::model::connection::field;
use app::model::probe::{Cause, Failure};
use count::{Count, count};

/// Checks the privileges; denied on all tables fails, denied on some warns.
pub(super) async fn check(words: &Words<'_>, session: &Session, schema: &Schema) -> Findings {
    let count = count(session, schema).await.map_err(|error| words.broken(&error))?;
    let read_only = words.connection.read_only;
    if !read_only && count.is_replica {
        return Err(Box::new(replica(words)));
    }
    if count.tables > 0 && count.readable == 0 {
        return Err(Box::new(unreadable(words)));
    }
    if !read_only && count.changeable > 0 && count.writable == 0 {
        return Err(Box::new(unwritable(words, &count)));
    }
    Ok(findings::warnings(words, &count, schema))
}

fn unreadable(words: &Words<'_>) -> Failure {
    let (schema, role) = (words.connection.schema.as_str(), words.connection.username.as_str());
    Failure::new(
        Cause::TableDenied,
        field::USERNAME,
        format!("The role {role} may read none of the tables in the schema {schema} (SELECT)."),
        "Grant the role access to the tables, or correct the schema.".to_owned(),
    )
    .with_sql(grant::tables(words.connection))
}

fn unwritable(words: &Words<'_>, count: &Count) -> Failure {
    let (schema, role) = (words.connection.schema.as_str(), words.connection.username.as_str());
    let missing = count.missing().join(", ");
    Failure::new(
        Cause::TableDenied,
        field::READ_ONLY,
        format!("The role {role} may not write the tables in the schema {schema} ({missing})."),
        "Grant the role read and write on the schema's tables, or tick Read-only connection."
            .to_owned(),
    )
    .with_sql(grant::tables(words.connection))
}

fn replica(words: &Words<'_>) -> Failure {
    Failure::new(
        Cause::TableDenied,
        field::HOST,
        format!("PostgreSQL at {} is a replica: it can only be read.", words.place()),
        "Enter the host of the primary server, or tick Read-only connection.".to_owned(),
    )
}
