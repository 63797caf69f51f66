//! What becomes of a member who is recorded, where the project entry is corrected: most stay, somebody was entered by mistake, and a
//! household may turn out to be two.

use super::{Draft, IntakeCase, Member, Purpose};
use crate::domain::ask::Slot;
use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::check::member_move_in;
use crate::domain::date;
use crate::domain::entry::{Entry, Scalar, Value};
use crate::domain::finding::Finding;
use crate::domain::hud::{Enrollment, Relationship, at};
use crate::domain::id::{self, EnrollmentId, HouseholdId};
use crate::domain::row::{Packed, Row};
use crate::domain::rule::Rule;
use serde::{Deserialize, Serialize};

/// What becomes of a recorded member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Fate {
    /// Part of the household, as before.
    #[default]
    Stays,
    /// Never was: their enrollment, and all that was recorded with it, is marked as deleted.
    Mistaken,
    /// Of another household, with everybody else who is: they get a HouseholdID of their own, back to the start (R-ENR-8).
    Apart,
}

/// The place among the ids of one save that the HouseholdID of those who are apart has: the last, so that rows are counted before it.
const APART: u16 = u16::MAX;

impl Draft {
    /// Decides about a member. The head of household stays: who is to go first gives that place to another (R-ENR-11).
    pub fn set_fate(&mut self, member: usize, fate: Fate) {
        let corrects = self.purpose == Purpose::Entry;
        if let Some(one) = self.members.get_mut(member).filter(|one| corrects && !one.base.is_empty() && (!one.is_head())) {
            one.fate = fate;
        }
    }

    /// The head of those who are apart: the first adult of them, or the first.
    pub fn apart_head(&self, case: &IntakeCase<'_>) -> Option<usize> {
        let apart = || self.members.iter().enumerate().filter(|(_, m)| m.present && m.fate == Fate::Apart);
        let adult = |(_, member): &(usize, &Member)| {
            let born = case.chart(&member.client).and_then(|c| c.client.dob.known());
            let age = born.zip(member.enrollment().entry_date.known()).and_then(|(born, entry)| date::age(born, entry));
            age.is_none_or(|age| age >= crate::domain::ask::Person::ADULT)
        };
        apart().find(adult).or_else(|| apart().next()).map(|(at, _)| at)
    }

    /// The household of those who are apart.
    pub(super) fn apart_household(case: &IntakeCase<'_>) -> HouseholdId {
        HouseholdId::from_random(id::nth(case.seed, APART))
    }

    /// Puts what stands once for a household, its CoC and its move-in date, into the row of who leads those who are apart, where it can be
    /// seen and changed; and out of the rows of those who lead nobody any more.
    pub fn lead_apart(&mut self, case: &IntakeCase<'_>) {
        let (leader, once) = (self.apart_head(case), [at::enrollment::ENROLLMENT_COC, at::enrollment::MOVE_IN_DATE]);
        let recorded = |m: &Member| m.recorded(case).filter(|e| e.relationship_to_hoh.is(Relationship::Head)).cloned();
        let was = self.members.iter().find_map(recorded);
        for (at, member) in self.members.iter_mut().enumerate().filter(|(_, m)| !m.base.is_empty() && !m.is_head()) {
            if leader != Some(at) {
                once.into_iter().for_each(|field| {
                    let kept = member.base.get(&Slot::Enrollment).map(|row| row.get(field).to_owned()).unwrap_or_default();
                    member.set(field, &kept);
                });
                continue;
            }
            let Some(was) = &was else { continue };
            let moved = member.enrollment().entry_date.known().and_then(|entry| member_move_in(entry, was.move_in_date.known()));
            for (field, text) in once.into_iter().zip([was.enrollment_coc.to_string(), Value::from(moved).text()]) {
                if member.get(field).is_empty() {
                    member.set(field, &text);
                }
            }
        }
    }

    /// The enrollment of somebody who is apart.
    pub(super) fn set_apart(&self, member: &Member, row: &mut Enrollment, case: &IntakeCase<'_>) {
        row.household_id = Self::apart_household(case);
        if self.leads_apart(member, case) {
            row.relationship_to_hoh = Value::Known(Relationship::Head);
        }
    }

    /// True for the head of those who are apart.
    pub fn leads_apart(&self, member: &Member, case: &IntakeCase<'_>) -> bool {
        self.apart_head(case).and_then(|at| self.members.get(at)).is_some_and(|head| head.client == member.client)
    }

    /// What keeps somebody who was entered by mistake: a CE Event that is recorded with their enrollment, or a referral that names it.
    pub(super) fn keeps(&self, member: &Member, case: &IntakeCase<'_>) -> Option<Finding> {
        let chart = case.chart(&member.client).filter(|_| member.fate == Fate::Mistaken)?;
        let stay = member.enrollment().enrollment_id;
        let say = |rule, words: &str| Some(Finding::stop(rule, at::enrollment::RELATIONSHIP_TO_HOH, words));
        if chart.events.iter().any(|e| e.enrollment_id == stay && e.date_deleted.is_blank()) {
            return say(
                Rule::R_420_2,
                "A CE Event is recorded with this enrollment, so it cannot be taken away. Keep it, and record the exit.",
            );
        }
        if chart.referrals.iter().any(|r| r.resulting_enrollment_id == stay && r.date_deleted.is_blank()) {
            let words = "A referral names this enrollment as its result. Change the result of that CE Event first, or keep the enrollment.";
            return say(Rule::R_RES_6, words);
        }
        None
    }

    /// How many records go with a member who was entered by mistake, besides their enrollment.
    pub fn goes_with(&self, member: &Member, case: &IntakeCase<'_>) -> usize {
        let chart = case.chart(&member.client).filter(|_| member.fate == Fate::Mistaken);
        chart.map_or(0, |chart| of_stay(chart, &member.enrollment().enrollment_id).len().saturating_sub(1))
    }

    /// The changes that take away what was recorded of those who were entered by mistake: marked as deleted, HUD's way, since an HMIS
    /// may have it.
    pub(super) fn taken_away(&self, case: &IntakeCase<'_>) -> Vec<Change> {
        let mistaken = self.members.iter().filter(|m| m.fate == Fate::Mistaken);
        let rows = mistaken.filter_map(|m| Some((case.chart(&m.client)?, m.enrollment().enrollment_id)));
        rows.flat_map(|(chart, stay)| of_stay(chart, &stay)).filter_map(|row| delete(row, case)).collect()
    }
}

/// Every row that is recorded with an enrollment, the enrollment among them, but for those that are deleted. Case notes are of the client
/// too, and stay.
fn of_stay(chart: &Chart, stay: &EnrollmentId) -> Vec<Packed> {
    let cell = |row: &dyn Row, column: &str| row.file().column(column).map(|at| row.cell(at)).unwrap_or_default();
    let mine = |row: &&dyn Row| {
        row.file().info().origin.travels()
            && row.file().is_client_level()
            && cell(*row, "EnrollmentID") == stay.as_str()
            && cell(*row, "DateDeleted").is_empty()
    };
    chart.rows().filter(mine).map(Row::pack).collect()
}

fn delete(before: Packed, case: &IntakeCase<'_>) -> Option<Change> {
    let at = Row::file(&before).column("DateDeleted")?;
    let mut after = before.clone();
    Row::set(&mut after, at, &case.stamp.now.write());
    case.stamp.change(Some(&before), &mut after)
}
