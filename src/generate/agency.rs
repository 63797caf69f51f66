//! The CoC of Northern Lakes: its organizations, what they run, who pays for it and who takes referrals. All invented.

use super::codes::*;
use super::pen::{Stamp, before, stamped};
use crate::domain::hud::{
    Affiliation, CEParticipation, Export, ExportDirective, ExportPeriodType, Funder, HMISParticipation, HashStatus, HmisParticipation,
    Inventory, Organization, Project, ProjectCoC, ProjectType, RrhSubType, User, YesNo,
};
use crate::domain::{Agency, Day, ExportId, OrganizationId, ProjectId, Text, UserId, Value};
use Value::Known;

/// A code that no CoC has.
pub const COC: &str = "MN-599";
/// The one export of a run.
pub const EXPORT: &str = "NLX000001";
/// The project under which Coordinated Entry records its events.
pub const ENTRY_PROJECT: &str = "NLP01";
/// The project of street outreach.
pub const OUTREACH_PROJECT: &str = "NLP13";
/// Enrollments of Coordinated Entry begin at most so many days before today.
pub const REACH: u32 = 425;

/// Users: id, first name, last name.
pub const USERS: &[(&str, &str, &str)] = &[
    ("NLU1", "Renee", "Halvorsen"),
    ("NLU2", "Tomás", "Aguilar"),
    ("NLU3", "Pa Kou", "Vang"),
    ("NLU4", "Bridget", "Novak"),
    ("NLU5", "Ismail", "Osman"),
    ("NLU6", "Corinne", "Bellefeuille"),
    ("NLU7", "Deja", "Whitlock"),
    ("NLU8", "Karl", "Engstrom"),
];

const ORGANIZATIONS: &[(&str, &str)] = &[
    ("NLO1", "Northern Lakes Coordinated Entry"),
    ("NLO2", "Kettle Bay Housing Partnership"),
    ("NLO3", "Otter Ridge Family Homes"),
    ("NLO4", "Blue Heron Supportive Homes"),
    ("NLO5", "Lantern Street Shelter"),
    ("NLO6", "Stone Meadow Community Action"),
    ("NLO7", "Second Porch Transitional Living"),
];

/// A project in short; its rows are made from it.
struct Program {
    id: &'static str,
    organization: &'static str,
    name: &'static str,
    kind: ProjectType,
    /// HUD list 2.02.D; none for what lodges nobody.
    housing: Option<u32>,
    funder: u32,
    /// Beds; 0 where there are none.
    beds: u32,
}

const fn program(
    id: &'static str,
    organization: &'static str,
    name: &'static str,
    kind: ProjectType,
    housing: Option<u32>,
    funder: u32,
    beds: u32,
) -> Program {
    Program { id, organization, name, kind, housing, funder, beds }
}

/// Neighbors in this list are of different organizations, so that a few referrals in a row reach several of them.
static PROGRAMS: &[Program] = &[
    program(ENTRY_PROJECT, "NLO1", "Northern Lakes Coordinated Entry Access", ProjectType::CoordinatedEntry, None, COC_SSO, 0),
    program("NLP02", "NLO2", "Birch Point Apartments PSH", ProjectType::PermanentSupportive, Some(SINGLE_SITE), COC_PSH, 24),
    program("NLP03", "NLO3", "Otter Ridge Rapid Re-Housing", ProjectType::RapidRehousing, Some(SCATTERED), COC_RRH, 40),
    program("NLP04", "NLO4", "Heron Landing PSH", ProjectType::PermanentSupportive, Some(SCATTERED), COC_PSH, 30),
    program("NLP05", "NLO7", "Second Porch Transitional Housing", ProjectType::TransitionalHousing, Some(CLUSTERED), YHDP, 16),
    program("NLP06", "NLO6", "Stone Meadow Rapid Re-Housing", ProjectType::RapidRehousing, Some(SCATTERED), ESG_RRH, 28),
    program("NLP07", "NLO3", "Bridge to Home Transitional Housing", ProjectType::TransitionalHousing, Some(CLUSTERED), JOINT_TH_RRH, 12),
    program("NLP08", "NLO2", "Kettle Bay Affordable Homes", ProjectType::HousingOnly, Some(SCATTERED), HOME, 20),
    program("NLP09", "NLO3", "Bridge to Home Rapid Re-Housing", ProjectType::RapidRehousing, Some(SCATTERED), JOINT_TH_RRH, 18),
    program("NLP10", "NLO5", "Lantern Street Family Shelter", ProjectType::ShelterEntryExit, Some(SINGLE_SITE), ESG_SHELTER, 32),
    program("NLP11", "NLO4", "Heron Commons Housing with Services", ProjectType::HousingWithServices, Some(SINGLE_SITE), OTHER_FUNDER, 22),
    program("NLP12", "NLO5", "Lantern Street Night Shelter", ProjectType::ShelterNightByNight, Some(SINGLE_SITE), ESG_SHELTER, 45),
    program(OUTREACH_PROJECT, "NLO6", "Stone Meadow Street Outreach", ProjectType::StreetOutreach, None, ESG_OUTREACH, 0),
    program("NLP14", "NLO4", "Blue Heron Tenancy Supports", ProjectType::ServicesOnly, None, COC_SSO, 0),
];

/// The supports that tenants of a residential project receive beside it: services project, residential project.
const SUPPORTS: (&str, &str) = ("NLP14", "NLP04");

/// The agency as it stands on this day.
pub fn northern_lakes(today: Day) -> Agency {
    let opened = before(today, 6 * 365);
    let mut agency = Agency { exports: vec![export(today)], ..Agency::default() };
    for (id, first, last) in USERS {
        let stamp = stamp(opened);
        agency.users.push(User {
            user_id: UserId::new(id),
            user_first_name: Text::new(first),
            user_last_name: Text::new(last),
            user_email: Text::new(format!("{}@northernlakes.example", id.to_lowercase())),
            date_created: stamp.created,
            date_updated: stamp.updated,
            export_id: stamp.export,
            ..User::default()
        });
    }
    for (id, name) in ORGANIZATIONS {
        agency.organizations.push(stamped!(
            stamp(opened),
            Organization {
                organization_id: OrganizationId::new(id),
                organization_name: Text::new(name),
                victim_service_provider: Known(YesNo::No),
            }
        ));
    }
    for program in PROGRAMS {
        run(&mut agency, program, opened);
    }
    agency.affiliations.push(stamped!(
        stamp(opened),
        Affiliation { affiliation_id: Text::new("NLA01"), project_id: ProjectId::new(SUPPORTS.0), res_project_id: Text::new(SUPPORTS.1) }
    ));
    agency
}

fn export(today: Day) -> Export {
    Export {
        export_id: ExportId::new(EXPORT),
        source_type: Known(COC_HMIS),
        source_id: Text::new(COC),
        source_name: Text::new("Northern Lakes (synthetic)"),
        export_date: before(today, 1).and_hms_opt(23, 0, 0).into(),
        export_start_date: Known(before(today, REACH)),
        export_end_date: Known(before(today, 1)),
        software_name: Text::new("Wayhome synthetic people"),
        csv_version: Text::new("2026 v1.0"),
        export_period_type: Known(ExportPeriodType::ReportingPeriod),
        export_directive: Known(ExportDirective::FullRefresh),
        hash_status: Known(HashStatus::Unhashed),
        implementation_id: Text::new("northern-lakes-synthetic"),
        ..Export::default()
    }
}

/// Adds the rows of one project.
fn run(agency: &mut Agency, program: &Program, opened: Day) {
    let (project, number) = (ProjectId::new(program.id), &program.id[3..]);
    agency.projects.push(stamped!(
        stamp(opened),
        Project {
            project_id: project.clone(),
            organization_id: OrganizationId::new(program.organization),
            project_name: Text::new(program.name),
            operating_start_date: Known(opened),
            continuum_project: Known(YesNo::Yes),
            project_type: Known(program.kind),
            housing_type: program.housing.into(),
            rrh_sub_type: (program.kind == ProjectType::RapidRehousing).then_some(RrhSubType::WithHousing).into(),
            residential_affiliation: (program.kind == ProjectType::ServicesOnly).then_some(YesNo::Yes).into(),
            target_population: Known(NO_TARGET),
            hopwa_med_assisted_living_fac: Known(NOT_HOPWA),
        }
    ));
    agency.cocs.push(stamped!(
        stamp(opened),
        ProjectCoC {
            project_coc_id: Text::new(format!("NLC{number}")),
            project_id: project.clone(),
            coc_code: Text::new(COC),
            geocode: Text::new("279999"),
            city: Text::new("Northern Lakes"),
            state: Text::new("MN"),
            geography_type: Known(RURAL),
        }
    ));
    agency.funders.push(stamped!(
        stamp(opened),
        Funder {
            funder_id: Text::new(format!("NLF{number}")),
            project_id: project.clone(),
            funder: Known(program.funder),
            other_funder: Text::new(if program.funder == OTHER_FUNDER { "Northern Lakes Community Foundation" } else { "" }),
            grant_id: Text::new(format!("NL-GRANT-{number}")),
            start_date: Known(opened),
        }
    ));
    agency.hmis.push(stamped!(
        stamp(opened),
        HMISParticipation {
            hmis_participation_id: Text::new(format!("NLM{number}")),
            project_id: project.clone(),
            hmis_participation_type: Known(HmisParticipation::Participating),
            hmis_participation_status_start_date: Known(opened),
        }
    ));
    let access = matches!(program.kind, ProjectType::CoordinatedEntry | ProjectType::StreetOutreach);
    let entry = yes(program.kind == ProjectType::CoordinatedEntry);
    agency.ce.push(stamped!(
        stamp(opened),
        CEParticipation {
            ce_participation_id: Text::new(format!("NLE{number}")),
            project_id: project.clone(),
            access_point: Known(yes(access)),
            prevention_assessment: access.then_some(entry).into(),
            crisis_assessment: access.then_some(YesNo::Yes).into(),
            housing_assessment: access.then_some(entry).into(),
            direct_services: access.then_some(entry).into(),
            receives_referrals: Known(yes(program.beds > 0)),
            ce_participation_status_start_date: Known(opened),
        }
    ));
    if program.beds > 0 {
        agency.inventory.push(inventory(program, project, opened));
    }
}

fn inventory(program: &Program, project: ProjectId, opened: Day) -> Inventory {
    let shelter = matches!(program.kind, ProjectType::ShelterEntryExit | ProjectType::ShelterNightByNight);
    let families = program.kind != ProjectType::ShelterNightByNight;
    stamped!(
        stamp(opened),
        Inventory {
            inventory_id: Text::new(format!("NLI{}", &program.id[3..])),
            project_id: project,
            coc_code: Text::new(COC),
            household_type: Known(if families { WITH_CHILDREN } else { WITHOUT_CHILDREN }),
            availability: shelter.then_some(YEAR_ROUND).into(),
            unit_inventory: Known(if families { program.beds / 2 } else { program.beds }),
            bed_inventory: Known(program.beds),
            ch_vet_bed_inventory: Known(0),
            youth_vet_bed_inventory: Known(0),
            vet_bed_inventory: Known(0),
            ch_youth_bed_inventory: Known(0),
            youth_bed_inventory: Known(0),
            ch_bed_inventory: Known(0),
            other_bed_inventory: Known(program.beds),
            es_bed_type: shelter.then_some(FACILITY_BEDS).into(),
            inventory_start_date: Known(opened),
        }
    )
}

fn yes(it: bool) -> YesNo {
    if it { YesNo::Yes } else { YesNo::No }
}

fn stamp(day: Day) -> Stamp {
    let noon: Value<_> = day.and_hms_opt(12, 0, 0).into();
    Stamp { created: noon.clone(), updated: noon, user: UserId::new(USERS[0].0), export: ExportId::new(EXPORT) }
}
