//! The warnings of stage 11.

use super::super::words::{Words, clean};
use super::catalog::{Role, Server};
use app::model::certificate::CertificateView;
use app::model::ident::Ident;
use app::model::probe::{Warning, WarningCode};
use chrono::{DateTime, TimeDelta, Utc};

/// The oldest server version we support, as `server_version_num`.
const OLDEST: i32 = 130_000;

/// How many schemas a warning names.
const NAMED: usize = 5;

/// How early an approaching end is warned about, in days; `catalog::ROLE` says the same.
const SOON: i64 = 14;

/// What each right is called, and how it is taken away, in the order of `Role::rights`.
const RIGHTS: [(WarningCode, &str, &str); 5] = [
    (WarningCode::Superuser, "is a superuser", "NOSUPERUSER"),
    (WarningCode::BypassesRowSecurity, "bypasses row-level security", "NOBYPASSRLS"),
    (WarningCode::CreatesRoles, "may create roles", "NOCREATEROLE"),
    (WarningCode::CreatesDatabases, "may create databases", "NOCREATEDB"),
    (WarningCode::Replicates, "may replicate the whole server", "NOREPLICATION"),
];

/// Rights of the role that reach beyond its tables.
pub(super) fn rights(words: &Words<'_>, role: &Role) -> Vec<Warning> {
    let held = RIGHTS.into_iter().zip(role.rights).filter(|(_, held)| *held);
    held.map(|((code, what, option), _)| right(words, code, what, option)).collect()
}

fn right(words: &Words<'_>, code: WarningCode, what: &str, option: &str) -> Warning {
    let role = &words.connection.username;
    Warning {
        code,
        message: format!("The role {} {what}.", role.as_str()),
        remedy: "NextTables does not need this; take it away or use a role of its own.".to_owned(),
        sql: Some(format!("ALTER ROLE {} {option};", role.quoted())),
    }
}

/// A password that expires soon.
pub(super) fn password(words: &Words<'_>, role: &Role) -> Option<Warning> {
    let day = role.expires.as_ref()?;
    let name = &words.connection.username;
    Some(Warning {
        code: WarningCode::PasswordExpires,
        message: format!("The password of the role {} expires on {day}.", name.as_str()),
        remedy: "Set a new password and a later date before then, and change it here too."
            .to_owned(),
        sql: Some(format!("ALTER ROLE {} VALID UNTIL 'infinity';", name.quoted())),
    })
}

/// Other schemas within reach.
pub(super) fn other_schemas(words: &Words<'_>, names: &[String]) -> Option<Warning> {
    if names.is_empty() {
        return None;
    }
    let role = &words.connection.username;
    let more = if names.len() > NAMED { " and more" } else { "" };
    let first: Vec<_> = names.iter().take(NAMED).map(String::as_str).collect();
    let listed = clean(&first.join(", "));
    Some(Warning {
        code: WarningCode::ReachesOtherSchemas,
        message: format!(
            "The role {} owns or may write in other schemas: {listed}{more}.",
            role.as_str()
        ),
        remedy: "Use one role for each schema, with rights on that schema only.".to_owned(),
        sql: Some(revocations(role, names)),
    })
}

/// What can be revoked; ownership can only be given to somebody else.
fn revocations(role: &Ident, names: &[String]) -> String {
    let role = role.quoted();
    let schemas = names.iter().take(NAMED).filter_map(|name| Ident::new(name.as_str()).ok());
    let lines = schemas.map(|schema| {
        let schema = schema.quoted();
        format!(
            "REVOKE CREATE ON SCHEMA {schema} FROM {role};\n\
             REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} FROM {role};"
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A server older than what is supported.
pub(super) fn server(server: &Server) -> Option<Warning> {
    if server.number >= OLDEST {
        return None;
    }
    Some(Warning {
        code: WarningCode::ServerUnsupported,
        message: format!("PostgreSQL {} is no longer supported.", clean(&server.version)),
        remedy: "Ask the server's administrator to upgrade to version 13 or newer.".to_owned(),
        sql: None,
    })
}

/// A pinned certificate whose validity ends; it stays trusted, but others will refuse it.
pub(super) fn certificate(
    words: &Words<'_>,
    shown: &CertificateView,
    now: DateTime<Utc>,
) -> Option<Warning> {
    if shown.not_after > now + TimeDelta::days(SOON) {
        return None;
    }
    let ends = if shown.not_after < now { "expired" } else { "expires" };
    let day = shown.not_after.format("%F");
    Some(Warning {
        code: WarningCode::CertificateExpires,
        message: format!("The certificate of {} {ends} on {day}.", words.place()),
        remedy: "Once the server has a new one, it has to be trusted here again.".to_owned(),
        sql: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_server_is_warned_about_and_a_supported_one_is_not() {
        let of = |number, version: &str| {
            let version = version.to_owned();
            server(&Server { number, version, now: DateTime::default() })
        };
        assert_eq!(of(120_022, "12.22").unwrap().code, WarningCode::ServerUnsupported);
        assert!(of(120_022, "12.22").unwrap().message.contains("12.22"));
        assert!(of(130_000, "13.0").is_none());
    }

    #[test]
    fn revocations_quote_names_that_try_to_be_more() {
        let role = Ident::new("r").unwrap();
        let sql = revocations(&role, &["x\"; drop table t; --".to_owned()]);
        assert!(sql.starts_with("REVOKE CREATE ON SCHEMA \"x\"\"; drop table t; --\" FROM \"r\";"));
    }
}
