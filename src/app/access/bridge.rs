//! Around the whole view: tells who listens what changed, once a frame, and nothing while nobody listens.
//!
//! A frame is the moment at which a view, its focus and its carets are what is seen; a message would miss those that move without one.
//! While messages wait, the view is about to be made anew, so the next frame tells. The adapter lives on the thread of the window: those of
//! Windows and macOS cannot leave it.

use super::platform::Adapter;
use super::snapshot::Snapshot;
use super::teller::Teller;
use super::walk::Walk;
use crate::app::Element;
use crate::app::widget::wrap::forward;
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::{Event, Point, Rectangle, Renderer, Size, Theme, mouse, window};
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};

/// Somebody listens.
static LISTENING: AtomicBool = AtomicBool::new(false);
/// Somebody began to, and knows nothing yet.
static ANEW: AtomicBool = AtomicBool::new(false);

thread_local! {
    static BRIDGE: RefCell<Bridge> = RefCell::new(Bridge::default());
}

/// What was told, and to whom.
#[derive(Default)]
struct Bridge {
    adapter: Option<Adapter>,
    teller: Teller,
    /// Pixels of the screen for each px of the window.
    scale: f32,
    place: Option<Point>,
    size: Size,
}

/// A client began to listen: from a thread of its own, or from within the window.
pub(super) fn listening() {
    ANEW.store(true, Ordering::Release);
    LISTENING.store(true, Ordering::Release);
    super::channel::send(super::Signal::Listening);
}

/// Nobody listens any more.
pub(super) fn left() {
    LISTENING.store(false, Ordering::Release);
}

/// The window can be found from now on; `scale` is that of its screen.
pub(super) fn installed(adapter: Adapter, scale: f32) {
    BRIDGE.with_borrow_mut(|bridge| {
        bridge.adapter = Some(adapter);
        bridge.scale = scale;
    });
}

/// See [`super::heard`].
pub(super) fn heard<'a, M: 'a>(content: Element<'a, M>, title: String, scale: f32) -> Element<'a, M> {
    Element::new(Heard { content, title, scale })
}

struct Heard<'a, M> {
    content: Element<'a, M>,
    title: String,
    scale: f32,
}

impl Bridge {
    /// What the window does, as far as a client must know.
    fn window(&mut self, event: &window::Event) {
        match event {
            window::Event::Opened { position, size, .. } => (self.place, self.size) = (*position, *size),
            window::Event::Moved(place) => self.place = Some(*place),
            window::Event::Resized(size) => self.size = *size,
            window::Event::Rescaled(scale) => self.scale = *scale,
            window::Event::Focused | window::Event::Unfocused => {
                if let Some(adapter) = &mut self.adapter {
                    adapter.focus(matches!(event, window::Event::Focused));
                }
                return;
            }
            _ => return,
        }
        if let (Some(adapter), Some(place)) = (&mut self.adapter, self.place) {
            adapter.bounds(place, self.size, self.scale);
        }
    }

    /// Tells what changed since the last time.
    fn tell(&mut self, snapshot: Snapshot, scale: f32) -> Option<impl FnOnce() + use<>> {
        let adapter = self.adapter.as_mut()?;
        let update = self.teller.tell(snapshot, self.scale * scale, ANEW.swap(false, Ordering::AcqRel))?;
        Some(adapter.update(update))
    }
}

impl<M> Widget<M, Theme, Renderer> for Heard<'_, M> {
    forward!(M);

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
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
        let Event::Window(event) = event else { return };
        if !matches!(event, window::Event::RedrawRequested(_)) {
            BRIDGE.with_borrow_mut(|bridge| bridge.window(event));
            return;
        }
        if !LISTENING.load(Ordering::Acquire) || !shell.is_empty() {
            return;
        }
        let mut walk = Walk::new(self.title.clone());
        self.content.as_widget_mut().operate(content, layout, renderer, &mut walk);
        let mut snapshot = walk.snapshot();
        if let Some(window) = snapshot.nodes.first_mut() {
            window.bounds = layout.bounds();
        }
        // On Windows this may come back into the window before it ends, so nothing of ours is held any more.
        if let Some(raise) = BRIDGE.with_borrow_mut(|bridge| bridge.tell(snapshot, self.scale)) {
            raise();
        }
    }
}
