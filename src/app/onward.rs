//! What comes next for a client, as the records and the drafts say it now: the one thing that the button beside the client's name leads to.

use super::context::Context;
use super::shortcut::Command;
use crate::domain::hud::ProjectType;
use crate::domain::intake::draft_name;
use crate::domain::referral::{is_open_card, is_refused_card, lacks_enrollment, resulting_stay};
use crate::domain::{Card, ClientId, Day, EventCard, EventId, ProjectId};

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onward {
    /// An intake begins.
    Begin,
    /// The one that was begun goes on.
    Continue,
    /// The referral was unsuccessful, so that nobody needs to be enrolled; an intake enrolls all the same.
    AllTheSame,
    /// Here the referral was unsuccessful, and the client waits for another organization: an intake is possible, and nothing asks for it.
    Besides,
    /// The household is enrolled: its referral wants its result.
    Record(EventId),
    /// The household is enrolled, and its referral has its result.
    Enrollment,
}

impl Onward {
    /// What comes next for this client: of the CE Event that is open in its form, where one is.
    pub fn of(client: &ClientId, shown: Option<&EventId>, cx: &Context<'_>) -> Self {
        let name = draft_name(client);
        let intake = if cx.drafts.contains(&name) { Self::Continue } else { Self::Begin };
        let Some(card) = cx.card(client) else { return intake };
        // Of what was refused nothing is next while another referral is open, whoever's.
        let open = || card.events.iter().any(is_open_card);
        let shown = shown.and_then(|id| card.events.iter().find(|event| event.id == *id));
        let shown = shown.filter(|event| !is_refused_card(event) || !open());
        let lives = |event: &EventCard| resulting_stay(&card, event, cx.agency).is_some_and(|stay| stay.exit.is_none());
        let waits = |event: &&EventCard| is_open_card(event) || lacks_enrollment(&card, event, cx.agency);
        let waiting = match shown {
            Some(shown) => Some(shown).filter(waits),
            None => ours(&card, cx).filter(waits).min_by_key(|event| (!is_open_card(event), event.date)),
        };
        let since = cx.since.get(&name);
        let shown_is_refused = shown.is_some_and(is_refused_card);
        match waiting {
            Some(event) if is_open_card(event) && lives(event) => Self::Record(event.id.clone()),
            Some(_) => intake,
            None if shown_is_refused && !is_enrolled(&card, cx) => Self::AllTheSame,
            None if intake == Self::Continue && since.is_some_and(|since| is_refused(client, *since, cx)) => Self::AllTheSame,
            None if intake == Self::Continue => intake,
            None if is_enrolled(&card, cx) => Self::Enrollment,
            None if shown.is_none() && is_refused(client, Day::MIN, cx) => {
                if open() {
                    Self::Besides
                } else {
                    Self::AllTheSame
                }
            }
            None => intake,
        }
    }

    /// It on a button.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Begin | Self::Besides => "Intake",
            Self::Continue => "Continue intake",
            Self::AllTheSame => "Enroll all the same",
            Self::Record(_) => RECORD,
            Self::Enrollment => "Open the enrollment",
        }
    }

    /// True where somebody waits for it. Nothing waits for who was refused, nor for who is enrolled: what may be looked at or done all the same
    /// is not urged.
    pub const fn is_urged(&self) -> bool {
        matches!(self, Self::Begin | Self::Continue | Self::Record(_))
    }

    /// The key that leads there too, where one does.
    pub const fn command(&self) -> Option<Command> {
        match self {
            Self::Begin | Self::Continue | Self::AllTheSame | Self::Besides => Some(Command::Intake),
            Self::Enrollment => Some(Command::Enrollments),
            Self::Record(_) => None,
        }
    }
}

/// The button that leads to the result of a referral whose household is enrolled.
pub const RECORD: &str = "Record the result";

/// The referrals to programs of the organization.
fn ours<'a>(card: &'a Card, cx: &'a Context<'_>) -> impl Iterator<Item = &'a EventCard> + Clone {
    card.events.iter().filter(|event| is_here(&ProjectId::new(event.location.as_str()), cx))
}

/// True for a program of the organization.
fn is_here(project: &ProjectId, cx: &Context<'_>) -> bool {
    cx.agency.owner(project).is_some_and(|owner| Some(&owner.organization_id) == cx.organization())
}

/// True for who is enrolled in a program of the organization: neither in coordinated entry itself, nor only where they were referred from.
fn is_enrolled(card: &Card, cx: &Context<'_>) -> bool {
    let coordinates = |project: &ProjectId| cx.agency.project(project).is_some_and(|p| p.project_type.is(ProjectType::CoordinatedEntry));
    let refers = |id| card.events.iter().any(|event| event.enrollment == id);
    card.enrollments
        .iter()
        .any(|stay| stay.exit.is_none() && is_here(&stay.project, cx) && !coordinates(&stay.project) && !refers(stay.id.clone()))
}

/// True for a client who was referred to a program of the organization and not taken since that day: nothing waits for an intake any more.
pub fn is_refused(client: &ClientId, since: Day, cx: &Context<'_>) -> bool {
    refused(client, since, cx).is_some()
}

/// The referral of a client to a program of the organization that was refused, the last of them, on that day or later, while none is open.
pub fn refused(client: &ClientId, since: Day, cx: &Context<'_>) -> Option<EventCard> {
    cx.card(client).and_then(|card| last_refused(ours(&card, cx), since).cloned())
}

/// The last of these referrals, where it was refused on that day or later, and none is open.
fn last_refused<'a>(referrals: impl Iterator<Item = &'a EventCard> + Clone, since: Day) -> Option<&'a EventCard> {
    let last = referrals.clone().max_by_key(|event| (event.date, event.result_date));
    last.filter(|last| is_refused_card(last) && last.result_date >= Some(since)).filter(|_| !referrals.clone().any(is_open_card))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    #[test]
    fn only_a_refusal_since_the_intake_was_begun_says_that_nothing_waits_for_it() {
        let day = |month, day| Day::from_ymd_opt(2026, month, day).unwrap();
        let ended = |on, result: &str, result_date| EventCard {
            date: Some(on),
            code: Some(14),
            result: Text::new(result),
            result_date: Some(result_date),
            ..EventCard::default()
        };
        let waits = EventCard { date: Some(day(11, 2)), code: Some(14), ..EventCard::default() };
        let since = day(11, 10);
        let (old, now) = (ended(day(9, 1), "2", day(9, 8)), ended(day(11, 1), "3", day(11, 10)));
        let housed = ended(day(3, 1), "1", day(3, 9));
        for (referrals, are) in [
            (vec![&now], true),
            (vec![&old], false),
            (vec![&now, &old, &housed], true),
            (vec![&old, &waits], false),
            (vec![&now, &waits], false),
            (vec![], false),
        ] {
            assert_eq!(last_refused(referrals.iter().copied(), since).is_some(), are, "{referrals:?}");
        }
    }
}
