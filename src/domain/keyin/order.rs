//! In which order the forms are filled in: a household's enrollments first, the head's before the others'; then what refers to them.

use super::{Entry, Form};
use crate::domain::chart::Chart;
use crate::domain::directory::Directory;
use crate::domain::entry::{Day, Value};
use crate::domain::hud::{Enrollment, File, Stage};
use crate::domain::id::{ClientId, EnrollmentId};
use crate::domain::row::Row;
use std::cmp::Reverse;

/// Where an entry stands among those of its client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    part: Part,
    /// The enrollment: by its start, then by its id.
    stay: (Option<Day>, String),
    step: Step,
    on: Option<String>,
    form: Form,
    /// The rows that are typed into one form together.
    together: String,
}

/// A result may name an enrollment, so that must be in the HMIS first; an exit ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Client,
    Stay,
    Event,
    Exit,
}

/// Within an enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// With the project start, or with the exit.
    With,
    /// Updates and annual assessments, what was done meanwhile.
    After,
}

impl Place {
    /// The place of a row in a form.
    pub fn of(chart: &Chart, row: &dyn Row, form: Form) -> Self {
        let text = |column: &str| row.file().column(column).map(|at| row.cell(at)).filter(|text| !text.is_empty());
        let stay = EnrollmentId::new(text("EnrollmentID").unwrap_or_default());
        let start = chart.enrollment(&stay).and_then(|stay| stay.entry_date.known());
        let stage: Value<Stage> = text("DataCollectionStage").map(|text| crate::domain::Entry::parse(&text)).unwrap_or_default();
        let part = match form {
            Form::Client => Part::Client,
            Form::Event => Part::Event,
            Form::Exit => Part::Exit,
            _ if stage.is(Stage::Exit) || stage.is(Stage::PostExit) => Part::Exit,
            _ => Part::Stay,
        };
        let meanwhile = matches!(form, Form::LivingSituation | Form::Services | Form::Assessment);
        let step = if meanwhile || stage.is(Stage::Update) || stage.is(Stage::Annual) { Step::After } else { Step::With };
        let on = ["InformationDate", "AssessmentDate", "EventDate", "DateProvided"].into_iter().find_map(text);
        let on = if row.file() == File::Referral {
            chart.events.iter().find(|event| event.key() == row.key()).and_then(|event| event.event_date.known()).map(|day| day.to_string())
        } else if matches!(row.file(), File::AssessmentQuestions | File::AssessmentResults) {
            let id = text("AssessmentID").unwrap_or_default();
            chart.assessments.iter().find(|one| one.key() == id).and_then(|one| one.assessment_date.known()).map(|day| day.to_string())
        } else {
            on.filter(|_| step == Step::After || part == Part::Event)
        };
        let together = match row.file() {
            // The disabilities of one day stand in one form, as do the questions and results of an assessment.
            File::Disabilities => format!("{} {:?}", text("InformationDate").unwrap_or_default(), stage.known()),
            File::AssessmentQuestions | File::AssessmentResults => text("AssessmentID").unwrap_or_default(),
            _ => row.key(),
        };
        Self { part, stay: (start, stay.to_string()), step, on, form, together }
    }
}

/// Clients in the order in which they are typed: households together, the head first, else by name.
pub fn in_order(mut sheets: Vec<(Chart, Vec<Entry>)>, directory: &Directory) -> Vec<(Chart, Vec<Entry>)> {
    let name = |id: &ClientId| directory.get(id).map(|card| card.name().to_lowercase()).unwrap_or_default();
    sheets.sort_by_cached_key(|(chart, entries)| {
        let stay = stay_of(chart, entries);
        let residents = stay.map(|stay| directory.household_of(&stay.household_id)).unwrap_or_default();
        let head = residents.first().map_or_else(|| chart.id().clone(), |head| head.client.clone());
        let is_head = head == *chart.id();
        (name(&head), head.to_string(), Reverse(is_head), name(chart.id()), chart.id().to_string())
    });
    sheets
}

/// The enrollment that most of the typing is about: the last to begin of those that are typed, else the last of all.
fn stay_of<'a>(chart: &'a Chart, entries: &[Entry]) -> Option<&'a Enrollment> {
    let typed = |stay: &&Enrollment| entries.iter().any(|entry| entry.record == (File::Enrollment, stay.key()));
    let last = |stays: Vec<&'a Enrollment>| stays.into_iter().max_by_key(|stay| stay.entry_date.known());
    last(chart.enrollments.iter().filter(typed).collect()).or_else(|| last(chart.enrollments.iter().collect()))
}
