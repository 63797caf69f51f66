//! Projects: R-PRJ.

use super::*;

/// The cases.
pub fn cases() -> Vec<Case> {
    use at::{ce_participation as ce, hmis_participation as h, inventory as i, project as p, project_coc as pc};
    vec![
        (
            Rule::R_PRJ_1,
            Stop,
            p::HOUSING_TYPE,
            |t| t.project("P-ES").housing_type = Value::Blank,
            |t| t.project("P-SO").housing_type = Value::Blank,
        ),
        (Rule::R_PRJ_1, Stop, p::RRH_SUB_TYPE, |t| t.project("P-RRH").rrh_sub_type = Value::Blank, |_| {}),
        (
            Rule::R_PRJ_1,
            Stop,
            p::PROJECT_TYPE,
            |t| t.project("P-RRH").project_type = Value::Blank,
            |t| {
                t.project("P-RRH").project_type = Value::Blank;
                t.project("P-RRH").continuum_project = Value::Known(YesNo::No);
            },
        ),
        (
            Rule::R_PRJ_1,
            Fix,
            p::RESIDENTIAL_AFFILIATION,
            |t| t.project("P-RRH").rrh_sub_type = Value::Known(RrhSubType::ServicesOnly),
            |t| {
                t.project("P-RRH").rrh_sub_type = Value::Known(RrhSubType::ServicesOnly);
                t.project("P-RRH").residential_affiliation = Value::Known(YesNo::No);
                t.agency.inventory.retain(|i| i.project_id.as_str() != "P-RRH");
            },
        ),
        (
            Rule::R_PRJ_2,
            Stop,
            p::PROJECT_ID,
            |t| t.agency.cocs.retain(|c| c.project_id.as_str() != "P-RRH"),
            |t| {
                t.agency.cocs.retain(|c| c.project_id.as_str() != "P-RRH");
                t.project("P-RRH").continuum_project = Value::Known(YesNo::No);
            },
        ),
        (Rule::R_PRJ_2, Stop, pc::GEOCODE, |t| t.agency.cocs[0].geocode = Text::default(), |_| {}),
        (Rule::R_PRJ_2, Stop, pc::GEOGRAPHY_TYPE, |t| t.agency.cocs[0].geography_type = Value::Blank, |_| {}),
        (
            Rule::R_PRJ_3,
            Stop,
            ce::CE_PARTICIPATION_STATUS_START_DATE,
            |t| ce_again(t, "2026-05-31", "2026-06-01"),
            |t| ce_again(t, "2026-06-01", "2026-06-01"),
        ),
        (
            Rule::R_PRJ_3,
            Stop,
            h::HMIS_PARTICIPATION_STATUS_START_DATE,
            |t| {
                let again = HMISParticipation {
                    hmis_participation_id: "M2".into(),
                    hmis_participation_status_start_date: on("2026-06-01"),
                    ..t.agency.hmis[0].clone()
                };
                t.agency.hmis.push(again);
            },
            |_| {},
        ),
        (
            Rule::R_PRJ_4,
            Fix,
            ce::CRISIS_ASSESSMENT,
            |t| t.agency.ce[0].crisis_assessment = Value::Known(YesNo::Yes),
            |t| {
                t.agency.ce[0].crisis_assessment = Value::Known(YesNo::No);
            },
        ),
        (
            Rule::R_PRJ_4,
            Fix,
            ce::DIRECT_SERVICES,
            |t| t.agency.ce[0].access_point = Value::Known(YesNo::Yes),
            |t| {
                let no = Value::Known(YesNo::No);
                let row = &mut t.agency.ce[0];
                row.access_point = Value::Known(YesNo::Yes);
                (row.prevention_assessment, row.crisis_assessment) = (no.clone(), no.clone());
                (row.housing_assessment, row.direct_services) = (no.clone(), no);
            },
        ),
        (Rule::R_PRJ_5, Stop, p::ORGANIZATION_ID, |t| t.agency.organizations[0].victim_service_provider = Value::Known(YesNo::Yes), |_| {}),
        (
            Rule::R_PRJ_5,
            Stop,
            h::HMIS_PARTICIPATION_TYPE,
            |t| t.agency.organizations[0].victim_service_provider = Value::Known(YesNo::Yes),
            |_| {},
        ),
        (
            Rule::R_PRJ_6,
            Stop,
            i::UNIT_INVENTORY,
            |t| t.agency.inventory[0].unit_inventory = Value::Known(11),
            |t| {
                t.agency.inventory[0].unit_inventory = Value::Known(10);
            },
        ),
        (Rule::R_PRJ_6, Stop, i::BED_INVENTORY, |t| beds(t, 9), |t| beds(t, 10)),
        (Rule::R_PRJ_6, Stop, i::COC_CODE, |t| t.agency.inventory[0].coc_code = "MN-505".into(), |_| {}),
    ]
}

/// The first period of coordinated entry ends on a day, and a second one begins.
fn ce_again(t: &mut Town, begins: &str, ended: &str) {
    let mut second = CEParticipation { ce_participation_id: "CE2".into(), ..t.agency.ce[0].clone() };
    second.ce_participation_status_start_date = on(begins);
    t.agency.ce[0].ce_participation_status_end_date = on(ended);
    t.agency.ce.push(second);
}

/// Every kind of bed is counted, and these are of no special kind.
fn beds(t: &mut Town, other: u32) {
    let (row, none) = (&mut t.agency.inventory[0], Value::Known(0));
    row.ch_vet_bed_inventory = none.clone();
    row.youth_vet_bed_inventory = none.clone();
    row.vet_bed_inventory = none.clone();
    row.ch_youth_bed_inventory = none.clone();
    row.youth_bed_inventory = none.clone();
    row.ch_bed_inventory = none;
    row.other_bed_inventory = Value::Known(other);
}
