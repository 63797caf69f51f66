//! Records as people know them: a program and a day, where a row has only ids.

use crate::app::context::Context;
use crate::domain::entry::Scalar;
use crate::domain::field::Origin;
use crate::domain::history::{beside_what, kept_beside, record};
use crate::domain::hud::{Enrollment, Event, EventCode, File};
use crate::domain::{
    Chart, ClientId, Code, Day, FieldId, HouseholdId, Instant, Kind, OrganizationId, Packed, ProjectId, Row, RowChange, Value, at,
    date as days,
};

/// Where records are looked up: the chart on show, then the cards of who lives with its client.
#[derive(Clone, Copy)]
pub struct Records<'a> {
    chart: &'a Chart,
    /// Lent to the view.
    pub cx: Context<'a>,
}

impl<'a> Records<'a> {
    /// Around this chart.
    pub fn of(chart: &'a Chart, cx: &Context<'a>) -> Self {
        Self { chart, cx: *cx }
    }

    /// A cell as a person reads it: names in place of ids.
    pub fn cell(&self, field: FieldId, text: &str) -> String {
        if text.is_empty() || self.cx.hides(field) {
            return self.cx.in_words(field, text);
        }
        match (field.info().refers, field.info().kind) {
            (Some(File::Project), _) => self.cx.agency.project_name(text),
            (Some(File::Organization), _) => self.organization(text).unwrap_or_else(|| text.to_owned()),
            (Some(File::Client), _) => self.cx.client_name(&ClientId::new(text)),
            (Some(file @ (File::Enrollment | File::Event | File::Assessment)), _) => self.which(file, text).unwrap_or_else(|| {
                let kind = match file {
                    File::Enrollment => "an enrollment",
                    File::Assessment => "an assessment",
                    _ => "a CE Event",
                };
                format!("{kind} that is not in this record")
            }),
            _ if field == at::enrollment::HOUSEHOLD_ID => self.household(text),
            (_, Kind::Instant) => Instant::read(text).map_or_else(|| text.to_owned(), super::words::when),
            _ => self.cx.in_words(field, text),
        }
    }

    /// What a record is called: `Enrollment · Bridge to Home – TH (joint), 11/25/2026`. One of which nothing is known here has its id.
    pub fn name(&self, file: File, key: &str) -> String {
        match beside_what(file, key) {
            Some((of, key)) => kept_beside(file, &self.name(of, key)),
            None if file == File::Client => self.cx.client_name(&ClientId::new(key)),
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
        Some([place, on].into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|words| !words.is_empty())
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
                (Some(project), _) => self.cx.agency.project(&ProjectId::new(project)).map(|p| p.project_name.as_str().to_owned()),
                (None, Some(stay)) => self.row(File::Enrollment, stay).and_then(|stay| self.place(&stay)),
                (None, None) => None,
            },
        }
    }

    /// A record, as far as it is known here.
    pub(super) fn row(&self, file: File, key: &str) -> Option<Packed> {
        if let Some(row) = self.chart.rows().find(|row| row.file() == file && row.key() == key) {
            return Some(row.pack());
        }
        let around = self.cx.directory.household_members(self.chart.id());
        let mut cards = self.cx.card(self.chart.id()).into_iter().chain(around);
        match file {
            File::Enrollment => cards.find_map(|card| card.enrollments.iter().find(|stay| stay.id.as_str() == key)).map(|stay| {
                let (enrollment_id, project_id) = (stay.id.clone(), stay.project.clone());
                Enrollment { enrollment_id, project_id, entry_date: Value::from(stay.entry), ..Enrollment::default() }.pack()
            }),
            File::Event => cards.find_map(|card| card.events.iter().find(|event| event.id.as_str() == key)).map(|short| {
                let event = Value::from(short.code.and_then(EventCode::from_code));
                Event { event_id: short.id.clone(), event, event_date: Value::from(short.date), ..Event::default() }.pack()
            }),
            File::Project => self.cx.agency.project(&ProjectId::new(key)).map(|project| project.pack()),
            File::Organization => self.cx.agency.organization(&OrganizationId::new(key)).map(|organization| organization.pack()),
            _ => None,
        }
    }

    fn organization(&self, id: &str) -> Option<String> {
        self.cx.agency.organization(&OrganizationId::new(id)).map(|o| o.organization_name.as_str().to_owned())
    }

    /// Who is in a household, in place of its id.
    fn household(&self, id: &str) -> String {
        let of = self.cx.directory.household_of(&HouseholdId::new(id));
        let names: Vec<String> = of.iter().map(|resident| self.cx.client_name(&resident.client)).collect();
        if names.is_empty() { "a household that is not on this desk".to_owned() } else { names.join(", ") }
    }
}

/// The day by which a worker knows a record: the first in it. Nobody is known by a date of birth.
pub fn day_of(row: &dyn Row) -> Option<Day> {
    let columns = row.file().info().columns.iter().enumerate();
    let mut days = columns.filter(|(_, column)| matches!(column.kind, Kind::Day) && row.file() != File::Client);
    days.next().and_then(|(at, _)| Day::read(&row.cell(at)))
}
