//! What an import keeps beside its rows, and of files that are not HUD's. The HMIS alone writes it, so nothing is put together here: a
//! later export replaces it, except in columns of which it says nothing.

use super::{Have, Planning};
use crate::domain::beside::{Extras, columns, keep_columns};
use crate::domain::hud::{ExtraFile, ExtraOfAgency, ExtraOfClient, File, at};
use crate::domain::{Change, ClientId, Row, RowChange, Text};
use crate::exchange::extra;
use crate::exchange::report::{Line, Outcome};
use std::collections::BTreeSet;

impl Planning<'_> {
    /// What stands beside a row: `incoming` in the export, `kept` here.
    pub(super) fn beside(&mut self, row: &dyn Row, incoming: Option<&dyn Row>, kept: Option<&dyn Row>) {
        if incoming.is_none() && kept.is_none() {
            return;
        }
        let file = row.file();
        let told: BTreeSet<&str> = self.columns.get(&file).into_iter().flatten().map(String::as_str).collect();
        let extras = incoming.map(|row| Extras::read(&cells(row))).unwrap_or_default();
        let here = kept.map(|row| Extras::read(&cells(row))).unwrap_or_default();
        let after = extras.over(&here, &told);
        if after == here {
            return;
        }
        self.plan.counts.beside += 1;
        let owner = file.info().owner.map(|at| ClientId::new(row.cell(at)));
        let updated = file.column("DateUpdated").map(|at| row.cell(at)).unwrap_or_default();
        let packed = after.keep(file, &row.key(), owner.as_ref(), &updated);
        let change = if after.is_empty() { kept.and_then(gone) } else { RowChange::between(kept, &packed) };
        self.plan.changes.extend(change.map(Change::from));
    }

    /// Which columns there are: those of the export, and after them those that were here and are not in it.
    pub(super) fn columns(&mut self, have: &impl Have) {
        let here = columns(&have.agency().extras);
        for (file, names) in &self.columns {
            let mut all = names.clone();
            let kept = here.get(file);
            all.extend(kept.into_iter().flatten().filter(|name| !names.contains(name)).cloned());
            if kept == Some(&all) {
                continue;
            }
            let row = |names: &[String]| keep_columns(*file, names);
            let before = kept.map(|names| row(names));
            self.plan.changes.extend(Change::row(before.as_ref().map(|row| row as &dyn Row), &row(&all)));
        }
    }

    /// The files that are not HUD's.
    pub(super) fn files(&mut self, files: &[ExtraFile], have: &impl Have) {
        let mut new: Vec<&ExtraFile> = Vec::new();
        for file in files {
            let here = have.extra_files().iter().find(|kept| kept.extra_file_id == file.extra_file_id);
            let others = have.extra_files().iter().filter(|kept| kept.extra_file_id != file.extra_file_id);
            if !extra::fits(others.chain(new.iter().copied()), file) {
                let words =
                    "There is no room for it beside the files that earlier imports brought; it was not taken over. Keep the original.";
                let (file, outcome) = (file.extra_file_id.as_str().to_owned(), Outcome::Refused);
                self.plan.lines.push(Line { file, line: 0, column: None, rule: "R-IMP-1", outcome, words: words.to_owned() });
                continue;
            }
            new.extend(here.is_none().then_some(file));
            let change = Change::row(here.map(|kept| kept as &dyn Row), file);
            self.plan.counts.beside += u64::from(change.is_some());
            self.plan.changes.extend(change);
        }
    }
}

/// The cells that are kept in a row beside another.
fn cells(beside: &dyn Row) -> String {
    let field = if beside.file() == File::ExtraOfClient { at::extra_of_client::CELLS } else { at::extra_of_agency::CELLS };
    beside.get(field)
}

/// The change that takes a row away whole.
fn gone(kept: &dyn Row) -> Option<RowChange> {
    let owner = kept.file().info().owner.map(|at| ClientId::new(kept.cell(at)));
    let blank: Box<dyn Row> = match owner {
        Some(_) => Box::new(ExtraOfClient::default()),
        None => Box::new(ExtraOfAgency::default()),
    };
    let change = RowChange::between(Some(kept), blank.as_ref())?;
    Some(RowChange { key: Text::new(kept.key()), owner, ..change })
}
