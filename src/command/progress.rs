//! How far a long command is, on a terminal: one line that is written over and taken away. Ctrl+C ends the program where it stands; a
//! file is put in its place whole and a commit counts whole, so nothing half-done is left that anybody would take for done.

use crate::domain::progress::Progress;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// What takes less time shows no line.
const SHORT: Duration = Duration::from_millis(500);
/// From one look to the next.
const LOOK: Duration = Duration::from_millis(200);

/// Does a piece of work and shows how far it is, where standard error is a terminal.
pub fn shown<T>(work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    if !io::stderr().is_terminal() {
        return work(&progress);
    }
    thread::scope(|scope| {
        let (done, wait) = channel::<()>();
        let watched = progress.clone();
        let watch = move || {
            let mut next = SHORT;
            while wait.recv_timeout(next) == Err(RecvTimeoutError::Timeout) {
                next = LOOK;
                // Nobody is left to hear that standard error is closed.
                let _ = write!(io::stderr(), "\r\x1b[K{}", watched.words());
            }
            if next == LOOK {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        };
        // Where the system gives no thread, the work is done without a line.
        drop(thread::Builder::new().spawn_scoped(scope, watch));
        let answer = work(&progress);
        drop(done);
        answer
    })
}
