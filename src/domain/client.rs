//! A new client's row: what was not answered is said in HUD's words, so that the row is whole from its first day.

use super::change::Commit;
use super::check::{self, RACES};
use super::code::Code;
use super::date;
use super::entry::Value;
use super::finding::Finding;
use super::hud::{Client, DobQuality, NameQuality, SsnQuality, YesNo, at};
use super::row::Row;
use super::stamp::{Plan, Stamp};
use super::{ask::Person, entry::Day};

/// The plan of adding a client: the row as typed, `PersonalID` given, with 99 where HUD wants an answer and there is none.
///
/// # Errors
/// Everything that was found, where something of it stops the save.
pub fn new_client(mut row: Client, stamp: &Stamp) -> Result<Plan, Vec<Finding>> {
    let mut findings = Vec::new();
    if row.personal_id.is_blank() {
        findings.push(Finding::stop("R-CSV-8", at::client::PERSONAL_ID, "The client has no id. Close the form and open it again."));
    }
    complete(&mut row, stamp.today());
    findings.extend(check::client(&row, stamp.today()));
    Plan::unless_stopped(Commit::new("New client", stamp.change(None, &mut row).into_iter().collect()), findings)
}

/// The plan of a change of a client's row. Nothing is completed: what was blank may stay blank.
///
/// # Errors
/// Everything that was found, where something of it stops the save and was not there before.
pub fn save_client(before: &Client, mut row: Client, stamp: &Stamp) -> Result<Plan, Vec<Finding>> {
    let today = stamp.today();
    let unchanged = |f: &Finding| before.get(f.field) == row.get(f.field);
    let findings = check::spare_inherited(&check::client(before, today), check::client(&row, today), unchanged);
    Plan::unless_stopped(Commit::new("Client information", stamp.change(Some(before), &mut row).into_iter().collect()), findings)
}

/// Writes 99 where HUD wants an answer and there is none (R-NAM-1, R-SSN-3, R-DOB-2, R-RAC-1, R-VET-1).
pub fn complete(row: &mut Client, today: Day) {
    fill(&mut row.name_data_quality, NameQuality::NotCollected);
    fill(&mut row.ssn_data_quality, SsnQuality::NotCollected);
    fill(&mut row.dob_data_quality, DobQuality::NotCollected);
    fill(&mut row.sex, YesNo::NotCollected.code());
    let yes = YesNo::Yes.code().to_string();
    if !RACES.iter().any(|f| row.get(*f) == yes) {
        fill(&mut row.race_none, YesNo::NotCollected.code());
    }
    for field in RACES.into_iter().filter(|f| row.get(*f).is_empty()).collect::<Vec<_>>() {
        row.put(field, &YesNo::No.code().to_string());
    }
    if row.dob.known().and_then(|born| date::age(born, today)).is_some_and(|age| age < Person::ADULT) {
        row.veteran_status = Value::Known(YesNo::NotCollected);
    }
    fill(&mut row.veteran_status, YesNo::NotCollected);
}

fn fill<T>(cell: &mut Value<T>, answer: T) {
    if cell.is_blank() {
        *cell = Value::Known(answer);
    }
}
