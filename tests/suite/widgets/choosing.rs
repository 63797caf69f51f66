//! What is chosen, shown whole and in narrow rooms; the `?` of a field.

use super::stage::{Stage, Values};
use iced::Size;
use iced::keyboard::key::Named;
use iced::widget::column;
use wayhome::app::widget::{Element, Opt, choice, field, input, select};

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
