//! A disk that is full, or fails, at every step of a save.

use super::*;
use crate::torture::disks::{Failing, Fault};
use std::fs::File;
use std::io::ErrorKind;
use wayhome::store::Sizes;

/// A disk on which so many operations in a row fail, from this one on, counted from 0 over those that follow.
fn failing(at: usize, times: usize) -> std::sync::Arc<Failing> {
    Failing::new(Fault { at, times, kind: ErrorKind::StorageFull })
}

#[test]
fn a_full_disk_says_not_saved_and_the_store_goes_on() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    let before = fs::read(desk.segment()).unwrap();
    store.set_disk(failing(0, 1));
    let Err(error) = store.commit(&person(2), now()) else { panic!("saved") };
    assert_eq!(
        error.to_string(),
        "Nothing can be written, because the disk is full. What you entered is still here; make room or check the disk, then save again."
    );
    assert!(fs::read(desk.segment()).unwrap() == before, "the half of a frame is taken back");
    assert_eq!(store.chart(&id(2)).unwrap(), None);
    assert_eq!(store.commit(&person(2), now()).unwrap(), 4);
    drop(store);
    assert_eq!(desk.store().roll().unwrap().len(), 3);
}

#[test]
fn a_disk_that_confirms_nothing_ends_saving_until_reopened() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    store.set_disk(failing(1, 1));
    assert!(matches!(store.commit(&person(2), now()), Err(Error::Unconfirmed)));
    assert!(matches!(store.commit(&person(3), now()), Err(Error::Unconfirmed)));
    assert_eq!(store.roll().unwrap().len(), 2, "reading goes on");
    let mut shown = 0;
    store
        .history(1, &mut |_| {
            shown += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(shown, 3, "and shows what was confirmed");
    drop(store);
    // The disk had it after all; it was never said to be saved, and it is whole.
    assert_eq!(desk.store().roll().unwrap().len(), 3);
}

#[test]
fn half_a_frame_that_cannot_be_taken_back_ends_saving_until_reopened() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    store.set_disk(failing(0, 2));
    assert!(matches!(store.commit(&person(2), now()), Err(Error::Unconfirmed)));
    assert!(matches!(store.commit(&person(2), now()), Err(Error::Unconfirmed)));
    drop(store);
    let (mut store, notices) = desk.open().unwrap();
    assert_eq!(notices, [Notice::Interrupted]);
    assert_eq!(store.commit(&person(2), now()).unwrap(), 4);
}

/// Forty drafts, each of this many characters.
fn large(each: usize) -> Commit {
    let text = Text::new("x".repeat(each));
    let draft = |n: usize| Change::Draft { name: format!("draft {n}"), after: Some(text.clone()) };
    Commit::new("Large", (0..40).map(draft).collect())
}

#[test]
fn a_large_save_counts_only_with_its_end() {
    let desk = Desk::with_clients(2);
    let open = || {
        let mut store = desk.store();
        store.set_sizes(Sizes { segment: 16 << 10, part: 1200 });
        store
    };
    // Its parts, the sync before the next segment, that segment, the sync before the end, the end.
    let mut met = 0;
    for fail in 0.. {
        let mut store = open();
        let disk = failing(fail, 1);
        store.set_disk(disk.clone());
        let Err(error) = store.commit(&large(500), now()) else { break };
        met += 1;
        assert_eq!(store.drafts().len(), 0);
        if matches!(error, Error::NotSaved { .. }) {
            let at = Change::Setting { name: "at".to_owned(), after: Text::new(fail.to_string()) };
            store.commit(&Commit::new("Small", vec![at]), now()).unwrap();
            drop(store);
            assert_eq!(desk.store().setting("at"), Some(Text::new(fail.to_string())));
        } else {
            drop(store);
            let (store, notices) = desk.open().unwrap();
            if store.drafts().len() == 40 {
                // The last sync: the disk had it after all.
                assert_eq!(notices, []);
                break;
            }
            assert_eq!((notices, store.drafts().len()), (vec![Notice::Interrupted], 0), "step {fail}");
        }
    }
    assert!(met > 24, "{met}");
    assert!(desk.place.data.join("journal/00000002.log").exists());
}

#[test]
fn a_journal_goes_on_in_a_second_segment() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    store.set_sizes(Sizes { segment: 16 << 10, part: 1200 });
    store.commit(&large(500), now()).unwrap();
    store.commit(&person(2), now()).unwrap();
    drop(store);
    assert!(desk.place.data.join("journal/00000002.log").exists());
    let store = desk.store();
    assert_eq!((store.drafts().len(), store.roll().unwrap().len()), (40, 3));
    drop(store);
    assert_eq!(verify(&desk.place, &secret()).unwrap().problems, Vec::<String>::new());
    // Half a segment that is gone is damage, because the end of the save behind it is there.
    let first = File::options().write(true).open(desk.segment()).unwrap();
    first.set_len(first.metadata().unwrap().len() / 2).unwrap();
    let (store, notices) = desk.open().unwrap();
    assert!(matches!(&notices[..], [Notice::JournalDamaged { .. }]), "{notices:?}");
    assert!(store.read_only());
}

#[test]
fn too_large_an_entry_is_refused_and_the_store_goes_on() {
    let desk = Desk::new();
    let mut store = desk.store();
    let huge = Change::Draft { name: "huge".to_owned(), after: Some(Text::new("x".repeat(65 << 20))) };
    assert!(matches!(store.commit(&Commit::new("Huge", vec![huge]), now()), Err(Error::Unkeepable)));
    store.commit(&person(1), now()).unwrap();
}
