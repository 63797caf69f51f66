//! Buttons: every pressable thing, from the primary action to an item of the navigation.
//!
//! Keys: Enter and Space press it.
//!
//! States: normal, under the pointer, pressed, focused (ring), chosen (`selected`), disabled (no `on_press`).
//!
//! ```ignore
//! button("Save")
//!     .id("save")
//!     .icon(Icon::Save)
//!     .kind(Kind::Primary)
//!     .on_press_maybe(self.changed().then_some(Message::Save))
//! ```

use super::access::{Info, Role};
use super::control::{self, control};
use super::focus::Focus;
use super::{Control, Element, draw};
use crate::app::font;
use crate::app::icon::{self, Icon};
use crate::app::theme::{Tokens, container as boxes, space, text as roles};
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, renderer};
use iced::alignment::Vertical;
use iced::border::{self, Border};
use iced::widget::{Space, container, row, text, tooltip};
use iced::{Color, Event, Length, Padding, Rectangle, Renderer, Size, Theme, mouse};
use std::borrow::Cow;
use std::time::Duration;

/// What a button is for; decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Kind {
    /// The one action of a page or dialog.
    Primary,
    /// Every other action.
    #[default]
    Plain,
    /// An action that should not draw the eye: in rows, in bars.
    Quiet,
    /// Takes something away.
    Danger,
    /// Looks like a word in a text.
    Link,
    /// An item of the navigation or of a menu; as wide as there is room.
    Nav,
    /// A filter that is on or off; a pill.
    Chip,
}

/// See [`button`].
pub struct Button<'a, M> {
    id: Option<Id>,
    label: Cow<'static, str>,
    icon: Option<Icon>,
    shows_label: bool,
    kind: Kind,
    selected: bool,
    width: Option<Length>,
    low: bool,
    hint: Option<String>,
    tip: Option<String>,
    content: Option<Element<'a, M>>,
    on_press: Option<M>,
    tab_stop: bool,
    info: Info,
}

/// A button with words. Without `on_press` it is disabled.
pub fn button<'a, M>(label: impl Into<Cow<'static, str>>) -> Button<'a, M> {
    let label = label.into();
    Button {
        id: None,
        info: Info { activates: true, ..Info::new(Role::Button, label.clone()) },
        label,
        icon: None,
        shows_label: true,
        kind: Kind::Plain,
        selected: false,
        width: None,
        low: false,
        hint: None,
        tip: None,
        content: None,
        on_press: None,
        tab_stop: true,
    }
}

/// A button that shows an icon only; its label is what screen readers say, what tests click, and its tooltip.
pub fn icon_button<'a, M>(icon: Icon, label: impl Into<Cow<'static, str>>) -> Button<'a, M> {
    let mut button = button(label).icon(icon).kind(Kind::Quiet);
    button.tip = Some(button.label.to_string());
    button.shows_label = false;
    button
}

impl<'a, M> Button<'a, M> {
    /// Its id; needed where the focus is sent to it.
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// An icon before the words.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// What it is for.
    pub const fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// Whether it is the chosen one of its group.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self.info.selected = Some(selected);
        self
    }

    /// Its width; as wide as its words by default, as there is room for [`Kind::Nav`].
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = Some(width.into());
        self
    }

    /// As low as a line of text, for a bar of one line.
    pub const fn low(mut self) -> Self {
        self.low = true;
        self
    }

    /// What it is called, where that is not what stands on it.
    pub fn called(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.info.label = Some(name.into());
        self
    }

    /// Its shortcut: shown small at the right of a [`Kind::Nav`], in the tooltip of the others.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// More words, shown while the pointer rests on it and said by screen readers.
    pub fn tip(mut self, tip: impl Into<String>) -> Self {
        let tip = tip.into();
        self.tip = Some(tip.clone());
        self.description(tip)
    }

    /// Shows this instead of icon and words; the label stays what it is called.
    pub fn content(mut self, content: impl Into<Element<'a, M>>) -> Self {
        self.content = Some(content.into());
        self
    }

    /// Only the mouse gets to it: for what a key does as well, such as F1.
    pub(super) const fn mouse_only(mut self) -> Self {
        self.tab_stop = false;
        self
    }

    /// What a click, Enter or Space sends.
    pub fn on_press(mut self, message: M) -> Self {
        self.on_press = Some(message);
        self
    }

    /// As `on_press`; disabled where there is none.
    pub fn on_press_maybe(mut self, message: Option<M>) -> Self {
        self.on_press = message;
        self
    }

    fn padding(&self) -> Padding {
        match self.kind {
            Kind::Link => Padding::from([1, 2]),
            Kind::Chip => Padding::from([4, 12]),
            _ if self.low => Padding::from([0, 10]),
            Kind::Nav => Padding::from([8, 10]),
            _ if !self.shows_label => Padding::from(8),
            _ => Padding::from([8, 14]),
        }
    }
}

control!(Button);

impl<'a, M: Clone + 'a> From<Button<'a, M>> for Element<'a, M> {
    fn from(mut button: Button<'a, M>) -> Self {
        let nav = button.kind == Kind::Nav;
        let width = button.width.unwrap_or(if nav { Length::Fill } else { Length::Shrink });
        if nav && let Some(here) = button.info.selected.take() {
            // It leads somewhere, and is nothing that is on or off.
            button.info.role = Role::Link;
            let more = button.info.description.take();
            let words: Vec<String> = here.then(|| "on show".to_owned()).into_iter().chain(more).collect();
            button.info.description = Some(words.join(" · ")).filter(|words| !words.is_empty());
        }
        let size = if button.kind == Kind::Chip || button.low { roles::SECONDARY } else { roles::BODY };
        let weight = if nav && !button.selected { font::REGULAR } else { font::MEDIUM };
        let content = button.content.take().unwrap_or_else(|| {
            let label = button.shows_label.then(|| text(button.label.clone()).size(size).font(weight));
            let hint = button.hint.as_ref().filter(|_| nav).map(|hint| roles::hint(hint.clone()));
            let gap = hint.is_some().then(|| Space::new().width(Length::Fill));
            row![button.icon.map(|it| icon::icon(it).line_height(18.0 / 16.0)), label, gap, hint]
                .spacing(space::S8)
                .align_y(Vertical::Center)
                .into()
        });
        let tip = match (button.tip.take(), button.hint.take().filter(|_| !nav)) {
            (Some(tip), Some(hint)) => Some(format!("{tip} ({hint})")),
            (tip, hint) => tip.or(hint),
        };
        button.info.disabled = button.on_press.is_none();
        let padding = button.padding();
        let Button { id, kind, selected, info, on_press, tab_stop, label, .. } = button;
        let live = Element::new(Live { id, label, kind, selected, width, padding, info, on_press, tab_stop, content });
        match tip {
            None => live,
            Some(tip) => {
                tooltip(live, container(text(tip).size(roles::LABEL)).padding([4, 8]).style(boxes::tip), tooltip::Position::Bottom)
                    .gap(space::S4)
                    .delay(Duration::from_millis(500))
                    .into()
            }
        }
    }
}

struct Live<'a, M> {
    id: Option<Id>,
    label: Cow<'static, str>,
    kind: Kind,
    selected: bool,
    width: Length,
    padding: Padding,
    info: Info,
    on_press: Option<M>,
    tab_stop: bool,
    content: Element<'a, M>,
}

#[derive(Default)]
struct State {
    focus: Focus,
    pressed: bool,
    hovered: bool,
    asked: bool,
    /// Of which button this is what is known: by what it is called, where it has no other name.
    id: Option<Id>,
    label: Cow<'static, str>,
}

impl<M> Live<'_, M> {
    /// Background, line, words.
    fn colors(&self, tokens: &Tokens, hovered: bool, pressed: bool) -> (Color, Color, Color) {
        let none = Color::TRANSPARENT;
        let lit = hovered || pressed;
        let rest = |fill| if lit { tokens.hover } else { fill };
        if self.on_press.is_none() {
            return match self.kind {
                Kind::Primary | Kind::Plain | Kind::Danger | Kind::Chip => (tokens.page, tokens.line, tokens.secondary),
                Kind::Quiet | Kind::Link | Kind::Nav => (none, none, tokens.secondary),
            };
        }
        match (self.kind, self.selected) {
            (Kind::Primary, _) => {
                let fill = if lit { tokens.primary_hover } else { tokens.primary };
                (fill, fill, tokens.on_primary)
            }
            (Kind::Danger, _) => (if lit { tokens.bad.tint } else { tokens.surface }, tokens.bad.text, tokens.bad.text),
            (Kind::Link, _) => (none, none, if lit { tokens.primary_hover } else { tokens.primary }),
            (Kind::Nav, true) => (tokens.selected, none, tokens.primary),
            (Kind::Plain | Kind::Chip | Kind::Quiet, true) => (tokens.selected, tokens.primary, tokens.primary),
            (Kind::Plain | Kind::Chip, false) => (rest(tokens.surface), tokens.control, tokens.text),
            (Kind::Quiet | Kind::Nav, false) => (rest(none), none, tokens.text),
        }
    }
}

impl<M: Clone> Widget<M, Theme, Renderer> for Live<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State { id: self.id.clone(), label: self.label.clone(), ..State::default() })
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
        let state = tree.state.downcast_mut::<State>();
        if self.on_press.is_none() {
            state.focus.set(false);
        }
        if state.id != self.id || self.id.is_none() && state.label != self.label {
            // Another button came to this place: it was not the one that was pressed.
            state.id.clone_from(&self.id);
            state.label.clone_from(&self.label);
            (state.asked, state.pressed) = (false, false);
        }
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::padded(limits, self.width, Length::Shrink, self.padding, |limits| {
            self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
        })
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        operation.custom(self.id.as_ref(), bounds, &mut self.info);
        if self.tab_stop && !self.info.disabled {
            operation.focusable(self.id.as_ref(), bounds, &mut state.focus);
        }
        control::keep(&mut state.asked, self.info.ask.take().as_ref());
        operation.traverse(&mut |operation| operation.text(None, bounds, &self.label));
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
        let Some(message) = &self.on_press else {
            state.asked = false;
            return;
        };
        let over = cursor.is_over(layout.bounds());
        if control::changed(&mut state.hovered, over) {
            shell.request_redraw();
        }
        if std::mem::take(&mut state.asked) {
            shell.publish(message.clone());
        }
        if draw::is_press(event) {
            let hit = over && !shell.is_event_captured();
            if state.focus.set(hit && self.tab_stop) {
                shell.request_redraw();
            }
            if hit {
                state.pressed = true;
                shell.capture_event();
                shell.request_redraw();
            }
        } else if draw::is_release(event) {
            if std::mem::take(&mut state.pressed) {
                if over {
                    shell.publish(message.clone());
                }
                shell.capture_event();
                shell.request_redraw();
            }
        } else if state.focus.is_on() && !shell.is_event_captured() && draw::press(event).is_some_and(draw::activates) {
            shell.publish(message.clone());
            shell.capture_event();
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
        let bounds = layout.bounds();
        let (fill, line, words) = self.colors(tokens, cursor.is_over(bounds), state.pressed);
        let radius = match self.kind {
            Kind::Chip => bounds.height / 2.0,
            _ => space::RADIUS,
        };
        let width = if line == Color::TRANSPARENT { 0.0 } else { 1.0 };
        if fill != Color::TRANSPARENT || width > 0.0 {
            draw::quad(renderer, bounds, fill, Border { color: line, width, radius: border::radius(radius) });
        }
        if let Some(content) = layout.children().next() {
            let style = renderer::Style { text_color: words };
            self.content.as_widget().draw(&tree.children[0], renderer, theme, &style, content, cursor, viewport);
        }
        if state.focus.is_on() {
            draw::ring_around(renderer, bounds, radius, tokens);
        }
    }

    fn mouse_interaction(&self, _: &Tree, layout: Layout<'_>, cursor: mouse::Cursor, _: &Rectangle, _: &Renderer) -> mouse::Interaction {
        control::pointer(self.on_press.is_some(), layout, cursor)
    }
}
