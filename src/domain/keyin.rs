//! The key-in sheet: what stands here and not in the HMIS, as a list to type into the HMIS by hand, in the order of its own screens.
//!
//! A record becomes one [`Entry`] for each [`Form`] of the HMIS that it is typed into. What a worker has ticked off is kept beside the record
//! ([`Entered`]) and counts as there, until an import tells of the record itself.

mod form;
mod order;
mod tick;

pub use form::Form;
pub use order::in_order;
pub use tick::{TAKEN_BACK, tick, untick};

use super::ask::{Question, Slot};
use super::chart::Chart;
use super::date;
use super::entry::{Instant, Text};
use super::field::FieldId;
use super::history::{is_bookkeeping, is_stamp};
use super::hud::{File, at};
use super::id::ClientId;
use super::merge::{Base, Entered, Heard, is_new};
use super::naming::{Records, day_of};
use super::row::Row;
use super::ssn;
use std::collections::{BTreeMap, BTreeSet};

/// What a worker does in one form of the HMIS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose record it is.
    pub client: ClientId,
    /// The form.
    pub form: Form,
    /// The record that it is about, or the first of several: its file and key.
    pub record: (File, String),
    /// What is to be done there.
    pub task: Task,
    /// What is left to be typed, in the order of the form.
    pub lines: Vec<Line>,
    /// What was typed and is the same here still.
    pub done: Vec<Line>,
    /// When somebody ticked it off last, and who. Where lines are left, it was changed again since.
    pub entered: Option<(Instant, Text)>,
    /// The exports that hold what is left of it as it stands here, the first of them first. An HMIS that takes the files needs no typing.
    pub exported: BTreeSet<Sent>,
    /// Cells that nobody types; they are ticked off with the others.
    silent: Vec<Line>,
    /// The rows that are typed into it.
    rows: BTreeSet<(File, String)>,
}

/// An export that was written for the HMIS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    /// When.
    pub at: Instant,
    /// What its file is called.
    pub file: String,
}

/// What is to be done in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// The HMIS has no such record, as far as is known.
    New,
    /// It has one that is not the same.
    Change,
    /// It was deleted here.
    Delete,
}

/// A field to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub field: FieldId,
    /// In which row of an assessment, where it stands in one: disabilities share their fields.
    pub slot: Option<Slot>,
    /// The row that it stands in.
    pub key: String,
    /// What the HMIS has; blank where it has nothing.
    pub before: Text,
    /// What it is to have.
    pub after: Text,
}

impl Entry {
    /// True where nothing of it is left to be done.
    pub fn is_done(&self) -> bool {
        self.left().next().is_none()
    }

    /// Every cell of which something is left: those that are typed, and those that nobody types.
    pub fn left(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !self.withdraws(line)).chain(&self.silent)
    }

    /// True for an answer that is to be blank in the HMIS because the row is deleted here, which keeps it: what is left of that is the deletion.
    fn withdraws(&self, line: &Line) -> bool {
        let deletes = |other: &Line| other.field == at::referral::DATE_DELETED && other.key == line.key && !other.after.is_blank();
        line.field.file == File::Referral && self.silent.iter().any(deletes)
    }

    /// The rows that are typed into it, by file and key.
    pub fn rows(&self) -> impl Iterator<Item = &(File, String)> {
        self.rows.iter()
    }

    /// *In the export of …*; blank where no export holds it, or nothing of it is left.
    pub fn sent(&self) -> String {
        if self.is_done() || self.exported.is_empty() {
            return String::new();
        }
        let when: Vec<String> = self.exported.iter().map(|export| date::when(export.at)).collect();
        format!("In {} of {}.", if when.len() == 1 { "the export" } else { "the exports" }, when.join(" and "))
    }

    /// Which record it is, beside its form: `Bridge to Home Transitional Housing, 11/25/2026`. Blank for a client.
    pub fn which(&self, records: &Records<'_>) -> String {
        let name = records.name(self.record.0, &self.record.1);
        name.split_once(" · ").map(|(_, which)| which.to_owned()).unwrap_or_default()
    }

    /// The day by which people know the record, as they write it; none where it has none.
    pub fn day(&self, records: &Records<'_>) -> Option<String> {
        records.row(self.record.0, &self.record.1).as_ref().and_then(|row| day_of(row)).map(date::show)
    }

    /// What is to be done, where the lines do not say it; blank where they do.
    pub fn note(&self) -> String {
        let again = self.entered.as_ref().filter(|_| !self.is_done());
        let since = again.map(|(at, by)| format!("Changed here since it was entered on {} by {}.", date::when(*at), by.as_str()));
        let task = match self.task {
            Task::Delete => "Deleted here. Delete it in the HMIS too, if it is there.",
            _ if since.is_some() => "",
            Task::New => "New in the HMIS.",
            Task::Change if self.lines.is_empty() && self.done.is_empty() => "Open it in the HMIS and save it as it is.",
            Task::Change => "",
        };
        [since.unwrap_or_default(), task.to_owned()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// *Entered in HMIS on … by …*; blank where it is not done.
    pub fn ticked(&self) -> String {
        let entered = self.entered.as_ref().filter(|_| self.is_done());
        entered.map(|(at, by)| format!("Entered in HMIS on {} by {}", date::when(*at), by.as_str())).unwrap_or_default()
    }
}

impl Line {
    /// What the HMIS calls it: of a disability its own name, of a household who belongs to it.
    pub fn label(&self) -> &'static str {
        match (self.slot, self.field) {
            (_, at::enrollment::HOUSEHOLD_ID) => "Household",
            (Some(slot), field) => Question { slot, field }.label(),
            (None, field) => field.label(),
        }
    }

    /// What is typed, as a person reads it. A Social Security Number is whole here, because it is typed; privacy mode hides it.
    pub fn value(&self, records: &Records<'_>) -> String {
        match self.words(&self.after, records) {
            blank if blank.is_empty() => "blank: delete what stands there".to_owned(),
            words => words,
        }
    }

    /// What stands there in the HMIS; blank where nothing does.
    pub fn was(&self, records: &Records<'_>) -> String {
        self.words(&self.before, records)
    }

    fn words(&self, text: &Text, records: &Records<'_>) -> String {
        match self.field {
            at::client::SSN if !records.hides(self.field) => ssn::grouped(text),
            field @ at::disabilities::DISABILITY_RESPONSE if !records.hides(field) => {
                self.slot.map_or_else(|| records.cell(field, text.as_str()), |slot| Question { slot, field }.in_words(text.as_str()))
            }
            field => records.cell_of(field, &self.key, text.as_str()),
        }
    }
}

/// What is to be typed of a chart, and what was typed and not told of by the HMIS since: form by form, in the order of the HMIS.
///
/// Something of it is left for exactly those records that [`Heard::untold`] names.
pub fn entries(chart: &Chart, heard: &Heard) -> Vec<Entry> {
    let typed: Vec<Entered> = chart.entered.iter().filter_map(Entered::read).collect();
    let mut found: BTreeMap<order::Place, Entry> = BTreeMap::new();
    for row in chart.rows().filter(|row| row.file().info().origin.travels()) {
        let (hmis, entered) = (heard.may_have(chart, row), of_row(&typed, row));
        let columns: BTreeSet<u16> = hmis.keys().chain(entered.keys()).copied().collect();
        let (task, withdrawn) = (task(row, &hmis), is_withdrawn(row));
        if entered.is_empty() && heard.is_never_there(chart, row) {
            continue;
        }
        let (mut silent, mut ticked) = (Vec::new(), false);
        for column in columns {
            let (field, file) = (FieldId { file: row.file(), column }, row.file());
            let (after, before) = (Text::new(row.get(field)), hmis.get(&column).cloned().unwrap_or_default());
            let (by, has) = (entered.get(&column), entered.get(&column).unwrap_or(&before).clone());
            if is_stamp(file, usize::from(column)) || has == after && (by.is_none() || before == after) {
                continue;
            }
            let (key, slot) = (row.key(), Slot::of(row));
            if is_silent(field) || task == Task::Delete || withdrawn {
                ticked |= has == after;
                silent.extend((has != after).then_some(Line { field, slot, key, before: has, after }));
                continue;
            }
            let form = Form::of(field);
            let entry = among(&mut found, chart, row, form, task);
            entry.entered = entry.entered.take().max(stamp(&typed, row, form));
            if has == after {
                entry.done.push(Line { field, slot, key, before, after });
            } else {
                let line = Line { field, slot, key, before: has, after };
                // Six disabilities are one form of the HMIS, which asks for its day once.
                let said =
                    repeats(field) && entry.lines.iter().any(|l| (l.field, &l.before, &l.after) == (field, &line.before, &line.after));
                if said { entry.silent.push(line) } else { entry.lines.push(line) }
            }
        }
        if withdrawn && (ticked || !silent.is_empty()) {
            withdraw(&mut found, chart, row, &typed, silent);
            continue;
        }
        let key = row.key();
        let is_here = |entry: &Entry| entry.lines.iter().chain(&entry.done).any(|line| line.key == key && line.field.file == row.file());
        let alone = ticked && !found.values().any(is_here);
        if silent.is_empty() && !alone {
            continue;
        }
        // With every form of the row that is to be typed anyway; in one of its own where there is none.
        let mut open: Vec<&mut Entry> =
            found.values_mut().filter(|e| e.lines.iter().any(|l| l.key == key && l.field.file == row.file())).collect();
        if open.is_empty() {
            let entry = among(&mut found, chart, row, Form::main(row.file()), task);
            entry.entered = entry.entered.take().max(stamp(&typed, row, entry.form));
            entry.silent.extend(silent);
        } else {
            open.iter_mut().for_each(|entry| entry.silent.extend(silent.iter().cloned()));
        }
    }
    found.into_values().collect()
}

/// True for what was kept beside a CE Event and is taken back: the event stays, and its answers are to be blank there.
fn is_withdrawn(row: &dyn Row) -> bool {
    row.file() == File::Referral && !row.get(at::referral::DATE_DELETED).is_empty()
}

/// The answers of such a row in the form of its event, and what of the row is left.
fn withdraw(found: &mut BTreeMap<order::Place, Entry>, chart: &Chart, row: &dyn Row, typed: &[Entered], silent: Vec<Line>) {
    let entry = among(found, chart, row, Form::main(row.file()), task(row, &Base::new()));
    entry.entered = entry.entered.take().max(stamp(typed, row, entry.form));
    // Where the event is deleted too, that says it all.
    if entry.task != Task::Delete {
        let fields = (0..).zip(row.file().info().columns).map(|(column, _)| FieldId { file: row.file(), column });
        let said = fields.filter(|field| !is_silent(*field)).map(|field| (field, Text::new(row.get(field))));
        let blank = |(field, before)| Line { field, slot: None, key: row.key(), before, after: Text::default() };
        let lines = said.filter(|(_, text)| !text.is_blank()).map(blank);
        if silent.is_empty() { entry.done.extend(lines) } else { entry.lines.extend(lines) }
    }
    entry.silent.extend(silent);
}

/// The entry in which a row is typed into a form.
fn among<'e>(found: &'e mut BTreeMap<order::Place, Entry>, chart: &Chart, row: &dyn Row, form: Form, task: Task) -> &'e mut Entry {
    let entry = found.entry(order::Place::of(chart, row, form)).or_insert_with(|| Entry {
        client: chart.id().clone(),
        form,
        // What is kept beside a CE Event stands in its form.
        record: (if row.file() == File::Referral { File::Event } else { row.file() }, row.key()),
        task,
        lines: Vec::new(),
        done: Vec::new(),
        entered: None,
        exported: BTreeSet::new(),
        silent: Vec::new(),
        rows: BTreeSet::new(),
    });
    entry.rows.insert((row.file(), row.key()));
    entry
}

/// What was typed of a row; what was typed later counts.
fn of_row(typed: &[Entered], row: &dyn Row) -> Base {
    let mut of: Vec<&Entered> = typed.iter().filter(|one| one.is_of(row)).collect();
    of.sort_by_key(|one| one.at);
    of.into_iter().flat_map(|one| &one.cells).map(|(column, text)| (*column, text.clone())).collect()
}

/// When a row was typed into a form, and by whom.
fn stamp(typed: &[Entered], row: &dyn Row, form: Form) -> Option<(Instant, Text)> {
    let one = typed.iter().find(|one| one.is_of(row) && one.form == form.slug())?;
    Some((one.at?, one.by.clone()))
}

fn task(row: &dyn Row, hmis: &Base) -> Task {
    let file = row.file();
    let deleted = file.column("DateDeleted").is_some_and(|at| !row.peek(at).is_empty());
    let new = is_new(row, hmis);
    match file {
        // It is a part of the form of the CE Event, which has it or has not.
        File::Referral => Task::Change,
        _ if deleted => Task::Delete,
        _ if new => Task::New,
        _ => Task::Change,
    }
}

/// True for what the rows of one form have in common: the day and the point of the stay.
fn repeats(field: FieldId) -> bool {
    matches!(field.info().name, "InformationDate" | "DataCollectionStage")
}

/// True for cells that nobody types: who wrote the row and when, what it is called, and on what it hangs.
fn is_silent(field: FieldId) -> bool {
    let (info, column) = (field.file.info(), usize::from(field.column));
    // Each disability is a question of its own there.
    let hangs = matches!(field.info().name, "EnrollmentID" | "AssessmentID" | "DateDeleted" | "DisabilityType");
    is_bookkeeping(field) || column == info.key || Some(column) == info.owner || hangs
}
