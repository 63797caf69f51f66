//! Pictures of the screens in each look, compared pixel by pixel with those in `tests/pictures`: own fonts, software renderer, a
//! fixed day.
//!
//! A screen was changed on purpose? Run `WAYHOME_ACCEPT_PICTURES=1 cargo test --test suite pictures`, LOOK at every picture that
//! changed, and commit them with the change. What differs is laid side by side in `target/pictures/index.html`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod png;
mod report;

use crate::accept::Accepted;
use crate::desk::{Desk, People, SIZE};
use crate::visits::{ONCE, VISITS, Visit};
use report::Changed;
use std::collections::BTreeSet;
use std::thread;
use wayhome::app::Message;
use wayhome::app::screen::settings;

/// So far may a channel of a pixel differ: rounding of another processor, and the palette in which a picture is kept.
const TOLERANCE: u8 = 2 + png::NEAR;

/// The screens of [`VISITS`] that are pictured, and all of [`ONCE`] but the key that is shown once.
const PICTURED: [&str; 70] = [
    "home-owed",
    "home",
    "home-guide",
    "home-acknowledged",
    "home-annual",
    "event-saved",
    "clients-found",
    "client-add",
    "profile",
    "profile-edit",
    "profile-races",
    "event",
    "event-help",
    "history",
    "history-save",
    "history-then",
    "history-household",
    "history-undo",
    "event-new",
    "move-in",
    "during",
    "during-contact",
    "during-assessment",
    "notes",
    "note-new",
    "note-closed",
    "intake-family",
    "intake-join",
    "intake-program",
    "intake-universal",
    "intake-income",
    "intake-finish",
    "intake-disabilities",
    "intake-health",
    "enrollments",
    "exit",
    "event-proposed",
    "exit-leaving",
    "intake-found",
    "exit-saved",
    "exit-unread",
    "update-empty",
    "entry-mistaken",
    "entry",
    "help",
    "settings",
    "exchange",
    "exchange-compared",
    "exchange-missing",
    "exchange-held",
    "exchange-came",
    "exchange-leaving",
    "exchange-finding",
    "exchange-options",
    "exchange-report",
    "exchange-choices",
    "exchange-keyin",
    "exchange-keyin-exported",
    "exchange-keyin-small",
    "exchange-working",
    "lock",
    "lock-paused",
    "recovery-back",
    "settings-security",
    "passphrase-change",
    "settings-backups-made",
    "recovery-journal",
    "recovery-older",
    "recovery-keys",
    "recovery-restore",
];

/// The name of a look in a picture's name, the appearance, and the text size in percent.
const LOOKS: [(&str, &str, &str); 4] =
    [("light", "Light", "100"), ("dark", "Dark", "100"), ("contrast", "High contrast", "100"), ("large", "Light", "150")];

/// What is around a window that is smaller than a picture: a gray.
const AROUND: u8 = 128;

const PICTURES: Accepted = Accepted("pictures");

fn desk(mut desk: Desk, (_, look, percent): (&str, &str, &str)) -> Desk {
    desk.send(Message::Sidebar(true));
    for wish in
        [settings::Message::Look(Some(look.to_owned())), settings::Message::Scale(Some(percent.to_owned())), settings::Message::Apply]
    {
        desk.send(Message::Settings(wish));
    }
    desk.quiet();
    desk
}

/// Every picture of a look that is not as it was.
fn changed(look: (&str, &str, &str)) -> Vec<Changed> {
    let pictured = |visit: &&Visit| PICTURED.contains(&visit.name);
    let mut at_work = desk(Desk::with(People::Typical), look);
    let at_work = VISITS.iter().filter(pictured).map(move |visit| take(&mut at_work, visit));
    let once = ONCE.iter().filter(pictured).map(|visit| take(&mut desk(visit.desk(), look), visit));
    at_work.chain(once).filter_map(|(name, rgb)| compare(&format!("{name}-{}", look.0), rgb)).collect()
}

fn take(desk: &mut Desk, visit: &Visit) -> (&'static str, Vec<u8>) {
    (visit.go)(desk);
    let rgba = desk.picture();
    let rgb = rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let width = desk.size().width * desk.app.scale();
    (visit.name, framed(rgb, width.round() as usize))
}

/// A picture of the usual size, with a smaller window of this width in its upper left corner.
fn framed(rgb: Vec<u8>, width: usize) -> Vec<u8> {
    let (whole, most) = (SIZE.width as usize * 3, SIZE.height as usize);
    let mut lines: Vec<Vec<u8>> = rgb.chunks_exact(width * 3).map(<[u8]>::to_vec).collect();
    lines.iter_mut().for_each(|line| line.resize(whole, AROUND));
    lines.resize(most, vec![AROUND; whole]);
    lines.concat()
}

/// A picture against the accepted one; or accepts it.
fn compare(name: &str, now: Vec<u8>) -> Option<Changed> {
    let path = PICTURES.folder().join(format!("{name}.png"));
    let expected = png::load(&path);
    let changed = Changed::between(name, expected, now, TOLERANCE)?;
    if PICTURES.is_accepting() {
        // What is the same stays the same file, so that a commit shows only what changed.
        png::save(&path, &changed.now);
        return None;
    }
    Some(changed)
}

#[test]
fn the_screens_look_as_they_did() {
    // Two at a time: each has a desk and a renderer of its own.
    let changed: Vec<Changed> = LOOKS
        .chunks(2)
        .flat_map(|pair| {
            thread::scope(|scope| {
                let drawing: Vec<_> = pair.iter().map(|look| scope.spawn(|| changed(*look))).collect();
                drawing.into_iter().flat_map(|look| look.join().unwrap()).collect::<Vec<_>>()
            })
        })
        .collect();
    let report = report::write(changed);
    assert!(report.is_none(), "{}", report.unwrap());
}

#[test]
fn every_picture_belongs_to_a_screen() {
    let known: BTreeSet<String> =
        PICTURED.iter().flat_map(|screen| LOOKS.iter().map(move |(look, ..)| format!("{screen}-{look}.png"))).collect();
    assert!(PICTURED.iter().all(|name| VISITS.iter().chain(ONCE).any(|visit| visit.name == *name)), "a screen that does not exist");
    for file in PICTURES.files(&known) {
        // They are fetched with every clone.
        assert!(file.metadata().unwrap().len() < 100_000, "{} is too large", file.display());
    }
}
