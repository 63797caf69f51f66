//! What was taken back here: it goes to whoever may have heard of it, and to nobody else.

use super::*;
use wayhome::domain::EnrollmentId;
use wayhome::domain::hud::Referral;

/// Takes a save back; what is to be said of exports that may have it.
fn takes_back(desk: &mut Desk, save: u64) -> Option<String> {
    let undo = transfer::undo(&desk.store, save).unwrap().unwrap();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    desk.store.commit(&undo.commit(&stamp, &"A mistake".into()), stamp.now).unwrap();
    undo.exported_words()
}

/// The client of the event, and the enrollment that a result may name.
fn chart(desk: &Desk) -> (Chart, EnrollmentId) {
    let chart = desk.charts().into_iter().find(|chart| chart.event(&EventId::new(EVENT)).is_some()).unwrap();
    let stay = chart.enrollments[0].enrollment_id.clone();
    (chart, stay)
}

/// Records a day on which the referral was acknowledged.
fn acknowledges(desk: &mut Desk) {
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let (chart, _) = chart(desk);
    let mut beside = chart.referral(&EventId::new(EVENT));
    beside.put(at::referral::DATE_ACKNOWLEDGED, "2026-11-04");
    let change = stamp.change(None, &mut beside).unwrap();
    desk.store.commit(&Commit::new("Acknowledgment", vec![change]), stamp.now).unwrap();
}

/// Records a result with the enrollment that came of it.
fn resolves(desk: &mut Desk) -> u64 {
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let (chart, stay) = chart(desk);
    let before = chart.event(&EventId::new(EVENT)).unwrap();
    let (mut after, mut beside) = (before.clone(), chart.referral(&before.event_id));
    after.put(RESULT, "1");
    after.put(at::event::RESULT_DATE, "2026-11-20");
    beside.resulting_enrollment_id = stay;
    let here = chart.referrals.iter().find(|row| row.event_id == before.event_id).map(|row| row as &dyn Row);
    let changes = [stamp.change(Some(before), &mut after), stamp.change(here, &mut beside)].into_iter().flatten().collect();
    desk.store.commit(&Commit::new("Resolve referral", changes), stamp.now).unwrap()
}

/// The answers about referrals of what was written last: the question's number, the answer, and whether it is deleted.
fn answers(desk: &Desk) -> Vec<(String, String, bool)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(desk.out()).unwrap()).unwrap();
    let Ok(file) = zip.by_name("CustomReferral.csv") else { return Vec::new() };
    let mut reader = csv::Reader::from_reader(file);
    reader.records().map(|row| row.unwrap()).map(|row| (row[4].to_owned(), row[6].to_owned(), !row[11].is_empty())).collect()
}

/// What is left to be typed: the label, what the HMIS has, and what it is to have.
fn to_type(desk: &Desk) -> Vec<(&'static str, String, String)> {
    let directory = Directory::new(desk.store.roll().unwrap());
    let unsent = Unsent::among(&desk.store, directory.roll()).unwrap();
    let sheets = transfer::keyin(&desk.store, &unsent, &directory).unwrap();
    let lines = sheets.0.iter().flat_map(|(_, entries)| entries).flat_map(|entry| &entry.lines);
    lines.map(|line| (line.label(), line.before.as_str().to_owned(), line.after.as_str().to_owned())).collect()
}

/// The sample of an HMIS whose clock is hours ahead of this desk's.
fn ahead() -> Source {
    let mut source = sample();
    for row in source.folders.iter_mut().flat_map(|folder| &mut folder.0).filter(|row| row.key() == EVENT) {
        row.set(at::event::DATE_UPDATED.column, "2026-12-01 08:00:00");
    }
    source
}

#[test]
fn r_imp_7_work_on_a_row_that_is_ahead_of_our_clock_arrives_and_so_does_what_takes_it_back() {
    let (mut desk, mut other) = (Desk::of(ahead()), Desk::named("Ana Keeper", ahead()));
    let result = |desk: &Desk| chart(desk).0.event(&EventId::new(EVENT)).unwrap().peek(usize::from(RESULT.column)).into_owned();
    let before = result(&desk);
    let send = |desk: &mut Desk, other: &mut Desk| {
        assert!(matches!(desk.order(taking(Take::Since), Some("A trial")).unwrap(), Answer::Written(_)));
        other.reads(read(&desk.out()).unwrap());
    };
    let save = desk.write("3");
    send(&mut desk, &mut other);
    assert_eq!((before.as_str(), result(&other).as_str()), ("", "3"));
    takes_back(&mut desk, save);
    send(&mut desk, &mut other);
    assert_eq!((result(&desk), result(&other)), (before.clone(), before), "or the next import would bring it back");
}

#[test]
fn an_exported_result_that_is_taken_back_is_told_with_all_that_it_wrote() {
    for acknowledged in [true, false] {
        let mut desk = Desk::new();
        let mut other = Desk::named("Ana Keeper", sample());
        let told = |desk: &Desk, other: &mut Desk| {
            other.reads(read(&desk.out()).unwrap());
            chart(other).0.referral(&EventId::new(EVENT))
        };
        if acknowledged {
            acknowledges(&mut desk);
        }
        let save = resolves(&mut desk);
        let stay = chart(&desk).1.to_string();
        desk.sends(taking(Take::Since));
        assert!(answers(&desk).contains(&("2".to_owned(), stay.clone(), false)));
        assert_eq!(told(&desk, &mut other).resulting_enrollment_id.as_str(), stay);
        let words = takes_back(&mut desk, save).unwrap();
        assert!(words.starts_with("Your HMIS may have it from the export of 12/01/2026."), "{words}");
        // On the key-in sheet.
        let lines = to_type(&desk);
        let blank = |label: &str, before: &str| lines.iter().any(|(l, b, after)| (*l, b.as_str(), after.as_str()) == (label, before, ""));
        assert!(blank("Referral Result", "1") && blank("Resulting Enrollment", &stay), "{lines:?}");
        // In the next delta, and with what the HMIS does not have.
        for take in [Take::Unsent, Take::Since] {
            desk.sends(taking(take));
            let gone = ("2".to_owned(), stay.clone(), true);
            let day = ("1".to_owned(), "2026-11-04".to_owned(), false);
            let expected: Vec<_> = if acknowledged { vec![day, gone] } else { vec![gone] };
            if take == Take::Unsent || acknowledged {
                assert_eq!(answers(&desk), expected, "{take:?}, acknowledged: {acknowledged}");
            }
            let after: Referral = told(&desk, &mut other);
            assert_eq!((after.resulting_enrollment_id.is_blank(), after.date_acknowledged.is_blank()), (true, !acknowledged));
        }
        assert!(!Unsent::of(&desk.store).unwrap().ahead().is_due());
    }
}

#[test]
fn what_is_typed_by_hand_of_a_result_that_was_taken_back_is_ticked_off_once() {
    let mut desk = Desk::new();
    let save = resolves(&mut desk);
    desk.sends(taking(Take::Since));
    takes_back(&mut desk, save);
    let sheets = |desk: &Desk| {
        let directory = Directory::new(desk.store.roll().unwrap());
        let unsent = Unsent::among(&desk.store, directory.roll()).unwrap();
        (transfer::keyin(&desk.store, &unsent, &directory).unwrap(), unsent.count())
    };
    let (before, count) = sheets(&desk);
    assert_eq!((before.counts(), before.clients(), count), ((1, 0), 1, 1));
    let (chart, entries) = &before.0[0];
    let now = desk.now();
    let tick = wayhome::domain::keyin::tick(chart, &entries.iter().collect::<Vec<_>>(), now, "Mai Green").unwrap();
    desk.store.commit(&tick, now).unwrap();
    let (after, count) = sheets(&desk);
    assert_eq!((after.counts(), count), ((0, 1), 0));
    let (chart, entries) = &after.0[0];
    let untick = wayhome::domain::keyin::untick(chart, &entries.iter().collect::<Vec<_>>()).unwrap();
    let now = desk.now();
    desk.store.commit(&untick, now).unwrap();
    assert_eq!(sheets(&desk).0.counts(), (1, 0));
}

#[test]
fn what_was_put_back_before_anything_was_written_out_goes_nowhere() {
    let nothing = |desk: &mut Desk| {
        assert!(matches!(desk.order(taking(Take::Since), Some("A test")), Err(transfer::Error::Unchanged { .. })));
        assert_eq!(Unsent::of(&desk.store).unwrap().count(), 0);
        assert_eq!(to_type(desk), []);
    };
    let mut desk = Desk::new();
    let save = resolves(&mut desk);
    assert_eq!(takes_back(&mut desk, save), None);
    nothing(&mut desk);
    // Nor where everything was exported before.
    desk.sends(Scope::default());
    let save = resolves(&mut desk);
    assert_eq!(takes_back(&mut desk, save), None);
    nothing(&mut desk);
    // What another export may have held in between is told.
    let save = resolves(&mut desk);
    let project = chart(&desk).0.enrollments[0].project_id.to_string();
    desk.sends(self::project(&project));
    assert!(takes_back(&mut desk, save).is_some());
    let (_, sent) = desk.sends(taking(Take::Since));
    assert_eq!(of(&sent, File::Event), [EVENT]);
}

#[test]
fn what_stands_again_as_an_export_holds_it_is_not_due_anew() {
    let mut desk = Desk::new();
    desk.write("2");
    desk.sends(taking(Take::Since));
    let mut followed = Unsent::of(&desk.store).unwrap();
    let last = |desk: &Desk, save: u64| desk.store.save(save).unwrap().unwrap().commit;
    for (result, due) in [("3", true), ("2", false), ("3", true), ("2", false)] {
        let save = desk.write(result);
        followed.follow(&desk.store, &last(&desk, save)).unwrap();
        assert_eq!((followed.ahead().is_due(), Unsent::of(&desk.store).unwrap().ahead().is_due()), (due, due), "{result}");
    }
    assert!(matches!(desk.order(taking(Take::Since), Some("A test")), Err(transfer::Error::Unchanged { .. })));
}

#[test]
fn the_count_goes_by_the_order_of_exports_whatever_the_clock_says() {
    let mut desk = Desk::new();
    desk.minute = 600;
    desk.write("2");
    desk.sends(taking(Take::Since));
    let mut followed = Unsent::of(&desk.store).unwrap();
    let save = desk.write("3");
    followed.follow(&desk.store, &desk.store.save(save).unwrap().unwrap().commit).unwrap();
    assert_eq!(followed.ahead().exported, 0);
    // The clock goes back before the next one.
    desk.minute = 60;
    desk.sends(taking(Take::Since));
    followed.written(&desk.store).unwrap();
    assert_eq!((followed.ahead().exported, followed.ahead()), (1, Unsent::of(&desk.store).unwrap().ahead()));
}

/// True where the taken-back result is to be written out, as the count has it; the key-in sheet says the same.
fn is_due(desk: &Desk) -> bool {
    let due = Unsent::of(&desk.store).unwrap().ahead().is_due();
    assert_eq!(due, to_type(desk).iter().any(|(label, before, _)| *label == "Referral Result" && before == "1"), "count and sheet agree");
    due
}

/// Another client.
fn somebody_else(desk: &Desk) -> Chart {
    let (of_event, _) = chart(desk);
    desk.charts().into_iter().find(|chart| chart.id() != of_event.id()).unwrap()
}

#[test]
fn what_an_export_of_one_program_held_and_was_taken_back_is_told() {
    for scope in [Take::Unsent, Take::Since] {
        let mut desk = Desk::new();
        let project = chart(&desk).0.enrollments[0].project_id.clone();
        let elsewhere = somebody_else(&desk).enrollments.into_iter().find(|stay| stay.project_id != project).unwrap();
        desk.put(&elsewhere, at::enrollment::TIMES_HOMELESS_PAST_THREE_YEARS, "8");
        let save = resolves(&mut desk);
        let (done, _) = desk.sends(self::project(project.as_str()));
        assert!(!done.whole && transfer::Exports::of(&desk.store).answer().is_none(), "it holds a part of the work");
        let stay = ("2".to_owned(), chart(&desk).1.to_string(), true);
        let mut followed = Unsent::of(&desk.store).unwrap();
        assert!(takes_back(&mut desk, save).is_some());
        followed.follow(&desk.store, &desk.store.save(desk.store.sequence()).unwrap().unwrap().commit).unwrap();
        assert_eq!(followed.ahead(), Unsent::of(&desk.store).unwrap().ahead());
        assert!(is_due(&desk));
        let (_, sent) = desk.sends(taking(scope));
        assert!(of(&sent, File::Event).contains(&EVENT.to_owned()) && answers(&desk).contains(&stay), "{scope:?}");
        assert!(!is_due(&desk));
    }
}

#[test]
fn what_an_export_held_and_a_later_one_left_out_is_told_where_it_is_taken_back() {
    let mut desk = Desk::new();
    let save = resolves(&mut desk);
    desk.sends(taking(Take::Since));
    // Its enrollment is no result of it, an error: this household stays out of the next one, where another has work.
    desk.put(&somebody_else(&desk).client, at::client::MIDDLE_NAME, "Lee");
    desk.put(&chart(&desk).0.event(&EventId::new(EVENT)).unwrap().clone(), at::event::RESULT_DATE, "2026-11-21");
    let later = desk.store.sequence();
    let answer = desk.orders(taking(Take::Finished), OnErrors::Hold).unwrap();
    assert!(matches!(answer, Answer::Written(done) if done.left.unfinished > 0));
    takes_back(&mut desk, later);
    takes_back(&mut desk, save);
    assert!(is_due(&desk));
}

#[test]
fn what_only_a_hashed_export_held_nobody_heard_of() {
    let mut desk = Desk::new();
    let save = desk.add("NEW1");
    assert!(matches!(desk.order(Scope { hashed: true, ..Scope::default() }, Some("A test")).unwrap(), Answer::Written(_)));
    assert_eq!(takes_back(&mut desk, save), None);
    assert_eq!(Unsent::of(&desk.store).unwrap().count(), 0);
    assert!(matches!(desk.order(taking(Take::Since), Some("A test")), Err(transfer::Error::Unchanged { .. })));
}

#[test]
fn what_one_of_two_exports_of_programs_held_goes_with_the_next_one() {
    let mut desk = Desk::new();
    desk.sends(Scope::default());
    let project = chart(&desk).0.enrollments[0].project_id.to_string();
    let stays = desk.charts().into_iter().flat_map(|chart| chart.enrollments);
    let other = stays.map(|stay| stay.project_id.to_string()).find(|id| *id != project).unwrap();
    let first = desk.write("2");
    desk.sends(self::project(&project));
    takes_back(&mut desk, first);
    desk.sends(self::project(&other));
    let again = desk.write("2");
    takes_back(&mut desk, again);
    let (_, sent) = desk.sends(taking(Take::Since));
    assert_eq!(of(&sent, File::Event), [EVENT]);
}

#[test]
fn a_tick_that_is_made_and_taken_back_leaves_a_form_in_the_export_that_holds_it() {
    let mut desk = Desk::new();
    desk.write("2");
    let stay = chart(&desk).0.enrollments[0].clone();
    desk.put(&stay, at::enrollment::ENTRY_DATE, "2026-10-02");
    let stay = chart(&desk).0.enrollments[0].clone();
    desk.put(&stay, at::enrollment::DISABLING_CONDITION, "99");
    let stay = chart(&desk).0.enrollments[0].clone();
    desk.put(&stay, at::enrollment::RELATIONSHIP_TO_HOH, "3");
    let who = chart(&desk).0.client.clone();
    desk.put(&who, at::client::VETERAN_STATUS, "99");
    desk.sends(taking(Take::Since));
    desk.add("C-NEW");
    desk.sends(taking(Take::Since));
    let mut followed = Unsent::of(&desk.store).unwrap();
    let holds = |unsent: &Unsent, chart: &Chart| {
        let entries = wayhome::domain::keyin::entries(chart, unsent.heard());
        entries.iter().map(|entry| unsent.sent(entry.rows()).into_iter().map(|sent| sent.at).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let before = holds(&followed, &chart(&desk).0);
    assert!(before.len() > 2 && before.iter().all(|of| of.len() == 1), "{before:?}");
    for (at, undoes) in (0..before.len()).flat_map(|at| [false, true, false, true].map(|undoes| (at, undoes))) {
        let (chart, now) = (chart(&desk).0, desk.now());
        let entries = wayhome::domain::keyin::entries(&chart, Unsent::of(&desk.store).unwrap().heard());
        let tick = wayhome::domain::keyin::tick(&chart, &[&entries[at]], now, "Mai Green").unwrap();
        let save = desk.store.commit(&tick, now).unwrap();
        followed.follow(&desk.store, &tick).unwrap();
        // The other forms of its row are where they were, read anew too.
        let others = |mut of: Vec<Vec<Instant>>| {
            of.remove(at);
            of
        };
        let (known, anew) = (holds(&followed, &self::chart(&desk).0), holds(&Unsent::of(&desk.store).unwrap(), &self::chart(&desk).0));
        assert_eq!((others(known), others(anew)), (others(before.clone()), others(before.clone())), "{at}");
        if undoes {
            takes_back(&mut desk, save);
        } else {
            let (chart, now) = (self::chart(&desk).0, desk.now());
            let entries = wayhome::domain::keyin::entries(&chart, Unsent::of(&desk.store).unwrap().heard());
            let untick = wayhome::domain::keyin::untick(&chart, &[&entries[at]]).unwrap();
            desk.store.commit(&untick, now).unwrap();
        }
        let last = desk.store.save(desk.store.sequence()).unwrap().unwrap().commit;
        followed.follow(&desk.store, &last).unwrap();
        let chart = self::chart(&desk).0;
        assert_eq!(
            (holds(&followed, &chart), holds(&Unsent::of(&desk.store).unwrap(), &chart)),
            (before.clone(), before.clone()),
            "{at}, undone: {undoes}"
        );
    }
}

#[test]
fn a_tick_that_is_made_and_taken_back_after_an_export_changes_nothing_of_it() {
    let mut desk = Desk::new();
    desk.write("2");
    desk.sends(taking(Take::Since));
    let (before, mut followed) = (Unsent::of(&desk.store).unwrap().ahead(), Unsent::of(&desk.store).unwrap());
    for undoes in [false, true] {
        let (chart, now) = (chart(&desk).0, desk.now());
        let entries = wayhome::domain::keyin::entries(&chart, Unsent::of(&desk.store).unwrap().heard());
        let tick = wayhome::domain::keyin::tick(&chart, &entries.iter().collect::<Vec<_>>(), now, "Mai Green").unwrap();
        let save = desk.store.commit(&tick, now).unwrap();
        followed.follow(&desk.store, &tick).unwrap();
        assert_eq!(followed.count(), 0);
        if undoes {
            takes_back(&mut desk, save);
        } else {
            let (chart, now) = (self::chart(&desk).0, desk.now());
            let entries = wayhome::domain::keyin::entries(&chart, Unsent::of(&desk.store).unwrap().heard());
            let untick = wayhome::domain::keyin::untick(&chart, &entries.iter().collect::<Vec<_>>()).unwrap();
            desk.store.commit(&untick, now).unwrap();
        }
        let last = desk.store.save(desk.store.sequence()).unwrap().unwrap().commit;
        followed.follow(&desk.store, &last).unwrap();
        assert_eq!((followed.ahead(), Unsent::of(&desk.store).unwrap().ahead()), (before, before), "undone: {undoes}");
        assert!(matches!(desk.order(taking(Take::Since), Some("A test")), Err(transfer::Error::Unchanged { .. })), "undone: {undoes}");
    }
}
