//! The promise of the store: what was acknowledged is there afterwards, whatever happened, and whatever is wrong is said.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not seen as tests")]

mod backup;
mod damage;
mod faults;
mod fixture;
mod history;
mod keys;
mod large;
mod torture;

use chrono::NaiveDate;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wayhome::domain::hud::{Client, Event, Organization, ReferralResult};
use wayhome::domain::{Change, ClientId, Commit, EventId, Instant, OrganizationId, Text, UserId, Value};
use wayhome::store::{Cost, Error, Handle, Notice, Passphrase, Place, Profile, RecoveryKey, Secret, Store, verify};

const PASSPHRASE: &str = "five words open this store";

/// A store in a folder of its own.
struct Desk {
    _folder: TempDir,
    place: Place,
    recovery: RecoveryKey,
}

impl Desk {
    /// A new store, closed again.
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let place = Place { data: folder.path().join("data"), anchor: Some(folder.path().join("config")) };
        let profile = Profile { name: "Ana Keeper".to_owned(), user: UserId::new("U7") };
        let (_, recovery) = Store::create(&place, &Passphrase::new(PASSPHRASE), &profile, Cost::WEAK, now()).unwrap();
        Self { _folder: folder, place, recovery }
    }

    /// A new store with these commits, one client each.
    fn with_clients(count: usize) -> Self {
        let desk = Self::new();
        let mut store = desk.store();
        for n in 0..count {
            store.commit(&person(n), now()).unwrap();
        }
        desk
    }

    fn open(&self) -> Result<(Store, Vec<Notice>), Error> {
        Store::open(&self.place, &secret())
    }

    /// Opened without a notice.
    fn store(&self) -> Store {
        let (store, notices) = self.open().unwrap();
        assert_eq!(notices, []);
        store
    }

    fn segment(&self) -> PathBuf {
        self.place.data.join("journal/00000001.log")
    }
}

fn secret() -> Secret {
    Secret::Passphrase(Passphrase::new(PASSPHRASE))
}

fn now() -> Instant {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(9, 30, 0).unwrap()
}

fn id(n: usize) -> ClientId {
    ClientId::new(format!("P{n}"))
}

fn client(n: usize) -> Client {
    Client {
        personal_id: id(n),
        first_name: Text::new(format!("Zebulonia{n}")),
        last_name: Text::new("Quartermain"),
        ssn: Text::new("987654321"),
        ..Client::default()
    }
}

/// The commit that adds a client.
fn person(n: usize) -> Commit {
    Commit::new("Add client", vec![Change::row(None, &client(n)).unwrap()])
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn what_was_committed_is_found_after_reopening() {
    let desk = Desk::new();
    let mut store = desk.store();
    let event = Event { event_id: EventId::new("EV1"), personal_id: id(1), ..Event::default() };
    let agency = Organization { organization_id: OrganizationId::new("O1"), ..Organization::default() };
    let mut commit = person(1);
    commit.changes.push(Change::row(None, &event).unwrap());
    commit.changes.push(Change::row(None, &agency).unwrap());
    commit.changes.push(Change::Draft { name: "event/EV1".to_owned(), after: Some(Text::new("half typed")) });
    commit.changes.push(Change::Setting { name: "theme".to_owned(), after: Text::new("dark") });
    assert_eq!(store.commit(&commit, now()).unwrap(), 2);
    let resolved = Event { referral_result: Value::Known(ReferralResult::Accepted), ..event.clone() };
    let resolve = Commit::new("Resolve referral", vec![Change::row(Some(&event), &resolved).unwrap()]);
    assert_eq!(store.commit(&resolve, now()).unwrap(), 3);
    let seen = |store: &Store| {
        assert_eq!(store.sequence(), 3);
        assert_eq!(store.chart(&id(1)).unwrap().unwrap().events, std::slice::from_ref(&resolved));
        assert_eq!(store.roll().unwrap().len(), 1);
        assert_eq!(store.card(&id(1)).unwrap().unwrap().first.as_str(), "Zebulonia1");
        assert_eq!(store.agency().unwrap().organizations, std::slice::from_ref(&agency));
        assert_eq!(store.drafts(), [("event/EV1".to_owned(), Text::new("half typed"))]);
        assert_eq!(store.setting("theme"), Some(Text::new("dark")));
        assert_eq!(store.profile(), &Profile { name: "Ana Keeper".to_owned(), user: UserId::new("U7") });
        assert_eq!(store.chart(&id(2)).unwrap(), None);
    };
    seen(&store);
    drop(store);
    let store = desk.store();
    seen(&store);
    let mut history = Vec::new();
    store
        .history(2, &mut |entry| {
            history.push((entry.sequence, entry.worker.name.clone(), entry.commit));
            Ok(())
        })
        .unwrap();
    assert_eq!(history, [(2, "Ana Keeper".to_owned(), commit), (3, "Ana Keeper".to_owned(), resolve)]);
}

#[test]
fn only_its_passphrase_or_its_recovery_key_opens_a_store() {
    let desk = Desk::with_clients(1);
    let wrong = Secret::Passphrase(Passphrase::new("five words open that store"));
    assert!(matches!(Store::open(&desk.place, &wrong), Err(Error::WrongPassphrase)));
    let printed = RecoveryKey::parse(&desk.recovery.text()).unwrap();
    let (mut store, notices) = Store::open(&desk.place, &Secret::Recovery(printed)).unwrap();
    assert_eq!(notices, []);
    assert!(store.chart(&id(0)).unwrap().is_some());
    store.change_passphrase(&Passphrase::new("now there are five other words"), Cost::WEAK).unwrap();
    drop(store);
    assert!(matches!(desk.open(), Err(Error::WrongPassphrase)));
    assert!(Store::open(&desk.place, &Secret::Passphrase(Passphrase::new("now there are five other words\n"))).is_ok());
    assert!(Store::open(&desk.place, &Secret::Recovery(desk.recovery.clone())).is_ok());
}

#[test]
fn a_second_opener_is_told_who_has_it() {
    let desk = Desk::new();
    let store = desk.store();
    let Err(error) = desk.open() else { panic!("opened twice") };
    assert!(error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
    assert!(matches!(verify(&desk.place, &secret()), Err(Error::InUse { .. })));
    drop(store);
    drop(desk.store());
}

#[test]
fn a_store_is_never_made_over_another() {
    let desk = Desk::new();
    let again = Store::create(&desk.place, &Passphrase::new(PASSPHRASE), &Profile::default(), Cost::WEAK, now());
    assert!(matches!(again, Err(Error::Exists)));
    let nowhere = Place { data: desk.place.data.join("elsewhere"), anchor: None };
    assert!(!Store::exists(&nowhere));
    assert!(matches!(Store::open(&nowhere, &secret()), Err(Error::NoStore)));
    let weak = Store::create(&nowhere, &Passphrase::new("short"), &Profile::default(), Cost::FLOOR, now());
    assert!(matches!(weak, Err(Error::Weak(_))));
}

#[test]
fn one_save_waits_for_the_disk_once() {
    let desk = Desk::new();
    let mut store = desk.store();
    store.commit(&person(1), now()).unwrap();
    assert_eq!(store.syncs(), 1);
    assert!(matches!(store.commit(&person(1), now()), Err(Error::Stale)));
    assert_eq!(store.commit(&Commit::new("Nothing", Vec::new()), now()).unwrap(), 2);
    assert_eq!(store.syncs(), 1);
}

#[test]
fn a_change_of_what_is_no_longer_so_is_refused() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    let (seen, mut mine, mut theirs) = (client(0), client(0), client(0));
    mine.first_name = Text::new("Mine");
    theirs.first_name = Text::new("Theirs");
    let change = |after: &Client| Commit::new("Edit", vec![Change::row(Some(&seen), after).unwrap()]);
    store.commit(&change(&theirs), now()).unwrap();
    assert!(matches!(store.commit(&change(&mine), now()), Err(Error::Stale)));
    assert_eq!(store.chart(&id(0)).unwrap().unwrap().client, theirs);
    assert_eq!(store.sequence(), 3);
}

#[test]
fn a_commit_and_its_inverse_leave_nothing() {
    let desk = Desk::new();
    let mut store = desk.store();
    let Change::Row(add) = Change::row(None, &client(1)).unwrap() else { panic!() };
    store.commit(&Commit::new("Add client", vec![Change::Row(add.clone())]), now()).unwrap();
    store.commit(&Commit::new("Undo", vec![add.inverse().into()]), now()).unwrap();
    assert_eq!((store.chart(&id(1)).unwrap(), store.roll().unwrap().len()), (None, 0));
    drop(store);
    assert_eq!(desk.store().roll().unwrap().len(), 0);
    assert_eq!(verify(&desk.place, &secret()).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_row_that_changes_its_client_moves_to_the_other_chart() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    let event = Event { event_id: EventId::new("EV1"), personal_id: id(0), ..Event::default() };
    store.commit(&Commit::new("Add", vec![Change::row(None, &event).unwrap()]), now()).unwrap();
    let moved = Event { personal_id: id(1), ..event.clone() };
    let Change::Row(change) = Change::row(Some(&event), &moved).unwrap() else { panic!() };
    store.commit(&Commit::new("Correct", vec![Change::Row(change.clone())]), now()).unwrap();
    let events = |store: &Store, n| store.chart(&id(n)).unwrap().unwrap().events;
    assert_eq!((events(&store, 0), events(&store, 1)), (vec![], vec![moved]));
    store.commit(&Commit::new("Undo", vec![change.inverse().into()]), now()).unwrap();
    assert_eq!((events(&store, 0), events(&store, 1)), (vec![event], vec![]));
}

#[test]
fn a_row_of_a_client_who_is_not_there_is_kept() {
    let desk = Desk::new();
    let mut store = desk.store();
    let event = Event { event_id: EventId::new("EV1"), personal_id: id(9), ..Event::default() };
    store.commit(&Commit::new("Import", vec![Change::row(None, &event).unwrap()]), now()).unwrap();
    let chart = store.chart(&id(9)).unwrap().unwrap();
    assert_eq!((chart.id(), &chart.events[..]), (&id(9), &[event][..]));
    // The client comes later.
    store.commit(&person(9), now()).unwrap();
    assert_eq!(store.chart(&id(9)).unwrap().unwrap().client.last_name.as_str(), "Quartermain");
    assert_eq!(store.roll().unwrap().len(), 1);
}

#[test]
fn nothing_on_the_disk_names_a_person() {
    let desk = Desk::with_clients(3);
    let mut store = desk.store();
    let draft = Change::Draft { name: "intake/P1-Quartermain".to_owned(), after: Some(Text::new("Quartermain")) };
    store.commit(&Commit::new("Draft of Quartermain", vec![draft]), now()).unwrap();
    drop(store);
    let root = desk.place.data.parent().unwrap();
    let all = files(root);
    assert!(all.len() > 4);
    for file in all {
        let bytes = fs::read(&file).unwrap();
        for told in ["Zebulonia", "Quartermain", "987654321", "Keeper"] {
            assert!(!bytes.windows(told.len()).any(|w| w == told.as_bytes()), "{told} in {}", file.display());
            assert!(!file.to_string_lossy().contains(told));
        }
    }
}

#[cfg(unix)]
#[test]
fn only_its_user_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_clients(1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&desk.place.data), 0o700);
    for file in ["vault", "vault.copy", "lock", "journal/00000001.log"] {
        assert_eq!(mode(&desk.place.data.join(file)), 0o600, "{file}");
    }
}

#[test]
fn verifying_changes_nothing() {
    let desk = Desk::with_clients(5);
    let all = || files(&desk.place.data).into_iter().map(|f| (fs::read(&f).unwrap(), f)).collect::<Vec<_>>();
    let before = all();
    let report = verify(&desk.place, &secret()).unwrap();
    assert_eq!((report.commits, report.clients, report.problems), (6, 5, vec![]));
    assert!(before == all());
}

#[test]
fn the_worker_answers_in_order_and_closes_orderly() {
    let desk = Desk::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let handle = Handle::spawn(desk.store()).unwrap();
    let commits: Vec<_> = (0..20).map(|n| handle.commit(person(n), now())).collect();
    let read = handle.call(|store| store.roll().map(|roll| roll.len()));
    // Whether it is awaited or not, it was given.
    drop(handle.commit(person(20), now()));
    runtime.block_on(async {
        for (n, commit) in commits.into_iter().enumerate() {
            assert_eq!(commit.await.unwrap(), n as u64 + 2);
        }
        assert_eq!(read.await.unwrap().unwrap(), 20);
        assert!(matches!(handle.call(|_| panic!("a bug")).await, Err::<(), _>(Error::Closed)));
        assert!(matches!(handle.commit(person(30), now()).await, Err(Error::Unconfirmed)));
    });
    drop(handle);
    assert_eq!(desk.store().roll().unwrap().len(), 21);
}

#[test]
fn an_import_of_many_clients_is_one_commit_in_parts() {
    let desk = Desk::new();
    let mut store = desk.store();
    let count = 10_000;
    let mut changes: Vec<Change> = (0..count).map(|n| Change::row(None, &client(n)).unwrap()).collect();
    for n in 0..count {
        let event = Event { event_id: EventId::new(format!("EV{n}")), personal_id: id(n), ..Event::default() };
        changes.push(Change::row(None, &event).unwrap());
        let organization = Organization { organization_id: OrganizationId::new(format!("O{n}")), ..Organization::default() };
        changes.push(Change::row(None, &organization).unwrap());
    }
    let start = std::time::Instant::now();
    assert_eq!(store.commit(&Commit::new("Import", changes), now()).unwrap(), 2);
    assert_eq!(store.syncs(), 2, "the parts, then the end");
    let took = start.elapsed();
    assert!(took.as_secs() < 60, "{took:?}");
    drop(store);
    let store = desk.store();
    assert_eq!(store.roll().unwrap().len(), count);
    assert_eq!(store.agency().unwrap().organizations.len(), count);
    assert_eq!(store.chart(&id(77)).unwrap().unwrap().events.len(), 1);
    let mut charts = 0;
    store
        .each_chart(&mut |chart| {
            charts += chart.rows().count();
            Ok(())
        })
        .unwrap();
    assert_eq!(charts, 2 * count);
}
