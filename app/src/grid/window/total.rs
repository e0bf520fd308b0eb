//! How many rows there are, by what was estimated, counted, and seen of pages.

use super::{BLOCK, Window};
use crate::grid::number::wide;
use crate::model::page::{Page, Total};

impl Window {
    /// What was counted is not given up for an estimate, but for what a page shows.
    pub(super) fn learn_total(&mut self, page: &Page) {
        let total = whole(page);
        let counted = self.total.filter(|_| self.counted == Some(self.epoch));
        match (total, counted) {
            (Total::Exactly(_), _) => self.counted = Some(self.epoch),
            (Total::About(_), Some(counted)) if !disproves(page, counted.rows()) => return,
            (Total::About(_), Some(_)) => {
                self.counted = None;
                self.disproved += 1;
            }
            (Total::About(_), None) => {}
        }
        self.total = Some(total);
    }
}

/// How many rows there are, corrected by what the page itself shows.
fn whole(page: &Page) -> Total {
    let end = page.from + wide(page.rows.len());
    match page.total {
        Total::About(_)
            if page.rows.len() < usize::from(BLOCK) && (end > page.from || end == 0) =>
        {
            Total::Exactly(end)
        }
        Total::About(rows) if page.rows.is_empty() => Total::About(rows.min(page.from)),
        // There is at least one more block to look for.
        Total::About(rows) => Total::About(rows.max(end + 1)),
        exactly @ Total::Exactly(_) => exactly,
    }
}

/// Whether a page that does not see the end of the table shows that there cannot be so many rows.
fn disproves(page: &Page, rows: u64) -> bool {
    let end = page.from + wide(page.rows.len());
    if page.rows.is_empty() { rows > page.from } else { rows <= end }
}
