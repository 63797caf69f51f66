//! Says what a stock widget is, without changing how it looks or works. It has no keys and no states.
//!
//! ```ignore
//! semantics(Info::new(Role::Image, "Referrals by month"), picture)
//! group(client_name, column![text::strong(client_name), relationship, start])
//! spoken(format!("Workgroup: {name}"), text::hint(name))
//! ```

use super::Element;
use super::access::{Info, Role};
use super::wrap::{forward, updates};
use crate::app::theme::{space, text};
use iced::advanced::Layout;
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::widget::row;
use iced::{Length, Renderer, Theme};
use std::borrow::Cow;

struct Semantics<'a, M> {
    info: Info,
    content: Element<'a, M>,
}

/// Reports `info` before what `content` reports; for charts, pictures, groups.
pub fn semantics<'a, M: 'a>(info: Info, content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    Element::new(Semantics { info, content: content.into() })
}

/// What belongs together: whoever comes to one of the controls in it hears whose it is. Its own title is not said again.
pub fn group<'a, M: 'a>(name: impl Into<Cow<'static, str>>, content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    semantics(Info::new(Role::Group, name), content)
}

/// A heading below those of the parts of a page, however it is drawn.
pub fn subheading<'a, M: 'a>(words: impl Into<Cow<'static, str>>, content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    headline(3, words, content)
}

/// A heading of a level from 1, which is that of the page, however it is drawn.
pub fn headline<'a, M: 'a>(level: u8, words: impl Into<Cow<'static, str>>, content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    semantics(Info { level: Some(level), ..Info::new(Role::Heading, words) }, content)
}

/// Texts that are one line to who hears them, such as a name and what stands beside it; or one that says more to who sees where it stands.
/// There must be no control in `content`.
pub fn spoken<'a, M: 'a>(words: impl Into<Cow<'static, str>>, content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    semantics(Info::new(Role::Text, words), content)
}

/// Texts that something beside them says already. There must be no control in `content`.
pub fn unspoken<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    spoken("", content)
}

/// A name and what stands beside it: `Sex  Female`.
pub fn fact<'a, M: 'a>(label: &'static str, words: String) -> Element<'a, M> {
    let said = format!("{label}: {words}");
    let label = text::secondary(label).width(Length::FillPortion(2));
    spoken(said, row![label, text::body(words).width(Length::FillPortion(3))].spacing(space::S16))
}

impl<M> Widget<M, Theme, Renderer> for Semantics<'_, M> {
    forward!(M);

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.custom(None, layout.bounds(), &mut self.info);
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
        });
    }

    updates!(M);
}
