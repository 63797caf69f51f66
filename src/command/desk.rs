//! Commands that open a window.

use super::{Done, Stop, secret};
use crate::app::services::{Dialogs, Services};
use crate::app::{self, Boot, preset};
use crate::store::Cost;
use crate::world;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

/// Opens the desk on the records.
pub fn open(data: Option<PathBuf>) -> Done {
    display()?;
    let place = secret::place(data)?;
    let services = Services {
        place,
        cost: Cost::calibrated,
        clock: world::clock,
        documents: world::documents,
        moment: world::moment,
        dialogs: Dialogs::Platform,
    };
    run(Boot { services, opened: Arc::default(), demo: false })
}

/// Opens a desk of so many invented people in a folder that is thrown away at the end.
pub fn demo(people: usize) -> Done {
    display()?;
    preset::Demo::clear(&std::env::temp_dir());
    let demo = preset::Demo::new(people, world::clock, Dialogs::Platform).map_err(Stop::environment)?;
    let done = run(demo.boot.clone());
    demo.throw_away();
    done
}

/// Opens the gallery of the widgets; no records, no passphrase.
pub fn gallery() -> Done {
    display()?;
    caught(|| app::gallery::application(super::today()).run())
}

fn run(boot: Boot) -> Done {
    caught(|| app::application(boot).run())
}

/// The toolkit panics where a display is named and cannot be reached, or a library of the window system is missing.
fn caught<E: std::fmt::Display>(window: impl FnOnce() -> Result<(), E>) -> Done {
    let run = catch_unwind(AssertUnwindSafe(window));
    let broken = "The window could not be opened, or stopped by an internal error. What was saved is on the disk. Check the display and the libraries that the README names.";
    run.map_err(|_| Stop::environment(broken))?.map_err(|e| Stop::environment(format!("The window cannot be opened: {e}.")))
}

/// The toolkit panics without a display, so that is looked at first.
fn display() -> Done {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    if cfg!(target_os = "linux") && !(set("DISPLAY") || set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET")) {
        let why = "There is no display to open a window on. Start Wayhome from a desktop session, or use its commands: wayhome --help.";
        return Err(Stop::environment(why));
    }
    Ok(())
}
