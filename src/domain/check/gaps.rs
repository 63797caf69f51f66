//! Answers that are missing or not known, as a check over everything sees them: with all stays of a client at hand, and the grants
//! of their projects. A form asks for them in its own order, so it does not say these.

use super::ground::Ground;
use super::health::is_answered;
use super::stay::{Sink, Stay};
use crate::domain::chart::Chart;
use crate::domain::client::VETERANS;
use crate::domain::entry::{Day, Scalar};
use crate::domain::field::{FieldId, Kind};
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{DobQuality, Event, ProjectType, SsnQuality, YesNo, at};
use crate::domain::referral::{self, Limits};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use crate::domain::{ask, date, words};

/// The first day on which HUD's element 4.21 Sex is collected: FY2026 begins.
const SEX_SINCE: Option<Day> = Day::from_ymd_opt(2025, 10, 1);

/// Findings about what a client's row lacks, given their stays. `has_sex` is false where the export has no such column.
pub(super) fn client(chart: &Chart, stays: &[Stay<'_>], ground: &Ground<'_>, has_sex: bool, sink: &mut Sink<'_>) {
    let row = &chart.client;
    if row.dob.is_blank() && row.dob_data_quality.is(DobQuality::NotCollected) {
        let words = "The date of birth was not collected. Ask for it; without it nobody knows who is an adult.";
        sink.say(row, Finding::fix(Rule::R_DOB_1, at::client::DOB, words).sent(Severity::Stop));
    } else if row.dob.is_blank()
        && let Some(words) = unknown(row, at::client::DOB, at::client::DOB_DATA_QUALITY)
    {
        sink.say(row, Finding::note(Rule::R_DOB_1, at::client::DOB, words).sent(Severity::Fix));
    }
    if row.ssn.is_blank() {
        let uncollected = row.ssn_data_quality.is(SsnQuality::NotCollected);
        let ask = || "The Social Security Number was not collected. Ask for the last four digits when there is a chance.".to_owned();
        let words = unknown(row, at::client::SSN, at::client::SSN_DATA_QUALITY).or_else(|| uncollected.then(ask));
        if let Some(words) = words {
            sink.say(row, Finding::note(Rule::R_SSN_3, at::client::SSN, words).sent(Severity::Fix));
        }
    }
    if !row.race_none.is_blank() {
        let uncollected = || "Race and ethnicity were not collected. Ask when there is a chance.".to_owned();
        let words = ask::unknown("Race and ethnicity", row.race_none.known()).unwrap_or_else(uncollected);
        sink.say(row, Finding::note(Rule::R_RAC_1, at::client::RACE_NONE, words).sent(Severity::Fix));
    }
    let adult = stays.iter().any(|s| s.person.age_at_entry.is_some_and(|a| a >= ask::Person::ADULT));
    let veteran = at::client::VETERAN_STATUS;
    if adult && row.veteran_status.is(YesNo::NotCollected) {
        sink.say(row, Finding::note(Rule::R_VET_1, veteran, ask::UNCOLLECTED).sent(Severity::Stop));
    } else if adult && let Some(words) = unknown(row, veteran, veteran) {
        sink.say(row, Finding::note(Rule::R_VET_1, veteran, words).sent(Severity::Fix));
    }
    if has_sex && stays.iter().any(|s| asks_sex(s, ground.today)) && !is_answered(row, at::client::SEX) {
        sink.say(row, ask::lacks(Rule::R_SEX_1, row, at::client::SEX, "Sex is missing. Ask and enter it."));
    }
    service_record(chart, stays, sink);
}

/// What is said of a field of which the client does not know the answer, or prefers not to give it, as `says` holds.
fn unknown(row: &dyn Row, field: FieldId, says: FieldId) -> Option<String> {
    ask::unknown(field.label(), u32::read(&row.look(says)))
}

/// R-SEX-1: these kinds of programs ask it, of whoever is there since FY2026.
fn asks_sex(stay: &Stay<'_>, today: Day) -> bool {
    use ProjectType::{CoordinatedEntry, DayShelter, HousingWithServices, Other};
    let asks = stay.kind.is_some_and(|k| !matches!(k, Other | HousingWithServices | DayShelter | CoordinatedEntry));
    let since = stay.left.unwrap_or(today);
    asks && SEX_SINCE.is_some_and(|first| since > first)
}

/// R-VET-2: a veteran whom a veterans' program serves has a service record.
fn service_record(chart: &Chart, stays: &[Stay<'_>], sink: &mut Sink<'_>) {
    let row = &chart.client;
    let served = |s: &Stay<'_>| s.place.zip(s.entry).is_some_and(|(p, entry)| p.grants.of_veterans(entry));
    if !row.veteran_status.is(YesNo::Yes) || !stays.iter().any(served) {
        return;
    }
    for field in VETERANS {
        let code = u32::read(&row.look(field)).filter(|_| matches!(field.info().kind, Kind::Code(_)));
        if !is_answered(row, field) {
            let words = format!("{} is missing, and a veterans' program serves this veteran. Ask and enter it.", field.label());
            sink.say(row, ask::lacks(Rule::R_VET_2, row, field, words).sent(Severity::Stop));
        } else if let Some(words) = ask::unknown(field.label(), code) {
            sink.say(row, Finding::note(Rule::R_VET_2, field, words).sent(Severity::Fix));
        }
    }
}

/// What a veterans' program wants of the head of household (R-SVF-1).
pub(crate) const VETERANS_PROGRAM: [FieldId; 4] =
    [at::enrollment::VAMC_STATION, at::enrollment::PERCENT_AMI, at::enrollment::HP_SCREENING_SCORE, at::enrollment::THRESHOLD_SCORE];

/// R-SVF-1: what the grants of veterans' programs ask of the head of household at the start.
pub(super) fn veterans_program(stay: &Stay<'_>, sink: &mut Sink<'_>) {
    let Some((place, entry)) = stay.place.zip(stay.entry).filter(|_| stay.person.is_head) else { return };
    let families = place.grants.of_veteran_families(entry);
    let prevention = families && stay.kind == Some(ProjectType::Prevention);
    let screened = prevention && stay.row.target_screen_reqd.is(YesNo::Yes);
    let rehousing = families && stay.kind == Some(ProjectType::RapidRehousing);
    let wanted = VETERANS_PROGRAM.into_iter().zip([place.grants.of_veterans(entry), prevention || rehousing, screened, screened]);
    // A score may be the number 99, so it is missing only where it is blank.
    let is_blank = |f: FieldId| stay.row.look(f).is_empty();
    for (field, _) in wanted.filter(|(f, asked)| *asked && is_blank(*f)) {
        let words = format!("{} is missing, and the grant asks for it. Enter it.", field.label());
        sink.say(stay.row, Finding::fix(Rule::R_SVF_1, field, words).sent(Severity::Stop));
    }
}

/// R-RES-9: an open referral that waits longer than the local limit.
pub(super) fn waiting(event: &Event, today: Day) -> Option<Finding> {
    let on = event.event_date.known().filter(|_| referral::is_open(event))?;
    let (days, limit) = (referral::days_open(on, today), i64::from(Limits::default().wait));
    let words = || format!("The referral of {} has no result after {}. Resolve it.", date::show(on), words::count(days, "day"));
    (days > limit).then(|| Finding::note(Rule::R_RES_9, at::event::REFERRAL_RESULT, words()).sent(Severity::Fix))
}
