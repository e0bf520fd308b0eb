//! Opening the TCP connection to an address that was vetted before; no name is looked up here.

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;

/// How long an address has the line to itself before the next one is tried beside it (RFC 8305, 5).
const STAGGER: Duration = Duration::from_millis(250);

/// Connects to the first address that answers.
///
/// # Errors
/// The most telling address's error when none answers.
pub async fn dial(addresses: &[IpAddr], port: u16) -> io::Result<TcpStream> {
    let attempts = addresses.iter().zip(0_u32..);
    let mut attempts: FuturesUnordered<_> =
        attempts.map(|(address, rank)| attempt(SocketAddr::new(*address, port), rank)).collect();
    let mut worst = io::Error::from(ErrorKind::AddrNotAvailable);
    while let Some(outcome) = attempts.next().await {
        match outcome {
            Ok(stream) => return Ok(stream),
            Err(error) if telling(&error) > telling(&worst) => worst = error,
            Err(_) => {}
        }
    }
    Err(worst)
}

async fn attempt(socket: SocketAddr, rank: u32) -> io::Result<TcpStream> {
    tokio::time::sleep(STAGGER * rank).await;
    let stream = TcpStream::connect(socket).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A machine that refuses says more than one that is silent, and that more than having no way to
/// it, which is usual where a host has an IPv6 address and we do not.
fn telling(error: &io::Error) -> u8 {
    match error.kind() {
        ErrorKind::ConnectionRefused => 3,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => 2,
        ErrorKind::TimedOut => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_refusal_is_told_rather_than_a_missing_route() {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = closed.local_addr().unwrap().port();
        drop(closed);
        let refusing = IpAddr::from([127, 0, 0, 1]);
        let without_route = IpAddr::from([127, 255, 255, 255]);
        for addresses in [[refusing, without_route], [without_route, refusing]] {
            let error = dial(&addresses, port).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
        }
    }

    #[tokio::test]
    async fn an_address_that_fails_does_not_stop_the_next() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let addresses = [IpAddr::from([127, 255, 255, 255]), IpAddr::from([127, 0, 0, 1])];
        let stream = dial(&addresses, port).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap(), listener.local_addr().unwrap());
    }
}
