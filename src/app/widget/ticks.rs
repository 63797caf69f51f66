//! Boxes to tick that belong together, each perhaps with a field of its own: one stop for Tab, however many there are.
//!
//! Keys: Up and Down go to the box above and below, Home and End to the first and the last, a letter to a box whose words begin
//! with it: to the one that has the keyboard, where it fits, and pressed once more to the next. Space ticks, and a digit is typed into the amount of what is ticked. Tab and Enter go on to the next field of the list, such as
//! that amount, and then past it; Enter in such a field goes to the box below it.
//!
//! States: none; it looks as its content does.
//!
//! ```ignore
//! ticks(column![check("earned", "Earned income", true).on_toggle(Message::Earned), amount, check("ssi", "SSI", false)])
//! ```

use super::Element;
use super::access::{Info, Role};
use super::draw::{self, Press};
use super::focus::{self, Goal, Group};
use super::wrap::forward;
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::keyboard::key::Named;
use iced::{Event, Rectangle, Renderer, Theme, mouse};
use std::any::Any;

struct Ticks<'a, M> {
    content: Element<'a, M>,
}

/// The boxes of `content` as one list.
pub fn ticks<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    Element::new(Ticks { content: content.into() })
}

/// What can have the keyboard, in the order of Tab: the words of a box, none of anything else.
#[derive(Default)]
struct Stops {
    /// What was reported last.
    label: Option<String>,
    found: Vec<Option<String>>,
    focused: Option<usize>,
}

impl Operation for Stops {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        let info = state.downcast_ref::<Info>().filter(|info| info.role == Role::CheckBox);
        self.label = info.map(|info| info.label.as_deref().unwrap_or_default().to_lowercase());
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused = Some(self.found.len());
        }
        self.found.push(self.label.take());
    }
}

impl Stops {
    /// The field of the box that has the keyboard, for what is typed there and no letter that leads to a box: its amount.
    fn amount(&self, press: Press) -> Option<usize> {
        let here = self.focused?;
        let (is_box, next) = (self.found.get(here)?.is_some(), self.found.get(here + 1)?);
        (is_box && next.is_none() && matches!(press, Press::Char(key) if key.is_ascii_digit())).then_some(here + 1)
    }

    /// The stop that a key leads to; none where it is not for us.
    fn to(&self, press: Press, state: &State) -> Option<usize> {
        let here = self.focused?;
        let boxes = || self.found.iter().enumerate().filter_map(|(at, label)| Some((at, label.as_deref()?)));
        let after = || boxes().filter(|(at, _)| *at > here);
        let only_box = self.found.get(here)?.is_some();
        match press {
            Press::Named(Named::ArrowDown, _) => after().next().map(|(at, _)| at),
            Press::Named(Named::ArrowUp, _) => boxes().rfind(|(at, _)| *at < here).map(|(at, _)| at),
            // Whoever has entered an amount is not done with the list.
            Press::Named(Named::Enter, false) if !only_box => Some(here + 1).filter(|next| *next < self.found.len()),
            Press::Named(Named::Home, _) if only_box => boxes().next().map(|(at, _)| at),
            Press::Named(Named::End, _) if only_box => boxes().next_back().map(|(at, _)| at),
            Press::Char(letter) if only_box && letter.is_alphanumeric() => {
                let begins = |(_, label): &(usize, &str)| letter.to_lowercase().eq(label.chars().take(1).flat_map(char::to_lowercase));
                // Who comes to a box and types its letter without looking means this one.
                let stays = || boxes().find(|one| one.0 == here && state.led != Some(here) && begins(one));
                stays().or_else(|| after().find(begins)).or_else(|| boxes().find(begins)).map(|(at, _)| at)
            }
            Press::Named(..) | Press::Char(_) => None,
        }
    }
}

/// What the last key did.
#[derive(Default)]
struct State {
    /// The box to which a letter led.
    led: Option<usize>,
}

impl<M> Widget<M, Theme, Renderer> for Ticks<'_, M> {
    forward!(M);

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.custom(None, layout.bounds(), &mut Group::Begins);
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
        operation.custom(None, layout.bounds(), &mut Group::Ends);
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
        let content = &mut tree.children[0];
        self.content.as_widget_mut().update(content, event, layout, cursor, renderer, clipboard, shell, viewport);
        let Some(press) = draw::press(event).filter(|_| !shell.is_event_captured()) else { return };
        let mut stops = Stops::default();
        self.content.as_widget_mut().operate(content, layout, renderer, &mut stops);
        let state = tree.state.downcast_mut::<State>();
        let to = stops.to(press, state);
        state.led = to.filter(|_| matches!(press, Press::Char(_)));
        if let Some(amount) = stops.amount(press) {
            focus::go(&mut self.content, content, layout, renderer, Goal::Nth(amount));
            // The field has the keyboard now, and takes the key.
            self.content.as_widget_mut().update(content, event, layout, cursor, renderer, clipboard, shell, viewport);
            shell.capture_event();
            shell.request_redraw();
        } else if let Some(to) = to {
            focus::go(&mut self.content, content, layout, renderer, Goal::Nth(to));
            shell.capture_event();
            shell.request_redraw();
        }
    }
}
