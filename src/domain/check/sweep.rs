//! The rules over everything that is kept: the data-quality list, and the last look before an export.

use super::{EnrollmentCase, EventCase, cells, client, enrollment, event, exit, households};
use crate::domain::agency::Agency;
use crate::domain::chart::Chart;
use crate::domain::entry::Day;
use crate::domain::finding::Finding;
use crate::domain::hud::File;
use crate::domain::id::ClientId;
use crate::domain::row::Row;

/// A finding and the row that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The row's file.
    pub file: File,
    /// The row's primary key.
    pub key: String,
    /// In whose chart it stands; none for the agency's rows.
    pub owner: Option<ClientId>,
    /// What was found.
    pub finding: Finding,
}

/// Every finding about one chart by itself. Deleted rows are skipped.
pub fn chart(chart: &Chart, agency: &Agency, today: Day) -> Vec<Located> {
    let mut found = Vec::new();
    let events = EventCase { chart, agency, today };
    let stays = EnrollmentCase { chart, agency, today };
    let owner = Some(chart.id().clone());
    for row in chart.rows().filter(|r| !is_deleted(*r)) {
        let key = row.key();
        let findings = match row.file() {
            File::Client => client(&chart.client, today),
            File::Enrollment | File::Event | File::Exit | File::Referral | File::Theirs => continue,
            _ => cells(row),
        };
        put(&mut found, row.file(), &key, owner.as_ref(), findings);
    }
    for row in chart.enrollments.iter().filter(|r| !is_deleted(*r)) {
        put(&mut found, File::Enrollment, row.enrollment_id.as_str(), owner.as_ref(), enrollment(&stays, row));
    }
    for row in chart.exits.iter().filter(|r| !is_deleted(*r)) {
        put(&mut found, File::Exit, row.exit_id.as_str(), owner.as_ref(), exit(&stays, row));
    }
    for row in chart.events.iter().filter(|r| !is_deleted(*r)) {
        put(&mut found, File::Event, row.event_id.as_str(), owner.as_ref(), event(&events, row, &chart.referral(&row.event_id)));
    }
    found
}

/// Every finding about the agency, every chart, and the households that span charts.
pub fn everything(agency: &Agency, charts: &[Chart], today: Day) -> Vec<Located> {
    let mut found = Vec::new();
    for row in agency.rows().filter(|r| !is_deleted(*r)) {
        put(&mut found, row.file(), &row.key(), None, cells(row));
    }
    for one in charts {
        found.extend(chart(one, agency, today));
    }
    found.extend(households(charts));
    found
}

fn put(found: &mut Vec<Located>, file: File, key: &str, owner: Option<&ClientId>, findings: Vec<Finding>) {
    found.extend(findings.into_iter().map(|finding| Located { file, key: key.to_owned(), owner: owner.cloned(), finding }));
}

/// True for a row whose `DateDeleted` is not blank.
fn is_deleted(row: &dyn Row) -> bool {
    row.file().column("DateDeleted").is_some_and(|at| !row.cell(at).is_empty())
}
