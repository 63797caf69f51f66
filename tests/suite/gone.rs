//! R-IMP-7, "Full: replace": what the HMIS told before and a full export does not hold any more is said, kept where there is work in it, and
//! marked as deleted where somebody chooses that.
#![allow(clippy::unwrap_used)]

mod claimed;
mod marked;
mod ours;
mod replaced;
mod spared;

use crate::exchange::content;
use crate::merging::{Desk, Hmis, moment};
use std::collections::BTreeSet;
use tempfile::TempDir;
use wayhome::domain::entry::Scalar;
use wayhome::domain::folder::Folder;
use wayhome::domain::hud::{CaseNote, Exit, Export, Referral, Services};
use wayhome::domain::progress::Progress;
use wayhome::domain::{
    Change, Chart, ClientId, Commit, Day, EnrollmentId, EventId, ExportId, FieldId, File, Instant, Packed, Row, Stamp, UserId, at,
};
use wayhome::exchange::{Counts, Line, Missing, Outcome, Period, Scope, Source, Take};
use wayhome::transfer::{self, Answer, OnErrors, Order, Prepared, Unsent};

/// A client of the HMIS with one stay, an assessment, a living situation and two events.
const CLIENT: &str = "26CL0000";
const STAY: &str = "E26C000";
const EVENT: &str = "EV260001";
/// Who lives with the first and has a stay and nothing else.
const MEMBER: &str = "26CL0008";
const MEMBER_STAY: &str = "E26K000";
/// A client with two stays in two programs.
const TWICE: &str = "26CL0001";
const SECOND: &str = "E26R001";

/// The HMIS as it writes its next full export, and a desk that has read the one before.
struct Case {
    next: Source,
    desk: Desk,
}

impl Case {
    fn new() -> Self {
        let hmis = Hmis::new();
        let desk = Desk::of(&hmis);
        let mut next = hmis.0;
        next.export.put(at::export::EXPORT_DATE, &moment(9).write());
        next.export.put(at::export::EXPORT_ID, "EXP2");
        next.agency.exports[0] = next.export.clone();
        Self { next, desk }
    }

    /// One whose next export lacks these rows.
    fn without(is_gone: impl Fn(&Packed) -> bool) -> Self {
        let mut case = Self::new();
        case.loses(is_gone);
        case
    }

    fn loses(&mut self, is_gone: impl Fn(&Packed) -> bool) {
        self.next.folders.iter_mut().for_each(|folder| folder.0.retain(|row| !is_gone(row)));
        self.next.folders.retain(|folder| folder.client().is_some());
    }

    fn export(&mut self, field: FieldId, text: &str) {
        self.next.export.put(field, text);
        self.next.agency.exports[0] = self.next.export.clone();
    }

    fn prepares(&self) -> Prepared {
        transfer::prepare(&self.desk.store, self.next.clone(), moment(20), &Progress::default()).unwrap()
    }

    fn reads(&mut self, missing: Missing) -> Counts {
        let prepared = self.prepares();
        transfer::take(&mut self.desk.store, prepared, missing, moment(20), &Progress::default()).unwrap().counts
    }

    /// What is missing, and what is missing and stays, by file and key as the lines say it.
    fn said(&self) -> (Vec<String>, Vec<String>) {
        let prepared = self.prepares();
        let name = |line: &Line| line.words.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let gone = prepared.report.of(Outcome::Gone).map(name).collect();
        let stays = prepared.report.of(Outcome::Kept).filter(|line| line.words.contains("and stays: ")).map(name).collect();
        (gone, stays)
    }

    fn chart(&self, client: &str) -> Chart {
        self.desk.store.chart(&ClientId::new(client)).unwrap().unwrap()
    }

    /// The rows of a client that are marked as deleted.
    fn deleted(&self, client: &str) -> Vec<String> {
        let chart = self.chart(client);
        let is_deleted = |row: &&dyn Row| row.file().column("DateDeleted").is_some_and(|at| !row.peek(at).is_empty());
        chart.rows().filter(is_deleted).map(name).collect()
    }

    /// A row that is saved here at this hour.
    fn saves(&mut self, hour: u32, before: Option<&dyn Row>, row: &mut dyn Row) {
        let change = Stamp::new(UserId::new("W1"), moment(hour)).change(before, row).unwrap();
        self.desk.store.commit(&Commit::new("Work", vec![change]), moment(hour)).unwrap();
    }

    /// Takes a save back, so many before the last.
    fn takes_back(&mut self, before: u64) {
        let undo = transfer::undo(&self.desk.store, self.desk.store.sequence() - before).unwrap().unwrap();
        let stamp = Stamp::new(UserId::new("W1"), moment(22));
        self.desk.store.commit(&undo.commit(&stamp, &"A test".into()), moment(22)).unwrap();
    }
}

fn name(row: &dyn Row) -> String {
    format!("{} {}", row.file().info().name, row.key())
}

/// A row of these cells.
fn row<R: Row + Default>(cells: &[(FieldId, &str)]) -> R {
    let mut row = R::default();
    cells.iter().for_each(|(field, text)| row.put(*field, text));
    row
}

fn hangs_on(row: &Packed, stay: &str) -> bool {
    Row::file(row).column("EnrollmentID").is_some_and(|at| row.cell(at) == stay)
}

fn is_stay(row: &Packed) -> bool {
    hangs_on(row, STAY)
}

/// Every row of a desk as it is kept, in an order of its own.
fn state(desk: &Desk) -> Vec<Packed> {
    let folders = transfer::folders(&desk.store).unwrap();
    let mut rows: Vec<Packed> = folders.into_iter().flat_map(|folder| folder.0).collect();
    rows.extend(desk.store.agency().unwrap().rows().map(Row::pack));
    rows.sort_by_key(|row| (row.file, row.key().to_owned()));
    rows
}

/// What somebody sees of it: no row that is deleted, and not in which export a row came.
fn visible(desk: &Desk) -> Vec<Packed> {
    let charts: Vec<Chart> = transfer::folders(&desk.store).unwrap().iter().map(Folder::chart).collect();
    let mut rows = content(&desk.store.agency().unwrap(), &charts);
    rows.retain(|row| Row::file(row).column("DateDeleted").is_none_or(|at| row.cell(at).is_empty()));
    rows.sort_by_key(|row| (row.file, row.key().to_owned()));
    rows
}

/// True for what is about the household of the first client and the members.
fn is_of_household(row: &Packed) -> bool {
    [STAY, MEMBER_STAY, "E26K001", "E26K002"].iter().any(|stay| hangs_on(row, stay))
}

/// Somebody else comes to the program of the second stay.
fn another_in_the_second_program(source: &mut Source) {
    let stay = source.folders.iter().flat_map(|folder| &folder.0).find(|row| row.key() == "E26C002").unwrap();
    let mut other = stay.clone();
    other.put(at::enrollment::ENROLLMENT_ID, "E26R002");
    other.put(at::enrollment::PROJECT_ID, "P03");
    folder_of(source, "26CL0002").0.push(other);
}

fn folder_of<'s>(source: &'s mut Source, client: &str) -> &'s mut Folder {
    source.folders.iter_mut().find(|folder| folder.client() == Some(ClientId::new(client))).unwrap()
}
