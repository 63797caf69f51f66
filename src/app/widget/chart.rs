//! Values as bars or as a line, with their numbers: for reports.
//!
//! Keys: none, it is a picture. What it shows is said in one sentence to screen readers, and stands beside it as a table on request.
//!
//! States: with values, without any (says so), with gaps (a value that is no number has no bar and no point).
//!
//! ```ignore
//! bars("Referrals by month", months.map(|m| (m.name, m.count as f64)).collect())
//!     .table(self.as_table)
//! ```

mod scale;

use super::access::{Info, Role};
use super::draw::{self, Words};
use super::semantics::semantics;
use super::{Element, badge};
use crate::app::font;
use crate::app::theme::{Tokens, space, text as roles};
use iced::advanced::text::Alignment;
use iced::advanced::widget::{Tree, Widget};
use iced::advanced::{Layout, layout, renderer};
use iced::border::{self, Border};
use iced::widget::{Column, row};
use iced::{Color, Fill, FillPortion, Length, Rectangle, Renderer, Size, Theme, mouse};
use scale::{Scale, number};

/// Height of the whole, px.
const HEIGHT: f32 = 180.0;
/// Room for the numbers at the left and for the names below, px.
const LEFT: f32 = 44.0;
const BELOW: f32 = 24.0;
/// Room for the number above the highest bar, px.
const ABOVE: f32 = 18.0;
/// The widest that a bar gets, px.
const BAR: f32 = 48.0;

/// How values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bars,
    Line,
}

/// See [`bars`] and [`line`].
pub struct Chart {
    kind: Kind,
    label: String,
    values: Vec<(String, f64)>,
    summary: Option<String>,
    table: bool,
}

/// Values as bars; each with its name.
pub fn bars(label: impl Into<String>, values: Vec<(String, f64)>) -> Chart {
    Chart { kind: Kind::Bars, label: label.into(), values, summary: None, table: false }
}

/// Values as a line; each with its name.
pub fn line(label: impl Into<String>, values: Vec<(String, f64)>) -> Chart {
    Chart { kind: Kind::Line, ..bars(label, values) }
}

impl Chart {
    /// What it shows, in a sentence, instead of the highest, the lowest and the last value.
    pub fn summary(mut self, words: impl Into<String>) -> Self {
        self.summary = Some(words.into());
        self
    }

    /// Whether the values stand beside it as a table.
    pub const fn table(mut self, on: bool) -> Self {
        self.table = on;
        self
    }
}

impl<'a, M: 'a> From<Chart> for Element<'a, M> {
    fn from(chart: Chart) -> Self {
        let Chart { kind, label, values, summary, table } = chart;
        if values.iter().all(|(_, value)| !value.is_finite()) {
            return badge::live(format!("{label}: nothing to show yet"));
        }
        let beside = table.then(|| {
            let lines = values.iter().map(|(name, value)| {
                let info = Info::new(Role::ListItem, format!("{name}: {}", number(*value)));
                semantics(info, row![roles::secondary(name.clone()).width(Fill), roles::secondary(number(*value))].spacing(space::S8))
            });
            let info = Info { set_size: Some(values.len()), ..Info::new(Role::List, format!("{label}: values")) };
            row![semantics(info, Column::with_children(lines).spacing(space::S4))].width(FillPortion(1))
        });
        let info = Info { description: Some(summary.unwrap_or_else(|| scale::summary(&values))), ..Info::new(Role::Image, label) };
        let picture = semantics(info, Element::new(Picture { kind, values }));
        row![row![picture].width(FillPortion(3)), beside].spacing(space::S24).into()
    }
}

struct Picture {
    kind: Kind,
    values: Vec<(String, f64)>,
}

impl Picture {
    fn draw_grid(&self, renderer: &mut Renderer, tokens: &Tokens, plot: Rectangle, scale: &Scale, viewport: &Rectangle) {
        for tick in scale.ticks() {
            let y = plot.y + plot.height * scale.part_above(tick);
            draw::quad(renderer, Rectangle { y: y.round(), height: 1.0, ..plot }, tokens.line, Border::default());
            let place = Rectangle { x: plot.x - LEFT, y: y - 8.0, width: LEFT - 8.0, height: 16.0 };
            words(&number(tick), tokens.secondary, Alignment::Right).draw(renderer, place, viewport);
        }
    }

    /// The names below, as many of them as there is room for.
    fn draw_names(&self, renderer: &mut Renderer, tokens: &Tokens, plot: Rectangle, viewport: &Rectangle) {
        let slot = plot.width / self.values.len() as f32;
        let widest = self.values.iter().map(|(name, _)| draw::width(name, roles::LABEL, font::REGULAR)).fold(1.0, f32::max) + space::S8;
        let every = (widest / slot).ceil().max(1.0) as usize;
        for (at, (name, _)) in self.values.iter().enumerate().step_by(every) {
            let middle = plot.x + slot * (at as f32 + 0.5);
            let place = Rectangle { x: middle - widest / 2.0, y: plot.y + plot.height, width: widest, height: BELOW };
            words(name, tokens.secondary, Alignment::Center).draw(renderer, place, viewport);
        }
    }

    /// Where each value stands: the middle of its slot and its height; None for a gap.
    fn points(&self, plot: Rectangle, scale: &Scale) -> Vec<Option<(f32, f32)>> {
        let slot = plot.width / self.values.len() as f32;
        let point = |(at, (_, value)): (usize, &(String, f64))| {
            let middle = plot.x + slot * (at as f32 + 0.5);
            value.is_finite().then(|| (middle, plot.y + plot.height * scale.part_above(*value)))
        };
        self.values.iter().enumerate().map(point).collect()
    }

    fn draw_bars(&self, renderer: &mut Renderer, tokens: &Tokens, plot: Rectangle, scale: &Scale, viewport: &Rectangle) {
        let slot = plot.width / self.values.len() as f32;
        let width = (slot * 0.6).clamp(1.0, BAR);
        let zero = plot.y + plot.height * scale.part_above(0.0);
        for ((_, value), point) in self.values.iter().zip(self.points(plot, scale)) {
            let Some((x, y)) = point else { continue };
            let bar = Rectangle { x: x - width / 2.0, y: y.min(zero), width, height: (y - zero).abs() };
            draw::quad(renderer, bar, tokens.primary, border::rounded(2));
            let number = number(*value);
            if draw::width(&number, roles::LABEL, font::MEDIUM) <= slot {
                let place = Rectangle { x: x - slot / 2.0, y: bar.y - ABOVE, width: slot, height: ABOVE };
                Words { font: font::MEDIUM, ..words(&number, tokens.text, Alignment::Center) }.draw(renderer, place, viewport);
            }
        }
    }

    /// The line is made of upright strokes one px wide: the toolkit's quads know no slope.
    fn draw_line(&self, renderer: &mut Renderer, tokens: &Tokens, plot: Rectangle, scale: &Scale) {
        let points = self.points(plot, scale);
        for pair in points.windows(2) {
            let [Some((left, from)), Some((right, to))] = pair else { continue };
            let strokes = (right - left).ceil().max(1.0) as usize;
            let height = |n: usize| from + (to - from) * (n as f32 / strokes as f32);
            for n in 0..strokes {
                let (a, b) = (height(n), height(n + 1));
                let stroke = Rectangle { x: left + n as f32, y: a.min(b) - 1.0, width: 1.0, height: (a - b).abs() + 2.0 };
                draw::quad(renderer, stroke, tokens.primary, Border::default());
            }
        }
        for (x, y) in points.into_iter().flatten() {
            let point = Rectangle { x: x - 4.0, y: y - 4.0, width: 8.0, height: 8.0 };
            draw::quad(renderer, point, tokens.surface, border::rounded(4).width(2).color(tokens.primary));
        }
    }
}

/// Small words on the picture.
const fn words(content: &str, color: Color, align: Alignment) -> Words<'_> {
    Words { content, size: roles::LABEL, font: font::REGULAR, color, align }
}

impl<M> Widget<M, Theme, Renderer> for Picture {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fixed(HEIGHT))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::atomic(limits, Length::Fill, HEIGHT)
    }

    fn draw(
        &self,
        _: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let (tokens, bounds) = (Tokens::of(theme), layout.bounds());
        if bounds.width <= LEFT || !bounds.intersects(viewport) {
            return;
        }
        let (width, height) = (bounds.width - LEFT, bounds.height - ABOVE - BELOW);
        let plot = Rectangle { x: bounds.x + LEFT, y: bounds.y + ABOVE, width, height };
        let scale = Scale::of(self.values.iter().map(|(_, value)| *value));
        self.draw_grid(renderer, tokens, plot, &scale, viewport);
        self.draw_names(renderer, tokens, plot, viewport);
        match self.kind {
            Kind::Bars => self.draw_bars(renderer, tokens, plot, &scale, viewport),
            Kind::Line => self.draw_line(renderer, tokens, plot, &scale),
        }
    }
}
