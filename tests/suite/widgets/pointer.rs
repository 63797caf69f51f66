//! A mouse that rests chooses nothing, and nothing looks as if it did.

use super::stage::Stage;
use iced::keyboard::key::Named;
use iced::widget::column;
use iced::{Point, Size};
use wayhome::app::widget::{Opt, button, choice};

fn stage() -> Stage {
    Stage::new(Size::new(320.0, 240.0), |_| {
        let options = vec![Opt::coded(0, "No"), Opt::coded(1, "Yes")];
        let answers = choice("answer", "Answer", options, None).on_choose(|value| format!("answer={}", value.unwrap_or_default()));
        column![answers, button("Save").id("save").on_press("save".to_owned())].into()
    })
}

#[test]
fn what_the_mouse_rests_on_is_not_lit_while_keys_are_pressed() {
    let mut stage = stage();
    let at = stage.seen().infos.iter().find(|(info, _)| info.label.as_deref() == Some("Yes")).map(|(_, place)| place.center()).unwrap();
    let lit = |stage: &mut Stage| stage.drawn(Some(at)) != stage.drawn(None);
    stage.move_to(at);
    assert!(lit(&mut stage), "the mouse is there");
    stage.key_beside(at, Named::Tab);
    assert!(!lit(&mut stage), "the keyboard is used");
    // A window tells of the pointer again although nobody moved it.
    stage.move_to(at);
    assert!(!lit(&mut stage));
    stage.move_to(Point::new(at.x + 1.0, at.y));
    assert!(lit(&mut stage), "it is moved");
    stage.key_beside(at, Named::Tab);
    stage.click(at);
    assert_eq!(stage.value("answer"), "1", "pressed where it rests, it presses");
}
