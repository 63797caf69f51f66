//! The Universal Data Assessment, and what the pages of a workflow have in common.

use super::{Back, Intake, Message, question_id};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::{self, Asked, Edit};
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use crate::app::widget::access::{Info, Live, Role};
use crate::app::widget::badge::section;
use crate::app::widget::card::roomy;
use crate::app::widget::{Control as _, Kind, Opt, button, card, headline, semantics};
use crate::domain::ask::INFORMATION_DATE;
use crate::domain::ask::{self, Answers, Form, Question, Slot};
use crate::domain::intake::{Draft, IntakeCase, Member, MemberFinding, Step};
use crate::domain::{FieldId, Severity, at, date};
use iced::widget::text::IntoFragment;
use iced::widget::{column, container, row, space as gap};
use iced::{Alignment, Length};

/// Universal Data Assessment of one member.
pub fn universal<'a>(
    intake: &'a Intake,
    member: usize,
    case: &IntakeCase<'_>,
    found: &[MemberFinding],
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let Some(one) = intake.draft.members.get(member) else {
        return text::secondary("This member is not in the household any more.").into();
    };
    let fields = &intake.draft.fields(member, case);
    let mut asks = column![].spacing(cx.between());
    // Without a program there is no CoC to choose from; the step before asks for the program.
    let open = |field: &&FieldId| **field != at::enrollment::ENROLLMENT_COC || !cocs(intake, cx).is_empty();
    for field in fields.iter().filter(open) {
        asks = asks.push(asked(intake, member, Question { slot: Slot::Enrollment, field: *field }, found, cx));
    }
    let acts = (!folds(cx)).then(|| taken(intake, one, &questions(fields), cx));
    let title = format!("Universal Data Assessment: {}", intake.called(&one.client, cx));
    let about = "Answer as of the project start date, even if you enter it later.";
    page_with(title, about, acts, asks.into(), intake, cx)
}

/// What follows from the answers of the page on show, below it and in sight however far it is scrolled: whether the member was chronically
/// homeless. None on a page that does not ask what that is computed from.
pub fn follows<'a>(intake: &Intake, case: &IntakeCase<'_>, cx: &Context<'_>) -> Option<Element<'a, Message>> {
    let Step::Universal(member) = intake.draft.step else { return None };
    let one = intake.draft.members.get(member)?;
    let asks = intake.draft.fields(member, case).contains(&at::enrollment::LIVING_SITUATION);
    let row = asks.then(|| intake.draft.enrollment(one, case))?;
    let words = ask::chronic_at_start(intake.draft.project_type(cx.agency), &row).words();
    let info = Info { live: Live::Polite, ..Info::new(Role::Status, words.clone()) };
    Some(semantics(info, if cx.low() { text::hint(words) } else { text::secondary(words) }))
}

fn questions(fields: &[FieldId]) -> Vec<Question> {
    fields.iter().map(|field| Question { slot: Slot::Enrollment, field: *field }).collect()
}

/// Two ways to save typing on a member's page: the head of household's answers, and what was recorded of the member before. They stand in
/// the line of its title, or of the steps. Empty where neither would bring anything; there all the same, so that nothing below it moves when
/// an answer changes that.
pub fn taken<'a>(intake: &'a Intake, member: &Member, asked: &[Question], cx: &Context<'a>) -> Element<'a, Message> {
    let folded = folds(cx);
    let recorded = intake.recorded(cx);
    let last = brings(&recorded, asked).then(|| {
        let tip = format!(
            "Takes over what was recorded last of this person to these questions. Ask whether it still holds. ({})",
            shortcut::hint(Command::Last)
        );
        let label = recorded_on(&recorded, asked).map_or_else(|| "Default Last".to_owned(), |on| format!("Default Last: answers of {on}"));
        let press = if folded { button("Default Last").called(label) } else { button(label).icon(Icon::Redo) };
        press.id("default-last").tip(tip).on_press(Message::Last)
    });
    let copy = copies(intake, member, asked).then(|| {
        let tip = format!("Takes over the answers of the head of household on this page. ({})", shortcut::hint(Command::Copy));
        let label = "Copy from head of household";
        let press = if folded { button("Copy").called(label) } else { button(label).icon(Icon::Copy) };
        press.id("copy-head").tip(tip).on_press(Message::Copy)
    });
    row![].push(last).push(copy).push(gap().height(ACT)).spacing(space::S8).into()
}

/// True where there is an answer to one of these questions.
pub fn brings(from: &dyn Answers, asked: &[Question]) -> bool {
    asked.iter().any(|q| !from.answer(*q).is_empty())
}

/// True where the head of household's answers on the page on show may be this member's too.
pub fn copies(intake: &Intake, member: &Member, asked: &[Question]) -> bool {
    let head = intake.draft.members.iter().find(|m| m.is_head()).filter(|head| head.client != member.client);
    // Whether somebody has a disability, or is safe, is nobody's but their own.
    let personal = matches!(intake.draft.step, Step::Assess(_, Form::Disabilities | Form::Health));
    let shared = |head: &Member| asked.iter().any(|q| q.field != at::enrollment::DISABLING_CONDITION && !head.answer(*q).is_empty());
    head.is_some_and(|head| !personal && shared(head))
}

/// The newest day of which these answers are.
pub fn recorded_on(recorded: &ask::Rows, asked: &[Question]) -> Option<String> {
    let of = |slot: &Slot| {
        let day = recorded.get(slot)?.cell(usize::from(slot.field(INFORMATION_DATE)?.column)).to_owned();
        (!day.is_empty()).then_some(day)
    };
    let newest = asked.iter().filter(|q| !recorded.answer(**q).is_empty()).filter_map(|q| of(&q.slot)).max();
    newest.map(|day| date::us(&day))
}

/// A question of a member with its control.
pub fn asked<'a>(intake: &'a Intake, member: usize, question: Question, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    asked_as(intake, member, question, false, found, cx)
}

/// The same, of a field that may stand on the page `again`, as that of a disability does for each kind.
pub fn asked_as<'a>(
    intake: &'a Intake,
    member: usize,
    question: Question,
    again: bool,
    found: &[MemberFinding],
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let (slot, field) = (question.slot, question.field);
    let cell = intake.draft.members.get(member).map(|m| m.answer(question)).unwrap_or_default();
    let typed = intake.typed.get(&(member, question)).map(String::as_str);
    let options = if field == at::enrollment::ENROLLMENT_COC { cocs(intake, cx) } else { form::choices(question, cell) };
    // A program with one CoC fills it in (R-ENR-13); the draft does the same when it is finished.
    let cell = match options.as_slice() {
        [only] if field == at::enrollment::ENROLLMENT_COC && cell.is_empty() => only.value.clone(),
        _ => cell.to_owned(),
    };
    let text = typed.map_or_else(|| form::shown(field, &cell), str::to_owned);
    let findings = shown(intake, member, question, found);
    form::control(
        Asked {
            id: question_id(member, question),
            label: question.label(),
            field,
            text,
            options,
            findings,
            today: cx.today(),
            hidden: cx.hides(field),
            proposed: false,
            passed: false,
            again,
            explain: cx.desk.guide,
            program: cx.program,
        },
        move |edit: Edit| Message::Edit(member, slot, edit),
    )
}

fn cocs(intake: &Intake, cx: &Context<'_>) -> Vec<Opt> {
    crate::domain::check::project_cocs(cx.agency, &intake.draft.project).into_iter().map(|c| Opt::plain(c, c)).collect()
}

/// The findings to show: those about what is there, and all once Finish was seen.
pub fn shown(intake: &Intake, member: usize, question: Question, found: &[MemberFinding]) -> Vec<(Severity, String)> {
    if intake.typing == Some((member, question)) {
        return Vec::new();
    }
    let day = !intake.draft.purpose.enrolls() && question.field == intake.draft.day_field() && !intake.draft.on.is_empty();
    let filled = day || intake.draft.members.get(member).is_some_and(|m| !m.answer(question).is_empty());
    if let Some(text) = half_typed(intake, member, question) {
        return vec![form::half_typed(&text)];
    }
    let guard = question.field == at::enrollment::PROJECT_ID && (intake.wants_program || !intake.draft.project.is_blank());
    let words = intake.words(member, question, found).into_iter().map(|f| (f.severity, f.words));
    // Who has just said yes is about to tick which.
    if !intake.asked && ask::ELEMENTS.iter().any(|e| e.slot == question.slot && e.any == Some(question.field)) {
        return Vec::new();
    }
    if intake.asked || filled || guard { words.collect() } else { Vec::new() }
}

/// What stands of a day that was left half typed, by a lock or by going elsewhere, and not looked at since; none of one that came so.
fn half_typed(intake: &Intake, member: usize, question: Question) -> Option<String> {
    let unmet = intake.met.as_ref().is_some_and(|met| !met.contains(&(member, question)));
    let of = |draft: &Draft| match !draft.purpose.enrolls() && question.field == draft.day_field() {
        true => draft.on.clone(),
        false => draft.members.get(member).map(|one| one.answer(question).to_owned()).unwrap_or_default(),
    };
    let now = of(&intake.draft);
    let typed = unmet && form::is_half(question.field, &now) && intake.begun.as_ref().map(of).as_ref() != Some(&now);
    typed.then_some(now)
}

/// True where lines are few and the steps stand above the page: their line says what the title of the page would, and has its place.
pub fn folds(cx: &Context<'_>) -> bool {
    cx.low() && cx.narrow()
}

/// As high as a button, px: the line has it also without one.
const ACT: f32 = 34.0;

/// A step that another one follows.
pub fn page<'a>(
    title: impl Into<String>,
    about: impl IntoFragment<'a>,
    body: Element<'a, Message>,
    intake: &Intake,
    cx: &Context<'_>,
) -> Element<'a, Message> {
    page_with(title, about, None, body, intake, cx)
}

/// The same, with what can be done at once beside its title.
pub fn page_with<'a>(
    title: impl Into<String>,
    about: impl IntoFragment<'a>,
    acts: Option<Element<'a, Message>>,
    body: Element<'a, Message>,
    intake: &Intake,
    cx: &Context<'_>,
) -> Element<'a, Message> {
    let last = intake.leads_to_finish(cx);
    let next = if last { "Next: Finish" } else { "Next" };
    let next = button(next).id("next").icon(Icon::ArrowRight).kind(Kind::Primary).hint(shortcut::hint(Command::Next));
    let first = matches!(intake.draft.step, Step::Family | Step::When);
    let errand = intake.back == Some(Back::Finish);
    let leaves = if errand { "goes back to Finish" } else { "leaves and keeps what you typed" };
    let mut keys = vec![(Command::Next, "goes on")];
    keys.extend((!first).then_some((Command::Back, "goes back")));
    keys.extend((!errand).then_some((Command::Save, "goes to Finish")));
    keys.push((Command::Close, leaves));
    keys.extend(intake.takes(cx));
    // Whoever was sent here to mend an answer has done so: the way back is what they do next.
    let end = if errand {
        let back = button("Back to Finish").id("to-finish").icon(Icon::Check).kind(Kind::Primary).hint(shortcut::hint(Command::Save));
        row![back.on_press(Message::Summary), next.kind(Kind::Plain).on_press(Message::Next)].spacing(space::S8).into()
    } else {
        next.leads_on(!last).on_press(Message::Next).into()
    };
    // Who is sent back to Finish goes there by the button that says so.
    framed((title, acts), about, body, end, ((!errand).then_some(ENTER), &keys), (intake, cx))
}

/// What Enter does on every page of questions.
const ENTER: &str = "Enter goes on, also to the next page, and stops before Finish";

/// The frame of a step: title, what it is for, the questions, back and what comes next.
pub fn framed<'a>(
    (title, acts): (impl Into<String>, Option<Element<'a, Message>>),
    about: impl IntoFragment<'a>,
    body: Element<'a, Message>,
    end: Element<'a, Message>,
    (enter, keys): (Option<&'static str>, &[(Command, &str)]),
    (intake, cx): (&Intake, &Context<'_>),
) -> Element<'a, Message> {
    let first = matches!(intake.draft.step, Step::Family | Step::When);
    let back =
        (!first).then(|| button("Back").id("back").icon(Icon::ArrowLeft).hint(shortcut::hint(Command::Back)).on_press(Message::Back));
    // Enter goes from the last answer to what comes next; on Finish the way back is what is harmless.
    let buttons = if intake.draft.step == Step::Summary { row![].push(back).push(end) } else { row![end].push(back) };
    let (title, about) = (title.into(), text::secondary(about));
    let keys = column![].push(enter.map(text::hint)).push(text::hint(shortcut::line(keys))).spacing(space::S4);
    let end = column![buttons.spacing(space::S8).align_y(Alignment::Center), keys].spacing(space::S12);
    let body = column![body].max_width(cx.form());
    if folds(cx) {
        // What explains the page gives its lines to the questions, and comes after them.
        let page = column![headline(2, title, gap()), body, gap().height(space::S12), end, gap().height(space::S12), about];
        return roomy(page.width(Length::Fill), cx.inside());
    }
    let title = row![container(section(title)).width(Length::Fill)].push(acts).spacing(space::S16).align_y(Alignment::Center);
    let page = column![title, about, gap().height(space::S8), body, end].spacing(space::S12).width(Length::Fill);
    card(page)
}
