//! Statements without values as one message, which the server answers in one piece.

use super::arrived::Arrived;
use super::{Answer, Failed, Lease, Step, Stopped, Tuple, failure, silent};
use futures::TryStreamExt;
use std::pin::pin;
use std::time::Duration;
use tokio_postgres::{Client, SimpleQueryMessage};

/// Statements that go out as one message.
pub(super) struct Message {
    text: String,
    /// How many statements stand before the first query.
    before: usize,
}

impl Message {
    /// Puts steps together; none where a query among them has values, or another step follows one.
    pub(super) fn of(steps: &[Step]) -> Option<Self> {
        let mut message = Self { text: String::new(), before: 0 };
        let mut asks = false;
        for step in steps {
            let text = match step {
                Step::Query(query) if query.values.is_empty() => {
                    asks = true;
                    &query.text
                }
                Step::Batch(text) if !asks => {
                    // No setting and no zone holds a semicolon.
                    message.before += text.matches(';').count() + 1;
                    text
                }
                _ => return None,
            };
            message.text.push_str(text);
            message.text.push_str("; ");
        }
        Some(message)
    }

    /// Sends it and waits for the answers.
    ///
    /// # Errors
    /// With the first statement that failed.
    pub(super) async fn send(self, lease: &Lease, limit: Duration) -> Result<Vec<Answer>, Failed> {
        let client = lease.client().map_err(|error| Failed { query: None, said: Err(error) })?;
        let (arrived, mut come) = (Arrived::default(), Come::default());
        let under_way = self.read(client, &arrived, &mut come);
        let done = arrived.unless_silent(limit, under_way).await;
        match done.ok_or_else(|| silent(lease))? {
            Ok(()) => Ok(come.answers),
            Err(stopped) => Err(failure(come.at(self.before), stopped)),
        }
    }

    async fn read(
        &self,
        client: &Client,
        arrived: &Arrived,
        come: &mut Come,
    ) -> Result<(), Stopped> {
        let mut messages = pin!(client.simple_query_raw(&self.text).await?);
        while let Some(message) = messages.as_mut().try_next().await? {
            match message {
                SimpleQueryMessage::RowDescription(_) => come.answers.push(Answer::default()),
                SimpleQueryMessage::Row(row) => {
                    let row = Tuple::Plain(row);
                    arrived.row(&row)?;
                    if let Some(answer) = come.answers.last_mut() {
                        answer.rows.push(row);
                    }
                }
                SimpleQueryMessage::CommandComplete(hits) => {
                    come.statements += 1;
                    if let Some(answer) = come.answers.last_mut() {
                        answer.hits = hits;
                    }
                }
                _ => {}
            }
            arrived.something();
        }
        Ok(())
    }
}

/// What has come so far.
#[derive(Default)]
struct Come {
    answers: Vec<Answer>,
    /// How many statements were carried out.
    statements: usize,
}

impl Come {
    /// Which query is at its turn, from 0; none before the first.
    fn at(&self, before: usize) -> Option<usize> {
        self.statements.checked_sub(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::sql::Statement;

    fn query(values: Vec<Option<String>>) -> Step {
        Step::Query(Statement { text: "select 1".to_owned(), values })
    }

    #[test]
    fn only_what_has_no_values_goes_out_as_one_message() {
        let begin = || Step::Batch("begin; set local a = 'b'".to_owned());
        let message = Message::of(&[begin(), query(Vec::new()), query(Vec::new())]).unwrap();
        assert_eq!(message.text, "begin; set local a = 'b'; select 1; select 1; ");
        assert_eq!(message.before, 2);
        assert!(Message::of(&[begin(), query(vec![None])]).is_none());
        assert!(Message::of(&[begin(), query(Vec::new()), begin()]).is_none());
    }

    #[test]
    fn a_statement_that_failed_is_found_by_those_before_it() {
        let at = |statements| Come { statements, ..Come::default() }.at(2);
        assert_eq!([0, 1, 2, 3].map(at), [None, None, Some(0), Some(1)]);
    }
}
