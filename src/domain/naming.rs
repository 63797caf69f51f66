//! Records as people know them: a program and a day, a name, where a row has only ids. Screens, the command line and what is printed name
//! them alike.

use super::agency::Agency;
use super::change::RowChange;
use super::chart::Chart;
use super::code::Code;
use super::date as days;
use super::directory::Directory;
use super::entry::{Day, Entry as _, Instant, Scalar, Text, Value};
use super::field::{FieldId, Kind as Type, Origin};
use super::history::{beside_what, kept_beside, record};
use super::hud::{Enrollment, Event, EventCode, File, Stage, at};
use super::id::{ClientId, HouseholdId, OrganizationId, ProjectId};
use super::occasion::Kind;
use super::row::{Packed, Row};
use super::ssn;

/// A client ID that is longer is not read by people.
pub const READABLE: usize = 12;

/// What stands for something that privacy mode hides.
pub const HIDDEN: &str = "hidden";

/// Where names are looked up, and whether they may be said.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    /// Organizations, programs, grants.
    pub agency: &'a Agency,
    /// Every client in short.
    pub directory: &'a Directory,
    /// True where nothing may say who somebody is.
    pub privacy: bool,
}

impl Book<'_> {
    /// The name of a client as a person reads it. Privacy mode says the client ID, so that people stay apart.
    pub fn client_name(&self, id: &ClientId) -> String {
        let card = self.directory.get(id).filter(|_| !self.privacy);
        card.map_or_else(|| nameless(id), |card| card.name())
    }

    /// True where privacy mode hides what stands in this field.
    pub fn hides(&self, field: FieldId) -> bool {
        self.privacy && field.info().private
    }

    /// A cell as a person reads it; of a Social Security Number at most the last four digits.
    pub fn in_words(&self, field: FieldId, cell: &str) -> String {
        match field {
            _ if cell.is_empty() => String::new(),
            field if self.hides(field) => HIDDEN.to_owned(),
            at::client::SSN => ssn::masked(&Text::new(cell)),
            field => field.in_words(cell),
        }
    }
}

/// What a client is called whose name is not said.
pub fn nameless(id: &ClientId) -> String {
    let short: String = id.as_str().chars().take(READABLE).collect();
    format!("Client {short}")
}

/// Where records are looked up: the chart on show, other charts that are at hand, then the cards of who lives with its client.
#[derive(Clone, Copy)]
pub struct Records<'a> {
    chart: &'a Chart,
    others: &'a [Chart],
    book: Book<'a>,
}

impl<'a> Records<'a> {
    /// Around this chart.
    pub fn of(chart: &'a Chart, book: Book<'a>) -> Self {
        Self { chart, others: &[], book }
    }

    /// With these charts at hand too.
    pub fn with(self, others: &'a [Chart]) -> Self {
        Self { others, ..self }
    }

    /// As `name`, and whose it is where it is somebody else's.
    pub fn name_of(&self, file: File, key: &str) -> String {
        let (of, key_of) = beside_what(file, key).unwrap_or((file, key));
        let is = |chart: &&Chart| chart.rows().any(|row| row.file() == of && row.key() == key_of);
        let other = self.others.iter().filter(|chart| chart.id() != self.chart.id() && of != File::Client).find(is);
        let whose = other.map(|chart| format!(" of {}", self.client_name(chart.id()))).unwrap_or_default();
        self.name(file, key) + &whose
    }

    /// Whose record a change is about, where it is somebody else's than the one on show.
    pub fn whose(&self, change: &RowChange) -> Option<String> {
        change.owner.as_ref().filter(|owner| *owner != self.chart.id()).map(|owner| self.client_name(owner))
    }

    /// The name of a client as a person reads it.
    pub fn client_name(&self, id: &ClientId) -> String {
        self.book.client_name(id)
    }

    /// True where privacy mode hides what stands in this field.
    pub fn hides(&self, field: FieldId) -> bool {
        self.book.hides(field)
    }

    /// A cell as a person reads it: names in place of ids.
    pub fn cell(&self, field: FieldId, text: &str) -> String {
        if text.is_empty() || self.book.hides(field) {
            return self.book.in_words(field, text);
        }
        match (field.info().refers, field.info().kind) {
            (Some(File::Project), _) => self.book.agency.project_name(text),
            (Some(File::Organization), _) => self.organization(text).unwrap_or_else(|| text.to_owned()),
            (Some(File::Client), _) => self.book.client_name(&ClientId::new(text)),
            (Some(file @ (File::Enrollment | File::Event | File::Assessment)), _) => self.which(file, text).unwrap_or_else(|| {
                let kind = match file {
                    File::Enrollment => "an enrollment",
                    File::Assessment => "an assessment",
                    _ => "a CE Event",
                };
                format!("{kind} that is not in this record")
            }),
            _ if field == at::enrollment::HOUSEHOLD_ID => self.household(text),
            (_, Type::Instant) => Instant::read(text).map_or_else(|| text.to_owned(), days::when),
            _ => self.book.in_words(field, text),
        }
    }

    /// A cell of the row of this key: the type of a service has the list of its record type.
    pub fn cell_of(&self, field: FieldId, key: &str, text: &str) -> String {
        let by_row = matches!(field, at::services::TYPE_PROVIDED | at::services::SUB_TYPE_PROVIDED);
        let told = self.row(field.file, key).filter(|_| by_row && !text.is_empty()).and_then(|mut row| {
            row.set(field.column, text);
            let kind = row.get(at::services::RECORD_TYPE).parse().ok().and_then(Kind::of_record)?;
            Some(kind.in_words(field, &row))
        });
        told.unwrap_or_else(|| self.cell(field, text))
    }

    /// What a record is called: `Enrollment · Bridge to Home Transitional Housing, 11/25/2026`. One of which nothing is known here has its id.
    pub fn name(&self, file: File, key: &str) -> String {
        match beside_what(file, key) {
            Some((of, key)) => kept_beside(file, &self.name(of, key)),
            None if file == File::Client => self.book.client_name(&ClientId::new(key)),
            None => self.titled(file, key, self.row(file, key).as_ref()),
        }
    }

    /// As `name`, of a record that is changed: the change itself may say what it is about.
    pub fn changed(&self, change: &RowChange) -> String {
        let (Some(file), key) = (change.file(), change.key.as_str()) else { return String::new() };
        let mut row = self.row(file, key).unwrap_or_default();
        // Of a row that goes, what it held.
        let goes = change.cells.iter().any(|c| usize::from(c.column) == file.info().key && c.after.is_blank());
        if goes {
            change.inverse().apply(&mut row)
        } else {
            change.apply(&mut row)
        }
        if file.info().origin == Origin::Beside { self.name(file, key) } else { self.titled(file, key, Some(&row)) }
    }

    fn titled(&self, file: File, key: &str, row: Option<&Packed>) -> String {
        let kind = record(file);
        match row.and_then(|row| self.told(row)) {
            Some(which) => format!("{kind} · {which}"),
            // There is one of a client; whose it is stands beside it.
            None if file == File::Client => kind,
            None => format!("{kind} {key}"),
        }
    }

    /// Which enrollment or CE Event; none where it is not known here.
    fn which(&self, file: File, key: &str) -> Option<String> {
        self.row(file, key).and_then(|row| self.told(&row))
    }

    /// Where and when.
    fn told(&self, row: &Packed) -> Option<String> {
        let file = row.file()?;
        if file == File::Referral {
            return self.which(File::Event, row.get(at::referral::EVENT_ID));
        }
        let place = self.place(row).filter(|place| !place.is_empty());
        let on = day_of(row).map(days::show);
        // Of an assessment, at which point of the stay.
        let stage = file.column("DataCollectionStage").and_then(|at| Value::<Stage>::parse(row.cell(at)).known());
        Some([stage.map(|stage| stage.label().to_owned()), place, on].into_iter().flatten().collect::<Vec<_>>().join(", "))
            .filter(|words| !words.is_empty())
    }

    /// What was referred, or the program that the record belongs to.
    fn place(&self, row: &Packed) -> Option<String> {
        let file = row.file()?;
        let refers = |to: File| {
            let columns = file.info().columns.iter();
            columns.enumerate().find(|(_, column)| column.refers == Some(to)).map(|(at, _)| row.cell(at)).filter(|id| !id.is_empty())
        };
        match file {
            File::Event => Some(at::event::EVENT.in_words(row.get(at::event::EVENT))),
            File::Project => Some(row.get(at::project::PROJECT_NAME).to_owned()),
            File::Organization => Some(row.get(at::organization::ORGANIZATION_NAME).to_owned()),
            _ => match (refers(File::Project), refers(File::Enrollment)) {
                (Some(project), _) => self.book.agency.project(&ProjectId::new(project)).map(|p| p.project_name.as_str().to_owned()),
                (None, Some(stay)) => self.row(File::Enrollment, stay).and_then(|stay| self.place(&stay)),
                (None, None) => None,
            },
        }
    }

    /// A record, as far as it is known here.
    pub fn row(&self, file: File, key: &str) -> Option<Packed> {
        let charts = std::iter::once(self.chart).chain(self.others);
        if let Some(row) = charts.flat_map(Chart::rows).find(|row| row.file() == file && row.key() == key) {
            return Some(row.pack());
        }
        let around = self.book.directory.household_members(self.chart.id());
        let mut cards = self.book.directory.get(self.chart.id()).into_iter().chain(around);
        match file {
            File::Enrollment => cards.find_map(|card| card.enrollments.into_iter().find(|stay| stay.id.as_str() == key)).map(|stay| {
                let (enrollment_id, project_id) = (stay.id, stay.project);
                Enrollment { enrollment_id, project_id, entry_date: Value::from(stay.entry), ..Enrollment::default() }.pack()
            }),
            File::Event => cards.find_map(|card| card.events.into_iter().find(|event| event.id.as_str() == key)).map(|short| {
                let event = Value::from(short.code.and_then(EventCode::from_code));
                Event { event_id: short.id, event, event_date: Value::from(short.date), ..Event::default() }.pack()
            }),
            File::Project => self.book.agency.project(&ProjectId::new(key)).map(|project| project.pack()),
            File::Organization => self.book.agency.organization(&OrganizationId::new(key)).map(|organization| organization.pack()),
            _ => None,
        }
    }

    fn organization(&self, id: &str) -> Option<String> {
        self.book.agency.organization(&OrganizationId::new(id)).map(|o| o.organization_name.as_str().to_owned())
    }

    /// Who is in a household, in place of its id.
    fn household(&self, id: &str) -> String {
        let of = self.book.directory.household_of(&HouseholdId::new(id));
        let names: Vec<String> = of.iter().map(|resident| self.book.client_name(&resident.client)).collect();
        if names.is_empty() { "a household that is not on this desk".to_owned() } else { names.join(", ") }
    }
}

/// The day by which a worker knows a record: the first in it. Nobody is known by a date of birth.
pub fn day_of(row: &dyn Row) -> Option<Day> {
    let columns = row.file().info().columns.iter().enumerate();
    let mut days = columns.filter(|(_, column)| matches!(column.kind, Type::Day) && row.file() != File::Client);
    days.next().and_then(|(at, _)| Day::read(&row.cell(at)))
}
