//! The calendar of a day, by keys and by mouse.

use super::stage::{Stage, Values};
use super::today;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::widget::column;
use iced::{Point, Size};
use wayhome::app::widget::access::Role;
use wayhome::app::widget::{Element, date, input};

fn stage(view: fn(&Values) -> Element<'_, String>) -> Stage {
    let mut stage = Stage::new(Size::new(600.0, 600.0), view);
    stage.key(Named::Tab);
    stage
}

fn plain() -> Stage {
    stage(|values| column![day(values).range(None, Some(today())), input("next", "Next", "").on_input(|text| text)].into())
}

fn day<'a>(values: &Values) -> date::Date<'a, String> {
    let text = values.get("day").cloned().unwrap_or_default();
    date("day", "Day", text, today()).on_input(|text| format!("day={text}"))
}

fn open(stage: &mut Stage) -> bool {
    stage.info("Day").and_then(|info| info.expanded) == Some(true)
}

#[test]
fn the_month_is_opened_walked_and_taken_by_keys() {
    let mut stage = plain();
    stage.key(Named::F4);
    assert!(open(&mut stage));
    for key in [Named::ArrowUp, Named::ArrowLeft, Named::PageUp, Named::Home] {
        stage.key(key);
    }
    stage.with(Modifiers::SHIFT, Key::Named(Named::Shift));
    stage.with(Modifiers::SHIFT, Key::Named(Named::PageUp));
    stage.key(Named::Enter);
    assert_eq!(stage.value("day"), "10/11/2025", "November 22, 15, 14; October 14; Sunday the 11th; a year back");
    assert!(!open(&mut stage));
    stage.with(Modifiers::ALT, Key::Named(Named::ArrowDown));
    assert!(open(&mut stage));
    stage.type_text("t");
    stage.key(Named::Enter);
    assert_eq!(stage.value("day"), "11/22/2026");
}

#[test]
fn escape_closes_tab_closes_and_goes_on_and_digits_are_typed() {
    let mut stage = plain();
    stage.key(Named::F4);
    stage.key(Named::Escape);
    assert!(!open(&mut stage));
    stage.key(Named::F4);
    stage.type_text("1");
    assert!(!open(&mut stage));
    assert_eq!(stage.value("day"), "1");
    stage.key(Named::F4);
    stage.key(Named::Tab);
    assert!(!open(&mut stage));
    assert_eq!(stage.focused(), Some("next".into()));
}

#[test]
fn the_month_is_worked_by_mouse_and_the_line_keeps_the_keyboard() {
    let mut stage = plain();
    stage.key(Named::Tab);
    stage.click_on("Calendar: Day");
    assert!(open(&mut stage));
    stage.click(Point::new(20.0, 60.0));
    assert!(stage.info("October 2026").is_some(), "a month back");
    assert_eq!(stage.focused(), Some("day".into()));
    stage.click_on("Friday, October 9, 2026");
    assert_eq!(stage.value("day"), "10/09/2026");
    assert!(!open(&mut stage));
    stage.click_on("Calendar: Day");
    stage.click(Point::new(500.0, 500.0));
    assert!(!open(&mut stage), "a click elsewhere closes it");
}

#[test]
fn a_day_out_of_range_is_said_at_once_and_cannot_be_taken_from_the_month() {
    let mut stage = plain();
    stage.type_text("11/23/2026");
    assert!(stage.shows("After today"));
    assert!(stage.info("Day").is_some_and(|info| info.invalid));
    stage.key(Named::F4);
    stage.key(Named::ArrowRight);
    stage.key(Named::Enter);
    assert!(open(&mut stage));
    assert_eq!(stage.value("day"), "11/23/2026");
    assert!(stage.info("Tuesday, November 24, 2026").is_some_and(|info| info.disabled));
}

#[test]
fn a_day_says_what_it_is() {
    let mut stage = plain();
    stage.type_text("11/22/2026");
    stage.key(Named::F4);
    let info = stage.info("Day").unwrap();
    assert_eq!((info.role, info.value.as_deref()), (Role::DateInput, Some("Sunday, November 22, 2026")));
    assert_eq!(stage.info("November 2026").and_then(|info| info.set_size), Some(30));
    let day = stage.info("Sunday, November 22, 2026, today").unwrap();
    assert_eq!((day.position, day.selected), (Some(21), Some(true)));
}

#[test]
fn a_day_that_is_counted_says_which_it_is_and_from_where_before_it_is_taken() {
    let mut stage = plain();
    stage.type_text("11/02/2026");
    stage.key(Named::Tab);
    stage.with(Modifiers::SHIFT, Key::Named(Named::Tab));
    stage.type_text("-2");
    assert!(stage.seen().texts.contains(&"11/20/2026 · 2 days before today".to_owned()), "{:?}", stage.seen().texts);
    stage.key(Named::Tab);
    assert_eq!(stage.info("Day").unwrap().value.as_deref(), Some("Friday, November 20, 2026"));
}

#[test]
fn a_hidden_day_is_not_said_beside_it_either() {
    let mut stage = stage(|values| day(values).masked(true).into());
    stage.type_text("11/22/2026");
    assert!(stage.seen().texts.is_empty());
    assert_eq!(stage.info("Day").unwrap().value, None);
}
