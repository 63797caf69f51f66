//! HMIS CSV, both ways: what is kept, what is refused, and that what goes out is what came in.
#![allow(clippy::unwrap_used)]

mod planned;
mod written;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wayhome::domain::folder::Folder;
use wayhome::domain::hud::{Client, Enrollment, Event, ExtraFile, Referral, ReferralResult};
use wayhome::domain::merge::Edits;
use wayhome::domain::{
    Agency, Change, Chart, ClientId, Day, EnrollmentId, Entry, EventId, ExportId, File, Instant, Packed, Row, Text, UserId, Value,
};
use wayhome::exchange::{Error, ExportRequest, Have, Line, Outcome, Source, Version, Worker, plan, read, write, write_to};
use wayhome::generate;

const FY2024: &str = "tests/fixtures/fy2024-other-writer.zip";
const FY2026: &str = "tests/fixtures/fy2026-northern-lakes.zip";

pub fn now() -> Instant {
    Day::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(9, 0, 0).unwrap()
}

pub fn request(agency: &Agency) -> ExportRequest<'_> {
    ExportRequest {
        agency,
        now: now(),
        begun: now(),
        users: now(),
        export_id: ExportId::new("RUN1"),
        implementation: "WAYHOME-TEST",
        software_version: "0.1.0",
        period: (Day::from_ymd_opt(2025, 10, 1).unwrap(), Day::from_ymd_opt(2026, 9, 30).unwrap()),
        worker: Worker { id: UserId::new("W1"), first: "Ada", last: "Berg", email: "ada@example.org" },
        aside: None,
    }
}

pub fn sample_2026() -> Source {
    sample(FY2026)
}

fn sample(path: &str) -> Source {
    read(Path::new(path)).unwrap()
}

/// The clients of a source.
pub fn charts(source: &Source) -> Vec<Chart> {
    source.charts().collect()
}

/// Changes what a source tells of its clients.
pub fn change(source: &mut Source, change: impl FnOnce(&mut Vec<Chart>)) {
    let mut charts = charts(source);
    change(&mut charts);
    source.folders = charts.iter().map(Folder::from).collect();
}

/// Files of a zip by base name, in order.
fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn zip_to(folder: &TempDir, files: &[(String, Vec<u8>)]) -> PathBuf {
    zip_of(folder, "made.zip", files.iter().map(|(name, bytes)| (name.clone(), bytes)))
}

/// A zip of this name, of files by their whole names, in this order.
pub fn zip_of<'a>(folder: &TempDir, name: &str, files: impl IntoIterator<Item = (String, &'a Vec<u8>)>) -> PathBuf {
    let path = folder.path().join(name);
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    path
}

/// Makes of a zip that this program wrote one that an HMIS did.
pub fn as_of_hmis(path: &Path) {
    let mut files = unzip(&fs::read(path).unwrap());
    let (_, export) = files.iter_mut().find(|(name, _)| name == "Export.csv").unwrap();
    *export = String::from_utf8(std::mem::take(export)).unwrap().replace("\"Wayhome\"", "\"An HMIS\"").into_bytes();
    let folder = TempDir::new().unwrap();
    fs::copy(zip_to(&folder, &files), path).unwrap();
}

/// The FY2026 sample with some of its files changed.
fn variant(change: impl Fn(&str, String) -> Option<Vec<u8>>) -> Result<Source, Error> {
    let folder = TempDir::new().unwrap();
    let files = unzip(&fs::read(FY2026).unwrap());
    let files: Vec<_> = files.into_iter().filter_map(|(n, b)| change(&n, String::from_utf8(b).unwrap()).map(|b| (n, b))).collect();
    read(&zip_to(&folder, &files))
}

fn edit(file: &'static str, from: &'static str, to: &'static str) -> Result<Source, Error> {
    variant(|name, text| {
        assert!(name != file || text.contains(from), "the sample has it");
        Some(if name == file { text.replace(from, to) } else { text }.into_bytes())
    })
}

fn lines(source: &Source) -> Vec<(&str, u64, &str, &str, Outcome)> {
    let line = |l: &'_ Line| (l.line, l.rule, l.outcome);
    let all = source.report.lines.iter().map(|l| (line(l), l.file.as_str(), l.column.as_deref().unwrap_or("")));
    all.map(|((line, rule, outcome), file, column)| (file, line, column, rule, outcome)).collect()
}

/// Everything but the stamp of the export.
pub fn content(agency: &Agency, charts: &[Chart]) -> Vec<Packed> {
    let rows = agency.rows().filter(|r| r.file() != File::Export).chain(charts.iter().flat_map(Chart::rows));
    rows.map(|row| {
        let mut packed = row.pack();
        if let Some(at) = row.file().column("ExportID") {
            packed.set(u16::try_from(at).unwrap(), "");
        }
        packed
    })
    .collect()
}

fn export(source: &Source) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    write_to(&mut bytes, &request(&source.agency), source.charts()).unwrap();
    bytes.into_inner()
}

#[test]
fn a_careful_export_is_read_whole() {
    let source = sample(FY2026);
    assert_eq!(source.version, Version::Fy2026);
    assert_eq!((source.folders.len(), source.report.kept(), source.report.refused()), (14, 105, 0));
    assert_eq!(lines(&source), [("Event.csv", 15, "LocationCrisisOrPHHousing", "R-IMP-5", Outcome::Kept)], "R-420-16");
    let odd = source.charts().find_map(|c| c.event(&EventId::new("EV269003")).cloned()).unwrap();
    assert_eq!(odd.location_crisis_or_ph_housing.as_str(), "Birch Court (by phone)");
    assert!(odd.referral_result.is(ReferralResult::ProviderRejected) && odd.result_date.is_blank());
    assert_eq!(charts(&source)[0].client.last_name.as_str(), "Herrera Núñez");
}

#[test]
fn a_careless_export_is_read_with_every_fault_named() {
    let source = sample(FY2024);
    assert_eq!(source.version, Version::Fy2024);
    let faults: Vec<_> = lines(&source).into_iter().filter(|l| l.1 > 0).collect();
    assert_eq!(
        faults,
        [
            ("Client.csv", 4, "VeteranStatus", "R-IMP-6", Outcome::Kept),
            ("Enrollment.csv", 5, "EntryDate", "R-IMP-6", Outcome::Kept),
            ("Enrollment.csv", 17, "PersonalID", "R-IMP-5", Outcome::Refused),
            ("Event.csv", 16, "", "R-IMP-4", Outcome::Kept),
            ("Event.csv", 15, "LocationCrisisOrPHHousing", "R-IMP-5", Outcome::Kept),
        ]
    );
    let whole: Vec<_> = lines(&source).into_iter().filter(|l| l.1 == 0).collect();
    let retired = whole.iter().filter(|l| (l.0, l.3, l.4) == ("Client.csv", "R-IMP-1", Outcome::Retired)).count();
    assert_eq!(retired, 7, "gender is said to be retired; what is blank in every row says nothing");
    assert!(whole.iter().all(|l| l.4 != Outcome::Refused), "an honest FY2024 file is no error");
    assert_eq!(whole.iter().filter(|l| l.3 == "R-IMP-2").map(|l| l.2).collect::<Vec<_>>(), ["Sex", "MentalHealthConsultation"]);
    assert_eq!(whole.len(), 9);
    let enrollment = source.charts().find_map(|c| c.enrollment(&EnrollmentId::new("E24K002")).cloned()).unwrap();
    assert_eq!(enrollment.entry_date.odd(), Some("02/30/2026"));
    let deleted = source.charts().find_map(|c| c.event(&EventId::new("EV240003")).cloned()).unwrap();
    assert!(!deleted.date_deleted.is_blank());
    let events = source.report.files.iter().find(|f| f.file == "Event.csv").unwrap();
    assert_eq!((events.read, events.kept, events.repeated, events.refused), (15, 14, 1, 0));
    let text = format!("{}{}", source.report, serde_json::to_string(&source.report).unwrap());
    for private in ["Tomasz", "Wójcik", "978219238", "1990-12-12", "Herrera"] {
        assert!(!text.contains(private), "{private}");
    }
}

#[test]
fn import_then_export_loses_nothing() {
    let folder = TempDir::new().unwrap();
    for path in [FY2024, FY2026] {
        let first = sample(path);
        let out = folder.path().join("out.zip");
        let whole = ExportRequest { aside: Some(&first.files), ..request(&first.agency) };
        let written = write(&out, &whole, first.charts()).unwrap();
        let second = read(&out).unwrap();
        assert_eq!(second.report.refused(), 0);
        assert_eq!(second.columns, first.columns);
        let expected = content(&first.agency, &charts(&first));
        let again = content(&second.agency, &charts(&second));
        assert_eq!(written.adjusted, [], "nothing had to be adjusted");
        assert_eq!(expected.len(), again.len());
        assert!(expected == again, "every cell, the odd ones too");
        assert_eq!(second.export.source_name.as_str(), "Northern Lakes HMIS", "R-CSV-9");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no part is left behind");
    }
}

/// One client with one enrollment and the given event, in a project that is there.
pub fn chart_with(event: Event) -> (Agency, Chart) {
    let mut agency = sample(FY2026).agency;
    agency.users.clear();
    let client = Client { personal_id: ClientId::new("C1"), ..Client::default() };
    let enrollment = Enrollment {
        enrollment_id: EnrollmentId::new("E1"),
        personal_id: client.personal_id.clone(),
        project_id: agency.projects[0].project_id.clone(),
        ..Enrollment::default()
    };
    let event = Event { enrollment_id: enrollment.enrollment_id.clone(), personal_id: client.personal_id.clone(), ..event };
    (agency, Chart { client, enrollments: vec![enrollment], events: vec![event], ..Chart::default() })
}

fn text_of(bytes: &[u8], name: &str) -> String {
    String::from_utf8(unzip(bytes).into_iter().find(|(n, _)| n == name).unwrap().1).unwrap()
}

#[test]
fn bom_crlf_and_windows_1252_are_read_alike() {
    let plain = sample(FY2026);
    let same = |source: &Source| content(&source.agency, &charts(source)) == content(&plain.agency, &charts(&plain));
    let bom = variant(|_, text| Some(format!("\u{feff}{text}").into_bytes())).unwrap();
    assert!(same(&bom));
    let quoted = variant(|_, text| {
        let (head, body) = text.split_once('\n').unwrap();
        Some(format!("\u{feff}\"{}\"\n{body}", head.trim_end().replace(',', "\",\"")).into_bytes())
    });
    assert!(same(&quoted.unwrap()), "a mark before a quote");
    let crlf = variant(|_, text| Some(text.replace('\n', "\r\n").into_bytes())).unwrap();
    assert!(same(&crlf));
    assert_eq!(lines(&crlf), lines(&plain), "physical lines, whatever ends them");
    let blank = variant(|_, text| Some(text.replace('\n', "\n\n").into_bytes())).unwrap();
    assert_eq!(lines(&blank)[0].1, 29, "blank lines are passed over and counted");
    let open_end = variant(|_, text| Some(text.trim_end().as_bytes().to_vec())).unwrap();
    assert_eq!(lines(&open_end), lines(&plain));
    let latin =
        variant(|_, text| Some(text.chars().map(|c| if c == '’' { 0x92 } else { u8::try_from(u32::from(c)).unwrap_or(b'?') }).collect()))
            .unwrap();
    assert!(same(&latin));
    assert!(lines(&latin).contains(&("Client.csv", 0, "", "R-IMP-3", Outcome::Changed)));
    let upper = variant(|_, text| {
        let (head, body) = text.split_once('\n').unwrap();
        Some(format!("{}\n{body}", head.to_uppercase()).into_bytes())
    });
    assert!(same(&upper.unwrap()));
}

#[test]
fn a_folder_is_read_like_a_zip() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("export")).unwrap();
    for (name, bytes) in unzip(&fs::read(FY2026).unwrap()) {
        fs::write(folder.path().join("export").join(name), bytes).unwrap();
    }
    let (source, plain) = (read(folder.path()).unwrap(), sample(FY2026));
    assert!(content(&source.agency, &charts(&source)) == content(&plain.agency, &charts(&plain)));
}

#[test]
fn rows_that_are_no_rows() {
    let source = edit("Event.csv", "\"EV260008\",\"E26C007\"", "\"EV260008\",\"NOWHERE\"").unwrap();
    assert!(lines(&source).contains(&("Event.csv", 9, "EnrollmentID", "R-IMP-5", Outcome::Refused)));
    let source = edit("Event.csv", "\"EV260008\"", "").unwrap();
    assert!(lines(&source).contains(&("Event.csv", 9, "EventID", "R-IMP-4", Outcome::Refused)));
    let source = edit("Enrollment.csv", "\"E26C001\",\"26CL0001\",\"P01\"", "\"E26C001\",\"26CL0001\",\"P99\"").unwrap();
    let refused: Vec<_> = source.report.of(Outcome::Refused).map(|l| l.file.as_str()).collect();
    assert_eq!(
        refused,
        ["Enrollment.csv", "CurrentLivingSituation.csv", "Assessment.csv", "Event.csv", "Event.csv"],
        "what hangs on a refused enrollment is refused too"
    );
    let source = edit("Event.csv", "\"EV260008\"", "\"EV260001\"").unwrap();
    assert!(lines(&source).contains(&("Event.csv", 2, "", "R-IMP-4", Outcome::Refused)), "the later row of the same age counts");
    let source = edit("Event.csv", ",\"U1\",,\"EXP1\"\n\"EV260002\"", "\n\"EV260002\"").unwrap();
    assert!(lines(&source).contains(&("Event.csv", 2, "", "R-IMP-3", Outcome::Changed)), "a short row");
    let source = edit("Event.csv", ",\"EXP1\"\n\"EV260002\"", ",\"EXP1\",1,2\n\"EV260002\"").unwrap();
    assert!(lines(&source).contains(&("Event.csv", 2, "", "R-IMP-3", Outcome::Refused)), "a long row");
    let source = edit("Event.csv", "\"EV260008\"", "\"EV260008").unwrap();
    assert!(source.report.of(Outcome::Refused).any(|l| l.file == "Event.csv"), "a quote that ends in the next one");
    let bare = |text: String| text.replace('"', "").replacen("P03", "\"P03", 1);
    let source = variant(|name, text| Some(if name == "Event.csv" { bare(text) } else { text }.into_bytes())).unwrap();
    assert!(lines(&source).contains(&("Event.csv", 3, "", "R-IMP-3", Outcome::Refused)), "a quote that is never closed");
    let source = edit("Event.csv", "2026-09-05", "9/5/2026").unwrap();
    assert!(lines(&source).contains(&("Event.csv", 2, "EventDate", "R-IMP-3", Outcome::Changed)));
    assert!(charts(&source)[0].events[0].event_date.known().is_some());
}

#[test]
fn exports_that_cannot_be_imported_say_why() {
    let without = |gone: &'static str| variant(move |name, text| (name != gone).then(|| text.into_bytes()));
    assert!(matches!(without("Client.csv"), Err(Error::MissingFile { .. })));
    let source = without("Services.csv").unwrap();
    assert_eq!(lines(&source)[0], ("Services.csv", 0, "", "R-IMP-2", Outcome::Kept));
    assert!(matches!(edit("Enrollment.csv", "PersonalID", "Person"), Err(Error::MissingColumn { .. })));
    let source = edit("Event.csv", "PersonalID", "Person").unwrap();
    assert!(source.charts().all(|c| c.events.is_empty()));
    assert!(matches!(edit("Export.csv", "2026 v1.0", "2022").map(|s| s.version), Ok(Version::Fy2026)), "by its headers");

    let folder = TempDir::new().unwrap();
    let path = folder.path().join("made.zip");
    let good = fs::read(FY2026).unwrap();
    for bytes in [&b""[..], b"PK", b"not a zip at all", &good[..good.len() / 2]] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(read(&path), Err(Error::NotAZip { .. })));
    }
    assert!(matches!(read(&folder.path().join("nowhere")), Err(Error::Open { .. })));
    for at in (0..good.len()).step_by(97) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x41;
        fs::write(&path, &bytes).unwrap();
        if let Err(error) = read(&path) {
            assert!(error.to_string().ends_with('.'), "{error}");
        }
    }
    let mut locked = good.clone();
    for at in 0..locked.len() - 10 {
        match &locked[at..at + 4] {
            b"PK\x01\x02" => locked[at + 8] |= 1,
            b"PK\x03\x04" => locked[at + 6] |= 1,
            _ => {}
        }
    }
    fs::write(&path, &locked).unwrap();
    assert!(matches!(read(&path), Err(Error::Encrypted)));
}

#[test]
fn a_hostile_zip_fills_no_memory_and_leaves_its_folder_never() {
    let folder = TempDir::new().unwrap();
    let mut files = unzip(&fs::read(FY2026).unwrap());
    files.push(("../../Event.csv".to_owned(), b"EventID\n".to_vec()));
    files.push(("folder/".to_owned(), Vec::new()));
    files.push(("CustomPets.csv".to_owned(), b"a\n".to_vec()));
    files.push(("readme.txt".to_owned(), b"hello".to_vec()));
    let source = read(&zip_to(&folder, &files)).unwrap();
    let listed: Vec<_> = lines(&source).into_iter().filter(|l| l.3 == "R-IMP-1").map(|l| l.0).collect();
    assert_eq!(listed, ["(folders)", "CustomPets.csv", "readme.txt"]);
    assert_eq!(source.report.kept(), 105);

    let mut bomb = unzip(&fs::read(FY2026).unwrap());
    bomb.iter_mut().find(|(n, _)| n == "Event.csv").unwrap().1.extend(std::iter::repeat_n(b'a', 8 << 20));
    assert!(matches!(read(&zip_to(&folder, &bomb)), Err(Error::TooLarge { .. })), "one row of 8 MiB");
    let mut bomb = unzip(&fs::read(FY2026).unwrap());
    bomb.iter_mut().find(|(n, _)| n == "Event.csv").unwrap().1.extend(std::iter::repeat_n(b'\n', 32 << 20));
    let path = zip_to(&folder, &bomb);
    assert!(matches!(read(&path), Err(Error::TooLarge { .. })), "packed a thousandfold");
    // The same, where the zip says that it is packed to hardly less.
    let mut bytes = fs::read(&path).unwrap();
    for at in 0..bytes.len() - 46 {
        if bytes[at..].starts_with(b"PK\x01\x02") && bytes[at + 46..].starts_with(b"Event.csv") {
            bytes[at + 20..at + 24].copy_from_slice(&0xFFFF_FFF0_u32.to_le_bytes());
        }
    }
    fs::write(&path, bytes).unwrap();
    assert!(matches!(read(&path), Err(Error::TooLarge { .. })), "and lies");
}

#[test]
fn rows_of_every_length_go_from_hand_to_hand() {
    let folder = TempDir::new().unwrap();
    let mut files = unzip(&fs::read(FY2026).unwrap());
    let users = &mut files.iter_mut().find(|(name, _)| name == "User.csv").unwrap().1;
    let before = sample_2026().agency.users.len();
    let first = users.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    // More than a hand of short ones, more than a hand of bytes in long ones, and one that is no row, between short ones again.
    let length = |n: usize| {
        if n == 640 {
            3 << 20
        } else if n > 600 {
            40 << 10
        } else {
            n % 50
        }
    };
    for n in 0..700 {
        users.extend(format!("\"N{n}\",\"{}\",,,,,,,\n", "é".repeat(length(n) / 2)).bytes());
    }
    let source = read(&zip_to(&folder, &files)).unwrap();
    let count = source.report.files.iter().find(|count| count.file == "User.csv").unwrap();
    assert_eq!((count.read, count.kept, count.refused), (before as u64 + 700, before as u64 + 699, 1));
    let refused: Vec<_> = source.report.lines.iter().filter(|l| l.file == "User.csv" && l.outcome == Outcome::Refused).collect();
    assert_eq!(refused.iter().map(|line| line.line).collect::<Vec<_>>(), [first + 640]);
    let kept: Vec<_> = source.agency.users.iter().skip(before).map(|user| user.user_id.as_str().to_owned()).collect();
    assert_eq!(kept, (0..700).filter(|n| *n != 640).map(|n| format!("N{n}")).collect::<Vec<_>>());
}

/// The row of an event, as it was read.
pub fn event_of<'a>(source: &'a mut Source, id: &str) -> &'a mut Packed {
    source.folders.iter_mut().flat_map(|f| &mut f.0).find(|row| row.file() == Some(File::Event) && row.key() == id).unwrap()
}
