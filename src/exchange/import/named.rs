//! What rows name and their export does not have, or has with another client. The desk mostly has what a delta names, and then there is
//! nothing to say; else it is kept, and said.

use super::{Have, Planning};
use crate::domain::{File, Row};
use crate::exchange::read::{Astray, Named};
use std::mem;

impl Planning<'_> {
    /// Says what neither the delta nor the desk has.
    pub(super) fn named(&mut self, named: &[Named], have: &impl Have) {
        self.plan.lines.extend(named.iter().filter(|one| !is_here(one, have)).map(Named::remark));
    }

    /// True for a row that is under an enrollment of another client in the export too, or that is beside an event which is.
    pub(super) fn is_astray(&self, file: File, key: &str) -> bool {
        let of = if file == File::Referral { File::Event } else { file };
        self.astray.contains_key(&(of, key.to_owned()))
    }

    /// Says of the rows with an enrollment of another client's that they were taken over so; of those that were not, that was said.
    pub(super) fn say_astray(&mut self) {
        let mut rows: Vec<Astray> = mem::take(&mut self.astray).into_values().collect();
        rows.sort_by_key(|row| (row.file, row.line));
        self.plan.lines.extend(rows.iter().map(Astray::remark));
    }
}

fn is_here(named: &Named, have: &impl Have) -> bool {
    let is_it = |row: &dyn Row| row.file() == named.home && row.key() == named.key;
    match (named.home, &named.owner) {
        (File::Project | File::Organization, _) => have.agency().rows().any(is_it),
        (_, Some(owner)) => have.chart(owner).is_some_and(|chart| chart.rows().any(is_it)),
        (_, None) => false,
    }
}
