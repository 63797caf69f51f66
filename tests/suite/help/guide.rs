//! The guide beside the page: it ticks itself off, and follows the record in sight.

use super::*;

/// How far each step of the guide is, in the words that are said of it.
fn ticks(desk: &mut Desk) -> Vec<String> {
    desk.seen().said.into_iter().filter(|said| ["done", "to do", "to be done now"].contains(&said.as_str())).collect()
}

#[test]
fn the_guide_ticks_itself_off() {
    let mut desk = Desk::guided(People::Typical);
    let done = |desk: &mut Desk| ticks(desk).iter().filter(|said| *said == "done").count();
    assert_eq!(done(&mut desk), 1, "the organization is chosen: {:?}", ticks(&mut desk));
    assert!(!desk.seen().stops.iter().any(|stop| stop.id == "aside-go-1"), "Home is where one is already");
    desk.command("o");
    desk.click("aside-go-1");
    assert_eq!(focused(&mut desk), "open-referrals");
    desk.key(Named::Enter);
    assert!(desk.shows("Referral Result"), "the oldest one is open");
    let before = done(&mut desk);
    assert!(before >= 2, "a referral is open");

    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    let saved = desk.seen().texts.iter().any(|(text, _)| text == "Referral result saved" || text.starts_with("Saved, but: "));
    assert!(saved);
    assert_eq!(done(&mut desk), before + 1, "its result is recorded");
    let export = desk.folder.path().join("out.zip");
    desk.click("aside-go-5");
    desk.send(Message::Exchange(exchange::Message::To(export.display().to_string())));
    desk.click("export");
    assert_eq!(done(&mut desk), before + 2, "it is exported");
    assert!(!ticks(&mut desk).contains(&"to be done now".to_owned()));

    desk.send(Message::Go(Destination::Help));
    assert!(desk.shows("Resolving a housing referral from Coordinated Entry") && !desk.shows("Guide"));
    assert_eq!(done(&mut desk), before + 2, "the Help screen has the same steps, and shows them once");
}

/// What a screen reader is told that begins so, without that beginning.
fn told(desk: &mut Desk, begins: &str) -> Option<String> {
    desk.heard().nodes.iter().find_map(|node| node.name.strip_prefix(begins).map(str::to_owned))
}

/// Whose referral the guide says it follows.
fn follows(desk: &mut Desk) -> String {
    told(desk, "Follows the referral of ").expect("the guide says whose referral it follows")
}

/// The referral at this place of Home, opened; whose it is.
fn opened_at(desk: &mut Desk, place: usize) -> Chart {
    desk.send(Message::Go(Destination::Home));
    desk.key(Named::Home);
    (0..place).for_each(|_| desk.key(Named::ArrowDown));
    desk.key(Named::Enter);
    let of = follows(desk);
    desk.charts.iter().find(|chart| of.starts_with(&format!("{}, ", Card::of(chart).name()))).unwrap().clone()
}

/// The step that leads to somebody's CE Event, pressed.
fn to_the_event(desk: &mut Desk) {
    let step = desk.seen().stops.into_iter().find(|stop| stop.label.starts_with("Open the CE Event of "));
    desk.click(&step.expect("a step that leads to a CE Event").id);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
}

#[test]
fn the_guide_follows_the_record_in_sight_and_says_whose_it_is() {
    let mut desk = Desk::guided(People::Typical);
    assert!(desk.shows("It follows the referral of the client whose record you open."));
    let (other, shown) = (opened_at(&mut desk, 0), opened_at(&mut desk, 1));
    assert_ne!(other.id(), shown.id());
    let name = Card::of(&other).name();
    let is_of_other = |desk: &mut Desk| follows(desk).starts_with(&format!("{name}, "));
    assert!(!is_of_other(&mut desk));

    // The record of the one before, found by the search, with no event open in it.
    desk.send(Message::Go(Destination::Client(other.id().clone(), Part::Profile)));
    assert!(is_of_other(&mut desk) && !follows(&mut desk).contains("Not the client"));
    to_the_event(&mut desk);
    assert!(told(&mut desk, &name).is_some(), "it leads to the record that was in sight");

    // In the record of one of the household it goes on, and says so.
    let directory = Directory::new(desk.charts.iter().map(Card::of).collect::<Vec<_>>());
    let mates: Vec<ClientId> = directory.household_members(other.id()).into_iter().map(|mate| mate.client).collect();
    let is_unreferred = |chart: &&Chart| chart.events.is_empty();
    let mate = desk.charts.iter().filter(is_unreferred).find(|chart| mates.contains(chart.id())).map(|chart| chart.id().clone());
    if let Some(mate) = mate {
        desk.send(Message::Go(Destination::Client(mate, Part::Events(None))));
        assert!(is_of_other(&mut desk) && follows(&mut desk).ends_with("Not the client on this page"));
        to_the_event(&mut desk);
        assert!(is_of_other(&mut desk) && !follows(&mut desk).contains("Not the client"), "it leads where it says");
    }
    // In that of a stranger who was never referred it leads to nobody, and Home goes on with the one before.
    let stranger = desk.charts.iter().filter(is_unreferred).find(|chart| !mates.contains(chart.id())).unwrap().id().clone();
    desk.send(Message::Go(Destination::Client(stranger.clone(), Part::Events(None))));
    assert!(desk.shows("The client on this page has no referral to your organization."), "{:?}", desk.seen().texts);
    assert!(!desk.seen().stops.iter().any(|stop| stop.label.starts_with("Open the CE Event of ")));
    desk.send(Message::Go(Destination::Home));
    assert!(is_of_other(&mut desk));

    desk.key(Named::F9);
    assert!(!follows(&mut desk).contains(other.client.last_name.as_str()), "privacy hides the name");

    // Where no organization is chosen, nobody knows whether a referral is to it.
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Organization(None)));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.send(Message::Go(Destination::Client(stranger, Part::Events(None))));
    assert!(!desk.shows("The client on this page has no referral to your organization."), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Help));
    assert!(!follows(&mut desk).is_empty(), "the Help screen says it too");
}

#[test]
fn the_guide_needs_no_enrollment_once_a_rejection_is_chosen() {
    let mut desk = Desk::guided(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Opened(0)));
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    let step = |desk: &mut Desk| {
        let heard = desk.heard();
        let state = |what: &str| heard.nodes.iter().find(|node| &*node.name == what).and_then(|node| node.info.description.clone());
        (state("No enrollment is needed").map(|state| state.to_string()), state("Record the result").map(|state| state.to_string()))
    };
    let not_needed = Some("not needed".to_owned());
    assert_eq!(step(&mut desk).0, None, "nothing is chosen");
    for result in ["2", "3"] {
        desk.send(set(at::event::REFERRAL_RESULT, result));
        assert_eq!(step(&mut desk), (not_needed.clone(), Some("to be done now".to_owned())), "chosen, and to be saved");
        assert!(desk.shows("What you chose is not saved yet. Ctrl+S saves it."), "{:?}", desk.seen().texts);
    }
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    assert_eq!(step(&mut desk).0, None);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    assert_eq!(step(&mut desk), (not_needed, Some("done".to_owned())), "saved");
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    assert_eq!(step(&mut desk), (None, Some("to do".to_owned())), "corrected: the household is to be enrolled");
}

/// True where a step of the guide is done.
fn is_done(desk: &mut Desk, what: &str) -> bool {
    let heard = desk.heard();
    heard.nodes.iter().find(|node| &*node.name == what).unwrap().info.description.as_deref() == Some("done")
}

#[test]
fn in_the_intake_the_guide_leads_to_no_intake_and_says_what_the_page_wants() {
    let mut desk = Desk::guided(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Pressed('i', 0)));
    let said = |desk: &mut Desk, part: &str| desk.seen().texts.into_iter().any(|(text, _)| text.contains(part));
    let leads = |desk: &mut Desk| desk.seen().stops.into_iter().any(|stop| stop.label.contains("the intake of "));
    for step in [Step::Family, Step::Program, Step::Universal(0), Step::Summary] {
        desk.send(Message::Intake(intake::Message::To(step)));
        assert!(!leads(&mut desk), "{step:?}: {:?}", desk.seen().stops);
        assert!(!said(&mut desk, "in the client's record. The intake takes you"), "one is there: {:?}", desk.seen().texts);
    }
    desk.send(Message::Intake(intake::Message::To(Step::Family)));
    assert!(said(&mut desk, "Check everyone who is enrolling, and who is head of household;"), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Join));
    assert!(!leads(&mut desk), "nor while somebody is added: {:?}", desk.seen().stops);
    assert!(said(&mut desk, "Look first at who may be here already."), "{:?}", desk.seen().texts);
}

#[test]
fn a_look_at_a_record_is_in_no_save_and_opens_no_referral() {
    let mut desk = Desk::guided(People::Typical);
    // One about whose referral nothing was done yet.
    let charts: Vec<Chart> = desk.charts.iter().filter(|chart| chart.events.iter().any(is_open)).cloned().collect();
    let look = |desk: &mut Desk, chart: &Chart| {
        desk.send(Message::Go(Destination::Client(chart.id().clone(), Part::Profile)));
        let of = told(desk, "Follows the referral of ").unwrap_or_default();
        of.starts_with(&format!("{}, ", Card::of(chart).name())) && !is_done(desk, "Open the referral")
    };
    let looked_at = charts.iter().find(|chart| look(&mut desk, chart)).expect("a look opens no referral");
    let place = (0..3).find(|place| opened_at(&mut desk, *place).id() != looked_at.id()).unwrap();
    let name = Card::of(&opened_at(&mut desk, place)).name();
    assert!(is_done(&mut desk, "Open the referral"));
    look(&mut desk, looked_at);
    assert!(!follows(&mut desk).starts_with(&format!("{name}, ")));
    // Neither by itself nor with what else is set.
    desk.key(Named::F9);
    desk.key(Named::F9);
    desk.send(Message::Go(Destination::Home));
    let mut desk = desk.again();
    desk.unlock();
    assert!(follows(&mut desk).starts_with(&format!("{name}, ")), "the one that was opened");
}

#[test]
fn the_guide_knows_of_each_client_whether_it_was_sent() {
    let mut desk = Desk::guided(People::Typical);
    let is_sent = |desk: &mut Desk| {
        let heard = desk.heard();
        let step = heard.nodes.iter().find(|node| &*node.name == "Send it to your HMIS").unwrap();
        step.info.description.as_deref() == Some("done")
    };
    let (other, mine) = (opened_at(&mut desk, 1), opened_at(&mut desk, 0));
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    assert!(!is_sent(&mut desk), "it was just recorded");
    let export = desk.folder.path().join("out.zip");
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Exchange(exchange::Message::To(export.display().to_string())));
    desk.click("export");
    assert!(is_sent(&mut desk));
    // To another one and back: what was sent stays sent.
    desk.send(Message::Go(Destination::Client(other.id().clone(), Part::Profile)));
    assert!(!is_sent(&mut desk));
    desk.send(Message::Go(Destination::Client(mine.id().clone(), Part::Profile)));
    assert!(is_sent(&mut desk));
}

#[test]
fn the_guide_stays_away_where_it_was_put_away_and_where_there_is_no_room() {
    let mut desk = Desk::guided(People::Typical);
    assert!(desk.shows("Guide"));
    desk.click("aside-close");
    assert!(!desk.shows("Guide"));
    desk.send(Message::Go(Destination::Clients));
    assert!(!desk.shows("Guide"));
    desk.command("g");
    assert!(desk.shows("Guide"));

    desk.send(Message::Go(Destination::Help));
    desk.click("help-guide");
    desk.send(Message::Go(Destination::Home));
    assert!(!desk.shows("Guide"), "the Help screen asks for it too");
    desk.command("g");

    desk.resize(Size::new(1024.0, 768.0));
    desk.key(Named::Tab);
    assert!(!desk.shows("Guide"), "it does not cover the page by itself");
    desk.command("g");
    assert!(desk.shows("Guide"), "only where it is asked for");
    desk.key(Named::Escape);
    assert!(!desk.shows("Guide"));
    desk.resize(Size::new(1600.0, 900.0));
    desk.key(Named::Tab);
    assert!(!desk.shows("Guide"), "closed is closed, also where there is room for it");
    desk.send(Message::Command(Command::Smaller));
    desk.resize(Size::new(1280.0, 800.0));
    desk.key(Named::Tab);
    assert!(!desk.shows("Guide"), "and in smaller text");
    desk.command("l");
    desk.unlock();
    assert!(!desk.shows("Guide"), "and after a lock");
    desk.resize(Size::new(800.0, 600.0));
    desk.key(Named::Tab);
    desk.command("g");
    assert!(desk.shows("Guide"));
    desk.command("g");
    assert!(!desk.shows("Guide"));
}
