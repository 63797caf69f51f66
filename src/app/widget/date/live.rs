//! The widget behind a day: the line of text, the words beside it, and the month below it while that is open.

use super::calendar::{Calendar, Part};
use super::{Range, month};
use crate::app::icon::Icon;
use crate::app::theme::{Tokens, space};
use crate::app::widget::access::{Ask, Info, Live as Announced, Role};
use crate::app::widget::control::{self, changed, report_part};
use crate::app::widget::draw::{self, Press};
use crate::app::widget::{Control as _, Element, input};
use crate::domain::date as days;
use crate::domain::entry::Day;
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, renderer};
use iced::keyboard::key::Named;
use iced::keyboard::{Event as Keys, Key};
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Theme, mouse};

/// Less room than this beside the line, and the words stand below it, px.
const BESIDE: f32 = 90.0;
/// Between the line and what is below it, px.
const GAP: f32 = 4.0;
/// Room for the icon at the right end of the line, px.
pub const ICON: f32 = 30.0;

pub struct Live<'a, M> {
    pub input: input::Live<'a, M>,
    pub beside: Element<'a, M>,
    /// What stands beside it objects to a text that may still become a day: not said while it is being typed.
    pub part: bool,
    pub today: Day,
    pub range: Range,
    pub disabled: bool,
}

#[derive(Default)]
pub struct State {
    /// The day that the keys are at, while the month is open.
    open: Option<Day>,
    laid_open: bool,
    over: Option<Over>,
    asked: bool,
    asked_day: Option<Day>,
}

/// Where the pointer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Icon,
    Month(Part),
}

impl<M: Clone> Live<'_, M> {
    /// The three parts of the layout: the line, the words, the month.
    fn parts(layout: Layout<'_>) -> Option<[Layout<'_>; 3]> {
        let mut parts = layout.children();
        Some([parts.next()?, parts.next()?, parts.next()?])
    }

    /// True where something is said beside the line.
    fn says(&self, tree: &Tree) -> bool {
        !(self.part && input::Live::<M>::is_focused(&tree.children[0]))
    }

    fn icon(layout: Layout<'_>) -> Rectangle {
        let line = layout.children().next().map(|line| line.bounds()).unwrap_or_default();
        Rectangle { x: line.x + line.width - ICON, width: ICON, ..line }
    }

    fn calendar(&self, tree: &Tree, layout: Layout<'_>) -> Option<Calendar> {
        let cursor = tree.state.downcast_ref::<State>().open?;
        let [_, _, month] = Self::parts(layout)?;
        let chosen = days::typed(input::Live::<M>::text(&tree.children[0]), self.today);
        Some(Calendar { bounds: month.bounds(), cursor, chosen, today: self.today, range: self.range })
    }

    fn over(&self, tree: &Tree, layout: Layout<'_>, cursor: mouse::Cursor) -> Option<Over> {
        let at = cursor.position()?;
        if Self::icon(layout).contains(at) {
            return Some(Over::Icon);
        }
        self.calendar(tree, layout)?.part(at).map(Over::Month)
    }

    fn toggle(&self, tree: &mut Tree) {
        // The month would show what the line hides.
        if self.input.is_masked() {
            return;
        }
        let text = input::Live::<M>::text(&tree.children[0]);
        let day = days::typed(text, self.today).unwrap_or_else(|| self.range.nearest(self.today));
        let state = tree.state.downcast_mut::<State>();
        state.open = if state.open.is_some() { None } else { Some(day) };
        input::Live::<M>::take_focus(&mut tree.children[0]);
    }

    /// So many days after the one that it holds, or after today.
    fn beside_by(&self, tree: &Tree, days: i64) -> Option<Day> {
        let day = days::typed(input::Live::<M>::text(&tree.children[0]), self.today).unwrap_or(self.today);
        day.checked_add_signed(chrono::Duration::days(days))
    }

    /// Takes a day, if it may be taken, and closes.
    fn take(&mut self, day: Day, tree: &mut Tree, shell: &mut Shell<'_, M>) {
        if self.range.contains(day) {
            self.input.set(days::show(day), &mut tree.children[0], shell);
            tree.state.downcast_mut::<State>().open = None;
        }
    }

    /// A press on the icon or the month.
    fn press(&mut self, over: Over, tree: &mut Tree, layout: Layout<'_>, shell: &mut Shell<'_, M>) {
        let calendar = self.calendar(tree, layout);
        let turn = |tree: &mut Tree, forth| tree.state.downcast_mut::<State>().open = calendar.map(|month| month.turned(forth));
        match over {
            Over::Icon => self.toggle(tree),
            Over::Month(Part::Back) => turn(tree, false),
            Over::Month(Part::Forth) => turn(tree, true),
            Over::Month(Part::Day(day)) => self.take(day, tree, shell),
            Over::Month(Part::Ground) => {}
        }
    }

    /// True where a key was for the month.
    fn key(&mut self, event: &Event, tree: &mut Tree, shell: &mut Shell<'_, M>) -> bool {
        if opens(event) {
            self.toggle(tree);
            return true;
        }
        let state = tree.state.downcast_mut::<State>();
        let (Some(day), Some(press)) = (state.open, draw::press(event)) else { return false };
        match press {
            Press::Named(Named::Escape, _) => state.open = None,
            press if draw::activates(press) => self.take(day, tree, shell),
            press => match (month::moved(press, day, self.today), press) {
                (Some(to), _) => state.open = Some(to),
                // What is typed goes into the line, which is then what counts.
                (None, Press::Char(_) | Press::Named(Named::Backspace | Named::Delete, _)) => {
                    state.open = None;
                    return false;
                }
                (None, Press::Named(..)) => return false,
            },
        }
        true
    }
}

/// F4, or Alt with an arrow up or down.
fn opens(event: &Event) -> bool {
    let Event::Keyboard(Keys::KeyPressed { key: Key::Named(key), modifiers, .. }) = event else { return false };
    match key {
        Named::F4 => modifiers.is_empty(),
        Named::ArrowDown | Named::ArrowUp => modifiers.alt() && !modifiers.command(),
        _ => false,
    }
}

impl<M: Clone> Widget<M, Theme, Renderer> for Live<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.input as &dyn Widget<M, Theme, Renderer>), Tree::new(&self.beside)]
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        // The month would show what the line hides.
        if self.input.is_masked() || self.disabled {
            state.open = None;
        }
        if self.disabled {
            (state.asked, state.asked_day) = (false, None);
        }
        tree.diff_children(&[&self.input as &dyn Widget<M, Theme, Renderer>, self.beside.as_widget()]);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let room = limits.max().width;
        let limits = limits.loose();
        let line = self.input.layout(&mut tree.children[0], renderer, &limits);
        let size = line.size();
        let left = room - size.width - space::S12;
        let below = left < BESIDE;
        let limits = limits.max_width(if below { room } else { left });
        let words = self.beside.as_widget_mut().layout(&mut tree.children[1], renderer, &limits);
        let extent = words.size();
        let at = match () {
            () if extent.width == 0.0 => Point::ORIGIN,
            () if below => Point::new(0.0, size.height + GAP),
            () => Point::new(size.width + space::S12, ((size.height - extent.height) / 2.0).max(0.0).round()),
        };
        let words = words.move_to(at);
        let top = size.height.max(at.y + extent.height);
        let state = tree.state.downcast_mut::<State>();
        state.laid_open = state.open.is_some();
        let month = if state.laid_open { Calendar::size(room) } else { Size::ZERO };
        let all =
            Size::new(size.width.max(at.x + extent.width).max(month.width), if state.laid_open { top + GAP + month.height } else { top });
        layout::Node::with_children(all, vec![line, words, layout::Node::new(month).move_to(Point::new(0.0, top + GAP))])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let Some([line, words, _]) = Self::parts(layout) else { return };
        let calendar = self.calendar(tree, layout);
        let info = self.input.info_mut();
        let label = info.label.clone();
        info.activates = true;
        info.expanded = Some(calendar.is_some());
        info.reveal = calendar.as_ref().map(|_| layout.bounds());
        self.input.operate(&mut tree.children[0], line, renderer, operation);
        let mut button = Info {
            activates: true,
            disabled: self.disabled,
            ..Info::new(Role::Button, format!("Calendar: {}", label.unwrap_or_default()))
        };
        let ask = input::Live::<M>::take_ask(&mut tree.children[0]);
        let asked = report_part(operation, None, Self::icon(layout), &mut button) || ask == Some(Ask::Activate);
        let step = match ask {
            Some(Ask::Increment) => self.beside_by(tree, 1),
            Some(Ask::Decrement) => self.beside_by(tree, -1),
            _ => None,
        };
        let says = self.says(tree);
        // What stands beside the line is no part of the button.
        operation.container(None, words.bounds());
        operation.traverse(&mut |operation| {
            if !says {
                return;
            }
            self.beside.as_widget_mut().operate(&mut tree.children[1], words, renderer, operation);
        });
        let state = tree.state.downcast_mut::<State>();
        if ask == Some(Ask::Forget) {
            (state.asked, state.asked_day) = (false, None);
        }
        state.asked |= asked;
        state.asked_day = step.or(state.asked_day);
        let Some(calendar) = calendar else { return };
        let all: Vec<_> = calendar.days().collect();
        let mut month = Info { set_size: Some(all.len()), ..Info::new(Role::List, calendar.cursor.format("%B %Y").to_string()) };
        report_part(operation, None, calendar.bounds, &mut month);
        operation.traverse(&mut |operation| {
            let mut items = control::parts(Role::ListItem, all.iter().map(|(day, _)| Some(calendar.said(*day).into())));
            for ((day, place), info) in all.iter().zip(&mut items) {
                info.selected = Some(calendar.chosen == Some(*day));
                info.disabled = !calendar.range.contains(*day);
                info.active = calendar.cursor == *day;
                if report_part(operation, None, *place, info) {
                    state.asked_day = Some(*day);
                }
                let number = day.format("%-d").to_string();
                operation.traverse(&mut |operation| operation.text(None, *place, &number));
            }
            let said = format!("{}: {}", calendar.said(calendar.cursor), calendar.words());
            report_part(operation, None, calendar.foot(), &mut Info { live: Announced::Polite, ..Info::new(Role::Status, said) });
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let Some([line, ..]) = Self::parts(layout) else { return };
        let enabled = !self.disabled;
        let over = self.over(tree, layout, cursor).filter(|_| enabled);
        let state = tree.state.downcast_mut::<State>();
        if changed(&mut state.over, over) {
            shell.request_redraw();
        }
        let (asked, day) = (std::mem::take(&mut state.asked), state.asked_day.take());
        if asked && enabled {
            self.toggle(tree);
        }
        if let Some(day) = day {
            self.take(day, tree, shell);
        }
        let ours = match over.filter(|_| draw::is_press(event)) {
            _ if shell.is_event_captured() || !enabled => false,
            Some(over) => {
                self.press(over, tree, layout, shell);
                true
            }
            None => input::Live::<M>::is_focused(&tree.children[0]) && self.key(event, tree, shell),
        };
        if ours {
            shell.capture_event();
            shell.request_redraw();
        } else {
            self.input.update(&mut tree.children[0], event, line, cursor, renderer, clipboard, shell, viewport);
        }
        let focused = input::Live::<M>::is_focused(&tree.children[0]);
        let state = tree.state.downcast_mut::<State>();
        state.open = state.open.filter(|_| focused);
        if state.open.is_some() != state.laid_open {
            shell.invalidate_layout();
            shell.request_redraw();
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let Some([line, words, _]) = Self::parts(layout) else { return };
        let (state, tokens) = (tree.state.downcast_ref::<State>(), Tokens::of(theme));
        self.input.draw(&tree.children[0], renderer, theme, style, line, cursor, viewport);
        if self.says(tree) {
            self.beside.as_widget().draw(&tree.children[1], renderer, theme, style, words, cursor, viewport);
        }
        let color = match () {
            () if self.disabled => tokens.line,
            () if state.over == Some(Over::Icon) || state.open.is_some() => tokens.primary,
            () => tokens.secondary,
        };
        draw::icon(renderer, Icon::Calendar, 16.0, color, Self::icon(layout), viewport);
        if let Some(calendar) = self.calendar(tree, layout) {
            let over = state.over.and_then(|over| if let Over::Month(part) = over { Some(part) } else { None });
            calendar.draw(renderer, tokens, over, viewport);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        match (tree.state.downcast_ref::<State>().over, Self::parts(layout)) {
            (Some(Over::Month(Part::Ground)), _) | (None, None) => mouse::Interaction::None,
            (Some(_), _) => mouse::Interaction::Pointer,
            (None, Some([line, ..])) => self.input.mouse_interaction(&tree.children[0], line, cursor, viewport, renderer),
        }
    }
}
