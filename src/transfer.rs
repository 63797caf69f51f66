//! Between the store and the exchange, which do not know each other: an export read into the store, the store written out.
//!
//! Used by the window and by the command line, so that both say and do the same.

mod changed;
mod export;
mod exports;
mod keyin;
mod told;
mod unfinished;
mod unsent;

pub use changed::undo;
pub use export::{Answer, Exported, Held, Order, Rehearsed, check, export, rehearse, rescue};
pub use exports::{Export, Exports};
pub use keyin::{PRIVATE, Sheets, keyin, print_keyin};
pub use unfinished::{Leaving, OnErrors};
pub use unsent::{Ahead, Unsent};

use crate::domain::folder::Folder;
use crate::domain::hud::ExtraFile;
use crate::domain::merge::{self, Edits, Imports, Marks, Renamed};
use crate::domain::progress::{Cancelled, Progress, Stage};
use crate::domain::words::{count, were};
use crate::domain::{
    Agency, Bygone, Card, Change, Chart, ClientId, Commit, Day, EnrollmentId, EventId, File, HouseholdId, Instant, Roll, Text,
};
use crate::exchange::{self, Have, LeftOut, Missing, Outcome, Report, Source};
use crate::store::{self, Store};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::mem;
use told::{marks, work};

/// Why a transfer did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The files.
    #[error(transparent)]
    Exchange(#[from] exchange::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Somebody called it off.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// What an import was compared with is no longer what is there.
    #[error("Something was saved since this import was compared with your records. Nothing was imported. Compare it again.")]
    Meanwhile,
    /// A delta of nothing.
    #[error("Nothing was changed here {since}, so there is nothing to send. Nothing was written.")]
    Unchanged {
        /// Since when, in words.
        since: String,
    },
    /// An export of which nothing is left once the households with errors are left out.
    #[error(
        "Each household of this export has an error in what was written here, or belongs together with one that has, so nothing is left to send. Nothing was written. Correct one of the errors first."
    )]
    Unfinished,
    /// A scope in which nobody is.
    #[error("Nobody here belongs to this export ({scope}). Nothing was written. Choose another period, other projects or another CoC.")]
    Nobody {
        /// What was asked for, in words.
        scope: String,
    },
    /// What imports kept beside HUD's columns, in an export that says of nobody who they are.
    #[error(
        "The columns and files of imports that are not HUD's cannot be hashed, so a hashed export goes without them. Nothing was written. Choose one of the two."
    )]
    Readable,
    /// A project or a CoC that is not there.
    #[error("There is no {what} {id} in these records: it is not in {place}. Nothing was written. Check how it is written.")]
    Unknown {
        /// `project` or `CoC`.
        what: &'static str,
        /// As it was asked for.
        id: String,
        /// Where it was looked for.
        place: &'static str,
    },
}

/// What an import would do, looked at before anything is written.
pub struct Prepared {
    /// In a sentence: what will happen.
    pub headline: String,
    /// Everything that the file had to say.
    pub report: Report,
    /// Rows by what happens to them.
    pub counts: exchange::Counts,
    /// What the HMIS told before, and does not hold in this full export: somebody may choose what becomes of it.
    pub left_out: LeftOut,
    changes: Vec<Change>,
    /// What has another id from then on, or another client.
    renamed: Renamed,
    /// True where it says what the HMIS has: not where this program wrote it, unless nothing else is here that could.
    tells: bool,
    /// True where somebody worked here since the last import that told something: that this one was looked at must be noted.
    worked: bool,
    imports: Imports,
    /// True where this program wrote it and all that it says of anybody stands here.
    known: bool,
    /// The last save that it was compared with.
    sequence: u64,
}

impl Prepared {
    /// True where taking it over would change nothing, whatever somebody chooses.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && !self.worked && self.left_out.is_empty()
    }

    /// True where it brings no record anything, and nobody need be asked about it.
    pub fn is_nothing_new(&self) -> bool {
        self.is_empty() || self.known
    }

    /// What somebody is asked before it is taken over; none where nothing is missing.
    pub fn question(&self) -> Option<String> {
        let (records, kinds) = (self.left_out.count(), self.left_out.kinds());
        let are = if records == 1 { "is" } else { "are" };
        let words = format!("{} that your HMIS sent before {are} not in this full export: {kinds}.", count(records, "record"));
        (records > 0).then_some(words)
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

/// What an import is called in the trail.
const IMPORT: &str = "Import";
/// What the save after it is called that marks what its full export does not hold any more.
const MARKS: &str = "Mark as deleted";
/// The setting in which imports are noted: where the work begins that the HMIS may not have.
const IMPORTS: &str = "exchange.imports";

/// Compares a source with the store, and changes nothing.
///
/// # Errors
/// Where the store cannot be read, or it was called off.
pub fn prepare(store: &Store, mut source: Source, now: Instant, progress: &Progress) -> Result<Prepared, Error> {
    progress.begin(Stage::Comparing, source.folders.len())?;
    let (imports, edits, _) = work(store)?;
    let here = Here::of(store, edits, marks(store)?, progress)?;
    // A desk that holds nobody yet, such as a new workstation's, has no other word of the HMIS than what another desk had.
    let is_ours = merge::is_ours(&source.export);
    let tells = !is_ours || store.clients()? == 0;
    let mut report = mem::take(&mut source.report);
    let plan = exchange::plan(source, &here, now);
    progress.ask()?;
    if let Some(error) = here.trouble.into_inner() {
        return Err(error.into());
    }
    let (mut counts, sequence) = (plan.counts, store.sequence());
    let (mut left_out, spared) = (plan.left_out, store.drafts());
    let spared = left_out.spare(&spared);
    counts.held += spared.len() as u64;
    counts.gone = left_out.count();
    left_out.lines().chain(spared).for_each(|line| report.push(line));
    report.placed(&plan.placed);
    report.left_out(&plan.refused);
    plan.lines.into_iter().for_each(|line| report.push(line));
    let (changes, renamed) = (plan.changes, plan.renamed);
    let worked = tells && here.edits.iter().next().is_some();
    let empty = changes.is_empty() && !worked && left_out.is_empty();
    // What is left to take over of it is that it was written, and by whom. In that of a colleague's desk other work may stand.
    let known = is_ours && !empty && changes.iter().all(exchange::is_of_the_file) && counts.kept + counts.older + report.refused() == 0;
    let (ready, next) = match () {
        () if known => (
            "Nothing new. Wayhome wrote this file itself, and all of it stands here",
            " Give the file to your HMIS. What your HMIS exports after that is the next to import.",
        ),
        () if empty => ("Nothing to import", ""),
        () => ("Ready to import", " Nothing is written yet."),
    };
    let headline = format!("{ready}: {}.{next}", told(&counts, report.refused()));
    Ok(Prepared { headline, report, counts, left_out, changes, renamed, tells, worked, imports, sequence, known })
}

/// Takes a prepared import over, as one commit: all of it, or nothing. What its full export does not hold any more is kept, or marked as
/// deleted right after it, as a commit of its own: so each can be taken back without the other.
///
/// # Errors
/// [`Error::Meanwhile`] where something was saved since it was prepared; it was called off; or the store could not keep it. Then nothing was
/// changed. Once the commit is being written, it cannot be called off any more.
pub fn take(store: &mut Store, prepared: Prepared, missing: Missing, now: Instant, progress: &Progress) -> Result<Imported, Error> {
    let mut meanwhile = false;
    store.history(prepared.sequence + 1, &mut |entry| {
        // Drafts and settings are kept all the time, and an import has nothing to do with them.
        meanwhile |= entry.commit.changes.iter().any(|change| change.is_row());
        Ok(())
    })?;
    if meanwhile {
        return Err(Error::Meanwhile);
    }
    let Prepared { mut report, mut counts, mut left_out, mut changes, renamed, tells, worked, imports, .. } = prepared;
    // As they are now: they may have been kept since it was prepared.
    let drafts = store.drafts();
    let mut marks = Vec::new();
    if missing == Missing::Mark {
        let spared = left_out.spare(&drafts);
        if !spared.is_empty() {
            report.forget(Outcome::Gone);
            left_out.lines().for_each(|line| report.push(line));
        }
        counts.held += spared.len() as u64;
        counts.gone = left_out.count();
        spared.into_iter().for_each(|line| report.push(line));
        marks = left_out.changes();
    }
    changes.extend(merge::follow(drafts, &renamed));
    let mut noted = imports;
    if !changes.is_empty() || worked {
        if tells {
            noted = noted.with(store.sequence() + 1);
        }
        changes.push(note(&noted));
    }
    progress.seal()?;
    store.commit(&Commit::new(IMPORT, changes), now)?;
    let mut became = became(counts.gone, missing);
    if !marks.is_empty() {
        marks.push(note(&noted.with_marks(store.sequence() + 1)));
        if let Err(error) = store.commit(&Commit::new(MARKS, marks), now) {
            became =
                format!(" {} could not be marked as deleted: {error} Import the file again to be asked again.", not_in_it(counts.gone));
        }
    }
    Ok(Imported { headline: format!("Imported: {}.{became}", told(&counts, report.refused())), report, counts })
}

/// Reads a source into the store, as one commit: all of it, or nothing. What a full export does not hold any more is kept.
///
/// # Errors
/// As [`prepare`] and [`take`].
pub fn import(store: &mut Store, source: Source, now: Instant) -> Result<Imported, Error> {
    let progress = Progress::default();
    let prepared = prepare(store, source, now, &progress)?;
    take(store, prepared, Missing::Keep, now, &progress)
}

/// What became of records that are not in a full export any more.
fn became(gone: u64, missing: Missing) -> String {
    let became = match missing {
        Missing::Keep => "kept",
        Missing::Mark => "marked as deleted",
    };
    if gone > 0 { format!(" {} {} {became}.", not_in_it(gone), were(gone)) } else { String::new() }
}

fn not_in_it(records: u64) -> String {
    format!("{} that {} not in this full export any more", count(records, "record"), if records == 1 { "is" } else { "are" })
}

/// `3 rows new, 1 updated, 40 unchanged`, and what is worth a look.
fn told(counts: &exchange::Counts, refused: u64) -> String {
    let deleted = if counts.gone_before > 0 { format!(" ({} of them marked as deleted there)", counts.gone_before) } else { String::new() };
    let mut words = format!("{} new{deleted}, {} updated, {} unchanged", count(counts.new, "row"), counts.updated, counts.unchanged);
    for (number, what) in [(counts.deleted, "deleted"), (counts.older, "older than here and left")] {
        if number > 0 {
            words.push_str(&format!(", {number} {what}"));
        }
    }
    if refused > 0 {
        words.push_str(&format!(". {} {} not taken over; the list says which and why", count(refused, "row"), were(refused)));
    }
    if counts.recognised > 0 {
        words.push_str(&format!(
            ". {} {} recognised as what was typed into your HMIS by hand",
            count(counts.recognised, "record"),
            were(counts.recognised)
        ));
    }
    if counts.moved > 0 {
        words.push_str(&format!(". {} went to another client, as your HMIS has them; the list says which", count(counts.moved, "record")));
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
    if counts.held > 0 {
        let stay = if counts.held == 1 { "stays" } else { "stay" };
        words.push_str(&format!(". {} {stay} all the same; the list says which and why", not_in_it(counts.held)));
    }
    if counts.beside > 0 {
        words.push_str(". What is not part of HMIS CSV is kept, and an export can include it");
    }
    words
}

/// A commit of everything that a new desk begins with, as if its HMIS had told it.
pub fn first(store: &Store, what: &str, mut changes: Vec<Change>) -> Commit {
    changes.push(note(&Imports::default().with(store.sequence() + 1)));
    Commit::new(what, changes)
}

fn note(imports: &Imports) -> Change {
    Change::Setting { name: IMPORTS.to_owned(), after: Text::new(imports.write()) }
}

/// Every client of the store, as rows.
///
/// # Errors
/// Where one cannot be read.
pub fn folders(store: &Store) -> Result<Vec<Folder>, store::Error> {
    let mut folders = Vec::new();
    store.each_folder(&mut |folder| {
        folders.push(folder);
        Ok(())
    })?;
    Ok(folders)
}

/// The same, counted, and called off where somebody wants that.
///
/// # Errors
/// As [`folders`], and where it was called off.
pub fn gather(store: &Store, progress: &Progress) -> Result<Vec<Folder>, Error> {
    progress.begin(Stage::Gathering, store.clients()?)?;
    let mut folders = Vec::new();
    let gathered = store.each_folder(&mut |folder| {
        folders.push(folder);
        progress.step().map_err(|_| store::Error::Stopped)
    });
    progress.ask()?;
    gathered?;
    Ok(folders)
}

/// What the store has, as an import looks it up.
struct Here<'a> {
    store: &'a Store,
    agency: Agency,
    edits: Edits,
    marks: Marks,
    extra_files: Vec<ExtraFile>,
    newcomers: Vec<Card>,
    enrollments: HashMap<EnrollmentId, ClientId>,
    events: HashMap<EventId, ClientId>,
    /// A chart that could not be read; the import must not go on as if it were not there.
    trouble: RefCell<Option<store::Error>>,
    progress: &'a Progress,
}

impl<'a> Here<'a> {
    fn of(store: &'a Store, edits: Edits, marks: Marks, progress: &'a Progress) -> Result<Self, store::Error> {
        let (mut enrollments, mut events) = (HashMap::new(), HashMap::new());
        let mut worked: BTreeSet<ClientId> =
            edits.iter().filter(|(file, ..)| *file == File::Client).map(|(_, _, owner, _)| owner.clone()).collect();
        for (_, slip) in store.roll()?.slips() {
            worked.extend((slip.differing > 0).then(|| ClientId::new(slip.client)));
            let Bygone { enrollments: stays, events: former } = slip.bygone();
            for stay in stays {
                enrollments.entry(stay).or_insert_with(|| ClientId::new(slip.client));
            }
            for event in former {
                events.entry(event).or_insert_with(|| ClientId::new(slip.client));
            }
            // Where one of two clients has it as deleted, it is the other's.
            enrollments.extend(slip.stays().map(|stay| (EnrollmentId::new(stay.id), ClientId::new(slip.client))));
            events.extend(slip.events().map(|event| (event.id, ClientId::new(slip.client))));
        }
        let extra_files = store.extra_files()?;
        let mut newcomers = Vec::new();
        for client in worked {
            let chart = store.chart(&client)?;
            let new = |chart: &Chart| {
                merge::is_entered(chart, &chart.client, None) && merge::is_new(&chart.client, &merge::told(chart, &edits, &chart.client))
            };
            newcomers.extend(chart.filter(new).map(|chart| Card::of(&chart)));
        }
        Ok(Self {
            store,
            agency: store.agency()?,
            edits,
            marks,
            extra_files,
            newcomers,
            enrollments,
            events,
            trouble: RefCell::default(),
            progress,
        })
    }
}

impl Here<'_> {
    fn roll(&self) -> Roll {
        self.store.roll().unwrap_or_else(|error| {
            self.trouble.replace(Some(error));
            Roll::default()
        })
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

    fn clients_of(&self, is_of: &dyn Fn(&str, &str, Option<Day>) -> bool) -> Vec<ClientId> {
        let roll = self.roll();
        let in_scope = roll.slips().filter(|(_, slip)| slip.stays().any(|stay| is_of(stay.household, stay.project, stay.entry)));
        in_scope.map(|(_, slip)| ClientId::new(slip.client)).collect()
    }

    fn everybody(&self) -> Vec<ClientId> {
        self.roll().slips().map(|(_, slip)| ClientId::new(slip.client)).collect()
    }

    fn marks(&self) -> Marks {
        self.marks.clone()
    }

    fn expect(&self, more: usize) {
        self.progress.expect(more);
    }

    fn extra_files(&self) -> &[ExtraFile] {
        &self.extra_files
    }

    fn newcomers(&self) -> &[Card] {
        &self.newcomers
    }

    fn household(&self, household: &HouseholdId) -> Vec<(ClientId, EnrollmentId)> {
        let roll = self.roll();
        let mut members = Vec::new();
        for (_, slip) in roll.slips() {
            let stays = slip.stays().filter(|stay| stay.household == household.as_str());
            members.extend(stays.map(|stay| (ClientId::new(slip.client), EnrollmentId::new(stay.id))));
        }
        members
    }

    fn reads_again(&self, rows: usize) -> bool {
        let going = if rows == 0 { self.progress.begin(Stage::Reading, 0) } else { self.progress.steps(rows) };
        going.is_ok() && self.progress.ask().is_ok()
    }

    fn goes_on(&self) -> bool {
        self.progress.step().is_ok() && self.trouble.borrow().is_none()
    }

    fn owner(&self, file: File, key: &str) -> Option<ClientId> {
        match file {
            File::Enrollment => self.enrollments.get(&EnrollmentId::new(key)).cloned(),
            File::Event | File::Referral => self.events.get(&EventId::new(key)).cloned(),
            _ => None,
        }
    }
}
