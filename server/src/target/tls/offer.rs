//! `SSLRequest`: asking a PostgreSQL server for TLS before a word is said in the clear.
//!
//! Source: PostgreSQL manual 55.2.10, “SSL Session Encryption”. Exactly one byte is read, so that
//! nothing that somebody slipped in before the handshake is taken for the server's (CVE-2021-23222).

use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Length 8, then the code 1234 5679.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// Why the handshake cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// PostgreSQL without TLS.
    #[error("the server does not offer TLS")]
    NotOffered,
    /// Something else listens there.
    #[error("the server does not speak PostgreSQL")]
    NotPostgresql,
    /// The line broke.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Asks for TLS.
///
/// # Errors
/// When the answer is anything but yes.
pub async fn ask(stream: &mut TcpStream) -> Result<(), OfferError> {
    stream.write_all(&SSL_REQUEST).await?;
    let mut answer = [0];
    match stream.read_exact(&mut answer).await {
        Ok(_) => {}
        Err(error) if closed(&error) => return Err(OfferError::NotPostgresql),
        Err(error) => return Err(error.into()),
    }
    match answer {
        [b'S'] => Ok(()),
        [b'N'] => Err(OfferError::NotOffered),
        _ => Err(OfferError::NotPostgresql),
    }
}

/// PostgreSQL always answers the request; who hangs up instead is something else.
fn closed(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset)
}
