//! The shape of the program, read from its sources: arrows point down only, one file names the database, screens name no colour,
//! no size and no HUD label.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path from `src/`, and its code without comments.
struct Source {
    path: String,
    code: String,
}

impl Source {
    /// The file or folder of a module: `store` is `store.rs` and everything in `store/`.
    fn is_in(&self, module: &str) -> bool {
        self.path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }

    /// Lines of code before the unit tests that hold this as whole words.
    fn lines_with(&self, words: &str) -> Vec<String> {
        let name = |c: char| c.is_alphanumeric() || c == '_';
        let whole = |line: &str| {
            line.match_indices(words).any(|(at, _)| {
                let (before, after) = (line[..at].chars().next_back(), line[at + words.len()..].chars().next());
                !(words.starts_with(name) && before.is_some_and(name) || words.ends_with(name) && after.is_some_and(name))
            })
        };
        self.code.lines().filter(|line| whole(line)).map(|line| format!("{}: {}", self.path, line.trim())).collect()
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
                let code: Vec<&str> = text.lines().map(without_comment).collect();
                let path = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path, code: code.join("\n") });
            }
        }
    }
    assert!(found.len() > 80, "the sources were not found");
    found
}

fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut last = ' ';
    for (at, c) in line.char_indices() {
        match c {
            '"' if last != '\\' => quoted = !quoted,
            '/' if last == '/' && !quoted => return &line[..at - 1],
            _ => {}
        }
        last = c;
    }
    line
}

/// No file where `here` holds may have any of these words.
fn nowhere(words: &[&str], here: impl Fn(&Source) -> bool) {
    let found: Vec<String> =
        sources().iter().filter(|s| here(s)).flat_map(|s| words.iter().flat_map(|w| s.lines_with(w)).collect::<Vec<_>>()).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_toolkit_is_named_in_the_app_alone() {
    nowhere(&["iced", "iced_test"], |s| !s.is_in("app"));
}

#[test]
fn the_database_is_named_in_one_file() {
    nowhere(&["sled::", "use sled"], |s| s.path != "store/state.rs");
}

#[test]
fn waiting_is_written_in_one_place_of_each_layer() {
    let places = ["app/perform.rs", "app/services.rs", "store/worker.rs"];
    nowhere(&["async", ".await", "tokio"], |s| !places.contains(&s.path.as_str()) && !s.path.starts_with("app/perform/"));
}

#[test]
fn unsafe_code_stands_in_one_place() {
    nowhere(&["unsafe", "unsafe_code"], |s| s.path != "app/access/platform.rs");
}

#[test]
fn screen_readers_are_named_in_one_place() {
    nowhere(&["accesskit", "accesskit_unix", "accesskit_windows", "accesskit_macos"], |s| !s.is_in("app/access"));
}

#[test]
fn arrows_point_down_only() {
    let uses = |layers: &[&str]| -> Vec<String> {
        let named = layers.iter().flat_map(|l| [format!("crate::{l}"), format!("super::super::{l}")]);
        // A list of layers in one `use` would hide them from this test.
        named.chain(["crate::{".to_owned()]).collect()
    };
    let (low, store, exchange) = (
        uses(&["store", "exchange", "app", "command", "generate", "transfer"]),
        uses(&["exchange", "app", "command"]),
        uses(&["store", "app", "command"]),
    );
    let words = |list: &'static [String]| list.iter().map(String::as_str).collect::<Vec<&'static str>>();
    nowhere(&words(low.leak()), |s| s.is_in("domain"));
    nowhere(&words(store.leak()), |s| s.is_in("store"));
    nowhere(&words(exchange.leak()), |s| s.is_in("exchange"));
    nowhere(&["chrono::Local", "chrono::Utc", "SystemTime", "Local::now", "Utc::now"], |s| s.is_in("domain") || s.is_in("exchange"));
}

#[test]
fn screens_are_made_of_our_own_widgets_without_colours_and_sizes() {
    let raw = ["button", "text_input", "checkbox", "radio", "pick_list", "slider", "toggler", "combo_box"];
    let imports = |s: &Source| -> Vec<String> {
        // `use iced::widget::{…}`, also over several lines, and full paths.
        s.code.match_indices("iced::widget::").map(|(at, _)| s.code[at..].split(';').next().unwrap_or_default().to_owned()).collect()
    };
    for source in sources().iter().filter(|s| s.is_in("app/screen")) {
        for import in imports(source) {
            let names: BTreeSet<&str> = import.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            let bad: Vec<&&str> = raw.iter().filter(|r| names.contains(*r)).collect();
            assert!(bad.is_empty(), "{} takes {bad:?} from the toolkit", source.path);
        }
    }
    nowhere(&["Color", "color!", ".size(", "Shadow", "Background"], |s| s.is_in("app/screen"));
}

#[test]
fn screens_type_no_label_of_a_hud_list() {
    let lists = include_str!("../../resources/hud/code-lists.json");
    let lists: serde_json::Value = serde_json::from_str(lists).unwrap();
    let labels: BTreeSet<&str> = lists["lists"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|list| list["elements"].as_array().into_iter().flatten())
        .filter_map(|element| element["label"].as_str())
        .collect();
    assert!(labels.contains("Client prefers not to answer"), "the lists were not understood");
    // Words of the desk that a list happens to use too.
    let ours = ["Enrolled", "Exited", "New", "Other", "None", "Yes", "No"];
    let mut found = Vec::new();
    for source in sources().iter().filter(|s| s.is_in("app/screen")) {
        for text in source.code.split('"').skip(1).step_by(2) {
            if labels.contains(text) && !ours.contains(&text) {
                found.push(format!("{}: {text}", source.path));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_reader_of_sources_sees_code_and_no_comments() {
    let code = |text: &str| Source { path: "store.rs".to_owned(), code: text.lines().map(without_comment).collect::<Vec<_>>().join("\n") };
    assert_eq!(code("use iced::Task; // iced").lines_with("iced").len(), 1);
    assert!(code("//! iced and sled\nlet iced_like = \"http://iced_x\";").lines_with("iced").is_empty());
    assert!(
        code("use crate::{store::Store};").lines_with("crate::{").len() == 1
            && code("crate::store_of()").lines_with("crate::store").is_empty()
    );
    assert!(code("").is_in("store") && !code("").is_in("sto"));
}
