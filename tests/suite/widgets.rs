//! What the own widgets promise, driven without a window. Messages are plain words here: `name=Ann`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asking;
mod choosing;
mod days;
mod gallery;
mod memos;
mod pointer;
mod roving;
mod stage;
mod typing;

use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation};
use iced::keyboard::key::{NativeCode, Physical};
use iced::keyboard::{self, Key, Location, Modifiers, key::Named};
use iced::widget::{column, row};
use iced::{Event, Fill, Rectangle, Size};
use iced_test::Simulator;
use std::any::Any;
use wayhome::app::font;
use wayhome::app::icon::Icon;
use wayhome::app::theme::text as roles;
use wayhome::app::widget::access::Info;
use wayhome::app::widget::{self, Chord, Element, Opt, button, field};
use wayhome::domain::entry::Day;

type Ui<'a> = Simulator<'a, String>;

fn ui<'a>(content: impl Into<Element<'a, String>>) -> Ui<'a> {
    let keys = |chord: &Chord| match *chord {
        chord if chord == Chord::command('s') => Some("save".to_owned()),
        chord if chord == Chord::named(Named::Escape) => Some("escape".to_owned()),
        chord if chord == Chord::plain('r') => Some("resolve".to_owned()),
        _ => None,
    };
    Simulator::with_size(
        font::settings(),
        Size::new(900.0, 700.0),
        widget::keyboard(content).on_key(keys).goes_on(|chord| *chord == Chord::command('s')),
    )
}

fn press(key: Key, text: Option<&str>, modifiers: Modifiers) -> Event {
    Event::Keyboard(keyboard::Event::KeyPressed {
        key: key.clone(),
        modified_key: key,
        physical_key: Physical::Unidentified(NativeCode::Unidentified),
        location: Location::Standard,
        modifiers,
        text: text.map(Into::into),
        repeat: false,
    })
}

fn named(ui: &mut Ui<'_>, key: Named) {
    ui.simulate([press(Key::Named(key), None, Modifiers::empty())]);
}

fn shift_tab(ui: &mut Ui<'_>) {
    ui.simulate([press(Key::Named(Named::Tab), None, Modifiers::SHIFT)]);
}

fn with(ui: &mut Ui<'_>, modifiers: Modifiers, key: &str, text: Option<&str>) {
    ui.simulate([press(Key::Character(key.into()), text, modifiers)]);
}

fn focused(ui: &mut Ui<'_>, name: &'static str) -> bool {
    let wanted = Id::new(name);
    let found = ui.find(move |candidate: iced_test::selector::Candidate<'_>| match candidate {
        iced_test::selector::Candidate::Focusable { id: Some(id), state, .. } if *id == wanted => Some(state.is_focused()),
        _ => None,
    });
    found.unwrap_or(false)
}

fn messages(ui: Ui<'_>) -> Vec<String> {
    ui.into_messages().collect()
}

fn answers() -> Vec<Opt> {
    [(0, "No"), (1, "Yes"), (8, "Client doesn't know"), (9, "Client prefers not to answer"), (99, "Data not collected")]
        .map(|(code, label)| Opt::coded(code, label))
        .into()
}

fn places() -> Vec<Opt> {
    (1..=20).map(|n| Opt::coded(100 + n, format!("Place number {n}"))).collect()
}

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 22).unwrap_or_default()
}

fn name<'a>(value: &str) -> widget::input::Input<'a, String> {
    widget::input("name", "Name", value).on_input(|text| format!("name={text}"))
}

fn veteran<'a>(selected: Option<&str>) -> widget::choice::Choice<'a, String> {
    widget::choice("veteran", "Veteran", answers(), selected.map(Into::into))
        .on_choose(|value| format!("veteran={}", value.unwrap_or_default()))
}

fn place<'a>() -> widget::select::Select<'a, String> {
    widget::select("place", "Place", places(), None).on_choose(|value| format!("place={}", value.unwrap_or_default()))
}

/// One press too many must not write what nobody has read.
#[test]
fn a_key_that_is_held_down_gives_its_command_once() {
    let held = |key: Key| match press(key, None, Modifiers::CTRL) {
        Event::Keyboard(keyboard::Event::KeyPressed { key, modified_key, physical_key, location, modifiers, text, .. }) => {
            Event::Keyboard(keyboard::Event::KeyPressed { key, modified_key, physical_key, location, modifiers, text, repeat: true })
        }
        other => other,
    };
    let mut ui = ui(button("Save").id("button"));
    with(&mut ui, Modifiers::CTRL, "s", None);
    ui.simulate([held(Key::Character("s".into())), held(Key::Character("s".into()))]);
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), ["save"]);
}

/// A word that stands within an answer is looked for, and nothing that its first letters begin is chosen on the way.
#[test]
fn a_word_opens_the_closed_list_on_those_that_have_it() {
    let options = || ["Safe place", "Emergency shelter", "Hotel"].map(|label| Opt::plain(label, label)).to_vec();
    let list = widget::select("where", "Where", options(), Some("Hotel".to_owned()));
    let mut ui = ui(list.on_choose(|value| format!("where={}", value.unwrap_or_default())));
    named(&mut ui, Named::Tab);
    ui.typewrite("shel");
    named(&mut ui, Named::Enter);
    assert_eq!(messages(ui), ["where=Emergency shelter"]);
}

/// Whoever types an answer and saves means it.
#[test]
fn a_command_takes_the_answer_that_is_marked_in_an_open_list_first() {
    let options = || ["Safe place", "Emergency shelter", "Hotel"].map(|label| Opt::plain(label, label)).to_vec();
    let list = || widget::select("where", "Where", options(), None).on_choose(|value| format!("where={}", value.unwrap_or_default()));
    let mut typed = ui(list());
    named(&mut typed, Named::Tab);
    typed.typewrite("hot");
    with(&mut typed, Modifiers::CTRL, "s", None);
    assert_eq!(messages(typed), ["where=Hotel", "save"]);
    // One that was only opened answers nothing.
    let mut opened = ui(list());
    named(&mut opened, Named::Tab);
    named(&mut opened, Named::Enter);
    with(&mut opened, Modifiers::CTRL, "s", None);
    assert_eq!(messages(opened), ["save"]);
}

#[test]
fn tab_marks_the_text_of_an_input_so_that_typing_replaces_it() {
    let mut ui = ui(column![veteran(None), name("Ann"), veteran(None)]);
    named(&mut ui, Named::Tab);
    named(&mut ui, Named::Tab);
    ui.typewrite("B");
    assert_eq!(messages(ui), ["name=B"]);
}

#[test]
fn tab_goes_round_in_source_order_and_back() {
    let mut ui = ui(column![
        name(""),
        widget::input::<String>("locked", "Locked", "x"),
        veteran(None),
        button("Off"),
        button("Save").id("save").on_press("save".to_owned()),
    ]);
    for expected in ["name", "veteran", "save", "name"] {
        named(&mut ui, Named::Tab);
        assert!(focused(&mut ui, expected), "{expected}");
    }
    for expected in ["save", "veteran"] {
        shift_tab(&mut ui);
        assert!(focused(&mut ui, expected), "{expected}");
    }
    assert!(!focused(&mut ui, "save"));
}

#[test]
fn a_button_works_by_click_enter_and_space() {
    let mut ui = ui(button("Save").on_press("pressed".to_owned()));
    ui.click("Save").unwrap();
    named(&mut ui, Named::Enter);
    ui.typewrite(" ");
    assert_eq!(messages(ui), ["pressed"; 3]);
}

#[test]
fn a_disabled_button_does_nothing() {
    let mut ui = ui(column![button("Save"), widget::icon_button(Icon::Close, "Close")]);
    ui.click("Save").unwrap();
    ui.click("Close").unwrap();
    named(&mut ui, Named::Tab);
    named(&mut ui, Named::Enter);
    assert!(messages(ui).is_empty());
}

#[test]
fn an_input_undoes_by_words_and_redoes() {
    let mut ui = ui(name(""));
    named(&mut ui, Named::Tab);
    ui.typewrite("Ann Lee");
    with(&mut ui, Modifiers::CTRL, "z", Some("\u{1a}"));
    with(&mut ui, Modifiers::CTRL, "z", Some("\u{1a}"));
    with(&mut ui, Modifiers::CTRL, "y", Some("\u{19}"));
    with(&mut ui, Modifiers::CTRL | Modifiers::SHIFT, "z", Some("\u{1a}"));
    let said = messages(ui);
    assert_eq!(said[6..], ["name=Ann Lee", "name=Ann ", "name=Ann", "name=Ann ", "name=Ann Lee"]);
}

#[test]
fn an_input_says_that_it_got_and_lost_the_focus() {
    let field = name("").on_focus("in".to_owned()).on_blur("out".to_owned());
    let mut ui = ui(column![field, button("Next").on_press("next".to_owned())]);
    named(&mut ui, Named::Tab);
    named(&mut ui, Named::Tab);
    shift_tab(&mut ui);
    ui.click("Next").unwrap();
    assert_eq!(messages(ui), ["in", "out", "in", "out", "next"]);
}

#[test]
fn commands_are_seen_first_and_never_typed() {
    let mut ui = ui(name(""));
    named(&mut ui, Named::Tab);
    with(&mut ui, Modifiers::ALT, "s", Some("s"));
    with(&mut ui, Modifiers::CTRL, "1", Some("1"));
    with(&mut ui, Modifiers::CTRL, "s", Some("\u{13}"));
    ui.typewrite("r");
    named(&mut ui, Named::Escape);
    assert!(focused(&mut ui, "name"), "Esc does not drop the focus");
    assert_eq!(messages(ui), ["save", "name=r", "escape"]);
}

#[test]
fn a_letter_is_a_command_where_nothing_is_typed() {
    let mut ui = ui(name(""));
    ui.typewrite("r");
    assert_eq!(messages(ui), ["resolve"]);
}

#[test]
fn enter_that_nobody_wants_goes_to_the_next_field() {
    let mut ui = ui(column![name(""), veteran(None)]);
    named(&mut ui, Named::Tab);
    named(&mut ui, Named::Enter);
    assert!(focused(&mut ui, "veteran"));
}

#[test]
fn a_choice_takes_numbers_letters_arrows_and_clears() {
    let mut ui = ui(veteran(None));
    named(&mut ui, Named::Tab);
    ui.typewrite("1");
    ui.typewrite("99");
    named(&mut ui, Named::ArrowUp);
    named(&mut ui, Named::Backspace);
    ui.typewrite("yes");
    named(&mut ui, Named::ArrowDown);
    ui.click("No").unwrap();
    let expected = ["1", "9", "99", "9", "", "1", "8", "0"].map(|value| format!("veteran={value}"));
    assert_eq!(messages(ui), expected);
}

#[test]
fn a_select_chooses_by_number_while_closed() {
    let mut ui = ui(place());
    named(&mut ui, Named::Tab);
    ui.typewrite("112");
    assert_eq!(messages(ui), ["place=112"]);
}

#[test]
fn a_select_opens_narrows_and_chooses() {
    let mut ui = ui(place());
    named(&mut ui, Named::Tab);
    named(&mut ui, Named::ArrowDown);
    assert!(ui.find("Place number 8").is_ok());
    assert!(ui.find("Place number 9").is_err(), "eight rows are in sight");
    ui.typewrite("place number 1");
    named(&mut ui, Named::ArrowDown);
    named(&mut ui, Named::Enter);
    assert!(ui.find("Place number 10").is_ok(), "the line shows what was chosen");
    assert!(ui.find("Place number 11").is_err(), "and the list is closed");
    assert_eq!(messages(ui), ["place=110"]);
}

#[test]
fn a_select_closes_with_escape_then_escape_is_free() {
    let mut ui = ui(place());
    ui.click("Choose…").unwrap();
    assert!(ui.find("Place number 1").is_ok());
    named(&mut ui, Named::Escape);
    assert!(ui.find("Place number 1").is_err());
    named(&mut ui, Named::Escape);
    assert_eq!(messages(ui), ["escape"]);
}

#[test]
fn a_select_closes_with_tab_and_goes_on() {
    let mut ui = ui(column![place(), name("")]);
    ui.click("Choose…").unwrap();
    named(&mut ui, Named::Tab);
    assert!(focused(&mut ui, "name"));
    assert!(ui.find("Place number 1").is_err());
    assert!(messages(ui).is_empty());
}

#[test]
fn a_select_is_worked_by_mouse_and_wheel() {
    let mut ui = ui(place());
    ui.click("Choose…").unwrap();
    ui.point_at(iced::Point::new(100.0, 100.0));
    ui.simulate([Event::Mouse(iced::mouse::Event::WheelScrolled { delta: iced::mouse::ScrollDelta::Lines { x: 0.0, y: -5.0 } })]);
    ui.click("Place number 13").unwrap();
    assert_eq!(messages(ui), ["place=113"]);
}

#[test]
fn a_date_is_normalised_on_leaving_and_on_enter() {
    let date = |id: &'static str| widget::date(id, "Day", "", today()).on_input(move |text| format!("{id}={text}"));
    let mut ui = ui(column![date("a"), date("b")]);
    named(&mut ui, Named::Tab);
    ui.typewrite("t");
    named(&mut ui, Named::Tab);
    ui.typewrite("-1");
    named(&mut ui, Named::Enter);
    assert_eq!(messages(ui), ["a=t", "a=11/22/2026", "b=-", "b=-1", "b=11/21/2026"]);
}

#[test]
fn a_date_says_its_weekday_or_that_it_is_none() {
    let mut ui = ui(column![
        widget::date("a", "A", "11/08/2026", today()).on_input(|t| t),
        widget::date("b", "B", "soon", today()).on_input(|t| t),
        widget::date("c", "C", "0801", today()).on_input(|t| t),
        widget::date("d", "D", "0802", today()).on_input(|t| t).masked(true),
    ]);
    assert!(ui.find("Sunday · 14 days ago").is_ok());
    assert!(ui.find("Not a date. Type it as 11/22/2026").is_ok());
    assert!(ui.find("Not a date. Add the year, as in 08/01/2026").is_ok());
    assert!(ui.find("Not a date. Add the year, as in 08/02/2026").is_err(), "what is hidden is not said");
}

#[test]
fn what_lies_under_a_dialog_cannot_be_reached() {
    let base = column![name(""), button("Below").id("below").on_press("below".to_owned())];
    let actions =
        [button("Stay").id("stay").on_press("stay".to_owned()).into(), button("Leave").id("leave").on_press("leave".to_owned()).into()];
    let dialog = widget::dialog("Unsaved work", roles::body("It is kept as a draft."), actions);
    let mut ui = ui(widget::modal(base, Some(dialog), "closed".to_owned()));
    ui.simulate([Event::Window(iced::window::Event::RedrawRequested(iced::time::Instant::now()))]);
    assert!(focused(&mut ui, "stay"), "the first control has the focus");
    for expected in ["leave", "stay", "leave"] {
        named(&mut ui, Named::Tab);
        assert!(focused(&mut ui, expected), "{expected}");
    }
    assert!(ui.find("Below").is_err());
    ui.point_at(iced::Point::new(20.0, 50.0));
    ui.simulate(iced_test::simulator::click());
    named(&mut ui, Named::Escape);
    assert_eq!(messages(ui), ["closed"]);
}

#[test]
fn a_list_moves_activates_and_knows_letters() {
    let rows = (0..30).map(|n| roles::body(format!("Row {n}")).into()).collect();
    let list = widget::list("rows", "Rows", rows, Some(0))
        .on_move(|at| format!("at {at}"))
        .on_activate(|at| format!("open {at}"))
        .on_key(|key, at| (key == 'i').then(|| format!("intake {at}")));
    let mut ui = ui(list);
    named(&mut ui, Named::Tab);
    for key in [Named::ArrowDown, Named::PageDown, Named::End, Named::Home, Named::ArrowUp, Named::Enter] {
        named(&mut ui, key);
    }
    ui.typewrite("ir");
    ui.click("Row 2").unwrap();
    ui.click("Row 2").unwrap();
    assert_eq!(messages(ui), ["at 1", "at 11", "at 29", "at 0", "open 0", "intake 0", "resolve", "at 2", "open 2"]);
}

#[test]
fn a_button_in_a_row_stays_its_own() {
    let inner = row![roles::body("Ann").width(Fill), button("Resolve").id("inner").on_press("inner".to_owned())];
    let list = widget::list("rows", "Rows", vec![inner.into()], None).on_move(|at| format!("at {at}"));
    let mut ui = ui(list);
    ui.click("Resolve").unwrap();
    named(&mut ui, Named::Tab);
    assert!(focused(&mut ui, "rows"));
    named(&mut ui, Named::Tab);
    named(&mut ui, Named::Enter);
    assert_eq!(messages(ui), ["inner", "inner"]);
}

#[test]
fn a_click_on_a_label_focuses_its_control() {
    let mut ui = ui(column![field("Full name", name("")), field("Veteran status", veteran(None))]);
    ui.click("Veteran status").unwrap();
    assert!(focused(&mut ui, "veteran"));
    ui.click("Full name").unwrap();
    assert!(focused(&mut ui, "name"));
    assert!(!focused(&mut ui, "veteran"), "only one thing has the focus");
}

#[test]
fn a_check_toggles_by_space_and_click() {
    let mut ui = ui(widget::check("consent", "Consent on file", false).on_toggle(|on| format!("consent={on}")));
    named(&mut ui, Named::Tab);
    ui.typewrite(" ");
    ui.click("Consent on file").unwrap();
    assert_eq!(messages(ui), ["consent=true", "consent=false"]);
}

#[test]
fn tab_brings_into_view_what_it_reaches() {
    let fields = (0..40).map(|n| widget::input(format!("f{n}"), "F", format!("value {n}")).on_input(|t| t).into());
    let mut ui = ui(widget::scroll(iced::widget::Column::with_children(fields).spacing(10)));
    shift_tab(&mut ui);
    let seen = ui.find("value 39").unwrap();
    assert!(iced_test::selector::Bounded::visible_bounds(&seen).is_some_and(|seen| seen.height > 20.0), "the last field is in view");
}

#[test]
fn no_two_icons_share_a_glyph() {
    let glyphs: std::collections::BTreeSet<char> = Icon::ALL.iter().map(|icon| icon.glyph()).collect();
    assert_eq!(glyphs.len(), Icon::ALL.len());
}

/// Collects what the widgets say of themselves, and of what can be focused whether it said so just before.
#[derive(Default)]
struct Walk {
    infos: Vec<(Option<Id>, Info)>,
    last: Option<(Option<Id>, Rectangle)>,
    stops: Vec<Option<Id>>,
    unnamed: usize,
}

impl Operation for Walk {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
        self.last = None;
    }

    fn custom(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        if let Some(info) = state.downcast_ref::<Info>() {
            self.infos.push((id.cloned(), info.clone()));
            self.last = Some((id.cloned(), bounds));
        }
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, _: &mut dyn Focusable) {
        let named = self.infos.last().is_some_and(|(_, info)| info.label.as_ref().is_some_and(|label| !label.is_empty()));
        if !named || self.last.take() != Some((id.cloned(), bounds)) {
            self.unnamed += 1;
        }
        self.stops.push(id.cloned());
    }
}

fn headless() -> Option<iced::Renderer> {
    use iced::advanced::renderer::Headless;
    let settings = font::settings();
    iced::futures::executor::block_on(<iced::Renderer as Headless>::new(
        settings.default_font,
        settings.default_text_size,
        Some("tiny-skia"),
    ))
}
