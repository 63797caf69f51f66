//! How many rows the commits of a journal add up to, counted from their changes alone: a backup is counted so, and compared with the
//! present state, which is counted from its own values.

use super::records::{Home, Step};
use crate::domain::{Change, Commit};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The rows that are there, by a hash of home, file and key: 8 bytes for each, and no word of anybody.
#[derive(Default)]
pub struct Tally {
    rows: HashSet<u64>,
}

impl Tally {
    /// Counts what a commit changes.
    pub fn take(&mut self, commit: &Commit) {
        for change in &commit.changes {
            self.row(change);
        }
    }

    /// The rows that are there now.
    pub fn rows(&self) -> u64 {
        self.rows.len() as u64
    }

    fn row(&mut self, change: &Change) {
        // What no state could apply is no row in any of them.
        let Some(Ok(step)) = Step::of(change) else { return };
        if step.is_idle() {
            return;
        }
        self.rows.remove(&hash(&step.from, step.file(), step.key));
        self.rows.extend(step.key_after().map(|key| hash(step.to(), step.file(), key)));
    }
}

fn hash(home: &Home, file: u8, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (home, file, key).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;
    use crate::domain::hud::Client;
    use crate::domain::{ClientId, Row};

    #[test]
    fn rows_come_stay_are_renamed_and_go() {
        let client = |id: &str, name: &str| Client { personal_id: ClientId::new(id), first_name: Text::new(name), ..Client::default() };
        let (a, edited, renamed) = (client("A", "Ana"), client("A", "Anna"), client("B", "Anna"));
        let mut tally = Tally::default();
        let mut after = |before: Option<&dyn Row>, now: &dyn Row| {
            tally.take(&Commit::new("Test", Change::row(before, now).into_iter().collect()));
            tally.rows()
        };
        assert_eq!(after(None, &a), 1);
        assert_eq!(after(Some(&a), &edited), 1);
        assert_eq!(after(Some(&edited), &renamed), 1);
        assert_eq!(after(None, &client("C", "Cem")), 2);
        // Without a key, as a file of another program may have it.
        assert_eq!(after(None, &client("", "Dee")), 3);
        assert_eq!(after(Some(&client("", "Dee")), &client("", "Dea")), 3);
        assert_eq!(after(Some(&renamed), &Client::default()), 2);
    }
}
