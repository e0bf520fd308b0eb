//! A host that falls silent: nobody waits for it for ever, and nothing is left of that once it
//! answers again.

use super::scene::{Scene, request};
use crate::postgres::Postgres;
use app::error::{AppError, ErrorCode};
use app::model::probe::Cause;
use server::target::diagnostics::TargetError;
use server::target::pools::Claim;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A way to a server. When it falls silent, lines stay open and nothing comes through; those of
/// before are never heard again, as where a firewall has forgotten them.
struct Way {
    port: u16,
    hearing: watch::Sender<Hearing>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Hearing {
    silent: bool,
    /// How often it fell silent.
    times: u32,
}

impl Way {
    async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (hearing, heard) = watch::channel(Hearing::default());
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                // A line that breaks is the product's doing.
                tokio::spawn(carry(line, server, heard.clone()));
            }
        });
        Self { port, hearing }
    }

    fn fall_silent(&self) {
        self.hearing.send_modify(|hearing| {
            *hearing = Hearing { silent: true, times: hearing.times + 1 };
        });
    }

    fn answer_again(&self) {
        self.hearing.send_modify(|hearing| hearing.silent = false);
    }
}

async fn carry(
    mut line: TcpStream,
    server: u16,
    heard: watch::Receiver<Hearing>,
) -> io::Result<()> {
    let times = heard.borrow().times;
    let mut target = TcpStream::connect(("127.0.0.1", server)).await?;
    let (from_product, to_product) = line.split();
    let (from_target, to_target) = target.split();
    tokio::select! {
        ended = pass(from_product, to_target, heard.clone(), times) => ended,
        ended = pass(from_target, to_product, heard, times) => ended,
    }
}

async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut heard: watch::Receiver<Hearing>,
    times: u32,
) -> io::Result<()> {
    let mut bytes = [0; 8192];
    loop {
        let length = from.read(&mut bytes).await?;
        let open = |hearing: &Hearing| !hearing.silent && hearing.times == times;
        heard.wait_for(open).await.map_err(io::Error::other)?;
        if length == 0 {
            return Ok(());
        }
        to.write_all(&bytes[..length]).await?;
    }
}

/// Why something does not succeed, which is told in bounded time.
async fn refusal<T>(asked: impl Future<Output = Result<T, TargetError>>) -> TargetError {
    let answer = tokio::time::timeout(Duration::from_mins(1), asked).await;
    answer.expect("nobody waits for ever").err().expect("the host is silent")
}

#[tokio::test]
async fn a_silent_host_is_not_waited_for_and_its_old_sessions_are_not_used_again() {
    let mut scene = Scene::new("").await;
    let way = Way::to(Postgres::shared().port).await;
    scene.draft.port = way.port.to_string();
    scene.rows("employee").await;
    drop([scene.lease().await, scene.lease().await, scene.lease().await]);
    way.fall_silent();
    let error = refusal(scene.page("employee", &request(0, 5))).await;
    assert!(matches!(error, TargetError::Lost(_)), "{error:?}");
    let told = AppError::from(error);
    assert_eq!(told.code, ErrorCode::Unavailable);
    assert_eq!(told.message, "The connection to the database broke off");
    // No other session of before is tried, but a new one.
    match refusal(scene.lease_for(Claim::SYSTEM)).await {
        TargetError::Unreachable(failure) => assert_eq!(failure.cause, Cause::TimedOut),
        error => panic!("{error:?}"),
    }
    way.answer_again();
    scene.rows("employee").await;
}
