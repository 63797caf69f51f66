//! The steps of the intake: beside the page the members one below the other, and below the one on show their pages; where there is no
//! room beside it, one line above it.

use super::household::{FATE, FIND, member_id};
use super::joining::LIKELY;
use super::{Intake, Message, control_id};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::{id, question_id};
use crate::app::widget::{self, Opt, Progress, select};
use crate::domain::ask::{Form, INFORMATION_DATE, Question, Slot};
use crate::domain::intake::{Draft, Fate, IntakeCase, MemberFinding, Purpose, Step};
use crate::domain::{FieldId, Severity, at};

/// A line of the rail: what it says, how far it is, where it leads.
struct Line {
    step: widget::Step,
    to: Step,
}

/// One line: the step on show, and when it is opened all the others with how far they are.
pub fn line<'a>(intake: &'a Intake, case: &IntakeCase<'_>, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    let all = intake.draft.steps(case);
    let here = all.iter().position(|step| *step == intake.draft.step);
    let option = |(at, step): (usize, &Step)| {
        let member = step.member().and_then(|at| intake.draft.members.get(at)).map(|m| intake.called(&m.client, cx));
        let label = [member.as_deref(), Some(name(*step))].into_iter().flatten().collect::<Vec<_>>().join(": ");
        Opt::plain(at.to_string(), format!("{} of {}: {label}", at + 1, all.len())).detail(progress(intake, *step, case, found).words())
    };
    let options = all.iter().enumerate().map(option).collect();
    let to = all.clone();
    let go = move |at: Option<String>| at.and_then(|at| to.get(at.parse::<usize>().ok()?).copied()).map_or(Message::Next, Message::To);
    select("steps", "Step", options, here.map(|at| at.to_string())).on_choose(go).into()
}

/// What a step is called, without whose it is.
pub const fn name(step: Step) -> &'static str {
    match step {
        Step::Family => "Family Members",
        Step::Program => "Program Enrollment",
        Step::When => "Day and Members",
        Step::Universal(_) => "Universal Data",
        Step::Assess(_, form) => form.label(),
        Step::Summary => "Finish",
    }
}

/// The rail.
pub fn view<'a>(intake: &'a Intake, case: &IntakeCase<'_>, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    let all = intake.draft.steps(case);
    let line = |label: String, state, to, inset| Line { step: widget::Step { label, state, inset }, to };
    let mut lines: Vec<Line> = Vec::with_capacity(all.len());
    for step in &all {
        let state = progress(intake, *step, case, found);
        match *step {
            Step::Family | Step::Program | Step::When | Step::Summary => lines.push(line(name(*step).to_owned(), state, *step, false)),
            Step::Universal(member) | Step::Assess(member, _) if first_of(&all, member) == Some(*step) => {
                let pages: Vec<Step> = all.iter().copied().filter(|s| s.member() == Some(member)).collect();
                let whose = intake.draft.members.get(member).map(|m| intake.called(&m.client, cx)).unwrap_or_default();
                let open = intake.draft.step.member() == Some(member);
                let states: Vec<Progress> = pages.iter().map(|page| progress(intake, *page, case, found)).collect();
                let first = pages.iter().zip(&states).find(|(_, s)| **s != Progress::Done).map_or(*step, |(page, _)| *page);
                if pages.len() == 1 {
                    lines.push(line(whose, state, *step, false));
                    continue;
                }
                lines.push(line(whose, together(&states), if open { *step } else { first }, false));
                for (page, state) in pages.into_iter().zip(states).filter(|_| open) {
                    lines.push(line(name(page).to_owned(), state, page, true));
                }
            }
            Step::Universal(_) | Step::Assess(..) => {}
        }
    }
    let (steps, to): (Vec<widget::Step>, Vec<Step>) = lines.into_iter().map(|line| (line.step, line.to)).unzip();
    widget::steps("steps", steps).on_choose(move |at| to.get(at).copied().map_or(Message::Next, Message::To)).into()
}

/// The first page of a member.
fn first_of(all: &[Step], member: usize) -> Option<Step> {
    all.iter().copied().find(|step| step.member() == Some(member))
}

/// How far a member is: the least of their pages.
fn together(pages: &[Progress]) -> Progress {
    let any = |state| pages.contains(&state);
    match () {
        () if any(Progress::Findings) => Progress::Findings,
        () if any(Progress::Open) => Progress::Open,
        () if any(Progress::ToDo) || any(Progress::Current) => Progress::ToDo,
        () => Progress::Done,
    }
}

fn progress(intake: &Intake, step: Step, case: &IntakeCase<'_>, found: &[MemberFinding]) -> Progress {
    if step == intake.draft.step {
        return Progress::Current;
    }
    let mine = found.iter().any(|f| step_of(f, intake.draft.purpose) == step && f.finding.severity != Severity::Note);
    // What is recorded was answered with it, and needs nobody to look again; what is missing there is still to be done.
    let recorded = intake.draft.purpose == Purpose::Entry || intake.draft.corrected().is_some();
    let answered = recorded && (step == Step::Family || !mine && !intake.is_open(step, case));
    match step {
        Step::Summary => Progress::ToDo,
        _ if mine && intake.asked => Progress::Findings,
        _ if !answered && !intake.draft.seen.contains(&step) => Progress::ToDo,
        _ if mine => Progress::Open,
        _ => Progress::Done,
    }
}

/// The step on which a finding can be mended.
pub fn step_of(found: &MemberFinding, purpose: Purpose) -> Step {
    page_of(found.member, Question { slot: found.slot, field: found.finding.field }, purpose)
}

/// The step on which a question of a member is answered.
pub fn page_of(member: usize, question: Question, purpose: Purpose) -> Step {
    use at::enrollment as e;
    match question.field {
        at::exit::EXIT_DATE => Step::When,
        // Of what day a row is follows from the start in an entry; after it everything that is recorded has one day.
        field if is_day(field) && purpose.enrolls() => Step::Program,
        field if is_day(field) => Step::When,
        // Such a workflow does not write the enrollment: the disability can be corrected here, the answer in the project entry.
        e::DISABLING_CONDITION if !purpose.enrolls() => Step::Assess(member, Form::Disabilities),
        _ if question.slot == Slot::Enrollment && !purpose.enrolls() => Step::When,
        // Who joins: in their form, and whether they are new at all.
        e::PERSONAL_ID | e::HOUSEHOLD_ID | at::client::FIRST_NAME | at::client::LAST_NAME => Step::Family,
        e::PROJECT_ID | e::ENTRY_DATE | e::RELATIONSHIP_TO_HOH | e::MOVE_IN_DATE => Step::Program,
        _ => question.form().map_or(Step::Universal(member), |form| Step::Assess(member, form)),
    }
}

/// True for the day of a row of an assessment, in whichever file.
fn is_day(field: FieldId) -> bool {
    field.info().name == INFORMATION_DATE
}

/// The id of the control in which a finding is mended: the household's own questions stand once.
pub fn control_of(found: &MemberFinding, draft: &Draft) -> String {
    control_at(found.member, Question { slot: found.slot, field: found.finding.field }, draft)
}

/// The id of the control of a question of a member.
pub fn control_at(member: usize, question: Question, draft: &Draft) -> String {
    let mistaken = draft.members.get(member).filter(|m| m.fate == Fate::Mistaken);
    match (page_of(member, question, draft.purpose), question.field, mistaken) {
        (Step::Family, field @ at::client::FIRST_NAME, _) => id(field),
        (Step::Family, at::client::LAST_NAME, _) => {
            draft.members.get(member).map(|member| member_id(LIKELY, &member.client)).unwrap_or_default()
        }
        (Step::Family, ..) => FIND.to_owned(),
        (Step::When, ..) => control_id(0, draft.day_field()),
        (Step::Program, _, Some(member)) => member_id(FATE, &member.client),
        (Step::Program, field, _) if is_day(field) => control_id(member, at::enrollment::ENTRY_DATE),
        (_, field @ at::enrollment::PROJECT_ID, _) => control_id(0, field),
        _ => question_id(member, question),
    }
}
