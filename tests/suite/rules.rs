//! The rules: for each at least one input that makes it speak and one that leaves it silent. Named by rule id.

#![allow(clippy::unwrap_used, reason = "helpers of tests stand outside test functions")]

mod ask;
mod asked;
mod clock;
mod directory;
mod enrollment;
mod event;
mod housed;
mod household;
mod intake;
mod life;
mod notes;
mod occasions;
mod owed;
mod person;
mod population;
mod roundtrip;
mod sweep;
mod table;
pub mod town;

use wayhome::domain::entry::Scalar;
use wayhome::domain::hud::*;
use wayhome::domain::*;

/// A day of the test's calendar.
pub fn day(text: &str) -> Day {
    Day::read(text).unwrap()
}

/// A cell with that day.
pub fn on(text: &str) -> Value<Day> {
    Value::Known(day(text))
}

/// The day on which the tests play.
pub fn today() -> Day {
    day("2026-11-22")
}

/// The worker of the tests, at their desk on that day.
pub fn stamp() -> Stamp {
    Stamp::new(UserId::new("U7"), Instant::read("2026-11-22 10:00:00").unwrap())
}

/// The rules that spoke, each with its severity.
pub fn said(findings: &[Finding]) -> Vec<(&'static str, Severity)> {
    findings.iter().map(|f| (f.rule.id(), f.severity)).collect()
}

/// True where this rule spoke so.
pub fn has(findings: &[Finding], rule: &str, severity: Severity) -> bool {
    findings.iter().any(|f| f.rule == rule && f.severity == severity)
}

/// An agency: North House owns PSH (P-PSH), RRH and TH of a joint pair (P-RRH, P-TH); Lakes CoC owns the CE project (P-CE).
pub fn agency() -> Agency {
    let project = |id: &str, organization: &str, name: &str, kind| Project {
        project_id: ProjectId::new(id),
        organization_id: OrganizationId::new(organization),
        project_name: name.into(),
        operating_start_date: on("2020-01-01"),
        project_type: Value::Known(kind),
        ..Project::default()
    };
    let organization = |id: &str, name: &str| Organization {
        organization_id: OrganizationId::new(id),
        organization_name: name.into(),
        ..Organization::default()
    };
    let receives = |id: &str| CEParticipation {
        ce_participation_id: id.into(),
        project_id: ProjectId::new(id),
        receives_referrals: Value::Known(YesNo::Yes),
        ce_participation_status_start_date: on("2024-01-01"),
        ..CEParticipation::default()
    };
    let coc = |id: &str, code: &str| ProjectCoC { project_id: ProjectId::new(id), coc_code: code.into(), ..ProjectCoC::default() };
    let joint =
        |id: &str| Funder { project_id: ProjectId::new(id), funder: Value::Known(44), start_date: on("2024-01-01"), ..Funder::default() };
    Agency {
        organizations: vec![organization("O-N", "North House"), organization("O-L", "Lakes CoC")],
        projects: vec![
            project("P-PSH", "O-N", "North Apartments", ProjectType::PermanentSupportive),
            project("P-RRH", "O-N", "North Rapid", ProjectType::RapidRehousing),
            project("P-TH", "O-N", "North Bridge", ProjectType::TransitionalHousing),
            project("P-CE", "O-L", "Lakes Coordinated Entry", ProjectType::CoordinatedEntry),
        ],
        ce: vec![receives("P-PSH"), receives("P-RRH"), receives("P-TH")],
        funders: vec![joint("P-RRH"), joint("P-TH")],
        cocs: vec![coc("P-PSH", "MN-504"), coc("P-RRH", "MN-504"), coc("P-RRH", "MN-505")],
        ..Agency::default()
    }
}

/// An enrollment of client C1 as head of household, whole enough that no rule speaks about it in a CE project.
pub fn enrollment(id: &str, project: &str, entry: &str) -> Enrollment {
    Enrollment {
        enrollment_id: EnrollmentId::new(id),
        personal_id: ClientId::new("C1"),
        project_id: ProjectId::new(project),
        household_id: HouseholdId::new(format!("H-{id}")),
        entry_date: on(entry),
        relationship_to_hoh: Value::Known(Relationship::Head),
        enrollment_coc: "MN-504".into(),
        living_situation: Value::Known(116),
        length_of_stay: Value::Known(LengthOfStay::OneToThreeMonths),
        date_to_street_essh: on("2026-06-15"),
        times_homeless_past_three_years: Value::Known(2),
        months_homeless_past_three_years: Value::Known(105),
        disabling_condition: Value::Known(YesNo::No),
        ..Enrollment::default()
    }
}

/// An open referral to supportive housing.
pub fn event() -> Event {
    Event {
        event_id: EventId::new("EV1"),
        enrollment_id: EnrollmentId::new("E-CE"),
        personal_id: ClientId::new("C1"),
        event_date: on("2026-11-01"),
        event: Value::Known(EventCode::SupportiveOpening),
        location_crisis_or_ph_housing: "P-PSH".into(),
        ..Event::default()
    }
}

/// Client C1 with the referring enrollment, an open referral, and the housing enrollment that came of it.
pub fn chart() -> Chart {
    Chart {
        client: person("C1", "1987-03-04"),
        enrollments: vec![enrollment("E-CE", "P-CE", "2026-10-01"), enrollment("E-PSH", "P-PSH", "2026-11-10")],
        events: vec![event()],
        ..Chart::default()
    }
}

/// A client about whom no rule speaks.
pub fn person(id: &str, born: &str) -> Client {
    Client {
        personal_id: ClientId::new(id),
        first_name: "Marisol".into(),
        last_name: "Vega".into(),
        name_data_quality: Value::Known(NameQuality::Full),
        ssn: "212341234".into(),
        ssn_data_quality: Value::Known(SsnQuality::Full),
        dob: on(born),
        dob_data_quality: Value::Known(DobQuality::Full),
        white: Value::Known(YesNo::Yes),
        veteran_status: Value::Known(YesNo::No),
        ..Client::default()
    }
}
