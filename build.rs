//! Turns the HUD tables in `resources/hud/` into code: code enums, one row struct for each file, the field table.
//!
//! The generated file is data, not cleverness: structs, `match` arms and static slices. Whatever is wrong in a table (a code
//! twice, an unknown list, a column without a type) stops the build with a sentence, so that nothing wrong reaches a screen.

#[path = "build/asked.rs"]
mod asked;
#[path = "build/fits.rs"]
mod fits;
#[path = "build/lists.rs"]
mod lists;
#[path = "build/occasions.rs"]
mod occasions;
#[path = "build/rules.rs"]
mod rules;

use lists::{ENUMS, SAME, STATIONS, texts_name, write_lists};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs, path::Path};

/// Columns that hold one of our typed identifiers.
const IDS: &[(&str, &str)] = &[
    ("PersonalID", "ClientId"),
    ("EnrollmentID", "EnrollmentId"),
    ("ResultingEnrollmentID", "EnrollmentId"),
    ("EventID", "EventId"),
    ("HouseholdID", "HouseholdId"),
    ("ProjectID", "ProjectId"),
    ("OrganizationID", "OrganizationId"),
    ("UserID", "UserId"),
    ("ExportID", "ExportId"),
];

fn main() {
    for file in ["code-lists", "csv-files", "elements", "local-files", "rules", "words"] {
        println!("cargo::rerun-if-changed=resources/hud/{file}.json");
    }
    for file in ["build.rs", "build/asked.rs", "build/fits.rs", "build/occasions.rs", "build/rules.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let lists = read("code-lists");
    let words = read("words");
    let mut out = String::new();
    let known = write_lists(&mut out, &lists);
    let mut files = Vec::new();
    for (table, origin) in [("csv-files", "Origin::Hud"), ("local-files", "Origin::Local")] {
        let json = read(table);
        for (name, file) in object(&json["files"], table) {
            let is = |mark: &str| file[mark].as_bool() == Some(true);
            let origin = match () {
                () if is("kept_beside") => "Origin::Beside",
                () if is("stays_here") => "Origin::Desk",
                () => origin,
            };
            files.push((name.clone(), file.clone(), origin));
        }
    }
    write_files(&mut out, &files, &known, &words, &lists);
    write_elements(&mut out, &words);
    let target = env::var("OUT_DIR").unwrap_or_default();
    let asked = asked::write(&read("elements"), &read("csv-files"), &words);
    let occasions = occasions::write(&read("elements"), &read("csv-files"), &words);
    for (file, code) in [("asked.rs", asked), ("occasions.rs", occasions), ("hud.rs", out), ("rules.rs", rules::write(&read("rules")))] {
        fs::write(Path::new(&target).join(file), code).unwrap_or_else(|e| stop(&format!("cannot write the generated code: {e}")));
    }
}

struct Column {
    name: String,
    field: String,
    rust: String,
    kind: String,
}

fn write_files(out: &mut String, files: &[(String, Value, &str)], known: &BTreeSet<String>, words: &Value, lists: &Value) {
    out.push_str("/// A file of HMIS CSV, or one of our own kept beside them.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[repr(u8)]\npub enum File {\n");
    for (name, ..) in files {
        let _ = writeln!(out, "    /// `{name}`.\n    {name},");
    }
    let all = files.iter().map(|(n, ..)| format!("Self::{n}")).collect::<Vec<_>>().join(", ");
    let hud =
        files.iter().filter(|(.., origin)| *origin == "Origin::Hud").map(|(n, ..)| format!("Self::{n}")).collect::<Vec<_>>().join(", ");
    let _ = writeln!(
        out,
        "}}\nimpl File {{\n    /// Every file: HUD's in HUD's order, each after those it refers to, then our own.\n    pub const ALL: &'static [Self] = &[{all}];\n    /// The files of HMIS CSV, in HUD's order.\n    pub const HUD: &'static [Self] = &[{hud}];\n}}\n"
    );
    let mut infos = String::new();
    let mut constants = String::new();
    for (name, file, origin) in files {
        let columns: Vec<(Column, &Value)> = array(&file["columns"], name).iter().map(|c| (column(name, c, known), c)).collect();
        write_row(out, name, &columns);
        write_info(&mut infos, name, file, origin, &columns, words, lists);
        let _ = writeln!(
            constants,
            "    /// Fields of `{name}`.\n    pub mod {} {{\n        use super::super::{{FieldId, File}};",
            snake(name)
        );
        for (at, (c, _)) in columns.iter().enumerate() {
            let _ = writeln!(
                constants,
                "        /// `{name}.{}`.\n        pub const {}: FieldId = FieldId {{ file: File::{name}, column: {at} }};",
                c.name,
                c.field.to_uppercase()
            );
        }
        constants.push_str("    }\n");
    }
    let _ = writeln!(out, "/// What each file holds, in the order of [`File::ALL`].\npub static FILES: &[FileInfo] = &[\n{infos}];\n");
    let _ = writeln!(out, "/// Each field by name: `at::event::RESULT_DATE`.\npub mod at {{\n{constants}}}\n");
}

fn write_row(out: &mut String, name: &str, columns: &[(Column, &Value)]) {
    let _ = writeln!(out, "/// One row of `{name}`.\n#[derive(Clone, Default, PartialEq)]\npub struct {name} {{");
    for (c, _) in columns {
        let _ = writeln!(out, "    /// `{}`\n    pub {}: {},", c.name, c.field, c.rust);
    }
    let _ = writeln!(
        out,
        "}}\nimpl Row for {name} {{\n    fn file(&self) -> File {{\n        File::{name}\n    }}\n    fn peek(&self, column: usize) -> Cow<'_, str> {{\n        match column {{"
    );
    for (at, (c, _)) in columns.iter().enumerate() {
        let _ = writeln!(out, "            {at} => self.{}.peek(),", c.field);
    }
    out.push_str(
        "            _ => Cow::Borrowed(\"\"),\n        }\n    }\n    fn set(&mut self, column: usize, text: &str) {\n        match column {\n",
    );
    for (at, (c, _)) in columns.iter().enumerate() {
        let _ = writeln!(out, "            {at} => self.{} = Entry::parse(text),", c.field);
    }
    out.push_str("            _ => {}\n        }\n    }\n}\n");
    let _ = writeln!(
        out,
        "impl std::fmt::Debug for {name} {{\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{\n        f.write_str(\"{name} row\")\n    }}\n}}\n"
    );
}

fn write_info(out: &mut String, name: &str, file: &Value, origin: &str, columns: &[(Column, &Value)], words: &Value, lists: &Value) {
    let primary = text(&file["primary_key"], name);
    let key = columns.iter().position(|(c, _)| c.name == primary).unwrap_or_else(|| stop(&format!("{name} has no column {primary}")));
    let owner = columns.iter().position(|(c, _)| c.name == "PersonalID");
    let _ = writeln!(out, "    FileInfo {{ name: {name:?}, origin: {origin}, key: {key}, owner: {owner:?}, columns: &[");
    for (c, json) in columns {
        let word = |what: &str| {
            [format!("{name}.{}", c.name), c.name.clone()]
                .iter()
                .find_map(|k| words["fields"][k][what].as_str())
                .unwrap_or_default()
                .to_owned()
        };
        let label = match word("label") {
            l if l.is_empty() => spaced(&c.name),
            l => l,
        };
        let aliases: Vec<&str> = json["read_aliases"].as_array().map(|a| a.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
        let condition = json["condition"].as_str().unwrap_or_default();
        let _ = writeln!(
            out,
            "        Column {{ name: {:?}, label: {label:?}, help: {:?}, warns: {:?}, unit: {:?}, fits: {}, element: {:?}, kind: {}, nullable: {}, aliases: &{aliases:?}, condition: {condition:?}, offer: {:?}, texts: {}, private: {:?}, refers: {}, page: {}, codes: &{}, typed: {} }},",
            c.name,
            word("help"),
            word("warns"),
            word("unit"),
            fits::of(&format!("{name}.{}", c.name), words, lists),
            json["de"].as_str().unwrap_or_default(),
            c.kind,
            json["nullable"].as_bool().unwrap_or(true),
            word("offer"),
            texts_of(json),
            words["fields"][format!("{name}.{}", c.name)]["private"].as_bool().unwrap_or(false),
            refers(json),
            page(&format!("{name}.{}", c.name), &c.kind, &word("offer"), words, lists),
            codes(&c.kind, lists),
            typed(&c.rust, lists),
        );
    }
    out.push_str("    ] },\n");
}

/// The numbers of a column's list, a bit for each, in words of 64.
fn codes(kind: &str, lists: &Value) -> String {
    let id = kind.trim_start_matches("Kind::Code(\"").trim_end_matches("\")");
    let list = array(&lists["lists"], "lists").iter().find(|l| kind.starts_with("Kind::Code") && l["id"] == id);
    let numbers = list.into_iter().flat_map(|l| array(&l["elements"], id)).filter_map(|e| usize::try_from(e["code"].as_u64()?).ok());
    let mut words: Vec<u64> = Vec::new();
    for number in numbers {
        words.resize(words.len().max(number / 64 + 1), 0);
        words[number / 64] |= 1 << (number % 64);
    }
    format!("{words:?}")
}

/// The numbers that the typed value of a column knows: those of its answers' names, or any.
fn typed(rust: &str, lists: &Value) -> String {
    let named = ENUMS.iter().find(|(_, name)| rust == format!("Value<{name}>"));
    named.map_or_else(|| "None".to_owned(), |(list, _)| format!("Some(&{})", codes(&format!("Kind::Code({list:?})"), lists)))
}

/// The list of text codes that a column draws from.
fn texts_of(json: &Value) -> String {
    if json["list"] == STATIONS { texts_name(STATIONS) } else { "&[]".to_owned() }
}

/// The file whose rows a column names by their key. Half of a key of two columns names none.
fn refers(json: &Value) -> String {
    let file = json["fk"].as_str().and_then(|fk| fk.split_once('.')).filter(|(_, key)| !key.starts_with('('));
    file.map_or_else(|| "None".to_owned(), |(file, _)| format!("Some(File::{file})"))
}

/// The help page of a field, where the table has one: our words, and what each of its answers means.
fn page(field: &str, kind: &str, offer: &str, words: &Value, lists: &Value) -> String {
    let fields = &words["fields"];
    let from = fields[field]["page_of"].as_str().unwrap_or(field);
    let json = &fields[from];
    if json.get("meaning").is_none() {
        if from != field {
            stop(&format!("{field} is to have the page of {from}, which has none"));
        }
        return "None".to_owned();
    }
    let part = |what: &str| text(&json[what], &format!("{what} of {from}"));
    let id = if offer.is_empty() { kind.trim_start_matches("Kind::Code(\"").trim_end_matches("\")") } else { offer };
    let list = array(&lists["lists"], "lists").iter().find(|l| l["id"] == id);
    let codes: Vec<String> = list.map_or_else(Vec::new, |l| array(&l["elements"], id).iter().map(|e| e["code"].to_string()).collect());
    if let Some(stray) = json["answers"].as_object().and_then(|a| a.keys().find(|code| !codes.contains(code))) {
        stop(&format!("words.json explains the answer {stray} of {from}, which is not in its list"));
    }
    // The words for "does not know" and the like are for such answers alone: elsewhere 8 and 9 are answers as others are.
    let label = |code: &str| {
        let found = list.and_then(|l| array(&l["elements"], id).iter().find(|e| e["code"].as_u64().is_some_and(|n| n.to_string() == code)));
        found.and_then(|e| e["label"].as_str()).unwrap_or_default().to_lowercase()
    };
    let is_none = |code: &str| ["client doesn", "client prefers", "data not collected"].iter().any(|begin| label(code).starts_with(begin));
    let explained = |code: &String| {
        let words = json["answers"][code].as_str().or_else(|| words["answers"][code].as_str().filter(|_| is_none(code)))?;
        Some(format!("({code}, {words:?})"))
    };
    let answers: Vec<String> = codes.iter().filter_map(explained).collect();
    format!(
        "Some(Page {{ meaning: {:?}, local: {:?}, consequence: {:?}, answers: &[{}] }})",
        part("meaning"),
        part("local"),
        part("consequence"),
        answers.join(", ")
    )
}

/// The names of HUD's data elements.
fn write_elements(out: &mut String, words: &Value) {
    let rows: String = object(&words["elements"], "elements").iter().map(|(number, name)| format!("    ({number:?}, {name}),\n")).collect();
    let _ = writeln!(
        out,
        "/// HUD's data elements that Wayhome shows: number and name.\npub static ELEMENTS: &[(&str, &str)] = &[\n{rows}];\n"
    );
}

fn column(file: &str, json: &Value, known: &BTreeSet<String>) -> Column {
    let name = text(&json["name"], file);
    let kind = text(&json["type"], &name);
    let list = json["list"].as_str().filter(|l| known.contains(*l));
    let (rust, kind) = match (kind.as_str(), list) {
        ("D", _) => ("Value<Day>".to_owned(), "Kind::Day".to_owned()),
        ("T", _) => ("Value<Instant>".to_owned(), "Kind::Instant".to_owned()),
        ("M" | "M+", _) => ("Value<Money>".to_owned(), "Kind::Money".to_owned()),
        ("I", Some(id)) => {
            let wide = SAME.iter().find(|(l, _)| *l == id).map_or(id, |(_, w)| w);
            let rust = ENUMS.iter().find(|(l, _)| *l == wide).map_or("u32", |(_, e)| e);
            (format!("Value<{rust}>"), format!("Kind::Code({id:?})"))
        }
        ("I", None) => ("Value<u32>".to_owned(), "Kind::Number".to_owned()),
        (s, _) => {
            let max: usize = s
                .strip_prefix('S')
                .and_then(|n| n.parse().ok())
                .unwrap_or_else(|| stop(&format!("{file}.{name} has the unknown type {s}")));
            let rust = IDS.iter().find(|(c, _)| *c == name).map_or("Text", |(_, id)| id);
            let sort = if rust == "Text" { format!("Kind::Text({max})") } else { "Kind::Id".to_owned() };
            (rust.to_owned(), sort)
        }
    };
    Column { field: snake(&name), name, rust, kind }
}

/// `RelationshipToHoH` → `relationship_to_hoh`.
fn snake(name: &str) -> String {
    spaced(name).replace(' ', "_").to_lowercase()
}

/// `RelationshipToHoH` → `Relationship To HoH`.
fn spaced(name: &str) -> String {
    let marks: BTreeMap<&str, &str> = BTreeMap::from([("CoC", "Coc"), ("HoH", "Hoh"), ("SOAR", "Soar")]);
    let folded = marks.iter().fold(name.to_owned(), |n, (from, to)| n.replace(from, to));
    let letters: Vec<char> = folded.chars().collect();
    let mut out = String::new();
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|b| letters.get(b));
        let after = letters.get(at + 1);
        let starts = c.is_uppercase()
            && before
                .is_some_and(|b| b.is_lowercase() || b.is_ascii_digit() || (b.is_uppercase() && after.is_some_and(|a| a.is_lowercase())));
        if starts {
            out.push(' ');
        }
        out.push(*c);
    }
    marks.iter().fold(out, |n, (to, from)| n.replace(from, to))
}

fn read(name: &str) -> Value {
    let path = format!("resources/hud/{name}.json");
    let bytes = fs::read(&path).unwrap_or_else(|e| stop(&format!("{path}: {e}")));
    serde_json::from_slice(&bytes).unwrap_or_else(|e| stop(&format!("{path}: {e}")))
}

fn array<'a>(value: &'a Value, what: &str) -> &'a [Value] {
    value.as_array().unwrap_or_else(|| stop(&format!("{what} should be a list")))
}

fn object<'a>(value: &'a Value, what: &str) -> &'a serde_json::Map<String, Value> {
    value.as_object().unwrap_or_else(|| stop(&format!("{what} should be a table")))
}

fn text(value: &Value, what: &str) -> String {
    value.as_str().unwrap_or_else(|| stop(&format!("{what} should be text"))).to_owned()
}

#[allow(clippy::panic, reason = "a wrong table must stop the build, and a build script has no other way to say why")]
fn stop(why: &str) -> ! {
    panic!("resources/hud: {why}")
}
