//! What was marked as deleted here because a full export did not hold it (R-IMP-7), and stands again with what the HMIS tells of again: a
//! delta has the enrollment that changed, and nothing of what was marked with it.

use super::Planning;
use crate::domain::merge::moment;
use crate::domain::words::count;
use crate::domain::{Change, Chart, File, Instant, Packed, Row, RowChange};
use crate::exchange::report::Outcome;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A record by its file and key.
type Key = (File, String);

impl Planning<'_> {
    /// The chart in which that stands again of which this export does not tell itself: what its records hang on, and what was marked with a
    /// record that stands again. What of it a full export still does not hold is missing anew, and asked about again.
    pub(super) fn returned(&mut self, here: Option<Chart>, rows: &[Packed]) -> Option<Chart> {
        let here = here?;
        let marked: BTreeMap<Key, Instant> = here.rows().filter_map(|row| Some((key(row), self.marks.of(row)?))).collect();
        if marked.is_empty() {
            return Some(here);
        }
        let told: HashMap<Key, &Packed> = rows.iter().map(|row| (key(row), row)).collect();
        // Where an export has no such column, putting the two together leaves the mark, and a row that is told is there all the same.
        let tells_deletions = |file: File| {
            !file.column("DateDeleted").is_some_and(|at| self.absent.iter().any(|one| one.file == file && usize::from(one.column) == at))
        };
        let live = || rows.iter().filter(|row| is_live(*row));
        let borne: HashSet<Key> = live().flat_map(|row| bearers(row)).collect();
        let is_newer = |at: &Instant| self.written.is_some_and(|written| *at < written);
        let returns = |row: &&dyn Row| {
            let Some(at) = marked.get(&key(*row)) else { return false };
            match told.get(&key(*row)) {
                Some(told) => is_live(*told) && updated(*told) >= updated(*row) && (is_newer(at) || !self.is_late),
                None => is_newer(at) && borne.contains(&key(*row)),
            }
        };
        let known = |row: &dyn Row| marked.get_key_value(&key(row)).map(|(key, at)| (key.clone(), *at));
        let first: HashMap<Key, Instant> = here.rows().filter(returns).filter_map(known).collect();
        let goes_along = |row: &dyn Row| {
            let at = marked.get(&key(row));
            at.is_some() && bearers(row).iter().any(|on| on.0 != File::Client && first.get(on) == at)
        };
        let stands = |row: &&dyn Row| {
            (!told.contains_key(&key(*row)) || !tells_deletions(row.file())) && (first.contains_key(&key(*row)) || goes_along(*row))
        };
        let standing: HashSet<Key> = here.rows().filter(stands).map(key).collect();
        if standing.is_empty() {
            return Some(here);
        }
        let after: Vec<Packed> = here.rows().map(|row| self.stand(row, &standing)).collect();
        let after = Chart::of(here.id(), &after);
        // What comes after meets the rows as they stand then.
        self.renamed.charts.insert(here.id().clone(), after.clone());
        Some(after)
    }

    /// A row as it is from now on.
    fn stand(&mut self, row: &dyn Row, standing: &HashSet<Key>) -> Packed {
        let mut after = row.pack();
        if standing.contains(&key(row)) {
            row.file().column("DateDeleted").into_iter().for_each(|at| Row::set(&mut after, at, ""));
            self.plan.changes.extend(RowChange::between(Some(row), &after).map(Change::from));
            *self.standing.entry(row.file()).or_default() += 1;
        }
        after
    }

    /// Says how many stand again.
    pub(super) fn say_returned(&mut self) {
        for (file, rows) in std::mem::take(&mut self.standing) {
            let words =
                format!("Marked as deleted here with what your HMIS tells of again, and not deleted any more: {}.", count(rows, "row"));
            self.say(file, Outcome::Kept, words);
        }
    }
}

fn key(row: &dyn Row) -> Key {
    (row.file(), row.key())
}

fn is_live(row: &dyn Row) -> bool {
    row.file().column("DateDeleted").is_some_and(|at| row.peek(at).is_empty())
}

fn updated(row: &dyn Row) -> Option<Instant> {
    row.file().column("DateUpdated").and_then(|at| moment(&row.peek(at)))
}

/// What a row hangs on.
fn bearers(row: &dyn Row) -> Vec<Key> {
    let named = |(column, home): (&str, File)| {
        let at = row.file().column(column).filter(|_| row.file() != home)?;
        Some((home, row.cell(at))).filter(|(_, key)| !key.is_empty())
    };
    let columns =
        [("PersonalID", File::Client), ("EnrollmentID", File::Enrollment), ("AssessmentID", File::Assessment), ("EventID", File::Event)];
    columns.into_iter().filter_map(named).collect()
}
