//! R-IMP-7 on the desk: what a full export does not hold any more is listed and asked about before anything is written.

use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use std::fs;
use std::path::Path;
use wayhome::app::Message;
use wayhome::app::action::Destination;
use wayhome::app::screen::exchange;

pub const FIRST: &str = "tests/fixtures/fy2026-northern-lakes.zip";
/// A stay of the first export that the next lacks, with what hangs on it.
pub const STAY: &str = "E26C000";

/// The first export again, written an hour later, without what is about this stay.
pub fn next_export(folder: &Path) {
    zip::ZipArchive::new(fs::File::open(FIRST).unwrap()).unwrap().extract(folder).unwrap();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap().replace("2026-11-03 06:00:00", "2026-11-03 07:00:00").replace("\"EXP1\"", "\"EXP2\"");
        let left: String = text.split_inclusive('\n').filter(|line| !line.contains(&format!("\"{STAY}\""))).collect();
        fs::write(&path, left).unwrap();
    }
}

pub fn import(desk: &mut Desk, path: &str) {
    desk.send(Message::Exchange(exchange::Message::From(path.to_owned())));
    // By a key, as in a window of its size: a click looks for its button in a tall one.
    desk.click("import-path");
    desk.key(Named::Enter);
    // Where the file lies is another folder each time.
    desk.send(Message::Exchange(exchange::Message::From("next-export.zip".to_owned())));
}

/// A desk that has read the first export compares the next one.
pub fn ask(desk: &mut Desk) {
    desk.send(Message::Go(Destination::Exchange));
    import(desk, FIRST);
    desk.click("take");
    let folder = desk.folder.path().join("next");
    next_export(&folder);
    import(desk, folder.to_str().unwrap());
}

/// Reads the next export once more.
fn again(desk: &mut Desk) {
    let folder = desk.folder.path().join("next");
    import(desk, folder.to_str().unwrap());
}

#[test]
fn what_a_full_export_does_not_hold_any_more_stays_where_nobody_chooses_otherwise() {
    let mut desk = Desk::with(People::Typical);
    ask(&mut desk);
    assert!(has(&mut desk, "5 records that your HMIS sent before are not in this full export: 1 enrollment, "), "{:?}", desk.seen().texts);
    let line = "Enrollment E26C000 of client 26CL0000 (Northern Lakes Coordinated Entry, since 03/10/2026) is not in this full export any more, nor 4 records that hang on it.";
    assert!(has(&mut desk, line), "{:?}", desk.seen().texts);
    desk.click("take");
    assert!(has(&mut desk, "5 records that are not in this full export any more were kept."), "{:?}", desk.seen().texts);
    again(&mut desk);
    assert!(has(&mut desk, "5 records that your HMIS sent before"), "it is said again: {:?}", desk.seen().texts);
}

#[test]
fn what_becomes_of_it_is_chosen_by_the_keyboard() {
    let mut desk = Desk::with(People::Typical);
    ask(&mut desk);
    assert_eq!(desk.seen().focused().as_deref(), Some("missing"), "the question comes first");
    desk.key(Named::ArrowDown);
    desk.key(Named::Tab);
    desk.key(Named::Enter);
    assert!(has(&mut desk, "5 records that are not in this full export any more were marked as deleted."), "{:?}", desk.seen().texts);
    again(&mut desk);
    assert!(has(&mut desk, "Nothing to import"), "{:?}", desk.seen().texts);
}
