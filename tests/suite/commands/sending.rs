//! `export` with its options: what is written, what holds it up, what the trail keeps of it.

use super::{Folder, cells, open_one, text, unzip};

const ANYWAY: [&str; 2] = ["--anyway", "They came from the HMIS"];

/// `export OUT.zip` with these options.
fn export(folder: &Folder, options: &[&str]) -> super::Ran {
    let out = folder.path("out.zip");
    folder.open(&[&["export", out.to_str().unwrap()], options].concat())
}

#[test]
fn what_came_so_from_the_hmis_holds_nothing_up() {
    let folder = Folder::with_records();
    let done = export(&folder, &["--dry-run"]).done();
    assert!(done.out.contains("error     R-420-7") && done.out.contains("6 errors, 31 warnings, 0 notes."), "{}", done.out);
    assert!(done.out.contains("Nothing was written. The export would have ") && !folder.path("out.zip").exists(), "{}", done.out);
    let json = export(&folder, &["--dry-run", "--json"]).done().json();
    assert_eq!((json["written"].as_bool(), json["held"].as_bool()), (Some(false), Some(false)));
    let written = export(&folder, &["--json"]).done().json();
    assert_eq!((&written["rows"], &written["check"]), (&json["rows"], &json["check"]), "it says what is written");
    assert!(text(&written, "headline").contains("The check found 6 errors in what came so from your HMIS"), "{written}");
    assert_eq!(export(&folder, &["--dry-run", "--anyway", "Why"]).code, 2, "usage");
}

#[test]
fn errors_hold_it_up_until_a_reason_is_given() {
    let folder = Folder::with_records();
    {
        let place = wayhome::store::Place { data: folder.path("records"), anchor: None };
        let (mut store, _) = wayhome::store::Store::open(&place, &wayhome::store::Secret::typed(super::PASSPHRASE)).unwrap();
        let now = "2026-11-22T09:00:00".parse().unwrap();
        crate::desk::writes_in_a_mistake(&mut store, now);
    }
    let held = export(&folder, &[]);
    assert_eq!(held.code, 1, "{held:?}");
    assert!(held.out.contains("error     R-420-7") && held.out.contains("6 errors, 31 warnings, 0 notes."), "{}", held.out);
    let why = "wayhome: Not exported yet. The check found 1 error in what was written here that your HMIS may refuse. Correct it, or say \
               why the export is to be written anyway. 5 more came from your HMIS as they are, and hold nothing up. Your HMIS puts this \
               export in place of what it has. Left out of it, these households would be lost there, with all their history. An export of \
               what was changed here can leave them out. Choose that with --since-last --leave-unfinished. With --anyway \"REASON\" \
               it is written as it is.\n";
    assert_eq!(held.err, why);
    let held = export(&folder, &["--json"]);
    let json = held.json();
    assert_eq!((held.code, held.err.as_str(), json["written"].as_bool()), (1, "", Some(false)));
    assert!(json["check"]["findings"].as_array().unwrap().iter().any(|one| one["rule"] == "R-420-8" && one["id"] == "EV269003"));
    export(&folder, &["--anyway", "  "]).stopped(2, "The reason is blank");
    assert!(!folder.path("out.zip").exists());

    let whole = "--leave-unfinished";
    assert_eq!(export(&folder, &[&ANYWAY[..], &[whole]].concat()).code, 2, "one of the two");
    let period = ["--period", "2026-09-01..2026-09-30"];
    for options in [&[][..], &["--dry-run"], &["--kept-aside"], &["--unsent"], &["--project", "P01"], &period] {
        export(&folder, &[options, &[whole]].concat()).stopped(2, "--leave-unfinished goes with --since-last alone");
    }
    assert!(!folder.path("out.zip").exists());
    export(&folder, &["--since-last", whole]).stopped(1, "Each household of this export has an error");
    let alone = export(&folder, &["--since-last"]);
    assert!(alone.code == 1 && alone.err.contains("Correct it, or say why"), "{alone:?}");

    let done = export(&folder, &[&ANYWAY[..], &["--json"]].concat()).done().json();
    assert_eq!((done["written"].as_bool(), done["scope"].as_str()), (Some(true), Some("everything")));
    assert_eq!(done["rows"][0]["file"], "Export.csv");
    let trail = folder.path("trail.csv");
    folder.open(&["audit", trail.to_str().unwrap()]).done();
    let trail = std::fs::read_to_string(trail).unwrap();
    let line = trail.lines().rfind(|line| line.contains("exchange.exports")).unwrap();
    assert!(line.contains("They came from the HMIS") && line.contains("out.zip"), "{line}");
}

#[test]
fn only_what_is_asked_for_is_written() {
    let folder = Folder::with_records();
    export(&folder, &["--since-last"]).stopped(1, "Nothing was changed here yet");
    let one = open_one(&folder.referrals());
    let (event, day) = (text(&one, "event_id"), text(&one, "event_date"));
    folder.open(&["resolve", event, "--result", "client-rejected", "--date", day, "--reason", "Moved away"]).done();
    let rows = |options: &[&str], file: &str| {
        export(&folder, options).done();
        unzip(&folder.path("out.zip"))[file].lines().count() - 1
    };
    // Nothing that was changed here is an error, so nobody is asked why.
    assert_eq!(rows(&["--since-last"], "Event.csv"), 1);
    assert_eq!(cells(&unzip(&folder.path("out.zip"))["Export.csv"], "Wayhome")["ExportDirective"], "1");
    export(&folder, &["--since-last"]).stopped(1, "Nothing was changed here since the export of");

    let all = rows(&ANYWAY, "Enrollment.csv");
    let project = rows(&[&ANYWAY[..], &["--project", "P01"]].concat(), "Enrollment.csv");
    assert!(project > 0 && project < all, "{project} of {all}");
    assert_eq!(rows(&[&ANYWAY[..], &["--coc", "mn-599"]].concat(), "Enrollment.csv"), all);
    let september = rows(&[&ANYWAY[..], &["--period", "2026-09-01..2026-09-30"]].concat(), "Enrollment.csv");
    assert!(september > 0 && september < all, "{september} of {all}");
    export(&folder, &["--project", "P99"]).stopped(1, "There is no project P99");
    export(&folder, &["--updated", "1999-01-01..1999-12-31"]).stopped(1, "Nobody here belongs to this export");

    export(&folder, &[&ANYWAY[..], &["--hashed"]].concat()).done();
    let out = folder.path("out.zip");
    let checked = folder.run(&["check", out.to_str().unwrap(), "--json"]).json();
    assert_eq!(checked["hashed"].as_bool(), Some(true));
    folder.open(&["import", out.to_str().unwrap()]).stopped(1, "hashed");
}

#[test]
fn a_period_is_two_days_and_one_choice_excludes_another() {
    let folder = Folder::new();
    for options in [
        &["--period", "soon"][..],
        &["--period", "2026-09-30..2026-09-01"],
        &["--updated", "2026-02-30..2026-03-01"],
        &["--since-last", "--period", "2026-09-01..2026-09-30"],
        &["--updated", "2026-09-01..2026-09-30", "--period", "2026-09-01..2026-09-30"],
    ] {
        assert_eq!(export(&folder, options).code, 2, "{options:?}");
    }
}
