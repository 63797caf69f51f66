//! What a full export should hold of a client and does not (R-IMP-7): many systems leave what was deleted out of it, and never say so.
//! Nothing in which there is work goes unasked: it is named, and stays.

mod search;

pub use search::gone;

use crate::domain::change::{CellChange, Change, RowChange};
use crate::domain::entry::{Day, Text};
use crate::domain::hud::File;
use crate::domain::id::{ClientId, HouseholdId, ProjectId};
use std::collections::{BTreeMap, HashSet};

/// A record by its file and key.
pub type Record = (File, Box<str>);

/// What an enrollment says of where and when somebody was, as the HMIS told it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stay {
    /// With whom.
    pub household: HouseholdId,
    /// In which program.
    pub program: ProjectId,
    /// In which CoC; blank in the enrollments of all but the head of household (R-ENR-13).
    pub coc: Box<str>,
    /// From.
    pub entry: Option<Day>,
    /// Until.
    pub exit: Option<Day>,
    /// True for the head of household.
    pub is_head: bool,
}

/// A record with what hangs on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// The record itself first.
    pub records: Vec<Record>,
    /// Of an enrollment.
    pub stay: Option<Stay>,
}

/// Records of a client that a full export should hold and does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gone {
    /// Whose they are.
    pub client: ClientId,
    /// Each record with what hangs on it.
    pub groups: Vec<Group>,
    /// True where nothing else of the client is here: then the client goes too.
    pub entirely: bool,
}

/// One that the export does not hold either, and that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stays {
    /// Its file.
    pub file: File,
    /// Its key.
    pub key: String,
    /// Of an enrollment.
    pub stay: Option<Stay>,
    /// Why.
    pub why: Why,
}

/// Why a record stays that is not in the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Something was made here that the HMIS does not have.
    Work,
    /// Something that hangs on it was deleted here: taken back, it would hang on nothing.
    Buried,
    /// Somebody is writing something of it.
    Draft,
    /// What hangs on it stands in this export, or in a later or another one.
    Told,
    /// An enrollment of the same household stays.
    Household,
}

/// What an export has.
pub trait Told {
    /// True where a row of this key stands in it, taken over or not, or goes on under another client or id with this import.
    fn has(&self, file: File, key: &str) -> bool;
    /// True where it has this row of the client, and not as deleted.
    fn has_live(&self, file: File, key: &str) -> bool;
    /// True where a row that was not taken over names this enrollment.
    fn names(&self, enrollment: &str) -> bool;
    /// True where it has this enrollment with the client of the chart.
    fn has_stay(&self, enrollment: &str) -> bool;
    /// The enrollment on which it has a row of this client.
    fn stay_of(&self, file: File, key: &str) -> Option<&str>;
}

/// What was found of a chart.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What is gone.
    pub gone: Gone,
    /// What stays although it is not in the export.
    pub stays: Vec<Stays>,
    /// Files that were not taken over whole, and in which something is missing.
    pub unknown: Vec<File>,
    /// The enrollments that the export has neither, gone or not, but for those that ended before its period: a household is looked at as a
    /// whole.
    pub absent: Vec<Stay>,
    /// How many rows of a file the export has of those that it should hold, and how many it has not.
    pub tally: BTreeMap<File, Tally>,
    /// The same of records from before its period.
    pub tally_before: BTreeMap<File, Tally>,
    /// Those of them that are missing.
    pub before: HashSet<Record>,
}

/// How many rows of a file are in an export of those that it should hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that are.
    pub there: u64,
    /// Those that are not.
    pub missing: u64,
}

/// So few records are deleted at once, be they most of a small desk's.
const FEW: u64 = 3;

impl Tally {
    /// True where more than half is missing: nobody deletes so much, and something went wrong with the file. Of a file that holds nothing of
    /// what it should, nobody knows whether it was asked for.
    pub fn is_doubtful(self) -> bool {
        self.missing > self.there && (self.missing > FEW || self.there == 0)
    }
}

impl Gone {
    /// True where nothing is.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Every record, the client's own last.
    pub fn records(&self) -> impl Iterator<Item = (File, &str)> {
        let client = self.entirely.then(|| (File::Client, self.client.as_str()));
        self.groups.iter().flat_map(|group| &group.records).map(|(file, key)| (*file, &**key)).chain(client)
    }

    /// Takes out what somebody is writing something of, by the words of what is half typed ([`words_of`](super::words_of)).
    pub fn spare(&mut self, words: &HashSet<String>) -> Vec<Stays> {
        if words.is_empty() {
            return Vec::new();
        }
        let all = words.contains(self.client.as_str());
        let is_written = |group: &Group| {
            let household = group.stay.as_ref().map(|stay| stay.household.as_str());
            household.is_some_and(|id| words.contains(id)) || group.records.iter().any(|(_, key)| words.contains(&**key))
        };
        self.keep(Why::Draft, |group| all || is_written(group))
    }

    /// Takes out what stays for this reason.
    pub fn keep(&mut self, why: Why, stays: impl Fn(&Group) -> bool) -> Vec<Stays> {
        let kept: Vec<Group> = self.groups.extract_if(.., |group| stays(group)).collect();
        self.entirely &= kept.is_empty();
        let stay = |Group { records, stay }: Group| {
            let (file, key) = records.into_iter().next()?;
            Some(Stays { file, key: key.into(), stay, why })
        };
        kept.into_iter().filter_map(stay).collect()
    }

    /// The changes that mark all of it as deleted at this moment, as the HMIS does it. Who wrote a row and when stays as the HMIS told it: so
    /// nobody takes it for work, and the row comes back where the HMIS tells of it again.
    pub fn changes(&self, at: &Text) -> impl Iterator<Item = Change> {
        self.records().filter_map(|(file, key)| {
            let column = file.column("DateDeleted").and_then(|at| u16::try_from(at).ok())?;
            let cells = vec![CellChange { column, before: Text::default(), after: at.clone() }];
            Some(Change::from(RowChange { file: file as u8, key: Text::new(key), owner: Some(self.client.clone()), cells }))
        })
    }
}
