//! Between the store and the exchange, which do not know each other: an export read into the store, the store written out.
//!
//! Used by the window and by the command line, so that both say and do the same.

use crate::domain::words::{count, were};
use crate::domain::{Agency, Card, Chart, ClientId, Commit, EnrollmentId, EventId, ExportId, File, Instant};
use crate::exchange::{self, ExportRequest, Have, Report, Source, Worker, Written};
use crate::store::{self, Store};
use chrono::Months;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

/// Why a transfer did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The files.
    #[error(transparent)]
    Exchange(#[from] exchange::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What an import did.
#[derive(Debug)]
pub struct Imported {
    /// In a sentence.
    pub headline: String,
    /// Everything that the file had to say.
    pub report: Report,
    /// Rows new, updated, unchanged, refused.
    pub counts: exchange::Counts,
}

/// What an export did.
#[derive(Debug)]
pub struct Exported {
    /// In a sentence.
    pub headline: String,
    /// What was written, and where it says something else than the desk.
    pub written: Written,
}

/// HUD `ImplementationID` of every export of this program.
const IMPLEMENTATION: &str = "Wayhome";

/// Reads a source into the store, as one commit: all of it, or nothing.
///
/// # Errors
/// Where records of the source were edited here meanwhile, or the store could not keep it. Then nothing was changed.
pub fn import(store: &mut Store, source: Source, now: Instant) -> Result<Imported, Error> {
    let here = Here::of(store)?;
    let plan = exchange::plan(&source, &here).map_err(exchange::Error::Edited)?;
    if let Some(error) = here.trouble.into_inner() {
        return Err(error.into());
    }
    let mut report = source.report;
    plan.lines.into_iter().for_each(|line| report.push(line));
    let counts = plan.counts;
    store.commit(&Commit::new("Import", plan.changes), now)?;
    let refused = report.refused() + counts.refused;
    let mut headline = format!("Imported: {} new, {} updated, {} unchanged.", count(counts.new, "row"), counts.updated, counts.unchanged);
    if refused > 0 {
        headline.push_str(&format!(" {} {} not taken over; the list says which and why.", count(refused, "row"), were(refused)));
    }
    Ok(Imported { headline, report, counts })
}

/// Writes the whole store as HMIS CSV.
///
/// # Errors
/// Where the store cannot be read or the file not be written; then the file that stood there before still stands.
pub fn export(store: &Store, path: &Path, id: ExportId, now: Instant) -> Result<Exported, Error> {
    let agency = store.agency()?;
    let charts = charts(store)?;
    let profile = store.profile();
    let (first, last) = profile.name.rsplit_once(' ').unwrap_or(("", &profile.name));
    let end = now.date();
    let start = agency.exports.iter().filter_map(|e| e.export_start_date.known()).min();
    let start = start.or_else(|| end.checked_sub_months(Months::new(12))).unwrap_or(end);
    let worker = Worker { id: profile.user.clone(), first, last, email: "" };
    let (implementation, software_version) = (IMPLEMENTATION, env!("CARGO_PKG_VERSION"));
    let request = ExportRequest { agency: &agency, now, export_id: id, implementation, software_version, period: (start, end), worker };
    let written = exchange::write(path, &request, &charts)?;
    let rows: u64 = written.rows.iter().map(|(_, count)| count).sum();
    let headline = format!("Exported {} of {} to {}.", count(rows, "row"), count(charts.len(), "client"), path.display());
    Ok(Exported { headline, written })
}

/// Every chart of the store.
///
/// # Errors
/// Where one cannot be read.
pub fn charts(store: &Store) -> Result<Vec<Chart>, store::Error> {
    let mut charts = Vec::new();
    store.each_chart(&mut |chart| {
        charts.push(chart);
        Ok(())
    })?;
    Ok(charts)
}

/// What the store has, as an import looks it up.
struct Here<'a> {
    store: &'a Store,
    agency: Agency,
    enrollments: HashMap<EnrollmentId, ClientId>,
    events: HashMap<EventId, ClientId>,
    /// A chart that could not be read; the import must not go on as if it were not there.
    trouble: RefCell<Option<store::Error>>,
}

impl<'a> Here<'a> {
    fn of(store: &'a Store) -> Result<Self, store::Error> {
        let (mut enrollments, mut events) = (HashMap::new(), HashMap::new());
        for Card { client, enrollments: stays, events: referred, .. } in store.cards()? {
            enrollments.extend(stays.into_iter().map(|e| (e.id, client.clone())));
            events.extend(referred.into_iter().map(|e| (e.id, client.clone())));
        }
        Ok(Self { store, agency: store.agency()?, enrollments, events, trouble: RefCell::default() })
    }
}

impl Have for Here<'_> {
    fn agency(&self) -> &Agency {
        &self.agency
    }

    fn chart(&self, client: &ClientId) -> Option<Chart> {
        self.store.chart(client).unwrap_or_else(|error| {
            self.trouble.replace(Some(error));
            None
        })
    }

    fn owner(&self, file: File, key: &str) -> Option<ClientId> {
        match file {
            File::Enrollment => self.enrollments.get(&EnrollmentId::new(key)).cloned(),
            File::Event | File::Referral => self.events.get(&EventId::new(key)).cloned(),
            _ => None,
        }
    }
}
