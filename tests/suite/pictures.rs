//! Pictures of the main screens, compared pixel by pixel with those in `tests/pictures`: own fonts, software renderer, a fixed day.
//!
//! A screen was changed on purpose? Run `WAYHOME_ACCEPT_PICTURES=1 cargo test --test suite pictures`, LOOK at every picture that
//! changed, and commit them with the change. A picture that is missing fails; what differs is written to `target/pictures`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::desk::{Desk, People, SIZE};
use std::path::{Path, PathBuf};
use std::{env, fs};
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::{intake, settings};
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, aside, form};
use wayhome::domain::intake::Step;
use wayhome::domain::referral::is_open;
use wayhome::domain::{ClientId, EventId, at};

/// So far may a channel of a pixel differ: rounding of another processor.
const TOLERANCE: u8 = 2;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

fn save(path: &Path, rgba: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut encoder = png::Encoder::new(fs::File::create(path).unwrap(), SIZE.width as u32, SIZE.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    let rgb: Vec<u8> = rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    encoder.write_header().unwrap().write_image_data(&rgb).unwrap();
}

fn load(path: &Path) -> Option<Vec<u8>> {
    let mut reader = png::Decoder::new(std::io::BufReader::new(fs::File::open(path).ok()?)).read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rgb).unwrap();
    Some(rgb.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect())
}

/// What is wrong with a picture, if something is.
fn compare(name: &str, rgba: &[u8]) -> Option<String> {
    let path = folder().join(format!("{name}.png"));
    let Some(expected) = load(&path).filter(|_| env::var_os("WAYHOME_ACCEPT_PICTURES").is_none()) else {
        if env::var_os("WAYHOME_ACCEPT_PICTURES").is_none() {
            return Some(format!("{} is missing", path.display()));
        }
        save(&path, rgba);
        return None;
    };
    let differs =
        |at: usize| expected.get(at..at + 3).is_none_or(|old| old.iter().zip(&rgba[at..]).any(|(a, b)| a.abs_diff(*b) > TOLERANCE));
    let count = (0..rgba.len()).step_by(4).filter(|at| differs(*at)).count();
    if count == 0 && expected.len() == rgba.len() {
        return None;
    }
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    // What is the same is faded, what differs is red.
    let shown = |at: usize| if differs(at) { [220, 0, 0, 255] } else { [0, 1, 2, 3].map(|c| 170 + rgba[at + c] / 3) };
    let difference: Vec<u8> = (0..rgba.len()).step_by(4).flat_map(shown).collect();
    save(&out.join(format!("{name}.png")), rgba);
    save(&out.join(format!("{name}-difference.png")), &difference);
    Some(format!("{name}: {count} pixels differ; see {}", out.display()))
}

fn referred(desk: &Desk) -> (ClientId, EventId) {
    let open = |c: &wayhome::domain::Chart| Some((c.id().clone(), c.events.iter().find(|e| is_open(e))?.event_id.clone()));
    desk.charts.iter().find_map(open).unwrap()
}

#[test]
fn the_main_screens_look_as_they_did() {
    let mut wrong = Vec::new();
    for look in ["Light", "Dark"] {
        let mut desk = Desk::with(People::Typical);
        desk.send(Message::Sidebar(true));
        desk.send(Message::Settings(settings::Message::Look(Some(look.to_owned()))));
        desk.send(Message::Settings(settings::Message::Apply));
        desk.send(Message::Dismiss(0));
        let (client, event) = referred(&desk);
        let go = |desk: &mut Desk, to: Destination| desk.send(Message::Go(to));
        let mut take = |desk: &mut Desk, name: &str| wrong.extend(compare(&format!("{name}-{}", look.to_lowercase()), &desk.picture()));

        go(&mut desk, Destination::Home);
        desk.send(Message::Command(Command::Guide));
        take(&mut desk, "home");
        desk.send(Message::Command(Command::Guide));
        go(&mut desk, Destination::Client(client.clone(), Part::Profile));
        take(&mut desk, "profile");
        go(&mut desk, Destination::Client(client.clone(), Part::Events(Some(event))));
        take(&mut desk, "event");
        desk.send(Message::Aside(aside::Message::Show(aside::Topic::Field(at::event::REFERRAL_RESULT))));
        take(&mut desk, "event-help");
        go(&mut desk, Destination::Intake(client));
        take(&mut desk, "intake-family");
        desk.send(Message::Intake(intake::Message::To(Step::Universal(0))));
        desk.send(Message::Intake(intake::Message::Edit(0, form::Edit::Set(at::enrollment::LIVING_SITUATION, "116".to_owned()))));
        take(&mut desk, "intake-universal");
        go(&mut desk, Destination::Exchange);
        desk.send(Message::Sidebar(true));
        take(&mut desk, "settings");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
