//! Referrals on the command line: listed, resolved, refused by their rules.

use super::*;

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = Folder::new();
    let bytes = |name: &str, seed: &str| {
        let path = folder.path(name);
        let said = folder.run(&["generate", "--clients", "30", "--seed", seed, path.to_str().unwrap()]).done();
        assert!(said.out.contains("30 clients") && said.out.contains("invented"), "{}", said.out);
        fs::read(path).unwrap()
    };
    let one = bytes("a.zip", "4");
    assert!(one == bytes("b.zip", "4"), "the same seed");
    assert!(one != bytes("c.zip", "5"), "another seed");
}

#[test]
fn referrals_are_listed_with_exactly_these_keys_and_filtered() {
    let folder = Folder::with_records();
    let all = folder.referrals();
    let keys: BTreeSet<&str> = [
        "event_id",
        "personal_id",
        "client",
        "event",
        "event_date",
        "project_id",
        "organization_id",
        "days_open",
        "referral_result",
        "result_date",
        "resulting_enrollment",
    ]
    .into();
    for line in &all {
        assert_eq!(line.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(), keys);
        assert_eq!(line["days_open"].is_null(), !line["referral_result"].is_null(), "the clock of an open referral alone runs: {line}");
    }
    let dates: Vec<&str> = all.iter().map(|line| line["event_date"].as_str().unwrap_or_default()).collect();
    assert!(dates.is_sorted(), "oldest first");

    let one = open_one(&all);
    let organization = text(&one, "organization_id");
    let filtered = folder.open(&["referrals", "--open", "--organization", organization, "--json"]).done().json();
    let expected: Vec<&Json> =
        all.iter().filter(|l| l["organization_id"] == one["organization_id"] && l["referral_result"].is_null()).collect();
    assert_eq!(filtered.as_array().unwrap().iter().collect::<Vec<_>>(), expected);

    let words = folder.open(&["referrals", "--open"]).done().out;
    assert!(words.contains(text(&one, "client")) && words.trim_end().ends_with("referrals."), "{words}");
}

#[test]
fn a_resolution_is_in_the_export_and_nothing_else_is() {
    let folder = Folder::with_records();
    let before = folder.exported();
    let one = open_one(&folder.referrals());
    let (id, day) = (text(&one, "event_id"), text(&one, "event_date"));
    let done = folder.open(&["resolve", id, "--result", "client-rejected", "--date", day, "--reason", "Found other housing"]).done();
    assert!(done.out.contains("Saved"), "{}", done.out);
    let after = folder.exported();

    let event = cells(&after["Event.csv"], id);
    assert_eq!((event["ReferralResult"].as_str(), event["ResultDate"].as_str()), ("2", day));
    assert_eq!(event["UserID"], "MaiGreen");
    let kept = cells(&after["CustomReferral.csv"], id);
    assert!(kept.values().any(|cell| cell == "Found other housing"), "{kept:?}");

    let was: BTreeMap<_, _> = cells(&before["Event.csv"], id);
    let changed: Vec<&str> = was.iter().filter(|(column, cell)| event[*column] != **cell).map(|(column, _)| column.as_str()).collect();
    let allowed = ["DateUpdated", "ExportID", "ReferralResult", "ResultDate", "UserID"];
    assert!(changed.iter().all(|column| allowed.contains(column)), "{changed:?}");
    let rows = |table: &str| table.lines().count();
    for (name, table) in &before {
        // Whoever changed a row is in the list of users.
        if !["CustomReferral.csv", "User.csv"].contains(&name.as_str()) {
            assert_eq!(rows(table), rows(&after[name]), "{name}");
        }
    }

    let line = folder.referrals().into_iter().find(|l| l["event_id"] == one["event_id"]).unwrap();
    assert_eq!((line["referral_result"].as_u64(), line["result_date"].as_str()), (Some(2), Some(day)));
    let proved = folder.open(&["verify", "--json"]).done().json();
    assert_eq!(proved["problems"].as_array().unwrap().len(), 0);
    assert_eq!(proved["commits"].as_u64(), Some(5), "made, imported, exported, resolved, exported");
}

#[test]
fn what_the_rules_forbid_is_refused_by_its_rule_and_changes_nothing() {
    let folder = Folder::with_records();
    let all = folder.referrals();
    let one = open_one(&all);
    let (id, day) = (text(&one, "event_id"), text(&one, "event_date"));
    let tables = folder.exported();

    // R-RES-2: somebody else's enrollment.
    let mut others = csv::Reader::from_reader(tables["Enrollment.csv"].as_bytes());
    let other = others.records().map(Result::unwrap).find(|row| &row[1] != text(&one, "personal_id")).unwrap()[0].to_owned();
    folder.open(&["resolve", id, "--result", "accepted", "--date", day, "--enrollment", &other]).stopped(1, "[R-RES-2]");

    // R-420-7: an event that is no referral has no result.
    let mut events = csv::Reader::from_reader(tables["Event.csv"].as_bytes());
    let code = events.headers().unwrap().iter().position(|h| h == "Event").unwrap();
    let plain = events.records().map(Result::unwrap).find(|row| &row[code] == "3").unwrap()[0].to_owned();
    folder.open(&["resolve", &plain, "--result", "accepted", "--date", day]).stopped(1, "[R-420-7]");

    folder.open(&["resolve", "NOSUCH", "--result", "accepted", "--date", day]).stopped(1, "There is no referral NOSUCH");
    assert_eq!(folder.exported()["Event.csv"].lines().count(), tables["Event.csv"].lines().count());
    assert_eq!(folder.referrals(), all, "nothing was changed");

    // R-420-12: a day in the future is kept and flagged.
    let done = folder.open(&["resolve", id, "--result", "provider-rejected", "--date", "2099-01-01"]).done();
    assert!(done.out.contains("Saved and flagged: The result date is in the future. Check it. [R-420-12]"), "{}", done.out);
}
