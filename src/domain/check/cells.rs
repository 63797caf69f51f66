//! What can be said of any cell of any row by its column alone: readable, in its list, not too long.

use crate::domain::date;
use crate::domain::entry::{Day, Instant, Money, Scalar};
use crate::domain::field::{Column, FieldId, Kind};
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::at;
use crate::domain::row::Row;
use crate::domain::rule::Rule;

/// Fields of which a rule of their own says this.
const SAID_ELSEWHERE: [FieldId; 2] = [at::client::SSN, at::event::REFERRAL_RESULT];

/// Findings about single cells: R-IMP-3 (text where a date or number should be), R-IMP-6 (a code that is not in its list),
/// R-CSV-2 (characters that HUD forbids), R-CSV-7 and R-CSV-8 (too long). Retired codes are valid. Of a Social Security Number (R-SSN-1) and
/// of a referral's result (R-420-9) the rules of the row say it.
pub fn cells(row: &dyn Row) -> Vec<Finding> {
    let (file, mut found) = (row.file(), Vec::new());
    row.each(&mut |column, text| found.extend(of_cell(FieldId { file, column }, text)));
    found
}

/// The same of one cell.
pub fn of_cell(field: FieldId, text: &str) -> Option<Finding> {
    let info = field.file.info().columns.get(usize::from(field.column))?;
    cell(field, info, text).filter(|_| !SAID_ELSEWHERE.contains(&field))
}

fn cell(field: FieldId, column: &Column, text: &str) -> Option<Finding> {
    let label = column.label;
    let unreadable = |kind: &str| Finding::stop(Rule::R_IMP_3, field, format!("{label} is not a {kind} that can be read. Enter it again."));
    match column.kind {
        // What stands there is not said again: it may be a date of birth.
        Kind::Day => Day::read(text)
            .is_none()
            .then(|| Finding::stop(Rule::R_IMP_3, field, format!("{label} is not a date that can be read. {}.", date::instead("")))),
        // No form has these; they are whoever wrote the row's.
        Kind::Instant => Instant::read(text).is_none().then(|| {
            let deletes = if column.name == "DateDeleted" { ", and deletes the row all the same" } else { "" };
            let words = format!("{label} is not a date and time that can be read{deletes}. Mend it in the system that wrote it.");
            Finding::stop(Rule::R_IMP_3, field, words)
        }),
        Kind::Number => u32::read(text).is_none().then(|| unreadable("number")),
        Kind::Money => Money::read(text).is_none().then(|| unreadable("amount")),
        Kind::Code(_) => u32::read(text).is_none_or(|number| !column.lists(number)).then(|| {
            Finding::fix(Rule::R_IMP_6, field, format!("{label} holds an answer that is not in HUD's list. Choose one from the list."))
                .sent(Severity::Stop)
        }),
        Kind::Id => is_longer(text, 32)
            .then(|| Finding::fix(Rule::R_CSV_8, field, format!("{label} is longer than the 32 characters of a HUD id."))),
        Kind::Text(max) if is_longer(text, max) => Some(Finding::fix(
            Rule::R_CSV_7,
            field,
            format!("{label} is longer than {max} characters and will be cut in an export. Shorten it."),
        )),
        Kind::Text(_) => text.bytes().any(|byte| matches!(byte, b'<' | b'>' | b'[' | b']' | b'{' | b'}')).then(|| {
            Finding::note(Rule::R_CSV_2, field, format!("{label} has a bracket that HUD does not allow. It is left out of an export."))
                .sent(Severity::Stop)
        }),
    }
}

fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().count() > most
}
