//! The steps of a guided workflow with their state; any of them can be gone to.
//!
//! Keys: one stop for Tab; Up and Down, Home and End move through the steps, Enter and Space go to the step; a click does too.
//!
//! States: each step is done, seen with answers left open, to do, has findings, or is the one on show: an icon and words for screen readers besides the colour.
//!
//! ```ignore
//! steps("steps", vec![Step { label: "Family Members".into(), state: Progress::Done, inset: false }])
//!     .on_choose(Message::To)
//! ```

use super::Element;
use super::access::{Info, Role};
use super::control::parts;
use super::roving::{Flow, Roving};
use crate::app::font;
use crate::app::icon::{self, Icon};
use crate::app::theme::{Tone, space, text as roles};
use iced::widget::{row, space as gap};

/// What is said of the step on show.
pub const ON_SHOW: &str = "on show";

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Progress {
    /// Everything asked is answered.
    Done,
    /// Somebody was there, and left an answer open.
    Open,
    /// Nobody was there yet.
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
    /// True for a part of the step above it.
    pub inset: bool,
}

/// See [`steps`].
pub struct Steps<'a, M> {
    id: String,
    steps: Vec<Step>,
    on_choose: Option<Box<dyn Fn(usize) -> M + 'a>>,
}

/// The steps one below the other, as one control. Step `n` (from 0) has the id `{id}-{n}`.
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

impl Progress {
    fn icon(self) -> Icon {
        match self {
            Self::Done => Icon::Done,
            Self::Open => Icon::Contrast,
            Self::ToDo => Icon::Circle,
            Self::Findings => Icon::Warning,
            Self::Current => Icon::CircleDot,
        }
    }

    /// The same in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Open => "seen, answers are open",
            Self::ToDo => "to do",
            Self::Findings => "has findings",
            Self::Current => ON_SHOW,
        }
    }
}

fn item<'a, M: 'a>(step: &Step) -> Element<'a, M> {
    // As high as a line of the words, so that it stays beside the first of them where they take two.
    let sign = icon::icon(step.state.icon()).line_height(18.0 / 16.0);
    let sign = match step.state {
        Progress::Done => sign.style(roles::tone(Tone::Ok)),
        Progress::Findings => sign.style(roles::tone(Tone::Warn)),
        Progress::Current | Progress::Open => sign.style(roles::primary),
        Progress::ToDo => sign.style(roles::muted),
    };
    let weight = if step.state == Progress::Current { font::SEMIBOLD } else { font::REGULAR };
    let inset = step.inset.then(|| gap().width(space::S16));
    row![].push(inset).push(sign).push(roles::body(step.label.clone()).font(weight)).spacing(space::S8).into()
}

impl<'a, M: 'a> From<Steps<'a, M>> for Element<'a, M> {
    fn from(steps: Steps<'a, M>) -> Self {
        let Steps { id, steps, on_choose } = steps;
        let items = steps.iter().map(item).collect();
        let chosen = steps.iter().position(|step| step.state == Progress::Current);
        let mut parts = parts(Role::ListItem, steps.iter().map(|step| Some(step.label.clone().into())));
        for (part, step) in parts.iter_mut().zip(&steps) {
            part.description = Some(step.state.words().to_owned());
        }
        Roving { id, flow: Flow::Down, items, parts, chosen, on_choose, info: Info::new(Role::List, "Steps") }.into()
    }
}
