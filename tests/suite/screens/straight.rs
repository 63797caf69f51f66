//! The straight way from a referral to its result, by keyboard alone: nothing leads astray.

use super::history::household;
use super::intake::funded;
use super::work::{has, set};
use crate::desk::{Desk, People};
use crate::visits::{annual, context, in_entry, referred};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use wayhome::app::action::{Destination, Part};
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::{home, intake};
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, form};
use wayhome::domain::annual::Window;
use wayhome::domain::ask::{Form, Question, Slot};
use wayhome::domain::hud::Enrollment;
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Card, ClientId, at};

pub const INCOME: Question = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };

pub fn to(desk: &mut Desk, step: Step) {
    desk.send(Message::Intake(intake::Message::To(step)));
}

pub fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

fn name(desk: &Desk, client: &ClientId) -> String {
    Card::of(desk.charts.iter().find(|chart| chart.id() == client).unwrap()).name()
}

/// The annual assessment of a household, begun on Home, on its income.
pub fn in_an_annual() -> Desk {
    let mut desk = Desk::with(People::Typical);
    annual(&mut desk).unwrap();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Annuals));
    desk.send(Message::Home(home::Message::Opened(0)));
    to(&mut desk, Step::Assess(0, Form::Income));
    desk
}

#[test]
fn help_in_an_annual_of_home_leads_back_into_it_and_it_ends_on_home() {
    let mut desk = in_an_annual();
    desk.send(Message::Command(Command::Manual));
    assert_eq!(desk.app.title(), "Help · Wayhome");
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Annual Assessment · Wayhome");
    assert!(desk.shows(INCOME.label()), "on its page: {:?}", desk.seen().texts);
    desk.click(&form::question_id(0, INCOME));
    desk.type_text("0");
    to(&mut desk, Step::Summary);
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    assert_eq!(desk.app.title(), "Home · Wayhome", "{:?}", desk.seen().texts);
}

#[test]
fn the_annual_form_names_the_next_days_once_the_last_are_recorded() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = annual(&mut desk).unwrap();
    let own = desk.charts.iter().find_map(|c| c.enrollment(&stay)).unwrap().clone();
    let today = fixed_clock().date();
    let days = Window::begun(own.entry_date.known().unwrap(), today).unwrap();
    let visit = |desk: &mut Desk| desk.send(Message::Go(Destination::Visit(Purpose::Annual, client.clone(), stay.clone())));
    visit(&mut desk);
    assert!(has(&mut desk, &format!("A day from {}.", days.in_words())), "{:?}", desk.seen().texts);
    to(&mut desk, Step::Assess(0, Form::Income));
    desk.click(&form::question_id(0, INCOME));
    desk.type_text("0");
    to(&mut desk, Step::Summary);
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    visit(&mut desk);
    let next = Window::open(own.entry_date.known().unwrap(), today, &[today]).unwrap();
    assert!(next.from > days.from);
    assert!(has(&mut desk, &format!("The next one bears a day from {}.", next.in_words())), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, &format!("A day from {}.", days.in_words())), "{:?}", desk.seen().texts);
}

/// The exit of a household of two, recorded with nothing answered: the head, and the other one.
fn left(desk: &mut Desk) -> (ClientId, ClientId) {
    let (head, stay, member) = household(desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, head.clone(), stay)));
    to(desk, Step::Summary);
    (head, member)
}

#[test]
fn what_is_missing_is_said_of_each_who_lacks_something() {
    let mut desk = Desk::with(People::Typical);
    let (head, member) = left(&mut desk);
    let (head, member) = (name(&desk, &head), name(&desk, &member));
    let line = |desk: &mut Desk, who: &str, end: &str| {
        desk.seen().texts.iter().any(|(text, _)| text.contains(&format!("{who}: ")) && text.contains(" · ") && text.ends_with(end))
    };
    assert!(line(&mut desk, &head, "") && line(&mut desk, &member, ""), "on Finish: {:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert!(line(&mut desk, &head, " missing") && line(&mut desk, &member, " missing"), "{:?}", desk.seen().texts);
    let ways = desk.seen().stops.iter().filter(|stop| stop.id.starts_with("notice-act: ")).count();
    assert_eq!(ways, 1, "one button, to the first");
}

#[test]
fn esc_out_of_what_a_housemate_lacks_leads_back_to_where_it_was_asked() {
    let mut desk = Desk::with(People::Typical);
    let (head, member) = left(&mut desk);
    desk.key(Named::Enter);
    desk.quiet();
    let (lead, other) = (name(&desk, &head), name(&desk, &member));
    desk.send(Message::Go(Destination::Client(head, Part::Enrollments)));
    let answer = desk.seen().stops.into_iter().find(|stop| stop.label.starts_with(&format!("Answer them: {other}"))).unwrap().id;
    desk.click(&answer);
    assert_eq!(desk.app.title(), "Exit · Wayhome");
    // Also after a lock.
    desk.command("l");
    desk.unlock();
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
    assert!(desk.shows(&lead) && !desk.shows(&format!("Exit: {other}")), "{:?}", desk.seen().texts);
}

#[test]
fn what_a_household_lacks_is_one_quiet_line_for_each() {
    let mut desk = Desk::with(People::Typical);
    let (head, member) = left(&mut desk);
    desk.key(Named::Enter);
    desk.quiet();
    let other = name(&desk, &member);
    desk.send(Message::Go(Destination::Client(head, Part::Enrollments)));
    let lines: Vec<String> = desk.seen().texts.into_iter().map(|(text, _)| text).filter(|text| text.starts_with(&other)).collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].ends_with("answers are still missing."), "with the count alone: {lines:?}");
}

#[test]
fn enrollments_begins_with_what_is_ours_and_open() {
    let mut desk = Desk::with(People::Typical);
    let (mut own, mut others) = (0, 0);
    let organizations: Vec<String> = desk.agency.organizations.iter().map(|o| o.organization_id.to_string()).collect();
    for organization in organizations {
        context(&mut desk, organization.clone());
        for chart in desk.charts.clone() {
            let ours = |e: &&Enrollment| {
                desk.agency.owner(&e.project_id).is_some_and(|o| o.organization_id.as_str() == organization) && e.date_deleted.is_blank()
            };
            let stays: Vec<_> = chart.enrollments.iter().filter(ours).cloned().collect();
            if stays.is_empty() || chart.enrollments.len() == stays.len() {
                continue;
            }
            desk.send(Message::Go(Destination::Client(chart.id().clone(), Part::Enrollments)));
            let first = focused(&mut desk);
            let of = stays.iter().find(|stay| first.ends_with(stay.enrollment_id.as_str()));
            let of = of.unwrap_or_else(|| panic!("{first} is not of {organization}"));
            own += 1;
            let open = |stay: &&Enrollment| chart.exit(&stay.enrollment_id).is_none();
            assert!(open(&of) || !stays.iter().any(|stay| open(&stay)), "{first}");
            others += usize::from(chart.enrollments.iter().map(|e| e.entry_date.known()).max() != Some(of.entry_date.known()));
        }
    }
    assert!(own > 0 && others > 0, "{own} {others}");
}

#[test]
fn letters_of_the_page_work_while_the_guide_has_the_keyboard() {
    let mut desk = Desk::guided(People::Typical);
    let (client, stay) = in_entry(&mut desk).unwrap();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::During(stay, None))));
    let in_guide = |desk: &mut Desk| {
        (0..200).find(|_| {
            desk.tab();
            focused(desk).starts_with("aside-")
        });
        assert!(focused(desk).starts_with("aside-"), "{:?}", focused(desk));
    };
    in_guide(&mut desk);
    desk.type_text("a");
    assert!(has(&mut desk, "New: "), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Client(client, Part::Notes(None))));
    in_guide(&mut desk);
    desk.command_shift("n");
    assert!(desk.shows("New case note"), "{:?}", desk.seen().texts);
    // What is typed into a text is text.
    desk.type_text("an");
    assert!(desk.seen().values.iter().any(|value| value == "an"), "{:?}", desk.seen().values);
}

#[test]
fn r_ctx_1_what_another_organization_recorded_is_read_and_not_deleted() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = in_entry(&mut desk).unwrap();
    let project = desk.charts.iter().find_map(|c| c.enrollment(&stay)).unwrap().project_id.clone();
    let owner = desk.agency.owner(&project).unwrap().clone();
    let other = desk.agency.organizations.iter().find(|o| o.organization_id != owner.organization_id).unwrap().organization_id.to_string();
    context(&mut desk, other);
    desk.send(Message::Go(Destination::Client(client, Part::During(stay, None))));
    let whose = format!("This program belongs to {}", owner.organization_name.as_str());
    assert!(has(&mut desk, &whose) && !has(&mut desk, "Delete asks"), "{:?}", desk.seen().texts);
    desk.click("occasions");
    desk.key(Named::Delete);
    assert!(!has(&mut desk, "Delete this record?"), "{:?}", desk.seen().texts);
    desk.quiet();
    desk.key(Named::Home);
    desk.key(Named::Enter);
    let stops = |desk: &mut Desk, id: &str| desk.seen().stops.iter().any(|stop| stop.id == id);
    assert!(has(&mut desk, &whose) && !stops(&mut desk, "delete") && !stops(&mut desk, "save"), "{:?}", desk.seen().stops);
    let (at, texts) = (focused(&mut desk), desk.seen().texts);
    assert_eq!(at, "cancel", "the way back: {texts:?}");
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), "occasions");
}

#[test]
fn who_is_recorded_is_taken_out_from_family_members_too() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head.clone(), stay)));
    to(&mut desk, Step::Family);
    assert!(!desk.seen().stops.iter().any(|stop| stop.id == format!("take-out-{head}")), "not the head");
    desk.click(&format!("take-out-{member}"));
    assert_eq!(focused(&mut desk), format!("fate-{member}"), "where it is decided");
    assert!(desk.shows("Was entered by mistake"), "what can be chosen is seen: {:?}", desk.seen().texts);
    desk.type_text("was");
    desk.key(Named::Enter);
    to(&mut desk, Step::Summary);
    assert!(has(&mut desk, "out of the household and marks"), "{:?}", desk.seen().texts);
}

#[test]
fn an_undo_says_at_its_reason_which_key_does_it() {
    let mut desk = Desk::with(People::Typical);
    let client = desk.charts[0].id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Profile)));
    desk.click("profile-edit");
    desk.click(&form::id(at::client::FIRST_NAME));
    desk.type_text("x");
    desk.command("s");
    desk.quiet();
    desk.send(Message::Command(Command::History));
    desk.key(Named::Enter);
    desk.type_text("u");
    assert_eq!(focused(&mut desk), "undo-reason");
    assert!(has(&mut desk, "Ctrl+S undoes the save"), "{:?}", desk.seen().texts);
}

#[test]
fn the_form_of_a_referral_is_whole_in_a_window_as_it_opens() {
    let mut desk = Desk::with(People::Typical);
    let (client, event) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client, Part::Events(event))));
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    let lowest = |desk: &mut Desk, ids: &[&str]| {
        let stops = desk.seen().stops.into_iter().filter(|stop| ids.contains(&stop.id.as_str()));
        stops.map(|stop| stop.bounds.y + stop.bounds.height).fold(0.0, f32::max)
    };
    let buttons = ["save", "save-close", "cancel", "start-intake"];
    assert!(
        lowest(&mut desk, &buttons[3..]) > 0.0 && lowest(&mut desk, &buttons) <= 776.0,
        "above the status bar: {}",
        lowest(&mut desk, &buttons)
    );
    desk.command("s");
    assert!(has(&mut desk, "Saved, but: "), "{:?}", desk.seen().texts);
    assert!(lowest(&mut desk, &buttons) <= 732.0, "above what stays: {}", lowest(&mut desk, &buttons));
}

#[test]
fn success_without_an_enrollment_leads_to_the_intake_and_the_intake_back() {
    let mut desk = Desk::with(People::Typical);
    super::resolving::open(&mut desk, home::State::New);
    desk.type_text("1");
    desk.click("start-intake");
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    to(&mut desk, Step::Summary);
    desk.send(Message::Intake(intake::Message::Finish));
    assert_eq!(desk.app.title(), "CE Event · Wayhome", "{:?}", desk.seen().texts);
    assert!(!desk.seen().stops.iter().any(|stop| stop.id == "start-intake"), "it has its enrollment");
    desk.command("s");
    assert!(desk.shows("Referral result saved"), "{:?}", desk.seen().texts);
}

#[test]
fn enter_goes_from_the_last_answer_to_the_next_page() {
    let mut desk = funded();
    to(&mut desk, Step::Program);
    assert_eq!(focused(&mut desk), form::member_id(0, at::enrollment::ENTRY_DATE), "the program is known; since when is entered");
    let next = (0..4).find(|_| {
        desk.key(Named::Enter);
        assert_ne!(focused(&mut desk), "back");
        has(&mut desk, "Universal Data Assessment: ")
    });
    assert!(next.is_some(), "{:?}", desk.seen().texts);
}

#[test]
fn one_key_takes_over_what_the_head_answered() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    to(&mut desk, Step::Assess(1, Form::Income));
    let copy = |desk: &mut Desk| desk.press(Key::Character("d".into()), None, Modifiers::COMMAND | Modifiers::SHIFT);
    copy(&mut desk);
    assert!(has(&mut desk, "There is nothing to take over on this page."), "{:?}", desk.seen().texts);
    to(&mut desk, Step::Assess(0, Form::Income));
    let insured = Question { field: at::income_benefits::INSURANCE_FROM_ANY_SOURCE, ..INCOME };
    desk.click(&form::question_id(0, insured));
    desk.type_text("0");
    to(&mut desk, Step::Assess(1, Form::Income));
    assert!(has(&mut desk, "Ctrl+Shift+D copies from the head of household"), "{:?}", desk.seen().texts);
    copy(&mut desk);
    assert_ne!(focused(&mut desk), form::question_id(1, insured), "answered");
    // Of a disability nothing is copied.
    to(&mut desk, Step::Assess(1, Form::Disabilities));
    desk.quiet();
    copy(&mut desk);
    assert!(has(&mut desk, "There is nothing to take over on this page."), "{:?}", desk.seen().texts);
}
