//! Which keys do what, as one table.

use super::selection::Movement;

/// A key as it was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The key by its name in the UI Events specification.
    pub key: String,
    /// What was held down with it.
    pub held: Held,
}

/// The keys that change the meaning of others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Ctrl, or ⌘ on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
}

/// What a key asks for while no cell is being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Makes another cell the active one.
    Go(Movement),
    /// Extends the area.
    Extend(Movement),
    /// Selects the rows of the area.
    SelectRows,
    /// Selects the columns of the area.
    SelectColumns,
    /// Selects everything.
    SelectAll,
    /// Edits the active cell, keeping what is in it.
    Edit,
    /// Edits the active cell, beginning with what was typed.
    Type(String),
    /// Clears the selected cells: NULL, or empty text where there is no NULL.
    Clear,
    /// Sets the selected cells to NULL.
    SetNull,
    /// Sets the selected cells to empty text.
    SetEmpty,
    /// Fills the first row of the area down.
    FillDown,
    /// Undoes the last step.
    Undo,
    /// Does again what was undone.
    Redo,
    /// Adds a new row.
    InsertRow,
    /// Adds copies of the selected rows.
    DuplicateRows,
    /// Marks the selected rows as deleted, or takes that back.
    DeleteRows,
    /// Saves.
    Save,
    /// Goes to the search field.
    Find,
    /// Opens the menu of the active cell.
    Menu,
    /// Opens or closes the form of the active row.
    Form,
    /// Goes to the next problem.
    NextProblem,
    /// Makes the column of the active cell wider.
    Widen,
    /// Makes it narrower.
    Narrow,
}

const PLAIN: Held = Held { ctrl: false, shift: false, alt: false };
const CTRL: Held = Held { ctrl: true, ..PLAIN };
const SHIFT: Held = Held { shift: true, ..PLAIN };
const ALT: Held = Held { alt: true, ..PLAIN };
const ALT_SHIFT: Held = Held { alt: true, shift: true, ..PLAIN };
const CTRL_SHIFT: Held = Held { ctrl: true, shift: true, alt: false };

/// The keys that move: alone they go, with Shift they extend.
const WAYS: [(&str, Held, Movement); 14] = [
    ("ArrowLeft", PLAIN, Movement::Left),
    ("ArrowRight", PLAIN, Movement::Right),
    ("ArrowUp", PLAIN, Movement::Up),
    ("ArrowDown", PLAIN, Movement::Down),
    ("PageUp", PLAIN, Movement::PageUp),
    ("PageDown", PLAIN, Movement::PageDown),
    ("Home", PLAIN, Movement::RowStart),
    ("End", PLAIN, Movement::RowEnd),
    ("Home", CTRL, Movement::First),
    ("End", CTRL, Movement::Last),
    ("ArrowLeft", CTRL, Movement::RowStart),
    ("ArrowRight", CTRL, Movement::RowEnd),
    ("ArrowUp", CTRL, Movement::ColumnStart),
    ("ArrowDown", CTRL, Movement::ColumnEnd),
];

/// The other keys.
const COMMANDS: [(&str, Held, Command); 30] = [
    ("Tab", PLAIN, Command::Go(Movement::Next)),
    ("Tab", SHIFT, Command::Go(Movement::Previous)),
    ("Enter", PLAIN, Command::Edit),
    ("Enter", SHIFT, Command::Go(Movement::Up)),
    ("F2", PLAIN, Command::Edit),
    ("F2", SHIFT, Command::Form),
    ("Delete", PLAIN, Command::Clear),
    ("Backspace", PLAIN, Command::Clear),
    ("Delete", CTRL, Command::SetNull),
    ("Backspace", CTRL, Command::SetEmpty),
    ("a", CTRL, Command::SelectAll),
    (" ", SHIFT, Command::SelectRows),
    (" ", CTRL, Command::SelectColumns),
    ("d", CTRL, Command::FillDown),
    ("z", CTRL, Command::Undo),
    ("z", CTRL_SHIFT, Command::Redo),
    ("y", CTRL, Command::Redo),
    ("s", CTRL, Command::Save),
    ("f", CTRL, Command::Find),
    ("Enter", CTRL, Command::InsertRow),
    ("d", CTRL_SHIFT, Command::DuplicateRows),
    ("-", CTRL, Command::DeleteRows),
    ("Delete", CTRL_SHIFT, Command::DeleteRows),
    ("ContextMenu", PLAIN, Command::Menu),
    ("F10", SHIFT, Command::Menu),
    ("ArrowDown", ALT, Command::Menu),
    ("F8", PLAIN, Command::NextProblem),
    ("Insert", PLAIN, Command::InsertRow),
    ("ArrowRight", ALT_SHIFT, Command::Widen),
    ("ArrowLeft", ALT_SHIFT, Command::Narrow),
];

/// What a key asks for; none where it is the browser's, or somebody's own shortcut.
pub fn command(stroke: &Stroke) -> Option<Command> {
    let Stroke { key, held } = stroke;
    // Letters come as capitals while Shift or the lock is on.
    let name = if key.chars().count() == 1 { key.to_lowercase() } else { key.clone() };
    let held_alone = Held { shift: false, ..*held };
    if let Some((.., movement)) =
        WAYS.iter().find(|(way, with, _)| *way == name && *with == held_alone)
    {
        let go = if held.shift { Command::Extend } else { Command::Go };
        return Some(go(*movement));
    }
    let found = COMMANDS.iter().find(|(other, with, _)| *other == name && with == held);
    found.map(|(.., command)| command.clone()).or_else(|| typed(stroke))
}

/// A single character without Ctrl begins an edit; `AltGr`, which comes as Ctrl and Alt, may too.
fn typed(stroke: &Stroke) -> Option<Command> {
    let shortcut = stroke.held.ctrl != stroke.held.alt;
    let single = stroke.key.chars().count() == 1;
    (single && !shortcut).then(|| Command::Type(stroke.key.clone()))
}

#[cfg(test)]
mod tests {
    use super::{
        ALT, COMMANDS, CTRL, CTRL_SHIFT, Command, Held, PLAIN, SHIFT, Stroke, WAYS, command,
    };
    use crate::grid::selection::Movement;

    fn pressed(key: &str, held: Held) -> Option<Command> {
        command(&Stroke { key: key.to_owned(), held })
    }

    #[test]
    fn no_key_is_named_twice() {
        let ways = WAYS
            .iter()
            .flat_map(|(key, held, _)| [(*key, *held), (*key, Held { shift: true, ..*held })]);
        let mut keys: Vec<_> =
            ways.chain(COMMANDS.iter().map(|(key, held, _)| (*key, *held))).collect();
        let all = keys.len();
        keys.sort_by_key(|(key, held)| (*key, held.ctrl, held.shift, held.alt));
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn a_shortcut_starts_no_edit() {
        for key in ["c", "v", "x", "t", "w", "1", "k"] {
            assert_eq!(pressed(key, CTRL), None, "Ctrl+{key}");
            assert_eq!(pressed(key, ALT), None, "Alt+{key}");
        }
        for key in ["Escape", "Shift", "Control", "F5", "Dead", "CapsLock", "Unidentified"] {
            assert_eq!(pressed(key, PLAIN), None, "{key}");
        }
    }

    #[test]
    fn typing_starts_an_edit() {
        assert_eq!(pressed("ß", PLAIN), Some(Command::Type("ß".to_owned())));
        assert_eq!(pressed("A", SHIFT), Some(Command::Type("A".to_owned())));
        let alt_gr = Held { ctrl: true, alt: true, shift: false };
        assert_eq!(pressed("@", alt_gr), Some(Command::Type("@".to_owned())));
    }

    #[test]
    fn the_usual_keys_do_the_usual() {
        assert_eq!(pressed("ArrowDown", SHIFT), Some(Command::Extend(Movement::Down)));
        assert_eq!(pressed("Home", CTRL_SHIFT), Some(Command::Extend(Movement::First)));
        assert_eq!(pressed("Z", CTRL_SHIFT), Some(Command::Redo));
        assert_eq!(pressed("S", CTRL), Some(Command::Save));
        assert_eq!(pressed("Tab", SHIFT), Some(Command::Go(Movement::Previous)));
    }
}
