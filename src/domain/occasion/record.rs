//! From a form to records: the plan that writes what arose, corrects it, or takes it away.

use super::judge::stops;
use super::{Kind, Lines, Record, Stay, Told};
use crate::domain::change::{Change, Commit};
use crate::domain::entry::Scalar;
use crate::domain::id;
use crate::domain::row::{Packed, Row};
use crate::domain::stamp::{Plan, Stamp};

impl Stay<'_> {
    /// The plan that writes a record, in place of the one of this key or as a new one; empty where it stands there already. Without what
    /// the answers hide; new lines in which nothing stands are none.
    ///
    /// # Errors
    /// Everything that was found, where something of it stops the save.
    pub fn record(&self, kind: &Kind, record: &Record, key: Option<&str>, seed: [u8; 16], stamp: &Stamp) -> Result<Plan, Vec<Told>> {
        let before = key.and_then(|key| self.kept(kind, key));
        let mut record = self.settled(kind, record, before.as_ref());
        let found = self.judge(kind, &record, before.as_ref());
        if stops(&found) {
            return Err(found);
        }
        record.lines.retain(|line| !is_none(kind, line));
        let mut drawn = 0..;
        let mut fresh = || id::hex(id::nth(seed, drawn.next().unwrap_or_default()));
        if record.row.key().is_empty() {
            name(&mut record.row, &fresh());
        }
        let old = key.and_then(|key| self.chart().rows().find(|row| row.file() == kind.file && row.key() == key));
        // What is recorded once stands in a row that is there already.
        let old = old.or_else(|| {
            self.chart().rows().filter(|_| kind.is_once()).find(|row| row.file() == kind.file && row.key() == record.row.key())
        });
        let mut changes: Vec<Change> = stamp.change(old, &mut record.row).into_iter().collect();
        let parent = record.row.key().to_owned();
        let kept = before.as_ref().map(|before| before.lines.as_slice()).unwrap_or_default();
        kind.lines.iter().for_each(|lines| lines.number(&mut record.lines, kept));
        for line in &mut record.lines {
            let Some(lines) = kind.lines.iter().find(|lines| line.file() == Some(lines.file)) else { continue };
            if line.key().is_empty() {
                name(line, &fresh());
                self.belong(kind, line);
                line.set(lines.parent(), &parent);
            }
            let old = kept.iter().find(|kept| kept.file == line.file && kept.key() == line.key());
            changes.extend(stamp.change(old.map(|kept| kept as &dyn Row), line));
        }
        let gone = |kept: &&Packed| !record.lines.iter().any(|line| line.file == kept.file && line.key() == kept.key());
        let dropped = kept.iter().filter(gone);
        changes.extend(dropped.filter_map(|line| deleted(line, stamp)));
        Ok(Plan { commit: Commit::new(kind.name, changes), findings: found.into_iter().map(|told| told.finding).collect() })
    }

    /// The record as it would be kept: without what the answers hide.
    pub fn settled(&self, kind: &Kind, record: &Record, before: Option<&Record>) -> Record {
        let mut settled = record.clone();
        self.settle(kind, &mut settled.row, before.map(|before| &before.row));
        settled
    }

    /// The plan that takes a record away: marked as deleted, as HUD wants it (R-CSV-14), and its lines with it; what is recorded once is
    /// cleared.
    ///
    /// # Errors
    /// R-CTX-1, in a program of another organization.
    pub fn remove(&self, kind: &Kind, key: &str, stamp: &Stamp) -> Result<Plan, Vec<Told>> {
        if let Some(finding) = self.guard() {
            return Err(vec![Told { line: None, finding }]);
        }
        let Some(record) = self.kept(kind, key) else { return Ok(Plan::default()) };
        let changes = if kind.is_once() {
            let mut row = record.row.clone();
            kind.fields.iter().for_each(|f| row.set(f.field.column, ""));
            stamp.change(Some(&record.row), &mut row).into_iter().collect()
        } else {
            std::iter::once(&record.row).chain(&record.lines).filter_map(|row| deleted(row, stamp)).collect()
        };
        Ok(Plan { commit: Commit::new(&format!("{} deleted", kind.name), changes), findings: Vec::new() })
    }
}

/// A row with the mark that it was deleted.
fn deleted(row: &Packed, stamp: &Stamp) -> Option<Change> {
    let mut after = row.clone();
    let at = row.file()?.column("DateDeleted")?;
    Row::set(&mut after, at, &stamp.now.write());
    stamp.change(Some(row), &mut after)
}

fn name(row: &mut Packed, key: &str) {
    if let Some(at) = row.file().map(|file| file.info().key) {
        Row::set(row, at, key);
    }
}

/// True for a line that is none: a new one in which nothing stands. One that is kept stays, however bare it came.
pub(super) fn is_none(kind: &Kind, line: &Packed) -> bool {
    let bare = |lines: &Lines| lines.fields.iter().all(|field| line.get(*field).is_empty());
    line.key().is_empty() && kind.lines.iter().filter(|lines| line.file() == Some(lines.file)).all(bare)
}
