//! What a referral costs in keys, from Home to its result.

use super::straight::focused;
use super::work::has;
use crate::desk::{Desk, People, records};
use crate::visits::context;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::preset::fixed_clock;
use wayhome::app::shortcut::Command;
use wayhome::domain::hud::{Enrollment, Event, ProjectType, Relationship};
use wayhome::domain::referral::is_open;
use wayhome::domain::{Chart, ClientId, EnrollmentId, EventId, ProjectId, Value, date};

/// Presses keys, and counts them.
struct Typist {
    desk: Desk,
    pressed: usize,
}

impl Typist {
    /// Types a word, each letter a key.
    fn types(&mut self, word: &str) -> &mut Self {
        self.pressed += word.len();
        self.desk.type_text(word);
        self
    }

    fn key(&mut self, key: Named) -> &mut Self {
        self.pressed += 1;
        self.desk.key(key);
        self
    }

    fn tab(&mut self) -> &mut Self {
        self.key(Named::Tab)
    }

    /// The step that follows.
    fn next(&mut self) -> &mut Self {
        self.pressed += 1;
        self.desk.press(Key::Named(Named::Enter), None, Modifiers::COMMAND);
        self
    }

    fn command(&mut self, key: &str) -> &mut Self {
        self.pressed += 1;
        self.desk.command(key);
        self
    }

    fn command_shift(&mut self, key: &str) -> &mut Self {
        self.pressed += 1;
        self.desk.command_shift(key);
        self
    }

    /// The six disabilities, none of them.
    fn healthy(&mut self) -> &mut Self {
        for _ in 0..5 {
            self.types("0").tab();
        }
        self.types("0")
    }
}

/// An adult with a referral to supportive housing, and a child of the same household in coordinated entry.
pub fn referred_family() -> (Desk, ClientId, EventId, ClientId) {
    referred_family_of(|_, _| {})
}

/// The same of a client whose chart `made` changes, which is told the enrollment that the referral was made from.
pub fn referred_family_of(made: impl Fn(&mut Chart, &EnrollmentId)) -> (Desk, ClientId, EventId, ClientId) {
    let (agency, mut charts) = records(People::Typical);
    let today = fixed_clock().date();
    let age = |chart: &Chart| chart.client.dob.known().and_then(|born| date::age(born, today));
    let housing = |event: &&Event| {
        let project = agency.project(&ProjectId::new(event.location_crisis_or_ph_housing.as_str()));
        is_open(event) && project.is_some_and(|project| project.project_type.is(ProjectType::PermanentSupportive))
    };
    let head =
        charts.iter().find(|chart| age(chart).is_some_and(|age| age > 20) && chart.events.iter().any(|event| housing(&event))).unwrap();
    let (client, event) = (head.id().clone(), head.events.iter().find(housing).unwrap().clone());
    let program = ProjectId::new(event.location_crisis_or_ph_housing.as_str());
    let entry = head.enrollment(&event.enrollment_id).unwrap().clone();
    let organization = agency.owner(&program).unwrap().organization_id.to_string();
    let child = charts.iter_mut().find(|chart| age(chart).is_some_and(|age| age < 15) && chart.events.is_empty()).unwrap();
    let id = child.id().clone();
    child.enrollments.push(Enrollment {
        enrollment_id: EnrollmentId::new("WITH"),
        personal_id: id.clone(),
        relationship_to_hoh: Value::Known(Relationship::Child),
        ..entry
    });
    // They were never in that program.
    for chart in charts.iter_mut().filter(|chart| [&client, &id].contains(&chart.id())) {
        chart.enrollments.retain(|stay| stay.project_id != program);
    }
    let chart = charts.iter_mut().find(|chart| *chart.id() == client).unwrap();
    made(chart, &event.enrollment_id);
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Command(Command::Guide));
    context(&mut desk, organization);
    (desk, client, event.event_id, id)
}

/// What a referral costs whose household of two is taken in with every answer, from Enter on Home to the result that is recorded.
const KEYS: usize = 73;

#[test]
fn a_referral_is_resolved_with_so_many_keys() {
    let (desk, client, event, child) = referred_family();
    let mut typist = Typist { desk, pressed: 0 };
    // Enter on its line.
    typist.desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event)))));
    typist.pressed += 1;
    typist.types("1").command("n");
    assert_eq!(typist.desk.app.title(), "Intake · Wayhome");
    assert_eq!(focused(&mut typist.desk), format!("present-{child}"), "who lives with them is proposed, not ticked");
    typist.key(Named::Space).next();
    // The day on which they enter; all else on the page is known.
    typist.types("111926").next();
    // From the street, homeless since July, the second time; no disabling condition.
    typist.types("116").tab().types("3").tab().types("071526").tab().types("2").tab().types("105").tab().types("0").next();
    // No income, no benefits, insured by Medicaid.
    typist.types("0").tab().types("0").tab().types("1").tab().key(Named::Space).next();
    typist.healthy().next();
    typist.types("0").next();
    // The child: no disabling condition, insured as the head, healthy.
    typist.types("0").next();
    typist.command_shift("d").next();
    typist.healthy().next();
    assert!(has(&mut typist.desk, "Finish writes 2 enrollments in "), "{:?}", typist.desk.seen().texts);
    assert!(!has(&mut typist.desk, "still missing"), "{:?}", typist.desk.seen().texts);
    typist.key(Named::Enter);
    assert_eq!(typist.desk.app.title(), "CE Event · Wayhome", "{:?}", typist.desk.seen().texts);
    typist.command("s");
    assert!(typist.desk.shows("Referral result saved"), "{:?}", typist.desk.seen().texts);
    assert_eq!(typist.pressed, KEYS);
}
