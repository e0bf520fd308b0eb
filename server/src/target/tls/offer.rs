//! `SSLRequest`: asking a PostgreSQL server for TLS before a word is said in the clear.
//!
//! Source: PostgreSQL manual 55.2.10, “SSL Session Encryption”. Exactly one byte is read, so that
//! nothing that somebody slipped in before the handshake is taken for the server's (CVE-2021-23222).

use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Length 8, then the code 1234 5679.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// How much of an error is read, in bytes.
const LONGEST: u64 = 2000;

/// Why the handshake cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// PostgreSQL without TLS.
    #[error("the server does not offer TLS")]
    NotOffered,
    /// Something else listens there.
    #[error("the server does not speak PostgreSQL")]
    NotPostgresql,
    /// PostgreSQL had no resources even to answer; with its own words.
    #[error("the server answered with an error")]
    Said(String),
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
        [b'E'] => Err(said(stream).await),
        _ => Err(OfferError::NotPostgresql),
    }
}

/// Reads an error response: the message field of the protocol's third version, or the plain text
/// that a server without any resources left sends (manual 55.7, 55.2.10).
async fn said(stream: &mut TcpStream) -> OfferError {
    let mut answer = Vec::new();
    // An end that is not clean ends the words as well.
    let _ = stream.take(LONGEST).read_to_end(&mut answer).await;
    let fields = match answer.as_slice() {
        [0, 0, _, _, fields @ ..] => fields,
        [] => return OfferError::NotPostgresql,
        text => return OfferError::Said(text_of(text)),
    };
    let message = fields.split(|byte| *byte == 0).find_map(|field| field.strip_prefix(b"M"));
    message.map_or(OfferError::NotPostgresql, |text| OfferError::Said(text_of(text)))
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}

/// PostgreSQL always answers the request; who hangs up instead is something else.
fn closed(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset)
}
