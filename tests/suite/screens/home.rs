//! Home as it was left, and what must not leave it.

use super::resolving::open;
use super::work::{has, set};
use crate::desk::{Desk, People, records};
use crate::visits::{annual, context};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Failure, Part};
use wayhome::app::form::Edit;
use wayhome::app::perform::Saved;
use wayhome::app::screen::home::{self, By, State};
use wayhome::app::screen::{client, intake};
use wayhome::app::widget::access::Role;
use wayhome::domain::hud::{Event, Exit};
use wayhome::domain::note::Which;
use wayhome::domain::referral::is_open;
use wayhome::domain::{Card, Chart, Directory, Entry, OrganizationId, ProjectId, Text, Value, at};

fn sorted(desk: &mut Desk) -> Vec<String> {
    desk.seen().stops.into_iter().map(|stop| stop.label).filter(|label| label.contains(", sorted ")).collect()
}

/// What comes next for each referral in sight.
fn next(desk: &mut Desk) -> Vec<String> {
    desk.seen().texts.into_iter().map(|(text, _)| text).filter(|text| text.starts_with("Next: ")).collect()
}

#[test]
fn home_is_as_it_was_left() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Sorted(By::Client)));
    desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
    let (order, rows) = (sorted(&mut desk), next(&mut desk));
    assert!(order[0].starts_with("Client, sorted") && rows.len() > 1 && rows.iter().all(|row| *row == rows[0]), "{order:?} {rows:?}");
    desk.key(Named::ArrowDown);
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    desk.key(Named::Escape);
    assert_eq!((sorted(&mut desk), next(&mut desk)), (order.clone(), rows.clone()));
    assert_eq!(desk.seen().focused().as_deref(), Some("open-referrals"));
    // Resolved, it goes, and the next one takes its place.
    desk.key(Named::Enter);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Moved in with family"));
    desk.click("save-close");
    assert_eq!((sorted(&mut desk), next(&mut desk).len()), (order.clone(), rows.len() - 1));
    // Elsewhere and back by the menu.
    desk.command("k");
    desk.command("h");
    assert_eq!((sorted(&mut desk), next(&mut desk).len()), (order, rows.len() - 1));
}

#[test]
fn what_is_shown_is_chosen_by_tabs_however_narrow_it_is() {
    let mut desk = Desk::guided(People::Typical);
    let organizations: Vec<String> = desk.agency.organizations.iter().map(|o| o.organization_id.to_string()).collect();
    let (mut one, mut two, mut lists) = (0, 0, 0);
    for organization in organizations {
        context(&mut desk, organization);
        // With the guide beside it, without, in large text; and where two lines are not enough.
        for size in [(1280.0, 800.0), (1024.0, 768.0), (853.0, 533.0), (683.0, 512.0), (320.0, 768.0)] {
            desk.resize(iced::Size::new(size.0, size.1));
            desk.send(Message::Go(Destination::Home));
            let stops = desk.seen().stops;
            let Some(show) = stops.iter().find(|stop| stop.id == "state") else { continue };
            assert!(!stops.iter().any(|stop| stop.id == "states"), "one control: {stops:?}");
            assert!(show.role == Role::TabList || size.0 < 600.0, "{size:?}: {show:?}");
            assert!(show.bounds.height < 100.0, "{size:?}: {show:?}");
            match show.role {
                Role::ComboBox => lists += 1,
                _ if show.bounds.height < 50.0 => one += 1,
                _ => two += 1,
            }
        }
    }
    assert!(one > 0 && two > 0 && lists > 0, "{one} in one line, {two} in two, {lists} that open");
}

#[test]
fn an_intake_that_was_started_on_home_is_left_for_home() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(State::New))));
    desk.send(Message::Home(home::Message::Pressed('i', 0)));
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Home · Wayhome");
    // From the record it leads back to the record.
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
}

#[test]
fn a_successful_voucher_without_an_enrollment_stays_on_home() {
    let (agency, mut charts) = records(People::Typical);
    let event = charts.iter_mut().flat_map(|chart| &mut chart.events).find(|event| wayhome::domain::referral::is_open(event)).unwrap();
    event.location_crisis_or_ph_housing = Text::default();
    // Nothing began since: the day is the last one of all.
    event.event_date = wayhome::domain::Value::Known(wayhome::app::preset::fixed_clock().date());
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Home(home::Message::OnlyUnplaced));
    desk.send(Message::Home(home::Message::Opened(0)));
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.click("save-close");
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(has(&mut desk, "Saved, but: "), "{:?}", desk.seen().texts);
    assert!(desk.shows("No program named 1") && desk.shows("Successful, no enrollment"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Referrals without a program, such as vouchers."), "the same ones are shown");
}

#[test]
fn a_line_says_how_many_it_is_about_where_they_are_several() {
    let (agency, mut charts) = records(People::Typical);
    let organization = |event: &Event| {
        let location = event.location_crisis_or_ph_housing.as_str();
        agency.projects.iter().find(|p| p.project_id.as_str() == location).map(|p| p.organization_id.to_string())
    };
    let referred = |chart: &Chart| {
        let event = chart.events.iter().find(|event| is_open(event))?;
        Some((chart.id().clone(), chart.enrollment(&event.enrollment_id)?.household_id.clone(), organization(event)?))
    };
    let (client, household, organization) = charts.iter().find_map(referred).unwrap();
    let project = charts.iter().find(|chart| *chart.id() == client).and_then(|chart| {
        let event = chart.events.iter().find(|event| is_open(event))?;
        chart.enrollment(&event.enrollment_id).map(|stay| stay.project_id.clone())
    });
    let mates = charts.iter_mut().filter(|chart| *chart.id() != client && !chart.enrollments.is_empty()).take(5);
    for (at, mate) in mates.enumerate() {
        let stay = &mut mate.enrollments[0];
        stay.household_id = household.clone();
        // One used the number again in another program, one has left, one was deleted: they are not in it.
        stay.project_id = project.clone().filter(|_| at != 2).unwrap_or_else(|| ProjectId::new("ELSEWHERE"));
        let (id, of) = (stay.enrollment_id.clone(), mate.id().clone());
        mate.exits.retain(|exit| exit.enrollment_id != id);
        if at == 3 {
            let left = Value::parse("2026-11-01");
            mate.exits.push(Exit { exit_id: "X1".into(), enrollment_id: id, personal_id: of, exit_date: left, ..Exit::default() });
        }
        if at == 4 {
            mate.client.date_deleted = Value::parse("2026-11-01 10:00:00");
        }
    }
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Command(wayhome::app::shortcut::Command::Guide));
    context(&mut desk, organization);
    desk.send(Message::Go(Destination::Home));
    let name = desk.charts.iter().find(|chart| *chart.id() == client).map(|chart| Card::of(chart).name()).unwrap();
    let rows: Vec<String> = desk.heard().nodes.into_iter().map(|node| node.name.to_string()).collect();
    assert!(rows.iter().any(|row| row.starts_with(&format!("{name}, Household of 3, "))), "{name}: {rows:?}");
    assert!(!rows.iter().any(|row| row.contains("Household of 1,")), "{rows:?}");
}

#[test]
fn a_letter_acknowledges_nobody_who_is_enrolled() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    assert!(has(&mut desk, "What this referral waits for is its result"), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Referral acknowledged"));
}

#[test]
fn the_lock_says_whose_desk_it_is() {
    let mut desk = Desk::with(People::Typical);
    desk.command("l");
    assert!(desk.shows("This is the desk of Mai Green."), "{:?}", desk.seen().texts);
}

#[test]
fn the_lock_of_a_desk_that_was_not_opened_yet_says_that_its_name_is_sealed() {
    let mut desk = Desk::with(People::Typical).again();
    assert!(has(&mut desk, "The Wayhome desk on this computer."), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Mai Green"));
}

#[test]
fn the_states_stand_in_one_line() {
    let mut desk = Desk::with(People::Typical);
    let chips = |desk: &mut Desk| desk.seen().stops.iter().find(|stop| stop.id == "state").map(|stop| stop.bounds.height).unwrap();
    assert!(chips(&mut desk) < 48.0, "{}", chips(&mut desk));
    desk.send(Message::Command(wayhome::app::shortcut::Command::Guide));
    assert!(chips(&mut desk) < 48.0, "beside the guide too: {}", chips(&mut desk));
}

#[test]
fn a_day_is_not_called_wrong_at_its_first_digit() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk, State::New);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.click("Event.ResultDate");
    desk.command("a");
    for digit in ["1", "2", "/", "2", "4", "/", "2", "0", "9"] {
        desk.type_text(digit);
        assert!(!has(&mut desk, "Not a date") && !has(&mut desk, "The result date is"), "{:?}", desk.seen().texts);
    }
    desk.type_text("9");
    assert!(has(&mut desk, "The result date is in the future."), "whole and wrong");
    desk.command("a");
    desk.type_text("12/2");
    desk.tab();
    assert!(desk.seen().texts.iter().any(|(text, _)| text.contains("date")), "left and wrong");
    assert!(!has(&mut desk, "The result date is in the future."));
}

#[test]
fn annual_assessments_that_are_due_are_listed_and_begun() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = annual(&mut desk).unwrap();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Annuals));
    assert!(has(&mut desk, "to be assessed for the year"), "{:?}", desk.seen().texts);
    desk.click("annuals-due");
    desk.key(Named::Home);
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Annual Assessment · Wayhome");
    // Left, it is where it was: on the list of those that are due.
    desk.send(Message::Go(Destination::Home));
    assert!(has(&mut desk, "to be assessed for the year"), "{:?}", desk.seen().texts);
    // The card of the enrollment says the same days.
    let directory = Directory::new(desk.charts.iter().map(Card::of).collect::<Vec<_>>());
    let today = wayhome::app::preset::fixed_clock().date();
    let due = directory.due_annual(&client, &stay, &desk.agency, today).unwrap();
    let words = due.window.in_words();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
    assert!(has(&mut desk, &words), "{words}: {:?}", desk.seen().texts);
}

#[test]
fn home_shows_annual_assessments_by_itself_only_while_no_referral_waits() {
    let (agency, mut charts) = records(People::Typical);
    let directory = Directory::new(charts.iter().map(Card::of).collect::<Vec<_>>());
    let today = wayhome::app::preset::fixed_clock().date();
    let due = |organization: &OrganizationId| !directory.due_annuals(&agency, organization, today).is_empty();
    let waits = |organization: &OrganizationId| !directory.open_referrals(&agency, Some(organization), today).is_empty();
    let ids: Vec<_> = agency.organizations.iter().map(|o| o.organization_id.clone()).filter(due).collect();
    let other = ids.iter().find(|id| waits(id)).unwrap().clone();
    let mine = ids.iter().find(|id| **id != other).unwrap().clone();
    let theirs: Vec<_> = agency.projects.iter().filter(|p| p.organization_id == other).map(|p| p.project_id.to_string()).collect();
    charts.iter_mut().for_each(|chart| chart.events.retain(|e| theirs.contains(&e.location_crisis_or_ph_housing.to_string())));
    let mut desk = Desk::of((agency, charts));
    context(&mut desk, mine.to_string());
    desk.send(Message::Go(Destination::Home));
    assert!(has(&mut desk, "to be assessed for the year"), "no referral waits: {:?}", desk.seen().texts);
    context(&mut desk, other.to_string());
    desk.send(Message::Go(Destination::Home));
    assert!(!has(&mut desk, "to be assessed for the year"), "referrals wait here: {:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused().as_deref(), Some("open-referrals"));
    // What the worker chose stays.
    desk.send(Message::Home(home::Message::Annuals));
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Go(Destination::Home));
    assert!(has(&mut desk, "to be assessed for the year"), "{:?}", desk.seen().texts);
}

/// For how many days each line in sight has waited, from the top down.
fn days(desk: &mut Desk) -> Vec<u32> {
    let mut texts = desk.seen().texts;
    texts.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let days = |text: &str| text.strip_suffix(" days").or_else(|| text.strip_suffix(" day")).and_then(|days| days.parse().ok());
    texts.iter().filter_map(|(text, _)| days(text)).collect()
}

/// A desk on which many wait.
fn many() -> Desk {
    let (agency, charts) = wayhome::generate::people(240, 7, wayhome::generate::REFERENCE_DAY);
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Command(wayhome::app::shortcut::Command::Guide));
    desk
}

/// Each organization of the desk in turn, on Home.
fn organizations(desk: &mut Desk, mut look: impl FnMut(&mut Desk)) {
    let all: Vec<String> = desk.agency.organizations.iter().map(|o| o.organization_id.to_string()).collect();
    for organization in all {
        context(desk, organization);
        desk.send(Message::Go(Destination::Home));
        look(desk);
    }
}

#[test]
fn home_is_oldest_first_whatever_a_line_waits_for_and_says_so() {
    let mut desk = many();
    desk.resize(iced::Size::new(1280.0, 3000.0));
    let mut mixed = 0;
    organizations(&mut desk, |desk| {
        let (days, states) = (days(desk), next(desk));
        assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
        assert!(days.is_empty() || has(desk, ", oldest first, ") || !has(desk, " open referral"), "{:?}", desk.seen().texts);
        mixed += usize::from(
            states.iter().any(|next| next == "Next: move-in date") && states.iter().any(|next| next == "Next: acknowledge, or result"),
        );
    });
    assert!(mixed > 0, "one of them has both");
}

#[test]
fn the_keys_below_the_list_are_those_of_the_marked_line() {
    let mut desk = Desk::with(People::Typical);
    let mut met = Vec::new();
    organizations(&mut desk, |desk| {
        for (state, is, says) in [
            (State::New, "Next: acknowledge, or result", "Enter opens it at its result · A acknowledges it today"),
            (State::Enrolled, "Next: record the result", "Enter opens it · R resolves it: the household is enrolled"),
            (State::Awaited, "Next: move-in date", "Enter enters the move-in date"),
        ] {
            desk.send(Message::Home(home::Message::Only(Some(state))));
            if next(desk).iter().all(|next| next == is) && !next(desk).is_empty() {
                assert!(has(desk, says), "{state:?}: {:?}", desk.seen().texts);
                assert_eq!(has(desk, "R resolves it"), state != State::Awaited, "{state:?}");
                met.push(state);
            }
        }
    });
    assert!([State::New, State::Enrolled, State::Awaited].iter().all(|state| met.contains(state)), "{met:?}");
}

#[test]
fn large_text_leaves_home_six_lines_and_the_status_bar_its_facts() {
    let mut desk = many();
    // 1024 × 768 px at a text of 150 %.
    desk.resize(iced::Size::new(683.0, 512.0));
    let mut most = 0;
    organizations(&mut desk, |desk| {
        let shown =
            |desk: &mut Desk| desk.seen().texts.iter().filter(|(text, at)| text.starts_with("Next: ") && at.y + at.height < 488.0).count();
        most = most.max(shown(desk));
    });
    assert!(most >= 6, "{most}");
    assert!(has(&mut desk, "backup"), "{:?}", desk.seen().texts);
    // What passes stands in the place of the facts for as long: a line more would be taken from the page.
    let page = |desk: &mut Desk| desk.seen().stops.iter().find(|stop| stop.id == "open-referrals").map(|stop| stop.bounds);
    let before = page(&mut desk);
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    assert!(before.is_some() && page(&mut desk) == before, "the page is as high as it was");
    assert!(has(&mut desk, "cknowledged") && !has(&mut desk, "backup"), "{:?}", desk.seen().texts);
    assert!(desk.seen().texts.iter().any(|(text, _)| text == "This referral is acknowledged already." || text.starts_with("Referral ack")));
}

#[test]
fn all_programs_hold_the_annual_assessments_that_are_due() {
    let mut desk = Desk::with(People::Typical);
    annual(&mut desk);
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Only(None)));
    desk.resize(iced::Size::new(1280.0, 3000.0));
    let rows = next(&mut desk);
    assert!(rows.iter().any(|next| next == "Next: annual assessment"), "{rows:?}");
    assert!(has(&mut desk, "annual assessment"), "the line above says how many");
    // Somebody's referral was opened before.
    desk.click("open-referrals");
    desk.key(Named::Home);
    desk.key(Named::Enter);
    desk.send(Message::Go(Destination::Home));
    // The last line is one; its keys are its own.
    desk.click("open-referrals");
    desk.key(Named::End);
    assert!(has(&mut desk, "Enter begins the annual assessment of the household"), "{:?}", desk.seen().texts);
    desk.type_text("r");
    assert!(has(&mut desk, "This line is an annual assessment that is due."));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Annual Assessment · Wayhome");
    desk.send(Message::Go(Destination::Home));
    assert!(has(&mut desk, "Enter begins the annual assessment of the household"), "back on its line: {:?}", desk.seen().texts);
}

#[test]
fn the_keys_below_the_list_do_what_they_say() {
    let mut desk = Desk::with(People::Typical);
    let mut met = false;
    organizations(&mut desk, |desk| {
        desk.send(Message::Home(home::Message::Only(Some(State::New))));
        if met || !next(desk).iter().any(|next| next == "Next: acknowledge, or result") {
            return;
        }
        met = true;
        desk.send(Message::Home(home::Message::Only(None)));
        assert!(!has(desk, "U takes back"), "nothing was saved yet: {:?}", desk.seen().texts);
        let new = next(desk).iter().position(|next| next == "Next: acknowledge, or result").unwrap();
        desk.click("open-referrals");
        desk.key(Named::Home);
        (0..new).for_each(|_| desk.key(Named::ArrowDown));
        desk.type_text("a");
        assert!(has(desk, "U takes back what was just saved") && !has(desk, "A acknowledges it today"), "{:?}", desk.seen().texts);
        desk.type_text("u");
        assert!(has(desk, "A acknowledges it today") && !has(desk, "U takes back"), "{:?}", desk.seen().texts);
    });
    assert!(met);
}

#[test]
fn r_on_who_is_enrolled_proposes_the_success_and_waits_for_save() {
    let mut desk = Desk::with(People::Typical);
    let enrolled = |desk: &mut Desk| {
        desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
        next(desk).iter().filter(|next| *next == "Next: record the result").count()
    };
    let before = enrolled(&mut desk);
    assert!(before > 0);
    desk.click("open-referrals");
    desk.type_text("r");
    assert_eq!((desk.app.title().as_str(), desk.seen().focused().as_deref()), ("CE Event · Wayhome", Some("save")));
    assert!(desk.shows("Resulting Enrollment") && desk.shows("Not saved yet"), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Saved, but"), "nothing was saved");
    // Left as it was proposed, nothing of it is kept.
    desk.key(Named::Escape);
    assert_eq!(enrolled(&mut desk), before);
    assert!(!has(&mut desk, "Not saved 1"), "{:?}", desk.seen().texts);
    desk.click("open-referrals");
    desk.type_text("r");
    desk.click("save-close");
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(desk.shows("Referral result saved"), "{:?}", desk.seen().texts);
    // It left the list, and the same key as for an acknowledgment takes it back.
    desk.type_text("u");
    assert!(desk.shows("Referral result undone"), "{:?}", desk.seen().texts);
    assert_eq!(enrolled(&mut desk), before);
}

#[test]
fn with_large_text_what_r_proposes_is_in_sight_with_the_keyboard_on_save() {
    let mut desk = Desk::with(People::Typical);
    // 1024 × 768 px at a text of 125 %.
    desk.resize(iced::Size::new(819.0, 614.0));
    desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
    desk.click("open-referrals");
    desk.type_text("r");
    assert_eq!(desk.seen().focused().as_deref(), Some("save"));
    desk.frame();
    let titled = desk.heard().nodes.iter().find(|node| node.name == "CE Event" && node.bounds.y > 60.0).map(|node| node.bounds);
    assert!(titled.is_some_and(|at| at.y < 614.0), "the page is at its beginning: {titled:?}");
}

#[test]
fn a_result_that_was_just_saved_is_taken_back_in_its_form_too() {
    let mut desk = result_saved();
    desk.type_text("u");
    assert!(desk.shows("Referral result undone"), "{:?}", desk.seen().texts);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert!(!desk.shows(at::referral::RESULTING_ENROLLMENT_ID.label()), "the form shows what is recorded now: {:?}", desk.seen().texts);
}

/// Saves the result of a referral whose household is enrolled, in its form.
fn result_saved() -> Desk {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
    desk.click("open-referrals");
    desk.type_text("r");
    desk.key(Named::Enter);
    assert!(desk.shows("Referral result saved") && desk.shows("Undo"), "{:?}", desk.seen().texts);
    desk
}

/// The button that takes the last save back.
fn undo(desk: &mut Desk) {
    let button = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("notice-act")).unwrap().id;
    desk.click(&button);
    assert!(desk.shows("Referral result undone"), "{:?}", desk.seen().texts);
}

#[test]
fn what_is_typed_in_another_form_stays_where_a_result_is_taken_back() {
    let mut desk = result_saved();
    desk.send(Message::Client(client::Message::Menu(Part::Profile)));
    desk.send(Message::Client(client::Message::Profile(client::profile::Message::Begin)));
    let edit = Edit::Set(at::client::MIDDLE_NAME, "Quincy".to_owned());
    desk.send(Message::Client(client::Message::Profile(client::profile::Message::Edit(edit))));
    undo(&mut desk);
    assert!(desk.seen().values.iter().any(|value| value == "Quincy"), "{:?}", desk.seen().values);
    assert!(desk.shows("Not saved yet"), "{:?}", desk.seen().texts);
}

#[test]
fn what_is_typed_since_in_the_same_form_stays_over_what_is_recorded_now() {
    let mut desk = result_saved();
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Unit was filled"));
    undo(&mut desk);
    assert!(desk.seen().values.iter().any(|value| value == "Unit was filled"), "{:?}", desk.seen().values);
    assert!(desk.shows("Not saved yet"), "{:?}", desk.seen().texts);
    assert!(!desk.shows(at::referral::RESULTING_ENROLLMENT_ID.label()), "the result is taken back: {:?}", desk.seen().texts);
}

#[test]
fn what_is_undone_is_named_by_what_was_taken_back_and_by_nothing_that_was_to_be() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(State::New))));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    let toast = |desk: &mut Desk| desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("notice-act")).unwrap().id;
    let id: u64 = toast(&mut desk).rsplit(' ').next().unwrap().parse().unwrap();
    let failed = desk.hold(Message::TakeBack(id)).into_iter().map(|answer| match answer {
        Message::TakenBack(visit, of, _) => Message::TakenBack(visit, of, Err(Failure::new("Not undone", "The disk is full."))),
        other => other,
    });
    failed.for_each(|answer| desk.send(answer));
    assert!(desk.shows("Not undone. The disk is full."), "{:?}", desk.seen().texts);
    let elsewhere = Saved { what: "Undo of save 7".to_owned(), ..Saved::default() };
    desk.send(Message::Saved(u64::MAX, Ok(elsewhere)));
    assert!(desk.shows("Save 7 undone"), "{:?}", desk.seen().texts);
}

#[test]
fn an_intake_of_somebody_who_was_rejected_is_thrown_away_by_one_key_and_comes_back() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    desk.send(Message::Intake(intake::Message::Next));
    let chart = desk.charts.iter().find(|chart| *chart.id() == client).unwrap();
    let mut open: Vec<_> = chart.events.iter().filter(|event| is_open(event)).map(|event| event.event_id.clone()).collect();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(open.pop()))));
    assert!(open.is_empty(), "one referral");
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.command("s");
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Begun));
    assert!(has(&mut desk, "Not finished 1") && desk.shows("Referral unsuccessful: discard"), "{:?}", desk.seen().texts);
    desk.click("open-referrals");
    desk.key(Named::Delete);
    assert!(desk.shows("Intake discarded") && desk.shows("Undo") && desk.shows("Discarded"), "{:?}", desk.seen().texts);
    desk.command("u");
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(
        desk.shows("Referral unsuccessful: discard") && desk.seen().focused().as_deref() == Some("open-referrals"),
        "{:?}",
        desk.seen().texts
    );
    desk.key(Named::Delete);
    desk.quiet();
    // Locked, it is gone for good; a referral is no unfinished work.
    desk.command("l");
    desk.unlock();
    desk.send(Message::Go(Destination::Home));
    assert!(!has(&mut desk, "Not finished") && !desk.shows("Discarded"), "{:?}", desk.seen().texts);
    desk.click("open-referrals");
    desk.key(Named::Delete);
    assert!(desk.shows("Delete throws away unfinished work. This line is none."), "{:?}", desk.seen().texts);
}

#[test]
fn an_intake_that_was_begun_is_listed_where_no_line_of_its_client_goes_on_with_it() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    let begin = |desk: &mut Desk| {
        desk.send(Message::Go(Destination::Intake(client.clone(), None)));
        desk.send(Message::Intake(intake::Message::Next));
        desk.send(Message::Go(Destination::Home));
        desk.send(Message::Home(home::Message::Only(None)));
    };
    begin(&mut desk);
    assert!(desk.shows("Intake begun 1") && !has(&mut desk, "Not finished"), "its referral leads there: {:?}", desk.seen().texts);
    // A result is typed, and the line of the referral leads to that.
    let event = {
        let chart = desk.charts.iter().find(|chart| *chart.id() == client).unwrap();
        chart.events.iter().find(|event| is_open(event)).unwrap().event_id.clone()
    };
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event)))));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.send(Message::Go(Destination::Home));
    assert!(desk.shows("Not saved 1") && has(&mut desk, "Not finished 1"), "{:?}", desk.seen().texts);
    desk.send(Message::Home(home::Message::Begun));
    desk.send(Message::Home(home::Message::Opened(0)));
    assert_eq!(desk.app.title(), "Intake · Wayhome");
}

/// Begins a case note of each of so many clients, and shows on Home what is not finished.
fn notes_begun(desk: &mut Desk, many: usize) {
    let clients: Vec<_> = desk.charts.iter().take(many).map(|chart| chart.id().clone()).collect();
    for client in clients {
        desk.send(Message::Go(Destination::Client(client, Part::Notes(Some(Which::New)))));
        let typed = Edit::Set(at::case_note::NOTE, "Called about the lease.".to_owned());
        desk.send(Message::Client(client::Message::Notes(client::notes::Message::Edit(typed))));
    }
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Begun));
}

/// How many lines of Home stand so.
fn standing(desk: &mut Desk, so: &str) -> usize {
    desk.seen().texts.iter().filter(|(text, _)| text == so).count()
}

#[test]
fn a_second_delete_takes_nothing_else_along_and_each_comes_back_by_itself() {
    let mut desk = Desk::with(People::Typical);
    notes_begun(&mut desk, 3);
    desk.click("open-referrals");
    desk.key(Named::Home);
    desk.key(Named::Delete);
    assert!(has(&mut desk, "Enter brings it back"), "the cursor is on what was discarded: {:?}", desk.seen().texts);
    desk.key(Named::Delete);
    assert!(desk.shows("This is discarded already. Enter brings it back."), "{:?}", desk.seen().texts);
    assert_eq!((standing(&mut desk, "Discarded"), standing(&mut desk, "Not finished")), (1, 2));
    desk.key(Named::ArrowDown);
    desk.key(Named::Delete);
    assert_eq!((standing(&mut desk, "Discarded"), standing(&mut desk, "Not finished")), (2, 1), "both are kept");
    for left in [1, 0] {
        desk.command("u");
        assert_eq!((standing(&mut desk, "Discarded"), standing(&mut desk, "Not finished")), (left, 3 - left), "{:?}", desk.seen().texts);
    }
    // By its line, whatever was discarded after it.
    desk.key(Named::Home);
    desk.key(Named::Delete);
    desk.key(Named::End);
    desk.key(Named::Delete);
    desk.key(Named::Home);
    desk.key(Named::Enter);
    assert_eq!((standing(&mut desk, "Discarded"), standing(&mut desk, "Not finished")), (1, 2), "{:?}", desk.seen().texts);
    desk.command("u");
    assert_eq!((standing(&mut desk, "Discarded"), standing(&mut desk, "Not finished")), (0, 3), "its notice is still there");
}

#[test]
fn a_key_that_is_held_down_discards_one_line() {
    let mut desk = Desk::with(People::Typical);
    notes_begun(&mut desk, 3);
    desk.click("open-referrals");
    desk.key(Named::Home);
    desk.hold_key(Named::Delete);
    assert_eq!((standing(&mut desk, "Discarded"), standing(&mut desk, "Not finished")), (1, 2), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "This is discarded already"), "{:?}", desk.seen().texts);
    desk.hold_key(Named::ArrowDown);
    desk.key(Named::Delete);
    assert_eq!(standing(&mut desk, "Discarded"), 2, "arrows go on while they are held: {:?}", desk.seen().texts);
}

#[test]
fn an_acknowledgment_and_a_discard_wait_for_their_answers_side_by_side() {
    let mut desk = Desk::with(People::Typical);
    notes_begun(&mut desk, 1);
    desk.send(Message::Home(home::Message::Only(None)));
    let row_of = |desk: &mut Desk, key: &str| {
        let at = (0..40).find(|at| {
            desk.send(Message::Home(home::Message::Moved(*at)));
            has(desk, key)
        });
        at.unwrap()
    };
    let (new, begun) = (row_of(&mut desk, "A acknowledges"), row_of(&mut desk, "Delete discards it"));
    let mut answers = desk.hold(Message::Home(home::Message::Pressed('a', new)));
    answers.extend(desk.hold(Message::Home(home::Message::Thrown(begun))));
    answers.into_iter().for_each(|answer| desk.send(answer));
    assert_eq!(standing(&mut desk, "Discarded"), 1, "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "cknowledged") && desk.shows("Acknowledged 1"), "{:?}", desk.seen().texts);
}
