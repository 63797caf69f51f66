//! What an import plans: new rows, what changed, what stays.

use super::*;

#[derive(Default)]
struct Desk {
    agency: Agency,
    charts: Vec<Chart>,
    edits: Edits,
    files: Vec<ExtraFile>,
}

impl Have for Desk {
    fn agency(&self) -> &Agency {
        &self.agency
    }
    fn chart(&self, client: &ClientId) -> Option<Chart> {
        self.charts.iter().find(|c| c.id() == client).cloned()
    }
    fn edits(&self) -> &Edits {
        &self.edits
    }
    fn extra_files(&self) -> &[ExtraFile] {
        &self.files
    }
    fn owner(&self, file: File, key: &str) -> Option<ClientId> {
        self.charts.iter().find(|c| c.rows().any(|r| r.file() == file && r.key() == key)).map(|c| c.id().clone())
    }
}

#[test]
fn a_first_import_takes_no_more_room_than_its_rows() {
    let (agency, charts) = generate::people(200, 1, generate::REFERENCE_DAY);
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("made.zip");
    write(&path, &request(&agency), &charts).unwrap();
    let first = plan(read(&path).unwrap(), &Desk::default(), now());
    let (changes, room) = (first.changes.len(), first.changes.capacity());
    assert!(changes > 1500 && room < changes + changes / 4, "{changes} changes in room for {room}");
    assert!(size_of::<Change>() <= 48, "there are a million of them");
}

#[test]
fn an_import_is_new_then_nothing() {
    let source = sample(FY2026);
    let first = plan(source.clone(), &Desk::default(), now());
    assert_eq!((first.counts.new, first.changes.len()), (105, 105));
    assert!(first.changes.iter().all(|c| c.of_row().is_some_and(|row| row.is_new())));
    let desk = Desk { agency: source.agency.clone(), charts: charts(&source), ..Desk::default() };
    let again = plan(source.clone(), &desk, now());
    assert_eq!((again.counts.unchanged, again.changes.len()), (105, 0));
    let next = edit("Event.csv", "\"EXP1\"", "\"EXP2\"").unwrap();
    assert_eq!(plan(next.clone(), &desk, now()).changes.len(), 0, "another stamp is no change");
}

#[test]
fn an_import_updates_what_the_hmis_changed() {
    let mut source = sample(FY2026);
    let desk = Desk { agency: source.agency.clone(), charts: charts(&source), ..Desk::default() };
    event_of(&mut source, "EV260001").put(wayhome::domain::at::event::REFERRAL_RESULT, &Value::Known(ReferralResult::Accepted).text());
    let update = plan(source.clone(), &desk, now());
    assert_eq!((update.counts.updated, update.changes.len()), (1, 1));
}

#[test]
fn an_import_without_a_column_leaves_it_alone() {
    let mut here = sample(FY2024);
    let source = sample(FY2024);
    change(&mut here, |charts| {
        charts[0].client.put(wayhome::domain::at::client::SEX, "1");
        charts[0].client.date_updated = Value::Known(now());
    });
    let desk = Desk { charts: charts(&here), agency: here.agency, ..Desk::default() };
    assert_eq!(plan(source.clone(), &desk, now()).changes, []);
}

#[test]
fn an_event_that_stands_with_another_client_goes_to_its_enrollment() {
    let source = sample(FY2026);
    let mut here = charts(&source);
    let mut event = here[0].events.remove(0);
    event.personal_id = here[4].id().clone();
    here[4].events.push(event);
    let moved = plan(source.clone(), &Desk { agency: source.agency.clone(), charts: here, ..Desk::default() }, now());
    assert_eq!((moved.counts.moved, moved.counts.refused, moved.changes.len(), moved.lines.len()), (1, 0, 2, 1));
}
