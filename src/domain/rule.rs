//! The rules by their stable ids, as documentation, findings, tests and exchange partners cite them.
//!
//! Generated from `resources/hud/rules.json` by `build.rs`. A finding names its rule by a constant of [`Rule`], so an id that is
//! not in the table cannot be written down.

use super::finding::Severity;
use std::fmt::{self, Write as _};

/// One rule of the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule(u8);

/// What the table says of a rule.
pub struct RuleInfo {
    /// The id in the documentation, such as `R-420-11`.
    pub id: &'static str,
    /// HUD data element; may be empty.
    pub element: &'static str,
    /// How much a finding matters at most in a check over an export. None where no such check says anything.
    pub severity: Option<Severity>,
    /// What it says, in one plain sentence.
    pub says: &'static str,
    /// Why it matters, or what to do where it is broken.
    pub advice: &'static str,
    /// Numbers of the checks of Eva, HUD's own checker, that it answers.
    pub eva: &'static [u16],
    /// What answers it.
    pub by: By,
    /// Where else it is said or kept; may be empty.
    pub place: &'static str,
}

/// What answers a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Judged over the rows, by `check` and where forms have the field.
    Check,
    /// Said by the reader of an export.
    Reading,
    /// Kept by whatever Wayhome writes.
    Writing,
    /// A screen leads to it.
    Desk,
    /// A meaning, with nothing to check.
    Meaning,
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

impl Rule {
    /// What the table says of it.
    pub fn info(self) -> &'static RuleInfo {
        &RULES[usize::from(self.0)]
    }

    /// Its id, such as `R-420-11`.
    pub fn id(self) -> &'static str {
        self.info().id
    }

    /// The rule of this id, whatever its case.
    pub fn from_id(id: &str) -> Option<Self> {
        RULES.iter().position(|r| r.id.eq_ignore_ascii_case(id)).and_then(|at| u8::try_from(at).ok()).map(Self)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl PartialEq<str> for Rule {
    fn eq(&self, id: &str) -> bool {
        self.id() == id
    }
}

impl PartialEq<&str> for Rule {
    fn eq(&self, id: &&str) -> bool {
        self.id() == *id
    }
}

impl By {
    fn words(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Reading => "reading a file",
            Self::Writing => "writing a file",
            Self::Desk => "a screen",
            Self::Meaning => "nothing to check",
        }
    }
}

/// The page `resources/docs/RULES.md`: every rule, what it says, and what answers it.
pub fn page() -> String {
    let mut page = String::from(PAGE_HEAD);
    for rule in RULES {
        let severity = rule.severity.map_or("–", Severity::word);
        let eva = rule.eva.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        let mut by = rule.by.words().to_owned();
        if !rule.place.is_empty() {
            let _ = write!(by, ": {}", rule.place);
        }
        let _ = writeln!(page, "| {} | {} | {severity} | {} | {} | {eva} | {by} |", rule.id, rule.element, rule.says, rule.advice);
    }
    page
}

const PAGE_HEAD: &str = "# The rules

Made from `resources/hud/rules.json` by `WAYHOME_WRITE=1 cargo test --test suite rules_page`; a test compares the two.

The ids are stable: `wayhome check` prints them, and a script may rely on them. *Severity* is how much a finding matters at most when an
export is checked: an **error** is refused or miscounted by who receives it, a **warning** is to be looked at, a **note** is good to know.
*Eva* gives the numbers of those checks of HUD's own checker that the rule answers. *By* says what answers the rule: a check over the rows,
the reading or the writing of a file, a screen of the desk, or nothing, where the rule only gives a meaning.

Not checked is for how long somebody stays and how long ago they were met (Eva 102, 103, 104, 142): that wants limits which are local.

| Rule | HUD | Severity | Says | What to do | Eva | By |
|---|---|---|---|---|---|---|
";
