//! What else is to be done, as rows below the referrals: annual assessments that are due, answers that are owed (R-ASK-1), and what was begun
//! and is not finished. Used by Home.
//!
//! The most urgent first: an assessment that is late already; what is typed and saved nowhere; what an export will be held up by, those
//! first that have owed it longest; then what is due and has its days left.

use super::annuals::{self, Due};
use super::listed::Line;
use super::referrals::{Fit, Only, Referral};
use crate::app::Element;
use crate::app::action::{Action, Destination};
use crate::app::begun::{self, Begun};
use crate::app::context::Context;
use crate::app::onward;
use crate::app::session::discard::Discarded;
use crate::app::theme::{Tone, text};
use crate::app::widget::{badge, cell};
use crate::domain::intake::{OwingHousehold, Purpose};
use crate::domain::{ClientId, words};
use iced::widget::{column, row};
use std::collections::HashSet;

/// Something to be done that is no referral.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "few rows, and each is made once for each change")]
pub(super) enum Task {
    /// An annual assessment.
    Annual(Due),
    /// Answers that a household owes.
    Owed(OwingHousehold),
    /// Unfinished work.
    Begun(Begun),
    /// What was given up.
    Discarded(Discarded),
}

/// What may be said of a task only where a referral says it already.
pub(super) struct Told<'a> {
    /// The referrals that are listed.
    pub(super) referrals: &'a [&'a Referral],
    /// The clients of those whose line goes on with an intake.
    pub(super) begun: &'a HashSet<ClientId>,
}

impl Told<'_> {
    /// True where the line of a referral leads there.
    fn leads_to(&self, begun: &Begun) -> bool {
        let client = begun.client.as_ref();
        begun.is_intake() && client.is_some_and(|client| self.begun.contains(client))
            || begun.event().is_some_and(|event| self.referrals.iter().any(|referral| referral.event().id == *event))
            || begun.move_in().is_some_and(|stay| self.referrals.iter().any(|referral| referral.awaits(stay)))
    }
}

/// All of them, the most urgent first.
pub(super) fn all(annuals: &[Due], told: &Told<'_>, cx: &Context<'_>) -> Vec<Task> {
    let owed = cx.organization().map_or_else(Vec::new, |organization| cx.owing.households(cx.agency, organization));
    let is_told = |begun: &Begun| told.leads_to(begun) || owed.iter().any(|owed| begun.name == owed.draft()) || is_due(begun, annuals, cx);
    let begun: Vec<Begun> = begun::all(cx).into_iter().filter(|begun| !is_told(begun)).collect();
    let (late, due) = annuals.split_at(annuals.partition_point(|due| due.is_overdue(cx)));
    let annual = |due: &[Due]| due.iter().cloned().map(Task::Annual).collect::<Vec<_>>();
    let mut all = annual(late);
    all.extend(unfinished(begun, cx));
    all.extend(owed.into_iter().map(Task::Owed));
    all.extend(annual(due));
    all
}

/// What was begun, and what was given up of it: each stays in the place that its draft has among the others.
fn unfinished(begun: Vec<Begun>, cx: &Context<'_>) -> Vec<Task> {
    let discarded = cx.discarded.iter().filter(|discarded| !cx.drafts.contains(&discarded.name)).cloned().map(Task::Discarded);
    let mut all: Vec<Task> = begun.into_iter().map(Task::Begun).chain(discarded).collect();
    all.sort_by(|one, other| one.draft().cmp(&other.draft()));
    all
}

/// True for an intake whose client was referred here and not taken since it was begun. Where that day is not known, good work might be meant,
/// and nothing is said.
fn is_refused(begun: &Begun, cx: &Context<'_>) -> bool {
    begun.client.as_ref().zip(cx.since.get(&begun.name)).is_some_and(|(client, since)| onward::is_refused(client, *since, cx))
}

/// True for the annual assessment of a household that is listed as due.
fn is_due(begun: &Begun, annuals: &[Due], cx: &Context<'_>) -> bool {
    let Some((Purpose::Annual, None, client)) = begun.visit() else { return false };
    let mates = cx.directory.household_members(client);
    annuals.iter().any(|due| due.client == *client || mates.iter().any(|mate| mate.client == due.client))
}

impl Task {
    /// True where it is shown by this choice.
    pub(super) fn is_of(&self, only: Only) -> bool {
        match self {
            Self::Annual(_) => matches!(only, Only::All | Only::Annual),
            Self::Owed(_) => matches!(only, Only::All | Only::Owed),
            Self::Begun(_) | Self::Discarded(..) => matches!(only, Only::All | Only::Begun),
        }
    }

    /// What it is about, to find it again.
    pub(super) fn line(&self) -> Line {
        match self {
            Self::Annual(due) => Line::Annual(due.client.clone(), due.stay.clone()),
            Self::Owed(owed) => Line::Owed(owed.home.clone()),
            Self::Begun(Begun { name, .. }) | Self::Discarded(Discarded { name, .. }) => Line::Begun(name.clone()),
        }
    }

    /// The name of its draft, where it has one.
    fn draft(&self) -> Option<&str> {
        match self {
            Self::Begun(Begun { name, .. }) | Self::Discarded(Discarded { name, .. }) => Some(name),
            Self::Annual(_) | Self::Owed(_) => None,
        }
    }

    /// Where it is done.
    pub(super) fn open(&self) -> Action {
        match self {
            Self::Annual(due) => Action::Go(Destination::Visit(Purpose::Annual, due.client.clone(), due.stay.clone())),
            Self::Owed(owed) => Action::Go(Destination::Mend(owed.client.clone(), owed.way.clone())),
            Self::Begun(begun) => Action::Resume(begun.goes_on()),
            Self::Discarded(discarded) => Action::BringBack(discarded.name.clone()),
        }
    }

    /// What the keys do on it.
    pub(super) const fn keys(&self) -> &'static str {
        match self {
            Self::Annual(_) => ASSESS,
            Self::Owed(_) => "Enter goes to the answers that are owed",
            Self::Begun(_) => "Enter goes on with it where you left it · Delete discards it",
            Self::Discarded(..) => "Enter brings it back. It is gone once something is imported or the desk is locked",
        }
    }

    /// What is said to a letter that is meant for a referral.
    pub(super) const fn hint(&self) -> &'static str {
        match self {
            Self::Annual(_) => "This line is an annual assessment that is due. Enter begins it.",
            Self::Owed(_) => "This line is about answers that are owed. Enter goes to them.",
            Self::Begun(_) => "This line is unfinished work. Enter goes on with it.",
            Self::Discarded(..) => "This line is what you discarded. Enter brings it back.",
        }
    }

    /// Its cells, in the columns of the referrals.
    pub(super) fn cells<'a, M: 'a>(&self, fit: Fit, cx: &Context<'a>) -> Vec<Element<'a, M>> {
        match self {
            Self::Annual(due) => annuals::among(due, fit, cx),
            Self::Owed(owed) => owes(owed, fit, cx),
            Self::Begun(begun) => {
                let next = if is_refused(begun, cx) { "Unsuccessful: discard it" } else { "Next: go on with it" };
                stands_as(begun.what(), begun.client.as_ref(), ("Not finished", Tone::Warn), next, fit, cx)
            }
            Self::Discarded(Discarded { what, of, .. }) => {
                stands_as(what, of.as_ref(), ("Discarded", Tone::Neutral), "Enter brings it back", fit, cx)
            }
        }
    }
}

/// What the keys do on an annual assessment.
pub(super) const ASSESS: &str = "Enter begins the annual assessment of the household, or goes on with it";

/// Who owes answers: how many, of what, for how long.
fn owes<'a, M: 'a>(owed: &OwingHousehold, fit: Fit, cx: &Context<'a>) -> Vec<Element<'a, M>> {
    let program = cx.agency.project_name(owed.project.as_str());
    let answers = words::count(owed.answers as u64, "answer");
    let people = if owed.others > 0 { format!(", of {} people", owed.others + 1) } else { String::new() };
    let what = format!("{answers} of {}{people}", owed.points.join(", "));
    let days = owed.since.map(|since| (cx.today() - since).num_days().max(0));
    let days = match days {
        None => "owed".to_owned(),
        Some(0) => "since today".to_owned(),
        Some(days) => format!("owed {}", words::count(days, "day")),
    };
    let begun = cx.drafts.contains(&owed.draft());
    let (state, next) = if begun { ("Not saved yet", "Next: go on answering") } else { ("Answers owed", "Next: answer them") };
    let name = cell(cx.client_name(&owed.client)).strong();
    let stands = || column![row![badge(state, Tone::Warn)], text::hint(next)].spacing(2).into();
    match fit {
        Fit::Narrow => vec![name.under(program).into(), cell(answers).under(next).into()],
        Fit::Snug => vec![name.under(program).into(), cell(days).under(answers).into(), stands()],
        Fit::Middle => vec![name.into(), cell(program).under(what).into(), cell(days).into(), stands()],
        Fit::Wide => vec![name.into(), cell(program).under(what).into(), cell("").into(), cell(days).into(), stands()],
    }
}

/// What was begun or given up, and of whom.
fn stands_as<'a, M: 'a>(
    what: &str,
    client: Option<&ClientId>,
    (state, tone): (&'static str, Tone),
    next: &'static str,
    fit: Fit,
    cx: &Context<'a>,
) -> Vec<Element<'a, M>> {
    let name = client.map_or_else(|| "Not added yet".to_owned(), |client| cx.client_name(client));
    let (name, what) = (cell(name).strong(), what.to_owned());
    let stands = || column![row![badge(state, tone)], text::hint(next)].spacing(2).into();
    match fit {
        Fit::Narrow => vec![name.under(what).into(), cell(state).under(next).into()],
        Fit::Snug => vec![name.under(what).into(), cell("").into(), stands()],
        Fit::Middle => vec![name.into(), cell(what).into(), cell("").into(), stands()],
        Fit::Wide => vec![name.into(), cell(what).into(), cell("").into(), cell("").into(), stands()],
    }
}
