//! Whether names and Social Security Numbers can be read (R-IMP-9). The cells themselves tell it, since `HashStatus` is filled in as an HMIS
//! pleases: there are exports that call themselves hashed and are not, and the other way round.

use super::Reading;
use crate::domain::folder::Folder;
use crate::domain::hud::HashStatus;
use crate::domain::{FieldId, File, at};
use crate::exchange::error::Error;
use crate::exchange::report::Outcome;

/// The columns that are hashed (R-CSV-15).
const HASHED: [FieldId; 4] = [at::client::FIRST_NAME, at::client::MIDDLE_NAME, at::client::LAST_NAME, at::client::SSN];
/// Digits of the digests in use: of MD5, of SHA-1 (RHY), of SHA-256, and of this after the last four digits of a number.
const DIGESTS: [usize; 4] = [32, 40, 64, 68];

impl Reading {
    /// Settles after the clients whether they are hashed, and refuses them where somebody wants to work with them.
    pub(super) fn settle_hashed(&mut self) -> Result<(), Error> {
        let said = self.export.hash_status.known().is_some_and(|status| status != HashStatus::Unhashed);
        let (mut digests, mut words) = (0_usize, 0_usize);
        let clients = self.folders.iter().filter_map(Folder::first).filter(|row| row.file() == Some(File::Client));
        for text in clients.flat_map(|row| HASHED.map(|field| row.cell(usize::from(field.column)))).filter(|text| !text.is_empty()) {
            *(if is_digest(text) { &mut digests } else { &mut words }) += 1;
        }
        self.hashed = match (digests, words) {
            (0, 0) => said,
            _ => digests >= words,
        };
        if self.hashed && self.lines.is_none() {
            return Err(Error::Hashed);
        }
        if said != self.hashed {
            let words = match said {
                true => "The export calls its names and numbers hashed, but they can be read; they were taken as they stand.",
                false => "The export does not call its names and numbers hashed, but they are.",
            };
            self.say(File::Export, 0, Some(at::export::HASH_STATUS.info().name), "R-IMP-9", Outcome::Kept, words);
        }
        Ok(())
    }
}

fn is_digest(text: &str) -> bool {
    DIGESTS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
