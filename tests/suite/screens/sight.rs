//! What has the keyboard is in sight with the name of its field.
#![allow(clippy::unwrap_used)]

use crate::desk::{Desk, People};
use crate::visits::VISITS;
use iced::{Rectangle, Size};
use wayhome::app::form;

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
