//! Deltas: what changed here since the last export, and what it hangs on.

use super::*;
use wayhome::domain::hud::Affiliation;

#[test]
fn a_delta_holds_what_changed_and_what_it_hangs_on() {
    let mut desk = Desk::new();
    let none = desk.order(taking(Take::Since), None).unwrap_err();
    assert_eq!(none.to_string(), "Nothing was changed here yet, so there is nothing to send. Nothing was written.");
    assert!(!desk.out().exists());
    desk.write("1");
    let (done, sent) = desk.sends(taking(Take::Since));
    assert_eq!(sent.folders.len(), 1);
    assert_eq!((of(&sent, File::Event), of(&sent, File::Enrollment).len()), (vec![EVENT.to_owned()], 1), "{}", done.headline);
    assert_eq!(rows(&charts(&sent)).len(), 3, "the event, its enrollment, its client");
    let (stay, led) = sent
        .charts()
        .map(|chart| (chart.enrollments[0].project_id.to_string(), chart.events[0].get(at::event::LOCATION_CRISIS_OR_PH_HOUSING)))
        .next()
        .unwrap();
    assert_eq!(of(&sent, File::Project), [stay, led], "where the enrollment is, and where the event leads");
    assert_eq!(of(&sent, File::Organization).len(), 2);
    assert_eq!(done.left, wayhome::exchange::Left::default(), "what did not change is not left out");

    let again = desk.order(taking(Take::Since), None).unwrap_err().to_string();
    assert_eq!(again, "Nothing was changed here since the export of 12/01/2026, so there is nothing to send. Nothing was written.");
    let new = desk.add("NEW");
    let (_, sent) = desk.sends(taking(Take::Since));
    assert_eq!((of(&sent, File::Client), new), (vec!["NEW".to_owned()], desk.store.sequence() - 1), "nobody is left out silently");
}

#[test]
fn r_csv_12_a_delta_has_the_programs_that_it_names_with_their_organizations() {
    let mut desk = Desk::new();
    let charts = desk.charts();
    let (chart, event) = charts.iter().find_map(|chart| Some((chart, chart.event(&EventId::new(EVENT))?))).unwrap();
    let stays: Vec<String> = chart.enrollments.iter().map(|stay| stay.project_id.to_string()).collect();
    let agency = sample().agency;
    let elsewhere = agency.projects.iter().rev().find(|project| !stays.contains(&project.project_id.to_string())).unwrap();
    desk.put(event, at::event::LOCATION_CRISIS_OR_PH_HOUSING, elsewhere.project_id.as_str());
    for take in [Take::Since, Take::Unsent, Take::Updated(period("2026-12-01", "2026-12-01"))] {
        let (done, sent) = desk.sends(taking(take));
        assert!(of(&sent, File::Project).contains(&elsewhere.project_id.to_string()), "{}", done.headline);
        assert!(of(&sent, File::Organization).contains(&elsewhere.organization_id.to_string()));
        assert!(of(&sent, File::User).contains(&elsewhere.user_id.to_string()), "who wrote it, too");
        assert!(sent.named.is_empty(), "nothing that it names is missing");
        assert!(rows(&crate::exchange::charts(&sent)).len() == 3, "the event, its enrollment, its client: nobody who stays there");
    }
    // What takes the place of everything tells of the programs that were asked for.
    let mine = Scope { projects: stays.iter().map(ProjectId::new).collect(), ..Scope::default() };
    let (_, sent) = desk.sends(mine);
    assert!(!of(&sent, File::Project).contains(&elsewhere.project_id.to_string()));
}

#[test]
fn r_csv_12_what_takes_the_place_of_everything_has_a_program_whole_or_not_at_all() {
    let mut desk = Desk::new();
    let mine = desk.charts()[0].enrollments[0].project_id.clone();
    let other = sample().agency.projects.into_iter().map(|project| project.project_id).find(|id| *id != mine).unwrap();
    let mut affiliation = Affiliation { affiliation_id: "AFF1".into(), project_id: mine.clone(), ..Affiliation::default() };
    affiliation.put(at::affiliation::RES_PROJECT_ID, other.as_str());
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let change = stamp.change(None, &mut affiliation).unwrap();
    desk.store.commit(&Commit::new("A test", vec![change]), stamp.now).unwrap();
    let (_, sent) = desk.sends(Scope { projects: [mine.clone()].into(), ..Scope::default() });
    assert_eq!(of(&sent, File::Affiliation), ["AFF1"]);
    assert!(of(&sent, File::Project).contains(&mine.to_string()) && !of(&sent, File::Project).contains(&other.to_string()));
}

#[test]
fn of_what_a_delta_names_nothing_is_said_where_the_desk_has_it() {
    let mut desk = Desk::new();
    let charts = desk.charts();
    let event = charts.iter().find_map(|chart| chart.event(&EventId::new(EVENT))).unwrap();
    desk.put(event, at::event::LOCATION_CRISIS_OR_PH_HOUSING, "NOWHERE");
    let (_, sent) = desk.sends(taking(Take::Since));
    let said = |source: Source| {
        let mut other = Desk::named("Ana Keeper", sample());
        let now = other.now();
        let taken = transfer::import(&mut other.store, source, now).unwrap();
        taken.report.lines.into_iter().filter(|line| line.rule == "R-IMP-5").map(|line| line.words).collect::<Vec<_>>()
    };
    let mut known = read(&desk.out()).unwrap();
    known.named[0].key = sample().agency.projects[0].project_id.to_string();
    assert_eq!((sent.named.len(), said(known)), (1, Vec::new()));
    let lines = said(sent);
    assert!(lines.len() == 1 && lines[0].starts_with("No row of Project.csv"), "{lines:?}");
}

#[test]
fn the_first_delta_holds_all_the_work_also_what_an_import_after_it_did_not_tell_of() {
    let mut desk = Desk::new();
    desk.write("1");
    let mut later = sample();
    crate::exchange::change(&mut later, |charts| charts[0].client.put(at::client::MIDDLE_NAME, "Q"));
    desk.reads(later);
    desk.add("NEW");
    let (_, sent) = desk.sends(taking(Take::Since));
    assert_eq!((of(&sent, File::Event), of(&sent, File::Client).contains(&"NEW".to_owned())), (vec![EVENT.to_owned()], true));
}

#[test]
fn a_desk_knows_whether_an_hmis_told_it_anything() {
    let mut desk = Desk::new();
    let told = |desk: &Desk| Unsent::of(&desk.store).unwrap().ahead().told;
    assert!(told(&desk));
    let undo = desk.store.undo(desk.store.sequence()).unwrap().unwrap();
    let now = desk.now();
    desk.store.commit(&undo.commit(&Stamp::new(UserId::new("MaiGreen"), now), &"the wrong file".into()), now).unwrap();
    assert!(!told(&desk), "what was taken back told nothing");
}

#[test]
fn r_csv_10_work_in_a_row_whose_stamp_is_ahead_past_midnight_was_done_by_now() {
    let mut desk = Desk::new();
    let mut source = sample();
    let event = crate::exchange::event_of(&mut source, EVENT);
    event.put(at::event::DATE_UPDATED, "2026-12-02 03:00:00");
    let now = desk.now();
    transfer::import(&mut desk.store, source, now).unwrap();
    let today = taking(Take::Updated(period("2026-12-01", "2026-12-01")));
    assert!(matches!(desk.order(today.clone(), None), Err(transfer::Error::Nobody { .. })), "what the HMIS told is no work");
    desk.write("1");
    let (done, sent) = desk.sends(today);
    assert_eq!((of(&sent, File::Event), done.left.work), (vec![EVENT.to_owned()], 0));
    let before = taking(Take::Updated(period("2026-11-01", "2026-11-30")));
    assert!(!matches!(desk.order(before, None), Ok(Answer::Written(done)) if done.left.work == 0), "nothing of it was done before");
}

#[test]
fn a_delta_counts_from_an_export_that_held_all_the_work() {
    let mut desk = Desk::new();
    let elsewhere = sample().agency.projects.last().unwrap().project_id.to_string();
    let november = period("2026-11-01", "2026-11-30");
    for narrow in
        [project(&elsewhere), Scope { hashed: true, ..Scope::default() }, taking(Take::Active(november)), taking(Take::Updated(november))]
    {
        let words = narrow.words();
        desk.sends(Scope::default());
        desk.write("1");
        // Perhaps nobody is in it: then it is not written at all.
        let _ = desk.order(narrow, Some("A test"));
        let (_, sent) = desk.sends(taking(Take::Since));
        assert_eq!(of(&sent, File::Event), [EVENT], "{words}");
        desk.write("2");
        let (_, sent) = desk.sends(taking(Take::Since));
        assert_eq!(of(&sent, File::Event), [EVENT], "a delta begins where the one before it ended: {words}");
    }
}

#[test]
fn what_the_hmis_brings_is_no_work_and_what_takes_work_back_is() {
    let mut desk = Desk::new();
    desk.sends(Scope::default());
    let mut news = sample();
    crate::exchange::change(&mut news, |charts| {
        let client = &mut charts[0].client;
        client.put(at::client::MIDDLE_NAME, "Q");
        client.date_updated = Value::Known(Instant::read("2026-11-30 00:00:00").unwrap());
    });
    desk.reads(news);
    assert_eq!(desk.unsent(), 0);
    assert!(matches!(desk.order(taking(Take::Since), None), Err(transfer::Error::Unchanged { .. })), "an import is not sent back");
    let import = desk.store.sequence();
    let undo = desk.store.undo(import).unwrap().unwrap();
    let now = desk.now();
    desk.store.commit(&undo.commit(&Stamp::new(UserId::new("MaiGreen"), now), &"the wrong file".into()), now).unwrap();
    assert!(matches!(desk.order(taking(Take::Since), None), Err(transfer::Error::Unchanged { .. })), "nor is what took it back");

    let save = desk.write("1");
    desk.sends(taking(Take::Unsent));
    let undo = desk.store.undo(save).unwrap().unwrap();
    let now = desk.now();
    desk.store.commit(&undo.commit(&Stamp::new(UserId::new("MaiGreen"), now), &"the wrong client".into()), now).unwrap();
    let (_, sent) = desk.sends(taking(Take::Since));
    assert_eq!(of(&sent, File::Event), [EVENT], "somebody may have sent it meanwhile");
}

#[test]
fn what_the_hmis_does_not_have_can_be_sent_again() {
    let mut desk = Desk::new();
    desk.sends(Scope::default());
    let none = desk.order(taking(Take::Unsent), None).unwrap_err().to_string();
    assert!(none.starts_with("Nothing was changed here that your HMIS does not have, so there is nothing to send."), "{none}");
    desk.write("1");
    desk.sends(taking(Take::Since));
    // The file was lost on the way: the next delta knows nothing of it, this one does.
    assert!(desk.order(taking(Take::Since), None).is_err());
    let (_, sent) = desk.sends(taking(Take::Unsent));
    assert_eq!((of(&sent, File::Event), sent.export.get(at::export::EXPORT_PERIOD_TYPE)), (vec![EVENT.to_owned()], "4".to_owned()));
    desk.write("2");
    let (_, sent) = desk.sends(taking(Take::Since));
    assert_eq!(of(&sent, File::Event), [EVENT], "and no delta counts from it");
}

#[test]
fn a_delta_leaves_out_nothing_whose_enrollment_stands_with_another_client() {
    let mut desk = Desk::new();
    desk.sends(Scope::default());
    let charts = desk.charts();
    let event = charts.iter().find_map(|chart| chart.event(&EventId::new(EVENT))).unwrap();
    let other = charts.iter().find(|chart| chart.event(&EventId::new(EVENT)).is_none() && !chart.enrollments.is_empty()).unwrap();
    let stay = other.enrollments[0].enrollment_id.to_string();
    desk.put(event, at::event::ENROLLMENT_ID, &stay);
    let (done, sent) = desk.sends(taking(Take::Since));
    assert_eq!((of(&sent, File::Event), of(&sent, File::Enrollment)), (vec![EVENT.to_owned()], vec![stay]), "{}", done.headline);
    assert!(of(&sent, File::Client).contains(&other.id().to_string()) && of(&sent, File::Client).len() == 2);
    assert!(of(&sent, File::Project).contains(&other.enrollments[0].project_id.to_string()));
    assert_eq!(done.left, wayhome::exchange::Left::default());
}

#[test]
fn r_csv_14_what_was_made_and_deleted_before_anybody_heard_of_it_is_in_no_export() {
    let mut desk = Desk::new();
    let makes = |desk: &mut Desk, id: &str| {
        let charts = desk.charts();
        let like = charts.iter().find_map(|chart| chart.event(&EventId::new(EVENT))).unwrap();
        let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
        let mut event = Event { event_id: EventId::new(id), ..like.clone() };
        let change = stamp.change(None, &mut event).unwrap();
        desk.store.commit(&Commit::new("CE Event", vec![change]), stamp.now).unwrap();
    };
    let deletes = |desk: &mut Desk, id: &str| {
        let event = desk.charts().iter().find_map(|chart| chart.event(&EventId::new(id)).cloned()).unwrap();
        let now = desk.now().write();
        desk.put(&event, at::event::DATE_DELETED, &now);
    };
    makes(&mut desk, "NEVER");
    deletes(&mut desk, "NEVER");
    desk.write("2");
    for scope in [taking(Take::Since), taking(Take::Unsent), Scope::default()] {
        let words = scope.words();
        let sent = of(&desk.sends(scope).1, File::Event);
        assert!(sent.iter().any(|id| id == EVENT) && !sent.iter().any(|id| id == "NEVER"), "{words}");
    }
    // What was written out before it was deleted may be there.
    makes(&mut desk, "SENT");
    desk.sends(Scope::default());
    deletes(&mut desk, "SENT");
    for scope in [taking(Take::Since), taking(Take::Unsent), Scope::default()] {
        let words = scope.words();
        let sent = of(&desk.sends(scope).1, File::Event);
        assert!(sent.iter().any(|id| id == "SENT") && !sent.iter().any(|id| id == "NEVER"), "{words}");
    }
}
