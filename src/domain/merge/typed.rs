//! What was made here and typed into the HMIS by hand comes back under an id that the HMIS gave it. It is known by what makes such a record
//! one and not another ([`FACTS`]), where exactly one here and one there have that in common, and from then on bears the id of the HMIS; what
//! named it by the old one follows (R-IMP-11).

use super::differing::{cells_from, cells_text};
use super::entered::Entered;
use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::entry::{Instant, Text};
use crate::domain::field::FieldId;
use crate::domain::hud::{File, at};
use crate::domain::row::{Packed, Row};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a record is known by, beside its client. A record comes after those that it hangs on. One of a file that is not here is known by
/// nothing but its id.
const FACTS: [(File, &[FieldId]); 13] = [
    (File::Enrollment, &[at::enrollment::PROJECT_ID, at::enrollment::ENTRY_DATE]),
    (File::Exit, &[at::exit::ENROLLMENT_ID]),
    (
        File::IncomeBenefits,
        &[at::income_benefits::ENROLLMENT_ID, at::income_benefits::INFORMATION_DATE, at::income_benefits::DATA_COLLECTION_STAGE],
    ),
    (File::HealthAndDV, &[at::health_and_dv::ENROLLMENT_ID, at::health_and_dv::INFORMATION_DATE, at::health_and_dv::DATA_COLLECTION_STAGE]),
    (
        File::EmploymentEducation,
        &[
            at::employment_education::ENROLLMENT_ID,
            at::employment_education::INFORMATION_DATE,
            at::employment_education::DATA_COLLECTION_STAGE,
        ],
    ),
    (
        File::Disabilities,
        &[
            at::disabilities::ENROLLMENT_ID,
            at::disabilities::INFORMATION_DATE,
            at::disabilities::DATA_COLLECTION_STAGE,
            at::disabilities::DISABILITY_TYPE,
        ],
    ),
    (
        File::YouthEducationStatus,
        &[
            at::youth_education_status::ENROLLMENT_ID,
            at::youth_education_status::INFORMATION_DATE,
            at::youth_education_status::DATA_COLLECTION_STAGE,
        ],
    ),
    (File::Services, &[at::services::ENROLLMENT_ID, at::services::DATE_PROVIDED, at::services::RECORD_TYPE, at::services::TYPE_PROVIDED]),
    (
        File::CurrentLivingSituation,
        &[
            at::current_living_situation::ENROLLMENT_ID,
            at::current_living_situation::INFORMATION_DATE,
            at::current_living_situation::CURRENT_LIVING_SITUATION,
        ],
    ),
    (File::Assessment, &[at::assessment::ENROLLMENT_ID, at::assessment::ASSESSMENT_DATE, at::assessment::ASSESSMENT_LEVEL]),
    (File::AssessmentQuestions, &[at::assessment_questions::ASSESSMENT_ID, at::assessment_questions::ASSESSMENT_QUESTION]),
    (File::AssessmentResults, &[at::assessment_results::ASSESSMENT_ID, at::assessment_results::ASSESSMENT_RESULT_TYPE]),
    (File::Event, &[at::event::ENROLLMENT_ID, at::event::EVENT_DATE, at::event::EVENT]),
];

/// What a record of this file is known by; nothing for a file of which there are none here.
pub(super) fn facts(file: File) -> &'static [FieldId] {
    FACTS.iter().find(|(of, _)| *of == file).map_or(&[], |(_, facts)| facts)
}

/// The id that the HMIS gave a record, by its file and the id that it has here.
pub type Names = BTreeMap<(File, String), String>;

/// What an export is found to hold of what was typed by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recognised {
    /// The records that are the same beyond doubt.
    pub names: Names,
    /// Records of the export that may be one of several here, or of which several may be one here. Nothing is done about them.
    pub unsure: BTreeSet<(File, String)>,
}

/// Finds in a chart what the rows of an export are, of those that the chart does not have under their ids. `is_typed` is true for a row that
/// the HMIS never told of, and that was typed into it before the export was written.
pub fn recognise(chart: &Chart, told: &[&Packed], is_typed: impl Fn(&dyn Row) -> bool) -> Recognised {
    let mut found = Recognised::default();
    let ours: Vec<&dyn Row> = chart.rows().filter(|row| !is_deleted(*row) && is_typed(*row)).collect();
    for (file, facts) in FACTS {
        let mut alike: HashMap<Vec<String>, (Vec<String>, Vec<String>)> = HashMap::new();
        for row in ours.iter().filter(|row| row.file() == file) {
            if let Some(facts) = facts_of(*row, facts, &found.names) {
                alike.entry(facts).or_default().0.push(row.key());
            }
        }
        if alike.is_empty() {
            continue;
        }
        let here: BTreeSet<String> = chart.rows().filter(|row| row.file() == file).map(Row::key).collect();
        for row in told.iter().filter(|row| row.file() == Some(file) && !here.contains(row.key()) && !is_deleted(**row)) {
            if let Some((_, theirs)) = facts_of(*row, facts, &Names::new()).and_then(|facts| alike.get_mut(&facts)) {
                theirs.push(row.key().to_owned());
            }
        }
        for (ours, theirs) in alike.into_values() {
            match (&ours[..], &theirs[..]) {
                (_, []) => {}
                ([ours], [theirs]) => drop(found.names.insert((file, ours.clone()), theirs.clone())),
                _ => found.unsure.extend(theirs.into_iter().map(|key| (file, key))),
            }
        }
    }
    found
}

/// A chart in which the records bear the names of the HMIS, and the changes that make it so. When a record was made is the HMIS's word from
/// then on, and so is the household of an enrollment: `told` gives the row of the export by its new name.
pub fn rename<'t>(chart: &Chart, names: &Names, told: impl Fn(File, &str) -> Option<&'t Packed>) -> (Chart, Vec<Change>) {
    let (mut rows, mut changes) = (Vec::new(), Vec::new());
    for row in chart.rows() {
        let (before, mut after) = (row.pack(), row.pack());
        for (at, column) in row.file().info().columns.iter().enumerate() {
            let is_key = at == row.file().info().key;
            let new = if is_key && is_beside(row.file()) {
                renamed_beside(row, names)
            } else {
                let named = column.refers.or(is_key.then_some(row.file()));
                named.and_then(|file| names.get(&(file, row.cell(at)))).cloned()
            };
            if let (Some(new), Ok(at)) = (new, u16::try_from(at)) {
                after.set(at, &new);
            }
        }
        if let Some((column, cells)) = cells_beside(row, names) {
            after.set(column, cells.as_str());
        }
        if let Some(told) = told(row.file(), after.key()).filter(|_| before.key() != after.key()) {
            let made = row.file().column("DateCreated").and_then(|at| u16::try_from(at).ok());
            let household = (row.file() == File::Enrollment).then_some(at::enrollment::HOUSEHOLD_ID.column);
            for column in [made, household].into_iter().flatten().filter(|column| !told.cell(usize::from(*column)).is_empty()) {
                after.set(column, told.cell(usize::from(column)));
            }
        }
        if before.key() == after.key() {
            changes.extend(Change::row(Some(&before), &after));
        } else {
            changes.extend(Change::gone(&before));
            changes.extend(Change::new(after.clone()));
        }
        rows.push(after);
    }
    (Chart::from_packed(&rows), changes)
}

/// What a record is known by, with the names that are known by now; none where any of it is blank.
fn facts_of(row: &dyn Row, facts: &[FieldId], names: &Names) -> Option<Vec<String>> {
    let text = |field: &FieldId| {
        let text = row.get(*field);
        let named = field.info().refers.and_then(|file| names.get(&(file, text.clone())).cloned());
        Some(named.unwrap_or(text)).filter(|text| !text.is_empty())
    };
    facts.iter().map(text).collect()
}

/// True for what is kept beside a row under the row's name.
pub(super) fn is_beside(file: File) -> bool {
    matches!(file, File::Theirs | File::Entered | File::ExtraOfClient)
}

/// The new name of what is kept beside a row that gets one.
fn renamed_beside(row: &dyn Row, names: &Names) -> Option<String> {
    let name = row.key();
    let (file, key) = place_of(&name)?;
    // What we keep beside an event is named by the event.
    let file = if file == File::Referral { File::Event } else { file };
    let new = names.get(&(file, key.to_owned()))?;
    Some(format!("{} {new}", name.strip_suffix(key)?.trim_end()))
}

/// The cells that are kept beside a row, with the new names in them.
fn cells_beside(row: &dyn Row, names: &Names) -> Option<(u16, Text)> {
    let column = match row.file() {
        File::Theirs => at::theirs::CELLS,
        File::Entered => at::entered::CELLS,
        _ => return None,
    };
    let (file, _) = place_of(&row.key())?;
    let mut cells = cells_from(file, &row.get(column))?;
    for (column, text) in &mut cells {
        let field = FieldId { file, column: *column };
        let named = field.info().refers.or((usize::from(*column) == file.info().key).then_some(file));
        if let Some(new) = named.and_then(|file| names.get(&(file, text.as_str().to_owned()))) {
            *text = Text::new(new);
        }
    }
    Some((column.column, cells_text(file, &cells)))
}

/// The file and the key of the row beside which something is kept under this name.
pub(in crate::domain) fn place_of(name: &str) -> Option<(File, &str)> {
    let (place, key) = name.split_once(' ')?;
    let name = place.split('.').next().unwrap_or_default();
    Some((File::ALL.iter().copied().find(|file| file.info().name == name)?, key))
}

fn is_deleted(row: &dyn Row) -> bool {
    row.file().column("DateDeleted").is_some_and(|at| !row.peek(at).is_empty())
}

/// True for a row that was typed into the HMIS by hand before this moment, as far as it is known.
pub fn is_entered(chart: &Chart, row: &dyn Row, written: Option<Instant>) -> bool {
    let before = |one: &Entered| written.is_none_or(|written| one.at <= Some(written));
    chart.entered.iter().filter_map(Entered::read).any(|one| one.is_of(row) && before(&one))
}
