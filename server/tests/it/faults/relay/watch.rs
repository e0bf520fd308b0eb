//! Which step of a Save a message is, on the way to the target or to the store.

use super::{Outcome, Step, Strike};
use std::collections::HashMap;
use std::io;
use std::sync::Mutex;

/// What the relay knows of one line, and what strikes there.
pub struct Watch {
    strike: Strike,
    line: Mutex<Line>,
}

/// What one line is at.
#[derive(Default)]
struct Line {
    backend: u32,
    /// How many questions have not been answered.
    open: u32,
    writing: bool,
    changed: bool,
    committing: bool,
    /// The step that follows once the present message has gone on.
    next: Option<Step>,
    /// The store's statements that write a change set down, by their names.
    named: HashMap<Vec<u8>, Told>,
    told: Option<Told>,
}

/// What the store is told of a change set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Prepared,
    Settled,
}

impl Told {
    /// What a statement tells the store.
    fn by(statement: &str) -> Option<Self> {
        let begins = |text: &&str| statement.starts_with(*text);
        if ["insert into change_set", "insert into table_change"].iter().any(begins) {
            return Some(Self::Prepared);
        }
        let settled = ["update change_set set state", "update table_change set state"];
        settled.iter().any(begins).then_some(Self::Settled)
    }

    /// The steps: it is told, it is to keep that, it has kept it.
    fn steps(self) -> [Step; 3] {
        match self {
            Self::Prepared => [Step::Inserting, Step::InsertAsked, Step::Inserted],
            Self::Settled => [Step::Ending, Step::EndAsked, Step::Ended],
        }
    }
}

impl Watch {
    pub fn new(strike: Strike) -> Self {
        Self { strike, line: Mutex::default() }
    }

    /// A message is about to go to the server.
    pub fn asks(&self, kind: u8, body: &[u8]) -> io::Result<()> {
        let step = self.line.lock().unwrap().asks(kind, body);
        self.at(step)
    }

    /// A message is about to go to the product.
    pub fn answers(&self, kind: u8, body: &[u8]) -> io::Result<()> {
        let step = self.line.lock().unwrap().answers(kind, body);
        self.at(step)
    }

    /// A message has gone to the product.
    pub fn has_answered(&self, kind: u8, body: &[u8]) -> io::Result<()> {
        let step = self.line.lock().unwrap().has_answered(kind, body);
        self.at(step)
    }

    fn at(&self, step: Option<Step>) -> io::Result<()> {
        let Some(step) = step else { return Ok(()) };
        let backend = self.line.lock().unwrap().backend;
        match (self.strike)(step, backend) {
            Outcome::Pass => Ok(()),
            Outcome::Cut => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }
}

impl Line {
    fn asks(&mut self, kind: u8, body: &[u8]) -> Option<Step> {
        let mut parts = body.split(|byte| *byte == 0);
        let (first, second) = (parts.next()?, parts.next());
        match kind {
            b'Q' => {
                self.open += 1;
                self.asks_simply(&String::from_utf8_lossy(first).to_lowercase())
            }
            b'S' => {
                self.open += 1;
                None
            }
            b'P' => {
                self.named.remove(first);
                let told = Told::by(&String::from_utf8_lossy(second?).to_lowercase())?;
                self.named.insert(first.to_owned(), told);
                None
            }
            b'B' => {
                let told = self.named.get(second?)?;
                self.told = Some(*told);
                Some(told.steps()[0])
            }
            _ => None,
        }
    }

    fn asks_simply(&mut self, text: &str) -> Option<Step> {
        if text.starts_with("rollback") {
            self.told = None;
        }
        if text.contains("read write") {
            self.writing = true;
            return Some(Step::Begin);
        }
        if !text.starts_with("commit") {
            return None;
        }
        if let Some(told) = self.told {
            return Some(told.steps()[1]);
        }
        self.committing = self.writing;
        self.committing.then_some(Step::CommitAsked)
    }

    fn answers(&mut self, kind: u8, body: &[u8]) -> Option<Step> {
        if kind == b'K' {
            self.backend = u32::from_be_bytes(body[..4].try_into().unwrap());
        }
        if kind != b'C' {
            return None;
        }
        if changes(body) && self.writing {
            self.changed = true;
            return Some(Step::Changed);
        }
        if !body.starts_with(b"COMMIT") {
            return None;
        }
        if let Some(told) = self.told.take() {
            return Some(told.steps()[2]);
        }
        let committed = std::mem::take(&mut self.committing);
        self.writing &= !committed;
        self.next = committed.then_some(Step::Settling);
        committed.then_some(Step::Committed)
    }

    fn has_answered(&mut self, kind: u8, body: &[u8]) -> Option<Step> {
        if let Some(step) = self.next.take() {
            return Some(step);
        }
        if kind != b'Z' {
            return None;
        }
        self.open = self.open.saturating_sub(1);
        let is_heard = self.open == 0 && body.starts_with(b"T");
        (is_heard && std::mem::take(&mut self.changed)).then_some(Step::Preparing)
    }
}

/// Whether a statement that changes rows or tables is done.
fn changes(tag: &[u8]) -> bool {
    let verbs: [&[u8]; 5] = [b"UPDATE", b"INSERT", b"DELETE", b"CREATE", b"DROP"];
    verbs.iter().any(|verb| tag.starts_with(verb))
}
