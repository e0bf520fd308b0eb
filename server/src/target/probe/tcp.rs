//! Stage 4: the port accepts a TCP connection.

use super::Outcome;
use super::words::Words;
use crate::target::dial::dial;
use app::model::connection::field;
use app::model::probe::{Cause, Failure, Stage};
use std::io::{Error, ErrorKind};
use std::net::IpAddr;
use tokio::net::TcpStream;

/// Opens the connection to one of the vetted addresses.
pub(super) async fn open(words: &Words<'_>, vetted: &[IpAddr]) -> Outcome<TcpStream> {
    let dialled = dial(vetted, words.connection.port).await;
    dialled.map_err(|error| Box::new(failure(words, &error)))
}

fn failure(words: &Words<'_>, error: &Error) -> Failure {
    match error.kind() {
        ErrorKind::ConnectionRefused => refused(words),
        ErrorKind::TimedOut => words.timed_out(Stage::Tcp),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => words.lost(),
        _ => unreachable(words),
    }
}

fn refused(words: &Words<'_>) -> Failure {
    let port = words.connection.port;
    Failure::new(
        Cause::ConnectionRefused,
        field::PORT,
        format!("Nothing accepts connections at {}.", words.place()),
        format!(
            "Check that the host and port are correct ({port} was entered; PostgreSQL usually \
             listens on 5432) and that the server is running and listens on this address. {}.",
            words.allowlist()
        ),
    )
}

fn unreachable(words: &Words<'_>) -> Failure {
    Failure::new(
        Cause::Unreachable,
        field::HOST,
        format!("There is no route from NextTables to {}.", words.place()),
        format!(
            "Check that the host is correct and that its network can be reached from here, for \
             example through a VPN. {}.",
            words.allowlist()
        ),
    )
}
