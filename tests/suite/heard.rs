//! What a screen reader does to the desk, without a bus: it asks by node, and the desk does what a key would have done.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::desk::{Desk, People};
use crate::visits::{ONCE, VISITS, intake, referred};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::access::snapshot::{Node, NodeId};
use wayhome::app::access::walk::{Act, Request};
use wayhome::app::access::{Signal, snapshot};
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::client;
use wayhome::app::shortcut::Command;
use wayhome::app::widget::access::{Ask, Live, Role};
use wayhome::domain::intake::Step;
use wayhome::domain::note::Which;
use wayhome::domain::{ClientId, EventId};

fn node(desk: &mut Desk, role: Role, name: &str) -> Node {
    let heard = desk.heard();
    let Some(node) = heard.find(role, name) else { panic!("no {} “{name}” in\n{}", snapshot::word(role), heard.text()) };
    node.clone()
}

fn ask(desk: &mut Desk, role: Role, name: &str, act: Act) {
    let node = node(desk, role, name).id;
    request(desk, node, act);
}

fn request(desk: &mut Desk, node: NodeId, act: Act) {
    come(desk, node, act);
    desk.frame();
}

/// A request that comes and is not done yet: there was no frame since.
fn come(desk: &mut Desk, node: NodeId, act: Act) {
    desk.send(Message::Access(Signal::Asked(Request { node, act })));
}

/// All that a screen reader can ask of a node.
fn everything() -> [Act; 7] {
    let asks = [Ask::Activate, Ask::SetText("late".to_owned()), Ask::Increment, Ask::Decrement].map(Act::Ask);
    let [press, set, more, less] = asks;
    [Act::Focus, press, set, more, less, Act::Mark((0, 0), (0, 3)), Act::Reveal]
}

/// Goes to an open referral and answers it, without a save.
fn answered(desk: &mut Desk) -> (ClientId, Option<EventId>) {
    let (client, event) = referred(desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(event.clone()))));
    desk.frame();
    press(desk, Role::Radio, "Unsuccessful referral: client rejected");
    (client, event)
}

/// Goes to a screen of the list.
fn go(desk: &mut Desk, name: &str) {
    let visit = VISITS.iter().chain(ONCE).find(|visit| visit.name == name).unwrap();
    (visit.go)(desk);
}

fn save() -> Message {
    Message::Client(client::Message::Command(Command::Save))
}

fn press(desk: &mut Desk, role: Role, name: &str) {
    ask(desk, role, name, Act::Ask(Ask::Activate));
}

fn set(desk: &mut Desk, role: Role, name: &str, text: &str) {
    ask(desk, role, name, Act::Ask(Ask::SetText(text.to_owned())));
}

fn focused(desk: &mut Desk) -> (Role, String) {
    let heard = desk.heard();
    let node = heard.node(heard.focus).unwrap();
    (node.role, node.name.to_string())
}

#[test]
fn a_press_goes_where_the_key_goes() {
    let mut desk = Desk::with(People::Typical);
    press(&mut desk, Role::Link, "Exchange");
    assert_eq!(desk.app.title(), "Exchange · Wayhome");
    press(&mut desk, Role::Link, "Home");
    let heard = desk.heard();
    let table = heard.nodes.iter().find(|node| node.role == Role::Table).unwrap();
    let row = heard.node(*table.children.get(1).unwrap()).unwrap().clone();
    assert_eq!(row.position, Some(1), "the place in the whole list");
    request(&mut desk, row.id, Act::Ask(Ask::Activate));
    assert_ne!(desk.app.title(), "Home · Wayhome", "a row opens as by Enter");
}

#[test]
fn the_keyboard_goes_to_what_is_asked_for_and_to_the_whole_of_a_part() {
    let mut desk = Desk::with(People::Typical);
    ask(&mut desk, Role::Button, "Lock", Act::Focus);
    assert_eq!(focused(&mut desk), (Role::Button, "Lock".to_owned()));
    let heard = desk.heard();
    let row = heard.nodes.iter().find(|node| node.role == Role::Row).unwrap().id;
    request(&mut desk, row, Act::Focus);
    let (role, _) = focused(&mut desk);
    assert_eq!(role, Role::Table);
    let heard = desk.heard();
    assert!(heard.node(heard.focus).unwrap().keys_at.is_some(), "the row that the keys are at is told");
}

#[test]
fn the_focus_follows_tab() {
    let mut desk = Desk::with(People::Typical);
    for _ in 0..6 {
        desk.tab();
        let id = desk.seen().focused();
        let heard = desk.heard();
        assert_ne!(heard.focus, snapshot::ROOT, "{id:?} has the keyboard");
    }
}

#[test]
fn a_text_that_is_set_is_taken_as_if_it_was_typed() {
    let mut desk = Desk::with(People::Typical);
    intake(&mut desk, Step::Program);
    set(&mut desk, Role::DateInput, "Project Start Date", "t");
    press(&mut desk, Role::Button, "Next");
    let heard = {
        intake(&mut desk, Step::Program);
        desk.heard()
    };
    let day = heard.find(Role::DateInput, "Project Start Date").unwrap();
    let today = wayhome::domain::date::show(wayhome::app::preset::fixed_clock().date());
    assert_eq!(day.line.as_ref().unwrap().shown, today, "it is a day once it is left");
}

#[test]
fn a_day_goes_forth_and_back_by_one() {
    let mut desk = Desk::with(People::Typical);
    intake(&mut desk, Step::Program);
    set(&mut desk, Role::DateInput, "Project Start Date", "11/10/2026");
    ask(&mut desk, Role::DateInput, "Project Start Date", Act::Ask(Ask::Decrement));
    let heard = desk.heard();
    assert_eq!(heard.find(Role::DateInput, "Project Start Date").unwrap().line.as_ref().unwrap().shown, "11/09/2026");
}

#[test]
fn a_result_is_recorded_and_said() {
    let mut desk = Desk::with(People::Typical);
    answered(&mut desk);
    assert!(node(&mut desk, Role::RadioGroup, "Referral Result").children.len() > 2);
    desk.send(save());
    desk.frame();
    let heard = desk.heard();
    let said: Vec<_> = heard.nodes.iter().filter(|node| node.live != Live::Off).map(|node| node.name.to_string()).collect();
    assert!(said.iter().any(|words| words.contains("aved")), "a live region says it: {said:?}");
}

#[test]
fn a_node_that_is_gone_changes_nothing() {
    let mut desk = Desk::with(People::Typical);
    let before = desk.heard();
    for act in [Act::Focus, Act::Ask(Ask::Activate), Act::Ask(Ask::SetText("x".to_owned())), Act::Mark((0, 0), (0, 9)), Act::Reveal] {
        request(&mut desk, NodeId(12345), act);
    }
    assert_eq!(desk.heard(), before);
}

#[test]
fn marks_beyond_the_end_of_a_text_end_with_it() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Clients));
    set(&mut desk, Role::TextInput, "Find a client", "abc");
    ask(&mut desk, Role::TextInput, "Find a client", Act::Mark((0, 1), (0, 99)));
    desk.type_text("x");
    let heard = desk.heard();
    assert_eq!(heard.find(Role::TextInput, "Find a client").unwrap().line.as_ref().unwrap().shown, "ax");
}

#[test]
fn a_note_is_written_and_marked_line_by_line() {
    let mut desk = Desk::with(People::Typical);
    let client = desk.charts[0].id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Notes(Some(Which::New)))));
    set(&mut desk, Role::Memo, "Note", "One line\nand another\n");
    ask(&mut desk, Role::Memo, "Note", Act::Mark((1, 0), (1, 3)));
    desk.type_text("or");
    ask(&mut desk, Role::Memo, "Note", Act::Mark((2, 0), (2, 0)));
    desk.type_text("x");
    ask(&mut desk, Role::Memo, "Note", Act::Mark((usize::MAX, usize::MAX), (usize::MAX, usize::MAX)));
    desk.type_text("!");
    let heard = desk.heard();
    assert_eq!(heard.find(Role::Memo, "Note").unwrap().line.as_ref().unwrap().shown, "One line\nor another\nx!");
}

#[test]
fn what_is_below_the_edge_is_scrolled_into_view() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Help));
    desk.frame();
    let last = desk.heard().nodes.iter().rfind(|node| node.role == Role::Heading).unwrap().clone();
    assert!(last.bounds.y > desk.size().height, "this page is longer than the window");
    request(&mut desk, last.id, Act::Reveal);
    let now = desk.heard().node(last.id).unwrap().bounds;
    assert!(now.y >= 0.0 && now.y + now.height <= desk.size().height, "{now:?}");
}

#[test]
fn a_secret_is_never_told() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Command(Command::Lock));
    desk.type_text("birch water");
    let heard = desk.heard();
    assert!(!heard.text().contains("birch"), "{}", heard.text());
    let line = heard.nodes.iter().find(|node| node.role == Role::Password).unwrap().line.clone().unwrap();
    assert_eq!(line.shown.chars().count(), 11, "only how long it is");
    // Who sits near may look; who sits near must not hear.
    press(&mut desk, Role::CheckBox, "Show what I type");
    let shown = node(&mut desk, Role::Password, "Passphrase");
    assert_eq!((shown.line.clone().unwrap().shown, &shown.value), (line.shown, &None));
    assert!(!desk.heard().text().contains("birch"));
}

#[test]
fn what_lies_under_the_settings_is_not_told_and_cannot_be_used() {
    let mut desk = Desk::with(People::Typical);
    let behind = node(&mut desk, Role::Link, "Exchange").id;
    let rows = desk.heard().nodes.into_iter().find(|node| node.role == Role::Table).unwrap().id;
    press(&mut desk, Role::Button, "Settings of Mai Green (MG)");
    let heard = desk.heard();
    assert!(heard.find(Role::Dialog, "Settings").is_some(), "{}", heard.text());
    for node in [behind, rows] {
        assert!(heard.node(node).is_none());
        everything().into_iter().for_each(|act| request(&mut desk, node, act));
    }
    assert_eq!(desk.heard(), heard, "nothing came of it");
    press(&mut desk, Role::Button, "Close settings");
    desk.frame();
    assert_eq!(desk.app.title(), "Home · Wayhome", "nor does it later");
}

#[test]
fn what_is_being_saved_takes_no_request() {
    let mut desk = Desk::with(People::Typical);
    let (client, event) = answered(&mut desk);
    let parts =
        [(Role::Button, "Save & Close"), (Role::TextInput, "If Not Housed, Reason"), (Role::Radio, "Successful referral: client accepted")];
    let nodes = parts.map(|(role, name)| node(&mut desk, role, name).id);
    // Asked for just before: the save comes first.
    come(&mut desk, nodes[0], Act::Ask(Ask::Activate));
    come(&mut desk, nodes[1], Act::Ask(Ask::SetText("early".to_owned())));
    let saved = desk.hold(save());
    assert!(!saved.is_empty());
    desk.frame();
    for node in nodes {
        assert!(desk.heard().node(node).is_none(), "it cannot be reached");
        everything().into_iter().for_each(|act| request(&mut desk, node, act));
    }
    saved.into_iter().for_each(|answer| desk.send(answer));
    desk.frame();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(event))));
    assert_eq!(node(&mut desk, Role::TextInput, "If Not Housed, Reason").line.clone().unwrap().shown, "");
    assert_eq!(node(&mut desk, Role::RadioGroup, "Referral Result").value.as_deref(), Some("Unsuccessful referral: client rejected"));
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    assert_eq!(node(&mut desk, Role::Table, "Saves, the newest first").set_size, Some(2), "one save came of it");
}

#[test]
fn a_disabled_control_is_told_as_such_and_does_nothing() {
    let mut desk = Desk::mistaken();
    go(&mut desk, "exchange-held");
    let anyway = node(&mut desk, Role::Button, "Export anyway");
    assert!(anyway.disabled && !anyway.activates && !anyway.focusable, "{anyway:?}");
    let before = desk.heard();
    everything().into_iter().for_each(|act| request(&mut desk, anyway.id, act));
    assert_eq!(desk.heard(), before);
}

#[test]
fn what_is_asked_again_and_again_before_a_frame_is_done_once() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Exchange));
    let tick = node(&mut desk, Role::CheckBox, "Hash names and Social Security Numbers");
    assert_eq!(tick.checked, Some(false));
    (0..300).for_each(|_| come(&mut desk, tick.id, Act::Ask(Ask::Activate)));
    desk.frame();
    assert_eq!(desk.heard().node(tick.id).unwrap().checked, Some(true));
}

#[test]
fn how_far_something_is_can_be_looked_at_and_is_not_said_at_each_step() {
    let mut desk = Desk::with(People::Typical);
    go(&mut desk, "exchange-working");
    let heard = desk.heard();
    let progress = heard.nodes.iter().find(|node| node.role == Role::Progress).unwrap();
    assert!(progress.progress.is_some() && progress.live == Live::Off, "{progress:?}");
    let around = heard.nodes.iter().filter(|node| node.children.contains(&progress.id));
    assert!(around.into_iter().all(|node| node.live == Live::Off), "nor by what it is in");
}

#[test]
fn a_desk_that_is_left_too_long_does_nothing_for_a_screen_reader() {
    let mut desk = Desk::with(People::Typical);
    let lock = desk.heard().find(Role::Link, "Exchange").unwrap().id;
    crate::desk::later(60 * 60, 0);
    request(&mut desk, lock, Act::Ask(Ask::Activate));
    assert_eq!(desk.app.title(), "Wayhome", "it is locked");
}

#[test]
fn the_same_things_have_the_same_ids_from_frame_to_frame() {
    let mut desk = Desk::with(People::Typical);
    let first = desk.heard();
    desk.key(Named::ArrowDown);
    let second = desk.heard();
    let kept = second.nodes.iter().filter(|node| first.node(node.id).is_some()).count();
    assert_eq!(kept, second.nodes.len(), "moving in a list makes no new node");
}

#[test]
fn a_program_that_only_looks_holds_no_desk_open() {
    let locked_after_so_many_minutes = |act: Option<Act>| {
        let mut desk = Desk::with(People::Typical);
        let node = desk.heard().find(Role::Link, "Exchange").unwrap().id;
        let minutes = (0..40).take_while(|_| {
            crate::desk::later(60, 0);
            match &act {
                Some(act) => request(&mut desk, node, act.clone()),
                None => request(&mut desk, NodeId(12345), Act::Focus),
            }
            desk.send(Message::Tick);
            desk.app.title() != "Wayhome"
        });
        minutes.count()
    };
    let patient = wayhome::app::desk::Desk::default().idle;
    assert!(locked_after_so_many_minutes(Some(Act::Reveal)) <= usize::from(patient), "scrolling comes from a program just as well");
    assert!(locked_after_so_many_minutes(None) <= usize::from(patient), "nothing was meant");
    assert_eq!(locked_after_so_many_minutes(Some(Act::Focus)), 40, "somebody is there");
}

#[test]
fn a_press_that_comes_twice_takes_nobody_else() {
    let mut desk = Desk::with(People::Typical);
    intake(&mut desk, Step::Family);
    let here = desk.charts[0].client.personal_id.clone();
    let others: Vec<_> = desk.charts.iter().map(|c| c.client.personal_id.clone()).filter(|id| *id != here).take(4).collect();
    for client in others {
        desk.send(Message::Intake(wayhome::app::screen::intake::Message::Add(client)));
    }
    let removable = |desk: &mut Desk| {
        let heard = desk.heard();
        heard.nodes.into_iter().filter(|n| n.role == Role::Button && n.name.starts_with("Remove ")).collect::<Vec<_>>()
    };
    let before = removable(&mut desk);
    assert!(before.len() > 2, "{before:?}");
    request(&mut desk, before[0].id, Act::Ask(Ask::Activate));
    request(&mut desk, before[0].id, Act::Ask(Ask::Activate));
    let left: Vec<_> = removable(&mut desk).into_iter().map(|node| node.name).collect();
    assert_eq!(left, before[1..].iter().map(|node| node.name.clone()).collect::<Vec<_>>());
}

#[test]
fn a_row_is_whose_it_was_also_where_it_moved() {
    let mut desk = Desk::with(People::Typical);
    let rows = |desk: &mut Desk| desk.heard().nodes.into_iter().filter(|node| node.role == Role::Row).collect::<Vec<_>>();
    let before = rows(&mut desk);
    let titles: Vec<_> = desk.heard().nodes.into_iter().filter(|n| n.role == Role::ColumnHeader && n.activates).collect();
    for title in titles {
        request(&mut desk, title.id, Act::Ask(Ask::Activate));
    }
    let after = rows(&mut desk);
    let moved = before.iter().filter_map(|row| Some((row, after.iter().find(|now| now.id == row.id)?)));
    let (row, now) = moved.into_iter().find(|(row, now)| row.position != now.position).expect("a row in sight moved");
    assert_eq!(row.name, now.name, "it is still the same referral");
    request(&mut desk, row.id, Act::Ask(Ask::Activate));
    let heard = desk.heard();
    let heading =
        heard.nodes.iter().filter(|node| node.role == Role::Heading).map(|node| node.name.to_string()).find(|h| row.name.contains(h));
    assert!(heading.is_some(), "{} opens its client:\n{}", row.name, heard.text());
}
