//! R-420 and R-RES: the event, its resolution, the form.

use super::*;
use wayhome::domain::check::{EventCase, event as check_event};
use wayhome::domain::referral::{self, Resolution};
use wayhome::domain::{at, change::Change, finding::Severity::*};

fn findings(change: impl Fn(&mut Event, &mut Referral)) -> Vec<Finding> {
    let (agency, chart) = (agency(), chart());
    let (mut event, mut beside) = (event(), Referral::default());
    change(&mut event, &mut beside);
    check_event(&EventCase { chart: &chart, agency: &agency, today: today() }, &event, &beside)
}

fn resolved(event: &mut Event, beside: &mut Referral) {
    event.referral_result = Value::Known(ReferralResult::Accepted);
    event.result_date = on("2026-11-10");
    beside.resulting_enrollment_id = EnrollmentId::new("E-PSH");
}

#[test]
fn a_proper_referral_open_or_resolved_is_silent() {
    assert_eq!(said(&findings(|_, _| {})), []);
    assert_eq!(said(&findings(resolved)), []);
}

#[test]
fn every_rule_of_the_event_speaks() {
    type Breaks = fn(&mut Event, &mut Referral);
    let cases: &[(&str, Severity, Breaks)] = &[
        ("R-420-3", Stop, |e, _| e.enrollment_id = EnrollmentId::new("elsewhere")),
        ("R-420-3", Stop, |e, r| {
            // A voucher names no program, so nothing else would speak.
            e.location_crisis_or_ph_housing = Text::default();
            resolved(e, r);
            r.resulting_enrollment_id = e.enrollment_id.clone();
        }),
        ("R-420-5", Stop, |e, _| e.event_date = Value::Blank),
        ("R-420-5", Stop, |e, _| e.event = Value::Blank),
        ("R-IMP-3", Stop, |e, _| e.set(usize::from(at::event::EVENT_DATE.column), "soon")),
        ("R-IMP-6", Fix, |e, _| e.set(usize::from(at::event::EVENT.column), "77")),
        ("R-420-7", Stop, |e, _| {
            e.event = Value::Known(EventCode::HousingAssessment);
            e.referral_result = Value::Known(ReferralResult::Accepted);
        }),
        ("R-420-8", Stop, |e, _| e.result_date = on("2026-11-10")),
        ("R-420-8", Stop, |e, _| e.referral_result = Value::Known(ReferralResult::Accepted)),
        ("R-420-9", Stop, |e, _| e.set(usize::from(at::event::REFERRAL_RESULT.column), "99")),
        ("R-420-10", Fix, |e, _| e.location_crisis_or_ph_housing = Text::default()),
        ("R-420-10", Fix, |e, _| e.location_crisis_or_ph_housing = "North Apartments".into()),
        ("R-420-10", Fix, |e, _| e.location_crisis_or_ph_housing = "P-RRH".into()),
        ("R-420-11", Stop, |e, _| e.event_date = on("2026-11-23")),
        ("R-420-11", Stop, |e, _| e.event_date = on("2026-09-30")),
        ("R-420-13", Stop, |e, _| e.event = Value::Known(EventCode::EmergencyVoucher)),
        ("R-420-14", Note, |e, _| {
            e.event = Value::Known(EventCode::ProblemSolving);
            e.prob_sol_div_rr_result = Value::Known(YesNo::Yes);
        }),
        ("R-420-12", Fix, |e, r| {
            resolved(e, r);
            e.result_date = on("2026-10-31");
        }),
        ("R-420-12", Fix, |e, r| {
            resolved(e, r);
            e.result_date = on("2026-11-23");
        }),
        ("R-RES-2", Stop, |e, r| {
            resolved(e, r);
            r.resulting_enrollment_id = EnrollmentId::new("somebody's");
        }),
        ("R-RES-2", Stop, |e, r| {
            resolved(e, r);
            e.location_crisis_or_ph_housing = "P-RRH".into();
        }),
        ("R-RES-2", Fix, |e, r| {
            resolved(e, r);
            e.event_date = on("2026-11-11");
        }),
        ("R-RES-3", Note, |e, _| {
            e.referral_result = Value::Known(ReferralResult::ClientRejected);
            e.result_date = on("2026-11-10");
        }),
        ("R-RES-6", Fix, |e, r| {
            resolved(e, r);
            r.resulting_enrollment_id = EnrollmentId::default();
        }),
        ("R-RES-6", Stop, |e, r| {
            resolved(e, r);
            e.referral_result = Value::Known(ReferralResult::ProviderRejected);
        }),
        ("R-RES-6", Fix, |e, _| {
            // The household is enrolled in the referred program.
            e.referral_result = Value::Known(ReferralResult::ClientRejected);
            e.result_date = on("2026-11-10");
        }),
        ("R-RES-7", Fix, |_, r| r.date_acknowledged = on("2026-10-31")),
    ];
    for (rule, severity, breaks) in cases {
        let found = findings(breaks);
        assert!(has(&found, rule, *severity), "{rule}: {:?}", said(&found));
    }
}

#[test]
fn r_res_6_nobody_is_rejected_and_enrolled() {
    let (agency, mut chart) = (agency(), chart());
    let rejected = Event { referral_result: Value::Known(ReferralResult::ProviderRejected), result_date: on("2026-11-20"), ..event() };
    let speaks = |chart: &Chart| {
        let found = check_event(&EventCase { chart, agency: &agency, today: today() }, &rejected, &Referral::default());
        found.into_iter().find(|f| f.rule == "R-RES-6").map(|f| (f.field, f.words))
    };
    let (field, words) = speaks(&chart).unwrap();
    assert_eq!(field, at::event::REFERRAL_RESULT);
    assert!(words.contains("since 11/10/2026"), "{words}");
    chart.exits = vec![Exit { enrollment_id: EnrollmentId::new("E-PSH"), exit_date: on("2026-11-20"), ..Exit::default() }];
    assert_eq!(speaks(&chart), None, "they have left again");
    chart.exits.clear();
    chart.enrollments[1].entry_date = on("2026-10-31");
    assert_eq!(speaks(&chart), None, "enrolled before the referral: nothing came of it");
}

#[test]
fn r_420_1_events_are_the_heads() {
    let (agency, mut chart) = (agency(), chart());
    chart.enrollments[0].relationship_to_hoh = Value::Known(Relationship::Child);
    let case = EventCase { chart: &chart, agency: &agency, today: today() };
    assert!(has(&check_event(&case, &event(), &Referral::default()), "R-420-1", Fix), "kept as it came");
    let new = Event { event_id: EventId::new("EV2"), ..event() };
    assert!(has(&check_event(&case, &new, &Referral::default()), "R-420-1", Stop), "not written anew");
}

#[test]
fn r_420_10_locations_by_type_participation_and_grant() {
    let mut agency = agency();
    let names = |agency: &Agency, code, on: &str| -> Vec<String> {
        referral::locations(agency, code, day(on)).iter().map(|p| p.project_id.to_string()).collect()
    };
    assert_eq!(names(&agency, EventCode::SupportiveOpening, "2026-11-01"), ["P-PSH"]);
    assert_eq!(names(&agency, EventCode::JointOpening, "2026-11-01"), ["P-TH", "P-RRH"]);
    assert!(names(&agency, EventCode::SupportiveOpening, "2023-12-31").is_empty(), "before it took referrals");
    agency.funders[0].end_date = on("2026-10-31");
    assert_eq!(names(&agency, EventCode::JointOpening, "2026-11-01"), ["P-TH"], "the grant has ended");
    agency.ce[0].receives_referrals = Value::Known(YesNo::No);
    assert!(names(&agency, EventCode::SupportiveOpening, "2026-11-01").is_empty());
}

#[test]
fn r_res_2_either_half_of_a_joint_pair() {
    let agency = agency();
    let joint = Event { event: Value::Known(EventCode::JointOpening), location_crisis_or_ph_housing: "P-TH".into(), ..event() };
    assert_eq!(referral::leads_to(&joint, &ProjectId::new("P-RRH"), &agency), Some(true));
    assert_eq!(referral::leads_to(&joint, &ProjectId::new("P-PSH"), &agency), Some(false));
    let single = Event { event: Value::Known(EventCode::TransitionalOpening), ..joint };
    assert_eq!(referral::leads_to(&single, &ProjectId::new("P-RRH"), &agency), Some(false));
    let nowhere = Event { location_crisis_or_ph_housing: "a motel".into(), ..event() };
    assert_eq!(referral::leads_to(&nowhere, &ProjectId::new("P-RRH"), &agency), None);
}

#[test]
fn r_res_1_the_housing_enrollment_is_proposed() {
    let (agency, mut chart) = (agency(), chart());
    assert_eq!(referral::proposed(&chart, &event(), &agency), Some(EnrollmentId::new("E-PSH")));
    chart.enrollments[1].entry_date = on("2026-10-31");
    assert_eq!(referral::proposed(&chart, &event(), &agency), None, "it began before the referral");
    let candidates = referral::resulting_candidates(&chart, &event(), &agency);
    assert_eq!(candidates.iter().map(|c| (c.fits, c.why)).collect::<Vec<_>>(), [(false, "Started before the referral")]);
}

#[test]
fn r_res_9_open_means_an_opening_without_a_result() {
    assert!(referral::is_open(&event()));
    assert!(!referral::is_open(&Event { referral_result: Value::Known(ReferralResult::Accepted), ..event() }));
    assert!(!referral::is_open(&Event { event: Value::Known(EventCode::CrisisAssessment), ..event() }));
    assert!(!referral::is_open(&Event { date_deleted: Value::Known(stamp().now), ..event() }));
    assert_eq!(referral::days_open(day("2026-11-01"), today()), 21);
    // What is none of HUD's results ends nothing, however a card or a row holds it.
    for text in ["0", "4", "99", "nan", "(null)"] {
        let mut odd = event();
        odd.put(at::event::REFERRAL_RESULT, text);
        assert!(referral::is_open(&odd), "{text}");
        let mut client = chart();
        client.events = vec![odd];
        assert!(Card::of(&client).events.iter().all(referral::is_open_card), "{text}");
    }
}

fn accepted() -> Resolution {
    Resolution {
        result: ReferralResult::Accepted,
        date: on("2026-11-10"),
        enrollment: Some(EnrollmentId::new("E-PSH")),
        reason: Text::default(),
        acknowledged: on("2026-11-02"),
    }
}

#[test]
fn resolving_writes_the_event_and_what_is_beside_it_in_one_commit() {
    let plan = referral::resolve(&chart(), &EventId::new("EV1"), accepted(), &agency(), &stamp()).unwrap();
    assert_eq!(plan.findings, []);
    let files: Vec<_> = plan.commit.changes.iter().filter_map(|c| if let Change::Row(row) = c { row.file() } else { None }).collect();
    assert_eq!(files, [File::Event, File::Referral]);
}

#[test]
fn an_impossible_resolution_is_refused_and_a_wrong_import_is_not() {
    let rejected = Resolution { result: ReferralResult::ClientRejected, ..accepted() };
    let refused = referral::resolve(&chart(), &EventId::new("EV1"), rejected, &agency(), &stamp()).unwrap_err();
    assert!(has(&refused, "R-RES-6", Stop));
    let mut imported = chart();
    imported.events[0].event_date = on("2026-09-01");
    let plan = referral::resolve(&imported, &EventId::new("EV1"), accepted(), &agency(), &stamp()).unwrap();
    assert!(has(&plan.findings, "R-420-11", Fix), "R-420-16: what was wrong before flags and does not stop");
    assert!(referral::resolve(&chart(), &EventId::new("gone"), accepted(), &agency(), &stamp()).is_err());
}

#[test]
fn r_res_5_others_resolve_and_do_not_create() {
    let new = Event { event_id: EventId::new("EV2"), ..event() };
    let save = |event: Event, who| referral::save_event(&chart(), event, Referral::default(), &agency(), &stamp(), who);
    assert!(has(&save(new.clone(), Workgroup::HmisUsers).unwrap_err(), "R-RES-5", Stop));
    assert_eq!(save(new, Workgroup::PriorityListManagers).unwrap().commit.changes.len(), 1);
    assert!(save(event(), Workgroup::HmisUsers).unwrap().is_empty(), "nothing changed, nothing is written");
}

#[test]
fn r_420_7_another_event_clears_what_depends_on_it() {
    let mut event = Event { event: Value::Known(EventCode::ProblemSolving), ..event() };
    assert_eq!(referral::clear_dependents(&mut event), [at::event::LOCATION_CRISIS_OR_PH_HOUSING]);
    assert!(event.location_crisis_or_ph_housing.is_blank());
    assert_eq!(referral::clear_dependents(&mut event), []);
}

#[test]
fn r_420_15_the_result_date_to_begin_with() {
    use referral::result_date_default as default;
    assert_eq!(default(ReferralResult::Accepted, Some(day("2026-11-10")), today()), day("2026-11-10"));
    assert_eq!(default(ReferralResult::Accepted, Some(day("2026-12-01")), today()), today());
    assert_eq!(default(ReferralResult::ClientRejected, Some(day("2026-11-10")), today()), today());
}

#[test]
fn r_csv_14_what_was_kept_beside_a_referral_and_deleted_is_not_shown() {
    let mut chart = chart();
    let id = chart.events[0].event_id.clone();
    let kept = Referral {
        event_id: id.clone(),
        not_housed_reason: "Moved away".into(),
        date_created: Value::Known(stamp().now),
        ..Referral::default()
    };
    chart.referrals = vec![kept.clone()];
    assert!(chart.referral(&id) == kept);
    let of_each = |chart: &Chart| chart.referrals_of_events().all(|(event, beside)| beside == chart.referral(&event.event_id));
    assert!(of_each(&chart));
    chart.referrals[0].date_deleted = Value::Known(stamp().now);
    assert!(chart.referral(&id).not_housed_reason.is_blank() && of_each(&chart));
    assert!(chart.referral(&id).date_created == kept.date_created, "the row that is written over keeps its beginning");
}
