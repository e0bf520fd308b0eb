//! Widgets that know no domain.

pub mod check;
pub mod code;
pub mod confirm;
pub mod copy;
pub mod downloads;
pub mod empty;
pub mod failure;
pub mod field;
pub mod form_foot;
pub mod icon;
pub mod kept;
pub mod list_table;
pub mod menu;
pub mod more;
pub mod number;
pub mod page_head;
pub mod password;
pub mod point_menu;
pub mod random;
pub mod reveal;
pub mod select;
pub mod sentence;
pub mod sheet;
pub mod submission;
pub mod time;
pub mod toast;
