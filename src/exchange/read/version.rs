//! Of which year an export is (R-IMP-1): as `Export.csv` says, or as its columns tell.

use super::Reading;
use crate::domain::entry::Scalar;
use crate::domain::hud::Export;
use crate::domain::{Day, File, Instant, Packed, Row, at};
use crate::exchange::error::Error;
use crate::exchange::report::Outcome;
use crate::exchange::table::Heads;
use chrono::Datelike;
use std::fmt;

/// Columns that FY2024 had and FY2026 has not.
pub(super) const FY2024_ONLY: [(File, &[&str]); 2] = [
    (
        File::Client,
        &[
            "Woman",
            "Man",
            "NonBinary",
            "CulturallySpecific",
            "Transgender",
            "Questioning",
            "DifferentIdentity",
            "GenderNone",
            "DifferentIdentityText",
        ],
    ),
    (
        File::Enrollment,
        &["SexualOrientation", "SexualOrientationOther", "TranslationNeeded", "PreferredLanguage", "PreferredLanguageDifferent"],
    ),
];

/// The year of the specification that an export follows (R-IMP-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Version {
    /// FY2024.
    Fy2024,
    /// FY2026.
    Fy2026,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fy2024 => "FY2024",
            Self::Fy2026 => "FY2026",
        })
    }
}

/// So much of a version that nobody knows is repeated.
const LONGEST_VERSION: usize = 40;

impl Reading {
    /// After `Export.csv`: of which year it is (R-IMP-1).
    pub(super) fn begin(&mut self) {
        let rows: Vec<Export> = self.agency.iter().filter(|row| row.file() == Some(File::Export)).map(Packed::typed).collect();
        if rows.len() != 1 {
            let words = match rows.len() {
                0 => "There is no row where there should be exactly one; nothing is known of where the export comes from.".to_owned(),
                n => format!("There are {n} rows where there should be exactly one; the first counts."),
            };
            self.say(File::Export, 0, None, "R-CSV-9", Outcome::Kept, words);
        }
        self.export = rows.into_iter().next().unwrap_or_default();
        let version = self.export.get(at::export::CSV_VERSION);
        self.version =
            [("2026", Version::Fy2026), ("2024", Version::Fy2024)].into_iter().find(|(y, _)| version.contains(y)).map(|(_, v)| v);
        self.latest = [at::export::EXPORT_DATE, at::export::EXPORT_END_DATE].into_iter().find_map(|field| {
            Instant::read(&self.export.get(field)).map(|t| t.year()).or_else(|| Day::read(&self.export.get(field)).map(|d| d.year()))
        });
    }

    /// Tells the year by the columns of `Client.csv`, since `Export.csv` names none that is known here, and says so (R-IMP-1).
    pub(super) fn version_by_columns(&mut self, heads: &Heads) {
        let has = |name: &str| heads.list.iter().any(|head| head.name.eq_ignore_ascii_case(name));
        self.version = if has("Sex") { Some(Version::Fy2026) } else { has("Woman").then_some(Version::Fy2024) };
        let Some(version) = self.version else { return };
        let named: String = self.export.get(at::export::CSV_VERSION).chars().take(LONGEST_VERSION).collect();
        let named = if named.is_empty() {
            "The export names no version".to_owned()
        } else {
            format!("“{named}” is a version that is not known here")
        };
        let words = format!("{named}; by the columns of Client.csv it was read as {version}. Compare some records with your HMIS.");
        self.say(File::Export, 0, Some(at::export::CSV_VERSION.info().name), "R-IMP-1", Outcome::Kept, words);
    }

    pub(super) fn settle_version(&mut self) -> Result<(), Error> {
        self.version.map(|_| ()).ok_or(Error::Version)
    }
}
