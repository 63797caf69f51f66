//! The rows of Home, listed once and kept until something changes that decides them: of a hundred thousand clients thousands wait, and
//! neither a key nor a frame may cost a look at all of them.

use super::annuals::{self, Due};
use super::referrals::{Only, Order, Referral, State};
use super::tasks::{self, Task, Told};
use crate::app::begun::Begun;
use crate::app::context::Context;
use crate::domain::{ClientId, Day, EnrollmentId, EventId, OrganizationId};
use std::collections::HashSet;

/// A referral as it is kept: whose, and which.
type Key = (ClientId, EventId);

/// What a row is about, to find it again wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Line {
    /// A referral.
    Referral(ClientId, EventId),
    /// An annual assessment of a stay.
    Annual(ClientId, EnrollmentId),
    /// Answers that a household owes, by what it is known by.
    Owed(String),
    /// Unfinished work, by the name of its draft, also once it was given up: the cursor stays on it.
    Begun(String),
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
    /// What stands below the referrals that are shown.
    tasks: Vec<Task>,
    /// How many households owe answers, and how much was begun. What was given up has a line, from which it can come back, and counts no more.
    owed: usize,
    begun: usize,
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
    /// What was given up, by its names.
    discarded: Vec<String>,
    /// The number of what is owed.
    owing: u64,
    today: Day,
}

impl Basis {
    fn of(cx: &Context<'_>, order: Order, only: Only) -> Self {
        let (directory, organization) = (cx.directory.revision(), cx.organization().cloned());
        let discarded = cx.discarded.iter().map(|discarded| discarded.name.clone()).collect();
        Self { directory, organization, order, only, drafts: cx.drafts.to_vec(), discarded, owing: cx.owing.revision(), today: cx.today() }
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
        // A result that is typed or an enrollment takes the place of the intake in a line: then the intake has one of its own.
        let of_begun = rows.iter().zip(&states).filter(|(_, state)| **state == State::Begun);
        let begun: HashSet<ClientId> = of_begun.map(|(row, _)| row.client().client.clone()).collect();
        self.oldest = rows.iter().filter(|row| row.is_open()).filter_map(Referral::days).max();
        self.annuals = basis.organization.as_ref().map_or_else(Vec::new, |id| annuals::all(id, cx));
        let unplaced = Referral::unplaced(cx);
        self.unplaced = unplaced.len();
        let referrals: Vec<&Referral> = rows.iter().chain(&unplaced).collect();
        let mut tasks = tasks::all(&self.annuals, &Told { referrals: &referrals, begun: &begun }, cx);
        let count = |is: fn(&Task) -> bool| tasks.iter().filter(|task| is(task)).count();
        (self.owed, self.begun) = (count(|task| matches!(task, Task::Owed(_))), count(|task| matches!(task, Task::Begun(_))));
        tasks.retain(|task| task.is_of(only));
        self.tasks = tasks;
        match only {
            Only::All => {}
            Only::State(only) => {
                let mut states = states.into_iter();
                rows.retain(|_| states.next() == Some(only));
            }
            Only::Unplaced => rows = unplaced,
            Only::Annual | Only::Owed | Only::Begun => rows.clear(),
        }
        order.sort(&mut rows, cx);
        self.waiting = rows.iter().map(Referral::key).collect();
        self.basis = Some(basis);
        chosen.and_then(|chosen| self.place_of(&chosen))
    }

    /// What a row is about.
    pub(super) fn line(&self, at: usize) -> Option<Line> {
        let referral = self.waiting.get(at).map(|(client, event)| Line::Referral(client.clone(), event.clone()));
        referral.or_else(|| self.task_at(at).map(Task::line))
    }

    /// The row of it; none where it is not shown.
    pub(super) fn place_of(&self, line: &Line) -> Option<usize> {
        match line {
            Line::Referral(client, event) => self.place(client, event),
            _ => Some(self.waiting.len() + self.tasks.iter().position(|task| task.line() == *line)?),
        }
    }

    /// The row of a referral.
    pub(super) fn place(&self, client: &ClientId, event: &EventId) -> Option<usize> {
        self.waiting.iter().position(|key| (&key.0, &key.1) == (client, event))
    }

    /// How many rows there are: referrals, and what else is to be done below them.
    pub(super) fn rows(&self) -> usize {
        self.waiting.len() + self.tasks.len()
    }

    /// What is to be done in a row; none where a referral stands there.
    pub(super) fn task_at(&self, at: usize) -> Option<&Task> {
        self.tasks.get(at.checked_sub(self.waiting.len())?)
    }

    /// The unfinished work of this draft, where it has a row.
    pub(super) fn begun_of(&self, name: &str) -> Option<&Begun> {
        self.tasks.iter().find_map(|task| if let Task::Begun(begun) = task { Some(begun).filter(|begun| begun.name == name) } else { None })
    }

    /// How many households owe answers.
    pub(super) fn owed(&self) -> usize {
        self.owed
    }

    /// How much was begun that no other row leads to.
    pub(super) fn begun(&self) -> usize {
        self.begun
    }

    /// How much there is to do besides the referrals.
    pub(super) fn besides(&self) -> usize {
        self.annuals.len() + self.owed + self.begun
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

    /// A referral, by its row.
    pub(super) fn waiting_at(&self, at: usize, cx: &Context<'_>) -> Option<Referral> {
        Referral::find(self.waiting.get(at)?, cx)
    }
}
