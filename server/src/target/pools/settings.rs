//! How a transaction begins: what it may do, how long, and in which notation values come and go.
//!
//! Everything is local to the transaction, so that nothing stays behind in a pooler's session. The
//! role's `search_path` is left as it is: triggers, defaults and policies may need it.

use crate::target::diagnostics::TargetError;
use crate::target::sql::{Fragment, Part, Statement, sql};
use std::time::Duration;

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum Mode {
    /// Reading what the catalog says; nothing of the customer's is run, so nothing but the catalog
    /// is searched.
    Catalog,
    /// Reading a page or a cell.
    Read,
    /// Reading a whole table.
    Scan,
    /// Finding out what became of a transaction, from a server that is written to: each statement
    /// sees what is so by then.
    Settle,
    /// Writing rows.
    Write,
    /// Changing tables.
    Alter,
}

impl Mode {
    /// How long a statement may take.
    pub(super) fn limit(self) -> Duration {
        Duration::from_secs(match self {
            Self::Catalog | Self::Read | Self::Settle => 15,
            Self::Scan | Self::Write => 30,
            Self::Alter => 60,
        })
    }

    /// Whether it only reads, whatever the connection lets be done.
    pub(super) fn reads(self) -> bool {
        !matches!(self, Self::Write | Self::Alter)
    }

    fn opening(self, access: Access) -> &'static str {
        // An error in `begin read write` itself would leave no transaction at all, and what follows
        // on the same line would be committed by itself; an error after `begin` cannot.
        match (self, access) {
            (Self::Catalog, _) => {
                "begin; set transaction isolation level read committed, read only; \
                 set local search_path = ''; "
            }
            // A server that follows another one refuses to write at all: it may not know yet what that
            // one did.
            (Self::Settle, _) => {
                "begin; set transaction isolation level read committed, read write; \
                 set transaction read only; "
            }
            // One snapshot for a page, its total and its labels.
            (Self::Read | Self::Scan, _) | (_, Access::ReadOnly) => {
                "begin; set transaction isolation level repeatable read, read only; "
            }
            (Self::Write | Self::Alter, Access::ReadWrite) => {
                "begin; set transaction isolation level read committed, read write; \
                 select pg_catalog.set_config('synchronous_commit', 'on', true) \
                 where pg_catalog.current_setting('synchronous_commit') \
                 operator(pg_catalog.=) 'off'; "
            }
        }
    }
}

/// What the connection lets be done, whatever a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// “Read-only connection”: PostgreSQL itself refuses to write.
    ReadOnly,
    /// Reading and writing.
    ReadWrite,
}

/// A time zone's name, as PostgreSQL is asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::target) struct Zone(String);

impl Zone {
    /// UTC, in which the history keeps moments.
    pub(in crate::target) fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// Takes a name as the IANA database writes them; whether there is such a zone is for the
    /// server to say.
    ///
    /// # Errors
    /// When no zone can be called that.
    pub(in crate::target) fn new(name: &str) -> Result<Self, TargetError> {
        let clean = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '/');
        if name.is_empty() || name.len() > 64 || !name.chars().all(clean) {
            return Err(TargetError::UnknownZone(name.chars().take(64).collect()));
        }
        Ok(Self(name.to_owned()))
    }

    /// Its name.
    pub(in crate::target) fn name(&self) -> &str {
        &self.0
    }

    /// Turns a transaction to this zone.
    pub(in crate::target) fn set(&self) -> Fragment {
        let zone = Part::Literal(self.0.clone());
        sql!("set local timezone = ", zone)
    }
}

/// Holds inside a transaction that was begun here, and nowhere else. What is sent in one piece with
/// the beginning must ask for it: if beginning failed, each statement would be kept by itself.
pub(in crate::target) fn begun() -> Fragment {
    sql!("pg_catalog.current_setting('nexttables.begun', true) operator(pg_catalog.=) 'on'")
}

/// The statements that begin a transaction, to be sent in one piece. Each setting is a statement:
/// nothing is planned for it, so that together they take less time than one query that sets them.
pub(super) fn begin(mode: Mode, zone: &Zone, access: Access) -> String {
    let milliseconds = u64::try_from(mode.limit().as_millis()).unwrap_or(u64::MAX);
    let zone = Part::Literal(zone.0.clone());
    let begin = sql!(
        mode.opening(access),
        "set local standard_conforming_strings = on; \
         set local client_min_messages = error; \
         set local timezone = ",
        zone,
        "; set local statement_timeout = ",
        milliseconds,
        "; set local lock_timeout = '5s'; \
         set local idle_in_transaction_session_timeout = '60s'; \
         set local datestyle = 'ISO, YMD'; \
         set local intervalstyle = postgres; \
         set local bytea_output = hex; \
         set local extra_float_digits = 1; \
         set local xmloption = content; \
         set local array_nulls = on; \
         set local row_security = on; \
         set local jit = off; \
         set local nexttables.begun = 'on'",
    );
    Statement::from(&begin).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_name_a_zone_reaches_the_server() {
        for name in ["UTC", "Europe/Berlin", "Etc/GMT+12", "America/Port-au-Prince"] {
            assert_eq!(Zone::new(name).unwrap().name(), name);
        }
        for name in ["", "'; drop table x; --", "Europe/Zürich", "a b", &"a".repeat(65)] {
            assert!(matches!(Zone::new(name), Err(TargetError::UnknownZone(_))), "{name}");
        }
    }
}
