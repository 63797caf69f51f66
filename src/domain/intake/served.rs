//! V1 in the intake: a veteran's service record stands in the client's row, which was there before, and is asked of whom a veterans'
//! program enrolls. It is shown as it stands there, and of the row only what was typed here is written.

use super::{Draft, IntakeCase, Member};
use crate::domain::ask::{Answers, Asking, Question, Slot};
use crate::domain::chart::Chart;
use crate::domain::client::VETERANS;
use crate::domain::field::FieldId;
use crate::domain::hud::at;
use crate::domain::row::{Packed, Row};

const fn question(field: FieldId) -> Question {
    Question { slot: Slot::Client, field }
}

impl Draft {
    /// Shows of every member what their client's row says of their service. What was typed here stays.
    pub fn know_service(&mut self, charts: &[Chart]) {
        for member in self.members.iter_mut().filter(|_| self.purpose.enrolls()) {
            let Some(chart) = charts.iter().find(|chart| *chart.id() == member.client) else { continue };
            let mut now = Packed::new(Slot::Client.file(), [] as [(u16, &str); 0]);
            for field in VETERANS {
                let kept = chart.client.get(field).to_string();
                if !member.typed_of_service(field) {
                    member.put(question(field), &kept);
                }
                now.set(field.column, &kept);
            }
            // What V1 hangs on.
            member.put(question(at::client::VETERAN_STATUS), &chart.client.get(at::client::VETERAN_STATUS));
            member.served = now;
        }
    }

    /// The client's row with what was typed of their service; none of whom that is not asked.
    pub(super) fn service(member: &Member, asking: &Asking, case: &IntakeCase<'_>) -> Option<(Packed, Packed)> {
        let asked = asking.elements().any(|element| element.slot == Slot::Client);
        let kept = case.chart(&member.client).filter(|_| asked)?.client.pack();
        let mut row = kept.clone();
        for field in VETERANS.into_iter().filter(|field| member.typed_of_service(*field)) {
            row.set(field.column, member.answer(question(field)));
        }
        Some((row, kept))
    }
}

impl Member {
    /// True where something was typed of their service.
    pub(super) fn types_of_service(&self) -> bool {
        VETERANS.into_iter().any(|field| self.typed_of_service(field))
    }

    fn typed_of_service(&self, field: FieldId) -> bool {
        self.answer(question(field)) != self.served.cell(usize::from(field.column))
    }
}
