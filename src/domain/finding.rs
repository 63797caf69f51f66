//! What a rule has to say.

use super::field::FieldId;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Saved, flagged, and listed before an export.
    Fix,
    /// Cannot be a record; the form keeps its text as a draft.
    Stop,
}

/// One rule that spoke: which, about what, how much it matters, and the words for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id in the documentation, such as `R-420-11`.
    pub rule: &'static str,
    /// The field that the user would change.
    pub field: FieldId,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what to do, in plain words, without the client's data.
    pub words: String,
}

impl Finding {
    /// A finding that stops the save.
    pub fn stop(rule: &'static str, field: FieldId, words: impl Into<String>) -> Self {
        Self { rule, field, severity: Severity::Stop, words: words.into() }
    }

    /// A finding that is saved and flagged.
    pub fn fix(rule: &'static str, field: FieldId, words: impl Into<String>) -> Self {
        Self { rule, field, severity: Severity::Fix, words: words.into() }
    }

    /// A finding that informs.
    pub fn note(rule: &'static str, field: FieldId, words: impl Into<String>) -> Self {
        Self { rule, field, severity: Severity::Note, words: words.into() }
    }
}

/// True where any of them stops a save.
pub fn stops(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Stop)
}
