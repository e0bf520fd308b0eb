//! The warnings of stage 11.

use super::super::words::{Words, clean};
use super::catalog::{OtherSchema, Role, Server};
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
        remedy: "Ask the server's administrator for a new password with a later date, and change it here before then: Change password."
            .to_owned(),
        sql: None,
    })
}

/// Other schemas within reach.
pub(super) fn other_schemas(words: &Words<'_>, schemas: &[OtherSchema]) -> Option<Warning> {
    if schemas.is_empty() {
        return None;
    }
    let role = &words.connection.username;
    let more = if schemas.len() > NAMED { " and more" } else { "" };
    let first = schemas.get(..NAMED).unwrap_or(schemas);
    let names: Vec<_> = first.iter().map(|schema| schema.name.as_str()).collect();
    let listed = clean(&names.join(", "));
    let mut remedy = "Use one role for each schema, with rights on that schema only.".to_owned();
    if first.iter().any(|schema| !schema.granted) {
        remedy.push_str(
            " Rights as the owner, through PUBLIC or through another role are taken away there.",
        );
    }
    Some(Warning {
        code: WarningCode::ReachesOtherSchemas,
        message: format!(
            "The role {} owns or may write in other schemas: {listed}{more}.",
            role.as_str()
        ),
        remedy,
        sql: revocations(role, first),
    })
}

/// Takes away what was granted to the role itself; none where nothing was.
fn revocations(role: &Ident, schemas: &[OtherSchema]) -> Option<String> {
    let role = role.quoted();
    let granted = schemas.iter().filter(|schema| schema.granted);
    let names = granted.filter_map(|schema| Ident::new(schema.name.as_str()).ok());
    let lines = names.map(|schema| {
        let schema = schema.quoted();
        format!(
            "REVOKE CREATE ON SCHEMA {schema} FROM {role};\n\
             REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} FROM {role};"
        )
    });
    let sql = lines.collect::<Vec<_>>().join("\n");
    (!sql.is_empty()).then_some(sql)
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
        let other = OtherSchema { name: "x\"; drop table t; --".to_owned(), granted: true };
        let sql = revocations(&role, &[other]).unwrap();
        assert!(sql.starts_with("REVOKE CREATE ON SCHEMA \"x\"\"; drop table t; --\" FROM \"r\";"));
    }
}
