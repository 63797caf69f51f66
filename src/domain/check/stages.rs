//! What is recorded at which point of a stay: rows of the start and the exit (R-STG-1), what is missing there (R-INS-2), and the
//! annual assessment (R-ANN-1).

use super::grants::Collects;
use super::ground::Ground;
use super::stay::{Sink, Stay};
use crate::domain::annual::Window;
use crate::domain::date;
use crate::domain::entry::{Day, Value};
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{DisabilityType, File, IncomeBenefits, ProjectType, Stage, YesNo, at};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use foldhash::fast::RandomState;
use std::collections::HashSet;

/// Findings about the stages of one stay.
pub(super) fn one(stay: &Stay<'_>, ground: &Ground<'_>, sink: &mut Sink<'_>) {
    rows(stay, sink);
    missing(stay, Stage::Entry, stay.entry, sink);
    if stay.exit.is_some() {
        missing(stay, Stage::Exit, stay.left, sink);
    }
    annual(stay, ground.today, sink);
}

/// R-STG-1: a row of the start or the exit stands once in its file, and bears that day.
fn rows(stay: &Stay<'_>, sink: &mut Sink<'_>) {
    let mut seen: HashSet<(File, Stage, Option<DisabilityType>), RandomState> = HashSet::default();
    let mut judge = |row: &dyn Row, (date_of, stage_of): (FieldId, FieldId), on: &Value<Day>, stage: &Value<Stage>, kind| {
        let Some(stage) = stage.known() else { return };
        let (day, what) = match stage {
            Stage::Entry => (stay.entry, "project start"),
            Stage::Exit => (stay.left, "exit"),
            Stage::PostExit => {
                return sink.say(row, Finding::fix(Rule::R_STG_1, stage_of, "This stage is not exported. Choose another."));
            }
            Stage::Update | Stage::Annual => return,
        };
        if stage == Stage::Exit && stay.exit.is_none() {
            let words = "It is recorded at exit, and there is no exit. Enter the exit, or correct the stage.";
            sink.say(row, Finding::fix(Rule::R_STG_1, stage_of, words));
        } else if day.zip(on.known()).is_some_and(|(day, on)| day != on) {
            let words = format!("It is recorded at {what} and bears another day. Correct the date, or the stage.");
            sink.say(row, Finding::fix(Rule::R_STG_1, date_of, words));
        }
        if !seen.insert((row.file(), stage, kind)) {
            let words = format!("There is more than one row for {what}. Keep one.");
            sink.say(row, Finding::fix(Rule::R_STG_1, stage_of, words));
        }
    };
    macro_rules! each {
        ($($rows:ident: $at:ident, $kind:expr;)*) => {$(
            for row in &stay.$rows {
                let fields = (at::$at::INFORMATION_DATE, at::$at::DATA_COLLECTION_STAGE);
                judge(*row, fields, &row.information_date, &row.data_collection_stage, $kind(row));
            }
        )*};
    }
    each! {
        incomes: income_benefits, |_| None;
        health: health_and_dv, |_| None;
        employment: employment_education, |_| None;
        education: youth_education_status, |_| None;
        disabilities: disabilities, |row: &&crate::domain::hud::Disabilities| row.disability_type.known();
    }
}

fn collects(stay: &Stay<'_>, on: Day) -> Collects {
    let all = stay.place.map(|p| p.grants.collects(stay.kind, on)).unwrap_or_default();
    if stay.answers_as_adult() { all } else { Collects { insurance: all.insurance, ..Collects::default() } }
}

/// R-INS-2: income, benefits and insurance at the start and the exit. Of who was met in the street nothing is missed before they
/// engage; of who is gone nothing but the row.
fn missing(stay: &Stay<'_>, stage: Stage, on: Option<Day>, sink: &mut Sink<'_>) {
    let Some(on) = on else { return };
    if stay.kind == Some(ProjectType::StreetOutreach) && stay.row.date_of_engagement.is_blank() {
        return;
    }
    let wanted = collects(stay, on);
    let answered = |answer: fn(&IncomeBenefits) -> &Value<YesNo>| {
        let mut rows = stay.incomes.iter().filter(|r| r.data_collection_stage.is(stage));
        rows.any(|r| !answer(r).is_blank() && !answer(r).is(YesNo::NotCollected))
    };
    let parts = [
        (wanted.income && !answered(|r| &r.income_from_any_source), "income"),
        (wanted.benefits && !answered(|r| &r.benefits_from_any_source), "non-cash benefits"),
        (wanted.insurance && !answered(|r| &r.insurance_from_any_source), "health insurance"),
    ];
    let lacking: Vec<&str> = parts.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect();
    if lacking.is_empty() {
        return;
    }
    let names = crate::domain::words::list(&lacking);
    let make = |field, at: &str| {
        let words = format!("Missing at {at}: {names}. Ask and enter what is missing.");
        Finding::fix(Rule::R_INS_2, field, words).sent(Severity::Stop)
    };
    match stay.exit.filter(|_| stage == Stage::Exit) {
        Some(exit) => sink.say(exit, make(at::exit::EXIT_DATE, "exit")),
        None => sink.say(stay.row, make(at::enrollment::ENTRY_DATE, "project start")),
    }
}

/// R-ANN-1: the last anniversary whose window is over has an assessment, and no assessment lies outside of all windows.
fn annual(stay: &Stay<'_>, today: Day, sink: &mut Sink<'_>) {
    let Some(head) = stay.head else { return };
    let (Some(began), Some(entry)) = (head.entry, stay.entry) else { return };
    for row in stay.incomes.iter().filter(|r| r.data_collection_stage.is(Stage::Annual)) {
        if row.information_date.known().is_some_and(|on| Window::around(began, on).is_none()) {
            let words = "This is not within 30 days of an anniversary of the head of household's start. Correct the date, or the stage.";
            sink.say(*row, Finding::fix(Rule::R_ANN_1, at::income_benefits::INFORMATION_DATE, words));
        }
    }
    let Some(window) = Window::last_over(began, today) else { return };
    let (day, to) = (window.anniversary, window.to);
    let there = entry <= day && stay.left.is_none_or(|left| left > to) && head.exit.is_none_or(|left| left > to);
    let in_time =
        |r: &&IncomeBenefits| r.data_collection_stage.is(Stage::Annual) && r.information_date.known().is_some_and(|on| window.holds(on));
    if there && collects(stay, day).any() && !stay.incomes.iter().any(in_time) {
        let words = format!("The annual assessment of {} is missing. Enter it if it was done within 30 days of that day.", date::show(day));
        sink.say(stay.row, Finding::fix(Rule::R_ANN_1, at::enrollment::ENTRY_DATE, words));
    }
}
