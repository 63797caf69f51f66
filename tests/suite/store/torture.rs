//! What the long run of `benches/torture` does for minutes, for seconds.

use super::*;
use crate::torture::disks::{Failing, Fault, Recorder};
use crate::torture::world::Log;
use crate::torture::{Dice, Tally, cut, damage, full, kill, script};
use std::io::ErrorKind;
use std::process::Command;
use std::sync::{Arc, Mutex};

fn held(tally: &Tally) {
    assert!(tally.held(), "{} of {} went wrong:\n{}", tally.failed(), tally.trials, tally.wrong.join("\n"));
}

#[test]
fn a_power_cut_at_any_moment_takes_nothing_that_was_acknowledged() {
    let tally = cut::Run::record(true).cut(0..240);
    held(&tally);
    assert!(tally.said > 3, "the cuts were too kind: {tally:?}");
}

#[test]
fn the_same_cuts_take_saves_where_the_disk_is_never_waited_for() {
    let tally = cut::Run::record(false).cut(0..25);
    assert!(tally.failed() >= 12, "the cuts were too kind: {tally:?}");
}

#[test]
fn a_save_that_was_not_confirmed_and_is_shown_later_is_on_the_disk() {
    let folder = TempDir::new().unwrap();
    let (place, log) = (script::place(folder.path()), Arc::new(Mutex::new(Log::of(folder.path()))));
    let disk = Recorder::writing(&log, true);
    let (phrase, profile) = (Passphrase::new(PASSPHRASE), script::profile());
    let (mut store, _) = Store::create_on(disk.clone(), &place, &phrase, &profile, Cost::WEAK, now()).unwrap();
    // It is written, and the wait for it fails. No later wait covers what the disk did not take then.
    store.set_disk(Failing::over(disk.clone(), Fault { at: 1, times: 1, kind: ErrorKind::Other }));
    assert!(matches!(store.commit(&script::commit(2), now()), Err(Error::Unconfirmed)));
    drop(store);
    let (store, notices) = Store::open_on(disk, &place, &secret()).unwrap();
    assert_eq!((store.sequence(), notices), (2, Vec::new()), "it is there after all, and shown");
    drop(store);
    let (log, cut) = (log.lock().unwrap(), folder.path().join("cut"));
    for trial in 0..30 {
        log.after_cut(log.length(), &mut Dice::of(trial)).write(&cut);
        let (store, _) = Store::open(&script::place(&cut), &secret()).unwrap();
        assert_eq!(store.sequence(), 2, "cut {trial}");
    }
}

#[test]
fn a_disk_that_fails_at_any_operation_is_said_and_takes_nothing() {
    let positions = full::positions();
    assert!(positions > 200, "{positions}");
    // A few of them in each of the ways; the long run does all.
    for (offset, ways) in full::WAYS.chunks(1).enumerate() {
        held(&full::fail((3 * offset..positions).step_by(37), ways));
    }
}

#[test]
fn a_damaged_file_is_made_again_or_named() {
    let sound = damage::Sound::new();
    held(&damage::database(&sound, 0..15));
    held(&damage::journal(&sound, 0..28));
    held(&damage::vault(&sound, 0..12));
    held(&damage::anchor(&sound, 0..4));
    held(&damage::backup(&sound, 0..10));
}

const FOLDER: &str = "WAYHOME_KILL_FOLDER";

/// Not a test: the child that is killed.
#[test]
#[ignore = "the child of the test below"]
fn kill_child() {
    if let Ok(folder) = std::env::var(FOLDER) {
        kill::child(Path::new(&folder), u64::MAX);
    }
}

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost() {
    held(&kill::rounds(12, &|folder| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "store::torture::kill_child", "--ignored", "--nocapture"]).env(FOLDER, folder);
        command
    }));
}

#[test]
fn a_lock_that_a_killed_program_left_is_no_lock() {
    let desk = Desk::with_clients(1);
    fs::write(desk.place.data.join("lock"), "process 1, since 11/22/2026 09:30").unwrap();
    assert_eq!(desk.store().roll().unwrap().len(), 1);
}

#[test]
fn a_long_path_with_spaces_and_accents_is_a_path() {
    let folder = TempDir::new().unwrap();
    let name = "Zoë’s récords, Nørthern Łakes";
    let mut root = folder.path().to_owned();
    while root.to_string_lossy().chars().count() < 200 {
        root.push(name);
    }
    let place = Place { data: root.join("däta"), anchor: Some(root.join("çonfig")) };
    let (mut store, _) = Store::create(&place, &Passphrase::new(PASSPHRASE), &Profile::default(), Cost::WEAK, now()).unwrap();
    store.commit(&person(1), now()).unwrap();
    store.backup().unwrap().write(now()).unwrap();
    drop(store);
    wayhome::store::restore(&place.data.join("backups/a"), &secret(), None, &place).unwrap();
    let (store, notices) = Store::open(&place, &secret()).unwrap();
    assert_eq!((store.roll().unwrap().len(), notices, store.proofs().len()), (1, Vec::new(), 1));
}
