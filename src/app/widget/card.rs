//! The box that a page's parts stand in. It has no keys and no states.
//!
//! ```ignore
//! card(column![badge::section("Enrollment"), form])
//! ```

use super::Element;
use crate::app::theme::{container as boxes, space};
use iced::Length;
use iced::widget::container;

/// A card: surface, line, rounded, with room inside; as wide as its place.
pub fn card<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    container(content).padding(space::S20).width(Length::Fill).style(boxes::card).into()
}

/// A card without room inside, for a table: its rows reach from line to line.
pub fn sheet<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    container(content).padding(1).width(Length::Fill).style(boxes::card).into()
}
