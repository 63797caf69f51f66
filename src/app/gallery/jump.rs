//! Scrolls a part of the page to the top.

use iced::Rectangle;
use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Operation, Outcome, Scrollable};
use iced::advanced::widget::{self, Id};
use iced::{Task, Vector};

/// The id of the page.
pub const PAGE: &str = "page";
/// Px that stay free above the part.
const MARGIN: f32 = 24.0;

/// Scrolls the page so far that the part of this id stands at its top.
pub fn to<M: Send + 'static>(part: Id) -> Task<M> {
    widget::operate(Find { part, page: 0.0, at: None })
}

/// First walk: where the part is.
struct Find {
    part: Id,
    page: f32,
    at: Option<f32>,
}

/// Second walk: scrolls.
struct Scroll(f32);

impl<T: 'static> Operation<T> for Find {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn scrollable(&mut self, id: Option<&Id>, bounds: Rectangle, _: Rectangle, _: Vector, _: &mut dyn Scrollable) {
        if id == Some(&Id::new(PAGE)) {
            self.page = bounds.y;
        }
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        if id == Some(&self.part) {
            self.at = Some(bounds.y);
        }
    }

    fn finish(&self) -> Outcome<T> {
        self.at.map_or(Outcome::None, |at| Outcome::Chain(Box::new(Scroll(at - self.page - MARGIN))))
    }
}

impl<T> Operation<T> for Scroll {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn scrollable(&mut self, id: Option<&Id>, _: Rectangle, _: Rectangle, _: Vector, state: &mut dyn Scrollable) {
        if id == Some(&Id::new(PAGE)) {
            state.scroll_to(AbsoluteOffset { x: None, y: Some(self.0.max(0.0)) });
        }
    }
}
