//! From answers to records: the rows of one person at one point of a stay as they are written, and what the rules say of them.

use super::{Asking, ELEMENTS, Question, Slot};
use crate::domain::chart::Chart;
use crate::domain::check;
use crate::domain::client::VETERANS;
use crate::domain::entry::{Day, Entry, Value};
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Disabilities, DisabilityType, Enrollment, ProjectType, Stage, at};
use crate::domain::id::{self, ClientId, EnrollmentId};
use crate::domain::row::{Packed, Row};
use crate::domain::rule::Rule;
use std::collections::BTreeMap;

/// The column of the day of which a row's answers are (HUD 5.03).
pub const INFORMATION_DATE: &str = "InformationDate";

/// The answers of one person at one point of a stay.
pub type Rows = BTreeMap<Slot, Packed>;

/// Where the answers belong: whose, of which stay, at which point of it, on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Whose.
    pub client: ClientId,
    /// Of which stay.
    pub enrollment: EnrollmentId,
    /// At which point.
    pub stage: Stage,
    /// As of this day (R-STG-1: the start's or the exit's own day).
    pub on: Value<Day>,
}

impl Point {
    /// Puts into the rows whose they are, the day and the stage. A row in which nothing is answered is none, unless it is kept
    /// already.
    pub fn mark(&self, rows: &mut Rows) {
        rows.retain(|slot, row| !slot.is_staged() || !row.cell(slot.file().info().key).is_empty() || row.cells().next().is_some());
        for (slot, row) in rows.iter_mut().filter(|(slot, _)| **slot != Slot::Enrollment) {
            let mut put = |column: &str, text: &str| {
                if let Some(field) = slot.field(column) {
                    row.set(field.column, text);
                }
            };
            put("EnrollmentID", self.enrollment.as_str());
            put("PersonalID", self.client.as_str());
            put(INFORMATION_DATE, &self.on.text());
            put("ExitDate", &self.on.text());
            put("DataCollectionStage", &Value::Known(self.stage).text());
            if let Slot::Disability(kind) = slot {
                put("DisabilityType", &Value::Known(*kind).text());
            }
        }
    }
}

/// Gives new rows their ids: `seed` makes them, counted from `first`. Says how many were used.
pub fn name_new(rows: &mut Rows, seed: [u8; 16], first: u16) -> u16 {
    let mut used = 0;
    for (slot, row) in rows.iter_mut().filter(|(slot, _)| **slot != Slot::Enrollment) {
        let key = slot.file().info().key;
        if row.cell(key).is_empty() {
            Row::set(row, key, &id::hex(id::nth(seed, first.wrapping_add(used))));
            used += 1;
        }
    }
    used
}

/// What the rules say of recorded rows, each with the row it is about: unreadable cells, answers that contradict each other
/// (R-INC, R-NCB, R-INS-1, R-DIS-2, R-DIS-4, R-DV-1, R-EXI-1). What the enrollment itself breaks is said by
/// [`check::enrollment`].
pub fn judge(rows: &Rows) -> Vec<(Slot, Finding)> {
    let mut found = Vec::new();
    let mut disabilities: Vec<Disabilities> = Vec::new();
    for (slot, row) in rows.iter().filter(|(slot, _)| **slot != Slot::Enrollment) {
        let mut say = |of: Vec<Finding>| found.extend(of.into_iter().map(|finding| (*slot, finding)));
        match slot {
            // Of an exit its own check says it.
            Slot::Exit => {}
            // Of a client's row what is asked here; the rest is said where it is asked.
            Slot::Client => say(check::cells(row).into_iter().filter(|finding| VETERANS.contains(&finding.field)).collect()),
            _ => say(check::cells(row)),
        }
        match slot {
            Slot::Income => say(check::income(&row.typed())),
            Slot::Health => say(check::violence(&row.typed())),
            Slot::Exit => say(check::destination(&row.typed())),
            Slot::Disability(_) => {
                let typed: Disabilities = row.typed();
                say(check::disability(&typed));
                disabilities.push(typed);
            }
            Slot::Enrollment | Slot::Work | Slot::School | Slot::Client => {}
        }
    }
    if let Some(row) = rows.get(&Slot::Enrollment) {
        let stay: Enrollment = row.typed();
        found.extend(check::disabling(&stay, &disabilities).map(|finding| (Slot::Enrollment, finding)));
    }
    found
}

/// What is asked and not answered (R-ASK-1), each with the row it belongs to. What a check over an export misses as an error (R-INS-2,
/// R-SVF-1) is one here too.
pub fn missing(asking: &Asking, rows: &Rows) -> Vec<(Slot, Finding)> {
    let say = |question: Question| {
        let words = format!("{} is missing. Ask and enter it.", question.label());
        let finding = Finding::fix(Rule::R_ASK_1, question.field, words);
        let refused = is_refused(question, asking, rows);
        (question.slot, if refused { finding.sent(Severity::Stop) } else { finding })
    };
    asking.unanswered(rows).into_iter().filter(|q| !at_discretion(*q)).map(say).collect()
}

/// True for an answer without which a receiver may refuse the stay.
fn is_refused(question: Question, asking: &Asking, rows: &Rows) -> bool {
    use at::{enrollment as e, income_benefits as i};
    let point = matches!(asking.stage, Stage::Entry | Stage::Exit);
    // Of who was met in the street nothing is missed before they engage.
    let met = || {
        let engaged = rows.get(&Slot::Enrollment).is_some_and(|row| !row.get(e::DATE_OF_ENGAGEMENT).is_empty());
        asking.program.kind == Some(ProjectType::StreetOutreach) && !engaged
    };
    match question.field {
        i::INCOME_FROM_ANY_SOURCE | i::BENEFITS_FROM_ANY_SOURCE | i::INSURANCE_FROM_ANY_SOURCE => point && !met(),
        field => check::VETERANS_PROGRAM.contains(&field),
    }
}

/// Said elsewhere, by the rule of its own: what follows from a first answer.
fn at_discretion(question: Question) -> bool {
    use at::{disabilities as d, exit as x, health_and_dv as h};
    matches!(
        question.field,
        d::INDEFINITE_AND_IMPAIRS
            | h::WHEN_OCCURRED
            | h::CURRENTLY_FLEEING
            | x::DESTINATION
            | x::DESTINATION_SUBSIDY_TYPE
            | x::OTHER_DESTINATION
    ) || question.slot == Slot::Income && !matches!(question.field.info().kind, crate::domain::Kind::Code(_))
}

/// The newest answers of a person that were recorded before a day, or on it: what *Default Last…* takes over. Of each element those
/// of the newest row that answers it: an update may hold one alone. `but` is the stay whose own rows do not count. Of what is asked
/// anew at every start (3.917) nothing. The day of each row is that of its newest answer.
pub fn last(chart: &Chart, until: Day, but: Option<&EnrollmentId>) -> Rows {
    let mut dated: Vec<(Day, Slot, Packed)> = Vec::new();
    for row in chart.rows() {
        let Some(slot) = Slot::of(row).filter(|slot| slot.is_staged()) else { continue };
        let cell = |column: &str| slot.field(column).map(|f| row.get(f)).unwrap_or_default();
        let Some(day) = Value::<Day>::parse(&cell(INFORMATION_DATE)).known().filter(|day| *day <= until) else { continue };
        let own = but.is_some_and(|but| cell("EnrollmentID") == but.as_str());
        if !own && cell("DateDeleted").is_empty() {
            dated.push((day, slot, row.pack()));
        }
    }
    dated.sort_by_key(|(day, ..)| *day);
    let mut rows = Rows::new();
    for (_, slot, row) in &dated {
        for element in ELEMENTS.iter().filter(|e| e.slot == *slot) {
            let fields = || element.fields.iter().map(|f| f.field);
            if fields().any(|f| !row.cell(usize::from(f.column)).is_empty()) {
                let newest = rows.entry(*slot).or_insert_with(|| Packed::new(slot.file(), [] as [(u16, &str); 0]));
                fields().for_each(|f| newest.set(f.column, row.cell(usize::from(f.column))));
                if let Some(on) = slot.field(INFORMATION_DATE) {
                    newest.set(on.column, row.cell(usize::from(on.column)));
                }
            }
        }
    }
    rows
}

/// The newest answer to 4.08 HIV/AIDS that was recorded of a person until a day, in any stay, as a cell; empty where there is none.
/// HUD does not ask it at an annual assessment: what stands there was taken from an earlier answer, and does not prove itself.
pub fn hiv(chart: &Chart, until: Day) -> String {
    let answers = chart.disabilities.iter().filter(|row| {
        row.disability_type.is(DisabilityType::Hiv)
            && row.date_deleted.is_blank()
            && !row.disability_response.is_blank()
            && !row.data_collection_stage.is(Stage::Annual)
            && row.information_date.known().is_some_and(|day| day <= until)
    });
    // Of one day the one that was entered last.
    let newest = answers.max_by_key(|row| (row.information_date.known(), row.date_updated.known()));
    newest.map(|row| row.disability_response.text()).unwrap_or_default()
}
