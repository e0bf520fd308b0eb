//! The services: every rule of the product, behind the ports that the pages call.

pub mod account;
pub mod attempt;
pub mod audit;
pub mod connections;
pub mod export;
pub mod folders;
pub mod health;
pub mod history;
pub mod rows;
pub mod settle;
pub mod settling;
pub mod sign_in;
pub mod tables;
pub mod users;
pub mod views;
pub mod watch;

use crate::clock::Clock;
use crate::memory::Memory;
use crate::secrets::KeyRing;
use crate::store::Store;
use crate::store::connected_table::Way;
use crate::target::Reach;
use crate::target::pools::Pools;
use app::model::connection::EgressAddresses;
use app::model::ids::{TableId, UserId};
use app::ports::Ports;
use std::sync::Arc;

/// What the services share.
#[derive(Clone)]
pub struct Site {
    /// Our own database.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The master keys.
    pub keys: Arc<KeyRing>,
    /// How targets are reached.
    pub reach: Reach,
    /// From which addresses, as the panel shows them.
    pub egress: EgressAddresses,
    /// Who tests how much at once.
    pub places: attempt::Places,
    /// Sessions with targets.
    pub pools: Pools,
    /// By which ways people reached tables lately.
    pub(crate) ways: Arc<Memory<(UserId, TableId), Way>>,
    /// Saves whose end is being written down.
    pub settling: settling::Settling,
    /// Who waits for news of tables.
    pub watchers: watch::Watchers,
}

impl Site {
    /// All ports, filled by this site.
    pub fn ports(&self) -> Ports {
        let site = Arc::new(self.clone());
        Ports {
            account: Arc::new(account::AccountService(site.clone())),
            audit: Arc::new(audit::AuditService(site.clone())),
            connections: Arc::new(connections::ConnectionService(site.clone())),
            folders: Arc::new(folders::FolderService(site.clone())),
            history: Arc::new(history::HistoryService(site.clone())),
            rows: Arc::new(rows::RowService(site.clone())),
            tables: Arc::new(tables::TableService(site.clone())),
            users: Arc::new(users::UserService(site.clone())),
            views: Arc::new(views::ViewService(site)),
        }
    }
}
