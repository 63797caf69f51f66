//! One answer of a short list, all of them in sight: for the HUD lists that interviewers know by number.
//!
//! Answers that fit into one line stand side by side, otherwise one below the other; those that are none stand in lines of their own, below.
//!
//! Keys: one stop for Tab. Digits choose by HUD number, letters by the beginning of the label, the arrows go along, Delete and
//! Backspace clear.
//!
//! States: nothing chosen, one chosen, under the pointer, focused (ring around all), invalid (red marks), disabled (no `on_choose`).
//!
//! ```ignore
//! choice("veteran", "Veteran Status", form::offered(field, &text), Some(text))
//!     .invalid(!findings.is_empty())
//!     .on_choose(Message::Veteran)
//! ```

mod lines;

use super::access::{Ask, Info, Role};
use super::control::{self, control};
use super::focus::Focus;
use super::option::{Answers, Opt, Typed};
use super::{Element, draw};
use crate::app::font;
use crate::app::theme::{Tokens, space, text as roles};
use draw::Press;
use iced::advanced::text::{Alignment, Wrapping};
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, renderer};
use iced::border;
use iced::keyboard::key::Named;
use iced::time::Instant;
use iced::widget::Column;
use iced::{Event, Length, Padding, Point, Rectangle, Renderer, Size, Theme, mouse};
use lines::Lines;
use std::borrow::Cow;

/// Side of the ring that is filled, px.
const MARK: f32 = 16.0;
/// Room for the number, px.
const CODE: f32 = 28.0;
/// From the edges, and between mark, number and words; less where the room is narrow, px.
const GAP: (f32, f32) = (8.0, 4.0);
/// What is narrow, px.
const NARROW: f32 = 200.0;
/// Above and below the words of a row, px.
const PAD: f32 = 5.0;

/// See [`choice`].
pub struct Choice<'a, M> {
    id: Id,
    answers: Answers<'a, M>,
    rows: Vec<Element<'a, M>>,
    info: Info,
}

/// One answer of a short list, as rows with a radio mark. `selected` is the value of the chosen option; without `on_choose` it is
/// disabled.
pub fn choice<'a, M: 'a>(
    id: impl Into<Id>,
    label: impl Into<Cow<'static, str>>,
    options: Vec<Opt>,
    selected: Option<String>,
) -> Choice<'a, M> {
    let rows = options.iter().map(row).collect();
    let info = Info { set_size: Some(options.len()), ..Info::new(Role::RadioGroup, label) };
    Choice { id: id.into(), answers: Answers::new(Role::Radio, options, selected), rows, info }
}

fn row<'a, M: 'a>(option: &Opt) -> Element<'a, M> {
    let words = roles::body(option.label.clone()).wrapping(Wrapping::WordOrGlyph);
    match &option.detail {
        None => words.into(),
        Some(detail) => Column::new().push(words).push(roles::hint(detail.clone())).into(),
    }
}

impl<'a, M> Choice<'a, M> {
    /// What choosing sends: the value, or None when it was cleared.
    pub fn on_choose(mut self, message: impl Fn(Option<String>) -> M + 'a) -> Self {
        self.answers.on_choose = Some(Box::new(message));
        self
    }

    /// What a key means: None where it is not for us.
    fn key(&self, press: Press, typed: &mut Typed) -> Option<Option<usize>> {
        let Answers { options, selected, .. } = &self.answers;
        let (selected, last) = (*selected, options.len().checked_sub(1)?);
        let at = match press {
            Press::Named(Named::ArrowDown | Named::ArrowRight, _) => selected.map_or(0, |at| if at == last { 0 } else { at + 1 }),
            Press::Named(Named::ArrowUp | Named::ArrowLeft, _) => selected.and_then(|at| at.checked_sub(1)).unwrap_or(last),
            Press::Named(Named::Home, _) => 0,
            Press::Named(Named::End, _) => last,
            Press::Named(Named::Delete | Named::Backspace, _) => {
                typed.clear();
                return Some(None);
            }
            Press::Char(' ') => selected.unwrap_or(0),
            Press::Char(char) => {
                let found = typed.push(char, options, selected, Instant::now()).or(selected);
                return Some(typed.lost().map_or(found, |(_, before)| before));
            }
            Press::Named(..) => return None,
        };
        Some(Some(at))
    }
}

control!(Choice);

impl<'a, M: 'a> From<Choice<'a, M>> for Element<'a, M> {
    fn from(mut choice: Choice<'a, M>) -> Self {
        choice.info.disabled = choice.answers.on_choose.is_none();
        Element::new(choice)
    }
}

#[derive(Default)]
struct State {
    focus: Focus,
    typed: Typed,
    hovered: Option<usize>,
    asked: Option<control::Asked>,
    /// The gap in the room that there is.
    gap: f32,
}

impl<M> Widget<M, Theme, Renderer> for Choice<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.rows.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.rows);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let room = limits.max().width;
        let (gap, limits) = (gap(room), limits.loose());
        let number = if self.answers.options.iter().any(|o| o.number().is_some()) { CODE } else { 2.0 };
        let column = MARK + 2.0 * gap + number;
        let within = limits.shrink(Padding { top: PAD, right: gap, bottom: PAD, left: column });
        let words = self.rows.iter_mut().zip(&mut tree.children);
        let words: Vec<_> = words.map(|(row, tree)| row.as_widget_mut().layout(tree, renderer, &within)).collect();
        let widest = words.iter().map(|words| column + words.size().width + gap).fold(0.0, f32::max);
        let whole = limits.resolve(Length::Fill, Length::Shrink, Size::new(widest, 0.0)).width;
        let lines = Lines::of(&self.answers.options, &words, (column, gap, whole));
        // Closer together where that takes a line less; the first ring stays below those of other questions.
        let close = (gap > GAP.1 && lines.count() > 1).then(|| {
            let inset = gap - GAP.1;
            (Lines::of(&self.answers.options, &words, (column - 2.0 * inset, GAP.1, whole - inset)), GAP.1, inset)
        });
        let (lines, gap, inset) = close.filter(|(close, ..)| close.count() < lines.count()).unwrap_or((lines, gap, 0.0));
        tree.state.downcast_mut::<State>().gap = gap;
        let (mut y, mut placed, mut words) = (0.0, Vec::with_capacity(words.len()), words.into_iter());
        for line in lines.placed() {
            let mut below = y;
            for (cell, words) in line.iter().zip(words.by_ref()) {
                let height = words.size().height + 2.0 * PAD;
                let words = words.move_to(Point::new(cell.left, PAD));
                placed.push(layout::Node::with_children(Size::new(cell.width, height), vec![words]).move_to(Point::new(inset + cell.x, y)));
                below = below.max(y + height);
            }
            y = below;
        }
        layout::Node::with_children(Size::new(whole, y), placed)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        let answers = &mut self.answers;
        self.info.value = answers.chosen().map(|option| option.label.clone());
        self.info.reveal = answers.selected.and_then(|at| layout.children().nth(at)).map(|row| row.bounds());
        let ask = control::report(operation, Some(&self.id), bounds, &mut self.info, &mut state.focus);
        state.asked.take_if(|_| ask == Some(Ask::Forget));
        operation.traverse(&mut |operation| {
            let rows = self.rows.iter_mut().zip(&mut answers.items).zip(&mut tree.children).zip(layout.children()).enumerate();
            for (at, (((row, info), tree), layout)) in rows {
                info.checked = Some(answers.selected == Some(at));
                info.active = answers.selected == Some(at);
                if control::report_part(operation, None, layout.bounds(), info) {
                    state.asked = Some((at, info.label.clone()));
                }
                operation.traverse(&mut |operation| {
                    if let Some(layout) = layout.children().next() {
                        row.as_widget_mut().operate(tree, layout, renderer, operation);
                    }
                });
            }
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        _: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        if self.info.disabled {
            state.asked = None;
            return;
        }
        let over = layout.children().position(|row| cursor.is_over(row.bounds()));
        if control::changed(&mut state.hovered, over) {
            shell.request_redraw();
        }
        if let Some(at) = state.asked.take().and_then(|asked| control::still(&self.answers.items, asked)) {
            self.answers.choose(Some(at), shell);
        }
        if draw::is_press(event) {
            let over = over.filter(|_| !shell.is_event_captured());
            if state.focus.set(over.is_some()) {
                state.typed.clear();
                shell.request_redraw();
            }
            if over.is_some() {
                shell.capture_event();
                self.answers.choose(over, shell);
            }
        } else if state.focus.is_on()
            && !shell.is_event_captured()
            && let Some(choice) = draw::press(event).and_then(|press| self.key(press, &mut state.typed))
        {
            shell.capture_event();
            self.answers.choose(choice, shell);
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let tokens = Tokens::of(theme);
        let enabled = !self.info.disabled;
        for (at, ((option, row), (tree, place))) in
            self.answers.options.iter().zip(&self.rows).zip(tree.children.iter().zip(layout.children())).enumerate()
        {
            let bounds = place.bounds();
            let Some(words) = place.children().next() else { continue };
            let chosen = self.answers.selected == Some(at);
            let hovered = enabled && cursor.is_over(bounds);
            if chosen || hovered {
                let fill = if chosen { tokens.selected } else { tokens.hover };
                draw::quad(renderer, bounds, fill, border::rounded(space::RADIUS));
            }
            let line = bounds.y + PAD + 9.0;
            let gap = state.gap;
            let mark = Rectangle { x: bounds.x + gap, y: line - MARK / 2.0, width: MARK, height: MARK };
            let lit = enabled && chosen;
            let color = match () {
                () if lit || hovered => tokens.primary,
                () if self.info.invalid => tokens.bad.text,
                () => tokens.secondary,
            };
            draw::quad(renderer, mark, tokens.surface, border::rounded(MARK / 2.0).width(if chosen { 5.0 } else { 1.0 }).color(color));
            if let Some(code) = option.number() {
                let color = if lit { tokens.primary } else { tokens.secondary };
                let x = mark.x + MARK + gap;
                let place = Rectangle { x, y: line - 9.0, width: words.bounds().x - x, height: 18.0 };
                draw::Words { content: code, size: roles::LABEL, font: font::MEDIUM, color, align: Alignment::Left }
                    .draw(renderer, place, viewport);
            }
            let style = renderer::Style { text_color: if enabled { tokens.text } else { tokens.secondary } };
            row.as_widget().draw(tree, renderer, theme, &style, words, cursor, viewport);
        }
        if state.focus.is_on() {
            draw::ring_around(renderer, layout.bounds(), space::RADIUS, tokens);
        }
    }

    fn mouse_interaction(&self, _: &Tree, layout: Layout<'_>, cursor: mouse::Cursor, _: &Rectangle, _: &Renderer) -> mouse::Interaction {
        control::pointer(!self.info.disabled, layout, cursor)
    }
}

/// The gap in so much room.
const fn gap(width: f32) -> f32 {
    if width < NARROW { GAP.1 } else { GAP.0 }
}
