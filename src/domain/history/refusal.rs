//! Why a save cannot be taken back, in words.

use super::{answer_of, record};
use crate::domain::FieldId;
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
    /// The record was given another id or another client.
    Moved {
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
            Self::Changed { file: File::Theirs, key, by, .. } => {
                format!("{} was changed since{}. {}", name(File::Theirs, key), by_save(*by), first(*by))
            }
            Self::Changed { file, key, fields, by } => {
                let labels: Vec<&str> = fields.iter().map(|field| field.label()).collect();
                let (labels, were) = (labels.join(", "), if fields.len() == 1 { "was" } else { "were" });
                format!("{}: {labels} {were} changed since{}. {}", name(*file, key), by_save(*by), first(*by))
            }
            Self::Gone { file, key, by } => format!("{} was taken away since{}. {}", name(*file, key), by_save(*by), first(*by)),
            Self::Referred { file, key, from, from_key, by } => {
                let since = by.map(|save| format!(" since save {save}")).unwrap_or_default();
                format!("{} would go, but {} refers to it{since}. {}", name(*file, key), name(*from, from_key), first(*by))
            }
            Self::Dangling { field, key, to } => {
                let to = field.info().refers.map_or_else(|| to.clone(), |file| name(file, to));
                let (from, label) = (name(field.file, key), field.label());
                format!("{from}: {label} would name {to}, which was taken back meanwhile. Bring that back first.")
            }
            Self::Moved { file, key } => {
                format!("{} was given another id or another client; that is not undone here.", name(*file, key))
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
    match answer_of(file, key) {
        Some((of, key)) => format!("{} to {} {key}", record(file), record(of)),
        None => format!("{} {key}", record(file)),
    }
}

fn by_save(by: Option<u64>) -> String {
    by.map(|save| format!(", last by save {save}")).unwrap_or_default()
}

fn first(by: Option<u64>) -> String {
    by.map_or_else(|| "Change it where it stands.".to_owned(), |save| format!("Undo save {save} first, or change it where it stands."))
}
