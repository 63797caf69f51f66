//! What is said, for how long, and what takes whose place.

use super::*;
use crate::app::action::Part;

#[test]
fn a_success_goes_and_a_failure_stays() {
    let now = Instant::default();
    let mut toasts = Toasts::default();
    toasts.done("Saved", now);
    toasts.failed("Not saved");
    toasts.tick(now + Duration::seconds(5));
    assert_eq!(toasts.staying().map(|t| t.words.as_str()).collect::<Vec<_>>(), ["Not saved"]);
    assert!(!toasts.any_passing());
}

#[test]
fn a_caution_goes_with_the_end_of_what_it_waits_for() {
    let mut toasts = Toasts::default();
    toasts.owed("Intake saved. 2 answers are missing", Vec::new(), Destination::Home);
    toasts.turn();
    toasts.over(false);
    assert_eq!(toasts.staying().count(), 1, "they are missing after an import too");
    toasts.of_transfer("Something is under way");
    toasts.turn();
    toasts.failed("Not saved");
    toasts.over(false);
    let missing = "Intake saved. 2 answers are missing";
    assert_eq!(toasts.staying().map(|t| t.words.as_str()).collect::<Vec<_>>(), [missing, "Not saved"]);
    toasts.turn();
    toasts.over(true);
    assert_eq!(toasts.staying().map(|t| t.words.as_str()).collect::<Vec<_>>(), [missing, "Not saved"], "an export answers nothing");
}

#[test]
fn why_nothing_was_begun_is_not_said_of_what_is_done() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    toasts.hint("Nothing is exported yet.", now);
    toasts.over(true);
    assert!(toasts.any_passing(), "it was said of this very end");
    toasts.turn();
    toasts.over(true);
    assert!(!toasts.any_passing());
}

#[test]
fn what_is_said_of_a_save_outlives_work_that_has_nothing_to_do_with_it() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    let words = |toasts: &Toasts| toasts.staying().map(|t| t.words.clone()).collect::<Vec<_>>();
    toasts.saved("Living Situation saved", None, None, now);
    toasts.caution("Saved, but: Verified By is not answered.");
    toasts.turn();
    toasts.of_transfer("Something is under way");
    toasts.turn();
    toasts.over(false);
    assert_eq!(words(&toasts), ["Saved, but: Verified By is not answered."]);
    // What came of the check is said beside it.
    toasts.of_transfer("2 errors found");
    assert_eq!(words(&toasts), ["Saved, but: Verified By is not answered.", "2 errors found"]);
    toasts.turn();
    toasts.over(true);
    assert_eq!(words(&toasts), [""; 0], "the export says itself what is wrong with it");
    toasts.saved("Referral result saved", None, Some((7, "Referral result".to_owned())), now);
    toasts.caution("Saved, but: no enrollment.");
    toasts.turn();
    toasts.over(false);
    toasts.over(true);
    assert_eq!((words(&toasts), toasts.undo().is_some()), (vec!["Saved, but: no enrollment.".to_owned()], true));
}

#[test]
fn a_hint_takes_nothing_away_that_can_be_taken_back() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    toasts.saved("Acknowledgment saved", None, Some((7, "Acknowledgment".to_owned())), now);
    toasts.turn();
    toasts.hint("Nothing can be taken back here now.", now);
    assert_eq!(toasts.passing().map(|t| t.kind), Some(Kind::Hint));
    assert_eq!(toasts.held().map(|t| t.id), toasts.undo());
    toasts.tick(now + Duration::seconds(5));
    assert_eq!((toasts.passing().map(|t| t.id), toasts.held()), (toasts.undo(), None), "and is said again after it");
}

#[test]
fn what_was_saved_with_a_concern_is_taken_back_on_home_as_long_as_any_save() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    let about = Some((ClientId::new("C1"), Some(EventId::new("EV1"))));
    for (to, offers) in [(Destination::Home, true), (Destination::Clients, false)] {
        toasts.saved("Referral result saved", about.clone(), Some((7, "Referral result".to_owned())), now);
        toasts.caution("Saved, but: no enrollment.");
        toasts.turn();
        let later = now + Duration::seconds(600);
        toasts.leave(&to, later);
        assert_eq!(toasts.staying().count(), 0, "the concern is left behind");
        assert_eq!(toasts.passing().map(|t| t.words.as_str()), offers.then_some("Referral result saved"));
        toasts.tick(later + Duration::seconds(LONG - 1));
        assert_eq!(toasts.undo().is_some(), offers);
        toasts.tick(later + Duration::seconds(LONG));
        assert!(toasts.undo().is_none());
    }
}

#[test]
fn a_hint_passes_and_is_no_success() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    toasts.hint("Enter the day first", now);
    assert_eq!(toasts.passing().map(|t| t.kind), Some(Kind::Hint));
    toasts.tick(now + Duration::seconds(5));
    assert!(!toasts.any_passing());
}

#[test]
fn the_last_save_can_be_taken_back_once() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    let of = |sequence| (sequence, "Acknowledgment".to_owned());
    let save = Undo::Save(8, "Acknowledgment".to_owned());
    toasts.saved("Acknowledgment saved", Some((ClientId::new("C1"), None)), Some(of(7)), now);
    toasts.saved("Acknowledgment saved", Some((ClientId::new("C2"), None)), Some(of(8)), now);
    toasts.tick(now + Duration::seconds(10));
    let (gone, offered) = (0, toasts.undo().unwrap());
    assert_eq!(toasts.passing().and_then(|t| t.undo.clone()), Some(save.clone()), "there is time to take it back");
    let taken = [gone, offered, offered].map(|notice| toasts.take_undo(notice));
    assert_eq!(taken, [None, Some(save), None]);
    assert_eq!(toasts.passing(), None);
    toasts.saved("Acknowledgment saved", None, Some(of(9)), now);
    toasts.tick(now + Duration::seconds(13));
    assert_eq!(toasts.undo(), None, "too late: the history still can");
}

#[test]
fn what_stays_goes_with_its_screen() {
    let mut toasts = Toasts::default();
    toasts.done("CE Event saved", Instant::default());
    toasts.caution("Saved, but: no enrollment.");
    assert_eq!((toasts.staying().count(), toasts.passing()), (1, None), "one of both is enough");
    toasts.leave(&Destination::Clients, Instant::default());
    assert_eq!(toasts.staying().count(), 1, "said by the step that leads elsewhere");
    toasts.turn();
    toasts.leave(&Destination::Clients, Instant::default());
    assert_eq!(toasts.staying().count(), 0);
}

#[test]
fn what_is_said_of_a_client_does_not_stand_below_the_form_of_the_next() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    let [one, next] = ["C1", "C2"].map(ClientId::new);
    let said = |toasts: &Toasts| toasts.passing().map(|t| t.words.clone());
    let mut saved = |to: &Destination| {
        toasts.saved("Referral result saved", Some((one.clone(), None)), Some((7, "Referral result".to_owned())), now);
        toasts.leave(to, now);
        let at_once = said(&toasts);
        toasts.turn();
        toasts.leave(to, now);
        (at_once.is_some(), said(&toasts).is_some())
    };
    let record = |of: &ClientId| Destination::Client(of.clone(), Part::Profile);
    assert_eq!(saved(&record(&next)), (true, false), "the step that saved it says so, wherever it leads");
    assert_eq!((saved(&record(&one)), saved(&Destination::Clients)), ((true, true), (true, true)), "on the record itself, and on a list");
    toasts.hint("Nothing was changed.", now);
    toasts.turn();
    toasts.make_way(None);
    assert_eq!(said(&toasts), None);
    toasts.done("Settings applied", now);
    toasts.turn();
    toasts.leave(&record(&next), now);
    assert!(said(&toasts).is_some(), "it is about nobody");
}

#[test]
fn what_was_saved_with_a_concern_is_taken_back_from_the_caution_and_once() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    let about = (ClientId::new("C1"), Some(EventId::new("EV1")));
    toasts.saved("Referral result saved", Some(about), Some((7, "Referral result".to_owned())), now);
    toasts.caution("Saved, but: no enrollment.");
    assert_eq!((toasts.staying().count(), toasts.passing()), (1, None), "one of both is enough");
    toasts.turn();
    let offered = toasts.undo_of(|of| *of == (ClientId::new("C1"), EventId::new("EV1"))).unwrap().id;
    assert_eq!(toasts.take_undo(offered), Some(Undo::Save(7, "Referral result".to_owned())));
    assert_eq!((toasts.undo(), toasts.staying().count()), (None, 0), "what was wrong with it is not true any more");
}

#[test]
fn what_was_wrong_with_a_save_is_not_said_once_another_one_is_made() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    toasts.saved("Living Situation saved", None, None, now);
    toasts.caution("Saved, but: Verified By is not answered.");
    toasts.turn();
    toasts.done("Backup made", now);
    assert_eq!(toasts.staying().count(), 1, "a backup mends nothing");
    toasts.saved("Living Situation saved", None, None, now);
    assert_eq!((toasts.staying().count(), toasts.passing().is_some()), (0, true));
}

#[test]
fn missing_answers_are_said_until_a_save_may_have_answered_them() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    let [one, other] = ["C1", "C2"].map(ClientId::new);
    let words = |toasts: &Toasts| toasts.staying().map(|t| t.words.clone()).collect::<Vec<_>>();
    let owe = |toasts: &mut Toasts, words: &str| toasts.owed(words, vec![(one.clone(), 2)], Destination::Home);
    owe(&mut toasts, "2 answers are missing");
    toasts.caution("Saved, but: no CoC.");
    assert_eq!(words(&toasts), ["2 answers are missing", "Saved, but: no CoC."], "both in one step");
    toasts.turn();
    toasts.saved("Referral result saved", Some((one.clone(), Some(EventId::new("EV1")))), None, now);
    toasts.caution("Saved, but: another day.");
    assert_eq!(words(&toasts), ["2 answers are missing", "Saved, but: another day."], "a result answers none of them");
    toasts.turn();
    toasts.saved("Case note saved", Some((other, None)), None, now);
    assert_eq!(words(&toasts), ["2 answers are missing"], "nor does what is of somebody else");
    toasts.turn();
    owe(&mut toasts, "1 answer is missing");
    assert_eq!(words(&toasts), ["1 answer is missing"], "counted anew");
    toasts.turn();
    toasts.saved("Case note saved", Some((one.clone(), None)), None, now);
    assert_eq!(words(&toasts), ["1 answer is missing"], "nor does every save of the same client");
    toasts.turn();
    toasts.answered(|client| *client == ClientId::new("C2"));
    assert_eq!(words(&toasts), ["1 answer is missing"]);
    toasts.answered(|client| *client == one);
    assert_eq!(words(&toasts), [""; 0], "theirs are others now");
}

#[test]
fn esc_puts_away_what_stays_and_is_not_eaten_by_what_passes() {
    let (now, mut toasts) = (Instant::default(), Toasts::default());
    toasts.failed("Not exported");
    toasts.done("Saved", now);
    assert_eq!((toasts.dismiss_last(), toasts.dismiss_last()), (true, false), "the second one is for the form");
    assert!(toasts.passing().is_some());
    toasts.done("Settings applied", now);
    assert_eq!(toasts.passing().map(|t| t.words.as_str()), Some("Settings applied"), "one at a time");
}
