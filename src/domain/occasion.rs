//! What arises on a day of a stay, between project start and exit: a contact, the engagement, an assessment, a service.
//!
//! One table says which kinds there are, which programs record them of whom, and what is asked (`occasions` in
//! `resources/hud/elements.json`). Here is what a stay offers and what is recorded of it; [`Stay::judge`] says what is wrong with a record,
//! [`Stay::record`] and [`Stay::remove`] give the plan that writes it or takes it away.

mod fields;
mod judge;
mod lines;
mod record;
mod table;

pub use judge::Told;
pub use table::{KINDS, Kind, Lines};

use super::agency::Agency;
use super::ask::{Person, Program};
use super::chart::Chart;
use super::check::EnrollmentCase;
use super::code::{self, ListedCode};
use super::date;
use super::entry::{Day, Entry, Value};
use super::field::FieldId;
use super::hud::{Enrollment, Exit, File, ProjectType, YesNo, at};
use super::id::{EnrollmentId, OrganizationId};
use super::row::{Packed, Row};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::fmt;

/// A record of a stay: one that is kept, or a new one of this kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    /// HUD's number of the kind.
    pub kind: String,
    /// The key of its row; none for a new one.
    pub key: Option<String>,
}

impl Which {
    /// A new one of a kind.
    pub fn new(kind: &Kind) -> Self {
        Self { kind: kind.id.to_owned(), key: None }
    }

    /// Its kind; none where this version knows no such.
    pub fn kind(&self) -> Option<&'static Kind> {
        Kind::of(&self.kind)
    }
}

/// Where the record stands of which a field is known and the key of its row: its stay, and which it is. A field that no form shows
/// belongs to its record all the same.
pub fn locate(chart: &Chart, field: FieldId, key: &str) -> Option<(EnrollmentId, Which)> {
    let row = chart.rows().find(|row| row.file() == field.file && row.key() == key)?;
    let mut kinds = KINDS.iter().filter(|kind| kind.is_of(row));
    let kind = kinds.clone().find(|kind| kind.shows().any(|shown| shown == field)).or_else(|| kinds.find(|kind| !kind.is_once()))?;
    let stay = row.file().column("EnrollmentID").map(|at| EnrollmentId::new(row.cell(at)))?;
    Some((stay, Which { kind: kind.id.to_owned(), key: Some(key.to_owned()) }))
}

/// True for a file that holds records of stays, and nothing else.
pub fn is_kept_in(file: File) -> bool {
    KINDS.iter().any(|kind| kind.file == file && !kind.is_once())
}

/// True for a field of a record of a stay.
pub fn is_asked(field: FieldId) -> bool {
    KINDS.iter().any(|kind| kind.shows().any(|shown| shown == field))
}

/// A record as it stands: its row, and the lines that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its row; of what is recorded once, that of the enrollment or the exit.
    pub row: Packed,
    /// Its lines, in order.
    pub lines: Vec<Packed>,
}

/// What is recorded of a stay, in short.
#[derive(Clone)]
pub struct Recorded {
    /// Of which kind.
    pub kind: &'static Kind,
    /// The key of its row.
    pub key: String,
    /// On which day; none where that cannot be read.
    pub on: Option<Day>,
    /// What says most of it, as people read it; empty where the day says all.
    pub what: String,
}

// A log may name a record, never what it says of a person.
impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recorded({} {})", self.kind.id, self.key)
    }
}

/// A client's stay in a program.
#[derive(Clone, Copy)]
pub struct Stay<'a> {
    case: EnrollmentCase<'a>,
    organization: Option<&'a OrganizationId>,
    /// The enrollment.
    pub row: &'a Enrollment,
    exit: Option<&'a Exit>,
}

impl<'a> Stay<'a> {
    /// A stay of the client; none where there is none of this id. `organization` is the one in the context (R-CTX-1).
    pub fn of(
        chart: &'a Chart,
        id: &EnrollmentId,
        agency: &'a Agency,
        organization: Option<&'a OrganizationId>,
        today: Day,
    ) -> Option<Self> {
        let row = chart.enrollment(id).filter(|row| row.date_deleted.is_blank())?;
        Some(Self { case: EnrollmentCase { chart, agency, today }, organization, row, exit: chart.exit(id) })
    }

    fn chart(&self) -> &'a Chart {
        self.case.chart
    }

    /// Project start.
    fn entry(&self) -> Option<Day> {
        self.row.entry_date.known()
    }

    /// Exit date.
    fn left(&self) -> Option<Day> {
        self.exit.and_then(|exit| exit.exit_date.known())
    }

    fn person(&self) -> Person {
        self.case.person(self.row)
    }

    /// The last day of the stay so far.
    fn last_day(&self) -> Day {
        self.left().unwrap_or(self.case.today).min(self.case.today)
    }

    /// The program, as it is on a day; without one, as it is on the last day of the stay.
    fn program(&self, on: Option<Day>) -> Program {
        Program::on(self.case.agency, &self.row.project_id, on.unwrap_or_else(|| self.last_day()))
    }

    /// True where the program records this kind of this person on a day: a grant that asks for it is open, and who was a child at the
    /// project start may be an adult by then. What follows the exit is recorded as of that day.
    fn records(&self, kind: &Kind, on: Day) -> bool {
        let on = if kind.file == File::Exit { on.min(self.left().unwrap_or(on)) } else { on };
        let client = &self.chart().client;
        let age = client.dob.known().and_then(|born| date::age(born, on));
        let person = Person { age_at_entry: age, ..self.person() };
        kind.who.is(person, client.veteran_status.is(YesNo::Yes)) && self.program(Some(on)).is_among(kind.when)
    }

    /// The last day of the stay on which the program records this kind of this person; none where it never does.
    fn last_recorded(&self, kind: &Kind) -> Option<Day> {
        let last = self.last_day();
        let first = self.entry().unwrap_or(last);
        let grants = self.case.agency.funders.iter().filter(|f| f.project_id == self.row.project_id);
        // What a grant asks for it asks until its last day, and nobody grows younger.
        let ends = grants.filter_map(|grant| grant.end_date.known()).filter(|end| (first..=last).contains(end));
        ends.chain([last]).filter(|on| self.records(kind, *on)).max()
    }

    /// The kinds of which something new may be recorded: those that the program records of this person on any day of the stay; in programs
    /// of the organization in the context alone (R-CTX-1). What is recorded once is offered until it is.
    pub fn offered(&self) -> Vec<&'static Kind> {
        let owner = self.case.agency.owner(&self.row.project_id).map(|o| &o.organization_id);
        if self.organization.is_none() || owner != self.organization {
            return Vec::new();
        }
        let open = |kind: &&Kind| match kind.file {
            File::Exit => self.exit.is_some_and(|exit| kind.is_blank_in(exit)),
            File::Enrollment => kind.is_blank_in(self.row),
            _ => true,
        };
        KINDS.iter().filter(|kind| self.last_recorded(kind).is_some()).filter(open).collect()
    }

    /// What is recorded of it, the newest first; what an import brought of other kinds of programs too. Bed nights are not among it.
    pub fn recorded(&self) -> Vec<Recorded> {
        let mine = |row: &&dyn Row| {
            let cell = |column: &str| row.file().column(column).map(|at| row.cell(at)).unwrap_or_default();
            cell("EnrollmentID") == self.row.enrollment_id.as_str() && cell("DateDeleted").is_empty()
        };
        let told = |row: &dyn Row| {
            let kinds = KINDS.iter().filter(|kind| kind.is_of(row) && !kind.is_blank_in(row));
            kinds.map(|kind| kind.told(row)).collect::<Vec<_>>()
        };
        let mut all: Vec<Recorded> = self.chart().rows().filter(mine).flat_map(told).collect();
        all.sort_by_key(|one| Reverse(one.on));
        all
    }

    /// A record that is kept; none where there is none of this key any more.
    pub fn kept(&self, kind: &Kind, key: &str) -> Option<Record> {
        let row = self.rows_of(kind, key).find(|row| deleted_at(*row).is_empty())?.pack();
        Some(Record { row, lines: self.lines_of(kind, key, "") })
    }

    /// What is left of a record that was deleted, as a new one: its answers, and those of the lines that went with it, which bear their keys
    /// to be known again.
    pub fn gone(&self, kind: &Kind, key: &str) -> Option<Record> {
        let gone = self.rows_of(kind, key).find(|row| !deleted_at(*row).is_empty())?;
        let copy = |of: &Packed, into: &mut Packed, fields: &[FieldId]| {
            fields.iter().for_each(|field| into.set(field.column, of.get(*field)));
        };
        let mut record = self.fresh(kind);
        copy(&gone.pack(), &mut record.row, &kind.shows().collect::<Vec<_>>());
        record.lines = self.lines_of(kind, key, &deleted_at(gone));
        for line in &mut record.lines {
            let Some(lines) = kind.lines.iter().find(|lines| line.file() == Some(lines.file)) else { continue };
            let mut new = Packed::new(lines.file, [] as [(u16, &str); 0]);
            Row::set(&mut new, lines.file.info().key, line.key());
            copy(line, &mut new, lines.fields);
            *line = new;
        }
        Some(record)
    }

    /// The rows of this kind and key in the stay, deleted or not.
    fn rows_of<'r>(&'r self, kind: &'r Kind, key: &'r str) -> impl Iterator<Item = &'r dyn Row> {
        let of_stay = |row: &dyn Row| row.file().column("EnrollmentID").is_some_and(|at| row.cell(at) == self.row.enrollment_id.as_str());
        self.chart().rows().filter(move |row| kind.is_of(*row) && row.key() == key && of_stay(*row))
    }

    /// The lines of a record that were deleted at this moment; blank for those that are there.
    fn lines_of(&self, kind: &Kind, key: &str, deleted: &str) -> Vec<Packed> {
        let mut lines = Vec::new();
        for of in kind.lines {
            let mine = |row: &&dyn Row| row.file() == of.file && row.cell(usize::from(of.parent())) == key && deleted_at(*row) == deleted;
            lines.extend(of.in_order(self.chart().rows().filter(mine).map(Row::pack).collect()));
        }
        lines
    }

    /// A new record, on the day that is most likely: the project start, where a first contact is due (R-CLS-2), else the last day of the
    /// stay on which it is recorded.
    pub fn fresh(&self, kind: &Kind) -> Record {
        let mut row = match kind.file {
            File::Enrollment => self.row.pack(),
            File::Exit => self.exit.map(Row::pack).unwrap_or_default(),
            file => Packed::new(file, [] as [(u16, &str); 0]),
        };
        let day = match kind.file {
            File::Exit => self.case.today,
            File::CurrentLivingSituation if self.lacks_first_contact() => self.entry().unwrap_or(self.case.today),
            _ => self.last_recorded(kind).unwrap_or_else(|| self.last_day()),
        };
        row.set(kind.day.column, &Value::Known(day).text());
        self.belong(kind, &mut row);
        Record { row, lines: Vec::new() }
    }

    /// Puts into a row whose it is, of which stay, and which kind of service.
    fn belong(&self, kind: &Kind, row: &mut Packed) {
        let mut put = |column: &str, text: &str| {
            if let Some(at) = row.file().and_then(|file| file.column(column)).and_then(|at| u16::try_from(at).ok()) {
                row.set(at, text);
            }
        };
        put("EnrollmentID", self.row.enrollment_id.as_str());
        put("PersonalID", self.row.personal_id.as_str());
        if let Some(record) = kind.record {
            put("RecordType", &record.to_string());
        }
    }

    /// The kind of the contact that is missing on the first day (R-CLS-2); none where none is.
    pub fn first_contact(&self) -> Option<&'static Kind> {
        Kind::contact().filter(|_| self.lacks_first_contact())
    }

    /// R-CLS-2: coordinated entry and street outreach meet the head of household somewhere on the first day, and it is not recorded.
    pub fn lacks_first_contact(&self) -> bool {
        let kind = self.program(None).kind;
        let meets = matches!(kind, Some(ProjectType::CoordinatedEntry | ProjectType::StreetOutreach)) && self.person().is_head;
        let entry = self.entry().filter(|_| meets);
        let contacts =
            self.chart().living_situations.iter().filter(|l| l.enrollment_id == self.row.enrollment_id && l.date_deleted.is_blank());
        entry.is_some_and(|entry| !contacts.into_iter().any(|l| l.information_date.is(entry)))
    }
}

impl Kind {
    /// True for rows that hold it: its file, and of a service its record type.
    pub(crate) fn is_of(&self, row: &dyn Row) -> bool {
        let is_record = |record: u32| row.look(at::services::RECORD_TYPE).parse() == Ok(record);
        row.file() == self.file && self.record.is_none_or(is_record)
    }

    /// The contact with a client.
    fn contact() -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.file == File::CurrentLivingSituation)
    }

    /// True for a field that is asked of it.
    fn has(&self, field: FieldId) -> bool {
        self.fields.iter().any(|asked| asked.field == field)
    }

    /// True where nothing of it stands in the row of an enrollment or an exit.
    pub(crate) fn is_blank_in(&self, row: &dyn Row) -> bool {
        self.is_once() && self.fields.iter().all(|f| row.look(f.field).is_empty())
    }

    /// The day in a row of it.
    fn day_in(&self, row: &Packed) -> Option<Day> {
        Value::<Day>::parse(row.get(self.day)).known()
    }

    fn told(&'static self, row: &dyn Row) -> Recorded {
        let packed = row.pack();
        let telling = self.fields.iter().map(|f| f.field).filter(|field| *field != self.day);
        let what = telling.map(|field| self.in_words(field, &packed)).find(|words| !words.is_empty()).unwrap_or_default();
        Recorded { kind: self, key: row.key(), on: self.day_in(&packed), what }
    }

    /// The answers that may be chosen for a field now, in display order; none for one that is typed.
    pub fn choices(&self, field: FieldId, row: &Packed) -> Vec<&'static ListedCode> {
        match self.list(field, row) {
            Some(list) => code::list(list).iter().filter(|code| !code.retired).collect(),
            None => field.offered().collect(),
        }
    }

    /// A cell as a person reads it.
    pub fn in_words(&self, field: FieldId, row: &Packed) -> String {
        let text = row.get(field);
        let listed = self.list(field, row).zip(text.parse().ok()).and_then(|(list, code)| code::label(list, code));
        listed.map_or_else(|| field.in_words(text), str::to_owned)
    }
}

/// When a row was deleted; blank where it was not.
fn deleted_at(row: &dyn Row) -> String {
    row.file().column("DateDeleted").map(|at| row.cell(at)).unwrap_or_default()
}
