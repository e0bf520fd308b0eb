//! Tables from the folder to the target and back, through the whole product.

mod behind;
mod change;
mod connect;
mod create;
mod early;
mod exports;
mod folders;
mod gone;
pub mod ground;
mod history;
mod instances;
mod kept;
mod late;
mod limits;
mod meanwhile;
mod names;
mod once;
mod paging;
mod pooler;
mod save;
mod shares;
mod verify;
mod views;
mod watch;
