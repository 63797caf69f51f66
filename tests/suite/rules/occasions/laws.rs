//! The laws of writing, correcting and deleting, for every kind of record in a program that offers it.

use super::*;

/// A truthful answer to a field of a record.
fn truthful(kind: &Kind, field: FieldId, row: &Packed, pick: usize) -> String {
    let codes: Vec<_> = kind.choices(field, row).into_iter().filter(|code| code.code != YesNo::NotCollected.code()).collect();
    match field.info().kind {
        _ if field == kind.day => "2026-11-22".to_owned(),
        _ if !codes.is_empty() => codes[pick % codes.len()].code.to_string(),
        wayhome::domain::Kind::Money => format!("{}.00", 1 + pick % 900),
        wayhome::domain::Kind::Day => "2026-11-20".to_owned(),
        _ => "named".to_owned(),
    }
}

/// Answers everything that is asked, until nothing more is.
fn answer_all(stay: &Stay<'_>, kind: &Kind, record: &mut Record, picks: &[usize]) {
    let mut at = 0;
    while let Some(field) = stay.fields(kind, &record.row, None).into_iter().find(|field| record.row.get(*field).is_empty()) {
        let answer = truthful(kind, field, &record.row, picks[at % picks.len()]);
        record.row.set(field.column, &answer);
        at += 1;
    }
}

/// Every kind in a program that offers it.
fn every_kind() -> Vec<(ProjectType, &'static [u32], &'static str)> {
    let of = |id: &'static str| {
        let (_, kind, grants, ..) = PROGRAMS.iter().find(|(.., head, _, _)| head.contains(&id))?;
        Some((*kind, *grants, id))
    };
    let aftercare = (ProjectType::TransitionalHousing, &[24][..], "R20");
    KINDS.iter().filter_map(|kind| of(kind.id)).chain([aftercare]).collect()
}

#[test]
fn every_kind_has_a_program_in_these_tests() {
    assert_eq!(every_kind().len(), KINDS.len());
    for kind in KINDS {
        assert_eq!(Which::new(kind).kind().map(|k| k.id), Some(kind.id));
    }
}

/// One of every kind, truthfully, written as an export and checked as a file: nothing is said of any of them.
#[test]
fn an_export_with_every_kind_leaves_the_check_nothing_to_say_of_it() {
    for (kind, grants, id) in every_kind() {
        let (mut place, kind_of) = (Place::new(kind, grants), Kind::of(id).unwrap());
        if id == "R20" {
            place = place.left("2026-11-15");
        }
        for pick in 0..3 {
            let plan = place.run(|stay| {
                let mut record = stay.fresh(kind_of);
                answer_all(stay, kind_of, &mut record, &[pick, 3 * pick + 1, 7 * pick + 2]);
                for lines in kind_of.lines {
                    record.lines.push(Packed::new(lines.file, [(lines.of.column, "Total")]));
                }
                stay.record(kind_of, &record, None, [40 + u8::try_from(pick).unwrap(); 16], &stamp()).unwrap()
            });
            place.take(&plan);
        }
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("out.zip");
        wayhome::exchange::write(&path, &crate::exchange::request(&place.agency), [&place.chart]).unwrap();
        let checked = wayhome::exchange::Checked::file(&path, today(), &wayhome::domain::progress::Progress::default()).unwrap();
        let files: Vec<File> = kind_of.lines.iter().map(|lines| lines.file).chain([kind_of.file]).collect();
        let mine =
            |field: &FieldId| files.contains(&field.file) && (!kind_of.is_once() || kind_of.fields.iter().any(|f| f.field == *field));
        let said: Vec<String> = checked
            .said
            .iter()
            .filter(|said| said.field.is_some_and(|field| mine(&field)))
            .map(|said| format!("{} {:?}", said.rule, said.field))
            .collect();
        assert!(said.is_empty(), "{id}: {said:?}");
        let written = wayhome::exchange::read(&path).unwrap().charts().next().unwrap();
        let rows = |chart: &Chart| chart.rows().filter(|row| files.contains(&row.file())).count();
        assert_eq!(rows(&written), rows(&place.chart), "{id}: and all of it is in there");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is answered, in whatever order: nothing hidden is recorded, and recording it twice is recording it once.
    #[test]
    fn nothing_hidden_is_recorded(
        (kind, grants, id) in proptest::sample::select(every_kind()),
        cells in proptest::collection::vec((any::<prop::sample::Index>(), proptest::sample::select(vec!["0", "1", "3", "6", "12", "99", "116", "336", "435", "odd", "12.50", "2026-11-20"])), 0..20),
    ) {
        let place = Place::new(kind, grants).left("2026-11-20");
        place.run(|stay| {
            let kind = Kind::of(id).unwrap();
            let mut record = stay.fresh(kind);
            for (at, text) in &cells {
                let field = kind.fields[at.index(kind.fields.len())].field;
                record.row.set(field.column, text);
            }
            let settled = stay.settled(kind, &record, None);
            let asked = stay.fields(kind, &settled.row, None);
            for f in kind.fields {
                prop_assert!(settled.row.get(f.field).is_empty() || asked.contains(&f.field), "{:?} is hidden and recorded", f.field);
            }
            prop_assert!(stay.settled(kind, &settled, None) == settled, "twice is once");
            for told in stay.judge(kind, &settled, None) {
                prop_assert!(told.finding.rule != "R-ASK-1" || asked.contains(&told.finding.field), "hidden and required");
            }
            Ok(())
        })?;
    }

    /// What is told truthfully is written without a word, listed, corrected in its own row, and deleted; the check is silent each time.
    #[test]
    fn written_corrected_and_deleted(
        (kind, grants, id) in proptest::sample::select(every_kind()),
        picks in proptest::collection::vec(0usize..5000, 12),
        again in proptest::collection::vec(0usize..5000, 12),
    ) {
        let mut place = Place::new(kind, grants);
        if id == "R20" {
            place = place.left("2026-11-15");
        }
        let quiet = |place: &Place| {
            let found = check::everything(&place.agency, std::slice::from_ref(&place.chart), today());
            let kind = Kind::of(id).unwrap();
            let mine = |l: &&check::Located| l.finding.field.file == kind.file && (!kind.is_once() || kind.fields.iter().any(|f| f.field == l.finding.field));
            found.iter().filter(mine).map(|l| format!("{:?}", l.finding)).collect::<Vec<_>>()
        };
        let kind = Kind::of(id).unwrap();
        let plan = place.run(|stay| {
            let mut record = stay.fresh(kind);
            answer_all(stay, kind, &mut record, &picks);
            stay.record(kind, &record, None, [7; 16], &stamp())
        }).unwrap();
        let doubts = |f: &&Finding| f.severity != Severity::Note;
        prop_assert!(plan.findings.iter().all(|f| !doubts(&f)), "{:?}", plan.findings);
        prop_assert_eq!(plan.commit.what.as_str(), kind.name);
        place.take(&plan);
        let recorded = place.recorded();
        prop_assert_eq!(recorded.len(), 1);
        prop_assert_eq!(recorded[0].0, id);
        prop_assert_eq!(quiet(&place), Vec::<String>::new());
        let key = recorded[0].1.clone();
        let rows = place.chart.rows().count();
        let corrected = place.run(|stay| {
            let mut record = stay.kept(kind, &key).unwrap();
            kind.fields.iter().filter(|f| f.field != kind.day).for_each(|f| record.row.set(f.field.column, ""));
            answer_all(stay, kind, &mut record, &again);
            stay.record(kind, &record, Some(&key), [8; 16], &stamp())
        }).unwrap();
        place.take(&corrected);
        prop_assert_eq!(place.chart.rows().count(), rows, "corrected in its own row");
        prop_assert_eq!(place.recorded(), vec![(id, key.clone())]);
        prop_assert_eq!(quiet(&place), Vec::<String>::new());
        let removed = place.run(|stay| stay.remove(kind, &key, &stamp())).unwrap();
        place.take(&removed);
        prop_assert!(place.recorded().is_empty());
        prop_assert_eq!(quiet(&place), Vec::<String>::new());
        prop_assert!(place.run(|stay| stay.kept(kind, &key)).is_none() || kind.is_once());
    }
}
