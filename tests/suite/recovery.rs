//! Records that cannot be opened as usual, through the program itself: the damage is done on the disk, the desk is opened, and each way out
//! is taken by the keyboard and compared with what was there before.
#![allow(clippy::unwrap_used)]

use crate::desk::{Desk, People, later};
use crate::visits::broken;
use iced::keyboard::key::Named;
use std::fs;
use std::path::PathBuf;
use wayhome::app::Message;
use wayhome::app::preset::{PASSPHRASE, fixed_clock};
use wayhome::app::screen::recovery::Message as Step;
use wayhome::app::shortcut::Command;
use wayhome::domain::{Change, Chart, Commit, Text};
use wayhome::store::{Cost, Passphrase, Place, Secret, Store, restore, verify};

fn secret() -> Secret {
    Secret::typed(PASSPHRASE)
}

/// The records as the store has them, once the desk is locked.
fn charts(place: &Place) -> Vec<Chart> {
    let (store, _) = Store::open(place, &secret()).unwrap();
    wayhome::transfer::folders(&store).unwrap().iter().map(wayhome::domain::folder::Folder::chart).collect()
}

fn segment(desk: &Desk) -> PathBuf {
    desk.place().data.join("journal/00000001.log")
}

fn mirror(desk: &Desk) -> PathBuf {
    desk.place().data.join("backups/a")
}

fn lock(desk: &mut Desk) {
    desk.send(Message::Command(Command::Lock));
}

/// Saves one thing more.
fn save(place: &Place, name: &str) {
    let (mut store, _) = Store::open(place, &secret()).unwrap();
    let change = Change::Setting { name: name.to_owned(), after: Text::new("set") };
    store.commit(&Commit::new("Settings", vec![change]), fixed_clock()).unwrap();
}

/// One byte of the last save is not as it was written; a backup has all of it.
pub fn flip_the_journal(desk: &mut Desk) {
    lock(desk);
    // The lock itself has saved where the worker was.
    let (store, _) = Store::open(&desk.place(), &secret()).unwrap();
    store.backup().unwrap().write_to(&mirror(desk), fixed_clock()).unwrap();
    drop(store);
    let mut bytes = fs::read(segment(desk)).unwrap();
    let at = bytes.len() - 20;
    bytes[at] ^= 0x10;
    fs::write(segment(desk), bytes).unwrap();
}

/// Three saves are gone, and no other trace of them is left than what this computer remembers.
pub fn put_an_old_copy_back(desk: &mut Desk) {
    lock(desk);
    let old = fs::read(segment(desk)).unwrap();
    ["one", "two", "three"].iter().for_each(|name| save(&desk.place(), name));
    fs::write(segment(desk), old).unwrap();
    fs::remove_dir_all(desk.place().data.join("state")).unwrap();
}

/// Neither key file is as it was written.
pub fn damage_both_key_files(desk: &mut Desk) {
    lock(desk);
    for file in ["vault", "vault.copy"] {
        fs::write(desk.place().data.join(file), b"WAYHOMEV\x01\x00 and no more").unwrap();
    }
}

fn remove_the_journal(desk: &mut Desk) {
    lock(desk);
    fs::remove_dir_all(desk.place().data.join("journal")).unwrap();
}

fn remove_both_key_files(desk: &mut Desk) {
    lock(desk);
    for file in ["vault", "vault.copy"] {
        fs::remove_file(desk.place().data.join(file)).unwrap();
    }
}

/// True where a text stands on the screen that holds these words.
fn says(desk: &mut Desk, words: &str) -> bool {
    desk.seen().texts.iter().any(|(text, _)| text.contains(words))
}

/// The desk at work again after a restore: everything is there, and what was there before is kept aside.
fn restored(desk: &mut Desk, kept: bool) {
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(says(desk, "The backup is restored, up to save"), "{:?}", desk.seen().texts);
    lock(desk);
    assert_eq!(charts(&desk.place()), desk.charts);
    assert_eq!(verify(&desk.place(), &secret()).unwrap().problems, Vec::<String>::new());
    assert_eq!(desk.folder.path().join("records.set-aside-1").exists(), kept);
}

#[test]
fn a_damaged_journal_opens_for_reading_or_a_backup_takes_its_place() {
    let mut desk = Desk::with(People::Typical);
    broken(&mut desk, flip_the_journal);
    assert_eq!(desk.app.title(), "Recovery · Wayhome");
    assert_eq!(desk.seen().focused().as_deref(), Some("restore-1"), "what helps most has the keyboard");
    let damaged = fs::read(segment(&desk)).unwrap();
    desk.click("recovery-read-only");
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(says(&mut desk, "for reading only"));
    desk.send(Message::BackUp);
    assert!(!desk.place().data.join("backups/b").exists(), "a damaged journal is not backed up");
    lock(&mut desk);
    assert_eq!(fs::read(segment(&desk)).unwrap(), damaged, "evidence stays as it is");
    desk.unlock();
    assert!(says(&mut desk, "1 save more than can be read here."));
    desk.key(Named::Enter);
    restored(&mut desk, true);
    let aside = desk.folder.path().join("records.set-aside-1/journal/00000001.log");
    assert_eq!(fs::read(aside).unwrap(), damaged);
}

#[test]
fn the_recovery_locks_itself_and_forgets_what_was_typed() {
    let mut desk = Desk::with(People::Typical);
    broken(&mut desk, flip_the_journal);
    desk.command("l");
    assert!(desk.shows("Open your desk"));
    desk.unlock();
    assert_eq!(desk.app.title(), "Recovery · Wayhome");
    for _ in 0..16 {
        later(60, 0);
        desk.send(Message::Tick);
    }
    assert!(desk.shows("Open your desk"), "nobody did anything for a quarter of an hour");
}

#[test]
fn what_can_be_read_is_exported_and_a_report_names_nobody() {
    let mut desk = Desk::with(People::Typical);
    broken(&mut desk, flip_the_journal);
    let path = |desk: &Desk, file: &str| desk.folder.path().join(file).display().to_string();
    let to = path(&desk, "out.zip");
    desk.send(Message::Recovery(Step::ExportTo(to)));
    desk.click("recovery-export");
    assert!(says(&mut desk, "Exported "), "{:?}", desk.seen().texts);
    let to = path(&desk, "report.txt");
    desk.send(Message::Recovery(Step::ReportTo(to)));
    desk.click("recovery-report");
    assert!(says(&mut desk, "The report is in "), "{:?}", desk.seen().texts);
    let zip = wayhome::exchange::read(&desk.folder.path().join("out.zip")).unwrap();
    assert_eq!(zip.folders.len(), desk.charts.len());
    let report = fs::read_to_string(desk.folder.path().join("report.txt")).unwrap();
    assert!(report.contains("00000001.log, byte ") && report.contains("first folder beside the records: proved"), "{report}");
    assert!(desk.charts.iter().all(|c| c.client.last_name.as_str().len() < 4 || !report.contains(c.client.last_name.as_str())));
}

#[test]
fn a_journal_that_is_gone_comes_back_from_a_backup() {
    let mut desk = Desk::with(People::Typical);
    broken(&mut desk, remove_the_journal);
    assert!(desk.shows("The journal of the records is missing"));
    desk.click("restore-1");
    restored(&mut desk, true);
}

#[test]
fn key_files_that_are_damaged_or_gone_come_back_from_a_backup_with_the_same_passphrase() {
    for damage in [damage_both_key_files, remove_both_key_files] {
        let mut desk = Desk::with(People::Typical);
        broken(&mut desk, damage);
        assert!(desk.shows("Both key files are damaged or missing"), "{:?}", desk.seen().texts);
        desk.click("restore-1");
        restored(&mut desk, true);
    }
}

#[test]
fn an_old_copy_is_a_decision_and_going_on_makes_it_the_right_one() {
    let mut desk = Desk::with(People::Typical);
    broken(&mut desk, put_an_old_copy_back);
    assert!(desk.shows("These records are older than they were"));
    assert!(says(&mut desk, "were confirmed on this computer and are not in these records"));
    // Esc goes back to the lock, and nothing was decided.
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Wayhome");
    desk.unlock();
    assert!(desk.shows("These records are older than they were"));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Home · Wayhome");
    lock(&mut desk);
    desk.unlock();
    assert_eq!(desk.app.title(), "Home · Wayhome", "it is not asked twice");
    lock(&mut desk);
    assert_eq!(charts(&desk.place()), desk.charts);
}

#[test]
fn records_with_another_last_save_are_a_decision_too() {
    let mut desk = Desk::with(People::Typical);
    let other = |desk: &mut Desk| {
        lock(desk);
        let old = fs::read(segment(desk)).unwrap();
        save(&desk.place(), "one");
        let anchor = fs::read_dir(desk.place().anchor.unwrap()).unwrap().next().unwrap().unwrap().path();
        let remembered = fs::read(&anchor).unwrap();
        fs::write(segment(desk), old).unwrap();
        fs::remove_dir_all(desk.place().data.join("state")).unwrap();
        fs::remove_file(&anchor).unwrap();
        save(&desk.place(), "another");
        fs::write(anchor, remembered).unwrap();
    };
    broken(&mut desk, other);
    assert!(desk.shows("These are not the records last used here"));
    desk.click("restore-1");
    restored(&mut desk, true);
}

#[test]
fn a_newer_version_and_another_window_are_waited_for() {
    let mut desk = Desk::with(People::Typical);
    broken(&mut desk, |desk| {
        lock(desk);
        for file in ["vault", "vault.copy"] {
            let path = desk.place().data.join(file);
            let mut bytes = fs::read(&path).unwrap();
            bytes[8] = 9;
            fs::write(path, bytes).unwrap();
        }
    });
    assert!(desk.shows("A newer Wayhome made these records"));
    assert!(!desk.seen().stops.iter().any(|stop| stop.id.starts_with("restore")), "nothing is to be restored");

    let mut desk = Desk::with(People::Typical);
    lock(&mut desk);
    let (other, _) = Store::open(&desk.place(), &secret()).unwrap();
    desk.unlock();
    assert!(desk.shows("The records are open in another window"));
    drop(other);
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Home · Wayhome");
}

#[test]
fn a_folder_that_cannot_be_used_is_tried_again() {
    let mut desk = Desk::with(People::Typical);
    lock(&mut desk);
    let lock_file = desk.place().data.join("lock");
    fs::remove_file(&lock_file).unwrap();
    fs::create_dir(&lock_file).unwrap();
    desk.unlock();
    assert!(desk.shows("The records cannot be opened"));
    fs::remove_dir(&lock_file).unwrap();
    desk.click("recovery-rebuild");
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(desk.place().data.join("state.set-aside-1").exists());
}

#[test]
fn a_damaged_backup_is_restored_up_to_where_it_is_whole() {
    let mut desk = Desk::with(People::Typical);
    broken(&mut desk, |desk| {
        flip_the_journal(desk);
        let copy = mirror(desk).join("journal/00000001.log");
        let mut bytes = fs::read(&copy).unwrap();
        let at = bytes.len() - 20;
        bytes[at] ^= 0x10;
        fs::write(copy, bytes).unwrap();
    });
    desk.click("restore-1");
    assert!(says(&mut desk, "Not restored. This backup is damaged after save"));
    assert_eq!(desk.seen().focused().as_deref(), Some("recovery-partly"));
    desk.key(Named::Enter);
    restored(&mut desk, true);
}

#[test]
fn a_backup_from_before_a_new_passphrase_asks_for_the_old_one() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::BackUp);
    lock(&mut desk);
    // The mirrors follow a new passphrase. A copy of one does not.
    let stick = desk.folder.path().join("stick");
    fs::create_dir_all(stick.join("journal")).unwrap();
    for file in ["vault", "proof", "journal/00000001.log"] {
        fs::copy(mirror(&desk).join(file), stick.join(file)).unwrap();
    }
    let (mut store, _) = Store::open(&desk.place(), &secret()).unwrap();
    store.change_passphrase(&Passphrase::new("another one of five words"), Cost::WEAK).unwrap();
    drop(store);
    remove_the_journal(&mut desk);
    desk.click("passphrase");
    desk.type_text("another one of five words");
    desk.key(Named::Enter);
    desk.click("recovery-folder");
    desk.type_text(stick.to_str().unwrap());
    desk.key(Named::Enter);
    assert_eq!(desk.seen().focused().as_deref(), Some("recovery-passphrase"));
    desk.type_text(PASSPHRASE);
    desk.key(Named::Enter);
    restored(&mut desk, true);
}

#[test]
fn a_new_computer_takes_the_records_from_a_stick() {
    let mut old = Desk::with(People::Typical);
    old.send(Message::BackUp);
    let stick = mirror(&old);
    let mut desk = Desk::new();
    desk.click("restore");
    assert_eq!(desk.seen().focused().as_deref(), Some("recovery-folder"));
    desk.type_text(stick.to_str().unwrap());
    desk.key(Named::Enter);
    assert_eq!(desk.seen().focused().as_deref(), Some("recovery-passphrase"), "it was not typed yet");
    desk.type_text(PASSPHRASE);
    desk.key(Named::Enter);
    desk.charts = old.charts.clone();
    restored(&mut desk, false);
}

#[test]
fn a_second_place_is_written_too_and_a_stick_that_is_away_is_left_alone() {
    let mut desk = Desk::with(People::Typical);
    let stick = desk.folder.path().join("stick");
    desk.send(Message::Sidebar(true));
    desk.click("backups");
    desk.click("backups-folder");
    desk.type_text(stick.to_str().unwrap());
    desk.key(Named::Enter);
    assert!(says(&mut desk, "is in the second place now, read back and proved"), "{:?}", desk.seen().texts);
    desk.click("backups-now");
    assert!(says(&mut desk, "Backed up, read back and proved: "));
    assert!(mirror(&desk).join("proof").exists() && stick.join("proof").exists());

    // The stick is pulled out; its folder stays behind, empty.
    let away = desk.folder.path().join("away");
    fs::rename(&stick, &away).unwrap();
    fs::create_dir(&stick).unwrap();
    desk.click("backups-now");
    desk.send(Message::Sidebar(false));
    desk.send(Message::Sidebar(true));
    desk.click("backups");
    assert!(fs::read_dir(&stick).unwrap().next().is_none());
    assert!(!says(&mut desk, "could not be written"));

    // It is there and cannot be written.
    fs::remove_dir(&stick).unwrap();
    fs::rename(&away, &stick).unwrap();
    fs::remove_file(stick.join("proof")).unwrap();
    fs::create_dir_all(stick.join("proof/in the way")).unwrap();
    desk.click("backups-now");
    for over in [true, false] {
        desk.send(Message::Sidebar(over));
        assert!(says(&mut desk, "The second place for backups could not be written."), "the screen says so");
    }
    fs::remove_dir_all(stick.join("proof")).unwrap();
    desk.send(Message::BackUp);
    assert!(!says(&mut desk, "could not be written"), "and no more once it is done");

    // The whole computer is gone.
    lock(&mut desk);
    let other = Place { data: desk.folder.path().join("other"), anchor: None };
    restore(&stick, &secret(), None, &other).unwrap();
    assert_eq!(charts(&other), desk.charts);

    desk.unlock();
    desk.send(Message::Sidebar(true));
    desk.click("backups");
    assert!(says(&mut desk, "stick"), "it is still known");
    desk.click("backups-forget");
    assert!(says(&mut desk, "There is no second place any more."));
}
