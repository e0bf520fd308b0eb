//! A gate on the way to targets: tests stand before it until it is opened, so that something can
//! happen in their midst.

use crate::product::Product;
use app::model::connection::ConnectEvent;
use app::model::probe::{ProbeEvent, Stage};
use app::ports::ConnectEvents;
use async_trait::async_trait;
use futures::StreamExt;
use server::service::Site;
use server::target::resolve::Resolve;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The gate; closed at first.
#[derive(Debug)]
pub struct Gate {
    open: Semaphore,
    arrived: Semaphore,
}

#[async_trait]
impl Resolve for Gate {
    async fn resolve(&self, _host: &str) -> io::Result<Vec<IpAddr>> {
        self.arrived.add_permits(1);
        let _pass = self.open.acquire().await.map_err(io::Error::other)?;
        Ok(vec![Ipv4Addr::LOCALHOST.into()])
    }
}

impl Gate {
    /// A product's services behind a closed gate.
    pub fn before(product: &Product) -> (Arc<Self>, Site) {
        let gate = Arc::new(Self { open: Semaphore::new(0), arrived: Semaphore::new(0) });
        let mut site = product.site.clone();
        site.reach.resolver = gate.clone();
        (gate, site)
    }

    /// Waits until a test stands before it.
    pub async fn reached(&self) {
        self.arrived.acquire().await.unwrap().forget();
    }

    /// Lets everybody pass from now on.
    pub fn open(&self) {
        self.open.add_permits(1);
    }
}

/// Reads events until the test stands before the gate.
pub async fn reach(events: &mut ConnectEvents) {
    let at_the_gate = ConnectEvent::Probe(ProbeEvent::Began(Stage::Resolve));
    while events.next().await.unwrap() != at_the_gate {}
}
