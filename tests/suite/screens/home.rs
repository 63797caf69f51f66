//! Home as it was left, and what must not leave it.

use super::resolving::open;
use super::work::{has, set};
use crate::desk::{Desk, People, records};
use crate::visits::{annual, context};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::home::{self, By, State};
use wayhome::app::widget::access::Role;
use wayhome::domain::hud::{Event, Exit};
use wayhome::domain::referral::is_open;
use wayhome::domain::{Card, Chart, Directory, Entry, OrganizationId, ProjectId, Text, Value, at};

fn sorted(desk: &mut Desk) -> Vec<String> {
    desk.seen().stops.into_iter().map(|stop| stop.label).filter(|label| label.contains(", sorted ")).collect()
}

/// What comes next for each referral in sight.
pub fn next(desk: &mut Desk) -> Vec<String> {
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
pub fn many() -> Desk {
    let (agency, charts) = wayhome::generate::people(240, 7, wayhome::generate::REFERENCE_DAY);
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Command(wayhome::app::shortcut::Command::Guide));
    desk
}

/// Each organization of the desk in turn, on Home.
pub fn organizations(desk: &mut Desk, mut look: impl FnMut(&mut Desk)) {
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
fn the_line_with_the_cursor_stays_in_sight_and_the_list_as_high_as_it_was() {
    let mut desk = many();
    // Text of 80, 100, 125 and 150 %.
    for size in [(1600.0, 1000.0), (1280.0, 800.0), (1024.0, 640.0), (853.0, 533.0)] {
        desk.resize(iced::Size::new(size.0, size.1));
        desk.click("open-referrals");
        desk.key(Named::Home);
        let in_sight = |desk: &mut Desk| desk.heard().nodes.iter().any(|node| node.role == Role::Row && node.selected == Some(true));
        let high = |desk: &mut Desk| desk.seen().stops.into_iter().find(|stop| stop.id == "open-referrals").unwrap().bounds.height;
        let before = high(&mut desk);
        for at in 0..20 {
            desk.key(Named::ArrowDown);
            assert_eq!((high(&mut desk), in_sight(&mut desk)), (before, true), "{size:?}: line {at}");
        }
        // A window that becomes lower hides it no more than a line below the list does.
        for lower in [80.0, 160.0, 240.0] {
            desk.resize(iced::Size::new(size.0, size.1 - lower));
            assert!(in_sight(&mut desk), "{size:?}, {lower} px lower");
        }
    }
}
