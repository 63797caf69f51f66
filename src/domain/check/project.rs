//! What the rules say about the rows that describe projects: R-PRJ, and shelters without any bed night (R-ENR-7).

use super::Located;
use super::grants::{Period, period};
use super::ground::{Ground, Place};
use super::stay::Sink;
use crate::domain::entry::{Day, Value};
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{HMISParticipation, HmisParticipation, Inventory, ProjectType, RrhSubType, YesNo, at};
use crate::domain::rule::Rule;

/// Findings about every project and what hangs on it.
pub(super) fn projects(ground: &Ground<'_>, found: &mut Vec<Located>) {
    let mut sink = Sink { owner: None, found };
    for place in ground.places().filter(|p| p.project.date_deleted.is_blank()) {
        itself(place, &mut sink);
        cocs(place, &mut sink);
        participation(place, &mut sink);
        access(place, &mut sink);
        used(place, ground, &mut sink);
        for row in &place.alone.inventory {
            sink.all(row, inventory(place, row));
        }
    }
}

/// An error of an export that a desk does not enter.
fn error(rule: Rule, field: FieldId, words: &str) -> Finding {
    Finding::fix(rule, field, words).sent(Severity::Stop)
}

/// R-PRJ-1: its type and what the type asks for.
fn itself(place: &Place<'_>, sink: &mut Sink<'_>) {
    use ProjectType as Type;
    let (row, rule) = (place.project, Rule::R_PRJ_1);
    if row.project_type.is_blank() && !row.continuum_project.is(YesNo::No) {
        sink.say(row, error(rule, at::project::PROJECT_TYPE, "A continuum project has a type. Ask who keeps the project's data."));
    }
    let services_only = row.rrh_sub_type.is(RrhSubType::ServicesOnly);
    let lodges = match place.kind {
        Some(Type::RapidRehousing) => !services_only,
        Some(
            Type::ShelterEntryExit
            | Type::ShelterNightByNight
            | Type::TransitionalHousing
            | Type::PermanentSupportive
            | Type::SafeHaven
            | Type::HousingOnly
            | Type::HousingWithServices,
        ) => true,
        _ => false,
    };
    if lodges && row.housing_type.is_blank() {
        sink.say(
            row,
            error(rule, at::project::HOUSING_TYPE, "A project that lodges people has a housing type. Ask who keeps the project's data."),
        );
    }
    if place.kind == Some(Type::RapidRehousing) && row.rrh_sub_type.is_blank() {
        sink.say(
            row,
            error(rule, at::project::RRH_SUB_TYPE, "Rapid re-housing says whether it is services only. Ask who keeps the project's data."),
        );
    }
    let may_be_affiliated = place.kind == Some(Type::ServicesOnly) || (place.kind == Some(Type::RapidRehousing) && services_only);
    if may_be_affiliated && row.residential_affiliation.is_blank() {
        let words = "Whether the services belong to a residential project is missing. Ask who keeps the project's data.";
        sink.say(row, Finding::fix(rule, at::project::RESIDENTIAL_AFFILIATION, words));
    }
}

/// R-PRJ-2: a continuum project has a CoC, with geocode and kind of geography.
fn cocs(place: &Place<'_>, sink: &mut Sink<'_>) {
    if !place.project.continuum_project.is(YesNo::Yes) {
        return;
    }
    if place.alone.cocs.is_empty() {
        sink.say(place.project, error(Rule::R_PRJ_2, at::project::PROJECT_ID, "The project has no CoC. Ask who keeps the project's data."));
    }
    for row in &place.alone.cocs {
        if row.geocode.is_blank() {
            sink.say(row, error(Rule::R_PRJ_2, at::project_coc::GEOCODE, "The geocode is missing. Ask who keeps the project's data."));
        }
        if row.geography_type.is_blank() {
            sink.say(
                row,
                error(
                    Rule::R_PRJ_2,
                    at::project_coc::GEOGRAPHY_TYPE,
                    "The kind of geography is missing. Ask who keeps the project's data.",
                ),
            );
        }
    }
}

/// True where a period overlaps an earlier one of the list. One may end on the day on which the next begins.
fn meets_earlier(periods: &[Period], at: usize) -> bool {
    let before = |end: Option<Day>, start: Option<Day>| end.zip(start).is_some_and(|(end, start)| end <= start);
    let (from, to) = periods[at];
    periods[..at].iter().any(|(theirs, until)| !before(to, *theirs) && !before(*until, from))
}

/// R-PRJ-3: periods of one project do not overlap.
fn participation(place: &Place<'_>, sink: &mut Sink<'_>) {
    let words = "It overlaps another period of the same project. Ask who keeps the project's data to correct the dates.";
    let ce: Vec<Period> =
        place.alone.ce.iter().map(|r| period(&r.ce_participation_status_start_date, &r.ce_participation_status_end_date)).collect();
    for (_, row) in place.alone.ce.iter().enumerate().filter(|(at, _)| meets_earlier(&ce, *at)) {
        sink.say(row, error(Rule::R_PRJ_3, at::ce_participation::CE_PARTICIPATION_STATUS_START_DATE, words));
    }
    let hmis: Vec<Period> =
        place.alone.hmis.iter().map(|r| period(&r.hmis_participation_status_start_date, &r.hmis_participation_status_end_date)).collect();
    for (_, row) in place.alone.hmis.iter().enumerate().filter(|(at, _)| meets_earlier(&hmis, *at)) {
        sink.say(row, error(Rule::R_PRJ_3, at::hmis_participation::HMIS_PARTICIPATION_STATUS_START_DATE, words));
    }
}

/// R-PRJ-4: what an access point offers.
fn access(place: &Place<'_>, sink: &mut Sink<'_>) {
    use at::ce_participation as f;
    for row in &place.alone.ce {
        let offers = [
            (f::PREVENTION_ASSESSMENT, &row.prevention_assessment),
            (f::CRISIS_ASSESSMENT, &row.crisis_assessment),
            (f::HOUSING_ASSESSMENT, &row.housing_assessment),
            (f::DIRECT_SERVICES, &row.direct_services),
        ];
        for (field, answer) in offers {
            let words = match row.access_point.known() {
                Some(YesNo::No) if answer.is(YesNo::Yes) => {
                    format!("{} is Yes, and the project is no access point. Correct one of the two.", field.label())
                }
                Some(YesNo::Yes) if answer.is_blank() => {
                    format!("{} is missing, and the project is an access point. Enter Yes or No.", field.label())
                }
                _ => continue,
            };
            sink.say(row, Finding::fix(Rule::R_PRJ_4, field, words));
        }
    }
}

/// What clients tell of a project: R-PRJ-5, R-ENR-7.
fn used(place: &Place<'_>, ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let (row, uses) = (place.project, ground.use_of(&place.project.project_id));
    if place.of_victims {
        let takes_part = |r: &&HMISParticipation| r.hmis_participation_type.is(HmisParticipation::Participating);
        for part in place.alone.hmis.iter().filter(takes_part) {
            let words = "A victim service provider does not participate in HMIS. Ask who keeps the project's data.";
            sink.say(part, error(Rule::R_PRJ_5, at::hmis_participation::HMIS_PARTICIPATION_TYPE, words));
        }
        if uses.clients {
            let words =
                "There are clients of a victim service provider, which must not be here. Ask the sender for an export without them.";
            sink.say(row, error(Rule::R_PRJ_5, at::project::ORGANIZATION_ID, words));
        }
    }
    if place.kind == Some(ProjectType::ShelterNightByNight) && uses.clients && !uses.nights {
        let words = "There are clients in this night-by-night shelter and no bed nights. Ask for an export with Services.csv.";
        sink.say(row, error(Rule::R_ENR_7, at::project::PROJECT_TYPE, words));
    }
}

/// R-PRJ-6: beds and units of one row.
fn inventory(place: &Place<'_>, row: &Inventory) -> Vec<Finding> {
    use at::inventory as f;
    let mut found = Vec::new();
    let mut fix = |field, words: &str| found.push(error(Rule::R_PRJ_6, field, words));
    let (units, beds) = (row.unit_inventory.known(), row.bed_inventory.known());
    if units.zip(beds).is_some_and(|(units, beds)| units > beds) {
        fix(f::UNIT_INVENTORY, "There are more units than beds. Ask who keeps the project's data.");
    }
    let parts = [
        &row.ch_vet_bed_inventory,
        &row.youth_vet_bed_inventory,
        &row.vet_bed_inventory,
        &row.ch_youth_bed_inventory,
        &row.youth_bed_inventory,
        &row.ch_bed_inventory,
        &row.other_bed_inventory,
    ];
    let counted: Option<Vec<u64>> = parts.iter().map(|n: &&Value<u32>| n.known().map(u64::from)).collect();
    if counted.zip(beds).is_some_and(|(parts, beds)| parts.iter().sum::<u64>() != u64::from(beds)) {
        fix(f::BED_INVENTORY, "The kinds of beds do not add up to the beds. Ask who keeps the project's data.");
    }
    let services_only = place.kind == Some(ProjectType::RapidRehousing) && place.project.rrh_sub_type.is(RrhSubType::ServicesOnly);
    if services_only && row.inventory_end_date.is_blank() && beds.is_some_and(|b| b > 0) {
        fix(f::BED_INVENTORY, "Rapid re-housing of services only has no beds. Ask who keeps the project's data.");
    }
    let served = place.alone.cocs.iter().any(|c| c.coc_code == row.coc_code);
    if !row.coc_code.is_blank() && !place.alone.cocs.is_empty() && !served {
        fix(f::COC_CODE, "The project does not serve this CoC. Ask who keeps the project's data.");
    }
    found
}
