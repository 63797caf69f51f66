//! What a full export should hold and does not, of all clients (R-IMP-7): counted, listed, and marked as deleted where somebody wants that.

use super::file_name;
use super::report::{Line, Outcome};
use crate::domain::entry::{Day, Instant, Scalar, Text};
use crate::domain::merge::{Gone, Group, Stay, Stays, Why, stay_together, together, words_of};
use crate::domain::words::{count, list};
use crate::domain::{Change, File, ProjectId, date, history};
use std::collections::{BTreeMap, HashSet};

/// What becomes of the records that a full export does not hold any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Missing {
    /// They stay as they are; the next full export says it again.
    #[default]
    Keep,
    /// They are marked as deleted, as the HMIS has it.
    Mark,
}

/// The records that a full export does not hold any more, by client.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeftOut {
    of: Vec<Gone>,
    /// When the export was written: then at the latest they were deleted.
    at: Instant,
    /// The names of the programs that they are of.
    programs: BTreeMap<ProjectId, String>,
}

impl LeftOut {
    /// Of an export that was written then; `name` says what a program is called.
    pub(super) fn new(of: Vec<Gone>, at: Instant, name: impl Fn(&ProjectId) -> Option<String>) -> Self {
        let stays = of.iter().flat_map(|gone| &gone.groups).filter_map(|group| group.stay.as_ref());
        let ids: HashSet<&ProjectId> = stays.map(|stay| &stay.program).collect();
        let programs = ids.into_iter().filter_map(|id| Some((id.clone(), name(id)?))).collect();
        Self { of, at, programs }
    }

    /// True where nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// How many records.
    pub fn count(&self) -> u64 {
        self.of.iter().map(|gone| gone.records().count() as u64).sum()
    }

    /// How many of which kind: `4 enrollments, 1 exit and 18 services`.
    pub fn kinds(&self) -> String {
        let mut kinds: BTreeMap<File, u64> = BTreeMap::new();
        self.of.iter().flat_map(Gone::records).for_each(|(file, _)| *kinds.entry(file).or_default() += 1);
        let kinds: Vec<String> = kinds.into_iter().map(|(file, number)| count(number, history::one_of(file))).collect();
        list(&kinds.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// One line for each record with what hangs on it.
    pub fn lines(&self) -> impl Iterator<Item = Line> {
        self.of.iter().flat_map(|gone| {
            let client = gone.entirely.then(|| {
                let words = format!("Client {} is not in this full export any more, and nothing else of theirs is here.", gone.client);
                line(File::Client, Outcome::Gone, words)
            });
            gone.groups.iter().filter_map(|group| self.missing(gone, group)).chain(client)
        })
    }

    /// Says of a record that it is missing: of an enrollment enough to find it in the HMIS.
    fn missing(&self, gone: &Gone, group: &Group) -> Option<Line> {
        let ((file, key), hanging) = group.records.split_first()?;
        let rest = match hanging.len() {
            0 => String::new(),
            some => format!(", nor {} that {} on it", count(some, "record"), if some == 1 { "hangs" } else { "hang" }),
        };
        let stay = group.stay.as_ref().map(|stay| format!(" ({})", self.where_and_when(stay))).unwrap_or_default();
        let words = format!("{} {key} of client {}{stay} is not in this full export any more{rest}.", file.info().name, gone.client);
        Some(line(*file, Outcome::Gone, words))
    }

    /// `Birch House, 03/10/2026 to 10/01/2026`.
    fn where_and_when(&self, stay: &Stay) -> String {
        let program = self.programs.get(&stay.program).filter(|name| !name.is_empty());
        let program = program.map_or_else(|| format!("program {}", stay.program), Clone::clone);
        let day = |day: Option<Day>| day.map(date::show);
        let days = match (day(stay.entry), day(stay.exit)) {
            (Some(entry), Some(exit)) => format!(", {entry} to {exit}"),
            (Some(entry), None) => format!(", since {entry}"),
            (None, _) => String::new(),
        };
        program + &days
    }

    /// Takes out what somebody is writing something of, which is never marked as deleted, and says so.
    pub fn spare(&mut self, drafts: &[(String, Text)]) -> Vec<Line> {
        let words = words_of(drafts);
        let mut stays: Vec<Stays> = self.of.iter_mut().flat_map(|gone| gone.spare(&words)).collect();
        let households = stays.iter().filter_map(|one| one.stay.as_ref().and_then(together)).collect();
        stays.extend(self.of.iter_mut().flat_map(|gone| stay_together(gone, &households)));
        self.of.retain(|gone| !gone.is_empty());
        stays.iter().map(stay).collect()
    }

    /// The changes that mark them as deleted.
    pub fn changes(&self) -> Vec<Change> {
        let at = Text::new(self.at.write());
        self.of.iter().flat_map(|gone| gone.changes(&at)).collect()
    }
}

/// Says of a record that it is missing and stays.
pub(super) fn stay(stays: &Stays) -> Line {
    let why = match stays.why {
        Why::Work => {
            "something that your HMIS does not have was written here in it, or in what hangs on it. If it was deleted there, enter what is still needed there, or delete it here."
        }
        Why::Buried => {
            "something that hangs on it was deleted here, and could still be taken back. If it was deleted in your HMIS, delete it here."
        }
        Why::Draft => "something of it is half typed. Finish that or discard it.",
        Why::Household => "another enrollment of the same household stays, and a household is kept together.",
        Why::Told => "records that hang on it are still in this export, came after it, or came from another system.",
    };
    let words = format!("{} {} is not in this full export any more, and stays: {why}", stays.file.info().name, stays.key);
    line(stays.file, Outcome::Kept, words)
}

fn line(file: File, outcome: Outcome, words: String) -> Line {
    Line { file: file_name(file), line: 0, column: None, rule: "R-IMP-7", outcome, words }
}
