//! Before the desk: open the store with its passphrase or recovery key, or make a new one.

mod pages;

use crate::app::action::{Action, Failure, Recover};
use crate::app::perform::Held;
use crate::app::screen::noting::{self, Noting};
use crate::store;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// What was typed to open a store. It does not show itself, and is wiped when dropped.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(pub Zeroizing<String>);

/// What was typed to make a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh {
    /// The worker's name.
    pub name: String,
    /// The passphrase.
    pub secret: Secret,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// The screen before the desk.
#[derive(Debug)]
pub struct Unlock {
    /// The folder in which a file to write is proposed.
    documents: PathBuf,
    mode: Mode,
    name: String,
    typed: Secret,
    again: Secret,
    visible: bool,
    busy: Busy,
    /// Open was asked for while the desk was still closing.
    wanted: bool,
    failure: Option<Failure>,
    recovery: Option<Noting>,
    /// The recovery key of a new store was typed back.
    noted: bool,
    /// What was typed last and is not on the disk.
    held: Option<Held>,
    /// How long nobody may try, seconds.
    pause: u64,
    /// The passphrase that everybody may know, because the people are invented.
    demo: bool,
    /// Whose desk was just locked. Before it was ever opened nobody knows: the name is sealed too.
    whose: Option<String>,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Open,
    Create,
}

/// What is being waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Busy {
    No,
    /// The desk that was locked is still closing: what it waits for, in words.
    Closing(String),
    /// Opening, or creating.
    Working,
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed the worker's name.
    Named(String),
    /// Typed the passphrase or recovery key.
    Typed(Secret),
    /// Typed it again.
    Again(Secret),
    /// Shows or hides what is typed.
    Show(bool),
    /// Open, or create.
    Go,
    /// Open without what was typed last and cannot be kept.
    Forgo,
    /// It did not work.
    Failed(Failure),
    /// The store was made; its recovery key is shown once.
    Made(Secret),
    /// With the recovery key.
    Noting(noting::Message),
    /// Wants to put a backup back instead.
    Restore,
}

impl Unlock {
    /// The screen, for a store that is there or one to be made.
    pub fn new(exists: bool, demo: bool, documents: PathBuf) -> Self {
        Self {
            documents,
            mode: if exists { Mode::Open } else { Mode::Create },
            name: String::new(),
            typed: Secret::default(),
            again: Secret::default(),
            visible: false,
            busy: Busy::No,
            wanted: false,
            failure: None,
            recovery: None,
            noted: false,
            held: None,
            pause: 0,
            demo,
            whose: None,
        }
    }

    /// The screen of the desk of this worker, that was just locked and is closing.
    pub fn closing(worker: &str, demo: bool, documents: PathBuf) -> Self {
        let busy = Busy::Closing("Closing the records…".to_owned());
        Self { busy, whose: Some(worker.to_owned()).filter(|name| !name.is_empty()), ..Self::new(true, demo, documents) }
    }

    /// What the closing desk waits for.
    pub fn wait_for(&mut self, words: &str) {
        self.busy = Busy::Closing(words.to_owned());
    }

    /// The desk is closed: it can be opened again. `held` is what was typed last and could not be written.
    pub fn closed(&mut self, held: Option<Held>) -> Action {
        self.busy = Busy::No;
        self.hold(held);
        if std::mem::take(&mut self.wanted) { self.go() } else { Action::None }
    }

    /// What was typed last is only in this window, or lost.
    pub fn hold(&mut self, held: Option<Held>) {
        self.held = held;
    }

    /// True while the desk that was locked is not closed yet.
    pub fn is_closing(&self) -> bool {
        matches!(self.busy, Busy::Closing(_))
    }

    /// Nobody may try for so many seconds.
    pub fn set_pause(&mut self, seconds: u64) {
        self.pause = seconds;
    }

    /// True while time must be watched.
    pub fn is_paused(&self) -> bool {
        self.pause > 0
    }

    /// True once the recovery key of a store that was made here was typed back.
    pub fn noted(&self) -> bool {
        self.noted
    }

    /// The window is asked to close although what was typed last is only in it.
    pub fn warn(&mut self) {
        self.fail(
            "Not closed yet",
            "What you typed before the lock is not on the disk. Open your desk to keep it, or close again to leave without it.",
        );
    }

    /// The control that has the keyboard first.
    pub fn first(&self) -> &'static str {
        match self.mode {
            Mode::Open => "passphrase",
            Mode::Create => "worker-name",
        }
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Named(name) => self.name = name,
            Message::Typed(secret) => self.typed = secret,
            Message::Again(secret) => self.again = secret,
            Message::Show(on) => self.visible = on,
            Message::Go => return self.go(),
            Message::Forgo => {
                self.held = None;
                self.failure = None;
                return Action::Forgo.and(Action::Focus("passphrase".to_owned()));
            }
            Message::Restore if self.busy != Busy::No => {}
            Message::Restore => return Action::Recover(Recover::Begin),
            Message::Failed(failure) => {
                self.busy = Busy::No;
                self.failure = Some(failure);
                return Action::Focus("passphrase".to_owned());
            }
            Message::Made(key) => {
                self.busy = Busy::No;
                self.recovery = Some(Noting::new(key, &self.documents));
                return Noting::first();
            }
            Message::Noting(message) => {
                let Some(noting) = &mut self.recovery else { return Action::None };
                let (action, noted) = noting.update(message);
                if !noted {
                    return action;
                }
                self.recovery = None;
                self.noted = true;
                self.mode = Mode::Open;
                return self.go();
            }
        }
        Action::None
    }

    fn go(&mut self) -> Action {
        match self.busy {
            Busy::No => {}
            Busy::Closing(_) => {
                self.wanted = true;
                return Action::None;
            }
            Busy::Working => return Action::None,
        }
        self.failure = None;
        let action = match self.mode {
            Mode::Open if self.pause > 0 => return Action::None,
            Mode::Open if self.typed.0.is_empty() => return self.refuse("Type your passphrase, or the recovery key."),
            Mode::Open => Action::Unlock(self.typed.clone()),
            Mode::Create => {
                if self.name.trim().is_empty() {
                    return self.refuse("Type your name first. Every change you save carries it.");
                }
                if let Err(why) = store::check_passphrase(&self.typed.0, &self.name) {
                    return self.refuse(why);
                }
                if self.typed != self.again {
                    return self.refuse("The two passphrases differ. Type the same one twice.");
                }
                Action::Create(Fresh { name: self.name.trim().to_owned(), secret: self.typed.clone() })
            }
        };
        self.busy = Busy::Working;
        action
    }

    fn refuse(&mut self, why: &str) -> Action {
        self.fail(if self.mode == Mode::Open { "Not opened" } else { "Not created" }, why);
        Action::None
    }

    fn fail(&mut self, what: &str, why: &str) {
        self.failure = Some(Failure::new(what, why));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn opening_asks_once_and_says_what_went_wrong() {
        let mut screen = Unlock::new(true, false, PathBuf::new());
        assert_eq!(screen.update(Message::Go), Action::None, "nothing typed");
        assert!(screen.failure.is_some());
        let _ = screen.update(Message::Typed(secret("x")));
        assert_eq!(screen.update(Message::Go), Action::Unlock(secret("x")));
        assert_eq!(screen.update(Message::Go), Action::None, "already on its way");
        assert_eq!(screen.update(Message::Failed(Failure::new("Not opened", "why"))), Action::Focus("passphrase".to_owned()));
        screen.set_pause(5);
        assert_eq!(screen.update(Message::Go), Action::None, "nobody may try now");
        screen.set_pause(0);
        assert_eq!(screen.update(Message::Go), Action::Unlock(secret("x")));
    }

    #[test]
    fn who_is_faster_than_the_closing_desk_is_not_forgotten() {
        let mut screen = Unlock::closing("Mai Green", false, PathBuf::new());
        let _ = screen.update(Message::Typed(secret("x")));
        assert_eq!(screen.update(Message::Go), Action::None, "not closed yet");
        assert_eq!(screen.closed(None), Action::Unlock(secret("x")));
    }

    #[test]
    fn two_different_passphrases_make_no_store() {
        let mut screen = Unlock::new(false, false, PathBuf::new());
        let _ = screen.update(Message::Named("Mai Green".to_owned()));
        let _ = screen.update(Message::Typed(secret("harbor lights over birch water")));
        let _ = screen.update(Message::Again(secret("harbor lights over birch rivers")));
        assert_eq!(screen.update(Message::Go), Action::None);
        let _ = screen.update(Message::Again(secret("harbor lights over birch water")));
        assert!(matches!(screen.update(Message::Go), Action::Create(_)));
    }
}
