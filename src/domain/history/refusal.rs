//! Why a save cannot be taken back, in words.

use super::{beside_what, kept_beside, record};
use crate::domain::FieldId;
use crate::domain::field::Origin;
use crate::domain::hud::File;
use std::fmt;

/// One reason against an undo. It knows records by their ids, and names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such save.
    Unknown {
        /// The number that was asked for.
        sequence: u64,
        /// The last one there is.
        last: u64,
    },
    /// It changed no record: drafts and settings are not undone.
    Nothing {
        /// Its number.
        sequence: u64,
    },
    /// Later changes touch the same cells.
    Changed {
        /// The record.
        file: File,
        /// Its id.
        key: String,
        /// What differs from how the save left it.
        fields: Vec<FieldId>,
        /// The last save that touched it since, where one did.
        by: Option<u64>,
    },
    /// The record is not there any more.
    Gone {
        /// The record.
        file: File,
        /// Its id.
        key: String,
        /// The save that took it away, where it is known.
        by: Option<u64>,
    },
    /// Something that came later hangs on a record that would go.
    Referred {
        /// The record that would go.
        file: File,
        /// Its id.
        key: String,
        /// Which record refers to it.
        from: File,
        /// The id of that one.
        from_key: String,
        /// The save that made it refer, where one did since.
        by: Option<u64>,
    },
    /// What would come back refers to a record that was taken back meanwhile.
    Dangling {
        /// The field that would refer.
        field: FieldId,
        /// The record that has it.
        key: String,
        /// The id that it would name.
        to: String,
    },
    /// It would change a case note that is read only (R-NOTE-2).
    Closed {
        /// The note.
        file: File,
        /// Its id.
        key: String,
        /// The save that closed it, where it did so since.
        by: Option<u64>,
    },
    /// The record was given another id.
    Renamed {
        /// The record.
        file: File,
        /// Its id.
        key: String,
    },
}

impl Refusal {
    /// The reason in a sentence, records called as `name` calls the one of this file and id.
    pub fn in_words(&self, name: &dyn Fn(File, &str) -> String) -> String {
        match self {
            Self::Unknown { sequence, last } => format!("There is no save {sequence}; the last one is {last}."),
            Self::Nothing { sequence } => {
                format!("Save {sequence} changed no record. Drafts and settings are not undone; change them where they are.")
            }
            // Its cells are how we keep it, and tell nobody anything.
            Self::Changed { file, key, by, .. } if file.info().origin == Origin::Beside => {
                format!("{} was changed since{}. {}", name(*file, key), by_save(*by), first(*by))
            }
            Self::Changed { file, key, fields, by } => {
                let labels: Vec<&str> = fields.iter().map(|field| field.label()).collect();
                let (labels, were) = (labels.join(", "), if fields.len() == 1 { "was" } else { "were" });
                format!("{}: {labels} {were} changed since{}. {}", name(*file, key), by_save(*by), first(*by))
            }
            Self::Gone { file, key, by } => format!("{} was taken away since{}. {}", name(*file, key), by_save(*by), first(*by)),
            Self::Referred { file, key, from, from_key, by } => {
                let since = by.map(|save| format!(" since save {save}")).unwrap_or_default();
                format!("{} cannot be taken away: {} depends on it{since}. {}", name(*file, key), name(*from, from_key), first(*by))
            }
            Self::Dangling { field, key, to } => {
                let to = field.info().refers.map_or_else(|| to.clone(), |file| name(file, to));
                let (from, label) = (name(field.file, key), field.label());
                format!("{from}: {label} would name {to}, which was taken back meanwhile. Bring that back first.")
            }
            Self::Closed { file, key, by } => {
                let closed = by.map_or_else(|| "the save that closed it".to_owned(), |save| format!("save {save}, which closed it"));
                format!("{} is read only. First undo {closed}; or write another note.", name(*file, key))
            }
            Self::Renamed { file, key } => {
                format!("{} was given another id; that is not undone here.", name(*file, key))
            }
        }
    }
}

/// By their ids, where nobody knows more of them.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(&by_id))
    }
}

fn by_id(file: File, key: &str) -> String {
    match beside_what(file, key) {
        Some((of, key)) => kept_beside(file, &format!("{} {key}", record(of))),
        None => format!("{} {key}", record(file)),
    }
}

fn by_save(by: Option<u64>) -> String {
    by.map(|save| format!(", last by save {save}")).unwrap_or_default()
}

fn first(by: Option<u64>) -> String {
    by.map_or_else(|| "Change it where it stands.".to_owned(), |save| format!("Undo save {save} first, or change it where it stands."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::at;

    #[test]
    fn what_is_kept_beside_a_record_is_called_by_that_record() {
        let changed = |file, key: &str, field| Refusal::Changed { file, key: key.to_owned(), fields: vec![field], by: None }.to_string();
        let stands = "was changed since. Change it where it stands.";
        let theirs = changed(File::Theirs, "Enrollment E1", at::theirs::OPEN);
        assert_eq!(theirs, format!("The answer of the HMIS to Enrollment E1 {stands}"));
        let extra = changed(File::ExtraOfClient, "Enrollment E1", at::extra_of_client::CELLS);
        assert_eq!(extra, format!("What an import kept beside Enrollment E1 {stands}"));
        let health = changed(File::HealthAndDV, "H1", at::health_and_dv::WHEN_OCCURRED);
        assert!(health.starts_with("Health and domestic violence H1: "), "{health}");
        // A file of which the name begins like a record.
        let file = changed(File::ExtraFile, "Client notes.csv", at::extra_file::CONTENT);
        assert_eq!(file, format!("The file of an import Client notes.csv {stands}"));
    }
}
