//! Where a passphrase comes from, and opening the records with it.

use super::Stop;
use crate::store::{Passphrase, Place, RecoveryKey, Secret, Store};
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
        let text = match &self.passphrase_file {
            Some(path) => {
                let why = |e| Stop::environment(format!("The passphrase file {} cannot be read: {e}.", path.display()));
                let text = Zeroizing::new(fs::read_to_string(path).map_err(why)?);
                Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
            }
            None => {
                let why = |e| Stop::environment(format!("The passphrase cannot be asked here ({e}). Use --passphrase-file."));
                Zeroizing::new(rpassword::prompt_password("Passphrase: ").map_err(why)?)
            }
        };
        Ok(Passphrase::new(text.as_str()))
    }

    /// Opens the records; what is to be said about them goes to standard error.
    pub fn open(&self, data: Option<PathBuf>) -> Result<Store, Stop> {
        let (store, notices) = Store::open(&place(data)?, &self.secret()?).map_err(Stop::refused)?;
        for notice in notices {
            let _ = writeln!(std::io::stderr(), "wayhome: {notice}");
        }
        Ok(store)
    }

    /// The passphrase as a secret that opens.
    pub fn secret(&self) -> Result<Secret, Stop> {
        Ok(typed(self.passphrase()?.as_str()))
    }
}

/// What was typed to open the records: a recovery key where it reads as one (its checksum says so), a passphrase otherwise.
pub fn typed(text: &str) -> Secret {
    RecoveryKey::parse(text).map_or_else(|_| Secret::Passphrase(Passphrase::new(text)), Secret::Recovery)
}

/// The folder of the records, and the one that remembers the last save.
pub fn place(data: Option<PathBuf>) -> Result<Place, Stop> {
    let folders = directories::ProjectDirs::from("", "", "wayhome");
    let anchor = folders.as_ref().map(|f| f.config_dir().to_owned());
    let data = data.or_else(|| folders.map(|f| f.data_dir().to_owned()));
    let data = data.ok_or_else(|| Stop::environment("This user has no home folder. Name a folder for the records with --data DIR."))?;
    Ok(Place { data, anchor })
}
