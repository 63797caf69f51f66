//! Passphrase and recovery key on their screens: changed by the keyboard, and slow to be guessed.

use super::work::{has, note};
use crate::desk::Desk;
use iced::keyboard::key::Named;
use std::fs;
use wayhome::app::Message;
use wayhome::store::{Error, Passphrase, Place, RecoveryKey, Secret, Store};

const OLD: &str = "heron porch lantern gravel tuesday";
const NEW: &str = "four otters under a red bridge";

/// A new desk, made as a worker makes it.
fn made() -> Desk {
    let mut desk = Desk::new();
    for (id, text) in [("worker-name", "Mai Green"), ("passphrase", OLD), ("passphrase-again", OLD)] {
        desk.click(id);
        desk.type_text(text);
    }
    desk.click("create");
    desk
}

fn opens(desk: &Desk, secret: &Secret) -> bool {
    let place = Place { data: desk.folder.path().join("records"), anchor: None };
    let opened = !matches!(Store::open(&place, secret), Err(Error::WrongPassphrase));
    let _ = fs::remove_file(place.data.join("tries"));
    opened
}

fn by(passphrase: &str) -> Secret {
    Secret::Passphrase(Passphrase::new(passphrase))
}

fn shown_key(desk: &mut Desk) -> RecoveryKey {
    let texts = desk.seen().texts;
    texts.iter().find_map(|(text, _)| RecoveryKey::parse(text).ok()).unwrap()
}

#[test]
fn the_passphrase_is_changed_by_the_keyboard() {
    let mut desk = made();
    note(&mut desk);
    desk.command(",");
    desk.click("security");
    assert_eq!(desk.seen().focused().as_deref(), Some("change-passphrase"));
    assert!(has(&mut desk, "On paper since 11/"), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    for text in ["not the one that counts", NEW, NEW] {
        desk.type_text(text);
        desk.tab();
    }
    desk.click("keys-go");
    assert!(has(&mut desk, "Nothing changed. This passphrase or recovery key does not open the records."), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused().as_deref(), Some("old"), "all of it is marked, so typing replaces it");
    desk.type_text(OLD);
    desk.key(Named::Enter);
    assert!(desk.shows("The new passphrase opens this desk from now on, here and from the backups beside it."), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Changed last on 11/"));
    assert!(desk.folder.path().join("records/backups/a/vault").is_file(), "first a backup");
    desk.command("l");
    assert!(opens(&desk, &by(NEW)) && !opens(&desk, &by(OLD)));
    desk.click("passphrase");
    desk.type_text(NEW);
    desk.key(Named::Enter);
    assert!(desk.shows("Settings"), "back in the settings");
}

#[test]
fn a_new_recovery_key_counts_once_it_is_on_paper() {
    let mut desk = made();
    let first = shown_key(&mut desk);
    note(&mut desk);
    let ask = |desk: &mut Desk| {
        desk.command(",");
        desk.click("security");
        desk.click("change-recovery");
        desk.type_text(OLD);
        desk.key(Named::Enter);
        assert!(desk.shows("Your recovery key"), "{:?}", desk.seen().texts);
        shown_key(desk)
    };
    let dropped = ask(&mut desk);
    // Locked before it was typed back: it never counted.
    desk.command("l");
    assert!(opens(&desk, &Secret::Recovery(first.clone())) && !opens(&desk, &Secret::Recovery(dropped)));
    desk.click("passphrase");
    desk.type_text(OLD);
    desk.key(Named::Enter);
    desk.send(Message::Sidebar(false));

    let second = ask(&mut desk);
    note(&mut desk);
    assert!(has(&mut desk, "The new recovery key counts from now on."), "{:?}", desk.seen().texts);
    desk.command("l");
    assert!(opens(&desk, &Secret::Recovery(second)) && !opens(&desk, &Secret::Recovery(first)) && opens(&desk, &by(OLD)));
}

#[test]
fn the_page_to_print_is_written_where_the_user_says() {
    let mut desk = made();
    let key = shown_key(&mut desk);
    let path = desk.folder.path().join("key.txt");
    desk.click("recovery-path");
    desk.command("a");
    desk.type_text(path.to_str().unwrap());
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Print it, then delete it."), "{:?}", desk.seen().texts);
    let page = fs::read_to_string(&path).unwrap();
    let last: Vec<&str> = page.lines().rev().take(2).collect();
    assert_eq!(RecoveryKey::parse(&format!("{} {}", last[1], last[0])).unwrap(), key);
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o077, 0, "only this user");
}

#[test]
fn a_key_that_nobody_confirmed_is_asked_for_at_the_next_opening() {
    let desk = made();
    // The window is killed while the key is on show.
    let place = Place { data: desk.folder.path().join("records"), anchor: None };
    let mut again = desk.again();
    again.click("passphrase");
    again.type_text(OLD);
    again.key(Named::Enter);
    assert!(has(&mut again, "Nobody has confirmed yet that the recovery key of this desk is on paper."), "{:?}", again.seen().texts);
    again.command("l");
    let (store, _) = Store::open(&place, &by(OLD)).unwrap();
    assert_eq!(store.setting("keys.recovery").unwrap().as_str(), "shown");
}

#[test]
fn wrong_passphrases_are_followed_by_a_pause_that_the_screen_counts_down() {
    let mut desk = made();
    note(&mut desk);
    desk.command("l");
    for _ in 0..4 {
        desk.click("passphrase");
        desk.command("a");
        desk.type_text("not the one that counts");
        desk.key(Named::Enter);
        assert!(has(&mut desk, "Not opened. This passphrase or recovery key does not open the records."));
    }
    assert!(has(&mut desk, "Too many wrong tries. The next one is possible in "), "{:?}", desk.seen().texts);
    desk.command("a");
    desk.type_text(OLD);
    desk.key(Named::Enter);
    assert!(desk.shows("Open your desk"), "not even with the right one");
    // As if the pause had gone by.
    let tries = desk.folder.path().join("records/tries");
    let text = fs::read_to_string(&tries).unwrap();
    let (wrong, last) = text.trim().split_once(' ').unwrap();
    fs::write(&tries, format!("{wrong} {}", last.parse::<u64>().unwrap() - 10)).unwrap();
    desk.send(Message::Tick);
    assert!(!has(&mut desk, "Too many wrong tries."));
    desk.click("passphrase");
    desk.key(Named::Enter);
    assert!(desk.shows("Home"), "{:?}", desk.seen().texts);
}
