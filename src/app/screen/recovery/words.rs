//! What is said about records that cannot be opened as usual: what is damaged, what is safe, what is behind it. And the report of it.

use crate::app::action::Consent;
use crate::app::backups::day;
use crate::domain::Instant;
use crate::domain::words::count;
use crate::store::{Found, Holds, Obstacle, What};
use std::fmt::Write as _;

/// The title of the page.
pub fn headline(what: &What) -> &'static str {
    match what {
        What::Journal { .. } => "A part of the journal is damaged",
        What::NoJournal => "The journal of the records is missing",
        What::NoKeys => "Both key files are damaged or missing",
        What::Older { .. } => "These records are older than they were",
        What::Different => "These are not the records last used here",
        What::Newer => "A newer Wayhome made these records",
        What::InUse { .. } => "The records are open in another window",
        What::Other => "The records cannot be opened",
    }
}

/// What is so, and why.
pub fn damage(obstacle: &Obstacle) -> String {
    let good = obstacle.good.map_or(0, |(sequence, _)| sequence);
    match &obstacle.what {
        What::Journal { .. } => format!(
            "Behind save {good} the journal cannot be read as it was written. The disk, or something that wrote to it, has changed it."
        ),
        What::Older { known } => format!("They end with save {good}, but this computer has confirmed save {known}."),
        What::Different => format!("Save {good} is not the one that this computer has confirmed."),
        What::NoKeys => "The files vault and vault.copy, each of which opens the records, cannot be read or are not there.".to_owned(),
        What::NoJournal => "The folder journal in the folder of the records, or its first file, is not there.".to_owned(),
        _ => obstacle.words.clone(),
    }
}

/// What is safe.
pub fn safe(obstacle: &Obstacle, now: Instant) -> String {
    match (obstacle.good, &obstacle.what) {
        (Some((sequence, at)), _) => {
            let when = at.map(|at| format!(", made {}", day(at, now))).unwrap_or_default();
            format!("Everything up to save {sequence}{when}. Its chain is whole, so not a letter of it has changed.")
        }
        (None, What::Newer | What::InUse { .. }) => "Everything. Nothing is damaged, and nothing was changed.".to_owned(),
        (None, What::NoKeys) => "The sealed records may be whole, but without a key file nobody can tell. Nothing was changed.".to_owned(),
        (None, _) => "What is in the backups below. Nothing was changed here.".to_owned(),
    }
}

/// What lies behind the damage, or is missing: what it is called, and what is so.
pub fn behind(what: &What, good: Option<u64>) -> Option<(&'static str, String)> {
    let missing = "What is missing";
    Some(match what {
        What::Journal { after, .. } => {
            let words = match (after.first(), after.last()) {
                (Some(first), Some(last)) => {
                    let saves = if first == last { format!("Save {first}") } else { format!("Saves {first} to {last}") };
                    let why =
                        "can still be read, but nobody can prove that nothing is missing between. They are not shown, and stay there.";
                    format!("{saves} {why}")
                }
                _ => "Nothing that can be read. What stands there stays where it is.".to_owned(),
            };
            ("What is behind the damage", words)
        }
        What::Older { known } => {
            let first = good.map_or(1, |good| good + 1);
            let saves = if first >= *known { format!("Save {known} was") } else { format!("Saves {first} to {known} were") };
            (missing, format!("{saves} confirmed on this computer and are not in these records. Was an old copy put back?"))
        }
        What::Different => {
            let words = "The last save has the right number, but it is another one. Was a copy from another computer put back?";
            (missing, words.to_owned())
        }
        _ => return None,
    })
}

/// The backup that reaches furthest, where it reaches further than what can be read.
pub fn best(obstacle: &Obstacle) -> Option<usize> {
    let good = obstacle.good.map_or(0, |(sequence, _)| sequence);
    let reach = obstacle.backups.iter().enumerate().filter_map(|(at, found)| match found.holds {
        Holds::Proved(proof) => Some((proof.sequence, proof.at, at)),
        _ => None,
    });
    reach.filter(|(sequence, ..)| *sequence > good).max().map(|(.., at)| at)
}

/// The ways to open the records all the same: id, button, what follows from it.
pub fn ways(what: &What, good: Option<u64>) -> Vec<(&'static str, Consent, &'static str, String)> {
    let good = good.map(|good| format!(" as of save {good}")).unwrap_or_default();
    let again = || ("recovery-again", Consent::Ask, "Try again", "Opens the records again with the same passphrase.".to_owned());
    match what {
        What::Journal { .. } => vec![(
            "recovery-read-only",
            Consent::ReadOnly,
            "Open for reading only",
            format!("Shows the records{good}. Nothing can be changed, and the damage stays as it is."),
        )],
        What::Older { .. } | What::Different => vec![(
            "recovery-go-on",
            Consent::GoOn,
            "Go on with these records",
            format!("Opens them{good}, and from now on they are the right ones. What is missing here is then only in a backup."),
        )],
        What::Other => vec![
            again(),
            (
                "recovery-rebuild",
                Consent::Rebuild,
                "Rebuild the working copy",
                "Sets the working copy aside, makes it again from the journal, and opens the records. Nothing can be lost by it."
                    .to_owned(),
            ),
        ],
        What::NoJournal | What::NoKeys | What::Newer | What::InUse { .. } => vec![again()],
    }
}

/// True where a backup can help.
pub fn restorable(what: &What) -> bool {
    !matches!(what, What::Newer | What::InUse { .. })
}

/// True where something can be read.
pub fn readable(what: &What) -> bool {
    matches!(what, What::Journal { .. } | What::Older { .. } | What::Different)
}

/// What a backup is called.
pub fn name(at: usize, found: &Found) -> String {
    match at {
        0 => "First folder beside the records".to_owned(),
        1 => "Second folder beside the records".to_owned(),
        _ => found.folder.display().to_string(),
    }
}

/// What a backup holds, and whether it reaches further than what can be read here.
pub fn holds(found: &Found, good: Option<u64>, now: Instant) -> String {
    match found.holds {
        Holds::Nothing => "No backup is there.".to_owned(),
        Holds::Closed => "A backup that this passphrase does not open, or whose key file is damaged.".to_owned(),
        Holds::Unproved => "A backup without a proof: the last one was interrupted. Restoring proves it.".to_owned(),
        Holds::Proved(proof) => {
            let than = match good {
                None => String::new(),
                Some(good) if proof.sequence > good => format!(" {} more than can be read here.", count(proof.sequence - good, "save")),
                Some(good) if proof.sequence < good => format!(" {} fewer than can be read here.", count(good - proof.sequence, "save")),
                Some(_) => " As far as can be read here.".to_owned(),
            };
            format!("Proved {}, up to save {}.{than}", day(proof.at, now), proof.sequence)
        }
    }
}

/// A report for those who look after Wayhome: what is wrong, in numbers. No client, no name, no path.
pub fn report(obstacle: &Obstacle, now: Instant) -> String {
    let mut text = format!("Wayhome {}\n{}\n\n", env!("CARGO_PKG_VERSION"), now.format("%m/%d/%Y %H:%M"));
    let _ = writeln!(text, "{}", headline(&obstacle.what));
    let _ = match &obstacle.what {
        What::Journal { file, at, after } => writeln!(text, "{file}, byte {at}; readable behind it: {after:?}"),
        What::Older { known } => writeln!(text, "remembered: save {known}"),
        _ => Ok(()),
    };
    let _ = match obstacle.good {
        Some((sequence, _)) => writeln!(text, "readable: up to save {sequence}"),
        None => writeln!(text, "readable: nothing"),
    };
    for (at, found) in obstacle.backups.iter().enumerate() {
        let what = ["first folder beside the records", "second folder beside the records"].get(at).copied().unwrap_or("second place");
        let _ = match found.holds {
            Holds::Proved(proof) => writeln!(text, "{what}: proved {}, save {}, {}", proof.at, proof.sequence, proof.mark()),
            Holds::Unproved => writeln!(text, "{what}: no proof"),
            Holds::Closed => writeln!(text, "{what}: does not open"),
            Holds::Nothing => writeln!(text, "{what}: nothing"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<What> {
        let journal = |after| What::Journal { file: "00000001.log".to_owned(), at: 99, after };
        let rest = [What::NoJournal, What::NoKeys, What::Different, What::Newer, What::InUse { by: "process 1".to_owned() }, What::Other];
        let mut all = vec![journal(vec![]), journal(vec![7]), journal(vec![7, 8, 9]), What::Older { known: 9 }];
        all.extend(rest);
        all
    }

    #[test]
    fn every_obstacle_says_what_is_so_and_has_a_way_out() {
        for what in all() {
            for good in [None, Some((5, Some(Instant::default())))] {
                let obstacle = Obstacle { what: what.clone(), words: String::new(), good, backups: Vec::new() };
                let known = good.map(|(sequence, _)| sequence);
                assert!(safe(&obstacle, Instant::default()).ends_with('.'), "{what:?}");
                assert!(behind(&what, known).is_none_or(|(_, words)| words.ends_with(['.', '?'])), "{what:?}");
                let ways = ways(&what, known);
                assert!(!ways.is_empty() && ways.iter().all(|(.., words)| words.ends_with('.')), "{what:?}");
                assert!(!headline(&what).is_empty() && report(&obstacle, Instant::default()).contains(headline(&what)));
            }
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(behind(&What::Older { known: 9 }, Some(5)).is_some_and(|(_, words)| words.starts_with("Saves 6 to 9 were")));
        assert!(behind(&What::Older { known: 6 }, Some(5)).is_some_and(|(_, words)| words.starts_with("Save 6 was")));
    }
}
