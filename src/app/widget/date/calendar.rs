//! How the open month looks and where its parts lie.

use super::Range;
use super::month::{self, by_months};
use crate::app::font;
use crate::app::icon::Icon;
use crate::app::theme::{Tokens, space, text as roles};
use crate::app::widget::draw::{self, Words};
use crate::domain::entry::Day;
use chrono::Datelike;
use iced::advanced::text::Alignment;
use iced::border::{self, Border};
use iced::{Color, Point, Rectangle, Renderer, Size};

/// The month without its edges: seven days wide; a head, the names of the days, six weeks, a line of words high.
const DAY: Size = Size::new(34.0, 30.0);
const HEAD: f32 = 30.0;
const NAMES: f32 = 22.0;
const FOOT: f32 = 26.0;
const PAD: f32 = 8.0;

/// A part of the open month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Leads a month back.
    Back,
    /// Leads a month on.
    Forth,
    /// A day.
    Day(Day),
    /// Nothing that can be pressed.
    Ground,
}

/// The open month.
pub struct Calendar {
    /// Where it lies.
    pub bounds: Rectangle,
    /// The day that the keys are at; its month is on show.
    pub cursor: Day,
    /// The day that the field holds.
    pub chosen: Option<Day>,
    /// The day of work.
    pub today: Day,
    /// The days that can be taken.
    pub range: Range,
}

impl Calendar {
    /// How big it is where there is so much room.
    pub fn size(width: f32) -> Size {
        Size::new((7.0 * DAY.width + 2.0 * PAD).min(width), HEAD + NAMES + 6.0 * DAY.height + FOOT + 2.0 * PAD)
    }

    fn inner(&self) -> Rectangle {
        self.bounds.shrink(PAD)
    }

    fn arrow(&self, forth: bool) -> Rectangle {
        let inner = self.inner();
        let x = if forth { inner.x + inner.width - HEAD } else { inner.x };
        Rectangle { x, width: HEAD, height: HEAD, ..inner }
    }

    fn cell(&self, row: u32, column: u32) -> Rectangle {
        let inner = self.inner();
        let width = inner.width / 7.0;
        let at = Point::new(inner.x + width * column as f32, inner.y + HEAD + NAMES + DAY.height * row as f32);
        Rectangle::new(at, Size::new(width, DAY.height)).shrink(1)
    }

    /// The line of words at its foot.
    pub fn foot(&self) -> Rectangle {
        let inner = self.inner();
        Rectangle { y: inner.y + inner.height - FOOT, height: FOOT, ..inner }
    }

    /// The days on show with their places.
    pub fn days(&self) -> impl Iterator<Item = (Day, Rectangle)> {
        month::days_around(self.cursor).map(|(day, row, column)| (day, self.cell(row, column)))
    }

    /// What lies at a point; None beside it.
    pub fn part(&self, at: Point) -> Option<Part> {
        let day = || self.days().find(|(_, place)| place.contains(at)).map(|(day, _)| Part::Day(day));
        match () {
            () if !self.bounds.contains(at) => None,
            () if self.arrow(false).contains(at) => Some(Part::Back),
            () if self.arrow(true).contains(at) => Some(Part::Forth),
            () => Some(day().unwrap_or(Part::Ground)),
        }
    }

    /// Where pressing an arrow leads.
    pub fn turned(&self, forth: bool) -> Day {
        by_months(self.cursor, if forth { 1 } else { -1 }).unwrap_or(self.cursor)
    }

    /// What is said of the day that the keys are at.
    pub fn words(&self) -> String {
        match self.range.objection(self.cursor, self.today) {
            Some(objection) => objection,
            None => super::words(self.cursor, self.today),
        }
    }

    /// What a screen reader says of a day.
    pub fn said(&self, day: Day) -> String {
        let today = if day == self.today { ", today" } else { "" };
        format!("{}{today}", month::said(day))
    }

    /// Draws it.
    pub fn draw(&self, renderer: &mut Renderer, tokens: &Tokens, over: Option<Part>, viewport: &Rectangle) {
        draw::quad(renderer, self.bounds, tokens.surface, border::rounded(space::RADIUS).width(1).color(tokens.control));
        for (forth, sign, part) in [(false, Icon::ChevronLeft, Part::Back), (true, Icon::ChevronRight, Part::Forth)] {
            let place = self.arrow(forth);
            if over == Some(part) {
                draw::quad(renderer, place.shrink(2), tokens.hover, border::rounded(4));
            }
            draw::icon(renderer, sign, 16.0, tokens.text, place, viewport);
        }
        let inner = self.inner();
        let title = self.cursor.format("%B %Y").to_string();
        let head = Words { font: font::SEMIBOLD, ..words(&title, roles::BODY, tokens.text) };
        head.draw(renderer, Rectangle { x: inner.x + HEAD, width: inner.width - 2.0 * HEAD, height: HEAD, ..inner }, viewport);
        for (column, name) in ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"].into_iter().enumerate() {
            let place = self.cell(0, column as u32);
            let place = Rectangle { y: inner.y + HEAD, height: NAMES, ..place };
            words(name, roles::LABEL, tokens.secondary).draw(renderer, place, viewport);
        }
        for (day, place) in self.days() {
            self.draw_day(renderer, tokens, day, place, over == Some(Part::Day(day)), viewport);
        }
        words(&self.words(), roles::LABEL, tokens.secondary).draw(renderer, self.foot(), viewport);
    }

    /// A day: filled where it is chosen, underlined today, struck through where it cannot be taken, in the ring where the keys are.
    fn draw_day(&self, renderer: &mut Renderer, tokens: &Tokens, day: Day, place: Rectangle, over: bool, viewport: &Rectangle) {
        let (chosen, free) = (self.chosen == Some(day), self.range.contains(day));
        let fill = match () {
            () if chosen => tokens.primary,
            () if over && free => tokens.hover,
            () => tokens.surface,
        };
        draw::quad(renderer, place, fill, border::rounded(4));
        let color = match () {
            () if chosen => tokens.on_primary,
            () if free => tokens.text,
            () => tokens.secondary,
        };
        let number = day.day().to_string();
        let weight = if chosen || day == self.today { font::SEMIBOLD } else { font::REGULAR };
        Words { font: weight, ..words(&number, roles::SECONDARY, color) }.draw(renderer, place, viewport);
        let middle = place.center();
        if !free {
            let line = Rectangle { x: middle.x - 8.0, y: middle.y.round(), width: 16.0, height: 1.0 };
            draw::quad(renderer, line, color, Border::default());
        }
        if day == self.today {
            let line = Rectangle { x: middle.x - 7.0, y: place.y + place.height - 6.0, width: 14.0, height: 2.0 };
            draw::quad(renderer, line, color, Border::default());
        }
        if day == self.cursor {
            let ring = border::rounded(6).width(draw::RING).color(tokens.focus);
            draw::quad(renderer, place.expand(if chosen { 3 } else { 0 }), Color::TRANSPARENT, ring);
        }
    }
}

/// Words in the middle of their place.
const fn words(content: &str, size: f32, color: Color) -> Words<'_> {
    Words { content, size, font: font::REGULAR, color, align: Alignment::Center }
}
