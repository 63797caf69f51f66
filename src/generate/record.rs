//! What is asked when a household enters housing: income, benefits and insurance, health, disabilities; of young adults also
//! school and work.

use super::codes::*;
use super::pen::{Pen, stamped};
use super::person::Person;
use super::stay::Stay;
use crate::domain::hud::{
    Disabilities, DisabilityType as Type, EmploymentEducation, HealthAndDV, IncomeBenefits, ProjectType, Stage, YesNo, YouthEducationStatus,
};
use crate::domain::{ClientId, Code, Day, EnrollmentId, FieldId, File, Kind, Money, Row, Text, Value, at};
use Value::Known;

/// The records of one entry into housing.
pub fn at_entry(pen: &mut Pen, people: &mut [Person], stay: &Stay) {
    for (person, enrollment) in people.iter_mut().zip(&stay.enrollments) {
        let client = person.chart.id().clone();
        let income = income(pen, &client, enrollment, stay.entry, person.adult);
        person.chart.incomes.push(income);
        if person.adult {
            let health = health(pen, &client, enrollment, stay.entry);
            person.chart.health.push(health);
        }
        // All six questions where a disability decides who may enter; elsewhere what was answered yes.
        let all = stay.kind == ProjectType::PermanentSupportive;
        for kind in [Type::Physical, Type::Developmental, Type::ChronicHealth, Type::Hiv, Type::MentalHealth, Type::SubstanceUse] {
            let has = person.disabilities.contains(&kind);
            if has || all {
                let row = disability(pen, &client, enrollment, stay.entry, kind, has);
                person.chart.disabilities.push(row);
            }
        }
    }
}

/// School and work of a young head of household.
pub fn of_youth(pen: &mut Pen, person: &mut Person, enrollment: &EnrollmentId, day: Day) {
    let client = person.chart.id().clone();
    let school = pen.random.chance(35);
    let works = pen.random.chance(40);
    person.chart.education.push(stamped!(
        pen.stamp(day),
        YouthEducationStatus {
            youth_education_status_id: Text::new(pen.row_id("NLY")),
            enrollment_id: enrollment.clone(),
            personal_id: client.clone(),
            information_date: Known(day),
            current_school_attend: Known(if school { ATTENDING } else { NOT_IN_SCHOOL }),
            most_recent_ed_status: (!school).then_some(DROPPED_OUT).into(),
            current_ed_status: school.then_some(TOWARD_DIPLOMA).into(),
            data_collection_stage: Known(Stage::Entry),
        }
    ));
    person.chart.employment.push(stamped!(
        pen.stamp(day),
        EmploymentEducation {
            employment_education_id: Text::new(pen.row_id("NLW")),
            enrollment_id: enrollment.clone(),
            personal_id: client,
            information_date: Known(day),
            last_grade_completed: Known(pen.random.pick(&[GRADES_9_TO_11, GRADES_9_TO_11, GRADE_12])),
            school_status: Known(if school { ATTENDING_REGULARLY } else { SCHOOL_DROPPED_OUT }),
            employed: Known(if works { YesNo::Yes } else { YesNo::No }),
            employment_type: works.then_some(PART_TIME).into(),
            not_employed_reason: (!works).then_some(LOOKING_FOR_WORK).into(),
            data_collection_stage: Known(Stage::Entry),
        }
    ));
}

/// Income and benefits of an adult, insurance of anybody (R-INC-1, R-INS-1).
fn income(pen: &mut Pen, client: &ClientId, enrollment: &EnrollmentId, day: Day, adult: bool) -> IncomeBenefits {
    let mut row = stamped!(
        pen.stamp(day),
        IncomeBenefits {
            income_benefits_id: Text::new(pen.row_id("NLB")),
            enrollment_id: enrollment.clone(),
            personal_id: client.clone(),
            information_date: Known(day),
            data_collection_stage: Known(Stage::Entry),
        }
    );
    // Whatever is not ticked is answered No: every source, benefit and insurance stands on list 1.7.
    let first = if adult { at::income_benefits::INCOME_FROM_ANY_SOURCE } else { at::income_benefits::INSURANCE_FROM_ANY_SOURCE };
    for (column, info) in (0u16..).zip(File::IncomeBenefits.info().columns) {
        if column > first.column && info.kind == Kind::Code("1.7") {
            row.put(FieldId { file: File::IncomeBenefits, column }, "0");
        }
    }
    let insured = pen.random.chance(80);
    row.insurance_from_any_source = Known(if insured { YesNo::Yes } else { YesNo::No });
    row.medicaid = row.insurance_from_any_source.clone();
    if !adult {
        return row;
    }
    let amount = Money(i64::from(pen.random.between(180, 1900)) * 100);
    row.income_from_any_source = Known(YesNo::Yes);
    match pen.random.between(1, 100) {
        ..=30 => (row.earned, row.earned_amount) = (Known(YesNo::Yes), Known(amount)),
        31..=45 => (row.ssi, row.ssi_amount) = (Known(YesNo::Yes), Known(Money(96_700))),
        46..=60 => (row.ga, row.ga_amount) = (Known(YesNo::Yes), Known(Money(35_000))),
        _ => row.income_from_any_source = Known(YesNo::No),
    }
    let sum = [&row.earned_amount, &row.ssi_amount, &row.ga_amount].iter().filter_map(|m| m.known()).map(|m| m.0).sum();
    row.total_monthly_income = Known(Money(sum));
    let snap = pen.random.chance(65);
    row.benefits_from_any_source = Known(if snap { YesNo::Yes } else { YesNo::No });
    row.snap = row.benefits_from_any_source.clone();
    row
}

fn health(pen: &mut Pen, client: &ClientId, enrollment: &EnrollmentId, day: Day) -> HealthAndDV {
    let survivor = pen.random.chance(28);
    let fleeing = if pen.random.chance(25) { YesNo::Yes } else { YesNo::No };
    stamped!(
        pen.stamp(day),
        HealthAndDV {
            health_and_dvid: Text::new(pen.row_id("NLV")),
            enrollment_id: enrollment.clone(),
            personal_id: client.clone(),
            information_date: Known(day),
            domestic_violence_survivor: Known(if survivor { YesNo::Yes } else { YesNo::No }),
            when_occurred: survivor.then(|| pen.random.between(DV_LATELY, DV_LONG_AGO)).into(),
            currently_fleeing: survivor.then_some(fleeing).into(),
            general_health_status: Known(pen.random.between(EXCELLENT_HEALTH, POOR_HEALTH)),
            data_collection_stage: Known(Stage::Entry),
        }
    )
}

fn disability(pen: &mut Pen, client: &ClientId, enrollment: &EnrollmentId, day: Day, kind: Type, has: bool) -> Disabilities {
    let response = match (has, kind) {
        (false, _) => YesNo::No.code(),
        (true, Type::SubstanceUse) => pen.random.pick(&[ALCOHOL, DRUGS, ALCOHOL_AND_DRUGS]),
        (true, _) => YesNo::Yes.code(),
    };
    // Not asked of developmental disability and HIV/AIDS (R-DIS-4).
    let lasting = has && !matches!(kind, Type::Developmental | Type::Hiv);
    stamped!(
        pen.stamp(day),
        Disabilities {
            disabilities_id: Text::new(pen.row_id("NLD")),
            enrollment_id: enrollment.clone(),
            personal_id: client.clone(),
            information_date: Known(day),
            disability_type: Known(kind),
            disability_response: Known(response),
            indefinite_and_impairs: lasting.then_some(YesNo::Yes).into(),
            data_collection_stage: Known(Stage::Entry),
        }
    )
}
