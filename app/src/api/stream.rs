//! Events on their way from server to browser: JSON, one line each.

use crate::error::{AppError, ErrorCode};
use futures::{Stream, StreamExt};
use serde::de::DeserializeOwned;
use server_fn::codec::ByteStream;

/// Writes events as lines.
#[cfg(feature = "ssr")]
pub(crate) fn encode<T: serde::Serialize + 'static>(
    events: futures::stream::BoxStream<'static, T>,
) -> ByteStream<AppError> {
    ByteStream::new(events.map(|event| {
        let mut line = serde_json::to_vec(&event).map_err(|_| unreadable())?;
        line.push(b'\n');
        Ok::<_, AppError>(line)
    }))
}

/// Reads events from lines, however the network cut them; dropping the stream tells the server
/// that nobody listens any more.
pub fn decode<T: DeserializeOwned + Send + 'static>(
    bytes: ByteStream<AppError>,
) -> impl Stream<Item = Result<T, AppError>> + Send {
    let chunks = Box::pin(bytes.into_inner());
    futures::stream::unfold((chunks, Vec::new()), |(mut chunks, mut buffer)| async move {
        loop {
            if let Some(line) = take_line(&mut buffer) {
                let event = serde_json::from_slice(&line).map_err(|_| unreadable());
                return Some((event, (chunks, buffer)));
            }
            match chunks.next().await? {
                Ok(chunk) => buffer.extend_from_slice(&chunk),
                Err(error) => return Some((Err(error), (chunks, Vec::new()))),
            }
        }
    })
}

fn take_line(buffer: &mut Vec<u8>) -> Option<Vec<u8>> {
    let end = buffer.iter().position(|byte| *byte == b'\n')?;
    let rest = buffer.split_off(end + 1);
    Some(std::mem::replace(buffer, rest))
}

fn unreadable() -> AppError {
    AppError::new(ErrorCode::Internal, "The server gave an answer that cannot be read")
}
