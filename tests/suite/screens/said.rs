//! What is said beside a form is said of that form: whose it is, what its key writes, what is half typed, what a day means in this program.

use super::intake::funded;
use super::resolving::open;
use super::work::{has, set};
use crate::desk::{Desk, People};
use iced::Size;
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::Edit;
use wayhome::app::screen::home::{self, State};
use wayhome::app::screen::{clients, intake};
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Form, Slot};
use wayhome::domain::hud::ReferralResult;
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Card, ClientId, Code, at};

/// Home, where the referral of this client was acknowledged just now; and somebody else.
fn acknowledged() -> (Desk, ClientId, ClientId) {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    let other = desk.charts.iter().map(|chart| chart.id().clone()).find(|id| *id != client).unwrap();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Only(Some(State::New))));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    assert!(desk.shows("Acknowledgment saved"), "{:?}", desk.seen().texts);
    (desk, client, other)
}

#[test]
fn what_is_said_of_a_client_does_not_stand_below_the_form_of_the_next() {
    let said = |desk: &mut Desk| desk.shows("Acknowledgment saved");
    let (mut desk, client, _) = acknowledged();
    desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
    assert!(said(&mut desk), "on their own record it does: {:?}", desk.seen().texts);
    for form in [|other| Destination::Client(other, Part::Events(None)), |other| Destination::Intake(other, None)] {
        let (mut desk, _, other) = acknowledged();
        desk.send(Message::Go(form(other)));
        assert!(!said(&mut desk), "{:?}", desk.seen().texts);
    }
    let (mut desk, client, _) = acknowledged();
    desk.send(Message::Go(Destination::Clients));
    assert!(said(&mut desk), "a search is nobody's");
    desk.send(Message::Clients(clients::Message::Add));
    assert!(!said(&mut desk), "somebody new is somebody else: {:?}", desk.seen().texts);
    // It can be taken back as every save can.
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    assert!(has(&mut desk, "Acknowledgment"), "{:?}", desk.seen().texts);
}

#[test]
fn the_result_in_place_of_a_second_intake_is_proposed() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::Enrolled);
    desk.send(Message::Go(Destination::Intake(client, None)));
    assert!(desk.seen().focused().unwrap().starts_with("Record the result: "));
    desk.key(Named::Enter);
    assert_eq!(desk.seen().focused().as_deref(), Some("save"), "{:?}", desk.seen().texts);
    assert!(desk.shows(at::referral::RESULTING_ENROLLMENT_ID.label()) && desk.shows("Not saved yet"), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert!(desk.shows("Referral result saved"), "{:?}", desk.seen().texts);
}

#[test]
fn what_save_writes_of_a_proposed_success_is_in_sight_beside_it() {
    for size in [Size::new(1280.0, 800.0), Size::new(819.0, 614.0), Size::new(683.0, 512.0)] {
        let mut desk = Desk::guided(People::Typical);
        desk.resize(size);
        desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
        desk.click("open-referrals");
        desk.type_text("r");
        desk.frame();
        assert_eq!(desk.seen().focused().as_deref(), Some("save"));
        let writes =
            format!("Save writes: {} · Result Date ", at::event::REFERRAL_RESULT.in_words(&ReferralResult::Accepted.code().to_string()));
        let seen = desk.seen();
        let line = seen.texts.iter().find(|(text, _)| text.starts_with(&writes) && text.contains(" · Resulting Enrollment "));
        let (_, line) = line.unwrap_or_else(|| panic!("{:?}", seen.texts));
        assert!(line.y > 0.0 && line.y + line.height <= size.height, "{size:?}: {line:?}");
        desk.key(Named::Enter);
        assert!(!has(&mut desk, "Save writes: "), "nothing is left to write: {:?}", desk.seen().texts);
        assert_eq!(desk.seen().focused().as_deref(), Some("save"), "and the keyboard stays");
    }
}

#[test]
fn a_day_that_is_half_typed_over_a_lock_is_no_mistake_until_it_is_left() {
    let mut desk = funded();
    let day = form::member_id(0, at::enrollment::ENTRY_DATE);
    desk.send(Message::Intake(intake::Message::To(Step::Program)));
    let (half, wrong) = ("Half typed. Add the year, as in 11/05/", "is not a date that can be read");
    half_typed_over_a_lock(&mut desk, &day, "11/5", (half, wrong));
    // The same in the form of somebody new.
    let mut desk = funded();
    desk.click("find-member");
    desk.type_text("Quorra Zephyrine");
    desk.click("new-member");
    half_typed_over_a_lock(&mut desk, &form::id(at::client::DOB), "5/6", ("Half typed. Add the year, as in 05/06/", wrong));
}

fn half_typed_over_a_lock(desk: &mut Desk, day: &str, typed: &str, (half, wrong): (&str, &str)) {
    desk.click(day);
    desk.command("a");
    desk.type_text(typed);
    desk.send(Message::Command(Command::Lock));
    desk.unlock();
    assert_eq!(desk.seen().focused().as_deref(), Some(day));
    assert!(has(desk, half) && !has(desk, wrong), "{:?}", desk.seen().texts);
    desk.tab();
    assert!(!has(desk, half) && has(desk, wrong), "it was left so: {:?}", desk.seen().texts);
}

#[test]
fn a_start_means_what_it_does_in_this_program() {
    let mut desk = funded();
    desk.send(Message::Command(Command::Guide));
    desk.send(Message::Intake(intake::Message::To(Step::Program)));
    assert!(desk.shows("The day the household was admitted, which may be before move-in."), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "In a shelter"), "{:?}", desk.seen().texts);
    desk.click(&form::member_id(0, at::enrollment::ENTRY_DATE));
    desk.key(Named::F1);
    let means = "The day on which the stay in the project begins. The day the household was admitted, which may be before move-in.";
    assert!(desk.shows(means), "{:?}", desk.seen().texts);
    // The exit says it above its day, where the guide does not say it below the name of the field.
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = crate::visits::awaited(&desk).unwrap();
    let chart = desk.charts.iter().find(|chart| *chart.id() == client).unwrap();
    let program = desk.agency.project(&chart.enrollment(&stay).unwrap().project_id).unwrap().project_type.known();
    let ends = at::exit::EXIT_DATE.help(program);
    assert_ne!(ends, at::exit::EXIT_DATE.help(None), "a type is known");
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client, stay)));
    assert!(desk.shows(&format!("{ends} Everybody who is checked leaves on this day.")), "{:?}", desk.seen().texts);
    desk.send(Message::Command(Command::Guide));
    assert!(desk.shows("Everybody who is checked leaves on this day.") && desk.shows(ends), "{:?}", desk.seen().texts);
}

#[test]
fn what_protects_somebody_is_said_with_the_guide_closed_too() {
    let asks = at::health_and_dv::DOMESTIC_VIOLENCE_SURVIVOR.info();
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Health))));
    assert!(desk.shows(asks.label) && desk.shows(asks.warns) && !desk.shows(asks.help), "{:?}", desk.seen().texts);
    desk.send(Message::Command(Command::Guide));
    assert!(desk.shows(&format!("{} {}", asks.help, asks.warns)), "{:?}", desk.seen().texts);
    // In a form of the record, and of a field that is typed.
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    for field in [at::event::REFERRAL_RESULT, at::referral::NOT_HOUSED_REASON] {
        assert!(desk.shows(field.info().warns) && !desk.shows(field.info().help), "{field:?}: {:?}", desk.seen().texts);
    }
}

#[test]
fn what_protects_the_data_is_said_once_with_the_guide_closed_too() {
    let disability = at::disabilities::DISABILITY_RESPONSE.info();
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Disabilities))));
    for guide in ["closed", "open"] {
        let said = desk.seen().texts.into_iter().filter(|(text, _)| text.contains(disability.warns)).count();
        assert_eq!(said, 1, "with the guide {guide}, of six kinds: {:?}", desk.seen().texts);
        desk.send(Message::Command(Command::Guide));
    }
    assert!(disability.warns.contains("own word") && at::event::REFERRAL_RESULT.info().warns.contains("does not mean moved in"));
    assert!(at::client::DOB.info().warns.contains("January 1"));
}

#[test]
fn whether_somebody_was_chronically_homeless_is_in_sight_wherever_the_page_is() {
    for size in [Size::new(1280.0, 800.0), Size::new(819.0, 614.0), Size::new(683.0, 512.0)] {
        let mut desk = funded();
        desk.resize(size);
        desk.send(Message::Intake(intake::Message::To(Step::Universal(0))));
        for answer in ["", "0"] {
            desk.send(Message::Intake(intake::Message::Edit(
                0,
                Slot::Enrollment,
                Edit::Set(at::enrollment::DISABLING_CONDITION, answer.to_owned()),
            )));
            desk.frame();
            let seen = desk.seen();
            let (words, at) = seen.texts.iter().find(|(text, _)| text.contains("chronically homeless at project start")).unwrap();
            assert!(words.starts_with("Not chronically") || answer.is_empty(), "{words}");
            assert!(at.y > 104.0 && at.y + at.height < size.height, "{size:?}: {at:?}");
        }
    }
}

#[test]
fn who_is_typed_is_new_unless_somebody_who_is_found_is_chosen_by_a_step_more() {
    let mut desk = funded();
    let found = desk.charts.iter().rev().find(|chart| chart.events.is_empty()).unwrap().clone();
    let name = Card::of(&found).name();
    desk.click("find-member");
    desk.type_text(&name);
    assert!(desk.shows("Already on this desk"), "{:?}", desk.seen().texts);
    // One key too many, or in a hurry: nobody is added by it.
    for keys in [[Named::Tab, Named::Enter], [Named::Enter, Named::Enter]] {
        keys.into_iter().for_each(|key| desk.key(key));
        assert!(desk.shows("Add a new person") && desk.shows("First Name"), "{:?}", desk.seen().texts);
        assert!(!desk.seen().checked.iter().any(|words| words.starts_with(&name)), "{:?}", desk.seen().checked);
        desk.click("cancel");
        desk.type_text(&name);
    }
    desk.tab();
    desk.tab();
    let here = desk.seen().stops.into_iter().find(|stop| stop.focused).unwrap();
    assert!(here.id.starts_with("add-") && here.label.starts_with(&format!("Add this person: {name}, ")), "{here:?}");
    desk.key(Named::Enter);
    assert!(desk.seen().checked.contains(&format!("{name} is present")), "{:?}", desk.seen().checked);
}

#[test]
fn who_was_taken_in_place_of_who_was_typed_is_said() {
    let mut desk = funded();
    let found = desk.charts.iter().rev().find(|chart| chart.events.is_empty() && !chart.client.first_name.is_blank()).unwrap().clone();
    desk.click("find-member");
    desk.type_text(&Card::of(&found).name());
    desk.click("new-member");
    desk.command("s");
    assert_eq!(desk.seen().focused().as_deref(), Some("likely"), "{:?}", desk.seen().texts);
    assert!(desk.shows("Add this person, who is here") && desk.shows("None of these: add a new person"), "{:?}", desk.seen().texts);
    desk.click(&format!("match-{}", found.id()));
    assert!(has(&mut desk, "Added who is here already. What you typed is kept"), "{:?}", desk.seen().texts);
    // Once more the same one: nobody is added.
    desk.click("find-member");
    desk.type_text(&Card::of(&found).name());
    desk.click("new-member");
    desk.command("s");
    desk.click(&format!("match-{}", found.id()));
    assert!(has(&mut desk, "They are a member already. What you typed is kept"), "{:?}", desk.seen().texts);
}
