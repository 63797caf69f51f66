//! A referral that was refused while its intake was begun: Home says so in one line, the intake at its top, and nobody is enrolled all the same
//! by a button while another referral waits.

use super::resolving::open;
use super::work::{has, set};
use crate::desk::{Desk, People, records};
use crate::visits::context;
use iced::Size;
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::home::{self, State};
use wayhome::app::screen::intake;
use wayhome::app::shortcut::Command;
use wayhome::domain::hud::{Event, ReferralResult};
use wayhome::domain::referral::is_open;
use wayhome::domain::{ClientId, EventId, ProjectId, Value, at};

/// Home, on the line of an intake that was begun from no referral, and whose client was refused since.
fn refused() -> Desk {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    desk.send(Message::Intake(intake::Message::Next));
    let chart = desk.charts.iter().find(|chart| *chart.id() == client).unwrap();
    let event = chart.events.iter().find(|event| is_open(event)).map(|event| event.event_id.clone());
    desk.send(Message::Go(Destination::Client(client, Part::Events(event))));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Begun));
    desk.click("open-referrals");
    desk
}

#[test]
fn its_line_on_home_keeps_to_its_row_however_large_the_text() {
    let mut desk = refused();
    for window in [Size::new(1024.0, 768.0), Size::new(1280.0, 800.0)] {
        for percent in [100.0, 125.0, 150.0, 200.0] {
            desk.resize(window * (100.0 / percent));
            let texts = desk.seen().texts;
            let (_, at) = texts.iter().find(|(text, _)| text.contains("nsuccessful")).expect("why it stands there");
            assert!(at.height < 20.0, "in one line at {window:?}, {percent} %: {at:?}");
        }
    }
}

#[test]
fn the_intake_says_at_its_top_that_its_referral_was_refused_wherever_it_is_opened() {
    let mut desk = refused();
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    for _ in 0..2 {
        assert!(has(&mut desk, "The referral was unsuccessful on ") && has(&mut desk, "Finish enrolls"), "{:?}", desk.seen().texts);
        desk.send(Message::Intake(intake::Message::Next));
    }
}

/// Somebody who was refused here, and is referred to another organization; to whom both referrals are.
fn elsewhere() -> (Desk, ClientId, EventId) {
    let (agency, mut charts) = records(People::Typical);
    let owner =
        |event: &Event| agency.owner(&ProjectId::new(event.location_crisis_or_ph_housing.as_str())).map(|o| o.organization_id.clone());
    let stays = |chart: &wayhome::domain::Chart, of: &wayhome::domain::OrganizationId| {
        chart.enrollments.iter().any(|stay| agency.owner(&stay.project_id).is_some_and(|owner| owner.organization_id == *of))
    };
    let (client, event, ours) = charts
        .iter()
        .find_map(|chart| {
            let [event] = chart.events.iter().filter(|event| is_open(event)).collect::<Vec<_>>()[..] else { return None };
            let ours = owner(event)?;
            (!stays(chart, &ours)).then(|| (chart.id().clone(), event.clone(), ours))
        })
        .expect("somebody with one referral, to where they never were");
    let other = charts.iter().flat_map(|chart| &chart.events).find(|it| is_open(it) && owner(it).is_some_and(|it| it != ours));
    let location = other.expect("another organization").location_crisis_or_ph_housing.clone();
    let chart = charts.iter_mut().find(|chart| *chart.id() == client).unwrap();
    let open = Event { event_id: EventId::new("OPEN"), location_crisis_or_ph_housing: location, ..event.clone() };
    let mine = chart.events.iter_mut().find(|it| it.event_id == event.event_id).unwrap();
    mine.referral_result = Value::Known(ReferralResult::ProviderRejected);
    mine.result_date = mine.event_date.clone();
    chart.events.push(open);
    let mut desk = Desk::of((agency.clone(), charts));
    desk.send(Message::Command(Command::Guide));
    context(&mut desk, ours.to_string());
    (desk, client, event.event_id)
}

#[test]
fn nobody_is_enrolled_all_the_same_while_another_referral_waits() {
    let (mut desk, client, refused) = elsewhere();
    let says = |desk: &mut Desk, part: Part| {
        desk.send(Message::Go(Destination::Client(client.clone(), part)));
        desk.seen().stops.into_iter().find(|stop| stop.id == "onward").expect("the button").label
    };
    for part in [Part::Profile, Part::Events(Some(refused)), Part::Events(Some(EventId::new("OPEN")))] {
        assert_eq!(says(&mut desk, part.clone()), "Intake", "{part:?}");
    }
}
