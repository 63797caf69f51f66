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
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use walk::{Request, Walk};

/// From a client.
#[derive(Debug, Clone)]
pub enum Signal {
    /// Somebody begins to listen: a frame is due.
    Listening,
    /// Nobody listens any more.
    Left,
    /// Something is to be done.
    Asked(Request),
    /// It was done, and somebody must have meant it.
    Meant,
}

/// Does what a client asked for; a node that is gone is passed over. Says so where a worker meant it: what only looks at the desk, or misses
/// it, comes from a program just as well.
pub fn perform(request: Request) -> Task<Signal> {
    let meant = Arc::new(AtomicBool::new(false));
    let done = Arc::clone(&meant);
    let walk = iced::advanced::widget::operate(Walk::doing(request, done));
    walk.chain(Task::done(()).then(move |()| if meant.load(Ordering::Relaxed) { Task::done(Signal::Meant) } else { Task::none() }))
}

/// Takes back what was told of the screen, at once: a window that is covered or put away gets no frame that would.
pub fn hide() {
    #[cfg(feature = "access")]
    bridge::hide();
}

/// Forgets what was told.
pub fn forget() {
    #[cfg(feature = "access")]
    bridge::forget();
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
