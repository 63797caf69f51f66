//! Case notes about those who are in a program: short ones, as they are written between two calls.

use super::agency::USERS;
use super::pen::Pen;
use crate::domain::hud::{CaseNote, Enrollment, YesNo};
use crate::domain::{Chart, Text, Value};

/// What is written down. Nobody is named.
const TEXTS: [&str; 8] = [
    "Phone call. The appointment at the housing authority is on Thursday at 10:30; bus pass handed out for both ways.",
    "Came by without an appointment. The birth certificate has arrived, the copy is in the paper file.\n\nStill missing: proof of income for last month.",
    "Looked at the unit on Alder Street together. Two rooms, second floor, no elevator.\nThe client likes it and wants to think about it until Monday.",
    "No answer on the phone, twice. Left word at the day center.",
    "Talked about the lease and what is in it: rent on the 1st, quiet after 10 pm, no smoking inside.\nThe landlord wants the deposit before the keys are handed over. Asked the office to send the check this week.",
    "Home visit. All is well; the heater works again. Next visit in two weeks.",
    "The client starts a new job on Monday, nights. Appointments are better after 2 pm from now on.",
    "Went through the budget together. After rent and phone 212 dollars are left a month.\n- cancel the second phone\n- ask about the reduced fare\n- talk again on the 15th",
];

/// Notes about the stay that is under way, of some clients.
pub fn keep(pen: &mut Pen, chart: &mut Chart) {
    let under_way = |stay: &&Enrollment| stay.date_deleted.is_blank() && chart.exit(&stay.enrollment_id).is_none();
    let Some(stay) = chart.enrollments.iter().rev().find(under_way) else { return };
    let (Some(entry), about) = (stay.entry_date.known(), stay.enrollment_id.clone()) else { return };
    if entry > pen.latest || !pen.random.chance(40) {
        return;
    }
    let first = pen.random.between(0, 7) as usize;
    for text in TEXTS.iter().cycle().skip(first).take(pen.random.between(1, 4) as usize) {
        let day = pen.within(entry, pen.latest);
        let stamp = pen.stamp(day);
        let by = USERS.iter().find(|user| user.0 == stamp.user.as_str());
        chart.notes.push(CaseNote {
            case_note_id: Text::new(pen.row_id("NLC")),
            personal_id: chart.id().clone(),
            enrollment_id: about.clone(),
            note_date: Value::Known(day),
            written_by: Text::new(by.map(|user| format!("{} {}", user.1, user.2)).unwrap_or_default()),
            note: Text::new(text),
            read_only: pen.random.chance(25).then_some(YesNo::Yes).into(),
            date_created: stamp.created,
            date_updated: stamp.updated,
            user_id: stamp.user,
            date_deleted: Value::default(),
        });
    }
}
