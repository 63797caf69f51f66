//! Records that the HMIS has with another client than the desk: it found that two of its clients are one person, or that an enrollment was
//! written for the wrong one (R-IMP-7). They go to the client who has them there, and what hangs on them here goes along.

use super::edits::Base;
use super::typed::{facts, is_beside, place_of};
use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::entry::Value;
use crate::domain::hud::File;
use crate::domain::id::ClientId;
use crate::domain::row::{Packed, Row};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
/// What hangs on an enrollment goes with it, unless it `stays`: the export itself has it with this client. What is kept beside a record
/// goes with the record. Where the client is no `living` one any more, and every stay goes to one other, so does what hangs on no stay.
pub fn part(chart: &Chart, goes: &Goes, living: bool, stays: impl Fn(File, &str) -> bool) -> Parted {
    let heir = if living { None } else { heir(chart, goes) };
    let (beside, rows): (Vec<_>, Vec<_>) = chart.rows().partition(|row| is_beside(row.file()));
    let mut parted = Parted::default();
    let mut kept: Vec<Packed> = Vec::new();
    let mut went: HashMap<(File, String), ClientId> = HashMap::new();
    let mut put = |parted: &mut Parted, row: &dyn Row, to: Option<&ClientId>| {
        let before = row.pack();
        let Some((to, owner)) = to.zip(row.file().info().owner.and_then(|at| u16::try_from(at).ok())) else { return kept.push(before) };
        let mut after = before.clone();
        after.set(owner, to.as_str());
        parted.changes.extend(Change::row(Some(&before), &after));
        parted.gone.push((to.clone(), after));
    };
    for row in rows {
        let (file, key) = (row.file(), row.key());
        let to = if file == File::Client { None } else { destination(row, goes, heir, |file, key| stays(file, key)) };
        put(&mut parted, row, to);
        went.extend(to.map(|to| ((file, key), to.clone())));
    }
    for row in beside {
        let name = row.key();
        let to = place_of(&name).and_then(|(file, key)| went.get(&(file, key.to_owned())));
        put(&mut parted, row, to);
    }
    parted.rest = Chart::of(chart.id(), &kept);
    parted
}

/// The one client to whom every stay of this one goes.
fn heir<'g>(chart: &Chart, goes: &'g Goes) -> Option<&'g ClientId> {
    let living = chart.enrollments.iter().filter(|row| row.date_deleted == Value::Blank);
    let to: Option<BTreeSet<&ClientId>> = living.map(|row| goes.get(&(File::Enrollment, row.key()))).collect();
    to.filter(|to| to.len() == 1).and_then(|to| to.into_iter().next())
}

/// Where a row goes that is not kept beside another.
fn destination<'g>(row: &dyn Row, goes: &'g Goes, heir: Option<&'g ClientId>, stays: impl Fn(File, &str) -> bool) -> Option<&'g ClientId> {
    let (file, key) = (row.file(), row.key());
    // What we keep beside an event is named by the event.
    let named = if file == File::Referral { File::Event } else { file };
    if let Some(to) = goes.get(&(named, key.clone())) {
        return Some(to);
    }
    if stays(named, &key) {
        return None;
    }
    let stay = file.column("EnrollmentID").map(|at| row.cell(at)).filter(|id| !id.is_empty());
    match stay {
        Some(stay) => goes.get(&(File::Enrollment, stay)),
        None => heir,
    }
}
