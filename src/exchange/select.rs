//! Which rows an export holds (R-CSV-10, R-CSV-12, R-CSV-14), and what stays out by the scope, so that it can be said.

use super::scope::{Period, Scope, Take};
use crate::domain::folder::Folder;
use crate::domain::hud::{Enrollment, Relationship};
use crate::domain::{Agency, Chart, Day, Entry, File, HouseholdId, Instant, Packed, ProjectId, Row, Value, at};
use std::collections::{HashMap, HashSet};

/// Rows by their file and key.
pub type Rows = HashSet<(File, String)>;

/// The rows of a scope.
#[derive(Debug, Clone, Default)]
pub(super) struct Selected {
    /// Everything that is written; all rows where there is none.
    pub rows: Option<Rows>,
    /// Of a delta, those that changed; the others are there because these hang on them.
    pub changed: Rows,
    /// What stays out.
    pub left: Left,
}

/// What an export leaves out because of its scope. Rows that merely did not change are not left out of a delta.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Left {
    /// Clients of whom nothing is in it.
    pub clients: u64,
    /// Rows that are not in it, those of such clients too.
    pub rows: u64,
    /// Those of them that were deleted.
    pub deleted: u64,
    /// Those of them that were changed here and that the HMIS does not have.
    pub work: u64,
    /// Files that are not HUD's, where they were asked for.
    pub files: u64,
    /// Clients of whom something would be in it, and who were left out with their households because something of theirs is an error.
    pub unfinished: u64,
    /// Rows of theirs that were changed here and that the HMIS does not have.
    pub unfinished_work: u64,
}

impl Left {
    /// True where nothing stays out that was changed here and that the HMIS does not have.
    pub fn holds_all_work(&self) -> bool {
        self.work == 0 && self.unfinished == 0
    }
}

/// The day up to which a row belongs to a reporting period, by the names of HUD's columns.
const DATED: [&str; 5] = ["InformationDate", "DateProvided", "EventDate", "AssessmentDate", "ExitDate"];
const STAMPS: [&str; 3] = ["DateCreated", "DateUpdated", "DateDeleted"];

/// The rows of the scope at this moment. `changed` are the rows that were changed here since the last export, and `work` those that the HMIS
/// does not have.
pub(super) fn select(scope: &Scope, agency: &Agency, folders: &[Folder], changed: &Rows, work: &Rows, now: Instant) -> Selected {
    if scope.is_everything() {
        return Selected::default();
    }
    let mut selecting = Selecting {
        scope,
        changed,
        work,
        now,
        project_cocs: agency.cocs.iter().map(|row| (row.project_id.clone(), row.coc_code.as_str().to_owned())).collect(),
        household_cocs: household_cocs(folders),
        kept: Rows::new(),
        own: Rows::new(),
        projects: HashSet::new(),
        elsewhere: HashSet::new(),
        left: Left::default(),
    };
    folders.iter().for_each(|folder| selecting.chart(&folder.chart()));
    selecting.elsewhere(folders);
    selecting.agency(agency);
    let own = if scope.is_delta() { selecting.own.clone() } else { Rows::new() };
    let used: HashSet<String> = kept(agency, folders, &selecting.kept).filter_map(|row| cell(row, "UserID")).collect();
    let users = agency.users.iter().filter(|user| used.contains(user.user_id.as_str()));
    selecting.kept.extend(users.map(|user| (File::User, user.key())));
    Selected { rows: Some(selecting.kept), changed: own, left: selecting.left }
}

fn kept<'a>(agency: &'a Agency, folders: &'a [Folder], kept: &'a Rows) -> impl Iterator<Item = &'a dyn Row> {
    agency.rows().chain(folders.iter().flat_map(Folder::rows)).filter(|row| kept.contains(&(row.file(), row.key())))
}

/// The CoC of each household, as its head's enrollment has it; other members have none of their own (R-ENR-13).
fn household_cocs(folders: &[Folder]) -> HashMap<HouseholdId, String> {
    let rows = folders.iter().flat_map(|folder| &folder.0).filter(|row| row.file() == Some(File::Enrollment));
    let enrollments = rows.map(Packed::typed::<Enrollment>).filter(|row| !row.enrollment_coc.is_blank());
    let (heads, others): (Vec<_>, Vec<_>) = enrollments.partition(|row| row.relationship_to_hoh.is(Relationship::Head));
    let both = others.into_iter().chain(heads);
    both.map(|row| (row.household_id.clone(), row.enrollment_coc.as_str().to_owned())).collect()
}

struct Selecting<'a> {
    scope: &'a Scope,
    changed: &'a Rows,
    work: &'a Rows,
    now: Instant,
    project_cocs: HashSet<(ProjectId, String)>,
    household_cocs: HashMap<HouseholdId, String>,
    kept: Rows,
    /// Those of them that are not there for another's sake.
    own: Rows,
    /// Those that a kept row names.
    projects: HashSet<String>,
    /// Enrollments that a kept row names and that do not stand in its chart.
    elsewhere: HashSet<String>,
    left: Left,
}

impl Selecting<'_> {
    fn chart(&mut self, chart: &Chart) {
        let stays: HashSet<&str> =
            chart.enrollments.iter().filter(|row| self.holds(chart, row)).map(|row| row.enrollment_id.as_str()).collect();
        if matches!(self.scope.take, Take::Active(_)) && is_deleted(&chart.client) {
            // R-CSV-14, and R-CSV-12: without the client nothing of theirs can stand.
            self.left.clients += 1;
            chart.rows().filter(|row| travels(*row)).for_each(|row| self.leave(row));
            return;
        }
        // What changed goes out wherever its enrollment stands, where all projects and CoCs are asked for.
        let anywhere = self.scope.is_delta() && !self.scope.is_narrow();
        let before = self.kept.len();
        // A row comes after those that it hangs on.
        for row in chart.rows().filter(|row| travels(*row) && row.file() != File::Client) {
            let enrollment = cell(row, "EnrollmentID");
            let stands = enrollment.as_ref().is_some_and(|id| stays.contains(id.as_str()));
            let wanted = if self.scope.is_delta() { self.has_changed(row) } else { true };
            if !wanted {
                continue;
            }
            if (stands || anywhere) && self.is_in_time(row) && self.hangs_on_kept(row) {
                self.keep(row);
                self.own.insert((row.file(), row.key()));
                self.elsewhere.extend(enrollment.filter(|_| !stands));
            } else {
                self.leave(row);
            }
        }
        if self.scope.is_delta() {
            self.parents(chart, &stays);
        }
        let nothing = self.kept.len() == before;
        let client_changed = self.scope.is_delta() && self.has_changed(&chart.client);
        if client_changed {
            self.own.insert((File::Client, chart.client.key()));
        }
        if !nothing {
            self.keep(&chart.client);
        } else if client_changed && !(self.scope.is_narrow() && stays.is_empty()) {
            // R-CSV-12: a client is sent with an enrollment, where there is any.
            let whose = chart.enrollments.iter().filter(|row| stays.contains(row.enrollment_id.as_str()) && row.date_deleted.is_blank());
            whose.for_each(|row| self.keep(row));
            self.keep(&chart.client);
        } else if client_changed || !self.scope.is_delta() {
            self.left.clients += 1;
            self.leave(&chart.client);
        }
        if matches!(self.scope.take, Take::Updated(_)) {
            // Changed here at another time: work all the same.
            let id = |row: &dyn Row| (row.file(), row.key());
            let other = |row: &&dyn Row| travels(*row) && !self.has_changed(*row) && !self.kept.contains(&id(*row));
            let work: Vec<&dyn Row> = chart.rows().filter(|row| other(row) && self.work.contains(&id(*row))).collect();
            work.into_iter().for_each(|row| self.leave(row));
        }
    }

    /// What kept rows hang on in the charts of others, with those clients.
    fn elsewhere(&mut self, folders: &[Folder]) {
        if self.elsewhere.is_empty() {
            return;
        }
        for folder in folders {
            let wanted = |row: &&Packed| row.file() == Some(File::Enrollment) && self.elsewhere.contains(row.key());
            let stays: Vec<Enrollment> = folder.0.iter().filter(wanted).map(Packed::typed).collect();
            if !stays.is_empty() {
                folder.rows().filter(|row| row.file() == File::Client).for_each(|row| self.keep(row));
            }
            stays.iter().for_each(|row| self.keep(row));
        }
    }

    /// True for an enrollment whose rows belong to the scope, by its project, its CoC, and when it was.
    fn holds(&self, chart: &Chart, row: &Enrollment) -> bool {
        let Scope { projects, cocs, take, .. } = self.scope;
        let in_project = projects.is_empty() || projects.contains(&row.project_id);
        let own = Some(row.enrollment_coc.as_str()).filter(|coc| !coc.is_empty());
        let coc = own.or_else(|| self.household_cocs.get(&row.household_id).map(String::as_str));
        let in_coc = cocs.is_empty()
            || coc.map_or_else(
                || cocs.iter().any(|coc| self.project_cocs.contains(&(row.project_id.clone(), coc.clone()))),
                |coc| cocs.contains(coc),
            );
        let active = match take {
            Take::Active(Period { start, end }) => {
                let exit = chart.exit(&row.enrollment_id).and_then(|exit| exit.exit_date.known());
                row.date_deleted.is_blank() && row.entry_date.known().is_none_or(|day| day <= *end) && exit.is_none_or(|day| day >= *start)
            }
            _ => true,
        };
        in_project && in_coc && active
    }

    /// R-CSV-10 and R-CSV-14: of a reporting period, what is not deleted and not after its end. What has no readable day stays in.
    fn is_in_time(&self, row: &dyn Row) -> bool {
        let Take::Active(period) = self.scope.take else { return true };
        let day = DATED.iter().find_map(|name| cell(row, name)).and_then(|text| Value::<Day>::parse(&text).known());
        !is_deleted(row) && day.is_none_or(|day| day <= period.end)
    }

    /// True unless the row hangs on an assessment or an event that stays out.
    fn hangs_on_kept(&self, row: &dyn Row) -> bool {
        self.scope.is_delta() || parent(row).is_none_or(|parent| self.kept.contains(&parent))
    }

    fn has_changed(&self, row: &dyn Row) -> bool {
        match self.scope.take {
            Take::Updated(period) => STAMPS.iter().filter_map(|name| cell(row, name)).any(|text| {
                let at = Value::<Instant>::parse(&text).known();
                at.is_some_and(|at| period.has(at.date()) || at > self.now && self.is_work_until_now(row, period))
            }),
            Take::Since | Take::Finished => self.changed.contains(&(row.file(), row.key())),
            Take::Unsent => self.work.contains(&(row.file(), row.key())),
            Take::Everything | Take::Active(_) => true,
        }
    }

    /// True for work in a period that ends today or later. Where it follows a stamp that is ahead of our clock, its own is too, and says no
    /// more on which day it was done; but it was done by now.
    fn is_work_until_now(&self, row: &dyn Row, period: Period) -> bool {
        period.has(self.now.date()) && self.work.contains(&(row.file(), row.key()))
    }

    /// What changed rows hang on: their enrollments, assessments and events.
    fn parents(&mut self, chart: &Chart, stays: &HashSet<&str>) {
        let mut wanted: Rows = Rows::new();
        for row in chart.rows().filter(|row| self.kept.contains(&(row.file(), row.key()))) {
            wanted.extend(parent(row));
            wanted.extend(cell(row, "EnrollmentID").filter(|id| stays.contains(id.as_str())).map(|id| (File::Enrollment, id)));
        }
        chart.rows().filter(|row| wanted.contains(&(row.file(), row.key()))).for_each(|row| self.keep(row));
    }

    fn agency(&mut self, agency: &Agency) {
        let in_coc = |id: &ProjectId| self.scope.cocs.iter().any(|coc| self.project_cocs.contains(&(id.clone(), coc.clone())));
        let chosen = |id: &ProjectId| {
            (self.scope.projects.is_empty() || self.scope.projects.contains(id)) && (self.scope.cocs.is_empty() || in_coc(id))
        };
        // R-CSV-11: of the CoCs of a program those that were asked for; all of one that is there for another's sake and has none of them.
        let cocs = &self.scope.cocs;
        let is_of_coc = |row: &dyn Row| row.file() != File::ProjectCoC || cocs.contains(&row.get(at::project_coc::COC_CODE));
        let full = !self.scope.is_delta();
        let all: HashSet<String> = agency.projects.iter().map(|p| &p.project_id).filter(|id| chosen(id)).map(ToString::to_string).collect();
        let mut organizations = HashSet::new();
        let mut kept = Rows::new();
        for row in agency.rows().filter(|row| !matches!(row.file(), File::Export | File::User | File::Organization | File::Project)) {
            let of = cell(row, "ProjectID").unwrap_or_default();
            let here = (all.contains(&of) || full && self.projects.contains(&of)) && (is_of_coc(row) || !in_coc(&ProjectId::new(&of)));
            if here && self.has_changed(row) && self.is_in_time(row) {
                kept.insert((row.file(), row.key()));
                self.own.insert((row.file(), row.key()));
                // What takes the place of everything has a program whole or not at all: of one that a row names besides, such as the
                // residential project of an affiliation, its receiver would lose the grants and beds.
                if full { self.projects.extend((!of.is_empty()).then_some(of)) } else { self.projects.extend(programs(row)) }
            }
        }
        for row in &agency.projects {
            let id = row.project_id.as_str();
            let own = all.contains(id) && self.has_changed(row) && self.is_in_time(row);
            if own {
                self.own.insert((File::Project, row.key()));
            }
            if own || self.projects.contains(id) {
                kept.insert((File::Project, row.key()));
                organizations.insert(row.organization_id.clone());
            }
        }
        for row in &agency.organizations {
            let own = !self.scope.is_narrow() && self.has_changed(row) && self.is_in_time(row);
            if own {
                self.own.insert((File::Organization, row.key()));
            }
            if own || organizations.contains(&row.organization_id) {
                kept.insert((File::Organization, row.key()));
            }
        }
        self.kept.extend(kept);
    }

    fn keep(&mut self, row: &dyn Row) {
        // Who takes a delta may have no other word of a program that it names; of what takes the place of everything, its stays alone tell
        // which programs it is about.
        if self.scope.is_delta() || row.file() == File::Enrollment {
            self.projects.extend(programs(row));
        }
        self.kept.insert((row.file(), row.key()));
    }

    fn leave(&mut self, row: &dyn Row) {
        self.left.rows += 1;
        self.left.deleted += u64::from(is_deleted(row));
        self.left.work += u64::from(self.work.contains(&(row.file(), row.key())));
    }
}

/// The row besides its enrollment that a row hangs on.
fn parent(row: &dyn Row) -> Option<(File, String)> {
    match row.file() {
        File::AssessmentQuestions | File::AssessmentResults => cell(row, "AssessmentID").map(|id| (File::Assessment, id)),
        File::Referral => Some((File::Event, row.get(at::referral::EVENT_ID))),
        _ => None,
    }
}

/// The programs that a row names.
fn programs(row: &dyn Row) -> impl Iterator<Item = String> {
    let columns = row.file().info().columns.iter().enumerate().filter(|(_, column)| column.refers == Some(File::Project));
    columns.map(|(at, _)| row.cell(at)).filter(|id| !id.is_empty())
}

/// True for rows that leave the desk at all.
pub(super) fn travels(row: &dyn Row) -> bool {
    row.file().info().origin.travels()
}

fn is_deleted(row: &dyn Row) -> bool {
    cell(row, "DateDeleted").is_some()
}

/// The text of a column by its name; none where it is blank, or the file has no such column.
fn cell(row: &dyn Row, name: &str) -> Option<String> {
    row.file().column(name).map(|at| row.cell(at)).filter(|text| !text.is_empty())
}
