//! Of several people who bear the same name, those first with whom an organization has to do.

use super::{Directory, Hit};
use crate::domain::agency::Agency;
use crate::domain::card::Card;
use crate::domain::id::{ClientId, OrganizationId, ProjectId};
use crate::domain::referral::is_open_card;

/// How near somebody is to the work of an organization, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    /// A referral to it is open.
    Referred,
    /// They stay in one of its programs.
    Stays,
    /// A referral to another one is open.
    ReferredElsewhere,
    /// None of these.
    Far,
}

impl Directory {
    /// Puts those first among people of the same name, found in the same way, who are referred to this organization, then who stay with
    /// it, then who are referred elsewhere. All others stay in their order.
    pub fn nearer_first(&self, hits: &mut [Hit], agency: &Agency, own: Option<&OrganizationId>) {
        for namesakes in hits.chunk_by_mut(|one, next| one.by == next.by && self.are_namesakes(&one.client, &next.client)) {
            if namesakes.len() > 1 {
                namesakes.sort_by_cached_key(|hit| self.get(&hit.client).map_or(Near::Far, |card| near(&card, agency, own)));
            }
        }
    }

    fn are_namesakes(&self, one: &ClientId, other: &ClientId) -> bool {
        let names = |client: &ClientId| self.roll.find(client).map(|place| self.roll.order(place)).map(|[last, first, _]| (last, first));
        let same = |(a, b): (&str, &str)| a.to_lowercase() == b.to_lowercase();
        names(one).zip(names(other)).is_some_and(|(one, other)| same((one.0, other.0)) && same((one.1, other.1)))
    }
}

fn near(card: &Card, agency: &Agency, own: Option<&OrganizationId>) -> Near {
    let is_ours = |project: &ProjectId| own.is_some() && agency.owner(project).map(|owner| &owner.organization_id) == own;
    let mut open = card.events.iter().filter(|event| is_open_card(event)).peekable();
    let waits = open.peek().is_some();
    match () {
        () if open.any(|event| is_ours(&ProjectId::new(event.location.as_str()))) => Near::Referred,
        () if card.enrollments.iter().any(|stay| stay.exit.is_none() && is_ours(&stay.project)) => Near::Stays,
        () if waits => Near::ReferredElsewhere,
        () => Near::Far,
    }
}
