//! What is still owed once a workflow is finished: the answers that are asked for and were not given. They stop nothing, so a save says how
//! many there are, and the enrollment where they are given (R-ASK-1, and what the rules of each answer miss).

use super::visit::every_row;
use super::{Draft, IntakeCase, Judged, Mend, Purpose, points};
use crate::domain::ask::{Answers, Question};
use crate::domain::chart::Chart;
use crate::domain::entry::Day;
use crate::domain::finding::Severity;
use crate::domain::household::Resident;
use crate::domain::hud::{Enrollment, Stage};
use crate::domain::id::{ClientId, EnrollmentId};
use crate::domain::merge::Written;
use crate::domain::row::Row;
use crate::domain::words::{count, list};
use std::collections::BTreeSet;

/// An answer that is missing: whose, and to which question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The member's position in the draft.
    pub member: usize,
    /// Who.
    pub client: ClientId,
    /// Their stay.
    pub stay: EnrollmentId,
    /// What they were not asked, or did not say. Who does not know or prefers not to answer has answered.
    pub question: Question,
}

impl Judged {
    /// The answers that are missing if it is finished now, each once, in the order in which the rules say so.
    pub fn owed(&self) -> Vec<Owed> {
        let mut owed: Vec<Owed> = Vec::new();
        for found in self.found.iter().filter(|found| found.finding.severity != Severity::Note) {
            let question = Question { slot: found.slot, field: found.finding.field };
            let Some(one) = self.rows.iter().find(|one| one.member == found.member) else { continue };
            let known = owed.iter().any(|owed| (owed.member, owed.question) == (found.member, question));
            if !known && one.rows.answer(question).is_empty() {
                let Enrollment { personal_id: client, enrollment_id: stay, .. } = one.enrollment.clone();
                owed.push(Owed { member: found.member, client, stay, question });
            }
        }
        owed
    }
}

/// Whose they are, and how many of each, in the order in which they come.
pub fn whose(owed: &[Owed]) -> Vec<(ClientId, usize)> {
    let mut whose: Vec<(ClientId, usize)> = Vec::new();
    for one in owed {
        match whose.iter_mut().find(|(client, _)| *client == one.client) {
            Some((_, missing)) => *missing += 1,
            None => whose.push((one.client.clone(), 1)),
        }
    }
    whose
}

impl Draft {
    /// The answers that are missing if it is finished now.
    pub fn owed(&self, case: &IntakeCase<'_>) -> Vec<Owed> {
        self.judged(case).owed()
    }

    /// The way to such an answer once the draft is finished.
    pub fn way_to(&self, owed: &Owed) -> Mend {
        let purpose = if self.purpose == Purpose::Intake { Purpose::Entry } else { self.purpose };
        let dated = matches!(purpose, Purpose::Update | Purpose::Annual);
        let of = if dated { self.day().known() } else { None };
        Mend { of, question: Some(owed.question), ..Mend::begin(purpose, owed.stay.clone()) }
    }
}

/// So many names of questions are told; of more it is said that they are among them.
const NAMED: usize = 2;

/// What is missing, in words: `2 answers are still missing: Destination and Earned Income.` Empty where nothing is.
pub fn still_missing(questions: &[Question]) -> String {
    let mut seen = BTreeSet::new();
    let names: Vec<&str> = questions.iter().map(|question| question.label()).filter(|label| seen.insert(*label)).collect();
    let (shown, rest) = names.split_at(names.len().min(NAMED));
    let all = rest.is_empty() && names.len() == questions.len();
    let among = if all { ": " } else { ", among them " };
    match questions.len() {
        0 => String::new(),
        1 => format!("1 answer is still missing: {}.", list(shown)),
        n => format!("{} are still missing{among}{}.", count(n, "answer"), list(shown)),
    }
}

/// Of one point of a recorded stay: the way to the first answer that is missing there, and how many are.
pub struct Gap {
    /// Start, annual assessment or exit, and the first of the questions.
    pub way: Mend,
    /// Every question without an answer.
    pub questions: Vec<Question>,
}

/// True where something of this point of a stay was written here, as an export tells it too. What is missing in what the HMIS alone told is
/// not asked of this desk.
fn is_written_here(chart: &Chart, row: &Enrollment, purpose: Purpose, of: Option<Day>, written: &Written) -> bool {
    let own = |row: &dyn Row| written.contains_key(&(row.file(), row.key()));
    let stands =
        purpose == Purpose::Entry && own(row) || purpose == Purpose::Exit && chart.exit(&row.enrollment_id).is_some_and(|exit| own(exit));
    stands || every_row(chart, &row.enrollment_id, purpose, of).iter().any(|(_, row)| own(row))
}

/// What one person's stay, as it is recorded, is owed at each point of it of which something was [`written`](crate::domain::merge::written)
/// here.
pub fn gaps(chart: &Chart, stay: &EnrollmentId, written: &Written, case: &IntakeCase<'_>) -> Vec<Gap> {
    let Some(row) = chart.enrollment(stay).filter(|row| row.date_deleted.is_blank()) else { return Vec::new() };
    let exit = chart.exit(stay).and_then(|exit| exit.exit_date.known());
    let alone = [Resident {
        client: chart.id().clone(),
        enrollment: stay.clone(),
        relationship: row.relationship_to_hoh.known(),
        entry: row.entry_date.known(),
        exit,
    }];
    let annuals = points(chart, stay).into_iter().filter(|(_, stage)| *stage == Stage::Annual);
    let annuals = annuals.map(|(on, _)| (Purpose::Annual, Some(on)));
    let points = std::iter::once((Purpose::Entry, None)).chain(annuals).chain(exit.map(|_| (Purpose::Exit, None)));
    let charts = std::slice::from_ref(chart);
    let gap = |(purpose, of)| {
        if !is_written_here(chart, row, purpose, of, written) {
            return None;
        }
        let mend = Mend { of, ..Mend::begin(purpose, stay.clone()) };
        let draft = Draft::correct(&mend, String::new(), &alone, charts, case.stamp.today())?;
        let owed = draft.owed(&IntakeCase { charts, ..*case });
        let way = draft.way_to(owed.first()?);
        Some(Gap { way, questions: owed.into_iter().map(|owed| owed.question).collect() })
    };
    points.filter_map(gap).collect()
}
