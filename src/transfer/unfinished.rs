//! What becomes of an export in which the check calls something an error that was written here: it waits, is written as
//! it is, or goes without these households, where it may (R-IMP-8, R-CSV-9).

use super::exports::Export;
use crate::domain::ClientId;
use crate::domain::words::count;
use crate::exchange::{Left, Scope};
use std::collections::BTreeSet;

/// When what is left out goes.
const LATER: &str = "Who is left out stays unsent, and comes along with the next export of what was changed.";

/// What becomes of it, as the user decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OnErrors {
    /// It waits for a word.
    #[default]
    Hold,
    /// It is written as it is, for this reason, in the words of the user; they go into the trail.
    Write(String),
}

impl OnErrors {
    /// Why it is written although there are errors; none where nobody said so.
    pub fn reason(&self) -> Option<&str> {
        let Self::Write(why) = self else { return None };
        Some(why.trim()).filter(|why| !why.is_empty())
    }
}

/// What holds an export up, in a sentence, and what can be done about it.
pub(super) fn held_up(own: u64, came: u64, can_leave: bool) -> String {
    let (them, whole) = if own == 1 { ("it", "its household") } else { ("them", "their households") };
    let (found, leave) = (count(own, "error"), if can_leave { format!(" leave {whole} out,") } else { String::new() });
    let mut words = format!(
        "Not exported yet. The check found {found} in what was written here that your HMIS may refuse. Correct {them},{leave} or say why the \
         export is to be written anyway."
    );
    if came > 0 {
        words.push_str(&format!(" {came} more came from your HMIS as they are, and hold nothing up."));
    }
    words
}

/// Whether the households of the errors can be left out, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// They can: how many would stay out and what becomes of that, and who.
    Here(String, BTreeSet<ClientId>),
    /// Nothing of it would be left: it can wait. How, and for whom.
    Alone(String, BTreeSet<ClientId>),
    /// Not of this export, and which one can go without them.
    Elsewhere(String),
}

impl Leaving {
    /// The words.
    pub fn words(&self) -> &str {
        let (Self::Here(words, _) | Self::Alone(words, _) | Self::Elsewhere(words)) = self;
        words
    }

    /// True where they can be left out of this export.
    pub fn is_here(&self) -> bool {
        matches!(self, Self::Here(..))
    }

    /// Of an export that was put together without them.
    pub(super) fn here(left: &Left, go: usize, who: BTreeSet<ClientId>) -> Self {
        let (are, is) = (if go == 1 { "is" } else { "are" }, if left.unfinished == 1 { "is" } else { "are" });
        let (go, out) = (count(go, "client"), count(left.unfinished, "client"));
        Self::Here(format!("If you leave these households out, {go} {are} exported and {out} {is} not. {LATER}"), who)
    }

    /// Of one in which nobody else is.
    pub(super) fn alone(who: BTreeSet<ClientId>) -> Self {
        let words = "Everybody in this export has an error, or shares a household with somebody who has one, so it can wait: finish their \
                     records first, and check again. Nothing is lost meanwhile: all of it stays unsent, and goes with the next export.";
        Self::Alone(words.to_owned(), who)
    }

    /// Of one that cannot go without them.
    pub(super) fn elsewhere(scope: &Scope) -> Self {
        let why = if scope.is_delta() {
            ""
        } else {
            "Your HMIS puts this export in place of what it has. Left out of it, these households would be lost there, with all their history. "
        };
        Self::Elsewhere(format!("{why}An export of what was changed here can leave them out."))
    }
}

/// What was left out so, and what becomes of it; none where nothing was.
pub(super) fn left_out(left: &Left) -> Option<String> {
    let Left { unfinished, unfinished_work, .. } = *left;
    let work = if unfinished_work > 0 { ", with work that your HMIS does not have" } else { "" };
    (unfinished > 0)
        .then(|| format!("Left out until the errors are corrected: {}, whole households{work}. {LATER}", count(unfinished, "client")))
}

/// What an export held, since which other, with what stayed out of that one, and whether anybody was left out of it: `what was changed here
/// since 11/20/2026, with what was left out of that export, without 3 unfinished clients`.
pub(super) fn held(scope: &Scope, base: Option<&Export>, left: &Left) -> String {
    let words = scope.words_since(base.map(|base| base.at.date()));
    let with = base
        .filter(|base| scope.is_since() && !scope.is_narrow() && base.left_some())
        .map_or("", |_| ", with what was left out of that export");
    match left.unfinished {
        0 => words + with,
        out => format!("{words}{with}, without {}", count(out, "unfinished client")),
    }
}
