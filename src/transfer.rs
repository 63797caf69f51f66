//! Between the store and the exchange, which do not know each other: an export read into the store, the store written out.
//!
//! Used by the window and by the command line, so that both say and do the same.

use crate::domain::hud::ExtraFile;
use crate::domain::merge::{self, Edits, Imports};
use crate::domain::words::{count, were};
use crate::domain::{Agency, Card, Change, Chart, ClientId, Commit, EnrollmentId, EventId, ExportId, File, Instant, Text};
use crate::exchange::{self, ExportRequest, Have, Report, Source, Worker, Written};
use crate::store::{self, Store};
use chrono::Months;
use std::cell::RefCell;
use std::collections::HashMap;
use std::mem;
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
    /// What an import was compared with is no longer what is there.
    #[error("Something was saved since this import was compared with your records. Nothing was imported. Compare it again.")]
    Meanwhile,
}

/// What an import would do, looked at before anything is written.
pub struct Prepared {
    /// In a sentence: what will happen.
    pub headline: String,
    /// Everything that the file had to say.
    pub report: Report,
    /// Rows by what happens to them.
    pub counts: exchange::Counts,
    changes: Vec<Change>,
    /// True where somebody worked here since the last import: that this one was looked at must be noted.
    worked: bool,
    imports: Imports,
    /// The last save that it was compared with.
    sequence: u64,
}

impl Prepared {
    /// True where taking it over would change nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && !self.worked
    }
}

/// What an import did.
#[derive(Debug)]
pub struct Imported {
    /// In a sentence.
    pub headline: String,
    /// Everything that the file had to say.
    pub report: Report,
    /// Rows by what happened to them.
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

/// What an import is called in the trail.
const IMPORT: &str = "Import";
/// The setting in which imports are noted: where the work begins that the HMIS may not have.
const IMPORTS: &str = "exchange.imports";

/// Compares a source with the store, and changes nothing.
///
/// # Errors
/// Where the store cannot be read.
pub fn prepare(store: &Store, mut source: Source, now: Instant) -> Result<Prepared, Error> {
    let (imports, edits) = work(store)?;
    let here = Here::of(store, edits)?;
    let mut report = mem::take(&mut source.report);
    let plan = exchange::plan(source, &here, now);
    if let Some(error) = here.trouble.into_inner() {
        return Err(error.into());
    }
    let (counts, sequence) = (plan.counts, store.sequence());
    plan.lines.into_iter().for_each(|line| report.push(line));
    let (changes, worked) = (plan.changes, here.edits.iter().next().is_some());
    let empty = changes.is_empty() && !worked;
    let ready = if empty { "Nothing to import" } else { "Ready to import" };
    let yet = if empty { "" } else { " Nothing is written yet." };
    let headline = format!("{ready}: {}.{yet}", told(&counts, report.refused()));
    Ok(Prepared { headline, report, counts, changes, worked, imports, sequence })
}

/// Takes a prepared import over, as one commit: all of it, or nothing.
///
/// # Errors
/// [`Error::Meanwhile`] where something was saved since it was prepared; or the store could not keep it. Then nothing was changed.
pub fn take(store: &mut Store, prepared: Prepared, now: Instant) -> Result<Imported, Error> {
    let mut meanwhile = false;
    store.history(prepared.sequence + 1, &mut |entry| {
        // Drafts and settings are kept all the time, and an import has nothing to do with them.
        meanwhile |= entry.commit.changes.iter().any(|change| matches!(change, Change::Row(_)));
        Ok(())
    })?;
    if meanwhile {
        return Err(Error::Meanwhile);
    }
    let Prepared { report, counts, mut changes, worked, imports, .. } = prepared;
    if !changes.is_empty() || worked {
        changes.push(note(&imports, store.sequence() + 1));
    }
    store.commit(&Commit::new(IMPORT, changes), now)?;
    Ok(Imported { headline: format!("Imported: {}.", told(&counts, report.refused())), report, counts })
}

/// Reads a source into the store, as one commit: all of it, or nothing.
///
/// # Errors
/// As [`prepare`] and [`take`].
pub fn import(store: &mut Store, source: Source, now: Instant) -> Result<Imported, Error> {
    let prepared = prepare(store, source, now)?;
    take(store, prepared, now)
}

/// `3 rows new, 1 updated, 40 unchanged`, and what is worth a look.
fn told(counts: &exchange::Counts, refused_before: u64) -> String {
    let mut words = format!("{} new, {} updated, {} unchanged", count(counts.new, "row"), counts.updated, counts.unchanged);
    for (number, what) in [(counts.deleted, "deleted"), (counts.older, "older than here and left")] {
        if number > 0 {
            words.push_str(&format!(", {number} {what}"));
        }
    }
    let refused = refused_before + counts.refused;
    if refused > 0 {
        words.push_str(&format!(". {} {} not taken over; the list says which and why", count(refused, "row"), were(refused)));
    }
    if counts.kept > 0 {
        words.push_str(&format!(". {} with work that your HMIS does not have yet: that work stays", count(counts.kept, "record")));
    }
    if counts.conflicting > 0 {
        words.push_str(&format!(
            ". In {} both sides changed the same answer: yours stays until you choose",
            count(counts.conflicting, "record")
        ));
    }
    if counts.beside > 0 {
        words.push_str(". What is not part of HMIS CSV is kept, and an export can include it");
    }
    words
}

/// A commit of everything that a new desk begins with, as if its HMIS had told it.
pub fn first(store: &Store, what: &str, mut changes: Vec<Change>) -> Commit {
    changes.push(note(&Imports::default(), store.sequence() + 1));
    Commit::new(what, changes)
}

fn note(imports: &Imports, sequence: u64) -> Change {
    Change::Setting { name: IMPORTS.to_owned(), after: Text::new(imports.with(sequence)) }
}

/// What was changed here since the last import that counts, and the imports that are noted.
fn work(store: &Store) -> Result<(Imports, Edits), store::Error> {
    let noted = store.setting(IMPORTS).map(|noted| Imports::read(noted.as_str()));
    let imports = noted.map_or_else(|| unnoted(store), Ok)?;
    let mut from = imports.latest();
    loop {
        let mut undone = Vec::new();
        store.history(from + 1, &mut |entry| {
            undone.extend(merge::undoing(entry.sequence, &entry.commit.what));
            Ok(())
        })?;
        let (last, idle) = imports.last(&undone);
        if last < from {
            from = last;
            continue;
        }
        let mut edits = Edits::default();
        store.history(last + 1, &mut |entry| {
            if !idle.contains(&entry.sequence) {
                edits.follow(&entry.commit.changes);
            }
            Ok(())
        })?;
        return Ok((imports, edits));
    }
}

/// The last import, where none is noted: of records that an earlier version made.
fn unnoted(store: &Store) -> Result<Imports, store::Error> {
    let mut last = None;
    store.history(1, &mut |entry| {
        last = if entry.commit.what == IMPORT { Some(entry.sequence) } else { last };
        Ok(())
    })?;
    Ok(Imports::of(last))
}

/// Writes the whole store as HMIS CSV; with what is kept aside of the files that it came from, where that is wanted.
///
/// # Errors
/// Where the store cannot be read or the file not be written; then the file that stood there before still stands.
pub fn export(store: &Store, path: &Path, id: ExportId, now: Instant, aside: bool) -> Result<Exported, Error> {
    let agency = store.agency()?;
    let charts = charts(store)?;
    let profile = store.profile();
    let (first, last) = profile.name.rsplit_once(' ').unwrap_or(("", &profile.name));
    let end = now.date();
    let start = agency.exports.iter().filter_map(|e| e.export_start_date.known()).min();
    let start = start.or_else(|| end.checked_sub_months(Months::new(12))).unwrap_or(end);
    let worker = Worker { id: profile.user.clone(), first, last, email: "" };
    let (implementation, software_version) = (IMPLEMENTATION, env!("CARGO_PKG_VERSION"));
    let extra_files = aside.then(|| store.extra_files()).transpose()?;
    let (period, aside) = ((start, end), extra_files.as_deref());
    let request = ExportRequest { agency: &agency, now, export_id: id, implementation, software_version, period, worker, aside };
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
    edits: Edits,
    extra_files: Vec<ExtraFile>,
    enrollments: HashMap<EnrollmentId, ClientId>,
    events: HashMap<EventId, ClientId>,
    /// A chart that could not be read; the import must not go on as if it were not there.
    trouble: RefCell<Option<store::Error>>,
}

impl<'a> Here<'a> {
    fn of(store: &'a Store, edits: Edits) -> Result<Self, store::Error> {
        let (mut enrollments, mut events) = (HashMap::new(), HashMap::new());
        for Card { client, enrollments: stays, events: referred, .. } in store.cards()? {
            enrollments.extend(stays.into_iter().map(|e| (e.id, client.clone())));
            events.extend(referred.into_iter().map(|e| (e.id, client.clone())));
        }
        let extra_files = store.extra_files()?;
        Ok(Self { store, agency: store.agency()?, edits, extra_files, enrollments, events, trouble: RefCell::default() })
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

    fn edits(&self) -> &Edits {
        &self.edits
    }

    fn extra_files(&self) -> &[ExtraFile] {
        &self.extra_files
    }

    fn owner(&self, file: File, key: &str) -> Option<ClientId> {
        match file {
            File::Enrollment => self.enrollments.get(&EnrollmentId::new(key)).cloned(),
            File::Event | File::Referral => self.events.get(&EventId::new(key)).cloned(),
            _ => None,
        }
    }
}
