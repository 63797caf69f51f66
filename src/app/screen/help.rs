//! Help: the guide with its steps, every key from the one table, and a report for those who look after Wayhome.

pub mod pages;
pub mod problem;

use crate::app::action::Action;
use crate::app::aside::{self, Shown, checklist, key_lines, whose};
use crate::app::context::Context;
use crate::app::shortcut::{self, Command, Place};
use crate::app::theme::{space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{card, check, heading, subheading};
use crate::app::{self, Element, guide};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};
use pages::Spot;
use problem::Problem;

/// The Help screen.
#[derive(Debug)]
pub struct Help {
    problem: Problem,
}

/// What the user did: there is nothing else to do here than to report a problem.
pub type Message = problem::Message;

impl Help {
    /// The screen, and where the keyboard is.
    pub fn new(cx: &Context<'_>) -> (Self, Action) {
        (Self { problem: Problem::new(cx.documents, cx.today()) }, Action::None)
    }

    /// What was typed to report a problem: what went wrong, and the path.
    pub fn typed(&self) -> (&str, &str) {
        self.problem.typed()
    }

    /// The screen's title.
    pub fn title(&self) -> String {
        "Help".to_owned()
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, _cx: &Context<'_>) -> Action {
        self.problem.update(message)
    }

    /// The screen. The steps of the guide lead everywhere, so its messages are the desk's.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, app::Message> {
        let lead = format!("Press {} in any field to read what it means and what follows from it.", shortcut::hint(Command::Help));
        column![
            heading("Help"),
            text::secondary(lead),
            gap().height(space::S8),
            card(guide_card(cx)),
            gap().height(space::S8),
            card(keys_card(cx)),
            gap().height(space::S8),
            card(self.problem.view().map(app::Message::Help)),
        ]
        .spacing(space::S4)
        .width(Length::Fill)
        .into()
    }
}

fn guide_card<'a>(cx: &Context<'a>) -> Element<'a, app::Message> {
    let keep =
        check("help-guide", "Keep the guide beside my work", cx.desk.guide).on_toggle(|on| app::Message::Aside(aside::Message::Keep(on)));
    let room = format!("{} shows it and puts it away.", shortcut::hint(Command::Guide));
    let lead = text::secondary("The steps tick themselves off as you work.");
    column![
        section(guide::TITLE),
        lead,
        whose(None, cx),
        checklist(Spot::Help, None, cx, Shown::Full),
        column![keep, text::hint(room)].spacing(space::S4)
    ]
    .spacing(space::S16)
    .max_width(space::FORM + 160.0)
    .into()
}

fn keys_card<'a>(cx: &Context<'a>) -> Element<'a, app::Message> {
    let group = |place: &Place| {
        let title = subheading(place.label(), text::strong(place.label()));
        column![title, key_lines(*place, 128.0)].spacing(space::S8).width(Length::Fill).into()
    };
    // Two columns where both keep lines of a readable length.
    let groups: Element<'a, app::Message> = if cx.room.page.width > 640.0 {
        let (left, right) = Place::ALL.split_at(COLUMN);
        let half = |places: &[Place]| column(places.iter().map(group)).spacing(space::S24).width(Length::Fill);
        row![half(left), half(right)].spacing(space::S32).align_y(Alignment::Start).into()
    } else {
        column(Place::ALL.iter().map(group)).spacing(space::S24).into()
    };
    column![section("Shortcuts"), text::secondary("Everything can be done without the mouse."), groups].spacing(space::S16).into()
}

/// So many groups of keys stand in the left column.
const COLUMN: usize = 4;
