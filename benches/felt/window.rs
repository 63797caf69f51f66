//! A window under measurement: keys go in by XTEST, and the server says when its pixels have been drawn (DAMAGE).
//!
//! Nothing polls pixels, so that looking costs neither the server nor the program anything. Two connections: one waits for drawing on
//! a thread of its own and notes the time, the other presses.

use crate::Failed;
use crate::machine::{Process, Server};
use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, ReportLevel};
use x11rb::protocol::xproto::{
    AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, ImageFormat, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
    MOTION_NOTIFY_EVENT, MapState,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// Without a new pixel for so long, an answer is complete. Shorter than the blinking of a caret, longer than two slow frames.
const QUIET: Duration = Duration::from_millis(60);
/// So long an answer may take at all.
const PATIENCE: Duration = Duration::from_secs(3);
/// So long a window may take to open: a large desk is invented first.
const OPENING: Duration = Duration::from_secs(300);

/// The symbols of keys, as X numbers them; a letter is its own number.
pub mod key {
    #![allow(missing_docs, reason = "each is named as the key that it is")]

    pub const BACKSPACE: u32 = 0xff08;
    pub const TAB: u32 = 0xff09;
    pub const RETURN: u32 = 0xff0d;
    pub const DOWN: u32 = 0xff54;
    pub const UP: u32 = 0xff52;
    pub const HOME: u32 = 0xff50;
    pub const END: u32 = 0xff57;
    pub const PAGE_UP: u32 = 0xff55;
    pub const PAGE_DOWN: u32 = 0xff56;
    pub const CONTROL: u32 = 0xffe3;
    pub const SHIFT: u32 = 0xffe1;
}

/// Which way the wheel turns.
#[derive(Debug, Clone, Copy)]
pub enum Wheel {
    Up = 4,
    Down = 5,
}

/// See the module.
pub struct Window {
    press: RustConnection,
    root: u32,
    window: u32,
    codes: HashMap<u32, u8>,
    drawn: Receiver<Instant>,
    seen: Instant,
}

impl Window {
    /// The window of this process, once it is open and bears this title.
    pub fn of(server: &Server, process: &Process, title: &str) -> Result<Self, Failed> {
        let (press, screen) = x11rb::connect(Some(&server.display))?;
        let root = press.setup().roots.get(screen).ok_or("The display has no screen.")?.root;
        let begun = Instant::now();
        loop {
            let found = top_windows(&press, root)?.into_iter().find(|w| title_of(&press, *w).is_ok_and(|t| t == title));
            match found {
                Some(window) => return Self::watch(server, press, root, window),
                None if begun.elapsed() > OPENING => return Err(format!("Process {} opened no window “{title}”.", process.id()).into()),
                None => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Watches a window that exists, gives it the keyboard, and puts the pointer beside it.
    pub fn watch(server: &Server, press: RustConnection, root: u32, window: u32) -> Result<Self, Failed> {
        let (events, _) = x11rb::connect(Some(&server.display))?;
        events.damage_query_version(1, 1)?.reply()?;
        events.damage_create(events.generate_id()?, window, ReportLevel::RAW_RECTANGLES)?.check()?;
        let (tell, drawn) = channel();
        thread::spawn(move || listen(&events, &tell));
        let codes = codes(&press)?;
        let watched = Self { press, root, window, codes, drawn, seen: Instant::now() };
        watched.press.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)?.check()?;
        watched.point(1310, 790)?;
        watched.quiet(Duration::from_millis(200))?;
        Ok(watched)
    }

    /// When it was there.
    pub fn seen(&self) -> Instant {
        self.seen
    }

    /// Presses a key, and says how long it took until the last pixel that it changed.
    pub fn key(&self, symbol: u32) -> Result<Duration, Failed> {
        let code = self.code(symbol)?;
        self.timed(|| {
            self.fake(KEY_PRESS_EVENT, code)?;
            self.fake(KEY_RELEASE_EVENT, code)
        })
    }

    /// Presses Ctrl and a key.
    pub fn control(&self, symbol: u32) -> Result<Duration, Failed> {
        let control = self.code(key::CONTROL)?;
        self.fake(KEY_PRESS_EVENT, control)?;
        let felt = self.key(symbol);
        self.fake(KEY_RELEASE_EVENT, control)?;
        self.press.flush()?;
        felt
    }

    /// Presses Ctrl, Shift and a key.
    pub fn control_shift(&self, symbol: u32) -> Result<Duration, Failed> {
        let shift = self.code(key::SHIFT)?;
        self.fake(KEY_PRESS_EVENT, shift)?;
        let felt = self.control(symbol);
        self.fake(KEY_RELEASE_EVENT, shift)?;
        self.press.flush()?;
        felt
    }

    /// Types a text, one key after the other.
    pub fn text(&self, text: &str) -> Result<(), Failed> {
        text.chars().try_for_each(|c| self.key(c.into()).map(drop))
    }

    /// Turns the wheel by one notch.
    pub fn wheel(&self, way: Wheel) -> Result<Duration, Failed> {
        self.timed(|| {
            self.fake(BUTTON_PRESS_EVENT, way as u8)?;
            self.fake(BUTTON_RELEASE_EVENT, way as u8)
        })
    }

    /// Clicks where the pointer is.
    pub fn click(&self) -> Result<Duration, Failed> {
        self.timed(|| {
            self.fake(BUTTON_PRESS_EVENT, 1)?;
            self.fake(BUTTON_RELEASE_EVENT, 1)
        })
    }

    /// Moves the pointer.
    pub fn point(&self, x: i16, y: i16) -> Result<(), Failed> {
        self.press.xtest_fake_input(MOTION_NOTIFY_EVENT, 0, x11rb::CURRENT_TIME, self.root, x, y, 0)?.check()?;
        Ok(())
    }

    /// Waits until nothing has been drawn for so long.
    pub fn quiet(&self, quiet: Duration) -> Result<(), Failed> {
        while self.next(quiet)?.is_some() {}
        Ok(())
    }

    /// Waits until a caret has blinked, where one does.
    pub fn blink(&self) -> Result<(), Failed> {
        self.next(Duration::from_millis(600))?;
        self.quiet(Duration::from_millis(20))
    }

    /// Waits for the title: a key has led to the screen that it should lead to.
    pub fn title(&self, title: &str) -> Result<(), Failed> {
        let begun = Instant::now();
        loop {
            let now = title_of(&self.press, self.window)?;
            if now == title {
                return self.quiet(QUIET);
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("The window's title is “{now}” and not “{title}”.").into());
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Saves what is in the window as `$FELT_PICTURES/name.png`, where that folder is named.
    pub fn picture(&self, name: &str) -> Result<(), Failed> {
        let Some(folder) = std::env::var_os("FELT_PICTURES") else { return Ok(()) };
        let size = self.press.get_geometry(self.window)?.reply()?;
        let image = self.press.get_image(ImageFormat::Z_PIXMAP, self.window, 0, 0, size.width, size.height, !0)?.reply()?.data;
        let rgb: Vec<u8> = image.chunks_exact(4).flat_map(|bgr| [bgr[2], bgr[1], bgr[0]]).collect();
        std::fs::create_dir_all(&folder)?;
        let name: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let file = std::fs::File::create(Path::new(&folder).join(name + ".png"))?;
        let mut encoder = png::Encoder::new(file, size.width.into(), size.height.into());
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header()?.write_image_data(&rgb)?;
        Ok(())
    }

    /// Destroys the window.
    pub fn close(&self) -> Result<(), Failed> {
        self.press.destroy_window(self.window)?.check()?;
        Ok(())
    }

    /// How long it took from this until the last pixel that was drawn because of it.
    fn timed(&self, act: impl FnOnce() -> Result<(), Failed>) -> Result<Duration, Failed> {
        while self.drawn.try_recv().is_ok() {}
        let begun = Instant::now();
        act()?;
        self.press.flush()?;
        let mut last = self.next(PATIENCE)?.ok_or("A key changed nothing in the window.")?;
        while let Some(next) = self.next(QUIET)? {
            last = next;
        }
        Ok(last.saturating_duration_since(begun))
    }

    /// When the window was drawn next; none where that does not happen for so long.
    fn next(&self, patience: Duration) -> Result<Option<Instant>, Failed> {
        match self.drawn.recv_timeout(patience) {
            Ok(at) => Ok(Some(at)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err("The X server went away.".into()),
        }
    }

    fn fake(&self, event: u8, detail: u8) -> Result<(), Failed> {
        self.press.xtest_fake_input(event, detail, x11rb::CURRENT_TIME, self.root, 0, 0, 0)?;
        Ok(())
    }

    fn code(&self, symbol: u32) -> Result<u8, Failed> {
        self.codes.get(&symbol).copied().ok_or_else(|| format!("No key has the symbol {symbol:#x}.").into())
    }
}

/// Notes when the window is drawn, until the server goes away.
fn listen(events: &RustConnection, tell: &Sender<Instant>) {
    while let Ok(event) = events.wait_for_event() {
        if matches!(event, Event::DamageNotify(_)) && tell.send(Instant::now()).is_err() {
            return;
        }
    }
}

/// The key of each symbol that needs no other key held.
fn codes(press: &RustConnection) -> Result<HashMap<u32, u8>, Failed> {
    let (first, last) = (press.setup().min_keycode, press.setup().max_keycode);
    let map = press.get_keyboard_mapping(first, last - first + 1)?.reply()?;
    let symbols = map.keysyms.chunks(map.keysyms_per_keycode.into());
    Ok((first..=last).zip(symbols).filter_map(|(code, symbols)| Some((*symbols.first()?, code))).collect())
}

fn top_windows(press: &RustConnection, root: u32) -> Result<Vec<u32>, Failed> {
    let all = press.query_tree(root)?.reply()?.children;
    let viewable =
        |w: &u32| press.get_window_attributes(*w).ok().and_then(|c| c.reply().ok()).is_some_and(|a| a.map_state == MapState::VIEWABLE);
    Ok(all.into_iter().filter(viewable).collect())
}

fn title_of(press: &RustConnection, window: u32) -> Result<String, Failed> {
    let name = press.intern_atom(false, b"_NET_WM_NAME")?.reply()?.atom;
    let title = press.get_property(false, window, name, AtomEnum::ANY, 0, 256)?.reply()?.value;
    Ok(String::from_utf8_lossy(&title).into_owned())
}
