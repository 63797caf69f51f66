//! What the fuzz targets in `fuzz/` call; the tests call the same over the corpus. Each takes any bytes and must come back.

use crate::exchange;
use crate::store;
use std::fs::File;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// In bytes that are no zip, this begins a file: its name to the end of the line, then what is in it.
const FILE: &str = "@@";
/// The files without which nothing is read to its end, where the bytes do not bring them.
const BASE: &[u8] = include_bytes!("../tests/fixtures/fy2026-northern-lakes.zip");

/// Reads bytes as an export: those of a zip as they are, others as the CSV of files, beside those of the fixture.
pub fn package(bytes: &[u8]) {
    let packed = if bytes.starts_with(b"PK") { Some(bytes.to_vec()) } else { zipped(bytes) };
    let Some(packed) = packed else { return };
    let path = place();
    if File::create(&path).and_then(|mut file| file.write_all(&packed)).is_ok() {
        let read = exchange::read(&path);
        drop(read.map(|source| {
            // Everything that was taken over can be looked at.
            source.charts().for_each(drop);
        }));
    }
    drop(std::fs::remove_file(&path));
}

/// Decodes bytes as everything that is stored; what decodes is written and read again as it is.
pub fn rows(bytes: &[u8]) {
    store::fuzzing::rows(bytes);
}

/// Reads bytes as frames of a journal, and as what was written over a true one.
pub fn frames(bytes: &[u8]) {
    store::fuzzing::frames(bytes);
}

/// A file of its own for each run, in memory where the system has that.
fn place() -> PathBuf {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    folder.join(format!("wayhome-fuzz-{}-{}.zip", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)))
}

/// A zip of the files that the bytes name, and of the fixture's for the others.
fn zipped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for part in split(bytes, FILE.as_bytes()) {
        let end = part.iter().position(|b| *b == b'\n').unwrap_or(part.len());
        let name = String::from_utf8_lossy(&part[..end]).trim().to_owned();
        if !name.is_empty() && name.len() < 100 {
            files.push((name, part.get(end + 1..).unwrap_or_default().to_vec()));
        }
    }
    let mut base = zip::ZipArchive::new(Cursor::new(BASE)).ok()?;
    for at in 0..base.len() {
        let mut entry = base.by_index(at).ok()?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if !files.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name)) {
            let mut body = Vec::new();
            entry.read_to_end(&mut body).ok()?;
            files.push((name, body));
        }
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, body) in files {
        // A name that stands there twice, or that no zip takes, is no file.
        if zip.start_file(name, stored).is_ok() {
            zip.write_all(&body).ok()?;
        }
    }
    Some(zip.finish().ok()?.into_inner())
}

fn split<'a>(bytes: &'a [u8], by: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let now = rest?;
        match now.windows(by.len()).position(|window| window == by) {
            Some(at) => {
                rest = now.get(at + by.len()..);
                now.get(..at)
            }
            None => rest.take(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was found once, and a few of each kind: they are read by every test run.
    fn corpus(target: &str, each: fn(&[u8])) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
        let mut files = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            each(&std::fs::read(entry.unwrap().path()).unwrap());
            files += 1;
        }
        assert!(files > 0, "{target} has no corpus");
    }

    #[test]
    fn the_corpus_is_read_to_its_end() {
        corpus("package", package);
        corpus("rows", rows);
        corpus("frames", frames);
    }

    #[test]
    fn bytes_become_files_beside_those_of_the_fixture() {
        let packed = zipped(b"@@Event.csv\nEventID\n1\n@@Custom.csv\na\n").unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
        assert!(zip.len() > 20);
        let mut text = String::new();
        zip.by_name("Event.csv").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "EventID\n1\n");
    }
}
