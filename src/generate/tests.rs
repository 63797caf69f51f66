//! The promises of the generator, over whole runs.

use super::*;
use crate::domain::entry::Scalar;
use crate::domain::field::Origin;
use crate::domain::hud::{EventCode, Relationship, SsnQuality};
use crate::domain::{Code, File, Instant, Kind, Row, at, code};
use std::collections::{BTreeMap, BTreeSet};

type Cells = Vec<Vec<String>>;

fn cells<'a>(rows: impl Iterator<Item = &'a dyn Row>) -> Cells {
    rows.map(|row| (0..row.file().info().columns.len()).map(|column| row.cell(column)).collect()).collect()
}

fn town(clients: usize, seed: u64) -> (Agency, Vec<Chart>) {
    people(clients, seed, REFERENCE_DAY)
}

fn every_row(clients: usize, seed: u64) -> Cells {
    let (agency, charts) = town(clients, seed);
    cells(agency.rows().chain(charts.iter().flat_map(Chart::rows)))
}

/// The open referrals (R-RES-9): client's position, and the project named.
fn open(charts: &[Chart]) -> Vec<(usize, &crate::domain::hud::Event)> {
    let asks = |code: EventCode| code.dependents().contains(&at::event::REFERRAL_RESULT);
    let all = charts.iter().enumerate().flat_map(|(who, chart)| chart.events.iter().map(move |e| (who, e)));
    all.filter(|(_, e)| e.event.known().is_some_and(asks) && e.referral_result.is_blank()).collect()
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert!(every_row(300, 7) == every_row(300, 7));
    assert!(every_row(300, 7) != every_row(300, 8));
}

#[test]
fn any_count_of_clients_is_exact() {
    for clients in [0, 1, 2, 3, 40, 333] {
        assert_eq!(town(clients, 1).1.len(), clients);
    }
}

#[test]
fn every_day_gives_a_town() {
    for day in [Day::MIN, Day::MAX, Day::from_ymd_opt(2028, 2, 29).unwrap()] {
        assert_eq!(people(30, 5, day).1.len(), 30);
    }
}

#[test]
fn forty_clients_give_several_desks_work() {
    for seed in 0..60 {
        let (agency, charts) = town(40, seed);
        let open = open(&charts);
        assert!(open.len() >= 6, "seed {seed}: {} open", open.len());
        let owners: BTreeSet<_> = open
            .iter()
            .filter_map(|(_, e)| agency.projects.iter().find(|p| p.project_id.as_str() == e.location_crisis_or_ph_housing.as_str()))
            .map(|p| p.organization_id.as_str())
            .collect();
        assert!(owners.len() >= 3, "seed {seed}: {owners:?}");
        let linkable = open.iter().any(|(who, event)| {
            charts[*who].enrollments.iter().any(|e| {
                e.project_id.as_str() == event.location_crisis_or_ph_housing.as_str() && e.entry_date.known() > event.event_date.known()
            })
        });
        assert!(linkable, "seed {seed}: some household is already enrolled where it was referred");
        for (_, event) in open {
            let age = (REFERENCE_DAY - event.event_date.known().unwrap()).num_days();
            assert!((1..=60).contains(&age), "seed {seed}: {age} days");
        }
    }
}

#[test]
fn the_shares_are_about_what_they_should_be() {
    let (_, charts) = town(4000, 3);
    let events: Vec<_> = charts.iter().flat_map(|c| &c.events).collect();
    let percent = |part: usize, of: usize| part * 100 / of;
    assert!((9..=15).contains(&percent(open(&charts).len(), events.len())), "{} of {}", open(&charts).len(), events.len());
    let codes: BTreeSet<u32> = events.iter().filter_map(|e| e.event.known()).map(Code::code).collect();
    assert_eq!(codes, (1..=18).collect::<BTreeSet<_>>());
    let result = |code| events.iter().filter(|e| e.referral_result.known().map(Code::code) == Some(code)).count();
    assert!([1, 2, 3].into_iter().all(|code| result(code) > 100));
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for enrollment in charts.iter().flat_map(|c| &c.enrollments).filter(|e| e.project_id.as_str() == agency::ENTRY_PROJECT) {
        *sizes.entry(enrollment.household_id.to_string()).or_default() += 1;
    }
    let singles = sizes.values().filter(|size| **size == 1).count();
    assert!((55..=65).contains(&percent(singles, sizes.len())), "{singles} of {}", sizes.len());
}

#[test]
fn every_mistake_of_r_420_16_occurs_and_few() {
    let (agency, charts) = town(6000, 11);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut total = 0;
    for chart in &charts {
        for event in &chart.events {
            total += 1;
            let code = event.event.known().unwrap();
            let asks = |field| code.dependents().contains(&field);
            let location = event.location_crisis_or_ph_housing.as_str();
            let head = chart.enrollment(&event.enrollment_id).is_some_and(|e| e.relationship_to_hoh.is(Relationship::Head));
            let wrong = [
                ("result on a wrong event", !event.referral_result.is_blank() && !asks(at::event::REFERRAL_RESULT)),
                ("result without date", !event.referral_result.is_blank() && event.result_date.is_blank()),
                ("result before event", event.result_date.known().is_some_and(|day| Some(day) < event.event_date.known())),
                ("no location", location.is_empty() && asks(at::event::LOCATION_CRISIS_OR_PH_HOUSING)),
                ("free text", !location.is_empty() && !agency.projects.iter().any(|p| p.project_id.as_str() == location)),
                ("not the head", !head),
            ];
            for (what, _) in wrong.into_iter().filter(|(_, it)| *it) {
                *seen.entry(what).or_default() += 1;
            }
        }
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
    let sum: usize = seen.values().sum();
    assert!((total / 60..=total / 20).contains(&sum), "{sum} of {total}: {seen:?}");
}

#[test]
fn events_belong_to_an_enrollment_of_their_client_in_coordinated_entry() {
    for chart in town(1000, 5).1 {
        for event in &chart.events {
            let enrollment = chart.enrollment(&event.enrollment_id).unwrap();
            assert_eq!(enrollment.project_id.as_str(), agency::ENTRY_PROJECT, "R-420-3");
            let day = event.event_date.known().unwrap();
            assert!(enrollment.entry_date.known().unwrap() <= day, "R-420-11");
            assert!(chart.exit(&event.enrollment_id).is_none_or(|x| day <= x.exit_date.known().unwrap()), "R-420-11");
        }
    }
}

#[test]
fn numbers_were_never_issued() {
    let charts = town(2000, 9).1;
    for client in charts.iter().map(|c| &c.client) {
        let ssn = client.ssn.as_str();
        match client.ssn_data_quality.known().unwrap() {
            SsnQuality::Full => assert!(ssn.len() == 9 && ssn.starts_with('9') && ssn.bytes().all(|b| b.is_ascii_digit())),
            SsnQuality::Partial => assert!(ssn.len() == 9 && ssn.starts_with("xxxxx")),
            _ => assert!(ssn.is_empty(), "R-SSN-3"),
        }
    }
    let partial = charts.iter().filter(|c| c.client.ssn.as_str().starts_with('x')).count();
    assert!(partial > 100);
}

#[test]
fn every_cell_fits_the_field_table_and_every_reference_resolves() {
    let (agency, charts) = town(600, 2);
    let rows = || agency.rows().chain(charts.iter().flat_map(Chart::rows));
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in rows() {
        let info = row.file().info();
        assert!(keys.entry(info.name).or_default().insert(row.key()), "{} twice in {}", row.key(), info.name);
        assert!(row.key().len() <= 32);
    }
    let all = File::ALL.iter().filter(|file| file.info().origin != Origin::Beside).count();
    assert_eq!(keys.len(), all, "all 24 files of HUD and what is kept beside them have rows: {:?}", keys.keys());
    let parents = [
        ("PersonalID", "Client"),
        ("EnrollmentID", "Enrollment"),
        ("ResultingEnrollmentID", "Enrollment"),
        ("ProjectID", "Project"),
        ("ResProjectID", "Project"),
        ("OrganizationID", "Organization"),
        ("AssessmentID", "Assessment"),
        ("EventID", "Event"),
        ("UserID", "User"),
        ("ExportID", "Export"),
    ];
    for row in rows() {
        for (at, column) in row.file().info().columns.iter().enumerate() {
            let (text, place) = (row.cell(at), format!("{}.{}", row.file().info().name, column.name));
            assert!(column.nullable || !text.is_empty(), "{place} is empty");
            if text.is_empty() {
                continue;
            }
            match column.kind {
                Kind::Code(list) => assert!(code::find(list, text.parse().unwrap()).is_some(), "{place}: {text} is not on list {list}"),
                Kind::Day => assert!(Day::read(&text).is_some_and(|day| day < REFERENCE_DAY), "{place}: {text}"),
                Kind::Instant => assert!(Instant::read(&text).is_some_and(|at| at.date() < REFERENCE_DAY), "{place}: {text}"),
                Kind::Number => assert!(u32::read(&text).is_some(), "{place}: {text}"),
                Kind::Text(most) => assert!(text.chars().count() <= most, "{place}: {text}"),
                Kind::Id | Kind::Money => {}
            }
            if let Some((_, parent)) = parents.iter().find(|(name, _)| *name == column.name) {
                assert!(keys[parent].contains(&text), "{place}: {text} is not in {parent}");
            }
        }
    }
}

#[test]
fn a_household_has_one_head_and_stays_once_in_one_project() {
    let charts = town(1500, 4).1;
    let mut heads: BTreeMap<String, usize> = BTreeMap::new();
    let mut stays: BTreeMap<String, BTreeSet<(String, Option<Day>)>> = BTreeMap::new();
    for chart in &charts {
        let projects: BTreeSet<_> = chart.enrollments.iter().map(|e| &e.project_id).collect();
        assert_eq!(projects.len(), chart.enrollments.len(), "R-ENR-3: no second stay in a project");
        for e in &chart.enrollments {
            let household = e.household_id.to_string();
            *heads.entry(household.clone()).or_default() += usize::from(e.relationship_to_hoh.is(Relationship::Head));
            stays.entry(household).or_default().insert((e.project_id.to_string(), e.entry_date.known()));
            let (entry, exit) = (e.entry_date.known().unwrap(), chart.exit(&e.enrollment_id).and_then(|x| x.exit_date.known()));
            assert!(chart.client.dob.known().is_none_or(|born| born < entry), "R-ENR-1");
            assert!(exit.is_none_or(|exit| exit >= entry), "R-ENR-6");
            let moved = e.move_in_date.known();
            assert!(moved.is_none_or(|moved| entry <= moved && exit.is_none_or(|exit| moved <= exit)), "R-ENR-15");
        }
        let ids: BTreeSet<_> = chart.exits.iter().map(|x| &x.enrollment_id).collect();
        assert_eq!(ids.len(), chart.exits.len(), "R-ENR-6: one exit for an enrollment");
    }
    assert!(heads.values().all(|count| *count == 1), "R-ENR-9");
    assert!(stays.values().all(|set| set.len() == 1), "R-ENR-8");
}
