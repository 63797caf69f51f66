//! What becomes of an export in which the check calls something an error that was written here: it waits, leaves the households out, or is
//! written as it is (R-IMP-8).

use crate::domain::words::count;
use crate::exchange::{Checked, Left, Outgoing, Scope};

/// What becomes of it, as the user decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OnErrors {
    /// It waits for a word.
    #[default]
    Hold,
    /// The households in which they are stay out of it, whole, and unsent; the rest is written.
    LeaveOut,
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

/// What would stay out without the households of these errors, and what becomes of that; none where this is no way out: an error is of
/// nobody, or nobody would be left.
pub(super) fn without(outgoing: &Outgoing<'_>, checked: &Checked, scope: &Scope) -> Option<String> {
    let out = outgoing.clients_among(&outgoing.tied(checked.unfinished()));
    let go = outgoing.clients().saturating_sub(out);
    let helps = out > 0 && go > 0 && !checked.errs_beyond_clients();
    let stay = if out == 1 { "stays" } else { "stay" };
    helps.then(|| {
        let go = format!("{go} {}", if go == 1 { "goes" } else { "go" });
        format!("Without these households {} {stay} out of this export and {go}. {}", count(out, "client"), later(scope))
    })
}

/// What was left out so, and what becomes of it; none where nothing was.
pub(super) fn left_out(left: &Left, scope: &Scope) -> Option<String> {
    let Left { unfinished, unfinished_work, .. } = *left;
    let work = match unfinished_work {
        0 => String::new(),
        some => format!(", with {} that your HMIS does not have", count(some, "record")),
    };
    (unfinished > 0).then(|| {
        format!("Left out until the errors are corrected: {}, whole households{work}. {}", count(unfinished, "client"), later(scope))
    })
}

/// What an export held, where that was left out of it: `what was changed here, without 3 unfinished clients`.
pub(super) fn held(scope: &Scope, left: &Left) -> String {
    match left.unfinished {
        0 => scope.words(),
        out => format!("{}, without {}", scope.words(), count(out, "unfinished client")),
    }
}

/// When what is left out goes.
fn later(scope: &Scope) -> &'static str {
    if scope.is_delta() {
        "They stay unsent, and the next export of what was changed includes them."
    } else {
        "They stay unsent. Your HMIS puts this export in place of what it has, so it has nothing of them until the next export of everything."
    }
}
