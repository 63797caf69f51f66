//! Whose a finding of an export is: of what was written here, or of what came from the HMIS and goes back as it came. The one is to be
//! corrected here, and its errors hold the export up; the other holds nothing up (R-IMP-10).

use super::checked::{Checked, Count, Said};
use crate::domain::words::{count, list};
use crate::domain::{ClientId, Severity};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl Checked {
    /// True where it tells what was written here from what came.
    pub fn tells_own(&self) -> bool {
        self.said.iter().any(|said| said.own.is_some())
    }

    /// How often each rule spoke of what was written here, or else of what came; the worst first.
    pub fn counts_of(&self, own: bool) -> Vec<Count> {
        let mut counts: BTreeMap<_, u64> = BTreeMap::new();
        for said in self.said.iter().filter(|said| said.own == Some(own)) {
            *counts.entry((Reverse(said.severity), said.rule)).or_default() += 1;
        }
        counts.into_iter().map(|((Reverse(severity), rule), count)| Count { severity, rule, count }).collect()
    }

    /// How many of the errors are in what was written here, or follow from it. The others came so from the HMIS.
    pub fn own_errors(&self) -> u64 {
        self.errors_here().count() as u64
    }

    /// Of whom they are; those that are of nobody are not among them.
    pub fn unfinished(&self) -> BTreeSet<ClientId> {
        self.errors_here().filter_map(|said| said.owner.clone()).collect()
    }

    /// True where one of them is of nobody, so that no household can be left out to be rid of it.
    pub fn errs_beyond_clients(&self) -> bool {
        self.errors_here().any(|said| said.owner.is_none())
    }

    fn errors_here(&self) -> impl Iterator<Item = &Said> {
        self.said.iter().filter(|said| said.severity == Severity::Stop && said.own == Some(true))
    }
}

/// So many errors, warnings and notes, of which each that there are; none where nothing was counted.
pub fn tally(counts: &[Count]) -> Option<String> {
    let of = |severity, word| {
        let all: u64 = counts.iter().filter(|of| of.severity == severity).map(|of| of.count).sum();
        (all > 0).then(|| count(all, word))
    };
    let told = [of(Severity::Stop, "error"), of(Severity::Fix, "warning"), of(Severity::Note, "note")];
    let told: Vec<&str> = told.iter().filter_map(Option::as_deref).collect();
    (!told.is_empty()).then(|| list(&told))
}
