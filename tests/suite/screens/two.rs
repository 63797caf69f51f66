//! A household with two open referrals to one organization: the intake answers the one from which it was begun.

use super::work::{has, set};
use crate::desk::{Desk, People, records};
use crate::visits::context;
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::{client, intake};
use wayhome::app::{Message, form};
use wayhome::domain::hud::{Event, ProjectType};
use wayhome::domain::intake::Step;
use wayhome::domain::referral::is_open;
use wayhome::domain::{ClientId, EventId, ProjectId, Value, at};

/// The younger of two referrals of a client, its program, and that of the older one.
struct Two {
    desk: Desk,
    client: ClientId,
    older: EventId,
    younger: EventId,
    program: String,
    other: String,
}

fn two() -> Two {
    let (mut agency, mut charts) = records(People::Typical);
    let supportive = |event: &Event| {
        let project = agency.project(&ProjectId::new(event.location_crisis_or_ph_housing.as_str()));
        project.filter(|p| is_open(event) && p.project_type.is(ProjectType::PermanentSupportive)).cloned()
    };
    let found =
        charts.iter().find_map(|chart| Some((chart.id().clone(), chart.events.iter().find_map(|e| Some((e.clone(), supportive(e)?)))?)));
    let (client, (older, project)) = found.unwrap();
    let mut second = project.clone();
    (second.project_id, second.project_name) = (ProjectId::new("SECOND"), "Second Street Homes".into());
    agency.projects.push(second);
    let mut younger = older.clone();
    younger.event_id = EventId::new("YOUNGER");
    younger.event_date = Value::Known(fixed_clock().date());
    younger.location_crisis_or_ph_housing = "SECOND".into();
    let chart = charts.iter_mut().find(|chart| *chart.id() == client).unwrap();
    chart.events.retain(|event| event.event_id == older.event_id);
    chart.events.push(younger);
    chart.enrollments.retain(|stay| stay.project_id != project.project_id);
    let mut desk = Desk::of((agency, charts));
    context(&mut desk, project.organization_id.to_string());
    let (program, other) = ("Second Street Homes".to_owned(), project.project_name.to_string());
    Two { desk, client, older: older.event_id, younger: EventId::new("YOUNGER"), program, other }
}

impl Two {
    fn open(&mut self, event: &EventId) {
        self.desk.send(Message::Go(Destination::Client(self.client.clone(), Part::Events(Some(event.clone())))));
    }

    /// What stands in the program's control, and where the keyboard goes on its page.
    fn program(&mut self) -> (Vec<String>, String) {
        self.desk.send(Message::Intake(intake::Message::To(Step::Program)));
        let seen = self.desk.seen();
        let (program, other) = (&self.program, &self.other);
        let named = seen.values.iter().filter(|value| [program, other].iter().any(|name| value.contains(name.as_str())));
        (named.cloned().collect(), seen.focused().unwrap_or_default())
    }

    /// True where the program of this page is the second one's.
    fn is_second(&mut self) -> bool {
        let (program, other) = (self.program.clone(), self.other.clone());
        has(&mut self.desk, &program) && !has(&mut self.desk, &other)
    }
}

#[test]
fn the_intake_answers_the_referral_from_which_it_was_begun() {
    for saved_as_rejected in [false, true] {
        let mut two = two();
        let younger = two.younger.clone();
        two.open(&younger);
        if saved_as_rejected {
            two.desk.send(set(at::event::REFERRAL_RESULT, "2"));
            two.desk.command("s");
            two.desk.quiet();
        }
        two.desk.send(set(at::event::REFERRAL_RESULT, "1"));
        two.desk.click("start-intake");
        assert_eq!(two.desk.app.title(), "Intake · Wayhome");
        let (programs, first) = two.program();
        assert!(programs.len() == 1 && programs[0].contains(&two.program), "{programs:?}");
        assert_eq!(first, form::member_id(0, at::enrollment::ENTRY_DATE), "the program is known");
        // Esc leads to the form again, also after a lock.
        two.desk.command("l");
        two.desk.unlock();
        two.desk.key(Named::Escape);
        assert_eq!(two.desk.app.title(), "CE Event · Wayhome");
        assert!(two.is_second(), "{:?}", two.desk.seen().texts);
        two.desk.click("start-intake");
        two.desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        two.desk.send(Message::Intake(intake::Message::Finish));
        assert_eq!(two.desk.app.title(), "CE Event · Wayhome", "{:?}", two.desk.seen().texts);
        assert!(two.is_second(), "{:?}", two.desk.seen().texts);
        two.desk.command("s");
        assert!(has(&mut two.desk, "saved") && !has(&mut two.desk, "Saved, but"), "{:?}", two.desk.seen().texts);
        let older = two.older.clone();
        two.open(&older);
        assert!(has(&mut two.desk, "Nothing changed"), "the older one waits: {:?}", two.desk.seen().texts);
    }
}

#[test]
fn an_intake_that_may_answer_two_asks_for_the_program_first() {
    let mut two = two();
    two.desk.send(Message::Go(Destination::Client(two.client.clone(), Part::Profile)));
    two.desk.send(Message::Client(client::Message::Intake));
    let (programs, first) = two.program();
    assert_eq!((programs, first), (Vec::new(), form::member_id(0, at::enrollment::PROJECT_ID)));
    // The one that is chosen says which is answered.
    two.desk.send(Message::Intake(intake::Message::Project(Some("SECOND".to_owned()))));
    two.desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    two.desk.send(Message::Intake(intake::Message::Finish));
    assert!(two.is_second(), "{:?}", two.desk.seen().texts);
}

#[test]
fn an_intake_that_was_begun_for_one_referral_says_so_at_the_other() {
    let mut two = two();
    let (older, younger) = (two.older.clone(), two.younger.clone());
    two.open(&older);
    two.desk.send(set(at::event::REFERRAL_RESULT, "1"));
    two.desk.click("start-intake");
    two.desk.send(Message::Intake(intake::Message::Next));
    two.desk.key(Named::Escape);
    two.open(&younger);
    two.desk.send(set(at::event::REFERRAL_RESULT, "1"));
    two.desk.click("start-intake");
    let other = two.other.clone();
    assert!(has(&mut two.desk, &format!("This intake was begun for the referral to {other}")), "{:?}", two.desk.seen().texts);
    let (programs, _) = two.program();
    assert!(programs.len() == 1 && programs[0].contains(&other), "{programs:?}");
}
