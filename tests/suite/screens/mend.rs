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
use wayhome::domain::code::Code;
use wayhome::domain::hud::{
    Assessment, Disabilities, DisabilityType, Enrollment, Exit, File, HealthAndDV, IncomeBenefits, ProjectType, Relationship, Stage, YesNo,
};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Chart, ClientId, Day, EnrollmentId, Entry, FieldId, Row, Value, at};

/// A desk on which the stay of a head of household in supportive housing has rows with which something is wrong.
struct Wrong {
    desk: Desk,
    client: ClientId,
    stay: EnrollmentId,
}

const UPDATED: (i32, u32, u32) = (2026, 11, 2);

impl Wrong {
    fn new() -> Self {
        Self::with(|_, _| ())
    }

    /// The same, with more that is wrong with the client and the stay.
    fn with(more: impl FnOnce(&mut Chart, &Enrollment)) -> Self {
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
        more(chart, &row);
        let organization = agency.owner(&row.project_id).unwrap().organization_id.to_string();
        let mut desk = Desk::of((agency, charts));
        desk.send(Message::Command(wayhome::app::shortcut::Command::Guide));
        context(&mut desk, organization);
        Self { desk, client, stay }
    }

    /// Goes where the finding about this field of a row of its own file leads.
    fn lead(&mut self, field: FieldId, key: &str) -> (String, String) {
        self.lead_from(field, field.file, key)
    }

    /// Goes where the finding about this field leads that is said of a row of this file.
    fn lead_from(&mut self, field: FieldId, file: File, key: &str) -> (String, String) {
        let part = Part::Answer { field: form::id(field), file: file.info().name.to_owned(), key: key.to_owned() };
        self.desk.send(Message::Go(Destination::Client(self.client.clone(), part)));
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
    assert_eq!(wrong.lead_from(income.0, File::Enrollment, &stay), ("Project Entry · Wayhome".to_owned(), wrong.at(income.1, income.0)));
    let due = wrong.lead_from(at::income_benefits::INFORMATION_DATE, File::Enrollment, &stay);
    assert_eq!(due.0, "Annual Assessment · Wayhome");
}

#[test]
fn what_is_missing_beside_answers_that_are_there_leads_to_the_first_that_is_missing() {
    let mut wrong = Wrong::with(|chart, row| {
        chart.incomes.retain(|income| income.enrollment_id != row.enrollment_id);
        chart.incomes.push(IncomeBenefits {
            income_benefits_id: "HALF".into(),
            enrollment_id: row.enrollment_id.clone(),
            personal_id: row.personal_id.clone(),
            information_date: row.entry_date.clone(),
            income_from_any_source: Value::Known(YesNo::No),
            benefits_from_any_source: Value::Known(YesNo::No),
            data_collection_stage: Value::Known(Stage::Entry),
            ..IncomeBenefits::default()
        });
    });
    let (stay, i) = (wrong.stay.to_string(), [at::income_benefits::INCOME_FROM_ANY_SOURCE, at::income_benefits::INSURANCE_FROM_ANY_SOURCE]);
    let there = wrong.lead_from(i[0], File::Enrollment, &stay);
    assert_eq!(there, ("Project Entry · Wayhome".to_owned(), wrong.at(Slot::Income, i[1])), "an answer that is there is not overwritten");
    assert_eq!(wrong.lead(i[0], "HALF").1, wrong.at(Slot::Income, i[0]), "a finding about that very answer leads to it");
}

#[test]
fn the_day_of_a_row_leads_to_the_day_of_its_page_whatever_the_file_and_the_stage() {
    let stages = [Stage::Entry, Stage::Update, Stage::Annual, Stage::Exit];
    let mut wrong = Wrong::with(|chart, row| {
        let (stay, client, on) = (&row.enrollment_id, &row.personal_id, Value::from(Day::from_ymd_opt(2026, 11, 5)));
        for stage in stages {
            let key = format!("DAY-{}", stage.label());
            let cells = [("EnrollmentID", stay.as_str()), ("PersonalID", client.as_str())];
            chart.incomes.push(dated(&key, stage, &on, &cells));
            chart.health.push(dated(&key, stage, &on, &cells));
            chart.employment.push(dated(&key, stage, &on, &cells));
            chart.education.push(dated(&key, stage, &on, &cells));
            chart.disabilities.push(dated(&key, stage, &on, &[&cells[..], &[("DisabilityType", "5")]].concat()));
        }
    });
    let days = [
        at::income_benefits::INFORMATION_DATE,
        at::health_and_dv::INFORMATION_DATE,
        at::employment_education::INFORMATION_DATE,
        at::youth_education_status::INFORMATION_DATE,
        at::disabilities::INFORMATION_DATE,
    ];
    for (field, stage) in days.into_iter().flat_map(|field| stages.map(|stage| (field, stage))) {
        let day = match stage {
            Stage::Entry => ("Project Entry", at::enrollment::ENTRY_DATE),
            Stage::Update => ("Update Assessment", at::income_benefits::INFORMATION_DATE),
            Stage::Annual => ("Annual Assessment", at::income_benefits::INFORMATION_DATE),
            _ => ("Exit", at::exit::EXIT_DATE),
        };
        let there = wrong.lead(field, &format!("DAY-{}", stage.label()));
        assert_eq!(there, (format!("{} · Wayhome", day.0), form::member_id(0, day.1)), "{field:?} {stage:?}");
        assert!(!has(&mut wrong.desk, "Correct it in your HMIS"), "{field:?} {stage:?}");
    }
}

/// A row of an assessment with its key, day and stage, and these cells.
fn dated<T: Row + Default>(key: &str, stage: Stage, on: &Value<Day>, cells: &[(&str, &str)]) -> T {
    let mut row = T::default();
    let set = |row: &mut T, column: &str, text: &str| Row::set(row, row.file().column(column).unwrap(), text);
    let name = row.file().info().columns[row.file().info().key].name;
    set(&mut row, name, key);
    set(&mut row, "InformationDate", &on.text());
    set(&mut row, "DataCollectionStage", &stage.code().to_string());
    cells.iter().for_each(|(column, text)| set(&mut row, column, text));
    row
}

#[test]
fn what_is_missing_at_an_exit_leads_to_it_and_no_key_is_taken_for_another() {
    let mut wrong = Wrong::with(|chart, row| {
        let key = row.enrollment_id.as_str();
        let left = Exit {
            exit_id: key.into(),
            enrollment_id: row.enrollment_id.clone(),
            personal_id: row.personal_id.clone(),
            exit_date: Value::from(Day::from_ymd_opt(2026, 11, 12)),
            ..Exit::default()
        };
        chart.exits.push(left);
        // An update whose key is, by chance, that of the enrollment.
        chart.incomes.iter_mut().filter(|income| income.income_benefits_id.as_str() == "WRONG-UPDATE").for_each(|income| {
            income.income_benefits_id = key.into();
        });
    });
    let (stay, income) = (wrong.stay.to_string(), at::income_benefits::INCOME_FROM_ANY_SOURCE);
    for (file, title) in [(File::Exit, "Exit"), (File::Enrollment, "Project Entry"), (File::IncomeBenefits, "Update Assessment")] {
        assert_eq!(wrong.lead_from(income, file, &stay), (format!("{title} · Wayhome"), wrong.at(Slot::Income, income)));
    }
    let on = at::exit::EXIT_DATE;
    assert_eq!(wrong.lead(on, &stay), ("Exit · Wayhome".to_owned(), form::member_id(0, on)));
}

#[test]
fn of_a_day_with_two_rows_the_page_says_so_and_shows_the_one_that_was_meant() {
    let mut wrong = Wrong::with(|chart, _| {
        let other = chart.incomes.iter().find(|row| row.income_benefits_id.as_str() == "WRONG-UPDATE").unwrap().clone();
        chart.incomes.push(IncomeBenefits { income_benefits_id: "WRONG-TWICE".into(), ..other });
    });
    let (income, lasting) = (at::income_benefits::INCOME_FROM_ANY_SOURCE, at::disabilities::INDEFINITE_AND_IMPAIRS);
    wrong.lead(income, "WRONG-UPDATE");
    assert!(has(&mut wrong.desk, "more than one row is recorded"), "{:?}", wrong.desk.seen().texts);
    wrong.desk.type_text("0");
    wrong.desk.tab();
    wrong.lead(income, "WRONG-TWICE");
    assert!(has(&mut wrong.desk, "Another row of this day is being corrected already"), "{:?}", wrong.desk.seen().texts);
    wrong.lead(lasting, "WRONG-LATER");
    assert!(!has(&mut wrong.desk, "more than one row is recorded"), "{:?}", wrong.desk.seen().texts);
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
    assert_eq!(desk.seen().texts.iter().filter(|(text, _)| text == "Update 11/02/2026").count(), 1);
    desk.send(Message::Go(Destination::Client(wrong.client.clone(), Part::History)));
    assert!(has(desk, "Income from Any Source: Yes → No"), "{:?}", desk.seen().texts);
}

#[test]
fn an_update_that_is_recorded_is_opened_from_its_enrollment() {
    let mut wrong = Wrong::new();
    let (link, desk) = (format!("correct-update-assessment-2026-11-02-{}", wrong.stay), &mut wrong.desk);
    desk.send(Message::Go(Destination::Client(wrong.client.clone(), Part::Enrollments)));
    assert!(desk.shows("Update 11/02/2026") && desk.shows("Update 11/09/2026"), "{:?}", desk.seen().texts);
    while desk.seen().focused().as_ref() != Some(&link) {
        desk.tab();
    }
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Update Assessment · Wayhome");
    assert!(has(desk, "What was recorded on this day is corrected."), "{:?}", desk.seen().texts);
}

#[test]
fn a_correction_of_what_was_undone_meanwhile_is_reached_and_becomes_a_new_one() {
    let mut wrong = Wrong::new();
    let income = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };
    let control = form::question_id(0, income);
    let (client, stay, desk) = (wrong.client.clone(), wrong.stay.clone(), &mut wrong.desk);
    let answer = |desk: &mut Desk, code: &str| {
        desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
        desk.click(&control);
        desk.type_text(code);
        desk.tab();
    };
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client.clone(), stay.clone())));
    answer(desk, "0");
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    // Its correction is half typed, and then the update is taken back.
    let today = wayhome::app::preset::fixed_clock().date();
    let link = format!("correct-update-assessment-{today}-{stay}");
    desk.click(&link);
    answer(desk, "8");
    desk.send(Message::Go(Destination::Client(client.clone(), Part::History)));
    desk.key(Named::Enter);
    desk.tab();
    desk.key(Named::Enter);
    desk.type_text("The wrong day");
    desk.command("s");
    assert!(has(desk, "Undo of save "), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
    let begun = format!("Continue: Update of {}", wayhome::domain::date::show(today));
    assert!(desk.shows(&begun), "{:?}", desk.seen().texts);
    desk.click(&link);
    assert!(has(desk, "is not recorded any more. What you typed is taken up as a new one."), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(desk, "Finish records the update of "), "{:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    assert!(!has(desk, "Continue: Update"), "no draft is left: {:?}", desk.seen().texts);
    assert!(desk.shows(&format!("Update {}", wayhome::domain::date::show(today))), "{:?}", desk.seen().texts);
    desk.click(&link);
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
    assert!(desk.seen().values.iter().any(|value| value == "Client doesn’t know"));
}

/// Checks on Exchange, and opens what the rule of the income found.
fn check_of_income(desk: &mut Desk) {
    desk.send(Message::Go(Destination::Exchange));
    desk.click("check-export");
    if has(desk, "Enter shows them.") {
        desk.key(Named::End);
        desk.key(Named::Enter);
        desk.key(Named::Home);
    }
    for _ in 0..40 {
        desk.key(Named::Enter);
        if desk.shows("All rules") && has(desk, "R-INC-1 · ") {
            return;
        }
        // Enter folded what came from the HMIS, or opened a rule.
        let back = if desk.shows("All rules") { Named::Escape } else { Named::Enter };
        desk.key(back);
        desk.key(Named::ArrowDown);
    }
    panic!("the check has not found it: {:?}", desk.seen().texts);
}

#[test]
fn the_check_leads_there_by_enter_and_a_record_of_the_stay_is_opened_too() {
    let mut wrong = Wrong::new();
    let (client, income) = (wrong.client.clone(), wrong.at(Slot::Income, at::income_benefits::INCOME_FROM_ANY_SOURCE));
    let desk = &mut wrong.desk;
    check_of_income(desk);
    assert!(desk.shows("Go to the field"), "{:?}", desk.seen().texts);
    desk.click("finding-jump");
    assert_eq!((desk.app.title().as_str(), desk.seen().focused()), ("Update Assessment · Wayhome", Some(income)));
    // Left, it leads back to the finding.
    desk.key(Named::Escape);
    assert_eq!((desk.app.title().as_str(), desk.seen().focused().as_deref()), ("Exchange · Wayhome", Some("finding-lines")));
    // A field without a form: the record all the same.
    desk.send(Message::Go(Destination::Client(client, Part::Arose(form::id(at::assessment::ENROLLMENT_ID), "WRONG-PLACE".to_owned()))));
    assert_eq!(desk.app.title(), "During the Stay · Wayhome");
    assert!(has(desk, "Coordinated Entry Assessment"), "{:?}", desk.seen().texts);
}

#[test]
fn a_finding_in_a_program_of_another_organization_says_where_it_is_corrected() {
    let mut wrong = Wrong::new();
    let chart = wrong.desk.charts.iter().find(|chart| *chart.id() == wrong.client).unwrap();
    let project = chart.enrollment(&wrong.stay).unwrap().project_id.clone();
    let owner = wrong.desk.agency.owner(&project).unwrap().organization_id.clone();
    let other = wrong.desk.agency.organizations.iter().find(|o| o.organization_id != owner).unwrap().organization_id.to_string();
    let desk = &mut wrong.desk;
    check_of_income(desk);
    for (organization, is_other) in [(other, true), (owner.to_string(), false)] {
        context(desk, organization);
        desk.send(Message::Go(Destination::Exchange));
        let says = (has(desk, " · of another organization"), has(desk, "This program belongs to "));
        assert_eq!(says, (is_other, is_other), "{:?}", desk.seen().texts);
    }
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
