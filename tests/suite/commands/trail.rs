//! What was saved, taken back and brought back: undo, trail, backups.

use super::*;

#[test]
fn a_backup_is_proved_and_brings_back_what_was_there_before() {
    let folder = Folder::with_records();
    let made = folder.open(&["backup"]).done().out;
    assert!(made.starts_with("Backed up, read back and proved: 2 saves, ") && made.ends_with(" rows.\n"), "{made}");
    let before = folder.referrals();
    let one = open_one(&before);
    folder.open(&["resolve", text(&one, "event_id"), "--result", "client-rejected", "--date", text(&one, "event_date")]).done();
    assert_ne!(folder.referrals(), before);

    let mirror = folder.path("records/backups/a");
    let mirror = mirror.to_str().unwrap();
    folder.open(&["restore", mirror, "--as-of", "7"]).stopped(1, "Save 7 is not in this backup, which ends with save 2.");
    let said = folder.open(&["restore", mirror]).done().out;
    assert_eq!(said, "Restored as of save 2. The records that were here are kept in the folder records.set-aside-1.\n");
    assert_eq!(folder.referrals(), before);
    folder.open(&["verify"]).done();
    let proved = folder.open(&["verify", "--json", folder.path("records/backups/a").to_str().unwrap()]).done().json();
    assert_eq!((proved["commits"].as_u64(), proved["problems"].as_array().map(Vec::len)), (Some(2), Some(0)));
    let copy = folder.path("records/backups/a/journal/00000001.log");
    let mut bytes = fs::read(&copy).unwrap();
    let at = bytes.len() - 20;
    bytes[at] ^= 1;
    fs::write(&copy, bytes).unwrap();
    let damaged = folder.open(&["verify", folder.path("records/backups/a").to_str().unwrap()]);
    assert!(damaged.code == 1 && damaged.out.contains("The journal is damaged in 00000001.log"), "{}", damaged.out);
    folder.open(&["restore", folder.0.path().to_str().unwrap()]).stopped(1, "There is no backup in this folder.");
    folder.open(&["backup", folder.path("passphrase").to_str().unwrap()]).stopped(2, "The backup was not made, because");
}

#[test]
fn records_that_are_older_than_they_were_are_decided_on_at_the_desk() {
    let folder = Folder::with_records();
    let one = open_one(&folder.referrals());
    let journal = folder.path("records").join("journal/00000001.log");
    let old = fs::read(&journal).unwrap();
    let resolve = ["resolve", text(&one, "event_id"), "--result", "client-rejected", "--date", text(&one, "event_date")];
    folder.open(&resolve).done();
    fs::write(&journal, &old).unwrap();
    fs::remove_dir_all(folder.path("records").join("state")).unwrap();
    // A save would make them the ones that are remembered, and nobody would ever be asked.
    for _ in 0..2 {
        folder.open(&resolve).stopped(1, "Open the desk to decide.");
    }
    assert_eq!(fs::read(&journal).unwrap(), old);
}

#[test]
fn a_save_is_undone_with_a_reason_and_the_trail_tells_it() {
    let folder = Folder::with_records();
    let one = open_one(&folder.referrals());
    let event = text(&one, "event_id");
    // An export is a save too.
    let before = cells(&Folder::with_records().exported()["Event.csv"], event);
    folder.open(&["resolve", event, "--result", "client-rejected", "--date", text(&one, "event_date"), "--reason", "=2+3"]).done();
    folder.open(&["undo", "3", "--reason", " "]).stopped(1, "An undo needs a reason");
    folder.open(&["undo", "9", "--reason", "wrong"]).stopped(1, "There is no save 9; the last one is 3.");
    let done = folder.open(&["undo", "3", "--reason", "the wrong client"]).done();
    assert!(done.out.ends_with("Saved: save 3 is taken back in 2 records by save 4.\n"), "{}", done.out);
    folder.open(&["undo", "3", "--reason", "again"]).stopped(1, "by save 4. Undo save 4 first");
    let after = cells(&folder.exported()["Event.csv"], event);
    for (column, cell) in &before {
        match column.as_str() {
            "DateUpdated" => assert!(after[column] > *cell, "the HMIS must see that it is newer"),
            "UserID" | "ExportID" => {}
            _ => assert_eq!(after[column], *cell, "{column}"),
        }
    }

    let path = folder.path("trail.csv");
    let said = folder.open(&["audit", path.to_str().unwrap()]).done();
    assert!(said.out.starts_with("5 saves proved, the last one with ") && said.out.contains("names people"), "{}", said.out);
    let mut trail = csv::Reader::from_path(&path).unwrap();
    let heads = trail.headers().unwrap().clone();
    let lines: Vec<BTreeMap<String, String>> =
        trail.records().map(|line| heads.iter().map(str::to_owned).zip(line.unwrap().iter().map(str::to_owned)).collect()).collect();
    let of = |save: &str| lines.iter().filter(|line| line["Save"] == save).cloned().collect::<Vec<_>>();
    let results: Vec<_> = of("4").into_iter().filter(|line| line["Column"] == "ReferralResult").collect();
    assert_eq!(results.len(), 1);
    let [undone] = &results[..] else { unreachable!() };
    let told = ["Worker", "What", "Reason", "Kind", "File", "Key", "Before", "After"].map(|column| undone[column].as_str());
    assert_eq!(told, ["Mai Green", "Undo of save 3", "the wrong client", "record", "Event", event, "2", ""]);
    let reason = of("3").into_iter().find(|line| line["Column"] == "NotHousedReason").unwrap();
    assert_eq!(reason["After"], "'=2+3", "no spreadsheet runs it");
    let hashes: BTreeSet<&String> = lines.iter().map(|line| &line["Hash"]).collect();
    assert_eq!(hashes.len(), 5, "each save has its own, the same on all its lines");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    let proved = folder.open(&["audit", "--json"]).done().json();
    assert_eq!((proved["saves"].as_u64(), proved["problems"].as_array().map(Vec::len)), (Some(5), Some(0)));
    assert_eq!(proved["hash"], of("5")[0]["Hash"].as_str());
    let under_a_file = folder.path("passphrase").join("trail.csv");
    folder.open(&["audit", under_a_file.to_str().unwrap()]).stopped(2, "could not be written");
}

#[test]
fn a_broken_chain_is_said_and_the_trail_ends_before_it() {
    let folder = Folder::with_records();
    let one = open_one(&folder.referrals());
    folder.open(&["resolve", text(&one, "event_id"), "--result", "client-rejected", "--date", text(&one, "event_date")]).done();
    let segment = folder.path("records/journal/00000001.log");
    let mut bytes = fs::read(&segment).unwrap();
    let at = bytes.len() - 30;
    bytes[at] ^= 1;
    fs::write(&segment, bytes).unwrap();
    let path = folder.path("trail.csv");
    let ran = folder.open(&["audit", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("The chain breaks after save 2, in 00000001.log at byte "), "{}", ran.out);
    let mut trail = csv::Reader::from_path(&path).unwrap();
    assert!(trail.records().all(|line| &line.unwrap()[0] < "3"), "what is proved is in it");
}
