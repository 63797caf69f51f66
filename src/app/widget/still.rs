//! A control as it looks while it has the keyboard and some keys were pressed: for the gallery, where many must look so at once. Its
//! caret does not blink: a page of them would have the window drawn anew many times a second.
//!
//! It cannot be reached: it takes no events, and of what it reports only its words come through.
//!
//! ```ignore
//! still(select("s", "Place", options, None).on_choose(Message::Place), &[Key::Named(Named::Enter)])
//! ```

use super::wrap::forward;
use super::{Element, focus};
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::keyboard::key::{NativeCode, Physical};
use iced::keyboard::{Event as Keys, Key, Location, Modifiers};
use iced::time::Instant;
use iced::{Event, Rectangle, Renderer, Theme, mouse, window};

struct Still<'a, M> {
    content: Element<'a, M>,
    keys: &'static [Key],
}

/// Gives the keyboard to the first control in `content`, presses the keys, and leaves it so.
pub fn still<'a, M: 'a>(content: impl Into<Element<'a, M>>, keys: &'static [Key]) -> Element<'a, M> {
    Element::new(Still { content: content.into(), keys })
}

#[derive(Default)]
struct State {
    /// When it took its pose; none before.
    posed: Option<Instant>,
}

/// Lets words through and nothing else.
struct Words<'a>(&'a mut dyn Operation);

impl Operation for Words<'_> {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        self.0.traverse(&mut |operation| operate(&mut Words(operation)));
    }

    fn text(&mut self, id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.0.text(id, bounds, text);
    }
}

fn pressed(key: &Key) -> Event {
    Event::Keyboard(Keys::KeyPressed {
        key: key.clone(),
        modified_key: key.clone(),
        physical_key: Physical::Unidentified(NativeCode::Unidentified),
        location: Location::Standard,
        modifiers: Modifiers::empty(),
        text: if let Key::Character(text) = key { Some(text.clone()) } else { None },
        repeat: false,
    })
}

impl<M> Widget<M, Theme, Renderer> for Still<'_, M> {
    forward!(M);

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, &mut Words(operation));
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        _: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let content = &mut tree.children[0];
        let mut events: Vec<Event> = Vec::new();
        if state.posed.is_none() {
            state.posed = Some(Instant::now());
            focus::go(&mut self.content, content, layout, renderer, focus::Goal::Nth(0));
            events.extend(self.keys.iter().map(pressed));
        }
        match (event, state.posed) {
            // Its clock stands still, so that no caret blinks.
            (Event::Window(window::Event::RedrawRequested(_)), Some(posed)) => {
                events.push(Event::Window(window::Event::RedrawRequested(posed)));
            }
            (Event::Window(_), _) => events.push(event.clone()),
            _ => {}
        }
        for event in events {
            // Nobody hears what it says.
            let mut said = Vec::new();
            let mut inner = Shell::new(&mut said);
            let cursor = mouse::Cursor::Unavailable;
            self.content.as_widget_mut().update(content, &event, layout, cursor, renderer, clipboard, &mut inner, viewport);
            if inner.is_layout_invalid() {
                shell.invalidate_layout();
            }
            if inner.redraw_request() == window::RedrawRequest::NextFrame {
                shell.request_redraw();
            }
        }
    }
}
