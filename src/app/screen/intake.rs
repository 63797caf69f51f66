//! The guided workflows of a household: the Intake, which enrolls it in a program of the organization, and what follows in the life
//! of that enrollment: its entry completed or corrected, an update, the annual assessment, the exit.
//!
//! Family Members, Program Enrollment, for each member the Universal Data Assessment and what the program's type and grants ask,
//! Finish. The steps stand at the left with their state. Leaving at any moment is safe: what is typed is kept as a draft and taken
//! up again at the same step.

mod answering;
mod assess;
mod closing;
mod going;
mod household;
mod joining;
mod keeping;
mod left_out;
mod listing;
mod message;
mod opening;
mod rail;
mod referral;
mod standing;
mod steps;
mod summary;
mod when;

use crate::app::Element;
use crate::app::action::{Action, Destination, Part};
use crate::app::context::Context;
use crate::app::form::{Edit, member_id as control_id, question_id};
use crate::app::onward::RECORD;
use crate::app::perform::Loaded;
use crate::app::screen::adding::Adding;
use crate::app::screen::client::{foot::STAY, person};
use crate::app::screen::help::pages::Spot;
use crate::app::shortcut::Command;
use crate::app::theme::{Tone, space, text};
use crate::app::widget;
use crate::domain::ask::Question;
use crate::domain::household::likely_relationship;
use crate::domain::hud::ProjectType;
use crate::domain::intake::{self, Draft, IntakeCase, MemberFinding, Mend, Owed, Purpose, Step};
use crate::domain::referral::{is_open_card, resulting_stay};
use crate::domain::stamp::Stamp;
use crate::domain::{Agency, Card, Chart, ClientId, EnrollmentId, EventId, Finding, HouseholdId, ProjectId, at, date};
use closing::End;
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};
pub use message::{Find, Message};
pub use standing::{Back, Standing, Whence, ends};
use std::collections::{BTreeMap, BTreeSet};

/// An intake on show.
pub struct Intake {
    client: ClientId,
    /// Where leaving it leads.
    whence: Whence,
    draft: Draft,
    charts: Vec<Chart>,
    /// What is typed into a date or an amount before it is left, by member and question.
    typed: BTreeMap<(usize, Question), String>,
    /// The day that is being typed: until it is whole, or left, nothing is said about a part of it.
    typing: Option<(usize, Question)>,
    /// The days that were typed or left since this was taken up again: what another one holds of a day was left half typed, and is no mistake
    /// yet. None of what is begun, and once Finish has spoken of all of them.
    met: Option<BTreeSet<(usize, Question)>>,
    /// Random bytes for the ids of the rows that Finish writes.
    seed: [u8; 16],
    /// The enrollment that a workflow over a stay was opened from; blank in an intake.
    stay: EnrollmentId,
    /// The question that is to be corrected, until the page is there; true where it stands for what is missing there.
    mend: Option<(Question, bool)>,
    /// Where the worker was when they went to Finish by a shortcut, or from Finish to an answer: the way back.
    back: Option<Back>,
    find: String,
    /// The control of Family Members that added somebody last, and keeps the keyboard.
    added_by: Option<String>,
    /// Somebody new who is being added to the household.
    adding: Option<Adding>,
    /// The cards of members who are new on the desk.
    new: Vec<Card>,
    /// What it was when it was opened, with nothing typed; none of an intake, in which each page that was seen is work.
    begun: Option<Draft>,
    loaded: bool,
    asked: bool,
    changed: bool,
    /// A draft of it is on the disk.
    kept: bool,
    saving: bool,
    /// Asks whether it is to be given up.
    discarding: bool,
    /// It was opened at Finish, by a key that was not meant to write: the keyboard is not on what does.
    opened: bool,
    /// Ctrl+S was pressed on Finish, which says that nothing is saved yet.
    unwritten: bool,
    /// The referral that Finish answers: once its enrollment is there nothing in it says so any more.
    answered: Option<EventId>,
    /// The answers that are missing in what Finish writes.
    owed: Vec<Owed>,
    /// Who is about to be taken out: the list of what can become of them is open.
    takes_out: Option<ClientId>,
    /// Next was pressed before a program was chosen: its finding is shown.
    wants_program: bool,
    /// The questions of the page on show that were answered no together.
    denied: Vec<Question>,
    /// What is saved and flagged.
    warned: Vec<Finding>,
    end: End,
}

impl Intake {
    /// An intake for a client: the one that was begun, or a new one, with the referral from which it is begun. `seed` makes the ids of a
    /// new one.
    pub fn new((client, event): (ClientId, Option<EventId>), seed: [u8; 16], whence: Whence, cx: &Context<'_>) -> (Self, Action) {
        let household = HouseholdId::from_random(seed);
        let start = Draft::start(client.to_string(), household, client.clone(), EnrollmentId::from_random(cx.fresh(0)), cx.today());
        let draft = Draft { referral: event.unwrap_or_default(), ..start };
        let intake = Self {
            client: client.clone(),
            whence,
            draft,
            charts: Vec::new(),
            typed: BTreeMap::new(),
            typing: None,
            met: None,
            seed,
            stay: EnrollmentId::default(),
            mend: None,
            back: None,
            find: String::new(),
            added_by: None,
            adding: None,
            new: Vec::new(),
            begun: None,
            loaded: false,
            asked: false,
            changed: false,
            kept: false,
            saving: false,
            discarding: false,
            opened: false,
            unwritten: false,
            answered: None,
            owed: Vec::new(),
            takes_out: None,
            wants_program: false,
            denied: Vec::new(),
            warned: Vec::new(),
            end: End::Open,
        };
        (intake, Action::Load(vec![client]))
    }

    /// The screen's title; it does not name the client.
    pub fn title(&self) -> String {
        self.draft.purpose.label().to_owned()
    }

    /// Where this is, for coming back.
    pub fn here(&self) -> Destination {
        match self.draft.purpose {
            Purpose::Intake => {
                let event = &self.draft.referral;
                Destination::Intake(self.client.clone(), (!event.is_blank()).then(|| event.clone()))
            }
            purpose => {
                let (of, row) = (self.draft.corrected(), self.draft.row.clone());
                Destination::Mend(self.client.clone(), Mend { of, row, ..Mend::begin(purpose, self.stay.clone()) })
            }
        }
    }

    /// The draft's name, for who asks whether there is one.
    pub fn draft_name(&self) -> String {
        self.draft.name()
    }

    /// Whose intake it is.
    pub fn client(&self) -> &ClientId {
        &self.client
    }

    /// The enrollment that a workflow over a stay was opened from; blank in an intake.
    pub fn stay(&self) -> &EnrollmentId {
        &self.stay
    }

    /// The type of the program that it is about, once one is chosen.
    pub fn program(&self, agency: &Agency) -> Option<ProjectType> {
        self.draft.project_type(agency)
    }

    /// Where leaving it leads.
    pub fn whence(&self) -> &Whence {
        &self.whence
    }

    /// What stands in the search for a family member.
    pub fn finding(&self) -> &str {
        &self.find
    }

    /// What is on screen, for its help page.
    pub fn spot(&self) -> Spot {
        match self.draft.step {
            Step::Family if self.adding.is_some() => Spot::Join,
            Step::Family => Spot::Family,
            Step::Program => Spot::Program,
            Step::When => Spot::When,
            Step::Universal(_) => Spot::Universal,
            Step::Assess(..) => Spot::Assess,
            Step::Summary => Spot::Finish,
        }
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        // Between Finish and its answer nothing else counts.
        if self.saving && !matches!(message, Message::Saved(_) | Message::Loaded(_)) {
            return Action::None;
        }
        match message {
            Message::Loaded(Loaded { charts, drafts, .. }) => return self.loaded(charts, &drafts, cx),
            Message::Saved(answer) => return self.saved(answer, cx),
            Message::To(step) => return self.go(step, cx),
            Message::Mend(step, control) => return self.mend_at(step, control, cx),
            Message::Join => return self.join(cx),
            Message::TakeUp => return self.take_up(cx),
            Message::Correct(client) => return self.correct(client, cx),
            Message::Same(new, here) => return self.same(&new, here),
            Message::Other(new) => return self.other(&new, cx),
            Message::New(message) => return self.joining(message, cx),
            Message::Command(command @ (Command::Save | Command::SaveClose | Command::Next | Command::Close)) if self.joins() => {
                return self.while_joining(command, cx);
            }
            Message::Next | Message::Command(Command::Next) if self.lacks_program() => {
                self.wants_program = true;
                return Action::Focus(control_id(0, at::enrollment::PROJECT_ID));
            }
            Message::Next | Message::Command(Command::Next) => return self.step(1, cx),
            Message::Back | Message::Command(Command::Back) => return self.step(-1, cx),
            Message::Command(Command::Save) if self.discarding => return Action::Focus(STAY.to_owned()),
            Message::Command(Command::Save) if self.draft.step == Step::Summary => return self.save_key(cx),
            Message::Command(Command::Save) | Message::Summary => return self.go_to_finish(cx),
            Message::Command(Command::Close) if self.discarding => return self.update(Message::Keep, cx),
            Message::Command(Command::Close) if self.back == Some(Back::Finish) => return self.go_to_finish(cx),
            Message::Command(Command::Close) => return self.leave(),
            Message::Command(Command::Events) => return Action::Go(Destination::Client(self.client.clone(), Part::Events(None))),
            Message::Command(command @ (Command::Last | Command::Copy)) => return self.take_by_key(command, cx),
            Message::Deny | Message::Command(Command::Deny) => return self.deny(cx),
            Message::Command(_) => return Action::None,
            Message::Project(_) | Message::Add(_) if !matches!(self.draft.purpose, Purpose::Intake | Purpose::Entry) => {
                return Action::None;
            }
            Message::Project(id) if self.draft.purpose == Purpose::Intake => {
                self.draft.project = id.map(ProjectId::new).unwrap_or_default();
                return self.keep();
            }
            Message::Edit(_, _, Edit::Help(field)) => return Action::Help(field),
            Message::Edit(member, slot, edit) => return self.edit(member, slot, edit, cx),
            Message::Present(member, on) => {
                let Some(one) = self.draft.members.get_mut(member) else { return Action::None };
                // Who is recorded is part of the entry: what is said of the others is said of them.
                one.present = on || (self.draft.purpose == Purpose::Entry && !one.base.is_empty());
                return self.keep();
            }
            Message::Project(_) => return Action::None,
            Message::Find(Find(text)) => self.find = text,
            Message::Add(client) => {
                let at = u8::try_from(self.draft.members.len()).unwrap_or(u8::MAX);
                let age = self.card(&client, cx).and_then(|c| c.born).and_then(|born| date::age(born, cx.today()));
                // Who was found by the search is looked for no more; who was ticked keeps their place, and what is sought meanwhile stays.
                let sought = !self.find.trim().is_empty() && !self.mates(cx).contains(&client);
                if sought {
                    self.find.clear();
                }
                self.added_by = Some(if sought { household::FIND.to_owned() } else { household::member_id(household::PRESENT, &client) });
                self.draft.add(client, EnrollmentId::from_random(cx.fresh(at)), likely_relationship(age));
                self.changed = true;
                return Action::Load(self.draft.members.iter().map(|m| m.client.clone()).collect());
            }
            Message::Remove(member) => {
                let client = self.draft.members.get(member).map(|member| member.client.clone());
                let kept = client.is_some_and(|client| self.lay_aside(&client, ClientId::default()));
                self.draft.remove(member);
                self.meet();
                self.typed.clear();
                let said = kept.then(|| Action::Say("Taken out. What you typed is kept until you add the next person.".to_owned()));
                let focus = if kept { "take-up".to_owned() } else { self.first(cx) };
                return self.keep().and(said.unwrap_or_default()).and(Action::Focus(focus));
            }
            Message::TakeOut(client) => {
                let _ = self.go(Step::Program, cx);
                let fate = household::member_id(household::FATE, &client);
                self.takes_out = Some(client);
                return self.keep().and(Action::Open(fate));
            }
            Message::Head(member) => {
                self.draft.set_head(member);
                self.lead_apart(cx);
                return self.keep().and(Action::Focus(self.first(cx)));
            }
            Message::Fate(member, fate) => {
                self.draft.set_fate(member, fate);
                self.lead_apart(cx);
                return self.keep();
            }
            Message::Results(event, moves) => {
                if moves {
                    self.draft.results_stay.remove(&event)
                } else {
                    self.draft.results_stay.insert(event)
                };
                self.unwritten = false;
                return self.keep();
            }
            Message::Copy => return self.copy(cx),
            Message::Last => return self.last(cx),
            // As R on Home does: the success that the enrollment says already, to be looked at and saved.
            Message::Record => {
                let event = self.referral(cx).map(|event| event.id);
                return event.map_or(Action::None, |event| Action::Propose(self.client.clone(), event));
            }
            Message::MoveIn(member) => return self.to_move_in(member),
            Message::Returned(at) => return self.stand(at, cx),
            Message::Settings => return Action::Settings(true),
            Message::Instead => return self.instead(cx),
            Message::Finish => return self.finish(cx),
            Message::Discard => {
                self.discarding = true;
                return Action::Focus(STAY.to_owned());
            }
            Message::GiveUp => {
                self.end = End::Discarded;
                let what = format!("{} discarded", self.draft.purpose.label());
                let of = Some(self.client.clone());
                return Action::Discard { what, of, name: self.draft.name(), text: self.text(), at: summary::DISCARD }.and(self.leave());
            }
            Message::Keep => {
                self.discarding = false;
                return Action::Focus(summary::DISCARD.to_owned());
            }
        }
        Action::None
    }

    fn case<'a>(&'a self, cx: &Context<'a>, stamp: &'a Stamp) -> IntakeCase<'a> {
        IntakeCase {
            directory: cx.directory,
            agency: cx.agency,
            charts: &self.charts,
            organization: cx.organization(),
            stamp,
            seed: self.seed,
        }
    }

    fn lead_apart(&mut self, cx: &Context<'_>) {
        let (stamp, charts) = (cx.stamp(), std::mem::take(&mut self.charts));
        let case = IntakeCase {
            directory: cx.directory,
            agency: cx.agency,
            charts: &charts,
            organization: cx.organization(),
            stamp: &stamp,
            seed: self.seed,
        };
        self.draft.lead_apart(&case);
        self.charts = charts;
    }

    /// True where the steps stand beside the page: they stay there while it scrolls.
    pub fn has_side(&self, cx: &Context<'_>) -> bool {
        self.loaded && !cx.narrow()
    }

    /// What stands beside the page, where something does, and the page: what the rules say is asked once for both.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> (Option<Element<'a, Message>>, Element<'a, Message>) {
        if !self.loaded {
            return (None, text::secondary("Opening the record…").into());
        }
        let stamp = cx.stamp();
        let case = self.case(cx, &stamp);
        let judged = self.draft.judged(&case);
        let found = &judged.found;
        let page = match self.draft.step {
            Step::Family => self.joining_view(cx).unwrap_or_else(|| household::family(self, cx)),
            Step::Program => household::program(self, &case, found, cx),
            Step::When => when::page(self, &case, found, cx),
            Step::Universal(member) => steps::universal(self, member, &case, found, cx),
            Step::Assess(member, form) => assess::page(self, member, form, &case, found, cx),
            Step::Summary => summary::page(self, &case, &judged, cx),
        };
        let side = self.has_side(cx).then(|| rail::view(self, &case, found, cx));
        let folds = steps::folds(cx);
        let steps = side.is_none().then(|| {
            let line = row![rail::line(self, &case, found, cx)].push(folds.then(|| self.taken(&case, cx)).flatten());
            column![line.spacing(space::S8).align_y(Alignment::Center), gap().height(if folds { space::S8 } else { space::S16 })]
        });
        let lead = match self.draft.purpose {
            Purpose::Intake => "You can leave at any moment: what you typed is kept, and Home leads back to it.",
            _ => "You can leave at any moment: what you typed is kept, and the enrollment leads back to it.",
        };
        // Where lines are few the keys below the questions say it.
        let lead = (!folds).then(|| column![text::secondary(lead), gap().height(space::S16)]);
        let enrolled = self.enrolled(cx).map(|words| {
            let ask = widget::banner(Tone::Warn, words, Some((RECORD, Message::Record)));
            column![ask, gap().height(space::S16)]
        });
        // Of a stay that is recorded no page asks for the program, so that it belongs elsewhere is said on each.
        let elsewhere = intake::context_guard(cx.agency, &self.draft.project, cx.organization());
        let elsewhere = elsewhere.filter(|_| self.draft.purpose != Purpose::Intake).map(|finding| {
            let ask = widget::banner(Tone::Warn, finding.words, Some(("Settings", Message::Settings)));
            column![ask, gap().height(space::S16)]
        });
        let several = when::several(self).map(|words| column![widget::banner(Tone::Info, words, None), gap().height(space::S16)]);
        let refused = self.refused(cx).map(|words| column![widget::banner(Tone::Warn, words, None), gap().height(space::S16)]);
        let lead = column![].push(lead).push(enrolled).push(refused).push(elsewhere).push(several);
        (side, column![].push(steps).push(lead).push(page).width(Length::Fill).into())
    }

    /// What stays below the page while it scrolls, where something does.
    pub fn foot<'a>(&self, cx: &Context<'_>) -> Option<Element<'a, Message>> {
        let stamp = cx.stamp();
        steps::follows(self, &self.case(cx, &stamp), cx).filter(|_| self.loaded)
    }

    /// What can be taken over on the page on show, beside the line of the steps; nothing where it asks nobody.
    fn taken<'a>(&'a self, case: &IntakeCase<'_>, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let one = self.draft.step.member().and_then(|at| self.draft.members.get(at))?;
        Some(steps::taken(self, one, &self.draft.questions(self.draft.step, case), cx))
    }

    /// Who is enrolled already needs no second intake: what is missing is the result of the referral.
    fn enrolled(&self, cx: &Context<'_>) -> Option<String> {
        if self.draft.purpose != Purpose::Intake {
            return None;
        }
        let card = cx.card(&self.client)?;
        let event = self.referral(cx).filter(is_open_card)?;
        let stay = resulting_stay(&card, &event, cx.agency).filter(|stay| stay.exit.is_none())?;
        let since = stay.entry.map(date::show).unwrap_or_default();
        let program = cx.agency.project_name(stay.project.as_str());
        Some(format!("This household is enrolled in {program} since {since}. It needs the result of the referral, no second intake."))
    }

    /// Of whom the page on show asks, or whose intake it is, and how far it is, for the line above the page.
    pub fn head<'a, M: 'a>(&'a self, cx: &Context<'a>) -> Element<'a, M> {
        let state = if self.saving { ("Saving…", Tone::Neutral) } else { ("Not finished", Tone::Info) };
        let member = self.draft.step.member().and_then(|at| self.draft.members.get(at));
        let client = member.map_or(&self.client, |member| &member.client);
        let title = format!("{}: {}", self.draft.purpose.label(), self.called(client, cx));
        // Beside the page the steps stay in sight.
        let step = (self.loaded && !self.has_side(cx)).then(|| rail::name(self.draft.step));
        person::of(title, step, (client, self.card(client, cx).as_ref()), Some(state), None, cx)
    }

    /// The findings of a member about a question, once they may be shown.
    fn words(&self, member: usize, question: Question, found: &[MemberFinding]) -> Vec<Finding> {
        // The one day of a workflow over a stay is everybody's.
        let day = !self.draft.purpose.enrolls() && question.field == self.draft.day_field();
        let about = |f: &&MemberFinding| (day || f.member == member) && f.slot == question.slot && f.finding.field == question.field;
        found.iter().filter(about).map(|f| f.finding.clone()).collect()
    }
}
