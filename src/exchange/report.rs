//! What became of every row and cell that was not taken over exactly as it came. Shown after an import, and printed by `import`.
//!
//! No line holds a name, a Social Security Number or a date of birth: a line says where to look, not what stands there.

use super::visible::visible;
use crate::domain::File;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

/// So many lines are kept for one column and rule; of further ones only the number.
const LINES_OF_A_KIND: u64 = 1000;

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Outcome {
    /// Taken over as it came; good to know.
    Kept,
    /// Taken over in another form.
    Changed,
    /// Kept aside, because HUD retired the column: nobody's mistake.
    Retired,
    /// Not taken over.
    Refused,
    /// Told before, and not in this full export any more.
    Gone,
}

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The file, such as `Event.csv`.
    pub file: String,
    /// The physical line in it, the header being line 1; 0 where the whole file is meant.
    pub line: u64,
    /// The column, where it is one cell or one column.
    pub column: Option<String>,
    /// The rule: `R-IMP-…`.
    pub rule: &'static str,
    /// What happened.
    pub outcome: Outcome,
    /// Why, in words.
    pub words: String,
}

/// How many rows of a file came in. `read` is the sum of the other three.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FileCount {
    /// The file.
    pub file: String,
    /// Rows below the header.
    pub read: u64,
    /// Rows taken over.
    pub kept: u64,
    /// Rows that stood there again, word for word.
    pub repeated: u64,
    /// Rows not taken over.
    pub refused: u64,
}

/// Lines that were counted but not listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct More {
    /// The file.
    pub file: String,
    /// The column.
    pub column: Option<String>,
    /// The rule.
    pub rule: &'static str,
    /// What happened.
    pub outcome: Outcome,
    /// Lines of this kind, with the listed ones.
    pub count: u64,
}

/// A row that was refused because it hangs on nothing in its export, and for which a place was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its file.
    pub file: File,
    /// The line on which it stood.
    pub line: u64,
    /// The column that led nowhere.
    pub column: &'static str,
    /// False where another row with the same key was taken; a line of its own says so.
    pub taken: bool,
}

/// Everything there is to say about what was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// Per file, in HUD's order.
    pub files: Vec<FileCount>,
    /// The lines, in the order in which they were found.
    pub lines: Vec<Line>,
    /// What was too much to list.
    pub more: Vec<More>,
    /// How many of a kind were said.
    #[serde(skip)]
    kinds: HashMap<Kind, u64>,
}

/// A file, a column of it, a rule, and what happened.
type Kind = (String, Option<String>, &'static str, Outcome);

impl Report {
    /// Adds a line, or counts it where there are a thousand of its kind.
    ///
    /// Names come from the export, so what is no letter in them is written out here, for every list, file and terminal.
    pub fn push(&mut self, mut line: Line) {
        for text in [&mut line.file, &mut line.words].into_iter().chain(&mut line.column) {
            if let Cow::Owned(shown) = visible(text) {
                *text = shown;
            }
        }
        let count = self.kinds.entry((line.file.clone(), line.column.clone(), line.rule, line.outcome)).or_default();
        *count += 1;
        // Whoever is to choose what becomes of records must be able to see all of them.
        if *count <= LINES_OF_A_KIND || line.outcome == Outcome::Gone {
            return self.lines.push(line);
        }
        let (count, Line { file, column, rule, outcome, .. }) = (*count, line);
        match self.more.iter_mut().find(|m| (&m.file, &m.column, m.rule, m.outcome) == (&file, &column, rule, outcome)) {
            Some(more) => more.count = count,
            None => self.more.push(More { file, column, rule, outcome, count }),
        }
    }

    /// Takes back that these rows hang on nothing.
    pub fn placed(&mut self, rows: &[Placed]) {
        let placed: HashSet<(String, u64)> = rows.iter().map(|row| (super::file_name(row.file), row.line)).collect();
        let is_of = |line: &Line| line.outcome == Outcome::Refused && line.rule == "R-IMP-5";
        self.lines.retain(|line| !(is_of(line) && placed.contains(&(line.file.clone(), line.line))));
        for Placed { file, column, taken, .. } in rows {
            let name = super::file_name(*file);
            if let Some(count) = self.files.iter_mut().find(|count| *taken && count.file == name) {
                (count.refused, count.kept) = (count.refused.saturating_sub(1), count.kept + 1);
            }
            let kind = (name, Some((*column).to_owned()), "R-IMP-5", Outcome::Refused);
            let more = self.more.iter_mut().filter(|m| (&m.file, &m.column, m.rule, m.outcome) == (&kind.0, &kind.1, kind.2, kind.3));
            let counts = self.kinds.get_mut(&kind).into_iter().chain(more.map(|more| &mut more.count));
            counts.for_each(|count| *count = count.saturating_sub(1));
        }
        let listed = |m: &More| {
            self.lines.iter().filter(|l| (&l.file, &l.column, l.rule, l.outcome) == (&m.file, &m.column, m.rule, m.outcome)).count()
        };
        let more = std::mem::take(&mut self.more);
        self.more = more.into_iter().filter(|m| m.count > listed(m) as u64).collect();
    }

    /// Takes back that so many rows of these files were taken over: the desk refused them.
    pub fn left_out(&mut self, refused: &BTreeMap<File, u64>) {
        for (file, rows) in refused {
            let name = super::file_name(*file);
            if let Some(count) = self.files.iter_mut().find(|count| count.file == name) {
                (count.refused, count.kept) = (count.refused + rows, count.kept.saturating_sub(*rows));
            }
        }
    }

    /// Takes back every line of one outcome.
    pub fn forget(&mut self, outcome: Outcome) {
        self.lines.retain(|line| line.outcome != outcome);
        self.more.retain(|more| more.outcome != outcome);
        self.kinds.retain(|kind, _| kind.3 != outcome);
    }

    /// The lines of one outcome.
    pub fn of(&self, outcome: Outcome) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |l| l.outcome == outcome)
    }

    /// Rows taken over.
    pub fn kept(&self) -> u64 {
        self.files.iter().map(|f| f.kept).sum()
    }

    /// Rows not taken over.
    pub fn refused(&self) -> u64 {
        self.files.iter().map(|f| f.refused).sum()
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, " line {}", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        write!(f, ": {} [{}]", self.words, self.rule)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<26} {:>8} {:>8} {:>8} {:>8}", "File", "read", "kept", "repeated", "refused")?;
        for count in &self.files {
            writeln!(f, "{:<26} {:>8} {:>8} {:>8} {:>8}", count.file, count.read, count.kept, count.repeated, count.refused)?;
        }
        for (outcome, title) in [
            (Outcome::Gone, "Not in this full export any more"),
            (Outcome::Refused, "Not taken over"),
            (Outcome::Retired, "Not collected any more, and kept aside"),
            (Outcome::Changed, "Taken over in another form"),
            (Outcome::Kept, "Kept as it came, or good to know"),
        ] {
            if self.of(outcome).next().is_none() {
                continue;
            }
            writeln!(f, "\n{title}")?;
            for line in self.of(outcome) {
                writeln!(f, "  {line}")?;
            }
            for more in self.more.iter().filter(|m| m.outcome == outcome) {
                let column = more.column.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
                writeln!(
                    f,
                    "  {}{column}: {} of these in all, the first {LINES_OF_A_KIND} are listed [{}]",
                    more.file, more.count, more.rule
                )?;
            }
        }
        Ok(())
    }
}
