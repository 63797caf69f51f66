//! The rows of Home, listed once and kept until something changes that decides them: of a hundred thousand clients thousands wait, and
//! neither a key nor a frame may cost a look at all of them.

use super::referrals::Order;
use crate::app::context::Context;
use crate::domain::directory::OpenReferral;
use crate::domain::{ClientId, Day, EventId, OrganizationId};

/// A referral as it is kept: whose, and which.
type Key = (ClientId, EventId);

/// Who waits for the chosen organization and for nobody, in the order of the rows.
#[derive(Debug, Default)]
pub(super) struct Listed {
    basis: Option<Basis>,
    waiting: Vec<Key>,
    unplaced: Vec<Key>,
    oldest: Option<i64>,
}

/// What decides the rows and their order. Organizations and programs change only together with the directory, by an import.
#[derive(Debug, PartialEq)]
struct Basis {
    directory: u64,
    organization: Option<OrganizationId>,
    order: Order,
    drafts: Vec<String>,
    today: Day,
}

impl Basis {
    fn of(cx: &Context<'_>, order: Order) -> Self {
        let (directory, organization) = (cx.directory.revision(), cx.organization().cloned());
        Self { directory, organization, order, drafts: cx.drafts.to_vec(), today: cx.today() }
    }
}

impl Listed {
    /// Lists the rows anew where something changed that decides them. Gives the new place of the row that stood at `at`.
    pub(super) fn refresh(&mut self, cx: &Context<'_>, order: Order, at: usize) -> Option<usize> {
        let basis = Basis::of(cx, order);
        if self.basis.as_ref() == Some(&basis) {
            return None;
        }
        let chosen = self.waiting.get(at).cloned();
        let mut rows = basis.organization.as_ref().map_or_else(Vec::new, |id| cx.directory.open_referrals(cx.agency, Some(id), cx.today()));
        order.sort(&mut rows, cx);
        let unplaced = cx.directory.unplaced_referrals(cx.agency, cx.today());
        self.oldest = rows.iter().filter_map(|r| r.days).max();
        self.waiting = rows.iter().map(key).collect();
        self.unplaced = unplaced.iter().map(key).collect();
        self.basis = Some(basis);
        self.waiting.iter().position(|key| Some(key) == chosen.as_ref())
    }

    /// The row of a referral that waits for the chosen organization.
    pub(super) fn place(&self, client: &ClientId, event: &EventId) -> Option<usize> {
        self.waiting.iter().position(|key| (&key.0, &key.1) == (client, event))
    }

    /// How many wait for the chosen organization.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many belong to no organization's desk.
    pub(super) fn unplaced(&self) -> usize {
        self.unplaced.len()
    }

    /// How many days the first of those who wait has been waiting.
    pub(super) fn oldest(&self) -> Option<i64> {
        self.oldest
    }

    /// One that waits for the chosen organization, by its row.
    pub(super) fn waiting_at<'a>(&self, at: usize, cx: &Context<'a>) -> Option<OpenReferral<'a>> {
        find(self.waiting.get(at)?, cx)
    }

    /// One that belongs to no organization's desk, by its row.
    pub(super) fn unplaced_at<'a>(&self, at: usize, cx: &Context<'a>) -> Option<OpenReferral<'a>> {
        find(self.unplaced.get(at)?, cx)
    }
}

fn key(referral: &OpenReferral<'_>) -> Key {
    (referral.client.client.clone(), referral.event.id.clone())
}

fn find<'a>((client, event): &Key, cx: &Context<'a>) -> Option<OpenReferral<'a>> {
    cx.directory.open_referral(client, event, cx.agency, cx.today())
}
