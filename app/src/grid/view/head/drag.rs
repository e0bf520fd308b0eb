//! Dragging heads: to another place, or wider and narrower. A line shows what would become.

use crate::grid::columns::Arranging;
use crate::grid::desk::Desk;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// From how many pixels on a movement is meant.
const MEANT: i32 = 6;

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Move,
    Resize,
}

#[derive(Clone, Copy)]
struct Hold {
    what: What,
    place: usize,
    from: i32,
    meant: bool,
}

/// A drag that is under way, if one is.
#[derive(Clone, Copy)]
pub struct Drag {
    desk: Desk,
    hold: StoredValue<Option<Hold>>,
    ended: StoredValue<bool>,
    /// Where the line stands, from the left of all columns.
    pub guide: RwSignal<Option<i32>>,
}

impl Drag {
    /// No drag.
    pub fn new(desk: Desk) -> Self {
        let (hold, ended) = (StoredValue::new(None), StoredValue::new(false));
        Self { desk, hold, ended, guide: RwSignal::new(None) }
    }

    /// Takes hold of a head.
    pub fn begin_move(self, place: usize, event: &PointerEvent) {
        self.begin(What::Move, place, event);
    }

    /// Takes hold of a head's right edge.
    pub fn begin_resize(self, place: usize, event: &PointerEvent) {
        event.stop_propagation();
        self.begin(What::Resize, place, event);
    }

    fn begin(self, what: What, place: usize, event: &PointerEvent) {
        self.ended.set_value(false);
        if event.button() != 0 {
            return;
        }
        if let Some(target) =
            event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok())
            && what == What::Resize
        {
            // Fails only where the pointer is gone already.
            let _ = target.set_pointer_capture(event.pointer_id());
        }
        let meant = what == What::Resize;
        self.hold.set_value(Some(Hold { what, place, from: event.client_x(), meant }));
    }

    /// Shows where the head, or its edge, would be.
    pub fn follow(self, event: &PointerEvent) {
        let Some(mut hold) = self.hold.get_value() else { return };
        if event.buttons() != 1 {
            self.give_up();
            return;
        }
        event.stop_propagation();
        hold.meant |= (event.client_x() - hold.from).abs() >= MEANT;
        self.hold.set_value(Some(hold));
        if !hold.meant {
            return;
        }
        let gutter = untrack(|| self.desk.gutter());
        let x = match hold.what {
            What::Resize => {
                let width = self.width(hold, event);
                self.desk.tracks.with_untracked(|tracks| tracks.left(hold.place)) + width
            }
            What::Move => {
                let gap = self.gap(event);
                self.desk.tracks.with_untracked(|tracks| tracks.left(gap))
            }
        };
        self.guide.set(Some(gutter + x));
    }

    /// Lets go, and keeps what became of it.
    pub fn end(self, event: &PointerEvent) {
        let Some(hold) = self.hold.get_value() else { return };
        self.give_up();
        if !hold.meant {
            return;
        }
        event.stop_propagation();
        self.ended.set_value(true);
        let Some((_, column)) = self.desk.column(hold.place) else { return };
        match hold.what {
            What::Resize => {
                let width = u16::try_from(self.width(hold, event)).unwrap_or(0);
                self.desk.arrange(Arranging::Widen { column: column.name, width });
            }
            What::Move => {
                let before = self.gap(event);
                self.desk.arrange(Arranging::Move { column: column.name, before });
            }
        }
    }

    /// Forgets the drag.
    pub fn give_up(self) {
        self.hold.set_value(None);
        if self.guide.get_untracked().is_some() {
            self.guide.set(None);
        }
    }

    /// Tells whether the click that follows belongs to a drag.
    pub fn was_a_drag(self) -> bool {
        self.ended.try_update_value(std::mem::take).unwrap_or(false)
    }

    fn width(self, hold: Hold, event: &PointerEvent) -> i32 {
        let width = self.desk.tracks.with_untracked(|tracks| tracks.width(hold.place));
        let wide = width + event.client_x() - hold.from;
        wide.clamp(
            i32::from(crate::model::view::MIN_WIDTH),
            i32::from(crate::model::view::MAX_WIDTH),
        )
    }

    fn gap(self, event: &PointerEvent) -> usize {
        let Some(frame) = self.desk.frame.get_untracked() else { return 0 };
        #[expect(clippy::cast_possible_truncation, reason = "places of a window are small")]
        let left = frame.get_bounding_client_rect().left() as i32;
        let x = event.client_x() - left - untrack(|| self.desk.gutter());
        let scrolled = self.desk.sight.get_untracked().left;
        self.desk.tracks.with_untracked(|tracks| tracks.gap(x, scrolled))
    }
}
