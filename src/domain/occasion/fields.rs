//! Which fields of a record are asked, shown, and emptied, as the answers lead to them.

use super::{Kind, Stay};
use crate::domain::check;
use crate::domain::entry::{Entry, Value};
use crate::domain::field::FieldId;
use crate::domain::hud::YesNo;
use crate::domain::row::Packed;

impl Stay<'_> {
    /// The fields that are asked now, in order, and those that are not asked and held something before: what another system wrote can be
    /// seen and cleared.
    pub fn fields(&self, kind: &Kind, row: &Packed, before: Option<&Packed>) -> Vec<FieldId> {
        let asked = self.asked(kind, row);
        let inherited = before.map(|before| self.inherited(kind, before)).unwrap_or_default();
        kind.shows().filter(|field| asked.contains(field) || inherited.contains(field)).collect()
    }

    /// The fields that the program asks, as the answers lead to them.
    pub fn asked(&self, kind: &Kind, row: &Packed) -> Vec<FieldId> {
        let program = self.program(kind.day_in(row));
        kind.fields.iter().filter(|f| program.takes(f) && f.follows(kind.fields, |other| row.get(other))).map(|f| f.field).collect()
    }

    /// The fields of a record that is kept which hold something although they are not asked.
    fn inherited(&self, kind: &Kind, before: &Packed) -> Vec<FieldId> {
        let asked = self.asked(kind, before);
        let holds = |field: &FieldId| if kind.has(*field) { !before.get(*field).is_empty() } else { check::hangs(before, *field) };
        kind.shows().filter(|field| !asked.contains(field) && holds(field)).collect()
    }

    /// Empties what the answers hide, and says no for the boxes that nobody ticked, as [`Asking::settle`](crate::domain::ask::Asking::settle)
    /// does: in a record that nobody changed nothing, and nothing that stood there before although it was not asked.
    pub(super) fn settle(&self, kind: &Kind, row: &mut Packed, before: Option<&Packed>) {
        let program = self.program(kind.day_in(row));
        if before.is_some_and(|before| kind.shows().all(|field| before.get(field) == row.get(field))) {
            return;
        }
        let inherited = before.map(|before| self.inherited(kind, before)).unwrap_or_default();
        let hidden = |row: &Packed| {
            kind.fields.iter().find(|f| {
                let is_hidden = if program.takes(f) { !f.follows(kind.fields, |other| row.get(other)) } else { before.is_none() };
                is_hidden && !inherited.contains(&f.field) && !row.get(f.field).is_empty()
            })
        };
        while let Some(f) = hidden(row) {
            row.set(f.field.column, "");
        }
        let asked = self.asked(kind, row);
        for field in asked.into_iter().filter(|field| kind.is_tick(*field)) {
            if row.get(field).is_empty() {
                row.set(field.column, &Value::Known(YesNo::No).text());
            }
        }
    }
}
