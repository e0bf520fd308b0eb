//! Who saves: whatever comes between is not their matter, but they ask how their Save ended, and
//! send again what was not saved, as the grid does.

use super::books::{Books, Work};
use crate::product::Person;
use crate::tables::ground::{delete, insert, request, texts, update};
use app::model::change::{Change, SaveFate, SaveOutcome};
use app::model::ids::{ChangeSetId, TableId};
use app::model::page::{Page, Row};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use uuid::Uuid;

/// One person.
pub struct Saver {
    /// Counts from 1; the account of this number is theirs.
    number: usize,
    /// Which of their entries and lines is the next one.
    next: AtomicUsize,
}

impl Saver {
    /// The person of a number.
    pub fn new(number: usize) -> Self {
        Self { number, next: AtomicUsize::new(0) }
    }

    /// Works once.
    pub async fn work(&self, books: &Books, person: &Person, work: Work) {
        match work {
            Work::Count => {
                self.count_up(books, person, self.number).await;
                self.count_up(books, person, 0).await;
            }
            Work::Enter => self.rewrite(books, person, books.entry).await,
            Work::Write => self.rewrite(books, person, books.line).await,
        }
    }

    /// Counts an account up by one, if nothing comes between.
    async fn count_up(&self, books: &Books, person: &Person, account: usize) {
        let Some(page) = page(person, books.account).await else { return };
        let row = &page.rows[account];
        let old = texts(row)[1].unwrap().to_owned();
        let new = (old.parse::<u64>().unwrap() + 1).to_string();
        let change = update(row, "n", Some(&old), Some(&new));
        send(books, person, books.account, &[change]).await;
    }

    /// Inserts a row; then deletes all of one's own and inserts another, in one Save.
    async fn rewrite(&self, books: &Books, person: &Person, table: TableId) {
        self.write(books, person, table, Vec::new()).await;
        let Some(page) = page(person, table).await else { return };
        let own = format!("{}:", self.number);
        let is_own = |row: &&Row| texts(row).last().unwrap().unwrap().starts_with(&own);
        let gone = page.rows.iter().filter(is_own).map(delete).collect();
        self.write(books, person, table, gone).await;
    }

    /// A row that was not saved is the next one again.
    async fn write(
        &self,
        books: &Books,
        person: &Person,
        table: TableId,
        mut changes: Vec<Change>,
    ) {
        let next = self.next.load(Ordering::Relaxed);
        let (id, text) = (self.number * 1_000_000 + next, format!("{}:{next}", self.number));
        let (id, text) = (id.to_string(), ("text", Some(text.as_str())));
        let keyed = table == books.entry;
        changes.push(if keyed { insert(&[("id", Some(&id)), text]) } else { insert(&[text]) });
        if send(books, person, table, &changes).await != Some(SaveFate::NotSaved) {
            self.next.fetch_add(1, Ordering::Relaxed);
        }
    }
}

async fn page(person: &Person, table: TableId) -> Option<Page> {
    let answer = person.try_call("row/page", json!({ "request": request(table) })).await?;
    serde_json::from_str(&answer.body).ok()
}

/// Sends a Save; how it ended, where anybody says so.
async fn send(
    books: &Books,
    person: &Person,
    table: TableId,
    changes: &[Change],
) -> Option<SaveFate> {
    let id = ChangeSetId(Uuid::now_v7());
    books.sent.lock().unwrap().push((table, id));
    let save = json!({ "table": table, "id": id, "changes": changes, "zone": "UTC" });
    let answer = person.try_call("row/save", save).await;
    let outcome = answer.and_then(|answer| serde_json::from_str(&answer.body).ok());
    match outcome {
        Some(SaveOutcome::Saved { .. }) => Some(SaveFate::Committed),
        Some(SaveOutcome::Conflicts(_)) => Some(SaveFate::NotSaved),
        Some(SaveOutcome::Known(fate)) => Some(fate),
        None => fate(person, table, id).await,
    }
}

/// How a Save ended, where anybody says so.
pub async fn fate(person: &Person, table: TableId, id: ChangeSetId) -> Option<SaveFate> {
    let answer = person.try_call("row/outcome", json!({ "table": table, "id": id })).await?;
    serde_json::from_str(&answer.body).ok()
}
