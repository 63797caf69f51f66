//! R-IMP-8: households with errors that were written here are left out whole, and stay unsent.

use super::*;
use wayhome::domain::HouseholdId;
use wayhome::domain::hud::{Enrollment, Relationship};
use wayhome::exchange::Outcome;
use wayhome::transfer::Leaving;

/// A desk with an error in one household, and sound work in the event of another client's.
fn desk() -> (Desk, BTreeSet<ClientId>) {
    let mut desk = Desk::new();
    desk.blunders();
    desk.write("2");
    desk.put(&event(&desk), at::event::RESULT_DATE, "2026-11-20");
    let held = desk.held(taking(Take::Since));
    let who: BTreeSet<ClientId> = held.checked.unfinished();
    assert_eq!((who.len(), held.checked.own_errors()), (1, 1), "{}", held.headline);
    assert!(!who.contains(&event(&desk).personal_id));
    (desk, who)
}

fn event(desk: &Desk) -> Event {
    desk.charts().iter().find_map(|chart| chart.event(&EventId::new(EVENT)).cloned()).unwrap()
}

fn leaves(desk: &mut Desk) -> (Exported, Source) {
    match desk.orders(taking(Take::Finished), OnErrors::Hold).unwrap() {
        Answer::Written(done) => (*done, whole(desk)),
        Answer::Held(held) => panic!("{}", held.headline),
    }
}

/// What was written: all of it hangs together.
fn whole(desk: &Desk) -> Source {
    let source = read(&desk.out()).unwrap();
    let refused: Vec<_> = source.report.lines.iter().filter(|line| line.outcome == Outcome::Refused).collect();
    assert!(refused.is_empty(), "{refused:?}");
    source
}

fn clients(source: &Source) -> BTreeSet<ClientId> {
    of(source, File::Client).into_iter().map(ClientId::new).collect()
}

/// The households of these clients, by who is in them.
fn households(desk: &Desk, who: &BTreeSet<ClientId>) -> BTreeSet<ClientId> {
    let charts = desk.charts();
    let mut all = who.clone();
    loop {
        let of = |chart: &&Chart| all.contains(chart.id());
        let theirs: BTreeSet<HouseholdId> =
            charts.iter().filter(of).flat_map(|chart| &chart.enrollments).map(|stay| stay.household_id.clone()).collect();
        let mates = charts.iter().filter(|chart| chart.enrollments.iter().any(|stay| theirs.contains(&stay.household_id)));
        let more: BTreeSet<ClientId> = mates.map(|chart| chart.id().clone()).collect();
        if more == all {
            return all;
        }
        all = more;
    }
}

#[test]
fn a_delta_without_them_holds_the_other_work_and_the_next_one_theirs() {
    let (mut desk, who) = desk();
    let before = desk.unsent();
    let (done, sent) = leaves(&mut desk);
    assert_eq!((of(&sent, File::Event), clients(&sent)), (vec![EVENT.to_owned()], [event(&desk).personal_id].into()));
    assert_eq!((done.left.unfinished, done.left.unfinished_work, done.whole), (1, 1, false));
    let words = "Left out until the errors are corrected: 1 client, whole households, with work that your HMIS does not have. Who is left out stays unsent";
    assert!(done.headline.contains(words), "{}", done.headline);
    assert_eq!(done.checked.own_errors(), 0, "nothing of what was written is an error");
    assert_eq!(desk.unsent(), before, "all of it is still what the HMIS does not have");
    let exports = wayhome::transfer::Exports::of(&desk.store);
    assert_eq!(exports.last().unwrap().scope, "what was changed here, without 1 unfinished client");
    assert!(!exports.last().unwrap().whole, "and yet the next one counts from it:");
    assert_eq!(exports.base(), exports.last());

    let again = desk.held(taking(Take::Since));
    assert_eq!(again.checked.unfinished(), who, "the next one still holds them");
    let none = desk.orders(taking(Take::Finished), OnErrors::Hold).unwrap_err().to_string();
    assert!(none.starts_with("Each household of this export has an error"), "{none}");
    let (done, sent) = desk.sends(taking(Take::Since));
    assert_eq!(clients(&sent), who, "brings them once somebody says so, and nothing that went already");
    assert_eq!(done.scope, "what was changed here since 12/01/2026, with what was left out of that export");
    assert_eq!(sent.export.export_start_date.known(), Some(day("2025-10-01")), "from the day on of which the HMIS told");
    assert!(transfer::Exports::of(&desk.store).base().unwrap().whole);
}

#[test]
fn what_is_left_out_twice_goes_with_the_next_one_alone() {
    let (mut desk, who) = desk();
    leaves(&mut desk);
    desk.write("3");
    leaves(&mut desk);
    let before = Unsent::of(&desk.store).unwrap();
    assert_eq!((before.ahead().clients, before.ahead().exported), (2, 1), "the one that was left out is in no export");
    assert!(who.iter().all(|client| !before.is_sent(client)) && before.is_sent(&event(&desk).personal_id));
    let (_, sent) = desk.sends(taking(Take::Since));
    assert_eq!(clients(&sent), who);
    let after = Unsent::of(&desk.store).unwrap().ahead();
    assert_eq!((after.clients, after.exported), (2, 2));
}

#[test]
fn what_is_followed_counts_as_what_is_read_anew() {
    let (mut desk, _) = desk();
    let ledger = Ledger::of(&desk.store, &Directory::new(desk.store.roll().unwrap())).unwrap();
    leaves(&mut desk);
    let followed = ledger.written(&desk.store, None).unwrap();
    assert_eq!(followed, Unsent::of(&desk.store).unwrap().ahead());
    assert_eq!((followed.clients, followed.exported), (2, 1));
}

#[test]
fn r_enr_9_a_household_number_that_is_used_again_stays_out_in_a_second_round() {
    let mut source = sample();
    // An HMIS that counts households anew in each program, and that has a member of whom nobody is head.
    let (one, other) = ("26CL0002", "26CL0003");
    crate::exchange::change(&mut source, |charts| {
        let stays = || charts.iter().flat_map(|chart| &chart.enrollments);
        let household = stays().find(|row| row.personal_id.as_str() == one).unwrap().household_id.clone();
        for row in charts.iter_mut().flat_map(|chart| &mut chart.enrollments) {
            match row.personal_id.as_str() {
                id if id == one => row.put(at::enrollment::RELATIONSHIP_TO_HOH, "3"),
                id if id == other => {
                    row.household_id = household.clone();
                    row.put(at::enrollment::PROJECT_ID, "P03");
                }
                _ => {}
            }
        }
    });
    let mut desk = Desk::of(source);
    let chart = |desk: &Desk, id: &str| desk.store.chart(&ClientId::new(id)).unwrap().unwrap();
    let (stay, client) = (chart(&desk, one).enrollments[0].clone(), chart(&desk, other).client);
    desk.put(&stay, at::enrollment::MONTHS_HOMELESS_PAST_THREE_YEARS, "104");
    desk.put(&client, at::client::MIDDLE_NAME, "Q");
    desk.write("2");
    desk.put(&event(&desk), at::event::RESULT_DATE, "2026-11-20");
    let held = desk.held(taking(Take::Since));
    let said = held.checked.said.iter().filter(|said| said.own == Some(true) && said.severity == Severity::Stop);
    assert_eq!(said.map(|said| said.rule).collect::<Vec<_>>(), [Rule::R_ENR_8], "in this round the other is the head of both");
    assert_eq!(held.checked.unfinished(), [ClientId::new(other)].into());
    let promised = "If you leave these households out, 1 client is exported and 2 clients are not.";
    assert!(matches!(&held.leaving, Some(Leaving::Here(words, _)) if words.starts_with(promised)), "{:?}", held.leaving);
    let (done, sent) = leaves(&mut desk);
    assert_eq!((clients(&sent), done.left.unfinished), ([event(&desk).personal_id].into(), 2));
}

#[test]
fn what_holds_it_up_says_what_would_stay_out_and_a_rehearsal_what_does() {
    let (mut desk, who) = desk();
    let held = desk.held(taking(Take::Since));
    let without =
        "If you leave these households out, 1 client is exported and 1 client is not. Who is left out stays unsent, and comes along";
    assert!(matches!(&held.leaving, Some(Leaving::Here(words, of)) if words.starts_with(without) && *of == who), "{:?}", held.leaving);
    assert!(held.headline.contains("Correct it, leave its household out, or say why"), "{}", held.headline);
    let (scope, id, now) = (taking(Take::Finished), ExportId::new("RUN"), desk.now());
    let would = transfer::rehearse(&desk.store, &scope, id, now, &Progress::default()).unwrap();
    assert!(!would.held && would.headline.contains("Left out until the errors are corrected: 1 client"), "{}", would.headline);
    let (done, _) = leaves(&mut desk);
    assert_eq!((done.written.rows, done.left), (would.written.rows, would.left));
}

#[test]
fn r_enr_9_no_enrollment_leaves_without_its_household() {
    let mut desk = Desk::new();
    let charts = desk.charts();
    let stays = || charts.iter().flat_map(|chart| &chart.enrollments);
    let is_head = |row: &Enrollment| row.relationship_to_hoh.is(Relationship::Head);
    let has_head = |row: &Enrollment| stays().any(|head| is_head(head) && head.household_id == row.household_id);
    let member = stays().find(|row| !is_head(row) && has_head(row)).unwrap();
    desk.put(member, at::enrollment::RELATIONSHIP_TO_HOH, "1");
    let out = households(&desk, &[member.personal_id.clone()].into());
    assert!(out.len() > 1);
    let sound = charts.iter().find(|chart| !out.contains(chart.id()) && !chart.enrollments.is_empty()).unwrap();
    desk.put(&sound.client, at::client::MIDDLE_NAME, "Q");
    let (done, sent) = leaves(&mut desk);
    assert_eq!(clients(&sent), [sound.id().clone()].into(), "{}", done.headline);
    assert!(done.left.unfinished > 0 && !transfer::Exports::of(&desk.store).last().unwrap().whole);
}

#[test]
fn what_names_an_enrollment_that_stays_out_stays_out_too() {
    let (mut desk, who) = desk();
    let charts = desk.charts();
    let stay = charts.iter().find(|chart| who.contains(chart.id())).unwrap().enrollments[0].enrollment_id.clone();
    let sound = event(&desk).personal_id;
    let is_other = |chart: &&Chart| !who.contains(chart.id()) && *chart.id() != sound && !chart.events.is_empty();
    let other = charts.iter().find(is_other).unwrap();
    desk.put(&other.events[0], at::event::ENROLLMENT_ID, stay.as_str());
    let (done, sent) = leaves(&mut desk);
    assert!(!clients(&sent).contains(other.id()) && of(&sent, File::Event) == [EVENT], "{}", done.headline);
    assert!(!of(&sent, File::Enrollment).contains(&stay.to_string()));
}

#[test]
fn where_nobody_would_be_left_it_is_no_way_out() {
    let mut desk = Desk::new();
    desk.blunders();
    let held = desk.held(taking(Take::Since));
    let Some(Leaving::Alone(words, who)) = &held.leaving else { panic!("{:?}", held.leaving) };
    assert!(
        words.starts_with("Everybody in this export has an error, or shares a household with somebody who has one, so it can wait: "),
        "{words}"
    );
    assert!(who.len() == 1 && held.leaving.as_ref().is_some_and(|leaving| !leaving.is_here()));
    assert!(held.headline.contains("Correct it, or say why"), "{}", held.headline);
    let none = desk.orders(taking(Take::Finished), OnErrors::Hold).unwrap_err().to_string();
    assert!(none.starts_with("Each household of this export has an error") && !desk.out().exists(), "{none}");
}

#[test]
fn r_csv_9_no_full_export_goes_without_them() {
    let (mut desk, _) = desk();
    let year = period("2025-10-01", "2026-12-01");
    for take in [Take::Everything, Take::Active(year), Take::Updated(year), Take::Unsent] {
        assert_eq!(taking(take).finished(), None, "{take:?}");
    }
    let held = desk.held(Scope::default());
    let Some(Leaving::Elsewhere(words)) = &held.leaving else { panic!("{:?}", held.leaving) };
    assert!(words.contains("would be lost there, with all their history. An export of what was changed here can"), "{words}");
    assert!(held.headline.contains("Correct it, or say why"), "{}", held.headline);
    assert_eq!(taking(Take::Since).finished(), Some(taking(Take::Finished)));
}

#[test]
fn a_delta_counts_from_an_export_and_says_from_which() {
    let mut desk = Desk::new();
    desk.sends(Scope::default());
    desk.blunders();
    desk.write("2");
    desk.put(&event(&desk), at::event::RESULT_DATE, "2026-11-20");
    leaves(&mut desk);
    let exports = transfer::Exports::of(&desk.store);
    assert_eq!(exports.last().unwrap().scope, "what was changed here since 12/01/2026, without 1 unfinished client");
}

#[test]
fn what_stayed_out_and_was_taken_back_is_told_to_nobody() {
    let (mut desk, who) = desk();
    let charts = desk.charts();
    let wrong = charts.iter().find(|chart| who.contains(chart.id())).unwrap();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let mut made = Event { event_id: EventId::new("MADE"), personal_id: wrong.id().clone(), ..event(&desk) };
    made.enrollment_id = wrong.enrollments[0].enrollment_id.clone();
    let save = Commit::new("New CE Event", vec![stamp.change(None, &mut made).unwrap()]);
    let made = desk.store.commit(&save, stamp.now).unwrap();
    let client = wrong.client.clone();
    desk.put(&client, at::client::MIDDLE_NAME, "Q");
    let named = desk.store.sequence();
    leaves(&mut desk);
    for save in [named, made] {
        let undo = transfer::undo(&desk.store, save).unwrap().unwrap();
        assert_eq!(undo.exported_words(), None, "no export has it");
        let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
        desk.store.commit(&undo.commit(&stamp, &"A mistake".into()), stamp.now).unwrap();
    }
    let directory = Directory::new(desk.store.roll().unwrap());
    let unsent = Unsent::among(&desk.store, directory.roll()).unwrap();
    let sheets = transfer::keyin(&desk.store, &unsent, &directory).unwrap();
    let rows: Vec<_> = sheets.0.iter().flat_map(|(_, entries)| entries).flat_map(|entry| entry.rows().cloned()).collect();
    assert!(!rows.iter().any(|(_, key)| key == "MADE"), "{rows:?}");
    for take in [Take::Unsent, Take::Since] {
        let (done, sent) = desk.sends(taking(take));
        assert!(!of(&sent, File::Event).contains(&"MADE".to_owned()), "{take:?}: a deletion of what nobody has");
        assert!(clients(&sent).is_superset(&who), "the error itself goes");
        assert_eq!(done.checked.own_errors(), 1, "{take:?}");
    }
}
