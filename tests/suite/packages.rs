//! What an export comes in: folders and zips as people keep them, with older exports below, links, pipes and twins among the files.
#![allow(clippy::unwrap_used)]

use crate::exchange::zip_of;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use tempfile::TempDir;
use wayhome::exchange::{Error, Outcome, Report, Source, read};

/// The files of an export by name.
pub type Files = BTreeMap<String, Vec<u8>>;

pub fn files() -> Files {
    let mut zip = zip::ZipArchive::new(fs::File::open("tests/fixtures/fy2026-northern-lakes.zip").unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut bytes = |name: &str| {
        let mut bytes = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    names.into_iter().map(|name| (name.clone(), bytes(&name))).collect()
}

/// The same with other clients: each id begins with `OLD`.
fn older() -> Files {
    let mut files = files();
    for (name, bytes) in &mut files {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        let mut lines = text.lines();
        let head = lines.next().unwrap().to_owned();
        let rows =
            lines.filter(|_| matches!(name.as_str(), "Client.csv" | "Export.csv")).map(|row| format!("\nOLD{}", row.trim_matches('"')));
        *bytes = format!("{head}{}\n", rows.collect::<String>()).into_bytes();
    }
    files
}

pub fn spread(folder: &Path, files: &Files) {
    fs::create_dir_all(folder).unwrap();
    files.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).unwrap());
}

pub fn said(report: &Report, file: &str) -> Vec<(Outcome, String)> {
    report.lines.iter().filter(|line| line.file == file).map(|line| (line.outcome, line.words.clone())).collect()
}

fn clients(source: &Source) -> Vec<String> {
    source.folders.iter().map(|folder| folder.client().unwrap().as_str().to_owned()).collect()
}

fn why(path: &Path) -> String {
    read(path).unwrap_err().to_string()
}

#[test]
fn an_older_export_in_a_folder_below_is_another_one() {
    let folder = TempDir::new().unwrap();
    let (now, old) = (files(), older());
    let alone = clients(&read(&zip_of(&folder, "in.zip", now.iter().map(|(name, bytes)| (name.clone(), bytes)))).unwrap());
    let set = folder.path().join("set");
    spread(&set, &now);
    spread(&set.join("A old"), &old);
    spread(&set.join("z/older"), &old);
    let below = |prefix: &str| old.iter().map(|(name, bytes)| (format!("{prefix}{name}"), bytes)).collect::<Vec<_>>();
    let mixed = below("a/").into_iter().chain(now.iter().map(|(name, bytes)| (name.clone(), bytes))).chain(below("b\\c\\"));
    for (path, named) in [(set.clone(), ["“A old”", "“z/older”"]), (zip_of(&folder, "in.zip", mixed), ["“a”", "“b/c”"])] {
        let source = read(&path).unwrap();
        assert_eq!(clients(&source), alone, "{}", path.display());
        assert_eq!(source.report.refused(), 0);
        let lines = said(&source.report, "(folders)");
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(named.iter().all(|name| lines[0].1.contains(&format!("{name} ({} files)", old.len()))), "{lines:?}");
    }
    // What is missing at the top is not taken from below.
    fs::remove_file(set.join("Event.csv")).unwrap();
    let lines = said(&read(&set).unwrap().report, "Event.csv");
    assert!(lines.len() == 1 && lines[0].1.contains("is missing"), "{lines:?}");
    fs::remove_file(set.join("Client.csv")).unwrap();
    assert!(matches!(read(&set), Err(Error::MissingFile { file }) if file == "Client.csv"));
}

#[test]
fn of_exports_beside_each_other_somebody_must_choose() {
    let folder = TempDir::new().unwrap();
    let set = folder.path().join("set");
    spread(&set.join("north"), &files());
    spread(&set.join("south"), &older());
    assert!(why(&set).contains("in the folders “north” and “south”. Nothing was imported."), "{}", why(&set));
    fs::remove_file(set.join("south/Export.csv")).unwrap();
    let source = read(&set).unwrap();
    assert!(said(&source.report, "(folders)")[0].1.contains("“south”"));
}

#[test]
fn of_twins_in_a_zip_the_first_is_read_and_named() {
    let folder = TempDir::new().unwrap();
    let (now, old) = (files(), older());
    // The writer refuses twins, so the second bears another name of the same length until it is written.
    let named = now.iter().map(|(name, bytes)| (name.clone(), bytes)).chain([("Klient.csv".to_owned(), &old["Client.csv"])]);
    let path = zip_of(&folder, "in.zip", named);
    patch(&path, b"Klient.csv", |bytes, at| bytes[at..at + 1].copy_from_slice(b"C"));
    let source = read(&path).unwrap();
    assert!(clients(&source).iter().all(|id| !id.starts_with("OLD")), "{:?}", clients(&source));
    let lines = said(&source.report, "Client.csv");
    assert_eq!(lines, [(Outcome::Refused, "The file stands there twice; only the first was read.".to_owned())]);
}

#[test]
fn of_thousands_of_files_that_are_not_huds_the_first_are_kept_and_the_others_counted() {
    let folder = TempDir::new().unwrap();
    let (now, others) = (files(), (0..1203).map(|n| (format!("Other{n:05}.csv"), b"a,b\n1,2\n".to_vec())).collect::<Files>());
    let source = read(&zip_of(&folder, "in.zip", now.iter().chain(&others).map(|(name, bytes)| (name.clone(), bytes)))).unwrap();
    assert_eq!((source.files.len(), source.report.refused()), (1000, 0));
    let (outcome, words) = &said(&source.report, "(files)")[0];
    assert!(*outcome == Outcome::Refused && words.starts_with("203 more files that are not part of HMIS CSV were not read"), "{words}");
}

/// Changes a file wherever these bytes stand.
fn patch(path: &Path, what: &[u8], mut change: impl FnMut(&mut [u8], usize)) {
    let mut bytes = fs::read(path).unwrap();
    let places: Vec<usize> = (0..bytes.len().saturating_sub(what.len())).filter(|at| bytes[*at..].starts_with(what)).collect();
    assert!(!places.is_empty());
    places.into_iter().for_each(|at| change(&mut bytes, at));
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_zip_that_cannot_be_unpacked_here_says_so() {
    let folder = TempDir::new().unwrap();
    let files = files();
    let path = zip_of(&folder, "in.zip", files.iter().map(|(name, bytes)| (name.clone(), bytes)));
    let whole = fs::read(&path).unwrap();
    // Where the two kinds of headers have the method and the flags.
    let set = |local: usize, central: usize, value: u8| {
        fs::write(&path, &whole).unwrap();
        patch(&path, b"PK\x03\x04", |bytes, at| bytes[at + local] = value);
        patch(&path, b"PK\x01\x02", |bytes, at| bytes[at + central] = value);
        read(&path).unwrap_err()
    };
    for method in [9, 12, 14, 93, 95, 98] {
        let error = set(8, 10, method);
        assert!(matches!(&error, Error::Compression { file } if file == "Export.csv"), "{method}: {error}");
    }
    assert!(matches!(set(6, 8, 1), Error::Encrypted));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_not_read_and_that_is_said() {
    use std::os::unix::fs::symlink;
    use wayhome::domain::{Day, entry::Scalar, progress::Progress};
    use wayhome::exchange::{Checked, Shut};
    let folder = TempDir::new().unwrap();
    let set = folder.path().join("set");
    spread(&set, &files());
    let away = folder.path().join("Event.csv");
    fs::rename(set.join("Event.csv"), &away).unwrap();
    symlink(&away, set.join("Event.csv")).unwrap();
    symlink(".", set.join("loop")).unwrap();
    let pipe = |path: &Path| assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    pipe(&set.join("Custom.csv"));
    let report = read(&set).unwrap().report;
    for (name, what) in [("Event.csv", Shut::Link), ("loop", Shut::Link), ("Custom.csv", Shut::Device)] {
        assert_eq!(said(&report, name), [(Outcome::Refused, format!("It is {what}. Put the file itself in its place."))], "{name}");
    }
    let alone = folder.path().join("alone");
    pipe(&alone);
    assert!(matches!(read(&alone), Err(Error::NoFile { .. })));
    fs::rename(set.join("Client.csv"), folder.path().join("Client.csv")).unwrap();
    symlink(folder.path().join("Client.csv"), set.join("Client.csv")).unwrap();
    assert!(matches!(read(&set), Err(Error::Shut { file, why: Shut::Link }) if file == "Client.csv"));
    let checked = Checked::file(&set, Day::read("2026-11-23").unwrap(), &Progress::default()).unwrap();
    assert!(checked.said.iter().any(|said| said.file == "Client.csv" && said.words.contains("links are not followed")));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_not_replaced_by_what_is_written() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    use wayhome::exchange::{Shut, write_whole};
    let folder = TempDir::new().unwrap();
    let (shared, link, pipe) = (folder.path().join("shared.zip"), folder.path().join("link.zip"), folder.path().join("pipe.zip"));
    fs::write(&shared, "what a colleague reads").unwrap();
    symlink(&shared, &link).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (path, what) in [(&link, Shut::Link), (&pipe, Shut::Device)] {
        let error = write_whole(path, |_| Ok(())).unwrap_err();
        assert_eq!(error.to_string(), format!("it is {what}, so choose another name"));
    }
    assert!(link.is_symlink() && fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    assert_eq!(fs::read(&shared).unwrap(), b"what a colleague reads");
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 3, "and no part is left");
    write_whole(&shared, |_| Ok(())).unwrap();
    assert_eq!(fs::read(&shared).unwrap(), b"", "a file is");
}

#[test]
fn what_is_no_letter_in_a_name_is_written_out() {
    let folder = TempDir::new().unwrap();
    let mut files = files();
    let client = String::from_utf8(files["Client.csv"].clone()).unwrap();
    let mut lines = client.lines().map(str::to_owned).collect::<Vec<_>>();
    lines[0].push_str(",\u{1b}[31mRED\u{7}");
    lines[1].push_str(",1");
    files.insert("Client.csv".to_owned(), (lines.join("\n") + "\n").into_bytes());
    files.insert("new\nline.csv".to_owned(), b"a\n".to_vec());
    files.insert("\u{202e}vsc.txt".to_owned(), b"a\n".to_vec());
    let report = read(&zip_of(&folder, "in.zip", files.iter().map(|(name, bytes)| (name.clone(), bytes)))).unwrap().report;
    let printed = report.to_string();
    assert!(!printed.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{printed:?}");
    for shown in ["\\u{1b}[31mRED\\u{7}", "new\\nline.csv", "\\u{202e}vsc.txt"] {
        assert!(printed.contains(shown), "{shown} in {printed}");
    }
    assert!(why(Path::new("no\u{7}where.zip")).starts_with("“no\\u{7}where.zip” cannot be opened."));
}
