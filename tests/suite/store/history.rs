//! The past of a record: each commit is found where it stands, as of any save, and taken back or refused.

use super::{Desk, client, id, now, secret};
use chrono::Duration;
use proptest::prelude::*;
use std::time::Instant as Clock;
use wayhome::domain::history::{Refusal, chart_as_of};
use wayhome::domain::hud::{CaseNote, Client, Enrollment, Event, Organization, ReferralResult, YesNo};
use wayhome::domain::{
    Change, Chart, ClientId, Commit, EnrollmentId, EventId, File, Instant, OrganizationId, Row, Stamp, Text, UserId, Value,
};
use wayhome::store::{Store, verify};

fn stamp(minute: i64) -> Stamp {
    Stamp::new(UserId::new("U7"), now() + Duration::minutes(minute))
}

/// Commits these rows as a worker saves them: from what is there, with stamps.
fn save(store: &mut Store, what: &str, minute: i64, rows: Vec<Box<dyn Row>>) -> u64 {
    let stamp = stamp(minute);
    let changes = rows.into_iter().filter_map(|mut row| {
        let chart = row.file().info().owner.and_then(|at| store.chart(&ClientId::new(row.cell(at))).unwrap());
        let before = chart.as_ref().and_then(|c| c.rows().find(|r| r.file() == row.file() && r.key() == row.key()));
        stamp.change(before, row.as_mut())
    });
    let commit = Commit::new(what, changes.collect());
    store.commit(&commit, stamp.now).unwrap()
}

fn event(n: usize) -> Event {
    Event { event_id: EventId::new(format!("EV{n}")), personal_id: id(n), ..Event::default() }
}

fn resolved(event: &Event, result: ReferralResult) -> Event {
    Event { referral_result: Value::Known(result), ..event.clone() }
}

fn event_of(store: &Store, n: usize) -> Event {
    store.chart(&id(n)).unwrap().unwrap().events[0].clone()
}

/// Takes a save back as the screen and the command line do.
fn undo(store: &mut Store, sequence: u64, minute: i64) -> Result<u64, Vec<Refusal>> {
    let commit = store.undo(sequence).unwrap()?.commit(&stamp(minute), &Text::new("a mistake"));
    Ok(store.commit(&commit, stamp(minute).now).unwrap())
}

fn sequences(store: &Store, n: usize) -> Vec<u64> {
    store.history_of(&id(n)).unwrap().iter().map(|entry| entry.sequence).collect()
}

#[test]
fn the_past_of_a_client_is_read_where_it_stands() {
    let desk = Desk::with_clients(3);
    let mut store = desk.store();
    save(&mut store, "New CE Event", 1, vec![Box::new(event(1))]);
    store.commit(&Commit::new("Draft", vec![Change::Draft { name: "event/EV1".to_owned(), after: Some(Text::new("x")) }]), now()).unwrap();
    let both: Vec<Box<dyn Row>> = vec![Box::new(resolved(&event_of(&store, 1), ReferralResult::Accepted)), Box::new(event(2))];
    save(&mut store, "Resolve", 2, both);
    assert_eq!(sequences(&store, 0), [2]);
    assert_eq!(sequences(&store, 1), [7, 5, 3], "the newest first, and no drafts");
    assert_eq!(sequences(&store, 2), [7, 4]);
    assert_eq!(sequences(&store, 9), [0; 0]);
    let newest = store.history_of(&id(1)).unwrap().remove(0);
    assert_eq!((newest.commit.what.as_str(), newest.worker.name.as_str(), newest.at), ("Resolve", "Ana Keeper", stamp(2).now));
    assert_eq!(newest.commit.changes.len(), 1, "only what is about this client");
    assert_eq!(store.save(7).unwrap().unwrap().commit.changes.len(), 2, "the whole save");
    assert_eq!(store.save(6).unwrap(), None, "a draft changes no row");
    // A rebuild finds the same.
    let before: Vec<_> = (0..3).map(|n| store.history_of(&id(n)).unwrap()).collect();
    drop(store);
    std::fs::remove_dir_all(desk.place.data.join("state")).unwrap();
    let (store, _) = desk.open().unwrap();
    assert_eq!((0..3).map(|n| store.history_of(&id(n)).unwrap()).collect::<Vec<_>>(), before);
    drop(store);
    assert_eq!(verify(&desk.place, &secret()).unwrap().problems, Vec::<String>::new());
}

#[test]
fn the_past_is_found_in_every_frame_of_a_commit_in_parts_and_in_every_segment() {
    let desk = Desk::new();
    let mut store = desk.store();
    let long = "x".repeat(8_000);
    let many = |round: usize| {
        let row = |n: usize, round: usize| Client { middle_name: Text::new(format!("{round}{long}")), ..client(n) };
        (0..500)
            .map(|n| if round == 0 { Change::row(None, &row(n, 0)) } else { Change::row(Some(&row(n, round - 1)), &row(n, round)) })
            .collect::<Option<Vec<Change>>>()
            .unwrap()
    };
    for round in 0..3 {
        store.commit(&Commit::new("Import", many(round)), now()).unwrap();
    }
    assert!(desk.place.data.join("journal/00000002.log").exists(), "more than one segment");
    for n in [0, 250, 499] {
        let past = store.history_of(&id(n)).unwrap();
        assert_eq!(past.iter().map(|e| (e.sequence, e.commit.changes.len())).collect::<Vec<_>>(), [(4, 1), (3, 1), (2, 1)]);
        let early = chart_as_of(&id(n), past.iter().rev().take(2).map(|e| e.past())).unwrap().unwrap();
        assert!(early.client.middle_name.as_str().starts_with("1x"));
    }
    assert_eq!(store.save(2).unwrap().unwrap().commit.changes.len(), 500);
    let all = |store: &Store| [0, 77, 499].map(|n| store.history_of(&id(n)).unwrap());
    let before = all(&store);
    drop(store);
    std::fs::remove_dir_all(desk.place.data.join("state")).unwrap();
    let (store, _) = desk.open().unwrap();
    assert_eq!(all(&store), before, "made again from the journal");
}

#[test]
fn a_resolution_is_taken_back_and_the_undo_too() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    save(&mut store, "New CE Event", 1, vec![Box::new(event(1))]);
    let open = event_of(&store, 1);
    let resolve = save(&mut store, "Resolve", 2, vec![Box::new(resolved(&open, ReferralResult::Accepted))]);
    let undone = undo(&mut store, resolve, 3).unwrap();
    let back = event_of(&store, 1);
    assert!(back.referral_result.is_blank());
    assert_eq!(back.date_updated.known(), Some(stamp(3).now), "the HMIS must see that it is newer");
    assert_eq!(back.date_created, open.date_created);
    let entry = store.save(undone).unwrap().unwrap();
    assert_eq!((entry.commit.what.as_str(), entry.commit.reason.as_str()), ("Undo of save 5", "a mistake"));
    // Twice is refused, and the undo of the undo brings the result again.
    let refused = undo(&mut store, resolve, 4).unwrap_err();
    assert!(refused[0].to_string().contains(&format!("by save {undone}")), "{}", refused[0]);
    undo(&mut store, undone, 5).unwrap();
    assert_eq!(event_of(&store, 1).referral_result.known(), Some(ReferralResult::Accepted));
}

#[test]
fn what_a_later_save_changed_is_not_taken_back_over_it() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    save(&mut store, "New CE Event", 1, vec![Box::new(event(1))]);
    let open = event_of(&store, 1);
    let first = save(&mut store, "Resolve", 2, vec![Box::new(resolved(&open, ReferralResult::Accepted))]);
    // Another field of the same row stays out of the way.
    let placed = Event { location_crisis_or_ph_housing: Text::new("P1"), ..event_of(&store, 1) };
    save(&mut store, "CE Event", 3, vec![Box::new(placed.clone())]);
    let found = store.undo(first).unwrap().unwrap();
    assert_eq!(found.rows[0].change.cells.len(), 1, "only what the save wrote");
    let second = save(&mut store, "CE Event", 4, vec![Box::new(resolved(&placed, ReferralResult::ClientRejected))]);
    let refused = store.undo(first).unwrap().unwrap_err();
    let words = refused[0].to_string();
    assert!(words.contains("Referral Result was changed since, last by save 7") && words.contains(&second.to_string()), "{words}");
    undo(&mut store, second, 5).unwrap();
    undo(&mut store, first, 6).unwrap();
    let back = event_of(&store, 1);
    assert!(back.referral_result.is_blank());
    assert_eq!(back.location_crisis_or_ph_housing.as_str(), "P1", "what the save did not touch stays");
}

#[test]
fn a_household_goes_whole_or_stays_whole() {
    let desk = Desk::with_clients(2);
    let mut store = desk.store();
    let intake = save(&mut store, "Intake", 1, vec![Box::new(stay_of(0)), Box::new(stay_of(1))]);
    save(&mut store, "New CE Event", 2, vec![Box::new(event(1))]);
    let referral = wayhome::domain::hud::Referral {
        event_id: EventId::new("EV1"),
        personal_id: id(1),
        resulting_enrollment_id: EnrollmentId::new("E1"),
        ..Default::default()
    };
    let resolve = save(&mut store, "Resolve", 3, vec![Box::new(referral)]);
    let refused = store.undo(intake).unwrap().unwrap_err();
    assert!(
        refused
            .iter()
            .any(|r| matches!(r, Refusal::Referred { file: File::Enrollment, from: File::Referral, by, .. } if *by == Some(resolve))),
        "{refused:?}"
    );
    assert_eq!(store.chart(&id(0)).unwrap().unwrap().enrollments[0].date_deleted, Value::Blank, "nothing was done by half");
    undo(&mut store, resolve, 4).unwrap();
    let undone = undo(&mut store, intake, 5).unwrap();
    for n in 0..2 {
        let row = store.chart(&id(n)).unwrap().unwrap().enrollments[0].clone();
        assert_eq!(row.date_deleted.known(), Some(stamp(5).now), "marked, since an HMIS may have it");
        assert_eq!(row.date_updated.known(), Some(stamp(5).now));
        assert!(store.card(&id(n)).unwrap().unwrap().enrollments.is_empty());
    }
    // What would name it again is refused until it is back.
    let resolution = store.undo(store.sequence() - 1).unwrap().unwrap_err();
    assert!(matches!(&resolution[0], Refusal::Dangling { to, .. } if to == "E1"), "{resolution:?}");
    undo(&mut store, undone, 6).unwrap();
    assert!(store.chart(&id(1)).unwrap().unwrap().enrollments[0].date_deleted.is_blank());
}

fn stay_of(n: usize) -> Enrollment {
    Enrollment { enrollment_id: EnrollmentId::new(format!("E{n}")), personal_id: id(n), ..Enrollment::default() }
}

fn note_of(n: usize, text: &str) -> CaseNote {
    CaseNote {
        case_note_id: Text::new("N1"),
        personal_id: id(n),
        enrollment_id: EnrollmentId::new(format!("E{n}")),
        note: Text::new(text),
        ..CaseNote::default()
    }
}

fn kept_note(store: &Store, n: usize) -> CaseNote {
    store.chart(&id(n)).unwrap().unwrap().notes[0].clone()
}

/// Saves that note with a change.
fn noted(store: &mut Store, minute: i64, change: impl FnOnce(&mut CaseNote)) -> u64 {
    let mut note = kept_note(store, 0);
    change(&mut note);
    save(store, "Case note", minute, vec![Box::new(note)])
}

#[test]
fn r_note_2_no_undo_changes_a_note_that_is_read_only_but_that_of_the_save_that_closed_it() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    let first = save(&mut store, "Case note", 1, vec![Box::new(note_of(0, "one"))]);
    let edit = noted(&mut store, 2, |note| note.note = Text::new("two"));
    let close = noted(&mut store, 3, |note| note.read_only = Value::Known(YesNo::Yes));
    let refused = store.undo(edit).unwrap().unwrap_err();
    assert!(matches!(&refused[..], [Refusal::Closed { by: Some(by), .. }] if *by == close), "{refused:?}");
    let words = format!("Case note N1 is read only. First undo save {close}, which closed it; or write another note.");
    assert_eq!(refused[0].to_string(), words);
    assert!(store.undo(first).unwrap().is_err());
    assert_eq!(kept_note(&store, 0).note.as_str(), "two");
    undo(&mut store, close, 4).unwrap();
    undo(&mut store, edit, 5).unwrap();
    assert_eq!(kept_note(&store, 0).note.as_str(), "one");
    assert!(kept_note(&store, 0).read_only.is_blank());
}

#[test]
fn a_note_that_was_made_and_closed_at_once_goes_with_that_save_and_comes_back() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    let closed = CaseNote { read_only: Value::Known(YesNo::Yes), ..note_of(0, "one") };
    let made = save(&mut store, "Case note", 1, vec![Box::new(closed)]);
    let undone = undo(&mut store, made, 2).unwrap();
    assert!(!kept_note(&store, 0).date_deleted.is_blank());
    undo(&mut store, undone, 3).unwrap();
    assert!(kept_note(&store, 0).date_deleted.is_blank() && kept_note(&store, 0).note.as_str() == "one");
}

#[test]
fn a_note_stays_where_the_enrollment_that_it_is_about_is_taken_back_but_its_client_does_not_go_without_it() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    let intake = save(&mut store, "Intake", 1, vec![Box::new(stay_of(0))]);
    save(&mut store, "Case note", 2, vec![Box::new(note_of(0, "one"))]);
    let delete = noted(&mut store, 3, |note| note.date_deleted = Value::Known(stamp(3).now));
    undo(&mut store, delete, 4).unwrap();
    let again = noted(&mut store, 5, |note| note.date_deleted = Value::Known(stamp(5).now));
    undo(&mut store, intake, 6).unwrap();
    // The enrollment is gone, and the note is brought back all the same.
    undo(&mut store, again, 7).unwrap();
    let chart = store.chart(&id(0)).unwrap().unwrap();
    assert!(!chart.enrollments[0].date_deleted.is_blank() && chart.notes[0].date_deleted.is_blank());
    assert_eq!(chart.notes[0].enrollment_id.as_str(), "E0");
    // What brought the client would leave a note of nobody.
    let refused = store.undo(2).unwrap().unwrap_err();
    assert!(refused.iter().any(|r| matches!(r, Refusal::Referred { file: File::Client, from: File::CaseNote, .. })), "{refused:?}");
}

#[test]
fn an_import_vanishes_as_if_it_had_not_come() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    let hmis = |minute: i64| Value::Known(now() - Duration::days(9) + Duration::minutes(minute));
    let old = store.chart(&id(0)).unwrap().unwrap().client;
    let newer = Client { first_name: Text::new("Newer"), date_updated: hmis(1), user_id: UserId::new("HMIS"), ..old.clone() };
    let organization = Organization { organization_id: OrganizationId::new("O1"), ..Organization::default() };
    let came = Client { date_updated: hmis(2), ..client(7) };
    let rows = vec![Change::row(Some(&old), &newer).unwrap(), Change::row(None, &came).unwrap(), Change::row(None, &organization).unwrap()];
    let import = store.commit(&Commit::new("Import", rows), stamp(1).now).unwrap();
    let undone = undo(&mut store, import, 2).unwrap();
    assert_eq!(store.chart(&id(0)).unwrap().unwrap().client, old, "stamps too: the HMIS is the author, and may bring it again");
    assert_eq!(store.chart(&id(7)).unwrap(), None);
    assert_eq!(store.agency().unwrap().organizations, []);
    undo(&mut store, undone, 3).unwrap();
    assert_eq!(store.chart(&id(0)).unwrap().unwrap().client, newer);
    assert_eq!(store.chart(&id(7)).unwrap().unwrap().client, came);
    assert_eq!(store.agency().unwrap().organizations, [organization]);
    // Somebody works with what came: then it stays.
    save(&mut store, "New CE Event", 4, vec![Box::new(event(7))]);
    let refused = store.undo(import).unwrap().unwrap_err();
    assert!(refused.iter().any(|r| matches!(r, Refusal::Referred { file: File::Client, from: File::Event, .. })), "{refused:?}");
}

#[test]
fn there_is_nothing_to_undo_where_no_record_was_changed() {
    let desk = Desk::with_clients(1);
    let mut store = desk.store();
    store.commit(&Commit::new("Draft", vec![Change::Draft { name: "a".to_owned(), after: Some(Text::new("b")) }]), now()).unwrap();
    assert_eq!(store.undo(3).unwrap(), Err(vec![Refusal::Nothing { sequence: 3 }]));
    assert_eq!(store.undo(4).unwrap(), Err(vec![Refusal::Unknown { sequence: 4, last: 3 }]));
    assert_eq!(store.undo(0).unwrap(), Err(vec![Refusal::Unknown { sequence: 0, last: 3 }]));
}

#[test]
fn a_journal_that_was_changed_behind_the_index_is_noticed() {
    let desk = Desk::with_clients(3);
    let store = desk.store();
    let length = std::fs::metadata(desk.segment()).unwrap().len();
    super::flip(&desk.segment(), usize::try_from(length).unwrap() - 40);
    let error = store.history_of(&id(2)).unwrap_err();
    assert!(error.to_string().starts_with("A part of the journal cannot be read."), "{error}");
    assert_eq!(sequences(&store, 0), [2], "what is whole is shown");
}

/// A random life of a few clients: what is done to which event and client, minute by minute.
#[derive(Debug, Clone)]
enum Deed {
    Name(usize, u8),
    Event(usize, u8, u8),
    Undo(u8),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => (0..2usize, 0..4u8).prop_map(|(n, name)| Deed::Name(n, name)),
        4 => (0..2usize, 0..3u8, 0..4u8).prop_map(|(n, event, result)| Deed::Event(n, event, result)),
        3 => (0..24u8).prop_map(Deed::Undo),
    ];
    prop::collection::vec(deed, 1..24)
}

fn at(minute: usize) -> Instant {
    stamp(i64::try_from(minute).unwrap()).now
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// As of any save, the chart made of a client's own past is the one that the journal makes when it is replayed to there.
    #[test]
    fn a_record_as_of_a_save_is_what_the_journal_makes_up_to_there(deeds in deeds()) {
        let desk = Desk::new();
        let mut store = desk.store();
        let mut charts: Vec<Vec<Option<Chart>>> = Vec::new();
        let note = |store: &Store, charts: &mut Vec<Vec<Option<Chart>>>| charts.push((0..2).map(|n| store.chart(&id(n)).unwrap()).collect());
        for n in 0..2 {
            save(&mut store, "New client", 0, vec![Box::new(client(n))]);
        }
        note(&store, &mut charts);
        for (minute, deed) in deeds.iter().enumerate() {
            let before = store.sequence();
            match deed {
                Deed::Name(n, name) => {
                    let chart = store.chart(&id(*n)).unwrap().unwrap();
                    save(&mut store, "Client information", minute as i64 + 1, vec![Box::new(Client { first_name: Text::new(format!("N{name}")), ..chart.client })]);
                }
                Deed::Event(n, which, result) => {
                    let key = EventId::new(format!("EV{n}{which}"));
                    let chart = store.chart(&id(*n)).unwrap().unwrap();
                    let row = chart.event(&key).cloned().unwrap_or(Event { event_id: key, personal_id: id(*n), ..Event::default() });
                    let result = match result { 0 => Value::Blank, 1 => Value::Known(ReferralResult::Accepted), 2 => Value::Known(ReferralResult::ClientRejected), _ => Value::Known(ReferralResult::ProviderRejected) };
                    save(&mut store, "CE Event", minute as i64 + 1, vec![Box::new(Event { referral_result: result, ..row })]);
                }
                Deed::Undo(back) => {
                    let sequence = 4 + u64::from(*back) % before;
                    let touched = store.save(sequence).unwrap();
                    if let Ok(undo) = store.undo(sequence).unwrap() {
                        let rows = |store: &Store| -> Vec<wayhome::domain::Packed> { (0..2).flat_map(|n| store.chart(&id(n)).unwrap().unwrap().rows().map(|r| r.pack()).collect::<Vec<_>>()).collect() };
                        let earlier = rows(&store);
                        store.commit(&undo.commit(&stamp(minute as i64 + 1), &Text::new("why")), at(minute + 1)).unwrap();
                        // What the save wrote is as before it, and nothing else was touched, but stamps.
                        let touched = touched.unwrap();
                        for (old, new) in earlier.iter().zip(rows(&store)) {
                            let file = old.file().unwrap();
                            let change = touched.commit.changes.iter().find_map(|c| match c { Change::Row(row) if row.file == old.file && row.key.as_str() == old.key() => Some(row), _ => None });
                            let made = change.is_some_and(|c| c.is_new());
                            for (column, info) in file.info().columns.iter().enumerate().filter(|(_, c)| !["DateUpdated", "UserID"].contains(&c.name)) {
                                let wrote = change.and_then(|c| c.cells.iter().find(|cell| usize::from(cell.column) == column));
                                match wrote.filter(|_| !made) {
                                    Some(cell) => prop_assert_eq!(new.cell(column), cell.before.as_str(), "{}", info.name),
                                    None if made && info.name == "DateDeleted" => prop_assert!(!new.cell(column).is_empty()),
                                    None => prop_assert_eq!(new.cell(column), old.cell(column), "{}", info.name),
                                }
                            }
                        }
                    }
                }
            }
            if store.sequence() > before {
                note(&store, &mut charts);
            }
        }
        for n in 0..2 {
            let past = store.history_of(&id(n)).unwrap();
            for (at, chart) in charts.iter().enumerate() {
                // The records were created by save 1, the clients by 2 and 3.
                let until = 3 + at as u64;
                let made = chart_as_of(&id(n), past.iter().rev().filter(|e| e.sequence <= until).map(|e| e.past())).unwrap();
                prop_assert_eq!(&made, &chart[n]);
            }
        }
    }
}

#[test]
#[ignore = "a measurement: cargo test --test suite the_past_is_quick -- --ignored --nocapture"]
#[allow(clippy::print_stdout)]
fn the_past_is_quick() {
    let desk = Desk::new();
    let mut store = desk.store();
    let row = |n: usize, round: usize| Client { middle_name: Text::new(format!("{round}{}", "x".repeat(4_000))), ..client(n) };
    let clients = 8_000;
    for round in 0..6 {
        let change =
            |n: usize| if round == 0 { Change::row(None, &row(n, 0)) } else { Change::row(Some(&row(n, round - 1)), &row(n, round)) };
        let commit = Commit::new("Import", (0..clients).map(|n| change(n).unwrap()).collect());
        let start = Clock::now();
        store.commit(&commit, now()).unwrap();
        println!("import {round}: {:?}", start.elapsed());
    }
    let mut one = store.chart(&id(5_000)).unwrap().unwrap().client;
    for round in 0..200 {
        let next = Client { first_name: Text::new(format!("Round{round}")), ..one.clone() };
        store.commit(&Commit::new("Client information", vec![Change::row(Some(&one), &next).unwrap()]), now()).unwrap();
        one = next;
    }
    let size: u64 = super::files(&desk.place.data.join("journal")).iter().map(|f| f.metadata().unwrap().len()).sum();
    for n in [5_000, 7_999] {
        let start = Clock::now();
        let past = store.history_of(&id(n)).unwrap();
        println!("journal of {} MB, {} commits of client {n}: {:?}", size >> 20, past.len(), start.elapsed());
    }
    let start = Clock::now();
    drop(store);
    drop(desk.store());
    println!("close and open: {:?}", start.elapsed());
}
