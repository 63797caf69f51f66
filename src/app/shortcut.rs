//! The shortcuts: one table that the keyboard, the tooltips, the help page and the tests read.
//!
//! No Alt+letter and no Ctrl+digit: a focused field would type them.

use super::widget::Chord;
use iced::keyboard::key::Named;

/// What a shortcut does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Find a client.
    Find,
    /// Start or resume the intake of the client on screen.
    Intake,
    /// The CE Events of the client on screen.
    Events,
    /// Save the form.
    Save,
    /// Save the form and close it.
    SaveClose,
    /// The next step.
    Next,
    /// The step before.
    Back,
    /// The referral desk.
    Home,
    /// Import and export.
    Exchange,
    /// Settings: workgroup, organization, location.
    Settings,
    /// Larger text.
    Larger,
    /// Smaller text.
    Smaller,
    /// Hide who people are, or show it again.
    Privacy,
    /// Lock the desk.
    Lock,
    /// Help.
    Help,
    /// The next one in the list below a search.
    Down,
    /// The one before in the list below a search.
    Up,
    /// Close what is on top.
    Close,
}

/// One line of the table.
pub struct Shortcut {
    /// What it does.
    pub command: Command,
    /// The keys.
    pub chord: Chord,
    /// What it does, for the help page.
    pub words: &'static str,
}

const fn on(chord: Chord, command: Command, words: &'static str) -> Shortcut {
    Shortcut { command, chord, words }
}

/// Every shortcut.
pub static TABLE: &[Shortcut] = &[
    on(Chord::command('k'), Command::Find, "Find a client"),
    on(Chord::command('h'), Command::Home, "Home: the open referrals"),
    on(Chord::command('n'), Command::Intake, "Intake for the client on screen"),
    on(Chord::command('e'), Command::Events, "CE Events of the client on screen"),
    on(Chord::command('s'), Command::Save, "Save"),
    on(Chord::command('s').shift(), Command::SaveClose, "Save and close"),
    on(Chord::command_named(Named::Enter), Command::Next, "Next step"),
    on(Chord::command_named(Named::Backspace), Command::Back, "Step before"),
    on(Chord::command('o'), Command::Exchange, "Exchange: import and export HMIS CSV"),
    on(Chord::command(','), Command::Settings, "Settings: workgroup, organization, location"),
    on(Chord::command('='), Command::Larger, "Larger text"),
    on(Chord::command('-'), Command::Smaller, "Smaller text"),
    on(Chord::named(Named::F9), Command::Privacy, "Privacy: hide names, Social Security Numbers and dates of birth, or show them"),
    on(Chord::command('l'), Command::Lock, "Lock the desk"),
    on(Chord::named(Named::F1), Command::Help, "Help and shortcuts"),
    on(Chord::named(Named::ArrowDown), Command::Down, "Next one in the list below a search"),
    on(Chord::named(Named::ArrowUp), Command::Up, "One before in the list below a search"),
    on(Chord::named(Named::Escape), Command::Close, "Close what is on top"),
];

/// A shortcut as it is written: `Ctrl+K`.
pub fn hint(command: Command) -> String {
    TABLE.iter().find(|s| s.command == command).map(|s| s.chord.to_string()).unwrap_or_default()
}

/// A line below a form that tells its keys: `Ctrl+S saves · Esc closes`.
pub fn line(keys: &[(Command, &str)]) -> String {
    keys.iter().map(|(command, does)| format!("{} {does}", hint(*command))).collect::<Vec<_>>().join(" · ")
}

/// The command of a chord.
pub fn command(chord: &Chord) -> Option<Command> {
    TABLE.iter().find(|s| s.chord == *chord).map(|s| s.command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::widget::keyboard::Key;

    #[test]
    fn no_two_shortcuts_share_keys_and_none_is_typed_into_a_field() {
        let mut seen = std::collections::BTreeSet::new();
        for Shortcut { chord, .. } in TABLE {
            assert!(seen.insert(*chord), "{chord} stands twice");
            assert!(!chord.alt, "Alt with a letter is typed into a focused field");
            if let Key::Char(key) = chord.key {
                assert!(chord.command && !key.is_ascii_digit(), "{chord} is text");
            }
        }
    }
}
