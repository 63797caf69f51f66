//! The answers that a stay still misses, with the way to them: a person's own, and on the card of the head of household those of everybody
//! who lives with them. Whoever answers for a household sees in one place what it owes.

use super::Message;
use crate::app::Element;
use crate::app::context::Context;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{Kind, button, unspoken};
use crate::domain::code::Code;
use crate::domain::hud::{Enrollment, Relationship};
use crate::domain::intake::{self, Gap, IntakeCase};
use crate::domain::{Chart, ClientId, EnrollmentId, date};
use iced::Alignment;
use iced::widget::Row;

/// Households of more are no households: some files give one id to everybody.
const MOST: usize = 24;

/// What the others of the households that a client leads still miss. It is looked up when the record is opened and after a save, since it
/// takes a chart of each of them.
#[derive(Default)]
pub struct Mates {
    charts: Vec<Chart>,
    all: Vec<Mate>,
}

/// One of them.
struct Mate {
    client: ClientId,
    /// The stay of the head.
    with: EnrollmentId,
    gaps: Vec<Gap>,
}

impl Mates {
    /// Whose charts it needs.
    pub fn wanted(client: &ClientId, cx: &Context<'_>) -> Vec<ClientId> {
        let card = cx.card(client);
        let head = Some(Relationship::Head.code());
        let led = card.iter().flat_map(|card| &card.enrollments).filter(|stay| stay.relationship == head);
        let of = |household| Some(cx.directory.household_of(household)).filter(|all| all.len() <= MOST).unwrap_or_default();
        let mut mates: Vec<ClientId> = led.flat_map(|stay| of(&stay.household)).map(|mate| mate.client).collect();
        mates.sort();
        mates.dedup();
        mates.retain(|mate| mate != client);
        mates
    }

    /// What these, who were wanted, still miss.
    pub fn of(chart: &Chart, charts: Vec<Chart>, cx: &Context<'_>) -> Self {
        let mut mates = Self { charts, all: Vec::new() };
        mates.look(chart, cx);
        mates
    }

    /// After a save that changed these charts.
    pub fn follow(&mut self, chart: &Chart, changed: &[Chart], cx: &Context<'_>) {
        for mate in &mut self.charts {
            if let Some(now) = changed.iter().find(|now| now.id() == mate.id()) {
                mate.clone_from(now);
            }
        }
        self.look(chart, cx);
    }

    fn look(&mut self, chart: &Chart, cx: &Context<'_>) {
        let leads = |stay: &&Enrollment| stay.relationship_to_hoh.is(Relationship::Head) && stay.date_deleted.is_blank();
        let mut all = Vec::new();
        for own in chart.enrollments.iter().filter(leads).filter(|own| !own.household_id.is_blank()) {
            // A file may use the id of a household in several programs (R-ENR-8).
            let shared = |stay: &&Enrollment| (&stay.household_id, &stay.project_id) == (&own.household_id, &own.project_id);
            for mate in &self.charts {
                for stay in mate.enrollments.iter().filter(shared) {
                    let gaps = gaps(mate, &stay.enrollment_id, cx);
                    all.push(Mate { client: mate.id().clone(), with: own.enrollment_id.clone(), gaps });
                }
            }
        }
        self.all = all;
    }

    /// The lines on the card of a stay of the head.
    pub fn lines<'a>(&self, with: &EnrollmentId, cx: &Context<'_>) -> Vec<Element<'a, Message>> {
        let mates = self.all.iter().filter(|mate| mate.with == *with);
        mates.flat_map(|mate| mate.gaps.iter().map(|gap| line(gap, Some(&mate.client), cx))).collect()
    }
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
    intake::gaps(chart, stay, &case)
}

/// What is missing at a point, of whom where that is somebody else, and the way there.
pub fn line<'a>(gap: &Gap, of: Option<&ClientId>, cx: &Context<'_>) -> Element<'a, Message> {
    let stage = gap.way.purpose.stage().label();
    let point = gap.way.of.map_or_else(|| stage.to_owned(), |on| format!("{stage} {}", date::show(on)));
    let name = of.map(|client| format!("{}: ", cx.client_name(client))).unwrap_or_default();
    let words = format!("{name}{point}: {}", intake::still_missing(&gap.questions));
    let way = gap.way.clone();
    let act = button("Answer them")
        .called(format!("Answer them: {words}"))
        .id(format!("missing-{}-{}", point.to_lowercase().replace([' ', '/'], "-"), way.stay))
        .kind(Kind::Link)
        .on_press(of.map_or_else(|| Message::Correct(way.clone()), |client| Message::Answer(client.clone(), way.clone())));
    let words = unspoken(text::body(words).style(text::tone(Tone::Warn)));
    Row::with_children([words, act.into()]).spacing(space::S12).align_y(Alignment::Center).wrap().into()
}
