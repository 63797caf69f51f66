//! What the machine gives and a test does not want: the time of day, the user's folders, randomness. Used by the window and the command line.

use crate::domain::Instant;
use std::path::PathBuf;

/// The time of day here, in whole seconds.
pub fn clock() -> Instant {
    let now = chrono::Local::now().naive_local();
    chrono::SubsecRound::trunc_subsecs(now, 0)
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
