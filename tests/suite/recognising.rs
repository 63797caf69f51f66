//! R-IMP-11: what was made here and typed into the HMIS by hand is not brought a second time under the id that the HMIS gave it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which may fail where they stand")]

use crate::keyin::{sheet, ticks, written};
use crate::merging::{Desk, EVENT, Hmis, moment};
use wayhome::domain::entry::{Scalar, Text};
use wayhome::domain::household::members;
use wayhome::domain::hud::{CaseNote, Client, Enrollment, Event, IncomeBenefits, Referral};
use wayhome::domain::intake::{Draft, Purpose, visit_key, visit_name};
use wayhome::domain::{
    Card, Change, Chart, ClientId, Commit, EnrollmentId, EventId, ExportId, File, HouseholdId, ProjectId, Row, Stamp, UserId, at,
};
use wayhome::exchange::{Counts, Scope, Take};
use wayhome::transfer::{Answer, OnErrors, Order, Unsent};

/// Makes rows here, at this hour.
fn makes(desk: &mut Desk, hour: u32, rows: &mut [&mut dyn Row]) {
    let stamp = Stamp::new(UserId::new("W1"), moment(hour));
    let changes = rows.iter_mut().map(|row| stamp.change(None, *row).unwrap()).collect();
    desk.store.commit(&Commit::new("Intake", changes), moment(hour)).unwrap();
}

fn stay(desk: &Desk, id: &str) -> Enrollment {
    let mut stay = Enrollment {
        enrollment_id: EnrollmentId::new(id),
        personal_id: desk.chart().id().clone(),
        project_id: ProjectId::new("P02"),
        household_id: HouseholdId::new(format!("HH-{id}")),
        ..Enrollment::default()
    };
    stay.put(at::enrollment::ENTRY_DATE, "2026-11-25");
    stay.put(at::enrollment::RELATIONSHIP_TO_HOH, "1");
    stay
}

fn income(desk: &Desk, id: &str, stay: &str) -> IncomeBenefits {
    let mut income = IncomeBenefits {
        income_benefits_id: id.into(),
        enrollment_id: EnrollmentId::new(stay),
        personal_id: desk.chart().id().clone(),
        ..IncomeBenefits::default()
    };
    income.put(at::income_benefits::INFORMATION_DATE, "2026-11-25");
    income.put(at::income_benefits::DATA_COLLECTION_STAGE, "1");
    income.put(at::income_benefits::INCOME_FROM_ANY_SOURCE, "0");
    income
}

fn event(desk: &Desk, id: &str, stay: &str) -> Event {
    let mut event = Event {
        event_id: EventId::new(id),
        enrollment_id: EnrollmentId::new(stay),
        personal_id: desk.chart().id().clone(),
        ..Event::default()
    };
    event.put(at::event::EVENT_DATE, "2026-11-26");
    event.put(at::event::EVENT, "4");
    event
}

/// The HMIS has these rows too, from this hour on.
fn has(hmis: &mut Hmis, hour: u32, rows: &mut [&mut dyn Row]) {
    for row in rows {
        for column in ["DateCreated", "DateUpdated"] {
            let column = row.file().column(column).unwrap();
            row.set(column, &moment(hour).write());
        }
        let owner = row.cell(row.file().info().owner.unwrap());
        let folder = hmis.0.folders.iter_mut().find(|folder| folder.client() == Some(ClientId::new(&owner))).unwrap();
        folder.0.push(row.pack());
    }
}

fn ids(chart: &Chart, file: File) -> Vec<String> {
    chart.rows().filter(|row| row.file() == file).map(Row::key).collect()
}

/// A desk on which a stay was made with what hangs on it, and everything was typed into the HMIS at nine.
fn typed() -> (Hmis, Desk) {
    let hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    types(&mut desk);
    (hmis, desk)
}

/// The same on a desk that is there.
fn types(desk: &mut Desk) {
    let (mut stay, mut income, mut event) = (stay(desk, "OURS"), income(desk, "OURS-I", "OURS"), event(desk, "OURS-E", "OURS"));
    makes(desk, 8, &mut [&mut stay, &mut income, &mut event]);
    let mut beside = Referral {
        event_id: EventId::new(EVENT),
        enrollment_id: desk.chart().event(&EventId::new(EVENT)).unwrap().enrollment_id.clone(),
        personal_id: desk.chart().id().clone(),
        resulting_enrollment_id: EnrollmentId::new("OURS"),
        ..Referral::default()
    };
    let mut of_ours = Referral { event_id: EventId::new("OURS-E"), enrollment_id: EnrollmentId::new("OURS"), ..beside.clone() };
    of_ours.resulting_enrollment_id = EnrollmentId::default();
    of_ours.put(at::referral::DATE_ACKNOWLEDGED, "2026-11-26");
    let mut note = CaseNote {
        case_note_id: "NOTE".into(),
        personal_id: desk.chart().id().clone(),
        enrollment_id: EnrollmentId::new("OURS"),
        note: "A word".into(),
        ..CaseNote::default()
    };
    makes(desk, 8, &mut [&mut beside, &mut of_ours, &mut note]);
    ticks(desk, 9);
    assert_eq!(sheet(desk).1, 0, "everything counts as there");
}

/// What the HMIS made of it.
fn answers(hmis: &mut Hmis, desk: &Desk) {
    let (mut stay, mut income, mut event) = (stay(desk, "H1"), income(desk, "H2", "H1"), event(desk, "H3", "H1"));
    stay.household_id = HouseholdId::new("HH-HMIS");
    has(hmis, 10, &mut [&mut stay, &mut income, &mut event]);
}

fn reads(desk: &mut Desk, hmis: &Hmis) -> Counts {
    desk.reads(&written(hmis, 11))
}

/// Takes the last import back.
fn takes_back(desk: &mut Desk) {
    let mut import = 0;
    let look = &mut |entry: wayhome::store::Entry| {
        import = if entry.commit.what == "Import" { entry.sequence } else { import };
        Ok(())
    };
    desk.store.history(1, look).unwrap();
    let undo = wayhome::transfer::undo(&desk.store, import).unwrap().unwrap();
    desk.store.commit(&undo.commit(&Stamp::new(UserId::new("W1"), moment(22)), &"A test".into()), moment(22)).unwrap();
}

/// The files of which a delta since the last export would have rows.
fn since(desk: &Desk) -> Vec<String> {
    let scope = Scope { take: Take::Since, ..Scope::default() };
    let rehearsed = wayhome::transfer::rehearse(&desk.store, &scope, ExportId::new("D"), moment(23), &Default::default());
    let rows = rehearsed.map(|rehearsed| rehearsed.written.rows).unwrap_or_default();
    rows.into_iter().filter(|(_, count)| *count > 0).map(|(file, _)| file).collect()
}

#[test]
fn r_imp_11_a_delta_has_the_work_in_a_record_that_has_another_id_since() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    let folder = tempfile::TempDir::new().unwrap();
    let on_errors = OnErrors::Write("A test".to_owned());
    let order = Order { path: folder.path().join("all.zip"), scope: Scope::default(), on_errors };
    let answer = wayhome::transfer::export(&mut desk.store, &order, ExportId::new("A"), moment(7), &Default::default()).unwrap();
    assert!(matches!(answer, Answer::Written(exported) if exported.whole));
    types(&mut desk);
    let before = desk.chart().event(&EventId::new("OURS-E")).cloned().unwrap();
    let mut after = before.clone();
    after.put(at::event::REFERRAL_RESULT, "1");
    let change = Stamp::new(UserId::new("W1"), moment(10)).change(Some(&before), &mut after).unwrap();
    desk.store.commit(&Commit::new("CE Event", vec![change]), moment(10)).unwrap();
    answers(&mut hmis, &desk);
    assert_eq!(reads(&mut desk, &hmis).recognised, 3);
    let chart = desk.chart();
    assert!(chart.event(&EventId::new("H3")).unwrap().get(at::event::REFERRAL_RESULT) == "1");
    let has = |desk: &Desk| since(desk).iter().any(|file| file.starts_with("Event"));
    assert!(has(&desk), "{:?}", since(&desk));
    let ahead = Unsent::of(&desk.store).unwrap().ahead();
    assert!(ahead.clients > 0 && ahead.exported == 0, "no export has it: {ahead:?}");
    takes_back(&mut desk);
    assert!(desk.chart().event(&EventId::new("OURS-E")).is_some() && has(&desk), "nor is it lost with the way back");
    assert_eq!(Unsent::of(&desk.store).unwrap().ahead().exported, 0);
}

/// Exports what was changed here without the households that have errors; the keys of the events in it.
fn sends_finished(desk: &mut Desk, hour: u32, take: Take) -> Vec<String> {
    let folder = tempfile::TempDir::new().unwrap();
    let on_errors = if take == Take::Finished { OnErrors::Hold } else { OnErrors::Write("A test".to_owned()) };
    let order = Order { path: folder.path().join("out.zip"), scope: Scope { take, ..Scope::default() }, on_errors };
    let id = ExportId::new(format!("X{hour}"));
    let answer = wayhome::transfer::export(&mut desk.store, &order, id, moment(hour), &Default::default()).unwrap();
    let Answer::Written(_) = answer else { panic!("{answer:?}") };
    let source = wayhome::exchange::read(&order.path).unwrap();
    source.charts().flat_map(|chart| chart.events.iter().map(|event| event.event_id.to_string()).collect::<Vec<_>>()).collect()
}

#[test]
fn r_imp_11_what_stayed_out_of_an_export_goes_with_the_next_under_the_id_that_it_has_since() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    types(&mut desk);
    // An error in this household, and sound work in another one.
    desk.writes(9, &[(at::event::EVENT_DATE, "2019-01-02"), (at::event::REFERRAL_RESULT, "1")]);
    let folders = wayhome::transfer::folders(&desk.store).unwrap();
    let mut charts = folders.iter().map(wayhome::domain::folder::Folder::chart);
    let mut other = charts.find(|chart| chart.id() != desk.chart().id()).unwrap().client;
    let before = other.clone();
    other.put(at::client::MIDDLE_NAME, "Q");
    let change = Stamp::new(UserId::new("W1"), moment(9)).change(Some(&before), &mut other).unwrap();
    desk.store.commit(&Commit::new("Client", vec![change]), moment(9)).unwrap();
    assert_eq!(sends_finished(&mut desk, 10, Take::Finished), [""; 0], "all of it stayed out");
    let mut after = desk.chart().event(&EventId::new("OURS-E")).cloned().unwrap();
    let before = after.clone();
    after.put(at::event::REFERRAL_RESULT, "2");
    let change = Stamp::new(UserId::new("W1"), moment(10)).change(Some(&before), &mut after).unwrap();
    desk.store.commit(&Commit::new("CE Event", vec![change]), moment(10)).unwrap();
    assert_eq!(since_events(&desk), 2);
    answers(&mut hmis, &desk);
    assert_eq!(reads(&mut desk, &hmis).recognised, 3);
    assert_eq!(since_events(&desk), 2, "under the id of the HMIS");
    takes_back(&mut desk);
    assert_eq!(since_events(&desk), 2, "under the former one again");
    assert_eq!(reads(&mut desk, &hmis).recognised, 3);
    let mut sent = sends_finished(&mut desk, 23, Take::Since);
    sent.sort();
    assert_eq!(sent, [EVENT, "H3"]);
}

/// How many events a delta since the last export would have.
fn since_events(desk: &Desk) -> u64 {
    let scope = Scope { take: Take::Since, ..Scope::default() };
    let rehearsed = wayhome::transfer::rehearse(&desk.store, &scope, ExportId::new("D"), moment(23), &Default::default()).unwrap();
    rehearsed.written.rows.iter().find(|(file, _)| file == "Event.csv").unwrap().1
}

#[test]
fn r_imp_11_what_was_typed_has_the_id_of_the_hmis_from_then_on() {
    let (mut hmis, mut desk) = typed();
    let before = desk.chart();
    answers(&mut hmis, &desk);
    let counts = reads(&mut desk, &hmis);
    assert_eq!((counts.recognised, counts.new, counts.conflicting, counts.refused), (3, 0, 0, 0), "{counts:?}");
    let chart = desk.chart();
    for (file, ours, theirs) in [(File::Enrollment, "OURS", "H1"), (File::IncomeBenefits, "OURS-I", "H2"), (File::Event, "OURS-E", "H3")] {
        let ids = ids(&chart, file);
        assert!(ids.iter().any(|id| id == theirs) && !ids.iter().any(|id| id == ours), "{ids:?}");
    }
    let stay = chart.enrollment(&EnrollmentId::new("H1")).unwrap();
    assert_eq!(stay.household_id.as_str(), "HH-HMIS", "the household is the HMIS's");
    let beside = |id: &str| chart.referrals.iter().find(|row| row.event_id.as_str() == id).unwrap();
    assert_eq!(beside(EVENT).resulting_enrollment_id.as_str(), "H1", "what names it follows");
    assert_eq!(beside("H3").enrollment_id.as_str(), "H1");
    assert_eq!(chart.notes[0].enrollment_id.as_str(), "H1");
    assert!(
        chart.rows().all(|row| row.file().info().columns.iter().enumerate().all(|(at, _)| !row.cell(at).contains("OURS"))),
        "nothing is left of the old ids"
    );
    let again = reads(&mut desk, &hmis);
    assert_eq!((again.recognised, again.new, again.updated), (0, 0, 0), "and the same again is no news");

    // It is taken back with the import that it came with.
    takes_back(&mut desk);
    assert_eq!(ids(&desk.chart(), File::Enrollment), ids(&before, File::Enrollment));
    assert_eq!(desk.chart().entered.len(), before.entered.len(), "with the ticks");
    assert_eq!(sheet(&desk).1, 0);
}

#[test]
fn r_imp_11_who_was_not_typed_yet_stays_in_the_household() {
    let (mut hmis, mut desk) = typed();
    let source = hmis.0.clone();
    let other =
        source.folders.iter().filter_map(wayhome::domain::folder::Folder::client).find(|client| client != desk.chart().id()).unwrap();
    let mut child = Enrollment {
        enrollment_id: EnrollmentId::new("CHILD"),
        personal_id: other.clone(),
        household_id: HouseholdId::new("HH-OURS"),
        ..stay(&desk, "CHILD")
    };
    makes(&mut desk, 9, &mut [&mut child]);
    answers(&mut hmis, &desk);
    assert_eq!(reads(&mut desk, &hmis).recognised, 3);
    let chart = desk.store.chart(&other).unwrap().unwrap();
    assert_eq!(chart.enrollment(&EnrollmentId::new("CHILD")).unwrap().household_id.as_str(), "HH-HMIS");
}

#[test]
fn r_imp_11_what_is_half_typed_is_found_again() {
    let (mut hmis, mut desk) = typed();
    let residents = |desk: &Desk, household: &str| members(&HouseholdId::new(household), &[Card::of(&desk.chart())]);
    let card = |desk: &Desk, id: &str| Card::of(&desk.chart()).enrollments.into_iter().find(|card| card.id.as_str() == id).unwrap();
    let key = visit_key(&card(&desk, "OURS"));
    let day = moment(9).date();
    let mut draft =
        Draft::visit(Purpose::Update, key, &EnrollmentId::new("OURS"), &residents(&desk, "HH-OURS"), &[desk.chart()], day).unwrap();
    draft.members[0].present = false;
    let text = Text::new(serde_json::to_string(&draft).unwrap());
    let kept = vec![
        Change::Draft { name: draft.name(), after: Some(text) },
        Change::Draft { name: "move-in/OURS".to_owned(), after: Some(Text::new("[]")) },
        Change::Draft { name: "event/OURS-E".to_owned(), after: Some(Text::new("[]")) },
    ];
    desk.store.commit(&Commit::new("Draft", kept), moment(9)).unwrap();
    let mut before = desk.store.drafts();
    before.sort_by(|a, b| a.0.cmp(&b.0));
    answers(&mut hmis, &desk);
    reads(&mut desk, &hmis);
    let name = visit_name(Purpose::Update, &visit_key(&card(&desk, "H1")));
    let mut names: Vec<String> = desk.store.drafts().into_iter().map(|(name, _)| name).collect();
    names.sort();
    let mut wanted = vec!["event/H3".to_owned(), "move-in/H1".to_owned(), name.clone()];
    wanted.sort();
    assert_eq!(names, wanted);
    let mut again: Draft = serde_json::from_str(desk.store.draft(&name).unwrap().as_str()).unwrap();
    let now = Draft::visit(Purpose::Update, again.id.clone(), &EnrollmentId::new("H1"), &residents(&desk, "HH-HMIS"), &[desk.chart()], day)
        .unwrap();
    again.rebase(now);
    assert!(!again.members[0].present, "what was typed stays");
    assert_eq!(again.name(), name);

    takes_back(&mut desk);
    let mut back = desk.store.drafts();
    back.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(back, before, "and it goes the way back with the import");
}

#[test]
fn r_imp_11_nobody_leaves_a_household_that_the_hmis_knows() {
    let mut hmis = Hmis::new();
    let clients: Vec<ClientId> = hmis.0.folders.iter().filter_map(wayhome::domain::folder::Folder::client).collect();
    let event = |client: &ClientId| *client == Desk::of(&hmis).chart().id().clone();
    let typed_of = clients.iter().find(|client| event(client)).unwrap().clone();
    let [head, child] = [0, 1].map(|at| clients.iter().filter(|client| **client != typed_of).nth(at).unwrap().clone());
    let of = |desk: &Desk, id: &str, client: &ClientId| Enrollment {
        personal_id: client.clone(),
        household_id: HouseholdId::new("HH-OURS"),
        ..stay(desk, id)
    };
    // The HMIS has the head in it.
    let mut there = of(&Desk::of(&hmis), "HEAD", &head);
    has(&mut hmis, 1, &mut [&mut there]);
    let mut desk = Desk::of(&hmis);
    types(&mut desk);
    let mut not_typed = of(&desk, "CHILD", &child);
    makes(&mut desk, 9, &mut [&mut not_typed]);
    answers(&mut hmis, &desk);
    let source = written(&hmis, 11);
    let prepared = wayhome::transfer::prepare(&desk.store, source.clone(), moment(20), &Default::default()).unwrap();
    assert!(prepared.report.lines.iter().any(|line| line.rule == "R-IMP-11" && line.words.contains("CHILD stays in household HH-OURS")));
    assert_eq!(desk.reads(&source).recognised, 3);
    let chart = desk.store.chart(&child).unwrap().unwrap();
    assert_eq!(chart.enrollment(&EnrollmentId::new("CHILD")).unwrap().household_id.as_str(), "HH-OURS");
}

#[test]
fn r_imp_11_what_was_not_typed_is_another() {
    let hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    let mut ours = stay(&desk, "OURS");
    makes(&mut desk, 8, &mut [&mut ours]);
    let mut hmis = Hmis::new();
    answers(&mut hmis, &desk);
    let counts = reads(&mut desk, &hmis);
    assert_eq!((counts.recognised, counts.new), (0, 3));
    // And what an export had before it was typed is no answer to it.
    let (mut hmis, mut desk) = typed();
    answers(&mut hmis, &desk);
    assert_eq!(desk.reads(&written(&hmis, 8)).recognised, 0);
}

#[test]
fn r_imp_11_of_two_that_are_alike_none_is_taken_for_the_other() {
    let (mut hmis, mut desk) = typed();
    answers(&mut hmis, &desk);
    let mut twin = event(&desk, "H4", "H1");
    has(&mut hmis, 10, &mut [&mut twin]);
    let source = written(&hmis, 11);
    let prepared = wayhome::transfer::prepare(&desk.store, source.clone(), moment(20), &Default::default()).unwrap();
    let unsure: Vec<&str> = prepared.report.lines.iter().filter(|line| line.rule == "R-IMP-11").map(|line| line.words.as_str()).collect();
    assert!(unsure.len() == 2 && unsure.iter().all(|words| words.contains("All are kept")), "{unsure:?}");
    assert!(prepared.headline.contains("2 records were recognised as what was typed into your HMIS by hand"), "{}", prepared.headline);
    desk.reads(&source);
    let events = ids(&desk.chart(), File::Event);
    assert!(["OURS-E", "H3", "H4"].iter().all(|id| events.iter().any(|it| it == id)), "{events:?}");
    let ours = desk.chart().event(&EventId::new("OURS-E")).cloned().unwrap();
    assert_eq!(ours.enrollment_id.as_str(), "H1", "it hangs on the stay that was recognised");
}

#[test]
fn r_imp_11_somebody_who_was_added_here_is_pointed_out() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    let client = |id: &str| {
        let mut client = Client { personal_id: ClientId::new(id), ..Client::default() };
        for (field, text) in [
            (at::client::FIRST_NAME, "Quorra"),
            (at::client::LAST_NAME, "Nyx"),
            (at::client::DOB, "1990-02-03"),
            (at::client::SSN, "123121234"),
        ] {
            client.put(field, text);
        }
        client
    };
    makes(&mut desk, 8, &mut [&mut client("OURS")]);
    ticks(&mut desk, 9);
    // The HMIS writes the name in its own way, and has no number of her.
    let mut theirs = client("H1");
    theirs.put(at::client::LAST_NAME, "NYX");
    theirs.put(at::client::SSN, "");
    hmis.0.folders.push(wayhome::domain::folder::Folder(vec![theirs.pack()]));
    let prepared = wayhome::transfer::prepare(&desk.store, written(&hmis, 11), moment(20), &Default::default()).unwrap();
    let said: Vec<&str> = prepared.report.lines.iter().filter(|line| line.rule == "R-IMP-11").map(|line| line.words.as_str()).collect();
    assert!(said.len() == 1 && said[0].contains("H1") && said[0].contains("OURS"), "{said:?}");
    assert_eq!((prepared.counts.new, prepared.counts.recognised), (1, 0), "nothing is joined");
}
