//! Everything that can happen to the program: what the user did, what came back, what the system says.

use super::action::{Destination, Failure};
use super::perform::{Compared, Found, Held, Imported, Loaded, Opened, Saved, Sent};
use super::screen::unlock::Secret;
use super::shortcut::Command;
use super::{access, aside, screen, widget};
use crate::domain::ClientId;
use crate::domain::coc::Cocs;
use crate::domain::intake::Owing;
use crate::store;
use iced::{Size, window};
use std::path::PathBuf;
use std::sync::Arc;

/// Everything that can happen.
#[derive(Debug, Clone)]
pub enum Message {
    /// A shortcut.
    Command(Command),
    /// Before the desk.
    Unlock(screen::unlock::Message),
    /// Where the store cannot be opened as usual.
    Recovery(screen::recovery::Message),
    /// The store cannot be opened as usual with this secret.
    Broken(Box<store::Obstacle>, Secret),
    /// In the sidebar.
    Settings(screen::settings::Message),
    /// On Home.
    Home(screen::home::Message),
    /// On Clients.
    Clients(screen::clients::Message),
    /// In a record.
    Client(screen::client::Message),
    /// In an intake.
    Intake(screen::intake::Message),
    /// On Exchange.
    Exchange(screen::exchange::Message),
    /// In Help.
    Help(screen::help::Message),
    /// In the panel at the right.
    Aside(aside::Message),
    /// A problem report is written, or not.
    Reported(Result<PathBuf, Failure>),
    /// The window has this size, px at the text scale.
    Window(Size),
    /// Go somewhere.
    Go(Destination),
    /// Show or put away the sidebar.
    Sidebar(bool),
    /// A store was opened.
    Opened(Box<Opened>),
    /// A save of this visit came back.
    Saved(u64, Result<Saved, Failure>),
    /// A draft was kept, or not.
    Kept(Result<(), Failure>),
    /// Charts and drafts that this visit asked for.
    Loaded(u64, Result<Loaded, Failure>),
    /// What the record of this visit asked the store for.
    Answered(u64, Box<screen::client::Message>),
    /// An import was compared with the records.
    Compared(Result<Compared, Failure>),
    /// An import is done.
    Imported(Result<Imported, Failure>),
    /// An export came back.
    Exported(Result<Sent, Failure>),
    /// A check came back.
    Checked(Result<Found, Failure>),
    /// A backup was made and proved, or not.
    BackedUp(Result<store::Made, store::Error>),
    /// A second place for backups was chosen or given up, or not.
    Second(Result<Option<store::Second>, store::Error>),
    /// Make a backup now.
    BackUp,
    /// The worker leaves the desk from this place.
    Left(Option<widget::focus::Spot>),
    /// The store of a locked desk is closed; what could not be kept before.
    Closed(Option<Held>),
    /// Passphrase or recovery key changed, or not.
    KeysChanged(Result<screen::settings::security::Changed, Failure>),
    /// A control put this into the clipboard.
    Copied(widget::keyboard::Copied),
    /// What the clipboard holds, now that what was copied is to leave it.
    Clipboard(Option<widget::keyboard::Copied>),
    /// A notice was understood.
    Forget(usize),
    /// A notice was put away.
    Dismiss(u64),
    /// To the notice above the status bar, from where somebody works; or back from it.
    ToNotice(Option<widget::focus::Spot>),
    /// To Help, from where somebody works.
    Manual(Option<widget::focus::Spot>),
    /// A notice was put away while somebody works here.
    FromNotice(Option<widget::focus::Spot>),
    /// Whether the HMIS can have everything of the client whom the guide follows.
    Followed(ClientId, bool),
    /// The answers that are owed, as far as they were looked at, or why they were not.
    Owing(Result<Arc<Owing>, Failure>),
    /// The CoCs of which there can be an export, or why they were not all looked for.
    Cocs(Result<Cocs, Failure>),
    /// The key-in sheet was written: what it says of it.
    Printed(Result<String, Failure>),
    /// What the notice of this number offers to take back is taken back.
    TakeBack(u64),
    /// A save was taken back by its notice, whatever is on show meanwhile: of what it was, and what came of it.
    TakenBack(u64, String, Result<Saved, Failure>),
    /// Time goes by.
    Tick,
    /// The keyboard or the page was moved: the window shows it.
    Moved,
    /// The window is there, and not yet seen.
    Shown(window::Id),
    /// From a screen reader.
    Access(access::Signal),
    /// The screen that the window is on has this size, where the system says so.
    Screen(window::Id, Option<Size>),
    /// The system shows its windows so.
    System(iced::theme::Mode),
    /// The window is asked to close.
    Close,
    /// What must be kept is kept: close.
    Exit,
}
