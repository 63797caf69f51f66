//! The second walk: it gives the focus to one stop, or presses it, and brings it into view.

use crate::app::widget::access::{Ask, Info};
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Focusable, Operation, Scrollable, TextInput};
use iced::{Rectangle, Vector};
use std::any::Any;

/// Second walk: gives the focus to one stop, takes it from all others, scrolls.
#[derive(Default)]
pub(in crate::app) struct Landing {
    pub(super) target: usize,
    pub(super) moves: bool,
    /// The target is pressed, and gets no focus.
    pub(super) presses: bool,
    pub(super) scrolls: Vec<(usize, f32)>,
    pub(super) stops: usize,
    pub(super) frames: usize,
    /// The control before was the target: if it is an input, its text is marked.
    pub(super) landed: bool,
    /// Where the cursor goes in it instead.
    pub(super) caret: Option<usize>,
}

impl Landing {
    /// Takes the focus from everything.
    pub(super) fn nowhere() -> Self {
        Self { target: usize::MAX, moves: true, ..Self::default() }
    }
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
