//! What was called off left nothing behind, at whatever step that was: no row, no commit, no file, not a part of one.
#![allow(clippy::unwrap_used)]

use crate::exchange::sample_2026 as sample;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wayhome::domain::progress::Progress;
use wayhome::domain::{ClientId, Commit, Directory, ExportId, Instant, Row, Stamp, UserId, at};
use wayhome::exchange::{self, Checked, Missing, Scope};
use wayhome::store::{Cost, Passphrase, Place, Profile, Store};
use wayhome::transfer::{self, OnErrors, Order, Unsent};

const FIXTURE: &str = "tests/fixtures/fy2026-northern-lakes.zip";

fn now() -> Instant {
    use wayhome::domain::entry::Scalar;
    Instant::read("2026-12-01 09:00:00").unwrap()
}

/// A store with or without the fixture's people, and a folder for files.
fn store(filled: bool) -> (Store, TempDir) {
    let folder = TempDir::new().unwrap();
    let place = Place { data: folder.path().join("records"), anchor: None };
    let phrase = Passphrase::new("nobody in here is real");
    let (mut store, _) = Store::create(&place, &phrase, &Profile::new("Mai Green"), Cost::WEAK, now()).unwrap();
    if filled {
        transfer::import(&mut store, sample(), now()).unwrap();
        let chart = store.chart(&ClientId::new("26CL0000")).unwrap().unwrap();
        let mut after = chart.client.clone();
        after.put(at::client::MIDDLE_NAME, "Aurelia");
        let change = Stamp::new(UserId::new("W"), now()).change(Some(&chart.client), &mut after).unwrap();
        store.commit(&Commit::new("Profile", vec![change]), now()).unwrap();
    }
    std::fs::create_dir(folder.path().join("out")).unwrap();
    std::fs::write(folder.path().join("out/here"), "what stood there").unwrap();
    (store, folder)
}

/// Every file of a folder, but the database, which is disposable.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true if path.ends_with("state") => {}
                true => folders.push(path),
                false => drop(found.insert(path.clone(), std::fs::read(&path).unwrap())),
            }
        }
    }
    found
}

/// Does a piece of work again and again, called off one step later each time, until it is done; how often it was called off.
fn at_every_step(store: &mut Store, folder: &Path, mut work: impl FnMut(&mut Store, &Progress) -> Result<(), transfer::Error>) -> u64 {
    let (before, sequence) = (files(folder), store.sequence());
    for step in 0..100_000 {
        let progress = Progress::off_at(step);
        match work(store, &progress) {
            Ok(()) => {
                assert!(!progress.is_cancelled(), "what was called off is not done");
                return step;
            }
            Err(error) => {
                assert!(error.to_string().starts_with("It was cancelled"), "{error}");
                assert!(progress.is_cancelled());
                assert_eq!((files(folder), store.sequence()), (before.clone(), sequence), "at step {step}");
            }
        }
    }
    unreachable!("it comes to its end")
}

#[test]
fn an_import_called_off_at_any_step_changes_nothing() {
    let (mut store, folder) = store(false);
    let steps = at_every_step(&mut store, folder.path(), |store, progress| {
        let source = exchange::read_watched(Path::new(FIXTURE), progress)?;
        let prepared = transfer::prepare(store, source, now(), progress)?;
        transfer::take(store, prepared, Missing::Keep, now(), progress).map(drop)
    });
    assert!(steps > 110, "every row and every client is a step: {steps}");
    assert!(store.clients().unwrap() > 0);
}

#[test]
fn an_export_called_off_at_any_step_writes_nothing_and_replaces_nothing() {
    for name in ["new.zip", "here"] {
        let (mut store, folder) = store(true);
        let path = folder.path().join("out").join(name);
        let order = Order { path: path.clone(), scope: Scope::default(), on_errors: OnErrors::Write("A test".to_owned()) };
        let steps = at_every_step(&mut store, folder.path(), |store, progress| {
            transfer::export(store, &order, ExportId::new("RUN"), now(), progress).map(drop)
        });
        assert!(steps > 10, "{steps}");
        assert!(std::fs::read(&path).unwrap().starts_with(b"PK"));
    }
}

#[test]
fn a_check_called_off_at_any_step_says_nothing() {
    let (mut store, folder) = store(true);
    let whole = transfer::check(&store, &Scope::default(), now(), &Progress::default()).unwrap();
    at_every_step(&mut store, folder.path(), |store, progress| {
        let checked = transfer::check(store, &Scope::default(), now(), progress)?;
        assert_eq!(checked.said, whole.said, "what is said is said whole");
        Ok(())
    });
    let whole = Checked::file(Path::new(FIXTURE), now().date(), &Progress::default()).unwrap();
    at_every_step(&mut store, folder.path(), |_, progress| {
        let checked = Checked::file(Path::new(FIXTURE), now().date(), progress)?;
        assert_eq!(checked.said, whole.said);
        Ok(())
    });
}

#[test]
fn a_sheet_called_off_at_any_step_is_not_written() {
    let (mut store, folder) = store(true);
    let (agency, directory) = (store.agency().unwrap(), Directory::new(store.roll().unwrap()));
    let sheets = transfer::keyin(&store, &Unsent::of(&store).unwrap(), &directory).unwrap();
    let book = wayhome::domain::naming::Book { agency: &agency, directory: &directory, privacy: false };
    let path = folder.path().join("out/here");
    at_every_step(&mut store, folder.path(), |_, progress| {
        transfer::print_keyin(&path, &sheets, book, "Mai Green", now(), progress).map(drop)
    });
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn what_is_being_written_to_the_journal_is_not_called_off_any_more() {
    let (mut store, _folder) = store(false);
    let progress = Progress::default();
    let prepared = transfer::prepare(&store, sample(), now(), &progress).unwrap();
    transfer::take(&mut store, prepared, Missing::Keep, now(), &progress).unwrap();
    assert!(!progress.cancel() && !progress.is_cancelled());
}
