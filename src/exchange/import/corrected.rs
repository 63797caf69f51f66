//! Rows of an enrollment or a client that the export has with another client than the desk (R-IMP-7): the HMIS corrected whose they are. One
//! record stands in one chart, so they go where the HMIS has them; what only bears the same key is refused, and never added twice.
//!
//! Nobody keeps an index of all such keys: it is what would be new with one client and was left untold with another. Only where something
//! would be new that may be older than what was read before, the charts of which the export does not tell are looked through as well.

use super::{Change, Have, Planning, Told};
use crate::domain::field::Origin;
use crate::domain::merge::{Goes, Handed, Parted, Sort, id, moment, part};
use crate::domain::{Chart, ClientId, File, Packed, Row, RowChange, at};
use crate::exchange::report::Outcome;
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher;

/// The charts that were planned so far, and what of them the export does not tell.
#[derive(Default)]
pub(super) struct Untold {
    hasher: RandomState,
    clients: Vec<ClientId>,
    /// By the hash of file and key, each with the place of its client.
    rows: Vec<(u64, u32)>,
}

impl Untold {
    /// One more chart was planned, and these rows of it were not told.
    pub fn add<'r>(&mut self, client: &ClientId, rows: impl Iterator<Item = &'r dyn Row>) {
        let place = u32::try_from(self.clients.len()).unwrap_or(u32::MAX);
        self.clients.push(client.clone());
        for row in rows.filter(|row| is_corrected(row.file())) {
            self.rows.push((self.hash(row.file(), &row.key()), place));
        }
    }

    /// True for a row that was not told; `rows` are in order by then.
    fn has(&self, file: File, key: &str) -> bool {
        self.rows.binary_search_by_key(&self.hash(file, key), |(hash, _)| *hash).is_ok()
    }

    fn hash(&self, file: File, key: &str) -> u64 {
        self.hasher.hash_one((file, key))
    }
}

/// Rows that would be new, by hash, each with its place among the changes.
struct Wanted(Vec<(u64, usize)>);

impl Wanted {
    fn at(&self, hash: u64) -> impl Iterator<Item = usize> {
        let first = self.0.partition_point(|(other, _)| *other < hash);
        self.0.iter().skip(first).take_while(move |(other, _)| *other == hash).map(|(_, at)| *at)
    }
}

/// True for what belongs to a client and is looked for here; whose enrollments and events are, the desk knows ([`Have::owner`]).
fn is_corrected(file: File) -> bool {
    let known = matches!(file, File::Client | File::Enrollment | File::Event | File::Referral);
    !known && file.info().owner.is_some() && file.info().origin != Origin::Beside
}

fn owner(row: &Packed) -> Option<ClientId> {
    Row::file(row).info().owner.map(|at| ClientId::new(row.cell(at)))
}

/// True for an answer to this assessment, of which the export may not tell: it is on the assessment's stay.
fn is_answer(row: &Packed, assessment: &Packed) -> bool {
    let of = Row::file(row).column("AssessmentID").filter(|_| Row::file(row) != File::Assessment);
    Row::file(assessment) == File::Assessment && of.is_some_and(|at| row.cell(at) == assessment.key())
}

impl Planning<'_> {
    /// Once every client of the export is planned: what would be new and stands with another client here goes on there no more.
    pub(super) fn corrected(&mut self, have: &impl Have) {
        let mut untold = std::mem::take(&mut self.untold);
        let everybody = have.everybody();
        if untold.rows.is_empty() && everybody.is_empty() {
            return;
        }
        untold.rows.sort_unstable();
        let wanted = self.wanted(&untold);
        let mut found: BTreeMap<ClientId, BTreeSet<usize>> = BTreeMap::new();
        let mut seen: HashSet<usize> = HashSet::new();
        for (hash, place) in &untold.rows {
            let client = untold.clients.get(*place as usize);
            for (client, at) in client.into_iter().flat_map(|client| wanted.at(*hash).map(move |at| (client, at))) {
                seen.insert(at);
                found.entry(client.clone()).or_default().insert(at);
            }
        }
        self.look_elsewhere(&untold, &Wanted(self.older(wanted, &seen, have)), everybody, &mut found, have);
        let planned: HashSet<&ClientId> = untold.clients.iter().collect();
        let mut dropped: HashSet<usize> = HashSet::new();
        for (once, places) in found {
            if !have.goes_on() {
                return;
            }
            if let Some(chart) = self.chart(&once, have) {
                let untold = planned.contains(&once).then_some(&untold);
                self.correct(&chart, &places, untold, &mut dropped, have);
            }
        }
        if !dropped.is_empty() {
            let mut at = 0..;
            self.plan.changes.retain(|_| at.next().is_none_or(|at| !dropped.contains(&at)));
        }
    }

    /// What would be new.
    fn wanted(&self, untold: &Untold) -> Wanted {
        let new = |(at, change): (usize, &Change)| {
            let Change::New(row) = change else { return None };
            let file = Row::file(row);
            (is_corrected(file) && self.moved.owner(file, row.key()).is_none()).then(|| (untold.hash(file, row.key()), at))
        };
        let mut wanted: Vec<(u64, usize)> = self.plan.changes.iter().enumerate().filter_map(new).collect();
        wanted.sort_unstable();
        Wanted(wanted)
    }

    /// What of it may have been here before: it was made before the last export was written that was read.
    fn older(&self, wanted: Wanted, seen: &HashSet<usize>, have: &impl Have) -> Vec<(u64, usize)> {
        let read = have.agency().exports.iter().filter_map(|export| export.export_date.known()).max();
        let is_older = |at: usize| {
            let Some(Change::New(row)) = self.plan.changes.get(at) else { return false };
            let made = Row::file(row).column("DateCreated").and_then(|at| moment(row.cell(at)));
            made.zip(read).is_none_or(|(made, read)| made <= read)
        };
        wanted.0.into_iter().filter(|(_, at)| !seen.contains(at) && is_older(*at)).collect()
    }

    /// Looks for rows in the charts of which the export does not tell.
    fn look_elsewhere(
        &mut self,
        untold: &Untold,
        older: &Wanted,
        mut clients: Vec<ClientId>,
        found: &mut BTreeMap<ClientId, BTreeSet<usize>>,
        have: &impl Have,
    ) {
        if older.0.is_empty() {
            return;
        }
        let planned: HashSet<&ClientId> = untold.clients.iter().collect();
        clients.retain(|client| !planned.contains(client));
        have.expect(clients.len());
        for client in clients {
            if !have.goes_on() {
                return;
            }
            let Some(chart) = self.chart(&client, have) else { continue };
            for row in chart.rows().filter(|row| is_corrected(row.file())) {
                for at in older.at(untold.hash(row.file(), &row.key())) {
                    found.entry(client.clone()).or_default().insert(at);
                }
            }
        }
    }

    /// Brings those of these new rows that stand in this chart to the client of the export, or refuses them. `dropped` are changes that are
    /// none any more; `untold` is there where the export tells of the chart.
    fn correct(
        &mut self,
        chart: &Chart,
        places: &BTreeSet<usize>,
        untold: Option<&Untold>,
        dropped: &mut HashSet<usize>,
        have: &impl Have,
    ) {
        let once = chart.id();
        let (mut goes, mut told) = (Goes::new(), Vec::new());
        for at in places {
            let Some(Change::New(row)) = self.plan.changes.get(*at) else { continue };
            let (row, file) = (row.clone(), Row::file(row));
            let Some(now) = owner(&row).filter(|now| now != once) else { continue };
            if !dropped.contains(at) && chart.rows().any(|here| here.file() == file && here.key() == row.key()) {
                let extra = self.taken_out(*at, &row, dropped);
                if self.may_go(chart, &row) && (self.is_there(&now, &Told::new(), have) || self.comes_back(&now)) {
                    goes.insert((file, row.key().to_owned()), now.clone());
                    told.push((now, row, extra));
                } else {
                    self.elsewhere(&row, "belongs to another client here");
                }
            }
        }
        if goes.is_empty() {
            return;
        }
        // What hangs on a record and is told of where it is, stays there.
        let is_told = |file: File, key: &str| untold.is_some_and(|untold| !untold.has(file, key));
        let stays =
            |file: File, key: &str, _: &ClientId| is_corrected(file) && !goes.contains_key(&(file, key.to_owned())) && is_told(file, key);
        let Parted { rest, gone, changes } = part(chart, &goes, None, stays);
        self.plan.changes.extend(changes);
        self.renamed.charts.insert(once.clone(), rest);
        let mut by_client: BTreeMap<ClientId, Vec<Packed>> = BTreeMap::new();
        for (now, row) in gone {
            let (file, key) = (Row::file(&row), row.key().to_owned());
            if file == File::CaseNote {
                let (of, record) = (Sort::of(file), key.clone());
                self.plan.renamed.handed.push(Handed { of, record, once: once.to_string(), now: now.to_string() });
            }
            self.moved.owners.insert((file, key), now.clone());
            by_client.entry(now).or_default().push(row);
        }
        for (now, rows) in &by_client {
            let there = self.chart(now, have);
            let before: Vec<Packed> = there.iter().flat_map(Chart::rows).map(Row::pack).collect();
            self.renamed.charts.insert(now.clone(), Chart::of(now, before.iter().chain(rows)));
            self.say_corrected(once, now, rows);
        }
        for (now, row, extra) in told {
            let there = self.renamed.charts.get(&now).cloned();
            let rows = by_client.get(&now).map(Vec::as_slice).unwrap_or_default();
            let of = |file: File, key: &str| rows.iter().find(|row| Row::file(*row) == file && row.key() == key);
            let Some(here) = of(Row::file(&row), row.key()) else { continue };
            let answers =
                rows.iter().filter(|other| is_answer(other, &row) && !goes.contains_key(&(Row::file(*other), other.key().to_owned())));
            for answer in answers {
                let mut after = answer.clone();
                let stay = row.get(at::assessment::ENROLLMENT_ID);
                Row::file(answer).column("EnrollmentID").into_iter().for_each(|at| Row::set(&mut after, at, stay));
                self.plan.changes.extend(RowChange::between(Some(answer), &after).map(Change::from));
            }
            if self.known(here, &row, Some((&now, there.as_ref()))) {
                let kept = of(File::ExtraOfClient, &id(Row::file(&row), row.key()));
                self.beside(&row, extra.as_ref().map(|row| row as &dyn Row), kept.map(|row| row as &dyn Row));
            }
        }
    }

    /// True for a client who was deleted here and is not any more with this import: all clients are planned by now.
    fn comes_back(&self, client: &ClientId) -> bool {
        let stands = |change: &Change| {
            let Change::Row(row) = change else { return false };
            let is_theirs = row.key.as_str() == client.as_str() && row.file() == Some(File::Client);
            is_theirs && row.cells.iter().any(|cell| cell.column == at::client::DATE_DELETED.column && cell.after.is_blank())
        };
        self.plan.changes.iter().any(stands)
    }

    /// Takes a new row out of the plan, and gives back what would be kept beside it.
    fn taken_out(&mut self, at: usize, row: &Packed, dropped: &mut HashSet<usize>) -> Option<Packed> {
        dropped.insert(at);
        self.plan.counts.new -= 1;
        // It was planned right before the row.
        let before = at.checked_sub(1)?;
        let change = self.plan.changes.get(before)?.of_row()?;
        let name = id(Row::file(row), row.key());
        if change.file() != Some(File::ExtraOfClient) || change.key.as_str() != name {
            return None;
        }
        let mut extra = Packed::new(File::ExtraOfClient, [] as [(u16, &str); 0]);
        change.apply(&mut extra);
        dropped.insert(before);
        self.plan.counts.beside -= 1;
        Some(extra)
    }

    fn say_corrected(&mut self, once: &ClientId, now: &ClientId, rows: &[Packed]) {
        let mut files: BTreeMap<File, Vec<&str>> = BTreeMap::new();
        for row in rows.iter().filter(|row| Row::file(*row).info().origin.travels()) {
            files.entry(Row::file(row)).or_default().push(row.key());
        }
        for (file, keys) in files {
            self.plan.counts.moved += keys.len() as u64;
            let (name, keys) = (file.info().name, keys.join(", "));
            let words = format!("{name} {keys} went from client {once} to client {now}, because your HMIS has it there now.");
            self.say(file, Outcome::Kept, words);
        }
    }
}
