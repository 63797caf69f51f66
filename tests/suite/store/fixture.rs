//! Stores of earlier versions stay readable for ever: each lies in `tests/fixtures` as that version wrote it, and opens here.

use super::*;

/// Version 1: written by the first version for an invented person, at the weakest cost. `state` is left out: it is disposable.
const VERSION_1: &str = "tests/fixtures/store-v1";
/// Its passphrase: the `ä` as two characters, as some keyboards write it, and not normalised by that version.
const AS_TYPED: &str = "five words a\u{308}nd an umlaut";
const RECOVERY: &str = "YRTKF-JPGVP-W5YB8-8GKPJ-5G80G-PX82G-QPF1R-H39S5";

/// A copy, so that the fixture stays as it is.
fn version_1() -> (TempDir, Place) {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("journal")).unwrap();
    for name in ["vault", "vault.copy", "journal/00000001.log"] {
        fs::copy(Path::new(VERSION_1).join(name), data.join(name)).unwrap();
    }
    (folder, Place { data, anchor: None })
}

fn holds_everything(store: &Store) {
    assert_eq!((store.sequence(), store.read_only()), (4, false));
    assert_eq!(store.chart(&id(1)).unwrap().unwrap().client, client(1));
    assert_eq!(store.draft("client/P1").as_ref().map(Text::as_str), Some("half typed"));
    assert_eq!(store.setting("desk").as_ref().map(Text::as_str), Some("{\"scale\":125}"));
    assert_eq!(store.profile().name, "Ana Keeper");
}

#[test]
fn a_store_of_version_1_opens_with_its_passphrase_as_it_was_typed() {
    let (_folder, place) = version_1();
    let typed = Secret::Passphrase(Passphrase::new(AS_TYPED));
    let (mut store, notices) = Store::open(&place, &typed).unwrap();
    assert_eq!(notices, []);
    holds_everything(&store);
    store.commit(&person(2), now()).unwrap();
    drop(store);
    assert_eq!(verify(&place, &typed).unwrap().problems, Vec::<String>::new());

    // From the first opening on it opens from every keyboard.
    let composed = Secret::Passphrase(Passphrase::new("five words \u{e4}nd an umlaut"));
    assert_eq!(Store::open(&place, &composed).unwrap().0.sequence(), 5);
    assert_eq!(Store::open(&place, &typed).unwrap().0.sequence(), 5);
}

#[test]
fn a_store_of_version_1_opens_with_its_recovery_key() {
    let (_folder, place) = version_1();
    let (store, _) = Store::open(&place, &Secret::Recovery(RecoveryKey::parse(RECOVERY).unwrap())).unwrap();
    holds_everything(&store);
}
