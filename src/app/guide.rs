//! The guide "Resolving a housing referral from Coordinated Entry", which ticks itself off: what there is to do, what is done.
//!
//! Facts in, steps out. The facts are what the desk knows of the referral that the guide follows: that of the client whose record is in sight,
//! else the one that was in sight last. Nobody ticks anything by hand.
//! The panel beside the page and the Help screen show the same steps.

mod need;
mod target;
mod there;

pub use need::Need;
pub use target::Target;

use super::context::Context;
use super::shortcut::{Command, hint};
use crate::domain::check::asks_move_in;
use crate::domain::hud::{EventCode, ReferralResult};
use crate::domain::intake::draft_name;
use crate::domain::referral::is_open_card;
use crate::domain::{Card, ClientId, Code, EventCard, EventId, ProjectId, referral};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What the guide is called.
pub const TITLE: &str = "Resolving a housing referral from Coordinated Entry";

/// The referral that the guide follows, also after it is resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// Whose.
    pub client: ClientId,
    /// Which.
    pub event: EventId,
    /// True where the HMIS has everything of its client, or can have it from the last export that held it all.
    pub exported: bool,
    /// True once it or an intake that answers it was on show. Where only the record of its client was, nothing of that is kept.
    #[serde(skip, default = "yes")]
    pub opened: bool,
}

/// What is kept was opened.
const fn yes() -> bool {
    true
}

impl Followed {
    /// The client's card and the event on it, while both are on this desk.
    pub fn cards(&self, cx: &Context<'_>) -> Option<(Card, EventCard)> {
        let card = cx.card(&self.client)?;
        let event = card.events.iter().find(|e| e.id == self.event)?.clone();
        Some((card, event))
    }

    /// True where the record in sight is that of another client, so that a step leads away from it.
    pub fn is_elsewhere(&self, in_sight: Option<&ClientId>) -> bool {
        in_sight.is_some_and(|client| *client != self.client)
    }
}

/// The referral to follow while the record of a client is in sight: the one that is open in a form there, else the one of theirs that is
/// followed already, while there is something left to do about it; else of those to the organization of the working context the open one that
/// waits longest; else the one that is followed, or the one resolved last. None where there is none of these: then the guide goes on with what it followed, and says whose that is.
pub fn in_sight(card: &Card, on_show: Option<&EventId>, followed: Option<&Followed>, cx: &Context<'_>) -> Option<EventId> {
    let referrals = || card.events.iter().filter(|e| e.code.and_then(EventCode::from_code).is_some_and(referral::takes_result));
    let known = followed.filter(|followed| followed.client == card.client);
    let is_left = |followed: &&Followed| steps(&Facts::of(cx, Some(followed))).iter().any(|step| step.state == State::Current);
    let at_work = || known.filter(is_left).and_then(|followed| referrals().find(|e| e.id == followed.event));
    if let Some(first) = referrals().find(|e| Some(&e.id) == on_show).or_else(at_work) {
        return Some(first.id.clone());
    }
    let known = || known.and_then(|followed| referrals().find(|e| e.id == followed.event)).map(|e| e.id.clone());
    let Some(organization) = cx.organization() else { return known() };
    let project = |e: &EventCard| cx.agency.project(&ProjectId::new(e.location.as_str()));
    let ours = || referrals().filter(|e| project(e).is_some_and(|p| p.organization_id == *organization));
    let open = ours().filter(|e| is_open_card(e)).min_by_key(|e| (e.date, &e.id));
    let resolved = || ours().max_by_key(|e| (e.result_date, e.date, &e.id)).map(|e| e.id.clone());
    open.map(|e| e.id.clone()).or_else(known).or_else(resolved)
}

/// The referral that the guide is about while this record is in sight: of somebody else the one that is followed, where they are of one
/// household; of a stranger none, so that no step leads away from the record that one reads.
pub fn about<'a>(followed: Option<&'a Followed>, in_sight: Option<&ClientId>, cx: &Context<'_>) -> Option<&'a Followed> {
    let is_mate = |followed: &Followed| {
        let mates = in_sight.map(|client| cx.directory.household_members(client)).unwrap_or_default();
        mates.iter().any(|mate| mate.client == followed.client)
    };
    followed.filter(|followed| !followed.is_elsewhere(in_sight) || is_mate(followed))
}

/// What is known of the work on the referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// An organization is chosen.
    pub context: bool,
    /// It was opened, or something was done about it without that.
    pub opened: bool,
    /// It has a date of acknowledgment.
    pub acknowledged: bool,
    /// The household is enrolled in the program referred to, since the referral.
    pub enrolled: bool,
    /// Its result, as it is saved.
    pub result: Option<ReferralResult>,
    /// The result that stands in its form, where that is open and another one.
    pub chosen: Option<Option<ReferralResult>>,
    /// An intake of the household is begun and not finished.
    pub begun: bool,
    /// Its program never asks for a move-in.
    pub no_move_in: bool,
    /// The household has moved in, or it is said why it did not.
    pub housed: bool,
    /// It left again without a move-in date.
    pub left: bool,
    /// The result was written out for the HMIS.
    pub exported: bool,
    /// True where the last export left work of this client out, since it had errors.
    pub left_out: bool,
}

impl Facts {
    /// What the desk knows of the referral that is followed.
    pub fn of(cx: &Context<'_>, followed: Option<&Followed>) -> Self {
        let context = cx.organization().is_some();
        let Some((followed, (card, event))) = followed.and_then(|f| Some((f, f.cards(cx)?))) else {
            return Self { context, ..Self::default() };
        };
        let stay = referral::resulting_stay(&card, &event, cx.agency);
        let result = referral::result_of(&event);
        let stands = cx.chosen.filter(|(open, _)| **open == followed.event).map(|(_, stands)| stands);
        let (acknowledged, begun) = (event.acknowledged.is_some(), cx.drafts.contains(&draft_name(&followed.client)));
        Self {
            context,
            opened: followed.opened || acknowledged || begun || stay.is_some() || result.is_some(),
            acknowledged,
            enrolled: stay.is_some(),
            begun,
            no_move_in: stay.is_some_and(|e| !asks_move_in(cx.agency, &e.project, e.entry.unwrap_or_default())),
            result,
            chosen: stands.filter(|stands| *stands != result),
            housed: event.not_housed || stay.is_some_and(|e| e.move_in.is_some()),
            left: stay.is_some_and(|e| e.move_in.is_none() && e.exit.is_some()),
            exported: result.is_some() && followed.exported,
            left_out: cx.exports.base().is_some_and(|export| export.left_out(&followed.client)),
        }
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Done.
    Done,
    /// To be done now.
    Current,
    /// Comes later.
    ToDo,
    /// Has not to be done, as the result of the referral is.
    NotNeeded,
}

impl State {
    /// True for what is left to do.
    pub const fn is_left(self) -> bool {
        matches!(self, Self::Current | Self::ToDo)
    }
}

/// Which step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Choose where one works.
    Place,
    /// Open the referral.
    Open,
    /// Acknowledge it.
    Acknowledge,
    /// Enroll the household.
    Enroll,
    /// Record the result.
    Result,
    /// Save the result that is chosen.
    Save,
    /// Send it.
    Send,
    /// Record the move-in.
    MoveIn,
    /// Say why there was none.
    Left,
}

/// One step of the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub task: Task,
    /// What to do.
    pub what: &'static str,
    /// How, with the keys.
    pub how: String,
    /// What is to be known of it, done or not; may be empty.
    pub note: String,
    /// How far it is.
    pub state: State,
    /// Whether it has to be done.
    pub need: Need,
    /// Where it is done.
    pub to: Target,
}

/// The last step while the household is expected to move in.
const HOUSED: (&str, &str, Target, Need) = (
    "Housed? Record the move-in",
    "Successful is not yet housed: your HMIS expects the Housing Move-in Date once the household has slept in its unit, and the referral waits on Home for it. If the household is never housed, open the CE Event again and add the reason. The referral stays successful.",
    Target::Home,
    Need::Later("Once housed"),
);

/// The same once it left without a move-in date.
const LEFT: (&str, &str, Target, Need) = (
    "Not housed? Say why",
    "The household left without a Housing Move-in Date. Open the CE Event again and choose If Not Housed, Reason, if you know it. The referral stays successful. If they did move in, correct the enrollment.",
    Target::Event,
    Need::Optional,
);

/// The place of the step that enrolls the household.
const ENROLL: usize = 3;

/// What is said of it once the referral is unsuccessful.
const NO_ENROLLMENT: (&str, &str) =
    ("No enrollment is needed", "The referral was unsuccessful, so nobody is enrolled by it: no intake, and no move-in.");

/// The steps in the order of the work. At most one of them is the current one: the first that is not done, where one that may be left
/// out is passed over as soon as something after it is done.
pub fn steps(facts: &Facts) -> Vec<Step> {
    // What stands in the form is what it is about to be.
    let result = facts.chosen.unwrap_or(facts.result);
    let refused = matches!(result, Some(ReferralResult::ClientRejected | ReferralResult::ProviderRejected));
    let step = |task, what, how: String, done, need, to| {
        let state = if done { State::Done } else { State::ToDo };
        Step { task, what, how, note: String::new(), state, need, to }
    };
    let mut steps = vec![
        step(
            Task::Place,
            "Choose where you work",
            format!("Click your initials at the top right ({}). {}", hint(Command::Settings), there::CHOOSE),
            facts.context,
            Need::Must,
            Target::Settings,
        ),
        step(
            Task::Open,
            "Open the referral",
            format!("{} {} {}", there::lists(), there::GO_TO_ONE, there::finds()),
            facts.opened,
            Need::Must,
            Target::Home,
        ),
        step(
            Task::Acknowledge,
            "Acknowledge it",
            format!("{}: A on its line of Home, or {} {} saves.", there::IF_ASKED, there::FIELD, hint(Command::Save)),
            facts.acknowledged,
            Need::Optional,
            Target::Event,
        ),
        step(
            Task::Enroll,
            "Successful? Enroll the household first",
            format!(
                "Press {} in the client's record. The intake takes you through it; Finish writes the enrollment.",
                hint(Command::Intake)
            ),
            facts.enrolled,
            Need::Must,
            if facts.begun { Target::Begun } else { Target::Intake },
        ),
        step(
            if facts.chosen.is_some() { Task::Save } else { Task::Result },
            "Record the result",
            if facts.chosen.is_some() {
                format!("What you chose is not saved yet. {} saves it.", hint(Command::Save))
            } else {
                format!(
                    "Open the CE Event ({}) and choose Referral Result. {} {} saves.",
                    hint(Command::Events),
                    there::WHICH_DAY,
                    hint(Command::Save)
                )
            },
            facts.result.is_some() && facts.chosen.is_none(),
            Need::Must,
            Target::Event,
        ),
        step(
            Task::Send,
            "Send it to your HMIS",
            format!("Export on Exchange ({}) {}", hint(Command::Export), there::WRITES),
            facts.exported,
            Need::Must,
            Target::Export,
        ),
    ];
    if let Some(enroll) = steps.get_mut(ENROLL).filter(|_| refused && !facts.enrolled) {
        let (what, how) = NO_ENROLLMENT;
        *enroll = Step { what, how: how.to_owned(), state: State::NotNeeded, ..enroll.clone() };
    }
    if result == Some(ReferralResult::Accepted) && !facts.no_move_in {
        let (task, (what, how, to, need)) = if facts.left && !facts.housed { (Task::Left, LEFT) } else { (Task::MoveIn, HOUSED) };
        steps.push(step(task, what, how.to_owned(), facts.housed, need, to));
    }
    if let Some(send) = steps.iter_mut().find(|s| s.task == Task::Send) {
        send.note = left_out(facts.left_out);
    }
    // Who has chosen a result is past the acknowledgment, as who has saved one is.
    let last = steps.iter().rposition(|s| s.state == State::Done).max(facts.chosen.flatten().map(|_| ENROLL));
    let passed = |at: usize, s: &Step| s.need != Need::Must && last.is_some_and(|last| at < last);
    if let Some(at) = steps.iter().enumerate().position(|(at, s)| s.state.is_left() && !passed(at, s))
        && let Some(current) = steps.get_mut(at)
    {
        current.state = State::Current;
    }
    steps
}

/// That the client stayed out of the last export, as the step says it that sends; empty where that is not so.
fn left_out(is_so: bool) -> String {
    let words = "The last export left this household out because of errors; once those are corrected, it goes with the next one.";
    if is_so { words.to_owned() } else { String::new() }
}

/// The places of the steps that can be gone to now: the current one and, where it may be left out, those up to the next that may not.
pub fn open(steps: &[Step]) -> Range<usize> {
    let Some(first) = steps.iter().position(|s| s.state == State::Current) else { return 0..0 };
    let due = steps.iter().enumerate().skip(first).find(|(_, s)| s.state.is_left() && s.need == Need::Must);
    first..due.map_or(first, |(at, _)| at) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The steps as one letter each: done, current, to do.
    fn shape(facts: &Facts) -> String {
        let letter = |s: &Step| match s.state {
            State::Done => 'x',
            State::Current => '>',
            State::ToDo => '.',
            State::NotNeeded => '-',
        };
        steps(facts).iter().map(letter).collect()
    }

    #[test]
    fn each_fact_ticks_its_step() {
        let mut facts = Facts::default();
        assert_eq!(shape(&facts), ">.....");
        facts.context = true;
        assert_eq!(shape(&facts), "x>....");
        facts.opened = true;
        assert_eq!(shape(&facts), "xx>...");
        facts.acknowledged = true;
        assert_eq!(shape(&facts), "xxx>..");
        facts.enrolled = true;
        assert_eq!(shape(&facts), "xxxx>.");
        facts.result = Some(ReferralResult::Accepted);
        assert_eq!(shape(&facts), "xxxxx>.", "successful: there is something to come back for");
        facts.exported = true;
        assert_eq!(shape(&facts), "xxxxxx>");
        facts.housed = true;
        assert_eq!(shape(&facts), "xxxxxxx");
        assert!(open(&steps(&facts)).is_empty());
    }

    #[test]
    fn a_move_in_is_expected_once_there_is_one_and_never_optional() {
        let facts = Facts { context: true, opened: true, enrolled: true, result: Some(ReferralResult::Accepted), ..Facts::default() };
        let last = |facts: &Facts| steps(facts).pop().and_then(|step| step.need.label());
        assert_eq!(last(&facts), Some("Once housed"));
        assert_eq!(last(&Facts { left: true, ..facts }), Some("Optional"), "the reason is");
    }

    #[test]
    fn who_left_without_moving_in_is_not_ticked_as_housed() {
        let facts = Facts { context: true, opened: true, enrolled: true, result: Some(ReferralResult::Accepted), ..Facts::default() };
        let gone = Facts { exported: true, left: true, ..facts };
        let last = |facts: &Facts| steps(facts).pop().map(|step| (step.state, step.to));
        assert_eq!(last(&gone), Some((State::Current, Target::Event)), "the reason is asked for, where it is entered");
        assert_eq!(last(&Facts { left: false, ..gone }), Some((State::Current, Target::Home)));
        assert_eq!(last(&Facts { housed: true, ..gone }), Some((State::Done, Target::Home)), "the reason is there");
    }

    #[test]
    fn what_may_be_left_out_is_passed_over() {
        let facts = Facts { context: true, opened: true, enrolled: true, ..Facts::default() };
        assert_eq!(shape(&facts), "xx.x>.", "nobody acknowledged it");
        let refused = Facts { result: Some(ReferralResult::ProviderRejected), enrolled: false, ..facts };
        assert_eq!(open(&steps(&Facts { enrolled: false, ..facts })), 2..4, "acknowledge, or enroll at once");
        assert_eq!(open(&steps(&facts)), 4..5);
        assert_eq!(shape(&refused), "xx.-x>", "an unsuccessful referral has no enrollment");
        let what: Vec<&str> = steps(&refused).iter().map(|step| step.what).collect();
        assert!(!what.iter().any(|what| what.contains("Enroll")), "{what:?}");
    }

    #[test]
    fn what_is_chosen_decides_before_it_is_saved() {
        let facts = Facts { context: true, opened: true, acknowledged: true, ..Facts::default() };
        let chosen = |result, of: Facts| Facts { chosen: Some(result), ..of };
        let saved = |result| Facts { result: Some(result), ..facts };
        assert_eq!(shape(&facts), "xxx>..", "nothing is chosen");
        assert_eq!(shape(&chosen(Some(ReferralResult::Accepted), facts)), "xxx>...", "successful: the household is enrolled first");
        for unsuccessful in [ReferralResult::ClientRejected, ReferralResult::ProviderRejected] {
            assert_eq!(shape(&chosen(Some(unsuccessful), facts)), "xxx->.", "chosen, and to be saved");
            assert_eq!(shape(&saved(unsuccessful)), "xxx-x>", "saved");
            assert_eq!(open(&steps(&saved(unsuccessful))), 5..6);
            assert_eq!(shape(&chosen(None, saved(unsuccessful))), "xxx>..", "taken out of the form again");
        }
        let how = |facts: &Facts| steps(facts).swap_remove(4).how;
        assert!(how(&chosen(Some(ReferralResult::ClientRejected), facts)).contains("not saved yet"));
        assert!(!how(&facts).contains("not saved yet"));
    }

    #[test]
    fn a_program_without_a_move_in_asks_for_none_and_an_intake_that_was_begun_goes_on() {
        let facts = Facts { context: true, opened: true, begun: true, ..Facts::default() };
        assert!(steps(&facts).iter().any(|step| step.to == Target::Begun && step.to.label() == "Continue the intake"));
        let facts = Facts { enrolled: true, result: Some(ReferralResult::Accepted), no_move_in: true, ..facts };
        assert_eq!(shape(&facts), "xx.xx>", "the export is the last of it");
    }

    #[test]
    fn a_step_that_must_be_done_is_not_passed_over() {
        let facts = Facts { opened: true, ..Facts::default() };
        assert_eq!(shape(&facts), ">x....", "no organization");
        let facts = Facts { context: true, result: Some(ReferralResult::Accepted), opened: true, ..Facts::default() };
        assert_eq!(shape(&facts), "xx.>x..", "successful without an enrollment");
    }

    #[test]
    fn a_result_that_is_chosen_is_past_the_acknowledgment() {
        let facts = Facts { context: true, opened: true, ..Facts::default() };
        let chosen = |result| Facts { chosen: Some(Some(result)), ..facts };
        assert_eq!(shape(&facts), "xx>...", "it may be acknowledged first");
        assert_eq!(shape(&chosen(ReferralResult::ClientRejected)), "xx.->.", "what was chosen is to be saved");
        assert_eq!(shape(&chosen(ReferralResult::Accepted)), "xx.>...", "the household is to be enrolled");
        assert_eq!(shape(&Facts { chosen: Some(None), ..facts }), "xx>...", "nothing is chosen any more");
    }

    #[test]
    fn that_the_household_stayed_out_of_the_last_export_is_said_where_it_is_sent_done_or_not() {
        let note = |facts: &Facts| steps(facts).into_iter().find(|step| step.task == Task::Send).map(|step| step.note).unwrap();
        assert_eq!(note(&Facts::default()), "");
        let out = Facts { left_out: true, exported: true, ..Facts::default() };
        assert!(note(&out).starts_with("The last export left this household out"), "{}", note(&out));
        assert!(note(&Facts { exported: false, ..out }).starts_with("The last export left this household out"));
    }
}
