//! The last page of the intake: what will be written of each member, what is missing, and Finish.

use super::steps::framed;
use super::{Intake, Message, rail};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::screen::client::foot::STAY;
use crate::app::shortcut::Command;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::field::{finding, listed};
use crate::app::widget::{Kind, badge, banner, button, check as tick, group, landing, subheading, unspoken};
use crate::domain::ask::{self, Answers, Question, Slot};
use crate::domain::intake::{Draft, Fate, IntakeCase, Judged, Member, MemberFinding, Moved, Purpose, still_missing, whose};
use crate::domain::{Day, FieldId, Severity, at, check, date, words};
use iced::widget::{column, row};
use iced::{Alignment, Length};
use std::collections::BTreeSet;

/// Finish: what will be written of each member, and what is missing, each a jump; then write.
pub fn page<'a>(intake: &'a Intake, case: &IntakeCase<'_>, judged: &Judged, cx: &Context<'a>) -> Element<'a, Message> {
    let found = &judged.found;
    let stops = found.iter().filter(|f| f.finding.severity == Severity::Stop).count();
    let count = intake.draft.members.iter().filter(|m| m.present).count();
    let program = cx.agency.project_name(intake.draft.project.as_str());
    let mut body = column![].spacing(space::S12);
    let errors = found.iter().filter(|f| Mark::of(f) == Some(Mark::Export)).count();
    let owed = judged.owed();
    let questions: Vec<Question> = owed.iter().map(|owed| owed.question).collect();
    // Of several it says of whom: one of them may have answered everything.
    let of = whose(&owed).into_iter().filter(|_| count > 1).map(|(client, missing)| format!("{}: {missing}", intake.called(&client, cx)));
    let of = of.collect::<Vec<_>>().join(" · ");
    let of = if of.is_empty() { of } else { format!("{of}.") };
    let idle = intake.draft.records(judged, case) == Some(0);
    let gone = taken_out(intake, program.as_ref(), cx);
    let warns = found.iter().any(|f| f.finding.severity != Severity::Note);
    let is_fine = errors + questions.len() == 0 && gone.is_empty() && !warns;
    let (tone, first) = match stops {
        0 if idle => (if questions.is_empty() { Tone::Info } else { Tone::Warn }, intake.nothing().to_owned()),
        0 => (if is_fine { Tone::Ok } else { Tone::Warn }, promise(&intake.draft, count, program.as_ref(), cx.today())),
        _ => (Tone::Bad, format!("This cannot be recorded yet. Fix what is marked “{}”.", Mark::Stops.words())),
    };
    let said = |parts: &[String]| parts.iter().filter(|words| !words.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let later = said(&[gone, still_missing(&questions), of, of_export(errors)]);
    // What stops it is a box of its own: what may wait is none of it.
    let read = |words: String| match intake.opened {
        true => landing(READ, words.clone(), banner(tone, words, None)),
        false => banner(tone, words, None),
    };
    body = body.push(match stops {
        0 => column![read(said(&[first, later]))],
        _ => column![read(first)].push((!later.is_empty()).then(|| banner(Tone::Warn, later, None))).spacing(space::S8),
    });
    // Above what may be long, so that the page is seen from its beginning and what has the keyboard with it.
    body = body.push(finish(intake, idle, stops > 0, cx));
    body = body.push(intake.left_out_view(cx));
    for (member, one) in intake.draft.members.iter().enumerate() {
        body = body.push(of_member(intake, (member, one), case, found, cx));
    }
    let leaves = if intake.is_untouched() { "leaves" } else { "leaves and keeps what you typed" };
    let keys = [(Command::Back, "goes back"), (Command::Close, leaves)];
    framed(
        ("Finish", None),
        "What is not answered yet can be answered later; only what stops it must be fixed now.",
        body.into(),
        row![].push(discard(intake)).into(),
        (None, &keys),
        (intake, cx),
    )
}

/// What will be written of a member, and what is missing; none of whom there is nothing to say.
fn of_member<'a>(
    intake: &'a Intake,
    (member, one): (usize, &'a Member),
    case: &IntakeCase<'_>,
    found: &[MemberFinding],
    cx: &Context<'a>,
) -> Option<Element<'a, Message>> {
    let lines: Vec<(usize, &MemberFinding)> = found.iter().enumerate().filter(|(_, f)| f.member == member).collect();
    let new = intake.draft.is_new(&one.client);
    let corrected = intake.draft.purpose != Purpose::Intake;
    if !one.present && !new && lines.is_empty() && corrected {
        return None;
    }
    let left_out = !one.present && !new && intake.draft.purpose == Purpose::Intake;
    let written = match () {
        () if left_out => Some(text::secondary("Is not checked as present, so no enrollment is made. The client's record stays as it is.")),
        () => one.present.then(|| text::secondary(written(intake, member, one, case))),
    };
    let new = new.then(|| {
        let stays = if one.present { "" } else { ", and is not enrolled" };
        text::secondary(format!("Is added as a new client{stays}."))
    });
    let moved = intake.draft.moved(member, case).map(|moved| along(intake, moved));
    let called = intake.called(&one.client, cx);
    let head = column![subheading(called.clone(), text::strong(called.clone()))].push(new).push(written).push(moved).spacing(space::S4);
    let lines = lines.into_iter().map(|(at, f)| line(at, f, &intake.draft));
    // Two of a household may miss the same answers: whose they are, who hears them is told too.
    Some(group(called, column![head].extend(lines).spacing(space::S12).width(Length::Fill)))
}

/// The id of what Finish says first, where it was opened and has nothing left to go to.
const READ: &str = "finish-read";

/// The first of what Finish says is left, as the page has it; what it says first where nothing is.
pub fn first_left(found: &[MemberFinding]) -> String {
    let left = found.iter().enumerate().filter(|(_, f)| f.finding.severity != Severity::Note);
    left.min_by_key(|(at, f)| (f.member, *at)).map_or_else(|| READ.to_owned(), |(at, _)| jump(at))
}

/// The id of the way to what was found.
fn jump(at: usize) -> String {
    format!("jump-{at}")
}

/// What was found, and the way there.
fn line<'a>(at: usize, f: &MemberFinding, draft: &Draft) -> Element<'a, Message> {
    let mark = Mark::of(f);
    let called = mark.map_or_else(|| f.finding.words.clone(), |mark| format!("{}: {}", mark.words(), f.finding.words));
    let jump = button("Go there").called(format!("Go there: {called}")).id(jump(at)).kind(Kind::Link).on_press(if f.is_of_move_in() {
        Message::MoveIn(f.member)
    } else {
        mends(f, draft)
    });
    // The button says it whole.
    let mark = mark.map(|mark| badge(mark.words(), mark.tone()));
    let words = row![listed(f.finding.severity, f.finding.words.clone())].push(mark).spacing(space::S8).align_y(Alignment::Center);
    row![unspoken(words), jump].spacing(space::S16).align_y(Alignment::Center).into()
}

/// To the page and the control in which it is mended.
fn mends(found: &MemberFinding, draft: &Draft) -> Message {
    Message::Mend(rail::step_of(found, draft.purpose), rail::control_of(found, draft))
}

/// The button that writes, and the one key that does, however one came here: Enter. Where nothing is to be written, the button that leaves.
/// Below them, what Ctrl+S has to say.
fn finish<'a>(intake: &Intake, idle: bool, stopped: bool, cx: &Context<'_>) -> Element<'a, Message> {
    if intake.discarding {
        return asked_once(intake, cx);
    }
    if idle {
        let close = button("Close").id(FINISH).icon(Icon::Close).kind(Kind::Primary).on_press(Message::Finish);
        return close.into();
    }
    let does = if stopped { "goes to what stops it" } else { "finishes" };
    // Where it was opened, the keyboard is elsewhere.
    let enter = if intake.opened { "Enter on Finish" } else { "Enter" };
    let finish = button("Finish").id(FINISH).icon(Icon::Check).kind(Kind::Primary).hint("Enter");
    let keys = text::hint(format!("{enter} {does}"));
    let line = row![finish.on_press(Message::Finish), keys].spacing(space::S12).align_y(Alignment::Center);
    let unread =
        intake.unwritten.then(|| banner(Tone::Warn, format!("Nothing is saved yet. Read what Finish writes, then press {enter}."), None));
    column![line].push(unread).spacing(space::S12).into()
}

/// The id of the button that writes.
pub const FINISH: &str = "finish";

/// The id of the button that gives up what was typed.
pub const DISCARD: &str = "discard";

/// What is given up, as the button says it.
const fn given_up(purpose: Purpose) -> &'static str {
    if matches!(purpose, Purpose::Intake) { "Discard this intake" } else { "Discard what is typed" }
}

/// Asks once before it is given up, and says what becomes of it.
fn asked_once<'a>(intake: &Intake, cx: &Context<'_>) -> Element<'a, Message> {
    let names: Vec<String> = intake.draft.members.iter().filter(|one| one.present).map(|one| intake.called(&one.client, cx)).collect();
    let of = words::list(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let stays = if intake.draft.purpose == Purpose::Intake { "Nothing of it was saved." } else { "What was saved before stays as it is." };
    let what = given_up(intake.draft.purpose);
    let words = text::strong(format!(
        "{what}? What you typed of {of} can be brought back on Home until you discard something else, import, or lock the desk. {stays}"
    ));
    let buttons = row![
        button("Keep it").id(STAY).kind(Kind::Primary).on_press(Message::Keep),
        button(what).id("give-up").icon(Icon::Trash).on_press(Message::GiveUp),
    ];
    column![words, buttons.spacing(space::S8)].spacing(space::S8).into()
}

/// The button that gives up what was typed: at the end of the page, where nobody comes by chance; none while it is asked about.
fn discard<'a>(intake: &Intake) -> Option<Element<'a, Message>> {
    let what = given_up(intake.draft.purpose);
    let discard = || button(what).id(DISCARD).icon(Icon::Trash).kind(Kind::Quiet).on_press(Message::Discard).into();
    (!intake.is_untouched() && !intake.discarding).then(discard)
}

/// What is said of a finding besides its words: what comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Nothing can be recorded before it is mended.
    Stops,
    /// It is recorded; the check over an export calls it an error, and holds the export up.
    Export,
}

impl Mark {
    fn of(found: &MemberFinding) -> Option<Self> {
        match (found.finding.severity, found.finding.sent) {
            (Severity::Stop, _) => Some(Self::Stops),
            (_, Severity::Stop) => Some(Self::Export),
            _ => None,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Stops => "Stops Finish",
            Self::Export => "Holds up an export",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Stops => Tone::Bad,
            Self::Export => Tone::Warn,
        }
    }
}

/// How many of these hold up an export: as many as are marked so below. The check over it may name several of one person in one line.
fn of_export(errors: usize) -> String {
    match errors {
        0 => String::new(),
        1 => "1 of these holds up an export until it is mended.".to_owned(),
        n => format!("{n} of these hold up an export until they are mended."),
    }
}

/// Whom Finish takes out of the household, and what becomes of them; empty where it takes out nobody.
fn taken_out(intake: &Intake, program: &str, cx: &Context<'_>) -> String {
    let gone = intake.draft.members.iter().filter(|one| one.fate == Fate::Mistaken);
    let names: Vec<String> = gone.map(|one| intake.called(&one.client, cx)).collect();
    let (enrollment, client) = match names.as_slice() {
        [] => return String::new(),
        [_] => ("enrollment", "client stays"),
        _ => ("enrollments", "clients stay"),
    };
    let names = words::list(&names.iter().map(String::as_str).collect::<Vec<_>>());
    format!(
        "Finish takes {names} out of the household and marks the {enrollment} in {program} as deleted. The {client} in Clients, and History can \
         take it back."
    )
}

/// What moves along with a corrected day, and whether the result of a referral does.
fn along<'a>(intake: &'a Intake, moved: Moved) -> Element<'a, Message> {
    let (from, to) = (date::show(moved.from), date::show(moved.to));
    let day = if intake.draft.purpose == Purpose::Exit { "Exit date" } else { "Project start" };
    let rows = match moved.rows {
        0 => String::new(),
        1 => format!(" The answers that were recorded as of {from} move to {to} with it: 1 record."),
        rows => format!(" The answers that were recorded as of {from} move to {to} with it: {}.", words::count(rows, "record")),
    };
    let mut lines = column![text::body(format!("{day} {from} becomes {to}.{rows}"))].spacing(space::S4);
    for result in moved.results {
        let referral = result.made.map_or_else(|| "the referral".to_owned(), |made| format!("the referral of {}", date::show(made)));
        let event = result.event;
        lines = lines.push(if result.fits {
            let label = format!("The Result Date of {referral} becomes {to} too");
            Element::from(
                tick(format!("result-{event}"), label, !intake.draft.results_stay.contains(&event))
                    .on_toggle(move |on| Message::Results(event.clone(), on)),
            )
        } else {
            let words = format!("The Result Date of {referral} stays {from}: {to} cannot be its day. Correct it in the CE Event.");
            finding(Severity::Fix, words)
        });
    }
    lines.into()
}

/// What Finish will do: `Finish writes 2 enrollments in Birch Point that start today, 11/22/2026.`
fn promise(draft: &Draft, count: usize, program: &str, today: Day) -> String {
    let on = date::us(&draft.on);
    let (people, leave) = if count == 1 { ("1 person".to_owned(), "leaves") } else { (format!("{count} people"), "leave") };
    match draft.purpose {
        _ if draft.corrected().is_some() => {
            format!("Finish corrects what was recorded on {} of {people} in {program}.", date::us(&draft.of))
        }
        Purpose::Intake => {
            format!("Finish writes {} in {program}{}.", words::count(count, "enrollment"), starting(draft, today))
        }
        Purpose::Entry => format!("Finish writes what you changed in the project entry in {program}."),
        Purpose::Update => format!("Finish records the update of {people} in {program}, dated {on}."),
        Purpose::Annual => format!("Finish records the annual assessment of {people} in {program}, dated {on}."),
        Purpose::Exit => format!("Finish records that {people} {leave} {program}."),
    }
}

/// Since when, of all that Finish writes: the day may be one that was proposed, and nobody looked at.
fn starting(draft: &Draft, today: Day) -> String {
    let stay = || draft.members.iter().filter(|one| one.stays());
    let days: BTreeSet<Day> = stay().filter_map(|one| one.enrollment().entry_date.known()).collect();
    let start = if stay().count() == 1 { "starts" } else { "start" };
    let days: Vec<String> = days
        .into_iter()
        .map(|day| if day == today { format!("today, {}", date::show(day)) } else { format!("on {}", date::show(day)) })
        .collect();
    if days.is_empty() {
        return String::new();
    }
    format!(" that {start} {}", words::list(&days.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// What Finish writes of a member: `Self (Head of Household) · starts 11/20/2026 · 3 answers are left`.
fn written(intake: &Intake, member: usize, one: &Member, case: &IntakeCase<'_>) -> String {
    match one.fate {
        Fate::Mistaken => {
            let with = match intake.draft.goes_with(one, case) {
                0 => "the enrollment is".to_owned(),
                rows => format!("the enrollment and {} with it are", words::count(rows, "record")),
            };
            return format!("is taken out: {with} marked as deleted, and the client's own record stays");
        }
        Fate::Apart | Fate::Stays => {}
    }
    let asked: Vec<Question> =
        intake.draft.steps(case).into_iter().filter(|s| s.member() == Some(member)).flat_map(|s| intake.draft.questions(s, case)).collect();
    let only = check::project_cocs(case.agency, &intake.draft.project).len() == 1;
    let is_answered =
        |q: &&Question| !one.answer(**q).is_empty() || (q.field == at::enrollment::ENROLLMENT_COC && only) || ask::is_tick(**q);
    let left = asked.iter().filter(|question| !is_answered(question)).count();
    let says = |field: FieldId| field.in_words(one.get(field));
    let relationship = Some(says(at::enrollment::RELATIONSHIP_TO_HOH)).filter(|words| !words.is_empty());
    let enrolls = intake.draft.purpose.enrolls();
    let starts = Some(says(at::enrollment::ENTRY_DATE)).filter(|day| enrolls && !day.is_empty()).map(|day| format!("starts {day}"));
    let answers = match intake.draft.purpose {
        // Whoever updates answers what has changed, and that is all of it.
        Purpose::Update => words::count(asked.iter().filter(|q| !one.answer(**q).is_empty()).count(), "answer"),
        _ => match left {
            0 => "everything is answered".to_owned(),
            1 => "1 answer is left".to_owned(),
            more => format!("{more} answers are left"),
        },
    };
    let leaves = (intake.draft.purpose == Purpose::Exit).then(|| leaves(&intake.draft, one));
    let apart = (one.fate == Fate::Apart).then(|| "gets a household of their own".to_owned());
    [relationship.filter(|_| apart.is_none()), apart, starts, leaves, Some(answers)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// When somebody leaves, and for where: `leaves 11/29/2026 for Rental by client, no ongoing housing subsidy`.
fn leaves(draft: &Draft, member: &Member) -> String {
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    let goes = destination.in_words(member.answer(destination));
    let day = date::us(&draft.on);
    if goes.is_empty() { format!("leaves {day}, destination missing") } else { format!("leaves {day} for {goes}") }
}
