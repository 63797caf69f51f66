//! Before the desk: open the store with its passphrase or recovery key, or make a new one.

use crate::app::Element;
use crate::app::action::{Action, Failure, Recover};
use crate::app::icon::Icon;
use crate::app::preset::PASSPHRASE;
use crate::app::theme::{Tone, space, text};
use crate::app::view::brand;
use crate::app::widget::{Kind, banner, button, card, check, field, heading, input, scroll};
use crate::domain::Severity;
use crate::store;
use iced::Length;
use iced::widget::{center, column, container, space as gap};
use zeroize::Zeroizing;

/// What was typed to open a store. It does not show itself, and is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
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
    mode: Mode,
    name: String,
    typed: Secret,
    again: Secret,
    visible: bool,
    busy: bool,
    failure: Option<Failure>,
    recovery: Option<Secret>,
    /// The passphrase that everybody may know, because the people are invented.
    demo: bool,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Open,
    Create,
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
    /// It did not work.
    Failed(Failure),
    /// The store was made; its recovery key is shown once.
    Made(Secret),
    /// The recovery key was written down.
    Written,
    /// Wants to put a backup back instead.
    Restore,
}

impl Unlock {
    /// The screen, for a store that is there or one to be made.
    pub fn new(exists: bool, demo: bool) -> Self {
        Self {
            mode: if exists { Mode::Open } else { Mode::Create },
            name: String::new(),
            typed: Secret(Zeroizing::default()),
            again: Secret(Zeroizing::default()),
            visible: false,
            busy: false,
            failure: None,
            recovery: None,
            demo,
        }
    }

    /// The screen of a desk that was just locked and whose store is closing.
    pub fn closing(demo: bool) -> Self {
        Self { busy: true, ..Self::new(true, demo) }
    }

    /// The store is closed: it can be opened again.
    pub fn closed(&mut self) {
        self.busy = false;
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
            Message::Restore if self.busy => {}
            Message::Restore => return Action::Recover(Recover::Begin),
            Message::Failed(failure) => {
                self.busy = false;
                self.failure = Some(failure);
                return Action::Focus("passphrase".to_owned());
            }
            Message::Made(key) => {
                self.busy = false;
                self.recovery = Some(key);
                return Action::Focus("recovery-written".to_owned());
            }
            Message::Written => {
                self.recovery = None;
                self.mode = Mode::Open;
                return self.go();
            }
        }
        Action::None
    }

    fn go(&mut self) -> Action {
        if self.busy {
            return Action::None;
        }
        self.failure = None;
        let action = match self.mode {
            Mode::Open if self.typed.0.is_empty() => return self.refuse("Type your passphrase, or the recovery key."),
            Mode::Open => Action::Unlock(self.typed.clone()),
            Mode::Create => {
                if self.name.trim().is_empty() {
                    return self.refuse("Type your name first. Every change you save carries it.");
                }
                if let Err(why) = store::check_passphrase(&self.typed.0) {
                    return self.refuse(why);
                }
                if self.typed != self.again {
                    return self.refuse("The two passphrases differ. Type the same one twice.");
                }
                Action::Create(Fresh { name: self.name.trim().to_owned(), secret: self.typed.clone() })
            }
        };
        self.busy = true;
        action
    }

    fn refuse(&mut self, why: &str) -> Action {
        self.failure = Some(Failure::new(if self.mode == Mode::Open { "Not opened" } else { "Not created" }, why));
        Action::None
    }

    /// The screen.
    pub fn view(&self) -> Element<'_, Message> {
        let page = match (&self.recovery, self.mode) {
            (Some(key), _) => self.recovery_page(&key.0),
            (None, Mode::Open) => self.open_page(),
            (None, Mode::Create) => self.create_page(),
        };
        let page = column![brand(), gap().height(space::S16), card(page)].width(460).padding(space::S24);
        center(scroll(container(page).center_x(Length::Fill)).height(Length::Shrink)).into()
    }

    fn open_page(&self) -> Element<'_, Message> {
        let label = if self.busy { "Opening…" } else { "Open" };
        column![
            heading("Open your desk"),
            field("Passphrase", self.input("passphrase", "Passphrase", &self.typed, Message::Typed)),
            self.show(),
            text::hint(self.hint()),
            self.trouble(),
            button(label).id("open").icon(Icon::Unlock).kind(Kind::Primary).on_press_maybe((!self.busy).then_some(Message::Go)),
        ]
        .spacing(space::S16)
        .into()
    }

    fn create_page(&self) -> Element<'_, Message> {
        let label = if self.busy { "Creating…" } else { "Create" };
        let strength = store::check_passphrase(&self.typed.0).err().filter(|_| !self.typed.0.is_empty());
        let findings = strength.map(|why| (Severity::Stop, why.to_string())).into_iter().collect();
        let name = input("worker-name", "Your name", &self.name).on_input(Message::Named).on_submit(Message::Go);
        let first = self.input("passphrase", "Passphrase", &self.typed, Message::Typed);
        column![
            heading("Make a new desk"),
            text::body("One desk belongs to one worker. Everything in it is sealed with your passphrase, on this computer alone."),
            field("Your name", name),
            field("Passphrase", first)
                .help(Some("At least 15 characters, or five words. A sentence that only you would say is good."))
                .findings(findings),
            field("Passphrase again", self.input("passphrase-again", "Passphrase again", &self.again, Message::Again)),
            self.show(),
            self.trouble(),
            button(label).id("create").icon(Icon::Key).kind(Kind::Primary).on_press_maybe((!self.busy).then_some(Message::Go)),
            text::hint("Your records are on a backup? Put them back here instead of making new ones."),
            button("Restore a backup…").id("restore").icon(Icon::Archive).kind(Kind::Link).on_press(Message::Restore),
        ]
        .spacing(space::S16)
        .into()
    }

    fn recovery_page(&self, key: &str) -> Element<'_, Message> {
        column![
            heading("Your recovery key"),
            text::body(
                "Write it down and keep it away from this computer. It opens your desk if you forget the passphrase. It is shown only now."
            ),
            text::section(lines(key)),
            button("I have written it down").id("recovery-written").icon(Icon::Check).kind(Kind::Primary).on_press(Message::Written),
        ]
        .spacing(space::S16)
        .into()
    }

    fn input<'a>(&'a self, id: &'static str, label: &'static str, typed: &'a Secret, on: fn(Secret) -> Message) -> Element<'a, Message> {
        input(id, label, typed.0.as_str())
            .secure(!self.visible)
            .on_input(move |text| on(Secret(Zeroizing::new(text))))
            .on_submit(Message::Go)
            .width(Length::Fill)
            .into()
    }

    fn show(&self) -> Element<'_, Message> {
        check("show", "Show what I type", self.visible).on_toggle(Message::Show).into()
    }

    /// What helps who does not know the passphrase. The demo tells it: nobody in there is real.
    fn hint(&self) -> String {
        if self.demo {
            return format!("The passphrase of this demo is: {PASSPHRASE}");
        }
        "Forgotten? Type the recovery key that was shown when this store was made.".to_owned()
    }

    fn trouble(&self) -> Option<Element<'_, Message>> {
        self.failure.as_ref().map(|f| banner(Tone::Bad, format!("{}. {}", f.what, f.why), None))
    }
}

/// A recovery key on two lines, as it is best written down.
fn lines(key: &str) -> String {
    let groups: Vec<&str> = key.split('-').collect();
    let half = groups.len().div_ceil(2);
    groups.chunks(half.max(1)).map(|line| line.join(" - ")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn opening_asks_once_and_says_what_went_wrong() {
        let mut screen = Unlock::new(true, false);
        assert_eq!(screen.update(Message::Go), Action::None, "nothing typed");
        assert!(screen.failure.is_some());
        let _ = screen.update(Message::Typed(secret("x")));
        assert_eq!(screen.update(Message::Go), Action::Unlock(secret("x")));
        assert_eq!(screen.update(Message::Go), Action::None, "already on its way");
        assert_eq!(screen.update(Message::Failed(Failure::new("Not opened", "why"))), Action::Focus("passphrase".to_owned()));
    }

    #[test]
    fn two_different_passphrases_make_no_store() {
        let mut screen = Unlock::new(false, false);
        let _ = screen.update(Message::Named("Mai Green".to_owned()));
        let _ = screen.update(Message::Typed(secret("harbor lights over birch water")));
        let _ = screen.update(Message::Again(secret("harbor lights over birch rivers")));
        assert_eq!(screen.update(Message::Go), Action::None);
        let _ = screen.update(Message::Again(secret("harbor lights over birch water")));
        assert!(matches!(screen.update(Message::Go), Action::Create(_)));
    }
}
