//! A page of what the program's type and grants ask of a member: its elements, one below the other, each with its questions.

use super::steps::{asked_as, folds, page_with as framed, shown, taken};
use super::{Intake, Message, question_id};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::Edit;
use crate::app::shortcut;
use crate::app::theme::{space, text};
use crate::app::widget::field::finding;
use crate::app::widget::{self, check, spoken, subheading};
use crate::domain::ask::{self, Answers, Asked, Element as Asks, Form, Question};
use crate::domain::entry::Scalar;
use crate::domain::intake::{IntakeCase, Member, MemberFinding, Purpose};
use crate::domain::{Entry, Value, hud::YesNo};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// From the left edge to what hangs on a tick: as far as its words, px.
const INDENT: f32 = 26.0;

/// The page of this form.
pub fn page<'a>(
    intake: &'a Intake,
    member: usize,
    form: Form,
    case: &IntakeCase<'_>,
    found: &[MemberFinding],
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let Some(one) = intake.draft.members.get(member) else {
        return text::secondary("This member is not in the household any more.").into();
    };
    let elements = intake.draft.asking(one, case).page(form, one);
    let page: Vec<Question> = elements.iter().flat_map(|(_, asked)| asked).map(|a| a.question).collect();
    let mut body = column![].spacing(if cx.low() { cx.between() } else { space::S24 });
    let mut list = intake.list_head(cx);
    for (element, questions) in elements {
        // Above the first of those that are asked as one.
        body = body.push(questions.iter().any(|asked| asked.question.no().is_some()).then(|| list.take()).flatten());
        body = body.push(block(intake, (member, one), element, &questions, &page, found, cx));
    }
    let acts = (!folds(cx)).then(|| taken(intake, one, &page, cx));
    let title = format!("{}: {}", form.label(), intake.called(&one.client, cx));
    framed(title, about(intake.draft.purpose), acts, body.into(), intake, cx)
}

fn about(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Intake | Purpose::Entry => "Answer as of the project start date. What is not known yet can be answered later.",
        Purpose::Update => "Answer what has changed, and leave the rest blank: what was recorded before still holds.",
        Purpose::Annual => "Answer as of the day of the assessment, also what has not changed.",
        Purpose::Exit => "Answer as of the exit date.",
    }
}

/// One element of the `page`: its name where several questions follow, its questions, its total.
fn block<'a>(
    intake: &'a Intake,
    (member, one): (usize, &Member),
    element: &Asks,
    questions: &[Asked],
    page: &[Question],
    found: &[MemberFinding],
    cx: &Context<'a>,
) -> Element<'a, Message> {
    // A question that names its element needs no heading above it. Whether there is one does not change with the answers:
    // what comes in above the control that has the keyboard would take it away.
    let name = element.name.to_lowercase();
    let named = element.fields.len() > 1 && questions.first().is_some_and(|first| !first.question.label().to_lowercase().contains(&name));
    let heading = named.then(|| subheading(element.name, text::strong(element.name)));
    let mut lines = column![].push(heading).spacing(cx.between());
    let mut ticks = column![].spacing(space::S8);
    let mut listed = false;
    for Asked { question, tick } in questions {
        let again = page.iter().take_while(|above| *above != question).any(|above| above.field == question.field);
        match () {
            () if *tick => ticks = ticks.push(ticked(intake, member, one, *question, found)),
            // What hangs on a tick stands below it.
            () if listed => ticks = ticks.push(row![gap().width(INDENT), asked_as(intake, member, *question, again, found, cx)]),
            () => lines = lines.push(asked_as(intake, member, *question, again, found, cx)),
        }
        listed |= tick;
    }
    if listed {
        lines = lines.push(column![text::hint(shortcut::BOXES), widget::ticks(ticks)].spacing(space::S12));
    }
    let total = element.total.filter(|_| questions.len() > 1).map(|field| {
        let sum = ask::total(element, one).map_or_else(|| "an amount cannot be read".to_owned(), |sum| format!("${}", sum.write()));
        let said = format!("{}: {sum}", field.label());
        spoken(said, row![text::body(field.label()), gap().width(Length::Fill), text::strong(sum)].align_y(Alignment::Center))
    });
    lines.push(total).into()
}

/// A source, a benefit, a kind of insurance: a box to tick.
fn ticked<'a>(intake: &'a Intake, member: usize, one: &Member, question: Question, found: &[MemberFinding]) -> Element<'a, Message> {
    let yes = Value::Known(YesNo::Yes).text();
    let on = one.answer(question) == yes;
    let set = move |on: bool| Message::Edit(member, question.slot, Edit::Set(question.field, if on { yes.clone() } else { String::new() }));
    let words = shown(intake, member, question, found).into_iter().map(|(severity, words)| finding(severity, words));
    column![check(question_id(member, question), question.label(), on).on_toggle(set)].extend(words).spacing(space::S4).into()
}
