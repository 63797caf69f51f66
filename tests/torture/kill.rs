//! The program is killed at any moment, while it saves the script and makes backups.

use super::script::{self, PASSPHRASE, SIZES, Seen, place, secret};
use super::{Dice, Tally, Wrong, disks, open};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use wayhome::store::{Cost, Handle, Notice, Passphrase, Store, restore_on, verify};

/// What the child does until it is killed, or until it has saved so much: it opens the store, goes on with the script, and prints the number of each save that was
/// acknowledged, while one backup after the other is made beside it.
pub fn child(root: &Path, until: u64) {
    let place = place(root);
    let (mut store, _) = Store::open(&place, &secret(PASSPHRASE)).unwrap();
    store.set_sizes(SIZES);
    let mut next = store.sequence() + 1;
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let handle = Handle::spawn(store).unwrap();
    let mut backups = None;
    let mut out = std::io::stdout().lock();
    while next <= until {
        let saved = runtime.block_on(handle.commit(script::commit(next), script::now())).unwrap();
        writeln!(out, "saved {saved}").unwrap();
        out.flush().unwrap();
        next = saved + 1;
        if backups.as_ref().is_none_or(std::thread::JoinHandle::is_finished) {
            let backup = runtime.block_on(handle.call(|store| store.backup())).unwrap().unwrap();
            let at = script::now() + chrono::Duration::seconds(i64::try_from(saved).unwrap());
            backups = Some(std::thread::spawn(move || backup.write(at).map(drop).unwrap()));
        }
    }
}

/// Makes a store that a child can work on.
pub fn make(root: &Path) {
    drop(Store::create(&place(root), &Passphrase::new(PASSPHRASE), &script::profile(), Cost::WEAK, script::now()).unwrap());
}

/// Kills a child so many times, one after the other on the same store. `start` makes the command that runs [`child`] on a folder.
pub fn rounds(rounds: usize, start: &dyn Fn(&Path) -> Command) -> Tally {
    let (folder, mut tally, mut acknowledged) = (TempDir::new().unwrap(), Tally::default(), 1);
    make(folder.path());
    for round in 0..rounds {
        let mut child = start(folder.path()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reader = std::thread::spawn(move || {
            let saved = |line: String| line.split_once("saved ")?.1.trim().parse::<u64>().ok();
            lines.map_while(Result::ok).filter_map(saved).last()
        });
        std::thread::sleep(Duration::from_millis(30 + Dice::of(round).below(250) as u64));
        // The child that this round has started, by the handle to it.
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged = reader.join().unwrap().unwrap_or(acknowledged);
        match judge(folder.path(), acknowledged, round % 10 == 9 || round + 1 == rounds) {
            Ok((sequence, said)) => {
                acknowledged = sequence;
                tally.count(&format!("round {round}"), Ok(said));
            }
            Err(wrong) => tally.count(&format!("round {round}"), Err(wrong)),
        }
    }
    if acknowledged < rounds as u64 {
        tally.count("all rounds", Err(Wrong::Closed(format!("too little happened: {acknowledged} saves"))));
        tally.trials -= 1;
    }
    tally
}

/// Every save that was acknowledged is there, and each is the one of the script, whole. `thorough` asks the backups and the proof, too.
pub fn judge(root: &Path, acknowledged: u64, thorough: bool) -> Result<(u64, bool), Wrong> {
    let place = place(root);
    let (store, notices) = open(&place, &[PASSPHRASE])?;
    if let Some(other) =
        notices.iter().find(|n| !matches!(n, Notice::Interrupted | Notice::SetAside { .. } | Notice::Rebuilt | Notice::KeyFileRenewed))
    {
        return Err(Wrong::Lost(other.to_string()));
    }
    let seen = Seen::of(&store)?;
    if seen.sequence < acknowledged {
        return Err(Wrong::Lost(format!("{} of {acknowledged}", seen.sequence)));
    }
    if seen.history(2).iter().zip(2..).any(|(commit, sequence)| *commit != script::commit(sequence)) {
        return Err(Wrong::Torn(format!("somewhere before save {}", seen.sequence)));
    }
    let proofs = store.proofs();
    drop(store);
    if thorough {
        let proved = verify(&place, &secret(PASSPHRASE)).map_err(|e| Wrong::Closed(e.to_string()))?;
        if !proved.problems.is_empty() {
            return Err(Wrong::Torn(proved.problems.join(" ")));
        }
        let elsewhere = TempDir::new().unwrap();
        let bring = |name: &str| {
            let mirror = place.data.join("backups").join(name);
            restore_on(&*disks::unsynced(), &mirror, &secret(PASSPHRASE), None, &script::place(&elsewhere.path().join(name))).ok()
        };
        let best = ["a", "b"].into_iter().filter_map(bring).map(|done| done.sequence).max();
        if best < proofs.iter().map(|proof| proof.sequence).max() {
            return Err(Wrong::Lost(format!("the backups reach to {best:?}, but {proofs:?} were proved")));
        }
    }
    Ok((seen.sequence, !notices.is_empty()))
}
