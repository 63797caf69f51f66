//! A chart as it was: the changes of one client, applied from the first on.

use super::{Past, owners};
use crate::domain::{Chart, ClientId, Packed, RowChange};

/// A state that the changes do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "How this record stood then cannot be shown: save {sequence} changed something that came from another record. The list of changes is whole."
)]
pub struct Unclear {
    /// The save that does not fit.
    pub sequence: u64,
}

/// The chart of a client after these commits, the oldest first: all that concern the client, from the very first on. None where
/// nothing of the client was there then.
///
/// # Errors
/// [`Unclear`] where a change expects what the ones before did not make.
pub fn chart_as_of<'a>(client: &ClientId, past: impl IntoIterator<Item = Past<'a>>) -> Result<Option<Chart>, Unclear> {
    let mut rows: Vec<Packed> = Vec::new();
    for commit in past {
        for change in commit.changes {
            if let Some(change) = change.of_row() {
                step(client, &change, &mut rows).ok_or(Unclear { sequence: commit.sequence })?;
            }
        }
    }
    Ok((!rows.is_empty()).then(|| Chart::of(client, &rows)))
}

/// Applies one change; none where it does not fit.
fn step(client: &ClientId, change: &RowChange, rows: &mut Vec<Packed>) -> Option<()> {
    let (from, to) = owners(change);
    let (here_before, here_after) = (from.as_ref() == Some(client), to.as_ref() == Some(client));
    if !here_before {
        // A row that comes from another client: the change tells only what it changed of it.
        return if here_after && !change.is_new() { None } else { Some(()) };
    }
    let file = change.file()?;
    let named = change.cells.iter().find(|c| usize::from(c.column) == file.info().key).map(|c| &c.before).filter(|key| !key.is_blank());
    let key = named.unwrap_or(&change.key);
    let place = rows.iter().position(|row| row.file == change.file && row.key() == key.as_str());
    let mut row = place.and_then(|at| rows.get(at).cloned()).unwrap_or_default();
    let fits = change.cells.iter().all(|c| row.cell(usize::from(c.column)) == c.before.as_str());
    if !fits || (place.is_some() && change.is_new()) {
        return None;
    }
    if change.cells.iter().all(|c| c.before == c.after) {
        return Some(());
    }
    change.apply(&mut row);
    if place.is_none() && row.key().is_empty() && !row.is_empty() {
        row.set(u16::try_from(file.info().key).ok()?, change.key.as_str());
    }
    let stays = here_after && !row.is_empty() && row.key() == key.as_str();
    match place.map(|at| (at, stays)) {
        Some((at, true)) => rows[at] = row,
        place => {
            if let Some((at, _)) = place {
                rows.remove(at);
            }
            if here_after && !row.is_empty() {
                rows.push(row);
            }
        }
    }
    Some(())
}
