//! Privacy mode: with F9 on, no screen shows a name, a Social Security Number or a date of birth, and the work goes on.

use crate::desk::{Desk, People};
use crate::visits::{ONCE, VISITS};
use iced::keyboard::key::Named;
use std::collections::BTreeSet;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::domain::{at, date, ssn};

/// Everything that says who the people on the desk are, in each form in which a screen could show it.
fn marks(desk: &Desk) -> BTreeSet<String> {
    let mut marks = BTreeSet::new();
    for client in desk.charts.iter().map(|c| &c.client) {
        // A short name is part of other words.
        let names = [&client.first_name, &client.middle_name, &client.last_name];
        marks.extend(names.iter().map(|n| n.as_str().to_lowercase()).filter(|n| n.chars().count() > 4));
        marks.extend(client.dob.known().into_iter().flat_map(|born| [date::show(born), born.to_string()]));
        let number = client.ssn.as_str();
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 9 {
            marks.extend([number.to_owned(), digits, ssn::masked(&client.ssn)]);
        }
    }
    let notes = desk.charts.iter().flat_map(|c| &c.notes);
    marks.extend(notes.map(|note| note.note.as_str().lines().next().unwrap_or_default().to_lowercase()));
    // What the visits type.
    marks.extend(["called the landlord".to_owned(), "the inspection on friday".to_owned()]);
    marks
}

/// What of the marks stands on the screen, in words, fields or descriptions, or is told to a screen reader.
fn shown(desk: &mut Desk, marks: &BTreeSet<String>) -> Vec<String> {
    let heard = desk.heard().text();
    let seen = desk.seen();
    let texts = seen.texts.iter().map(|(text, _)| text).chain(&seen.values).chain(&seen.said).map(|text| text.to_lowercase());
    let words: Vec<String> = texts.chain([desk.app.title().to_lowercase(), heard.to_lowercase()]).collect();
    marks.iter().filter(|mark| words.iter().any(|text| has_word(text, mark))).cloned().collect()
}

fn has_word(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + mark.len()..].chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn with_privacy_on_no_screen_says_who_anybody_is() {
    let mut desk = Desk::with(People::Typical);
    let marks = marks(&desk);
    let mut open = BTreeSet::new();
    for visit in VISITS {
        let _ = (visit.go)(&mut desk);
        open.extend(shown(&mut desk, &marks));
        desk.send(Message::Sidebar(false));
    }
    assert!(open.len() > 8, "without privacy the screens name people, or this test looks for nothing: {}", open.len());

    desk.key(Named::F9);
    let mut wrong = Vec::new();
    for visit in VISITS {
        let _ = (visit.go)(&mut desk);
        wrong.extend(shown(&mut desk, &marks).into_iter().map(|mark| format!("{}: {mark}", visit.name)));
        desk.send(Message::Sidebar(false));
    }
    for visit in ONCE {
        let mut desk = Desk::guided(People::Typical);
        desk.key(Named::F9);
        let _ = (visit.go)(&mut desk);
        wrong.extend(shown(&mut desk, &marks).into_iter().map(|mark| format!("{}: {mark}", visit.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn privacy_is_one_key_even_over_the_settings_and_stays_until_it_is_taken_off() {
    let mut desk = Desk::with(People::Typical);
    let name = desk.charts.iter().map(|c| c.client.last_name.as_str().to_lowercase()).collect::<BTreeSet<_>>();
    desk.send(Message::Sidebar(true));
    desk.key(Named::F9);
    desk.click("settings-apply");
    assert!(shown(&mut desk, &name).is_empty(), "applying the settings does not show people again");
    desk.key(Named::F9);
    assert!(!shown(&mut desk, &name).is_empty());
}

#[test]
fn what_is_typed_with_privacy_on_is_what_is_saved() {
    let mut desk = Desk::with(People::Typical);
    desk.key(Named::F9);
    let client = desk.charts[0].client.personal_id.clone();
    desk.send(Message::Go(wayhome::app::action::Destination::Client(client, wayhome::app::action::Part::Profile)));
    desk.click("profile-edit");
    desk.click(&wayhome::app::form::id(at::client::MIDDLE_NAME));
    desk.command("a");
    desk.type_text("Quill");
    desk.command("s");
    desk.key(Named::F9);
    assert!(desk.shows("Quill"));
}

#[test]
fn an_open_month_does_not_tell_a_birthday_that_is_hidden_meanwhile() {
    let mut desk = Desk::with(People::Typical);
    let born = |desk: &Desk| desk.charts.iter().find_map(|c| Some((c.client.personal_id.clone(), c.client.dob.known()?))).unwrap();
    let (client, day) = born(&desk);
    desk.send(Message::Go(wayhome::app::action::Destination::Client(client, wayhome::app::action::Part::Profile)));
    desk.click("profile-edit");
    desk.click(&wayhome::app::form::id(at::client::DOB));
    desk.key(Named::F4);
    let month = day.format("%B %Y").to_string();
    assert!(desk.heard().text().contains(&month), "the month is open");
    desk.key(Named::F9);
    let heard = desk.heard().text();
    assert!(!heard.contains(&month), "{heard}");
    desk.key(Named::F9);
    assert!(!desk.heard().text().contains(&month), "and it is closed");
}

#[test]
fn with_privacy_on_the_client_id_stands_in_place_of_the_name_and_once() {
    let mut desk = Desk::with(People::Typical);
    let (client, _) = crate::visits::referred(&desk);
    let told = |desk: &mut Desk| desk.seen().texts.iter().map(|(text, _)| text.matches(client.as_str()).count()).sum::<usize>();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Profile)));
    assert_eq!(told(&mut desk), 1, "beside the name: {:?}", desk.seen().texts);
    desk.key(Named::F9);
    assert_eq!(told(&mut desk), 1, "in its place: {:?}", desk.seen().texts);
}
