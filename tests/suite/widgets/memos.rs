//! Texts of several lines: lines, moves, marks, pastes, lengths, hidden ones, a past that outlives the focus.

use super::stage::{Stage, Values};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::widget::column;
use iced::{Point, Size};
use wayhome::app::widget::access::{Ask, Role};
use wayhome::app::widget::memo::Memo;
use wayhome::app::widget::{Element, input, memo};

fn text<'a>(values: &Values, name: &'static str) -> Memo<'a, String> {
    let text = values.get(name).cloned().unwrap_or_default();
    memo(name, name, text).on_input(move |text| format!("{name}={text}")).on_blur("left".to_owned())
}

fn page(values: &Values) -> Element<'_, String> {
    let next = values.get("next").cloned().unwrap_or_default();
    column![text(values, "note"), input("next", "next", next).on_input(|text| format!("next={text}"))].into()
}

fn stage() -> Stage {
    let mut stage = Stage::new(Size::new(400.0, 500.0), page);
    stage.key(Named::Tab);
    stage
}

fn control(stage: &mut Stage, key: char) {
    stage.with(Modifiers::COMMAND, Key::Character(key.to_string().into()));
}

fn shift(stage: &mut Stage, key: Named) {
    stage.with(Modifiers::SHIFT, Key::Named(key));
}

fn write(stage: &mut Stage, lines: &[&str]) {
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            stage.key(Named::Enter);
        }
        stage.type_text(line);
    }
}

#[test]
fn enter_makes_a_line_and_tab_goes_on() {
    let mut stage = stage();
    write(&mut stage, &["Called the landlord.", "", "He calls back."]);
    assert_eq!(stage.value("note"), "Called the landlord.\n\nHe calls back.");
    assert!(!stage.said.contains(&"left".to_owned()));
    stage.key(Named::Tab);
    assert_eq!(stage.focused(), Some("next".into()));
    assert!(stage.said.contains(&"left".to_owned()), "a draft is due");
    stage.with(Modifiers::SHIFT, Key::Named(Named::Tab));
    stage.type_text("!");
    assert_eq!(stage.value("note"), "Called the landlord.\n\nHe calls back.!", "nothing was marked when the keyboard came");
}

#[test]
fn no_letter_is_lost_where_many_come_at_once() {
    // The page measures its room, so it is made anew whenever it is laid out, from what the screen knew before.
    let mut stage = Stage::new(Size::new(400.0, 500.0), |values| iced::widget::responsive(move |_| page(values)).into());
    stage.key(Named::Tab);
    stage.type_at_once("Talked about the lease.\n\nNext: the papers, and whatever else the landlord wants to see before he signs");
    assert_eq!(stage.value("note").lines().next(), Some("Talked about the lease."));
    stage.type_at_once("\nand more");
    assert!(stage.value("note").ends_with("before he signs\nand more"), "{}", stage.value("note"));
    control(&mut stage, 'z');
    assert!(stage.value("note").ends_with("signs\nand "));
}

#[test]
fn the_cursor_goes_by_letters_words_lines_and_to_the_ends() {
    let mut stage = stage();
    write(&mut stage, &["one two", "three"]);
    stage.key(Named::ArrowUp);
    stage.type_text("1");
    stage.key(Named::Home);
    stage.type_text("2");
    stage.with(Modifiers::COMMAND, Key::Named(Named::End));
    stage.type_text("3");
    stage.with(Modifiers::COMMAND, Key::Named(Named::ArrowLeft));
    stage.type_text("4");
    stage.with(Modifiers::COMMAND, Key::Named(Named::Home));
    stage.type_text("5");
    stage.key(Named::PageDown);
    stage.key(Named::End);
    stage.type_text("6");
    stage.key(Named::PageUp);
    stage.key(Named::End);
    stage.key(Named::ArrowLeft);
    stage.key(Named::ArrowRight);
    stage.type_text("7");
    assert_eq!(stage.value("note"), "52one t1wo7\n4three36");
}

#[test]
fn what_is_marked_is_replaced_taken_away_or_carried_elsewhere() {
    let mut stage = stage();
    write(&mut stage, &["one", "two", "three"]);
    stage.key(Named::ArrowUp);
    shift(&mut stage, Named::ArrowUp);
    control(&mut stage, 'x');
    assert_eq!((stage.value("note"), stage.clipboard.as_str()), ("one\nthree", "\ntwo"));
    stage.with(Modifiers::COMMAND, Key::Named(Named::End));
    let cut = stage.clipboard.clone();
    stage.paste(&cut);
    assert_eq!(stage.value("note"), "one\nthree\ntwo");
    stage.with(Modifiers::COMMAND, Key::Named(Named::Backspace));
    stage.key(Named::Backspace);
    assert_eq!(stage.value("note"), "one\nthree");
    stage.key(Named::Home);
    stage.with(Modifiers::COMMAND, Key::Named(Named::Delete));
    assert_eq!(stage.value("note"), "one\n");
    control(&mut stage, 'a');
    stage.type_text("x");
    assert_eq!(stage.value("note"), "x");
}

#[test]
fn undo_goes_by_words_and_outlives_the_focus() {
    let mut stage = stage();
    write(&mut stage, &["one two", "three"]);
    stage.key(Named::Tab);
    stage.with(Modifiers::SHIFT, Key::Named(Named::Tab));
    let mut back = Vec::new();
    for _ in 0..4 {
        control(&mut stage, 'z');
        back.push(stage.value("note").to_owned());
    }
    assert_eq!(back, ["one two\n", "one two", "one ", "one"]);
    control(&mut stage, 'y');
    control(&mut stage, 'y');
    assert_eq!(stage.value("note"), "one two");
    stage.key(Named::ArrowUp);
    stage.key(Named::Home);
    stage.type_text("so ");
    control(&mut stage, 'z');
    control(&mut stage, 'z');
    stage.type_text("X");
    assert_eq!(stage.value("note"), "Xone two", "the cursor is where the change was");
}

#[test]
fn a_paste_keeps_its_lines_and_says_what_did_not_fit() {
    let mut stage = Stage::new(Size::new(400.0, 300.0), |values| text(values, "note").limit(12).into());
    stage.key(Named::Tab);
    stage.paste("a\r\nb\u{200b}\u{7}\tc");
    assert_eq!(stage.value("note"), "a\nb c");
    stage.paste("\nand more");
    assert_eq!(stage.value("note"), "a\nb c\nand mo");
    assert!(stage.shows("Only 12 characters fit here; 2 were left out"));
    stage.key(Named::Backspace);
    assert!(!stage.shows("Only 12 characters fit here; 2 were left out"));
}

#[test]
fn a_hidden_text_is_edited_and_neither_said_nor_copied() {
    let mut stage = Stage::new(Size::new(400.0, 300.0), |values| text(values, "note").masked(true).into());
    stage.key(Named::Tab);
    write(&mut stage, &["Ann is", "here"]);
    stage.key(Named::ArrowUp);
    stage.type_text("e");
    stage.key(Named::Backspace);
    stage.key(Named::Delete);
    assert_eq!(stage.value("note"), "Ann s\nhere");
    let info = stage.info("note").unwrap();
    assert_eq!((info.role, info.value), (Role::Memo, None));
    assert_eq!(info.line.unwrap().shown, "•••••\n••••");
    assert_eq!(stage.seen().lines, ["•••••\n••••"]);
    control(&mut stage, 'a');
    control(&mut stage, 'c');
    assert_eq!(stage.clipboard, "");
    control(&mut stage, 'z');
    assert_eq!(stage.value("note"), "Ann is\nhere");
}

#[test]
fn a_screen_reader_hears_the_text_and_the_cursor_and_may_set_both() {
    let mut stage = stage();
    write(&mut stage, &["zoë", "two"]);
    let info = stage.info("note").unwrap();
    let line = info.line.unwrap();
    assert_eq!((info.value.as_deref(), line.shown.as_str(), line.anchor, line.caret), (Some("zoë\ntwo"), "zoë\ntwo", 7, 7));
    stage.ask(Role::Memo, "note", Ask::SetText("three\r\nfour".to_owned()));
    stage.frame();
    assert_eq!(stage.value("note"), "three\nfour");
}

#[test]
fn it_is_as_high_as_its_text_and_the_pointer_finds_the_letter() {
    let mut stage = stage();
    let height = |stage: &mut Stage| stage.seen().infos.iter().find(|(info, _)| info.role == Role::Memo).unwrap().1.height;
    let empty = height(&mut stage);
    write(&mut stage, &["1", "2", "3", "4", "5"]);
    assert!((height(&mut stage) - empty).abs() < 2.0, "five lines have room in any case");
    write(&mut stage, &["", "6", "7", "8"]);
    assert!(height(&mut stage) > empty + 40.0);
    stage.click(Point::new(380.0, 12.0));
    stage.type_text("x");
    assert!(stage.value("note").starts_with("1x\n2"));
    stage.click_on("next");
    assert_eq!(stage.focused(), Some("next".into()));
}

#[test]
fn a_text_that_changes_from_elsewhere_is_shown() {
    let mut stage = stage();
    stage.type_text("one");
    stage.values.insert("note".to_owned(), "one and two".to_owned());
    stage.frame();
    stage.type_text("!");
    assert_eq!(stage.value("note"), "one and two!");
    control(&mut stage, 'z');
    control(&mut stage, 'z');
    assert_eq!(stage.value("note"), "one");
}

#[test]
fn the_text_of_another_record_does_not_bring_back_this_ones() {
    let mut stage =
        Stage::new(Size::new(400.0, 300.0), |values| text(values, "note").of(values.get("of").cloned().unwrap_or_default()).into());
    stage.key(Named::Tab);
    stage.type_text("of one");
    stage.values.insert("of".to_owned(), "another".to_owned());
    stage.values.insert("note".to_owned(), String::new());
    stage.frame();
    assert_eq!(stage.focused(), Some("note".into()));
    control(&mut stage, 'z');
    assert_eq!(stage.value("note"), "");
    stage.type_text("x");
    assert_eq!(stage.value("note"), "x");
}

#[test]
fn letters_that_are_put_together_are_not_shown_where_the_text_is_hidden() {
    for hidden in [false, true] {
        let mut stage = Stage::new(
            Size::new(400.0, 300.0),
            if hidden { |values| text(values, "note").masked(true).into() } else { |values| text(values, "note").into() },
        );
        stage.key(Named::Tab);
        assert_eq!(stage.compose("Zq"), (hidden, (!hidden).then(|| "Zq".to_owned())));
    }
}

#[test]
fn a_huge_paste_is_cut_where_the_room_ends() {
    let mut stage = Stage::new(Size::new(400.0, 300.0), |values| text(values, "note").limit(5).into());
    stage.key(Named::Tab);
    stage.paste(&"\r\n".repeat(3_000_000));
    assert_eq!(stage.value("note"), "\n".repeat(5));
    assert!(stage.shows("Only 5 characters fit here; 2999995 were left out"));
}
