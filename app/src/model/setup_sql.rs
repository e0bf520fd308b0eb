//! The set-up SQL: what a database administrator runs before connecting.
//!
//! It creates one least-privilege role scoped to one schema (PostgreSQL manual: CREATE ROLE,
//! GRANT, ALTER DEFAULT PRIVILEGES). The password is a placeholder on purpose: scripts get shared.

use super::connection::ConnectionDraft;
use super::ident::Ident;

/// What stands in the script where the password belongs.
pub const PASSWORD_PLACEHOLDER: &str = "choose-a-strong-password";

/// Writes the script for the names in the form; where one is missing or impossible, a telling
/// stand-in is used.
pub fn setup_sql(draft: &ConnectionDraft) -> String {
    let role = quoted(&draft.username, "nexttables");
    let database = quoted(&draft.instance, "your_database");
    let schema = quoted(&draft.schema, "your_schema");
    let (tables, create) = if draft.read_only {
        ("SELECT", "")
    } else {
        ("SELECT, INSERT, UPDATE, DELETE", ", CREATE")
    };
    let (sequences, later) = if draft.read_only {
        (String::new(), String::new())
    } else {
        // Writing a row takes the next number of its sequence.
        (
            format!("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};\n"),
            format!(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}\n  \
                 GRANT USAGE, SELECT ON SEQUENCES TO {role};\n"
            ),
        )
    };
    format!(
        "\
CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD_PLACEHOLDER}'
  NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
GRANT CONNECT ON DATABASE {database} TO {role};
GRANT USAGE{create} ON SCHEMA {schema} TO {role};
GRANT {tables} ON ALL TABLES IN SCHEMA {schema} TO {role};
{sequences}-- Tables that you create later are granted too; run it as the role that creates them.
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}
  GRANT {tables} ON TABLES TO {role};
{later}"
    )
}

fn quoted(name: &str, stand_in: &str) -> String {
    Ident::new(name.trim()).map_or_else(|_| stand_in.to_owned(), |ident| ident.quoted())
}
