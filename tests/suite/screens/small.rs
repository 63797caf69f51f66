//! Work in a small window and in large text: 1024 × 768 px at 150 % and at 200 %.
#![allow(clippy::unwrap_used)]

use super::intake::funded;
use crate::desk::{Desk, People};
use crate::visits::{ONCE, VISITS, context};
use iced::keyboard::key::Named;
use iced::{Rectangle, Size};
use wayhome::app::Message;
use wayhome::app::access::snapshot::Node;
use wayhome::app::action::Destination;
use wayhome::app::screen::{home, intake};
use wayhome::app::shortcut::Command;
use wayhome::app::widget::access::Role;
use wayhome::domain::ask::Form;
use wayhome::domain::intake::Step;

/// A window of 1024 × 768 px, as the text of 150 % and of 200 % leaves it.
const LARGE: Size = Size::new(683.0, 512.0);
const HUGE: Size = Size::new(512.0, 384.0);

/// As high as the status bar, px.
const STATUS: f32 = 24.0;

fn visit(name: &str, size: Size) -> Desk {
    let once = ONCE.iter().find(|visit| visit.name == name);
    let mut desk = once.map_or_else(|| Desk::with(People::Typical), crate::visits::Visit::desk);
    desk.resize(size);
    (VISITS.iter().chain(ONCE).find(|visit| visit.name == name).unwrap().go)(&mut desk);
    desk.quiet();
    desk.frame();
    desk
}

fn nodes(desk: &mut Desk) -> Vec<Node> {
    desk.heard().nodes
}

/// Where the page begins: below the line that says whose record it is.
fn top(nodes: &[Node]) -> f32 {
    let title = nodes.iter().find(|node| node.role == Role::Heading && node.level == Some(1)).unwrap();
    title.bounds.y + title.bounds.height
}

/// The controls that answer a question and are wholly between these.
fn questions(nodes: &[Node], top: f32, bottom: f32) -> usize {
    let asks = |node: &&Node| matches!(node.role, Role::RadioGroup | Role::ComboBox | Role::TextInput | Role::DateInput);
    nodes
        .iter()
        .filter(asks)
        .filter(|node| node.name != "Step" && node.bounds.y >= top && node.bounds.y + node.bounds.height <= bottom)
        .count()
}

/// What has the keyboard, where it is on the screen.
fn focused(desk: &mut Desk) -> Rectangle {
    let heard = desk.heard();
    heard.nodes.iter().find(|node| node.id == heard.focus).unwrap().bounds
}

fn named(nodes: &[Node], name: &str) -> Rectangle {
    nodes.iter().find(|node| node.name == name && node.focusable).unwrap_or_else(|| panic!("no {name:?}")).bounds
}

#[test]
fn a_page_of_an_intake_keeps_four_questions_in_sight_in_large_text_and_two_in_the_largest() {
    for (size, least) in [(LARGE, 4), (HUGE, 2)] {
        let bottom = size.height - STATUS;
        for step in [Step::Universal(0), Step::Assess(0, Form::Disabilities)] {
            let mut desk = funded();
            desk.resize(size);
            desk.send(Message::Intake(intake::Message::To(step)));
            desk.frame();
            let most = (0..40).map(|_| {
                desk.tab();
                desk.frame();
                let nodes = nodes(&mut desk);
                questions(&nodes, top(&nodes), bottom)
            });
            let most = most.max().unwrap();
            assert!(most >= least, "{step:?} {size:?}: {most}");
        }
        let mut desk = visit("intake-universal", size);
        let nodes = nodes(&mut desk);
        let shown = questions(&nodes, top(&nodes), bottom);
        assert!(shown >= least, "as it opens, {size:?}: {shown}");
    }
}

#[test]
fn what_folds_in_large_text_is_told_and_reached_all_the_same() {
    for size in [LARGE, HUGE] {
        let mut desk = visit("intake-universal", size);
        let told = desk.heard().nodes;
        let has = |role: Role, name: &str| told.iter().any(|node| node.role == role && node.name.starts_with(name));
        assert!(has(Role::Heading, "Universal Data Assessment: "), "the title of the page");
        assert!(has(Role::ComboBox, "Step"), "the steps");
        assert!(told.iter().any(|node| node.name.starts_with("Answer as of the project start date")), "what it is for");
        assert!(
            told.iter().any(|node| node.name.starts_with("Organization: ")) && told.iter().any(|node| node.name.starts_with("Workgroup: "))
        );
        let mut desk = visit("event", size);
        let told = desk.heard().nodes;
        assert!(told.iter().any(|node| node.role == Role::Heading && node.name == "CE Event"));
    }
}

#[test]
fn help_and_guide_leave_the_field_that_has_the_keyboard_in_sight() {
    for size in [LARGE, HUGE, Size::new(853.0, 533.0), Size::new(1024.0, 768.0)] {
        for (command, close) in [(Command::Help, "Close help"), (Command::Guide, "Close guide")] {
            for name in ["event", "intake-universal", "intake-health", "profile-edit"] {
                let mut desk = visit(name, size);
                desk.send(Message::Command(command));
                desk.frame();
                for _ in 0..3 {
                    let all = nodes(&mut desk);
                    let (at, panel) = (focused(&mut desk), named(&all, close));
                    let beside = panel.x - at.x >= 300.0 - 60.0 && at.x + at.width <= panel.x + panel.width - 280.0;
                    let bottom = if beside { size.height - STATUS } else { panel.y };
                    // Of answers that are higher than what is left the chosen one is in sight.
                    let fits = at.height < if size == HUGE { 60.0 } else { 90.0 };
                    assert!(at.y >= top(&all) && (!fits || at.y + at.height <= bottom), "{name} {size:?} {close}: {at:?} of {bottom}");
                    desk.tab();
                    desk.frame();
                }
            }
        }
    }
}

#[test]
fn a_ce_event_is_saved_and_left_from_wherever_one_is_in_it_in_large_text() {
    for name in ["event", "event-new"] {
        for size in [LARGE, HUGE] {
            let mut desk = visit(name, size);
            for _ in 0..8 {
                let all = nodes(&mut desk);
                let (save, at) = (named(&all, "Save"), focused(&mut desk));
                assert!(save.y + save.height <= size.height - STATUS, "{size:?}: {save:?}");
                assert!(at.y + at.height <= size.height - STATUS, "{size:?}: {at:?}");
                if size == LARGE {
                    let notes = named(&all, "Case Notes");
                    assert!(notes.y > 0.0 && notes.y + notes.height < save.y && notes.height < 40.0, "the menu of the record: {notes:?}");
                }
                desk.tab();
                desk.frame();
            }
        }
    }
}

#[test]
fn home_says_what_is_to_be_done_besides_and_its_keys_go_there() {
    for size in [Size::new(1280.0, 800.0), Size::new(1024.0, 768.0), LARGE, HUGE] {
        let mut desk = visit("home-owed", size);
        let bottom = size.height - STATUS;
        let said = nodes(&mut desk).into_iter().find(|node| node.name.contains("O shows the answers owed (1)")).unwrap();
        assert!(said.name.contains("N shows what is not finished (1)") && said.bounds.y + said.bounds.height <= bottom, "{said:?}");
        let listed = |desk: &mut Desk| {
            desk.seen().texts.into_iter().map(|(text, _)| text).filter(|text| text.starts_with("Next: ")).collect::<Vec<_>>()
        };
        let all = listed(&mut desk);
        desk.type_text("o");
        assert_eq!(listed(&mut desk), ["Next: answer them"]);
        assert_eq!(desk.seen().focused().as_deref(), Some("open-referrals"));
        desk.type_text("n");
        assert_eq!(listed(&mut desk), ["Next: go on with it"]);
        desk.type_text("N");
        assert_eq!(listed(&mut desk), all, "once more, and everything is shown");
        // What there is nothing of is said, and nothing else is shown.
        desk.type_text("d");
        assert_eq!(listed(&mut desk), all);
    }
}

#[test]
fn the_annual_assessments_that_are_due_are_come_to_by_a_key_and_left_by_it() {
    let mut desk = Desk::with(People::Typical);
    crate::visits::annual(&mut desk).unwrap();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Only(None)));
    desk.click("open-referrals");
    desk.type_text("d");
    assert_eq!(desk.seen().focused().as_deref(), Some("annuals-due"));
    desk.type_text("d");
    assert_eq!(desk.seen().focused().as_deref(), Some("open-referrals"));
}

#[test]
fn in_a_window_of_usual_size_what_is_to_be_done_stands_side_by_side() {
    let mut desk = Desk::with(People::Typical);
    let organizations: Vec<String> = desk.agency.organizations.iter().map(|o| o.organization_id.to_string()).collect();
    for organization in organizations {
        context(&mut desk, organization);
        desk.send(Message::Go(Destination::Home));
        let shown = desk.seen().stops.into_iter().find(|stop| stop.id == "state");
        assert!(shown.is_none_or(|stop| stop.role != Role::ComboBox));
    }
    desk.key(Named::Home);
}
