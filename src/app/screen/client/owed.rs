//! The answers that a stay still misses, with the way to them: a person's own, and on the card of the head of household those of everybody
//! who lives with them. Whoever answers for a household sees in one place what it owes.

use super::Message;
use crate::app::Element;
use crate::app::context::Context;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use crate::app::widget::{Control as _, Kind, button, unspoken};
use crate::domain::code::Code;
use crate::domain::hud::{Enrollment, Relationship};
use crate::domain::intake::{self, Gap, IntakeCase, OwingHousehold as Household};
use crate::domain::words::count;
use crate::domain::{Chart, ClientId, Day, EnrollmentId, HouseholdId, date, household};
use iced::Alignment;
use iced::widget::Row;
use std::collections::BTreeSet;

/// The charts of the others of the households that a client leads, looked up when the record is opened and after a save.
#[derive(Default)]
pub struct Mates(Vec<Chart>);

/// What somebody else of a household still misses, at the points of their stay: one at least.
pub struct Theirs {
    client: ClientId,
    gaps: Vec<Gap>,
}

impl Mates {
    /// Whose charts it needs. Where one id was given to more people than a household has, nobody answers for them.
    pub fn wanted(client: &ClientId, cx: &Context<'_>) -> Vec<ClientId> {
        let card = cx.card(client);
        let head = Some(Relationship::Head.code());
        let led = card.iter().flat_map(|card| &card.enrollments).filter(|stay| stay.relationship == head);
        let led: BTreeSet<&HouseholdId> = led.map(|stay| &stay.household).collect();
        let mates: BTreeSet<ClientId> = led.into_iter().filter_map(|household| cx.directory.housemates(household)).flatten().collect();
        mates.into_iter().filter(|mate| mate != client).collect()
    }

    /// These, who were wanted.
    pub fn of(charts: Vec<Chart>) -> Self {
        Self(charts)
    }

    /// After a save that changed these charts.
    pub fn follow(&mut self, changed: &[Chart]) {
        for mate in &mut self.0 {
            if let Some(now) = changed.iter().find(|now| now.id() == mate.id()) {
                mate.clone_from(now);
            }
        }
    }

    /// What they still miss of a stay with somebody; nothing where that person does not lead it.
    pub fn miss(&self, own: &Enrollment, chart: &Chart, cx: &Context<'_>) -> Vec<Theirs> {
        if !own.relationship_to_hoh.is(Relationship::Head) || own.household_id.is_blank() {
            return Vec::new();
        }
        // A file may use the id of a household in several programs, and again for a later stay (R-ENR-8).
        let shared = |mate: &Chart, stay: &Enrollment| {
            (&stay.household_id, &stay.project_id) == (&own.household_id, &own.project_id)
                && household::meet(span(own, chart), span(stay, mate))
        };
        let stays = self.0.iter().flat_map(|mate| mate.enrollments.iter().map(move |stay| (mate, stay)));
        let shared = stays.filter(|(mate, stay)| shared(mate, stay));
        let missed = shared.map(|(mate, stay)| Theirs { client: mate.id().clone(), gaps: gaps(mate, &stay.enrollment_id, cx) });
        missed.filter(|theirs| !theirs.gaps.is_empty()).collect()
    }
}

/// From when until when somebody is there.
fn span(stay: &Enrollment, chart: &Chart) -> (Option<Day>, Option<Day>) {
    (stay.entry_date.known(), chart.exit(&stay.enrollment_id).and_then(|exit| exit.exit_date.known()))
}

/// What one person's stay still misses, at each point of it.
pub fn gaps(chart: &Chart, stay: &EnrollmentId, cx: &Context<'_>) -> Vec<Gap> {
    let stamp = cx.stamp();
    let case = IntakeCase {
        directory: cx.directory,
        agency: cx.agency,
        charts: std::slice::from_ref(chart),
        organization: cx.organization(),
        stamp: &stamp,
        seed: cx.seed,
    };
    intake::gaps(chart, stay, cx.written, &case)
}

/// What is missing at a point, and the way there.
pub fn line<'a>(gap: &Gap) -> Element<'a, Message> {
    let words = format!("{}: {}", point(gap), intake::still_missing(&gap.questions));
    told(words, format!("missing-{}-{}", place(gap), gap.way.stay), Message::Correct(gap.way.clone()))
}

/// The same of somebody else, on the card of this stay of their head: one line for each person, however much of theirs is missing.
pub fn their_line<'a>(theirs: &Theirs, with: &EnrollmentId, cx: &Context<'_>) -> Option<Element<'a, Message>> {
    let Theirs { client, gaps } = theirs;
    let first = gaps.first()?;
    let points = gaps.iter().map(point).collect::<Vec<_>>().join(", ");
    let words = match gaps.iter().map(|gap| gap.questions.len()).sum() {
        1 => "1 answer is still missing.".to_owned(),
        many => format!("{} are still missing.", count(many, "answer")),
    };
    let words = format!("{}: {points}: {words}", cx.client_name(client));
    let id = format!("missing-{}-{}-with-{with}", place(first), first.way.stay);
    Some(told(words, id, Message::Answer(client.clone(), first.way.clone())))
}

/// At which point of the stay.
fn point(gap: &Gap) -> String {
    let stage = gap.way.purpose.stage().label();
    gap.way.of.map_or_else(|| stage.to_owned(), |on| format!("{stage} {}", date::show(on)))
}

fn place(gap: &Gap) -> String {
    point(gap).to_lowercase().replace([' ', '/'], "-")
}

/// How many answers the household owes, for the line that stays above every part of the record, with the key that leads to the first.
pub fn link<'a>(owes: &Household, cx: &Context<'_>) -> Element<'a, Message> {
    let words = format!("{} missing", count(owes.answers as u64, "answer"));
    let key = shortcut::hint(Command::Owed);
    let way = Message::Answer(owes.client.clone(), owes.way.clone());
    let act = button(words).id("answer-owed").kind(Kind::Link).description(key.clone()).on_press(way);
    // Where there is little room the help says the key.
    let key = (!cx.narrow()).then(|| unspoken(text::hint(key)));
    Row::with_children([act.into()]).push(key).spacing(space::S8).align_y(Alignment::Center).into()
}

/// In quiet words: it stops nothing, and what is due now stands beside it.
fn told<'a>(words: String, id: String, way: Message) -> Element<'a, Message> {
    let act = button("Answer them").called(format!("Answer them: {words}")).id(id).kind(Kind::Link).on_press(way);
    Row::with_children([unspoken(text::secondary(words)), act.into()]).spacing(space::S12).align_y(Alignment::Center).wrap().into()
}
