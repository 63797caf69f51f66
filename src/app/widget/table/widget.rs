//! The table as the toolkit sees it.

use super::part::{Part, State};
use super::{HEAD, Table, column, sight};
use crate::app::access::walk::is_said;
use crate::app::theme::Tokens;
use crate::app::widget::access::{Ask, Info, Role};
use crate::app::widget::draw;
use crate::app::widget::sheet::at_once;
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, overlay, renderer};
use iced::border;
use iced::{Event, Length, Rectangle, Renderer, Size, Theme, Vector, mouse, touch};
use std::any::Any;

/// Collects the words of what it walks over.
#[derive(Default)]
struct Said {
    words: Vec<String>,
    /// What comes next was said in other words.
    passes: bool,
}

impl Operation for Said {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        if !std::mem::take(&mut self.passes) {
            operate(self);
        }
    }

    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        let info = state.downcast_ref::<Info>().filter(|info| info.role == Role::Text);
        self.passes = info.is_some();
        self.words.extend(info.and_then(|info| info.label.as_deref()).map(str::to_owned));
    }

    fn text(&mut self, _: Option<&Id>, _: Rectangle, text: &str) {
        // An icon says nothing.
        if is_said(text) {
            self.words.push(text.to_owned());
        }
    }
}

impl<'a, M: 'a> Table<'a, M> {
    /// The places of the rows in sight.
    pub(super) fn places<'b>(nodes: &'b [layout::Node], layout: Layout<'_>) -> impl Iterator<Item = Layout<'b>> {
        let origin = layout.position() - iced::Point::ORIGIN;
        nodes.iter().map(move |node| Layout::with_offset(origin, node))
    }
}

impl<'a, M: 'a> Widget<M, Theme, Renderer> for Table<'a, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        sight::fresh()
    }

    /// The rows are built and compared by the layout, which alone knows how many there are.
    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        if !self.is_stop() {
            state.focus.set(false);
        }
        for (at, title) in state.titles.iter_mut().enumerate() {
            title.set(title.is_on() && self.sorts(at));
        }
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let room = limits.max();
        let spans = self.spans(room.width);
        for (at, cell) in &mut self.longest {
            let needs = spans.get(*at).map_or(0.0, |span| cell.whole(span.width));
            self.row_height = self.row_height.max(needs);
        }
        self.fit = self.fitting(room.height);
        self.build(tree, renderer, room.width);
        tree.state.downcast_mut::<State>().titles.resize_with(self.columns.len(), Default::default);
        layout::Node::new(Size::new(room.width, HEAD + self.fit as f32 * self.row_height))
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        for (at, span) in self.spans(bounds.width).into_iter().enumerate() {
            let (place, sorts) = (self.title_in(bounds, span), self.sorts(at));
            let (Some(column), Some(focus)) = (self.columns.get(at), state.titles.get_mut(at)) else { continue };
            let order = self.sorted.filter(|(by, _)| *by == at).map(|(_, down)| if down { "descending" } else { "ascending" });
            let name = order.map_or_else(|| column.title.to_string(), |order| format!("{}, sorted {order}", column.title));
            let description = sorts.then(|| "sorts the rows".to_owned());
            let mut info = Info { position: Some(at), activates: sorts, description, ..Info::new(Role::ColumnHeader, name) };
            let id = sorts.then(|| Id::from(self.title_id(at)));
            operation.custom(id.as_ref(), place, &mut info);
            if info.ask.take() == Some(Ask::Activate) && sorts {
                state.asked = Some((Part::Title(at), None));
            }
            if sorts {
                operation.focusable(id.as_ref(), place, focus);
            }
            operation.traverse(&mut |operation| operation.text(None, place, &column.title));
        }

        let in_sight = self.selected.and_then(|at| at.checked_sub(state.first)).filter(|n| *n < self.fit);
        self.info.reveal = in_sight.map(|n| self.row_in(bounds, n));
        let id = Id::from(self.id.to_string());
        let stop = self.is_stop();
        operation.custom(Some(&id), bounds, &mut self.info);
        state.asked.take_if(|_| self.info.ask.take() == Some(Ask::Forget));
        if stop {
            operation.focusable(Some(&id), bounds, &mut state.focus);
        }
        let places: Vec<Rectangle> = (0..self.fit).map(|n| self.row_in(bounds, n)).collect();
        operation.traverse(&mut |operation| {
            let rows = self.rows.iter_mut().zip(&mut tree.children).zip(Self::places(&self.nodes, layout)).zip(&places);
            for (at, (((row, tree), layout), place)) in (state.first..).zip(rows) {
                let mut said = Said::default();
                row.as_widget_mut().operate(tree, layout, renderer, &mut said);
                let name = Info::new(Role::Row, said.words.join(", "));
                let mut info = Info {
                    position: Some(at),
                    selected: Some(self.selected == Some(at)),
                    active: self.selected == Some(at),
                    activates: stop,
                    key: self.row_key.as_ref().map(|key| key(at)),
                    ..name
                };
                operation.custom(None, *place, &mut info);
                if info.ask.take() == Some(Ask::Activate) && stop {
                    state.asked = Some((Part::Row(at), info.key));
                }
                operation.traverse(&mut |operation| row.as_widget_mut().operate(tree, layout, renderer, operation));
            }
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
        for ((row, tree), layout) in self.rows.iter_mut().zip(&mut tree.children).zip(Self::places(&self.nodes, layout)) {
            row.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        let bounds = layout.bounds();
        let state = tree.state.downcast_mut::<State>();
        let over = self.part_at(bounds, state.first, cursor);
        if std::mem::replace(&mut state.hovered, over) != over {
            shell.request_redraw();
        }
        match state.asked.take() {
            Some((Part::Title(at), _)) => Self::publish_to(self.on_sort.as_deref(), at, shell),
            // Not where another row came to its place meanwhile.
            Some((Part::Row(at), key)) if at < self.total && self.key_of(at) == key => {
                self.go(at, tree, renderer, bounds.width, shell);
                Self::publish_to(self.on_activate.as_deref(), at, shell);
            }
            _ => {}
        }
        let grip = tree.state.downcast_ref::<State>().grip;
        match event {
            event if draw::is_press(event) => self.press(tree, layout, cursor, renderer, shell),
            event if draw::is_release(event) && grip.is_some() => {
                tree.state.downcast_mut::<State>().grip = None;
                shell.capture_event();
                shell.request_redraw();
            }
            Event::Mouse(mouse::Event::CursorMoved { .. }) | Event::Touch(touch::Event::FingerMoved { .. }) => {
                // The thumb is held also where the pointer left the table.
                if let (Some(grip), Some(bar), Some(position)) = (grip, self.bar(bounds), cursor.land().position()) {
                    self.scroll(bar.first(position.y - grip), tree, renderer, bounds.width, shell);
                    shell.capture_event();
                }
            }
            Event::Mouse(mouse::Event::WheelScrolled { delta }) if cursor.is_over(bounds) && !shell.is_event_captured() => {
                self.wheel(*delta, tree, renderer, bounds.width, shell);
            }
            event if !shell.is_event_captured() => self.typed(event, tree, renderer, bounds.width, shell),
            _ => {}
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
        let state = tree.state.downcast_ref::<State>();
        let tokens = Tokens::of(theme);
        let bounds = layout.bounds();
        for (at, span) in self.spans(bounds.width).into_iter().enumerate() {
            let place = self.title_in(bounds, span);
            let button = Rectangle { x: place.x - column::GAP / 2.0, width: place.width + column::GAP, ..place };
            if self.sorts(at) && cursor.is_over(button) {
                draw::quad(renderer, button, tokens.hover, border::rounded(4));
            }
            self.draw_title(at, renderer, tokens, place, viewport);
            if state.titles.get(at).is_some_and(|title| title.is_on()) {
                draw::ring_inside(renderer, button, tokens);
            }
        }
        // Other rows change every cell; drawn one patch after the other that takes several frames. A px more on each side, because a
        // layer ends with a whole one.
        let rows = Rectangle { width: bounds.width, ..self.rows_in(bounds) };
        let Some(place) = rows.expand(1.0).intersection(viewport) else { return };
        at_once(renderer, place, self.lie(state.first), |renderer| {
            self.draw_rows(tree, renderer, theme, style, layout, cursor, &place);
            self.draw_bar(state, renderer, tokens, bounds, cursor);
        });
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let rows = self.rows.iter().zip(&tree.children).zip(Self::places(&self.nodes, layout));
        let inner = rows.map(|((row, tree), layout)| row.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)).max();
        match inner.unwrap_or_default() {
            mouse::Interaction::None => match tree.state.downcast_ref::<State>().hovered {
                Some(Part::Title(_)) => mouse::Interaction::Pointer,
                Some(Part::Row(_)) if self.on_move.is_some() => mouse::Interaction::Pointer,
                _ => mouse::Interaction::None,
            },
            inner => inner,
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        let rows = self.rows.iter_mut().zip(&mut tree.children).zip(Self::places(&self.nodes, layout));
        let overlays: Vec<_> =
            rows.filter_map(|((row, tree), layout)| row.as_widget_mut().overlay(tree, layout, renderer, viewport, translation)).collect();
        (!overlays.is_empty()).then(|| overlay::Group::with_children(overlays).overlay())
    }
}
