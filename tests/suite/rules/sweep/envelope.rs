//! The export as a whole: R-CSV.

use super::*;

/// The cases.
pub fn cases() -> Vec<Case> {
    use at::{client as c, export as x};
    vec![
        (
            Rule::R_CSV_2,
            Stop,
            c::ADDITIONAL_RACE_ETHNICITY,
            |t| t.chart("C5").client.additional_race_ethnicity = "a [b]".into(),
            |t| {
                t.chart("C5").client.additional_race_ethnicity = "a (b)".into();
            },
        ),
        (
            Rule::R_CSV_6,
            Stop,
            c::ASIAN,
            |t| t.chart("C5").client.asian = Value::Blank,
            |t| {
                t.chart("C5").client.asian = Value::Blank;
                t.absent = vec![c::ASIAN];
                t.charts.iter_mut().for_each(|c| c.client.asian = Value::Blank);
            },
        ),
        (
            Rule::R_CSV_7,
            Fix,
            c::LAST_NAME,
            |t| t.chart("C5").client.last_name = "a".repeat(51).as_str().into(),
            |t| {
                t.chart("C5").client.last_name = "a".repeat(50).as_str().into();
            },
        ),
        (
            Rule::R_CSV_8,
            Fix,
            at::enrollment::HOUSEHOLD_ID,
            |t| t.stay("E-SO").household_id = HouseholdId::new("a".repeat(33)),
            |t| {
                t.stay("E-SO").household_id = HouseholdId::new("a".repeat(32));
            },
        ),
        (Rule::R_CSV_9, Stop, at::event::EXPORT_ID, |t| t.chart("C1").events[0].export_id = ExportId::new("X2"), |_| {}),
        (Rule::R_CSV_9, Fix, x::CSV_VERSION, |t| t.agency.exports[0].csv_version = "2024 v1.5".into(), |_| {}),
        (
            Rule::R_CSV_9,
            Fix,
            x::SOURCE_ID,
            |t| t.agency.exports[0].source_id = Text::default(),
            |t| {
                t.agency.exports[0].source_id = Text::default();
                t.agency.exports[0].source_type = Value::Known(4);
            },
        ),
        (
            Rule::R_CSV_12,
            Fix,
            c::PERSONAL_ID,
            |t| {
                t.chart("C5").enrollments.clear();
                t.chart("C5").living_situations.clear();
            },
            |_| {},
        ),
        (Rule::R_CSV_12, Stop, x::EXPORT_ID, |t| t.charts.clear(), |_| {}),
    ]
}
