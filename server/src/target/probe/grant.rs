//! The SQL that remedies a missing right, for the names as typed.

use app::model::connection::CheckedConnection;

/// Lets the role into the database.
pub(super) fn connect(connection: &CheckedConnection) -> String {
    let (database, role) = (connection.instance.quoted(), connection.username.quoted());
    format!("GRANT CONNECT ON DATABASE {database} TO {role};")
}

/// Lets the role sign in.
pub(super) fn login(connection: &CheckedConnection) -> String {
    format!("ALTER ROLE {} LOGIN;", connection.username.quoted())
}

/// Lets the role use the schema, create tables in it unless read-only, and reach what is there.
pub(super) fn schema(connection: &CheckedConnection) -> String {
    let (schema, role) = (connection.schema.quoted(), connection.username.quoted());
    let create = if connection.read_only { "" } else { ", CREATE" };
    format!("GRANT USAGE{create} ON SCHEMA {schema} TO {role};\n{}", tables(connection))
}

/// Lets the role create tables.
pub(super) fn create(connection: &CheckedConnection) -> String {
    let (schema, role) = (connection.schema.quoted(), connection.username.quoted());
    format!("GRANT CREATE ON SCHEMA {schema} TO {role};")
}

/// Lets the role read the tables, and write them unless read-only.
pub(super) fn tables(connection: &CheckedConnection) -> String {
    let (schema, role) = (connection.schema.quoted(), connection.username.quoted());
    if connection.read_only {
        return format!("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role};");
    }
    format!(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};\n\
         GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};"
    )
}
