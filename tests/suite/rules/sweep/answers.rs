//! Answers: R-INC, R-NCB, R-INS-1, R-DIS, R-DV-1, R-CLS-1, and what the rows of clients and enrollments lack.

use super::*;

/// The cases.
pub fn cases() -> Vec<Case> {
    use at::{client as c, current_living_situation as l, disabilities as d, enrollment as e, health_and_dv as h, income_benefits as i};
    vec![
        (
            Rule::R_INC_1,
            Stop,
            i::INCOME_FROM_ANY_SOURCE,
            |t| t.chart("C1").incomes[0].earned = Value::Known(YesNo::Yes),
            |t| earns(t, 90_000, 90_000),
        ),
        (
            Rule::R_INC_1,
            Stop,
            i::INCOME_FROM_ANY_SOURCE,
            |t| t.chart("C1").incomes[0].income_from_any_source = Value::Known(YesNo::Yes),
            |t| t.chart("C1").incomes[0].income_from_any_source = Value::Known(YesNo::Refused),
        ),
        (
            Rule::R_INC_1,
            Fix,
            i::EARNED_AMOUNT,
            |t| {
                earns(t, 0, 0);
                t.chart("C1").incomes[0].earned_amount = Value::Blank;
            },
            |t| t.chart("C1").incomes[0].earned_amount = Value::Known(Money(0)),
        ),
        (
            Rule::R_INC_1,
            Stop,
            i::TOTAL_MONTHLY_INCOME,
            |t| t.chart("C1").incomes[0].total_monthly_income = Value::Known(Money(1)),
            |t| {
                t.chart("C1").incomes[0].total_monthly_income = Value::Known(Money(0));
            },
        ),
        (Rule::R_INC_2, Fix, i::TOTAL_MONTHLY_INCOME, |t| earns(t, 90_000, 90_001), |_| {}),
        (
            Rule::R_INC_3,
            Fix,
            i::OTHER_INCOME_SOURCE_IDENTIFY,
            |t| t.chart("C1").incomes[0].other_income_source_identify = "Cans".into(),
            |t| {
                let row = &mut t.chart("C1").incomes[0];
                row.income_from_any_source = Value::Known(YesNo::Yes);
                row.other_income_source = Value::Known(YesNo::Yes);
                row.other_income_amount = Value::Known(Money(500));
                row.other_income_source_identify = "Cans".into();
            },
        ),
        (
            Rule::R_NCB_1,
            Stop,
            i::BENEFITS_FROM_ANY_SOURCE,
            |t| t.chart("C1").incomes[0].snap = Value::Known(YesNo::Yes),
            |t| {
                t.chart("C1").incomes[0].snap = Value::Known(YesNo::Yes);
                t.chart("C1").incomes[0].benefits_from_any_source = Value::Known(YesNo::Yes);
            },
        ),
        (
            Rule::R_NCB_1,
            Fix,
            i::OTHER_BENEFITS_SOURCE_IDENTIFY,
            |t| {
                t.chart("C1").incomes[0].other_benefits_source = Value::Known(YesNo::Yes);
                t.chart("C1").incomes[0].benefits_from_any_source = Value::Known(YesNo::Yes);
            },
            |_| {},
        ),
        (
            Rule::R_INS_1,
            Stop,
            i::INSURANCE_FROM_ANY_SOURCE,
            |t| t.chart("C2").incomes[0].medicaid = Value::Known(YesNo::Yes),
            |t| {
                t.chart("C2").incomes[0].medicaid = Value::Known(YesNo::Yes);
                t.chart("C2").incomes[0].insurance_from_any_source = Value::Known(YesNo::Yes);
            },
        ),
        (
            Rule::R_INS_1,
            Fix,
            i::NO_MEDICAID_REASON,
            |t| {
                t.chart("C2").incomes[0].medicaid = Value::Known(YesNo::Yes);
                t.chart("C2").incomes[0].insurance_from_any_source = Value::Known(YesNo::Yes);
                t.chart("C2").incomes[0].no_medicaid_reason = Value::Known(1);
            },
            |t| {
                t.chart("C2").incomes[0].medicaid = Value::Known(YesNo::No);
                t.chart("C2").incomes[0].no_medicaid_reason = Value::Known(1);
            },
        ),
        (
            Rule::R_DIS_2,
            Fix,
            e::DISABLING_CONDITION,
            |t| t.stay("E-PSH").disabling_condition = Value::Known(YesNo::No),
            |t| {
                t.stay("E-PSH").disabling_condition = Value::Known(YesNo::No);
                t.chart("C1").disabilities[0].indefinite_and_impairs = Value::Known(YesNo::No);
            },
        ),
        (
            Rule::R_DIS_4,
            Fix,
            d::INDEFINITE_AND_IMPAIRS,
            |t| t.chart("C1").disabilities[0].indefinite_and_impairs = Value::Blank,
            |t| {
                t.chart("C1").disabilities[0].disability_response = Value::Known(0);
                t.chart("C1").disabilities[0].indefinite_and_impairs = Value::Blank;
            },
        ),
        (
            Rule::R_DIS_4,
            Note,
            d::INDEFINITE_AND_IMPAIRS,
            |t| t.chart("C1").disabilities[0].disability_type = Value::Known(DisabilityType::Developmental),
            |t| {
                t.chart("C1").disabilities[0].disability_type = Value::Known(DisabilityType::Developmental);
                t.chart("C1").disabilities[0].indefinite_and_impairs = Value::Blank;
            },
        ),
        (
            Rule::R_DIS_5,
            Fix,
            d::DISABILITY_TYPE,
            |t| {
                let twice = Disabilities { disabilities_id: "D2".into(), ..t.chart("C1").disabilities[0].clone() };
                t.chart("C1").disabilities.push(twice);
            },
            |t| {
                let mut other = Disabilities { disabilities_id: "D2".into(), ..t.chart("C1").disabilities[0].clone() };
                other.disability_type = Value::Known(DisabilityType::MentalHealth);
                t.chart("C1").disabilities.push(other);
            },
        ),
        (
            Rule::R_DIS_7,
            Fix,
            d::VIRAL_LOAD,
            |t| t.chart("C1").disabilities[0].viral_load = Value::Known(40),
            |t| {
                let row = &mut t.chart("C1").disabilities[0];
                row.disability_type = Value::Known(DisabilityType::Hiv);
                (row.viral_load, row.indefinite_and_impairs) = (Value::Known(40), Value::Blank);
            },
        ),
        (
            Rule::R_IMP_6,
            Stop,
            d::DISABILITY_RESPONSE,
            |t| t.chart("C1").disabilities[0].disability_response = Value::Known(3),
            |t| {
                t.chart("C1").disabilities[0].disability_type = Value::Known(DisabilityType::SubstanceUse);
                t.chart("C1").disabilities[0].disability_response = Value::Known(3);
            },
        ),
        (
            Rule::R_DV_1,
            Fix,
            h::WHEN_OCCURRED,
            |t| t.chart("C1").health[0].when_occurred = Value::Known(2),
            |t| {
                let row = &mut t.chart("C1").health[0];
                row.domestic_violence_survivor = Value::Known(YesNo::Yes);
                (row.when_occurred, row.currently_fleeing) = (Value::Known(2), Value::Known(YesNo::No));
            },
        ),
        (
            Rule::R_DV_1,
            Fix,
            h::CURRENTLY_FLEEING,
            |t| t.chart("C1").health[0].domestic_violence_survivor = Value::Known(YesNo::Yes),
            |_| {},
        ),
        (
            Rule::R_CLS_1,
            Stop,
            l::CLS_SUBSIDY_TYPE,
            |t| lives(t, 435),
            |t| {
                lives(t, 435);
                t.chart("C5").living_situations[0].cls_subsidy_type = Value::Known(428);
            },
        ),
        (
            Rule::R_CLS_1,
            Fix,
            l::LEAVE_SITUATION14_DAYS,
            |t| t.chart("C5").living_situations[0].leave_situation14_days = Value::Known(YesNo::No),
            |t| {
                lives(t, 314);
                t.chart("C5").living_situations[0].leave_situation14_days = Value::Known(YesNo::No);
            },
        ),
        (
            Rule::R_CLS_1,
            Fix,
            l::RESOURCES_TO_OBTAIN,
            |t| {
                lives(t, 314);
                t.chart("C5").living_situations[0].resources_to_obtain = Value::Known(YesNo::No);
            },
            |t| {
                lives(t, 314);
                t.chart("C5").living_situations[0].leave_situation14_days = Value::Known(YesNo::Yes);
                t.chart("C5").living_situations[0].resources_to_obtain = Value::Known(YesNo::No);
            },
        ),
        (Rule::R_IMP_6, Stop, l::CURRENT_LIVING_SITUATION, |t| lives(t, 24), |t| lives(t, 37)),
        (Rule::R_DOB_1, Stop, c::DOB, |t| born(t, DobQuality::NotCollected), |_| {}),
        (Rule::R_DOB_1, Fix, c::DOB, |t| born(t, DobQuality::Refused), |_| {}),
        (
            Rule::R_VET_1,
            Stop,
            c::VETERAN_STATUS,
            |t| t.chart("C5").client.veteran_status = Value::Known(YesNo::NotCollected),
            |t| {
                t.chart("C2").client.veteran_status = Value::Known(YesNo::NotCollected);
            },
        ),
        (Rule::R_VET_1, Fix, c::VETERAN_STATUS, |t| t.chart("C5").client.veteran_status = Value::Known(YesNo::Unknown), |_| {}),
        (
            Rule::R_VET_2,
            Stop,
            c::MILITARY_BRANCH,
            |t| t.chart("C3").client.military_branch = Value::Blank,
            |t| {
                t.chart("C5").client.veteran_status = Value::Known(YesNo::Yes);
            },
        ),
        (
            Rule::R_VET_2,
            Fix,
            c::YEAR_SEPARATED,
            |t| t.chart("C3").client.year_separated = Value::Known(2027),
            |t| {
                t.chart("C3").client.year_separated = Value::Known(2026);
            },
        ),
        (
            Rule::R_VET_2,
            Fix,
            c::IRAQ_OIF,
            |t| t.chart("C5").client.iraq_oif = Value::Known(YesNo::No),
            |t| {
                t.chart("C3").client.iraq_oif = Value::Known(YesNo::No);
            },
        ),
        (
            Rule::R_VET_2,
            Stop,
            c::DESERT_STORM,
            |t| t.chart("C3").client.desert_storm = Value::Known(YesNo::NotCollected),
            |t| t.chart("C3").client.desert_storm = Value::Known(YesNo::Yes),
        ),
        (Rule::R_VET_2, Fix, c::DISCHARGE_STATUS, |t| t.chart("C3").client.discharge_status = Value::Known(8), |_| {}),
        (
            Rule::R_SSN_3,
            Fix,
            c::SSN,
            |t| {
                (t.chart("C5").client.ssn, t.chart("C5").client.ssn_data_quality) = (Text::default(), Value::Known(SsnQuality::Refused));
            },
            |t| {
                t.chart("C5").client.ssn = "xxxxx1234".into();
                t.chart("C5").client.ssn_data_quality = Value::Known(SsnQuality::Partial);
            },
        ),
        (
            Rule::R_RAC_1,
            Fix,
            c::RACE_NONE,
            |t| {
                t.chart("C5").client.white = Value::Known(YesNo::No);
                t.chart("C5").client.race_none = Value::Known(9);
            },
            |_| {},
        ),
        (
            Rule::R_SEX_1,
            Fix,
            c::SEX,
            |t| t.chart("C5").client.sex = Value::Blank,
            |t| {
                t.chart("C5").client.sex = Value::Blank;
                t.absent = vec![c::SEX];
            },
        ),
        (
            Rule::R_SVF_1,
            Stop,
            e::PERCENT_AMI,
            |t| t.stay("E-HP").percent_ami = Value::Blank,
            |t| t.stay("E-HP").threshold_score = Value::Known(0),
        ),
        (
            Rule::R_SVF_1,
            Stop,
            e::HP_SCREENING_SCORE,
            |t| t.stay("E-HP").hp_screening_score = Value::Blank,
            |t| {
                t.stay("E-HP").hp_screening_score = Value::Blank;
                t.stay("E-HP").threshold_score = Value::Blank;
                t.stay("E-HP").target_screen_reqd = Value::Known(YesNo::No);
            },
        ),
        (
            Rule::R_PLS_5,
            Stop,
            e::LENGTH_OF_STAY,
            |t| t.stay("E-SO").length_of_stay = Value::Blank,
            |t| {
                t.stay("E-SO").length_of_stay = Value::Known(LengthOfStay::OneNightOrLess);
            },
        ),
        (Rule::R_PLS_5, Fix, e::LENGTH_OF_STAY, |t| t.stay("E-SO").length_of_stay = Value::Known(LengthOfStay::Refused), |_| {}),
        (
            Rule::R_DUP_1,
            Stop,
            c::PERSONAL_ID,
            |t| {
                let twin = Chart { client: t.charts[4].client.clone(), ..Chart::default() };
                t.charts.push(twin);
            },
            |_| {},
        ),
    ]
}

fn earns(t: &mut Town, amount: i64, total: i64) {
    let row = &mut t.chart("C1").incomes[0];
    row.income_from_any_source = Value::Known(YesNo::Yes);
    row.earned = Value::Known(YesNo::Yes);
    (row.earned_amount, row.total_monthly_income) = (Value::Known(Money(amount)), Value::Known(Money(total)));
}

fn lives(t: &mut Town, situation: u32) {
    t.chart("C5").living_situations[0].current_living_situation = Value::Known(situation);
}

fn born(t: &mut Town, quality: DobQuality) {
    (t.chart("C5").client.dob, t.chart("C5").client.dob_data_quality) = (Value::Blank, Value::Known(quality));
}
