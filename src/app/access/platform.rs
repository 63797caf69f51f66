//! The adapter of each system: the same four things to do, and what it calls back.

use super::{bridge, channel, told};
use accesskit::{ActionHandler, ActionRequest, ActivationHandler, TreeUpdate};
use iced::Rectangle;
use iced::window::Window;

/// Lets clients find this window; `scale` is that of its screen. Called once, on its thread, before it is shown.
pub(super) fn install(window: &dyn Window, scale: f32) {
    // An adapter may panic where a window is not as it expects; the desk goes on without it.
    let adapter = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| Adapter::new(window)));
    match adapter.ok().flatten() {
        Some(adapter) => bridge::installed(adapter, scale),
        None => tracing::warn!("screen readers cannot find the window: there is no session bus, or the window is not as they need it"),
    }
}

/// What is to be said of a change. It is called once nobody holds the adapter.
pub(super) type Said = Box<dyn FnOnce()>;

/// What a client does to the window.
struct Client;

impl ActivationHandler for Client {
    /// The tree comes with the next frame: this is called from any thread, at any moment.
    fn request_initial_tree(&mut self) -> Option<TreeUpdate> {
        bridge::listening();
        None
    }
}

impl ActionHandler for Client {
    fn do_action(&mut self, request: ActionRequest) {
        if let Some(signal) = told::asked(request) {
            channel::send(signal);
        }
    }
}

/// Of Linux, by AT-SPI.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) struct Adapter(accesskit_unix::Adapter);

/// True where a session of the user's has a bus, or names one that may come.
#[cfg(all(unix, not(target_os = "macos")))]
fn has_bus() -> bool {
    let in_its_place = || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| std::path::Path::new(&folder).join("bus").exists());
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() || in_its_place()
}

#[cfg(all(unix, not(target_os = "macos")))]
impl accesskit::DeactivationHandler for Client {
    fn deactivate_accessibility(&mut self) {
        bridge::left();
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
impl Adapter {
    fn new(_: &dyn Window) -> Option<Self> {
        // Without a bus there is nobody to find the window, and the adapter does not say so.
        has_bus().then(|| Self(accesskit_unix::Adapter::new(Client, Client, Client)))
    }

    /// Tells what changed, if somebody listens. Of who began to and knows nothing yet, `tree` must give all of it.
    pub fn update(&mut self, tree: impl FnOnce() -> TreeUpdate) -> Said {
        self.0.update_if_active(tree);
        Box::new(|| {})
    }

    /// The window has the keyboard, or not.
    pub fn focus(&mut self, focused: bool) {
        self.0.update_window_focus_state(focused);
    }

    /// The window is there, px of the screen; Wayland does not say where.
    pub fn bounds(&mut self, window: Rectangle) {
        let [x, y, width, height] = [window.x, window.y, window.width, window.height].map(f64::from);
        let window = accesskit::Rect { x0: x, y0: y, x1: x + width, y1: y + height };
        self.0.set_root_window_bounds(window, window);
    }
}

/// Of Windows, by UI Automation.
#[cfg(target_os = "windows")]
pub(super) struct Adapter(accesskit_windows::SubclassingAdapter);

#[cfg(target_os = "windows")]
impl Adapter {
    fn new(window: &dyn Window) -> Option<Self> {
        use iced::window::raw_window_handle::RawWindowHandle;
        let handle = window.window_handle().ok()?.as_raw();
        let RawWindowHandle::Win32(handle) = handle else { return None };
        let window = accesskit_windows::HWND(handle.hwnd.get() as *mut _);
        Some(Self(accesskit_windows::SubclassingAdapter::new(window, Client, Client)))
    }

    /// Tells what changed, if somebody listens. Of who began to and knows nothing yet, `tree` must give all of it.
    pub fn update(&mut self, tree: impl FnOnce() -> TreeUpdate) -> Said {
        let events = self.0.update_if_active(tree);
        Box::new(move || {
            if let Some(events) = events {
                events.raise();
            }
        })
    }

    /// The adapter sees that itself.
    pub fn focus(&mut self, _: bool) {}

    /// The system knows that itself.
    pub fn bounds(&mut self, _: Rectangle) {}
}

/// Of macOS, by NSAccessibility.
#[cfg(target_os = "macos")]
pub(super) struct Adapter(accesskit_macos::SubclassingAdapter);

#[cfg(target_os = "macos")]
impl Adapter {
    fn new(window: &dyn Window) -> Option<Self> {
        use iced::window::raw_window_handle::RawWindowHandle;
        let handle = window.window_handle().ok()?.as_raw();
        let RawWindowHandle::AppKit(handle) = handle else { return None };
        // The view belongs to the window that lent it, and both live as long as the program; this is called on their thread.
        #[allow(unsafe_code, reason = "the adapter takes a raw pointer to the view")]
        let adapter = unsafe { accesskit_macos::SubclassingAdapter::new(handle.ns_view.as_ptr(), Client, Client) };
        Some(Self(adapter))
    }

    /// Tells what changed, if somebody listens. Of who began to and knows nothing yet, `tree` must give all of it.
    pub fn update(&mut self, tree: impl FnOnce() -> TreeUpdate) -> Said {
        let events = self.0.update_if_active(tree);
        Box::new(move || {
            if let Some(events) = events {
                events.raise();
            }
        })
    }

    /// The window has the keyboard, or not.
    pub fn focus(&mut self, focused: bool) {
        if let Some(events) = self.0.update_view_focus_state(focused) {
            events.raise();
        }
    }

    /// The system knows that itself.
    pub fn bounds(&mut self, _: Rectangle) {}
}
