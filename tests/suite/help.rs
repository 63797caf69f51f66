//! Help in place, the guide that ticks itself off, and the problem report that holds nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

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
        // The last field of the form.
        while focused(&mut desk) != "Referral.NotHousedReason" {
            desk.tab();
        }
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
        desk.send(set(at::event::REFERRAL_RESULT, "2"));
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

/// How far each step of the guide is, in the words that are said of it.
fn ticks(desk: &mut Desk) -> Vec<String> {
    desk.seen().said.into_iter().filter(|said| ["done", "to do", "to be done now"].contains(&said.as_str())).collect()
}

#[test]
fn the_guide_ticks_itself_off() {
    let mut desk = Desk::guided(People::Typical);
    let done = |desk: &mut Desk| ticks(desk).iter().filter(|said| *said == "done").count();
    assert_eq!(done(&mut desk), 1, "the organization is chosen: {:?}", ticks(&mut desk));
    assert!(!desk.seen().stops.iter().any(|stop| stop.id == "aside-go-1"), "Home is where one is already");
    desk.command("o");
    desk.click("aside-go-1");
    assert_eq!(focused(&mut desk), "open-referrals");
    desk.key(Named::Enter);
    assert!(desk.shows("Referral Result"), "the oldest one is open");
    let before = done(&mut desk);
    assert!(before >= 2, "a referral is open");

    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    let saved = desk.seen().texts.iter().any(|(text, _)| text == "Referral result saved" || text.starts_with("Saved, but: "));
    assert!(saved);
    assert_eq!(done(&mut desk), before + 1, "its result is recorded");
    let export = desk.folder.path().join("out.zip");
    desk.click("aside-go-5");
    desk.send(Message::Exchange(exchange::Message::To(export.display().to_string())));
    desk.click("export");
    assert_eq!(done(&mut desk), before + 2, "it is exported");
    assert!(!ticks(&mut desk).contains(&"to be done now".to_owned()));

    desk.send(Message::Go(Destination::Help));
    assert!(desk.shows("Resolving a housing referral from Coordinated Entry") && !desk.shows("Guide"));
    assert_eq!(done(&mut desk), before + 2, "the Help screen has the same steps, and shows them once");
}

/// What a screen reader is told that begins so, without that beginning.
fn told(desk: &mut Desk, begins: &str) -> Option<String> {
    desk.heard().nodes.iter().find_map(|node| node.name.strip_prefix(begins).map(str::to_owned))
}

/// Whose referral the guide says it follows.
fn follows(desk: &mut Desk) -> String {
    told(desk, "Follows the referral of ").expect("the guide says whose referral it follows")
}

/// The referral at this place of Home, opened; whose it is.
fn opened_at(desk: &mut Desk, place: usize) -> Chart {
    desk.send(Message::Go(Destination::Home));
    desk.key(Named::Home);
    (0..place).for_each(|_| desk.key(Named::ArrowDown));
    desk.key(Named::Enter);
    let of = follows(desk);
    desk.charts.iter().find(|chart| of.starts_with(&format!("{}, ", Card::of(chart).name()))).unwrap().clone()
}

/// The step that leads to somebody's CE Event, pressed.
fn to_the_event(desk: &mut Desk) {
    let step = desk.seen().stops.into_iter().find(|stop| stop.label.starts_with("Open the CE Event of "));
    desk.click(&step.expect("a step that leads to a CE Event").id);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
}

#[test]
fn the_guide_follows_the_record_in_sight_and_says_whose_it_is() {
    let mut desk = Desk::guided(People::Typical);
    assert!(desk.shows("It follows the referral of the client whose record you open."));
    let (other, shown) = (opened_at(&mut desk, 0), opened_at(&mut desk, 1));
    assert_ne!(other.id(), shown.id());
    let name = Card::of(&other).name();
    let is_of_other = |desk: &mut Desk| follows(desk).starts_with(&format!("{name}, "));
    assert!(!is_of_other(&mut desk));

    // The record of the one before, found by the search, with no event open in it.
    desk.send(Message::Go(Destination::Client(other.id().clone(), Part::Profile)));
    assert!(is_of_other(&mut desk) && !follows(&mut desk).contains("Not the client"));
    to_the_event(&mut desk);
    assert!(told(&mut desk, &name).is_some(), "it leads to the record that was in sight");

    // In the record of one of the household it goes on, and says so.
    let directory = Directory::new(desk.charts.iter().map(Card::of).collect::<Vec<_>>());
    let mates: Vec<ClientId> = directory.household_members(other.id()).into_iter().map(|mate| mate.client).collect();
    let is_unreferred = |chart: &&Chart| chart.events.is_empty();
    let mate = desk.charts.iter().filter(is_unreferred).find(|chart| mates.contains(chart.id())).map(|chart| chart.id().clone());
    if let Some(mate) = mate {
        desk.send(Message::Go(Destination::Client(mate, Part::Events(None))));
        assert!(is_of_other(&mut desk) && follows(&mut desk).ends_with("Not the client on this page"));
        to_the_event(&mut desk);
        assert!(is_of_other(&mut desk) && !follows(&mut desk).contains("Not the client"), "it leads where it says");
    }
    // In that of a stranger who was never referred it leads to nobody, and Home goes on with the one before.
    let stranger = desk.charts.iter().filter(is_unreferred).find(|chart| !mates.contains(chart.id())).unwrap().id().clone();
    desk.send(Message::Go(Destination::Client(stranger.clone(), Part::Events(None))));
    assert!(desk.shows("The client on this page has no referral to your organization."), "{:?}", desk.seen().texts);
    assert!(!desk.seen().stops.iter().any(|stop| stop.label.starts_with("Open the CE Event of ")));
    desk.send(Message::Go(Destination::Home));
    assert!(is_of_other(&mut desk));

    desk.key(Named::F9);
    assert!(!follows(&mut desk).contains(other.client.last_name.as_str()), "privacy hides the name");

    // Where no organization is chosen, nobody knows whether a referral is to it.
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Organization(None)));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.send(Message::Go(Destination::Client(stranger, Part::Events(None))));
    assert!(!desk.shows("The client on this page has no referral to your organization."), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Help));
    assert!(!follows(&mut desk).is_empty(), "the Help screen says it too");
}

#[test]
fn the_guide_needs_no_enrollment_once_a_rejection_is_chosen() {
    let mut desk = Desk::guided(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Opened(0)));
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    let step = |desk: &mut Desk| {
        let heard = desk.heard();
        let state = |what: &str| heard.nodes.iter().find(|node| &*node.name == what).and_then(|node| node.info.description.clone());
        (state("No enrollment is needed").map(|state| state.to_string()), state("Record the result").map(|state| state.to_string()))
    };
    let not_needed = Some("not needed".to_owned());
    assert_eq!(step(&mut desk).0, None, "nothing is chosen");
    for result in ["2", "3"] {
        desk.send(set(at::event::REFERRAL_RESULT, result));
        assert_eq!(step(&mut desk), (not_needed.clone(), Some("to do".to_owned())), "chosen, and not saved; it may be acknowledged first");
        assert!(desk.shows("What you chose is not saved yet. Ctrl+S saves it."), "{:?}", desk.seen().texts);
    }
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    assert_eq!(step(&mut desk).0, None);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    assert_eq!(step(&mut desk), (not_needed, Some("done".to_owned())), "saved");
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    assert_eq!(step(&mut desk), (None, Some("to do".to_owned())), "corrected: the household is to be enrolled");
}

/// True where a step of the guide is done.
fn is_done(desk: &mut Desk, what: &str) -> bool {
    let heard = desk.heard();
    heard.nodes.iter().find(|node| &*node.name == what).unwrap().info.description.as_deref() == Some("done")
}

#[test]
fn in_the_intake_the_guide_leads_to_no_intake_and_says_what_the_page_wants() {
    let mut desk = Desk::guided(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Pressed('i', 0)));
    let said = |desk: &mut Desk, part: &str| desk.seen().texts.into_iter().any(|(text, _)| text.contains(part));
    let leads = |desk: &mut Desk| desk.seen().stops.into_iter().any(|stop| stop.label.contains("the intake of "));
    for step in [Step::Family, Step::Program, Step::Universal(0), Step::Summary] {
        desk.send(Message::Intake(intake::Message::To(step)));
        assert!(!leads(&mut desk), "{step:?}: {:?}", desk.seen().stops);
        assert!(!said(&mut desk, "in the client's record. The intake takes you"), "one is there: {:?}", desk.seen().texts);
    }
    desk.send(Message::Intake(intake::Message::To(Step::Family)));
    assert!(said(&mut desk, "Check everyone who is enrolling, and who is head of household."), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Join));
    assert!(!leads(&mut desk), "nor while somebody is added: {:?}", desk.seen().stops);
    assert!(said(&mut desk, "Look first at who may be here already."), "{:?}", desk.seen().texts);
}

#[test]
fn a_look_at_a_record_is_in_no_save_and_opens_no_referral() {
    let mut desk = Desk::guided(People::Typical);
    // One about whose referral nothing was done yet.
    let charts: Vec<Chart> = desk.charts.iter().filter(|chart| chart.events.iter().any(is_open)).cloned().collect();
    let look = |desk: &mut Desk, chart: &Chart| {
        desk.send(Message::Go(Destination::Client(chart.id().clone(), Part::Profile)));
        let of = told(desk, "Follows the referral of ").unwrap_or_default();
        of.starts_with(&format!("{}, ", Card::of(chart).name())) && !is_done(desk, "Open the referral")
    };
    let looked_at = charts.iter().find(|chart| look(&mut desk, chart)).expect("a look opens no referral");
    let place = (0..3).find(|place| opened_at(&mut desk, *place).id() != looked_at.id()).unwrap();
    let name = Card::of(&opened_at(&mut desk, place)).name();
    assert!(is_done(&mut desk, "Open the referral"));
    look(&mut desk, looked_at);
    assert!(!follows(&mut desk).starts_with(&format!("{name}, ")));
    // Neither by itself nor with what else is set.
    desk.key(Named::F9);
    desk.key(Named::F9);
    desk.send(Message::Go(Destination::Home));
    let mut desk = desk.again();
    desk.unlock();
    assert!(follows(&mut desk).starts_with(&format!("{name}, ")), "the one that was opened");
}

#[test]
fn the_guide_knows_of_each_client_whether_it_was_sent() {
    let mut desk = Desk::guided(People::Typical);
    let is_sent = |desk: &mut Desk| {
        let heard = desk.heard();
        let step = heard.nodes.iter().find(|node| &*node.name == "Send it to your HMIS").unwrap();
        step.info.description.as_deref() == Some("done")
    };
    let (other, mine) = (opened_at(&mut desk, 1), opened_at(&mut desk, 0));
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    assert!(!is_sent(&mut desk), "it was just recorded");
    let export = desk.folder.path().join("out.zip");
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Exchange(exchange::Message::To(export.display().to_string())));
    desk.click("export");
    assert!(is_sent(&mut desk));
    // To another one and back: what was sent stays sent.
    desk.send(Message::Go(Destination::Client(other.id().clone(), Part::Profile)));
    assert!(!is_sent(&mut desk));
    desk.send(Message::Go(Destination::Client(mine.id().clone(), Part::Profile)));
    assert!(is_sent(&mut desk));
}

#[test]
fn the_guide_stays_away_where_it_was_put_away_and_where_there_is_no_room() {
    let mut desk = Desk::guided(People::Typical);
    assert!(desk.shows("Guide"));
    desk.click("aside-close");
    assert!(!desk.shows("Guide"));
    desk.send(Message::Go(Destination::Clients));
    assert!(!desk.shows("Guide"));
    desk.command("g");
    assert!(desk.shows("Guide"));

    desk.send(Message::Go(Destination::Help));
    desk.click("help-guide");
    desk.send(Message::Go(Destination::Home));
    assert!(!desk.shows("Guide"), "the Help screen asks for it too");
    desk.command("g");

    desk.resize(Size::new(1024.0, 768.0));
    desk.key(Named::Tab);
    assert!(!desk.shows("Guide"), "it does not cover the page by itself");
    desk.command("g");
    assert!(desk.shows("Guide"), "only where it is asked for");
    desk.key(Named::Escape);
    assert!(!desk.shows("Guide"));
    desk.resize(Size::new(1600.0, 900.0));
    desk.key(Named::Tab);
    assert!(!desk.shows("Guide"), "closed is closed, also where there is room for it");
    desk.send(Message::Command(Command::Smaller));
    desk.resize(Size::new(1280.0, 800.0));
    desk.key(Named::Tab);
    assert!(!desk.shows("Guide"), "and in smaller text");
    desk.command("l");
    desk.unlock();
    assert!(!desk.shows("Guide"), "and after a lock");
    desk.resize(Size::new(800.0, 600.0));
    desk.key(Named::Tab);
    desk.command("g");
    assert!(desk.shows("Guide"));
    desk.command("g");
    assert!(!desk.shows("Guide"));
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

/// Stands for everything that must not be in a report.
const MARK: &str = "Quillfeather";

#[test]
fn a_problem_report_holds_no_client() {
    let mut desk = Desk::marked(MARK);
    // Every screen, with marked text in every field that takes text.
    for visit in FORMS {
        visit(&mut desk);
        let inputs: Vec<String> =
            desk.seen().stops.iter().filter(|s| [Role::TextInput, Role::DateInput].contains(&s.role)).map(|s| s.id.clone()).collect();
        for id in inputs {
            desk.click(&id);
            desk.type_text(MARK);
            desk.key(Named::F1);
        }
        desk.key(Named::Escape);
    }
    let (client, event) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event)))));
    desk.send(set(at::referral::NOT_HOUSED_REASON, MARK));
    desk.command("s");
    desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
    desk.send(Message::Go(Destination::Clients));
    desk.click("search");
    desk.type_text(MARK);
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Location(MARK.to_owned())));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Exchange(exchange::Message::From(format!("/tmp/{MARK}.{MARK}"))));
    desk.click("import");

    let path = desk.folder.path().join("report.txt");
    desk.send(Message::Go(Destination::Help));
    desk.send(Message::Help(problem::Message::Wrong(problem::Typed("The list did not scroll.".to_owned()))));
    desk.send(Message::Help(problem::Message::Path(problem::Typed(path.display().to_string()))));
    desk.click("problem-write");
    assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with("The report is in ")));

    let report = fs::read_to_string(&path).unwrap();
    assert!(!report.to_lowercase().contains(&MARK.to_lowercase()), "{report}");
    for id in desk.charts.iter().map(|c| c.id().as_str().to_owned()) {
        assert!(!report.contains(&id), "{id}\n{report}");
    }
    for expected in
        ["The list did not scroll.", "Version", "Window      1280 x ", "Text size   100 %", "Came from   Exchange", "Clients     60"]
    {
        assert!(report.contains(expected), "{expected}\n{report}");
    }
    for expected in ["screen Exchange", "message Command", "failed: Nothing imported", "import of another file or folder"] {
        assert!(report.contains(expected), "{expected}\n{report}");
    }
    assert!(report.lines().skip_while(|l| !l.starts_with("What the program did")).count() <= 51);
}

#[test]
fn a_report_that_cannot_be_written_says_so() {
    let mut desk = Desk::with(People::Nobody);
    desk.send(Message::Command(Command::Manual));
    let nowhere = desk.folder.path().join("nowhere/report.txt").display().to_string();
    desk.send(Message::Help(problem::Message::Path(problem::Typed(nowhere))));
    desk.click("problem-write");
    assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with("No report written. ")));
    desk.send(Message::Help(problem::Message::Path(problem::Typed(" ".to_owned()))));
    desk.click("problem-write");
    assert!(desk.shows("Nothing written. Type a path for the report, or browse for one."));
}
