//! The words that failures share: what was typed, and what is to be allowlisted.

use app::model::connection::{CheckedConnection, field};
use app::model::probe::{Cause, Failure, Stage};
use std::net::IpAddr;
use tokio_postgres::error::DbError;

/// How much of the server's own words is passed on, in characters.
const DETAIL: usize = 500;

/// What the messages of one probe speak about.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// The connection as typed.
    pub(super) connection: &'a CheckedConnection,
    egress: &'a [String],
}

impl<'a> Words<'a> {
    pub(super) fn new(connection: &'a CheckedConnection, egress: &'a [String]) -> Self {
        Self { connection, egress }
    }

    /// Host and port as one writes them, `[::1]:5432` for IPv6.
    pub(super) fn place(&self) -> String {
        let CheckedConnection { host, port, .. } = self.connection;
        match host.parse() {
            Ok(IpAddr::V6(address)) => format!("[{address}]:{port}"),
            _ => format!("{host}:{port}"),
        }
    }

    /// Our own address as others see it: “the NextTables IP (203.0.113.7)”.
    pub(super) fn our_address(&self) -> String {
        match self.egress {
            [] => "the NextTables IP".to_owned(),
            addresses => format!("the NextTables IP ({})", addresses.join(", ")),
        }
    }

    /// What a firewall's administrator has to do.
    pub(super) fn allowlist(&self) -> String {
        format!("Allowlist {} in your data platform or network", self.our_address())
    }

    /// A stage whose time was up.
    pub(super) fn timed_out(&self, stage: Stage) -> Failure {
        let (place, allowlist) = (self.place(), self.allowlist());
        let (message, remedy) = match stage {
            Stage::Resolve => (
                format!("Nobody answered in time for the name {}.", self.connection.host),
                "Check the host, and that NextTables can reach its name server.".to_owned(),
            ),
            Stage::Tcp => (format!("{place} did not answer in time."), self.behind_a_firewall()),
            Stage::TlsOffer | Stage::Certificate => (
                format!("{place} accepted the connection but did not answer in time."),
                format!(
                    "Check that the host and port are those of PostgreSQL, and that no proxy \
                     stands between. {allowlist}."
                ),
            ),
            _ => (
                format!("PostgreSQL at {place} did not answer in time."),
                "It may be overloaded. Try again; if it stays, ask its administrator.".to_owned(),
            ),
        };
        Failure::new(Cause::TimedOut, field::HOST, message, remedy)
    }

    fn behind_a_firewall(&self) -> String {
        let allowlist = self.allowlist();
        format!(
            "A firewall usually causes this. {allowlist}, then check that the host and port are \
             correct."
        )
    }

    /// A line that broke while the server was being asked.
    pub(super) fn lost(&self) -> Failure {
        Failure::new(
            Cause::ConnectionLost,
            field::HOST,
            format!("The connection to {} broke off.", self.place()),
            format!(
                "Try again. If it stays, a firewall or proxy may cut it off. {}.",
                self.allowlist()
            ),
        )
    }

    /// An answer that no other cause names.
    pub(super) fn server_error(&self, error: &DbError) -> Failure {
        let code = error.code().code();
        Failure::new(
            Cause::ServerError,
            field::HOST,
            format!("PostgreSQL at {} answered with error {}.", self.place(), clean(code)),
            "Its own words are below; the server's log has more.".to_owned(),
        )
        .with_detail(Some(said(error)))
    }

    /// Whatever went wrong while the catalog was being read.
    pub(super) fn broken(&self, error: &tokio_postgres::Error) -> Box<Failure> {
        let failure = error.as_db_error().map_or_else(|| self.lost(), |e| self.server_error(e));
        Box::new(failure)
    }
}

/// The server's own words: message, detail and hint.
pub(in crate::target) fn said(error: &DbError) -> String {
    let parts = [Some(error.message()), error.detail(), error.hint()];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    clean(&parts.join(" "))
}

/// Takes control and direction characters out of a text that is not ours, and cuts it off.
pub(in crate::target) fn clean(text: &str) -> String {
    let plain = text.chars().map(|c| if unprintable(c) { ' ' } else { c });
    plain.take(DETAIL).collect::<String>().trim().to_owned()
}

/// Control characters, and those that turn the direction of the text around them.
fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cleaned_text_is_short_and_harmless(text in "\\PC{0,600}|(?s).{0,600}") {
            let clean = clean(&text);
            prop_assert!(clean.chars().count() <= DETAIL);
            prop_assert!(!clean.chars().any(unprintable));
        }
    }
}
