//! Stays in time: R-ENR, R-EXI-1, R-W5-1, R-STG-1, R-INS-2, R-ANN-1, R-SVC-2, R-CLS-2, R-DOE-1, R-ASM-1, R-RES-9.

use super::*;

/// The cases.
pub fn cases() -> Vec<Case> {
    use at::{enrollment as e, exit as x, income_benefits as i};
    vec![
        (
            Rule::R_ENR_3,
            Stop,
            e::ENTRY_DATE,
            |t| back(t, "2026-03-02"),
            |t| {
                house_out(t, "2026-06-20", 116);
                back(t, "2026-06-20");
            },
        ),
        (
            Rule::R_ENR_3,
            Fix,
            e::ENTRY_DATE,
            |t| back(t, "2026-06-01"),
            |t| {
                house_out(t, "2026-06-01", 116);
                back(t, "2026-06-02");
            },
        ),
        (Rule::R_ENR_4, Fix, e::ENTRY_DATE, |t| shelter(t, "2026-03-08", "2026-03-11"), |t| shelter(t, "2026-03-08", "2026-03-10")),
        (Rule::R_ENR_6, Fix, x::EXIT_DATE, |t| shelter(t, "2026-01-10", "2026-01-10"), |t| shelter(t, "2026-01-10", "2026-01-11")),
        (
            Rule::R_ENR_6,
            Fix,
            at::assessment::ASSESSMENT_DATE,
            |t| assessed_and_left(t, "2026-03-02"),
            |t| assessed_and_left(t, "2026-03-01"),
        ),
        (Rule::R_ENR_7, Stop, e::ENTRY_DATE, |t| drop(t.chart("C4").services.remove(0)), |t| drop(t.chart("C4").services.remove(1))),
        (
            Rule::R_ENR_7,
            Stop,
            at::services::DATE_PROVIDED,
            |t| t.chart("C4").services.push(night("N3", "2026-10-03")),
            |t| {
                t.chart("C4").services.push(Services {
                    record_type: Value::Known(RecordType::PATHService),
                    type_provided: Value::Known(1),
                    ..night("N3", "2026-10-03")
                })
            },
        ),
        (Rule::R_ENR_7, Stop, at::project::PROJECT_TYPE, |t| t.chart("C4").services.clear(), |_| {}),
        (
            Rule::R_ENR_8,
            Stop,
            e::HOUSEHOLD_ID,
            |t| {
                house_out(t, "2026-06-01", 116);
                t.chart("C2").enrollments[0].entry_date = on("2026-06-02");
            },
            |t| {
                t.chart("C2").enrollments[0].entry_date = on("2026-06-02");
                t.chart("C2").incomes[0].information_date = on("2026-06-02");
            },
        ),
        (Rule::R_ENR_13, Stop, e::ENROLLMENT_COC, |t| t.stay("E-SO").enrollment_coc = Text::default(), |_| {}),
        (
            Rule::R_ENR_9,
            Stop,
            e::RELATIONSHIP_TO_HOH,
            |t| t.stay("E-KID").relationship_to_hoh = Value::Known(Relationship::NotCollected),
            |t| {
                t.stay("E-KID").relationship_to_hoh = Value::Known(Relationship::OtherRelative);
            },
        ),
        (
            Rule::R_ENR_18,
            Fix,
            e::MOVE_IN_DATE,
            |t| {
                t.stay("E-PSH").move_in_date = Value::Blank;
                house_out(t, "2026-06-01", 410);
            },
            |t| {
                t.stay("E-PSH").move_in_date = Value::Blank;
                house_out(t, "2026-06-01", 116);
            },
        ),
        (
            Rule::R_ENR_20,
            Stop,
            e::ENTRY_DATE,
            |t| t.project("P-SO").operating_end_date = on("2026-11-01"),
            |t| {
                t.project("P-SO").operating_end_date = on("2026-11-22");
            },
        ),
        (
            Rule::R_ENR_20,
            Stop,
            x::EXIT_DATE,
            |t| t.project("P-NIGHT").operating_end_date = on("2026-10-02"),
            |t| {
                t.project("P-NIGHT").operating_end_date = on("2026-10-03");
            },
        ),
        (Rule::R_ENR_20, Fix, e::ENTRY_DATE, |t| takes_part_from(t, "2026-10-06"), |t| takes_part_from(t, "2026-10-05")),
        (
            Rule::R_ENR_21,
            Fix,
            at::services::ENROLLMENT_ID,
            |t| t.stay("E-NIGHT").date_deleted = Value::Known(stamp().now),
            |t| {
                let now = Value::Known(stamp().now);
                t.charts.retain(|c| c.id().as_str() != "C4");
                t.stay("E-SO").date_deleted = now.clone();
                t.chart("C5").living_situations[0].date_deleted = now;
            },
        ),
        (
            Rule::R_EXI_1,
            Stop,
            x::DESTINATION,
            |t| t.chart("C4").exits[0].destination = Value::Known(99),
            |t| {
                t.chart("C4").exits[0].destination = Value::Known(118);
            },
        ),
        (Rule::R_EXI_1, Fix, x::DESTINATION, |t| t.chart("C4").exits[0].destination = Value::Known(8), |_| {}),
        (Rule::R_EXI_1, Note, x::DESTINATION, |t| t.chart("C4").exits[0].destination = Value::Known(30), |_| {}),
        (
            Rule::R_EXI_1,
            Stop,
            x::DESTINATION_SUBSIDY_TYPE,
            |t| t.chart("C4").exits[0].destination = Value::Known(435),
            |t| {
                t.chart("C4").exits[0].destination = Value::Known(435);
                t.chart("C4").exits[0].destination_subsidy_type = Value::Known(428);
            },
        ),
        (Rule::R_EXI_1, Fix, x::DESTINATION_SUBSIDY_TYPE, |t| t.chart("C4").exits[0].destination_subsidy_type = Value::Known(428), |_| {}),
        (
            Rule::R_EXI_1,
            Fix,
            x::OTHER_DESTINATION,
            |t| t.chart("C4").exits[0].destination = Value::Known(17),
            |t| {
                t.chart("C4").exits[0].destination = Value::Known(17);
                t.chart("C4").exits[0].other_destination = "A ship".into();
            },
        ),
        (
            Rule::R_IMP_6,
            Stop,
            x::DESTINATION,
            |t| t.chart("C4").exits[0].destination = Value::Known(336),
            |t| {
                t.chart("C4").exits[0].destination = Value::Known(313);
            },
        ),
        (Rule::R_W5_1, Fix, x::SUBSIDY_INFORMATION, |t| kept_housing(t, 1, 11), |t| kept_housing(t, 1, 4)),
        (Rule::R_W5_1, Fix, x::SUBSIDY_INFORMATION, |t| kept_housing(t, 2, 1), |t| kept_housing(t, 2, 12)),
        (
            Rule::R_STG_1,
            Fix,
            i::INFORMATION_DATE,
            |t| t.chart("C1").incomes[0].information_date = on("2026-03-03"),
            |t| {
                let mut update = income("I9", "C1", "E-PSH", "2026-03-03", true);
                update.data_collection_stage = Value::Known(Stage::Update);
                t.chart("C1").incomes.push(update);
            },
        ),
        (
            Rule::R_STG_1,
            Fix,
            i::DATA_COLLECTION_STAGE,
            |t| t.chart("C1").incomes.push(income("I9", "C1", "E-PSH", "2026-03-02", true)),
            |_| {},
        ),
        (
            Rule::R_STG_1,
            Fix,
            at::health_and_dv::DATA_COLLECTION_STAGE,
            |t| t.chart("C1").health[0].data_collection_stage = Value::Known(Stage::Exit),
            |_| {},
        ),
        (
            Rule::R_INS_2,
            Stop,
            e::ENTRY_DATE,
            |t| t.chart("C2").incomes.clear(),
            |t| {
                t.chart("C2").incomes[0].insurance_from_any_source = Value::Known(YesNo::Refused);
            },
        ),
        (Rule::R_INS_2, Stop, e::ENTRY_DATE, |t| t.stay("E-SO").date_of_engagement = on("2026-10-06"), |_| {}),
        (
            Rule::R_INS_2,
            Stop,
            x::EXIT_DATE,
            |t| {
                t.leave("C1", "E-PSH", "2026-06-01", 116);
            },
            |t| house_out(t, "2026-06-01", 116),
        ),
        (Rule::R_ANN_1, Fix, e::ENTRY_DATE, |t| a_year_ago(t, None), |t| a_year_ago(t, Some("2026-08-31"))),
        (Rule::R_ANN_1, Fix, i::INFORMATION_DATE, |t| a_year_ago(t, Some("2026-11-01")), |t| a_year_ago(t, Some("2026-10-30"))),
        (
            Rule::R_SVC_2,
            Fix,
            at::services::DATE_PROVIDED,
            |t| {
                served(t, "2026-10-05");
                let grant = t.agency.funders.iter_mut().find(|f| f.project_id.as_str() == "P-HP").unwrap();
                grant.end_date = on("2026-09-30");
            },
            |t| served(t, "2026-10-05"),
        ),
        (Rule::R_CLS_2, Note, e::ENTRY_DATE, |t| t.chart("C5").living_situations[0].information_date = on("2026-10-06"), |_| {}),
        (Rule::R_CLS_1, Note, e::DATE_OF_ENGAGEMENT, |t| engaged(t, "2026-10-06"), |t| engaged(t, "2026-10-05")),
        (
            Rule::R_DOE_1,
            Fix,
            e::DATE_OF_ENGAGEMENT,
            |t| t.stay("E-NIGHT").date_of_engagement = on("2026-10-04"),
            |t| {
                t.stay("E-NIGHT").date_of_engagement = on("2026-10-03");
            },
        ),
        (Rule::R_DOE_1, Fix, e::DATE_OF_ENGAGEMENT, |t| t.stay("E-CE").date_of_engagement = on("2026-02-03"), |_| {}),
        (
            Rule::R_ASM_1,
            Fix,
            at::assessment::ENROLLMENT_ID,
            |t| {
                let other = Assessment {
                    assessment_id: "A2".into(),
                    enrollment_id: EnrollmentId::new("E-KID"),
                    ..t.chart("C1").assessments[0].clone()
                };
                t.chart("C2").assessments.push(other);
            },
            |t| {
                let other = Assessment { assessment_id: "A2".into(), ..t.chart("C1").assessments[0].clone() };
                t.chart("C1").assessments.push(other);
            },
        ),
        (Rule::R_RES_9, Fix, at::event::REFERRAL_RESULT, |t| referred(t, "2026-11-14"), |t| referred(t, "2026-11-15")),
    ]
}

/// C1 enters the supportive housing once more, alone.
fn back(t: &mut Town, entry: &str) {
    let again = Enrollment { move_in_date: on(entry), ..stay("E-BACK", "C1", "P-PSH", entry) };
    t.chart("C1").enrollments.push(again);
    t.chart("C1").incomes.push(income("I-BACK", "C1", "E-BACK", entry, true));
}

/// C1 leaves the supportive housing, with what is asked at exit.
fn house_out(t: &mut Town, on_day: &str, destination: u32) {
    t.leave("C1", "E-PSH", on_day, destination);
    let mut income = income("I-OUT", "C1", "E-PSH", on_day, true);
    income.data_collection_stage = Value::Known(Stage::Exit);
    t.chart("C1").incomes.push(income);
}

/// C5, met in the street on October 5, is engaged on a day; from then on the answers count.
fn engaged(t: &mut Town, on_day: &str) {
    t.stay("E-SO").date_of_engagement = on(on_day);
    t.chart("C5").incomes.push(income("I5", "C5", "E-SO", "2026-10-05", true));
}

/// C1 stays in the shelter.
fn shelter(t: &mut Town, from: &str, to: &str) {
    t.chart("C1").enrollments.push(stay("E-ES", "C1", "P-ES", from));
    t.leave("C1", "E-ES", to, 116);
}

/// C1 leaves coordinated entry on March 1, and is assessed on a day.
fn assessed_and_left(t: &mut Town, on_day: &str) {
    t.leave("C1", "E-CE", "2026-03-01", 116);
    t.chart("C1").assessments[0].assessment_date = on(on_day);
}

/// The outreach project takes part in HMIS only from a day on.
fn takes_part_from(t: &mut Town, from: &str) {
    let row = t.agency.hmis.iter_mut().find(|h| h.project_id.as_str() == "P-SO").unwrap();
    row.hmis_participation_status_start_date = on(from);
}

fn kept_housing(t: &mut Town, assessment: u32, subsidy: u32) {
    let exit = &mut t.chart("C4").exits[0];
    (exit.housing_assessment, exit.subsidy_information) = (Value::Known(assessment), Value::Known(subsidy));
}

/// C5 lives in supportive housing since September 30 of last year, and perhaps had an annual assessment.
fn a_year_ago(t: &mut Town, assessed: Option<&str>) {
    let entry = "2025-09-30";
    let row = Enrollment { move_in_date: on(entry), ..stay("E-OLD", "C5", "P-PSH", entry) };
    t.chart("C5").enrollments.push(row);
    t.chart("C5").incomes.push(income("I-OLD", "C5", "E-OLD", entry, true));
    if let Some(on_day) = assessed {
        let mut annual = income("I-ANN", "C5", "E-OLD", on_day, true);
        annual.data_collection_stage = Value::Known(Stage::Annual);
        t.chart("C5").incomes.push(annual);
    }
}

fn referred(t: &mut Town, on_day: &str) {
    let open = Event {
        event_id: EventId::new("EV2"),
        event_date: on(on_day),
        referral_result: Value::Blank,
        result_date: Value::Blank,
        ..t.chart("C1").events[0].clone()
    };
    t.chart("C1").events.push(open);
}

/// A service of SSVF to the veteran.
fn served(town: &mut Town, on_day: &str) {
    town.chart("C3").services.push(Services {
        services_id: "S1".into(),
        enrollment_id: EnrollmentId::new("E-HP"),
        personal_id: ClientId::new("C3"),
        date_provided: on(on_day),
        record_type: Value::Known(RecordType::SSVFService),
        type_provided: Value::Known(2),
        ..Services::default()
    });
}
