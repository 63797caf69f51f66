//! What the machine gives and a test does not want: the time of day, the user's folders, randomness. Used by the window and the command line.

use crate::domain::Instant;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time of day here, in whole seconds.
pub fn clock() -> Instant {
    let now = chrono::Local::now().naive_local();
    chrono::SubsecRound::trunc_subsecs(now, 0)
}

/// A moment by two clocks: one that stands still while the computer sleeps, and one that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Since the program began, as far as the computer was awake. On some systems it goes on in sleep.
    pub awake: Duration,
    /// Since 1970, without a zone, so that summer time changes nothing.
    pub wall: Duration,
}

/// This moment.
pub fn moment() -> Moment {
    static BEGAN: OnceLock<std::time::Instant> = OnceLock::new();
    let awake = BEGAN.get_or_init(std::time::Instant::now).elapsed();
    Moment { awake, wall: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() }
}

/// The user's folder for documents; the home folder where there is none, and the current one where there is no home.
pub fn documents() -> PathBuf {
    let folders = directories::UserDirs::new();
    let found = folders.as_ref().map(|f| f.document_dir().filter(|d| d.is_dir()).unwrap_or_else(|| f.home_dir()).to_owned());
    found.unwrap_or_default()
}

/// Sixteen random bytes for a fresh identifier.
///
/// # Errors
/// Where the system has no randomness; then nothing may be made.
pub fn random() -> Result<[u8; 16], String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| format!("The system gives no random numbers ({e}). Restart the computer and try again."))?;
    Ok(bytes)
}
