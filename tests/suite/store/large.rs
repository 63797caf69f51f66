//! One commit in which clients come, change, move and go together, as an import or its undo may be: the state after it is what its changes
//! say, and the same once it is opened again, made again from the journal, and taken back.

use super::{Desk, id, now, secret};
use proptest::prelude::*;
use std::collections::BTreeMap;
use wayhome::domain::hud::{Client, Enrollment, Event, Organization};
use wayhome::domain::{Change, ClientId, Commit, EnrollmentId, EventId, HouseholdId, OrganizationId, Packed, Row, Text};
use wayhome::store::{Sizes, Store, set_aside, verify};

/// What becomes of one client and the rows that hang on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    IsRenamed,
    /// Into another household.
    Joins,
    /// The event turns out to be the next client's.
    LosesTheEvent,
    /// The enrollment turns out to be of somebody who is not there.
    LosesTheEnrollment,
    /// The event gets another id.
    IsRecognised,
    /// With another client, who was not there.
    IsJoined,
    Goes,
}

use Fate::{Goes, IsJoined, IsRecognised, IsRenamed, Joins, LosesTheEnrollment, LosesTheEvent, Stays};

const FATES: [Fate; 8] = [Stays, IsRenamed, Joins, LosesTheEvent, LosesTheEnrollment, IsRecognised, IsJoined, Goes];

/// Rows by whose they are, their file and their key; those of nobody belong to the agency.
type World = BTreeMap<(String, u8, String), Packed>;

fn world(rows: impl IntoIterator<Item = Packed>) -> World {
    let mut world = World::new();
    for row in rows {
        let owner = Row::file(&row).info().owner.map(|at| row.cell(at).to_owned()).unwrap_or_default();
        if !owner.is_empty() {
            // A chart says whose it is, also where nothing else is known of the client.
            let blank = Client { personal_id: ClientId::new(&owner), ..Client::default() }.pack();
            world.entry((owner.clone(), blank.file, owner.clone())).or_insert(blank);
        }
        world.insert((owner, row.file, row.key().to_owned()), row);
    }
    world
}

/// A client, an enrollment and an event.
struct Person(Client, Enrollment, Event);

impl Person {
    fn new(client: ClientId, name: &str) -> Self {
        let of = |what: &str| format!("{what}-{client}");
        Self(
            Client { personal_id: client.clone(), first_name: Text::new(name), ..Client::default() },
            Enrollment {
                enrollment_id: EnrollmentId::new(of("EN")),
                personal_id: client.clone(),
                household_id: HouseholdId::new(of("H")),
                ..Enrollment::default()
            },
            Event { event_id: EventId::new(of("EV")), personal_id: client.clone(), ..Event::default() },
        )
    }

    fn rows(&self) -> [&dyn Row; 3] {
        [&self.0, &self.1, &self.2]
    }
}

/// A row that is not there any more.
fn gone(row: &dyn Row) -> Change {
    let Some(Change::Row(came)) = Change::row(None, row) else { panic!("a row is none") };
    came.inverse().into()
}

/// What a client meets: the changes, and the rows afterwards.
fn meets(fate: Fate, before: &Person, next: &ClientId) -> (Vec<Change>, Vec<Packed>) {
    let Person(client, enrollment, event) = before;
    let newcomer = ClientId::new(format!("N-{}", before.0.personal_id));
    let (mut after, mut came) = (Person(client.clone(), enrollment.clone(), event.clone()), Vec::new());
    match fate {
        Stays => {}
        IsRenamed => after.0.first_name = Text::new("Renamed"),
        Joins => after.1.household_id = HouseholdId::new("H"),
        LosesTheEvent => after.2.personal_id = next.clone(),
        LosesTheEnrollment => after.1.personal_id = newcomer,
        IsRecognised => after.2.event_id = EventId::new(format!("X-{}", client.personal_id)),
        IsJoined => came = Person::new(newcomer, "Newcomer").rows().map(Row::pack).to_vec(),
        Goes => return (before.rows().map(gone).to_vec(), Vec::new()),
    }
    let changed = before.rows().into_iter().zip(after.rows()).filter_map(|(before, after)| Change::row(Some(before), after));
    let changes = changed.chain(came.iter().cloned().filter_map(Change::new)).collect();
    (changes, after.rows().map(Row::pack).into_iter().chain(came).collect())
}

fn shown(store: &Store) -> World {
    let mut rows: Vec<Packed> = store.agency().unwrap().rows().map(Row::pack).collect();
    store
        .each_folder(&mut |folder| {
            rows.extend(folder.0);
            Ok(())
        })
        .unwrap();
    world(rows)
}

/// Opened again, made again from the journal and proved, it shows the same.
fn holds(desk: &Desk, store: Store, expected: &World) -> Store {
    let shows = |store: &Store, when: &str| {
        assert!(shown(store) == *expected, "{when}");
        let owners: std::collections::BTreeSet<&String> =
            expected.keys().map(|(owner, ..)| owner).filter(|owner| !owner.is_empty()).collect();
        let mut cards: Vec<String> = store.roll().unwrap().cards().map(|card| card.client.to_string()).collect();
        cards.sort();
        assert!(cards.iter().eq(owners), "{when}");
    };
    shows(&store, "as it was written");
    let cards: Vec<_> = store.roll().unwrap().cards().collect();
    drop(store);
    let store = desk.store();
    shows(&store, "opened again");
    assert!(store.roll().unwrap().cards().eq(cards));
    drop(store);
    assert_eq!(verify(&desk.place, &secret()).unwrap().problems, Vec::<String>::new());
    set_aside(&desk.place).unwrap();
    let store = desk.store();
    shows(&store, "made again");
    store
}

fn large(fates: &[Fate]) {
    let desk = Desk::new();
    let mut store = desk.store();
    store.set_sizes(Sizes { segment: 64 << 10, part: 8 << 10 });
    let people: Vec<Person> = (0..fates.len()).map(|n| Person::new(id(n), "Ana")).collect();
    let agencies = ["O1", "O2"].map(|id| Organization { organization_id: OrganizationId::new(id), ..Organization::default() });
    let first: Vec<Packed> =
        people.iter().flat_map(Person::rows).chain(agencies.iter().map(|row| row as &dyn Row)).map(Row::pack).collect();
    let before = world(first.iter().cloned());
    store.commit(&Commit::new("Import", first.into_iter().filter_map(Change::new).collect()), now()).unwrap();

    let renamed = Organization { organization_name: Text::new("Renamed"), ..agencies[0].clone() };
    let mut changes = vec![Change::row(Some(&agencies[0]), &renamed).unwrap(), gone(&agencies[1])];
    let mut rows = vec![renamed.pack()];
    for (at, (fate, person)) in fates.iter().zip(&people).enumerate() {
        let (some, after) = meets(*fate, person, &id((at + 1) % fates.len()));
        changes.extend(some);
        rows.extend(after);
    }
    let after = world(rows);
    let back: Vec<Change> = changes.iter().rev().filter_map(|change| Some(change.of_row()?.inverse().into())).collect();
    store.commit(&Commit::new("Import", changes), now()).unwrap();
    let mut store = holds(&desk, store, &after);
    store.commit(&Commit::new("Undo of save 3", back), now()).unwrap();
    holds(&desk, store, &before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// Whoever comes, changes, moves and goes: few of them, or so many that they are written in pieces.
    #[test]
    fn one_commit_moves_everybody(fates in proptest::collection::vec(proptest::sample::select(&FATES[..]), 2..70)) {
        large(&fates);
    }
}

#[test]
fn one_commit_moves_thousands() {
    let fates: Vec<Fate> = (0..2700).map(|n| FATES[if n % 5 == 0 { n / 5 % FATES.len() } else { 1 + n % 2 * 5 }]).collect();
    large(&fates);
}
