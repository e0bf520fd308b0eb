//! A TLS stream that is ready, as the PostgreSQL driver takes it over.

use super::certificate::end_point;
use super::lengths::{Lengths, Overlong};
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};

/// The stream after a handshake that verified the server.
#[derive(Debug)]
pub struct Secured {
    inner: tokio_rustls::client::TlsStream<TcpStream>,
    end_point: Vec<u8>,
    lengths: Lengths,
}

impl Secured {
    /// Takes the stream and notes what SCRAM binds to.
    pub(super) fn new(inner: tokio_rustls::client::TlsStream<TcpStream>) -> Self {
        let certificates = inner.get_ref().1.peer_certificates();
        let end_point = certificates.and_then(|chain| chain.first()).map(end_point);
        Self { inner, end_point: end_point.unwrap_or_default(), lengths: Lengths::default() }
    }

    /// Tells, also later, whether a message was too long.
    pub fn overlong(&self) -> Overlong {
        self.lengths.overlong.clone()
    }

    /// The certificate that the server showed.
    pub fn certificate(&self) -> Option<app::model::certificate::CertificateView> {
        let certificates = self.inner.get_ref().1.peer_certificates()?;
        super::view(certificates.first()?)
    }
}

impl AsyncRead for Secured {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let known = buf.filled().len();
        std::task::ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        let arrived = buf.filled().get(known..).unwrap_or_default();
        let admitted = self.lengths.admit(arrived);
        Poll::Ready(if admitted { Ok(()) } else { Err(io::ErrorKind::FileTooLarge.into()) })
    }
}

impl AsyncWrite for Secured {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

impl TlsStream for Secured {
    fn channel_binding(&self) -> ChannelBinding {
        if self.end_point.is_empty() {
            return ChannelBinding::none();
        }
        ChannelBinding::tls_server_end_point(self.end_point.clone())
    }
}

/// A line that carries one message and is ended by the other side. `PgBouncer` up to 1.19.0 falls
/// over, with the sessions of everybody, where somebody ends the line of a request to cancel before
/// it has been passed on; libpq waits as well.
#[derive(Debug)]
pub struct OneWay(pub Secured);

impl AsyncRead for OneWay {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for OneWay {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    /// Waits until the other side has ended it.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut bytes = [0; 64];
        loop {
            let mut heard = ReadBuf::new(&mut bytes);
            // However it ends, there is nothing more to say.
            match std::task::ready!(Pin::new(&mut self.0).poll_read(cx, &mut heard)) {
                Ok(()) if !heard.filled().is_empty() => {}
                _ => return Poll::Ready(Ok(())),
            }
        }
    }
}

impl TlsStream for OneWay {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

/// Tells the driver that TLS is there already.
#[derive(Clone, Copy, Debug)]
pub struct HandOver;

impl<S: TlsStream + Unpin + Send + 'static> TlsConnect<S> for HandOver {
    type Stream = S;
    type Error = Infallible;
    type Future = Ready<Result<S, Infallible>>;

    fn connect(self, stream: S) -> Self::Future {
        ready(Ok(stream))
    }
}
