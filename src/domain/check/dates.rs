//! What the rules say about a stay in time: its end and what lies after it (R-ENR-6), bed nights (R-ENR-7), possible move-ins
//! (R-ENR-18), and the periods of its project (R-ENR-20).

use super::grants::covers;
use super::ground::Ground;
use super::stay::{Sink, Stay};
use crate::domain::ask;
use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Enrollment, Exit, ProjectType, RecordType, Relationship, RrhSubType, at};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use chrono::Months;

/// Findings about the dates of one stay.
pub(super) fn one(stay: &Stay<'_>, ground: &Ground<'_>, sink: &mut Sink<'_>) {
    if let Some(exit) = stay.exit {
        same_day(stay, exit, sink);
        after_exit(stay, sink);
    }
    bed_nights(stay, ground, sink);
    possible_move_in(stay, ground, sink);
    operating(stay, ground.today, sink);
    participation(stay, ground.today, sink);
}

/// True for a project that lodges whom it enrolls from the first day on.
pub(super) fn lodges_at_once(kind: Option<ProjectType>) -> bool {
    use ProjectType::{SafeHaven, ShelterEntryExit, ShelterNightByNight, TransitionalHousing};
    matches!(kind, Some(ShelterEntryExit | ShelterNightByNight | SafeHaven | TransitionalHousing))
}

/// True for permanent housing, which lodges from the move-in on.
pub(super) fn is_permanent(stay: &Stay<'_>) -> bool {
    use ProjectType::{HousingOnly, HousingWithServices, PermanentSupportive, RapidRehousing};
    let lodges = !stay.place.is_some_and(|p| p.project.rrh_sub_type.is(RrhSubType::ServicesOnly));
    match stay.kind {
        Some(PermanentSupportive | HousingOnly | HousingWithServices) => true,
        Some(RapidRehousing) => lodges,
        _ => false,
    }
}

/// R-ENR-6: nobody sleeps in a place that they leave on the day on which they came.
fn same_day(stay: &Stay<'_>, exit: &Exit, sink: &mut Sink<'_>) {
    if lodges_at_once(stay.kind) && stay.left.is_some() && stay.left == stay.entry {
        let words = "The client left on the day of the project start, so there was no night. Check both dates.";
        sink.say(exit, Finding::fix(Rule::R_ENR_6, at::exit::EXIT_DATE, words));
    }
}

/// R-ENR-6: nothing is recorded after the exit.
fn after_exit(stay: &Stay<'_>, sink: &mut Sink<'_>) {
    let Some(left) = stay.left else { return };
    let mut judge = |row: &dyn Row, field: FieldId, on: Option<Day>| {
        if on.is_some_and(|on| on > left) {
            let words = format!("It is dated after the exit on {}. Correct one of the dates.", date::show(left));
            sink.say(row, Finding::fix(Rule::R_ENR_6, field, words));
        }
    };
    stay.incomes.iter().for_each(|r| judge(*r, at::income_benefits::INFORMATION_DATE, r.information_date.known()));
    stay.health.iter().for_each(|r| judge(*r, at::health_and_dv::INFORMATION_DATE, r.information_date.known()));
    stay.employment.iter().for_each(|r| judge(*r, at::employment_education::INFORMATION_DATE, r.information_date.known()));
    stay.disabilities.iter().for_each(|r| judge(*r, at::disabilities::INFORMATION_DATE, r.information_date.known()));
    stay.living.iter().for_each(|r| judge(*r, at::current_living_situation::INFORMATION_DATE, r.information_date.known()));
    stay.education.iter().for_each(|r| judge(*r, at::youth_education_status::INFORMATION_DATE, r.information_date.known()));
    stay.assessments.iter().for_each(|r| judge(*r, at::assessment::ASSESSMENT_DATE, r.assessment_date.known()));
}

/// R-ENR-7: in a night-by-night shelter a bed night on the first day, and none on the day of exit or later.
fn bed_nights(stay: &Stay<'_>, ground: &Ground<'_>, sink: &mut Sink<'_>) {
    if stay.kind != Some(ProjectType::ShelterNightByNight) {
        return;
    }
    let nights = || stay.services.iter().filter(|s| s.record_type.is(RecordType::BedNight));
    let first = stay.entry.filter(|_| ground.use_of(&stay.row.project_id).nights);
    if first.is_some_and(|entry| !nights().any(|n| n.date_provided.is(entry))) {
        let words = "There is no bed night on the day of the project start. Enter it, or correct the date.";
        sink.say(stay.row, Finding::fix(Rule::R_ENR_7, at::enrollment::ENTRY_DATE, words).sent(Severity::Stop));
    }
    for night in nights().filter(|n| stay.left.is_some_and(|left| n.date_provided.known().is_some_and(|on| on >= left))) {
        let words = "The bed night lies on the day of exit or later. Correct it, or the exit date.";
        sink.say(*night, Finding::fix(Rule::R_ENR_7, at::services::DATE_PROVIDED, words).sent(Severity::Stop));
    }
}

/// After so many months in permanent housing without a move-in date somebody should look.
const LONG_WITHOUT_MOVE_IN: Months = Months::new(12);

/// R-ENR-18: who leaves permanent housing for a permanent place has usually moved in before.
pub fn missed_move_in(kind: Option<ProjectType>, stay: &Enrollment, destination: Option<u32>) -> Option<Finding> {
    use ProjectType::{HousingOnly, HousingWithServices, PermanentSupportive, RapidRehousing};
    let permanent = matches!(kind, Some(PermanentSupportive | HousingOnly | HousingWithServices | RapidRehousing));
    let is_head = stay.relationship_to_hoh.is(Relationship::Head);
    let housed = destination.and_then(ask::situation_group) == Some("permanent");
    let words = "The household left for a permanent place and has no move-in date. Enter it, or check the destination.";
    let missed = permanent && is_head && housed && stay.move_in_date.is_blank();
    missed.then(|| Finding::fix(Rule::R_ENR_18, at::enrollment::MOVE_IN_DATE, words))
}

fn possible_move_in(stay: &Stay<'_>, ground: &Ground<'_>, sink: &mut Sink<'_>) {
    if let Some(finding) = missed_move_in(stay.kind, stay.row, stay.exit.and_then(|x| x.destination.known())) {
        return sink.say(stay.row, finding);
    }
    let permanent = is_permanent(stay) || stay.kind == Some(ProjectType::RapidRehousing);
    let waits = permanent && stay.person.is_head && stay.row.move_in_date.is_blank() && stay.exit.is_none();
    if waits && stay.entry.and_then(|e| e.checked_add_months(LONG_WITHOUT_MOVE_IN)).is_some_and(|limit| limit < ground.today) {
        let words = "The household is enrolled for more than a year and has no move-in date. Enter it if they have moved in.";
        sink.say(stay.row, Finding::note(Rule::R_ENR_18, at::enrollment::MOVE_IN_DATE, words));
    }
}

/// R-ENR-20: the stay ends with the program. That it begins with it, R-ENR-1 says.
fn operating(stay: &Stay<'_>, today: Day, sink: &mut Sink<'_>) {
    let closed = stay.place.and_then(|p| p.project.operating_end_date.known()).filter(|end| *end < today);
    let Some(closed) = closed.filter(|end| stay.entry.is_some_and(|e| e <= *end)) else { return };
    match stay.exit {
        None => {
            let words = format!("The program ended on {}, and the client has not left. Enter the exit.", date::show(closed));
            sink.say(stay.row, Finding::fix(Rule::R_ENR_20, at::enrollment::ENTRY_DATE, words).sent(Severity::Stop));
        }
        Some(exit) if stay.left.is_some_and(|left| left > closed) => {
            let words = format!("The program ended on {}, before this exit. Correct the exit date.", date::show(closed));
            sink.say(exit, Finding::fix(Rule::R_ENR_20, at::exit::EXIT_DATE, words).sent(Severity::Stop));
        }
        Some(_) => {}
    }
}

/// R-ENR-20: the stay lies inside a period in which the project takes part in HMIS, where it ever does.
fn participation(stay: &Stay<'_>, today: Day, sink: &mut Sink<'_>) {
    let Some(periods) = stay.place.map(|p| &p.in_hmis).filter(|p| !p.is_empty()) else { return };
    let covered = |on: Day| periods.iter().any(|p| covers(p, on));
    if stay.entry.is_some_and(|entry| entry <= today && !covered(entry)) {
        let words = "The project did not take part in HMIS on the day of the project start. Check the dates with who keeps its data.";
        sink.say(stay.row, Finding::fix(Rule::R_ENR_20, at::enrollment::ENTRY_DATE, words));
    } else if let Some((exit, _)) = stay.exit.zip(stay.left).filter(|(_, left)| !covered(*left)) {
        let words = "The project did not take part in HMIS on the day of exit. Check the dates with who keeps its data.";
        sink.say(exit, Finding::fix(Rule::R_ENR_20, at::exit::EXIT_DATE, words));
    }
}
