//! The day of a record: within the stay, not to come, and what held on it.

use super::*;

#[test]
fn a_wrong_day_is_said_once() {
    let youth = Place::new(ProjectType::TransitionalHousing, &[24]).left("2026-11-15");
    let aftercare =
        |on_day| rules(&youth.try_new("R20", &[(at::exit::AFTERCARE_DATE, on_day), (at::exit::AFTERCARE_PROVIDED, "0")], 1).unwrap_err());
    assert_eq!(aftercare("2026-11-14"), [("R-AFT-1", Severity::Stop)]);
    assert_eq!(aftercare(""), [("R-AFT-1", Severity::Stop)]);
}

#[test]
fn what_held_on_any_day_of_the_stay_is_offered_and_judged_on_the_day_of_the_record() {
    use at::services as f;
    let ended = |end: &str| {
        let mut place = Place::new(ProjectType::RapidRehousing, &[33]);
        place.chart.enrollments[0].entry_date = on("2026-08-01");
        place.agency.funders[0].end_date = on(end);
        place
    };
    let place = ended("2026-09-30");
    assert_eq!(place.offered(), ["V2", "V3"], "the grant was open during the stay");
    assert!(ended("2026-07-31").offered().is_empty(), "and this one ended before it");
    let fresh = place.run(|stay| stay.fresh(Kind::of("V2").unwrap()).row.get(f::DATE_PROVIDED).to_owned());
    assert_eq!(fresh, "2026-09-30", "the last day on which it was recorded");
    let flagged = |on_day| {
        let plan = place.try_new("V2", &[(f::DATE_PROVIDED, on_day), (f::TYPE_PROVIDED, "2")], 1).unwrap();
        plan.findings.iter().any(|found| found.rule == "R-SVC-2" && found.field == f::DATE_PROVIDED)
    };
    assert_eq!(["2026-09-20", "2026-09-30", "2026-10-01"].map(flagged), [false, false, true]);
    // Eighteen during the stay, an adult since.
    let mut place = Place::new(ProjectType::StreetOutreach, &[21, 25]).adult();
    place.chart.client.dob = on("2008-11-15");
    assert_eq!(place.offered(), ["4.12", "4.13", "P1", "P2", "P3", "R14"]);
    let flagged = |on_day| {
        let plan = place.try_new("P1", &[(f::DATE_PROVIDED, on_day), (f::TYPE_PROVIDED, "1")], 1).unwrap();
        plan.findings.iter().any(|found| found.field == f::DATE_PROVIDED)
    };
    assert_eq!(["2026-11-14", "2026-11-15"].map(flagged), [true, false]);
    place.chart.client.dob = on("2008-11-23");
    assert!(place.offered().is_empty(), "not yet");
}

#[test]
fn the_day_lies_within_the_stay_and_is_not_to_come() {
    use at::current_living_situation as f;
    let outside = [(f::CURRENT_LIVING_SITUATION, "116")];
    let stay = Place::new(ProjectType::StreetOutreach, &[11]);
    let with = |place: &Place, on_day: &'static str| {
        let answers: Vec<_> = outside.iter().copied().chain([(f::INFORMATION_DATE, on_day)]).collect();
        place.try_new("4.12", &answers, 1).map(|_| ()).map_err(|told| rules(&told))
    };
    let stopped = || Err(vec![("R-CLS-1", Severity::Stop)]);
    assert_eq!(with(&stay, "2026-11-09"), stopped(), "before the project start");
    assert_eq!(with(&stay, "2026-11-10"), Ok(()));
    assert_eq!(with(&stay, "2026-11-22"), Ok(()));
    assert_eq!(with(&stay, "2026-11-23"), stopped(), "to come");
    assert_eq!(with(&stay, ""), stopped());
    assert_eq!(with(&stay, "soon"), Err(vec![("R-IMP-3", Severity::Stop)]));
    let gone = Place::new(ProjectType::StreetOutreach, &[11]).left("2026-11-15");
    assert_eq!((with(&gone, "2026-11-15"), with(&gone, "2026-11-16")), (Ok(()), stopped()));
    // R-DOE-1, R-ASM-1: the same of the engagement and of an assessment.
    let engaged =
        |on_day| stay.try_new("4.13", &[(at::enrollment::DATE_OF_ENGAGEMENT, on_day)], 1).map(|_| ()).map_err(|told| rules(&told));
    assert!(engaged("2026-11-09").unwrap_err().contains(&("R-DOE-1", Severity::Stop)));
    assert_eq!(engaged("2026-11-10"), Ok(()));
    let entry = Place::new(ProjectType::CoordinatedEntry, &[4]);
    assert_eq!(
        rules(&entry.try_new("4.19", &[(at::assessment::ASSESSMENT_DATE, "2026-11-01")], 1).unwrap_err())[0],
        ("R-ASM-1", Severity::Stop)
    );
    // R-AFT-1: aftercare follows the exit.
    let youth = Place::new(ProjectType::TransitionalHousing, &[24]).left("2026-11-15");
    let cared = |on_day| youth.try_new("R20", &[(at::exit::AFTERCARE_DATE, on_day), (at::exit::AFTERCARE_PROVIDED, "1")], 1).is_ok();
    assert_eq!(["2026-11-14", "2026-11-15", "2026-11-22"].map(cared), [false, true, true]);
}
