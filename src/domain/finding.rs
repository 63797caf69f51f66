//! What a rule has to say.

use super::field::FieldId;
use super::rule::Rule;
use std::cmp::Reverse;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Saved, flagged, and listed before an export.
    Fix,
    /// Cannot be a record; the form keeps its text as a draft.
    Stop,
}

impl Severity {
    /// What a list of findings calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Fix => "warning",
            Self::Stop => "error",
        }
    }
}

/// One rule that spoke: which, about what, how much it matters, and the words for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The field that the user would change.
    pub field: FieldId,
    /// How much it matters.
    pub severity: Severity,
    /// How much it matters in a check over an export, where a receiver may refuse what a form saves and flags.
    pub sent: Severity,
    /// What is wrong and what to do, in plain words, without the client's data.
    pub words: String,
}

impl Finding {
    /// A finding that stops the save.
    pub fn stop(rule: Rule, field: FieldId, words: impl Into<String>) -> Self {
        Self::new(rule, field, Severity::Stop, words.into())
    }

    /// A finding that is saved and flagged.
    pub fn fix(rule: Rule, field: FieldId, words: impl Into<String>) -> Self {
        Self::new(rule, field, Severity::Fix, words.into())
    }

    /// A finding that informs.
    pub fn note(rule: Rule, field: FieldId, words: impl Into<String>) -> Self {
        Self::new(rule, field, Severity::Note, words.into())
    }

    fn new(rule: Rule, field: FieldId, severity: Severity, words: String) -> Self {
        Self { rule, field, severity, sent: severity, words }
    }

    /// The same finding, which matters so much in a check over an export.
    #[must_use]
    pub fn sent(self, sent: Severity) -> Self {
        Self { sent, ..self }
    }
}

/// The findings by how much they matter, the gravest first; alike ones stay in the order in which the rules spoke.
#[must_use]
pub fn gravest_first(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by_key(|f| Reverse(f.severity));
    found
}

/// What is said of a save that is not as it should be: two findings are both named, of more the others are counted. Nothing where there is none.
pub fn saved_but(what: &str, found: &[Finding]) -> Option<String> {
    let said = match found {
        [] => return None,
        [one] => one.words.clone(),
        [one, other] => format!("{} {}", one.words, other.words),
        [one, other, rest @ ..] => format!("{} {} And {} more.", one.words, other.words, rest.len()),
    };
    Some(format!("{what}, but: {said}"))
}

/// True where any of them stops a save.
pub fn stops(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Stop)
}
