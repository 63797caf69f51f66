//! R-IMP-8: what is checked before it is written, and held up.

use super::*;

#[test]
fn the_check_holds_an_export_up_until_somebody_says_why() {
    let mut desk = Desk::new();
    desk.blunders();
    let before = desk.store.sequence();
    let held = desk.held(Scope::default());
    let why = "Not exported yet. The check found 1 error in what was written here that your HMIS may refuse. Correct it, or say why";
    assert!(held.headline.starts_with(why) && held.headline.ends_with(" 5 more came from your HMIS as they are, and hold nothing up."));
    assert_eq!(held.checked.of(Severity::Stop), 6);
    assert!(!desk.out().exists() && desk.store.sequence() == before, "nothing is written and nothing noted");
    for nothing in [Some(""), Some("  ")] {
        assert!(matches!(desk.order(Scope::default(), nothing), Ok(Answer::Held(_))));
    }
    desk.order(Scope::default(), Some(" They came from the HMIS ")).unwrap();
    let mut noted = Vec::new();
    desk.store
        .history(before + 1, &mut |entry| {
            noted.push((entry.commit.what.clone(), entry.commit.reason.as_str().to_owned(), entry.commit.changes.clone()));
            Ok(())
        })
        .unwrap();
    let [(what, why, changes)] = &noted[..] else { panic!("one commit") };
    assert_eq!((what.as_str(), why.as_str()), ("Export", "They came from the HMIS"));
    let [Change::Setting { after, .. }] = &changes[..] else { panic!("one note") };
    assert!(after.as_str().contains("\"errors\":6") && after.as_str().contains("out.zip"), "{}", after.as_str());
    assert!(!after.as_str().contains(desk.folder.path().to_str().unwrap()), "the folder is nobody's business");
}

#[test]
fn r_imp_10_what_came_so_from_the_hmis_holds_nothing_up() {
    let mut desk = Desk::new();
    let Answer::Written(done) = desk.order(Scope::default(), None).unwrap() else { panic!("nothing was written here") };
    assert!(done.headline.contains(" The check found 6 errors in what came so from your HMIS; what came goes back as it came."));
    assert_eq!(done.checked.of(Severity::Stop), 6, "and the list has them");
    // An answer that is none of a mistake's own row makes nobody answer for it.
    desk.write("2");
    desk.put(&desk.charts()[0].events[0].clone(), at::event::RESULT_DATE, "2026-11-20");
    assert!(matches!(desk.order(Scope::default(), None), Ok(Answer::Written(_))));
}

#[test]
fn r_imp_10_a_mistake_that_follows_from_what_was_written_here_is_ours() {
    let mut desk = Desk::new();
    let charts = desk.charts();
    let stay =
        charts.iter().flat_map(|chart| &chart.enrollments).find(|row| row.relationship_to_hoh.is(wayhome::domain::hud::Relationship::Head));
    desk.put(stay.unwrap(), at::enrollment::ENTRY_DATE, "2026-11-30");
    let held = desk.held(Scope::default());
    let ours = held.headline.split(" error").next().unwrap().rsplit(' ').next().unwrap().parse::<u32>().unwrap();
    assert!(ours > 0 && held.headline.contains(" more came from your HMIS as they are"), "{}", held.headline);
}

#[test]
fn a_rehearsal_says_what_an_export_would_hold_and_writes_nothing() {
    let mut desk = Desk::new();
    let (before, now) = (desk.store.sequence(), desk.now());
    let rehearse =
        |desk: &Desk| transfer::rehearse(&desk.store, &Scope::default(), ExportId::new("RUN"), now, &Progress::default()).unwrap();
    let would = rehearse(&desk);
    assert!(!would.held && would.headline.contains("Nothing would hold it up."), "{}", would.headline);
    assert!(!desk.out().exists() && desk.store.sequence() == before);
    let (done, _) = desk.sends(Scope::default());
    assert_eq!(would.written, done.written);
    desk.blunders();
    let would = rehearse(&desk);
    assert!(would.held && would.headline.contains("held up by 1 error in what was written here"), "{}", would.headline);
}

#[test]
fn a_check_alone_finds_what_the_export_is_held_up_by() {
    let mut desk = Desk::new();
    desk.blunders();
    let held = desk.held(Scope::default());
    let now = desk.now();
    let alone = transfer::check(&desk.store, &Scope::default(), now, &Progress::default()).unwrap();
    let said =
        |checked: &Checked| -> Vec<(&'static str, String)> { checked.said.iter().map(|said| (said.rule.id(), said.id.clone())).collect() };
    assert_eq!(said(&alone), said(&held.checked));
}

#[test]
fn the_check_is_over_what_would_be_written() {
    let mut desk = Desk::new();
    // A placeholder is left out by the writer, so nobody is asked about it; who has no enrollment is asked about.
    desk.add("NEW");
    let held = desk.held(Scope::default());
    let new: Vec<_> = held.checked.said.iter().filter(|said| said.id == "NEW").collect();
    assert!(new.iter().all(|said| ![Rule::R_SSN_2, Rule::R_SSN_4].contains(&said.rule)), "{new:?}");
    assert!(new.iter().any(|said| said.rule == Rule::R_CSV_12 && said.owner == Some(ClientId::new("NEW"))), "{new:?}");
    assert_eq!(new.iter().find(|said| said.rule == Rule::R_CSV_12).and_then(|said| said.row()), Some((File::Client, "NEW".to_owned())));
    // Of a delta, only what changed is asked about, although the rules see the whole.
    desk.sends(Scope::default());
    desk.write("1");
    let Answer::Held(held) = desk.order(taking(Take::Since), None).unwrap() else { panic!("a result without its date is an error") };
    assert!(held.checked.said.iter().all(|said| said.id == EVENT), "{:?}", held.checked.said);
    assert!(held.headline.contains("1 error in what was written here that your HMIS may refuse."), "{}", held.headline);
}

#[test]
fn the_check_of_a_delta_says_what_a_change_made_of_a_household() {
    let mut desk = Desk::new();
    desk.sends(Scope::default());
    let charts = desk.charts();
    let stays = || charts.iter().flat_map(|chart| &chart.enrollments);
    let head = wayhome::domain::hud::Relationship::Head;
    let head_of = |id: &wayhome::domain::HouseholdId| stays().find(|row| row.household_id == *id && row.relationship_to_hoh.is(head));
    let other = |row: &wayhome::domain::hud::Enrollment| head_of(&row.household_id).filter(|it| it.enrollment_id != row.enrollment_id);
    let (member, first) = stays().find_map(|row| Some((row, other(row)?))).unwrap();
    desk.put(member, at::enrollment::RELATIONSHIP_TO_HOH, "1");
    let held = desk.held(taking(Take::Since));
    let heads = held.checked.said.iter().filter(|said| said.rule == Rule::R_ENR_9);
    let ids: BTreeSet<&str> = heads.map(|said| said.id.as_str()).collect();
    assert_eq!(ids, [member.enrollment_id.as_str(), first.enrollment_id.as_str()].into(), "a second head is found at both");
}
