//! Content in which a letter alone means something, wherever the keyboard is, as on the rows of a list: also in the panel beside it.
//!
//! Keys: a letter that no control of the content took: a field types it, a closed list chooses by it. What else takes letters covers the
//! content.
//!
//! States: none; it looks as its content does.
//!
//! ```ignore
//! letters(page, |key| (key == 'u').then_some(Message::Undo))
//! ```

use super::Element;
use super::draw::{self, Press};
use super::wrap::{forward, operates};
use iced::advanced::widget::{Tree, Widget};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::{Event, Rectangle, Renderer, Theme, mouse};

struct Letters<'a, M> {
    content: Element<'a, M>,
    on_letter: fn(char) -> Option<M>,
}

/// `on_letter` is asked for the message of each letter, in lower case.
pub fn letters<'a, M: 'a>(content: impl Into<Element<'a, M>>, on_letter: fn(char) -> Option<M>) -> Element<'a, M> {
    Element::new(Letters { content: content.into(), on_letter })
}

impl<M> Widget<M, Theme, Renderer> for Letters<'_, M> {
    forward!(M);
    operates!();

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
        if !shell.is_event_captured()
            && let Some(Press::Char(key)) = draw::press(event)
            && let Some(message) = (self.on_letter)(key.to_ascii_lowercase())
        {
            shell.publish(message);
            shell.capture_event();
        }
    }
}
