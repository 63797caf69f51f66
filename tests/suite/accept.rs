//! What somebody looked at and found right: a file for each screen in a folder of its own, with which a test compares what there is now.
//!
//! With the folder's variable, such as `WAYHOME_ACCEPT_TREES=1`, what there is now is accepted instead, and files of screens that are no
//! more go.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A folder below `tests`.
pub struct Accepted(pub &'static str);

impl Accepted {
    pub fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(self.0)
    }

    /// What is to be set to accept what there is now.
    fn variable(&self) -> String {
        format!("WAYHOME_ACCEPT_{}", self.0.to_uppercase())
    }

    pub fn is_accepting(&self) -> bool {
        env::var_os(self.variable()).is_some()
    }

    /// Compares a text with the one that was accepted, or accepts it; gives both where they are not the same.
    pub fn differs(&self, name: &str, now: &str) -> Option<(String, &'static str)> {
        let path = self.folder().join(format!("{name}.txt"));
        if self.is_accepting() {
            fs::create_dir_all(self.folder()).unwrap();
            fs::write(&path, now).unwrap();
            return None;
        }
        match fs::read_to_string(&path) {
            Ok(accepted) if accepted == now => None,
            Ok(accepted) => Some((accepted, "has changed (- expected, + now)")),
            Err(_) => Some((String::new(), "is missing")),
        }
    }

    /// Fails where there are faults, and says how to accept a change that is wanted.
    pub fn nothing(&self, faults: &[String]) {
        let accept = format!("Accept a change that is wanted with: {}=1 cargo test --test suite {}", self.variable(), self.0);
        assert!(faults.is_empty(), "{} faults\n{}\n{accept}", faults.len(), faults.join("\n"));
    }

    /// The files in it. Each must be one of these.
    pub fn files(&self, known: &BTreeSet<String>) -> Vec<PathBuf> {
        let files: Vec<PathBuf> = fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
        let is_known = |file: &PathBuf| known.contains(file.file_name().unwrap().to_str().unwrap());
        let (known, strange): (Vec<_>, Vec<_>) = files.into_iter().partition(is_known);
        if self.is_accepting() {
            strange.iter().for_each(|file| fs::remove_file(file).unwrap());
        } else {
            self.nothing(&strange.iter().map(|file| format!("{} belongs to no screen", file.display())).collect::<Vec<_>>());
        }
        known
    }
}
