//! Tabs, steps and dialogs: one stop each, and where the keyboard goes.

use super::stage::{Stage, Values};
use iced::Size;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::widget::column;
use wayhome::app::theme::text;
use wayhome::app::widget::{self, Element, Progress, Step, button, dialog, input, modal, steps, tabs};

fn stage(view: fn(&Values) -> Element<'_, String>) -> Stage {
    let mut stage = Stage::new(Size::new(600.0, 600.0), view);
    stage.key(Named::Tab);
    stage
}

fn next<'a>() -> widget::input::Input<'a, String> {
    input("next", "Next", "").on_input(|text| text)
}

#[test]
fn tabs_are_one_stop_and_the_arrows_go_round() {
    let mut stage = stage(|values| {
        let chosen = values.get("tabs").and_then(|at| at.parse().ok()).or(Some(0));
        column![tabs("tabs", "Parts", ["One", "Two", "Three"], chosen).on_choose(|at| format!("tabs={at}")), next()].into()
    });
    for key in [Named::ArrowRight, Named::ArrowRight, Named::ArrowRight, Named::ArrowLeft, Named::Home, Named::End] {
        stage.key(key);
    }
    stage.click_on("Two");
    assert_eq!(stage.said, ["1", "2", "0", "2", "0", "2", "1"].map(|at| format!("tabs={at}")));
    assert_eq!(stage.info("Two").and_then(|info| info.selected), Some(true));
    stage.key(Named::Tab);
    assert_eq!(stage.focused(), Some("next".into()));
}

#[test]
fn tabs_wrap_where_the_room_is_narrow() {
    let view: fn(&Values) -> Element<'_, String> =
        |_| tabs("tabs", "Parts", ["Summary", "Referrals", "Clients"], Some(0)).on_choose(|at| at.to_string()).into();
    let mut narrow = Stage::new(Size::new(160.0, 400.0), view);
    let place = |stage: &mut Stage, label: &str| {
        let seen = stage.seen();
        seen.infos.iter().find(|(info, _)| info.label.as_deref() == Some(label)).map(|(_, place)| *place).unwrap()
    };
    let (first, last) = (place(&mut narrow, "Summary"), place(&mut narrow, "Clients"));
    assert!(last.y > first.y && last.x + last.width <= 160.0);
}

#[test]
fn steps_are_one_stop_and_enter_goes_there() {
    let mut stage = stage(|_| {
        let all = [("Family", Progress::Done), ("Program", Progress::Current), ("Finish", Progress::ToDo)];
        let all = all.map(|(label, state)| Step { label: label.into(), state, inset: false });
        column![steps("steps", all.into()).on_choose(|at| format!("steps={at}")), next()].into()
    });
    stage.key(Named::ArrowDown);
    assert!(stage.said.is_empty(), "an arrow alone leaves no step");
    assert_eq!(stage.info("Steps").and_then(|info| info.value).as_deref(), Some("Finish, to do"));
    stage.key(Named::Enter);
    stage.key(Named::Home);
    stage.type_text(" ");
    stage.click_on("Program");
    assert_eq!(stage.said, ["steps=2", "steps=0", "steps=1"]);
    stage.key(Named::Tab);
    assert_eq!(stage.focused(), Some("next".into()));
}

fn asked() -> Stage {
    let mut stage = stage(|values| {
        let say = |text: &str| text.to_owned();
        let base = column![next(), button("Leave").id("leave").on_press(say("dialog=open"))];
        let open = values.get("dialog").is_some_and(|it| it == "open");
        let over = open.then(|| {
            let actions = [button("Stay").id("stay").on_press(say("dialog=")).into(), button("Go").id("go").on_press(say("gone")).into()];
            dialog("Leave?", text::body("A draft is kept."), actions)
        });
        modal(base, over, say("dialog="))
    });
    stage.key(Named::Tab);
    stage.key(Named::Enter);
    stage
}

#[test]
fn tab_cannot_leave_a_dialog() {
    let mut stage = asked();
    let mut visited = Vec::new();
    for _ in 0..4 {
        visited.push(stage.focused());
        stage.key(Named::Tab);
    }
    assert_eq!(visited, ["stay", "go", "stay", "go"].map(|id| Some(id.into())));
    stage.with(Modifiers::SHIFT, Key::Named(Named::Tab));
    assert_eq!(stage.focused(), Some("go".into()));
}

#[test]
fn escape_closes_a_dialog_and_the_keyboard_is_back_where_it_was() {
    let mut stage = asked();
    stage.key(Named::Tab);
    stage.key(Named::Escape);
    assert_eq!(stage.value("dialog"), "");
    assert_eq!(stage.focused(), Some("leave".into()));
    assert!(!stage.said.contains(&"gone".to_owned()));
}
