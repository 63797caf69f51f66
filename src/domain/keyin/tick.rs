//! Ticking off: *entered in HMIS on … by …*, and taking that back.

use super::{Entry, Line};
use crate::domain::change::{Change, Commit};
use crate::domain::chart::Chart;
use crate::domain::entry::{Instant, Text};
use crate::domain::merge::{Base, Entered, untell};
use crate::domain::words::count;

/// What the name of a save begins with that takes ticks back: it says by itself what was done.
pub const TAKEN_BACK: &str = "Tick taken back:";

/// The commit that ticks entries of a chart off. None where nothing of them is left.
pub fn tick(chart: &Chart, entries: &[&Entry], now: Instant, by: &str) -> Option<Commit> {
    let mut kept: Vec<Entered> = chart.entered.iter().filter_map(Entered::read).collect();
    let before = kept.clone();
    for entry in entries {
        for Line { field, key, after, .. } in entry.left() {
            let of = |one: &Entered| one.file == field.file && one.key == *key && one.form == entry.form.slug();
            let at = kept.iter().position(of).unwrap_or_else(|| {
                let (file, key, form) = (field.file, key.clone(), entry.form.slug().to_owned());
                kept.push(Entered { file, key, form, cells: Base::new(), at: None, by: Text::default() });
                kept.len() - 1
            });
            if let Some(one) = kept.get_mut(at) {
                one.cells.insert(field.column, after.clone());
                (one.at, one.by) = (Some(now), Text::new(by));
            }
        }
    }
    let changes = kept.iter().filter(|one| !before.contains(one)).filter_map(|one| one.change(chart));
    commit("Key-in of", entries, changes.collect())
}

/// The commit that takes ticks back: the entries are to be typed again. None where none of them was ticked off.
pub fn untick(chart: &Chart, entries: &[&Entry]) -> Option<Commit> {
    let of = |one: &Entered| {
        let row = (one.file, one.key.clone());
        entries.iter().any(|entry| one.form == entry.form.slug() && entry.rows.contains(&row))
    };
    let gone = chart.entered.iter().filter(|kept| Entered::read(kept).as_ref().is_some_and(of));
    commit(TAKEN_BACK, entries, gone.filter_map(untell).collect())
}

fn commit(what: &str, entries: &[&Entry], changes: Vec<Change>) -> Option<Commit> {
    let form = match entries {
        [one] => one.form.name().to_owned(),
        several => count(several.len(), "form"),
    };
    (!changes.is_empty()).then(|| Commit::new(&format!("{what} {form}"), changes))
}
