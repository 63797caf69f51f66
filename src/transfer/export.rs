//! The records written as HMIS CSV: put together, checked, and only then written and noted.

use super::exports::{Export, Exports, Stayed};
use super::told::marks;
use super::unfinished::{self, Leaving, OnErrors};
use super::unsent::{Mine, mine};
use super::{Error, folders, gather};
use crate::domain::coc::Cocs;
use crate::domain::folder::Folder;
use crate::domain::progress::Progress;
use crate::domain::words::{count, were};
use crate::domain::{Agency, ClientId, Commit, Day, ExportId, Instant, Row, Severity, date};
use crate::exchange::{self, Checked, ExportRequest, Left, Outgoing, Scope, Take, Work, Worker, Written};
use crate::store::{self, Profile, Store};
use chrono::Months;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What an export is called in the trail.
const EXPORT: &str = "Export";

/// An export that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// The zip to write.
    pub path: PathBuf,
    /// What it is to hold.
    pub scope: Scope,
    /// What becomes of it where its check finds errors in what was written here.
    pub on_errors: OnErrors,
}

/// What came of an order.
#[derive(Debug)]
pub enum Answer {
    /// It was written.
    Written(Box<Exported>),
    /// Its check found errors, and nobody said to write it anyway. Nothing was written.
    Held(Box<Held>),
}

/// An export that waits for a word.
#[derive(Debug)]
pub struct Held {
    /// In a sentence.
    pub headline: String,
    /// Whether the households of the errors can be left out of it; none where that is no way out.
    pub leaving: Option<Leaving>,
    /// What was found.
    pub checked: Checked,
}

/// What an export did.
#[derive(Debug)]
pub struct Exported {
    /// In a sentence or two.
    pub headline: String,
    /// What it holds, in words, as it is noted.
    pub scope: String,
    /// What was written, and where it says something else than the desk.
    pub written: Written,
    /// What stayed out by the scope.
    pub left: Left,
    /// True where everything is in it, readable, that was changed here and that the HMIS does not have.
    pub whole: bool,
    /// What the check found.
    pub checked: Checked,
}

/// Writes what was asked for as HMIS CSV, unless its check finds errors in what was written here and nobody decided what becomes of them
/// (R-IMP-8, R-IMP-10). What was written is noted as a commit, with the reason and what was left out.
///
/// # Errors
/// Where the store cannot be read, the scope names what is not there, nothing is in it, it was called off, or the file cannot be written;
/// then the file that stood there before still stands.
pub fn export(store: &mut Store, order: &Order, id: ExportId, now: Instant, progress: &Progress) -> Result<Answer, Error> {
    let Order { path, scope, on_errors } = order;
    let (agency, desk, exports) = (store.agency()?, Desk::of(store, now), Exports::of(store));
    let mut extra_files = scope.aside.then(|| store.extra_files()).transpose()?;
    // Nobody knows which lines of them belong to a part of the records; columns stand beside the rows that they belong to.
    let apart = extra_files.as_mut().filter(|_| !scope.is_everything()).map(std::mem::take);
    let request = ExportRequest { aside: extra_files.as_deref(), ..request(&agency, &desk, id, now) };
    let (outgoing, checked) = ready(store, scope, exports.base(), request.clone(), BTreeSet::new(), progress)?;
    let (errors, own) = (checked.of(Severity::Stop), checked.own_errors());
    let why = on_errors.reason();
    if own > 0 && why.is_none() {
        let out = outgoing.tied(checked.unfinished(), progress)?;
        drop(outgoing);
        let leaving = leaving(store, scope, exports.base(), request, &checked, out, progress)?;
        let headline = unfinished::held_up(own, errors - own, leaving.as_ref().is_some_and(Leaving::is_here));
        return Ok(Answer::Held(Box::new(Held { headline, leaving, checked })));
    }
    let left = Left { files: apart.map_or(0, |files| files.len() as u64), ..outgoing.left };
    let (clients, changed, sequence) = (outgoing.clients(), outgoing.changed(), store.sequence());
    // Where all else that was changed is in it, the next one need not bring that again.
    let stayed =
        (scope.covers_all_work() && left.unfinished > 0).then(|| Stayed::of(&outgoing.stayed, outgoing.out.clone(), exports.base()));
    let written = outgoing.write(path, progress)?;
    let rows: u64 = written.rows.iter().map(|(_, count)| count).sum();
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let note = Export::of(scope, now, sequence, exports.base());
    let whole = !scope.hashed && left.holds_all_work();
    let (held, held_all) = (unfinished::held(scope, exports.base(), &left), note.whole && left.holds_all_work());
    let note = Export {
        rows,
        file,
        errors,
        scope: held.clone(),
        whole: held_all,
        answers: whole,
        stayed,
        users: desk.users.or(Some(now)),
        ..note
    };
    let mut headline = format!("Exported {} to {}.", counted(rows, clients, changed), path.display());
    let came = came(errors - own).map(|came| format!("The check found {came}."));
    for more in [left_out(&left), unfinished::left_out(&left), came, noted(store, &exports, note, why, now)].into_iter().flatten() {
        headline.push(' ');
        headline.push_str(&more);
    }
    Ok(Answer::Written(Box::new(Exported { headline, scope: held, written, left, whole, checked })))
}

/// Checks what an export of this scope would hold, and writes nothing.
///
/// # Errors
/// As [`export`], besides the file.
pub fn check(store: &Store, scope: &Scope, now: Instant, progress: &Progress) -> Result<Checked, Error> {
    let (agency, desk, exports) = (store.agency()?, Desk::of(store, now), Exports::of(store));
    // Every row of an export bears its id. This one is written nowhere, so any will do; without one each row would lack it.
    let request = request(&agency, &desk, ExportId::new("check"), now);
    Ok(ready(store, scope, exports.base(), request, BTreeSet::new(), progress)?.1)
}

/// Errors that are none of this desk's: they hold nothing up (R-IMP-10).
fn came(errors: u64) -> Option<String> {
    (errors > 0).then(|| format!("{} in what came so from your HMIS; what came goes back as it came", count(errors, "error")))
}

/// What an export would hold and what its check says, without writing or noting anything.
#[derive(Debug)]
pub struct Rehearsed {
    /// In a sentence or two.
    pub headline: String,
    /// What it would hold, in words, as it would be noted.
    pub scope: String,
    /// The rows that would be written, and where they say something else than the desk.
    pub written: Written,
    /// What stays out by the scope.
    pub left: Left,
    /// True where its check would hold it up.
    pub held: bool,
    /// What the check found.
    pub checked: Checked,
}

/// Does all that an export does but write it.
///
/// # Errors
/// As [`export`], besides the file.
pub fn rehearse(store: &Store, scope: &Scope, id: ExportId, now: Instant, progress: &Progress) -> Result<Rehearsed, Error> {
    let (agency, desk, exports) = (store.agency()?, Desk::of(store, now), Exports::of(store));
    let files = scope.aside.then(|| store.extra_files()).transpose()?;
    let apart = files.as_ref().filter(|_| !scope.is_everything()).map_or(0, |files| files.len() as u64);
    let aside = files.as_deref().map(|files| if scope.is_everything() { files } else { &[] });
    let request = ExportRequest { aside, ..request(&agency, &desk, id, now) };
    let (outgoing, checked) = ready(store, scope, exports.base(), request.clone(), BTreeSet::new(), progress)?;
    let (errors, own) = (checked.of(Severity::Stop), checked.own_errors());
    let (left, clients, changed) = (Left { files: apart, ..outgoing.left }, outgoing.clients(), outgoing.changed());
    let out = outgoing.tied(checked.unfinished(), progress)?;
    let written = outgoing.rehearse(progress)?;
    let leaving = leaving(store, scope, exports.base(), request, &checked, out, progress)?;
    let without = leaving.as_ref().map(|leaving| leaving.words().to_owned());
    let rows: u64 = written.rows.iter().map(|(_, count)| count).sum();
    let would = if own > 0 {
        format!("It would be held up by {} in what was written here.", count(own, "error"))
    } else {
        "Nothing would hold it up.".to_owned()
    };
    let mut headline = format!("Nothing was written. The export would have {}. {would}", counted(rows, clients, changed));
    let came = came(errors - own).map(|came| format!("The check found {came}."));
    for more in [without, left_out(&left), unfinished::left_out(&left), came].into_iter().flatten() {
        headline.push(' ');
        headline.push_str(&more);
    }
    let held = unfinished::held(scope, exports.base(), &left);
    Ok(Rehearsed { headline, scope: held, written, left, held: own > 0, checked })
}

/// `3 clients (310 rows)`; of a delta `work on 3 clients (31 rows)`, as many as are counted elsewhere as not in the HMIS yet, and how many
/// come along because that belongs to them.
fn counted(rows: u64, clients: usize, changed: Option<usize>) -> String {
    let rows = count(rows, "row");
    let Some(changed) = changed else { return format!("{} ({rows})", count(clients, "client")) };
    let along = match clients.saturating_sub(changed) {
        0 => String::new(),
        more => format!(", with {} more to whom it belongs", count(more, "client")),
    };
    format!("work on {} ({rows}{along})", count(changed, "client"))
}

/// An export that is put together without these clients, and what its check says. Of one that leaves households out for their errors, what
/// remains is checked again: where it is wrong without them, that stays out too.
fn ready<'a>(
    store: &Store,
    scope: &'a Scope,
    base: Option<&Export>,
    request: ExportRequest<'a>,
    mut out: BTreeSet<ClientId>,
    progress: &Progress,
) -> Result<(Outgoing<'a>, Checked), Error> {
    loop {
        let outgoing = outgoing(store, scope, base, request.clone(), &out, progress)?;
        let checked = outgoing.check(request.now.date(), progress)?;
        let unfinished = match scope.take {
            Take::Finished => outgoing.tied(checked.unfinished(), progress)?,
            _ => BTreeSet::new(),
        };
        if unfinished.is_empty() {
            return Ok((outgoing, checked));
        }
        out.extend(unfinished);
    }
}

/// What an export that is held up would be without these clients, in whose households its errors are: put together as it would be written, so
/// that what is promised is what is left out; where nobody would be left, whom it waits for. None where that is no way out: an error is of
/// nobody, or what is left has errors still.
fn leaving(
    store: &Store,
    scope: &Scope,
    base: Option<&Export>,
    request: ExportRequest<'_>,
    checked: &Checked,
    out: BTreeSet<ClientId>,
    progress: &Progress,
) -> Result<Option<Leaving>, Error> {
    if out.is_empty() || checked.errs_beyond_clients() {
        return Ok(None);
    }
    let Some(finished) = scope.clone().finished() else { return Ok(Some(Leaving::elsewhere(scope))) };
    match ready(store, &finished, base, request, out.clone(), progress) {
        Ok((outgoing, checked)) if checked.own_errors() == 0 => {
            let go = outgoing.clients();
            Ok(Some(Leaving::here(&outgoing.left, go, outgoing.out)))
        }
        Err(Error::Unfinished) => Ok(Some(Leaving::alone(checked.unfinished()))),
        Ok(_) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts an export together, without these clients.
fn outgoing<'a>(
    store: &Store,
    scope: &'a Scope,
    base: Option<&Export>,
    mut request: ExportRequest<'a>,
    unfinished: &BTreeSet<ClientId>,
    progress: &Progress,
) -> Result<Outgoing<'a>, Error> {
    let all = gather(store, progress)?;
    known(scope, request.agency, &all)?;
    if let Some(begins) = base.filter(|_| scope.is_since()).and_then(Export::begins) {
        request.period.0 = begins.min(request.period.1);
    }
    let Mine { unsent, written, gone, marks, changed, blanked } = mine(store, &all, scope.is_since())?;
    let work = Work { changed: &changed, unsent: &unsent, written: &written, gone: &gone, marks: &marks, blanked: &blanked };
    let outgoing = Outgoing::new(request, scope, all, work, unfinished);
    match () {
        () if !unfinished.is_empty() && outgoing.clients() == 0 => Err(Error::Unfinished),
        () if outgoing.is_empty() => Err(nothing(scope, base)),
        () => Ok(outgoing),
    }
}

/// Writes everything that can be read, unchecked and without a note: the way out of records that do not open as usual. What was only inferred
/// to be deleted (R-IMP-7) is written as the HMIS told it: who reads it knows nothing of our marks, and would take them for the HMIS's word.
///
/// # Errors
/// Where the store cannot be read or the file not be written; then the file that stood there before still stands.
pub fn rescue(store: &Store, path: &Path, id: ExportId, now: Instant) -> Result<Exported, Error> {
    let (agency, mut folders, files, desk) = (store.agency()?, folders(store)?, store.extra_files()?, Desk::of(store, now));
    // Where those saves are not to be read, what they marked stays as it is: the rest is written all the same.
    let marks = marks(store).unwrap_or_default();
    for row in folders.iter_mut().flat_map(|folder| &mut folder.0).filter(|row| marks.has(*row)) {
        Row::file(row).column("DateDeleted").into_iter().for_each(|at| Row::set(row, at, ""));
    }
    let request = ExportRequest { aside: Some(&files), ..request(&agency, &desk, id, now) };
    let written = exchange::write(path, &request, folders.iter().map(Folder::chart))?;
    let rows: u64 = written.rows.iter().map(|(_, count)| count).sum();
    let headline = format!("Exported {} to {}.", counted(rows, folders.len(), None), path.display());
    Ok(Exported { headline, scope: Scope::default().words(), written, left: Left::default(), whole: true, checked: Checked::default() })
}

/// Whose records they are, as an export says it.
struct Desk {
    profile: Profile,
    installation: String,
    begun: Instant,
    /// When the rows that are made up for users were updated; none where no export that is noted had any so far.
    users: Option<Instant>,
}

impl Desk {
    fn of(store: &Store, now: Instant) -> Self {
        // The first save made them. Where it cannot be read, or a clock went back since, nothing was made later than this export.
        let begun = store.when(1).map_or(now, |begun| begun.min(now));
        // Version 0.1.0 gave them the moment of each export, and noted none: the first that is noted is later than all of those.
        let users = Exports::of(store).last().and_then(|export| export.users);
        Self { profile: store.profile().clone(), installation: store.installation(), begun, users }
    }
}

/// Everything about an export of these records except its rows: from the day on of which the HMIS told, or a year back, to this day.
fn request<'a>(agency: &'a Agency, desk: &'a Desk, export_id: ExportId, now: Instant) -> ExportRequest<'a> {
    let Desk { profile, installation: implementation, begun, users } = desk;
    let (first, last) = profile.name.rsplit_once(' ').unwrap_or(("", &profile.name));
    let end = now.date();
    let start = agency.exports.iter().filter_map(|e| e.export_start_date.known()).min();
    let start = start.or_else(|| end.checked_sub_months(Months::new(12))).unwrap_or(end);
    let worker = Worker { id: profile.user.clone(), first, last, email: "" };
    let software_version = env!("CARGO_PKG_VERSION");
    let (begun, users, period) = (*begun, users.unwrap_or(now), (start, end));
    ExportRequest { agency, now, begun, users, export_id, implementation, software_version, period, worker, aside: None }
}

/// Refuses projects and CoCs of which nothing is known, so that a slip does not become an export without them, and what would say who
/// somebody is in an export that must not.
fn known(scope: &Scope, agency: &Agency, folders: &[Folder]) -> Result<(), Error> {
    if scope.hashed && scope.aside {
        return Err(Error::Readable);
    }
    if let Some(id) = scope.projects.iter().find(|id| agency.project(id).is_none()) {
        return Err(Error::Unknown { what: "project", id: id.to_string(), place: "Project.csv" });
    }
    let mut cocs = Cocs::of(agency);
    if !scope.cocs.iter().all(|coc| cocs.has(coc)) {
        folders.iter().flat_map(Folder::rows).for_each(|row| cocs.see(row));
    }
    let place = "ProjectCoC.csv, nor in EnrollmentCoC of Enrollment.csv";
    scope.cocs.iter().find(|coc| !cocs.has(coc)).map_or(Ok(()), |coc| Err(Error::Unknown { what: "CoC", id: coc.clone(), place }))
}

fn nothing(scope: &Scope, base: Option<&Export>) -> Error {
    match scope.take {
        Take::Unsent if !scope.is_narrow() => Error::Unchanged { since: "that your HMIS does not have".to_owned() },
        Take::Since | Take::Finished if !scope.is_narrow() => {
            let since = |export: &Export| format!("since the export of {}", day(export.at.date()));
            Error::Unchanged { since: base.map_or_else(|| "yet".to_owned(), since) }
        }
        _ => Error::Nobody { scope: scope.words() },
    }
}

fn day(day: Day) -> String {
    date::show(day)
}

/// What stayed out, where anything did.
fn left_out(left: &Left) -> Option<String> {
    let mut words = Vec::new();
    if left.rows > 0 {
        let mut out = format!("Left out by what you chose: {}", count(left.rows, "row"));
        if left.clients > 0 {
            out.push_str(&format!(", {} whole", count(left.clients, "client")));
        }
        if left.deleted > 0 {
            out.push_str(&format!(", {} {} deleted", left.deleted, were(left.deleted)));
        }
        words.push(out + ".");
    }
    if left.work > 0 {
        words.push(format!("{} of them {} changed here, and your HMIS does not have that yet.", left.work, were(left.work)));
    }
    if left.files > 0 {
        words.push(format!("Files of imports that are not HUD's stayed out ({}): only an export of everything includes them.", left.files));
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// Notes an export that was written; says so where that cannot be done.
fn noted(store: &mut Store, exports: &Exports, note: Export, why: Option<&str>, now: Instant) -> Option<String> {
    let unnoted =
        |why: String| Some(format!("It could not be noted in the records: {why} The next delta begins where the last noted export ended."));
    if store.read_only() {
        return unnoted(store::Error::ReadOnly.to_string());
    }
    let reason = why.unwrap_or_default().into();
    let commit = Commit { reason, ..Commit::new(EXPORT, vec![exports.with(note)]) };
    store.commit(&commit, now).err().and_then(|error| unnoted(error.without_form()))
}
