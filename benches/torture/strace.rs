//! What a whole process did to its files, read from what strace wrote.
//!
//! A write counts from the moment in which it is asked for. A sync covers what was done before it began, and counts from the moment in
//! which it answered.

use crate::torture::world::{Event, Log};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The calls that are recorded. A file that is mapped into memory and written there is not seen; neither program does that with a file
/// that it needs after a cut.
const CALLS: &str = "trace=open,openat,close,dup,dup2,fcntl,write,pwrite64,writev,pwritev,lseek,fsync,fdatasync,ftruncate,fallocate,\
                     rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,sync_file_range,copy_file_range,sendfile,msync";

/// A command that runs under strace, which writes into this file.
pub fn traced(trace: &Path, program: &Path) -> Command {
    let mut command = Command::new("strace");
    // Every string whole and in hexadecimal digits; descriptors with their paths are left to us.
    command.args(["-f", "-qq", "-xx", "-s", "100000000", "-e", CALLS, "-o"]).arg(trace).arg(program);
    command
}

/// A file that is open.
#[derive(Clone)]
struct Descriptor {
    path: PathBuf,
    at: u64,
    append: bool,
}

struct Reader {
    log: Log,
    root: PathBuf,
    open: BTreeMap<i64, Descriptor>,
    lengths: BTreeMap<PathBuf, u64>,
    /// Calls that have not answered yet, by thread: the text so far, and how many operations there were.
    pending: BTreeMap<String, (String, usize)>,
}

/// Reads a trace. Whatever stood below the root before is taken as durable; `said` finds the number in a line that the process printed.
pub fn read(trace: &Path, root: &Path, said: &dyn Fn(&str) -> Option<usize>) -> Log {
    let text = std::fs::read_to_string(trace).unwrap();
    let mut reader =
        Reader { log: Log::of(root), root: root.to_owned(), open: BTreeMap::new(), lengths: BTreeMap::new(), pending: BTreeMap::new() };
    for line in text.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix(" <unfinished ...>") {
            let since = reader.log.length();
            reader.begin(begun, said);
            reader.pending.insert(thread.to_owned(), (begun.to_owned(), since));
        } else if let Some((_, rest)) = call.split_once(" resumed>") {
            if let Some((begun, since)) = reader.pending.remove(thread) {
                reader.end(&(begun + rest), since);
            }
        } else {
            let since = reader.log.length();
            reader.begin(call, said);
            reader.end(call, since);
        }
    }
    reader.log
}

impl Reader {
    /// A call is asked for: writes and changes of names are done from here on.
    fn begin(&mut self, call: &str, said: &dyn Fn(&str) -> Option<usize>) {
        let Some((name, arguments)) = call.split_once('(') else { return };
        let strings = strings(arguments);
        let number = |at: usize| arguments.split(", ").nth(at).and_then(|n| n.trim_end_matches(')').split(')').next()?.parse::<i64>().ok());
        match name {
            "write" | "pwrite64" => {
                let (Some(file), Some(bytes)) = (number(0), strings.first()) else { return };
                if file == 1 {
                    if let Some(number) = said(&String::from_utf8_lossy(bytes)) {
                        self.log.say(number);
                    }
                    return;
                }
                let Some(open) = self.open.get(&file).cloned() else { return };
                let length = self.lengths.get(&open.path).copied().unwrap_or_default();
                // The offset is the last argument of the four.
                let offset = arguments.rsplit_once(')').map_or(arguments, |(a, _)| a).rsplit(", ").next().and_then(|n| n.parse().ok());
                let at = if name == "pwrite64" {
                    offset.unwrap_or_default()
                } else if open.append {
                    length
                } else {
                    open.at
                };
                self.log.note(Event::Write(&open.path, at, bytes));
                let end = at + bytes.len() as u64;
                self.lengths.insert(open.path, length.max(end));
                if name == "write"
                    && let Some(open) = self.open.get_mut(&file)
                {
                    open.at = end;
                }
            }
            // Another thread may be given its number before this call has answered.
            "close" => drop(number(0).and_then(|file| self.open.remove(&file))),
            "ftruncate" => {
                if let (Some(open), Some(length)) = (number(0).and_then(|file| self.open.get(&file)), number(1)) {
                    self.log.note(Event::Cut(&open.path, length as u64));
                    self.lengths.insert(open.path.clone(), length as u64);
                }
            }
            "writev" | "pwritev" | "copy_file_range" | "sendfile" | "fallocate" => {
                let known = |file: i64| self.open.get(&file).is_some_and(|open| open.path.starts_with(&self.root));
                assert!(!number(0).is_some_and(known), "a call that is not followed: {call}");
            }
            _ => {}
        }
    }

    /// A call has answered: syncs count, descriptors and names are known.
    fn end(&mut self, call: &str, since: usize) {
        let Some((name, arguments)) = call.split_once('(') else { return };
        let Some((_, answer)) = call.rsplit_once(" = ") else { return };
        let answer: i64 = answer.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(-1);
        if answer < 0 {
            return;
        }
        let paths: Vec<PathBuf> = strings(arguments).into_iter().map(|b| self.root.join(String::from_utf8_lossy(&b).as_ref())).collect();
        let first = arguments.split([',', ')']).next().and_then(|n| n.trim().parse::<i64>().ok());
        match (name, &paths[..]) {
            ("open" | "openat", [path, ..]) => {
                let new = arguments.contains("O_CREAT") && !self.log.knows(path);
                if new {
                    self.log.note(Event::Create(path));
                    self.lengths.insert(path.clone(), 0);
                } else if arguments.contains("O_TRUNC") {
                    self.log.note(Event::Cut(path, 0));
                    self.lengths.insert(path.clone(), 0);
                }
                self.open.insert(answer, Descriptor { path: path.clone(), at: 0, append: arguments.contains("O_APPEND") });
            }
            ("dup" | "dup2", _) => {
                if let Some(open) = first.and_then(|file| self.open.get(&file).cloned()) {
                    self.open.insert(answer, open);
                }
            }
            ("fcntl", _) if arguments.contains("F_DUPFD") => {
                if let Some(open) = first.and_then(|file| self.open.get(&file).cloned()) {
                    self.open.insert(answer, open);
                }
            }
            ("lseek", _) => {
                if let Some(open) = first.and_then(|file| self.open.get_mut(&file)) {
                    open.at = answer as u64;
                }
            }
            ("fsync" | "fdatasync", _) => {
                if let Some(open) = first.and_then(|file| self.open.get(&file)) {
                    self.log.note_since(Event::Sync(&open.path), since);
                }
            }
            ("rename" | "renameat" | "renameat2", [from, to]) => {
                self.log.note(Event::Rename(from, to));
                if let Some(length) = self.lengths.remove(from) {
                    self.lengths.insert(to.clone(), length);
                }
                self.open.values_mut().filter(|open| open.path == *from).for_each(|open| open.path.clone_from(to));
            }
            ("unlink" | "unlinkat" | "rmdir", [path]) => {
                self.log.note(Event::Remove(path));
                self.lengths.remove(path);
            }
            ("mkdir" | "mkdirat", [path]) => self.log.note(Event::Folder(path)),
            _ => {}
        }
    }
}

/// The strings among the arguments, from their hexadecimal digits.
fn strings(arguments: &str) -> Vec<Vec<u8>> {
    let quoted = arguments.split('"').skip(1).step_by(2);
    quoted.map(|text| text.split("\\x").skip(1).filter_map(|digits| u8::from_str_radix(digits, 16).ok()).collect()).collect()
}
