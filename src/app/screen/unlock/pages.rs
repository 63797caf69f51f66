//! How the screen before the desk looks.

use super::{Busy, Message, Mode, Secret, Unlock};
use crate::app::Element;
use crate::app::icon::Icon;
use crate::app::preset::PASSPHRASE;
use crate::app::theme::{Tone, space, text};
use crate::app::view::brand;
use crate::app::widget::{Kind, banner, button, card, check, field, heading, input, scroll};
use crate::domain::{Severity, words};
use crate::store;
use iced::Length;
use iced::widget::{center, column, container, space as gap};
use zeroize::Zeroizing;

/// What is known of a desk that was not opened yet.
const SEALED: &str = "The Wayhome desk on this computer. Its worker's name is sealed with the records until it is opened.";

impl Unlock {
    /// The screen.
    pub fn view(&self) -> Element<'_, Message> {
        let page = match (&self.recovery, self.mode) {
            (Some(noting), _) => noting.view().map(Message::Noting),
            (None, Mode::Open) => self.open_page(),
            (None, Mode::Create) => self.create_page(),
        };
        let page = column![brand(), gap().height(space::S16), card(page)].width(460).padding(space::S24);
        center(scroll(container(page).center_x(Length::Fill)).height(Length::Shrink)).into()
    }

    fn open_page(&self) -> Element<'_, Message> {
        let label = match self.busy {
            Busy::Working => "Opening…",
            Busy::Closing(_) if self.wanted => "Opening…",
            Busy::No | Busy::Closing(_) => "Open",
        };
        let ready = self.busy != Busy::Working && !self.wanted && self.pause == 0;
        let closing = match &self.busy {
            Busy::Closing(words) => Some(text::hint(words.clone())),
            Busy::No | Busy::Working => None,
        };
        // Before it was ever opened nobody knows whose it is: nothing outside of the sealed records says so.
        let whose = self.whose.as_ref().map_or_else(|| SEALED.to_owned(), |name| format!("This is the desk of {name}."));
        column![
            column![heading("Open your desk"), text::secondary(whose)].spacing(space::S4),
            self.held(),
            field("Passphrase", self.input("passphrase", "Passphrase", &self.typed, Message::Typed)),
            self.show(),
            text::hint(self.hint()),
            self.trouble(),
            self.paused(),
            button(label).id("open").icon(Icon::Unlock).kind(Kind::Primary).on_press_maybe(ready.then_some(Message::Go)),
            closing,
        ]
        .spacing(space::S16)
        .into()
    }

    /// What was typed last is only in this window.
    fn held(&self) -> Option<Element<'_, Message>> {
        let held = self.held.as_ref()?;
        Some(banner(Tone::Bad, held.words(), held.is_kept().then_some(("Open without it", Message::Forgo))))
    }

    fn paused(&self) -> Option<Element<'_, Message>> {
        let time = (self.pause > 0).then(|| words::span(self.pause))?;
        Some(banner(Tone::Warn, format!("Too many wrong tries. The next one is possible in {time}."), None))
    }

    fn create_page(&self) -> Element<'_, Message> {
        let busy = self.busy == Busy::Working;
        let label = if busy { "Creating…" } else { "Create" };
        let strength = store::check_passphrase(&self.typed.0, &self.name).err().filter(|_| !self.typed.0.is_empty());
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
            button(label).id("create").icon(Icon::Key).kind(Kind::Primary).on_press_maybe((!busy).then_some(Message::Go)),
            text::hint("Your records are on a backup? Put them back here instead of making new ones."),
            button("Restore a backup…").id("restore").icon(Icon::Archive).kind(Kind::Link).on_press(Message::Restore),
        ]
        .spacing(space::S16)
        .into()
    }

    fn input<'a>(&'a self, id: &'static str, label: &'static str, typed: &'a Secret, on: fn(Secret) -> Message) -> Element<'a, Message> {
        input(id, label, typed.0.as_str())
            .secret(self.visible)
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
