//! What has the keyboard is in sight with the name of its field.
#![allow(clippy::unwrap_used)]

use super::intake::funded;
use crate::desk::{Desk, People};
use crate::visits::VISITS;
use iced::{Rectangle, Size};
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::ask::Form;
use wayhome::domain::intake::Step;

/// The name of a field above its control, where it stands.
fn name_of(texts: &[(String, Rectangle)], id: &str, control: Rectangle) -> Option<Rectangle> {
    let label = form::field_of(id)?.label();
    let above = texts.iter().filter(|(text, at)| text == label && at.y < control.y && at.x <= control.x + 1.0);
    above.map(|(_, at)| *at).max_by(|a, b| a.y.total_cmp(&b.y))
}

#[test]
fn a_question_that_is_come_to_is_wholly_in_sight() {
    let mut met = 0;
    for name in ["intake-universal", "intake-income", "intake-disabilities", "intake-health", "profile-edit", "event"] {
        for size in [Size::new(1024.0, 600.0), Size::new(853.0, 533.0)] {
            let mut desk = Desk::with(People::Typical);
            desk.resize(size);
            let visit = VISITS.iter().find(|visit| visit.name == name).unwrap();
            (visit.go)(&mut desk);
            desk.quiet();
            for _ in 0..60 {
                desk.tab();
                desk.frame();
                let seen = desk.seen();
                let Some(stop) = seen.stops.iter().find(|stop| stop.focused) else { continue };
                // Below the line that says whose record it is, which is lower where the window is low and narrow, and above the status bar.
                let head = if size.width < 1000.0 && size.height < 600.0 { 96.0 } else { 120.0 };
                let page = (head, size.height - 26.0);
                let Some(label) = name_of(&seen.texts, &stop.id, stop.bounds) else { continue };
                let heard = desk.heard();
                let scrolled = heard.nodes.iter().find(|node| node.id == heard.focus).unwrap().bounds.y - stop.bounds.y;
                let (top, bottom) = (label.y + scrolled, stop.bounds.y + stop.bounds.height + scrolled);
                if bottom - top + 60.0 < page.1 - page.0 {
                    assert!(top >= page.0 - 16.0 && bottom <= page.1, "{name} {size:?}: {} from {top} to {bottom}", stop.id);
                    met += 1;
                }
            }
        }
    }
    assert!(met > 60, "{met}");
}

/// The control that has the keyboard, where the page would have it without scrolling, and how far down it was scrolled.
fn at_work(desk: &mut Desk) -> (Rectangle, f32) {
    desk.frame();
    let (seen, heard) = (desk.seen(), desk.heard());
    let bounds = seen.stops.iter().find(|stop| stop.focused).unwrap().bounds;
    let shown = heard.nodes.iter().find(|node| node.id == heard.focus).unwrap().bounds;
    (bounds, bounds.y - shown.y)
}

#[test]
fn a_step_is_seen_from_its_beginning() {
    /// Below a control its hint and its findings belong to the question, px.
    const BELOW: f32 = 140.0;
    let to = |step| Message::Intake(intake::Message::To(step));
    for size in [Size::new(1024.0, 600.0), Size::new(853.0, 533.0), Size::new(683.0, 512.0)] {
        for step in [Step::Program, Step::Assess(0, Form::Income), Step::Assess(0, Form::Disabilities)] {
            let mut desk = funded();
            desk.resize(size);
            // Whoever answers a page has scrolled down to its Next.
            let long = if step == Step::Assess(0, Form::Income) { Form::Disabilities } else { Form::Income };
            desk.send(to(Step::Assess(0, long)));
            while desk.seen().focused().as_deref() != Some("next") {
                // A yes asks more.
                desk.type_text("1");
                desk.tab();
            }
            let (_, before) = at_work(&mut desk);
            assert!(before > 50.0, "{size:?}: {before}");
            desk.send(to(step));
            let (control, scrolled) = at_work(&mut desk);
            let least = control.y + control.height + BELOW - (size.height - 26.0);
            assert!(scrolled <= least.max(0.5), "{step:?} {size:?}: {scrolled} px of the page are out of sight, {least} would do");
        }
    }
}

#[test]
fn the_question_of_an_import_is_in_sight_at_any_size_of_text() {
    use wayhome::app::screen::settings::Message as Set;
    for percent in ["100", "150", "200"] {
        let mut desk = Desk::with(People::Typical);
        desk.send(Message::Sidebar(true));
        desk.send(Message::Settings(Set::Scale(Some(percent.to_owned()))));
        desk.send(Message::Settings(Set::Apply));
        desk.quiet();
        super::missing::ask(&mut desk);
        assert_eq!(desk.seen().focused().as_deref(), Some("missing"));
        let (control, scrolled) = at_work(&mut desk);
        let (top, bottom) = (control.y - scrolled, control.y + control.height - scrolled);
        assert!(top > 0.0 && bottom < desk.size().height - 26.0, "{percent}: from {top} to {bottom} of {}", desk.size().height);
    }
}

#[test]
fn what_a_yes_asks_is_in_sight_with_it_and_so_are_the_boxes_beside_the_one_at_hand() {
    use wayhome::app::shortcut::Command;
    use wayhome::domain::ask::{Question, Slot};
    use wayhome::domain::at::income_benefits as i;
    let of = |field| form::question_id(0, Question { slot: Slot::Income, field });
    for guided in [true, false] {
        let mut desk = funded();
        if guided {
            desk.send(Message::Command(Command::Guide));
        }
        desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
        desk.type_text("0");
        desk.tab();
        desk.type_text("0");
        desk.tab();
        assert_eq!(desk.seen().focused(), Some(of(i::INSURANCE_FROM_ANY_SOURCE)));
        desk.type_text("1");
        let (control, scrolled) = at_work(&mut desk);
        let last = desk.seen().stops.iter().find(|stop| stop.id == of(i::OTHER_INSURANCE)).unwrap().bounds;
        let (top, bottom) = (control.y - scrolled, last.y + last.height - scrolled);
        assert!(top > 104.0 && bottom < desk.size().height - 26.0, "guide {guided}: from {top} to {bottom}");
    }
    // A list that is higher than the page: what is above and below the box is seen too.
    let mut desk = funded();
    desk.resize(Size::new(1024.0, 600.0));
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
    desk.type_text("1");
    desk.tab();
    for _ in 0..14 {
        let (control, scrolled) = at_work(&mut desk);
        let (top, bottom) = (control.y - scrolled, control.y + control.height - scrolled);
        assert!(top - 34.0 > 104.0 && bottom + 30.0 < 600.0 - 26.0, "from {top} to {bottom}");
        desk.key(iced::keyboard::key::Named::ArrowDown);
    }
}
