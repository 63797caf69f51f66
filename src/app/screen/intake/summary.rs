//! The last page of the intake: what will be written of each member, what is missing, and Finish.

use super::closing::SaveKey;
use super::steps::framed;
use super::{Intake, Message, rail};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::field::{finding, listed};
use crate::app::widget::{Kind, badge, banner, button, check as tick, group, subheading, unspoken};
use crate::domain::ask::{self, Answers, Question, Slot};
use crate::domain::intake::{Draft, Fate, IntakeCase, Judged, Member, MemberFinding, Moved, Purpose, still_missing};
use crate::domain::{FieldId, Severity, at, check, date, words};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// Finish: what will be written of each member, and what is missing, each a jump; then write.
pub fn page<'a>(intake: &'a Intake, case: &IntakeCase<'_>, judged: &Judged, cx: &Context<'a>) -> Element<'a, Message> {
    let found = &judged.found;
    let stops = found.iter().filter(|f| f.finding.severity == Severity::Stop).count();
    let count = intake.draft.members.iter().filter(|m| m.present).count();
    let program = cx.agency.project_name(intake.draft.project.as_str());
    let mut body = column![].spacing(space::S12);
    let errors = found.iter().filter(|f| Mark::of(f) == Some(Mark::Export)).count();
    let questions: Vec<Question> = judged.owed().into_iter().map(|owed| owed.question).collect();
    let idle = intake.draft.writes_nothing(judged, case);
    let (tone, first) = match stops {
        0 if idle => (if questions.is_empty() { Tone::Info } else { Tone::Warn }, intake.nothing().to_owned()),
        0 if errors + questions.len() == 0 => (Tone::Ok, promise(&intake.draft, count, program.as_ref())),
        0 => (Tone::Warn, promise(&intake.draft, count, program.as_ref())),
        _ => (Tone::Bad, format!("This cannot be recorded yet. Fix what is marked “{}”.", Mark::Stops.words())),
    };
    let said = [first, still_missing(&questions), of_export(errors, stops)];
    body = body.push(banner(tone, said.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" "), None));
    // Above what may be long, so that the page is seen from its beginning and what has the keyboard with it.
    body = body.push(finish(intake, idle, stops > 0));
    for (member, one) in intake.draft.members.iter().enumerate() {
        body = body.push(of_member(intake, (member, one), case, found, cx));
    }
    let what = if intake.draft.purpose == Purpose::Intake { "Discard this intake" } else { "Discard what is typed" };
    let untouched = intake.is_untouched();
    let discard = (!untouched).then(|| button(what).id("discard").icon(Icon::Trash).kind(Kind::Quiet).on_press(Message::Discard));
    let end = row![gap().width(Length::Fill)].push(discard).align_y(Alignment::Center);
    let keys = [(Command::Back, "goes back"), (Command::Close, if untouched { "leaves" } else { "leaves and keeps what you typed" })];
    framed(
        ("Finish", None),
        "What is not answered yet can be answered later; only what stops it must be fixed now.",
        body.into(),
        end.into(),
        &keys,
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
    if !one.present && !new && lines.is_empty() {
        return None;
    }
    let written = one.present.then(|| text::secondary(written(intake, member, one, case)));
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

/// What was found, and the way there.
fn line<'a>(at: usize, f: &MemberFinding, draft: &Draft) -> Element<'a, Message> {
    let mark = Mark::of(f);
    let called = mark.map_or_else(|| f.finding.words.clone(), |mark| format!("{}: {}", mark.words(), f.finding.words));
    let jump = button("Go there")
        .called(format!("Go there: {called}"))
        .id(format!("jump-{at}"))
        .kind(Kind::Link)
        .on_press(if f.is_of_move_in() { Message::MoveIn(f.member) } else { mends(f, draft) });
    // The button says it whole.
    let mark = mark.map(|mark| badge(mark.words(), mark.tone()));
    let words = row![listed(f.finding.severity, f.finding.words.clone())].push(mark).spacing(space::S8).align_y(Alignment::Center);
    row![unspoken(words), jump].spacing(space::S16).align_y(Alignment::Center).into()
}

/// To the page and the control in which it is mended.
fn mends(found: &MemberFinding, draft: &Draft) -> Message {
    Message::Mend(rail::step_of(found, draft.purpose), rail::control_of(found, draft))
}

/// The button that writes, and the key that does; where nothing is to be written, the one that leaves. Below them, what Ctrl+S has to say.
fn finish<'a>(intake: &Intake, idle: bool, stopped: bool) -> Element<'a, Message> {
    if idle {
        return button("Close").id("finish").icon(Icon::Close).kind(Kind::Primary).on_press(Message::Finish).into();
    }
    let does = if stopped { "goes to what stops it" } else { "finishes" };
    // The key that writes: Ctrl+S does not where it led here and nobody has read this yet.
    let (key, keys) = match intake.key {
        SaveKey::Led => ("Enter".to_owned(), format!("Enter {does}")),
        SaveKey::Writes | SaveKey::Said => (shortcut::hint(Command::Save), shortcut::line(&[(Command::Save, does)])),
    };
    let finish = button("Finish").id("finish").icon(Icon::Check).kind(Kind::Primary).hint(key);
    let line = row![finish.on_press(Message::Finish), text::hint(keys)].spacing(space::S12).align_y(Alignment::Center);
    let unread = (intake.key == SaveKey::Said).then(|| banner(Tone::Warn, UNREAD, None));
    column![line].push(unread).spacing(space::S12).into()
}

/// What Ctrl+S says on Finish before it writes, where it also led there.
const UNREAD: &str = "Nothing is saved yet. Read what Finish writes, then press Enter, or Ctrl+S once more.";

/// What is said of a finding besides its words: what comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Nothing can be recorded before it is mended.
    Stops,
    /// It is recorded; the check over an export calls it an error.
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
            Self::Export => "Error in an export",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Stops => Tone::Bad,
            Self::Export => Tone::Warn,
        }
    }
}

/// What the check over an export will say of this, where it calls anything an error.
fn of_export(errors: usize, stops: usize) -> String {
    let then = if stops > 0 { " That does not stop Finish." } else { "" };
    match errors {
        0 => String::new(),
        1 => format!("An export will call one of these an error until it is mended.{then}"),
        n => format!("An export will call {n} of these errors until they are mended.{then}"),
    }
}

/// What moves along with a corrected day, and whether the result of a referral does.
fn along<'a>(intake: &'a Intake, moved: Moved) -> Element<'a, Message> {
    let (from, to) = (date::show(moved.from), date::show(moved.to));
    let day = if intake.draft.purpose == Purpose::Exit { "Exit date" } else { "Project start" };
    let rows = match moved.rows {
        0 => String::new(),
        rows => format!(", and with it {} of that day", words::count(rows, "record")),
    };
    let mut lines = column![text::body(format!("{day} {from} becomes {to}{rows}."))].spacing(space::S4);
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

/// What Finish will do: `Finish writes 2 enrollments in Birch Point.`
fn promise(draft: &Draft, count: usize, program: &str) -> String {
    let (people, leave) = if count == 1 { ("1 person".to_owned(), "leaves") } else { (format!("{count} people"), "leave") };
    match draft.purpose {
        _ if draft.corrected().is_some() => {
            format!("Finish corrects what was recorded on {} of {people} in {program}.", date::us(&draft.of))
        }
        Purpose::Intake => format!("Finish writes {} in {program}.", words::count(count, "enrollment")),
        Purpose::Entry => format!("Finish writes what you changed in the project entry in {program}."),
        Purpose::Update => format!("Finish records the update of {people} in {program}."),
        Purpose::Annual => format!("Finish records the annual assessment of {people} in {program}."),
        Purpose::Exit => format!("Finish records that {people} {leave} {program}."),
    }
}

/// What Finish writes of a member: `Self (Head of Household) · starts 11/20/2026 · 31 of 34 questions answered`.
fn written(intake: &Intake, member: usize, one: &Member, case: &IntakeCase<'_>) -> String {
    match one.fate {
        Fate::Mistaken => return "is taken out: the enrollment is marked as deleted".to_owned(),
        Fate::Apart | Fate::Stays => {}
    }
    let asked: Vec<Question> =
        intake.draft.steps(case).into_iter().filter(|s| s.member() == Some(member)).flat_map(|s| intake.draft.questions(s, case)).collect();
    let only = check::project_cocs(case.agency, &intake.draft.project).len() == 1;
    let is_answered = |q: &&Question| !one.answer(**q).is_empty() || (q.field == at::enrollment::ENROLLMENT_COC && only) || is_tick(**q);
    let answered = asked.iter().filter(is_answered).count();
    let says = |field: FieldId| field.in_words(one.get(field));
    let relationship = Some(says(at::enrollment::RELATIONSHIP_TO_HOH)).filter(|words| !words.is_empty());
    let enrolls = intake.draft.purpose.enrolls();
    let starts = Some(says(at::enrollment::ENTRY_DATE)).filter(|day| enrolls && !day.is_empty()).map(|day| format!("starts {day}"));
    let answers = match intake.draft.purpose {
        // Whoever updates answers what has changed, and that is all of it.
        Purpose::Update => words::count(asked.iter().filter(|q| !one.answer(**q).is_empty()).count(), "answer"),
        _ => format!("{answered} of {} questions answered", asked.len()),
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
    if goes.is_empty() { format!("leaves {day}, destination not answered") } else { format!("leaves {day} for {goes}") }
}

/// A tick that is not made is an answer.
fn is_tick(question: Question) -> bool {
    ask::ELEMENTS.iter().any(|e| e.slot == question.slot && e.fields.iter().any(|f| f.tick && f.field == question.field))
}
