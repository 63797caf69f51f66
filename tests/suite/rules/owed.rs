//! What is still missing once a workflow is finished (R-ASK-1), and what would be recorded twice (R-UPD-1).

use super::asked::PROGRAMS;
use super::life::{Life, STAY};
use super::*;
use wayhome::domain::ask::{Question, Slot};
use wayhome::domain::intake::{Draft, Mend, Owing, Purpose, gaps, still_missing, visit_name};
use wayhome::domain::merge::{Edits, written};

const INCOME: Question = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };
const DESTINATION: Question = Question { slot: Slot::Exit, field: at::exit::DESTINATION };

/// Whose answers are missing, by position, and to which question.
fn owed(life: &Life, draft: &Draft) -> Vec<(usize, Question)> {
    life.with(|case| draft.owed(case)).into_iter().map(|owed| (owed.member, owed.question)).collect()
}

/// The same of what is recorded of the person at this position.
fn recorded(life: &Life, person: usize) -> Vec<(Purpose, Vec<Question>)> {
    let chart = &life.charts[person];
    let written = written(chart, &life.edits);
    let found = life.with(|case| gaps(chart, &chart.enrollments[0].enrollment_id, &written, case));
    found.into_iter().map(|gap| (gap.way.purpose, gap.questions)).collect()
}

#[test]
fn r_ask_1_of_who_answered_everything_nothing_is_missing() {
    for (name, kind, grants, ..) in PROGRAMS {
        let mut life = Life::new(*kind, grants);
        let mut draft = life.begun();
        assert!(!owed(&life, &draft).is_empty(), "{name}: nobody answered yet");
        life.answer(&mut draft);
        assert_eq!(owed(&life, &draft), [], "{name}");
        life.finish(&draft).unwrap();
        for person in 0..life.charts.len() {
            assert_eq!(recorded(&life, person), [], "{name}, {person}");
        }
    }
}

#[test]
fn r_ask_1_what_is_missing_when_it_is_finished_is_missing_in_what_is_recorded() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut exit = life.visit(Purpose::Exit, STAY);
    life.answer(&mut exit);
    exit.members[0].put(DESTINATION, "");
    exit.members[1].put(INCOME, "");
    let found = life.with(|case| exit.owed(case));
    assert_eq!(found.iter().map(|owed| (owed.member, owed.question)).collect::<Vec<_>>(), [(0, DESTINATION), (1, INCOME)]);
    let way = exit.way_to(&found[1]);
    assert_eq!((way.purpose, way.stay.as_str(), way.question, way.of), (Purpose::Exit, "E2", Some(INCOME), None));
    life.finish(&exit).unwrap();
    assert_eq!(recorded(&life, 0), [(Purpose::Exit, vec![DESTINATION])]);
    assert_eq!(recorded(&life, 1), [(Purpose::Exit, vec![INCOME])]);
    assert_eq!(recorded(&life, 2), []);
}

#[test]
fn r_ask_1_a_household_owes_in_one_line_what_anybody_of_it_left_blank() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let look = |life: &Life, owing: &mut Owing| {
        let written = life.charts.iter().flat_map(|chart| written(chart, &life.edits)).collect();
        life.with(|case| {
            owing.follow(&life.charts, &written, case.agency, case.stamp);
            let project = &life.charts[0].enrollments[0].project_id;
            let owner = case.agency.owner(project).unwrap().organization_id.clone();
            let other = wayhome::domain::OrganizationId::new("elsewhere");
            assert_eq!(owing.households(case.agency, &other), [], "nobody else's desk");
            owing.households(case.agency, &owner)
        })
    };
    let mut owing = Owing::default();
    assert_eq!(look(&life, &mut owing), [], "everything was answered");
    let mut exit = life.visit(Purpose::Exit, STAY);
    life.answer(&mut exit);
    exit.members[0].put(DESTINATION, "");
    exit.members[1].put(INCOME, "");
    life.finish(&exit).unwrap();
    let before = owing.revision();
    let found = look(&life, &mut owing);
    assert!(owing.revision() > before);
    let [one] = found.as_slice() else { panic!("one line: {found:?}") };
    assert_eq!((one.answers, one.others, one.points.join(", ").as_str()), (2, 1, "Project exit"));
    assert_eq!(
        (one.way.purpose, one.way.question, one.since),
        (Purpose::Exit, Some(DESTINATION), exit.day().known()),
        "to the head's first"
    );
    assert_eq!(one.draft(), visit_name(Purpose::Exit, one.way.stay.as_str()), "who has left has a draft of their own");
    // Looked at again, nothing is new.
    let before = owing.revision();
    assert_eq!((look(&life, &mut owing), owing.revision()), (found, before));
}

#[test]
fn r_imp_10_what_is_missing_is_asked_at_the_points_of_which_something_was_written_here() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    let mut draft = life.begun();
    life.answer(&mut draft);
    draft.members[0].put(INCOME, "");
    life.finish(&draft).unwrap();
    assert_eq!(recorded(&life, 0), [(Purpose::Entry, vec![INCOME])]);
    // An HMIS tells all of it: what it lacks is not asked of this desk.
    life.edits = Edits::default();
    assert_eq!(recorded(&life, 0), []);
    // Until somebody here changes an answer beside it, in a row of the HMIS.
    let residents = life.residents();
    let mut correct =
        Draft::correct(&Mend::begin(Purpose::Entry, EnrollmentId::new(STAY)), "H1".into(), &residents, &life.charts, today()).unwrap();
    correct.members[0].put(Question { slot: Slot::Income, field: at::income_benefits::BENEFITS_FROM_ANY_SOURCE }, "8");
    life.finish(&correct).unwrap();
    assert_eq!(recorded(&life, 0), [(Purpose::Entry, vec![INCOME])]);
}

#[test]
fn r_ask_1_who_does_not_know_has_answered_and_an_update_owes_nothing_that_it_does_not_say() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut update = life.visit(Purpose::Update, STAY);
    update.members[0].put(INCOME, "8");
    assert_eq!(owed(&life, &update), []);
    // But what hangs on an answer is asked for.
    let source = |field| Question { slot: Slot::Income, field };
    update.members[0].put(INCOME, "1");
    update.members[0].put(source(at::income_benefits::OTHER_INCOME_SOURCE), "1");
    update.members[0].put(source(at::income_benefits::OTHER_INCOME_AMOUNT), "10.00");
    assert_eq!(owed(&life, &update), [(0, source(at::income_benefits::OTHER_INCOME_SOURCE_IDENTIFY))]);
}

#[test]
fn what_is_missing_is_said_in_few_words() {
    assert_eq!(still_missing(&[]), "");
    assert_eq!(still_missing(&[DESTINATION]), "1 answer is still missing: Exit Destination.");
    assert_eq!(still_missing(&[DESTINATION, INCOME]), "2 answers are still missing: Exit Destination and Income from Any Source.");
    let many = [DESTINATION, DESTINATION, INCOME, Question { slot: Slot::Health, field: at::health_and_dv::GENERAL_HEALTH_STATUS }];
    assert_eq!(still_missing(&many), "4 answers are still missing, among them Exit Destination and Income from Any Source.");
}

#[test]
fn r_upd_1_what_changed_on_a_day_is_one_update() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut update = life.visit(Purpose::Update, STAY);
    update.on = "2026-11-18".into();
    update.members[0].put(INCOME, "0");
    let speaks = |life: &Life, draft: &Draft| life.with(|case| draft.findings(case)).iter().any(|f| f.finding.rule.id() == "R-UPD-1");
    assert!(!speaks(&life, &update));
    life.finish(&update).unwrap();
    let mut second = life.visit(Purpose::Update, STAY);
    assert!(!speaks(&life, &second), "of another day");
    second.on = "2026-11-18".into();
    assert!(speaks(&life, &second) && second.is_untouched());
    let (client, instead) = life.with(|case| second.instead(case)).unwrap();
    assert_eq!((client.as_str(), instead.stay.as_str(), instead.of), ("C1", STAY, Some(day("2026-11-18"))));
    // Nothing of the others is recorded on that day.
    second.members[0].present = false;
    second.members[1].put(INCOME, "0");
    assert!(!speaks(&life, &second) && !second.is_untouched());
}
