//! The guided workflows: the Intake, a household's enrollment in the making, and what follows in its life until the exit. A draft
//! holds what is typed so far; finishing it makes the plan of everything in one commit.

mod earlier;
mod fate;
mod finish;
mod joining;
mod listed;
mod mend;
mod moved;
mod owed;
mod owing;
mod renamed;
mod served;
mod step;
mod visit;

pub use fate::Fate;
pub use finish::{Judged, context_guard};
pub use mend::{Mend, RowOf};
pub use moved::{Moved, MovedResult};
pub use owed::{Gap, Owed, gaps, still_missing, whose};
pub use owing::{Household as OwingHousehold, Owing};
pub use renamed::key_anew;
pub use step::{Purpose, Step};
pub use visit::{OVER_A_STAY, correction_key, corrections, named_visit, points, recorded, visit_key, visit_name};

use super::agency::Agency;
use super::ask::{self, Answers, Asking, Person, Program, Question, Rows, Slot};
use super::chart::Chart;
use super::check;
use super::date;
use super::directory::Directory;
use super::entry::{Day, Entry, Text, Value};
use super::field::FieldId;
use super::finding::Finding;
use super::household::likely_relationship;
use super::hud::{Enrollment, ProjectType, Relationship, YesNo, at};
use super::id::{ClientId, EnrollmentId, EventId, HouseholdId, OrganizationId, ProjectId};
use super::row::{Packed, Row};
use super::rule::Rule;
use super::stamp::Stamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

const PREFIX: &str = "intake/";

/// What is said where somebody works on a stay that the client does not have any more: an import may have found that it is another's.
pub const NOT_THEIRS: &str = "This enrollment is not in this client's record any more: it was deleted, or an import gave it to another \
                              client. What was typed of it is kept: open the record of whoever has it now, and go on from there.";

/// The name of the draft of a client's intake.
pub fn draft_name(client: &ClientId) -> String {
    format!("{PREFIX}{client}")
}

/// Whose intake a draft of this name is; none where it is another draft.
pub fn drafted_client(name: &str) -> Option<ClientId> {
    name.strip_prefix(PREFIX).map(ClientId::new)
}

/// A guided workflow that is not finished.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// What it is for.
    #[serde(default)]
    pub purpose: Purpose,
    /// Its own id: of an intake the client's, of a workflow over a stay what [`visit_key`] says.
    pub id: String,
    /// The day of which the answers are, as a cell: of updates, annual assessments and exits.
    #[serde(default)]
    pub on: String,
    /// The day of an update or an annual assessment that is corrected, as a cell; blank where a new one is recorded.
    #[serde(default)]
    pub of: String,
    /// The row that is meant, where its slot has several on that day.
    #[serde(default)]
    pub row: Option<RowOf>,
    /// The referral that an intake was begun from, and answers; blank where it was begun from none.
    #[serde(default)]
    pub referral: EventId,
    /// The day on which an intake was begun, as a cell; blank where that was not noted.
    #[serde(default)]
    pub begun: String,
    /// The program; blank until it is chosen.
    pub project: ProjectId,
    /// The HouseholdID of the stay. An intake has a new one (R-ENR-8).
    pub household: HouseholdId,
    /// Where the worker is.
    pub step: Step,
    /// The steps that the worker was at: what was not seen is not done, and what was seen and left open is told from it.
    #[serde(default)]
    pub seen: BTreeSet<Step>,
    /// What the version before kept in its place; [`Draft::read`] knows what it means.
    #[serde(default, skip_serializing)]
    pub reached: earlier::Reached,
    /// The referrals whose results keep their day although the start that they bear is corrected.
    #[serde(default)]
    pub results_stay: BTreeSet<EventId>,
    /// The members, present or not, in the order in which they were added.
    pub members: Vec<Member>,
    /// The rows of members who are new on the desk: written with the household.
    #[serde(default)]
    pub newcomers: Vec<Packed>,
    /// What is half typed of the next one, as a form keeps it.
    #[serde(default)]
    pub joining: String,
    /// The new member whose row is corrected in that form; blank where it is the next one.
    #[serde(default)]
    pub correcting: ClientId,
    /// Of whom it was said that they are not the same: who is new, and who was here.
    #[serde(default)]
    pub told_apart: BTreeSet<(ClientId, ClientId)>,
    /// What was typed of somebody who was taken out, or taken for one who is here, until the next one is begun.
    #[serde(default)]
    pub set_aside: String,
    /// Who was taken for whom that was typed of; blank where somebody was taken out. While they are in the household it is not wanted.
    #[serde(default)]
    pub taken: ClientId,
}

/// Where it is, and nothing of what was typed: days, names and what is half typed of somebody stand in it as text.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { purpose, step, members, .. } = self;
        f.debug_struct("Draft").field("purpose", purpose).field("step", step).field("members", &members.len()).finish_non_exhaustive()
    }
}

/// One person of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub client: ClientId,
    /// True where they are part of this stay.
    pub present: bool,
    /// What becomes of them, where they are recorded already.
    #[serde(default)]
    pub fate: Fate,
    /// The Enrollment row in the making.
    pub row: Packed,
    /// The other rows of their project start in the making: income, health, disabilities. What is hidden meanwhile stays in it, so
    /// that an answer that is changed and changed back brings back what hung on it.
    #[serde(default)]
    pub more: Rows,
    /// What was recorded of them when the workflow was begun, or taken up again: all that differs from it was typed since.
    #[serde(default)]
    pub base: Rows,
    /// V1 as it stood in the client's row when it was shown last: all that differs from it was typed here.
    #[serde(default)]
    pub served: Packed,
}

impl Answers for Member {
    fn row(&self, slot: Slot) -> Option<&Packed> {
        if slot == Slot::Enrollment { Some(&self.row) } else { self.more.get(&slot) }
    }
}

impl Member {
    /// The row, typed.
    pub fn enrollment(&self) -> Enrollment {
        self.row.typed()
    }

    /// The text of a field of the row.
    pub fn get(&self, field: FieldId) -> &str {
        self.row.cell(usize::from(field.column))
    }

    /// Sets a field of the row.
    pub fn set(&mut self, field: FieldId, text: &str) {
        self.row.set(field.column, text);
    }

    /// Answers a question.
    pub fn put(&mut self, question: Question, text: &str) {
        match question.slot {
            Slot::Enrollment => self.set(question.field, text),
            slot => {
                self.more.entry(slot).or_insert_with(|| Packed::new(slot.file(), [] as [(u16, &str); 0])).set(question.field.column, text)
            }
        }
    }

    /// True where nobody has answered a question: it is blank, or is recorded as not collected and was left so.
    pub fn is_open(&self, question: Question) -> bool {
        let answer = self.answer(question);
        let recorded = match question.slot {
            Slot::Client => self.served.cell(usize::from(question.field.column)),
            _ => self.base.answer(question),
        };
        let missing = self.row(question.slot).is_none_or(|row| ask::is_missing(row, question.field));
        answer.is_empty() || (missing && answer == recorded)
    }

    /// Their enrollment as it is kept; none of who is new in the stay.
    pub fn recorded<'a>(&self, case: &IntakeCase<'a>) -> Option<&'a Enrollment> {
        let id = self.get(at::enrollment::ENROLLMENT_ID);
        case.charts.iter().find(|c| *c.id() == self.client)?.enrollments.iter().find(|e| e.enrollment_id.as_str() == id)
    }

    /// True where the same is said of the same person: a row without an answer is none, and of their service only what was typed counts.
    fn says_as(&self, before: &Self) -> bool {
        let rows = |one: &Self| -> Rows {
            let said = one.more.iter().filter(|(slot, row)| **slot != Slot::Client && row.cells().next().is_some());
            said.map(|(slot, row)| (*slot, row.clone())).chain([(Slot::Enrollment, one.row.clone())]).collect()
        };
        let whole = |one: &Self| (one.client.clone(), one.present, one.fate);
        whole(self) == whole(before) && !self.types_of_service() && rows(self) == rows(before)
    }

    /// True where they are there, and have not been entered by mistake.
    pub fn stays(&self) -> bool {
        self.present && self.fate != Fate::Mistaken
    }

    /// True where the row makes them the head of household.
    pub fn is_head(&self) -> bool {
        self.get(at::enrollment::RELATIONSHIP_TO_HOH) == Value::Known(Relationship::Head).text()
    }
}

/// What came of taking answers over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// So many questions have their answer by it.
    pub filled: usize,
    /// So many have another answer, which stays.
    pub stay: usize,
}

/// What a draft is judged by.
#[derive(Clone, Copy)]
pub struct IntakeCase<'a> {
    /// Everybody on the desk, among whom somebody new may be.
    pub directory: &'a Directory,
    /// The agency.
    pub agency: &'a Agency,
    /// The charts of the members.
    pub charts: &'a [Chart],
    /// The organization of the context; none where none is chosen.
    pub organization: Option<&'a OrganizationId>,
    /// Who and when.
    pub stamp: &'a Stamp,
    /// Random bytes for the ids of new rows.
    pub seed: [u8; 16],
}

impl IntakeCase<'_> {
    fn chart(&self, client: &ClientId) -> Option<&Chart> {
        self.charts.iter().find(|c| c.id() == client)
    }
}

/// A finding and the member that it is about, by position in the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFinding {
    /// The member's position.
    pub member: usize,
    /// The row it is about.
    pub slot: Slot,
    /// What was found.
    pub finding: Finding,
}

impl MemberFinding {
    /// True where the move-in date is missing in who leaves (R-ENR-18). An exit says so at its destination, and does not write the
    /// enrollment in which it is mended.
    pub fn is_of_move_in(&self) -> bool {
        self.slot == Slot::Exit && self.finding.rule == Rule::R_ENR_18
    }
}

impl Draft {
    /// A draft with its head of household, begun today. The ids are fresh ones, given from outside; `entry` is the date to begin with, today.
    pub fn start(id: String, household: HouseholdId, head: ClientId, enrollment: EnrollmentId, entry: Day) -> Self {
        let begun = Value::Known(entry).text();
        let mut draft = Self { id, household, begun, ..Self::default() };
        draft.add(head, enrollment, Some(Relationship::Head));
        if let Some(member) = draft.members.first_mut() {
            member.set(at::enrollment::ENTRY_DATE, &Value::Known(entry).text());
        }
        draft
    }

    /// The name under which the draft is kept.
    pub fn name(&self) -> String {
        match self.purpose {
            Purpose::Intake => format!("{PREFIX}{}", self.id),
            purpose => visit_name(purpose, &self.id),
        }
    }

    /// Adds a member, present, starting with the head of household; does nothing where they are in the draft already (R-ENR-12).
    /// Says at which position they stand.
    pub fn add(&mut self, client: ClientId, enrollment: EnrollmentId, relationship: Option<Relationship>) -> usize {
        if let Some(at) = self.members.iter().position(|m| m.client == client) {
            return at;
        }
        let entry = self.members.iter().find(|m| m.is_head()).map(|m| m.enrollment().entry_date).unwrap_or_default();
        let row = Enrollment {
            enrollment_id: enrollment,
            personal_id: client.clone(),
            entry_date: entry,
            relationship_to_hoh: relationship.into(),
            ..Enrollment::default()
        };
        self.members.push(Member {
            client,
            present: true,
            fate: Fate::Stays,
            row: row.pack(),
            more: Rows::new(),
            base: Rows::new(),
            served: Packed::default(),
        });
        self.members.len() - 1
    }

    /// Adds a member with the relationship that their age makes likely.
    pub fn add_chart(&mut self, chart: &Chart, enrollment: EnrollmentId, today: Day) -> usize {
        let age = chart.client.dob.known().and_then(|born| date::age(born, today));
        self.add(chart.id().clone(), enrollment, likely_relationship(age))
    }

    /// Takes a member out. Where that was the head, the first member left becomes it (R-ENR-9).
    pub fn remove(&mut self, member: usize) {
        if member >= self.members.len() {
            return;
        }
        let gone = self.members.remove(member);
        self.forget(&gone.client);
        let was_head = gone.is_head();
        if was_head {
            self.set_head(0);
        }
        self.step = self.step.once_left(member);
        self.seen = self.seen.iter().filter(|step| step.member() != Some(member)).map(|step| step.once_left(member)).collect();
    }

    /// Makes a member the head of household. The former head's relationship is asked anew.
    pub fn set_head(&mut self, member: usize) {
        for (at, one) in self.members.iter_mut().enumerate() {
            if at == member {
                one.fate = Fate::Stays;
                one.set(at::enrollment::RELATIONSHIP_TO_HOH, &Value::Known(Relationship::Head).text());
            } else if one.is_head() {
                one.set(at::enrollment::RELATIONSHIP_TO_HOH, "");
            }
        }
    }

    /// Takes over these answers from elsewhere: from the head of household, or from what was recorded of the person before. Only
    /// what is answered there, and only where this member has no answer yet; ids and the relationship are never taken. Says what
    /// came of it.
    pub fn take(&mut self, member: usize, from: &dyn Answers, questions: &[Question]) -> Taken {
        let own = [at::enrollment::ENROLLMENT_ID, at::enrollment::PERSONAL_ID, at::enrollment::RELATIONSHIP_TO_HOH];
        let Some(target) = self.members.get_mut(member) else { return Taken::default() };
        let mut taken = Taken::default();
        for question in questions.iter().filter(|q| !own.contains(&q.field)) {
            let answer = from.answer(*question);
            if answer.is_empty() || answer == target.answer(*question) {
                continue;
            }
            if target.is_open(*question) {
                target.put(*question, answer);
                taken.filled += 1;
            } else {
                taken.stay += 1;
            }
        }
        taken
    }

    /// The type of the chosen program.
    pub fn project_type(&self, agency: &Agency) -> Option<ProjectType> {
        agency.project(&self.project).and_then(|p| p.project_type.known())
    }

    /// What to ask a member now, in order.
    pub fn fields(&self, member: usize, case: &IntakeCase<'_>) -> Vec<FieldId> {
        let Some(one) = self.members.get(member) else { return Vec::new() };
        let row = self.enrollment(one, case);
        ask::enrollment_fields(self.project_type(case.agency), person(case, one, &row), &row)
    }

    /// Which questions a member is asked besides the universal ones, at this point of the stay.
    pub fn asking(&self, member: &Member, case: &IntakeCase<'_>) -> Asking {
        let row = self.enrollment(member, case);
        let day = if self.purpose.enrolls() { row.entry_date.clone() } else { self.day() };
        let on = day.known().unwrap_or_else(|| case.stamp.today());
        Asking {
            program: Program::on(case.agency, &self.project, on),
            person: person(case, member, &row),
            veteran: case.chart(&member.client).is_some_and(|c| c.client.veteran_status.is(YesNo::Yes)),
            stage: self.purpose.stage(),
            hiv: case.chart(&member.client).map(|chart| ask::hiv(chart, on)).unwrap_or_default(),
        }
    }

    /// The steps of the workflow for this household, in order.
    pub fn steps(&self, case: &IntakeCase<'_>) -> Vec<Step> {
        let enrolls = self.purpose.enrolls();
        let mut steps = if enrolls { vec![Step::Family, Step::Program] } else { vec![Step::When] };
        for (at, member) in self.members.iter().enumerate().filter(|(_, m)| m.stays()) {
            steps.extend(enrolls.then_some(Step::Universal(at)));
            steps.extend(self.asking(member, case).forms(member).into_iter().map(|form| Step::Assess(at, form)));
        }
        steps.push(Step::Summary);
        steps
    }

    /// The questions of a member's page now, in order.
    pub fn questions(&self, step: Step, case: &IntakeCase<'_>) -> Vec<Question> {
        let Some((at, member)) = step.member().and_then(|at| self.members.get(at).map(|m| (at, m))) else { return Vec::new() };
        match step {
            Step::Assess(_, form) => {
                self.asking(member, case).page(form, member).into_iter().flat_map(|(_, asked)| asked).map(|a| a.question).collect()
            }
            _ => self.fields(at, case).into_iter().map(|field| Question { slot: Slot::Enrollment, field }).collect(),
        }
    }

    /// A member's row with what the draft says for everybody; the one CoC of a program is filled in for the head (R-ENR-13).
    pub fn enrollment(&self, member: &Member, case: &IntakeCase<'_>) -> Enrollment {
        let (typed, agency) = (member.enrollment(), case.agency);
        if !self.purpose.enrolls() {
            // As it is kept now: somebody may have recorded the move-in since this was begun.
            return member.recorded(case).cloned().unwrap_or(typed);
        }
        let was = self.former_head(member, case);
        let cocs = check::project_cocs(agency, &self.project);
        let coc = match cocs.as_slice() {
            _ if !typed.enrollment_coc.is_blank() || !member.is_head() => typed.enrollment_coc.clone(),
            _ if was.as_ref().is_some_and(|w| !w.enrollment_coc.is_blank()) => {
                was.as_ref().map(|w| w.enrollment_coc.clone()).unwrap_or_default()
            }
            [only] => Text::new(only),
            _ => typed.enrollment_coc.clone(),
        };
        // What is recorded and is not asked here stays: files repeat it for members.
        let asks = self.asks_move_in(member, agency) || self.purpose != Purpose::Intake;
        let move_in_date = match was {
            Some(was) if typed.move_in_date.is_blank() => {
                // Nobody has moved in before their own start (R-ENR-17).
                Value::from(typed.entry_date.known().and_then(|entry| check::member_move_in(entry, was.move_in_date.known())))
            }
            _ if asks => typed.move_in_date.clone(),
            _ => Value::Blank,
        };
        // A stay that is recorded keeps its program and its household, whatever a file says of the others.
        let is_new = typed.project_id.is_blank();
        let mut row = Enrollment {
            personal_id: member.client.clone(),
            project_id: if is_new { self.project.clone() } else { typed.project_id.clone() },
            household_id: if is_new { self.household.clone() } else { typed.household_id.clone() },
            enrollment_coc: coc,
            move_in_date,
            ..typed
        };
        if member.fate == Fate::Apart {
            self.set_apart(member, &mut row, case);
        }
        row
    }

    /// The recorded enrollment of who was the head before this member, where somebody else was: what stands once for the household,
    /// its CoC and its move-in date, comes to the new head, back to the start (R-ENR-11).
    fn former_head(&self, member: &Member, case: &IntakeCase<'_>) -> Option<Enrollment> {
        let head =
            |m: &&Member| m.client != member.client && m.recorded(case).is_some_and(|e| e.relationship_to_hoh.is(Relationship::Head));
        let changes = self.purpose == Purpose::Entry && member.is_head();
        self.members.iter().filter(|_| changes).find(head).and_then(|m| m.recorded(case).cloned())
    }

    /// True where this member is asked for the Housing Move-in Date: the head of household, in permanent housing (R-ENR-14).
    pub fn asks_move_in(&self, member: &Member, agency: &Agency) -> bool {
        let entry = member.enrollment().entry_date.known();
        member.is_head() && entry.is_some_and(|on| check::asks_move_in(agency, &self.project, on))
    }
}

fn person(case: &IntakeCase<'_>, member: &Member, row: &Enrollment) -> Person {
    let born = case.chart(&member.client).and_then(|c| c.client.dob.known());
    let age = born.zip(row.entry_date.known()).and_then(|(born, entry)| date::age(born, entry));
    Person { age_at_entry: age, is_head: row.relationship_to_hoh.is(Relationship::Head) }
}
