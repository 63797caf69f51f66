//! The first walk: everything that can have the keyboard, in order, which of it a key leads to, and what of it must be in view.

use super::landing::Landing;
use super::{Goal, Group};
use crate::app::widget::access::{Info, Role};
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, Scrollable};
use iced::{Rectangle, Vector};
use std::any::Any;

/// Px that stay free around what is scrolled into view.
const MARGIN: f32 = 24.0;
/// As high as a box of a list and what is between it and the next one, px.
const NEIGHBOUR: f32 = 44.0;
/// Px that stay free above it: the name of its field, and what stands before that.
const ABOVE: f32 = 96.0;

/// First walk: everything that can be focused, in order, and the scrollables around each.
pub(in crate::app) struct Survey {
    goal: Goal,
    pub(super) stops: Vec<Stop>,
    frames: Vec<Frame>,
    around: Vec<usize>,
    entering: Option<usize>,
    reveal: Option<Rectangle>,
    least: Option<Rectangle>,
    pub(super) caret: Option<usize>,
    /// Among boxes that belong together, and whether one of them was met.
    among: Option<bool>,
    /// Where the boxes are that belong together, while they are met.
    list: Option<Rectangle>,
    /// What was reported last.
    role: Role,
    /// What was reported last: Enter passes it, and it leads on.
    of_enter: (bool, bool),
    /// A field was reported last: what is in it comes next.
    opening: Option<Rectangle>,
    /// The fields around what comes, and how many scrollables are around each.
    fields: Vec<(Rectangle, usize)>,
}

pub(super) struct Stop {
    pub(super) id: Option<Id>,
    bounds: Rectangle,
    part: Rectangle,
    /// The field that it stands in, with its name, its hint and its findings.
    field: Option<Rectangle>,
    /// What must be in view where the part is higher than its page.
    least: Option<Rectangle>,
    pub(super) focused: bool,
    role: Role,
    /// The list of boxes that it stands in, or that it brought below itself.
    list: Option<Rectangle>,
    around: Vec<usize>,
    /// Tab passes it: the arrows go there.
    passed: bool,
    /// Enter passes it, and it leads on.
    of_enter: (bool, bool),
}

/// A scrollable.
#[derive(Debug)]
pub(in crate::app) struct Frame {
    /// Where it is.
    pub bounds: Rectangle,
    /// Where what is in it would be without scrolling.
    pub content: Rectangle,
    /// How far it is scrolled.
    pub translation: Vector,
}

/// Px that stay free above it where the page is hardly higher than it: the name of its field alone.
const NAME: f32 = 28.0;

/// How far each scrollable around a part must be scrolled, from the innermost outwards; `above` it so much stays free, px, or what the page
/// has left for that.
fn scrolls(mut part: Rectangle, above: f32, around: &[usize], frames: &[Frame]) -> Vec<(usize, f32)> {
    let mut scrolls = Vec::new();
    for &index in around.iter().rev() {
        let Some(frame) = frames.get(index) else { continue };
        let most = (frame.content.height - frame.bounds.height).max(0.0);
        let above = above.min((frame.bounds.height - part.height - MARGIN).max(NAME));
        let top = (part.y - frame.bounds.y - above).clamp(0.0, most);
        let bottom = (part.y + part.height + MARGIN - frame.bounds.y - frame.bounds.height).clamp(0.0, most);
        let offset = if part.height + above + MARGIN > frame.bounds.height { top } else { frame.translation.y.clamp(bottom.min(top), top) };
        if (offset - frame.translation.y).abs() > 0.5 {
            scrolls.push((index, offset));
        }
        part.y -= offset;
    }
    scrolls
}

/// What is brought into view of a question and the boxes below it, or of one of the boxes, on a page so high: all of it where there is
/// room, else as much as goes with the question, or the box with those beside it.
fn listed(stop: &Stop, list: Rectangle, page: f32) -> (Rectangle, f32) {
    let part = stop.field.unwrap_or(stop.part);
    let (whole, room) = (part.union(&list), page - 2.0 * MARGIN);
    if whole.height <= room {
        return (whole, MARGIN);
    }
    if stop.role == Role::RadioGroup {
        return (Rectangle { height: room, ..whole }, MARGIN);
    }
    (Rectangle { height: part.height + NEIGHBOUR - MARGIN, ..part }, ABOVE)
}

/// The walk that brings a part into view; `around` are the places of the scrollables around it among all `frames`.
pub(in crate::app) fn into_view(part: Rectangle, around: &[usize], frames: &[Frame]) -> Landing {
    Landing { scrolls: scrolls(part, ABOVE, around, frames), ..Landing::default() }
}

impl Survey {
    /// A walk to this goal.
    pub(in crate::app) fn new(goal: Goal) -> Self {
        let (stops, frames, around) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            goal,
            stops,
            frames,
            around,
            entering: None,
            reveal: None,
            least: None,
            caret: None,
            among: None,
            list: None,
            role: Role::default(),
            of_enter: (false, false),
            opening: None,
            fields: Vec::new(),
        }
    }

    /// The first of these places at which Tab stops; of the others where these have none.
    fn beside(&self, these: impl Iterator<Item = usize>, others: impl Iterator<Item = usize>) -> Option<usize> {
        let passes = |stop: &Stop| stop.passed || (matches!(self.goal, Goal::On | Goal::Past) && stop.of_enter.0);
        these.chain(others).find(|at| self.stops.get(*at).is_some_and(|stop| !passes(stop)))
    }

    /// How high the page around a stop is; none where nothing around it scrolls.
    fn page(&self, stop: &Stop) -> Option<f32> {
        stop.around.last().and_then(|at| self.frames.get(*at)).map(|page| page.bounds.height)
    }

    /// What is brought into view of a stop, and how much stays free above it: the whole of its field, so that nobody answers a question that
    /// is half out of sight. Where that is higher than the page, the part that the keys are at.
    fn wanted(&self, stop: &Stop) -> (Rectangle, f32) {
        let Some(page) = self.page(stop) else { return (stop.part, ABOVE) };
        if let Some(list) = stop.list {
            return listed(stop, list, page);
        }
        if let Some(field) = stop.field.filter(|field| field.height + 2.0 * MARGIN <= page) {
            let name = (ABOVE - (stop.bounds.y - field.y)).max(MARGIN);
            return (field, name.min(page - field.height - MARGIN));
        }
        let too_high = stop.part.height + ABOVE + MARGIN > page;
        (stop.least.filter(|_| too_high).unwrap_or(stop.part), ABOVE)
    }

    /// The second walk.
    pub(super) fn landing(&self) -> Option<Landing> {
        let total = self.stops.len();
        let now = self.stops.iter().position(|stop| stop.focused);
        let target = match &self.goal {
            Goal::Next | Goal::On | Goal::Past => self.beside(now.map_or(0, |now| now + 1)..total, 0..total)?,
            Goal::Previous => self.beside((0..now.unwrap_or(0)).rev(), (0..total).rev())?,
            Goal::Id(id) => self.stops.iter().position(|stop| stop.id.as_ref() == Some(id))?,
            Goal::Nth(n) => *n,
            Goal::Reveal => now?,
        };
        let stop = self.stops.get(target)?;
        let (part, above) = self.wanted(stop);
        let presses = self.goal == Goal::On && stop.of_enter.1;
        Some(Landing {
            target,
            presses,
            moves: self.goal != Goal::Reveal && !presses,
            scrolls: scrolls(part, above, &stop.around, &self.frames),
            caret: self.caret,
            ..Landing::default()
        })
    }
}

impl<T: 'static> Operation<T> for Survey {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        let (entered, opened) = (self.entering.take(), self.opening.take());
        self.around.extend(entered);
        self.fields.extend(opened.map(|field| (field, self.around.len())));
        operate(self);
        if opened.is_some() {
            self.fields.pop();
        }
        if entered.is_some() {
            self.around.pop();
        }
    }

    fn scrollable(&mut self, _: Option<&Id>, bounds: Rectangle, content: Rectangle, translation: Vector, _: &mut dyn Scrollable) {
        self.entering = Some(self.frames.len());
        self.frames.push(Frame { bounds, content, translation });
    }

    fn custom(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        if let Some(info) = state.downcast_ref::<Info>() {
            (self.reveal, self.least) = (info.reveal, info.least);
            self.role = info.role;
            self.of_enter = (info.passed, info.leads_on);
            self.opening = (info.role == Role::Field).then_some(bounds);
        }
        if let Some(group) = state.downcast_ref::<Group>() {
            let begins = *group == Group::Begins;
            self.among = begins.then_some(false);
            self.list = begins.then_some(bounds);
            // What a yes brought below it belongs to its question; what stands in a field of its own does not.
            let asks = self.stops.last_mut().filter(|last| begins && last.role == Role::RadioGroup && last.around == self.around);
            if let Some(asks) = asks.filter(|_| self.fields.is_empty()) {
                asks.list = Some(bounds);
            }
        }
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        let (part, least) = (self.reveal.take().unwrap_or(bounds), self.least.take());
        let (role, of_enter) = (std::mem::take(&mut self.role), std::mem::take(&mut self.of_enter));
        let is_box = role == Role::CheckBox;
        let passed = self.among.as_mut().is_some_and(|met| is_box && std::mem::replace(met, true));
        // A part of a control that scrolls by itself has its place there.
        let field = self.fields.last().filter(|(_, around)| *around == self.around.len()).map(|(field, _)| *field);
        let (focused, around) = (state.is_focused(), self.around.clone());
        self.stops.push(Stop { id: id.cloned(), bounds, part, field, least, focused, role, list: self.list, around, passed, of_enter });
    }

    fn finish(&self) -> Outcome<T> {
        self.landing().map_or(Outcome::None, |landing| Outcome::Chain(Box::new(landing)))
    }
}
