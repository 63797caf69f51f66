//! Help in place, the guide that ticks itself off, and the problem report that holds nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod guide;
mod report;

use crate::desk::{Desk, People};
use iced::Size;
use iced::keyboard::key::Named;
use std::collections::BTreeSet;
use std::fs;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::{self, Edit};
use wayhome::app::screen::help::problem;
use wayhome::app::screen::{adding, client, clients, exchange, home, intake, settings};
use wayhome::app::shortcut::Command;
use wayhome::app::widget::access::Role;
use wayhome::app::{Message, aside};
use wayhome::domain::ask::Slot;
use wayhome::domain::hud::ProjectType;
use wayhome::domain::intake::Step;
use wayhome::domain::referral::is_open;
use wayhome::domain::{Card, Chart, ClientId, Code as _, Directory, EventId, FieldId, File, at};

fn referred(desk: &Desk) -> (ClientId, EventId) {
    let open = |c: &Chart| Some((c.id().clone(), c.events.iter().find(|e| is_open(e))?.event_id.clone()));
    desk.charts.iter().find_map(open).unwrap()
}

fn open_event(desk: &mut Desk) -> (ClientId, EventId) {
    let (client, event) = referred(desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event.clone())))));
    desk.click(&form::id(at::referral::DATE_ACKNOWLEDGED));
    (client, event)
}

fn set(field: FieldId, text: &str) -> Message {
    Message::Client(client::Message::Events(client::events::Message::Edit(Edit::Set(field, text.to_owned()))))
}

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// What the panel says of a field, so that its page can be known by it.
fn meaning(field: FieldId) -> &'static str {
    field.info().page.as_ref().unwrap().meaning
}

#[test]
fn f1_opens_the_page_of_the_field_and_gives_the_keyboard_back() {
    let mut desk = Desk::with(People::Typical);
    open_event(&mut desk);
    let acknowledged = form::id(at::referral::DATE_ACKNOWLEDGED);
    assert_eq!(focused(&mut desk), acknowledged);
    desk.key(Named::F1);
    assert!(desk.shows(meaning(at::referral::DATE_ACKNOWLEDGED)));
    assert_eq!(focused(&mut desk), acknowledged, "the page takes nothing away from the form");

    desk.type_text("t");
    desk.key(Named::Tab);
    assert_eq!(focused(&mut desk), form::id(at::event::REFERRAL_RESULT));
    assert!(desk.shows(meaning(at::event::REFERRAL_RESULT)) && !desk.shows(meaning(at::referral::DATE_ACKNOWLEDGED)), "it follows");
    assert!(desk.shows("HUD 4.20.D, Coordinated Entry Event"));
    desk.key(Named::F1);
    assert!(!desk.shows(meaning(at::event::REFERRAL_RESULT)), "the same key again closes it");

    desk.key(Named::F1);
    desk.click("aside-close");
    assert!(!desk.shows(meaning(at::event::REFERRAL_RESULT)));
    assert_eq!(focused(&mut desk), form::id(at::event::REFERRAL_RESULT), "the keyboard is back in the field");
}

#[test]
fn esc_closes_the_page_before_anything_else() {
    let mut desk = Desk::with(People::Typical);
    open_event(&mut desk);
    desk.key(Named::F1);
    desk.key(Named::Escape);
    assert!(!desk.shows(meaning(at::referral::DATE_ACKNOWLEDGED)));
    assert!(desk.shows("Referral Result"), "the form is still open");
    assert_eq!(focused(&mut desk), form::id(at::referral::DATE_ACKNOWLEDGED));
    desk.key(Named::Escape);
    assert!(!desk.shows("Referral Result"), "the next one closes the form");
}

#[test]
fn a_click_on_the_question_mark_opens_the_page_too() {
    let mut desk = Desk::with(People::Typical);
    for (visit, field) in FORMS.iter().zip([at::client::DOB, at::client::SSN, at::event::RESULT_DATE]) {
        visit(&mut desk);
        let edit = Edit::Help(field);
        desk.send(match field.file {
            File::Event => Message::Client(client::Message::Events(client::events::Message::Edit(edit))),
            _ if field == at::client::DOB => Message::Clients(clients::Message::New(adding::Message::Edit(edit))),
            _ => Message::Client(client::Message::Profile(client::profile::Message::Edit(edit))),
        });
        assert!(desk.shows(meaning(field)), "{field:?}");
    }
    let (client, _) = referred(&desk);
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk.send(Message::Intake(intake::Message::Edit(0, Slot::Enrollment, Edit::Help(at::enrollment::ENTRY_DATE))));
    // Of this one there is more, by the type of its program; of all types where none is chosen yet.
    let programs = ProjectType::ALL.iter().copied().map(Some).chain([None]);
    let means: BTreeSet<String> = programs.filter_map(|program| at::enrollment::ENTRY_DATE.meaning(program)).collect();
    let means: Vec<String> = means.into_iter().filter(|means| desk.shows(means)).collect();
    assert!(means.len() == 1 && means[0].starts_with(meaning(at::enrollment::ENTRY_DATE)), "{means:?}");
}

#[test]
fn f1_elsewhere_opens_the_page_of_the_screen() {
    let mut desk = Desk::with(People::Typical);
    for (go, purpose) in [
        (Destination::Home, "The referral desk:"),
        (Destination::Clients, "Finds a client on this desk:"),
        (Destination::Exchange, "Brings in the HMIS CSV"),
    ] {
        desk.send(Message::Go(go));
        desk.key(Named::F1);
        assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with(purpose)), "{purpose}");
    }
    desk.send(Message::Sidebar(true));
    desk.key(Named::F1);
    assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with("Where you work:")), "beside the settings");
    desk.key(Named::Escape);
    assert!(desk.shows("Location (optional)"), "the settings are still open");
    assert_eq!(focused(&mut desk), "workgroup");
}

#[test]
fn the_page_never_covers_the_field_that_it_explains() {
    let mut desk = Desk::with(People::Typical);
    let bounds = |desk: &mut Desk, id: &str| desk.seen().stops.iter().find(|s| s.id == id).unwrap().bounds;
    // At the text of 150 % a window of 1280 × 800 px is 853 × 533 px large, and one of 1024 × 768 is 683 × 512.
    for (width, height, beside) in
        [(1280.0, 800.0, true), (1024.0, 768.0, true), (853.0, 533.0, true), (800.0, 600.0, true), (683.0, 512.0, false)]
    {
        desk.resize(Size::new(width, height));
        open_event(&mut desk);
        // The last field of the form, once there is a result.
        desk.send(set(at::event::REFERRAL_RESULT, "2"));
        (0..40).find(|_| {
            desk.tab();
            focused(&mut desk) == "Referral.NotHousedReason"
        });
        desk.key(Named::F1);
        desk.frame();
        assert_eq!(focused(&mut desk), "Referral.NotHousedReason");
        let panel = bounds(&mut desk, "aside-close");
        let heard = desk.heard();
        let field = heard.nodes.iter().find(|node| node.id == heard.focus).unwrap().bounds;
        assert!(panel.x + panel.width <= width, "{panel:?}");
        if beside {
            assert!(field.x + field.width <= width - aside::WIDTH, "{width}: {field:?}");
        } else {
            assert!(field.y + field.height <= panel.y, "{width}: {field:?} and {panel:?}");
        }
        assert!(field.width > 200.0 && field.y > 54.0 && field.y + field.height < height, "{width}: {field:?}");
        desk.send(set(at::event::REFERRAL_RESULT, "3"));
        assert!(desk.shows("Result Date"), "the form goes on");
        desk.key(Named::Escape);
        assert_eq!(focused(&mut desk), "Referral.NotHousedReason");
    }
}

/// Every screen that has fields, each a way to it.
const FORMS: &[fn(&mut Desk)] = &[
    |desk| {
        desk.send(Message::Go(Destination::Clients));
        desk.send(Message::Clients(clients::Message::Add));
    },
    |desk| {
        let (client, _) = referred(desk);
        desk.send(Message::Go(Destination::Client(client, Part::Profile)));
        desk.click("profile-edit");
    },
    |desk| {
        open_event(desk);
        desk.send(set(at::event::REFERRAL_RESULT, "1"));
    },
    |desk| {
        desk.send(Message::Sidebar(true));
        desk.send(Message::Settings(settings::Message::Workgroup(Some("Priority List Managers".to_owned()))));
        desk.send(Message::Settings(settings::Message::Apply));
        let (client, _) = referred(desk);
        desk.send(Message::Go(Destination::Client(client, Part::Events(None))));
        desk.click("new-event");
    },
    |desk| desk.send(set(at::event::EVENT, "2")),
    |desk| desk.send(set(at::event::EVENT, "5")),
    |desk| desk.send(set(at::event::EVENT, "14")),
    |desk| {
        let (client, _) = referred(desk);
        desk.send(Message::Go(Destination::Intake(client, None)));
        desk.send(Message::Intake(intake::Message::To(Step::Program)));
    },
    |desk| {
        desk.send(Message::Intake(intake::Message::To(Step::Universal(0))));
        for (field, answer) in
            [(at::enrollment::LIVING_SITUATION, "435"), (at::enrollment::LENGTH_OF_STAY, "10"), (at::enrollment::PREVIOUS_STREET_ESSH, "1")]
        {
            desk.send(Message::Intake(intake::Message::Edit(0, Slot::Enrollment, Edit::Set(field, answer.to_owned()))));
        }
    },
    |desk| during(desk, "during-contact"),
    |desk| during(desk, "during-assessment"),
];

fn during(desk: &mut Desk, name: &str) {
    let visit = crate::visits::VISITS.iter().find(|visit| visit.name == name).unwrap();
    (visit.go)(desk);
}

#[test]
fn every_question_of_every_program_has_a_page() {
    for element in wayhome::domain::ask::ELEMENTS {
        for asked in element.fields {
            assert!(asked.field.info().page.is_some(), "{} {:?}", element.id, asked.field);
        }
    }
    for kind in wayhome::domain::occasion::KINDS {
        let lines = kind.lines.iter().flat_map(|lines| lines.fields);
        for field in kind.fields.iter().map(|asked| &asked.field).chain(lines) {
            assert!(field.info().page.is_some(), "{} {field:?}", kind.id);
        }
    }
}

#[test]
fn every_field_on_every_screen_has_a_page_that_says_everything() {
    let mut desk = Desk::with(People::Typical);
    let mut met = std::collections::BTreeSet::new();
    for visit in FORMS {
        visit(&mut desk);
        let controls = desk.seen().stops;
        let kinds = [Role::TextInput, Role::DateInput, Role::RadioGroup, Role::ComboBox];
        for stop in controls.iter().filter(|s| kinds.contains(&s.role)) {
            let Some(field) = form::field_of(&stop.id) else {
                assert!(["find-member", "search"].contains(&stop.id.as_str()), "{stop:?} is no field and no search");
                continue;
            };
            met.insert(field);
        }
    }
    for field in [at::event::PROB_SOL_DIV_RR_RESULT, at::referral::RESULTING_ENROLLMENT_ID, at::enrollment::RENTAL_SUBSIDY_TYPE] {
        assert!(met.contains(&field), "{field:?} was not on show");
    }
    assert!(met.len() > 40, "{met:?}");
    for field in met {
        let page = field.info().page.as_ref().unwrap_or_else(|| panic!("{field:?} has no help page"));
        for words in [page.meaning, page.local, page.consequence] {
            assert!(words.ends_with('.') && words.len() > 15, "{field:?}: {words}");
        }
        let listed = |code: &u32| field.offered().any(|c| c.code == *code);
        let explained: Vec<u32> = page.answers.iter().map(|(code, _)| *code).collect();
        for code in [8, 9, 99].iter().filter(|code| listed(code)) {
            assert!(explained.contains(code), "{field:?} does not say what {code} means");
        }
    }
}

#[test]
fn the_keys_that_the_readme_names_are_those_of_the_table() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let end = |c: char| !c.is_alphanumeric() && c != '+';
    let named: Vec<String> = text.split(end).filter(|word| word.starts_with("Ctrl+")).map(|word| word.replace("comma", ",")).collect();
    let keys: Vec<String> = wayhome::app::shortcut::TABLE.iter().map(|shortcut| shortcut.chord.to_string()).collect();
    let wrong: Vec<&String> = named.iter().filter(|word| !keys.contains(&word.replace("Ctrl", command()))).collect();
    assert!(named.len() > 10 && wrong.is_empty(), "{wrong:?}");
}

/// What the key of commands is called on this machine.
const fn command() -> &'static str {
    if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" }
}

#[test]
fn a_page_takes_the_place_of_the_guide() {
    let mut desk = Desk::guided(People::Typical);
    open_event(&mut desk);
    desk.key(Named::F1);
    assert!(!desk.shows("Guide") && desk.shows(meaning(at::referral::DATE_ACKNOWLEDGED)));
    desk.key(Named::F1);
    assert!(desk.shows("Guide"));
}
