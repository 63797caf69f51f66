//! What a table does with keys, wheel and pointer.

use super::Table;
use super::part::{Part, State};
use super::sight::reveal;
use crate::app::widget::draw;
use iced::advanced::widget::Tree;
use iced::advanced::{Layout, Shell, mouse as advanced};
use iced::mouse::ScrollDelta;
use iced::{Event, Renderer, mouse};

/// Rows for each notch of the wheel.
const NOTCH: f32 = 3.0;

impl<'a, M: 'a> Table<'a, M> {
    /// Scrolls without a new layout of the page: the table stays as high as it is.
    pub(super) fn scroll(&mut self, first: usize, tree: &mut Tree, renderer: &Renderer, width: f32, shell: &mut Shell<'_, M>) {
        let state = tree.state.downcast_mut::<State>();
        if std::mem::replace(&mut state.first, first) != first {
            self.build(tree, renderer, width);
            shell.request_redraw();
        }
    }

    /// The cursor goes to a row, and that comes in sight.
    pub(super) fn go(&mut self, at: usize, tree: &mut Tree, renderer: &Renderer, width: f32, shell: &mut Shell<'_, M>) {
        let Some(on_move) = &self.on_move else { return };
        if self.selected != Some(at) {
            self.selected = Some(at);
            shell.publish(on_move(at));
            shell.request_redraw();
        }
        let state = tree.state.downcast_mut::<State>();
        state.said = Some(self.said());
        let first = reveal(state.first, self.fit, at);
        self.scroll(first, tree, renderer, width, shell);
    }

    pub(super) fn publish_to(message: Option<&(dyn Fn(usize) -> M + 'a)>, at: usize, shell: &mut Shell<'_, M>) {
        if let Some(message) = message {
            shell.publish(message(at));
        }
    }

    pub(super) fn press(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        shell: &mut Shell<'_, M>,
    ) {
        let bounds = layout.bounds();
        let bar = self.bar(bounds);
        let state = tree.state.downcast_mut::<State>();
        let part = self.part_at(bounds, state.first, cursor).filter(|_| !shell.is_event_captured());
        let mut changed = state.focus.set(self.is_stop() && matches!(part, Some(Part::Row(_) | Part::Bar)));
        for (at, title) in state.titles.iter_mut().enumerate() {
            changed |= title.set(part == Some(Part::Title(at)));
        }
        if changed {
            shell.request_redraw();
        }
        let (Some(part), Some(position)) = (part, cursor.position()) else { return };
        match part {
            Part::Title(at) => Self::publish_to(self.on_sort.as_deref(), at, shell),
            Part::Bar => {
                let Some(bar) = bar else { return };
                let grip = bar.grip(state.first, position.y);
                state.grip = Some(grip);
                shell.request_redraw();
                self.scroll(bar.first(position.y - grip), tree, renderer, bounds.width, shell);
            }
            Part::Row(_) if self.on_move.is_none() => return,
            Part::Row(at) => {
                let click = advanced::Click::new(position, mouse::Button::Left, state.click);
                let again = click.kind() == advanced::click::Kind::Double && state.clicked == Some(at);
                state.click = Some(click);
                state.clicked = Some(at);
                self.go(at, tree, renderer, bounds.width, shell);
                if again || self.activates_on_click {
                    Self::publish_to(self.on_activate.as_deref(), at, shell);
                }
            }
        }
        shell.capture_event();
    }

    /// The wheel turned; it is ours while there are rows in that direction.
    pub(super) fn wheel(&mut self, delta: ScrollDelta, tree: &mut Tree, renderer: &Renderer, width: f32, shell: &mut Shell<'_, M>) {
        let state = tree.state.downcast_mut::<State>();
        let most = self.total - self.fit;
        let down = match delta {
            ScrollDelta::Lines { y, .. } => -y * NOTCH * self.row_height,
            ScrollDelta::Pixels { y, .. } => -y,
        };
        let can = if down < 0.0 { state.first > 0 } else { down > 0.0 && state.first < most };
        if !can {
            state.wheel = 0.0;
            return;
        }
        shell.capture_event();
        let turned = if state.wheel * down < 0.0 { down } else { state.wheel + down };
        let rows = (turned / self.row_height).trunc();
        state.wheel = turned - rows * self.row_height;
        let by = rows.abs() as usize;
        let first = if rows < 0.0 { state.first.saturating_sub(by) } else { state.first.saturating_add(by).min(most) };
        self.scroll(first, tree, renderer, width, shell);
    }

    /// A key. Held down it goes from row to row, and does nothing to any.
    pub(super) fn typed(&mut self, event: &Event, tree: &mut Tree, renderer: &Renderer, width: f32, shell: &mut Shell<'_, M>) {
        let Some(press) = draw::press(event) else { return };
        let state = tree.state.downcast_ref::<State>();
        let title = state.titles.iter().position(|title| title.is_on());
        let message = match title {
            Some(at) => self.on_sort.as_ref().filter(|_| draw::activates(press)).map(|message| message(at)),
            None if !state.focus.is_on() => return,
            None => {
                if let draw::Press::Named(key, _) = press
                    && let Some(to) = self.target(key)
                {
                    self.go(to, tree, renderer, width, shell);
                    shell.capture_event();
                    return;
                }
                self.answer(press)
            }
        };
        let Some(message) = message else { return };
        if draw::is_held(event) {
            shell.capture_event();
            return;
        }
        // Nothing is done to a row that cannot be seen.
        if let Some(at) = self.selected.filter(|_| title.is_none()) {
            self.go(at, tree, renderer, width, shell);
        }
        shell.publish(message);
        shell.capture_event();
    }
}
