//! The Intake: a household's enrollment in the making. A draft holds what is typed so far; finishing it makes the plan of every
//! enrollment in one commit.

use super::agency::Agency;
use super::ask::{self, Person};
use super::change::{Change, Commit};
use super::chart::Chart;
use super::check::{self, EnrollmentCase, Housemate};
use super::date;
use super::entry::{Day, Entry, Text, Value};
use super::field::FieldId;
use super::finding::{Finding, Severity};
use super::household::likely_relationship;
use super::hud::{Enrollment, ProjectType, Relationship, at};
use super::id::{ClientId, EnrollmentId, HouseholdId, OrganizationId, ProjectId};
use super::row::{Packed, Row};
use super::rule::Rule;
use super::stamp::{Plan, Stamp};
use serde::{Deserialize, Serialize};

const PREFIX: &str = "intake/";

/// The name of the draft of a client's intake.
pub fn draft_name(client: &ClientId) -> String {
    format!("{PREFIX}{client}")
}

/// Whose intake a draft of this name is; none where it is another draft.
pub fn drafted_client(name: &str) -> Option<ClientId> {
    name.strip_prefix(PREFIX).map(ClientId::new)
}

/// Where the worker is in the guided workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Step {
    /// Family Members.
    #[default]
    Family,
    /// Program Enrollment.
    Program,
    /// Universal Data Assessment of the member at this position.
    Universal(usize),
    /// The summary before Finish.
    Summary,
}

impl Step {
    /// Its place in the order of the steps.
    pub const fn place(self) -> usize {
        match self {
            Self::Family => 0,
            Self::Program => 1,
            Self::Universal(member) => 2 + member,
            Self::Summary => usize::MAX,
        }
    }
}

/// An intake that is not finished.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Its own id.
    pub id: String,
    /// The program; blank until it is chosen.
    pub project: ProjectId,
    /// The HouseholdID that the stay will have. Always a new one (R-ENR-8).
    pub household: HouseholdId,
    /// Where the worker is.
    pub step: Step,
    /// The furthest step that the worker was at, by its place: nothing after it was seen, so nothing there is done.
    #[serde(default)]
    pub reached: usize,
    /// The members, present or not, in the order in which they were added.
    pub members: Vec<Member>,
}

/// One person of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub client: ClientId,
    /// True where they are part of this stay.
    pub present: bool,
    /// The Enrollment row in the making.
    pub row: Packed,
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

    /// True where the row makes them the head of household.
    pub fn is_head(&self) -> bool {
        self.get(at::enrollment::RELATIONSHIP_TO_HOH) == Value::Known(Relationship::Head).text()
    }
}

/// What a draft is judged by.
#[derive(Clone, Copy)]
pub struct IntakeCase<'a> {
    /// The agency.
    pub agency: &'a Agency,
    /// The charts of the members.
    pub charts: &'a [Chart],
    /// The organization of the context; none where none is chosen.
    pub organization: Option<&'a OrganizationId>,
    /// Who and when.
    pub stamp: &'a Stamp,
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
    /// What was found.
    pub finding: Finding,
}

impl Draft {
    /// A draft with its head of household. The ids are fresh ones, given from outside; `entry` is the date to begin with.
    pub fn start(id: String, household: HouseholdId, head: ClientId, enrollment: EnrollmentId, entry: Day) -> Self {
        let mut draft = Self { id, household, ..Self::default() };
        draft.add(head, enrollment, Some(Relationship::Head));
        if let Some(member) = draft.members.first_mut() {
            member.set(at::enrollment::ENTRY_DATE, &Value::Known(entry).text());
        }
        draft
    }

    /// The name under which the draft is kept.
    pub fn name(&self) -> String {
        format!("{PREFIX}{}", self.id)
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
        self.members.push(Member { client, present: true, row: row.pack() });
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
        let was_head = self.members.remove(member).is_head();
        if was_head {
            self.set_head(0);
        }
        self.step = match self.step {
            Step::Universal(at) if at >= member && at > 0 => Step::Universal(at - 1),
            step => step,
        };
    }

    /// Makes a member the head of household. The former head's relationship is asked anew.
    pub fn set_head(&mut self, member: usize) {
        for (at, one) in self.members.iter_mut().enumerate() {
            if at == member {
                one.set(at::enrollment::RELATIONSHIP_TO_HOH, &Value::Known(Relationship::Head).text());
            } else if one.is_head() {
                one.set(at::enrollment::RELATIONSHIP_TO_HOH, "");
            }
        }
    }

    /// Copies answers from one member to another: Default Last. Ids and the relationship are never copied.
    pub fn copy_from(&mut self, from: usize, to: usize, fields: &[FieldId]) {
        let own = [at::enrollment::ENROLLMENT_ID, at::enrollment::PERSONAL_ID, at::enrollment::RELATIONSHIP_TO_HOH];
        let Some(source) = self.members.get(from).map(|m| m.row.clone()) else { return };
        let Some(target) = self.members.get_mut(to) else { return };
        for field in fields.iter().filter(|f| f.file == super::File::Enrollment && !own.contains(f)) {
            target.set(*field, source.cell(usize::from(field.column)));
        }
    }

    /// The type of the chosen program.
    pub fn project_type(&self, agency: &Agency) -> Option<ProjectType> {
        agency.project(&self.project).and_then(|p| p.project_type.known())
    }

    /// What to ask a member now, in order.
    pub fn fields(&self, member: usize, case: &IntakeCase<'_>) -> Vec<FieldId> {
        let Some(one) = self.members.get(member) else { return Vec::new() };
        let row = self.enrollment(one, case.agency);
        ask::enrollment_fields(self.project_type(case.agency), person(case, one, &row), &row)
    }

    /// Every finding about the draft as it would be finished now.
    pub fn findings(&self, case: &IntakeCase<'_>) -> Vec<MemberFinding> {
        self.judge(case, &self.finished_rows(case))
    }

    /// The plan of the intake: an enrollment for every member who is present, and the end of the draft, in one commit.
    ///
    /// # Errors
    /// Everything that was found, where something of it cannot be a record. A question that was not answered does not stop.
    pub fn finish(&self, case: &IntakeCase<'_>) -> Result<Plan, Vec<MemberFinding>> {
        let mut rows = self.finished_rows(case);
        let found = self.judge(case, &rows);
        if found.iter().any(|f| f.finding.severity == Severity::Stop) {
            return Err(found);
        }
        let mut changes: Vec<Change> = rows.iter_mut().filter_map(|(_, row)| case.stamp.change(None, row)).collect();
        changes.push(Change::Draft { name: self.name(), after: None });
        Ok(Plan { commit: Commit::new("Intake", changes), findings: found.into_iter().map(|f| f.finding).collect() })
    }

    /// The rows of the members who are present, each with the member's position, as they would be written.
    fn finished_rows(&self, case: &IntakeCase<'_>) -> Vec<(usize, Enrollment)> {
        let present = self.members.iter().enumerate().filter(|(_, m)| m.present);
        let finish = |(at, member): (usize, &Member)| {
            let mut row = self.enrollment(member, case.agency);
            let person = person(case, member, &row);
            ask::clear_hidden(&mut row, self.project_type(case.agency), person);
            (at, row)
        };
        present.map(finish).collect()
    }

    /// A member's row with what the draft says for everybody; the one CoC of a program is filled in for the head (R-ENR-13).
    fn enrollment(&self, member: &Member, agency: &Agency) -> Enrollment {
        let typed = member.enrollment();
        let cocs = check::project_cocs(agency, &self.project);
        let coc = match cocs.as_slice() {
            [only] if typed.enrollment_coc.is_blank() && member.is_head() => Text::new(only),
            _ => typed.enrollment_coc.clone(),
        };
        let move_in_date = if self.asks_move_in(member, agency) { typed.move_in_date.clone() } else { Value::Blank };
        Enrollment {
            personal_id: member.client.clone(),
            project_id: self.project.clone(),
            household_id: self.household.clone(),
            enrollment_coc: coc,
            move_in_date,
            ..typed
        }
    }

    /// True where this member is asked for the Housing Move-in Date: the head of household, in permanent housing (R-ENR-14).
    pub fn asks_move_in(&self, member: &Member, agency: &Agency) -> bool {
        let entry = member.enrollment().entry_date.known();
        member.is_head() && entry.is_some_and(|on| check::asks_move_in(agency, &self.project, on))
    }

    fn judge(&self, case: &IntakeCase<'_>, rows: &[(usize, Enrollment)]) -> Vec<MemberFinding> {
        let mut found: Vec<MemberFinding> = self.guard(case).into_iter().map(|finding| MemberFinding { member: 0, finding }).collect();
        let mut mates = Vec::new();
        for (member, row) in rows {
            let Some(chart) = case.chart(&row.personal_id) else {
                let words = "This person's record is not open. Take them out of the household and add them again.";
                let finding = Finding::stop(Rule::R_ENR_12, at::enrollment::PERSONAL_ID, words);
                found.push(MemberFinding { member: *member, finding });
                continue;
            };
            let one = EnrollmentCase { chart, agency: case.agency, today: case.stamp.today() };
            found.extend(check::enrollment(&one, row).into_iter().map(|finding| MemberFinding { member: *member, finding }));
            mates.push((*member, Housemate::new(chart, row)));
        }
        let together: Vec<Housemate> = mates.iter().map(|(_, m)| m.clone()).collect();
        for (at, finding) in check::household(&together) {
            found.extend(mates.get(at).map(|(member, _)| MemberFinding { member: *member, finding }));
        }
        found
    }

    /// The context guard and what the draft needs as a whole.
    fn guard(&self, case: &IntakeCase<'_>) -> Vec<Finding> {
        let mut found = Vec::new();
        if !self.members.iter().any(|m| m.present) {
            let words = "No one is checked as present. Check at least the head of household.";
            found.push(Finding::stop(Rule::R_ENR_9, at::enrollment::PERSONAL_ID, words));
        }
        if self.household.is_blank() {
            found.push(Finding::stop(Rule::R_ENR_8, at::enrollment::HOUSEHOLD_ID, "The household has no id. Start the intake again."));
        }
        found.extend(context_guard(case.agency, &self.project, case.organization));
        found
    }
}

/// R-CTX-1: the organization in the context owns the program. Says which organization to switch to.
pub fn context_guard(agency: &Agency, project: &ProjectId, organization: Option<&OrganizationId>) -> Option<Finding> {
    let project = agency.project(project)?;
    if organization == Some(&project.organization_id) {
        return None;
    }
    let name = |id: &OrganizationId| agency.organization(id).map_or_else(|| id.to_string(), |o| o.organization_name.to_string());
    let owner = name(&project.organization_id);
    let words = match organization {
        Some(here) => format!("This program belongs to {owner}, you are in {}. Switch the organization in Settings.", name(here)),
        None => format!("This program belongs to {owner}. Choose that organization in Settings."),
    };
    Some(Finding::stop(Rule::R_CTX_1, at::enrollment::PROJECT_ID, words))
}

fn person(case: &IntakeCase<'_>, member: &Member, row: &Enrollment) -> Person {
    let born = case.chart(&member.client).and_then(|c| c.client.dob.known());
    let age = born.zip(row.entry_date.known()).and_then(|(born, entry)| date::age(born, entry));
    Person { age_at_entry: age, is_head: row.relationship_to_hoh.is(Relationship::Head) }
}
