//! Records that the HMIS has with another client than the desk: it found that two of its clients are one person, or that an enrollment was
//! written for the wrong one (R-IMP-7). They go to the client who has them there, and what hangs on them here goes along.

use super::edits::Base;
use super::typed::{facts, is_beside, place_of};
use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::hud::File;
use crate::domain::id::ClientId;
use crate::domain::row::{Packed, Row};
use std::collections::{BTreeMap, HashMap};

/// To which client enrollments and events go, by file and key.
pub type Goes = BTreeMap<(File, String), ClientId>;

/// What became of a chart from which records went.
#[derive(Debug, Default)]
pub struct Parted {
    /// What stays.
    pub rest: Chart,
    /// What went, as it is with the other client.
    pub gone: Vec<(ClientId, Packed)>,
    /// The changes that make it so.
    pub changes: Vec<Change>,
}

/// True where a row of an export is the one that is here under its key, and not one of another system that counts from the same number:
/// it was made in the same moment, or is about the same. `base` says what the HMIS had in cells that were changed here.
pub fn is_same(here: &dyn Row, told: &Packed, base: &Base) -> bool {
    let file = here.file();
    let held =
        |at: usize| u16::try_from(at).ok().and_then(|at| base.get(&at)).map_or_else(|| here.cell(at), |text| text.as_str().to_owned());
    let agrees = |at: usize| Some(held(at)).filter(|text| !text.is_empty()).is_some_and(|text| text == told.cell(at));
    let made = file.column("DateCreated").is_some_and(agrees);
    let facts = facts(file);
    made || !facts.is_empty() && facts.iter().all(|field| agrees(usize::from(field.column)))
}

/// Parts a chart from the records that go to other clients.
///
/// What hangs on an enrollment goes with it, unless it `stays`: the export itself has it with this client, or the other client has one of
/// that key. What is kept beside a record goes with the record. What hangs on no enrollment goes to the `heir`, where there is one.
pub fn part(chart: &Chart, goes: &Goes, heir: Option<&ClientId>, stays: impl Fn(File, &str, &ClientId) -> bool) -> Parted {
    let (beside, rows): (Vec<_>, Vec<_>) = chart.rows().partition(|row| is_beside(row.file()));
    let mut parted = Parted::default();
    let mut kept: Vec<Packed> = Vec::new();
    let mut went: HashMap<(File, String), ClientId> = HashMap::new();
    let mut put = |parted: &mut Parted, row: &dyn Row, to: Option<&ClientId>| {
        let before = row.pack();
        let Some((to, owner)) = to.zip(row.file().info().owner.and_then(|at| u16::try_from(at).ok())) else { return kept.push(before) };
        let mut after = before.clone();
        after.set(owner, to.as_str());
        // Taken away whole and made anew, so that the history of either client says all of it.
        parted.changes.extend(Change::gone(&before));
        parted.changes.extend(Change::new(after.clone()));
        parted.gone.push((to.clone(), after));
    };
    for row in rows {
        let (file, key) = (row.file(), row.key());
        let to = match file {
            File::Client => None,
            // What we keep beside an event goes where the event goes; events come before it.
            File::Referral if chart.events.iter().any(|event| event.event_id.as_str() == key) => {
                went.get(&(File::Event, key.clone())).cloned()
            }
            // Enrollments come before what hangs on them, which goes where they went.
            _ => destination(row, goes, &went, heir).filter(|to| !stays(file, &key, to)).cloned(),
        };
        put(&mut parted, row, to.as_ref());
        went.extend(to.map(|to| ((file, key), to)));
    }
    for row in beside {
        let name = row.key();
        let to = place_of(&name).and_then(|(file, key)| went.get(&(file, key.to_owned()))).filter(|to| !stays(row.file(), &name, to));
        put(&mut parted, row, to);
    }
    parted.rest = Chart::of(chart.id(), &kept);
    parted
}

/// Where a row goes that is not kept beside another.
fn destination<'g>(
    row: &dyn Row,
    goes: &'g Goes,
    went: &'g HashMap<(File, String), ClientId>,
    heir: Option<&'g ClientId>,
) -> Option<&'g ClientId> {
    let file = row.file();
    if let Some(to) = goes.get(&(file, row.key())) {
        return Some(to);
    }
    // The answers of an assessment go where it went; assessments come before them.
    let assessment = file.column("AssessmentID").map(|at| row.cell(at)).and_then(|key| went.get(&(File::Assessment, key)));
    if let Some(to) = assessment {
        return Some(to);
    }
    match file.column("EnrollmentID").map(|at| row.cell(at)).filter(|id| !id.is_empty()) {
        _ if file == File::Enrollment => None,
        Some(stay) => went.get(&(File::Enrollment, stay)),
        None => heir,
    }
}
