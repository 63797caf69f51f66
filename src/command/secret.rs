//! Where a passphrase comes from, and opening the records with it.

use super::Stop;
use crate::store::{Notice, Passphrase, Place, Secret, Store};
use clap::Args;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// The passphrase: from a file, or asked on the terminal.
#[derive(Debug, Args)]
pub struct Source {
    /// A file whose first line is the passphrase; without it, it is asked on the terminal.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

impl Source {
    /// The passphrase as it was given.
    pub fn passphrase(&self) -> Result<Passphrase, Stop> {
        let Some(path) = &self.passphrase_file else { return ask("Passphrase: ") };
        let why = |e| Stop::environment(format!("The passphrase file {} cannot be read: {e}.", path.display()));
        let text = Zeroizing::new(fs::read_to_string(path).map_err(why)?);
        Ok(Passphrase::new(text.lines().next().unwrap_or_default()))
    }

    /// A new passphrase. On a terminal it is asked twice, since nobody sees what is typed there.
    pub fn fresh(&self) -> Result<Passphrase, Stop> {
        let first = self.passphrase()?;
        if self.passphrase_file.is_none() && ask("The same again: ")?.as_str() != first.as_str() {
            return Err(Stop::refused("The two passphrases differ, so nothing was made. Run the command again."));
        }
        Ok(first)
    }

    /// Opens the records; what is to be said about them goes to standard error.
    pub fn open(&self, data: Option<PathBuf>) -> Result<Store, Stop> {
        let (store, notices) = Store::open(&place(data)?, &self.secret()?)?;
        // One more save would make them the ones that this computer remembers.
        if let Some(notice) = notices.iter().find(|notice| matches!(notice, Notice::Older { .. } | Notice::Different { .. })) {
            return Err(Stop::refused(format!("{notice} Open the desk to decide.")));
        }
        for notice in notices {
            let _ = writeln!(std::io::stderr(), "wayhome: {notice}");
        }
        Ok(store)
    }

    /// The passphrase as a secret that opens.
    pub fn secret(&self) -> Result<Secret, Stop> {
        Ok(Secret::typed(self.passphrase()?.as_str()))
    }
}

fn ask(prompt: &str) -> Result<Passphrase, Stop> {
    let why = |e| Stop::environment(format!("The passphrase cannot be asked here ({e}). Use --passphrase-file."));
    Ok(Passphrase::new(Zeroizing::new(rpassword::prompt_password(prompt).map_err(why)?).as_str()))
}

/// The folder of the records, and the one that remembers the last save.
pub fn place(data: Option<PathBuf>) -> Result<Place, Stop> {
    let folders = directories::ProjectDirs::from("", "", "wayhome");
    let anchor = folders.as_ref().map(|f| f.config_dir().to_owned());
    let data = data.or_else(|| folders.map(|f| f.data_dir().to_owned()));
    let data = data.ok_or_else(|| Stop::environment("This user has no home folder. Name a folder for the records with --data DIR."))?;
    Ok(Place { data, anchor })
}
