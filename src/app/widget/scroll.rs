//! Content that may be higher than its place: one upright scroll bar in our colours, nothing sideways.
//!
//! Keys: none of its own; what gets the keyboard scrolls into view.
//!
//! States: the bar at rest, under the pointer, held; no bar where everything fits.
//!
//! ```ignore
//! scroll(container(page).padding(space::S24)).id("page")
//! ```

use super::Element;
use super::sheet::sheet;
use crate::app::theme::Tokens;
use iced::border;
use iced::widget::scrollable::{self, AutoScroll, Direction, Rail, Scrollable, Scrollbar, Scroller, Status, Style};
use iced::{Background, Shadow, Theme, widget::container};

/// A scrollable of the whole place; the controls in it scroll into view by themselves. Give it an `.id(..)` to scroll it by hand.
pub fn scroll<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Scrollable<'a, M> {
    scrollable::Scrollable::with_direction(sheet(content), Direction::Vertical(Scrollbar::new().width(8).scroller_width(8).margin(2)))
        .width(iced::Fill)
        .height(iced::Fill)
        .style(style)
}

fn style(theme: &Theme, status: Status) -> Style {
    let tokens = Tokens::of(theme);
    let held = matches!(
        status,
        Status::Dragged { is_vertical_scrollbar_dragged: true, .. } | Status::Hovered { is_vertical_scrollbar_hovered: true, .. }
    );
    let thumb = if held { tokens.secondary } else { tokens.control };
    let rail = Rail {
        background: None,
        border: border::rounded(4),
        scroller: Scroller { background: Background::Color(thumb), border: border::rounded(4) },
    };
    Style {
        container: container::Style::default(),
        vertical_rail: rail,
        horizontal_rail: rail,
        gap: None,
        auto_scroll: AutoScroll {
            background: Background::Color(tokens.surface),
            border: border::rounded(16).width(1).color(tokens.control),
            shadow: Shadow::default(),
            icon: tokens.text,
        },
    }
}
