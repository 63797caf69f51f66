//! What became of a record, commit by commit: how it stood earlier, and what takes a commit back.
//!
//! Nothing is wiped out: an undo is a commit of its own, the inverse of an earlier one, with its own author, moment and reason.

mod earlier;
mod household;
mod lines;
mod refusal;
mod undo;

pub use earlier::{Unclear, chart_as_of};
pub use household::{Households, Shared};
pub use lines::{Line, changed, lines};
pub use refusal::Refusal;
pub use undo::{Back, Undo, Undoing, undo};

use super::change::Change;
use super::entry::{Instant, Text};
use super::field::{FieldId, Origin};
use super::hud::File;
use super::id::ClientId;

/// A commit, as it was made.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// Its number.
    pub sequence: u64,
    /// When, in local time.
    pub at: Instant,
    /// What it changed, in order; of a commit that is looked at for one client, at least the changes of theirs.
    pub changes: &'a [Change],
}

/// What an undo of save `sequence` is called in the trail.
pub fn undo_of(sequence: u64) -> String {
    format!("{UNDO}{sequence}")
}

/// The save that a commit of this name took back; none where it is no undo.
pub fn undone_by(what: &str) -> Option<u64> {
    what.strip_prefix(UNDO)?.parse().ok()
}

const UNDO: &str = "Undo of save ";

/// True for cells that say who wrote a row and when, or in which export it travelled, and nothing about anybody.
pub fn is_bookkeeping(field: FieldId) -> bool {
    is_stamp(field.file, usize::from(field.column)) || field.info().name == "DateCreated"
}

/// The name of a kind of record, as users say it.
pub fn record(file: File) -> String {
    match file {
        File::Event => "CE Event".to_owned(),
        File::HealthAndDV => "Health and domestic violence".to_owned(),
        // What we keep beside an event: acknowledgment, resulting enrollment, reason.
        File::Referral => "CE Event answers for your CoC".to_owned(),
        File::Theirs => "The answer of the HMIS".to_owned(),
        File::Entered => "What was entered in the HMIS".to_owned(),
        File::ExtraFile => "The file of an import".to_owned(),
        file if file.info().origin == Origin::Beside => "What an import kept".to_owned(),
        file => spaced(file.info().name),
    }
}

/// One record of a kind, as it is counted ([`count`](crate::domain::words::count)).
pub fn one_of(file: File) -> &'static str {
    match file {
        File::Client => "client",
        File::Enrollment => "enrollment",
        File::Exit => "exit",
        File::IncomeBenefits => "income record",
        File::HealthAndDV => "health record",
        File::EmploymentEducation => "employment record",
        File::YouthEducationStatus => "education record",
        File::Disabilities => "disability record",
        File::Services => "service",
        File::CurrentLivingSituation => "current living situation",
        File::Assessment => "assessment",
        File::AssessmentQuestions => "assessment answer",
        File::AssessmentResults => "assessment result",
        File::Event => "CE Event",
        File::Referral => "CE Event answer",
        _ => "record",
    }
}

/// Beside which record something is kept; none for a record itself, and for a file that is kept whole.
pub fn beside_what(file: File, key: &str) -> Option<(File, &str)> {
    let beside = file.info().origin == Origin::Beside && file != File::ExtraFile;
    let (name, key) = key.split_once(' ').filter(|_| beside)?;
    // What was entered stands form by form.
    let name = name.split('.').next()?;
    Some((File::ALL.iter().copied().find(|of| of.info().name == name)?, key))
}

/// What is kept beside a record of this name.
pub fn kept_beside(file: File, name: &str) -> String {
    let joint = match file {
        File::Theirs => "to",
        File::Entered => "of",
        _ => "beside",
    };
    format!("{} {joint} {name}", record(file))
}

/// `CurrentLivingSituation` as words.
fn spaced(name: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
            words.extend(c.to_lowercase());
        } else {
            words.push(c);
        }
        before = c;
    }
    words
}

/// True for the cells that every save writes anew, whoever made it.
pub fn is_stamp(file: File, column: usize) -> bool {
    let name = file.info().columns.get(column).map_or("", |c| c.name);
    matches!(name, "DateUpdated" | "UserID") && file != File::User || name == "ExportID" && file != File::Export
}

/// The client before and after a change, as far as it says; the same one unless the row was moved.
fn owners(change: &super::RowChange) -> (Option<ClientId>, Option<ClientId>) {
    let at = change.file().and_then(|file| file.info().owner);
    let cell = change.cells.iter().find(|c| Some(usize::from(c.column)) == at);
    let owner = |text: &Text| Some(ClientId::new(text.as_str())).filter(|id| !id.is_blank()).or_else(|| change.owner.clone());
    match (&change.owner, cell) {
        (Some(_), Some(cell)) => (owner(&cell.before), owner(&cell.after)),
        (owner, _) => (owner.clone(), owner.clone()),
    }
}

/// True where a change is about this client.
pub fn concerns(change: &Change, client: &ClientId) -> bool {
    change.of_row().is_some_and(|row| {
        let (before, after) = owners(&row);
        before.as_ref() == Some(client) || after.as_ref() == Some(client)
    })
}
