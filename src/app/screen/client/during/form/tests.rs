//! A draft of a record with lines, taken up again after somebody else wrote into the record.

use super::*;
use crate::domain::agency::Agency;
use crate::domain::hud::{Assessment, AssessmentQuestions, Client, Enrollment};
use crate::domain::{Chart, ClientId, at};

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 22).unwrap()
}

fn question(key: &str) -> AssessmentQuestions {
    AssessmentQuestions {
        assessment_question_id: key.into(),
        assessment_id: "A1".into(),
        enrollment_id: EnrollmentId::new("E1"),
        assessment_question: key.into(),
        ..AssessmentQuestions::default()
    }
}

/// An assessment with two questions.
fn assessed() -> Chart {
    let (client, stay) = (ClientId::new("C1"), EnrollmentId::new("E1"));
    Chart {
        client: Client { personal_id: client.clone(), ..Client::default() },
        enrollments: vec![Enrollment { enrollment_id: stay.clone(), personal_id: client, ..Enrollment::default() }],
        assessments: vec![Assessment {
            assessment_id: "A1".into(),
            enrollment_id: stay,
            assessment_date: Value::Known(today()),
            ..Assessment::default()
        }],
        questions: vec![question("Q1"), question("Q2")],
        ..Chart::default()
    }
}

fn open(chart: &Chart, drafts: &[(String, Text)]) -> Open {
    let agency = Agency::default();
    let stay = Stay::of(chart, &EnrollmentId::new("E1"), &agency, None, today()).unwrap();
    Open::of(Kind::of("4.19").unwrap(), Some("A1"), &stay, drafts).unwrap()
}

fn keys(open: &Open) -> Vec<String> {
    open.record(today()).lines.iter().map(|line| line.key().to_owned()).collect()
}

#[test]
fn an_older_draft_takes_away_what_was_taken_away_and_nothing_that_came_since() {
    let mut chart = assessed();
    let mut form = open(&chart, &[]);
    let _ = form.drop_line(0);
    let _ = form.edit(Some(0), Edit::Set(at::assessment_questions::ASSESSMENT_ANSWER, "Outside".to_owned()));
    let draft = form.unkept().unwrap();
    chart.questions.push(question("Q3"));
    let resumed = open(&chart, &[draft]);
    assert_eq!(keys(&resumed), ["Q2", "Q3"]);
    assert_eq!(resumed.record(today()).lines[0].get(at::assessment_questions::ASSESSMENT_ANSWER), "Outside");
    // Left once more, it knows the new one too.
    let mut again = resumed;
    let _ = again.drop_line(1);
    assert_eq!(keys(&open(&chart, &[again.unkept().unwrap()])), ["Q2"]);
}

#[test]
fn a_draft_that_does_not_say_what_it_was_of_takes_nothing_away() {
    let chart = assessed();
    let mut form = open(&chart, &[]);
    let _ = form.drop_line(0);
    let (name, text) = form.unkept().unwrap();
    let mut typed: serde_json::Value = serde_json::from_str(text.as_str()).unwrap();
    typed.as_object_mut().unwrap().remove("kept");
    assert_eq!(keys(&open(&chart, &[(name, Text::new(typed.to_string()))])), ["Q2", "Q1"]);
}

#[test]
fn what_was_typed_into_a_line_that_is_gone_meanwhile_is_there_as_a_new_one() {
    let mut chart = assessed();
    let mut form = open(&chart, &[]);
    let _ = form.edit(Some(0), Edit::Set(at::assessment_questions::ASSESSMENT_ANSWER, "Outside".to_owned()));
    let draft = form.unkept().unwrap();
    chart.questions.retain(|question| question.assessment_question_id.as_str() == "Q2");
    let resumed = open(&chart, std::slice::from_ref(&draft));
    assert_eq!((keys(&resumed), resumed.orphans), (vec![String::new(), "Q2".to_owned()], 1));
    assert_eq!(resumed.record(today()).lines[0].get(at::assessment_questions::ASSESSMENT_ANSWER), "Outside");
    // Of a line that nobody typed into nothing is left, and nothing is said.
    let mut chart = assessed();
    chart.questions.retain(|question| question.assessment_question_id.as_str() == "Q1");
    let resumed = open(&chart, &[draft]);
    assert_eq!((keys(&resumed), resumed.orphans), (vec!["Q1".to_owned()], 0));
}
