//! An intake as fast as it is told: no key that nobody needs, and never an answer that nobody gave.

use super::intake::funded;
use super::resolving::open;
use super::work::has;
use crate::desk::{Desk, People, records};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::home::State;
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{self, Form, Question, Slot};
use wayhome::domain::hud::{DisabilityType, Funder, ProjectType};
use wayhome::domain::intake::Step;
use wayhome::domain::{Chart, Code, Day, Value, at, ssn};

fn to(desk: &mut Desk, step: Step) {
    desk.send(Message::Intake(intake::Message::To(step)));
}

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

const fn disability(kind: DisabilityType) -> Question {
    Question { slot: Slot::Disability(kind), field: at::disabilities::DISABILITY_RESPONSE }
}

/// How many radio groups of the page hold this answer.
fn answered(desk: &mut Desk, answer: &str) -> usize {
    desk.seen().values.iter().filter(|value| *value == answer).count()
}

#[test]
fn every_list_that_is_asked_as_one_has_a_no() {
    let listed: Vec<Question> = ask::ELEMENTS
        .iter()
        .flat_map(|e| e.fields.iter().filter(|f| f.listed).map(|f| Question { slot: e.slot, field: f.field }))
        .collect();
    assert_eq!(listed.iter().filter(|q| matches!(q.slot, Slot::Disability(_))).count(), DisabilityType::ALL.len());
    for question in listed {
        let no = question.no().unwrap_or_else(|| panic!("{question:?}"));
        assert_eq!(question.in_words(&no), "No", "{question:?}");
    }
}

#[test]
fn one_key_answers_no_to_all_disabilities_that_are_blank_and_takes_it_back() {
    let mut desk = funded();
    to(&mut desk, Step::Assess(0, Form::Disabilities));
    assert_eq!(focused(&mut desk), form::question_id(0, disability(DisabilityType::Physical)));
    assert!(desk.shows("Does any of these apply?") && desk.shows("Ctrl+B"), "{:?}", desk.seen().texts);
    // One of them is there: the rest is not.
    desk.click(&form::question_id(0, disability(DisabilityType::MentalHealth)));
    desk.type_text("1");
    desk.command("b");
    assert_eq!(answered(&mut desk, "No"), 5, "{:?}", desk.seen().values);
    assert_eq!(answered(&mut desk, "Yes"), 1);
    assert!(has(&mut desk, "No to 5 questions") && has(&mut desk, "Ctrl+B takes that back"), "{:?}", desk.seen().texts);
    assert!(!desk.seen().texts.iter().any(|(text, _)| text.starts_with("No to 5") && text.contains("Ctrl")), "it stays on the next page");
    // On to what the yes asks.
    let impairs = Question { slot: Slot::Disability(DisabilityType::MentalHealth), field: at::disabilities::INDEFINITE_AND_IMPAIRS };
    assert_eq!(focused(&mut desk), form::question_id(0, impairs));
    // One of the five is another answer after all: taken back are the other four.
    desk.click(&form::question_id(0, disability(DisabilityType::Hiv)));
    desk.type_text("9");
    desk.command("b");
    assert_eq!(answered(&mut desk, "No"), 0, "{:?}", desk.seen().values);
    assert_eq!((answered(&mut desk, "Yes"), answered(&mut desk, "Client prefers not to answer")), (1, 1));
    assert_eq!(focused(&mut desk), form::question_id(0, disability(DisabilityType::Physical)));
    // By the button too; where nothing is left the keyboard is on what comes next.
    desk.click("deny");
    desk.click(&form::question_id(0, impairs));
    desk.type_text("0");
    to(&mut desk, Step::Assess(0, Form::Income));
    desk.command("b");
    assert!(
        has(&mut desk, "in a list that is asked as one, such as the disabilities. This page has none that is blank."),
        "{:?}",
        desk.seen().texts
    );
    assert_eq!(answered(&mut desk, "No"), 0, "{:?}", desk.seen().values);
    // What was said on another page is not taken back on this one.
    to(&mut desk, Step::Assess(0, Form::Disabilities));
    assert_eq!(answered(&mut desk, "No"), 5);
    desk.command("b");
    assert_eq!(answered(&mut desk, "No"), 5, "{:?}", desk.seen().values);
}

#[test]
fn no_to_all_is_an_answer_to_each() {
    let mut desk = funded();
    let missing = |desk: &mut Desk| {
        to(desk, Step::Summary);
        let names: Vec<&str> = DisabilityType::ALL.iter().map(|kind| disability(*kind).label()).collect();
        desk.seen().texts.iter().filter(|(text, _)| names.iter().any(|name| text.starts_with(&format!("{name} is missing")))).count()
    };
    assert_eq!(missing(&mut desk), DisabilityType::ALL.len(), "{:?}", desk.seen().texts);
    to(&mut desk, Step::Assess(0, Form::Disabilities));
    desk.command("b");
    assert_eq!(focused(&mut desk), "next");
    assert_eq!(missing(&mut desk), 0, "{:?}", desk.seen().texts);
}

/// On a page on which other questions stand before such a list.
#[test]
fn enter_never_comes_onto_the_no_to_questions_that_nobody_asked() {
    let (mut agency, charts) = records(People::Typical);
    let housing = agency.projects.iter().find(|p| p.project_type.is(ProjectType::PermanentSupportive)).unwrap().project_id.clone();
    let start_date = Value::Known(Day::from_ymd_opt(2024, 1, 1).unwrap());
    agency.funders.push(Funder {
        funder_id: "FR".into(),
        project_id: housing.clone(),
        funder: Value::Known(24),
        start_date,
        ..Funder::default()
    });
    let mut desk = Desk::of((agency, charts));
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Intake(client, None)));
    to(&mut desk, Step::Program);
    desk.send(Message::Intake(intake::Message::Project(Some(housing.to_string()))));
    to(&mut desk, Step::Assess(0, Form::Background));
    let id = |field| form::member_id(0, field);
    assert!(desk.shows("No to all that are blank"), "{:?}", desk.seen().texts);
    desk.click(&id(at::enrollment::FORMER_WARD_JUVENILE_JUSTICE));
    desk.type_text("0");
    let denied = answered(&mut desk, "No");
    assert_eq!(enter(&mut desk), id(at::enrollment::UNEMPLOYMENT_FAM));
    assert_eq!(enter(&mut desk), id(at::enrollment::MENTAL_HEALTH_DISORDER_FAM));
    assert_eq!(answered(&mut desk, "No"), denied, "{:?}", desk.seen().values);
    // Tab stops there, and whoever means it presses it.
    desk.click(&id(at::enrollment::FORMER_WARD_JUVENILE_JUSTICE));
    desk.type_text("0");
    desk.tab();
    assert_eq!(focused(&mut desk), "deny");
    desk.key(Named::Enter);
    assert_eq!(answered(&mut desk, "No"), denied + 6, "{:?}", desk.seen().values);
    assert!(desk.shows("Take that back"), "{:?}", desk.seen().texts);
}

/// The last name of the head of household, and Family Members of the intake, where this was typed and somebody is being added.
fn joining(typed: &str) -> (Desk, String) {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    let family = desk.charts.iter().find(|chart| *chart.id() == client).unwrap().client.last_name.to_string();
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk.click("find-member");
    desk.type_text(typed);
    desk.click("new-member");
    (desk, family)
}

/// Presses Enter, and says where the keyboard is then.
fn enter(desk: &mut Desk) -> String {
    desk.key(Named::Enter);
    focused(desk)
}

#[test]
fn a_child_gets_the_name_of_the_family_and_enter_passes_what_is_filled_in() {
    use at::client as c;
    let (mut desk, family) = joining("Quorra");
    let holds = |desk: &mut Desk, value: &str| desk.seen().values.iter().any(|held| held == value);
    assert!(holds(&mut desk, "Quorra") && holds(&mut desk, &family), "{:?}", desk.seen().values);
    assert_eq!(focused(&mut desk), form::id(c::LAST_NAME));
    assert!(holds(&mut desk, "Full name reported"), "{:?}", desk.seen().values);
    // The suffix and what follows from the name are passed; Tab stops there.
    assert_eq!(enter(&mut desk), form::id(c::SSN));
    desk.back();
    assert_eq!(focused(&mut desk), form::id(c::NAME_DATA_QUALITY));
    desk.tab();
    assert_eq!(enter(&mut desk), form::id(c::SSN_DATA_QUALITY), "there is no number, so nobody has answered this");
    desk.type_text("9");
    assert_eq!(enter(&mut desk), form::id(c::DOB));
    desk.type_text("5/6/2019");
    assert_eq!(enter(&mut desk), form::id(c::SEX));
    assert!(holds(&mut desk, "Full DOB reported"), "{:?}", desk.seen().values);
    desk.type_text("0");
    assert_eq!(enter(&mut desk), form::id(c::AM_IND_AK_NATIVE));
    desk.key(Named::Space);
    // No veteran under 18: it is done.
    assert_eq!(enter(&mut desk), "save");
    desk.key(Named::Enter);
    let there = desk.seen().checked;
    assert!(there.contains(&format!("Quorra {family} is present")), "{there:?}");
}

#[test]
fn what_is_typed_replaces_the_name_of_the_family_and_a_proposal_alone_is_nobody() {
    let (mut desk, family) = joining("Quorra");
    desk.type_text("Z");
    let values = desk.seen().values;
    assert!(values.iter().any(|value| value == "Z") && !values.contains(&family), "{values:?}");
    // A click into it marks it too; what somebody typed is edited by it.
    let (mut desk, _) = joining("");
    desk.click(&form::id(at::client::LAST_NAME));
    desk.type_text("Z");
    assert!(desk.seen().values.iter().any(|value| value == "Z"), "{:?}", desk.seen().values);
    let (mut desk, _) = joining("Quorra");
    desk.type_text("Z");
    desk.click(&form::id(at::client::FIRST_NAME));
    desk.click(&form::id(at::client::LAST_NAME));
    desk.type_text("z");
    assert!(desk.seen().values.iter().any(|value| value == "Zz"), "{:?}", desk.seen().values);
    // Nothing typed: nothing is kept, and Finish misses nobody.
    let (mut desk, family) = joining("");
    assert_eq!(focused(&mut desk), form::id(at::client::FIRST_NAME));
    assert!(desk.seen().values.contains(&family), "{:?}", desk.seen().values);
    assert!(!has(&mut desk, "Reports count the name as missing"), "nothing is wrong with what nobody typed: {:?}", desk.seen().texts);
    desk.key(Named::Escape);
    assert!(desk.shows("Add a new person"), "{:?}", desk.seen().texts);
    to(&mut desk, Step::Summary);
    assert!(!has(&mut desk, "half typed"), "{:?}", desk.seen().texts);
}

#[test]
fn nobody_is_made_of_a_proposal_alone() {
    let first = form::id(at::client::FIRST_NAME);
    for enters in [false, true] {
        let (mut desk, family) = joining("");
        let press = |desk: &mut Desk| {
            desk.click(&form::id(at::client::LAST_NAME));
            if enters { desk.press(Key::Named(Named::Enter), None, Modifiers::COMMAND) } else { desk.command("s") }
        };
        press(&mut desk);
        assert!(has(&mut desk, "Nobody is entered yet. Type a first name, or Cancel."), "{:?}", desk.seen().texts);
        assert_eq!(focused(&mut desk), first);
        assert!(desk.seen().values.contains(&family));
        desk.type_text("Quorra");
        press(&mut desk);
        let there = desk.seen().checked;
        assert!(there.contains(&format!("Quorra {family} is present")), "{there:?}");
    }
    // Where nothing is proposed either.
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Clients));
    desk.send(Message::Clients(wayhome::app::screen::clients::Message::Add));
    desk.command("s");
    assert!(desk.app.title().starts_with("Add client") && has(&mut desk, "Nobody is entered yet."), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), first);
}

#[test]
fn a_name_with_which_that_of_the_family_begins_is_a_first_name() {
    let (_, family) = joining("");
    let part: String = family.chars().take(3).collect();
    let (mut desk, _) = joining(&part);
    let values = desk.seen().values;
    assert!(values.contains(&part) && values.contains(&family), "{values:?}");
    assert_eq!(focused(&mut desk), form::id(at::client::LAST_NAME));
}

#[test]
fn the_qualities_follow_what_is_typed_also_after_a_lock() {
    use at::client as c;
    let (mut desk, _) = joining("Quorra");
    let holds = |desk: &mut Desk, value: &str| desk.seen().values.iter().any(|held| held == value);
    desk.click(&form::id(c::SSN));
    for (typed, quality) in [("123", "Approximate or partial SSN reported"), ("456789", "Full SSN reported")] {
        desk.type_text(typed);
        assert!(holds(&mut desk, quality), "{typed}: {:?}", desk.seen().values);
    }
    desk.command("l");
    desk.unlock();
    assert!(holds(&mut desk, "Full name reported") && holds(&mut desk, "Full SSN reported"), "{:?}", desk.seen().values);
    for (field, quality) in [(c::SSN, "Full SSN reported"), (c::FIRST_NAME, "Full name reported")] {
        desk.click(&form::id(field));
        desk.command("a");
        desk.key(Named::Backspace);
        assert!(!holds(&mut desk, quality), "stale: {:?}", desk.seen().values);
    }
    // What somebody chose stays.
    desk.click(&form::id(c::NAME_DATA_QUALITY));
    desk.type_text("2");
    desk.click(&form::id(c::FIRST_NAME));
    desk.type_text("Quorra");
    assert!(holds(&mut desk, "Partial, street name, or code name reported"), "{:?}", desk.seen().values);
}

#[test]
fn enter_in_the_last_field_of_a_page_goes_to_the_next_and_never_to_finish() {
    let mut desk = funded();
    to(&mut desk, Step::Program);
    desk.click(&form::member_id(0, at::enrollment::ENTRY_DATE));
    // The move-in is asked there too.
    let first = form::member_id(0, at::enrollment::LIVING_SITUATION);
    (0..3).find(|_| enter(&mut desk) == first);
    assert_eq!(focused(&mut desk), first, "the universal questions: {:?}", desk.seen().texts);
    // By its number a long list is answered too, and Enter goes on.
    desk.type_text("116");
    assert_eq!(enter(&mut desk), form::member_id(0, at::enrollment::LENGTH_OF_STAY));
    to(&mut desk, Step::Assess(0, Form::Disabilities));
    desk.command("b");
    assert_eq!(focused(&mut desk), "next");
    // The last page leads to Next: one key more would write.
    to(&mut desk, Step::Assess(0, Form::Health));
    desk.type_text("0");
    assert_eq!(enter(&mut desk), "next");
    assert!(!desk.shows("Finish") || has(&mut desk, "Health and Safety: "), "{:?}", desk.seen().texts);
}

#[test]
fn each_page_says_what_enter_does_and_the_last_one_where_its_button_leads() {
    let mut desk = funded();
    let enter = "Enter goes on, also to the next page, and stops before Finish";
    let leads = |desk: &mut Desk| desk.seen().stops.into_iter().find(|stop| stop.id == "next").map(|stop| stop.label).unwrap();
    for (step, button) in [
        (Step::Family, "Next"),
        (Step::Program, "Next"),
        (Step::Universal(0), "Next"),
        (Step::Assess(0, Form::Disabilities), "Next"),
        (Step::Assess(0, Form::Health), "Next: Finish"),
    ] {
        to(&mut desk, step);
        assert!(desk.shows(enter), "{step:?}: {:?}", desk.seen().texts);
        assert_eq!(leads(&mut desk), button, "{step:?}");
    }
    to(&mut desk, Step::Summary);
    assert!(!desk.shows(enter), "Enter finishes here");
}

#[test]
fn after_a_change_in_settings_the_keyboard_is_on_the_work_and_not_on_the_guide() {
    use wayhome::app::screen::settings::Message as Set;
    let mut desk = Desk::guided(People::Typical);
    let organizations: Vec<String> = desk.agency.organizations.iter().map(|o| o.organization_id.to_string()).collect();
    let changes = organizations
        .into_iter()
        .map(|id| Set::Organization(Some(id)))
        .chain(["150", "200", "100"].map(|s| Set::Scale(Some(s.to_owned()))));
    let client = desk.charts[0].id().clone();
    for change in changes {
        for to in [Destination::Home, Destination::Clients, Destination::Client(client.clone(), Part::Profile), Destination::Exchange] {
            desk.send(Message::Go(to.clone()));
            desk.frame();
            let before = focused(&mut desk);
            desk.command(",");
            desk.send(Message::Settings(change.clone()));
            desk.command("s");
            desk.frame();
            let now = focused(&mut desk);
            assert!(!now.is_empty() && !now.starts_with("aside-") && !now.starts_with("nav-"), "{change:?} at {to:?}: {now}");
            assert!(to == Destination::Home || now == before, "{change:?} at {to:?}: {before} and then {now}");
        }
    }
}

#[test]
fn the_number_by_which_namesakes_are_told_apart_is_whole_in_the_list() {
    let mut desk = Desk::guided(People::Typical);
    let numbered = |chart: &&Chart| ssn::is_complete(&chart.client.ssn);
    let client = desk.charts.iter().find(numbered).unwrap().client.clone();
    for width in (40..=64).map(|step| step as f32 * 20.0) {
        desk.resize(iced::Size::new(width, 800.0));
        desk.send(Message::Go(Destination::Clients));
        desk.command("a");
        desk.type_text(client.last_name.as_str());
        let cut: Vec<String> = desk.cut().into_iter().filter(|words| words.contains('•')).collect();
        assert!(cut.is_empty(), "{width}: {cut:?}");
        assert!(width < 1280.0 || desk.shows(&ssn::masked(&client.ssn)), "{:?}", desk.seen().texts);
    }
}
