//! The steps of a guided workflow with their state; any of them can be gone to.

use super::access::{Info, Role};
use super::button::{Kind, button};
use super::semantics::semantics;
use super::{Control, Element};
use crate::app::font;
use crate::app::icon::{self, Icon};
use crate::app::theme::{Tone, space, text as roles};
use iced::alignment::Vertical;
use iced::widget::{Column, row, text};

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Progress {
    /// Everything asked is answered.
    Done,
    /// Something is still to be answered.
    ToDo,
    /// A rule has something to say.
    Findings,
    /// The one on show.
    Current,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub label: String,
    /// How far it is.
    pub state: Progress,
}

/// See [`steps`].
pub struct Steps<'a, M> {
    id: String,
    steps: Vec<Step>,
    on_choose: Option<Box<dyn Fn(usize) -> M + 'a>>,
}

/// The steps one below the other. Step `n` (from 0) has the id `{id}-{n}`.
pub fn steps<'a, M>(id: impl Into<String>, steps: Vec<Step>) -> Steps<'a, M> {
    Steps { id: id.into(), steps, on_choose: None }
}

impl<'a, M> Steps<'a, M> {
    /// What going to a step sends: its place, from 0.
    pub fn on_choose(mut self, message: impl Fn(usize) -> M + 'a) -> Self {
        self.on_choose = Some(Box::new(message));
        self
    }
}

impl<'a, M: Clone + 'a> From<Steps<'a, M>> for Element<'a, M> {
    fn from(steps: Steps<'a, M>) -> Self {
        let info = Info { set_size: Some(steps.steps.len()), ..Info::new(Role::List, "Steps") };
        let mut column = Column::new().spacing(space::S4);
        for (place, step) in steps.steps.into_iter().enumerate() {
            let current = step.state == Progress::Current;
            let (sign, tone, words) = match step.state {
                Progress::Done => (Icon::Done, Some(Tone::Ok), "done"),
                Progress::ToDo => (Icon::Circle, None, "to do"),
                Progress::Findings => (Icon::Warning, Some(Tone::Warn), "has findings"),
                Progress::Current => (Icon::CircleDot, None, "on show"),
            };
            let sign = match tone {
                Some(tone) => icon::icon(sign).style(roles::tone(tone)),
                None if current => icon::icon(sign).style(roles::primary),
                None => icon::icon(sign).style(roles::muted),
            };
            let label = text(step.label.clone()).size(roles::BODY).font(if current { font::SEMIBOLD } else { font::REGULAR });
            let content = row![sign, label].spacing(space::S8).align_y(Vertical::Center);
            let message = steps.on_choose.as_ref().map(|on_choose| on_choose(place));
            let item = button(step.label)
                .id(format!("{}-{place}", steps.id))
                .kind(Kind::Nav)
                .selected(current)
                .content(content)
                .description(words)
                .on_press_maybe(message);
            column = column.push(item);
        }
        semantics(info, column)
    }
}
