//! Passphrase and recovery key: changed here, for who knows one of them.

use crate::app::Element;
use crate::app::action::{Action, Failure};
use crate::app::icon::Icon;
use crate::app::perform::Keys;
use crate::app::screen::noting::{self, Noting};
use crate::app::screen::unlock::Secret;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{Kind, banner, button, check, field, input, subheading};
use crate::domain::{Severity, date};
use crate::store;
use iced::Length;
use iced::widget::{column, row};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The page.
#[derive(Debug)]
pub struct Security {
    /// The folder in which a file to write is proposed.
    documents: PathBuf,
    keys: Keys,
    page: Page,
    /// The passphrase that is given up, or that proves who asks.
    old: Secret,
    new: Secret,
    again: Secret,
    visible: bool,
    busy: bool,
    failure: Option<Failure>,
    done: Option<&'static str>,
}

/// What is on the page.
#[derive(Debug)]
enum Page {
    /// The settings, and not this page.
    Closed,
    Overview,
    Passphrase,
    /// Asks for the passphrase before a recovery key is shown.
    Recovery,
    Noting(Box<Noting>),
}

/// What a change did.
#[derive(Debug, Clone)]
pub enum Changed {
    /// The passphrase is another one.
    Passphrase(Keys),
    /// A recovery key was drawn; it opens nothing yet.
    Drawn(Secret),
    /// The recovery key is another one.
    RecoveryKey(Keys),
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// Opens the page.
    Open,
    /// One step back; from the page to the settings.
    Back,
    /// Wants another passphrase.
    Passphrase,
    /// Wants another recovery key.
    Recovery,
    /// Typed the passphrase that counts now.
    Old(Secret),
    /// Typed the new one.
    New(Secret),
    /// Typed it again.
    Again(Secret),
    /// Shows or hides what is typed.
    Show(bool),
    /// Changes the passphrase, or draws the recovery key.
    Go(String),
    /// What came of it.
    Answered(Result<Changed, Failure>),
    /// With the new recovery key.
    Noting(noting::Message),
}

impl Security {
    /// Closed.
    pub fn new(keys: &Keys, documents: &Path) -> Self {
        Self {
            documents: documents.to_owned(),
            keys: keys.clone(),
            page: Page::Closed,
            old: Secret::default(),
            new: Secret::default(),
            again: Secret::default(),
            visible: false,
            busy: false,
            failure: None,
            done: None,
        }
    }

    /// True while it is on show.
    pub fn is_open(&self) -> bool {
        !matches!(self.page, Page::Closed)
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Open => {
                self.show(Page::Overview);
                return Action::Focus("change-passphrase".to_owned());
            }
            Message::Back => {
                let (page, focus) = match self.page {
                    Page::Overview | Page::Closed => (Page::Closed, "security"),
                    Page::Passphrase => (Page::Overview, "change-passphrase"),
                    Page::Recovery | Page::Noting(_) => (Page::Overview, "change-recovery"),
                };
                self.show(page);
                return Action::Focus(focus.to_owned());
            }
            Message::Passphrase => {
                self.show(Page::Passphrase);
                return Action::Focus("old".to_owned());
            }
            Message::Recovery => {
                self.show(Page::Recovery);
                return Action::Focus("old".to_owned());
            }
            Message::Old(secret) => self.old = secret,
            Message::New(secret) => self.new = secret,
            Message::Again(secret) => self.again = secret,
            Message::Show(on) => self.visible = on,
            Message::Go(worker) => return self.go(&worker),
            Message::Answered(answer) => return self.answered(answer),
            Message::Noting(message) => {
                let Page::Noting(noting) = &mut self.page else { return Action::None };
                let (action, noted) = noting.update(message);
                if !noted || self.busy {
                    return action;
                }
                self.busy = true;
                return Action::ChangeRecoveryKey(noting.key().clone());
            }
        }
        Action::None
    }

    /// Another page; what was typed on the one before is wiped.
    fn show(&mut self, page: Page) {
        *self = Self { page, ..Self::new(&self.keys, &self.documents) };
    }

    fn go(&mut self, worker: &str) -> Action {
        self.failure = None;
        let drawing = matches!(self.page, Page::Recovery);
        let refused = match () {
            () if self.busy => return Action::None,
            () if self.old.0.is_empty() => Some(("old", "Type the passphrase that counts now, or the recovery key.")),
            () if drawing => None,
            () => match store::check_passphrase(&self.new.0, worker) {
                Err(why) => Some(("new", why)),
                Ok(()) if self.new != self.again => Some(("again", "The two new passphrases differ. Type the same one twice.")),
                Ok(()) if self.new == self.old => Some(("new", "This is the passphrase that counts now. Choose another one.")),
                Ok(()) => None,
            },
        };
        if let Some((control, why)) = refused {
            self.failure = Some(Failure::new("Nothing changed", why));
            return Action::Focus(control.to_owned());
        }
        self.busy = true;
        if drawing { Action::DrawRecoveryKey(self.old.clone()) } else { Action::ChangePassphrase(self.old.clone(), self.new.clone()) }
    }

    fn answered(&mut self, answer: Result<Changed, Failure>) -> Action {
        self.busy = false;
        let (keys, words, focus) = match answer {
            Err(failure) => {
                self.failure = Some(failure);
                return Action::Focus(if matches!(self.page, Page::Noting(_)) { "recovery-check" } else { "old" }.to_owned());
            }
            Ok(Changed::Drawn(key)) => {
                self.show(Page::Noting(Box::new(Noting::new(key, &self.documents))));
                return Noting::first();
            }
            Ok(Changed::Passphrase(keys)) => {
                (keys, "The new passphrase opens this desk from now on, here and from the backups beside it.", "change-passphrase")
            }
            Ok(Changed::RecoveryKey(keys)) => {
                (keys, "The new recovery key counts from now on. The old one opens nothing any more: destroy its paper.", "change-recovery")
            }
        };
        self.keys = keys;
        if self.is_open() {
            self.show(Page::Overview);
            self.done = Some(words);
            return Action::Focus(focus.to_owned());
        }
        Action::None
    }

    /// The page, for the desk of this worker.
    pub fn view<'a>(&'a self, worker: &'a str) -> Element<'a, Message> {
        let back = button(if matches!(self.page, Page::Overview) { "Back to settings" } else { "Back" });
        let back = back.id("security-back").icon(Icon::ArrowLeft).kind(Kind::Link).on_press(Message::Back);
        let page = match &self.page {
            Page::Closed | Page::Overview => self.overview(),
            Page::Passphrase => self.passphrase(worker),
            Page::Recovery => self.recovery(worker),
            Page::Noting(noting) => noting.view().map(Message::Noting),
        };
        let trouble = self.failure.as_ref().map(|f| banner(Tone::Bad, format!("{}. {}", f.what, f.why), None));
        column![back, page].push(trouble).spacing(space::S16).width(Length::Fill).into()
    }

    fn overview(&self) -> Element<'_, Message> {
        let changed = match &self.keys.passphrase {
            Some(day) => format!("Changed last on {}.", date::us(day)),
            None => "The one that this desk was made with.".to_owned(),
        };
        let noted = match self.keys.recovery.as_deref() {
            Some(Keys::SHOWN) => "It was shown, but nobody confirmed that it is on paper.".to_owned(),
            Some(day) => format!("On paper since {}.", date::us(day)),
            None => "Shown when this desk was made.".to_owned(),
        };
        column![
            section("Passphrase and recovery key"),
            column![subheading("Passphrase", text::strong("Passphrase")), text::secondary(changed)].spacing(space::S4),
            button("Change the passphrase…").id("change-passphrase").icon(Icon::Key).on_press(Message::Passphrase),
            column![subheading("Recovery key", text::strong("Recovery key")), text::secondary(noted)].spacing(space::S4),
            button("Make a new recovery key…").id("change-recovery").icon(Icon::FileText).on_press(Message::Recovery),
        ]
        .push(self.done.map(|words| banner(Tone::Ok, words, None)))
        .spacing(space::S16)
        .into()
    }

    fn passphrase<'a>(&'a self, worker: &str) -> Element<'a, Message> {
        let weak = store::check_passphrase(&self.new.0, worker).err().filter(|_| !self.new.0.is_empty());
        let differs = (!self.again.0.is_empty() && self.again != self.new).then_some("Not the same yet.");
        let stop = |why: Option<&'static str>| why.map(|why| (Severity::Stop, why.to_owned())).into_iter().collect();
        column![
            section("Change the passphrase"),
            field(
                "Passphrase now, or the recovery key",
                self.input("old", "Passphrase now, or the recovery key", &self.old, Message::Old, worker)
            ),
            field("New passphrase", self.input("new", "New passphrase", &self.new, Message::New, worker))
                .help(Some("At least 15 characters, or five words. A sentence that only you would say is good."))
                .findings(stop(weak)),
            field("New passphrase again", self.input("again", "New passphrase again", &self.again, Message::Again, worker))
                .findings(stop(differs)),
            self.visible(),
            text::hint("The recovery key stays as it is. A backup on another disk opens to the old passphrase until it is made anew."),
            row![self.act("Change", worker)],
        ]
        .spacing(space::S16)
        .into()
    }

    fn recovery<'a>(&'a self, worker: &str) -> Element<'a, Message> {
        column![
            section("Make a new recovery key"),
            text::body(
                "It is shown once. Only when you have typed two of its groups back does it count, and the old one opens nothing any more."
            ),
            field("Passphrase", self.input("old", "Passphrase", &self.old, Message::Old, worker)),
            self.visible(),
            row![self.act("Show a new recovery key", worker)],
        ]
        .spacing(space::S16)
        .into()
    }

    fn act<'a>(&self, label: &'static str, worker: &str) -> Element<'a, Message> {
        let label = if self.busy { "One moment…" } else { label };
        let go = (!self.busy).then(|| Message::Go(worker.to_owned()));
        button(label).id("keys-go").icon(Icon::Check).kind(Kind::Primary).on_press_maybe(go).into()
    }

    fn input<'a>(
        &'a self,
        id: &'static str,
        label: &'static str,
        typed: &'a Secret,
        on: fn(Secret) -> Message,
        worker: &str,
    ) -> Element<'a, Message> {
        input(id, label, typed.0.as_str())
            .secret(self.visible)
            .on_input(move |text| on(Secret(Zeroizing::new(text))))
            .on_submit(Message::Go(worker.to_owned()))
            .width(Length::Fill)
            .into()
    }

    fn visible(&self) -> Element<'_, Message> {
        check("keys-show", "Show what I type", self.visible).on_toggle(Message::Show).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret(Zeroizing::new(text.to_owned()))
    }

    fn go() -> Message {
        Message::Go("Mai Green".to_owned())
    }

    fn focus(id: &str) -> Action {
        Action::Focus(id.to_owned())
    }

    #[test]
    fn a_passphrase_is_changed_for_who_knows_the_old_one_and_types_a_good_one_twice() {
        let mut page = Security::new(&Keys::default(), Path::new(""));
        let _ = page.update(Message::Open);
        assert_eq!(page.update(Message::Passphrase), focus("old"));
        assert_eq!(page.update(go()), focus("old"), "nothing typed");
        let _ = page.update(Message::Old(secret("harbor lights over birch water")));
        let _ = page.update(Message::New(secret("short")));
        assert_eq!(page.update(go()), focus("new"));
        let _ = page.update(Message::New(secret("Mai Green Mai Green 1")));
        assert_eq!(page.update(go()), focus("new"), "her own name");
        let _ = page.update(Message::New(secret("now there are five other words")));
        assert_eq!(page.update(go()), focus("again"));
        let _ = page.update(Message::Again(secret("now there are five other words")));
        let wanted = Action::ChangePassphrase(secret("harbor lights over birch water"), secret("now there are five other words"));
        assert_eq!(page.update(go()), wanted);
        assert_eq!(page.update(go()), Action::None, "already on its way");
        let _ = page.update(Message::Answered(Err(Failure::new("Nothing changed", "why"))));
        assert!(page.failure.is_some() && page.new.0.len() > 5, "what was typed is still there");
        let keys = Keys { passphrase: Some("2026-11-24".to_owned()), recovery: None };
        assert_eq!(page.update(Message::Answered(Ok(Changed::Passphrase(keys)))), focus("change-passphrase"));
        assert!(page.old.0.is_empty() && page.new.0.is_empty() && page.done.is_some(), "wiped");
    }

    #[test]
    fn a_recovery_key_counts_once_it_was_typed_back() {
        let key = "0H4XW-1AAAA-2BBBB-3CCCC-4DDDD-5EEEE-6FFFF-7GGGG";
        let mut page = Security::new(&Keys::default(), Path::new(""));
        let _ = page.update(Message::Open);
        let _ = page.update(Message::Recovery);
        let _ = page.update(Message::Old(secret("harbor lights over birch water")));
        assert_eq!(page.update(go()), Action::DrawRecoveryKey(secret("harbor lights over birch water")));
        assert_eq!(page.update(Message::Answered(Ok(Changed::Drawn(secret(key))))), focus("recovery-written"));
        let _ = page.update(Message::Noting(noting::Message::Ask));
        assert_eq!(page.update(Message::Noting(noting::Message::Check)), focus("recovery-first"), "nothing typed");
        for (at, group) in asked(key).into_iter().enumerate() {
            let _ = page.update(Message::Noting(noting::Message::Typed(at, secret(group))));
        }
        assert_eq!(page.update(Message::Noting(noting::Message::Check)), Action::ChangeRecoveryKey(secret(key)));
    }

    /// The groups that are asked back.
    fn asked(key: &str) -> [&str; 2] {
        let sum: usize = key.bytes().map(usize::from).sum();
        let mut asked = [sum % 8, (sum + 3) % 8];
        asked.sort_unstable();
        asked.map(|at| key.split('-').nth(at).unwrap())
    }
}
