//! What a screen reader asks of what takes no input at the moment: it is left undone, then and later.

use super::stage::{Stage, Values};
use iced::Size;
use iced::widget::column;
use wayhome::app::widget::access::{Ask, Role};
use wayhome::app::widget::{Element, Opt, button, check, choice, date, dialog, inert, input, list, modal, select, tabs};

/// One of each control. All are disabled while `off` is held.
fn form(values: &Values) -> Element<'_, String> {
    let on = !values.contains_key("off");
    let options = || vec![Opt::coded(1, "One"), Opt::coded(2, "Two")];
    let mut parts: [Element<'_, String>; 8] = [
        button("Press").id("press").on_press_maybe(on.then(|| "pressed".to_owned())).into(),
        check("tick", "Tick", false).into(),
        choice("choice", "Choice", options(), None).into(),
        select("select", "Select", options(), None).into(),
        tabs("tabs", "Tabs", ["First", "Second"], Some(0)).into(),
        input("line", "Line", "").into(),
        date("day", "Day", "11/10/2026", Default::default()).into(),
        list("list", "List", vec!["Row".into()], None).into(),
    ];
    if on {
        parts[1] = check("tick", "Tick", false).on_toggle(|_| "ticked".to_owned()).into();
        parts[2] = choice("choice", "Choice", options(), None).on_choose(|_| "chosen".to_owned()).into();
        parts[3] = select("select", "Select", options(), None).on_choose(|_| "selected".to_owned()).into();
        parts[4] = tabs("tabs", "Tabs", ["First", "Second"], Some(0)).on_choose(|_| "turned".to_owned()).into();
        parts[5] = input("line", "Line", "").on_input(|text| format!("typed {text}")).into();
        parts[6] = date("day", "Day", "11/10/2026", Default::default()).on_input(|text| format!("day {text}")).into();
        parts[7] = list("list", "List", vec!["Row".into()], None).on_move(|_| "moved".to_owned()).into();
    }
    inert(column(parts), values.contains_key("inert"))
}

/// What can be asked of them, and what comes of it.
fn asks() -> Vec<(Role, &'static str, Ask, &'static str)> {
    vec![
        (Role::Button, "Press", Ask::Activate, "pressed"),
        (Role::CheckBox, "Tick", Ask::Activate, "ticked"),
        (Role::Radio, "Two", Ask::Activate, "chosen"),
        (Role::Tab, "Second", Ask::Activate, "turned"),
        (Role::TextInput, "Line", Ask::SetText("birch".to_owned()), "typed birch"),
        (Role::DateInput, "Day", Ask::Increment, "day 11/11/2026"),
        (Role::ListItem, "Row", Ask::Activate, "moved"),
    ]
}

fn stage() -> Stage {
    Stage::new(Size::new(600.0, 600.0), form)
}

#[test]
fn each_control_does_what_is_asked_of_it_once() {
    for (role, label, ask, said) in asks() {
        let mut stage = stage();
        stage.ask(role, label, ask);
        stage.frame();
        stage.frame();
        assert_eq!(stage.said, [said], "{label}");
    }
}

#[test]
fn what_is_asked_of_a_disabled_control_is_not_done_once_it_is_enabled() {
    for (role, label, ask, _) in asks() {
        let mut stage = stage();
        stage.values.insert("off".to_owned(), String::new());
        stage.ask(role, label, ask);
        // Not even a frame comes in between.
        stage.values.clear();
        stage.frame();
        assert!(stage.said.is_empty(), "{label}: {:?}", stage.said);
    }
}

#[test]
fn what_was_asked_just_before_a_control_is_disabled_is_forgotten() {
    for (role, label, ask, _) in asks() {
        let mut stage = stage();
        stage.ask(role, label, ask);
        stage.values.insert("off".to_owned(), String::new());
        stage.frame();
        stage.values.clear();
        stage.frame();
        assert!(stage.said.is_empty(), "{label}: {:?}", stage.said);
    }
}

#[test]
fn what_was_asked_just_before_it_is_out_of_reach_is_forgotten() {
    for (role, label, ask, _) in asks() {
        let mut stage = stage();
        stage.ask(role, label, ask);
        stage.values.insert("inert".to_owned(), String::new());
        stage.frame();
        stage.values.clear();
        stage.frame();
        assert!(stage.said.is_empty(), "{label}: {:?}", stage.said);
    }
}

#[test]
fn an_answer_is_the_one_that_was_asked_for_or_none() {
    fn view(values: &Values) -> Element<'_, String> {
        let all = ["One", "Two", "Three"].into_iter().filter(|label| !values.contains_key(*label));
        let options = || all.clone().map(|label| Opt::plain(label, label)).collect();
        let chosen = |answer: Option<String>| answer.unwrap_or_default();
        let choice = choice("choice", "Choice", options(), None).on_choose(chosen);
        let tabs = tabs("tabs", "Tabs", all.clone(), Some(2)).on_choose(|at| format!("tab {at}"));
        column![choice, tabs].into()
    }
    for role in [Role::Radio, Role::Tab] {
        let mut stage = Stage::new(Size::new(600.0, 600.0), view);
        stage.ask(role, "Two", Ask::Activate);
        // The first is asked no more, and another comes to the place of the second.
        stage.values.insert("One".to_owned(), String::new());
        stage.frame();
        assert!(stage.said.is_empty(), "{role:?}: {:?}", stage.said);
    }
}

#[test]
fn a_disabled_control_says_that_it_takes_nothing() {
    let mut stage = stage();
    stage.values.insert("off".to_owned(), String::new());
    let heard = stage.heard();
    for label in ["Press", "Tick", "Choice", "Select", "Tabs", "Line", "Day", "List"] {
        let node = heard.nodes.iter().find(|node| node.name == label).unwrap_or_else(|| panic!("no {label}"));
        // A list without a cursor is no control that is out of use: it is read.
        assert_eq!(node.disabled, label != "List", "{label}: {node:?}");
        assert!(!node.activates && !node.sets_text && !node.focusable, "{label}: {node:?}");
    }
}

#[test]
fn a_dialog_is_told_with_its_question_and_nothing_under_it() {
    fn view(values: &Values) -> Element<'_, String> {
        let stay = || button("Stay").id("stay").on_press("open=no".to_owned());
        let over = (values.get("open").is_none_or(|open| open == "yes")).then(|| dialog("Leave?", "It is kept.", [stay().into()]));
        modal(form(values), over, "open=no".to_owned())
    }
    let mut stage = Stage::new(Size::new(600.0, 600.0), view);
    let heard = stage.heard();
    assert_eq!(heard.text(), "window\n  dialog “Leave?”, modal\n    text “It is kept.”\n    button “Stay”, focused\n");
    stage.ask(Role::Button, "Stay", Ask::Activate);
    stage.frame();
    let under = stage.heard();
    assert!(under.find(Role::Dialog, "Leave?").is_none());
    for (role, label, ..) in asks() {
        let node = under.find(role, label).unwrap_or_else(|| panic!("no {label} in\n{}", under.text()));
        assert!(heard.node(node.id).is_none(), "{label} was out of reach");
    }
}

#[test]
fn a_list_that_opens_is_not_opened_later() {
    let mut stage = stage();
    stage.values.insert("off".to_owned(), String::new());
    stage.ask(Role::ComboBox, "Select", Ask::Activate);
    stage.values.clear();
    stage.frame();
    assert!(stage.info("Two, 2").is_none() && stage.info("Select").is_some_and(|info| info.expanded == Some(false)));
}
