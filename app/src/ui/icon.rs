//! Icons as inline SVG: they take the text's colour and are hidden from screen readers.

use leptos::prelude::*;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// A closed folder.
    Folder,
    /// A drum: a database.
    Database,
    /// A grid: a table.
    Table,
    /// Two people.
    Users,
    /// A sheet with lines.
    Log,
    /// A plus sign.
    Add,
    /// A cross.
    Close,
    /// Three dots.
    More,
    /// Two sheets.
    Copy,
    /// A tick.
    Tick,
    /// An exclamation mark in a triangle.
    Warning,
    /// A cross in a circle.
    Failure,
    /// A padlock.
    Lock,
    /// An arrow to the right.
    Next,
    /// An arrow up.
    Up,
    /// An arrow down.
    Down,
    /// A person.
    Person,
}

impl Glyph {
    /// The path on a grid of 24 × 24, drawn with a stroke.
    fn path(self) -> &'static str {
        match self {
            Self::Folder => {
                "M3 7a2 2 0 0 1 2-2h4l2 2.5h8a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2Z"
            }
            Self::Database => {
                "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3Zm0 0v12c0 1.7 3.6 3 8 3s8-1.3 \
                 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3"
            }
            Self::Table => "M4 5h16v14H4ZM4 10h16M4 14.5h16M10 10v9",
            Self::Users => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6.5 9c.4-3.4 3-6 6.5-6s6.1 2.6 6.5 \
                 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.6c2 .9 3.2 2.9 3.5 5.4"
            }
            Self::Log => "M6 3h9l4 4v14H6ZM9 9h6M9 13h6M9 17h4",
            Self::Add => "M12 5v14M5 12h14",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::More => "M12 5.5v.01M12 12v.01M12 18.5v.01",
            Self::Copy => "M9 9h11v11H9ZM5 15H4V4h11v1",
            Self::Tick => "M5 12.5 10 17.5 19 7",
            Self::Warning => "M12 4 2.8 20h18.4ZM12 10v4.5M12 17.5v.01",
            Self::Failure => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9 9l6 6M15 9l-6 6",
            Self::Lock => "M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Next => "M9 5.5 15.5 12 9 18.5",
            Self::Up => "M12 19V5M6 11l6-6 6 6",
            Self::Down => "M12 5v14M6 13l6 6 6-6",
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9c.5-4 3.8-7 8-7s7.5 3 8 7",
        }
    }
}

/// Draws an icon of the text's size.
#[component]
pub fn Icon(
    /// Which one.
    glyph: Glyph,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=glyph.path() />
        </svg>
    }
    .into_any()
}
