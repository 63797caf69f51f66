//! Where an answer that is recorded is corrected: in which workflow over which stay, as of which day.

use super::visit::every_row;
use super::{Draft, Purpose};
use crate::domain::ask::{INFORMATION_DATE, Question, Rows, Slot};
use crate::domain::chart::Chart;
use crate::domain::entry::{Day, Entry, Value};
use crate::domain::field::FieldId;
use crate::domain::household::Resident;
use crate::domain::hud::{File, Stage, at};
use crate::domain::id::EnrollmentId;
use crate::domain::row::Packed;
use std::collections::BTreeSet;

/// A row by its slot and its key.
pub type RowOf = (Slot, String);

/// A workflow over a stay, and what of it is to be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// What is recorded.
    pub purpose: Purpose,
    /// Of which stay.
    pub stay: EnrollmentId,
    /// Of an update or an annual assessment that is recorded, its day; none for a new one, and for what is recorded once.
    pub of: Option<Day>,
    /// The question; none where the workflow says itself what comes first.
    pub question: Option<Question>,
    /// True where it is the first of several answers of its page, of which one or the other is missing.
    pub missing: bool,
    /// The row that is meant, by its key, where its slot has several on that day.
    pub row: Option<RowOf>,
}

impl Mend {
    /// A workflow from its beginning.
    pub fn begin(purpose: Purpose, stay: EnrollmentId) -> Self {
        Self { purpose, stay, of: None, question: None, missing: false, row: None }
    }

    /// Where this field is corrected, of the row of this file and key. That may also be the enrollment or the exit in which the answers
    /// of another file are missing; the day of an assessment of an enrollment is that of an annual one to be made. None for what no
    /// workflow asks.
    pub fn of(chart: &Chart, field: FieldId, file: File, key: &str) -> Option<Self> {
        let row = chart.rows().find(|row| row.file() == file && row.key() == key)?;
        let cell = |column: &str| row.file().column(column).map(|at| row.cell(at).to_string()).unwrap_or_default();
        let stay = EnrollmentId::new(cell("EnrollmentID"));
        chart.enrollment(&stay).filter(|stay| stay.date_deleted.is_blank())?;
        let slot = if row.file() == field.file { Slot::of(row)? } else { once(field.file)? };
        let is_due = row.file() == File::Enrollment && field == at::income_benefits::INFORMATION_DATE;
        let purpose = match Slot::of(row)? {
            Slot::Enrollment if is_due => Purpose::Annual,
            Slot::Enrollment => Purpose::Entry,
            Slot::Exit => Purpose::Exit,
            _ => match Value::<Stage>::parse(&cell("DataCollectionStage")).known()? {
                Stage::Entry => Purpose::Entry,
                Stage::Update => Purpose::Update,
                Stage::Annual => Purpose::Annual,
                Stage::Exit => Purpose::Exit,
                Stage::PostExit => return None,
            },
        };
        let dated = matches!(purpose, Purpose::Update | Purpose::Annual) && !is_due;
        let of = if dated { Some(Value::<Day>::parse(&cell(INFORMATION_DATE)).known()?) } else { None };
        let of_slot = Slot::of(row).filter(|slot| slot.is_staged()).map(|slot| (slot, key.to_owned()));
        let missing = row.file() != field.file && !is_due;
        Some(Self { purpose, stay, of, question: Some(Question { slot, field }), missing, row: of_slot })
    }
}

/// The slot of a file of which a point of a stay has one row.
fn once(file: File) -> Option<Slot> {
    [Slot::Income, Slot::Health, Slot::Work, Slot::School].into_iter().find(|slot| slot.file() == file)
}

impl Draft {
    /// What was recorded of a stay on a day, to be corrected: of everybody of whom something was. None where nothing was.
    pub fn correct(mend: &Mend, key: String, residents: &[Resident], charts: &[Chart], today: Day) -> Option<Self> {
        let mut draft = Self::visit(mend.purpose, key, &mend.stay, residents, charts, today)?;
        draft.row = mend.row.clone();
        if let Some(of) = mend.of {
            draft.of = Value::Known(of).text();
            draft.on = draft.of.clone();
        }
        for at in 0..draft.members.len() {
            let member = draft.members.get(at)?;
            let chart = charts.iter().find(|chart| *chart.id() == member.client)?;
            let (rows, _) = draft.rows_of(chart, &member.enrollment().enrollment_id);
            let member = draft.members.get_mut(at)?;
            member.present = mend.of.is_none() || !rows.is_empty();
            member.base.extend(rows.clone());
            member.more = rows;
        }
        draft.members.iter().any(|member| member.present).then_some(draft)
    }

    /// The rows of a stay that are corrected, and those beside them that are not: of several of one slot stands here the one that is
    /// meant, or the last.
    pub(super) fn rows_of(&self, chart: &Chart, stay: &EnrollmentId) -> (Rows, Vec<(Slot, Packed)>) {
        let (mut rows, mut beside) = (Rows::new(), Vec::new());
        let is_meant = |slot: Slot, row: &Packed| self.row.as_ref().is_some_and(|(of, key)| *of == slot && row.key() == key);
        for (slot, row) in every_row(chart, stay, self.purpose, self.corrected()) {
            match rows.get(&slot).is_some_and(|kept| is_meant(slot, kept)) {
                true => beside.push((slot, row)),
                false => beside.extend(rows.insert(slot, row).map(|other| (slot, other))),
            }
        }
        (rows, beside)
    }

    /// Of what this draft corrects one row of several: of a member, or of anybody.
    pub fn one_of_several(&self, member: Option<usize>, charts: &[Chart]) -> BTreeSet<Slot> {
        let members = self.members.iter().enumerate().filter(|(at, one)| one.present && member.is_none_or(|member| member == *at));
        let beside = members.flat_map(|(_, one)| {
            let chart = charts.iter().find(|chart| *chart.id() == one.client);
            chart.map(|chart| self.rows_of(chart, &one.enrollment().enrollment_id).1).unwrap_or_default()
        });
        beside.map(|(slot, _)| slot).collect()
    }

    /// True where a row that is meant is not the one of its slot that this draft corrects.
    pub fn passes_over(&self, meant: &RowOf) -> bool {
        let keys = || self.members.iter().filter_map(|one| one.more.get(&meant.0)).map(Packed::key);
        keys().next().is_some() && !keys().any(|key| key == meant.1)
    }

    /// What was typed as a correction of a day that is not recorded any more, taken up as what is recorded anew of that day: `new` is such
    /// a draft, with nothing in it.
    pub fn anew(mut self, new: Self) -> Self {
        (self.id, self.of, self.row) = (new.id.clone(), String::new(), None);
        self.rebase(new);
        self
    }

    /// The day whose answers are corrected; none where new ones are recorded, and of what is recorded once.
    pub fn corrected(&self) -> Option<Day> {
        Value::parse(&self.of).known()
    }

    /// The day on which it was begun; none where that was not noted.
    pub fn begun_on(&self) -> Option<Day> {
        Value::parse(&self.begun).known()
    }
}
