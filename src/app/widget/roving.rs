//! Items of which one is on show, as one stop for Tab; what `tabs` and `steps` are made of.
//!
//! The arrows go through the items. Side by side that shows them at once; one below the other it moves a cursor, and Enter shows the
//! item that it is at.

use super::access::{Ask, Info};
use super::control::{self, changed, control};
use super::focus::Focus;
use super::{Element, draw};
use crate::app::theme::{Tokens, space};
use draw::Press;
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, renderer};
use iced::border::{self, Border};
use iced::keyboard::key::Named;
use iced::{Color, Event, Length, Padding, Point, Rectangle, Renderer, Size, Theme, mouse};

/// How the items lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// One below the other, as wide as there is room.
    Down,
    /// Side by side, in as many lines as that takes.
    Across,
}

/// The items. What they show must not be pressable.
pub(super) struct Roving<'a, M> {
    pub id: String,
    pub flow: Flow,
    pub items: Vec<Element<'a, M>>,
    /// What each of them says about itself.
    pub parts: Vec<Info>,
    pub chosen: Option<usize>,
    pub on_choose: Option<Box<dyn Fn(usize) -> M + 'a>>,
    pub info: Info,
}

control!(Roving);

#[derive(Default)]
struct State {
    focus: Focus,
    chosen: Option<usize>,
    /// The item that the keys are at.
    cursor: usize,
    hovered: Option<usize>,
    asked: Option<control::Asked>,
}

impl<M> Roving<'_, M> {
    fn padding(&self) -> Padding {
        match self.flow {
            Flow::Down => Padding::from([8, 10]),
            Flow::Across => Padding::from([8, 14]),
        }
    }

    fn choose(&mut self, at: usize, state: &mut State, shell: &mut Shell<'_, M>) {
        state.cursor = at;
        if let Some(on_choose) = &self.on_choose
            && at < self.items.len()
        {
            self.chosen = Some(at);
            shell.publish(on_choose(at));
            shell.request_redraw();
        }
    }

    /// True where the key was for us.
    fn key(&mut self, press: Press, state: &mut State, shell: &mut Shell<'_, M>) -> bool {
        let (last, at) = (self.items.len().saturating_sub(1), state.cursor);
        let to = match (press, self.flow) {
            (Press::Named(Named::ArrowDown, _), Flow::Down) => (at + 1).min(last),
            (Press::Named(Named::ArrowUp, _), Flow::Down) => at.saturating_sub(1),
            (Press::Named(Named::ArrowRight, _), Flow::Across) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            (Press::Named(Named::ArrowLeft, _), Flow::Across) => at.checked_sub(1).unwrap_or(last),
            (Press::Named(Named::Home, _), _) => 0,
            (Press::Named(Named::End, _), _) => last,
            (press, Flow::Down) if draw::activates(press) => {
                self.choose(at, state, shell);
                return true;
            }
            _ => return false,
        };
        match self.flow {
            Flow::Down => state.cursor = to,
            Flow::Across if to != at => self.choose(to, state, shell),
            Flow::Across => {}
        }
        true
    }

    /// The ground of an item; gives the colour of its words.
    fn ground(&self, renderer: &mut Renderer, tokens: &Tokens, place: Rectangle, chosen: bool, hovered: bool) -> Color {
        let fill = match (self.flow, chosen, hovered) {
            (Flow::Down, true, _) => Some(tokens.selected),
            (_, _, true) => Some(tokens.hover),
            _ => None,
        };
        if let Some(fill) = fill {
            draw::quad(renderer, place, fill, border::rounded(space::RADIUS));
        }
        if self.flow == Flow::Across {
            let height = if chosen { 2.0 } else { 1.0 };
            let line = Rectangle { y: place.y + place.height - height, height, ..place };
            let color = match () {
                () if !chosen => tokens.line,
                () if self.info.disabled => tokens.secondary,
                () => tokens.primary,
            };
            draw::quad(renderer, line, color, Border::default());
        }
        match () {
            () if self.info.disabled => tokens.secondary,
            () if chosen => tokens.primary,
            () => tokens.text,
        }
    }
}

impl<'a, M: 'a> From<Roving<'a, M>> for Element<'a, M> {
    fn from(mut roving: Roving<'a, M>) -> Self {
        roving.info.set_size = Some(roving.items.len());
        roving.info.disabled = roving.on_choose.is_none() || roving.items.is_empty();
        Element::new(roving)
    }
}

impl<M> Widget<M, Theme, Renderer> for Roving<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State { chosen: self.chosen, cursor: self.chosen.unwrap_or(0), ..State::default() })
    }

    fn children(&self) -> Vec<Tree> {
        self.items.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        if changed(&mut state.chosen, self.chosen) {
            state.cursor = self.chosen.unwrap_or(0);
        }
        state.cursor = state.cursor.min(self.items.len().saturating_sub(1));
        tree.diff_children(&self.items);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let (padding, room) = (self.padding(), limits.max().width);
        let limits = limits.loose();
        let (mut at, mut height) = (Point::ORIGIN, 0.0_f32);
        let mut nodes = Vec::new();
        for (item, tree) in self.items.iter_mut().zip(&mut tree.children) {
            let content = item.as_widget_mut().layout(tree, renderer, &limits.shrink(padding));
            let mut size = content.size().expand(padding);
            match self.flow {
                Flow::Down => size.width = room,
                Flow::Across if at.x + size.width > room => at = Point::new(0.0, height),
                Flow::Across => {}
            }
            nodes.push(layout::Node::with_children(size, vec![content.move_to(Point::new(padding.left, padding.top))]).move_to(at));
            height = height.max(at.y + size.height);
            at = match self.flow {
                Flow::Down => Point::new(0.0, height + space::S4),
                Flow::Across => Point::new(at.x + size.width, at.y),
            };
        }
        layout::Node::with_children(Size::new(room, height), nodes)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let cursor = state.cursor;
        let said = self.parts.get(cursor).map(|part| [part.label.as_deref(), part.description.as_deref()]);
        self.info.value = said.map(|words| words.into_iter().flatten().collect::<Vec<_>>().join(", "));
        self.info.reveal = layout.children().nth(cursor).map(|item| item.bounds());
        let ask = control::report(operation, Some(&Id::from(self.id.clone())), layout.bounds(), &mut self.info, &mut state.focus);
        state.asked.take_if(|_| ask == Some(Ask::Forget));
        operation.traverse(&mut |operation| {
            let parts = self.items.iter_mut().zip(&mut self.parts).zip(&mut tree.children).zip(layout.children()).enumerate();
            for (at, (((item, part), tree), layout)) in parts {
                // Of steps the words say which is on show; screen readers would say the whole list again at each step.
                part.selected = (self.flow == Flow::Across).then_some(self.chosen == Some(at));
                part.active = cursor == at;
                let id = Id::from(format!("{}-{at}", self.id));
                if control::report_part(operation, Some(&id), layout.bounds(), part) {
                    state.asked = Some((at, part.label.clone()));
                }
                operation.traverse(&mut |operation| {
                    if let Some(layout) = layout.children().next() {
                        item.as_widget_mut().operate(tree, layout, renderer, operation);
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
        let over = layout.children().position(|item| cursor.is_over(item.bounds()));
        if changed(&mut state.hovered, over) {
            shell.request_redraw();
        }
        if let Some(at) = state.asked.take().and_then(|asked| control::still(&self.parts, asked)) {
            self.choose(at, state, shell);
        }
        if draw::is_press(event) {
            let over = over.filter(|_| !shell.is_event_captured());
            if state.focus.set(over.is_some()) {
                shell.request_redraw();
            }
            if let Some(at) = over {
                shell.capture_event();
                self.choose(at, state, shell);
            }
        } else if state.focus.is_on()
            && !shell.is_event_captured()
            && let Some(press) = draw::press(event)
            && self.key(press, state, shell)
        {
            shell.capture_event();
            shell.request_redraw();
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
        for (at, ((item, tree), place)) in self.items.iter().zip(&tree.children).zip(layout.children()).enumerate() {
            let hovered = !self.info.disabled && state.hovered == Some(at);
            let text_color = self.ground(renderer, tokens, place.bounds(), self.chosen == Some(at), hovered);
            if let Some(content) = place.children().next() {
                item.as_widget().draw(tree, renderer, theme, &renderer::Style { text_color }, content, cursor, viewport);
            }
            if state.focus.is_on() && state.cursor == at {
                draw::ring_inside(renderer, place.bounds(), tokens);
            }
        }
    }

    fn mouse_interaction(&self, _: &Tree, layout: Layout<'_>, cursor: mouse::Cursor, _: &Rectangle, _: &Renderer) -> mouse::Interaction {
        control::pointer(!self.info.disabled, layout, cursor)
    }
}
