//! Finishing an intake: the rows of everybody who is present as they would be written, what the rules say of them, and the plan.

use super::{Draft, Fate, IntakeCase, Member, MemberFinding, NOT_THEIRS, Purpose, person};
use crate::domain::agency::Agency;
use crate::domain::ask::{self, Answers, Asking, INFORMATION_DATE, Point, Question, Rows, Slot};
use crate::domain::change::{Change, Commit};
use crate::domain::chart::Chart;
use crate::domain::check::{self, EnrollmentCase, Housemate};
use crate::domain::client::VETERANS;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Enrollment, at};
use crate::domain::id::{OrganizationId, ProjectId};
use crate::domain::row::{Packed, Row};
use crate::domain::rule::Rule;
use crate::domain::stamp::Plan;

/// A draft as it would be finished now: what would be written of everybody, and what the rules say of it.
pub struct Judged {
    /// Every finding.
    pub found: Vec<MemberFinding>,
    pub(super) rows: Vec<Finished>,
}

/// What is written of one member.
#[derive(Clone)]
pub(super) struct Finished {
    /// The member's position.
    pub member: usize,
    /// What they are asked.
    pub asking: Asking,
    /// Their enrollment as it would be.
    pub enrollment: Enrollment,
    /// Every row, the enrollment among them.
    pub rows: Rows,
    /// The same rows as they are kept, where they are.
    pub kept: Rows,
}

impl Draft {
    /// The draft as it would be finished now, judged once for all that is asked of it.
    pub fn judged(&self, case: &IntakeCase<'_>) -> Judged {
        let rows = self.finished_rows(case);
        Judged { found: self.as_asked(self.judge(case, &rows), case), rows }
    }

    /// The findings in the order in which the pages ask: first those that are about no question of them, as the rules spoke. What no page asks
    /// by itself, such as an amount, comes with the question before it in its row.
    fn as_asked(&self, mut found: Vec<MemberFinding>, case: &IntakeCase<'_>) -> Vec<MemberFinding> {
        if found.len() < 2 {
            return found;
        }
        let pages = self.steps(case).into_iter().filter_map(|step| Some((step.member()?, step)));
        let asked: Vec<(usize, Question)> =
            pages.flat_map(|(member, step)| self.questions(step, case).into_iter().map(move |question| (member, question))).collect();
        found.sort_by_cached_key(|f| {
            let is_before = |q: &Question| match q.slot {
                Slot::Enrollment => q.field == f.finding.field,
                _ => q.field.column <= f.finding.field.column,
            };
            let of_row = asked.iter().zip(1..).filter(|((member, q), _)| (*member, q.slot) == (f.member, f.slot) && is_before(q));
            of_row.max_by_key(|((_, q), _)| q.field.column).map_or(0, |(_, at)| at)
        });
        found
    }

    /// Every finding about the draft as it would be finished now.
    pub fn findings(&self, case: &IntakeCase<'_>) -> Vec<MemberFinding> {
        self.judged(case).found
    }

    /// The plan: for every member who is present what is recorded of them, of an intake their enrollment too, and the end of the
    /// draft, in one commit.
    ///
    /// # Errors
    /// Everything that was found, where something of it cannot be a record. A question that was not answered does not stop.
    pub fn finish(&self, case: &IntakeCase<'_>) -> Result<Plan, Vec<MemberFinding>> {
        self.plan(self.judged(case), case)
    }

    fn plan(&self, judged: Judged, case: &IntakeCase<'_>) -> Result<Plan, Vec<MemberFinding>> {
        let Judged { found, rows: mut all } = judged;
        if found.iter().any(|f| f.finding.severity == Severity::Stop) {
            return Err(found);
        }
        let (mut changes, mut used) = (self.new_clients(case), 0);
        for one in &mut all {
            used += ask::name_new(&mut one.rows, case.seed, used);
            if !self.purpose.enrolls() {
                one.rows.remove(&Slot::Enrollment);
            }
            let kept = case.chart(&one.enrollment.personal_id);
            let before = |row: &Packed| kept.and_then(|c| c.rows().find(|r| Some(r.file()) == row.file() && r.key() == row.key()));
            let mut along = self.moved_along(one, kept);
            changes.extend(one.rows.values_mut().chain(&mut along).filter_map(|row| case.stamp.change(before(row), row)));
        }
        changes.extend(self.moved_results(case));
        changes.extend(self.taken_away(case));
        changes.push(Change::Draft { name: self.name(), after: None });
        Ok(Plan { commit: Commit::new(self.purpose.label(), changes), findings: found.into_iter().map(|f| f.finding).collect() })
    }

    /// How many records it would write; none where something stops it. Where they are 0, all is recorded as it stands here.
    pub fn records(&self, judged: &Judged, case: &IntakeCase<'_>) -> Option<usize> {
        let judged = Judged { found: judged.found.clone(), rows: judged.rows.clone() };
        self.plan(judged, case).ok().map(|plan| plan.commit.changes.iter().filter(|change| change.is_row()).count())
    }

    /// What is kept of a member at this point of the stay, their enrollment with it.
    fn kept(&self, member: &Member, case: &IntakeCase<'_>) -> Rows {
        let Some((enrollment, chart)) = member.recorded(case).zip(case.chart(&member.client)) else { return Rows::new() };
        let (mut rows, _) = self.rows_of(chart, &enrollment.enrollment_id);
        rows.insert(Slot::Enrollment, enrollment.pack());
        rows
    }

    /// The other rows of a slot that has several on the day that is corrected: where that moves, they move with it.
    fn moved_along(&self, one: &Finished, chart: Option<&Chart>) -> Vec<Packed> {
        let beside = chart.map(|chart| self.rows_of(chart, &one.enrollment.enrollment_id).1).unwrap_or_default();
        let day = |slot: Slot, row: &Packed| slot.field(INFORMATION_DATE).map(|at| row.cell(usize::from(at.column)).to_owned());
        let together = |slot: Slot, row: &Packed| one.kept.get(&slot).is_some_and(|kept| day(slot, kept) == day(slot, row));
        let moved = beside.into_iter().filter(|(slot, row)| slot.is_staged() && together(*slot, row)).filter_map(|(slot, mut row)| {
            row.set(slot.field(INFORMATION_DATE)?.column, &day(slot, one.rows.get(&slot)?)?);
            Some(row)
        });
        moved.collect()
    }

    fn point(&self, enrollment: &Enrollment) -> Point {
        Point {
            client: enrollment.personal_id.clone(),
            enrollment: enrollment.enrollment_id.clone(),
            stage: self.purpose.stage(),
            on: if self.purpose.enrolls() { enrollment.entry_date.clone() } else { self.day() },
        }
    }

    /// The rows of the members who are present, as they would be written.
    fn finished_rows(&self, case: &IntakeCase<'_>) -> Vec<Finished> {
        let present = self.members.iter().enumerate().filter(|(_, m)| m.stays());
        let finish = |(at, member): (usize, &Member)| {
            let mut enrollment = self.enrollment(member, case);
            let mut kept = self.kept(member, case);
            let universal = |row: &dyn Row| ask::UNIVERSAL.map(|field| row.get(field));
            let is_new = kept.get(&Slot::Enrollment).is_none_or(|kept| universal(kept) != universal(&enrollment));
            if self.purpose.enrolls() && is_new {
                // Files repeat the CoC for members, who are not asked for it.
                let coc = (!kept.is_empty()).then(|| enrollment.enrollment_coc.clone());
                let answers = person(case, member, &enrollment);
                ask::clear_hidden(&mut enrollment, self.project_type(case.agency), answers);
                enrollment.enrollment_coc = coc.unwrap_or(enrollment.enrollment_coc);
            }
            let asking = self.asking(member, case);
            let mut rows = member.more.clone();
            rows.insert(Slot::Enrollment, enrollment.pack());
            rows.remove(&Slot::Client);
            if let Some((row, before)) = Self::service(member, &asking, case) {
                rows.insert(Slot::Client, row);
                kept.insert(Slot::Client, before);
            }
            if self.purpose == Purpose::Exit {
                rows.entry(Slot::Exit).or_insert_with(|| Packed::new(Slot::Exit.file(), [] as [(u16, &str); 0]));
            }
            asking.settle(&mut rows, &kept);
            let enrollment = rows.get(&Slot::Enrollment).map(Packed::typed).unwrap_or_default();
            self.point(&enrollment).mark(&mut rows);
            Finished { member: at, asking, enrollment, rows, kept }
        };
        present.map(finish).collect()
    }

    fn judge(&self, case: &IntakeCase<'_>, all: &[Finished]) -> Vec<MemberFinding> {
        let about = |member: usize, finding: Finding| MemberFinding { member, slot: Slot::Enrollment, finding };
        let mut found: Vec<MemberFinding> = self.guard(case).into_iter().map(|finding| about(0, finding)).collect();
        found.extend(self.half_typed());
        found.extend(self.look_alikes(case));
        let mut mates = Vec::new();
        if !self.purpose.enrolls() {
            found.extend(self.judge_day(case, all));
        }
        for one in all {
            let Finished { member, asking, enrollment: row, rows, kept } = one;
            let Some(chart) = case.chart(&row.personal_id) else {
                let words = "This person's record is not open. Take them out of the household and add them again.";
                found.push(about(*member, Finding::stop(Rule::R_ENR_12, at::enrollment::PERSONAL_ID, words)));
                continue;
            };
            if self.is_elsewhere(*member, chart) {
                found.push(about(*member, Finding::stop(Rule::R_IMP_7, at::enrollment::PERSONAL_ID, NOT_THEIRS)));
                continue;
            }
            if self.purpose.enrolls() {
                found.extend(self.judge_enrollment(case, chart, one).into_iter().map(|finding| about(*member, finding)));
            }
            // What was there before and nobody changed stops nothing (R-420-16).
            let before = ask::judge(kept);
            let spared = |slot: Slot, finding: Finding| {
                let question = Question { slot, field: finding.field };
                let same = |(at, f): &(Slot, Finding)| *at == slot && (f.rule, f.field) == (finding.rule, finding.field);
                let inherited = before.iter().any(same) && kept.answer(question) == rows.answer(question);
                let severity = if inherited && finding.severity == Severity::Stop { Severity::Fix } else { finding.severity };
                Finding { severity, ..finding }
            };
            let judged = ask::judge(rows).into_iter();
            found.extend(judged.map(|(slot, finding)| MemberFinding { member: *member, slot, finding: spared(slot, finding) }));
            if let Some(row) = rows.get(&Slot::Client) {
                let of_service = check::client(&row.typed(), case.stamp.today()).into_iter().filter(|f| VETERANS.contains(&f.field));
                found.extend(of_service.map(|finding| MemberFinding { member: *member, slot: Slot::Client, finding }));
            }
            // An update records what has changed, and that alone.
            if self.purpose != Purpose::Update {
                found.extend(ask::missing(asking, rows).into_iter().map(|(slot, finding)| MemberFinding {
                    member: *member,
                    slot,
                    finding,
                }));
            }
            mates.push((*member, Housemate::new(chart, row)));
        }
        if !self.purpose.enrolls() {
            return found;
        }
        found.extend(self.members.iter().enumerate().filter_map(|(at, member)| Some(about(at, self.keeps(member, case)?))));
        let is_apart = |member: usize| self.members.get(member).is_some_and(|m| m.fate == Fate::Apart);
        for apart in [false, true] {
            let (at, together): (Vec<usize>, Vec<Housemate>) = mates.iter().filter(|(m, _)| is_apart(*m) == apart).cloned().unzip();
            let of_them = check::household(&together).into_iter();
            found.extend(of_them.filter_map(|(who, finding)| Some(about(*at.get(who)?, finding))));
        }
        found
    }

    /// True where a member's stay was recorded when this was begun, and is not in their chart: nothing of it is written under them.
    fn is_elsewhere(&self, member: usize, chart: &Chart) -> bool {
        let begun = self.members.get(member).filter(|one| one.base.contains_key(&Slot::Enrollment));
        let is_there = |one: &Member| chart.enrollment(&one.enrollment().enrollment_id).is_some_and(|stay| stay.date_deleted.is_blank());
        begun.is_some_and(|one| !is_there(one))
    }

    /// What the rules say of a member's enrollment. What an import brought with it and nobody changed here stops nothing (R-420-16).
    fn judge_enrollment(&self, case: &IntakeCase<'_>, chart: &Chart, one: &Finished) -> Vec<Finding> {
        let judged = EnrollmentCase { chart, agency: case.agency, today: case.stamp.today() };
        let after = check::enrollment(&judged, &one.enrollment);
        match chart.enrollment(&one.enrollment.enrollment_id) {
            None => after,
            Some(before) => {
                let unchanged = |f: &Finding| before.get(f.field) == one.enrollment.get(f.field);
                check::spare_inherited(&check::enrollment(&judged, before), after, unchanged)
            }
        }
    }

    /// The context guard and what the draft needs as a whole.
    fn guard(&self, case: &IntakeCase<'_>) -> Vec<Finding> {
        let mut found = Vec::new();
        if !self.members.iter().any(|m| m.present) {
            let words = "No one is checked as present. Check at least the head of household.";
            found.push(Finding::stop(Rule::R_ENR_9, at::enrollment::PERSONAL_ID, words));
        }
        if self.household.is_blank() && self.purpose == Purpose::Intake {
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
