//! What is missing in part: some tables, or the right to create new ones.

use super::super::grant;
use super::super::schema::Schema;
use super::super::words::{Words, clean};
use super::count::Count;
use app::model::probe::{Warning, WarningCode};

/// The warnings of stage 10.
pub(super) fn warnings(words: &Words<'_>, count: &Count, schema: &Schema) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let denied = count.tables - count.readable;
    if denied > 0 {
        warnings.push(some_denied(words, "read (SELECT)", denied, &count.unreadable));
    }
    if words.connection.read_only {
        return warnings;
    }
    if !count.unwritable.is_empty() {
        let what = format!("write ({})", count.missing().join(", "));
        warnings.push(some_denied(
            words,
            &what,
            count.changeable - count.writable,
            &count.unwritable,
        ));
    }
    if !count.sequences.is_empty() {
        warnings.push(sequences_denied(words, &count.sequences));
    }
    if !schema.may_create {
        warnings.push(cannot_create(words));
    }
    warnings
}

fn some_denied(words: &Words<'_>, what: &str, number: i64, names: &[String]) -> Warning {
    let role = words.connection.username.as_str();
    let more =
        if usize::try_from(number).is_ok_and(|n| n > names.len()) { " and more" } else { "" };
    let names = clean(&names.join(", "));
    Warning {
        code: WarningCode::SomeTablesDenied,
        message: format!("The role {role} may not {what} some of the tables: {names}{more}."),
        remedy: "Grant the role access to them if they are to be used here.".to_owned(),
        sql: Some(grant::tables(words.connection)),
    }
}

fn sequences_denied(words: &Words<'_>, names: &[String]) -> Warning {
    let role = words.connection.username.as_str();
    let names = clean(&names.join(", "));
    Warning {
        code: WarningCode::SomeTablesDenied,
        message: format!(
            "The role {role} may not use sequences that number new rows: {names}. Adding rows to \
             their tables will fail."
        ),
        remedy: "Grant the role USAGE on the sequences of the schema.".to_owned(),
        sql: Some(grant::tables(words.connection)),
    }
}

fn cannot_create(words: &Words<'_>) -> Warning {
    let (schema, role) = (words.connection.schema.as_str(), words.connection.username.as_str());
    Warning {
        code: WarningCode::CannotCreateTables,
        message: format!("The role {role} may not create tables in the schema {schema}."),
        remedy: "Existing tables can be used. To create new ones, grant CREATE.".to_owned(),
        sql: Some(grant::create(words.connection)),
    }
}
