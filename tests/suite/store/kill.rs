//! Killed at any moment: every save that was acknowledged is there, and none is half there.

use super::*;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "WAYHOME_KILL_FOLDER";
/// A save touches this many clients; all of them or none must be there.
const TOGETHER: usize = 3;

/// Not a test: the child that is killed. It prints the number of each save that was acknowledged.
#[test]
#[ignore = "the child of the test below"]
fn kill_child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let place = place(Path::new(&folder));
    let (store, _) = Store::open(&place, &secret()).unwrap();
    let mut next = store.cards().unwrap().len();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let handle = Handle::spawn(store).unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        let changes = (next..next + TOGETHER).map(|n| Change::row(None, &client(n)).unwrap()).collect();
        next += TOGETHER;
        let sequence = runtime.block_on(handle.commit(Commit::new("Add", changes), now())).unwrap();
        writeln!(out, "saved {sequence} {next}").unwrap();
        out.flush().unwrap();
    }
}

fn place(folder: &Path) -> Place {
    Place { data: folder.join("data"), anchor: Some(folder.join("config")) }
}

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost() {
    let desk = Desk::new();
    let folder = desk.place.data.parent().unwrap();
    let mut acknowledged = (1u64, 0usize);
    for round in 0..50u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::kill::kill_child", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reader = std::thread::spawn(move || {
            let saved = |line: String| {
                let (sequence, next) = line.split_once("saved ")?.1.split_once(' ')?;
                Some((sequence.parse::<u64>().ok()?, next.parse::<usize>().ok()?))
            };
            lines.map_while(Result::ok).filter_map(saved).last()
        });
        std::thread::sleep(Duration::from_millis(20 + round * 7919 % 230));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged = reader.join().unwrap().unwrap_or(acknowledged);
        let (store, notices) = desk.open().unwrap_or_else(|e| panic!("round {round}: {e}"));
        assert!(notices.iter().all(|n| *n == Notice::Interrupted || *n == Notice::Rebuilt), "round {round}: {notices:?}");
        let (sequence, clients) = (store.sequence(), store.cards().unwrap().len());
        assert!(sequence >= acknowledged.0 && clients >= acknowledged.1, "round {round}: {sequence} {clients}, {acknowledged:?}");
        assert_eq!(clients, usize::try_from(sequence - 1).unwrap() * TOGETHER, "round {round}: half a save");
        acknowledged = (sequence, clients);
    }
    assert!(acknowledged.0 > 50, "too little happened: {acknowledged:?}");
    assert_eq!(verify(&desk.place, &secret()).unwrap().problems, Vec::<String>::new());
}
