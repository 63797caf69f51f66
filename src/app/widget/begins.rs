//! Content on which a text begins with the first letter that is typed, wherever the keyboard is: on a list, on a button, nowhere. The letters
//! after it belong to the text as well until its field has the keyboard, however many come at once, and so do the spaces between them.
//!
//! Keys: a letter that no control of the content took. `begin` is asked what the first one means, and may leave it to who else wants it.
//!
//! States: none; it looks as its content does.
//!
//! ```ignore
//! begins(page, |letter| Some(Message::Typed(letter.into())), Message::Typed)   // before there is a field
//! arrives(form, "CaseNote.Note", Message::Typed)                              // the field is there, and gets the keyboard
//! ```

use super::draw::{self, Press};
use super::wrap::{forward, operates};
use super::{Element, focus};
use iced::advanced::widget::{Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::keyboard::key::Named;
use iced::{Event, Rectangle, Renderer, Theme, mouse, window};

/// What the first letter means, if it means something.
type Begin<'a, M> = Box<dyn Fn(char) -> Option<M> + 'a>;

/// Which part of the way to its field a text is on.
enum Stage<'a, M> {
    /// Nothing of it is there yet.
    Before(Begin<'a, M>),
    /// The field of this id is there.
    Field(String),
}

struct Begins<'a, M> {
    content: Element<'a, M>,
    stage: Stage<'a, M>,
    on_more: fn(char) -> M,
}

/// `begin` is asked for the message of the first letter; `on_more` is the message of each one after it.
pub fn begins<'a, M: 'a>(
    content: impl Into<Element<'a, M>>,
    begin: impl Fn(char) -> Option<M> + 'a,
    on_more: fn(char) -> M,
) -> Element<'a, M> {
    Element::new(Begins { content: content.into(), stage: Stage::Before(Box::new(begin)), on_more })
}

/// The same page once the text has begun: what was typed before `field` has the keyboard is not lost.
pub fn arrives<'a, M: 'a>(content: impl Into<Element<'a, M>>, field: String, on_more: fn(char) -> M) -> Element<'a, M> {
    Element::new(Begins { content: content.into(), stage: Stage::Field(field), on_more })
}

/// True from the first letter on, until the field has the keyboard.
#[derive(Default)]
struct State {
    on: bool,
}

/// What a key writes into a text.
fn written(press: Press) -> Option<char> {
    match press {
        Press::Char(letter) => Some(letter),
        Press::Named(Named::Enter, _) => Some('\n'),
        Press::Named(..) => None,
    }
}

impl<M> Widget<M, Theme, Renderer> for Begins<'_, M> {
    forward!(M);
    operates!();

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
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
        let state = tree.state.downcast_mut::<State>();
        let content = &mut tree.children[0];
        // Drawn without a field: the text that began is over, or never was one.
        let drawn = matches!(event, Event::Window(window::Event::RedrawRequested(_)));
        state.on &= !(draw::is_press(event) || drawn && matches!(self.stage, Stage::Before(_)));
        if state.on
            && let Some(press) = draw::press(event)
        {
            let at = focus::focused_id(&mut self.content, content, layout, renderer);
            state.on = !matches!(&self.stage, Stage::Field(field) if at.as_ref() == Some(field));
            if let Some(letter) = written(press).filter(|_| state.on) {
                shell.publish((self.on_more)(letter));
                return shell.capture_event();
            }
        }
        self.content.as_widget_mut().update(content, event, layout, cursor, renderer, clipboard, shell, viewport);
        if !shell.is_event_captured()
            && let Stage::Before(begin) = &self.stage
            && let Some(Press::Char(letter)) = draw::press(event).filter(|_| !draw::is_held(event))
            && let Some(message) = begin(letter)
        {
            state.on = true;
            shell.publish(message);
            shell.capture_event();
        }
    }
}
