//! Around the whole view: tells who listens what changed, once a frame, and nothing while nobody listens.
//!
//! A frame is the moment at which a view, its focus and its carets are what is seen; a message would miss those that move without one.
//! While messages wait, the view is about to be made anew, so the next frame tells. The adapter lives on the thread of the window: those of
//! Windows and macOS cannot leave it.

use super::platform::{Adapter, Said};
use super::snapshot::Snapshot;
use super::teller::Teller;
use super::walk::Walk;
use crate::app::Element;
use crate::app::widget::wrap::{forward, operates};
use iced::advanced::widget::{Tree, Widget};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::{Event, Point, Rectangle, Renderer, Size, Theme, mouse, window};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
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
    /// Where the window is and how large, px of the window at a text scale of 100 %.
    place: Option<Point>,
    size: Size,
}

/// A client began to listen: from a thread of its own, or from within the window.
pub(super) fn listening() {
    ANEW.store(true, Ordering::Release);
    LISTENING.store(true, Ordering::Release);
    super::channel::send(super::Signal::Listening);
}

/// Nobody listens any more; the adapters of Windows and macOS do not say so.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) fn left() {
    LISTENING.store(false, Ordering::Release);
    super::channel::send(super::Signal::Left);
}

/// The window can be found from now on; `scale` is that of its screen.
pub(super) fn installed(adapter: Adapter, scale: f32) {
    BRIDGE.with_borrow_mut(|bridge| {
        bridge.adapter = Some(adapter);
        bridge.scale = scale;
        bridge.tell_place();
    });
}

/// See [`super::hide`].
pub(super) fn hide() {
    raise(BRIDGE.with_borrow_mut(Bridge::hide));
}

/// See [`super::forget`].
pub(super) fn forget() {
    BRIDGE.with_borrow_mut(|bridge| bridge.teller.forget());
}

/// See [`super::heard`].
pub(super) fn heard<'a, M: 'a>(content: Element<'a, M>, title: String, scale: f32) -> Element<'a, M> {
    Element::new(Heard { content, title, scale })
}

/// Says what is to be said once nobody holds the bridge: on Windows it may come back into the window before it ends.
fn raise(said: Option<Said>) {
    if let Some(said) = said
        && guarded(said).is_none()
    {
        BRIDGE.with_borrow_mut(Bridge::give_up);
    }
}

/// Does it. None where it panicked: an adapter may where a client does what it did not expect, and nobody loses a desk by that.
fn guarded<R>(work: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

struct Heard<'a, M> {
    content: Element<'a, M>,
    title: String,
    scale: f32,
}

impl Bridge {
    /// What the window does, as far as a client must know. The toolkit divides by the `text` scale too, but not where the window opened.
    fn window(&mut self, event: &window::Event, text: f32) {
        match event {
            window::Event::Opened { position, size, .. } => (self.place, self.size) = (*position, *size * text),
            window::Event::Moved(place) => self.place = Some(Point::new(place.x * text, place.y * text)),
            window::Event::Resized(size) => self.size = *size * text,
            window::Event::Rescaled(scale) => self.scale = *scale,
            window::Event::Focused | window::Event::Unfocused => {
                self.adapter(|adapter, _| adapter.focus(matches!(event, window::Event::Focused)));
                return;
            }
            _ => return,
        }
        self.tell_place();
    }

    /// Where the window is, px of the screen.
    fn bounds(&self) -> Option<Rectangle> {
        let place = self.place?;
        Some(Rectangle::new(place, self.size) * self.scale)
    }

    fn tell_place(&mut self) {
        if let Some(bounds) = self.bounds() {
            self.adapter(|adapter, _| adapter.bounds(bounds));
        }
    }

    /// Tells what changed since the last time.
    fn tell(&mut self, snapshot: Snapshot, text: f32) -> Option<Said> {
        let scale = self.scale * text;
        self.adapter(|adapter, teller| {
            // Whether a client knows something already is asked where nobody can go or come meanwhile.
            adapter.update(|| {
                let changed = teller.tell(snapshot, scale, ANEW.swap(false, Ordering::AcqRel));
                changed.unwrap_or_else(|| teller.nothing())
            })
        })
    }

    /// Takes back what was told, and forgets it.
    fn hide(&mut self) -> Option<Said> {
        if self.teller.knows_nothing() {
            return None;
        }
        let said = self.adapter(|adapter, teller| adapter.update(|| teller.hide("Wayhome", ANEW.swap(false, Ordering::AcqRel))));
        self.teller.forget();
        said
    }

    /// Has the adapter do something, if there is one.
    fn adapter<R>(&mut self, work: impl FnOnce(&mut Adapter, &mut Teller) -> R) -> Option<R> {
        let (adapter, teller) = (self.adapter.as_mut()?, &mut self.teller);
        let done = guarded(|| work(adapter, teller));
        if done.is_none() {
            self.give_up();
        }
        done
    }

    /// The desk goes on without screen readers.
    fn give_up(&mut self) {
        tracing::error!("screen readers cannot be served any more: restart Wayhome to use one");
        LISTENING.store(false, Ordering::Release);
        self.teller.forget();
        let adapter = self.adapter.take();
        guarded(|| drop(adapter));
    }
}

impl<M> Widget<M, Theme, Renderer> for Heard<'_, M> {
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
        let Event::Window(event) = event else { return };
        if !matches!(event, window::Event::RedrawRequested(_)) {
            BRIDGE.with_borrow_mut(|bridge| bridge.window(event, self.scale));
            return;
        }
        if !LISTENING.load(Ordering::Acquire) || !shell.is_empty() {
            return;
        }
        let before = BRIDGE.with_borrow(|bridge| bridge.teller.knows());
        let mut walk = Walk::new(self.title.clone()).expecting(before);
        self.content.as_widget_mut().operate(content, layout, renderer, &mut walk);
        let mut snapshot = walk.snapshot();
        if let Some(window) = snapshot.nodes.first_mut() {
            window.bounds = layout.bounds();
        }
        raise(BRIDGE.with_borrow_mut(|bridge| bridge.tell(snapshot, self.scale)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_where_it_is_at_any_text_scale() {
        let mut bridge = Bridge { scale: 2.0, ..Bridge::default() };
        let (position, size) = (Some(Point::new(10.0, 20.0)), Size::new(800.0, 600.0));
        bridge.window(&window::Event::Opened { position, size }, 1.0);
        let whole = Rectangle { x: 20.0, y: 40.0, width: 1600.0, height: 1200.0 };
        assert_eq!(bridge.bounds(), Some(whole));
        // The same place and size in pixels, as the toolkit says them at a text scale of 125 %.
        bridge.window(&window::Event::Moved(Point::new(8.0, 16.0)), 1.25);
        bridge.window(&window::Event::Resized(Size::new(640.0, 480.0)), 1.25);
        assert_eq!(bridge.bounds(), Some(whole));
    }

    #[test]
    fn an_adapter_that_panics_ends_no_desk() {
        let broken: Said = Box::new(|| std::panic::resume_unwind(Box::new("on purpose")));
        raise(Some(broken));
        assert!(!LISTENING.load(Ordering::Acquire));
        assert_eq!(guarded(|| 7), Some(7));
    }
}
