//! A disk that is full, or fails, at every step of a save.

use super::*;
use std::fs::File;
use std::io;
use wayhome::store::{Disk, RealDisk};

/// Which step fails, counted from 0 over all appends, syncs and cuts.
struct Failing {
    step: usize,
    fails: Vec<usize>,
    kind: io::ErrorKind,
}

impl Failing {
    fn at(fails: Vec<usize>) -> Box<Self> {
        Box::new(Self { step: 0, fails, kind: io::ErrorKind::StorageFull })
    }

    fn next(&mut self) -> io::Result<()> {
        self.step += 1;
        if self.fails.contains(&(self.step - 1)) { Err(self.kind.into()) } else { Ok(()) }
    }
}

impl Disk for Failing {
    fn append(&mut self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.next() {
            // A full disk takes what fits.
            RealDisk.append(file, &bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        RealDisk.append(file, bytes)
    }
    fn sync(&mut self, file: &File) -> io::Result<()> {
        self.next().and_then(|()| RealDisk.sync(file))
    }
    fn cut(&mut self, file: &File, length: u64) -> io::Result<()> {
        self.next().and_then(|()| RealDisk.cut(file, length))
    }
}

#[test]
fn a_full_disk_says_not_saved_and_the_store_goes_on() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    let before = fs::read(desk.segment()).unwrap();
    store.set_disk(Failing::at(vec![0]));
    let Err(error) = store.commit(&person(2), now()) else { panic!("saved") };
    assert_eq!(
        error.to_string(),
        "Nothing can be written, because the disk is full. What you entered is still here; make room or check the disk, then save again."
    );
    assert!(fs::read(desk.segment()).unwrap() == before, "the half of a frame is taken back");
    assert_eq!(store.chart(&id(2)).unwrap(), None);
    assert_eq!(store.commit(&person(2), now()).unwrap(), 4);
    drop(store);
    assert_eq!(desk.store().cards().unwrap().len(), 3);
}

#[test]
fn a_disk_that_confirms_nothing_ends_saving_until_reopened() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    store.set_disk(Failing::at(vec![1]));
    assert!(matches!(store.commit(&person(2), now()), Err(Error::Unconfirmed)));
    assert!(matches!(store.commit(&person(3), now()), Err(Error::Unconfirmed)));
    assert_eq!(store.cards().unwrap().len(), 2, "reading goes on");
    drop(store);
    // The disk had it after all; it was never said to be saved, and it is whole.
    assert_eq!(desk.store().cards().unwrap().len(), 3);
}

#[test]
fn half_a_frame_that_cannot_be_taken_back_ends_saving_until_reopened() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    store.set_disk(Failing::at(vec![0, 1]));
    assert!(matches!(store.commit(&person(2), now()), Err(Error::Unconfirmed)));
    assert!(matches!(store.commit(&person(2), now()), Err(Error::Unconfirmed)));
    drop(store);
    let (mut store, notices) = desk.open().unwrap();
    assert_eq!(notices, [Notice::Interrupted]);
    assert_eq!(store.commit(&person(2), now()).unwrap(), 4);
}

/// About 20 MiB: two segments.
fn large() -> Commit {
    let text = Text::new("x".repeat(500_000));
    let draft = |n: usize| Change::Draft { name: format!("draft {n}"), after: Some(text.clone()) };
    Commit::new("Large", (0..40).map(draft).collect())
}

#[test]
fn a_large_save_counts_only_with_its_end() {
    let desk = Desk::with_clients(2);
    // The beginning, the sync before the new segment and what follows it, the sync before the end, and the end.
    for fail in [0, 16, 17, 18, 20, 21] {
        let mut store = desk.store();
        store.set_disk(Failing::at(vec![fail]));
        let error = store.commit(&large(), now()).unwrap_err();
        assert_eq!(store.drafts().len(), 0);
        if matches!(error, Error::NotSaved { .. }) {
            store
                .commit(&Commit::new("Small", vec![Change::Setting { name: "at".to_owned(), after: Text::new(fail.to_string()) }]), now())
                .unwrap();
            drop(store);
            assert_eq!(desk.store().setting("at"), Some(Text::new(fail.to_string())));
        } else {
            drop(store);
            let (store, notices) = desk.open().unwrap();
            assert_eq!((notices, store.drafts().len()), (vec![Notice::Interrupted], 0), "step {fail}");
        }
    }
    let mut store = desk.store();
    store.commit(&large(), now()).unwrap();
    store.commit(&person(2), now()).unwrap();
    drop(store);
    assert!(desk.place.data.join("journal/00000002.log").exists());
    let store = desk.store();
    assert_eq!((store.drafts().len(), store.cards().unwrap().len()), (40, 3));
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
