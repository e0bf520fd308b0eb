//! What is saved: accounts that only ever count up by one, entries with a key, lines without one.

use super::savers::Saver;
use crate::postgres::{HBA, Postgres, Setup};
use crate::probe::scene;
use crate::product::Person;
use crate::tables::ground::request;
use app::model::connection::{ConnectionDraft, Scope};
use app::model::history::{ChangeState, HistoryPage};
use app::model::ids::{ChangeSetId, TableId};
use app::model::table::Table;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;
use std::time::Duration;

/// How many people save at once.
pub const SAVERS: usize = 3;

/// The tables of one connection, and who saves in them.
pub struct Books {
    /// Rows that count up.
    pub account: TableId,
    /// Rows with a key.
    pub entry: TableId,
    /// Rows without one.
    pub line: TableId,
    /// Who saves.
    pub savers: [Saver; SAVERS],
    /// What was sent since the books were compared last.
    pub sent: Mutex<Vec<(TableId, ChangeSetId)>>,
}

/// What is saved in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Everybody counts up their own account and the common one.
    Count,
    /// Everybody inserts an entry, then deletes one and inserts another in one Save.
    Enter,
    /// The same without a key.
    Write,
}

impl Work {
    /// What is saved in which run, so that each meets each step.
    pub fn of_run(run: usize) -> Self {
        [Self::Count, Self::Enter, Self::Write][run % 3]
    }
}

/// A server of its own, with the tables, reached through a relay's port.
pub async fn server() -> &'static Postgres {
    let setup = Setup { hba: format!("local all all trust\n{HBA}"), ..Setup::default() };
    let server: &'static Postgres = Box::leak(Box::new(Postgres::start(&setup)));
    let form = form(0);
    scene::set_up(server, &form).await;
    let role = scene::quoted(&form.username);
    let sql = format!(
        "create table hr.account (id int primary key, n int not null);
         insert into hr.account select id, 0 from generate_series(0, {SAVERS}) id;
         create table hr.entry (id int primary key, text text not null);
         create table hr.line (text text not null);
         grant select, insert, update, delete on all tables in schema hr to {role}"
    );
    server.run("postgres", &sql).await;
    server
}

/// The form for a relay's port.
pub fn form(port: u16) -> ConnectionDraft {
    ConnectionDraft { scope: Scope::Site, ..scene::draft(port) }
}

impl Books {
    /// Connects the tables through a relay.
    pub async fn connect(admin: &Person, port: u16) -> Self {
        let connection = crate::connections::connect(admin, &form(port)).await;
        let folder = json!({ "parent": null, "name": "Books" });
        let folder = admin.done("folder/create", folder).await["id"].clone();
        let names = ["account", "entry", "line"];
        let asked = json!({ "folder": folder, "connection": connection.id, "names": names });
        let tables = admin.done("table/connect", asked).await;
        let tables: Vec<Table> = serde_json::from_value(tables).unwrap();
        let [account, entry, line] =
            names.map(|name| tables.iter().find(|table| table.name == name).unwrap().id);
        let savers = std::array::from_fn(|at| Saver::new(at + 1));
        Self { account, entry, line, savers, sent: Mutex::default() }
    }

    /// Every table.
    pub fn tables(&self) -> [TableId; 3] {
        [self.account, self.entry, self.line]
    }

    /// Everybody works at once.
    pub async fn work(&self, person: &Person, work: Work) {
        let all = self.savers.iter().map(|saver| saver.work(self, person, work));
        futures::future::join_all(all).await;
    }

    /// A Save outside the faults, which must succeed.
    pub async fn must_save(&self, person: &Person) {
        let before = self.states(person).await.len();
        self.work(person, Work::Count).await;
        assert!(self.states(person).await.len() > before, "nothing was saved");
    }

    /// Waits until the target is reached again: a pooler takes a moment longer than the server.
    pub async fn are_reached(&self, person: &Person) {
        let asked = json!({ "request": request(self.account) });
        while person.call("row/page", asked.clone()).await.status != 200 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether every change set of the last pages is settled.
    pub async fn are_settled(&self, person: &Person) -> bool {
        for table in self.tables() {
            let page = history(person, table, None).await;
            if page.change_sets.iter().any(|set| set.state == ChangeState::Prepared) {
                return false;
            }
        }
        true
    }

    /// How every change set ended.
    pub async fn states(&self, person: &Person) -> BTreeMap<ChangeSetId, ChangeState> {
        let mut states = BTreeMap::new();
        for table in self.tables() {
            let sets = super::replay::whole_history(person, table).await;
            states.extend(sets.iter().map(|set| (set.id, set.state)));
        }
        states
    }
}

/// A page of history.
pub async fn history(person: &Person, table: TableId, before: Option<ChangeSetId>) -> HistoryPage {
    let asked = json!({ "table": table, "filter": {}, "before": before });
    serde_json::from_value(person.done("history/list", asked).await).unwrap()
}

/// Says how many runs there were, past what the test runner keeps to itself.
pub fn report(runs: usize, what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{runs} runs with {what}: target and audit log agree").unwrap();
}
