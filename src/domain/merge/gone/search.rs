//! The search through a chart for what a full export should hold of it (R-IMP-7).

use super::{Found, Group, Record, Stay, Stays, Tally, Told, Why};
use crate::domain::chart::Chart;
use crate::domain::entry::{Day, Entry, Text, Value};
use crate::domain::field::{FieldId, Origin};
use crate::domain::history::is_stamp;
use crate::domain::hud::{Enrollment, File, Referral, Relationship, at};
use crate::domain::id::{HouseholdId, ProjectId};
use crate::domain::merge::ahead::{is_new, told};
use crate::domain::merge::claim::{Claim, When};
use crate::domain::merge::edits::Edits;
use crate::domain::merge::entered::Entered;
use crate::domain::row::Row;
use std::collections::HashSet;

/// Finds what the export should hold of this chart and does not.
pub fn gone(chart: &Chart, edits: &Edits, claim: &Claim, export: &impl Told) -> Found {
    let mut search = Search { chart, edits, claim, export, found: Found::default(), taken: HashSet::new() };
    search.found.gone.client = chart.id().clone();
    chart.enrollments.iter().filter(|row| row.date_deleted.is_blank()).for_each(|row| search.stay(row));
    let alone = |row: &&dyn Row| row.file().info().origin == Origin::Hud && !matches!(row.file(), File::Client | File::Enrollment);
    chart.rows().filter(|row| alone(row) && is_live(*row)).for_each(|row| search.alone(row));
    search.client();
    search.found
}

struct Search<'a, T> {
    chart: &'a Chart,
    edits: &'a Edits,
    claim: &'a Claim,
    export: &'a T,
    found: Found,
    taken: HashSet<(File, String)>,
}

impl<T: Told> Search<'_, T> {
    /// An enrollment, which takes with it what hangs on it.
    fn stay(&mut self, row: &Enrollment) {
        if has(self.export, row) {
            let is_told = self.claim.has_begun(row.project_id.as_str(), row.entry_date.known());
            self.found.tally.entry(File::Enrollment).or_default().there += u64::from(is_told);
            return;
        }
        let stay = self.where_and_when(row);
        let is_ours = is_new(row, &told(self.chart, self.edits, row));
        // A household is looked at as a whole: nobody knows of a member of before or after the period whether that one is gone too.
        if is_ours || self.claim.has_program(stay.program.as_str()) && !self.is_over(row) {
            self.found.absent.push(stay.clone());
        }
        let in_period = self.claim.has_begun(stay.program.as_str(), stay.entry) && self.has_readable_exits(row);
        // Of a member the head's decides, when that is known.
        let is_elsewhere = !stay.coc.is_empty() && !self.claim.has_coc(stay.program.as_str(), &stay.coc);
        if is_ours || !in_period || is_elsewhere || !self.is_missing(row) {
            return;
        }
        let key = row.enrollment_id.as_str();
        let is_of = |other: &&dyn Row| other.file() != File::Enrollment && cell(*other, "EnrollmentID").as_deref() == Some(key);
        // What goes to another enrollment with this export hangs here no more.
        let goes = |other: &&dyn Row| self.export.stay_of(other.file(), &other.key()).is_some_and(|stay| stay != key);
        let (live, buried): (Vec<&dyn Row>, Vec<_>) = self.chart.rows().filter(is_of).partition(|row| is_live(*row));
        let hanging: Vec<&dyn Row> = live.into_iter().filter(|row| !goes(row)).collect();
        // What was deleted here is work too: taken back, it would hang on nothing.
        let is_buried = || buried.into_iter().any(|row| self.is_work(row)).then_some(Why::Buried);
        let why = if self.is_result(key) { Some(Why::Work) } else { self.obstacle(row, &hanging).or_else(is_buried) };
        let why = why.or_else(|| self.export.names(key).then_some(Why::Told));
        self.decide(row, Some(stay), &hanging, why);
    }

    /// True for an enrollment to which a referral led that is here and not there, and whose own enrollment is there.
    fn is_result(&self, enrollment: &str) -> bool {
        let leads = |kept: &&Referral| kept.date_deleted.is_blank() && kept.resulting_enrollment_id.as_str() == enrollment;
        let is_ours = |kept: &Referral| {
            let stands = self.export.has(File::Enrollment, kept.enrollment_id.as_str());
            self.is_work(kept) || stands && !has(self.export, kept)
        };
        self.chart.referrals.iter().filter(leads).any(is_ours)
    }

    /// A record of an enrollment that the export has: with a record of its own, such as the answers of an assessment.
    fn alone(&mut self, row: &dyn Row) {
        let (file, has_stay) = (row.file(), |row| cell(row, "EnrollmentID").is_some_and(|stay| self.export.has_stay(&stay)));
        let when = self.when(row);
        if has(self.export, row) {
            // What is told as deleted alone does not show that records from before the period are told.
            let is_told = has_stay(row) && (when != Some(When::Before) || self.export.has_live(file, &row.key()));
            self.tally(file, when).there += u64::from(is_told);
            return;
        }
        let key = row.key();
        if !has_stay(row) || self.taken.contains(&(file, key.clone())) || when.is_none() || !self.is_missing(row) {
            return;
        }
        self.tally(file, when).missing += 1;
        if when == Some(When::Before) {
            self.found.before.insert((file, key.as_str().into()));
        }
        let hanging: Vec<&dyn Row> = match file {
            File::Assessment | File::Event => self.chart.rows().filter(|other| is_live(*other) && hangs_on(*other, file, &key)).collect(),
            _ => Vec::new(),
        };
        self.decide(row, None, &hanging, self.obstacle(row, &hanging));
    }

    /// What of a file is in the export: of records from before its period apart.
    fn tally(&mut self, file: File, when: Option<When>) -> &mut Tally {
        let tally = if when == Some(When::Before) { &mut self.found.tally_before } else { &mut self.found.tally };
        tally.entry(file).or_default()
    }

    fn decide(&mut self, row: &dyn Row, stay: Option<Stay>, hanging: &[&dyn Row], why: Option<Why>) {
        let (file, key) = (row.file(), row.key());
        self.taken.insert((file, key.clone()));
        if let Some(why) = why {
            self.found.stays.push(Stays { file, key, stay, why });
            return;
        }
        let mut records: Vec<Record> = vec![(file, key.into())];
        for row in hanging {
            self.taken.insert((row.file(), row.key()));
            records.push((row.file(), row.key().into()));
        }
        self.found.gone.groups.push(Group { records, stay });
    }

    /// The client, where nothing of theirs would be left.
    fn client(&mut self) {
        let client = &self.chart.client;
        let has_stay = self.found.gone.groups.iter().any(|group| group.stay.is_some());
        if !has_stay || !self.found.stays.is_empty() || !client.date_deleted.is_blank() || !self.is_missing(client) || self.is_work(client)
        {
            return;
        }
        let is_left = |row: &dyn Row| match row.file().info().origin {
            Origin::Beside => false,
            _ if row.file() == File::Client => false,
            _ if is_live(row) => !self.taken.contains(&(row.file(), row.key())),
            // What was deleted here and not there is work too.
            _ => self.is_work(row),
        };
        self.found.gone.entirely = !self.chart.rows().any(is_left);
    }

    /// What keeps a record here, with what hangs on it.
    fn obstacle(&self, row: &dyn Row, hanging: &[&dyn Row]) -> Option<Why> {
        let all = || std::iter::once(row).chain(hanging.iter().copied());
        let is_hud = |other: &dyn Row| other.file().info().origin == Origin::Hud;
        let is_elsewhere = |other: &dyn Row| has(self.export, other) || is_hud(other) && !self.is_known(other);
        if all().any(|row| self.is_work(row)) {
            return Some(Why::Work);
        }
        hanging.iter().any(|other| is_elsewhere(*other)).then_some(Why::Told)
    }

    /// True for a row of which the HMIS told, and that this export does not have.
    fn is_missing(&mut self, row: &dyn Row) -> bool {
        let file = row.file();
        // What was changed here is newer than the export for that alone.
        let is_known = self.is_known(row) || self.claim.is_own(row) && self.is_work(row);
        if !is_known || has(self.export, row) {
            return false;
        }
        let hmis = told(self.chart, self.edits, row);
        let deleted = file.column("DateDeleted").and_then(|at| u16::try_from(at).ok());
        let is_deleted = deleted.and_then(|column| hmis.get(&column)).is_some_and(|text| !text.is_blank());
        if is_new(row, &hmis) || is_deleted {
            return false;
        }
        if !self.claim.is_whole(file) && !self.found.unknown.contains(&file) {
            self.found.unknown.push(file);
        }
        self.claim.is_whole(file)
    }

    /// True for a row that the HMIS of the export wrote before it wrote that.
    fn is_known(&self, row: &dyn Row) -> bool {
        self.claim.is_own(row) && !self.claim.is_older_than(row)
    }

    /// What the HMIS told of a stay; of one that was made here, what stands here.
    fn where_and_when(&self, row: &Enrollment) -> Stay {
        let is_ours = is_new(row, &told(self.chart, self.edits, row));
        let of = |field| if is_ours { row.get(field) } else { self.hmis(row, field) };
        Stay {
            household: HouseholdId::new(of(at::enrollment::HOUSEHOLD_ID)),
            program: ProjectId::new(of(at::enrollment::PROJECT_ID)),
            coc: of(at::enrollment::ENROLLMENT_COC).into(),
            entry: day(&of(at::enrollment::ENTRY_DATE)),
            exit: self.exits(row).find_map(|exit| day(&exit)),
            is_head: row.relationship_to_hoh.is(Relationship::Head),
        }
    }

    /// The days on which a stay ended, as the HMIS told of them.
    fn exits(&self, row: &Enrollment) -> impl Iterator<Item = String> {
        let exits = self.chart.exits.iter().filter(|exit| exit.enrollment_id == row.enrollment_id);
        let known = exits.filter(|exit| !is_new(*exit, &told(self.chart, self.edits, *exit)));
        let live = known.filter(|exit| self.hmis(*exit, at::exit::DATE_DELETED).is_empty());
        live.map(|exit| self.hmis(exit, at::exit::EXIT_DATE))
    }

    /// False for a stay that ended on a day that nobody can read, or before it began: who knows in which period that is.
    fn has_readable_exits(&self, row: &Enrollment) -> bool {
        let entry = day(&self.hmis(row, at::enrollment::ENTRY_DATE));
        self.exits(row).all(|exit| day(&exit).is_some_and(|exit| entry.is_none_or(|entry| entry <= exit)))
    }

    /// True for a stay that ended before the period, which no export of it holds.
    fn is_over(&self, row: &Enrollment) -> bool {
        self.exits(row).next().is_some() && self.exits(row).all(|exit| day(&exit).is_some_and(|exit| self.claim.is_before(exit)))
    }

    /// What the HMIS told of a cell.
    fn hmis(&self, row: &dyn Row, field: FieldId) -> String {
        let hmis = told(self.chart, self.edits, row);
        hmis.get(&field.column).map_or_else(|| row.get(field), |text| text.as_str().to_owned())
    }

    /// When a record is about, up to the end of the period; the answers of an assessment are of its day.
    fn when(&self, row: &dyn Row) -> Option<When> {
        if !matches!(row.file(), File::AssessmentQuestions | File::AssessmentResults) {
            return self.claim.when(row);
        }
        let of = cell(row, "AssessmentID");
        let assessment = self.chart.assessments.iter().find(|one| of.as_deref() == Some(one.assessment_id.as_str()));
        assessment.and_then(|one| self.claim.when(one))
    }

    /// True for a row that was made here, holds an answer that the HMIS does not have, or was typed into it; and for a note.
    fn is_work(&self, row: &dyn Row) -> bool {
        let hmis = told(self.chart, self.edits, row);
        let differs =
            |(column, text): (&u16, &Text)| !is_stamp(row.file(), usize::from(*column)) && row.peek(usize::from(*column)) != text.as_str();
        let typed = || self.chart.entered.iter().filter_map(Entered::read).any(|one| one.is_of(row));
        row.file() == File::CaseNote || is_new(row, &hmis) || hmis.iter().any(differs) || typed()
    }
}

/// True for what hangs on an assessment or an event of this key.
fn hangs_on(row: &dyn Row, file: File, key: &str) -> bool {
    match (file, row.file()) {
        (File::Assessment, File::AssessmentQuestions | File::AssessmentResults) => cell(row, "AssessmentID").as_deref() == Some(key),
        (File::Event, File::Referral) => row.key() == key,
        _ => false,
    }
}

fn day(text: &str) -> Option<Day> {
    Value::<Day>::parse(text).known()
}

fn is_live(row: &dyn Row) -> bool {
    row.file().info().origin != Origin::Beside && row.file().column("DateDeleted").is_none_or(|at| row.peek(at).is_empty())
}

fn has(export: &impl Told, row: &dyn Row) -> bool {
    export.has(row.file(), &row.peek(row.file().info().key))
}

fn cell(row: &dyn Row, column: &str) -> Option<String> {
    row.file().column(column).map(|at| row.cell(at)).filter(|text| !text.is_empty())
}
