//! The plan of a resolution, and of a save of the CE Event form.

use crate::domain::agency::Agency;
use crate::domain::change::Commit;
use crate::domain::chart::Chart;
use crate::domain::check::{self, EventCase};
use crate::domain::entry::{Day, Text, Value};
use crate::domain::finding::Finding;
use crate::domain::hud::{Event, Referral, ReferralResult, at};
use crate::domain::id::{EnrollmentId, EventId};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use crate::domain::stamp::{Plan, Stamp};
use crate::domain::workgroup::Workgroup;

/// How a referral ended, as the worker says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// Referral Result.
    pub result: ReferralResult,
    /// Result Date: enrolled on, or determined on (R-420-15).
    pub date: Value<Day>,
    /// Resulting Enrollment.
    pub enrollment: Option<EnrollmentId>,
    /// If Not Housed, Reason.
    pub reason: Text,
    /// Date Referral Acknowledged.
    pub acknowledged: Value<Day>,
}

/// Everything that resolving an event writes: result and date into the event, the rest beside it.
///
/// # Errors
/// Everything that was found, where something of it stops the save.
pub fn resolve(chart: &Chart, event: &EventId, resolution: Resolution, agency: &Agency, stamp: &Stamp) -> Result<Plan, Vec<Finding>> {
    let Some(before) = chart.event(event) else {
        return Err(vec![Finding::stop(
            Rule::R_420_2,
            at::event::EVENT_ID,
            "This referral is not in the client's record any more. Open the record again.",
        )]);
    };
    let after = Event { referral_result: Value::Known(resolution.result), result_date: resolution.date, ..before.clone() };
    let referral = Referral {
        date_acknowledged: resolution.acknowledged,
        resulting_enrollment_id: resolution.enrollment.unwrap_or_default(),
        not_housed_reason: resolution.reason,
        ..chart.referral(event)
    };
    plan("Resolve referral", chart, after, referral, agency, stamp, Vec::new())
}

/// Everything that a save of the CE Event form writes. A row in which nothing changed is not written.
///
/// Where the event's code changed, what does not belong to the new code is emptied (R-420-7); otherwise stray values of an import
/// stay where they are, flagged.
///
/// # Errors
/// Everything that was found, where something of it stops the save. What an imported row had wrong before, and this save leaves
/// as it was, never stops it.
pub fn save_event(
    chart: &Chart,
    mut event: Event,
    referral: Referral,
    agency: &Agency,
    stamp: &Stamp,
    workgroup: Workgroup,
) -> Result<Plan, Vec<Finding>> {
    let before = chart.event(&event.event_id);
    let mut findings = Vec::new();
    if before.is_none() && !super::may_create(workgroup) {
        let words = "Only Priority List Managers create CE Events. Change your workgroup in Settings, or ask them to write the referral.";
        findings.push(Finding::stop(Rule::R_RES_5, at::event::EVENT, words));
    }
    if before.is_none_or(|b| b.event != event.event) {
        super::clear_dependents(&mut event);
    }
    let resolves = |before: &Event| before.referral_result != event.referral_result && !event.referral_result.is_blank();
    let what = match before {
        None => "New CE Event",
        Some(before) if resolves(before) => "Referral result",
        Some(_) => "CE Event",
    };
    plan(what, chart, event, referral, agency, stamp, findings)
}

/// The plan that acknowledges a referral today (R-RES-7); empty where it was acknowledged before.
///
/// # Errors
/// Every finding, where the referral is not in the chart any more or something stops the save.
pub fn acknowledge(chart: &Chart, event: &EventId, agency: &Agency, stamp: &Stamp) -> Result<Plan, Vec<Finding>> {
    let Some(event) = chart.event(event) else {
        let words = "This referral is not in the client's record any more. Open the record again.";
        return Err(vec![Finding::stop(Rule::R_RES_7, at::event::EVENT_ID, words)]);
    };
    let mut referral = chart.referral(&event.event_id);
    if referral.date_acknowledged.is_blank() {
        referral.date_acknowledged = Value::Known(stamp.today());
    }
    plan("Acknowledgment", chart, event.clone(), referral, agency, stamp, Vec::new())
}

fn plan(
    what: &str,
    chart: &Chart,
    mut event: Event,
    mut referral: Referral,
    agency: &Agency,
    stamp: &Stamp,
    mut findings: Vec<Finding>,
) -> Result<Plan, Vec<Finding>> {
    event.personal_id = chart.id().clone();
    referral.event_id = event.event_id.clone();
    referral.enrollment_id = event.enrollment_id.clone();
    referral.personal_id = event.personal_id.clone();

    let old_event = chart.event(&event.event_id);
    let old_referral = chart.referrals.iter().find(|r| r.event_id == event.event_id);
    let case = EventCase { chart, agency, today: stamp.today() };
    let inherited = old_event.map(|old| check::event(&case, old, &chart.referral(&old.event_id))).unwrap_or_default();
    let unchanged = |f: &Finding| {
        old_event.is_some_and(|old| old.get(f.field) == event.get(f.field))
            && old_referral.map(|r| r.get(f.field)).unwrap_or_default() == referral.get(f.field)
    };
    findings.extend(check::spare_inherited(&inherited, check::event(&case, &event, &referral), unchanged));

    let keeps = old_referral.is_some_and(|r| r.date_deleted.is_blank()) || says_something(&referral);
    let event = stamp.change(old_event.map(|e| e as &dyn Row), &mut event);
    let referral = if keeps { stamp.change(old_referral.map(|r| r as &dyn Row), &mut referral) } else { None };
    Plan::unless_stopped(Commit::new(what, event.into_iter().chain(referral).collect()), findings)
}

fn says_something(referral: &Referral) -> bool {
    let Referral { date_acknowledged, resulting_enrollment_id, not_housed_reason, .. } = referral;
    !(date_acknowledged.is_blank() && resulting_enrollment_id.is_blank() && not_housed_reason.is_blank())
}
