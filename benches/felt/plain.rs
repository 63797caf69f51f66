//! The floor: the least that any program needs from a key to a pixel here, by a window that only fills a rectangle.

use crate::machine::Server;
use crate::results::Measured;
use crate::window::{Window, key};
use crate::{Failed, cases::KEYS};
use std::thread;
use x11rb::COPY_DEPTH_FROM_PARENT;
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{ChangeGCAux, ConnectionExt as _, CreateGCAux, CreateWindowAux, EventMask, Rectangle, WindowClass};
use x11rb::rust_connection::RustConnection;

/// From a key to the pixel in that window.
pub fn floor(server: &Server) -> Result<Measured, Failed> {
    let (own, screen) = x11rb::connect(Some(&server.display))?;
    let root = own.setup().roots.get(screen).ok_or("The display has no screen.")?.root;
    let window = own.generate_id()?;
    let wants = CreateWindowAux::new().event_mask(EventMask::KEY_PRESS | EventMask::STRUCTURE_NOTIFY);
    own.create_window(COPY_DEPTH_FROM_PARENT, window, root, 0, 0, 1280, 800, 0, WindowClass::INPUT_OUTPUT, 0, &wants)?.check()?;
    own.map_window(window)?.check()?;
    while !matches!(own.wait_for_event()?, Event::MapNotify(_)) {}
    thread::spawn(move || repaint(&own, window));

    let (press, _) = x11rb::connect(Some(&server.display))?;
    let plain = Window::watch(server, press, root, window)?;
    let felt: Result<Vec<_>, Failed> = (0..KEYS).map(|_| plain.key(key::TAB)).collect();
    plain.close()?;
    Ok(Measured::Times(felt?))
}

/// Fills the rectangle in another colour at each key, until the window is gone.
fn repaint(own: &RustConnection, window: u32) -> Result<(), x11rb::errors::ReplyOrIdError> {
    let gc = own.generate_id()?;
    own.create_gc(gc, window, &CreateGCAux::new())?;
    let mut colour = 0;
    loop {
        match own.wait_for_event()? {
            Event::KeyPress(_) => {
                colour ^= 0xff_ffff;
                own.change_gc(gc, &ChangeGCAux::new().foreground(colour))?;
                own.poly_fill_rectangle(window, gc, &[Rectangle { x: 100, y: 100, width: 400, height: 40 }])?;
                own.flush()?;
            }
            Event::DestroyNotify(_) => return Ok(()),
            _ => {}
        }
    }
}
