//! The parts of a record: a menu beside the part on show; where there is no room for it, one line above that, in sight as well; where not
//! even that has room, a line of the page, which opens to the others.

use super::Message;
use crate::app::Element;
use crate::app::action::{Action, Part};
use crate::app::context::Context;
use crate::app::font;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use crate::app::widget::{Control as _, Kind, Opt, button, select};
use iced::Length;
use iced::widget::{column, row, space as gap};

/// An entry of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Profile,
    Enrollments,
    Events,
    Notes,
    History,
}

impl Entry {
    /// All, from above.
    const ALL: [Self; 5] = [Self::Profile, Self::Enrollments, Self::Events, Self::Notes, Self::History];

    const fn id(self) -> &'static str {
        match self {
            Self::Profile => "menu-profile",
            Self::Enrollments => "menu-enrollments",
            Self::Events => "menu-events",
            Self::Notes => "menu-notes",
            Self::History => "menu-history",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Profile => "Profile",
            Self::Enrollments => "Enrollments",
            Self::Events => "CE Event",
            Self::Notes => "Case Notes",
            Self::History => "History",
        }
    }

    const fn command(self) -> Command {
        match self {
            Self::Profile => Command::Profile,
            Self::Enrollments => Command::Enrollments,
            Self::Events => Command::Events,
            Self::Notes => Command::Notes,
            Self::History => Command::History,
        }
    }

    fn leads(self) -> Message {
        Message::Menu(match self {
            Self::Profile => Part::Profile,
            Self::Enrollments => Part::Enrollments,
            Self::Events => Part::Events(None),
            Self::Notes => Part::Notes(None),
            Self::History => Part::History,
        })
    }
}

/// As wide as the longest entry with its keys, px.
pub const WIDTH: f32 = 216.0;

/// As wide as the entries side by side with what a record can do beside them, px.
const ROW: f32 = 576.0;

/// Where the menu stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Beside the part.
    Beside,
    /// In a row above the page, in sight however far that is scrolled.
    Above,
    /// In the page: a line that opens.
    Within,
}

impl Stand {
    /// Where there is room for it.
    pub fn of(cx: &Context<'_>) -> Self {
        match () {
            () if !cx.narrow() => Self::Beside,
            () if cx.room.page.width >= ROW => Self::Above,
            () => Self::Within,
        }
    }
}

/// The menu in a row.
pub fn across<'a>(here: Option<Entry>) -> Element<'a, Message> {
    let entry = |entry: &Entry| {
        let label = text::body(entry.label()).font(if here == Some(*entry) { font::MEDIUM } else { font::REGULAR });
        let shown = button(entry.label()).id(entry.id()).kind(Kind::Nav).selected(here == Some(*entry)).content(label);
        // The keys stand in its tooltip: side by side there is no room for them.
        Element::from(shown.width(Length::Shrink).tip(shortcut::hint(entry.command())).on_press(entry.leads()))
    };
    row(Entry::ALL.iter().map(entry)).spacing(space::S4).into()
}

/// The menu beside the part.
pub fn beside<'a>(here: Option<Entry>) -> Element<'a, Message> {
    let entry = |entry: Entry| {
        let shown = button(entry.label()).id(entry.id()).kind(Kind::Nav).selected(here == Some(entry));
        let keys = shortcut::hint(entry.command());
        shown.width(Length::Fill).hint(keys.clone()).description(keys).on_press(entry.leads())
    };
    column![
        entry(Entry::Profile),
        gap().height(space::S8),
        text::label("Enrollment and Services"),
        entry(Entry::Enrollments),
        entry(Entry::Events),
        entry(Entry::Notes),
        gap().height(space::S8),
        entry(Entry::History),
    ]
    .spacing(space::S4)
    .width(WIDTH)
    .into()
}

/// The line above it. It has the id of the part on show, so that whoever looks for that entry finds the line.
pub fn line<'a>(here: Option<Entry>) -> Element<'a, Message> {
    let option = |entry: &Entry| Opt::plain(entry.id(), entry.label()).detail(shortcut::hint(entry.command()));
    let options = Entry::ALL.iter().map(option).collect();
    let here = here.unwrap_or(Entry::Profile);
    let go = move |id: Option<String>| Entry::ALL.into_iter().find(|entry| Some(entry.id()) == id.as_deref()).unwrap_or(here).leads();
    select(here.id(), "Part of the record", options, Some(here.id().to_owned())).on_choose(go).into()
}

/// From an entry of the menu to the one beside it.
pub fn along(control: Option<&str>, down: bool) -> Action {
    let at = control.and_then(|control| Entry::ALL.iter().position(|entry| entry.id() == control));
    let to = at.and_then(|at| if down { at.checked_add(1) } else { at.checked_sub(1) }).and_then(|to| Entry::ALL.get(to));
    to.map_or(Action::None, |entry| Action::Focus(entry.id().to_owned()))
}
