//! Of how many clients there is work that the HMIS does not have.

use super::*;

#[test]
fn what_was_exported_and_taken_back_is_to_be_told() {
    let mut desk = Desk::new();
    let result = desk.write("2");
    desk.sends(taking(Take::Since));
    assert!(!Unsent::of(&desk.store).unwrap().ahead().is_due());
    let undo = transfer::undo(&desk.store, result).unwrap().unwrap();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    desk.store.commit(&undo.commit(&stamp, &"A mistake".into()), stamp.now).unwrap();
    // It stands as the HMIS told it, but not as the export has it.
    let ahead = Unsent::of(&desk.store).unwrap().ahead();
    assert_eq!((ahead.clients, ahead.exported, ahead.is_due()), (1, 0, true), "{:?}", ahead.words());
    let (_, sent) = desk.sends(taking(Take::Unsent));
    assert_eq!(of(&sent, File::Event), [EVENT], "and goes with what the HMIS does not have");
    assert!(sent.charts().all(|chart| chart.events[0].referral_result.is_blank()));
    assert_eq!(Unsent::of(&desk.store).unwrap().count(), 0, "then it was told");
    // An import that is taken back after an export leaves all as the export has it.
    let mut later = sample();
    let mut rows = later.folders.iter_mut().flat_map(|folder| &mut folder.0);
    let event = rows.find(|row| row.get(at::event::EVENT_ID) == EVENT).unwrap();
    event.put(RESULT, "3");
    event.put(at::event::DATE_UPDATED, "2026-12-09 10:00:00");
    let now = desk.now();
    transfer::import(&mut desk.store, later, now).unwrap();
    assert!(desk.charts().iter().any(|chart| chart.event(&EventId::new(EVENT)).is_some_and(|event| event.get(RESULT) == "3")));
    let undo = transfer::undo(&desk.store, desk.store.sequence()).unwrap().unwrap();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    desk.store.commit(&undo.commit(&stamp, &"A mistake".into()), stamp.now).unwrap();
    assert_eq!(Unsent::of(&desk.store).unwrap().count(), 0);
    // What was taken back before anything was written out is nobody's to know.
    let result = desk.write("2");
    let undo = transfer::undo(&desk.store, result).unwrap().unwrap();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    desk.store.commit(&undo.commit(&stamp, &"A mistake".into()), stamp.now).unwrap();
    assert_eq!(Unsent::of(&desk.store).unwrap().count(), 0);
}

#[test]
fn what_the_hmis_does_not_have_is_counted_until_it_tells_of_it() {
    let mut desk = Desk::new();
    let mut followed = Unsent::of(&desk.store).unwrap();
    assert_eq!((desk.unsent(), followed.count()), (0, 0));
    let same = |desk: &Desk, followed: &mut Unsent, expected: usize| {
        let mut last = None;
        desk.store
            .history(desk.store.sequence(), &mut |entry| {
                last = Some(entry.commit.clone());
                Ok(())
            })
            .unwrap();
        followed.follow(&desk.store, &last.unwrap()).unwrap();
        assert_eq!((desk.unsent(), followed.count()), (expected, expected));
    };
    desk.write("1");
    same(&desk, &mut followed, 1);
    desk.add("NEW");
    same(&desk, &mut followed, 2);
    desk.write("");
    same(&desk, &mut followed, 1);
    desk.write("3");
    same(&desk, &mut followed, 2);
    assert_eq!(followed.ahead().words().as_deref(), Some("Work on 2 clients not in your HMIS yet"));
    desk.sends(Scope::default());
    same(&desk, &mut followed, 2);
    // Written out, and not taken yet: known when the records are opened, and at once.
    let anew = Unsent::of(&desk.store).unwrap().ahead();
    assert_eq!((anew.clients, anew.exported, anew.is_due()), (2, 2, false));
    followed.answered(anew.on.unwrap(), desk.store.sequence());
    assert_eq!(followed.ahead(), anew);
    assert!(anew.words().unwrap().starts_with("Work on 2 clients exported on "));
    desk.write("1");
    same(&desk, &mut followed, 2);
    assert_eq!((followed.ahead().exported, Unsent::of(&desk.store).unwrap().ahead().exported), (1, 1));
    desk.write("3");
    same(&desk, &mut followed, 2);
    // The HMIS still knows nothing of either.
    desk.reads(sample());
    same(&desk, &mut followed, 2);
    desk.write("2");
    same(&desk, &mut followed, 2);
    // It has the result now.
    let mut told = sample();
    let event = crate::exchange::event_of(&mut told, EVENT);
    event.put(RESULT, "2");
    event.put(at::event::DATE_UPDATED, "2026-12-02 00:00:00");
    desk.reads(told);
    same(&desk, &mut followed, 1);
}

#[test]
fn what_is_to_be_exported_and_what_is_not_confirmed_yet_are_both_said() {
    let on = wayhome::app::preset::fixed_clock();
    let ahead = |clients, exported, exports| wayhome::transfer::Ahead { clients, exported, exports, on: Some(on), told: true }.words();
    assert_eq!(ahead(0, 0, 0), None);
    assert_eq!(ahead(3, 0, 0).unwrap(), "Work on 3 clients not in your HMIS yet");
    assert_eq!(ahead(3, 2, 1).unwrap(), "Work on 1 client not in your HMIS yet, on 2 more exported on 11/20/2026, not yet confirmed");
    assert_eq!(ahead(3, 3, 1).unwrap(), "Work on 3 clients exported on 11/20/2026, not yet confirmed by your HMIS");
}

#[test]
fn what_the_hmis_never_had_is_not_counted() {
    let mut desk = Desk::new();
    desk.add("NEW");
    assert_eq!(Unsent::of(&desk.store).unwrap().count(), 1);
    let made = desk.charts().into_iter().find(|chart| chart.id().as_str() == "NEW").unwrap().client;
    let deleted = desk.now().write();
    desk.put(&made, at::client::DATE_DELETED, &deleted);
    let mut followed = Unsent::of(&desk.store).unwrap();
    assert_eq!(followed.count(), 0, "made and deleted again before anything was exported");
    // No export has it, so it is still nowhere.
    desk.sends(Scope::default());
    followed.written(&desk.store).unwrap();
    assert_eq!((followed.count(), Unsent::of(&desk.store).unwrap().count()), (0, 0));
    // What was written out between the two may be there.
    desk.add("SENT");
    desk.sends(Scope::default());
    let made = desk.charts().into_iter().find(|chart| chart.id().as_str() == "SENT").unwrap().client;
    let deleted = desk.now().write();
    desk.put(&made, at::client::DATE_DELETED, &deleted);
    assert_eq!(Unsent::of(&desk.store).unwrap().count(), 1);
}

#[test]
fn the_count_follows_the_saves_in_their_order() {
    let mut desk = Desk::new();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let charts = desk.charts();
    let before = charts.iter().find_map(|chart| chart.event(&EventId::new(EVENT))).unwrap();
    let write = |before: &Event, result: &str| {
        let mut after = before.clone();
        after.put(RESULT, result);
        (Commit::new("CE Event", vec![stamp.change(Some(before), &mut after).unwrap()]), after)
    };
    let (first, after) = write(before, "1");
    let (second, _) = write(&after, "2");
    let directory = Directory::new(desk.store.roll().unwrap());
    let ledger = Ledger::of(&desk.store, &directory).unwrap();
    let handle = Handle::spawn(desk.store).unwrap();
    let saves = [first, second].map(|commit| save(&handle, &ledger, 1, commit, stamp.now));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // The later one is asked for its answer first.
    for task in saves.into_iter().rev() {
        let mut answers = task::into_stream(task).unwrap();
        let Some(Action::Output(Message::Saved(_, answer))) = runtime.block_on(answers.next()) else { panic!("a save answers") };
        assert_eq!(answer.unwrap().unsent.clients, 1);
    }
    assert_eq!(ledger.ahead().clients, 1);
}

/// The key-in sheet as it is now.
fn sheets(desk: &Desk) -> transfer::Sheets {
    let directory = Directory::new(desk.store.roll().unwrap());
    let unsent = Unsent::among(&desk.store, directory.roll()).unwrap();
    transfer::keyin(&desk.store, &unsent, &directory).unwrap()
}

/// When the exports were written that hold what is to be typed of a record as it stands.
fn exports_of(desk: &Desk, file: File, key: &str) -> Vec<Instant> {
    let sheets = sheets(desk);
    let entry = sheets.0.iter().flat_map(|(_, entries)| entries).find(|entry| entry.record == (file, key.to_owned()));
    entry.unwrap().exported.iter().map(|export| export.at).collect()
}

/// When an export was written that holds what is to be typed of the event as it stands; none where none does.
fn in_export(desk: &Desk) -> Option<Instant> {
    let exported = exports_of(desk, File::Event, EVENT);
    assert_eq!(sheets(desk).exported_words().is_some(), !exported.is_empty(), "it alone is to be typed");
    exported.last().copied()
}

fn last_export(desk: &Desk) -> Instant {
    transfer::Exports::of(&desk.store).last().unwrap().at
}

#[test]
fn each_form_is_in_the_export_that_holds_it_and_in_no_later_delta() {
    let mut desk = Desk::new();
    desk.write("2");
    desk.add("NEW");
    desk.sends(Scope::default());
    let full = last_export(&desk);
    let client = desk.charts().into_iter().find(|chart| chart.id().as_str() == "NEW").unwrap().client;
    desk.put(&client, at::client::FIRST_NAME, "Aurelia");
    let (_, sent) = desk.sends(taking(Take::Since));
    assert_eq!((of(&sent, File::Event).len(), of(&sent, File::Client)), (0, vec!["NEW".to_owned()]));
    let delta = last_export(&desk);
    assert_eq!(exports_of(&desk, File::Event, EVENT), [full], "the delta does not hold it");
    assert_eq!(exports_of(&desk, File::Client, "NEW"), [delta]);
    let words = sheets(&desk).exported_words().unwrap();
    assert!(words.starts_with("Both are in exports: 1 in that of ") && words.contains("If your HMIS takes those files, do not"), "{words}");
    let ahead = Unsent::of(&desk.store).unwrap().ahead();
    let on = wayhome::domain::date::show(delta.date());
    assert_eq!(ahead.words(), Some(format!("Work on 2 clients in 2 exports, the last on {on}, not yet confirmed by your HMIS")));
    // A third one counts from the second, and what is followed says the same as what is read anew.
    let second = desk.charts().into_iter().find(|chart| chart.id().as_str() == "NEW").unwrap().client;
    desk.put(&second, at::client::LAST_NAME, "Moss");
    let ledger = Ledger::of(&desk.store, &Directory::new(desk.store.roll().unwrap())).unwrap();
    desk.sends(taking(Take::Since));
    ledger.written(&desk.store, Some(last_export(&desk))).unwrap();
    assert_eq!(exports_of(&desk, File::Event, EVENT), [full]);
    assert_eq!(exports_of(&desk, File::Client, "NEW"), [last_export(&desk)]);
    assert_eq!(ledger.sheets(&desk.store, &Directory::new(desk.store.roll().unwrap())).unwrap(), sheets(&desk));
}

#[test]
fn an_import_that_still_lacks_it_ends_the_word_that_an_export_holds_it() {
    let mut desk = Desk::new();
    desk.write("2");
    desk.sends(Scope::default());
    let first = last_export(&desk);
    assert_eq!(in_export(&desk), Some(first));
    desk.reads(sample());
    assert_eq!(in_export(&desk), None, "the HMIS told of it, and has it not");
    desk.sends(taking(Take::Unsent));
    assert_eq!(in_export(&desk), Some(last_export(&desk)), "a later one may be on its way");
}

#[test]
fn the_key_in_sheet_says_what_an_export_holds_already() {
    for take in [Take::Everything, Take::Since, Take::Unsent] {
        let mut desk = Desk::new();
        desk.write("2");
        assert_eq!(in_export(&desk), None, "nothing was exported");
        desk.order(Scope { hashed: true, ..taking(take) }, Some("A test of the sheet")).unwrap();
        assert_eq!(in_export(&desk), None, "no HMIS takes what is hashed");
        desk.sends(taking(take));
        let at = last_export(&desk);
        assert_eq!(in_export(&desk), Some(at), "{take:?} holds it as it stands");
        desk.write("3");
        assert_eq!(in_export(&desk), None, "{take:?}: it was changed since");
        // A delta over what was exported holds the later answer.
        desk.sends(taking(Take::Since));
        assert!(in_export(&desk) > Some(at));
    }
}

#[test]
fn an_export_of_a_part_is_not_said_to_hold_what_is_to_be_typed() {
    let mut desk = Desk::new();
    desk.write("2");
    let charts = desk.charts();
    let (mine, event) = charts.iter().find_map(|chart| Some((chart, chart.event(&EventId::new(EVENT))?))).unwrap();
    let stay = mine.enrollment(&event.enrollment_id).unwrap();
    let stays = charts.iter().filter(|chart| chart.id() != mine.id()).flat_map(|chart| &chart.enrollments);
    let other = stays.map(|it| it.project_id.clone()).find(|project| *project != stay.project_id).unwrap();
    desk.sends(project(other.as_str()));
    assert_eq!(in_export(&desk), None);
}

#[test]
fn what_is_owed_stands_until_it_is_looked_at_anew() {
    let mut desk = Desk::new();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let charts = desk.charts();
    let before = charts.iter().flat_map(|chart| &chart.enrollments).find(|stay| !stay.disabling_condition.is_blank()).unwrap();
    let mut after = before.clone();
    after.put(at::enrollment::DISABLING_CONDITION, "");
    let commit = Commit::new("Enrollment", vec![stamp.change(Some(before), &mut after).unwrap()]);
    let directory = Directory::new(desk.store.roll().unwrap());
    let ledger = Ledger::of(&desk.store, &directory).unwrap();
    let agency = std::sync::Arc::new(desk.store.agency().unwrap());
    ledger.judge_by(agency.clone());
    let owner = agency.owner(&before.project_id).unwrap().organization_id.clone();
    let handle = Handle::spawn(desk.store).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answers = |task| runtime.block_on(task::into_stream(task).unwrap().collect::<Vec<_>>());
    assert_eq!(answers(save(&handle, &ledger, 1, commit, stamp.now)).len(), 1);
    let known = ledger.owing().households(&agency, &owner);
    assert_eq!(known.len(), 1, "something is owed now");
    // The programs may be others now: nobody has looked yet, and nothing says that nothing is owed.
    ledger.judge_by(agency.clone());
    assert_eq!(ledger.owing().households(&agency, &owner), known);
    let told = answers(owing(&handle, &ledger, stamp.now));
    let Some(Action::Output(Message::Owing(Ok(looked)))) = told.last() else { panic!("it tells of what it found") };
    assert_eq!(looked.households(&agency, &owner), known);
    // Of nobody else: who was listed and has nothing written here any more owes nothing.
    let mut alone = (**looked).clone();
    alone.keep(&[]);
    assert!(alone.households(&agency, &owner).is_empty() && alone.revision() > looked.revision());
}
