//! What made somebody hesitate who sees the desk for the first time, and must not again.

use crate::desk::{Desk, People, documents, records};
use crate::visits::{awaited, referred};
use iced::Size;
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Failure, Part};
use wayhome::app::form;
use wayhome::app::icon::Icon;
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::{exchange, home};
use wayhome::app::shortcut::Command;
use wayhome::app::widget::access::Role;
use wayhome::app::{Message, aside};
use wayhome::domain::{Card, Directory, OrganizationId};

fn texts(desk: &mut Desk) -> Vec<String> {
    desk.seen().texts.into_iter().map(|(text, _)| text).collect()
}

fn event(desk: &mut Desk) {
    let (client, event) = referred(desk);
    desk.send(Message::Go(Destination::Client(client, Part::Events(event))));
}

#[test]
fn the_settings_give_the_keyboard_back_to_who_had_it() {
    let mut desk = Desk::with(People::Typical);
    event(&mut desk);
    let before = desk.seen().focused();
    assert!(before.as_deref().is_some_and(|id| id.starts_with("Event.") || id.starts_with("Referral.")), "{before:?}");
    desk.command(",");
    assert_eq!(desk.seen().focused().as_deref(), Some("workgroup"));
    desk.key(Named::Escape);
    desk.key(Named::Shift);
    assert_eq!(desk.seen().focused(), before);
    desk.command(",");
    desk.click("settings-apply");
    desk.key(Named::Shift);
    assert_eq!(desk.seen().focused(), before, "applied too");
}

#[test]
fn esc_leaves_the_help_for_where_one_was() {
    let mut desk = Desk::with(People::Typical);
    let (client, open) = referred(&desk);
    let places = [
        Destination::Clients,
        Destination::Exchange,
        Destination::Home,
        Destination::Intake(client.clone(), None),
        Destination::Client(client, Part::Events(open)),
    ];
    for place in places {
        desk.send(Message::Go(place.clone()));
        desk.quiet();
        let title = desk.app.title();
        desk.send(Message::Command(Command::Manual));
        // Asked for twice it still knows.
        desk.send(Message::Command(Command::Manual));
        assert_eq!(desk.app.title(), "Help · Wayhome");
        desk.key(Named::Escape);
        assert_eq!(desk.app.title(), title, "{place:?}");
    }
}

#[test]
fn the_help_page_follows_the_keyboard() {
    let mut desk = Desk::with(People::Typical);
    event(&mut desk);
    desk.send(super::work::set(wayhome::domain::at::event::REFERRAL_RESULT, "3"));
    desk.key(Named::F1);
    assert!(desk.shows("What it means"));
    let shows_page_of = |desk: &mut Desk, label: &str| texts(desk).iter().filter(|text| *text == label).count() >= 2;
    let first = desk.seen().focused().and_then(|id| form::field_of(&id)).unwrap();
    assert!(shows_page_of(&mut desk, first.label()), "beside its label on the form");
    desk.tab();
    let second = desk.seen().focused().and_then(|id| form::field_of(&id)).unwrap();
    assert!(first != second && shows_page_of(&mut desk, second.label()) && !shows_page_of(&mut desk, first.label()));
    go_to(&mut desk, "save");
    assert!(desk.shows("What it is for"), "a button has no page, so it is that of the screen");
    desk.back();
    assert!(desk.shows("What it means"), "back in a field, and its page is here again");
    let field = desk.seen().focused();
    desk.key(Named::Escape);
    assert!(!desk.shows("What it means"));
    assert_eq!(desk.seen().focused(), field);
}

/// Presses Tab until this control has the keyboard.
fn go_to(desk: &mut Desk, id: &str) {
    (0..80).any(|_| {
        desk.tab();
        desk.seen().focused().as_deref() == Some(id)
    });
    assert_eq!(desk.seen().focused().as_deref(), Some(id));
}

#[test]
fn a_page_opened_with_the_mouse_stays_until_the_keyboard_goes_on() {
    let mut desk = Desk::with(People::Typical);
    event(&mut desk);
    desk.send(super::work::set(wayhome::domain::at::event::REFERRAL_RESULT, "3"));
    let other = wayhome::domain::at::referral::NOT_HOUSED_REASON;
    desk.send(Message::Aside(aside::Message::Show(aside::Topic::Field(other))));
    desk.key(Named::Shift);
    let shown = texts(&mut desk).into_iter().filter(|text| text == other.label()).count();
    assert!(shown >= 2, "its label on the form and its page");
}

#[test]
fn what_stays_covers_nothing_and_leaves_the_keyboard_in_sight() {
    let mut desk = Desk::with(People::Long);
    desk.resize(Size::new(800.0, 600.0));
    event(&mut desk);
    let fail = |desk: &mut Desk, n: usize| {
        desk.send(Message::Reported(Err(Failure::new("No report written", format!("The disk {n} is full.")))));
        desk.frame();
    };
    let notice = |id: &str| id.starts_with("notice-");
    // The lowest control of the page in sight: notices take its place, and the page scrolls.
    let has_keyboard = |desk: &mut Desk| {
        let heard = desk.heard();
        heard.nodes.iter().find(|node| node.id == heard.focus).unwrap().bounds
    };
    while has_keyboard(&mut desk).y < 480.0 {
        desk.tab();
        desk.key(Named::Shift);
    }
    (0..2).for_each(|n| fail(&mut desk, n));
    let seen = desk.seen();
    let here = seen.focused();
    let said: Vec<_> = seen.stops.iter().filter(|stop| notice(&stop.id)).map(|stop| stop.bounds).collect();
    assert_eq!(said.len(), 2, "both are there");
    let (keyboard, top) = (has_keyboard(&mut desk), said.iter().map(|close| close.y).fold(f32::MAX, f32::min));
    assert!(keyboard.y + keyboard.height <= top, "{here:?} at {keyboard:?} lies under {said:?}");
    // F6 goes there and back.
    desk.key(Named::F6);
    assert!(desk.seen().focused().is_some_and(|id| notice(&id)));
    desk.key(Named::F6);
    assert_eq!(desk.seen().focused(), here);
    // What is pressed there goes, and the keyboard is where it was.
    desk.key(Named::F6);
    desk.key(Named::Enter);
    assert_eq!(desk.seen().focused(), here);
    assert_eq!(desk.seen().stops.iter().filter(|stop| notice(&stop.id)).count(), 1);
    desk.key(Named::Escape);
    assert!(!desk.seen().stops.iter().any(|stop| notice(&stop.id)));
    assert_eq!(desk.seen().focused(), here);
}

/// A page that is lower than a list shows the row that is marked, whichever it is.
#[test]
fn the_marked_row_of_a_list_is_in_sight_on_the_lowest_page() {
    let mut desk = Desk::with(People::Typical);
    event(&mut desk);
    desk.send(super::work::set(wayhome::domain::at::event::REFERRAL_RESULT, "3"));
    go_to(&mut desk, "Referral.NotHousedReason");
    desk.resize(Size::new(800.0, 420.0));
    let marked = |desk: &mut Desk| {
        let heard = desk.heard();
        heard.nodes.iter().find(|node| node.id == heard.focus).unwrap().bounds
    };
    desk.key(Named::Space);
    for key in [Named::End, Named::Home] {
        desk.key(key);
        desk.frame();
        let foot = desk.seen().texts.iter().find(|(text, _)| text.ends_with("No backup yet")).map(|(_, bounds)| bounds.y).unwrap();
        let row = marked(&mut desk);
        assert!(row.height < 60.0, "one row: {row:?}");
        assert!(row.y > 0.0 && row.y + row.height <= foot, "{key:?}: {row:?} in a page that ends at {foot}");
    }
}

#[test]
fn a_failed_transfer_is_said_by_the_page_alone() {
    let mut desk = Desk::with(People::Typical);
    desk.command("o");
    desk.click("import-path");
    desk.type_text("/nowhere/export.zip");
    desk.key(Named::Enter);
    let said = texts(&mut desk).into_iter().filter(|text| text.contains("/nowhere/export.zip")).count();
    assert_eq!(said, 1, "{:?}", texts(&mut desk));
}

#[test]
fn the_last_save_is_known_after_a_lock() {
    let mut desk = Desk::with(People::Typical);
    let saved = |desk: &mut Desk| texts(desk).iter().any(|text| text.starts_with("Saved today "));
    assert!(!saved(&mut desk));
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    assert!(saved(&mut desk));
    desk.command("l");
    desk.unlock();
    assert!(saved(&mut desk), "{:?}", texts(&mut desk));
}

#[test]
fn the_export_has_a_path_that_is_free_and_names_nobody() {
    let mut desk = Desk::with(People::Typical);
    desk.command("o");
    let proposed = documents().join(format!("wayhome-{}.zip", fixed_clock().date())).display().to_string();
    assert!(desk.seen().values.contains(&proposed), "{:?}", desk.seen().values);
    // What the user typed is theirs.
    desk.click("export-path");
    desk.type_text("x");
    desk.command("h");
    desk.command("o");
    assert!(!desk.seen().values.contains(&proposed));
}

#[test]
fn who_it_is_about_stays_in_sight_in_the_longest_form() {
    let mut desk = Desk::with(People::Typical);
    desk.resize(Size::new(1024.0, 600.0));
    let (client, _) = referred(&desk);
    let name = desk.charts.iter().find(|c| *c.id() == client).map(|c| wayhome::domain::Card::of(c).name()).unwrap();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Profile)));
    desk.click("profile-edit");
    // The last control of the form.
    go_to(&mut desk, "cancel");
    let height = desk.size().height;
    let in_sight = |desk: &mut Desk, text: &str| {
        let seen = desk.seen();
        seen.texts.iter().any(|(shown, bounds)| shown == text && bounds.y > 0.0 && bounds.y < height / 3.0)
    };
    assert!(in_sight(&mut desk, &name));
    assert!(in_sight(&mut desk, "Nothing changed"));
    desk.send(Message::Go(Destination::Intake(client, None)));
    assert!(in_sight(&mut desk, &format!("Intake: {name}")));
}

#[test]
fn an_intake_is_not_begun_for_somebody_who_is_enrolled() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::Enrolled))));
    assert!(desk.shows("Enrolled: no result"), "{:?}", texts(&mut desk));
    desk.send(Message::Home(home::Message::Pressed('i', 0)));
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    let asks = texts(&mut desk).into_iter().any(|text| text.ends_with("If this referral led to that, its result is successful."));
    assert!(asks);
    let button = desk.seen().stops.iter().find(|stop| stop.id.starts_with("It was successful")).map(|stop| stop.id.clone()).unwrap();
    desk.click(&button);
    assert_eq!(desk.seen().focused().as_deref(), Some("Event.ResultDate"));
    desk.command("s");
    assert!(desk.shows("Referral result saved"));
}

#[test]
fn a_successful_referral_waits_on_home_for_the_move_in() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = awaited(&desk).expect("somebody is enrolled and not moved in");
    let organization = {
        let chart = desk.charts.iter().find(|c| *c.id() == client).unwrap();
        let project = &chart.enrollment(&stay).unwrap().project_id;
        desk.agency.project(project).unwrap().organization_id.to_string()
    };
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(wayhome::app::screen::settings::Message::Organization(Some(organization))));
    desk.click("settings-apply");
    desk.send(Message::Home(home::Message::Only(Some(home::State::Awaited))));
    assert!(desk.shows("Waits for move-in") && desk.shows("Next: move-in date"));
    let waiting = |desk: &mut Desk| {
        let chips = texts(desk).into_iter().find(|text| text.starts_with("Move-in "));
        chips.and_then(|text| text.rsplit(' ').next()?.parse::<usize>().ok()).unwrap_or_default()
    };
    let before = waiting(&mut desk);
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Move-in · Wayhome");
    assert_eq!(desk.seen().focused().as_deref(), Some("Enrollment.MoveInDate"));
    desk.command("s");
    assert!(desk.shows("Enter the day on which the household moved in."));
    desk.type_text("t");
    desk.command("s");
    assert!(desk.shows("Housing Move-in Date saved"), "{:?}", texts(&mut desk));
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert_eq!(waiting(&mut desk), before - 1);
}

#[test]
fn one_state_of_home_is_shown_by_keyboard() {
    let mut desk = Desk::with(People::Typical);
    assert_eq!(desk.seen().focused().as_deref(), Some("open-referrals"));
    desk.back();
    while desk.seen().focused().as_deref() != Some("state") {
        desk.back();
    }
    // The first state that occurs and how many there are of it, as its chip says.
    let chips: Vec<String> = desk.seen().stops.iter().find(|stop| stop.id == "state").map(|_| texts(&mut desk)).unwrap();
    let all = chips.iter().position(|text| text.starts_with("All ")).unwrap();
    let (state, count) = chips[all + 1].rsplit_once(' ').unwrap();
    let rows = |desk: &mut Desk| texts(desk).into_iter().filter(|text| text.starts_with("Next: ")).collect::<Vec<_>>();
    assert!(rows(&mut desk).len() > count.parse().unwrap(), "all of them");
    desk.key(Named::ArrowRight);
    let next = rows(&mut desk);
    assert_eq!(next.len(), count.parse::<usize>().unwrap(), "{state} alone");
    assert!(next.iter().all(|text| *text == next[0]), "{next:?}");
    assert_eq!(desk.seen().focused().as_deref(), Some("state"));
    desk.key(Named::ArrowLeft);
    assert!(rows(&mut desk).len() > next.len(), "all again");
}

#[test]
fn a_desk_on_which_nothing_waits_says_what_would_be_here() {
    let mut desk = Desk::with(People::Typical);
    let directory = Directory::new(desk.charts.iter().map(Card::of).collect::<Vec<_>>());
    let nobody = |id: &OrganizationId| {
        let today = fixed_clock().date();
        directory.open_referrals(&desk.agency, Some(id), today).is_empty() && directory.awaited_move_ins(&desk.agency, id, today).is_empty()
    };
    let idle = desk.agency.organizations.iter().map(|o| o.organization_id.clone()).find(nobody).expect("an organization with no referral");
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(wayhome::app::screen::settings::Message::Organization(Some(idle.to_string()))));
    desk.click("settings-apply");
    assert!(desk.shows("Nothing waits for you"));
    desk.click("home-import");
    assert_eq!(desk.app.title(), "Exchange · Wayhome");
}

#[test]
fn a_form_that_is_cancelled_asks_before_anything_is_lost() {
    let mut desk = Desk::with(People::Typical);
    event(&mut desk);
    desk.click("cancel");
    assert!(!desk.shows("Referral Result"), "nothing was typed, so nothing is asked");
    event(&mut desk);
    desk.send(super::work::set(wayhome::domain::at::referral::NOT_HOUSED_REASON, "Half a reason"));
    desk.click("cancel");
    assert!(desk.shows("Leave without saving? What you typed is lost."));
    assert_eq!(desk.seen().focused().as_deref(), Some("stay"));
    desk.key(Named::Enter);
    assert!(!desk.shows("Leave without saving? What you typed is lost.") && desk.shows("Not saved yet"));
    desk.click("cancel");
    desk.click("give-up");
    assert!(!desk.shows("Referral Result"));
    event(&mut desk);
    assert!(!desk.shows("What you typed before is here again. It is not saved yet."));
}

#[test]
fn an_export_writes_over_no_file_unasked_and_names_a_folder_that_is_not_there() {
    let mut desk = Desk::mistaken();
    let (file, gone) = (desk.folder.path().join("out.zip"), desk.folder.path().join("gone"));
    std::fs::write(&file, "mine").unwrap();
    desk.command("o");
    let to = |path: &std::path::Path| Message::Exchange(exchange::Message::To(path.display().to_string()));
    desk.send(to(&gone.join("out.zip")));
    desk.click("export");
    let words = format!("Nothing exported. The folder “{}” does not exist. Choose another folder.", gone.display());
    assert!(desk.shows(&words), "{:?}", texts(&mut desk));
    desk.send(to(&file));
    desk.click("export");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(desk.seen().focused().as_deref(), Some("replace"));
    desk.key(Named::Enter);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine", "the check found errors");
    desk.click("anyway");
    desk.type_text("The HMIS team wants it");
    desk.key(Named::Enter);
    assert!(texts(&mut desk).iter().any(|text| text.starts_with("Exported ")), "{:?}", texts(&mut desk));
    assert!(file.metadata().unwrap().len() > 1000);
}

#[test]
fn the_settings_are_applied_by_the_key_that_saves_and_esc_goes_one_step_back() {
    let mut desk = Desk::with(People::Typical);
    for page in ["backups", "programs"] {
        desk.send(Message::Sidebar(true));
        desk.click(page);
        assert!(!desk.shows("Workgroup"));
        desk.key(Named::Escape);
        assert!(desk.shows("Workgroup"), "{page}");
        assert_eq!(desk.seen().focused().as_deref(), Some(page));
    }
    desk.command("s");
    assert!(desk.shows("Settings applied") && !desk.shows("Workgroup"));
}

#[test]
fn the_keyboard_stays_in_its_field_when_a_save_takes_a_banner_away() {
    let mut desk = Desk::with(People::Typical);
    event(&mut desk);
    desk.send(super::work::set(wayhome::domain::at::event::REFERRAL_RESULT, "2"));
    desk.key(Named::Escape);
    event(&mut desk);
    assert!(desk.shows("What you typed before is here again. It is not saved yet."));
    desk.click("Referral.NotHousedReason");
    desk.type_text("Moved");
    desk.command("s");
    desk.key(Named::Shift);
    assert_eq!(desk.seen().focused().as_deref(), Some("Referral.NotHousedReason"));
}

#[test]
fn the_letters_work_on_referrals_without_a_program() {
    let (agency, mut charts) = records(People::Typical);
    let open = charts.iter_mut().flat_map(|chart| &mut chart.events).find(|event| wayhome::domain::referral::is_open(event)).unwrap();
    open.location_crisis_or_ph_housing = wayhome::domain::Text::default();
    let mut desk = Desk::of((agency, charts));
    assert!(texts(&mut desk).iter().any(|text| text == "No program named 1"), "{:?}", texts(&mut desk));
    desk.send(Message::Home(home::Message::OnlyUnplaced));
    assert!(texts(&mut desk).iter().any(|text| text.starts_with("Referrals without a program, such as vouchers.")));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    assert!(desk.shows("Acknowledgment saved") || desk.shows("This referral is acknowledged already."), "{:?}", texts(&mut desk));
    desk.send(Message::Home(home::Message::Pressed('r', 0)));
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    desk.command("h");
    desk.send(Message::Home(home::Message::Pressed('i', 0)));
    assert_eq!(desk.app.title(), "Intake · Wayhome");
}

#[test]
fn clients_opened_again_is_where_it_was_left_and_typing_begins_anew() {
    let mut desk = Desk::with(People::Typical);
    desk.command("k");
    desk.type_text("an");
    let chosen = |desk: &mut Desk| {
        desk.heard().nodes.iter().find(|node| node.role == Role::Row && node.selected == Some(true)).map(|node| node.name.to_string())
    };
    desk.key(Named::ArrowDown);
    desk.key(Named::ArrowDown);
    let third = chosen(&mut desk);
    assert!(third.is_some());
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Client · Wayhome");
    desk.command("k");
    assert!(desk.seen().values.iter().any(|value| value == "an"), "{:?}", desk.seen().values);
    assert_eq!((chosen(&mut desk), desk.seen().focused()), (third, Some("search".to_owned())));
    // All of it is selected: the next letter is the first of another name.
    desk.type_text("m");
    assert!(desk.seen().values.iter().any(|value| value == "m"), "{:?}", desk.seen().values);
    desk.command("h");
    desk.command("l");
    desk.unlock();
    desk.command("k");
    assert!(!desk.seen().values.iter().any(|value| value == "m"), "nothing of it stays over a lock");
}

#[test]
fn a_hint_bears_no_sign_of_success() {
    let mut desk = Desk::with(People::Typical);
    let (client, _) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    desk.click("history-show");
    let (done, info) = (Icon::Done.glyph().to_string(), Icon::Info.glyph().to_string());
    let signs = |desk: &mut Desk| texts(desk).into_iter().filter(|text| *text == done || *text == info).collect::<Vec<_>>();
    assert!(desk.shows("Enter the day first, such as 11/22/2026."), "{:?}", texts(&mut desk));
    assert_eq!(signs(&mut desk), std::slice::from_ref(&info));
    // Where nothing was changed, nothing was done.
    let (client, _) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client, Part::Profile)));
    desk.click("profile-edit");
    desk.command("s");
    assert!(desk.shows("Nothing was changed."));
    assert_eq!(signs(&mut desk), [info]);
}

#[test]
fn in_a_narrow_window_what_passes_takes_nothing_from_the_page() {
    let mut desk = Desk::with(People::Typical);
    desk.resize(Size::new(800.0, 600.0));
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    let window = desk.size();
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    let seen = desk.seen();
    let (_, passing) = seen.texts.iter().find(|(text, _)| text == "Acknowledgment saved").unwrap();
    assert!(passing.y + 24.0 > window.height - 12.0, "the lowest line of the window: {passing:?}");
    assert!(!seen.texts.iter().any(|(text, _)| text.starts_with("Saved today")), "in the place of the facts");
}

#[test]
fn a_list_that_is_read_is_told_as_a_list_and_is_no_stop() {
    let mut desk = Desk::with(People::Typical);
    let report = crate::visits::ONCE.iter().find(|visit| visit.name == "exchange-report").unwrap();
    (report.go)(&mut desk);
    let heard = desk.heard();
    let list = heard.nodes.iter().find(|node| node.role == Role::List && &*node.name == "Report").unwrap();
    assert!(!list.disabled && !list.focusable && !list.activates, "{list:?}");
    let rows: Vec<_> = heard.nodes.iter().filter(|node| list.children.contains(&node.id)).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.role == Role::ListItem && !row.activates && row.selected.is_none()), "{rows:?}");
}
