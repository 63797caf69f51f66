//! From which enrollments a client may be referred.

use super::agency::Agency;
use super::chart::Chart;
use super::hud::{Enrollment, ProjectType, Relationship};

/// The enrollments on which a new CE Event may hang (R-420-1, R-420-3): the client's own as head of household, not ended, the
/// coordinated entry project's first, then the newest.
pub fn enrollments<'a>(chart: &'a Chart, agency: &Agency) -> Vec<&'a Enrollment> {
    let open = |e: &&Enrollment| {
        e.date_deleted.is_blank() && e.relationship_to_hoh.is(Relationship::Head) && chart.exit(&e.enrollment_id).is_none()
    };
    let elsewhere = |e: &Enrollment| !agency.project(&e.project_id).is_some_and(|p| p.project_type.is(ProjectType::CoordinatedEntry));
    let mut found: Vec<&Enrollment> = chart.enrollments.iter().filter(open).collect();
    found.sort_by_key(|e| (elsewhere(e), std::cmp::Reverse(e.entry_date.known())));
    found
}
