//! What is chosen, shown whole and in narrow rooms; the `?` of a field.

use super::stage::{Stage, Values};
use iced::Size;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::widget::column;
use wayhome::app::widget::{Element, Opt, check, choice, field, input, select, ticks};

const LONG: &str =
    "Place not meant for habitation (e.g., a vehicle, an abandoned building, bus/train/subway station/airport or anywhere outside)";

fn height(stage: &mut Stage, label: &str) -> f32 {
    stage.seen().infos.iter().find(|(info, _)| info.label.as_deref() == Some(label)).map(|(_, place)| place.height).unwrap()
}

fn places(held: &'static str) -> Element<'static, String> {
    let options = vec![Opt::coded(116, LONG), Opt::coded(101, "Emergency shelter")];
    select("place", "Place", options, Some(held.to_owned())).on_choose(|value| format!("place={}", value.unwrap_or_default())).into()
}

#[test]
fn a_long_answer_grows_the_line_and_its_row() {
    let mut short = Stage::new(Size::new(320.0, 600.0), |_| places("101"));
    let mut long = Stage::new(Size::new(320.0, 600.0), |_| places("116"));
    assert!(height(&mut long, "Place") >= height(&mut short, "Place") + 36.0, "two more lines at least");
    long.key(Named::Tab);
    long.key(Named::Enter);
    assert!(height(&mut long, LONG) > height(&mut long, "Emergency shelter") + 36.0);
    long.click_on("Emergency shelter");
    assert_eq!(long.said, ["place=101"]);
}

#[test]
fn a_choice_stays_in_a_narrow_room() {
    let mut stage = Stage::new(Size::new(120.0, 600.0), |_| {
        let options = vec![Opt::coded(8, "Client doesn't know"), Opt::coded(9, "Supercalifragilisticexpialidocious")];
        choice("choice", "Choice", options, None).on_choose(|value| value.unwrap_or_default()).into()
    });
    for (info, place) in stage.seen().infos {
        assert!(place.x + place.width <= 120.5, "{info:?} reaches {}", place.x + place.width);
    }
}

#[test]
fn the_question_mark_of_a_field_is_for_the_mouse_alone() {
    let view: fn(&Values) -> Element<'_, String> = |_| {
        let line = |id: &'static str| input(id, id, "").on_input(|text| text);
        column![
            field("First", line("first")).on_help("help".to_owned()),
            field("Second", line("second")).help(None),
            field("Third", line("third")).help(Some("Said below.")),
        ]
        .into()
    };
    let mut stage = Stage::new(Size::new(600.0, 600.0), view);
    for id in ["first", "second", "third", "first"] {
        stage.key(Named::Tab);
        assert_eq!(stage.focused(), Some(id.into()));
    }
    stage.click_on("Help: First");
    assert_eq!(stage.said, ["help"]);
    assert!(stage.info("Help: Second").is_none(), "no help, no question mark");
    assert!(stage.shows("Said below."));
}

#[test]
fn answers_that_fit_stand_side_by_side_and_those_that_are_none_below() {
    let view: fn(&Values) -> Element<'_, String> = |values| {
        let none = |code, label| Opt::coded(code, label).aside(true);
        let options = vec![Opt::coded(0, "No"), Opt::coded(1, "Yes"), none(8, "Client doesn't know"), none(99, "Data not collected")];
        let held = values.get("choice").cloned();
        choice("choice", "Choice", options, held).on_choose(|value| format!("choice={}", value.unwrap_or_default())).into()
    };
    let place = |stage: &mut Stage, label: &str| {
        let seen = stage.seen();
        seen.infos.iter().find(|(info, _)| info.label.as_deref() == Some(label)).map(|(_, place)| *place).unwrap()
    };
    let mut wide = Stage::new(Size::new(600.0, 300.0), view);
    let [no, yes, unknown, missing] = ["No", "Yes", "Client doesn't know", "Data not collected"].map(|label| place(&mut wide, label));
    assert!(no.y == yes.y && yes.x >= no.x + no.width, "{no:?} {yes:?}");
    assert!(unknown.y >= yes.y + yes.height && unknown.x == no.x && missing.y == unknown.y, "{unknown:?} {missing:?}");
    wide.click_on("Yes");
    wide.key(Named::ArrowDown);
    assert_eq!(wide.said, ["choice=1", "choice=8"], "the arrows go through all of them");
    let mut small = Stage::new(Size::new(90.0, 600.0), view);
    assert!(place(&mut small, "Yes").y > place(&mut small, "No").y, "one below the other where they do not fit");
}

#[test]
fn a_list_of_boxes_is_gone_through_by_arrows_and_letters() {
    let view: fn(&Values) -> Element<'_, String> = |_| {
        let tick = |label: &'static str| check(label, label, false).on_toggle(move |_| label.to_owned());
        let amount = input("amount", "Amount", "").on_input(|text| format!("amount={text}"));
        let list = ticks(column![tick("Earned"), amount, tick("Pension"), tick("Private"), tick("Unemployment")]);
        column![list, input("after", "After", "").on_input(|text| text)].into()
    };
    let mut stage = Stage::new(Size::new(600.0, 600.0), view);
    let mut at = |key: Named, place: &str| {
        stage.key(key);
        assert_eq!(stage.focused(), Some(place.to_owned().into()), "{key:?}");
    };
    at(Named::Tab, "Earned");
    at(Named::ArrowDown, "Pension");
    at(Named::ArrowUp, "Earned");
    at(Named::ArrowUp, "Earned");
    at(Named::End, "Unemployment");
    at(Named::Home, "Earned");
    for (letter, place) in
        [("p", "Pension"), ("p", "Private"), ("p", "Pension"), ("u", "Unemployment"), ("x", "Unemployment"), ("e", "Earned")]
    {
        stage.type_text(letter);
        assert_eq!(stage.focused(), Some(place.to_owned().into()), "{letter}");
    }
    // A field takes its letters; the arrows lead out of it.
    stage.key(Named::Tab);
    stage.type_text("u12");
    assert_eq!(stage.values.get("amount").map(String::len), Some(1), "the field has what was typed: {:?}", stage.values);
    stage.key(Named::ArrowDown);
    assert_eq!(stage.focused(), Some("Pension".into()));
    // Whoever comes to a box and types its letter means this one.
    for (letter, place) in [("p", "Pension"), ("p", "Private")] {
        stage.type_text(letter);
        assert_eq!(stage.focused(), Some(place.to_owned().into()), "{letter}");
    }
    // A digit on the box that has it goes into it.
    stage.key(Named::Home);
    assert_eq!(stage.focused(), Some("Earned".into()));
    stage.type_text("7");
    assert_eq!((stage.focused(), stage.values.get("amount").map(String::as_str)), (Some("amount".into()), Some("7")));
    stage.key(Named::ArrowDown);
    stage.type_text("7");
    assert_eq!(stage.focused(), Some("Pension".into()), "it has none");
    // Enter in it leaves none of the boxes below out; from a box it goes on, as Tab does.
    stage.key(Named::ArrowUp);
    stage.key(Named::Enter);
    assert_eq!(stage.focused(), Some("amount".into()));
    stage.key(Named::Enter);
    assert_eq!(stage.focused(), Some("Pension".into()));
    stage.key(Named::Enter);
    assert_eq!(stage.focused(), Some("after".into()));
}

#[test]
fn enter_takes_what_was_gone_to_and_goes_on_and_what_nobody_went_to_it_chooses_and_stays() {
    let view: fn(&Values) -> Element<'_, String> = |_| {
        let next = input("next", "Next", "").on_input(|text| text);
        column![places("101"), field("Next", next)].into()
    };
    let mut stage = Stage::new(Size::new(400.0, 600.0), view);
    let enter = |stage: &mut Stage, times: usize| (0..times).for_each(|_| stage.key(Named::Enter));
    stage.key(Named::Tab);
    enter(&mut stage, 1);
    stage.key(Named::ArrowUp);
    enter(&mut stage, 1);
    assert_eq!(stage.said, ["place=116"]);
    assert_eq!(stage.focused(), Some("next".into()), "it goes on");
    // By letters too, once; gone to anew, it opens.
    stage.key(Named::Tab);
    assert_eq!(stage.focused(), Some("place".into()));
    stage.type_text("pl");
    enter(&mut stage, 1);
    assert_eq!((stage.said.len(), stage.focused()), (2, Some("next".into())));
    stage.key(Named::Tab);
    // A key too many on a list that nobody looked at: what stands there stays, and the keyboard with it.
    enter(&mut stage, 2);
    assert_eq!((stage.said.len(), stage.focused()), (2, Some("place".into())));
    enter(&mut stage, 1);
    assert_eq!(stage.focused(), Some("next".into()), "once more goes on");
    stage.key(Named::Tab);
    enter(&mut stage, 2);
    stage.key(Named::ArrowDown);
    stage.key(Named::Escape);
    enter(&mut stage, 1);
    assert_eq!(stage.focused(), Some("place".into()), "something else was done in between");
}

#[test]
fn a_letter_opens_a_closed_list_and_chooses_nothing() {
    let view: fn(&Values) -> Element<'_, String> = |values| {
        let options =
            vec![Opt::plain("stays", "Stays as recorded"), Opt::plain("head", "Becomes head"), Opt::plain("beside", "Stays beside")];
        let held = values.get("fate").cloned().unwrap_or_else(|| "stays".to_owned());
        let list = select("fate", "Fate", options, Some(held)).on_choose(|value| format!("fate={}", value.unwrap_or_default()));
        column![list, input("next", "Next", "").on_input(|text| text)].into()
    };
    let mut stage = Stage::new(Size::new(320.0, 600.0), view);
    stage.key(Named::Tab);
    stage.type_text("b");
    assert!(stage.said.is_empty(), "{:?}", stage.said);
    let info = stage.info("Fate").unwrap();
    assert_eq!((info.expanded, info.value.as_deref()), (Some(true), Some("Stays as recorded")));
    // What begins with it comes first, then what has a word that does; Esc leaves the answer.
    assert!(stage.info("Becomes head").unwrap().active && stage.info("Stays beside").is_some());
    stage.key(Named::Escape);
    assert!(stage.said.is_empty() && stage.info("Fate").unwrap().expanded == Some(false));
    // Nothing that fits is said, not passed over.
    stage.type_text("x");
    assert_eq!(stage.info("Fate").unwrap().expanded, Some(true));
    stage.key(Named::Tab);
    assert!(stage.said.is_empty(), "{:?}", stage.said);
    stage.with(Modifiers::SHIFT, Key::Named(Named::Tab));
    stage.type_text("b");
    stage.key(Named::Tab);
    assert_eq!(stage.said, ["fate=head"], "Tab takes what is marked");
}
