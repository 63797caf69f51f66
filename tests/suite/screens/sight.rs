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
                // Below the line that says whose record it is, above the status bar.
                let page = (120.0, size.height - 26.0);
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
    for size in [Size::new(1024.0, 600.0), Size::new(853.0, 533.0)] {
        for step in [Step::Program, Step::Assess(0, Form::Income), Step::Assess(0, Form::Disabilities)] {
            let mut desk = funded();
            desk.resize(size);
            // Whoever answers a page has scrolled down to its Next.
            desk.send(to(Step::Universal(0)));
            while desk.seen().focused().as_deref() != Some("next") {
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
