//! Backups: what was saved comes back from them, whole or as of a save, and what cannot be proved is never taken for one.

use super::{Desk, client, files, flip, id, now, person, secret};
use chrono::Duration;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wayhome::domain::hud::Client;
use wayhome::domain::{Change, Commit};
use wayhome::store::{Error, Passphrase, Place, Restored, Secret, Store, restore};

fn mirror(desk: &Desk, name: &str) -> PathBuf {
    desk.place.data.join("backups").join(name)
}

fn clients(store: &Store) -> usize {
    store.roll().unwrap().len()
}

fn elsewhere(folder: &TempDir) -> Place {
    Place { data: folder.path().join("records"), anchor: Some(folder.path().join("config")) }
}

fn segment(folder: &Path) -> PathBuf {
    folder.join("journal/00000001.log")
}

#[test]
fn a_backup_brings_everything_back_on_another_computer() {
    let desk = Desk::with_clients(20);
    let made = desk.store().backup().unwrap().write(now()).unwrap();
    assert_eq!((made.proof.sequence, made.rows), (21, 20), "the creation and twenty clients");
    let other = TempDir::new().unwrap();
    let place = elsewhere(&other);
    let done = restore(&mirror(&desk, "a"), &secret(), None, &place).unwrap();
    assert_eq!(done, Restored { sequence: 21, newest: 21, kept: None });
    let (store, notices) = Store::open(&place, &secret()).unwrap();
    assert_eq!((clients(&store), store.sequence(), notices), (20, 21, Vec::new()));
    assert_eq!(store.chart(&id(7)).unwrap(), desk.store().chart(&id(7)).unwrap());
    assert_eq!(desk.store().profile(), store.profile());
}

#[test]
fn the_recovery_key_opens_a_backup_too() {
    let desk = Desk::with_clients(1);
    desk.store().backup().unwrap().write(now()).unwrap();
    let other = TempDir::new().unwrap();
    let key = Secret::Recovery(desk.recovery.clone());
    assert!(restore(&mirror(&desk, "a"), &key, None, &elsewhere(&other)).is_ok());
    let wrong = Secret::Passphrase(Passphrase::new("five other words open nothing"));
    assert!(matches!(restore(&mirror(&desk, "a"), &wrong, None, &elsewhere(&other)), Err(Error::WrongPassphrase)));
}

#[test]
fn two_mirrors_are_written_in_turn_and_only_what_is_new_is_copied() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    let mut at = now();
    for n in 0..4 {
        at += Duration::minutes(30);
        assert_eq!(store.backup().unwrap().write(at).unwrap().proof.sequence, store.sequence());
        store.commit(&person(100 + n), at).unwrap();
    }
    let proofs = store.proofs();
    assert_eq!(proofs.iter().map(|p| p.sequence).collect::<Vec<_>>(), [6, 5], "the latest first, the other one save behind");
    assert_eq!(proofs[0].at, at);
    // The beginning of the second copy of a mirror is the very file of the first.
    let (a, b) = (fs::read(segment(&mirror(&desk, "a"))).unwrap(), fs::read(segment(&mirror(&desk, "b"))).unwrap());
    assert!(b.len() > a.len() && b.starts_with(&a));
}

#[test]
fn saves_go_on_while_a_backup_is_made() {
    let desk = Desk::with_clients(3);
    let mut store = desk.store();
    let backup = store.backup().unwrap();
    store.commit(&person(50), now()).unwrap();
    assert_eq!(backup.write(now()).unwrap().proof.sequence, 4, "what was confirmed when it was begun");
    assert_eq!(store.backup().unwrap().write_to(&mirror(&desk, "a"), now()).unwrap().sequence, 5);
}

#[test]
fn a_damaged_mirror_is_made_anew_and_its_remains_are_kept() {
    let desk = Desk::with_clients(5);
    let store = desk.store();
    let folder = mirror(&desk, "a");
    store.backup().unwrap().write_to(&folder, now()).unwrap();
    let length = usize::try_from(fs::metadata(segment(&folder)).unwrap().len()).unwrap();
    for at in [3, length / 2, length - 1] {
        flip(&segment(&folder), at);
        assert_eq!(store.backup().unwrap().write_to(&folder, now()).unwrap().sequence, 6, "byte {at}");
        assert_eq!(fs::read(segment(&folder)).unwrap(), fs::read(desk.segment()).unwrap());
    }
    let folders = fs::read_dir(&folder).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(folders, 4, "the journal, and what was set aside");
}

#[test]
fn a_mirror_that_was_being_written_is_no_proof() {
    let desk = Desk::with_clients(5);
    let store = desk.store();
    store.backup().unwrap().write_to(&mirror(&desk, "a"), now()).unwrap();
    // As after a power cut in the next backup: a longer file whose end never reached the disk.
    let mut torn = fs::read(segment(&mirror(&desk, "a"))).unwrap();
    torn.extend([0; 500]);
    fs::write(segment(&mirror(&desk, "a")), torn).unwrap();
    let other = TempDir::new().unwrap();
    let refused = restore(&mirror(&desk, "a"), &secret(), None, &elsewhere(&other));
    assert!(matches!(refused, Err(Error::BackupDamaged { good: 6 })), "{refused:?}");
    assert!(!elsewhere(&other).data.exists());
    assert_eq!(restore(&mirror(&desk, "a"), &secret(), Some(6), &elsewhere(&other)).unwrap().sequence, 6);
}

#[test]
fn a_proof_cannot_be_made_up_or_moved_to_another_store() {
    let (one, two) = (Desk::with_clients(1), Desk::with_clients(1));
    let (first, second) = (one.store(), two.store());
    first.backup().unwrap().write(now()).unwrap();
    fs::create_dir_all(mirror(&two, "a")).unwrap();
    fs::copy(mirror(&one, "a").join("proof"), mirror(&two, "a").join("proof")).unwrap();
    assert_eq!(second.proofs(), []);
    assert!(matches!(second.backup().unwrap().write_to(&mirror(&one, "a"), now()), Err(Error::OtherRecords)));
    assert_eq!(first.proofs().len(), 1, "the other's backup is as it was");
}

#[test]
fn restoring_puts_the_records_aside_and_the_backups_go_on() {
    let desk = Desk::with_clients(8);
    desk.store().backup().unwrap().write(now()).unwrap();
    desk.store().commit(&person(90), now()).unwrap();
    let done = restore(&mirror(&desk, "a"), &secret(), Some(5), &desk.place).unwrap();
    assert_eq!((done.sequence, done.newest), (5, 9));
    let aside = desk.place.data.with_file_name(done.kept.unwrap());
    assert_eq!(clients(&Store::open(&Place { data: aside, anchor: None }, &secret()).unwrap().0), 9, "nothing was lost by it");
    // No notice: whoever restores knows that the records are older than they were.
    let mut store = desk.store();
    assert_eq!(clients(&store), 4);
    store.commit(&person(70), now()).unwrap();
    assert_eq!(store.proofs().len(), 1);
    // The history is another one now; the old mirror is not continued by it.
    assert_eq!(store.backup().unwrap().write_to(&mirror(&desk, "a"), now()).unwrap().sequence, 6);
}

#[test]
fn nothing_is_restored_over_records_that_are_open_or_from_what_is_no_backup() {
    let desk = Desk::with_clients(2);
    let store = desk.store();
    store.backup().unwrap().write(now()).unwrap();
    let before = files(&desk.place.data).len();
    assert!(matches!(restore(&mirror(&desk, "a"), &secret(), None, &desk.place), Err(Error::InUse { .. })));
    assert!(matches!(restore(&mirror(&desk, "b"), &secret(), None, &desk.place), Err(Error::NoBackup)));
    let refused = restore(&mirror(&desk, "a"), &secret(), Some(99), &desk.place);
    assert!(matches!(refused, Err(Error::NoSuchSave { wanted: 99, last: 3 })));
    assert_eq!(files(&desk.place.data).len(), before);
    assert_eq!(clients(&store), 2);
}

#[test]
fn a_backup_that_cannot_be_written_says_so() {
    let desk = Desk::with_clients(2);
    let store = desk.store();
    // A file stands where the folder of the mirrors would be.
    fs::write(desk.place.data.join("backups"), "in the way").unwrap();
    let refused = store.backup().unwrap().write(now()).unwrap_err();
    assert!(refused.to_string().starts_with("The backup was not made, because "), "{refused}");
    assert_eq!(store.proofs(), []);
}

#[test]
fn a_better_backup_is_never_overwritten_by_a_worse_one() {
    let desk = Desk::with_clients(20);
    let store = desk.store();
    store.backup().unwrap().write(now()).unwrap();
    drop(store);
    let length = usize::try_from(fs::metadata(desk.segment()).unwrap().len()).unwrap();
    flip(&desk.segment(), length / 2);
    let (damaged, _) = desk.open().unwrap();
    assert!(damaged.read_only());
    assert!(matches!(damaged.backup().map(drop), Err(Error::ReadOnly)));
    drop(damaged);
    assert_eq!(restore(&mirror(&desk, "a"), &secret(), None, &desk.place).unwrap().sequence, 21);
}

#[test]
fn a_mirror_that_holds_more_than_the_records_is_kept_and_can_be_restored() {
    let desk = Desk::with_clients(8);
    desk.store().backup().unwrap().write_to(&mirror(&desk, "a"), now()).unwrap();
    restore(&mirror(&desk, "a"), &secret(), Some(5), &desk.place).unwrap();
    let mut store = desk.store();
    store.commit(&person(70), now()).unwrap();
    store.backup().unwrap().write_to(&mirror(&desk, "a"), now()).unwrap();
    drop(store);
    let earlier = mirror(&desk, "a").join("earlier.set-aside-1");
    let other = TempDir::new().unwrap();
    assert_eq!(restore(&earlier, &secret(), None, &elsewhere(&other)).unwrap().sequence, 9);
}

#[test]
fn a_copy_that_lost_its_end_is_not_whole() {
    let desk = Desk::with_clients(3);
    let mut store = desk.store();
    let folder = mirror(&desk, "a");
    store.backup().unwrap().write_to(&folder, now()).unwrap();
    let early = fs::read(segment(&folder)).unwrap();
    for n in 10..20 {
        store.commit(&person(n), now()).unwrap();
    }
    store.backup().unwrap().write_to(&folder, now()).unwrap();
    fs::write(segment(&folder), early).unwrap();
    let other = TempDir::new().unwrap();
    let refused = restore(&folder, &secret(), None, &elsewhere(&other));
    assert!(matches!(refused, Err(Error::BackupDamaged { good: 4 })), "{refused:?}");
}

#[test]
fn the_folder_of_the_records_is_no_place_for_a_backup() {
    let desk = Desk::with_clients(3);
    let mut store = desk.store();
    let backup = store.backup().unwrap();
    store.commit(&person(9), now()).unwrap();
    for folder in [desk.place.data.clone(), desk.place.data.join("journal"), desk.place.data.join("backups")] {
        assert!(matches!(backup.write_to(&folder, now()), Err(Error::OwnFolder)), "{}", folder.display());
    }
    drop(store);
    assert_eq!(clients(&desk.store()), 4);
}

#[test]
fn one_broken_mirror_does_not_stop_the_other() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    fs::create_dir_all(desk.place.data.join("backups")).unwrap();
    fs::write(mirror(&desk, "b"), "in the way").unwrap();
    for n in 20..24 {
        store.commit(&person(n), now()).unwrap();
        assert_eq!(store.backup().unwrap().write(now()).unwrap().proof.sequence, store.sequence());
    }
}

#[test]
fn a_restore_that_was_cut_off_between_its_last_steps_is_ended_at_the_next_start() {
    let desk = Desk::with_clients(4);
    desk.store().backup().unwrap().write(now()).unwrap();
    let other = TempDir::new().unwrap();
    let fresh = elsewhere(&other);
    restore(&mirror(&desk, "a"), &secret(), None, &fresh).unwrap();
    let named = |end: &str| desk.place.data.with_file_name(format!("data.{end}"));
    fs::rename(&fresh.data, named("restored")).unwrap();
    fs::rename(&desk.place.data, named("set-aside-1")).unwrap();
    assert!(Store::exists(&desk.place));
    assert!(mirror(&desk, "a").exists(), "and the backups are beside them again");
    assert_eq!(clients(&desk.open().unwrap().0), 4);
}

#[test]
fn a_slash_at_the_end_of_a_folder_means_the_same_folder() {
    let desk = Desk::with_clients(2);
    desk.store().backup().unwrap().write(now()).unwrap();
    let slash = |path: &Path| PathBuf::from(format!("{}/", path.display()));
    let place = Place { data: slash(&desk.place.data), anchor: desk.place.anchor.clone() };
    let done = restore(&slash(&mirror(&desk, "a")), &secret(), None, &place).unwrap();
    assert_eq!(done.kept.as_deref(), Some("data.set-aside-1"));
    assert_eq!(clients(&desk.store()), 2);
}

#[test]
fn a_proof_counts_the_rows_and_a_working_copy_that_has_others_is_said() {
    let desk = Desk::with_clients(6);
    let mut store = desk.store();
    assert_eq!(store.rows().unwrap(), 6);
    let gone = Commit::new("Remove", vec![Change::row(Some(&client(2)), &Client::default()).unwrap()]);
    store.commit(&gone, now()).unwrap();
    let made = store.backup().unwrap().write(now()).unwrap();
    assert_eq!((made.proof.sequence, made.rows), (8, 5));
    drop(store);
    // Counted anew from the values.
    assert_eq!(desk.store().backup().unwrap().write(now()).unwrap().rows, 5);
}

#[test]
fn a_backup_that_is_ended_leaves_no_proof_and_the_next_one_goes_on() {
    let desk = Desk::with_clients(3);
    let store = desk.store();
    let stop = wayhome::store::Stop::default();
    stop.now();
    let stopped = store.backup().unwrap().stopped_by(stop);
    assert!(matches!(stopped.write(now()), Err(Error::Stopped)));
    assert_eq!(store.proofs(), []);
    assert_eq!(store.backup().unwrap().write(now()).unwrap().proof.sequence, 4);
}

#[test]
fn a_backup_whose_last_save_is_not_the_proved_one_is_refused() {
    let desk = Desk::with_clients(3);
    desk.store().backup().unwrap().write_to(&mirror(&desk, "a"), now()).unwrap();
    // Another history of the same length, under the proof of the first.
    restore(&mirror(&desk, "a"), &secret(), Some(3), &desk.place).unwrap();
    let mut store = desk.store();
    store.commit(&person(8), now()).unwrap();
    store.backup().unwrap().write_to(&mirror(&desk, "b"), now()).unwrap();
    drop(store);
    fs::copy(segment(&mirror(&desk, "b")), segment(&mirror(&desk, "a"))).unwrap();
    let other = TempDir::new().unwrap();
    let refused = restore(&mirror(&desk, "a"), &secret(), None, &elsewhere(&other));
    assert!(matches!(refused, Err(Error::BackupUnreadable)), "{refused:?}");
    let report = wayhome::store::verify_backup(&mirror(&desk, "a"), &secret()).unwrap();
    assert!(report.problems[0].starts_with("Save 4 is not the one that was proved"), "{report:?}");
}

#[test]
fn a_backup_is_verified_where_it_stands() {
    let desk = Desk::with_clients(3);
    let folder = mirror(&desk, "a");
    let proved = || wayhome::store::verify_backup(&folder, &secret());
    assert!(matches!(proved(), Err(Error::NoBackup)));
    desk.store().backup().unwrap().write_to(&folder, now()).unwrap();
    let report = proved().unwrap();
    assert_eq!((report.commits, report.clients, report.problems.len(), report.notes.len()), (4, 3, 0, 0));
    fs::remove_file(folder.join("proof")).unwrap();
    assert!(proved().unwrap().notes[0].starts_with("It bears no proof"));
    flip(&segment(&folder), 400);
    assert!(proved().unwrap().problems[0].starts_with("The journal is damaged"));
}
