//! R-PLS and 3.08, 3.16: what is asked, what is hidden, what is derived.

use super::*;
use proptest::prelude::*;
use wayhome::domain::ask::{self, Chronic, Person, UNIVERSAL};
use wayhome::domain::at::enrollment as e;
use wayhome::domain::code::Code;
use wayhome::domain::{check, finding::Severity::*};

const HEAD: Person = Person { age_at_entry: Some(39), is_head: true };
const RRH: Option<ProjectType> = Some(ProjectType::RapidRehousing);
const SHELTER: Option<ProjectType> = Some(ProjectType::ShelterEntryExit);

fn row(situation: u32, stay: LengthOfStay, street: Option<YesNo>) -> Enrollment {
    Enrollment {
        living_situation: Value::Known(situation),
        length_of_stay: Value::Known(stay),
        previous_street_essh: street.into(),
        ..Enrollment::default()
    }
}

fn reaches_history(kind: Option<ProjectType>, row: &Enrollment) -> bool {
    ask::enrollment_fields(kind, HEAD, row).contains(&e::DATE_TO_STREET_ESSH)
}

#[test]
fn r_pls_the_two_variants() {
    use LengthOfStay::*;
    assert!(reaches_history(SHELTER, &row(410, OneYearOrLonger, None)), "A always asks the history");
    assert!(reaches_history(RRH, &row(116, OneYearOrLonger, None)), "B from homelessness");
    for (situation, stay, threshold) in [
        (204, OneToThreeMonths, Some(YesNo::Yes)),
        (204, ThreeMonthsToOneYear, Some(YesNo::No)),
        (410, TwoToSixNights, Some(YesNo::Yes)),
        (410, OneWeekToOneMonth, Some(YesNo::No)),
        (302, OneToThreeMonths, Some(YesNo::No)),
        (99, OneNightOrLess, Some(YesNo::Yes)),
        (410, Refused, None),
        (116, OneNightOrLess, None),
    ] {
        assert_eq!(ask::los_under_threshold(RRH, &row(situation, stay, None)), threshold, "R-PLS-2: {situation}");
        let street = ask::enrollment_fields(RRH, HEAD, &row(situation, stay, None)).contains(&e::PREVIOUS_STREET_ESSH);
        assert_eq!(street, threshold == Some(YesNo::Yes), "{situation}");
    }
    assert!(reaches_history(RRH, &row(410, TwoToSixNights, Some(YesNo::Yes))));
    assert!(!reaches_history(RRH, &row(410, TwoToSixNights, Some(YesNo::No))));
    assert!(ask::enrollment_fields(RRH, HEAD, &row(435, TwoToSixNights, None)).contains(&e::RENTAL_SUBSIDY_TYPE));
}

#[test]
fn children_are_asked_one_question_and_unknown_ages_all() {
    let asked = |age_at_entry, is_head| ask::enrollment_fields(RRH, Person { age_at_entry, is_head }, &Enrollment::default());
    assert_eq!(asked(Some(10), false), [e::DISABLING_CONDITION]);
    assert_eq!(asked(None, false), [e::LIVING_SITUATION, e::LENGTH_OF_STAY, e::DISABLING_CONDITION]);
    assert_eq!(asked(Some(17), true), [e::ENROLLMENT_COC, e::LIVING_SITUATION, e::LENGTH_OF_STAY, e::DISABLING_CONDITION]);
}

#[test]
fn r_pls_1_2_3_and_5_speak() {
    type Breaks = fn(&mut Enrollment);
    let cases: &[(&str, Severity, Breaks)] = &[
        ("R-PLS-1", Fix, |r| r.previous_street_essh = Value::Known(YesNo::Yes)),
        ("R-PLS-2", Fix, |r| r.los_under_threshold = Value::Known(YesNo::Yes)),
        ("R-PLS-3", Fix, |r| r.date_to_street_essh = on("2026-11-11")),
        ("R-PLS-3", Fix, |r| r.date_to_street_essh = on("2023-11-09")),
        ("R-PLS-3", Fix, |r| {
            r.times_homeless_past_three_years = Value::Known(1);
            r.months_homeless_past_three_years = Value::Known(110);
        }),
        ("R-PLS-5", Fix, |r| r.length_of_stay = Value::Blank),
        // That it was not collected is an answer, and said quietly.
        ("R-PLS-5", Note, |r| r.length_of_stay = Value::Known(LengthOfStay::NotCollected)),
        ("R-PLS-5", Fix, |r| r.date_to_street_essh = Value::Blank),
        ("R-PLS-5", Note, |r| r.times_homeless_past_three_years = Value::Known(8)),
    ];
    for (rule, severity, breaks) in cases {
        let mut row = enrollment("E1", "P-RRH", "2026-11-10");
        assert_eq!(check::prior_living(RRH, HEAD, &row), []);
        breaks(&mut row);
        let found = check::prior_living(RRH, HEAD, &row);
        assert!(has(&found, rule, *severity), "{rule}: {:?}", said(&found));
    }
}

#[test]
fn r_pls_4_age_is_that_at_project_start() {
    let (agency, mut chart) = (agency(), chart());
    chart.client.dob = on("2008-11-15");
    let child = Enrollment { relationship_to_hoh: Value::Known(Relationship::Child), ..enrollment("E1", "P-RRH", "2026-11-10") };
    let case = check::EnrollmentCase { chart: &chart, agency: &agency, today: today() };
    assert_eq!(case.person(&child).age_at_entry, Some(17), "turned 18 since");
}

#[test]
fn r_pls_6_chronic_at_start() {
    let chronic = |change: fn(&mut Enrollment)| {
        let mut row = Enrollment { disabling_condition: Value::Known(YesNo::Yes), ..enrollment("E1", "P-RRH", "2026-11-10") };
        change(&mut row);
        ask::chronic_at_start(RRH, &row).chronic
    };
    assert_eq!(chronic(|_| {}), Chronic::No);
    assert_eq!(chronic(|r| r.date_to_street_essh = on("2025-11-10")), Chronic::Yes);
    assert_eq!(chronic(|r| r.date_to_street_essh = on("2025-11-11")), Chronic::No);
    let four = |months: u32| {
        let row = Enrollment {
            times_homeless_past_three_years: Value::Known(4),
            months_homeless_past_three_years: Value::Known(months),
            disabling_condition: Value::Known(YesNo::Yes),
            ..enrollment("E1", "P-RRH", "2026-11-10")
        };
        ask::chronic_at_start(RRH, &row).chronic
    };
    assert_eq!(
        [four(111), four(112), four(113), four(8), four(99)],
        [Chronic::No, Chronic::Yes, Chronic::Yes, Chronic::Unknown, Chronic::Missing]
    );
    assert_eq!(chronic(|r| r.disabling_condition = Value::Known(YesNo::No)), Chronic::No);
    assert_eq!(chronic(|r| r.disabling_condition = Value::Blank), Chronic::Missing);
    assert_eq!(chronic(|r| r.living_situation = Value::Known(410)), Chronic::No, "a long stay in a home");
}

proptest! {
    /// A hidden field is never called for, and nothing is left in it.
    #[test]
    fn r_pls_1_hidden_fields_are_neither_required_nor_kept(
        kind in proptest::option::of(proptest::sample::select(ProjectType::ALL)),
        age_at_entry in proptest::option::of(0u32..100),
        is_head in any::<bool>(),
        cells in proptest::collection::vec(proptest::sample::select(vec!["", "0", "1", "2", "10", "99", "116", "204", "435", "112", "odd", "2026-01-01"]), 10),
    ) {
        let person = Person { age_at_entry, is_head };
        let mut row = Enrollment { entry_date: on("2026-11-10"), ..Enrollment::default() };
        for (field, text) in UNIVERSAL.into_iter().zip(cells) {
            row.put(field, text);
        }
        ask::clear_hidden(&mut row, kind, person);
        let asked = ask::enrollment_fields(kind, person, &row);
        for field in UNIVERSAL.into_iter().filter(|f| !asked.contains(f) && *f != e::LOS_UNDER_THRESHOLD) {
            prop_assert!(row.get(field).is_empty(), "{field:?} is hidden and kept");
            prop_assert!(!check::prior_living(kind, person, &row).iter().any(|f| f.field == field), "{field:?} is hidden and called for");
        }
        let once = row.clone();
        ask::clear_hidden(&mut row, kind, person);
        prop_assert!(row == once, "twice is once");
        prop_assert!(!check::prior_living(kind, person, &row).iter().any(|f| f.rule == "R-PLS-1" || f.rule == "R-PLS-2"));
    }
}
