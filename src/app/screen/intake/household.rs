//! The first pages of an intake, and of an entry that is corrected: who is in the household, in which program, related to whom, since when.

use super::steps::{asked, page, shown};
use super::{Find, Intake, Message, control_id};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::{Edit, told};
use crate::app::icon::Icon;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::card::roomy;
use crate::app::widget::{Control, Kind, Opt, badge, banner, button, check as tick, field, group, input, select, spoken, unspoken};
use crate::domain::ask::{Person, Question, Slot};
use crate::domain::intake::{Fate, IntakeCase, Member, MemberFinding, Purpose};
use crate::domain::{ClientId, at, check, code::Code, date};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// At most so many people are proposed at once.
pub(super) const PROPOSED: usize = 8;
/// The list of what becomes of a member who is recorded.
pub(super) const FATE: &str = "fate";
/// The search for somebody of the household.
pub(super) const FIND: &str = "find-member";
/// The box of who is there.
pub(super) const PRESENT: &str = "present";

/// The id of a control of a member. It is theirs wherever they stand: what is pressed twice must not take the next one.
pub(super) fn member_id(what: &str, client: &ClientId) -> String {
    format!("{what}-{client}")
}

/// Family Members: who is in the household, who is present in this stay.
pub fn family<'a>(intake: &'a Intake, cx: &Context<'a>) -> Element<'a, Message> {
    // Who lives with the client stands where they stand, ticked or not: each is one Space, and nothing moves under the keyboard.
    let mates = intake.mates(cx);
    let place = |client: &ClientId| intake.draft.members.iter().position(|member| member.client == *client);
    let others = (0..intake.draft.members.len()).filter(|at| !intake.draft.members.get(*at).is_some_and(|m| mates.contains(&m.client)));
    let others = others.map(|at| member_line(at, false, intake, cx));
    let mates = mates.iter().map(|mate| place(mate).map_or_else(|| mate_line(mate, intake, cx), |at| member_line(at, true, intake, cx)));
    let find = input(FIND, "Find a family member", &intake.find)
        .masked(cx.desk.privacy)
        .placeholder("Name, date of birth, last four of SSN, or client ID")
        .on_input(|text| Message::Find(Find(text)));
    let people = found(intake, cx);
    let sought = !intake.find.trim().is_empty();
    let nobody = sought && people.is_empty();
    let nobody = nobody.then(|| text::secondary("Nobody is found."));
    let here = (sought && !people.is_empty()).then(|| text::strong("Already on this desk"));
    let join = match (intake.draft.joining.is_empty(), intake.draft.correcting.is_blank()) {
        (true, _) => "Add a new person",
        (false, true) => "Continue adding a person",
        (false, false) => "Continue correcting a person",
    };
    // Where nobody is sought nobody new is meant: Enter goes on.
    let idle = !sought && intake.draft.joining.is_empty();
    let join = button(join).id("new-member").icon(Icon::UserPlus).passed(idle).on_press(Message::Join);
    let take_up = intake.draft.offers_set_aside().then(|| {
        let tip = "What you typed of the person who was taken out. It is kept until you add the next one.";
        button("Go on with what you typed").id("take-up").icon(Icon::Undo).tip(tip).on_press(Message::TakeUp)
    });
    let people = people.into_iter().map(|client| {
        let about = about(&client, cx);
        let add = button("Add this person")
            .called(["Add this person: ", &cx.client_name(&client), if about.is_empty() { "" } else { ", " }, &about].concat())
            .id(format!("add-{client}"))
            .icon(Icon::Plus)
            .on_press(Message::Add(client.clone()));
        row![column![text::body(cx.client_name(&client)), text::hint(about)].width(Length::Fill), add].align_y(Alignment::Center).into()
    });
    let found = column(people).spacing(space::S8);
    let new = column![
        row![join].push(take_up).spacing(space::S8),
        text::hint("For somebody who is not on this desk yet: they are written with the household.")
    ]
    .spacing(space::S8);
    // Whose name was typed may be new although somebody who is here is called alike. So what comes first after the name opens the form, as in
    // Clients, and who is found there takes a step more: a key too many adds nobody.
    let here = sought.then(|| column![].push(here).push(found).spacing(space::S8));
    // One child, whether somebody is found or not: what comes and goes must not take the keyboard from what stands below it.
    let find = column![field("Find a family member", find)].push(nobody).spacing(space::S8);
    page(
        "Family Members",
        "Check everyone who is enrolling. The head of household answers for the household.",
        column![column(others.chain(mates)).spacing(space::S12), find, new].push(here).spacing(space::S16).into(),
        intake,
        cx,
    )
}

/// People who may belong to the household and were found by the search. Who is ticked stands above.
fn found(intake: &Intake, cx: &Context<'_>) -> Vec<ClientId> {
    let found = if intake.find.trim().is_empty() { Vec::new() } else { cx.people(&intake.find, PROPOSED) };
    let mates = intake.mates(cx);
    found.into_iter().filter(|c| !mates.contains(c) && !intake.draft.members.iter().any(|m| m.client == *c)).collect()
}

/// Age and client ID: two may bear one name, and have one age.
fn about(client: &ClientId, cx: &Context<'_>) -> String {
    let age = cx.card(client).map(|c| cx.age(c.born)).unwrap_or_default();
    let id = cx.client_id(client).map(|id| format!("ID {id}")).unwrap_or_default();
    [age, id].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Somebody of the client's households who is not in this one yet: a tick, not set.
fn mate_line<'a>(mate: &ClientId, intake: &Intake, cx: &Context<'a>) -> Element<'a, Message> {
    let (about, add) = (about(mate, cx), mate.clone());
    let about =
        [about.as_str(), "lives or lived with the client"].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
    let tick = tick(member_id(PRESENT, mate), format!("{} is present", intake.called(mate, cx)), false).description(about.clone());
    column![tick.on_toggle(move |_| Message::Add(add.clone())), unspoken(text::hint(about))].spacing(space::S4).into()
}

/// A member. Who is one of the `mates` has a place here in any case: without the tick they are not
/// enrolled, and what was typed about them is kept. The next Tab is the next tick.
fn member_line<'a>(at: usize, mate: bool, intake: &'a Intake, cx: &Context<'a>) -> Element<'a, Message> {
    let Some(member) = intake.draft.members.get(at) else { return gap().into() };
    let name = intake.called(&member.client, cx);
    let about = intake.card(&member.client, cx).map(|c| cx.age(c.born)).unwrap_or_default();
    let recorded = !member.base.is_empty();
    let role = match () {
        () if member.is_head() => Some(("Head of household", Tone::Info)),
        () => recorded.then_some(("Enrolled", Tone::Neutral)),
    };
    let said: Vec<&str> = std::iter::once(about.as_str()).chain(role.map(|(words, _)| words)).filter(|words| !words.is_empty()).collect();
    // Who is recorded is part of it; who leaves has an exit.
    let present: Element<'_, Message> = if recorded {
        spoken(format!("{name}: {}", said.join(", ")), text::strong(name))
    } else {
        tick(member_id(PRESENT, &member.client), format!("{name} is present"), member.present)
            .description(said.join(", "))
            .on_toggle(move |on| Message::Present(at, on))
            .into()
    };
    let head = (!recorded && !member.is_head() && may_lead(intake, member, cx)).then(|| {
        button("Make head of household")
            .called(format!("Make head of household: {}", intake.called(&member.client, cx)))
            .id(member_id("head", &member.client))
            .kind(Kind::Quiet)
            .on_press(Message::Head(at))
    });
    let is_new = intake.draft.is_new(&member.client);
    let correct = is_new.then(|| {
        button("Correct")
            .called(format!("Correct {}", intake.called(&member.client, cx)))
            .id(member_id("correct", &member.client))
            .icon(Icon::Edit)
            .kind(Kind::Quiet)
            .on_press(Message::Correct(member.client.clone()))
    });
    let likely = intake.likely_view(&member.client, cx);
    let remove = (!recorded && !member.is_head() && !mate).then(|| {
        button("Remove")
            .called(format!("Remove {}", intake.called(&member.client, cx)))
            .id(member_id("remove", &member.client))
            .icon(Icon::Minus)
            .kind(Kind::Quiet)
            .on_press(Message::Remove(at))
    });
    // Where it is decided what becomes of who is recorded.
    let take_out = (recorded && !member.is_head()).then(|| {
        button("Take out of the household…")
            .called(format!("Take out of the household: {}", intake.called(&member.client, cx)))
            .id(member_id("take-out", &member.client))
            .icon(Icon::Minus)
            .kind(Kind::Quiet)
            .on_press(Message::TakeOut(member.client.clone()))
    });
    let known = row![text::hint(about).width(Length::Fill)].push(role.map(|(words, tone)| badge(words, tone)));
    let known = known.spacing(space::S12).align_y(Alignment::Center);
    // The name on a line of its own: it may be long, and what can be done with it must not be squeezed.
    let line = row![unspoken(known)].push(head).push(correct).push(remove).push(take_out);
    column![present, line.spacing(space::S12).align_y(Alignment::Center)].push(likely).spacing(space::S4).into()
}

/// True for who may be made the head: an adult, and a child only where no adult is there (R-ENR-10).
fn may_lead(intake: &Intake, member: &Member, cx: &Context<'_>) -> bool {
    let age = |m: &Member| intake.card(&m.client, cx).and_then(|c| c.born).and_then(|born| date::age(born, cx.today()));
    let adult = |m: &Member| age(m).is_none_or(|age| age >= Person::ADULT);
    adult(member) || !intake.draft.members.iter().any(|m| m.stays() && adult(m))
}

/// Program Enrollment: the program, then start date and relationship of each member.
pub fn program<'a>(intake: &'a Intake, case: &IntakeCase<'_>, found: &[MemberFinding], cx: &Context<'a>) -> Element<'a, Message> {
    let mut body = column![program_field(intake, found, cx)].spacing(space::S16);
    if cx.organization().is_none() {
        body = body.push(banner(
            Tone::Warn,
            "No organization is chosen, so no program can be offered. Choose it in Settings.",
            Some(("Settings", Message::Settings)),
        ));
    }
    let leads_apart = intake.draft.apart_head(case);
    for (at, member) in intake.draft.members.iter().enumerate().filter(|(_, m)| m.present) {
        let role = match (member.is_head(), leads_apart == Some(at)) {
            (true, _) => Some(badge("Head of household", Tone::Info)),
            (_, true) => Some(badge("Head of a household of their own", Tone::Info)),
            _ => None,
        };
        let name = row![text::strong(intake.called(&member.client, cx)).width(Length::Fill)].push(role).align_y(Alignment::Center);
        let relationship = (leads_apart != Some(at)).then_some(at::enrollment::RELATIONSHIP_TO_HOH);
        let housed = || member.enrollment().entry_date.known().is_some_and(|on| check::asks_move_in(cx.agency, &intake.draft.project, on));
        let asks_move_in = intake.draft.asks_move_in(member, cx.agency) || (leads_apart == Some(at) && housed());
        let moved = asks_move_in.then_some(at::enrollment::MOVE_IN_DATE);
        let asks = relationship.into_iter().chain([at::enrollment::ENTRY_DATE]).chain(moved).filter(|_| member.stays());
        let asks = asks.map(|field| asked(intake, at, Question { slot: Slot::Enrollment, field }, found, cx));
        // One child, whatever is asked: what goes with a choice below it must not take the keyboard from it.
        let asks = column(asks).spacing(space::S12);
        let block = column![name, asks].push(fate(intake, at, member, found, cx));
        let block = group(intake.called(&member.client, cx), block.spacing(space::S12).width(Length::Fill));
        body = body.push(roomy(block, cx.inside()));
    }
    page("Program Enrollment", "The program of your organization, and who enters it when.", body.into(), intake, cx)
}

/// What becomes of a member of a stay that is recorded. A list that is closed, so that Enter, which goes from field to field, decides
/// nothing; open for who came to take this member out.
fn fate<'a>(intake: &'a Intake, at: usize, member: &Member, found: &[MemberFinding], cx: &Context<'a>) -> Option<Element<'a, Message>> {
    if intake.draft.purpose != Purpose::Entry || member.is_head() {
        return None;
    }
    let offered = Becomes::ALL.into_iter().filter(|becomes| match becomes {
        Becomes::Of(Fate::Stays) => true,
        Becomes::Of(_) => !member.base.is_empty(),
        Becomes::Head => member.fate == Fate::Stays && may_lead(intake, member, cx),
    });
    let options: Vec<Opt> = offered.map(|becomes| Opt::plain(becomes.value(), becomes.label())).collect();
    if options.len() < 2 {
        return None;
    }
    let now = Becomes::Of(member.fate);
    let label = "In this household";
    let called = format!("{label}: {}", intake.called(&member.client, cx));
    let (id, holds) = (member_id(FATE, &member.client), Some(now.value().to_owned()));
    let decide = move |value: Option<String>| match Becomes::ALL.into_iter().find(|becomes| Some(becomes.value()) == value.as_deref()) {
        Some(Becomes::Head) => Message::Head(at),
        Some(Becomes::Of(fate)) => Message::Fate(at, fate),
        None => Message::Fate(at, Fate::Stays),
    };
    let chosen = select(id, called, options, holds).opened(intake.takes_out.as_ref() == Some(&member.client)).on_choose(decide);
    let question = Question { slot: Slot::Enrollment, field: at::enrollment::RELATIONSHIP_TO_HOH };
    let said = intake.words(at, question, found).into_iter().filter(|_| member.fate == Fate::Mistaken).map(|f| (f.severity, f.words));
    Some(field(label, chosen).hint(now.means()).findings(said.collect()).into())
}

/// What a member of a recorded stay can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Becomes {
    Of(Fate),
    Head,
}

impl Becomes {
    /// In the order of the list: what changes least is first.
    const ALL: [Self; 4] = [Self::Of(Fate::Stays), Self::Head, Self::Of(Fate::Apart), Self::Of(Fate::Mistaken)];

    const fn value(self) -> &'static str {
        match self {
            Self::Of(Fate::Stays) => "stays",
            Self::Head => "head",
            Self::Of(Fate::Apart) => "apart",
            Self::Of(Fate::Mistaken) => "mistaken",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Of(Fate::Stays) => "Stays as recorded",
            Self::Head => "Becomes head of household",
            Self::Of(Fate::Apart) => "Gets a household of their own",
            Self::Of(Fate::Mistaken) => "Was entered by mistake",
        }
    }

    /// What Finish does with it.
    const fn means(self) -> &'static str {
        match self {
            Self::Of(Fate::Stays) | Self::Head => {
                "Who moves out has an exit instead. A new head of household keeps its CoC and its move-in date."
            }
            Self::Of(Fate::Apart) => {
                "Finish gives this person a household of their own, back to the project start, together with everybody else who is taken \
                 apart here. It is for who never was one household with the others."
            }
            Self::Of(Fate::Mistaken) => {
                "Finish takes this person out of the household: the enrollment and all that was recorded with it is marked as deleted. \
                 History can take that back."
            }
        }
    }
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
    let project = told(field(label, select), at::enrollment::PROJECT_ID, cx.program, cx.desk.guide);
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
