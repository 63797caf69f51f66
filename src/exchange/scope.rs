//! What an export is to hold, as the user says it: which rows, of which projects and CoCs, and whether who somebody is stays readable
//! (R-CSV-9, R-CSV-11, R-CSV-15). Which rows that are, [`select`](super::select) decides.

use crate::domain::date::show;
use crate::domain::hud::{ExportDirective, ExportPeriodType, HashStatus};
use crate::domain::words::list;
use crate::domain::{Day, ProjectId};
use std::collections::BTreeSet;

/// What an export is to hold. The default is everything that the desk has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Which rows.
    pub take: Take,
    /// Only enrollments in these projects; all where it is empty.
    pub projects: BTreeSet<ProjectId>,
    /// Only enrollments of these CoCs (`MN-504`); all where it is empty.
    pub cocs: BTreeSet<String>,
    /// True where names and Social Security Numbers are hashed.
    pub hashed: bool,
    /// True where columns and files that are not HUD's, and were kept from imports, go with it. Nothing in them is hashed.
    pub aside: bool,
}

/// Which rows of the projects and CoCs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Take {
    /// All of them, deleted ones too.
    #[default]
    Everything,
    /// HUD's reporting period: enrollments active in it, with their records up to its end. Deleted rows stay out (R-CSV-14).
    Active(Period),
    /// HUD's updated rows: created, changed or deleted in the period, and the rows that they hang on.
    Updated(Period),
    /// What was changed on this desk since its last export, and the rows that it hangs on.
    Since,
    /// The same without the households in which the check finds errors: they stay unsent. There is no other export without them, since a
    /// receiver puts a full one in place of what it has (R-CSV-9), and would lose them with all their history.
    Finished,
    /// What stands here and the HMIS does not have, whether it was exported before or not, and the rows that it hangs on.
    Unsent,
}

/// From a day to a day, both with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub start: Day,
    /// The last day; not before the first.
    pub end: Day,
}

impl Period {
    /// A period; none where it would end before it begins.
    pub fn new(start: Day, end: Day) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// True for a day in it.
    pub fn has(self, day: Day) -> bool {
        (self.start..=self.end).contains(&day)
    }
}

impl Scope {
    /// HUD list 1.1.
    pub(super) fn period_type(&self) -> ExportPeriodType {
        match self.take {
            Take::Everything | Take::Active(_) => ExportPeriodType::ReportingPeriod,
            Take::Updated(_) | Take::Since | Take::Finished => ExportPeriodType::Updated,
            Take::Unsent => ExportPeriodType::Other,
        }
    }

    /// HUD list 1.2: whether the receiver replaces what it has by this, or adds this to it.
    pub(super) fn directive(&self) -> ExportDirective {
        match self.take {
            Take::Everything | Take::Active(_) => ExportDirective::FullRefresh,
            Take::Updated(_) | Take::Since | Take::Finished | Take::Unsent => ExportDirective::DeltaRefresh,
        }
    }

    /// HUD list 1.5.
    pub(super) fn hash_status(&self) -> HashStatus {
        if self.hashed { HashStatus::Sha256 } else { HashStatus::Unhashed }
    }

    /// True where the projects or the CoCs are fewer than all.
    pub fn is_narrow(&self) -> bool {
        !self.projects.is_empty() || !self.cocs.is_empty()
    }

    /// True where it holds all that the desk has.
    pub fn is_everything(&self) -> bool {
        self.take == Take::Everything && !self.is_narrow()
    }

    /// True where only rows that changed are taken.
    pub fn is_delta(&self) -> bool {
        matches!(self.take, Take::Updated(_) | Take::Since | Take::Finished | Take::Unsent)
    }

    /// True where it counts from the export before.
    pub fn is_since(&self) -> bool {
        matches!(self.take, Take::Since | Take::Finished)
    }

    /// It without the households of errors; none where such an export holds more than what was changed here.
    pub fn finished(self) -> Option<Self> {
        self.is_since().then_some(Self { take: Take::Finished, ..self })
    }

    /// True where whoever receives it has everything that was changed here, so that the next changes can be counted from here on.
    pub fn covers_all_work(&self) -> bool {
        (self.take == Take::Everything || self.is_since()) && !self.is_narrow() && !self.hashed
    }

    /// It in words, without a client: `active 10/1/2025 to 9/30/2026, projects P01 and P02, hashed`.
    pub fn words(&self) -> String {
        self.words_since(None)
    }

    /// The same, with the day of the export that a delta counts from: `what was changed here since 11/20/2026`.
    pub fn words_since(&self, base: Option<Day>) -> String {
        let since = base.map(|day| format!(" since {}", show(day))).unwrap_or_default();
        let span = |p: Period| format!("{} to {}", show(p.start), show(p.end));
        let take = match self.take {
            Take::Everything => "everything".to_owned(),
            Take::Active(period) => format!("active {}", span(period)),
            Take::Updated(period) => format!("updated {}", span(period)),
            Take::Since | Take::Finished => format!("what was changed here{since}"),
            Take::Unsent => "what the HMIS does not have".to_owned(),
        };
        let projects: Vec<&str> = self.projects.iter().map(ProjectId::as_str).collect();
        let cocs: Vec<&str> = self.cocs.iter().map(String::as_str).collect();
        let named = |one: &str, many: &str, of: &[&str]| match of.len() {
            0 => String::new(),
            1 => format!(", {one} {}", of[0]),
            _ => format!(", {many} {}", list(of)),
        };
        let hashed = if self.hashed { ", hashed" } else { "" };
        let aside = if self.aside { ", with what is not HUD's" } else { "" };
        format!("{take}{}{}{hashed}{aside}", named("project", "projects", &projects), named("CoC", "CoCs", &cocs))
    }
}
