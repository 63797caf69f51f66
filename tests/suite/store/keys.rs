//! Passphrase and recovery key: changed without a moment in which nothing opens, strengthened, and guessed at in vain.

use super::*;
use std::time::Duration;

const OTHER: &str = "now there are five other words";

fn opens(desk: &Desk, secret: &Secret) -> bool {
    // A wrong try is forgotten, so that the next one may follow at once.
    let opened = match Store::open(&desk.place, secret) {
        Ok(_) => true,
        Err(Error::WrongPassphrase) => false,
        Err(error) => panic!("{error}"),
    };
    let _ = fs::remove_file(desk.place.data.join("tries"));
    opened
}

fn by(passphrase: &str) -> Secret {
    Secret::Passphrase(Passphrase::new(passphrase))
}

#[test]
fn a_new_recovery_key_opens_and_the_old_one_does_no_more_nor_does_a_mirror() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    store.backup().unwrap().write(now()).unwrap();
    let fresh = RecoveryKey::random().unwrap();
    store.change_recovery_key(&fresh).unwrap();
    drop(store);
    assert!(opens(&desk, &Secret::Recovery(fresh.clone())) && opens(&desk, &secret()));
    assert!(!opens(&desk, &Secret::Recovery(desk.recovery.clone())));
    let mirror = desk.place.data.join("backups/a");
    let elsewhere = Place { data: desk.place.data.with_file_name("elsewhere"), anchor: None };
    let refused = wayhome::store::restore(&mirror, &Secret::Recovery(desk.recovery.clone()), None, &elsewhere);
    assert!(matches!(refused, Err(Error::WrongPassphrase)), "{refused:?}");
    wayhome::store::restore(&mirror, &Secret::Recovery(fresh), None, &elsewhere).unwrap();
}

#[test]
fn a_passphrase_given_up_opens_neither_the_records_nor_their_mirrors() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    store.backup().unwrap().write(now()).unwrap();
    store.backup().unwrap().write(now()).unwrap();
    assert!(matches!(store.prove(&by(OTHER)), Err(Error::WrongPassphrase)));
    store.prove(&secret()).unwrap();
    store.prove(&Secret::Recovery(desk.recovery.clone())).unwrap();
    store.change_passphrase(&Passphrase::new(OTHER), Cost::WEAK).unwrap();
    store.prove(&by(OTHER)).unwrap();
    drop(store);
    assert!(opens(&desk, &by(OTHER)) && !opens(&desk, &secret()) && opens(&desk, &Secret::Recovery(desk.recovery.clone())));
    let vault = fs::read(desk.place.data.join("vault")).unwrap();
    for copy in ["vault.copy", "backups/a/vault", "backups/b/vault"] {
        assert_eq!(fs::read(desk.place.data.join(copy)).unwrap(), vault, "{copy}");
    }
}

/// Whatever keeps one of the two key files from being written, what is said is so, also after opening again.
#[test]
fn a_change_that_fails_between_the_two_key_files_changes_nothing() {
    for blocked in ["vault.new", "vault.copy"] {
        let desk = Desk::with_clients(1);
        let mut store = desk.store();
        // A folder where a file is to be written stops root too, whom rights do not stop. Both files are written by way of vault.new.
        let path = desk.place.data.join(blocked);
        let _ = fs::remove_file(&path);
        fs::create_dir(&path).unwrap();
        fs::write(path.join("something"), "in it").unwrap();
        let failed = store.change_passphrase(&Passphrase::new(OTHER), Cost::WEAK);
        assert!(matches!(failed, Err(Error::KeysNotChanged { .. })), "{blocked}: {failed:?}");
        assert!(failed.unwrap_err().to_string().starts_with("Nothing was changed, because"));
        store.prove(&secret()).unwrap();
        drop(store);
        fs::remove_dir_all(&path).unwrap();
        assert!(opens(&desk, &secret()) && !opens(&desk, &by(OTHER)), "{blocked}");
        assert_eq!(fs::read(desk.place.data.join("vault")).unwrap(), fs::read(desk.place.data.join("vault.copy")).unwrap());
    }
}

/// Killed between the two files: the copy is new, the file is old, and the file counts.
#[test]
fn a_change_that_is_cut_off_leaves_the_old_passphrase() {
    let desk = Desk::with_clients(1);
    let vault = desk.place.data.join("vault");
    let old = fs::read(&vault).unwrap();
    desk.store().change_passphrase(&Passphrase::new(OTHER), Cost::WEAK).unwrap();
    fs::write(&vault, &old).unwrap();
    assert!(!opens(&desk, &by(OTHER)) && opens(&desk, &secret()));
    assert_eq!(fs::read(desk.place.data.join("vault.copy")).unwrap(), old, "the copy follows");
}

#[test]
fn a_cost_below_the_floor_is_raised_when_the_passphrase_is_typed_next() {
    let desk = Desk::new();
    let low = Cost { memory: 64, passes: 1, lanes: 1 };
    desk.store().change_passphrase(&Passphrase::new(OTHER), low).unwrap();
    let (store, notices) = Store::open(&desk.place, &Secret::Recovery(desk.recovery.clone())).unwrap();
    assert_eq!((store.cost(), notices), (low, Vec::new()), "the recovery key does not know the passphrase");
    drop(store);
    let (store, notices) = Store::open(&desk.place, &by(OTHER)).unwrap();
    assert_eq!(notices, [], "nobody has to hear of it");
    let raised = store.cost();
    assert!(raised.memory >= Cost::FLOOR.memory && raised.passes >= Cost::FLOOR.passes, "{raised:?}");
    drop(store);
    let (store, _) = Store::open(&desk.place, &by(OTHER)).unwrap();
    assert!(store.cost().memory >= raised.memory && store.cost().passes >= raised.passes, "never lowered");
    drop(store);
    assert!(opens(&desk, &Secret::Recovery(desk.recovery.clone())), "the recovery key is as it was");
}

#[test]
fn guessing_is_slowed_down_across_restarts_and_ends() {
    let desk = Desk::with_clients(1);
    for _ in 0..4 {
        assert!(matches!(Store::open(&desk.place, &by(OTHER)), Err(Error::WrongPassphrase)));
    }
    let pause = Store::pause(&desk.place);
    assert!(pause > Duration::ZERO && pause <= Duration::from_secs(5), "{pause:?}");
    // Nobody gets in meanwhile, by no way: not even with the right one.
    assert!(matches!(desk.open(), Err(Error::Wait { .. })));
    assert!(matches!(verify(&desk.place, &secret()), Err(Error::Wait { .. })));
    let said = desk.open().err().unwrap().to_string();
    assert!(said.starts_with("Too many wrong tries. Wait ") && said.ends_with(", then try again."), "{said}");

    let tries = desk.place.data.join("tries");
    let (wrong, last) =
        fs::read_to_string(&tries).unwrap().trim().split_once(' ').map(|(w, l)| (w.to_owned(), l.parse::<u64>().unwrap())).unwrap();
    assert_eq!(wrong, "4");
    // As if the pause had gone by.
    fs::write(&tries, format!("{wrong} {}", last - 6)).unwrap();
    desk.store();
    assert!(!tries.exists(), "the right one makes forget");
}
