//! A client in two places at once: twice in one program (R-ENR-3), or at night in two (R-ENR-4). Each client's stays are sorted once,
//! so a client with many stays costs no more than so many clients.

use super::dates::{is_permanent, lodges_at_once};
use super::enrollment::member_move_in;
use super::stay::{Sink, Stay};
use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{ProjectType, at};
use crate::domain::rule::Rule;

/// R-ENR-3 over one client's stays: the later of two is named. The day of exit is free again.
pub(super) fn same_project(stays: &[Stay<'_>], sink: &mut Sink<'_>) {
    let field = at::enrollment::ENTRY_DATE;
    let mut sorted: Vec<(Day, &Stay<'_>)> =
        stays.iter().filter(|s| !s.row.project_id.is_blank()).filter_map(|s| Some((s.entry?, s))).collect();
    sorted.sort_by(|(a, one), (b, two)| {
        (&one.row.project_id, a, &one.row.enrollment_id).cmp(&(&two.row.project_id, b, &two.row.enrollment_id))
    });
    // The stay of this project that lasts longest so far, and the day on which the one before began.
    let mut longest: Option<(&Stay<'_>, Day)> = None;
    for (entry, stay) in sorted {
        let same = longest.filter(|(other, _)| other.row.project_id == stay.row.project_id);
        if let Some((other, before)) = same {
            if before == entry {
                let words = "This client is in this program from the same date twice. Keep one of the two enrollments.";
                sink.say(stay.row, Finding::fix(Rule::R_ENR_3, field, words).sent(Severity::Stop));
            } else if other.left.is_none_or(|left| entry < left) {
                let began = other.entry.map(date::show).unwrap_or_default();
                let words =
                    format!("This client is in this program already, from {began}. Exit that enrollment first, or correct the date.");
                sink.say(stay.row, Finding::fix(Rule::R_ENR_3, field, words));
            }
        }
        let lasts = same.filter(|(other, _)| other.left.is_none_or(|left| stay.left.is_some_and(|mine| mine <= left)));
        longest = Some((lasts.map_or(stay, |(other, _)| other), entry));
    }
}

/// R-ENR-4 over one client's stays: the later of two that lodge the client in the same night is named. Two kinds of permanent
/// housing may follow each other without a gap of nights, so they are not compared.
pub(super) fn nights_twice(stays: &[Stay<'_>], sink: &mut Sink<'_>) {
    let mut lodged: Vec<(Day, Option<Day>, &Stay<'_>)> = stays.iter().filter_map(nights_of).collect();
    lodged.sort_by_key(|(from, _, stay)| (*from, &stay.row.enrollment_id));
    let mut longest: Option<(Option<Day>, &Stay<'_>)> = None;
    for (from, until, stay) in lodged {
        if let Some((end, other)) = longest
            && end.is_none_or(|end| from < end)
            && other.row.project_id != stay.row.project_id
            && !(is_permanent(other) && is_permanent(stay))
        {
            let words = "The client spends these nights in another program, too. Exit the stay that has ended, or correct the dates.";
            sink.say(stay.row, Finding::fix(Rule::R_ENR_4, at::enrollment::ENTRY_DATE, words));
        }
        let later = longest.is_none_or(|(end, _)| end.is_some_and(|end| until.is_none_or(|until| until > end)));
        if later {
            longest = Some((until, stay));
        }
    }
}

/// From which night to before which day a stay lodges the client; none where it lodges nobody, or night by night.
fn nights_of<'a, 'b>(stay: &'b Stay<'a>) -> Option<(Day, Option<Day>, &'b Stay<'a>)> {
    let entry = stay.entry?;
    let from = match stay.kind {
        Some(ProjectType::ShelterNightByNight) => None,
        kind if lodges_at_once(kind) => Some(entry),
        _ if is_permanent(stay) => {
            let moved = stay.row.move_in_date.known();
            moved.or_else(|| member_move_in(entry, stay.head.and_then(|h| h.moved)))
        }
        _ => None,
    }?;
    stay.left.is_none_or(|left| from < left).then_some((from, stay.left, stay))
}
