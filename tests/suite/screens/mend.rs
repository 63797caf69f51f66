//! From a finding to the page on which it is mended: of the entry, an update, an annual assessment, the exit, a record of the stay.
#![allow(clippy::unwrap_used)]

use super::work::has;
use crate::desk::{Desk, People, records};
use crate::visits::context;
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Form, Question, Slot};
use wayhome::domain::hud::{
    Assessment, Disabilities, DisabilityType, Enrollment, HealthAndDV, IncomeBenefits, ProjectType, Relationship, Stage, YesNo,
};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Chart, ClientId, Day, EnrollmentId, FieldId, Value, at};

/// A desk on which the stay of a head of household in supportive housing has rows with which something is wrong.
struct Wrong {
    desk: Desk,
    client: ClientId,
    stay: EnrollmentId,
}

const UPDATED: (i32, u32, u32) = (2026, 11, 2);

impl Wrong {
    fn new() -> Self {
        let (agency, mut charts) = records(People::Typical);
        let kind = |e: &Enrollment| agency.project(&e.project_id).and_then(|p| p.project_type.known());
        let lives = |c: &Chart, e: &Enrollment| {
            let there = c.exit(&e.enrollment_id).is_none() && e.relationship_to_hoh.is(Relationship::Head);
            there && kind(e) == Some(ProjectType::PermanentSupportive)
        };
        let (chart, row) = charts.iter_mut().find_map(|c| c.enrollments.iter().find(|e| lives(c, e)).cloned().map(|e| (c, e))).unwrap();
        let (client, stay) = (chart.id().clone(), row.enrollment_id.clone());
        let on = Value::from(Day::from_ymd_opt(UPDATED.0, UPDATED.1, UPDATED.2));
        // Yes, and no source.
        chart.incomes.push(IncomeBenefits {
            income_benefits_id: "WRONG-UPDATE".into(),
            enrollment_id: stay.clone(),
            personal_id: client.clone(),
            information_date: on.clone(),
            income_from_any_source: Value::Known(YesNo::Yes),
            data_collection_stage: Value::Known(Stage::Update),
            ..IncomeBenefits::default()
        });
        chart.health.push(HealthAndDV {
            health_and_dvid: "WRONG-ENTRY".into(),
            enrollment_id: stay.clone(),
            personal_id: client.clone(),
            information_date: row.entry_date.clone(),
            domestic_violence_survivor: Value::Known(YesNo::Yes),
            data_collection_stage: Value::Known(Stage::Entry),
            ..HealthAndDV::default()
        });
        chart.disabilities.push(Disabilities {
            disabilities_id: "WRONG-LATER".into(),
            enrollment_id: stay.clone(),
            personal_id: client.clone(),
            information_date: Value::from(Day::from_ymd_opt(2026, 11, 9)),
            disability_type: Value::Known(DisabilityType::Physical),
            disability_response: Value::Known(1),
            data_collection_stage: Value::Known(Stage::Update),
            ..Disabilities::default()
        });
        chart.assessments.push(Assessment {
            assessment_id: "WRONG-PLACE".into(),
            enrollment_id: stay.clone(),
            personal_id: client.clone(),
            assessment_date: on,
            ..Assessment::default()
        });
        let organization = agency.owner(&row.project_id).unwrap().organization_id.to_string();
        let mut desk = Desk::of((agency, charts));
        desk.send(Message::Command(wayhome::app::shortcut::Command::Guide));
        context(&mut desk, organization);
        Self { desk, client, stay }
    }

    /// Goes where the finding about this field of this row leads.
    fn lead(&mut self, field: FieldId, key: &str) -> (String, String) {
        self.desk.send(Message::Go(Destination::Client(self.client.clone(), Part::Answer(form::id(field), key.to_owned()))));
        (self.desk.app.title(), self.desk.seen().focused().unwrap_or_default())
    }

    fn at(&self, slot: Slot, field: FieldId) -> String {
        form::question_id(0, Question { slot, field })
    }
}

#[test]
fn every_row_of_an_assessment_leads_to_its_page_and_field() {
    let mut wrong = Wrong::new();
    let health = (at::health_and_dv::WHEN_OCCURRED, Slot::Health);
    let lasting = (at::disabilities::INDEFINITE_AND_IMPAIRS, Slot::Disability(DisabilityType::Physical));
    let income = (at::income_benefits::INCOME_FROM_ANY_SOURCE, Slot::Income);
    for ((field, slot), key, title) in [
        (health, "WRONG-ENTRY", "Project Entry"),
        (lasting, "WRONG-LATER", "Update Assessment"),
        (income, "WRONG-UPDATE", "Update Assessment"),
    ] {
        let there = wrong.lead(field, key);
        assert_eq!(there, (format!("{title} · Wayhome"), wrong.at(slot, field)), "{:?}", wrong.desk.seen().texts);
    }
    // The enrollment itself, and what is missing at its start.
    let stay = wrong.stay.to_string();
    let start = at::enrollment::ENTRY_DATE;
    assert_eq!(wrong.lead(start, &stay), ("Project Entry · Wayhome".to_owned(), wrong.at(Slot::Enrollment, start)));
    assert_eq!(wrong.lead(income.0, &stay), ("Project Entry · Wayhome".to_owned(), wrong.at(income.1, income.0)));
    let due = wrong.lead(at::income_benefits::INFORMATION_DATE, &stay);
    assert_eq!(due.0, "Annual Assessment · Wayhome");
}

#[test]
fn an_update_is_corrected_where_it_stands_and_no_second_one_comes() {
    let mut wrong = Wrong::new();
    let income = at::income_benefits::INCOME_FROM_ANY_SOURCE;
    wrong.lead(income, "WRONG-UPDATE");
    let desk = &mut wrong.desk;
    desk.type_text("0");
    desk.tab();
    // Left, locked and taken up again: the same day.
    desk.command("l");
    desk.unlock();
    assert_eq!(desk.app.title(), "Update Assessment · Wayhome");
    desk.send(Message::Go(Destination::Client(wrong.client.clone(), Part::Enrollments)));
    assert!(has(desk, "Continue: Update of 11/02/2026"), "{:?}", desk.seen().texts);
    desk.click(&format!("correct-update-assessment-2026-11-02-{}", wrong.stay));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(desk, "Finish corrects what was recorded on 11/02/2026 of 1 person"), "{:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    let recorded = desk.seen().texts.into_iter().find(|(text, _)| text.starts_with("Recorded: ")).unwrap().0;
    assert_eq!(recorded.matches("Update 11/02/2026").count(), 1);
    desk.send(Message::Go(Destination::Client(wrong.client.clone(), Part::History)));
    assert!(has(desk, "Income from Any Source: Yes → No"), "{:?}", desk.seen().texts);
}

#[test]
fn the_check_leads_there_by_enter_and_a_record_of_the_stay_is_opened_too() {
    let mut wrong = Wrong::new();
    let (client, income) = (wrong.client.clone(), wrong.at(Slot::Income, at::income_benefits::INCOME_FROM_ANY_SOURCE));
    let desk = &mut wrong.desk;
    desk.send(Message::Go(Destination::Exchange));
    desk.click("check-export");
    for _ in 0..40 {
        desk.key(Named::Enter);
        if has(desk, "R-INC-1 · ") {
            break;
        }
        desk.key(Named::Escape);
        desk.key(Named::ArrowDown);
    }
    assert!(desk.shows("Go to the field"), "{:?}", desk.seen().texts);
    desk.click("finding-jump");
    assert_eq!((desk.app.title().as_str(), desk.seen().focused()), ("Update Assessment · Wayhome", Some(income)));
    // A field without a form: the record all the same.
    desk.send(Message::Go(Destination::Client(client, Part::Arose(form::id(at::assessment::ENROLLMENT_ID), "WRONG-PLACE".to_owned()))));
    assert_eq!(desk.app.title(), "During the Stay · Wayhome");
    assert!(has(desk, "Coordinated Entry Assessment"), "{:?}", desk.seen().texts);
}

#[test]
fn default_last_stands_in_the_line_of_the_title() {
    let mut wrong = Wrong::new();
    let desk = &mut wrong.desk;
    desk.send(Message::Go(Destination::Visit(Purpose::Update, wrong.client.clone(), wrong.stay.clone())));
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
    let seen = desk.seen();
    let last = seen.stops.iter().find(|stop| stop.id == "default-last").expect("something was recorded").bounds;
    let about = seen.texts.iter().find(|(text, _)| text.starts_with("Answer what has changed")).unwrap().1;
    assert!(last.y + last.height <= about.y && last.x > about.x + about.width / 2.0, "{last:?} beside the title, above {about:?}");
}
