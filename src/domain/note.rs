//! Case notes: what a worker writes down about a client, or about a stay of theirs. HUD has nothing of the kind. They are of the
//! organization alone and never leave the desk (R-NOTE-3).

use super::change::{Change, Commit, RowChange};
use super::chart::Chart;
use super::entry::{Day, Entry, Scalar, Text, Value};
use super::finding::Finding;
use super::hud::{CaseNote, Enrollment, File, YesNo};
use super::id::{self, EnrollmentId};
use super::row::{Packed, Row};
use super::rule::Rule;
use super::stamp::{Plan, Stamp};
use super::{Agency, OrganizationId, at};
use serde::{Deserialize, Serialize};

/// The most characters that a note has. Ten printed pages: more than anybody reads in one.
pub const LONGEST: usize = 30_000;

/// Which note is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// A new one.
    New,
    /// The one of this key.
    Kept(String),
}

/// The notes of a client, by the day of the note the newest first; of one day, the one that was written last first.
pub fn notes(chart: &Chart) -> Vec<&CaseNote> {
    let mut notes: Vec<&CaseNote> = chart.notes.iter().rev().filter(|note| note.date_deleted.is_blank()).collect();
    notes.sort_by_key(|note| std::cmp::Reverse((note.note_date.known(), note.date_created.known())));
    notes
}

/// The stays that a note may be about: those in programs of the organization, the newest first.
pub fn stays<'a>(chart: &'a Chart, agency: &Agency, organization: Option<&OrganizationId>) -> Vec<&'a Enrollment> {
    let ours = |stay: &&Enrollment| {
        let owner = agency.owner(&stay.project_id).map(|owner| &owner.organization_id);
        stay.date_deleted.is_blank() && organization.is_some() && owner == organization
    };
    let mut stays: Vec<&Enrollment> = chart.enrollments.iter().filter(ours).collect();
    stays.sort_by_key(|stay| std::cmp::Reverse(stay.entry_date.known()));
    stays
}

/// A new note of today, about the stay that is under way, the newest of several.
pub fn fresh(chart: &Chart, agency: &Agency, organization: Option<&OrganizationId>, today: Day) -> CaseNote {
    let about = stays(chart, agency, organization).into_iter().find(|stay| chart.exit(&stay.enrollment_id).is_none());
    CaseNote {
        personal_id: chart.id().clone(),
        enrollment_id: about.map(|stay| stay.enrollment_id.clone()).unwrap_or_default(),
        note_date: Value::Known(today),
        ..CaseNote::default()
    }
}

/// True where a note is not changed any more (R-NOTE-2).
pub fn is_closed(note: &CaseNote) -> bool {
    note.read_only.is(YesNo::Yes)
}

/// True where this would change a note that is read only, and not open it again (R-NOTE-2); `now` is any row.
pub fn is_kept_from(now: &Packed, change: &RowChange) -> bool {
    let read_only = usize::from(at::case_note::READ_ONLY.column);
    let opens = change.cells.iter().any(|cell| usize::from(cell.column) == read_only && cell.after.as_str() != now.cell(read_only));
    now.file() == Some(File::CaseNote) && is_closed(&now.typed()) && !opens
}

/// R-NOTE-2: what keeps a note as it is.
fn closed(kept: &CaseNote) -> Option<Finding> {
    let words = "This note is read only. Write another one, or take back in History the save that closed it.";
    is_closed(kept).then(|| Finding::stop(Rule::R_NOTE_2, at::case_note::READ_ONLY, words))
}

/// What stops the save of a note in this chart (R-NOTE-1, R-NOTE-2); `kept` is the note as it is kept.
pub fn judge(note: &CaseNote, kept: Option<&CaseNote>, chart: &Chart, today: Day) -> Vec<Finding> {
    let stop = |field, words: &str| Finding::stop(Rule::R_NOTE_1, field, words);
    let mut found: Vec<Finding> = kept.and_then(closed).into_iter().collect();
    // An import may have given the stay to another client since the note was begun; what was kept so stays so.
    let (stay, was) = (&note.enrollment_id, kept.map(|kept| &kept.enrollment_id));
    if !stay.is_blank() && was != Some(stay) && chart.enrollment(stay).is_none() {
        let words = "This enrollment is not in this client's record any more. Choose what the note is about.";
        found.push(Finding::stop(Rule::R_IMP_7, at::case_note::ENROLLMENT_ID, words));
    }
    match note.note_date.known() {
        None => found.push(stop(at::case_note::NOTE_DATE, "Enter the day on which it was, such as 11/22/2026 or t for today.")),
        Some(day) if day > today => found.push(stop(at::case_note::NOTE_DATE, "The day is in the future. Enter the day on which it was.")),
        Some(_) => {}
    }
    if note.note.as_str().trim().is_empty() {
        found.push(stop(at::case_note::NOTE, "Write the note."));
    }
    found
}

/// The plan that keeps a note, in place of `kept` or as a new one by this worker; empty where it stands there already.
///
/// # Errors
/// What was found (R-NOTE-1, R-NOTE-2).
pub fn write(
    mut note: CaseNote,
    kept: Option<&CaseNote>,
    chart: &Chart,
    by: &Text,
    seed: [u8; 16],
    stamp: &Stamp,
) -> Result<Plan, Vec<Finding>> {
    let found = judge(&note, kept, chart, stamp.today());
    if kept.is_none() {
        note.case_note_id = Text::new(id::hex(seed));
        note.written_by = by.clone();
    }
    let change = stamp.change(kept.map(|kept| kept as &dyn Row), &mut note);
    Plan::unless_stopped(Commit::new("Case note", change.into_iter().collect::<Vec<Change>>()), found)
}

/// The plan that marks a note as deleted, which was a mistake.
///
/// # Errors
/// R-NOTE-2, where it is read only.
pub fn remove(kept: &CaseNote, stamp: &Stamp) -> Result<Plan, Vec<Finding>> {
    let mut after = kept.clone();
    after.date_deleted = Value::parse(&stamp.now.write());
    let change = stamp.change(Some(kept), &mut after);
    Plan::unless_stopped(Commit::new("Case note deleted", change.into_iter().collect()), closed(kept).into_iter().collect())
}

/// The stay that a note is about; none where it is about the client, or that enrollment is not here any more.
pub fn about<'a>(note: &CaseNote, chart: &'a Chart) -> Option<&'a Enrollment> {
    let id: &EnrollmentId = &note.enrollment_id;
    chart.enrollment(id).filter(|stay| stay.date_deleted.is_blank())
}
