//! Enrollments and events that the export has with another client than the desk (R-IMP-7): they are brought to that client before anything
//! else is planned, with what hangs on them, so that everything after meets them where the HMIS has them.

use super::{Have, Planning};
use crate::domain::folder::Folder;
use crate::domain::hud::Enrollment;
use crate::domain::merge::{self, Differing, Goes, Handed, Sort, id, is_new, is_same, merge, moment, part};
use crate::domain::words::count;
use crate::domain::{Chart, ClientId, File, Packed, Row, at};
use crate::exchange::report::Outcome;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What an export tells of the clients between whom it moves records.
pub(super) type Told<'f> = HashMap<ClientId, Vec<&'f Packed>>;

/// Rows of the export by the client who has them here, each with the one who has it there.
type Candidates<'f> = BTreeMap<ClientId, Vec<(ClientId, &'f Packed)>>;

/// Where records are from this import on.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) owners: HashMap<(File, String), ClientId>,
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
    /// Brings what the HMIS moved to the client who has it there. `placed` are rows whose client is not in the export, and is here.
    pub(super) fn moves(&mut self, folders: &[Folder], placed: &[(ClientId, Vec<Packed>)], have: &impl Have) {
        let all = || {
            let folders = folders.iter().filter_map(|folder| Some((folder.client()?, folder.0.as_slice())));
            folders.chain(placed.iter().map(|(client, rows)| (client.clone(), rows.as_slice())))
        };
        let candidates = candidates(all(), have);
        if candidates.is_empty() {
            return;
        }
        let mut told: Told<'_> = candidates.keys().map(|once| (once.clone(), Vec::new())).collect();
        told.extend(candidates.values().flatten().map(|(now, _)| (now.clone(), Vec::new())));
        for (client, rows) in all() {
            if let Some(told) = told.get_mut(&client) {
                told.extend(rows);
            }
        }
        let told = &told;
        for (once, rows) in candidates {
            if !have.goes_on() {
                return;
            }
            let Some(chart) = self.chart(&once, have) else { continue };
            let mut goes = Goes::new();
            for (now, row) in rows {
                if self.may_go(&chart, row) && self.follows(row, &now, &goes, have) && self.is_there(&now, told, have) {
                    goes.insert((Row::file(row), row.key().to_owned()), now);
                }
            }
            if !goes.is_empty() {
                self.hand_over(&chart, goes, told, have);
            }
        }
    }

    /// The chart of a client as it is so far.
    pub(super) fn chart(&self, client: &ClientId, have: &impl Have) -> Option<Chart> {
        self.renamed.charts.get(client).cloned().or_else(|| have.chart(client))
    }

    /// True for the very record of the export, unless it is newer here, or as new and the export was written before what was read last:
    /// then nothing of the export's row counts, its client neither.
    pub(super) fn may_go(&self, chart: &Chart, row: &Packed) -> bool {
        let (file, key) = (Row::file(row), row.key());
        let Some(here) = chart.rows().find(|here| here.file() == file && here.key() == key) else { return false };
        let kept = chart.theirs.iter().find(|kept| kept.theirs_id.as_str() == id(file, key)).and_then(Differing::read);
        let base = self.base(file, key, kept.as_ref());
        let stamp = |row: &dyn Row| file.column("DateUpdated").map(|at| row.cell(at)).unwrap_or_default();
        let column = file.column("DateUpdated").and_then(|at| u16::try_from(at).ok());
        let held = column.and_then(|column| base.get(&column)).map_or_else(|| stamp(here), |text| text.as_str().to_owned());
        let is_newer = moment(&stamp(row)) > moment(&held);
        let merged = merge(here, row, &base, |field| self.absent.contains(&field));
        is_same(here, row, &base) && !merged.older && (is_newer || !self.is_late)
    }

    /// True for an enrollment, and for an event whose enrollment is with this client then, or not here yet.
    fn follows(&self, row: &Packed, now: &ClientId, goes: &Goes, have: &impl Have) -> bool {
        let stay = row.get(at::event::ENROLLMENT_ID);
        let moved = goes.get(&(File::Enrollment, stay.to_owned())).or_else(|| self.moved.owner(File::Enrollment, stay)).cloned();
        let with = || moved.or_else(|| have.owner(File::Enrollment, stay));
        Row::file(row) == File::Enrollment || with().is_none_or(|with| with == *now)
    }

    /// True where the client is not deleted here, or comes back with this export, which is newer then.
    pub(super) fn is_there(&self, client: &ClientId, told: &Told<'_>, have: &impl Have) -> bool {
        let Some(chart) = self.chart(client, have).filter(|chart| !chart.client.date_deleted.is_blank()) else { return true };
        let Some(row) = own_row(client, told) else { return false };
        let kept = chart.theirs.iter().find(|kept| kept.theirs_id.as_str() == id(File::Client, client.as_str())).and_then(Differing::read);
        let base = self.base(File::Client, client.as_str(), kept.as_ref());
        let mut after = chart.client.pack();
        let merged = merge(&chart.client, row, &base, |field| self.absent.contains(&field));
        merged.change.iter().for_each(|change| change.apply(&mut after));
        after.get(at::client::DATE_DELETED).is_empty()
    }

    fn hand_over(&mut self, chart: &Chart, mut goes: Goes, told: &Told<'_>, have: &impl Have) {
        let once = chart.id();
        let heir = self.heir(chart, &goes, told);
        if let Some(heir) = &heir {
            for stay in &chart.enrollments {
                goes.entry((File::Enrollment, stay.key())).or_insert_with(|| heir.clone());
            }
        }
        let names: HashSet<(File, &str)> = told.get(once).into_iter().flatten().map(|row| (Row::file(*row), row.key())).collect();
        let mut others: HashMap<ClientId, Option<Chart>> = HashMap::new();
        for now in goes.values() {
            others.entry(now.clone()).or_insert_with(|| self.chart(now, have));
        }
        let there: HashMap<&ClientId, HashSet<(File, String)>> = others
            .iter()
            .map(|(now, chart)| (now, chart.iter().flat_map(Chart::rows).map(|row| (row.file(), row.key())).collect()))
            .collect();
        let has = |file: File, key: &str, now: &ClientId| there.get(now).is_some_and(|rows| rows.contains(&(file, key.to_owned())));
        let parted = part(chart, &goes, heir.as_ref(), |file, key, now| names.contains(&(file, key)) || has(file, key, now));
        let mut rows: BTreeMap<ClientId, Vec<Packed>> = BTreeMap::new();
        for (now, row) in parted.gone {
            let (file, key) = (Row::file(&row), row.key().to_owned());
            if matches!(file, File::Enrollment | File::Event | File::CaseNote) {
                let (of, record) = (Sort::of(file), key.clone());
                self.plan.renamed.handed.push(Handed { of, record, once: once.to_string(), now: now.to_string() });
            }
            self.moved.owners.insert((file, key), now.clone());
            rows.entry(now).or_default().push(row);
        }
        let stay = parted.rest.rows().any(|row| row.file() != File::Client && row.file().info().origin.travels());
        for (now, rows) in rows {
            self.say_moved(once, &now, &rows, stay && heir.is_none() && is_deleted(once, told) == Some(true));
            let there = others.remove(&now).flatten();
            if there.is_none() {
                self.moved.newcomers.insert(now.clone());
            }
            let before: Vec<Packed> = there.iter().flat_map(Chart::rows).map(Row::pack).collect();
            self.renamed.charts.insert(now.clone(), Chart::of(&now, before.iter().chain(&rows)));
        }
        self.plan.changes.extend(parted.changes);
        self.renamed.charts.insert(once.clone(), parted.rest);
    }

    /// The one client to whom everything of a client goes: the HMIS has deleted that one, and has every stay of theirs with this one. Stays
    /// that it was never told of go along.
    fn heir(&self, chart: &Chart, goes: &Goes, told: &Told<'_>) -> Option<ClientId> {
        let is_ours = |row: &Enrollment| is_new(row, &merge::told(chart, self.edits, row));
        let known = chart.enrollments.iter().filter(|row| row.date_deleted.is_blank() && !is_ours(row));
        let to: Option<BTreeSet<&ClientId>> = known.map(|row| goes.get(&(File::Enrollment, row.key()))).collect();
        let one = to.filter(|to| to.len() == 1).and_then(|to| to.into_iter().next());
        // Of whom the export is silent, what it said before counts.
        let deleted = is_deleted(chart.id(), told).unwrap_or(!chart.client.date_deleted.is_blank());
        one.filter(|_| deleted).cloned()
    }

    fn say_moved(&mut self, once: &ClientId, now: &ClientId, rows: &[Packed], some_stay: bool) {
        let records = rows.iter().filter(|row| Row::file(*row).info().origin.travels()).count();
        let notes = rows.iter().filter(|row| Row::file(*row) == File::CaseNote).count();
        self.plan.counts.moved += records as u64;
        let of = |file: File| rows.iter().filter(move |row| Row::file(*row) == file).map(|row| row.key().to_owned());
        let file = if of(File::Enrollment).next().is_some() { File::Enrollment } else { File::Event };
        let ids: Vec<String> = of(file).collect();
        let notes = if notes > 0 { format!(" and {}", count(notes, "case note")) } else { String::new() };
        let rest = if some_stay { " Other records stay with the first, whom your HMIS has deleted: compare them there." } else { "" };
        let words = format!(
            "{} {} went from client {once} to client {now}, because your HMIS has it there now: {}{notes} in all. Check that the two are one person.{rest}",
            file.info().name,
            ids.join(", "),
            count(records, "record")
        );
        self.say(file, Outcome::Kept, words);
    }
}

/// Whether the export has a client as deleted; none where it does not tell of them.
fn is_deleted(client: &ClientId, told: &Told<'_>) -> Option<bool> {
    own_row(client, told).map(|own| !own.get(at::client::DATE_DELETED).is_empty())
}

/// The client's own row in the export.
fn own_row<'f>(client: &ClientId, told: &Told<'f>) -> Option<&'f Packed> {
    told.get(client)?.iter().copied().find(|row| Row::file(*row) == File::Client)
}

/// Enrollments of the export that are another client's here, and events whose enrollment is with the client of the export, there or here:
/// the enrollments of a client first.
fn candidates<'f>(told: impl Iterator<Item = (ClientId, &'f [Packed])>, have: &impl Have) -> Candidates<'f> {
    let mut candidates = Candidates::new();
    for (now, rows) in told {
        for row in rows.iter().filter(|row| matches!(Row::file(*row), File::Enrollment | File::Event)) {
            let Some(once) = have.owner(Row::file(row), row.key()).filter(|once| *once != now) else { continue };
            let stay = row.get(at::event::ENROLLMENT_ID);
            let is_stay = |other: &Packed| Row::file(other) == File::Enrollment && other.key() == stay;
            if Row::file(row) == File::Enrollment || rows.iter().any(is_stay) || have.owner(File::Enrollment, stay).as_ref() == Some(&now) {
                candidates.entry(once).or_default().push((now.clone(), row));
            }
        }
    }
    for rows in candidates.values_mut() {
        rows.sort_by_key(|(_, row)| (Row::file(*row) != File::Enrollment, Row::file(*row), row.key()));
    }
    candidates
}
