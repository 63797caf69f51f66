//! What the disk may do to a store: everything is brought back, or said.

use super::*;
use proptest::prelude::*;
use wayhome::store::Key;

/// Everything is there: so many clients, each with their name.
fn complete(store: &Store, count: usize) {
    assert_eq!(store.roll().unwrap().len(), count);
    for n in 0..count {
        assert_eq!(store.chart(&id(n)).unwrap().unwrap().client, client(n));
    }
}

/// Opens it, finds everything, perhaps after a rebuild, and can save.
fn recovers(desk: &Desk, count: usize, what: &str) {
    let (mut store, notices) = desk.open().unwrap_or_else(|e| panic!("{what}: {e}"));
    complete(&store, count);
    let all: Vec<Notice> = notices.into_iter().chain(store.take_notices()).collect();
    assert!(all.iter().all(|n| *n == Notice::Rebuilt), "{what}: {all:?}");
    store.commit(&Commit::new("Still", vec![Change::Setting { name: what.to_owned(), after: Text::new("saved") }]), now()).unwrap();
    drop(store);
    drop(desk.store());
}

#[test]
fn a_missing_database_is_made_again() {
    let desk = Desk::with_clients(3);
    fs::remove_dir_all(desk.place.data.join("state")).unwrap();
    recovers(&desk, 3, "removed");
    fs::remove_dir_all(desk.place.data.join("state")).unwrap();
    fs::write(desk.place.data.join("state"), "a file where the folder was").unwrap();
    recovers(&desk, 3, "replaced by a file");
}

#[test]
fn a_damaged_database_is_made_again_and_nothing_is_lost() {
    let desk = Desk::with_clients(30);
    let sound = desk.place.data.join("sound");
    let state = desk.place.data.join("state");
    fs::rename(&state, &sound).unwrap();
    let mut rebuilt = 0;
    for trial in 0..24 {
        let _ = fs::remove_dir_all(&state);
        fs::create_dir(&state).unwrap();
        for file in files(&sound) {
            let to = state.join(file.strip_prefix(&sound).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(&file, to).unwrap();
        }
        fs::create_dir_all(state.join("blobs")).unwrap();
        let victim = state.join(if trial % 4 == 3 { "conf" } else { "db" });
        let mut bytes = fs::read(&victim).unwrap();
        let at = bytes.len() * (trial + 1) / 60;
        match trial % 4 {
            0 | 3 => bytes[at.max(3) - 1] ^= 0x40,
            1 => bytes.truncate(at),
            _ => bytes[at..].iter_mut().take(4096).for_each(|b| *b = 0),
        }
        fs::write(&victim, bytes).unwrap();
        let (store, notices) = desk.open().unwrap_or_else(|e| panic!("trial {trial}: {e}"));
        complete(&store, 30);
        rebuilt += usize::from(notices.iter().chain(&store.take_notices()).any(|n| *n == Notice::Rebuilt));
    }
    assert!(rebuilt > 3, "{rebuilt} of 24 were noticed");
}

#[test]
fn a_database_that_lags_behind_catches_up() {
    let desk = Desk::with_clients(2);
    let (state, old) = (desk.place.data.join("state"), desk.place.data.join("old"));
    fs::rename(&state, &old).unwrap();
    recovers(&desk, 2, "made again");
    let mut store = desk.store();
    store.commit(&person(2), now()).unwrap();
    drop(store);
    fs::remove_dir_all(&state).unwrap();
    fs::rename(&old, &state).unwrap();
    complete(&desk.store(), 3);
    assert_eq!(verify(&desk.place, &secret()).unwrap().problems, Vec::<String>::new());
}

#[test]
fn the_database_of_another_store_is_not_believed() {
    let (desk, other) = (Desk::with_clients(2), Desk::with_clients(1));
    fs::remove_dir_all(desk.place.data.join("state")).unwrap();
    fs::rename(other.place.data.join("state"), desk.place.data.join("state")).unwrap();
    recovers(&desk, 2, "another's");
}

#[test]
fn a_torn_last_save_is_taken_back() {
    let desk = Desk::with_clients(3);
    let whole = fs::read(desk.segment()).unwrap();
    let mut store = desk.store();
    store.commit(&person(3), now()).unwrap();
    drop(store);
    let longer = fs::read(desk.segment()).unwrap();
    // As if the machine had died while the frame was written: nobody knows of it.
    fs::remove_dir_all(desk.place.data.join("state")).unwrap();
    fs::remove_dir_all(desk.place.anchor.as_ref().unwrap()).unwrap();
    for cut in [whole.len() + 1, whole.len() + 50, longer.len() - 1] {
        fs::write(desk.segment(), &longer[..cut]).unwrap();
        let (store, notices) = desk.open().unwrap();
        complete(&store, 3);
        assert!(notices.contains(&Notice::Interrupted), "{notices:?}");
        drop(store);
        assert_eq!(fs::read(desk.segment()).unwrap(), whole);
        fs::remove_dir_all(desk.place.data.join("state")).unwrap();
    }
    // Complete in length, but not readable: it may have been confirmed, so it is kept.
    let mut broken = longer.clone();
    broken[whole.len() + 100] ^= 1;
    fs::write(desk.segment(), &broken).unwrap();
    let (mut store, notices) = desk.open().unwrap();
    let Some(Notice::SetAside { sequence: 5, file }) = notices.iter().find(|n| matches!(n, Notice::SetAside { .. })) else {
        panic!("{notices:?}")
    };
    assert_eq!(fs::read(desk.place.data.join("journal").join(file)).unwrap(), broken[whole.len()..]);
    store.commit(&person(3), now()).unwrap();
    complete(&store, 4);
}

#[test]
fn a_confirmed_save_that_becomes_unreadable_is_never_cut_off() {
    let desk = Desk::with_clients(3);
    let length = fs::metadata(desk.segment()).unwrap().len() as usize;
    flip(&desk.segment(), length - 20);
    let damaged = fs::read(desk.segment()).unwrap();
    let (mut store, notices) = desk.open().unwrap();
    assert!(matches!(&notices[..], [Notice::JournalDamaged { good: 3, after, .. }] if after.is_empty()), "{notices:?}");
    complete(&store, 2);
    assert!(store.read_only());
    assert!(matches!(store.commit(&person(9), now()), Err(Error::ReadOnly)));
    drop(store);
    assert_eq!(fs::read(desk.segment()).unwrap(), damaged);
}

#[test]
fn damage_inside_the_journal_opens_what_is_before_it_for_reading() {
    let desk = Desk::with_clients(8);
    let sound = fs::read(desk.segment()).unwrap();
    for trial in 1..20 {
        let at = sound.len() * trial / 20;
        fs::write(desk.segment(), &sound).unwrap();
        flip(&desk.segment(), at);
        let damaged = fs::read(desk.segment()).unwrap();
        let (store, notices) = desk.open().unwrap();
        let [Notice::JournalDamaged { good, after, .. }] = &notices[..] else { panic!("byte {at}: {notices:?}") };
        complete(&store, usize::try_from(*good).unwrap().saturating_sub(1));
        // Exactly one commit is lost, and all behind it are named.
        assert_eq!(after, &(good + 2..=9).collect::<Vec<_>>(), "byte {at}");
        drop(store);
        assert!(fs::read(desk.segment()).unwrap() == damaged);
        assert!(!verify(&desk.place, &secret()).unwrap().problems.is_empty());
    }
    fs::write(desk.segment(), &sound).unwrap();
    complete(&desk.store(), 8);
}

#[test]
fn an_older_copy_is_noticed() {
    let desk = Desk::with_clients(2);
    let old = fs::read(desk.segment()).unwrap();
    let mut store = desk.store();
    store.commit(&person(2), now()).unwrap();
    drop(store);
    // The journal alone is older: the database knows better, and is not believed, but kept.
    fs::write(desk.segment(), &old).unwrap();
    let (store, notices) = desk.open().unwrap();
    assert!(notices.contains(&Notice::Older { found: 3, known: 4 }), "{notices:?}");
    complete(&store, 2);
    drop(store);
    assert!(desk.place.data.join("state.set-aside-1").exists());
    let (mut store, notices) = desk.open().unwrap();
    assert_eq!(notices, [Notice::Older { found: 3, known: 4 }], "until the next save, the anchor remembers");
    store.commit(&person(7), now()).unwrap();
    drop(store);
    drop(desk.store());
}

#[test]
fn a_journal_that_is_gone_is_no_empty_store() {
    let desk = Desk::with_clients(1);
    fs::remove_dir_all(desk.place.data.join("journal")).unwrap();
    assert!(matches!(desk.open(), Err(Error::NoJournal)));
}

#[test]
fn a_damaged_key_file_is_renewed_from_its_copy() {
    let desk = Desk::with_clients(1);
    let (vault, copy) = (desk.place.data.join("vault"), desk.place.data.join("vault.copy"));
    for victim in [&vault, &copy] {
        flip(victim, 90);
        let (store, notices) = desk.open().unwrap();
        assert_eq!(notices, [Notice::KeyFileRenewed]);
        complete(&store, 1);
        assert!(fs::read(&vault).unwrap() == fs::read(&copy).unwrap());
    }
    flip(&vault, 90);
    flip(&copy, 90);
    assert!(matches!(desk.open(), Err(Error::NoKeys)));
}

#[test]
fn a_newer_version_is_not_touched() {
    let desk = Desk::with_clients(1);
    for file in ["vault", "vault.copy"] {
        let path = desk.place.data.join(file);
        let mut bytes = fs::read(&path).unwrap();
        bytes[8] = 2;
        fs::write(&path, bytes).unwrap();
    }
    let Err(error) = desk.open() else { panic!("opened") };
    assert!(error.to_string().contains("newer Wayhome"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sealed_value_opens_only_as_it_was(plain in prop::collection::vec(any::<u8>(), 0..200), label in ".{0,20}", at in any::<prop::sample::Index>()) {
        let key = Key::random().unwrap();
        let sealed = key.seal(label.as_bytes(), &plain).unwrap();
        prop_assert_eq!(key.open(label.as_bytes(), &sealed).unwrap().to_vec(), plain);
        prop_assert!(key.open((label.clone() + "x").as_bytes(), &sealed).is_none());
        prop_assert!(key.derive(b"another").open(label.as_bytes(), &sealed).is_none());
        let mut flipped = sealed;
        let bit = at.index(flipped.len() * 8);
        flipped[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(key.open(label.as_bytes(), &flipped).is_none());
    }
}

#[test]
fn a_working_copy_that_lags_is_a_note_and_no_problem() {
    let desk = Desk::with_clients(2);
    let (state, old) = (desk.place.data.join("state"), desk.place.data.join("old"));
    fs::create_dir(&old).unwrap();
    for file in files(&state) {
        fs::create_dir_all(old.join(file.strip_prefix(&state).unwrap()).parent().unwrap()).unwrap();
        fs::copy(&file, old.join(file.strip_prefix(&state).unwrap())).unwrap();
    }
    desk.store().commit(&person(2), now()).unwrap();
    fs::remove_dir_all(&state).unwrap();
    fs::rename(&old, &state).unwrap();
    let report = verify(&desk.place, &secret()).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    assert_eq!(report.notes, ["The working copy ends with save 3, the journal with 4; opening catches up."]);
}

#[test]
fn of_the_databases_that_were_set_aside_the_two_newest_stay() {
    let desk = Desk::with_clients(1);
    let kept = |n: u32| desk.place.data.join(format!("state.set-aside-{n}"));
    for trial in 1..5 {
        fs::remove_dir_all(desk.place.data.join("state")).unwrap();
        fs::write(desk.place.data.join("state"), format!("unfit {trial}")).unwrap();
        complete(&desk.open().unwrap().0, 1);
    }
    let left: Vec<u32> = (1..9).filter(|n| kept(*n).exists()).collect();
    assert_eq!(left, [3, 4]);
    assert_eq!(fs::read_to_string(kept(4)).unwrap(), "unfit 4");
}

#[test]
fn records_that_lost_both_key_files_are_not_made_anew() {
    let desk = Desk::with_clients(20);
    for file in ["vault", "vault.copy"] {
        fs::remove_file(desk.place.data.join(file)).unwrap();
    }
    assert!(matches!(desk.open(), Err(Error::NoKeys)));
    assert!(matches!(verify(&desk.place, &secret()), Err(Error::NoKeys)));
    let again = Store::create(&desk.place, &Passphrase::new(PASSPHRASE), &Profile::default(), Cost::WEAK, now());
    assert!(matches!(again, Err(Error::Exists)));
}
