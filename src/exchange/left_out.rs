//! What a full export should hold and does not, of all clients (R-IMP-7): counted, listed, and marked as deleted where somebody wants that.

use super::file_name;
use super::report::{Line, Outcome};
use crate::domain::entry::{Instant, Scalar, Text};
use crate::domain::history;
use crate::domain::merge::{Gone, Record, Stays, Why, words_of};
use crate::domain::words::{count, list};
use crate::domain::{Change, File};
use std::collections::BTreeMap;

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
}

impl LeftOut {
    /// Of an export that was written then.
    pub(super) fn new(of: Vec<Gone>, at: Instant) -> Self {
        Self { of, at }
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
            gone.groups.iter().filter_map(|group| Some(missing(gone, group.split_first()?))).chain(client)
        })
    }

    /// Takes out what somebody is writing something of, which is never marked as deleted, and says so.
    pub fn spare(&mut self, drafts: &[(String, Text)]) -> Vec<Line> {
        let words = words_of(drafts);
        let stays: Vec<Stays> = self.of.iter_mut().flat_map(|gone| gone.spare(&words)).collect();
        self.of.retain(|gone| !gone.is_empty());
        stays.iter().map(stay).collect()
    }

    /// The changes that mark them as deleted.
    pub fn changes(&self) -> Vec<Change> {
        let at = Text::new(self.at.write());
        self.of.iter().flat_map(|gone| gone.changes(&at)).collect()
    }
}

/// Says of a record that it is missing.
fn missing(gone: &Gone, (head, hanging): (&Record, &[Record])) -> Line {
    let (file, key) = head;
    let rest = match hanging.len() {
        0 => String::new(),
        some => format!(", nor {} that {} on it", count(some, "record"), if some == 1 { "hangs" } else { "hang" }),
    };
    line(*file, Outcome::Gone, format!("{} {key} of client {} is not in this full export any more{rest}.", file.info().name, gone.client))
}

/// Says of a record that it is missing and stays.
pub(super) fn stay(stays: &Stays) -> Line {
    let why = match stays.why {
        Why::Work => {
            "something that your HMIS does not have was written here in it, or in what hangs on it. If it was deleted there, enter what is still needed there, or delete it here."
        }
        Why::Draft => "something of it is half typed. Finish that or discard it.",
        Why::Told => "records that hang on it are still in this export, came after it, or came from another system.",
    };
    let words = format!("{} {} is not in this full export any more, and stays: {why}", stays.file.info().name, stays.key);
    line(stays.file, Outcome::Kept, words)
}

fn line(file: File, outcome: Outcome, words: String) -> Line {
    Line { file: file_name(file), line: 0, column: None, rule: "R-IMP-7", outcome, words }
}
