//! Who is new on the desk and joins a household in its intake: their row waits in the draft, and is written with the household.

use super::{Draft, IntakeCase, MemberFinding};
use crate::domain::ask::Slot;
use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::directory::Directory;
use crate::domain::finding::Finding;
use crate::domain::hud::{Client, at};
use crate::domain::id::{ClientId, EnrollmentId};
use crate::domain::match_::{self, Match, Newcomer};
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
        let words = "Somebody new is half typed on Family Members. Save that or cancel it first.";
        let finding = Finding::stop(Rule::R_ENR_12, at::client::FIRST_NAME, words);
        (!self.joining.is_empty()).then_some(MemberFinding { member: 0, slot: Slot::Client, finding })
    }

    /// Who was put on the desk since, or is there under another spelling, may be one of those who are new: nobody is written twice.
    pub(super) fn look_alikes(&self, case: &IntakeCase<'_>) -> Vec<MemberFinding> {
        let may_be = |client: &ClientId| !self.likely(client, case.directory).is_empty();
        let about = |member: usize| {
            let words = "Somebody on this desk may be this person. Say on Family Members whether it is the same.";
            MemberFinding { member, slot: Slot::Client, finding: Finding::stop(Rule::R_DUP_1, at::client::LAST_NAME, words) }
        };
        self.members.iter().enumerate().filter(|(_, member)| may_be(&member.client)).map(|(at, _)| about(at)).collect()
    }

    /// Those on the desk who may be this new member and of whom nobody has said that they are not, likeliest first.
    pub fn likely(&self, client: &ClientId, directory: &Directory) -> Vec<Match> {
        let Some(row) = self.newcomer(client) else { return Vec::new() };
        let mut likely = directory.possible_matches(&Newcomer::of(&row), match_::LOOKED_AT);
        likely.retain(|one| !self.told_apart.contains(&(client.clone(), one.client.clone())));
        likely
    }

    /// Somebody has looked: this new member is none of those who are on the desk now.
    pub fn tell_apart(&mut self, client: &ClientId, directory: &Directory) {
        let others = self.likely(client, directory).into_iter().map(|one| (client.clone(), one.client));
        self.told_apart.extend(others);
    }

    /// What was typed of somebody is kept, who was taken out, or taken for this one, who is here.
    pub fn lay_aside(&mut self, typed: String, taken: ClientId) {
        (self.set_aside, self.taken) = (typed, taken);
    }

    /// True where what was typed of somebody may be gone on with: whoever is in the household in their place is no mistake, as long as
    /// they are.
    pub fn offers_set_aside(&self) -> bool {
        !self.set_aside.is_empty() && !self.members.iter().any(|member| member.client == self.taken)
    }

    /// A member who was taken for new is this one, who is here: what was answered of the stay stays, their row is the one that is kept.
    pub fn take_existing(&mut self, new: &ClientId, here: ClientId) {
        let Some(at) = self.members.iter().position(|m| m.client == *new) else { return };
        if self.members.iter().any(|m| m.client == here) {
            return self.remove(at);
        }
        self.forget(new);
        let Some(member) = self.members.get_mut(at) else { return };
        member.set(at::enrollment::PERSONAL_ID, here.as_str());
        member.more.remove(&Slot::Client);
        (member.client, member.served) = (here, Packed::default());
    }

    /// The row of a member who is new.
    pub fn newcomer(&self, client: &ClientId) -> Option<Client> {
        self.newcomers.iter().find(|row| row.key() == client.as_str()).map(Packed::typed)
    }

    /// Nothing of the row of somebody who was new is left.
    pub(super) fn forget(&mut self, client: &ClientId) {
        self.newcomers.retain(|row| row.key() != client.as_str());
        self.told_apart.retain(|(new, _)| new != client);
        if self.correcting == *client {
            self.joining.clear();
            self.correcting = ClientId::default();
        }
    }

    /// The rows of those who are new, present or not: what was asked of them is not lost.
    pub(super) fn new_clients(&self, case: &IntakeCase<'_>) -> Vec<Change> {
        let rows = self.new_charts().into_iter().map(|chart| chart.client);
        rows.filter_map(|mut row| case.stamp.change(None, &mut row)).collect()
    }
}
