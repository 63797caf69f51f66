//! What a full export claims to hold (R-CSV-9, R-CSV-10, R-IMP-7): only of that does it say by its silence that the HMIS has it no more.

use super::entered::CLOCKS_APART;
use super::mark::is_exact;
use super::moment;
use crate::domain::agency::Agency;
use crate::domain::entry::{Day, Entry, Instant, Value};
use crate::domain::folder::Folder;
use crate::domain::hud::{Export, ExportDirective, ExportPeriodType, File, at};
use crate::domain::id::{ExportId, HouseholdId, ProjectId};
use crate::domain::row::Row;
use std::collections::{BTreeSet, HashMap, HashSet};

/// HUD `SoftwareName` of every export of this program.
pub const SOFTWARE: &str = "Wayhome";

/// The columns in which a row has the day it is about; of HUD's files, none has two of them.
const DATED: [&str; 5] = ["InformationDate", "DateProvided", "EventDate", "AssessmentDate", "ExitDate"];

/// What an export that replaces what was sent before must hold: what its own HMIS told of the programs that it names, of stays that began in
/// its period.
#[derive(Debug)]
pub struct Claim {
    start: Day,
    end: Day,
    written: Instant,
    /// Those of which it holds a stay: who was asked for other programs may have them in Project.csv all the same.
    programs: HashMap<ProjectId, Cocs>,
    /// The CoCs of its households in programs of several: the head's enrollment alone has one (R-ENR-13).
    households: HashMap<HouseholdId, Box<str>>,
    whole: BTreeSet<File>,
    /// The exports of the same HMIS, those of others, and those that this program wrote: what came in these, no HMIS may have.
    own: HashSet<ExportId>,
    others: HashSet<ExportId>,
    ours: HashSet<ExportId>,
}

/// When a record is about, by the period of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Before it. Many systems leave such records out, although they are to be there (R-CSV-10).
    Before,
    /// Within it.
    Within,
}

/// The CoCs of a program: what is asked for may be one CoC alone (R-CSV-11).
#[derive(Debug, Default)]
struct Cocs {
    told: BTreeSet<Box<str>>,
    here: BTreeSet<Box<str>>,
    /// Those of which the export holds a stay.
    held: BTreeSet<Box<str>>,
    has_stays: bool,
}

impl Cocs {
    fn are_several(&self) -> bool {
        self.told.union(&self.here).nth(1).is_some()
    }

    /// True where a stay of this CoC, or of one that nobody wrote down, is in the export. That a program is of several CoCs says nothing of
    /// which were asked for: only their stays do.
    fn hold(&self, coc: &str) -> bool {
        match coc {
            "" => !self.are_several() && self.here.is_subset(&self.told),
            coc if self.are_several() => self.told.contains(coc) && self.held.contains(coc),
            coc => self.told.is_empty() || self.told.contains(coc),
        }
    }
}

impl Claim {
    /// What this export claims; none where its silence says nothing: it is no full refresh of a reporting period, says not of which or in which
    /// moment it was written, bears the id of another one, was written by this program, or its HMIS told of nothing before. `folders` are its
    /// clients, and `whole` the files of which every row was taken over.
    pub fn of(export: &Export, told: &Agency, folders: &[Folder], whole: BTreeSet<File>, here: &Agency, now: Instant) -> Option<Self> {
        let is_full =
            export.export_directive.is(ExportDirective::FullRefresh) && export.export_period_type.is(ExportPeriodType::ReportingPeriod);
        let (start, end) = (export.export_start_date.known()?, export.export_end_date.known()?);
        let written = export.export_date.known().filter(|written| is_past(*written, now) && is_exact(*written))?;
        let (ours, told_here): (Vec<&Export>, Vec<_>) = here.exports.iter().partition(|other| is_ours(other));
        let (own, others): (Vec<&Export>, Vec<_>) = told_here.into_iter().partition(|other| source(other) == source(export));
        // Two exports of one id cannot be told apart by what their rows say.
        let id = &export.export_id;
        let is_other = |kept: &Export| kept.export_id == *id && kept.export_date != export.export_date;
        if !is_full || start > end || own.is_empty() || id.as_str().is_empty() || here.exports.iter().any(is_other) || is_ours(export) {
            return None;
        }
        let ids = |exports: &[&Export]| exports.iter().map(|export| export.export_id.clone()).collect();
        let mut programs = programs(told, here);
        let mut households = HashMap::new();
        for row in folders.iter().flat_map(|folder| &folder.0).filter(|row| row.file() == Some(File::Enrollment)) {
            if !row.get(at::enrollment::DATE_DELETED).is_empty() {
                continue;
            }
            let Some(cocs) = programs.get_mut(&ProjectId::new(row.get(at::enrollment::PROJECT_ID))) else { continue };
            cocs.has_stays = true;
            let (coc, household) = (row.get(at::enrollment::ENROLLMENT_COC), row.get(at::enrollment::HOUSEHOLD_ID));
            if coc.is_empty() {
                continue;
            }
            if !cocs.held.contains(coc) {
                cocs.held.insert(coc.into());
            }
            if cocs.are_several() && !household.is_empty() {
                households.insert(HouseholdId::new(household), coc.into());
            }
        }
        programs.retain(|_, cocs| cocs.has_stays);
        Some(Self { start, end, written, programs, households, whole, own: ids(&own), others: ids(&others), ours: ids(&ours) })
    }

    /// When the export was written.
    pub fn written(&self) -> Instant {
        self.written
    }

    /// True for a stay in a program of the export that began in its period. One that began before it may have ended before it as well, which
    /// nobody heard of here; so its silence says of such a stay nothing. What nobody can read is in no scope.
    pub fn has_begun(&self, program: &str, entry: Option<Day>) -> bool {
        self.programs.contains_key(&ProjectId::new(program)) && entry.is_some_and(|day| self.start <= day && day <= self.end)
    }

    /// True for a program of the export.
    pub(super) fn has_program(&self, program: &str) -> bool {
        self.programs.contains_key(&ProjectId::new(program))
    }

    /// True for a day before its period.
    pub(super) fn is_before(&self, day: Day) -> bool {
        day < self.start
    }

    /// True where the stays of a CoC in a program are in the export.
    pub(super) fn has_coc(&self, program: &str, coc: &str) -> bool {
        self.programs.get(&ProjectId::new(program)).is_some_and(|cocs| cocs.hold(coc))
    }

    /// The CoC of a household, as the export has it.
    pub(super) fn coc_of(&self, household: &HouseholdId) -> Option<&str> {
        self.households.get(household).map(|coc| &**coc)
    }

    /// True where a row that is missing in this file was left out: every row that stands there was taken over.
    pub fn is_whole(&self, file: File) -> bool {
        self.whole.contains(&file)
    }

    /// When a record is about a day up to the end of the period; none of a later day, or where nobody knows of which it is. When a stay ended is
    /// told whenever that was.
    pub(super) fn when(&self, row: &dyn Row) -> Option<When> {
        let day = dated(row.file()).and_then(|at| Value::<Day>::parse(&row.peek(at)).known()).filter(|day| *day <= self.end)?;
        Some(if day < self.start && row.file() != File::Exit { When::Before } else { When::Within })
    }

    /// True for a row of the HMIS that wrote this export. One without a known export is of the one HMIS that there is.
    pub(super) fn is_own(&self, row: &dyn Row) -> bool {
        let export = row.file().column("ExportID").map(|at| ExportId::new(row.peek(at))).unwrap_or_default();
        self.own.contains(&export) || self.others.is_empty() && !self.ours.contains(&export)
    }

    /// True for a row that was written after this export, or in the very moment: of that it cannot know.
    pub(super) fn is_older_than(&self, row: &dyn Row) -> bool {
        let is_later = |name: &str| {
            let column = row.file().column(name);
            column.and_then(|at| moment(&row.peek(at))).is_some_and(|at| at >= self.written)
        };
        is_later("DateCreated") || is_later("DateUpdated")
    }
}

/// The programs that an export names, each with its CoCs by what it tells and what is here.
fn programs(told: &Agency, here: &Agency) -> HashMap<ProjectId, Cocs> {
    let live = told.projects.iter().filter(|project| project.date_deleted.is_blank());
    let mut programs: HashMap<ProjectId, Cocs> = live.map(|project| (project.project_id.clone(), Cocs::default())).collect();
    for (agency, is_told) in [(told, true), (here, false)] {
        for row in agency.cocs.iter().filter(|row| row.date_deleted.is_blank()) {
            let Some(cocs) = programs.get_mut(&row.project_id) else { continue };
            let of = if is_told { &mut cocs.told } else { &mut cocs.here };
            of.insert(row.coc_code.as_str().into());
        }
    }
    programs
}

/// The column in which a row of a file has the day it is about.
fn dated(file: File) -> Option<usize> {
    DATED.iter().find_map(|name| file.column(name))
}

/// True for an export that this program wrote: it holds what a desk has, which is not all that the HMIS has.
pub fn is_ours(export: &Export) -> bool {
    export.software_name.as_str().eq_ignore_ascii_case(SOFTWARE)
}

/// True for a moment that an export may bear that was written by now: the clocks of two computers are never quite the same.
pub fn is_past(written: Instant, now: Instant) -> bool {
    written <= now + CLOCKS_APART
}

/// By what the exports of one HMIS are known (R-IMP-7).
pub fn source(export: &Export) -> (&str, &str) {
    let (id, name) = (export.source_id.as_str(), export.source_name.as_str());
    (if id.is_empty() { name } else { id }, export.implementation_id.as_str())
}
