//! Lines of text: masks, lengths, pastes, hidden values, and a past that outlives the focus.

use super::stage::{Stage, Values};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::widget::column;
use iced::{Point, Size};
use wayhome::app::widget::access::Role;
use wayhome::app::widget::input::{Input, Mask};
use wayhome::app::widget::{Element, input};

fn line<'a>(values: &Values, name: &'static str) -> Input<'a, String> {
    let text = values.get(name).cloned().unwrap_or_default();
    input(name, name, text).on_input(move |text| format!("{name}={text}"))
}

fn stage(view: fn(&Values) -> Element<'_, String>) -> Stage {
    let mut stage = Stage::new(Size::new(600.0, 400.0), view);
    stage.key(Named::Tab);
    stage
}

fn number() -> Stage {
    stage(|values| column![line(values, "ssn").mask(Mask::Ssn), line(values, "next")].into())
}

fn undo(stage: &mut Stage) {
    stage.with(Modifiers::COMMAND, Key::Character("z".into()));
}

#[test]
fn a_number_is_shown_in_groups_and_kept_bare() {
    let mut stage = number();
    stage.type_text("123456789");
    assert_eq!(stage.value("ssn"), "123456789");
    assert_eq!(stage.seen().lines[0], "123-45-6789");
    stage.key(Named::Backspace);
    assert_eq!(stage.seen().lines[0], "123-45-678");
    undo(&mut stage);
    assert_eq!(stage.value("ssn"), "123456789");
}

#[test]
fn the_cursor_stays_where_it_was_in_a_number() {
    let mut stage = number();
    stage.type_text("126789");
    for _ in 0..6 {
        stage.key(Named::ArrowLeft);
    }
    stage.type_text("345");
    assert_eq!(stage.value("ssn"), "123456789");
}

#[test]
fn a_number_takes_digits_and_x_and_says_what_else_was_typed() {
    let mut stage = number();
    stage.type_text("12a");
    assert_eq!(stage.value("ssn"), "12");
    assert!(stage.shows("Digits only, and x for a digit that is not known"));
    stage.type_text("X");
    assert_eq!(stage.value("ssn"), "12x");
    assert!(!stage.shows("Digits only, and x for a digit that is not known"));
    stage.paste("345-67-8901");
    assert_eq!(stage.value("ssn"), "12x345678");
    assert!(stage.shows("Only 9 characters fit here; 3 were left out"));
}

#[test]
fn the_last_four_alone_become_a_number_when_the_field_is_left() {
    let mut stage = number();
    stage.type_text("1234");
    stage.key(Named::Tab);
    assert_eq!(stage.value("ssn"), "xxxxx1234");
    assert_eq!(stage.seen().lines[0], "xxx-xx-1234");
}

#[test]
fn text_that_is_no_number_is_shown_and_edited_as_it_came() {
    let mut stage = Stage::new(Size::new(600.0, 400.0), |values| {
        let text = values.get("ssn").cloned().unwrap_or_else(|| "on file".to_owned());
        input("ssn", "ssn", text).mask(Mask::Ssn).on_input(|text| format!("ssn={text}")).into()
    });
    assert_eq!(stage.seen().lines[0], "on file");
    stage.click(Point::new(300.0, 15.0));
    stage.type_text("s");
    assert_eq!(stage.value("ssn"), "on files");
}

#[test]
fn a_paste_is_cleaned_and_cut_with_a_word_about_it() {
    let mut stage = stage(|values| line(values, "name").limit(10).into());
    stage.paste("Ann\r\nLee\u{200b}\u{1}");
    assert_eq!(stage.value("name"), "Ann Lee");
    stage.paste(" of the Hill");
    assert_eq!(stage.value("name"), "Ann Lee of");
    assert!(stage.shows("Only 10 characters fit here; 9 were left out"));
    stage.key(Named::Backspace);
    assert!(!stage.shows("Only 10 characters fit here; 9 were left out"));
}

#[test]
fn outer_blanks_go_when_the_field_is_left_but_not_those_of_a_secret() {
    let mut stage = stage(|values| column![line(values, "name"), line(values, "pass").secret(false)].into());
    stage.type_text(" Ann ");
    stage.key(Named::Tab);
    stage.type_text(" a b ");
    stage.key(Named::Tab);
    assert_eq!((stage.value("name"), stage.value("pass")), ("Ann", " a b "));
}

#[test]
fn a_secret_that_is_shown_is_taken_as_it_is_typed_and_still_not_said() {
    let mut stage = stage(|values| column![line(values, "pass").secret(true)].into());
    stage.type_text(" a b ");
    let said = stage.info("pass").unwrap();
    assert_eq!((said.role, said.value.clone()), (Role::Password, None));
    assert_eq!(said.line.unwrap().shown, "•••••", "to who hears it");
    assert_eq!(stage.value("pass"), " a b ");
}

#[test]
fn undo_outlives_the_focus() {
    let mut stage = stage(|values| column![line(values, "name"), line(values, "next")].into());
    stage.type_text("Ann Lee");
    stage.key(Named::Tab);
    stage.key(Named::Tab);
    undo(&mut stage);
    undo(&mut stage);
    assert_eq!(stage.value("name"), "Ann");
    stage.key(Named::Tab);
    stage.with(Modifiers::SHIFT, Key::Named(Named::Tab));
    stage.with(Modifiers::COMMAND, Key::Character("y".into()));
    stage.with(Modifiers::COMMAND, Key::Character("y".into()));
    assert_eq!(stage.value("name"), "Ann Lee");
}

#[test]
fn a_hidden_value_is_edited_and_not_said() {
    let mut stage = stage(|values| line(values, "name").masked(true).into());
    stage.type_text("Ann");
    assert_eq!(stage.value("name"), "Ann");
    let info = stage.info("name").unwrap();
    assert_eq!((info.role, info.value), (Role::TextInput, None));
    undo(&mut stage);
    assert_eq!(stage.value("name"), "");
}

#[test]
fn no_letter_is_lost_where_many_come_at_once() {
    // The page measures its room, so it is made anew whenever it is laid out, from what the screen knew before.
    let mut stage = stage(|values| {
        iced::widget::responsive(move |_| column![line(values, "ssn").mask(Mask::Ssn), line(values, "next").limit(8)].into()).into()
    });
    stage.type_at_once("123456789");
    assert_eq!(stage.value("ssn"), "123456789");
    assert_eq!(stage.seen().lines[0], "123-45-6789");
    stage.key(Named::Tab);
    stage.type_at_once("as much as fits");
    assert_eq!(stage.value("next"), "as much ");
    assert!(stage.shows("Only 8 characters fit here; one was left out"));
    stage.values.insert("next".to_owned(), "other".to_owned());
    stage.frame();
    stage.type_text("!");
    assert_eq!(stage.value("next"), "other!", "what comes from elsewhere counts");
}
