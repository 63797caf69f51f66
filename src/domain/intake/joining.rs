//! Who is new on the desk and joins a household in its intake: their row waits in the draft, and is written with the household.

use super::{Draft, IntakeCase, MemberFinding};
use crate::domain::ask::Slot;
use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::finding::Finding;
use crate::domain::hud::{Client, at};
use crate::domain::id::{ClientId, EnrollmentId};
use crate::domain::row::{Packed, Row};
use crate::domain::rule::Rule;
use crate::domain::{Card, Day};

impl Draft {
    /// Adds somebody who is new, present, as [`crate::domain::client::newcomer`] gives the row. Says at which position they stand.
    pub fn join(&mut self, row: Client, enrollment: EnrollmentId, today: Day) -> usize {
        let chart = Chart { client: row, ..Chart::default() };
        self.newcomers.retain(|row| row.key() != chart.id().as_str());
        self.newcomers.push(chart.client.pack());
        self.add_chart(&chart, enrollment, today)
    }

    /// True for a member who is new on the desk.
    pub fn is_new(&self, client: &ClientId) -> bool {
        self.newcomers.iter().any(|row| row.key() == client.as_str())
    }

    /// The charts of those who are new.
    pub fn new_charts(&self) -> Vec<Chart> {
        self.newcomers.iter().map(|row| Chart { client: row.typed(), ..Chart::default() }).collect()
    }

    /// The cards of those who are new, whom no directory knows yet.
    pub fn new_cards(&self) -> Vec<Card> {
        self.new_charts().iter().map(Card::of).collect()
    }

    /// Leaves out who is in the records by now, or was taken out of the draft.
    pub fn meet(&mut self, kept: &[Chart]) {
        let here = |client: &str| self.members.iter().any(|m| m.client.as_str() == client);
        let new = |row: &Packed| here(row.key()) && !kept.iter().any(|chart| chart.id().as_str() == row.key());
        let newcomers = std::mem::take(&mut self.newcomers);
        self.newcomers = newcomers.into_iter().filter(new).collect();
    }

    /// Who is half typed is neither written nor lost: nothing is finished before somebody has decided.
    pub(super) fn half_typed(&self) -> Option<MemberFinding> {
        let words = "Somebody new is half typed on Family Members. Add them to the household, or cancel it there.";
        let finding = Finding::stop(Rule::R_ENR_12, at::client::FIRST_NAME, words);
        (!self.joining.is_empty()).then_some(MemberFinding { member: 0, slot: Slot::Client, finding })
    }

    /// The rows of those who are new, present or not: what was asked of them is not lost.
    pub(super) fn new_clients(&self, case: &IntakeCase<'_>) -> Vec<Change> {
        let rows = self.new_charts().into_iter().map(|chart| chart.client);
        rows.filter_map(|mut row| case.stamp.change(None, &mut row)).collect()
    }
}
