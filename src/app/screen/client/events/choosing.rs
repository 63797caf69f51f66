//! What may be chosen in the form of a CE Event. Nobody types an id: where there is nothing to choose from, the field is a list of nothing,
//! and says why, and what to do.

use crate::app::context::Context;
use crate::app::widget::Opt;
use crate::domain::hud::Event;
use crate::domain::{Chart, Entry, date, referral, referring as enrollments};

/// The answers that there are, and where there are none the words below the field.
pub(super) type Choices = (Vec<Opt>, Option<&'static str>);

/// The programs that may be referred to.
pub(super) fn locations(event: &Event, kept: &str, cx: &Context<'_>) -> Choices {
    let on = event.event_date.known().unwrap_or_else(|| cx.today());
    let projects = event.event.known().map(|code| referral::locations(cx.agency, code, on)).unwrap_or_default();
    let options = projects.iter().map(|p| Opt::plain(p.project_id.as_str(), p.project_name.as_str())).collect();
    let none = "No program on this desk takes such a referral on this day. Check the event and its date, or import the export of your HMIS \
                that has the program.";
    of(options, kept, || format!("{} (as it came)", cx.agency.project_name(kept)), Some(none))
}

/// The enrollments that may have come of it. A rule says what is missing where there are none.
pub(super) fn resulting(event: &Event, chart: &Chart, kept: &str, cx: &Context<'_>) -> Choices {
    let candidates = referral::resulting_candidates(chart, event, cx.agency);
    let option = |c: &referral::Candidate| {
        let from = c.entry.map(date::show).unwrap_or_default();
        Opt::plain(c.enrollment.as_str(), format!("{}, {from}", cx.agency.project_name(c.project.as_str()))).detail(c.why)
    };
    of(candidates.iter().map(option).collect(), kept, || ELSEWHERE.to_owned(), None)
}

/// The enrollments from which the client may be referred.
pub(super) fn referring(chart: &Chart, kept: &str, cx: &Context<'_>) -> Choices {
    let found = enrollments::enrollments(chart, cx.agency);
    let options = found.iter().map(|e| {
        let from = date::us(&e.entry_date.text());
        Opt::plain(e.enrollment_id.as_str(), format!("{}, {from}", cx.agency.project_name(e.project_id.as_str())))
    });
    let none = "This client is head of household in no enrollment that goes on, and a CE Event belongs to one. Enroll the client first: the \
                intake does that.";
    of(options.collect(), kept, || own(chart, kept, cx), Some(none))
}

/// What an enrollment is called from which nobody may be referred any more: which it is, and why, where it is one of this client.
fn own(chart: &Chart, kept: &str, cx: &Context<'_>) -> String {
    let Some(stay) = chart.enrollments.iter().find(|e| e.enrollment_id.as_str() == kept) else { return ELSEWHERE.to_owned() };
    let which = format!("{}, {}", cx.agency.project_name(stay.project_id.as_str()), date::us(&stay.entry_date.text()));
    match () {
        () if !stay.date_deleted.is_blank() => format!("{which} (deleted)"),
        () if chart.exit(&stay.enrollment_id).is_some() => format!("{which} (ended)"),
        () => format!("{which} (not head of household)"),
    }
}

/// What is called so is in no record that is open.
const ELSEWHERE: &str = "An enrollment that is not in this record";

/// These, and what stands in the field where it is none of them.
fn of(mut options: Vec<Opt>, kept: &str, called: impl Fn() -> String, none: Option<&'static str>) -> Choices {
    if !kept.is_empty() && !options.iter().any(|o| o.value == kept) {
        options.push(Opt::plain(kept, called()));
    }
    if !options.is_empty() {
        return (options, None);
    }
    (vec![Opt::plain("", "There is nothing to choose yet")], none)
}
