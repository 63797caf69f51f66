//! What a full export claims to hold (R-CSV-9, R-CSV-10, R-IMP-7): only of that does it say by its silence that the HMIS has it no more.

use super::entered::CLOCKS_APART;
use super::moment;
use crate::domain::agency::Agency;
use crate::domain::entry::{Day, Entry, Instant, Value};
use crate::domain::hud::{Export, ExportDirective, ExportPeriodType, File};
use crate::domain::id::{ExportId, ProjectId};
use crate::domain::row::Row;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The columns in which a row has the day it is about; of HUD's files, none has two of them.
const DATED: [&str; 5] = ["InformationDate", "DateProvided", "EventDate", "AssessmentDate", "ExitDate"];

/// What an export that replaces what was sent before must hold: what its own HMIS told of the programs that it names, of stays in its period.
#[derive(Debug)]
pub struct Claim {
    start: Day,
    end: Day,
    written: Instant,
    programs: HashMap<ProjectId, Cocs>,
    whole: BTreeSet<File>,
    /// The exports of the same HMIS, and those of others.
    own: HashSet<ExportId>,
    others: HashSet<ExportId>,
}

/// The CoCs of a program: what is asked for may be one CoC alone (R-CSV-11).
#[derive(Debug, Default)]
struct Cocs {
    told: BTreeSet<String>,
    here: BTreeSet<String>,
}

impl Cocs {
    /// True where a stay of this CoC, or of one that nobody wrote down, is in the export by what that says of the program's CoCs.
    fn hold(&self, coc: &str) -> bool {
        if coc.is_empty() || self.told.is_empty() { self.here.is_subset(&self.told) } else { self.told.contains(coc) }
    }
}

impl Claim {
    /// What this export claims; none where its silence says nothing: it is no full refresh of a reporting period, says not of which or when
    /// it was written, or its HMIS told of nothing before. `whole` are the files of which every row was taken over.
    pub fn of(export: &Export, told: &Agency, whole: BTreeSet<File>, here: &Agency, now: Instant) -> Option<Self> {
        let is_full =
            export.export_directive.is(ExportDirective::FullRefresh) && export.export_period_type.is(ExportPeriodType::ReportingPeriod);
        let (start, end) = (export.export_start_date.known()?, export.export_end_date.known()?);
        let written = export.export_date.known().filter(|written| *written <= now + CLOCKS_APART)?;
        let (own, others): (Vec<&Export>, Vec<_>) = here.exports.iter().partition(|other| source(other) == source(export));
        if !is_full || start > end || own.is_empty() {
            return None;
        }
        let ids = |exports: &[&Export]| exports.iter().map(|export| export.export_id.clone()).collect();
        let live = told.projects.iter().filter(|project| project.date_deleted.is_blank());
        let mut programs: HashMap<ProjectId, Cocs> = live.map(|project| (project.project_id.clone(), Cocs::default())).collect();
        for (agency, is_told) in [(told, true), (here, false)] {
            for row in agency.cocs.iter().filter(|row| row.date_deleted.is_blank()) {
                let Some(cocs) = programs.get_mut(&row.project_id) else { continue };
                let of = if is_told { &mut cocs.told } else { &mut cocs.here };
                of.insert(row.coc_code.as_str().to_owned());
            }
        }
        Some(Self { start, end, written, programs, whole, own: ids(&own), others: ids(&others) })
    }

    /// When the export was written.
    pub fn written(&self) -> Instant {
        self.written
    }

    /// True where the stays of a program are in it.
    pub fn has_program(&self, program: &str) -> bool {
        self.programs.contains_key(&ProjectId::new(program))
    }

    /// True where a row that is missing in this file was left out: every row that stands there was taken over.
    pub fn is_whole(&self, file: File) -> bool {
        self.whole.contains(&file)
    }

    /// True for a stay of these answers: in a program of the export, and in the program in its period. What nobody can read is in no scope.
    pub(super) fn holds(&self, program: &str, coc: &str, entry: &str, exits: &[String]) -> bool {
        let day = |text: &str| Value::<Day>::parse(text).known();
        let in_program = self.programs.get(&ProjectId::new(program)).is_some_and(|cocs| cocs.hold(coc));
        let has_ended = |exit: &String| day(exit).is_none_or(|day| day < self.start);
        in_program && day(entry).is_some_and(|day| day <= self.end) && !exits.iter().any(has_ended)
    }

    /// True for a record about a day up to the end of the period.
    pub(super) fn is_in_time(&self, row: &dyn Row) -> bool {
        let column = DATED.iter().find_map(|name| row.file().column(name));
        column.and_then(|at| Value::<Day>::parse(&row.peek(at)).known()).is_some_and(|day| day <= self.end)
    }

    /// True for a row of the HMIS that wrote this export. One without a known export is of the one HMIS that there is.
    pub(super) fn is_own(&self, row: &dyn Row) -> bool {
        let export = row.file().column("ExportID").map(|at| ExportId::new(row.peek(at))).unwrap_or_default();
        self.own.contains(&export) || self.others.is_empty()
    }

    /// True for a row that was written after this export: of that it cannot know.
    pub(super) fn is_older_than(&self, row: &dyn Row) -> bool {
        let is_later = |name: &str| {
            let column = row.file().column(name);
            column.and_then(|at| moment(&row.peek(at))).is_some_and(|at| at > self.written)
        };
        is_later("DateCreated") || is_later("DateUpdated")
    }
}

/// By what the exports of one HMIS are known (R-IMP-7).
pub fn source(export: &Export) -> (&str, &str) {
    let (id, name) = (export.source_id.as_str(), export.source_name.as_str());
    (if id.is_empty() { name } else { id }, export.implementation_id.as_str())
}
