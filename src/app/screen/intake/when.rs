//! The first page of a workflow over a stay: of which day the answers are, and who is part of it.

use super::household::{PRESENT, member_id};
use super::steps::{page as framed, shown};
use super::{Intake, Message, control_id};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::{self, Asked, Edit};
use crate::app::icon::Icon;
use crate::app::theme::{space, text};
use crate::app::widget::{button, check, group};
use crate::domain::ask::{self, Question, Slot};
use crate::domain::intake::{Draft, IntakeCase, MemberFinding, Purpose, Step};
use crate::domain::{at, date, history};
use iced::widget::column;
use std::collections::BTreeSet;

/// The page.
pub fn page<'a>(intake: &'a Intake, case: &IntakeCase<'_>, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    let draft = &intake.draft;
    let (slot, field) = (draft.day_slot(), draft.day_field());
    let question = Question { slot, field };
    let typed = intake.typed.get(&(0, question)).map(String::as_str);
    let day = form::control(
        Asked {
            id: control_id(0, field),
            label: field.label(),
            field,
            text: typed.map_or_else(|| date::us(&draft.on), str::to_owned),
            options: Vec::new(),
            findings: shown(intake, 0, question, found),
            today: cx.today(),
            hidden: false,
            proposed: false,
            passed: false,
            again: false,
            explain: cx.desk.guide,
            program: cx.program,
        },
        move |edit: Edit| Message::Edit(0, slot, edit),
    );
    let members = draft.members.iter().enumerate().map(|(at, member)| {
        let name = intake.called(&member.client, cx);
        let about = intake.card(&member.client, cx).map(|c| cx.age(c.born)).unwrap_or_default();
        let role = if member.is_head() { "head of household".to_owned() } else { about };
        let label = if role.is_empty() { name } else { format!("{name}, {role}") };
        check(member_id(PRESENT, &member.client), label, member.present).on_toggle(move |on| Message::Present(at, on)).into()
    });
    let program = cx.agency.project_name(draft.project.as_str());
    let instead = draft.instead(case).map(|(_, mend)| {
        let on = mend.of.map(date::show).unwrap_or_default();
        let label = format!("Correct the {} of {on} instead", draft.purpose.label().to_lowercase());
        button(label).id("instead").icon(Icon::Edit).on_press(Message::Instead)
    });
    let body = column![
        text::strong(program),
        column![day].push(instead).spacing(space::S8),
        group(who(draft.purpose), column![text::body(who(draft.purpose)), column(members).spacing(space::S12)].spacing(space::S12)),
    ];
    framed("Day and Members", about(draft, case, cx), body.spacing(space::S24).into(), intake, cx)
}

fn about(draft: &Draft, case: &IntakeCase<'_>, cx: &Context<'_>) -> String {
    let words = match draft.purpose {
        _ if draft.corrected().is_some() => "What was recorded on this day is corrected. Another day takes all of it along.",
        Purpose::Exit => "Everybody who is checked leaves on this day.",
        Purpose::Annual => "Within 30 days of the anniversary of the head of household's start; everybody on the same day.",
        Purpose::Update => "The day on which something changed. What was recorded before stays as it is.",
        Purpose::Intake | Purpose::Entry => "",
    };
    // Which day that is, in this program; beside the guide it stands below the name of the field.
    let leaves =
        (draft.purpose == Purpose::Exit && draft.corrected().is_none() && !cx.desk.guide).then(|| at::exit::EXIT_DATE.help(cx.program));
    let words = [leaves.unwrap_or_default(), words].join(" ").trim_start().to_owned();
    let window = draft.next_window(case, cx.today()).filter(|_| draft.purpose == Purpose::Annual && draft.corrected().is_none());
    match window {
        None => words,
        Some(window) if window.from > cx.today() => format!("The next one bears a day from {}. {words}", window.in_words()),
        Some(window) => format!("A day from {}. {words}", window.in_words()),
    }
}

/// Of what stands on this page one row of several that are recorded on its day: which it is, and how one comes to the others.
pub fn several(intake: &Intake) -> Option<String> {
    let slots = match intake.draft.step {
        Step::When | Step::Program => intake.draft.one_of_several(None, &intake.charts),
        step @ (Step::Universal(_) | Step::Assess(..)) => intake.draft.one_of_several(step.member(), &intake.charts),
        Step::Family | Step::Summary => return None,
    };
    let on_page = |slot: &&Slot| match intake.draft.step {
        Step::Assess(_, form) => ask::ELEMENTS.iter().any(|element| element.form == form && element.slot == **slot),
        Step::Universal(_) => false,
        _ => true,
    };
    let names: BTreeSet<String> = slots.iter().filter(on_page).map(|slot| history::record(slot.file())).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| {
        format!(
            "{names}: more than one row is recorded for the same person and day. One of them is corrected here, the others only move with \
             the day. A finding of the check opens the row that it is about."
        )
    })
}

fn who(purpose: Purpose) -> &'static str {
    if purpose == Purpose::Exit { "Who leaves" } else { "Who is assessed" }
}
