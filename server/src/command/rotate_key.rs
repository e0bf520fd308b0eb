//! `nexttables rotate-key`: seals all stored passwords with a new master key.
//!
//! With a key file, the new key is written in front of the old one first, then everything is
//! resealed in one transaction, then the old key is dropped: cut off anywhere, the ring in the file
//! opens whatever the store holds, and running the command again finishes the work. No server may
//! run meanwhile: it would go on sealing with the key that is dropped. With keys from the
//! environment, the operator has put the new one in front; everything is resealed with it.

use super::{Failure, say};
use crate::audit::{Deed, Origin, record};
use crate::clock::{Clock, SystemClock};
use crate::config::StoreArgs;
use crate::error::ServiceError;
use crate::secrets::{KeyRing, open, seal};
use crate::store::{Store, connection};
use app::model::audit::AuditAction;

pub(super) async fn run(args: StoreArgs) -> Result<(), Failure> {
    args.make_data_dir()?;
    let _claimed = args.claim_keys()?;
    let store = Store::open(&args.url()?).await?;
    let old = args.key_ring()?;
    let from_file = args.master_key.is_none();
    let new = if from_file { old.rotated() } else { old };
    if from_file {
        new.to_file(&args.key_file())?;
    }
    let count = reseal(&store, &new).await?;
    if from_file {
        new.pruned().to_file(&args.key_file())?;
    }
    store.close().await;
    say(&format!("{count} passwords are sealed with key {}", new.current().id()));
    if from_file {
        say("Copy the key file to every machine that shares the store, and back it up.");
    } else {
        say("Take the older keys out of NEXTTABLES_MASTER_KEY and restart NextTables.");
    }
    Ok(())
}

async fn reseal(store: &Store, ring: &KeyRing) -> Result<usize, ServiceError> {
    let mut write = store.write().await?;
    let connections = connection::list(&mut write).await?;
    for found in &connections {
        let sealed = connection::sealed_password(&mut write, found.id).await?.unwrap_or_default();
        let password = open(ring, found.id, &sealed)?;
        let sealed = seal(ring, found.id, &password)?;
        connection::set_sealed_password(&mut write, found.id, &sealed).await?;
    }
    let origin = Origin::system(SystemClock.now());
    let note = format!("key {}, {} passwords", ring.current().id(), connections.len());
    record(&mut write, origin, Deed::new(AuditAction::KeyRotated, None).note(note)).await?;
    write.commit().await?;
    Ok(connections.len())
}
