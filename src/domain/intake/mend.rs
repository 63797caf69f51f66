//! Where an answer that is recorded is corrected: in which workflow over which stay, as of which day.

use super::{Draft, Purpose, recorded};
use crate::domain::ask::{INFORMATION_DATE, Question, Slot};
use crate::domain::chart::Chart;
use crate::domain::entry::{Day, Entry, Value};
use crate::domain::field::FieldId;
use crate::domain::household::Resident;
use crate::domain::hud::{File, Stage, at};
use crate::domain::id::EnrollmentId;

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
}

impl Mend {
    /// A workflow from its beginning.
    pub fn begin(purpose: Purpose, stay: EnrollmentId) -> Self {
        Self { purpose, stay, of: None, question: None }
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
        Some(Self { purpose, stay, of, question: Some(Question { slot, field }) })
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
        let Some(of) = mend.of else { return Some(draft) };
        draft.of = Value::Known(of).text();
        draft.on = draft.of.clone();
        for member in &mut draft.members {
            let chart = charts.iter().find(|chart| *chart.id() == member.client)?;
            member.more = recorded(chart, &member.enrollment().enrollment_id, mend.purpose, Some(of));
            member.base.extend(member.more.clone());
            member.present = !member.more.is_empty();
        }
        draft.members.iter().any(|member| member.present).then_some(draft)
    }

    /// The day whose answers are corrected; none where new ones are recorded, and of what is recorded once.
    pub fn corrected(&self) -> Option<Day> {
        Value::parse(&self.of).known()
    }
}
