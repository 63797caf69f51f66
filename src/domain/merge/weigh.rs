//! What was found missing in the charts, weighed together: what is in doubt as a whole is not gone (R-IMP-7).

use super::claim::Claim;
use super::gone::{Found, Gone, Record, Stay, Stays, Tally, Why};
use crate::domain::household::MOST;
use crate::domain::hud::File;
use crate::domain::id::{HouseholdId, ProjectId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A household in a program: some systems give one id to all stays of a family.
type Together = (HouseholdId, ProjectId);

/// What was found in all charts.
#[derive(Debug, Default)]
pub struct Weighing {
    gone: Vec<Gone>,
    stays: Vec<Stays>,
    unknown: BTreeSet<File>,
    absent: Vec<Stay>,
    tally: BTreeMap<File, Tally>,
    /// Of records from before the period of the export, and which of them are missing.
    tally_before: BTreeMap<File, Tally>,
    before: HashSet<Record>,
}

/// What is left of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// What is gone, by client.
    pub gone: Vec<Gone>,
    /// What stays although it is not in the export.
    pub stays: Vec<Stays>,
    /// Files that were not taken over whole, and in which something is missing.
    pub unknown: BTreeSet<File>,
    /// Files that lack more of what they should hold than anybody deletes ([`Tally::is_doubtful`]).
    pub fewer: BTreeSet<File>,
}

impl Weighing {
    /// What was found in one more chart.
    pub fn add(&mut self, found: Found) {
        let Found { gone, stays, unknown, absent, tally, tally_before, before } = found;
        self.gone.extend((!gone.is_empty()).then_some(gone));
        self.stays.extend(stays);
        self.unknown.extend(unknown);
        self.absent.extend(absent);
        self.before.extend(before);
        add(&mut self.tally, tally);
        add(&mut self.tally_before, tally_before);
    }

    /// The households of which an enrollment is missing so far.
    pub fn parted(&self) -> HashSet<HouseholdId> {
        let stays = self.gone.iter().flat_map(|gone| &gone.groups).filter_map(|group| group.stay.as_ref());
        stays.filter_map(together).map(|(household, _)| household).collect()
    }

    /// What is left of it, all charts together.
    pub fn weigh(mut self, claim: &Claim) -> Weighed {
        self.left_out_before();
        self.other_cocs(claim);
        self.households();
        let Self { mut gone, mut stays, unknown, mut tally, .. } = self;
        let groups = gone.iter().flat_map(|gone| &gone.groups).filter(|group| group.stay.is_some()).count();
        let missing = groups + stays.iter().filter(|one| one.file == File::Enrollment).count();
        tally.entry(File::Enrollment).or_default().missing = missing as u64;
        let mut fewer: BTreeSet<File> = tally.into_iter().filter(|(_, of)| of.is_doubtful()).map(|(file, _)| file).collect();
        if fewer.contains(&File::Enrollment) {
            (gone, stays, fewer) = (Vec::new(), Vec::new(), BTreeSet::from([File::Enrollment]));
        }
        stays.retain(|one| !fewer.contains(&one.file));
        for one in &mut gone {
            drop(one.keep(Why::Told, |group| group.records.first().is_some_and(|(file, _)| fewer.contains(file))));
        }
        gone.retain(|gone| !gone.is_empty());
        Weighed { gone, stays, unknown, fewer }
    }

    /// Takes out what is from before the period, of the files of which a system leaves that out.
    fn left_out_before(&mut self) {
        let doubtful: BTreeSet<File> = self.tally_before.iter().filter(|(_, of)| of.is_doubtful()).map(|(file, _)| *file).collect();
        self.before.retain(|(file, _)| doubtful.contains(file));
        if self.before.is_empty() {
            return;
        }
        self.stays.retain(|one| !self.before.contains(&(one.file, one.key.as_str().into())));
        for one in &mut self.gone {
            drop(one.keep(Why::Told, |group| group.records.first().is_some_and(|record| self.before.contains(record))));
        }
        self.gone.retain(|gone| !gone.is_empty());
    }

    /// Takes out what is of a CoC that is not in the export: of a member's enrollment, the head's is known only now.
    fn other_cocs(&mut self, claim: &Claim) {
        let (heads, others): (Vec<&Stay>, Vec<_>) = self.absent.iter().filter(|stay| !stay.coc.is_empty()).partition(|stay| stay.is_head);
        let cocs: HashMap<&HouseholdId, &str> = others.into_iter().chain(heads).map(|stay| (&stay.household, &*stay.coc)).collect();
        let is_elsewhere = |stay: &Stay| {
            let of_head = || cocs.get(&stay.household).copied().or_else(|| claim.coc_of(&stay.household));
            let coc = Some(&*stay.coc).filter(|coc| !coc.is_empty()).or_else(of_head);
            !claim.has_coc(stay.program.as_str(), coc.unwrap_or_default())
        };
        self.stays.retain(|one| !one.stay.as_ref().is_some_and(is_elsewhere));
        for one in &mut self.gone {
            drop(one.keep(Why::Told, |group| group.stay.as_ref().is_some_and(is_elsewhere)));
        }
        self.gone.retain(|gone| !gone.is_empty());
    }

    /// A household goes as a whole: where an enrollment stays that the export does not have either, all do.
    fn households(&mut self) {
        let mut absent: HashMap<Together, usize> = HashMap::new();
        self.absent.iter().filter_map(together).for_each(|of| *absent.entry(of).or_default() += 1);
        let stays = self.gone.iter().flat_map(|gone| &gone.groups).filter_map(|group| group.stay.as_ref());
        for of in stays.filter_map(together) {
            absent.entry(of).and_modify(|left| *left = left.saturating_sub(1));
        }
        let parted: HashSet<Together> = absent.into_iter().filter(|(_, left)| (1..=MOST).contains(left)).map(|(of, _)| of).collect();
        self.stays.extend(self.gone.iter_mut().flat_map(|gone| stay_together(gone, &parted)));
        self.gone.retain(|gone| !gone.is_empty());
    }
}

fn add(tally: &mut BTreeMap<File, Tally>, more: BTreeMap<File, Tally>) {
    for (file, more) in more {
        let of = tally.entry(file).or_default();
        (of.there, of.missing) = (of.there + more.there, of.missing + more.missing);
    }
}

/// Takes the enrollments of these households out, since others of them stay.
pub fn stay_together(gone: &mut Gone, households: &HashSet<Together>) -> Vec<Stays> {
    gone.keep(Why::Household, |group| group.stay.as_ref().and_then(together).is_some_and(|of| households.contains(&of)))
}

/// The household of a stay; none where nobody knows of one.
pub fn together(stay: &Stay) -> Option<Together> {
    (!stay.household.as_str().is_empty()).then(|| (stay.household.clone(), stay.program.clone()))
}
