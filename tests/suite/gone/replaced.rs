//! A full export replaces what the one before it told (R-IMP-7), for towns and losses of all kinds.

use super::*;
use crate::exchange::request;
use chrono::Months;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// People of a town as their HMIS exports them.
fn town(clients: usize, seed: u64) -> Source {
    let (agency, mut charts) = wayhome::generate::people(clients, seed, wayhome::generate::REFERENCE_DAY);
    charts.iter_mut().for_each(|chart| chart.notes.clear());
    let (folder, request) = (TempDir::new().unwrap(), request(&agency));
    let path = folder.path().join("town.zip");
    wayhome::exchange::write(&path, &request, &charts).unwrap();
    let mut town = wayhome::exchange::read(&path).unwrap();
    town.export.put(at::export::SOFTWARE_NAME, "An HMIS");
    town.agency.exports = vec![town.export.clone()];
    town
}

fn desk_of(source: &Source) -> Desk {
    Desk::of(&Hmis(source.clone()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn r_imp_7_a_full_export_replaces_what_the_one_before_it_told(
        seed in 0_u64..1000,
        months in 0_u32..12,
        picks in proptest::collection::vec(0_u8..8, 40),
    ) {
        let first = town(24, seed);
        let mut next = first.clone();
        // It was written later, over a period that may have moved on.
        let start = Day::from_ymd_opt(2026, 12, 1).unwrap() - Months::new(if months == 0 { 600 } else { months });
        let export: &mut Export = &mut next.export;
        for (field, text) in [
            (at::export::EXPORT_DATE, moment(9).write().as_str()),
            (at::export::EXPORT_START_DATE, &start.to_string()),
            (at::export::EXPORT_END_DATE, "2026-12-01"),
            (at::export::EXPORT_ID, "NEXT"),
        ] {
            export.put(field, text);
        }
        next.agency.exports = vec![next.export.clone()];
        // What is here afterwards: all that is not claimed too.
        let mut left = next.clone();
        let all: Vec<Packed> = first.folders.iter().flat_map(|folder| folder.0.clone()).collect();
        let is_claimed = |row: &Packed| row.get(at::enrollment::ENTRY_DATE) >= start.to_string().as_str();
        let mut spare = Spare::of(&all, is_claimed);
        let mut picks = picks.into_iter().cycle();
        let mut picked: Vec<Packed> = Vec::new();
        for (folder, after) in next.folders.iter_mut().zip(&mut left.folders) {
            let stays: Vec<Packed> = folder.0.iter().filter(|row| Row::file(*row) == File::Enrollment).cloned().collect();
            for stay in &stays {
                match picks.next().unwrap() {
                    0 if spare.stay(stay) => {
                        folder.0.retain(|row| !hangs_on(row, stay.key()));
                        if is_claimed(stay) {
                            after.0.retain(|row| !hangs_on(row, stay.key()));
                        }
                    }
                    1 => picked.push(stay.clone()),
                    _ => {}
                }
            }
            for folder in [folder, after] {
                if !stays.is_empty() && !folder.has(File::Enrollment) {
                    folder.0.clear();
                }
            }
        }
        // Some record of those stays. Those from before the period have a tally of their own, and tests of their own.
        let is_dated = |row: &Packed| {
            let of = |name: &&str| Row::file(row).column(name).map(|at| row.cell(at));
            let day = ["InformationDate", "DateProvided", "ExitDate"].iter().find_map(of);
            day.is_some_and(|day| Row::file(row) == File::Exit || day >= start.to_string().as_str())
        };
        // How much of a file may be missing is of what it holds of the period, once the stays are gone.
        let dated = next.folders.iter().flat_map(|folder| &folder.0).filter(|row| is_dated(row));
        dated.for_each(|row| *spare.files.entry(Row::file(row)).or_default() += 1);
        spare.files.values_mut().for_each(|rows| *rows /= 4);
        for stay in picked {
            let rows = || next.folders.iter().flat_map(|folder| &folder.0);
            let one = rows().find(|row| hangs_on(row, stay.key()) && is_dated(row)).cloned();
            if let Some(one) = one.filter(|one| spare.record(Row::file(one))) {
                let folders = next.folders.iter_mut().chain(&mut left.folders);
                folders.for_each(|folder| folder.0.retain(|row| *row != one));
            }
        }
        [&mut next, &mut left].into_iter().for_each(|source| source.folders.retain(|folder| !folder.0.is_empty()));
        let mut desk = desk_of(&first);
        let before = state(&desk);
        let prepared = transfer::prepare(&desk.store, next.clone(), moment(20), &Progress::default()).unwrap();
        prop_assert_eq!(prepared.counts.held, 0, "{:?}", prepared.report.of(Outcome::Kept).filter(|line| line.words.contains("stays: ")).collect::<Vec<_>>());
        let gone = prepared.counts.gone;
        transfer::take(&mut desk.store, prepared, Missing::Mark, moment(20), &Progress::default()).unwrap();
        let (seen, wanted) = (visible(&desk), visible(&desk_of(&left)));
        prop_assert!(seen == wanted, "{gone} gone; only here {:?}, only wanted {:?}", beyond(&seen, &wanted), beyond(&wanted, &seen));
        let again = transfer::prepare(&desk.store, next, moment(20), &Progress::default()).unwrap();
        prop_assert!(again.is_empty(), "{:?}", again.counts);
        let stamp = Stamp::new(UserId::new("W1"), moment(22));
        // The marks first, where there are any, and then the import.
        let last = desk.store.sequence();
        for save in (last - u64::from(gone > 0)..=last).rev() {
            let undo = transfer::undo(&desk.store, save).unwrap().unwrap();
            desk.store.commit(&undo.commit(&stamp, &"A test".into()), moment(22)).unwrap();
        }
        prop_assert!(state(&desk) == before);
    }
}

/// The rows that others have not.
fn beyond(rows: &[Packed], others: &[Packed]) -> Vec<(File, String)> {
    rows.iter().filter(|row| !others.contains(row)).map(|row| (Row::file(row), row.key().to_owned())).collect()
}

/// How many rows may be missing before nobody believes that they are gone, and how many stays a program has left.
struct Spare {
    claimed: usize,
    programs: BTreeMap<String, usize>,
    files: BTreeMap<File, usize>,
}

impl Spare {
    fn of(rows: &[Packed], is_claimed: impl Fn(&Packed) -> bool) -> Self {
        let (mut programs, mut claimed) = (BTreeMap::new(), 0);
        for row in rows {
            if Row::file(row) == File::Enrollment {
                *programs.entry(row.get(at::enrollment::PROJECT_ID).to_owned()).or_default() += 1;
                claimed += usize::from(is_claimed(row));
            }
        }
        Self { claimed: claimed / 2, programs, files: BTreeMap::new() }
    }

    fn stay(&mut self, stay: &Packed) -> bool {
        let program = self.programs.get_mut(stay.get(at::enrollment::PROJECT_ID)).unwrap();
        let may = self.claimed > 0 && *program > 1;
        (self.claimed, *program) = (self.claimed - usize::from(may), *program - usize::from(may));
        may
    }

    fn record(&mut self, file: File) -> bool {
        let left = self.files.get_mut(&file).unwrap();
        let may = *left > 0;
        *left -= usize::from(may);
        may
    }
}
