//! Enrollments and events that the export has with another client than the desk (R-IMP-7): they are brought to that client before anything
//! else is planned, with what hangs on them, so that everything after meets them where the HMIS has them.

use super::{Have, Planning};
use crate::domain::folder::Folder;
use crate::domain::merge::{Differing, Goes, Handed, id, is_same, merge, part};
use crate::domain::words::count;
use crate::domain::{Chart, ClientId, File, Packed, Row, at};
use crate::exchange::report::Outcome;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows of the export by the client who has them here, each with the one who has it there.
type Candidates<'f> = BTreeMap<ClientId, Vec<(ClientId, &'f Packed)>>;

/// Where records are from this import on.
#[derive(Debug, Default)]
pub(super) struct Moved {
    owners: HashMap<(File, String), ClientId>,
    /// Clients who are not here yet, beside what was brought to them.
    pub newcomers: HashSet<ClientId>,
}

impl Moved {
    /// The client who has a record now, of those that were moved.
    pub fn owner(&self, file: File, key: &str) -> Option<&ClientId> {
        if self.owners.is_empty() { None } else { self.owners.get(&(file, key.to_owned())) }
    }
}

impl Planning<'_> {
    /// Brings what the HMIS moved to the client who has it there.
    pub(super) fn moves(&mut self, folders: &[Folder], have: &impl Have) {
        let candidates = candidates(folders, have);
        if candidates.is_empty() {
            return;
        }
        let told: HashMap<ClientId, &Folder> = folders.iter().filter_map(|folder| Some((folder.client()?, folder))).collect();
        for (once, rows) in candidates {
            let Some(chart) = self.chart(&once, have) else { continue };
            let mut goes = Goes::new();
            for (now, row) in rows {
                if self.may_go(&chart, row) && follows(row, &now, &goes, have) {
                    goes.insert((Row::file(row), row.key().to_owned()), now);
                }
            }
            if !goes.is_empty() {
                self.hand_over(&once, &chart, &goes, told.get(&once).copied(), have);
            }
        }
    }

    /// The chart of a client as it is so far.
    pub(super) fn chart(&self, client: &ClientId, have: &impl Have) -> Option<Chart> {
        self.renamed.charts.get(client).cloned().or_else(|| have.chart(client))
    }

    /// True for the very record of the export, unless it is newer here: then nothing of the export's row counts, its client neither.
    fn may_go(&self, chart: &Chart, row: &Packed) -> bool {
        let (file, key) = (Row::file(row), row.key());
        let Some(here) = chart.rows().find(|here| here.file() == file && here.key() == key) else { return false };
        let kept = chart.theirs.iter().find(|kept| kept.theirs_id.as_str() == id(file, key)).and_then(Differing::read);
        let base = self.base(file, key, kept.as_ref());
        is_same(here, row, &base) && !merge(here, row, &base, |field| self.absent.contains(&field)).older
    }

    fn hand_over(&mut self, once: &ClientId, chart: &Chart, goes: &Goes, told: Option<&Folder>, have: &impl Have) {
        let told: Vec<&Packed> = told.into_iter().flat_map(|folder| &folder.0).collect();
        // Where only what changed is told, who is not told of lives on.
        let own = told.iter().find(|row| Row::file(**row) == File::Client);
        let living = own.map_or(self.is_delta, |row| row.get(at::client::DATE_DELETED).is_empty());
        let names: HashSet<(File, &str)> = told.iter().map(|row| (Row::file(*row), row.key())).collect();
        let parted = part(chart, goes, living, |file, key| names.contains(&(file, key)));
        let mut charts: BTreeMap<ClientId, Vec<Packed>> = BTreeMap::new();
        for (now, row) in parted.gone {
            let (file, key) = (Row::file(&row), row.key().to_owned());
            if matches!(file, File::Enrollment | File::Event) {
                self.plan.renamed.handed.push(Handed { record: key.clone(), once: once.to_string(), now: now.to_string() });
            }
            self.moved.owners.insert((file, key), now.clone());
            charts.entry(now).or_default().push(row);
        }
        for (now, rows) in charts {
            self.say_moved(once, &now, goes, &rows);
            let there = self.chart(&now, have);
            if there.is_none() {
                self.moved.newcomers.insert(now.clone());
            }
            let before: Vec<Packed> = there.iter().flat_map(Chart::rows).map(Row::pack).collect();
            self.renamed.charts.insert(now.clone(), Chart::of(&now, before.iter().chain(&rows)));
        }
        self.plan.changes.extend(parted.changes);
        self.renamed.charts.insert(once.clone(), parted.rest);
    }

    fn say_moved(&mut self, once: &ClientId, now: &ClientId, goes: &Goes, rows: &[Packed]) {
        let records = rows.iter().filter(|row| Row::file(*row).info().origin.travels()).count();
        self.plan.counts.moved += records as u64;
        let mut told: Vec<_> = goes.iter().filter(|(_, to)| *to == now).map(|((file, key), _)| (*file, key)).collect();
        let stays = told.iter().any(|(file, _)| *file == File::Enrollment);
        // Events go with their enrollments, and are not said once more.
        told.retain(|(file, _)| !stays || *file == File::Enrollment);
        let ids: Vec<String> = told.iter().map(|(_, key)| (*key).clone()).collect();
        let file = if stays { File::Enrollment } else { File::Event };
        let words = format!(
            "{} {} went from client {once} to client {now}, because your HMIS has it there now; {} in all. Check that the two are one person.",
            file.info().name,
            ids.join(", "),
            count(records, "record")
        );
        self.say(file, Outcome::Kept, words);
    }
}

/// True for an enrollment, and for an event whose enrollment is with this client then, or not here yet.
fn follows(row: &Packed, now: &ClientId, goes: &Goes, have: &impl Have) -> bool {
    let stay = row.get(at::event::ENROLLMENT_ID);
    let with = || goes.get(&(File::Enrollment, stay.to_owned())).cloned().or_else(|| have.owner(File::Enrollment, stay));
    Row::file(row) == File::Enrollment || with().is_none_or(|with| with == *now)
}

/// Enrollments of the export that are another client's here, and events whose enrollment is with the client of the export, there or here:
/// the enrollments of a client first.
fn candidates<'f>(folders: &'f [Folder], have: &impl Have) -> Candidates<'f> {
    let mut candidates = Candidates::new();
    for folder in folders {
        for row in folder.0.iter().filter(|row| matches!(Row::file(*row), File::Enrollment | File::Event)) {
            let (once, now) = (have.owner(Row::file(row), row.key()), folder.client());
            let Some((once, now)) = once.zip(now).filter(|(once, now)| once != now) else { continue };
            let stay = row.get(at::event::ENROLLMENT_ID);
            let is_there = |other: &Packed| Row::file(other) == File::Enrollment && other.key() == stay;
            if Row::file(row) == File::Enrollment
                || folder.0.iter().any(is_there)
                || have.owner(File::Enrollment, stay).as_ref() == Some(&now)
            {
                candidates.entry(once).or_default().push((now, row));
            }
        }
    }
    candidates.values_mut().for_each(|rows| rows.sort_by_key(|(_, row)| Row::file(*row) != File::Enrollment));
    candidates
}
