//! Why PostgreSQL refused a sign-in, by SQLSTATE and routine (its miscinit.c, postinit.c, auth.c).

use super::super::grant;
use super::super::words::{Words, said};
use app::model::connection::field;
use app::model::probe::{Cause, Failure};
use tokio_postgres::error::{DbError, SqlState};

/// At which stage a refusal belongs.
pub(super) enum Refusal {
    /// The role is not let in.
    SignIn(SignInRefusal),
    /// The role is known, and the database is the matter.
    Database(DatabaseRefusal),
    /// None of these.
    Other,
}

/// Why the role is not let in.
#[derive(Clone, Copy)]
pub(super) enum SignInRefusal {
    Password,
    Hba,
    NoLogin,
    RoleFull,
    ServerFull,
    StartingUp,
    Pooler,
}

/// Why the database does not open.
#[derive(Clone, Copy)]
pub(super) enum DatabaseRefusal {
    NotFound,
    Denied,
    Full,
}

impl Refusal {
    /// Reads SQLSTATE and routine.
    pub(super) fn of(error: &DbError) -> Self {
        let routine = error.routine().unwrap_or_default();
        let session = routine.starts_with("InitializeSessionUserId");
        match *error.code() {
            SqlState::INVALID_PASSWORD => Self::SignIn(SignInRefusal::Password),
            SqlState::INVALID_AUTHORIZATION_SPECIFICATION if session => {
                Self::SignIn(SignInRefusal::NoLogin)
            }
            SqlState::INVALID_AUTHORIZATION_SPECIFICATION => Self::SignIn(SignInRefusal::Hba),
            SqlState::TOO_MANY_CONNECTIONS if session => Self::SignIn(SignInRefusal::RoleFull),
            SqlState::TOO_MANY_CONNECTIONS if routine == "CheckMyDatabase" => {
                Self::Database(DatabaseRefusal::Full)
            }
            SqlState::TOO_MANY_CONNECTIONS => Self::SignIn(SignInRefusal::ServerFull),
            SqlState::CANNOT_CONNECT_NOW | SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN => {
                Self::SignIn(SignInRefusal::StartingUp)
            }
            SqlState::INVALID_CATALOG_NAME => Self::Database(DatabaseRefusal::NotFound),
            SqlState::INSUFFICIENT_PRIVILEGE => Self::Database(DatabaseRefusal::Denied),
            // A pooler's, which names no routine, and before PgBouncer 1.19 no better code.
            SqlState::PROTOCOL_VIOLATION if routine.is_empty() => {
                Self::SignIn(SignInRefusal::Pooler)
            }
            _ => Self::Other,
        }
    }
}

/// The failure of stage 7.
pub(super) fn sign_in_failure(
    words: &Words<'_>,
    refusal: SignInRefusal,
    error: &DbError,
) -> Failure {
    let failure = match refusal {
        SignInRefusal::Password => password(words),
        SignInRefusal::Hba => hba(words),
        SignInRefusal::NoLogin => no_login(words),
        SignInRefusal::RoleFull => role_full(words),
        SignInRefusal::ServerFull => server_full(words),
        SignInRefusal::StartingUp => starting_up(words),
        SignInRefusal::Pooler => pooler(words),
    };
    failure.with_detail(Some(said(error)))
}

/// The failure of stage 8.
pub(super) fn database_failure(
    words: &Words<'_>,
    refusal: DatabaseRefusal,
    error: &DbError,
) -> Failure {
    let failure = match refusal {
        DatabaseRefusal::NotFound => not_found(words),
        DatabaseRefusal::Denied => denied(words),
        DatabaseRefusal::Full => database_full(words),
    };
    failure.with_detail(Some(said(error)))
}

fn password(words: &Words<'_>) -> Failure {
    let role = words.connection.username.as_str();
    Failure::new(
        Cause::PasswordWrong,
        field::PASSWORD,
        format!("The password is wrong for the role {role}, or there is no such role."),
        "Correct the username or type the password again. A role without a password, or whose \
         password has expired (VALID UNTIL), is refused in the same words."
            .to_owned(),
    )
}

fn hba(words: &Words<'_>) -> Failure {
    let (role, database) = (words.connection.username.as_str(), words.connection.instance.as_str());
    Failure::new(
        Cause::RoleNotPermitted,
        field::USERNAME,
        format!("The server does not let the role {role} into {database} from here (pg_hba.conf)."),
        format!(
            "{}: the server's pg_hba.conf needs a hostssl line for this role, this instance and \
             {}, with the method scram-sha-256.",
            words.allowlist(),
            words.our_address()
        ),
    )
}

fn no_login(words: &Words<'_>) -> Failure {
    let role = words.connection.username.as_str();
    Failure::new(
        Cause::RoleCannotLogin,
        field::USERNAME,
        format!("The role {role} is not permitted to log in."),
        "Give the role the right to log in, or enter a login role.".to_owned(),
    )
    .with_sql(grant::login(words.connection))
}

fn role_full(words: &Words<'_>) -> Failure {
    let role = words.connection.username.as_str();
    Failure::new(
        Cause::TooManyConnections,
        field::USERNAME,
        format!("All connections that the role {role} may have are in use."),
        "Close other sessions of this role, raise its limit, or use a role of its own for this \
         connection."
            .to_owned(),
    )
    .with_sql(format!("ALTER ROLE {} CONNECTION LIMIT 20;", words.connection.username.quoted()))
}

fn server_full(words: &Words<'_>) -> Failure {
    Failure::new(
        Cause::TooManyConnections,
        field::HOST,
        format!("PostgreSQL at {} has no connection left.", words.place()),
        "Try again in a moment. If it stays, the server's administrator has to raise \
         max_connections or put a connection pooler in front."
            .to_owned(),
    )
}

fn database_full(words: &Words<'_>) -> Failure {
    let database = words.connection.instance.as_str();
    let quoted = words.connection.instance.quoted();
    Failure::new(
        Cause::TooManyConnections,
        field::INSTANCE,
        format!("The database {database} has no connection left."),
        "Close other sessions of this database or raise its limit.".to_owned(),
    )
    .with_sql(format!("ALTER DATABASE {quoted} CONNECTION LIMIT 100;"))
}

fn starting_up(words: &Words<'_>) -> Failure {
    Failure::new(
        Cause::StartingUp,
        field::HOST,
        format!("PostgreSQL at {} is starting up or shutting down.", words.place()),
        "Try again in a moment.".to_owned(),
    )
}

fn pooler(words: &Words<'_>) -> Failure {
    Failure::new(
        Cause::ServerError,
        field::PASSWORD,
        format!("The connection pooler at {} refused the sign-in.", words.place()),
        "Check the instance name, the username and the password; the pooler's own words are below."
            .to_owned(),
    )
}

fn not_found(words: &Words<'_>) -> Failure {
    let database = words.connection.instance.as_str();
    Failure::new(
        Cause::DatabaseNotFound,
        field::INSTANCE,
        format!("There is no database named {database} at {}.", words.place()),
        "Correct the instance name; upper and lower case matter.".to_owned(),
    )
}

fn denied(words: &Words<'_>) -> Failure {
    let (role, database) = (words.connection.username.as_str(), words.connection.instance.as_str());
    Failure::new(
        Cause::DatabaseDenied,
        field::INSTANCE,
        format!("The role {role} may not connect to the database {database}."),
        "Correct the instance name, or grant the role access to it.".to_owned(),
    )
    .with_sql(grant::connect(words.connection))
}
