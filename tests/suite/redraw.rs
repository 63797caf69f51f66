//! What a window shows after each key is what it would show if all of it were drawn anew. The software renderer draws only the patches
//! that differ from the frame before: what a control leaves outside of its patch stays on the screen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::desk::{Desk, People, Shown};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::shortcut::Command;
use wayhome::domain::note::Which;

/// Presses keys, and compares after each.
fn press(desk: &mut Desk, keys: &[&str]) {
    let mut shown = desk.paint(None);
    for (n, key) in keys.iter().enumerate() {
        match *key {
            "Tab" => desk.tab(),
            "Back" => desk.back(),
            "Esc" => desk.key(Named::Escape),
            "Enter" => desk.key(Named::Enter),
            "Down" => desk.key(Named::ArrowDown),
            "Up" => desk.key(Named::ArrowUp),
            "PgDn" => desk.key(Named::PageDown),
            "F1" => desk.key(Named::F1),
            key if key.starts_with('^') => desk.command(&key[1..]),
            key => desk.type_text(key),
        }
        // A control may ask for a frame more, as what gets the keyboard back after a save.
        shown = (0..3).fold(shown, |shown, _| desk.paint(Some(shown)));
        let whole = desk.paint(None);
        // One column is the caret, which blinks as time goes by.
        if let Some((place, count)) = shown.differs(&whole).filter(|(place, _)| place.width > 1) {
            save("now", &shown);
            save("whole", &whole);
            panic!("{count} px at {place:?} are left from before, after {:?}", &keys[..=n]);
        }
    }
}

/// Saves what a window shows in `target/redraw`.
fn save(name: &str, shown: &Shown) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/redraw");
    std::fs::create_dir_all(&folder).unwrap();
    let file = std::fs::File::create(folder.join(format!("{name}.png"))).unwrap();
    let (width, height, rgb) = shown.picture();
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&rgb).unwrap();
}

#[test]
fn a_form_leaves_nothing_behind() {
    let mut desk = Desk::guided(People::Typical);
    let keys = ["Enter", "Tab", "Tab", "2", "Tab", "Back", "1", "Tab", "Tab", "Back", "Back", "Back", "3", "Tab", "F1", "Esc", "^s"];
    press(&mut desk, &keys);
}

#[test]
fn home_shows_who_has_the_keyboard() {
    let mut desk = Desk::guided(People::Typical);
    press(&mut desk, &["Down", "Down", "Tab", "Back", "Enter", "^h", "Up", "PgDn", "^k", "a", "Esc", "^h", "^,", "Tab", "Esc"]);
}

#[test]
fn a_ring_leaves_nothing_behind_at_any_size_of_text() {
    // Each size puts the edges elsewhere within a pixel, and that decides what a patch covers.
    let mut desk = Desk::with(People::Typical);
    let mut scale = 0.0;
    while desk.app.scale() > scale {
        scale = desk.app.scale();
        desk.command("h");
        press(&mut desk, &["Enter", "Tab", "Tab", "Tab", "Back"]);
        desk.send(Message::Command(Command::Larger));
    }
}

#[test]
fn a_text_of_several_lines_leaves_nothing_behind() {
    let mut desk = Desk::with(People::Typical);
    let client = desk.charts[0].id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Notes(Some(Which::New)))));
    let keys = ["One line", "Enter", "Enter", "and one more", "Up", "x", "^a", "y", "Enter", "Enter", "Enter", "Enter", "Enter", "Enter"];
    press(&mut desk, &keys);
    press(&mut desk, &["Enter", "Enter", "Enter", "z", "^z", "^z", "^z", "^a", "Down", "Tab", "Back", "^s", "Back"]);
}

#[test]
#[ignore = "a measurement: cargo test --test suite a_page_of_a_long_list -- --ignored --nocapture"]
#[allow(clippy::print_stdout)]
fn a_page_of_a_long_list_is_drawn_quickly() {
    let mut desk = Desk::of(wayhome::generate::people(1500, 7, wayhome::generate::REFERENCE_DAY));
    let mut shown = desk.paint(None);
    let mut spent = std::time::Duration::ZERO;
    let pages = 600;
    for n in 0..pages {
        desk.key(if n % 20 < 10 { Named::PageDown } else { Named::PageUp });
        let begun = std::time::Instant::now();
        shown = desk.paint(Some(shown));
        spent += begun.elapsed();
    }
    drop(shown);
    println!("a page of Home, built and drawn: {:?}", spent / pages);
}
