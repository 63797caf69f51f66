//! The workflow never loses a referral: what is saved and not whole says so, stays on Home, and is completed where it can be.

use super::work::{has, set};
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::client;
use wayhome::app::screen::home::{self, State};
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::intake::Step;
use wayhome::domain::{Card, ClientId, at, date};

/// Opens the first referral of Home that is in this state, and says whose it is.
pub fn open(desk: &mut Desk, state: State) -> ClientId {
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Only(Some(state))));
    desk.send(Message::Home(home::Message::Opened(0)));
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    let texts: Vec<String> = desk.seen().texts.into_iter().map(|(text, _)| text).collect();
    desk.charts.iter().find(|chart| texts.contains(&Card::of(chart).name())).unwrap().id().clone()
}

/// How many referrals Home has in this state, as its chip says.
fn count(desk: &mut Desk, state: &str) -> usize {
    let chip = desk.seen().texts.into_iter().find_map(|(text, _)| text.strip_prefix(state)?.trim().parse().ok());
    chip.unwrap_or_default()
}

/// Does the intake that Home offers for a referral, with what is proposed in it.
pub fn enroll(desk: &mut Desk, client: &ClientId) {
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.send(Message::Intake(intake::Message::Finish));
    assert_eq!(desk.app.title(), "CE Event · Wayhome", "{:?}", desk.seen().texts);
}

#[test]
fn successful_without_an_enrollment_says_so_and_stays_on_home() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.command("s");
    let words = "A successful referral has a resulting enrollment. Choose the enrollment in the housing program.";
    assert!(desk.shows(&format!("Saved, but: {words}")), "{:?}", desk.seen().texts);
    assert!(!desk.shows("Referral result saved"), "said once");
    assert!(desk.shows(words), "beside the field too");
    assert_eq!(desk.seen().focused(), Some(form::id(at::referral::RESULTING_ENROLLMENT_ID)));

    desk.send(Message::Go(Destination::Home));
    assert!(!has(&mut desk, "Saved, but"), "it does not follow everywhere");
    assert_eq!(count(&mut desk, "No enrollment"), 1);
    desk.send(Message::Home(home::Message::Only(Some(State::Unenrolled))));
    assert!(desk.shows("Next: intake, or the reason"));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    assert!(has(&mut desk, "What it waits for is the enrollment."));
    desk.send(Message::Home(home::Message::Pressed('i', 0)));
    assert_eq!(desk.app.title(), "Intake · Wayhome");
}

#[test]
fn a_result_that_was_saved_with_a_concern_is_taken_back_from_its_caution() {
    for close in [false, true] {
        let mut desk = Desk::with(People::Typical);
        open(&mut desk, State::New);
        desk.send(set(at::event::REFERRAL_RESULT, "1"));
        desk.click(if close { "save-close" } else { "save" });
        assert!(has(&mut desk, "Saved, but") && desk.shows("Undo"), "{close}: {:?}", desk.seen().texts);
        let act = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("notice-act")).unwrap().id;
        desk.click(&act);
        assert!(desk.shows("Referral result undone") && !has(&mut desk, "Saved, but"), "{close}: {:?}", desk.seen().texts);
        desk.send(Message::Go(Destination::Home));
        assert_eq!(count(&mut desk, "No enrollment"), 0, "{close}");
    }
}

#[test]
fn another_result_takes_the_enrollment_along_and_never_the_keyboard() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    let (result, linked) = (form::id(at::event::REFERRAL_RESULT), form::id(at::referral::RESULTING_ENROLLMENT_ID));
    let has_field = |desk: &mut Desk| desk.seen().stops.iter().any(|stop| stop.id == linked);
    let chosen = |desk: &mut Desk| desk.seen().values;
    desk.type_text("1");
    desk.command("s");
    assert!(has_field(&mut desk) && desk.seen().stops.iter().any(|stop| stop.id == "start-intake"));
    // There is no line into which a result could be typed for an enrollment.
    assert_eq!(desk.seen().focused(), Some(linked.clone()));
    desk.type_text("2");
    assert!(desk.seen().focused().is_some() && desk.seen().stops.iter().any(|stop| stop.id == "start-intake"));
    assert!(!has(&mut desk, "not in this record"), "{:?}", desk.seen().texts);
    let reached = (0..9).any(|_| {
        desk.back();
        desk.seen().focused() == Some(result.clone())
    });
    assert!(reached, "Shift+Tab leads back to the result");
    desk.type_text("2");
    assert!(!has_field(&mut desk), "it goes with the result: {:?}", chosen(&mut desk));
    assert!(desk.seen().focused().is_some_and(|id| id.starts_with(&result)), "{:?}", desk.seen().focused());
    // One that somebody chose goes too, and is back with the result that has one.
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.send(set(at::referral::RESULTING_ENROLLMENT_ID, "E-elsewhere"));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    assert!(!has_field(&mut desk));
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    assert!(
        has(&mut desk, "An enrollment that is not in this record") || chosen(&mut desk).iter().any(|v| v.contains("not in this record"))
    );
    // What is shown only because something stands in it.
    desk.send(set(at::event::REFERRAL_RESULT, ""));
    assert!(has_field(&mut desk));
    desk.click(&linked);
    desk.key(Named::Escape);
    desk.send(set(at::referral::RESULTING_ENROLLMENT_ID, ""));
    assert!(!has_field(&mut desk));
    assert_eq!(desk.seen().focused(), Some(result));
}

#[test]
fn a_concern_outlives_save_and_close() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.click("save-close");
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(has(&mut desk, "Saved, but: A successful referral has a resulting enrollment."));
}

#[test]
fn a_result_dated_ahead_is_saved_and_said() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.send(set(at::event::RESULT_DATE, "12/24/2099"));
    desk.command("s");
    assert!(has(&mut desk, "Saved, but: The result date is in the future."), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused(), Some(form::id(at::event::RESULT_DATE)));
}

#[test]
fn the_enrollment_is_proposed_in_a_form_that_was_filled_in_before_the_intake() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.key(Named::Escape);
    enroll(&mut desk, &client);
    assert!(desk.shows("What you typed before is here again. It is not saved yet."));
    desk.command("s");
    assert!(desk.shows("Referral result saved"), "{:?}", desk.seen().texts);
}

#[test]
fn a_saved_success_is_completed_when_it_is_opened_and_left_alone_otherwise() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.command("s");
    enroll(&mut desk, &client);
    assert!(desk.shows("Not saved yet"), "the form proposes the enrollment");
    desk.key(Named::Escape);
    assert!(!has(&mut desk, "What you typed before"), "nobody typed anything");
    desk.send(Message::Client(client::Message::Events(client::events::Message::Opened(0))));
    assert!(!has(&mut desk, "What you typed before"), "nobody typed anything");
    desk.command("s");
    assert!(desk.shows("CE Event saved"), "{:?}", desk.seen().texts);
    assert!(desk.shows("Saved") && !desk.shows("Nothing changed"), "what stands in the form is what was saved just now");
}

#[test]
fn r_res_6_a_success_that_was_none_gives_its_enrollment_up_and_gets_it_back() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.command("s");
    enroll(&mut desk, &client);
    desk.command("s");
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    assert!(has(&mut desk, "is taken out of this event when you save. The enrollment itself stays."), "{:?}", desk.seen().texts);
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    assert!(desk.shows("Saved"), "as it was: {:?}", desk.seen().texts);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    assert!(has(&mut desk, "Saved, but: This household is enrolled"), "{:?}", desk.seen().texts);
    desk.send(Message::Client(client::Message::Events(client::events::Message::Leave)));
    desk.send(Message::Client(client::Message::Events(client::events::Message::Opened(0))));
    assert!(!desk.shows("Resulting Enrollment"), "there is none any more: {:?}", desk.seen().texts);
}

#[test]
fn who_is_enrolled_is_not_rejected_without_a_word() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::Enrolled);
    let note = "If this referral led to that, its result is successful.";
    assert!(has(&mut desk, note));
    desk.type_text("3");
    assert!(has(&mut desk, note), "the note stays");
    assert!(has(&mut desk, "This household is enrolled in the referred program since "));
    desk.command("s");
    assert!(has(&mut desk, "Saved, but: This household is enrolled in the referred program since "), "{:?}", desk.seen().texts);
    desk.type_text("1");
    assert!(!has(&mut desk, note));
}

#[test]
fn another_result_has_another_day_unless_somebody_entered_one() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    let (today, earlier) = (date::show(fixed_clock().date()), date::show(fixed_clock().date().pred_opt().unwrap()));
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.send(set(at::event::RESULT_DATE, &earlier));
    desk.command("s");
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    let said = |day: &str| date::typed(day, fixed_clock().date()).unwrap().format("%A, %B %-d, %Y").to_string();
    let seen = |desk: &mut Desk, day: &str| desk.seen().values.contains(&said(day));
    assert!(seen(&mut desk, &today) && !seen(&mut desk, &earlier), "{:?}", desk.seen().values);
    assert!(desk.shows(&format!("Proposed for the result that you chose. The one saved before was dated {earlier}.")));
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    assert!(seen(&mut desk, &earlier), "the result that is saved has its own day again");
    assert!(!has(&mut desk, "Proposed for the result"));
    let by_hand = "11/18/2026";
    desk.send(set(at::event::RESULT_DATE, by_hand));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    assert!(seen(&mut desk, by_hand), "entered by hand");
}

#[test]
fn r_begins_at_the_result_of_a_referral_that_nobody_acknowledged() {
    let mut desk = Desk::with(People::Typical);
    let result = Some(form::id(at::event::REFERRAL_RESULT));
    let client = open(&mut desk, State::New);
    assert_eq!(desk.seen().focused(), result, "Enter does too");
    desk.send(Message::Go(Destination::Home));
    desk.type_text("r");
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert_eq!(desk.seen().focused(), result);
    desk.send(Message::Go(Destination::Client(client, Part::Events(None))));
    desk.type_text("R");
    assert_eq!(desk.seen().focused(), result, "{:?}", desk.seen().texts);
}

#[test]
fn of_what_is_wrong_with_a_save_both_are_named_and_the_graver_first() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    enroll(&mut desk, &client);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.send(set(at::event::RESULT_DATE, "12/24/2099"));
    desk.command("s");
    let said = desk.seen().texts.into_iter().find_map(|(text, _)| text.strip_prefix("Saved, but: ").map(str::to_owned)).unwrap();
    let (enrolled, ahead) =
        (said.find("This household is enrolled in the referred program"), said.find("The result date is in the future."));
    assert!(enrolled.is_some() && enrolled < ahead && !said.contains("more."), "{said}");
    assert_eq!(desk.seen().focused(), Some(form::id(at::event::REFERRAL_RESULT)), "the keyboard is at what is said first");
}

#[test]
fn a_result_date_that_nobody_entered_says_that_it_is_proposed() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    assert!(has(&mut desk, "· today, proposed"), "{:?}", desk.seen().texts);
    desk.click(&form::id(at::event::RESULT_DATE));
    desk.key(Named::Enter);
    assert!(has(&mut desk, "· today") && !has(&mut desk, "proposed"), "who went past it has seen it: {:?}", desk.seen().texts);
}

#[test]
fn beside_the_guide_what_must_be_answered_and_save_are_in_sight_and_nothing_covers_them() {
    let mut desk = Desk::guided(People::Typical);
    assert_eq!((desk.size().width, desk.size().height), (1280.0, 800.0));
    open(&mut desk, State::New);
    // Where it is seen, however far the page is scrolled.
    let shown = |desk: &mut Desk, label: &str| desk.heard().nodes.iter().find(|node| node.name == label).map(|node| node.bounds).unwrap();
    let bounds = |desk: &mut Desk, id: &str| desk.seen().stops.iter().find(|stop| stop.id == id).map(|stop| stop.bounds).unwrap();
    for saved in [false, true] {
        desk.send(set(at::event::REFERRAL_RESULT, "1"));
        let mut below = 776.0;
        if saved {
            desk.command("s");
            let notice = desk.seen().texts.iter().find(|(text, _)| text.starts_with("Saved, but: ")).map(|(_, at)| at.y);
            below = notice.expect("a caution");
        }
        desk.frame();
        let (choice, save) = (shown(&mut desk, at::referral::RESULTING_ENROLLMENT_ID.label()), bounds(&mut desk, "save"));
        assert!(choice.y > 120.0, "{choice:?}");
        assert!(choice.y + choice.height <= save.y, "above what saves: {choice:?} {save:?}, saved {saved}");
        assert!(save.y + save.height <= below, "the caution has a place of its own: {save:?} {below}, saved {saved}");
    }
}

#[test]
fn why_nobody_was_housed_is_asked_once_there_is_a_result() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    let reason = at::referral::NOT_HOUSED_REASON.label();
    assert!(!desk.shows(reason), "{:?}", desk.seen().texts);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    assert!(desk.shows(reason), "{:?}", desk.seen().texts);
    // What was typed stays in sight where the result is taken away again.
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Moved away"));
    desk.send(set(at::event::REFERRAL_RESULT, ""));
    assert!(desk.shows(reason), "{:?}", desk.seen().texts);
}
