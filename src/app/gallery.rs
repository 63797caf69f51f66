//! Every widget in every state on one page, to judge the look: `wayhome gallery`. It needs no store and no passphrase.
//!
//! Used by the command, by the tests that hold every state to the shapes of the screens, and by whoever changes a widget.

mod jump;
mod parts;

use super::theme::{Look, container as boxes, space, text, theme};
use super::widget::{self, Opt, button, dialog, heading, keyboard, list, modal, scroll, select, tabs};
use super::{Element, desk, emblem, font};
use crate::domain::Day;
use iced::widget::{column, container, row};
use iced::{Alignment, Fill, Task, Theme, window};
use std::collections::BTreeMap;

/// Width of the menu of parts, px.
const MENU: f32 = 188.0;
/// From this text scale on the menu has no room beside the page.
const NARROW: u16 = 150;

/// The gallery.
pub struct Gallery {
    look: Look,
    scale: u16,
    part: usize,
    today: Day,
    values: BTreeMap<&'static str, String>,
    dialog: bool,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// Another look, by its place.
    Look(usize),
    /// Another text scale, by its place.
    Scale(usize),
    /// Go to a part, by its place.
    Part(usize),
    /// A specimen that can be tried holds this now.
    Set(&'static str, String),
    /// Show or put away the dialog.
    Dialog(bool),
    /// A specimen was pressed.
    Pressed,
}

impl Gallery {
    /// The gallery on a day.
    pub fn new(today: Day) -> Self {
        Self { look: Look::Light, scale: 100, part: 0, today, values: BTreeMap::new(), dialog: false }
    }

    /// What happened, and what follows.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Look(at) => self.look = Look::ALL.get(at).copied().unwrap_or_default(),
            Message::Scale(at) => {
                self.scale = desk::SCALES.get(at).copied().unwrap_or(100);
                // Larger text arranges the page anew, with controls of its own: the keyboard stays on the text scale.
                return widget::focus::focus("scale");
            }
            Message::Set(name, text) => {
                self.values.insert(name, text);
            }
            Message::Dialog(on) => self.dialog = on,
            Message::Pressed => {}
            Message::Part(at) => {
                self.part = at;
                return jump::to(parts::id(at));
            }
        }
        Task::none()
    }

    /// What a specimen that can be tried holds; at first `or`.
    fn value(&self, name: &'static str, or: &str) -> String {
        self.values.get(name).cloned().unwrap_or_else(|| or.to_owned())
    }

    /// The page.
    pub fn view(&self) -> Element<'_, Message> {
        let page = container(parts::all(self)).padding(space::S24).width(Fill);
        let base: Element<'_, Message> = if self.scale >= NARROW {
            scroll(column![self.bar(), page]).id(jump::PAGE).into()
        } else {
            column![self.bar(), row![self.menu(), scroll(page).id(jump::PAGE)]].into()
        };
        let over = self.dialog.then(|| {
            let actions = [
                button("Stay").id("stay").on_press(Message::Dialog(false)).into(),
                button("Leave").id("leave").kind(widget::Kind::Danger).on_press(Message::Dialog(false)).into(),
            ];
            dialog("Leave without saving?", text::body("What you typed is kept as a draft and offered on Home."), actions)
        });
        // Without a box of its own: the window is cleared with the page's colour, and a box is filled whole under each patch that changes.
        keyboard(container(modal(base, over, Message::Dialog(false)))).into()
    }

    fn bar(&self) -> Element<'_, Message> {
        let looks = tabs("look", "Theme", Look::ALL.map(Look::label), Look::ALL.iter().position(|look| *look == self.look));
        let scales = desk::SCALES.map(|scale| format!("{scale} %"));
        let scales = tabs("scale", "Text scale", scales, desk::SCALES.iter().position(|scale| *scale == self.scale));
        let (looks, scales) = (looks.on_choose(Message::Look), scales.on_choose(Message::Scale));
        let bar: Element<'_, Message> = if self.scale >= NARROW {
            let parts = parts::NAMES.iter().enumerate().map(|(at, name)| Opt::plain(at.to_string(), *name)).collect();
            let part = select("part", "Part", parts, Some(self.part.to_string()))
                .on_choose(|at| Message::Part(at.and_then(|at| at.parse().ok()).unwrap_or_default()));
            column![heading("Widgets"), looks, scales, part].spacing(space::S12).into()
        } else {
            row![container(heading("Widgets")).width(MENU - space::S24), container(looks).width(290), scales]
                .align_y(Alignment::Center)
                .spacing(space::S24)
                .into()
        };
        container(bar).padding([space::S12, space::S24]).width(Fill).style(boxes::bar).into()
    }

    fn menu(&self) -> Element<'_, Message> {
        let rows = parts::NAMES.iter().map(|name| text::body(*name).into()).collect();
        let menu = list("part", "Parts", rows, Some(self.part)).on_move(Message::Part).on_activate(Message::Part);
        container(menu).width(MENU).height(Fill).style(boxes::bar).into()
    }

    /// Light, dark or high contrast.
    pub fn theme(&self) -> Theme {
        theme(self.look)
    }

    /// The text scale.
    pub fn scale(&self) -> f32 {
        f32::from(self.scale) / 100.0
    }
}

/// The gallery as iced runs it.
pub fn application(today: Day) -> iced::Application<impl iced::Program<State = Gallery, Message = Message, Theme = Theme>> {
    iced::application(move || Gallery::new(today), Gallery::update, Gallery::view)
        .title("Widgets · Wayhome")
        .theme(Gallery::theme)
        .scale_factor(Gallery::scale)
        .settings(font::settings())
        .window(window::Settings { size: (1280.0, 800.0).into(), icon: emblem::emblem(), ..window::Settings::default() })
}
