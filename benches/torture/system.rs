//! Whole processes whose power is cut: our own program with its database, and SQLite as a control.

use crate::strace;
use crate::torture::world::Log;
use crate::torture::{Dice, Tally, Wrong, kill};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Our own program is traced while it makes a store, saves and backs up; then the power is cut so many times.
pub fn program(trials: usize) -> Tally {
    let folder = TempDir::new().unwrap();
    let (root, trace) = (folder.path().join("root"), folder.path().join("trace"));
    std::fs::create_dir(&root).unwrap();
    let mut command = strace::traced(&trace, &super::this());
    let ended = command.arg(super::LIFE).arg(&root).stdout(Stdio::null()).status().unwrap();
    assert!(ended.success(), "the traced program did not run");
    let log = strace::read(&trace, &root, &|line| line.trim().strip_prefix("saved ")?.parse().ok());
    let cut = folder.path().join("cut");
    each(&log, trials, &cut, |acknowledged| {
        let store = crate::torture::script::place(&cut);
        if acknowledged == 0 && !wayhome::store::Store::exists(&store) {
            return Ok(false);
        }
        kill::judge(&cut, acknowledged as u64, true).map(|(_, said)| said)
    })
}

/// SQLite saves three rows at once and changes three, under this setting of `synchronous`; then the power is cut so many times.
pub fn sqlite(synchronous: &str, trials: usize) -> Tally {
    const SCRIPT: &str = r"
import sqlite3, sys
db = sqlite3.connect(sys.argv[1] + '/control.db', isolation_level=None)
db.execute('PRAGMA journal_mode=WAL'); db.execute('PRAGMA synchronous=' + sys.argv[2]); db.execute('PRAGMA wal_autocheckpoint=15')
db.execute('CREATE TABLE saved (id INTEGER PRIMARY KEY, number INTEGER, text TEXT)')
for n in range(1, 81):
    db.execute('BEGIN')
    for k in range(3):
        db.execute('INSERT INTO saved (number, text) VALUES (?, ?)', (n, 'x' * 300))
        db.execute('UPDATE saved SET text = ? WHERE id = ?', ('y' * 300 + str(n), (n * 7 + k) % (3 * n) + 1))
    db.execute('COMMIT')
    sys.stdout.write('saved %d\n' % n); sys.stdout.flush()
";
    let folder = TempDir::new().unwrap();
    let (root, trace) = (folder.path().join("root"), folder.path().join("trace"));
    std::fs::create_dir(&root).unwrap();
    let mut command = strace::traced(&trace, Path::new("python3"));
    let ended = command.args(["-c", SCRIPT]).arg(&root).arg(synchronous).stdout(Stdio::null()).status().unwrap();
    assert!(ended.success(), "the control did not run");
    let log = strace::read(&trace, &root, &|line| line.trim().strip_prefix("saved ")?.parse().ok());
    let cut = folder.path().join("cut");
    each(&log, trials, &cut, |acknowledged| rows(&cut.join("control.db"), acknowledged).map(|()| false))
}

/// The rows of a control: three of each save, as many saves as were acknowledged or one more.
fn rows(database: &Path, acknowledged: usize) -> Result<(), Wrong> {
    if !database.exists() {
        return if acknowledged == 0 { Ok(()) } else { Err(Wrong::Lost("no database".to_owned())) };
    }
    let question = "PRAGMA integrity_check; SELECT count(*), count(DISTINCT number), max(number) FROM saved;";
    let answer = Command::new("sqlite3").arg(database).arg(question).output().unwrap();
    let (text, error) = (String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
    if error.contains("no such table") && acknowledged == 0 {
        return Ok(());
    }
    let Some(("ok", counts)) = text.trim().split_once('\n') else { return Err(Wrong::Closed(format!("{text} {error}"))) };
    let counts: Vec<usize> = counts.split('|').map(|n| n.parse().unwrap_or_default()).collect();
    let saves = counts[1];
    if counts[0] != 3 * saves || counts[2] != saves {
        Err(Wrong::Torn(format!("{counts:?}")))
    } else if saves < acknowledged {
        Err(Wrong::Lost(format!("{saves} of {acknowledged}")))
    } else if saves > acknowledged + 1 {
        Err(Wrong::Torn(format!("{saves}, but only {acknowledged} were saved")))
    } else {
        Ok(())
    }
}

fn each(log: &Log, trials: usize, folder: &Path, judge: impl Fn(usize) -> Result<bool, Wrong>) -> Tally {
    let mut tally = Tally::default();
    for trial in 0..trials {
        let mut dice = Dice::of(trial);
        let end = dice.below(log.length() + 1);
        log.after_cut(end, &mut dice).write(folder);
        let acknowledged = log.said(end).unwrap_or_default();
        let wrong = |wrong: Wrong| wrong.at(&format!("operation {end}, {acknowledged} saved"));
        tally.count(&format!("cut {trial}"), judge(acknowledged).map_err(wrong));
    }
    tally
}
