//! What moves along where the day of a project start or of an exit is corrected: the rows of that stage (R-STG-1), and the result of the
//! referral that the enrollment answers, where it bore the old day.

use super::{Draft, IntakeCase, Purpose, recorded};
use crate::domain::change::Change;
use crate::domain::check::result_date_fits;
use crate::domain::entry::{Day, Value};
use crate::domain::hud::Event;
use crate::domain::id::EventId;

/// What moves along with a corrected day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The day as it is recorded.
    pub from: Day,
    /// The day as it is to be.
    pub to: Day,
    /// Rows of that stage, which bear the same day.
    pub rows: usize,
    /// Referrals that ended with this enrollment on the old day.
    pub results: Vec<MovedResult>,
}

/// The result of a referral that bears the day of a project start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedResult {
    /// The referral.
    pub event: EventId,
    /// When it was made.
    pub made: Option<Day>,
    /// True where the new day is one that its result can bear.
    pub fits: bool,
}

impl Draft {
    /// What moves along with the day of a member; none where the day stays as it is, or is none.
    pub fn moved(&self, member: usize, case: &IntakeCase<'_>) -> Option<Moved> {
        let one = self.members.get(member).filter(|m| m.stays())?;
        let (stay, chart) = one.recorded(case).zip(case.chart(&one.client))?;
        let (from, to) = match self.purpose {
            Purpose::Entry => (stay.entry_date.known()?, one.enrollment().entry_date.known()?),
            Purpose::Exit => (chart.exit(&stay.enrollment_id)?.exit_date.known()?, self.day().known()?),
            Purpose::Intake | Purpose::Update | Purpose::Annual => return None,
        };
        let rows = recorded(chart, &stay.enrollment_id, self.purpose, None).keys().filter(|slot| slot.is_staged()).count();
        let results = self.results(member, from, case);
        let results = results.into_iter().map(|e| MovedResult {
            event: e.event_id.clone(),
            made: e.event_date.known(),
            fits: result_date_fits(e, to, case.stamp.today()),
        });
        (from != to).then(|| Moved { from, to, rows, results: results.collect() })
    }

    /// The events of a member that ended with this enrollment on this day.
    fn results<'a>(&self, member: usize, on: Day, case: &IntakeCase<'a>) -> Vec<&'a Event> {
        let Some(one) = self.members.get(member).filter(|_| self.purpose == Purpose::Entry) else { return Vec::new() };
        let (stay, charts) = (one.enrollment().enrollment_id, case.charts);
        let Some(chart) = charts.iter().find(|c| *c.id() == one.client) else { return Vec::new() };
        let ended = |e: &&Event| {
            e.date_deleted.is_blank() && e.result_date.known() == Some(on) && chart.referral(&e.event_id).resulting_enrollment_id == stay
        };
        chart.events.iter().filter(ended).collect()
    }

    /// The changes of those results, where the worker lets them move.
    pub(super) fn moved_results(&self, case: &IntakeCase<'_>) -> Vec<Change> {
        let moved = (0..self.members.len()).filter_map(|at| Some((at, self.moved(at, case)?)));
        let events = moved.flat_map(|(at, moved)| self.results(at, moved.from, case).into_iter().map(move |event| (event, moved.to)));
        let fits =
            |(event, to): &(&Event, Day)| !self.results_stay.contains(&event.event_id) && result_date_fits(event, *to, case.stamp.today());
        let fitting = events.filter(fits);
        fitting
            .filter_map(|(before, to)| case.stamp.change(Some(before), &mut Event { result_date: Value::Known(to), ..before.clone() }))
            .collect()
    }
}
