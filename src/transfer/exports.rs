//! The exports that were written, as the records remember them: when, what, and from where the next delta counts.

use crate::domain::merge::{Exported, Writing};
use crate::domain::{Change, ClientId, Day, File, Instant, Text};
use crate::exchange::{Rows, Scope};
use crate::store::Store;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The setting in which exports are noted.
const EXPORTS: &str = "exchange.exports";
/// So many are remembered, and the last one that a delta may count from.
const MOST: usize = 8;

/// An export that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// When.
    pub at: Instant,
    /// The last save that could be in it.
    pub sequence: u64,
    /// What it held, in words.
    pub scope: String,
    /// True where it held everything that was changed here until then.
    pub whole: bool,
    /// True where it held, readable, everything that the HMIS did not have then.
    #[serde(default)]
    pub answers: bool,
    /// It held what was changed here after this save, and of that all; of everything where it is 0. None in a note of an earlier version.
    #[serde(default)]
    pub from: Option<u64>,
    /// What of the work stayed out of it with unfinished households, where it held all the other: the next delta brings it. None in any other,
    /// and in a note of an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stayed: Option<Stayed>,
    /// True where who somebody is was hashed in it, so that no HMIS takes it.
    #[serde(default)]
    pub hashed: bool,
    /// When the rows were updated that it made up for users: each export hands that on to the next. None in a note of an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<Instant>,
    /// How many rows.
    pub rows: u64,
    /// The name of the file, without its folder.
    pub file: String,
    /// How many errors its check found.
    pub errors: u64,
}

/// Work that an export left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stayed {
    /// The day from which on it was changed; none where that may be any.
    since: Option<Day>,
    /// The keys of its rows, by the name of their file.
    rows: BTreeMap<String, BTreeSet<String>>,
    /// Whose; nobody in a note of an earlier version.
    #[serde(default)]
    who: BTreeSet<ClientId>,
}

impl Stayed {
    /// These rows of these clients, left out of an export that counts from this one.
    pub(super) fn of(rows: &Rows, who: BTreeSet<ClientId>, base: Option<&Export>) -> Self {
        let mut stayed = Self { since: base.and_then(Export::begins), rows: BTreeMap::new(), who };
        for (file, key) in rows {
            stayed.rows.entry(file.info().name.to_owned()).or_default().insert(key.clone());
        }
        stayed
    }

    fn rows(&self) -> Rows {
        let of = |(file, keys): (&String, &BTreeSet<String>)| {
            let file = File::ALL.iter().copied().find(|known| known.info().name == file)?;
            Some(keys.iter().map(move |key| (file, key.clone())).collect::<Vec<_>>())
        };
        self.rows.iter().filter_map(of).flatten().collect()
    }
}

/// The exports that are noted, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Exports(Vec<Export>);

impl Exports {
    /// Those that a store remembers. A note that cannot be read is none.
    pub fn of(store: &Store) -> Self {
        store.setting(EXPORTS).and_then(|noted| serde_json::from_str(noted.as_str()).ok()).unwrap_or_default()
    }

    /// The last one that held everything that was changed here until then, or says what it left out: a delta counts from it.
    pub fn base(&self) -> Option<&Export> {
        self.0.iter().rev().find(|export| export.is_base())
    }

    /// What stayed out of the one that counts up to this save, and goes with the next.
    pub(super) fn stayed(&self, sequence: u64) -> Rows {
        let base = self.0.iter().rev().filter(|export| export.is_base()).find(|export| export.sequence == sequence);
        base.map(Export::stayed).unwrap_or_default()
    }

    /// The last one that held everything that the HMIS did not have, or says what it left out.
    pub fn answer(&self) -> Option<&Export> {
        self.answers().next()
    }

    /// All that held everything that the HMIS did not have, but for what they say that they left out, each together with those that it counts
    /// from; the latest first.
    pub fn answers(&self) -> impl Iterator<Item = &Export> {
        self.0.iter().rev().filter(|export| export.is_told())
    }

    /// The last one.
    pub fn last(&self) -> Option<&Export> {
        self.0.last()
    }

    /// What was written for the HMIS, when, and what is known to have stayed out. Of a past that is forgotten, all of it: what lies before the
    /// first that is noted, or before the second where the first is there only because a delta counts from it.
    pub fn exported(&self) -> Exported {
        let known = self.0.get(usize::from(self.kept_first())).filter(|_| self.0.len() >= MOST);
        let forgotten = known.map(|known| Writing { span: (Instant::MIN, known.at), without: Rows::new() });
        let writing = |export: &Export| Writing { span: (export.at, export.at), without: export.stayed() };
        self.0.iter().filter(|export| !export.hashed).map(writing).chain(forgotten).collect()
    }

    /// The save up to which an export holds what was written in this row: that of the last from which a delta counts and that did not leave
    /// it out; 0 where there is none.
    pub(super) fn last_without_leaving(&self, row: &(File, String)) -> u64 {
        let mut bases = self.0.iter().rev().filter(|export| export.is_base()).peekable();
        let mut from = bases.peek().map_or(0, |base| base.sequence);
        // The one before it may be forgotten, but not what it counts from.
        for left in bases.take_while(|base| base.has_left(row)) {
            from = left.from.unwrap_or(0);
        }
        from
    }

    /// Those that an HMIS may have taken, the latest first. It takes none in which nobody can be told.
    pub(super) fn heard(&self) -> impl Iterator<Item = &Export> {
        self.0.iter().rev().filter(|export| !export.hashed)
    }

    /// Those that may hold what this save wrote in a row, the latest first.
    pub(super) fn with_row(&self, save: u64, row: &(File, String)) -> impl Iterator<Item = &Export> {
        self.heard().take_while(move |export| export.sequence >= save).filter(move |export| !export.has_left(row))
    }

    /// True where the oldest is the one that a delta counts from: it stays, and those after it are forgotten.
    fn kept_first(&self) -> bool {
        self.0.iter().rposition(Export::is_base) == Some(0)
    }

    /// The note with one more. Old ones are forgotten, but not the one that a delta counts from.
    pub fn with(&self, export: Export) -> Change {
        let mut all = self.clone();
        all.0.push(export);
        while all.0.len() > MOST {
            all.0.remove(usize::from(all.kept_first()));
        }
        Change::Setting { name: EXPORTS.to_owned(), after: Text::new(serde_json::to_string(&all).unwrap_or_default()) }
    }
}

impl Export {
    /// The note of an export that is to be written; `base` is the one from which a delta counts.
    pub(super) fn of(scope: &Scope, at: Instant, sequence: u64, base: Option<&Self>) -> Self {
        let from = base.filter(|_| scope.is_since()).map_or(0, |base| base.sequence);
        let (hashed, whole, scope) = (scope.hashed, scope.covers_all_work(), scope.words_since(base.map(|base| base.at.date())));
        Self {
            at,
            sequence,
            scope,
            whole,
            answers: false,
            from: Some(from),
            stayed: None,
            users: None,
            hashed,
            rows: 0,
            file: String::new(),
            errors: 0,
        }
    }

    /// True where a delta can count from it.
    fn is_base(&self) -> bool {
        self.whole || self.stayed.is_some()
    }

    /// True where this row stayed out of it.
    fn has_left(&self, (file, key): &(File, String)) -> bool {
        self.stayed.as_ref().and_then(|stayed| stayed.rows.get(file.info().name)).is_some_and(|keys| keys.contains(key))
    }

    /// What stayed out of it, and goes with the next one.
    pub(super) fn stayed(&self) -> Rows {
        self.stayed.as_ref().map(Stayed::rows).unwrap_or_default()
    }

    /// The day from which on that was changed which the next one brings; none where that may be any.
    pub(super) fn begins(&self) -> Option<Day> {
        self.stayed.as_ref().map_or(Some(self.at.date()), |stayed| stayed.since)
    }

    /// True where it is known of each record that the HMIS did not have whether it was in it.
    pub fn is_told(&self) -> bool {
        self.answers || self.is_base()
    }

    /// True where something of this client stayed out of it.
    pub fn left_out(&self, client: &ClientId) -> bool {
        self.stayed.as_ref().is_some_and(|stayed| stayed.who.contains(client))
    }

    /// True where something stayed out of it.
    pub fn left_some(&self) -> bool {
        self.stayed.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export(sequence: u64, whole: bool) -> Export {
        Export { whole, ..Export::of(&Scope::default(), Instant::default(), sequence, None) }
    }

    #[test]
    fn the_one_that_a_delta_counts_from_is_not_forgotten() {
        let mut all = Exports(vec![export(3, true)]);
        for sequence in 4..30 {
            let Change::Setting { after, .. } = all.with(export(sequence, false)) else { unreachable!("a setting") };
            all = serde_json::from_str(after.as_str()).unwrap();
        }
        assert_eq!((all.0.len(), all.base().map(|e| e.sequence), all.last().map(|e| e.sequence)), (MOST, Some(3), Some(29)));
        all.0.push(export(30, true));
        assert_eq!(all.base().map(|e| e.sequence), Some(30));
        all.0.push(Export { answers: true, ..export(31, false) });
        assert_eq!((all.base().map(|e| e.sequence), all.answer().map(|e| e.sequence)), (Some(30), Some(31)));
    }
    #[test]
    fn what_an_earlier_version_noted_is_read_and_a_delta_counts_from_what_says_what_it_left_out() {
        let earlier = r#"[{"at":"2026-12-01T09:00:00","sequence":3,"scope":"everything","whole":true,"answers":true,"from":0,"hashed":false,
            "rows":9,"file":"a.zip","errors":0},
            {"at":"2026-12-01T10:00:00","sequence":5,"scope":"what was changed here, without 1 unfinished client","whole":false,"rows":2,
            "file":"b.zip","errors":0}]"#;
        let mut all: Exports = serde_json::from_str(earlier).unwrap();
        assert_eq!(all.base().map(|e| e.sequence), Some(3), "nobody knows what the second left out");
        let rows = Rows::from([(File::Event, "E1".to_owned()), (File::Exit, "X1".to_owned())]);
        let stayed = Some(Stayed::of(&rows, BTreeSet::from([ClientId::new("C1")]), all.base()));
        all.0.push(Export { stayed, ..export(7, false) });
        let all: Exports = serde_json::from_str(&serde_json::to_string(&all).unwrap()).unwrap();
        let base = all.base().unwrap();
        assert_eq!((base.sequence, base.stayed(), all.stayed(7), all.stayed(3)), (7, rows.clone(), rows, Rows::new()));
        assert_eq!((base.whole, base.begins()), (false, "2026-12-01".parse().ok()));
        assert_eq!(["C1", "C2"].map(|client| base.left_out(&ClientId::new(client))), [true, false]);
    }

    #[test]
    fn what_was_forgotten_after_the_base_may_have_held_anything() {
        let at = |hour: i64| Instant::default() + chrono::TimeDelta::hours(hour);
        let mut all = Exports(vec![Export { at: at(1), ..export(1, true) }]);
        for hour in 2..=9 {
            let Change::Setting { after, .. } = all.with(Export { at: at(hour), ..export(2, false) }) else { unreachable!("a setting") };
            all = serde_json::from_str(after.as_str()).unwrap();
        }
        // That of hour 2 is forgotten.
        let row = (File::Event, "E1".to_owned());
        assert!(all.exported().may_hold(&row, Some(at(2)), Some(at(2))), "{:?}", all.exported());
    }
}
