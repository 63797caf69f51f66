//! The keys: one table of shortcuts that the keyboard, the tooltips, the help and the tests read; beside it, what controls
//! understand by themselves, for the help.
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
    /// The client information of the client on screen.
    Profile,
    /// The enrollments of the client on screen.
    Enrollments,
    /// The case notes of the client on screen; there, a new one.
    Notes,
    /// The history of the client on screen.
    History,
    /// Save the form.
    Save,
    /// Save the form and close it.
    SaveClose,
    /// The next step.
    Next,
    /// The step before.
    Back,
    /// Take over what was recorded last of the person on the page.
    Last,
    /// Take over what the head of household answered on the page.
    Copy,
    /// Answer no to what is blank in the list on the page.
    Deny,
    /// The referral desk.
    Home,
    /// Import and export.
    Exchange,
    /// The same, at what is exported.
    Export,
    /// Settings: workgroup, organization, location.
    Settings,
    /// To the notice above the status bar, and back.
    Notice,
    /// Take back what the notice offers to.
    Undo,
    /// To the first answer that is missing.
    Owed,
    /// Larger text.
    Larger,
    /// Smaller text.
    Smaller,
    /// Hide who people are, or show it again.
    Privacy,
    /// Lock the desk.
    Lock,
    /// Help about the field that has the keyboard, or about the screen.
    Help,
    /// The Help screen.
    Manual,
    /// The guide beside the page.
    Guide,
    /// The next one in the list below a search, or in the menu of a record.
    Down,
    /// The one before.
    Up,
    /// Scroll down.
    PageDown,
    /// Scroll up.
    PageUp,
    /// To the end of the page.
    End,
    /// To its beginning.
    Start,
    /// Close what is on top.
    Close,
}

/// Where keys work; the help groups them by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On every screen.
    Anywhere,
    /// In the record of a client.
    Record,
    /// On the case notes of a client.
    Notes,
    /// On the saves of a client's history, in the list or opened.
    History,
    /// In a form.
    Form,
    /// In the steps of an intake.
    Intake,
    /// In the search for a client.
    Search,
    /// On a list.
    List,
    /// On the referrals of Home.
    Referrals,
    /// On Exchange.
    Exchange,
    /// In a date.
    Date,
    /// In a coded answer whose answers all stand open.
    Answer,
    /// In a list of boxes to tick.
    Boxes,
    /// In an answer from a long list.
    LongList,
    /// In a line of text.
    Text,
    /// In a text of several lines.
    Memo,
}

impl Place {
    /// Every place, in the order of the help.
    pub const ALL: &'static [Self] = &[
        Self::Anywhere,
        Self::Record,
        Self::Notes,
        Self::History,
        Self::Form,
        Self::Intake,
        Self::Search,
        Self::List,
        Self::Referrals,
        Self::Exchange,
        Self::Date,
        Self::Answer,
        Self::Boxes,
        Self::LongList,
        Self::Text,
        Self::Memo,
    ];

    /// What the help calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Record => "In a client's record",
            Self::Notes => "On a client's case notes",
            Self::History => "On the saves of a client's history",
            Self::Form => "In a form",
            Self::Intake => "In the steps of an intake, an assessment or an exit",
            Self::Search => "In the search for a client",
            Self::List => "On a list",
            Self::Referrals => "On the open referrals of Home",
            Self::Exchange => "On Exchange",
            Self::Date => "In a date",
            Self::Answer => "In a short list of answers",
            Self::Boxes => "In a list of boxes to tick",
            Self::LongList => "In a long list of answers",
            Self::Text => "In a line of text",
            Self::Memo => "In a text of several lines",
        }
    }
}

/// One line of the table.
pub struct Shortcut {
    /// What it does.
    pub command: Command,
    /// The keys.
    pub chord: Chord,
    /// Where it works.
    pub place: Place,
    /// What it does, for the help.
    pub words: &'static str,
}

const fn on(chord: Chord, command: Command, place: Place, words: &'static str) -> Shortcut {
    Shortcut { command, chord, place, words }
}

/// Every shortcut.
pub static TABLE: &[Shortcut] = &[
    on(Chord::command('k'), Command::Find, Place::Anywhere, "Find a client"),
    on(Chord::command('h'), Command::Home, Place::Anywhere, "Home: the open referrals"),
    on(Chord::command('n'), Command::Intake, Place::Record, "Intake for the client on screen"),
    on(Chord::command('e'), Command::Events, Place::Record, "CE Events of the client on screen"),
    on(Chord::command('p').shift(), Command::Profile, Place::Record, "Profile of the client on screen"),
    on(Chord::command('e').shift(), Command::Enrollments, Place::Record, "Enrollments of the client on screen"),
    on(Chord::command('n').shift(), Command::Notes, Place::Record, "Case notes of the client on screen; there, a new one"),
    on(Chord::command('h').shift(), Command::History, Place::Record, "History of the client on screen"),
    on(Chord::command('s'), Command::Save, Place::Form, "Save; in the steps of an intake go to Finish, where Enter writes"),
    on(Chord::command('s').shift(), Command::SaveClose, Place::Form, "Save and close"),
    on(Chord::command_named(Named::Enter), Command::Next, Place::Intake, "Next step"),
    on(Chord::command_named(Named::Enter).shift(), Command::Back, Place::Intake, "Previous step"),
    on(Chord::command('d'), Command::Last, Place::Intake, "Default Last: take over what was recorded last of this person on the page"),
    on(Chord::command('d').shift(), Command::Copy, Place::Intake, "Copy from the head of household on the page"),
    on(
        Chord::command('b'),
        Command::Deny,
        Place::Intake,
        "In a list that is asked as one, such as the disabilities: no to all that are blank; once more takes that back",
    ),
    on(Chord::command('o'), Command::Exchange, Place::Anywhere, "Exchange: import and export HMIS CSV"),
    on(Chord::command('o').shift(), Command::Export, Place::Anywhere, "Exchange, at what is exported"),
    on(Chord::command(','), Command::Settings, Place::Anywhere, "Settings: workgroup, organization, location"),
    on(Chord::named(Named::F6), Command::Notice, Place::Anywhere, "To the notice above the status bar, and back"),
    on(Chord::command('u'), Command::Undo, Place::Anywhere, "Take back what the notice in the status bar offers to, from a field too"),
    on(
        Chord::command('a').shift(),
        Command::Owed,
        Place::Anywhere,
        "To the first answer that is missing: of what the notice says, of the client on screen, on Home of who has owed longest",
    ),
    on(Chord::command('='), Command::Larger, Place::Anywhere, "Larger text"),
    on(Chord::command('-'), Command::Smaller, Place::Anywhere, "Smaller text"),
    on(
        Chord::named(Named::F9),
        Command::Privacy,
        Place::Anywhere,
        "Privacy: hide names, Social Security Numbers and dates of birth, or show them",
    ),
    on(Chord::command('l'), Command::Lock, Place::Anywhere, "Lock the desk"),
    on(Chord::named(Named::F1), Command::Help, Place::Anywhere, "Help about the field you are in, or about the screen"),
    on(Chord::named(Named::F1).shift(), Command::Manual, Place::Anywhere, "Help: the guide, all keys, report a problem"),
    on(Chord::command('g'), Command::Guide, Place::Anywhere, "Show the guide beside the page, or put it away"),
    on(Chord::named(Named::ArrowDown), Command::Down, Place::Search, "Next client found"),
    on(Chord::named(Named::ArrowUp), Command::Up, Place::Search, "Previous client found"),
    on(Chord::named(Named::PageDown), Command::PageDown, Place::Anywhere, "Scroll down: the help page, or the page"),
    on(Chord::named(Named::PageUp), Command::PageUp, Place::Anywhere, "Scroll up"),
    on(Chord::named(Named::End), Command::End, Place::Anywhere, "To the end of the page"),
    on(Chord::named(Named::Home), Command::Start, Place::Anywhere, "To the beginning of the page"),
    on(Chord::named(Named::Escape), Command::Close, Place::Anywhere, "Close what is on top"),
];

/// Takes back what a notice offers to, where no control wants the letter.
pub const UNDO: Chord = Chord::plain('u');

/// What controls understand by themselves: where, the keys as they are written, what they do.
pub static CONTROLS: &[(Place, &str, &str)] = &[
    (Place::Record, "Up, Down", "In the menu: previous part, next part; Enter shows it"),
    (Place::Record, "A", "During the stay: add a record of the first kind"),
    (Place::Record, "Delete", "During the stay: delete the record, once you say so"),
    (Place::Notes, "A letter", "A new case note that begins with it, with the next ones"),
    (Place::Notes, "Delete", "Delete the note, once you say so"),
    (Place::History, "S", "Show the record as it was after this save"),
    (Place::History, "U", "Undo this save"),
    (Place::Anywhere, "U", "As Ctrl+U, where no field has the keyboard"),
    (Place::Form, "Tab", "Next field"),
    (Place::Form, "Enter", "Next field, past what is filled in for you; in the last one of a step the next page, where that is not Finish"),
    (Place::Form, "Shift+Tab", "Previous field"),
    (Place::Search, "Enter", "Open the client"),
    (Place::List, "Up, Down", "Previous line, next line"),
    (Place::List, "PgUp, PgDn", "A page up or down"),
    (Place::List, "Home, End", "First line, last line"),
    (Place::List, "Enter", "Open the line"),
    (Place::Referrals, "A", "Acknowledge the referral today"),
    (Place::Referrals, "U", "Take back the acknowledgment that was just saved"),
    (Place::Referrals, "R", "Resolve the referral: its CE Event, or the move-in"),
    (Place::Referrals, "I", "Start the intake; of an enrolled household, record the result"),
    (Place::Referrals, "O, N, D", "Show the answers owed, what is not finished, the annual assessments due; once more, everything"),
    (Place::Referrals, "Delete", "Discard what is not finished; Undo and its line bring it back"),
    (
        Place::Exchange,
        "Ctrl+S",
        "Export, once you are at what is exported; take over what was compared; write the key-in sheet. After an export or import: Enter",
    ),
    (Place::Exchange, "Esc", "One step back; cancel what is under way"),
    (Place::Date, "T", "Today"),
    (Place::Date, "+3, -1", "Three days after today, one day before today: from today also where another day stands there"),
    (Place::Date, "112226", "11/22/2026"),
    (Place::Date, "F4", "Open the calendar; arrows choose, Enter takes the day"),
    (Place::Answer, "1, 8, 99", "The answer with this number"),
    (Place::Answer, "A letter", "The answer that begins with it"),
    (Place::Answer, "Up, Down", "Previous answer, next answer"),
    (Place::Answer, "Delete", "No answer"),
    (Place::Boxes, "Up, Down", "Previous box, next box"),
    (Place::Boxes, "A letter", "The next box that begins with it"),
    (Place::Boxes, "Space", "Tick the box, or take the tick away"),
    (Place::Boxes, "A digit", "Into the amount of the box, where it has one"),
    (Place::Boxes, "Enter, Tab", "Its amount, where it has one; else past the list"),
    (Place::LongList, "A number", "The answer with this number; Enter goes on"),
    (Place::LongList, "A letter", "Open the list on the answers that it fits; more letters narrow it"),
    (Place::LongList, "Enter, Down", "Open the list"),
    (Place::LongList, "Enter, Tab", "Take the answer that you went to in the open list, and go on; a save and a step take it too"),
    (Place::LongList, "Delete", "No answer"),
    (Place::Text, "Ctrl+Backspace", "Take a word away; in a date or an amount, all of it"),
    (Place::Text, "Ctrl+Z, Ctrl+Y", "Undo, redo"),
    (Place::Memo, "Enter", "A new line"),
    (Place::Memo, "Tab", "Next field"),
    (Place::Memo, "Ctrl+Home, Ctrl+End", "To the beginning of the text, to its end"),
    (Place::Memo, "Ctrl+Left, Ctrl+Right", "By words"),
    (Place::Memo, "Ctrl+Backspace", "Take a word away"),
    (Place::Memo, "Ctrl+Z, Ctrl+Y", "Undo, redo"),
];

/// How one goes through a list of boxes, in a line below it.
pub const BOXES: &str = "Space ticks a box · Up, Down or its first letter goes to another · Enter goes on";

/// Every key of a place, as it is written, and what it does.
pub fn keys(place: Place) -> impl Iterator<Item = (String, &'static str)> {
    let shortcuts = TABLE.iter().filter(move |s| s.place == place).map(|s| (s.chord.to_string(), s.words));
    shortcuts.chain(CONTROLS.iter().filter(move |(at, ..)| *at == place).map(|(_, keys, words)| ((*keys).to_owned(), *words)))
}

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

/// True for what goes on from a field: it saves or steps, with the answer that is marked in an open list. Nothing else gives an answer.
pub fn goes_on(chord: &Chord) -> bool {
    matches!(command(chord), Some(Command::Save | Command::SaveClose | Command::Next | Command::Back))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::widget::keyboard::Key;

    #[test]
    fn the_help_leaves_no_key_out() {
        let told: usize = Place::ALL.iter().map(|place| keys(*place).count()).sum();
        assert_eq!(told, TABLE.len() + CONTROLS.len());
        assert!(Place::ALL.iter().all(|place| keys(*place).next().is_some()));
    }

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
