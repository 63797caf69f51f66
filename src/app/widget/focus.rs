//! Who has the keyboard: the state each control keeps, and the walks that move it.
//!
//! Exactly one thing has the focus: a control drops it when somebody presses outside of it, and every walk here takes it from all
//! others. A walk also brings what it lands on into view, in every scrollable around it.

mod landing;
mod survey;

use iced::advanced::widget::operation::{Focusable, Operation, Outcome};
use iced::advanced::widget::{Id, Tree};
use iced::advanced::{Layout, widget};
use iced::{Rectangle, Renderer, Task};
use serde::{Deserialize, Serialize};
use std::any::Any;

use super::Element;
use super::access::{Info, Role};
use landing::Landing;
pub(in crate::app) use survey::{Frame, Survey, into_view};

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
    /// As `On`, but what leads on is gone to and not pressed: an answer was taken by the same key, and is to be seen.
    Past,
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
    let is_open = |info: &Info| info.role == Role::ComboBox && info.expanded == Some(true);
    let settle = |list: &mut dyn Focusable| {
        list.unfocus();
        list.focus();
    };
    at_hand(content, tree, layout, renderer, AtHand { is: is_open, then: settle, next: false, met: false })
}

/// True where a key has just taken the answer that was gone to in the list that has the keyboard.
pub(super) fn took<M>(content: &mut Element<'_, M>, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> bool {
    at_hand(content, tree, layout, renderer, AtHand { is: |info| info.taken, then: |_| {}, next: false, met: false })
}

fn at_hand<M>(content: &mut Element<'_, M>, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, mut look: AtHand) -> bool {
    content.as_widget_mut().operate(tree, layout, renderer, &mut look);
    look.met
}

/// Looks whether what has the keyboard is such a control, and does something with it.
struct AtHand {
    is: fn(&Info) -> bool,
    then: fn(&mut dyn Focusable),
    /// The control that comes next is such a one.
    next: bool,
    met: bool,
}

impl Operation for AtHand {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        self.next = state.downcast_ref::<Info>().is_some_and(self.is);
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if std::mem::take(&mut self.next) && state.is_focused() {
            (self.then)(state);
            self.met = true;
        }
    }
}

/// Takes the focus from everything in `content`.
pub(super) fn clear<M>(content: &mut Element<'_, M>, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) {
    let mut landing = Landing::nowhere();
    content.as_widget_mut().operate(tree, layout, renderer, &mut landing);
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
