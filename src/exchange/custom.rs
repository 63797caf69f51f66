//! `CustomReferral.csv`: what the workflow records about a CE Event and HUD has no column for, in HUD's template for custom files
//! (Appendix C). One row for each answer; the group is the event, the question is the label on the screen.

use super::cell::{self, Remark};
use crate::domain::entry::Scalar;
use crate::domain::hud::Referral;
use crate::domain::merge::Base;
use crate::domain::{FieldId, Instant, Packed, Row, Value, at};
use foldhash::fast::RandomState;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The file's name, without `.csv`.
pub(super) const NAME: &str = "CustomReferral";

/// The columns of HUD's template, in its order.
pub(super) const COLUMNS: [&str; 13] = [
    "CustomQuestionID",
    "EnrollmentID",
    "PersonalID",
    "CustomQuestionGroup",
    "CustomQuestionOrder",
    "CustomQuestion",
    "CustomAnswer",
    "CustomDetailAnswer",
    "DateCreated",
    "DateUpdated",
    "UserID",
    "DateDeleted",
    "ExportID",
];
const ENROLLMENT: usize = 1;
const PERSON: usize = 2;
const GROUP: usize = 3;
const ORDER: usize = 4;
const QUESTION: usize = 5;
pub(super) const ANSWER: usize = 6;
const DETAIL: usize = 7;
const CREATED: usize = 8;
const UPDATED: usize = 9;
const DELETED: usize = 11;

/// The questions, in the template's order from 1.
const QUESTIONS: [FieldId; 3] = [at::referral::DATE_ACKNOWLEDGED, at::referral::RESULTING_ENROLLMENT_ID, at::referral::NOT_HOUSED_REASON];

/// Columns of the template that stand in the row itself.
const CARRIED: [(usize, FieldId); 7] = [
    (ENROLLMENT, at::referral::ENROLLMENT_ID),
    (PERSON, at::referral::PERSONAL_ID),
    (CREATED, at::referral::DATE_CREATED),
    (UPDATED, at::referral::DATE_UPDATED),
    (10, at::referral::USER_ID),
    (DELETED, at::referral::DATE_DELETED),
    (12, at::referral::EXPORT_ID),
];

/// The template's column of this name.
pub(super) fn column(name: &str) -> Option<usize> {
    COLUMNS.iter().position(|c| c.eq_ignore_ascii_case(name))
}

/// True for columns that are written in quotes.
pub(super) fn is_text(column: usize) -> bool {
    !matches!(column, ORDER | CREATED | UPDATED | DELETED)
}

/// The answers of a referral, as rows of the template: those that it holds, and as deleted those that are blank now and were `told` before.
pub(super) fn rows<'a>(referral: &'a Referral, told: Option<&'a Base>) -> impl Iterator<Item = [String; 13]> + 'a {
    QUESTIONS.iter().zip(1..).filter_map(move |(field, order)| {
        let here = Some(referral.get(*field)).filter(|answer| !answer.is_empty());
        let before = || Some(told?.get(&field.column)?.as_str().to_owned());
        let (answer, is_gone) = here.map(|answer| (answer, false)).or_else(|| Some((before()?, true)))?;
        let mut row: [String; 13] = Default::default();
        for (column, field) in CARRIED {
            row[column] = referral.get(field);
        }
        if is_gone && row[DELETED].is_empty() {
            row[DELETED] = row[UPDATED].clone();
        }
        row[0] = question_id(&referral.key(), order);
        row[GROUP] = referral.key();
        row[ORDER] = order.to_string();
        row[QUESTION] = field.label().to_owned();
        row[ANSWER] = answer;
        Some(row)
    })
}

/// Stable across exports, unique in the file, at most 32 characters: the event's id and the number, or a digest where that is too long.
fn question_id(event: &str, order: usize) -> String {
    if event.chars().count() <= 30 {
        return format!("{event}-{order}");
    }
    let digest = Sha256::digest(event.as_bytes());
    let hex: String = digest.iter().take(15).map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}-{order}")
}

/// Answers on their way back into rows.
#[derive(Default)]
pub(super) struct Answers {
    rows: HashMap<Box<str>, usize, RandomState>,
    found: Vec<Found>,
}

/// The answers about one event.
#[derive(Default)]
struct Found {
    row: Referral,
    /// The questions of which the answer is deleted.
    gone: Vec<FieldId>,
}

impl Found {
    /// The row of these answers. Where only some are deleted, those are blank; where all are, the row is deleted with them.
    fn settle(mut self) -> Referral {
        let is_live = |field: &&FieldId| !self.row.get(**field).is_empty() && !self.gone.contains(field);
        if QUESTIONS.iter().any(|field| is_live(&field)) {
            self.gone.iter().for_each(|field| self.row.put(*field, ""));
            self.row.date_deleted = Value::default();
        }
        self.row
    }
}

impl Answers {
    /// Takes one answer, whose cells stand in the template's columns. `known` says whether an event is a client's. Gives a remark, or the
    /// rule and the reason of a refusal.
    pub fn take(
        &mut self,
        answer: &Packed,
        latest: Option<i32>,
        known: impl Fn(&str, &str) -> bool,
    ) -> Result<Option<String>, (&'static str, String)> {
        let text = |column: usize| answer.cell(column);
        if !known(text(GROUP), text(PERSON)) {
            return Err((
                "R-IMP-5",
                "Its CustomQuestionGroup is no EventID of this client; the answer would belong to nothing.".to_owned(),
            ));
        }
        let question = QUESTIONS.iter().find(|q| q.label().eq_ignore_ascii_case(text(QUESTION)));
        let Some(field) = question else {
            return Err(("R-IMP-1", "Its question is none that is kept about a referral; the answer was not taken over.".to_owned()));
        };
        let at = self.rows.get(text(GROUP)).copied().unwrap_or_else(|| {
            let mut found = Found::default();
            found.row.put(at::referral::EVENT_ID, text(GROUP));
            self.found.push(found);
            self.rows.insert(text(GROUP).into(), self.found.len() - 1);
            self.found.len() - 1
        });
        let Found { row, gone } = &mut self.found[at];
        let (answer, remark) = cell::read(field.info(), text(ANSWER), latest);
        // One that is not deleted counts, wherever in the file a deleted one of the same question stands.
        let is_gone = !text(DELETED).is_empty();
        if !is_gone && gone.contains(field) {
            gone.retain(|deleted| deleted != field);
            row.put(*field, "");
        }
        let before = row.get(*field);
        if !before.is_empty() && before != answer {
            return Err(("R-IMP-4", "The question was answered before, otherwise; the first answer was taken.".to_owned()));
        }
        gone.extend((is_gone && before.is_empty()).then_some(*field));
        row.put(*field, &answer);
        let newer = Instant::read(text(UPDATED)) >= row.date_updated.known();
        for (column, field) in CARRIED {
            if newer || row.get(field).is_empty() {
                row.put(field, &cell::read(field.info(), text(column), latest).0);
            }
        }
        let detail = !text(DETAIL).is_empty();
        Ok(match remark {
            Some(Remark::Odd | Remark::NotListed) => Some("The answer is not a value of its kind; kept as it came.".to_owned()),
            _ if detail => Some("Its CustomDetailAnswer has no place here; only the answer was taken.".to_owned()),
            _ => None,
        })
    }

    /// The rows, in the order of their first answer.
    pub fn into_rows(self) -> impl Iterator<Item = Packed> {
        self.found.into_iter().map(|found| found.settle().pack())
    }
}
