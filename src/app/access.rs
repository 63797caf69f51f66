//! What a screen reader hears of the desk, and what it may do with it.
//!
//! [`walk`] makes a [`snapshot`] of the view in one traversal, in no toolkit's terms: tests read it without a bus, a window or the
//! feature `access`. With the feature a bridge beside the toolkit tells it to AccessKit, changed node by changed node, and only while
//! somebody listens. What a client asks for comes back as a message and is done by another traversal, as a key would do it.

#[cfg(feature = "access")]
mod bridge;
#[cfg(feature = "access")]
mod channel;
mod order;
#[cfg(feature = "access")]
mod platform;
pub mod snapshot;
#[cfg(feature = "access")]
pub mod teller;
#[cfg(feature = "access")]
mod told;
pub mod walk;

use super::Element;
use iced::{Subscription, Task, window};
use walk::{Request, Walk};

/// From a client.
#[derive(Debug, Clone)]
pub enum Signal {
    /// Somebody begins to listen: a frame is due.
    Listening,
    /// Something is to be done.
    Asked(Request),
}

/// Does what a client asked for; a node that is gone is passed over.
pub fn perform<M: Send + 'static>(request: Request) -> Task<M> {
    iced::advanced::widget::operate(Walk::doing(request))
}

/// What clients ask for, as it comes.
pub fn signals() -> Subscription<Signal> {
    #[cfg(feature = "access")]
    return Subscription::run(channel::signals);
    #[cfg(not(feature = "access"))]
    Subscription::none()
}

/// Lets clients find the window, and shows it, whatever came of that. It opens hidden: two of three systems want to know before a window is
/// shown for the first time.
pub fn show<M: Send + 'static>(id: window::Id) -> Task<M> {
    #[cfg(feature = "access")]
    return window::scale_factor(id)
        .then(move |scale| window::run(id, move |window| platform::install(window, scale)))
        .discard()
        .chain(window::set_mode(id, window::Mode::Windowed));
    #[cfg(not(feature = "access"))]
    window::set_mode(id, window::Mode::Windowed)
}

/// The view as the window shows it, heard by who listens. `scale` is that of the text, `title` that of the window.
#[cfg(feature = "access")]
pub fn heard<'a, M: 'a>(content: impl Into<Element<'a, M>>, title: String, scale: f32) -> Element<'a, M> {
    bridge::heard(content.into(), title, scale)
}

/// The view as the window shows it.
#[cfg(not(feature = "access"))]
pub fn heard<'a, M: 'a>(content: impl Into<Element<'a, M>>, _: String, _: f32) -> Element<'a, M> {
    content.into()
}
