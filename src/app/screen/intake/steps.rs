//! The pages of the intake, one for each step.

use super::{Find, Intake, Message, control_id, control_of, step_of};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::{self, Asked, Edit};
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::field::finding;
use crate::app::widget::{Kind, Opt, badge, banner, button, card, check, field, input, select};
use crate::domain::intake::{IntakeCase, Member, MemberFinding, Step};
use crate::domain::{ClientId, FieldId, Severity, at, code::Code, date};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// At most so many people are proposed at once.
const PROPOSED: usize = 8;

/// Family Members: who is in the household, who is present in this stay.
pub fn family<'a>(intake: &'a Intake, cx: &Context<'a>) -> Element<'a, Message> {
    let members = intake.draft.members.iter().enumerate().map(|(at, member)| member_line(at, member, cx));
    let find = input("find-member", "Find a family member", &intake.find)
        .masked(cx.desk.privacy)
        .placeholder("Name, date of birth, last four of SSN, or client ID")
        .on_input(|text| Message::Find(Find(text)));
    let proposed = proposed(intake, cx).into_iter().map(|client| {
        let about = cx.card(&client).map(|c| cx.age(c.born)).unwrap_or_default();
        let add = button("Add").id(format!("add-{client}")).icon(Icon::Plus).on_press(Message::Add(client.clone()));
        row![column![text::body(cx.client_name(&client)), text::hint(about)].width(Length::Fill), add].align_y(Alignment::Center).into()
    });
    page(
        "Family Members",
        "Check everyone who is enrolling. The head of household answers for the household.",
        column![
            column(members).spacing(space::S12),
            field("Find a family member", find).help(Some("People of the client's other households are proposed.")),
            column(proposed).spacing(space::S8),
        ]
        .spacing(space::S16)
        .into(),
        intake,
        cx,
    )
}

/// People who may belong to the household: found by the search, or known from other households.
fn proposed(intake: &Intake, cx: &Context<'_>) -> Vec<ClientId> {
    let found: Vec<ClientId> = if intake.find.trim().is_empty() {
        cx.directory.household_members(&intake.client).into_iter().map(|c| c.client.clone()).collect()
    } else {
        cx.directory.search(&intake.find, PROPOSED, cx.today()).into_iter().map(|h| h.client).collect()
    };
    found.into_iter().filter(|c| !intake.draft.members.iter().any(|m| m.client == *c)).take(PROPOSED).collect()
}

fn member_line<'a>(at: usize, member: &'a Member, cx: &Context<'a>) -> Element<'a, Message> {
    let name = cx.client_name(&member.client);
    let about = cx.card(&member.client).map(|c| cx.age(c.born)).unwrap_or_default();
    let present =
        check(format!("present-{at}"), format!("{name} is present"), member.present).on_toggle(move |on| Message::Present(at, on));
    // The name on a line of its own: it may be long, and what can be done with it must not be squeezed.
    let mut line = row![text::hint(about), gap().width(Length::Fill)].spacing(space::S12).align_y(Alignment::Center);
    if member.is_head() {
        line = line.push(badge("Head of household", Tone::Info));
    } else {
        line = line.push(button("Make head of household").id(format!("head-{at}")).kind(Kind::Quiet).on_press(Message::Head(at)));
        line = line.push(button("Remove").id(format!("remove-{at}")).icon(Icon::Minus).kind(Kind::Quiet).on_press(Message::Remove(at)));
    }
    column![present, line].spacing(space::S4).into()
}

/// Program Enrollment: the program, then start date and relationship of each member.
pub fn program<'a>(intake: &'a Intake, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    let chosen = (!intake.draft.project.is_blank()).then(|| intake.draft.project.to_string());
    let label = at::enrollment::PROJECT_ID.label();
    let id = control_id(0, at::enrollment::PROJECT_ID);
    let select = select(id, label, programs(intake, cx), chosen).on_choose(Message::Project);
    let words = shown(intake, 0, at::enrollment::PROJECT_ID, found);
    let project = field(label, select).help(cx.desk.guide.then_some(at::enrollment::PROJECT_ID.info().help));
    let project = project.on_help(Message::Edit(0, Edit::Help(at::enrollment::PROJECT_ID))).findings(words);
    let mut body = column![project].spacing(space::S16);
    if cx.organization().is_none() {
        body = body.push(banner(
            Tone::Warn,
            "No organization is chosen, so no program can be offered. Choose it in Settings.",
            Some(("Settings", Message::Settings)),
        ));
    }
    for (at, member) in intake.draft.members.iter().enumerate().filter(|(_, m)| m.present) {
        let mut block = column![text::strong(cx.client_name(&member.client))].spacing(space::S12);
        let moved = intake.draft.asks_move_in(member, cx.agency).then_some(at::enrollment::MOVE_IN_DATE);
        for field in [at::enrollment::RELATIONSHIP_TO_HOH, at::enrollment::ENTRY_DATE].into_iter().chain(moved) {
            block = block.push(asked(intake, at, field, found, cx));
        }
        body = body.push(card(block.width(Length::Fill)));
    }
    page("Program Enrollment", "The program of your organization, and who enters it when.", body.into(), intake, cx)
}

/// The programs of the chosen organization. A program that was chosen before stays visible, so that the context guard can speak.
fn programs(intake: &Intake, cx: &Context<'_>) -> Vec<Opt> {
    let option = |p: &crate::domain::hud::Project| {
        let sort = p.project_type.known().map_or("", Code::label);
        Opt::plain(p.project_id.as_str(), p.project_name.as_str()).detail(sort)
    };
    let mut options: Vec<Opt> = cx.organization().map(|o| cx.agency.projects_of(o).map(option).collect()).unwrap_or_default();
    if let Some(kept) = cx.agency.project(&intake.draft.project).filter(|p| !options.iter().any(|o| o.value == p.project_id.as_str())) {
        options.push(option(kept));
    }
    options
}

/// Universal Data Assessment of one member.
pub fn universal<'a>(
    intake: &'a Intake,
    member: usize,
    fields: &[FieldId],
    found: &[MemberFinding],
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let Some(one) = intake.draft.members.get(member) else {
        return text::secondary("This member is not in the household any more.").into();
    };
    let mut body = column![].spacing(space::S16);
    if !one.is_head() && intake.draft.members.len() > 1 {
        let copy = button("Default Last…")
            .id(format!("default-last-{member}"))
            .icon(Icon::Redo)
            .tip("Copies the answers of the head of household");
        body = body.push(copy.on_press(Message::Copy(member)));
    }
    // Without a program there is no CoC to choose from; the step before asks for the program.
    let open = |field: &&FieldId| **field != at::enrollment::ENROLLMENT_COC || !cocs(intake, cx).is_empty();
    for field in fields.iter().filter(open) {
        body = body.push(asked(intake, member, *field, found, cx));
    }
    let title = format!("Universal Data Assessment: {}", cx.client_name(&one.client));
    page(title, "Answer as of the project start date, even if you enter it later.", body.into(), intake, cx)
}

/// Finish: what will be written of each member, and what is missing, each a jump; then write.
pub fn summary<'a>(intake: &'a Intake, case: &IntakeCase<'_>, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    let stops = found.iter().filter(|f| f.finding.severity == Severity::Stop).count();
    let count = intake.draft.members.iter().filter(|m| m.present).count();
    let program = cx.agency.project_name(intake.draft.project.as_str());
    let mut body = column![].spacing(space::S12);
    body = body.push(if stops > 0 {
        banner(Tone::Bad, "This cannot be an enrollment yet. Fix what is marked below.", None)
    } else {
        let people = if count == 1 { "1 enrollment".to_owned() } else { format!("{count} enrollments") };
        banner(Tone::Ok, format!("Finish writes {people} in {program}."), None)
    });
    for (member, one) in intake.draft.members.iter().enumerate() {
        let mut lines = found.iter().enumerate().filter(|(_, f)| f.member == member).peekable();
        if one.present || lines.peek().is_some() {
            let written = one.present.then(|| text::secondary(written(intake, member, one, case)));
            body = body.push(column![text::strong(cx.client_name(&one.client))].push(written).spacing(space::S4));
        }
        for (at, f) in lines {
            let jump = button("Go there").id(format!("jump-{at}")).kind(Kind::Link).on_press(Message::Mend(step_of(f), control_of(f)));
            let words = finding(f.finding.severity, f.finding.words.clone());
            body = body.push(row![words, jump].spacing(space::S16).align_y(Alignment::Center));
        }
    }
    let finish =
        button("Finish").id("finish").icon(Icon::Check).kind(Kind::Primary).hint(shortcut::hint(Command::Save)).on_press(Message::Finish);
    let discard = button("Discard this intake").id("discard").icon(Icon::Trash).kind(Kind::Quiet).on_press(Message::Discard);
    let end = row![finish, gap().width(Length::Fill), discard].align_y(Alignment::Center);
    let keys = [(Command::Save, "finishes"), (Command::Back, "goes back"), (Command::Close, "leaves and keeps what you typed")];
    framed(
        "Finish",
        "What is not answered yet can be answered later; only what stops the enrollment must be fixed now.",
        body.into(),
        end.into(),
        &keys,
        (intake, cx),
    )
}

/// What Finish writes of a member: `Self (Head of Household) · starts 11/20/2026 · 9 of 11 questions answered`.
fn written(intake: &Intake, member: usize, one: &Member, case: &IntakeCase<'_>) -> String {
    let asked = intake.draft.fields(member, case);
    let only = crate::domain::check::project_cocs(case.agency, &intake.draft.project).len() == 1;
    let answered = asked.iter().filter(|field| !one.get(**field).is_empty() || (**field == at::enrollment::ENROLLMENT_COC && only)).count();
    let says = |field: FieldId| field.in_words(one.get(field));
    let relationship = Some(says(at::enrollment::RELATIONSHIP_TO_HOH)).filter(|words| !words.is_empty());
    let starts = Some(says(at::enrollment::ENTRY_DATE)).filter(|day| !day.is_empty()).map(|day| format!("starts {day}"));
    let answers = Some(format!("{answered} of {} questions answered", asked.len()));
    [relationship, starts, answers].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn asked<'a>(intake: &'a Intake, member: usize, field: FieldId, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    let cell = intake.draft.members.get(member).map(|m| m.get(field)).unwrap_or_default();
    let typed = intake.typed.get(&(member, field)).map(String::as_str);
    let options = if field == at::enrollment::ENROLLMENT_COC { cocs(intake, cx) } else { form::offered(field, cell) };
    // A program with one CoC fills it in (R-ENR-13); the draft does the same when it is finished.
    let cell = match options.as_slice() {
        [only] if field == at::enrollment::ENROLLMENT_COC && cell.is_empty() => only.value.clone(),
        _ => cell.to_owned(),
    };
    let text = match (typed, field.info().kind) {
        (Some(typed), _) => typed.to_owned(),
        (None, crate::domain::Kind::Day) => date::us(&cell),
        (None, _) => cell,
    };
    let findings = shown(intake, member, field, found);
    form::control(
        Asked {
            id: control_id(member, field),
            field,
            text,
            options,
            findings,
            today: cx.today(),
            hidden: cx.hides(field),
            explain: cx.desk.guide,
        },
        move |edit: Edit| Message::Edit(member, edit),
    )
}

fn cocs(intake: &Intake, cx: &Context<'_>) -> Vec<Opt> {
    crate::domain::check::project_cocs(cx.agency, &intake.draft.project).into_iter().map(|c| Opt::plain(c, c)).collect()
}

/// The findings to show: those about what is there, and all once Finish was seen.
fn shown(intake: &Intake, member: usize, field: FieldId, found: &[MemberFinding]) -> Vec<(Severity, String)> {
    let filled = intake.draft.members.get(member).is_some_and(|m| !m.get(field).is_empty());
    let guard = field == at::enrollment::PROJECT_ID && !intake.draft.project.is_blank();
    let words = intake.words(member, field, found).into_iter().map(|f| (f.severity, f.words));
    if intake.asked || filled || guard { words.collect() } else { Vec::new() }
}

/// A step that another one follows.
fn page<'a>(
    title: impl Into<String>,
    about: &'static str,
    body: Element<'a, Message>,
    intake: &Intake,
    cx: &Context<'_>,
) -> Element<'a, Message> {
    let next = button("Next").id("next").icon(Icon::ArrowRight).kind(Kind::Primary).hint(shortcut::hint(Command::Next));
    let keys = [(Command::Next, "goes on"), (Command::Close, "leaves and keeps what you typed"), (Command::Back, "goes back")];
    let keys = if intake.draft.step == Step::Family { &keys[..2] } else { &keys };
    framed(title, about, body, next.on_press(Message::Next).into(), keys, (intake, cx))
}

/// The frame of a step: title, what it is for, the questions, back and what comes next.
fn framed<'a>(
    title: impl Into<String>,
    about: &'static str,
    body: Element<'a, Message>,
    end: Element<'a, Message>,
    keys: &[(Command, &str)],
    (intake, cx): (&Intake, &Context<'_>),
) -> Element<'a, Message> {
    let first = intake.draft.step == Step::Family;
    let back =
        (!first).then(|| button("Back").id("back").icon(Icon::ArrowLeft).hint(shortcut::hint(Command::Back)).on_press(Message::Back));
    card(
        column![
            text::section(title.into()),
            text::secondary(about),
            gap().height(space::S8),
            column![body].max_width(cx.form()),
            row![].push(back).push(end).spacing(space::S8).align_y(Alignment::Center),
            text::hint(shortcut::line(keys)),
        ]
        .spacing(space::S12)
        .width(Length::Fill),
    )
}
