//! Who has the keyboard: the state each control keeps, and the walks that move it.
//!
//! Exactly one thing has the focus: a control drops it when somebody presses outside of it, and every walk here takes it from all
//! others. A walk also brings what it lands on into view, in every scrollable around it.

use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, Scrollable, TextInput};
use iced::advanced::widget::{Id, Tree};
use iced::advanced::{Layout, widget};
use iced::{Rectangle, Renderer, Task, Vector};
use serde::{Deserialize, Serialize};
use std::any::Any;

use super::Element;
use super::access::{Ask, Info, Role};

/// Px that stay free around what is scrolled into view.
const MARGIN: f32 = 24.0;
/// As high as a box of a list and what is between it and the next one, px.
const NEIGHBOUR: f32 = 44.0;
/// Px that stay free above it: the name of its field, and what stands before that.
const ABOVE: f32 = 96.0;

/// Whether a control has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Focus(bool);

impl Focus {
    /// Whether it has.
    pub const fn is_on(self) -> bool {
        self.0
    }

    /// Gives or takes it; true where that changed something.
    pub fn set(&mut self, on: bool) -> bool {
        std::mem::replace(&mut self.0, on) != on
    }
}

impl Focusable for Focus {
    fn is_focused(&self) -> bool {
        self.0
    }

    fn focus(&mut self) {
        self.0 = true;
    }

    fn unfocus(&mut self) {
        self.0 = false;
    }
}

/// Gives the focus to the control with this id, brings it into view, and marks all its text if it is an input.
pub fn focus<M: Send + 'static>(id: impl Into<Id>) -> Task<M> {
    widget::operate(Survey::new(Goal::Id(id.into())))
}

/// As Tab does.
pub fn focus_next<M: Send + 'static>() -> Task<M> {
    widget::operate(Survey::new(Goal::Next))
}

/// As Shift+Tab does.
pub fn focus_previous<M: Send + 'static>() -> Task<M> {
    widget::operate(Survey::new(Goal::Previous))
}

/// Brings what has the focus into view again, after the page around it became smaller.
pub fn reveal<M: Send + 'static>() -> Task<M> {
    widget::operate(Survey::new(Goal::Reveal))
}

/// Asks which control has the focus: the id that it was given. None where nothing has it, or what has it was given none.
pub fn asked() -> Task<Option<String>> {
    widget::operate(Asking::default())
}

/// Where somebody works: the control that has the keyboard, and where the cursor stands in its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spot {
    /// The id of the control.
    pub control: String,
    /// The place of the cursor, in characters as people count them; none in what is no line of text.
    pub caret: Option<usize>,
}

/// Asks where somebody works; as [`asked`].
pub fn spot() -> Task<Option<Spot>> {
    widget::operate(Spotting::default())
}

/// Gives the focus back to where somebody worked. Unlike [`focus`] it marks nothing: the next letter goes on where the last one ended.
pub fn back_to<M: Send + 'static>(spot: &Spot) -> Task<M> {
    let mut survey = Survey::new(Goal::Id(Id::from(spot.control.clone())));
    survey.caret = Some(spot.caret.unwrap_or(usize::MAX));
    widget::operate(survey)
}

/// Looks for what has the focus, and for the cursor in it.
#[derive(Default)]
struct Spotting {
    found: Option<Spot>,
    caret: Option<usize>,
}

impl Operation<Option<Spot>> for Spotting {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<Option<Spot>>)) {
        self.caret = None;
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        self.caret = state.downcast_ref::<Info>().and_then(|info| info.caret);
    }

    fn focusable(&mut self, id: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.found = id.and_then(given).map(|control| Spot { control, caret: self.caret });
        }
    }

    fn finish(&self) -> Outcome<Option<Spot>> {
        Outcome::Some(self.found.clone())
    }
}

/// The id that a control was given; None for one that the toolkit made up.
fn given(id: &Id) -> Option<String> {
    // The toolkit shows an id in no other way than this; a test below says so when that changes.
    let shown = format!("{id:?}");
    shown.strip_prefix("Id(Custom(\"")?.strip_suffix("\"))").map(str::to_owned)
}

/// Looks for what has the focus.
#[derive(Default)]
struct Asking {
    found: Option<String>,
}

impl Operation<Option<String>> for Asking {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<Option<String>>)) {
        operate(self);
    }

    fn focusable(&mut self, id: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.found = id.and_then(given);
        }
    }

    fn finish(&self) -> Outcome<Option<String>> {
        Outcome::Some(self.found.clone())
    }
}

/// Where a walk is to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Goal {
    /// The one after the focused one, the first after the last.
    Next,
    /// As `Next`, by Enter: past what is proposed, and what leads on is pressed.
    On,
    /// The one before it.
    Previous,
    /// By its id.
    Id(Id),
    /// By its place in the walk, from 0.
    Nth(usize),
    /// Stay; only bring the focused part into view.
    Reveal,
}

/// Said to a walk around boxes that belong together: Tab stops at the first of them, and the arrows go to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// The boxes follow.
    Begins,
    /// There are no more.
    Ends,
}

/// Walks over `content` twice: finds the goal, then lands on it. False where there is nothing to land on.
pub(super) fn go<M>(content: &mut Element<'_, M>, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, goal: Goal) -> bool {
    let mut survey = Survey::new(goal);
    content.as_widget_mut().operate(tree, layout, renderer, &mut survey);
    let Some(mut landing) = survey.landing() else { return false };
    content.as_widget_mut().operate(tree, layout, renderer, &mut landing);
    true
}

/// The place of the focused control in the walk over `content`; None where none has it.
pub(super) fn focused<M>(content: &mut Element<'_, M>, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> Option<usize> {
    let mut survey = Survey::new(Goal::Reveal);
    content.as_widget_mut().operate(tree, layout, renderer, &mut survey);
    survey.stops.iter().position(|stop| stop.focused)
}

/// The id of the focused control in `content`; None where none has it, or one that was given no id.
pub(super) fn focused_id<M>(content: &mut Element<'_, M>, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> Option<String> {
    let mut survey = Survey::new(Goal::Reveal);
    content.as_widget_mut().operate(tree, layout, renderer, &mut survey);
    survey.stops.iter().find(|stop| stop.focused)?.id.as_ref().and_then(given)
}

/// Takes the answer that is marked in an open list, as going on by Tab does; the keyboard stays in it. True where one was open.
pub(super) fn settle<M>(content: &mut Element<'_, M>, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> bool {
    let mut settling = Settling::default();
    content.as_widget_mut().operate(tree, layout, renderer, &mut settling);
    settling.done
}

/// Looks for an open list that has the keyboard.
#[derive(Default)]
struct Settling {
    /// The control that comes next is one that is open.
    open: bool,
    done: bool,
}

impl Operation for Settling {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        self.open = state.downcast_ref::<Info>().is_some_and(|info| info.role == Role::ComboBox && info.expanded == Some(true));
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if std::mem::take(&mut self.open) && state.is_focused() {
            state.unfocus();
            state.focus();
            self.done = true;
        }
    }
}

/// Takes the focus from everything in `content`.
pub(super) fn clear<M>(content: &mut Element<'_, M>, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) {
    let mut landing = Landing { target: usize::MAX, moves: true, ..Landing::default() };
    content.as_widget_mut().operate(tree, layout, renderer, &mut landing);
}

/// First walk: everything that can be focused, in order, and the scrollables around each.
pub(in crate::app) struct Survey {
    goal: Goal,
    stops: Vec<Stop>,
    frames: Vec<Frame>,
    around: Vec<usize>,
    entering: Option<usize>,
    reveal: Option<Rectangle>,
    least: Option<Rectangle>,
    caret: Option<usize>,
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

struct Stop {
    id: Option<Id>,
    bounds: Rectangle,
    part: Rectangle,
    /// The field that it stands in, with its name, its hint and its findings.
    field: Option<Rectangle>,
    /// What must be in view where the part is higher than its page.
    least: Option<Rectangle>,
    focused: bool,
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

/// How far each scrollable around a part must be scrolled, from the innermost outwards; `above` it so much stays free, px.
fn scrolls(mut part: Rectangle, above: f32, around: &[usize], frames: &[Frame]) -> Vec<(usize, f32)> {
    let mut scrolls = Vec::new();
    for &index in around.iter().rev() {
        let Some(frame) = frames.get(index) else { continue };
        let most = (frame.content.height - frame.bounds.height).max(0.0);
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
        let passes = |stop: &Stop| stop.passed || (self.goal == Goal::On && stop.of_enter.0);
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
    fn landing(&self) -> Option<Landing> {
        let total = self.stops.len();
        let now = self.stops.iter().position(|stop| stop.focused);
        let target = match &self.goal {
            Goal::Next | Goal::On => self.beside(now.map_or(0, |now| now + 1)..total, 0..total)?,
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

/// Second walk: gives the focus to one stop, takes it from all others, scrolls.
#[derive(Default)]
pub(in crate::app) struct Landing {
    target: usize,
    moves: bool,
    /// The target is pressed, and gets no focus.
    presses: bool,
    scrolls: Vec<(usize, f32)>,
    stops: usize,
    frames: usize,
    /// The control before was the target: if it is an input, its text is marked.
    landed: bool,
    /// Where the cursor goes in it instead.
    caret: Option<usize>,
}

impl<T> Operation<T> for Landing {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn scrollable(&mut self, _: Option<&Id>, _: Rectangle, _: Rectangle, _: Vector, state: &mut dyn Scrollable) {
        if let Some((_, y)) = self.scrolls.iter().find(|(index, _)| *index == self.frames) {
            state.scroll_to(AbsoluteOffset { x: None, y: Some(*y) });
        }
        self.frames += 1;
    }

    /// Comes just before the `focusable` of the same control.
    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        if let Some(info) = state.downcast_mut::<Info>().filter(|info| self.presses && self.stops == self.target && info.leads_on) {
            info.ask = Some(Ask::Activate);
        }
    }

    /// Comes just after the `focusable` of the same input.
    fn text_input(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn TextInput) {
        if std::mem::take(&mut self.landed) {
            match self.caret {
                Some(caret) => state.move_cursor_to(caret),
                None => state.select_all(),
            }
        }
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        self.landed = self.moves && self.stops == self.target;
        if self.moves {
            if self.stops != self.target {
                state.unfocus();
            } else if !state.is_focused() {
                state.focus();
            }
        }
        self.stops += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_gives_back_what_it_was_made_of() {
        assert_eq!(given(&Id::new("Event.ReferralResult")).as_deref(), Some("Event.ReferralResult"));
        assert_eq!(given(&Id::from("Enrollment.EntryDate-0".to_owned())).as_deref(), Some("Enrollment.EntryDate-0"));
        assert_eq!(given(&Id::unique()), None);
    }
}
