//! Writing an HMIS CSV export: one zip that HUD's own readers take, the same bytes for the same input (R-CSV-1 to R-CSV-9).

mod form;
mod press;
mod tables;

pub(super) use form::Forms;
pub(super) use tables::Tables;

use super::error::Error;
use super::scope::Scope;
use super::whole::write_whole;
use crate::domain::beside::{Extras, columns};
use crate::domain::field::Origin;
use crate::domain::folder::Folder;
use crate::domain::hud::{Export, ExtraFile, ExtraOfClient};
use crate::domain::merge;
use crate::domain::{Agency, Chart, Day, ExportId, File, Instant, Packed, Row, UserId, Value, at};
use std::borrow::Borrow;
use std::io::{self, Seek, Write};
use std::path::Path;

/// The specification that we write.
const CSV_VERSION: &str = "2026 v1.0";

/// Everything about an export except the clients.
#[derive(Debug, Clone)]
pub struct ExportRequest<'a> {
    /// The rows that belong to no client.
    pub agency: &'a Agency,
    /// When it is made, in local time.
    pub now: Instant,
    /// When the records were made: a row that is made up for a user is from then on.
    pub begun: Instant,
    /// When such a row was last updated: the same in each export, and no earlier than in any that was written before that was so.
    pub users: Instant,
    /// A fresh id of this run.
    pub export_id: ExportId,
    /// HUD `ImplementationID`: the same for every export of this installation.
    pub implementation: &'a str,
    /// Our version.
    pub software_version: &'a str,
    /// First and last day of the reporting period.
    pub period: (Day, Day),
    /// Who works here.
    pub worker: Worker<'a>,
    /// Where what is not HUD's goes with it: the files of it; its columns stand beside the rows.
    pub aside: Option<&'a [ExtraFile]>,
}

/// The person whose changes are in the export.
#[derive(Debug, Clone)]
pub struct Worker<'a> {
    /// HUD `UserID`.
    pub id: UserId,
    /// First name.
    pub first: &'a str,
    /// Last name.
    pub last: &'a str,
    /// E-mail address; may be empty.
    pub email: &'a str,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    /// Rows of every file, in the order of the files.
    pub rows: Vec<(String, u64)>,
    /// Where the export says something else than the desk, because HUD's form demands it.
    pub adjusted: Vec<Adjusted>,
}

/// A kind of adjustment to the cells of a column.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Adjusted {
    /// The file.
    pub file: String,
    /// The column.
    pub column: String,
    /// What was done and why.
    pub words: String,
    /// To how many cells.
    pub cells: u64,
}

/// Writes an export to a file. What stood there is replaced only by a complete export.
pub fn write<C: Borrow<Chart>>(path: &Path, request: &ExportRequest<'_>, charts: impl IntoIterator<Item = C>) -> Result<Written, Error> {
    write_whole(path, |file| write_to(file, request, charts)).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Writes everything to anything that can seek.
pub fn write_to<C: Borrow<Chart>>(
    writer: impl Write + Seek,
    request: &ExportRequest<'_>,
    charts: impl IntoIterator<Item = C>,
) -> io::Result<Written> {
    let mut tables = Tables::new(request.export_id.as_str(), false)?;
    tables.take_aside(request);
    tables.agency(request.agency);
    charts.into_iter().for_each(|chart| tables.chart(chart.borrow()));
    tables.row(&export_row(request, &Scope::default()));
    tables.add_users(request);
    tables.pack(writer, request.aside.unwrap_or_default())
}

impl Tables<'_> {
    /// The columns that are not HUD's, where they go with it.
    pub fn take_aside(&mut self, request: &ExportRequest<'_>) {
        if request.aside.is_some() {
            let agency = request.agency;
            let id = latest(agency).map(|export| merge::id(File::Export, export.export_id.as_str()));
            let kept = agency.extras.iter().find(|kept| id.as_deref() == Some(kept.extra_id.as_str()));
            self.widen(columns(&agency.extras), kept.map(|kept| Extras::read(kept.cells.as_str())).unwrap_or_default());
        }
    }

    /// The rows of no client, besides that of `Export.csv`.
    pub fn agency(&mut self, agency: &Agency) {
        self.beside(agency.extras.iter().map(|kept| (&kept.extra_id, &kept.cells)));
        let rows = agency.rows().filter(|row| row.file().info().origin == Origin::Hud && row.file() != File::Export);
        rows.for_each(|row| self.row(row));
    }

    /// The rows of a client, as they are kept.
    pub fn folder(&mut self, folder: &Folder) {
        if self.is_wide() {
            let kept = folder.0.iter().filter(|row| row.file() == Some(File::ExtraOfClient)).map(Packed::typed::<ExtraOfClient>);
            let kept: Vec<ExtraOfClient> = kept.collect();
            self.beside(kept.iter().map(|kept| (&kept.extra_id, &kept.cells)));
        }
        for row in &folder.0 {
            match row.file() {
                Some(File::Referral) => self.referral(&row.typed()),
                Some(file) if file.info().origin == Origin::Hud => self.packed(row),
                _ => {}
            }
        }
    }

    /// The rows of a client.
    pub fn chart(&mut self, chart: &Chart) {
        self.beside(chart.extras.iter().map(|kept| (&kept.extra_id, &kept.cells)));
        chart.rows().filter(|row| row.file().info().origin == Origin::Hud).for_each(|row| self.row(row));
        chart.referrals.iter().for_each(|referral| self.referral(referral));
    }
}

/// The export that the records came from last.
fn latest(agency: &Agency) -> Option<&Export> {
    agency.exports.iter().max_by_key(|export| export.export_date.known())
}

/// The one row of `Export.csv`: whose data it is stays as it came, who exports it is us, and what it holds is what it says (R-CSV-9).
pub(super) fn export_row(request: &ExportRequest<'_>, scope: &Scope) -> Export {
    let mut row = latest(request.agency).cloned().unwrap_or_default();
    for (field, text) in [
        (at::export::EXPORT_ID, request.export_id.as_str()),
        (at::export::SOFTWARE_NAME, merge::SOFTWARE),
        (at::export::SOFTWARE_VERSION, request.software_version),
        (at::export::CSV_VERSION, CSV_VERSION),
        (at::export::IMPLEMENTATION_ID, request.implementation),
    ] {
        row.put(field, text);
    }
    row.export_date = Value::Known(request.now);
    (row.export_start_date, row.export_end_date) = (Value::Known(request.period.0), Value::Known(request.period.1));
    row.export_period_type = Value::Known(scope.period_type());
    row.export_directive = Value::Known(scope.directive());
    row.hash_status = Value::Known(scope.hash_status());
    row
}
