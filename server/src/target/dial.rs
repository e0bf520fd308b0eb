//! Opening the TCP connection to an address that was vetted before; no name is looked up here.

use futures::future::select_ok;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;

/// How long an address has the line to itself before the next one is tried beside it (RFC 8305, 5).
const STAGGER: Duration = Duration::from_millis(250);

/// Connects to the first address that answers.
///
/// # Errors
/// The last address's error when none answers.
pub async fn dial(addresses: &[IpAddr], port: u16) -> io::Result<TcpStream> {
    let attempts = addresses.iter().zip(0_u32..).map(|(address, rank)| {
        let socket = SocketAddr::new(*address, port);
        Box::pin(async move {
            tokio::time::sleep(STAGGER * rank).await;
            let stream = TcpStream::connect(socket).await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        })
    });
    let attempts: Vec<_> = attempts.collect();
    if attempts.is_empty() {
        return Err(io::ErrorKind::AddrNotAvailable.into());
    }
    select_ok(attempts).await.map(|(stream, _)| stream)
}
