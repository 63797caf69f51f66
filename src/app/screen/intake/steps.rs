//! The first pages of the intake: family, program, universal data; and what its pages have in common.

use super::{Find, Intake, Message, control_id, question_id};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::{self, Asked, Edit};
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{Kind, Opt, badge, banner, button, card, check, field, input, select};
use crate::domain::ask::{self, Answers, Form, Question, Slot};
use crate::domain::intake::{Member, MemberFinding, Purpose, Step};
use crate::domain::{ClientId, FieldId, Severity, at, code::Code};
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
        let add = button("Add")
            .called(format!("Add {}", cx.client_name(&client)))
            .id(format!("add-{client}"))
            .icon(Icon::Plus)
            .on_press(Message::Add(client.clone()));
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
    let recorded = !member.base.is_empty();
    // Who is recorded is part of it; who leaves has an exit.
    let present: Element<'_, Message> = if recorded {
        text::strong(name).into()
    } else {
        check(format!("present-{at}"), format!("{name} is present"), member.present).on_toggle(move |on| Message::Present(at, on)).into()
    };
    // The name on a line of its own: it may be long, and what can be done with it must not be squeezed.
    let mut line = row![text::hint(about), gap().width(Length::Fill)].spacing(space::S12).align_y(Alignment::Center);
    if member.is_head() {
        line = line.push(badge("Head of household", Tone::Info));
    } else if recorded {
        line = line.push(badge("Enrolled", Tone::Neutral));
    } else {
        line = line.push(
            button("Make head of household")
                .called(format!("Make head of household: {}", cx.client_name(&member.client)))
                .id(format!("head-{at}"))
                .kind(Kind::Quiet)
                .on_press(Message::Head(at)),
        );
        line = line.push(
            button("Remove")
                .called(format!("Remove {}", cx.client_name(&member.client)))
                .id(format!("remove-{at}"))
                .icon(Icon::Minus)
                .kind(Kind::Quiet)
                .on_press(Message::Remove(at)),
        );
    }
    column![present, line].spacing(space::S4).into()
}

/// Program Enrollment: the program, then start date and relationship of each member.
pub fn program<'a>(intake: &'a Intake, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    let mut body = column![program_field(intake, found, cx)].spacing(space::S16);
    if cx.organization().is_none() {
        body = body.push(banner(
            Tone::Warn,
            "No organization is chosen, so no program can be offered. Choose it in Settings.",
            Some(("Settings", Message::Settings)),
        ));
    }
    for (at, member) in intake.draft.members.iter().enumerate().filter(|(_, m)| m.present) {
        let name = text::strong(cx.client_name(&member.client));
        let head = (intake.draft.purpose == Purpose::Entry && !member.is_head()).then(|| {
            let tip = "The household keeps its CoC and its move-in date. Everybody's relationship is to the new head of household.";
            button("Make head of household").id(format!("head-{at}")).kind(Kind::Quiet).tip(tip).on_press(Message::Head(at))
        });
        let line = row![name, gap().width(Length::Fill)].push(head).align_y(Alignment::Center);
        let mut block = column![line].spacing(space::S12);
        let moved = intake.draft.asks_move_in(member, cx.agency).then_some(at::enrollment::MOVE_IN_DATE);
        for field in [at::enrollment::RELATIONSHIP_TO_HOH, at::enrollment::ENTRY_DATE].into_iter().chain(moved) {
            block = block.push(asked(intake, at, Question { slot: Slot::Enrollment, field }, found, cx));
        }
        body = body.push(card(block.width(Length::Fill)));
    }
    page("Program Enrollment", "The program of your organization, and who enters it when.", body.into(), intake, cx)
}

/// Which program: a choice in an intake, a fact in a stay that is recorded.
fn program_field<'a>(intake: &'a Intake, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    if intake.draft.purpose == Purpose::Entry {
        return text::strong(cx.agency.project_name(intake.draft.project.as_str())).into();
    }
    let chosen = (!intake.draft.project.is_blank()).then(|| intake.draft.project.to_string());
    let label = at::enrollment::PROJECT_ID.label();
    let id = control_id(0, at::enrollment::PROJECT_ID);
    let select = select(id, label, programs(intake, cx), chosen).on_choose(Message::Project);
    let words = shown(intake, 0, Question { slot: Slot::Enrollment, field: at::enrollment::PROJECT_ID }, found);
    let project = field(label, select).help(cx.desk.guide.then_some(at::enrollment::PROJECT_ID.info().help));
    let project = project.on_help(Message::Edit(0, Slot::Enrollment, Edit::Help(at::enrollment::PROJECT_ID))).findings(words);
    project.into()
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
    let mut asks = column![].spacing(space::S16);
    // Without a program there is no CoC to choose from; the step before asks for the program.
    let open = |field: &&FieldId| **field != at::enrollment::ENROLLMENT_COC || !cocs(intake, cx).is_empty();
    for field in fields.iter().filter(open) {
        asks = asks.push(asked(intake, member, Question { slot: Slot::Enrollment, field: *field }, found, cx));
    }
    let body = column![taken(intake, one, &questions(fields), cx), asks];
    let title = format!("Universal Data Assessment: {}", cx.client_name(&one.client));
    page(title, "Answer as of the project start date, even if you enter it later.", body.into(), intake, cx)
}

fn questions(fields: &[FieldId]) -> Vec<Question> {
    fields.iter().map(|field| Question { slot: Slot::Enrollment, field: *field }).collect()
}

/// Two ways to save typing on a member's page: the head of household's answers, and what was recorded of the member before. Empty
/// where neither would bring anything; there all the same, so that nothing below it moves when an answer changes that.
pub fn taken<'a>(intake: &'a Intake, member: &Member, asked: &[Question], cx: &Context<'a>) -> Element<'a, Message> {
    let recorded = intake.recorded(cx);
    let brings = |from: &dyn Answers| asked.iter().any(|q| !from.answer(*q).is_empty());
    let last = brings(&recorded).then(|| {
        let tip = "Takes over what was recorded last of this person. Ask whether it still holds.";
        button("Default Last…").id("default-last").icon(Icon::Redo).tip(tip).on_press(Message::Last)
    });
    let head = intake.draft.members.iter().find(|m| m.is_head()).filter(|head| head.client != member.client);
    // Whether somebody has a disability, or is safe, is nobody's but their own.
    let personal = matches!(intake.draft.step, Step::Assess(_, Form::Disabilities | Form::Health));
    let copy = head.filter(|head| !personal && brings(*head)).map(|_| {
        let tip = "Takes over the answers of the head of household on this page.";
        button("Copy from head of household").id("copy-head").icon(Icon::Copy).tip(tip).on_press(Message::Copy)
    });
    if last.is_none() && copy.is_none() {
        return gap().into();
    }
    column![row![].push(last).push(copy).spacing(space::S8).wrap(), gap().height(space::S16)].into()
}

/// A question of a member with its control.
pub fn asked<'a>(intake: &'a Intake, member: usize, question: Question, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
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
            explain: cx.desk.guide,
        },
        move |edit: Edit| Message::Edit(member, slot, edit),
    )
}

fn cocs(intake: &Intake, cx: &Context<'_>) -> Vec<Opt> {
    crate::domain::check::project_cocs(cx.agency, &intake.draft.project).into_iter().map(|c| Opt::plain(c, c)).collect()
}

/// The findings to show: those about what is there, and all once Finish was seen.
pub fn shown(intake: &Intake, member: usize, question: Question, found: &[MemberFinding]) -> Vec<(Severity, String)> {
    let day = !intake.draft.purpose.enrolls() && question.field == intake.draft.day_field() && !intake.draft.on.is_empty();
    let filled = day || intake.draft.members.get(member).is_some_and(|m| !m.answer(question).is_empty());
    let guard = question.field == at::enrollment::PROJECT_ID && !intake.draft.project.is_blank();
    let words = intake.words(member, question, found).into_iter().map(|f| (f.severity, f.words));
    // Who has just said yes is about to tick which.
    if !intake.asked && ask::ELEMENTS.iter().any(|e| e.slot == question.slot && e.any == Some(question.field)) {
        return Vec::new();
    }
    if intake.asked || filled || guard { words.collect() } else { Vec::new() }
}

/// A step that another one follows.
pub fn page<'a>(
    title: impl Into<String>,
    about: &'static str,
    body: Element<'a, Message>,
    intake: &Intake,
    cx: &Context<'_>,
) -> Element<'a, Message> {
    let next = button("Next").id("next").icon(Icon::ArrowRight).kind(Kind::Primary).hint(shortcut::hint(Command::Next));
    let keys = [(Command::Next, "goes on"), (Command::Close, "leaves and keeps what you typed"), (Command::Back, "goes back")];
    let keys = if matches!(intake.draft.step, Step::Family | Step::When) { &keys[..2] } else { &keys };
    framed(title, about, body, next.on_press(Message::Next).into(), keys, (intake, cx))
}

/// The frame of a step: title, what it is for, the questions, back and what comes next.
pub fn framed<'a>(
    title: impl Into<String>,
    about: &'static str,
    body: Element<'a, Message>,
    end: Element<'a, Message>,
    keys: &[(Command, &str)],
    (intake, cx): (&Intake, &Context<'_>),
) -> Element<'a, Message> {
    let first = matches!(intake.draft.step, Step::Family | Step::When);
    let back =
        (!first).then(|| button("Back").id("back").icon(Icon::ArrowLeft).hint(shortcut::hint(Command::Back)).on_press(Message::Back));
    card(
        column![
            section(title.into()),
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
