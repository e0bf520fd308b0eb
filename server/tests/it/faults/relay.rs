//! A relay that speaks TLS to the product and sees PostgreSQL's messages go by (manual 55.2, 55.7).

mod watch;

use crate::postgres::{Authority, Postgres};
use std::io;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio_rustls::TlsAcceptor;
use watch::Watch;

/// A step of a Save, as its messages go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The transaction is about to begin.
    Begin,
    /// The target has changed the rows, and the product has not heard of it.
    Changed,
    /// The product has heard that the rows are changed, and is about to write the change set down.
    Preparing,
    /// The change set is prepared, and COMMIT is about to be sent.
    CommitAsked,
    /// The target has committed, and the product has not heard of it.
    Committed,
    /// The product has heard of the commit and is about to settle the change set.
    Settling,
    /// The store is about to be given the change set.
    Inserting,
    /// The store has it all, and COMMIT is about to be sent.
    InsertAsked,
    /// The store has committed it, and the product has not heard of it.
    Inserted,
    /// The store is about to be told how the change set ended.
    Ending,
    /// The store has that too, and COMMIT is about to be sent.
    EndAsked,
    /// The store has committed it, and the product has not heard of it.
    Ended,
}

impl Step {
    /// Every step on the way to the target.
    pub const ALL: [Self; 6] = [
        Self::Begin,
        Self::Changed,
        Self::Preparing,
        Self::CommitAsked,
        Self::Committed,
        Self::Settling,
    ];
    /// Every step on the way to the store.
    pub const STORE: [Self; 6] = [
        Self::Inserting,
        Self::InsertAsked,
        Self::Inserted,
        Self::Ending,
        Self::EndAsked,
        Self::Ended,
    ];
}

/// What happens at a step; the process id is that of the target's side of the line.
pub type Strike = Arc<dyn Fn(Step, u32) -> Outcome + Send + Sync>;

/// What becomes of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The message goes on.
    Pass,
    /// The line is cut on both sides.
    Cut,
}

/// One relay; it lives as long as the test's runtime.
pub struct Relay {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
}

impl Relay {
    /// Starts to relay to a server.
    pub async fn start(server: &'static Postgres, strike: Strike) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = Authority::get().for_loopback().acceptor();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, strike) = (acceptor.clone(), strike.clone());
                // A line that breaks is what the test is about.
                tokio::spawn(async move { relay(stream, acceptor, server, strike).await });
            }
        });
        Self { port }
    }
}

async fn relay(
    mut stream: TcpStream,
    acceptor: TlsAcceptor,
    server: &'static Postgres,
    strike: Strike,
) -> io::Result<()> {
    // An answer goes on in several pieces, of which none shall wait for the one before.
    stream.set_nodelay(true)?;
    let mut request = [0; 8];
    stream.read_exact(&mut request).await?;
    stream.write_all(b"S").await?;
    let product = acceptor.accept(stream).await?;
    let target = UnixStream::connect(server.socket()).await?;
    let (mut from_product, mut to_product) = tokio::io::split(product);
    let (mut from_target, mut to_target) = target.into_split();
    // The first message has no type.
    let length = from_product.read_u32().await?;
    let mut start = vec![0; length as usize - 4];
    from_product.read_exact(&mut start).await?;
    to_target.write_u32(length).await?;
    to_target.write_all(&start).await?;
    let watch = Watch::new(strike);
    let up = asked(&watch, &mut from_product, &mut to_target);
    let down = answered(&watch, &mut from_target, &mut to_product);
    // Whichever ends first takes the other with it, and with them the line.
    tokio::select! { result = up => result, result = down => result }
}

/// Messages from the product to the server.
async fn asked(
    watch: &Watch,
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
) -> io::Result<()> {
    loop {
        let (kind, body) = message(from).await?;
        watch.asks(kind, &body)?;
        pass(to, kind, &body).await?;
    }
}

/// Messages from the server to the product.
async fn answered(
    watch: &Watch,
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
) -> io::Result<()> {
    loop {
        let (kind, body) = message(from).await?;
        watch.answers(kind, &body)?;
        pass(to, kind, &body).await?;
        watch.has_answered(kind, &body)?;
    }
}

async fn message(from: &mut (impl AsyncRead + Unpin)) -> io::Result<(u8, Vec<u8>)> {
    let kind = from.read_u8().await?;
    let mut body = vec![0; from.read_u32().await? as usize - 4];
    from.read_exact(&mut body).await?;
    Ok((kind, body))
}

async fn pass(to: &mut (impl AsyncWrite + Unpin), kind: u8, body: &[u8]) -> io::Result<()> {
    let length = u32::try_from(body.len() + 4).unwrap();
    let bytes = [&[kind], length.to_be_bytes().as_slice(), body].concat();
    to.write_all(&bytes).await?;
    to.flush().await
}
