//! What rows of a delta name and it does not have. The desk mostly does, and then there is nothing to say; else it is kept, and said.

use super::{Have, Planning};
use crate::domain::{File, Row};
use crate::exchange::read::Named;

impl Planning<'_> {
    /// Says what neither the delta nor the desk has.
    pub(super) fn named(&mut self, named: &[Named], have: &impl Have) {
        self.plan.lines.extend(named.iter().filter(|one| !is_here(one, have)).map(Named::remark));
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
