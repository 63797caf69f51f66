//! The client's enrollments, newest first: program, dates, household.

use super::owed::{self, Mates, Theirs};
use super::{Message, during};
use crate::app::Element;
use crate::app::action::{Part, Then};
use crate::app::context::Context;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{Kind, badge, button, card, group, spoken, unspoken};
use crate::domain::ask::{self, Program};
use crate::domain::code::Code;
use crate::domain::hud::{Enrollment, Relationship, Stage};
use crate::domain::intake::{self, Gap, Mend, Purpose};
use crate::domain::words::count;
use crate::domain::{Chart, ClientId, Day, EnrollmentId, Entry, OrganizationId, at, check, date, household};
use iced::widget::{Row, column, row, space as gap};
use iced::{Alignment, Length};
use std::collections::{BTreeMap, BTreeSet};

/// Why a stay has no part for what arises between its start and its exit.
const NOTHING: &str = "During the stay there is nothing to record: neither the type of this program nor its grants ask for services, contacts or \
                       assessments between project start and exit.";

/// What the rules say of each stay, judged once and kept until something changes that decides it: a workflow judged anew at every view, of
/// every stay at each of its points, was what a view of the part cost.
#[derive(Default)]
pub struct Enrollments {
    basis: Option<Basis>,
    stays: BTreeMap<EnrollmentId, Judged>,
}

/// What decides it. Programs change only together with the directory.
#[derive(PartialEq)]
struct Basis {
    directory: u64,
    organization: Option<OrganizationId>,
    today: Day,
}

/// Of one stay.
struct Judged {
    /// The points at which answers are missing.
    gaps: Vec<Gap>,
    /// Those of the others, where the client leads the household.
    theirs: Vec<Theirs>,
    /// The annual assessment that is to be done, in words.
    annual: Option<String>,
    /// That they left for a permanent place without a move-in date (R-ENR-18), in words.
    missed: Option<String>,
    /// The first contact that is due, in words.
    contact: Option<&'static str>,
    /// How many records arose during it; none where it has no such part.
    arose: Option<usize>,
    /// What is recorded of it, by day.
    points: Vec<(Day, Stage)>,
    /// The others of its household; none where they are more than a household has.
    with: Option<Vec<ClientId>>,
    /// What the drafts of its workflows are known by.
    key: String,
}

impl Enrollments {
    /// The part of this chart.
    pub fn of(chart: &Chart, mates: &Mates, cx: &Context<'_>) -> Self {
        let mut part = Self::default();
        part.refresh(chart, mates, cx);
        part
    }

    /// Judges anew, where something changed that decides it. To be called after each message, whoever it was for.
    pub fn refresh(&mut self, chart: &Chart, mates: &Mates, cx: &Context<'_>) {
        let basis = Basis { directory: cx.directory.revision(), organization: cx.organization().cloned(), today: cx.today() };
        if self.basis.as_ref() == Some(&basis) {
            return;
        }
        let judged = |row: &Enrollment| Judged {
            gaps: if is_ours(row, cx) { owed::gaps(chart, &row.enrollment_id, cx) } else { Vec::new() },
            theirs: if is_ours(row, cx) { mates.miss(row, chart, cx) } else { Vec::new() },
            annual: due(row, chart, cx),
            missed: missed(row, chart, cx),
            contact: during::due(chart, &row.enrollment_id, cx),
            arose: during::count(chart, &row.enrollment_id, cx),
            points: intake::points(chart, &row.enrollment_id),
            with: with(row, chart, cx),
            key: key(row, chart, cx),
        };
        self.stays = newest_first(chart).into_iter().map(|row| (row.enrollment_id.clone(), judged(row))).collect();
        self.basis = Some(basis);
    }

    /// The list.
    pub fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let rows = newest_first(chart).into_iter().filter_map(|row| Some((row, self.stays.get(&row.enrollment_id)?)));
        let cards: Vec<Element<'a, Message>> = rows.map(|(row, judged)| enrollment(row, judged, chart, cx)).collect();
        if cards.is_empty() {
            return text::secondary("No enrollment yet. Intake makes the first one.").into();
        }
        column(cards).spacing(space::S12).width(Length::Fill).into()
    }

    /// The control that has the keyboard first: what can be done with the newest enrollment with the organization that is not over; where
    /// there is none with the newest with the organization, then with any. The menu's entry where that is nothing.
    pub fn first(&self, chart: &Chart, cx: &Context<'_>) -> String {
        let rows = newest_first(chart).into_iter().filter_map(|row| Some((row, self.stays.get(&row.enrollment_id)?)));
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by_key(|(row, _)| (!is_ours(row, cx), chart.exit(&row.enrollment_id).is_some()));
        let first = rows.into_iter().find_map(|(row, judged)| acts(row, judged, chart, cx).into_iter().next());
        first.map_or_else(|| "menu-enrollments".to_owned(), |act| act.id)
    }
}

fn newest_first(chart: &Chart) -> Vec<&Enrollment> {
    let mut rows: Vec<&Enrollment> = chart.enrollments.iter().filter(|e| e.date_deleted.is_blank()).collect();
    rows.sort_by_key(|e| std::cmp::Reverse(e.entry_date.known()));
    rows
}

/// Something that can be done with an enrollment.
struct Act {
    id: String,
    label: String,
    kind: Kind,
    message: Message,
}

/// What can be done with it, in order: the move-in, what is recorded of its life, what arises during the stay.
fn acts(row: &Enrollment, judged: &Judged, chart: &Chart, cx: &Context<'_>) -> Vec<Act> {
    let (stay, has_left) = (&row.enrollment_id, chart.exit(&row.enrollment_id).is_some());
    let asked = row.relationship_to_hoh.is(Relationship::Head)
        && check::asks_move_in(cx.agency, &row.project_id, row.entry_date.known().unwrap_or_default());
    let move_in = match () {
        () if !asked || !is_ours(row, cx) => None,
        () if !row.move_in_date.is_blank() => Some("Correct move-in"),
        () => (!has_left || judged.missed.is_some()).then_some("Record move-in"),
    };
    let move_in = move_in.map(|words| Act {
        id: format!("move-in-{stay}"),
        label: words.to_owned(),
        kind: Kind::default(),
        message: Message::Menu(Part::MoveIn(stay.clone(), Then::Enrollments)),
    });
    let key = &judged.key;
    let visits = offered(row, has_left, cx).into_iter().map(|(purpose, words)| {
        let begun = cx.drafts.contains(&intake::visit_name(purpose, key));
        Act {
            id: format!("{}-{stay}", purpose.label().to_lowercase().replace(' ', "-")),
            label: if begun { format!("Continue: {words}") } else { words.to_owned() },
            kind: Kind::Quiet,
            message: Message::Visit(purpose, stay.clone()),
        }
    });
    // By the names of the drafts: what is corrected may have been undone since, and what was typed is reached all the same.
    let corrections = [Purpose::Update, Purpose::Annual].into_iter().flat_map(|purpose| {
        let days = intake::corrections(purpose, key, cx.drafts);
        days.into_iter().map(move |on| (purpose, on))
    });
    let corrections = corrections.map(|(purpose, on)| {
        let label = format!("Continue: {} of {}", purpose.stage().label(), date::show(on));
        Act { label, kind: Kind::Quiet, ..correction(purpose, on, stay) }
    });
    let during = judged.arose.map(|n| Act {
        id: format!("during-{stay}"),
        label: match n {
            _ if during::is_begun(stay, cx) => "Continue: During the stay".to_owned(),
            0 => "During the stay".to_owned(),
            n => format!("During the stay: {}", count(n, "record")),
        },
        kind: Kind::Quiet,
        message: Message::Menu(Part::During(stay.clone(), None)),
    });
    move_in.into_iter().chain(visits).chain(corrections).chain(during).collect()
}

/// The way to an assessment that is recorded, to correct it.
fn correction(purpose: Purpose, on: Day, stay: &EnrollmentId) -> Act {
    Act {
        id: format!("correct-{}-{on}-{stay}", purpose.label().to_lowercase().replace(' ', "-")),
        label: format!("{} {}", purpose.stage().label(), date::show(on)),
        kind: Kind::Link,
        message: Message::Correct(Mend { of: Some(on), ..Mend::begin(purpose, stay.clone()) }),
    }
}

/// What is recorded, by day: of a stay of the organization each update and each annual assessment leads to where it is corrected.
fn recorded<'a>(row: &Enrollment, judged: &Judged, begun: &[Act], cx: &Context<'_>) -> Option<Element<'a, Message>> {
    let (stay, ours) = (&row.enrollment_id, is_ours(row, cx));
    let mut told = Vec::new();
    let mut leads: Vec<Element<'a, Message>> = Vec::new();
    for (on, stage) in judged.points.iter().copied() {
        let purpose = [Purpose::Update, Purpose::Annual].into_iter().find(|purpose| purpose.stage() == stage).filter(|_| ours);
        match purpose.map(|purpose| correction(purpose, on, stay)) {
            // One that is begun has its button below.
            Some(act) if !begun.iter().any(|begun| begun.id == act.id) => {
                let called = format!("Correct {} of {}", stage.label(), date::show(on));
                leads.push(button(act.label).called(called).id(act.id).kind(act.kind).on_press(act.message).into());
            }
            _ => told.push(format!("{} {}", stage.label(), date::show(on))),
        }
    }
    let words = text::secondary(format!("Recorded: {}", told.join(" · ")).trim_end().to_owned());
    let all: Vec<Element<'a, Message>> = std::iter::once(words.into()).chain(leads).collect();
    (all.len() > 1 || !told.is_empty()).then(|| Row::with_children(all).spacing(space::S12).align_y(Alignment::Center).wrap().into())
}

fn enrollment<'a>(row: &'a Enrollment, judged: &'a Judged, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
    let exit = chart.exit(&row.enrollment_id).map(|x| date::us(&x.exit_date.text()));
    let (state, tone) = if exit.is_some() { ("Exited", Tone::Neutral) } else { ("Enrolled", Tone::Ok) };
    let owner = cx.agency.owner(&row.project_id).map(|o| o.organization_name.as_str()).unwrap_or_default();
    let role = row.relationship_to_hoh.known().map_or("Relationship not recorded", Code::label);
    let others = judged.with.as_ref().map(|all| all.iter().map(|client| cx.client_name(client)).collect::<Vec<_>>());
    let mut facts = vec![format!("Project start {}", date::us(&row.entry_date.text()))];
    facts.extend((!row.move_in_date.is_blank()).then(|| format!("Moved in {}", date::us(&row.move_in_date.text()))));
    facts.extend(exit.as_ref().map(|day| format!("Exit {day}")));
    let head =
        row![text::strong(cx.agency.project_name(row.project_id.as_str())).width(Length::Fill), badge(state, tone)].spacing(space::S16);
    let with = match others {
        None => Some(format!("Its household id is that of more than {} people: more than a household has.", household::MOST)),
        Some(others) => (!others.is_empty()).then(|| format!("With {}", others.join(", "))),
    };
    let cautioned = |words: &'a str| text::body(words).style(text::tone(Tone::Warn));
    let acts = acts(row, judged, chart, cx);
    let recorded = recorded(row, judged, &acts, cx);
    let acts = acts.into_iter().map(|act| button(act.label).id(act.id).kind(act.kind).on_press(act.message).into());
    let acts: Vec<Element<'a, Message>> = acts.collect();
    let nothing = (is_ours(row, cx) && judged.arose.is_none()).then(|| text::hint(NOTHING));
    // One program may have been entered more than once.
    let name = format!("{}, {}", cx.agency.project_name(row.project_id.as_str()), facts.join(", "));
    let stay = group(
        name,
        column![
            head.align_y(Alignment::Center),
            spoken(format!("Organization: {owner}"), text::hint(owner)),
            unspoken(text::body(facts.join(" · "))),
            spoken(format!("{}: {role}", at::enrollment::RELATIONSHIP_TO_HOH.label()), text::secondary(role))
        ]
        .push(with.map(text::secondary))
        .push(recorded)
        .push(judged.annual.as_deref().map(cautioned))
        .push(judged.missed.as_deref().map(cautioned))
        .push(judged.contact.map(cautioned))
        .extend(judged.gaps.iter().map(owed::line))
        .extend(judged.theirs.iter().filter_map(|theirs| owed::their_line(theirs, &row.enrollment_id, cx)))
        .push((!acts.is_empty()).then(|| column![gap().height(space::S8), Row::with_children(acts).spacing(space::S8).wrap()]))
        .push(nothing)
        .spacing(space::S4)
        .width(Length::Fill),
    );
    card(stay)
}

/// That the household left for a permanent place without a move-in date.
fn missed(row: &Enrollment, chart: &Chart, cx: &Context<'_>) -> Option<String> {
    let kind = cx.agency.project(&row.project_id).and_then(|project| project.project_type.known());
    let exit = chart.exit(&row.enrollment_id).filter(|_| is_ours(row, cx))?;
    check::missed_move_in(kind, row, exit.destination.known()).map(|finding| finding.words)
}

/// The others of its household, the head first; none where they are more than a household has.
fn with(row: &Enrollment, chart: &Chart, cx: &Context<'_>) -> Option<Vec<ClientId>> {
    cx.directory.housemates(&row.household_id)?;
    let all = cx.directory.household_of(&row.household_id).into_iter().map(|one| one.client);
    // One may have come and gone.
    let mut seen = BTreeSet::from([chart.id().clone()]);
    Some(all.filter(|client| seen.insert(client.clone())).collect())
}

/// What the drafts of its workflows are known by.
fn key(row: &Enrollment, chart: &Chart, cx: &Context<'_>) -> String {
    let stay = &row.enrollment_id;
    let kept = cx.card(chart.id()).and_then(|card| card.enrollments.into_iter().find(|e| e.id == *stay));
    kept.as_ref().map_or_else(|| stay.to_string(), intake::visit_key)
}

/// True for a stay in a program of the organization in the context.
fn is_ours(row: &Enrollment, cx: &Context<'_>) -> bool {
    cx.organization().is_some() && cx.agency.owner(&row.project_id).map(|o| &o.organization_id) == cx.organization()
}

/// What can be recorded of a stay here: in programs of the organization alone (R-CTX-1), and what the program asks at all.
fn offered(row: &Enrollment, has_left: bool, cx: &Context<'_>) -> Vec<(Purpose, &'static str)> {
    if !is_ours(row, cx) {
        return Vec::new();
    }
    let of_stage = |purpose: Purpose| (purpose, purpose.stage().label());
    if has_left {
        return vec![of_stage(Purpose::Entry), (Purpose::Exit, "Correct exit")];
    }
    let program = Program::on(cx.agency, &row.project_id, cx.today());
    let asks = |purpose: Purpose| {
        purpose == Purpose::Entry || ask::ELEMENTS.iter().any(|e| e.stages.contains(&purpose.stage()) && program.collects(e))
    };
    let all = [of_stage(Purpose::Entry), of_stage(Purpose::Update), of_stage(Purpose::Annual), (Purpose::Exit, "Exit")];
    all.into_iter().filter(|(purpose, _)| asks(*purpose)).collect()
}

/// The annual assessment that is to be done, in words.
fn due(row: &Enrollment, chart: &Chart, cx: &Context<'_>) -> Option<String> {
    let due = cx.directory.due_annual(chart.id(), &row.enrollment_id, cx.agency, cx.today())?;
    let days = due.window.in_words();
    Some(if due.window.to < cx.today() {
        format!(
            "The annual assessment is overdue: its days, {days}, are over. Enter it with the day on which it was really done. One that is late ends the waiting too, and stays a warning of the check."
        )
    } else {
        format!("Annual assessment due: on a day from {days}.")
    })
}
