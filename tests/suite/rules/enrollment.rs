//! R-ENR: enrollments, exits and households, and the sweep over everything.

use super::*;
use wayhome::domain::check::{self, EnrollmentCase};
use wayhome::domain::finding::Severity::*;

fn findings(change: impl Fn(&mut Chart, &mut Enrollment)) -> Vec<Finding> {
    let (agency, mut chart, mut row) = (agency(), chart(), enrollment("E-NEW", "P-RRH", "2026-11-10"));
    change(&mut chart, &mut row);
    check::enrollment(&EnrollmentCase { chart: &chart, agency: &agency, today: today() }, &row)
}

#[test]
fn a_proper_enrollment_is_silent() {
    assert_eq!(said(&findings(|_, _| {})), []);
}

#[test]
fn every_rule_of_the_enrollment_speaks() {
    type Breaks = fn(&mut Chart, &mut Enrollment);
    let cases: &[(&str, Severity, Breaks)] = &[
        ("R-ENR-1", Stop, |_, e| e.project_id = ProjectId::default()),
        ("R-ENR-1", Stop, |_, e| e.entry_date = Value::Blank),
        ("R-ENR-1", Stop, |_, e| e.entry_date = on("2026-11-23")),
        ("R-ENR-1", Stop, |_, e| e.entry_date = on("2019-12-31")),
        ("R-ENR-1", Stop, |_, e| e.entry_date = on("2006-11-21")),
        ("R-ENR-1", Stop, |c, _| c.client.dob = on("2026-11-11")),
        ("R-ENR-2", Fix, |c, _| c.client.dob = on("2026-11-10")),
        ("R-ENR-2", Fix, |_, e| e.entry_date = on("2026-10-20")),
        ("R-ENR-3", Stop, |_, e| e.project_id = ProjectId::new("P-PSH")),
        ("R-ENR-3", Stop, |_, e| {
            e.project_id = ProjectId::new("P-PSH");
            e.entry_date = on("2026-11-12");
        }),
        ("R-ENR-3", Fix, |_, e| {
            e.project_id = ProjectId::new("P-PSH");
            e.entry_date = on("2026-11-08");
        }),
        ("R-ENR-9", Fix, |_, e| e.relationship_to_hoh = Value::Known(Relationship::NotCollected)),
        ("R-ENR-13", Fix, |_, e| e.enrollment_coc = Text::default()),
        ("R-ENR-13", Stop, |_, e| e.enrollment_coc = "MN-500".into()),
        ("R-ENR-14", Fix, |_, e| {
            e.project_id = ProjectId::new("P-TH");
            e.move_in_date = on("2026-11-12");
        }),
        ("R-ENR-15", Stop, |_, e| e.move_in_date = on("2026-11-09")),
        ("R-ENR-15", Stop, |_, e| e.move_in_date = on("2026-11-23")),
        ("R-DIS-1", Fix, |_, e| e.disabling_condition = Value::Blank),
        ("R-DIS-1", Note, |_, e| e.disabling_condition = Value::Known(YesNo::NotCollected)),
    ];
    for (rule, severity, breaks) in cases {
        let found = findings(breaks);
        assert!(has(&found, rule, *severity), "{rule}: {:?}", said(&found));
    }
    assert_eq!(said(&findings(|_, e| e.move_in_date = on("2026-11-10"))), [], "moved in on the first day");
}

#[test]
fn r_enr_3_the_day_of_exit_is_free_again() {
    let back = findings(|chart, row| {
        chart.exits.push(Exit { enrollment_id: EnrollmentId::new("E-PSH"), exit_date: on("2026-11-12"), ..Exit::default() });
        row.project_id = ProjectId::new("P-PSH");
        row.entry_date = on("2026-11-12");
    });
    assert_eq!(said(&back), []);
}

#[test]
fn r_enr_6_exits() {
    let (agency, chart) = (agency(), chart());
    let case = EnrollmentCase { chart: &chart, agency: &agency, today: today() };
    let exit = |on| Exit { enrollment_id: EnrollmentId::new("E-PSH"), exit_date: on, ..Exit::default() };
    assert_eq!(check::exit(&case, &exit(on("2026-11-10"))), []);
    for wrong in [Value::Blank, on("2026-11-09"), on("2026-11-23")] {
        assert!(has(&check::exit(&case, &exit(wrong)), "R-ENR-6", Stop));
    }
}

#[test]
fn r_enr_16_members_inherit_the_move_in() {
    let moved = Some(day("2026-11-10"));
    assert_eq!(check::member_move_in(day("2026-11-01"), moved), moved);
    assert_eq!(check::member_move_in(day("2026-11-15"), moved), Some(day("2026-11-15")));
    assert_eq!(check::member_move_in(day("2026-11-15"), None), None);
}

/// Two charts whose only enrollments share a household.
fn pair(change: impl Fn(&mut Chart, &mut Chart)) -> Vec<Finding> {
    let mut head =
        Chart { client: person("C1", "1987-03-04"), enrollments: vec![enrollment("E1", "P-RRH", "2026-11-10")], ..Chart::default() };
    let mut child =
        Chart { client: person("C2", "2015-03-04"), enrollments: vec![enrollment("E2", "P-RRH", "2026-11-10")], ..Chart::default() };
    child.enrollments[0].household_id = head.enrollments[0].household_id.clone();
    child.enrollments[0].relationship_to_hoh = Value::Known(Relationship::Child);
    change(&mut head, &mut child);
    check::everything(&agency(), [head, child].as_slice(), today()).into_iter().map(|l| l.finding).collect()
}

#[test]
fn households_are_judged_over_charts() {
    let silent = pair(|_, _| {});
    for rule in ["R-ENR-2", "R-ENR-8", "R-ENR-9", "R-ENR-10", "R-ENR-12"] {
        assert!(!silent.iter().any(|f| f.rule == rule), "{rule}");
    }
    type Breaks = fn(&mut Chart, &mut Chart);
    let cases: &[(&str, Severity, Breaks)] = &[
        ("R-ENR-2", Fix, |_, b| b.enrollments[0].entry_date = on("2026-11-09")),
        ("R-ENR-8", Stop, |_, b| b.enrollments[0].project_id = ProjectId::new("P-TH")),
        ("R-ENR-8", Stop, |_, b| b.enrollments[0].household_id = HouseholdId::default()),
        ("R-ENR-9", Stop, |a, _| a.enrollments[0].relationship_to_hoh = Value::Known(Relationship::NonRelative)),
        ("R-ENR-9", Stop, |_, b| b.enrollments[0].relationship_to_hoh = Value::Known(Relationship::Head)),
        ("R-ENR-10", Fix, |a, b| {
            a.enrollments[0].relationship_to_hoh = Value::Known(Relationship::NonRelative);
            b.enrollments[0].relationship_to_hoh = Value::Known(Relationship::Head);
        }),
        ("R-ENR-12", Stop, |_, b| {
            let again = Enrollment { enrollment_id: EnrollmentId::new("E3"), ..b.enrollments[0].clone() };
            b.enrollments.push(again);
        }),
        ("R-DOB-1", Stop, |a, _| a.client.dob = on("2016-01-01")),
    ];
    for (rule, severity, breaks) in cases {
        let found = pair(breaks);
        assert!(has(&found, rule, *severity), "{rule}: {:?}", said(&found));
    }
}

#[test]
fn r_enr_12_who_left_may_come_back_into_the_household() {
    let found = pair(|_, child| {
        let again = Enrollment { enrollment_id: EnrollmentId::new("E3"), entry_date: on("2026-11-15"), ..child.enrollments[0].clone() };
        child.exits.push(Exit { enrollment_id: EnrollmentId::new("E2"), exit_date: on("2026-11-12"), ..Exit::default() });
        child.enrollments.push(again);
    });
    assert!(!found.iter().any(|f| f.rule == "R-ENR-12"));
}

#[test]
fn deleted_rows_are_not_judged() {
    let mut chart = chart();
    chart.events[0].event_date = Value::Blank;
    let speaks = |c: &Chart| check::chart(c, &agency(), today()).iter().any(|l| l.file == File::Event && l.key == "EV1");
    assert!(speaks(&chart));
    chart.events[0].date_deleted = Value::Known(stamp().now);
    assert!(!speaks(&chart));
}
