//! The rows of Home, listed once and kept until something changes that decides them: of a hundred thousand clients thousands wait, and
//! neither a key nor a frame may cost a look at all of them.

use super::annuals::{self, Due};
use super::referrals::{Only, Order, Referral, State};
use crate::app::context::Context;
use crate::domain::{ClientId, Day, EnrollmentId, EventId, OrganizationId};
use std::collections::HashSet;

/// A referral as it is kept: whose, and which.
type Key = (ClientId, EventId);

/// What a row is about, to find it again wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A referral.
    Referral(ClientId, EventId),
    /// An annual assessment of a stay.
    Annual(ClientId, EnrollmentId),
}

/// Who waits for the chosen organization, or for nobody, in the order of the rows.
#[derive(Debug, Default)]
pub(super) struct Listed {
    basis: Option<Basis>,
    /// The referrals that are shown.
    waiting: Vec<Key>,
    unplaced: usize,
    /// The stays whose annual assessment is due, those first that are to be done first.
    annuals: Vec<Due>,
    /// Whose referrals to the chosen organization there are, in all states.
    clients: HashSet<ClientId>,
    counts: [usize; State::ALL.len()],
    oldest: Option<i64>,
}

/// What decides the rows and their order. Organizations and programs change only together with the directory, by an import.
#[derive(Debug, PartialEq)]
struct Basis {
    directory: u64,
    organization: Option<OrganizationId>,
    order: Order,
    only: Only,
    drafts: Vec<String>,
    today: Day,
}

impl Basis {
    fn of(cx: &Context<'_>, order: Order, only: Only) -> Self {
        let (directory, organization) = (cx.directory.revision(), cx.organization().cloned());
        Self { directory, organization, order, only, drafts: cx.drafts.to_vec(), today: cx.today() }
    }
}

impl Listed {
    /// Lists the rows anew where something changed that decides them. Gives the new place of the row that stood at `at`.
    pub(super) fn refresh(&mut self, cx: &Context<'_>, order: Order, only: Only, at: usize) -> Option<usize> {
        let basis = Basis::of(cx, order, only);
        if self.basis.as_ref() == Some(&basis) {
            return None;
        }
        let chosen = self.line(at);
        let mut rows = basis.organization.as_ref().map_or_else(Vec::new, |id| Referral::all(id, cx));
        let states: Vec<State> = rows.iter().map(|row| State::of(row, cx)).collect();
        self.counts = State::ALL.map(|state| states.iter().filter(|it| **it == state).count());
        self.clients = rows.iter().map(|row| row.client().client.clone()).collect();
        self.oldest = rows.iter().filter(|row| row.is_open()).filter_map(Referral::days).max();
        self.annuals = basis.organization.as_ref().map_or_else(Vec::new, |id| annuals::all(id, cx));
        let unplaced = Referral::unplaced(cx);
        self.unplaced = unplaced.len();
        match only {
            Only::All => {}
            Only::State(only) => {
                let mut states = states.into_iter();
                rows.retain(|_| states.next() == Some(only));
            }
            Only::Unplaced => rows = unplaced,
            Only::Annual => rows.clear(),
        }
        order.sort(&mut rows, cx);
        self.waiting = rows.iter().map(Referral::key).collect();
        self.basis = Some(basis);
        chosen.and_then(|chosen| self.place_of(&chosen))
    }

    /// What a row is about, also where the annual assessments are shown alone.
    pub(super) fn line(&self, at: usize) -> Option<Line> {
        let referral = self.waiting.get(at).map(|(client, event)| Line::Referral(client.clone(), event.clone()));
        let due = || self.shown_annuals().get(at.checked_sub(self.waiting.len())?);
        referral.or_else(|| due().map(|due| Line::Annual(due.client.clone(), due.stay.clone())))
    }

    /// The row of it; none where it is not shown.
    pub(super) fn place_of(&self, line: &Line) -> Option<usize> {
        match line {
            Line::Referral(client, event) => self.place(client, event),
            Line::Annual(client, stay) => {
                let at = self.shown_annuals().iter().position(|due| (&due.client, &due.stay) == (client, stay))?;
                Some(self.waiting.len() + at)
            }
        }
    }

    fn shown_annuals(&self) -> &[Due] {
        let alone = self.basis.as_ref().is_some_and(|basis| basis.only == Only::Annual);
        if alone { &self.annuals } else { self.among() }
    }

    /// The annual assessments that stand below the referrals, where everything is shown.
    fn among(&self) -> &[Due] {
        let all = self.basis.as_ref().is_some_and(|basis| basis.only == Only::All);
        if all { &self.annuals } else { &[] }
    }

    /// The row of a referral.
    pub(super) fn place(&self, client: &ClientId, event: &EventId) -> Option<usize> {
        self.waiting.iter().position(|key| (&key.0, &key.1) == (client, event))
    }

    /// True where a referral of this client is listed, whether it is shown or not.
    pub(super) fn has(&self, client: &ClientId) -> bool {
        self.clients.contains(client)
    }

    /// How many rows there are: referrals, and annual assessments below them.
    pub(super) fn rows(&self) -> usize {
        self.waiting.len() + self.among().len()
    }

    /// The annual assessment in a row; none where a referral stands there.
    pub(super) fn annual_at(&self, at: usize) -> Option<&Due> {
        self.among().get(at.checked_sub(self.waiting.len())?)
    }

    /// How many of the chosen organization are in this state, whether they are shown or not.
    pub(super) fn in_state(&self, state: State) -> usize {
        State::ALL.iter().zip(self.counts).find(|(it, _)| **it == state).map_or(0, |(_, count)| count)
    }

    /// How many there are of the chosen organization in all states.
    pub(super) fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How many belong to no organization's desk.
    pub(super) fn unplaced(&self) -> usize {
        self.unplaced
    }

    /// True where a referral waits, to the chosen organization or to nobody's desk.
    pub(super) fn waits(&self) -> bool {
        self.total() > 0 || self.unplaced > 0
    }

    /// How many days the first of those who wait for a result has been waiting.
    pub(super) fn oldest(&self) -> Option<i64> {
        self.oldest
    }

    /// The stays whose annual assessment is due, those first that are to be done first.
    pub(super) fn annuals(&self) -> &[Due] {
        &self.annuals
    }

    /// What a row is about: a referral or an annual assessment.
    pub(super) fn key_at(&self, at: usize) -> (Option<&Key>, Option<(&ClientId, &EnrollmentId)>) {
        (self.waiting.get(at), self.annual_at(at).map(|due| (&due.client, &due.stay)))
    }

    /// A referral, by its row.
    pub(super) fn waiting_at(&self, at: usize, cx: &Context<'_>) -> Option<Referral> {
        Referral::find(self.waiting.get(at)?, cx)
    }
}
