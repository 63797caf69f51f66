//! The table of elements, `resources/hud/elements.json`: who is asked what, when, by which grant, as static data of `domain/ask`.
//!
//! Conditions inside a form come from the columns of `csv-files.json`, in HUD's shorthand; the table adds those that HUD's CSV
//! description leaves to the dictionary. A name that no column, grant or form has stops the build.

use super::{array, object, stop, text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What `src/domain/ask/table.rs` includes.
pub fn write(json: &Value, files: &Value, words: &Value) -> String {
    let mut out = String::new();
    let grants = write_grants(&mut out, &json["grants"]);
    let forms = write_forms(&mut out, &json["forms"]);
    out.push_str("/// Every element, in the order in which it is asked.\npub static ELEMENTS: &[Element] = &[\n");
    for element in array(&json["elements"], "elements") {
        let part = |what: &str| text(&element[what], &format!("{what} of an element"));
        let id = part("id");
        let columns = Columns::of(&part("file"), files);
        let form = forms.get(&part("form")).unwrap_or_else(|| stop(&format!("element {id} stands on no form")));
        let name = words["elements"][&id].as_str().unwrap_or_else(|| stop(&format!("words.json does not name the element {id}")));
        let _ = writeln!(
            out,
            "    Element {{ id: {id:?}, name: {name:?}, form: Form::{form}, slot: {}, who: Who::{}, stages: &[{}], when: &[{}], with_hiv: {}, any: {}, total: {}, fields: &[",
            slot(&part("file"), element["kind"].as_u64()),
            capital(&part("who")),
            strings(&element["stages"]).iter().map(|s| stage(s)).collect::<Vec<_>>().join(", "),
            array(&element["when"], &id).iter().map(|clause| write_clause(clause, &grants)).collect::<String>(),
            element["with_hiv"].as_bool().unwrap_or_default(),
            optional(&element["any"], &columns),
            optional(&element["total"], &columns),
        );
        for field in strings(&element["fields"]) {
            write_field(&mut out, &field, element, &columns, &grants);
        }
        out.push_str("    ] },\n");
    }
    out.push_str("];\n");
    out
}

/// The columns of one file: their positions, and HUD's conditions.
pub(super) struct Columns<'a> {
    file: String,
    columns: &'a [Value],
}

impl<'a> Columns<'a> {
    pub(super) fn of(file: &str, files: &'a Value) -> Self {
        Self { file: file.to_owned(), columns: array(&files["files"][file]["columns"], file) }
    }

    pub(super) fn find(&self, name: &str) -> (usize, &Value) {
        let found = self.columns.iter().enumerate().find(|(_, c)| c["name"] == name);
        found.unwrap_or_else(|| stop(&format!("elements.json names {}.{name}, which is no column", self.file)))
    }

    pub(super) fn id(&self, name: &str) -> String {
        format!("FieldId {{ file: File::{}, column: {} }}", self.file, self.find(name).0)
    }
}

/// The grants of each program, by its name in the table.
pub(super) fn grants_of(json: &Value) -> BTreeMap<String, Vec<u64>> {
    let codes = |name: &str, codes: &Value| array(codes, name).iter().filter_map(Value::as_u64).collect();
    object(json, "grants").iter().map(|(name, of)| (name.clone(), codes(name, of))).collect()
}

fn write_grants(out: &mut String, json: &Value) -> BTreeMap<String, Vec<u64>> {
    out.push_str("/// HUD list 2.06.1 by programs.\npub mod grants {\n");
    let all = grants_of(json);
    for name in object(json, "grants").keys() {
        let _ = writeln!(out, "    /// {name}.\n    pub const {}: &[u32] = &{:?};", name.to_uppercase(), all[name]);
    }
    out.push_str("}\n\n");
    all
}

fn write_forms(out: &mut String, json: &Value) -> BTreeMap<String, String> {
    out.push_str("/// A page of questions.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]\npub enum Form {\n");
    let mut all = BTreeMap::new();
    let mut labels = String::new();
    for form in array(json, "forms") {
        let (id, label) = (text(&form["id"], "form id"), text(&form["label"], "form label"));
        let name = capital(&id);
        let _ = writeln!(out, "    /// {label}.\n    {name},");
        let _ = writeln!(labels, "            Self::{name} => {label:?},");
        all.insert(id, name);
    }
    let names = all.len();
    let listed =
        array(json, "forms").iter().map(|f| format!("Self::{}", capital(&text(&f["id"], "form id")))).collect::<Vec<_>>().join(", ");
    let _ = writeln!(
        out,
        "}}\nimpl Form {{\n    /// Every page, in the order of the questions.\n    pub const ALL: [Self; {names}] = [{listed}];\n    /// Its title.\n    pub const fn label(self) -> &'static str {{\n        match self {{\n{labels}        }}\n    }}\n}}\n"
    );
    all
}

pub(super) fn write_clause(json: &Value, grants: &BTreeMap<String, Vec<u64>>) -> String {
    let codes: Vec<u64> = strings(&json["grants"]).iter().flat_map(|g| codes_of(g, grants)).collect();
    let numbers = |what: &str| json[what].as_array().map(|a| a.iter().filter_map(Value::as_u64).collect::<Vec<_>>()).unwrap_or_default();
    format!("Clause {{ grants: &{codes:?}, only: &{:?}, not: &{:?} }}, ", numbers("only"), numbers("not"))
}

fn codes_of(grant: &str, grants: &BTreeMap<String, Vec<u64>>) -> Vec<u64> {
    grants.get(grant).cloned().unwrap_or_else(|| stop(&format!("elements.json names the unknown grants {grant}")))
}

pub(super) fn write_field(out: &mut String, field: &str, element: &Value, columns: &Columns<'_>, grants: &BTreeMap<String, Vec<u64>>) {
    let own = element["shown"][field].as_str();
    let told = columns.find(field).1["condition"].as_str().unwrap_or_default();
    let types = project_types(told);
    let hud = from_hud(told).filter(|_| types.is_empty());
    let is_in = |what: &str| strings(&element[what]).iter().any(|t| t == field);
    let (tick, listed) = (is_in("ticks"), is_in("list"));
    let first = element["any"].as_str().filter(|any| tick && *any != field).map(|any| format!("{any} = 1"));
    let shown = own.map(str::to_owned).or(first).or(hud).unwrap_or_default();
    let asked_by: Vec<u64> = element["only_grants"].as_object().map_or_else(Vec::new, |only| {
        only.iter().filter(|(_, fields)| strings(fields).iter().any(|f| f == field)).flat_map(|(g, _)| codes_of(g, grants)).collect()
    });
    let _ = writeln!(
        out,
        "        AskedField {{ field: {}, shown: &[{}], tick: {tick}, listed: {listed}, grants: &{asked_by:?}, types: &{types:?} }},",
        columns.id(field),
        condition(&shown, columns)
    );
}

/// The project types that alone ask for a column, where HUD says so.
fn project_types(condition: &str) -> Vec<u64> {
    let codes = condition.strip_prefix("null unless Project.ProjectType = ");
    codes.into_iter().flat_map(|codes| codes.split(',')).filter_map(|code| code.trim().parse().ok()).collect()
}

/// The condition of a column that is "null unless ..." in HUD's shorthand; what follows a semicolon or a bracket judges the
/// answer and not whether it is asked.
fn from_hud(condition: &str) -> Option<String> {
    let rest = condition.strip_prefix("null unless ").or_else(|| condition.strip_prefix("null (or 0.00) unless "))?;
    let end = rest.find([';', '[']).unwrap_or(rest.len());
    Some(rest[..end].trim().to_owned())
}

/// `A = 1 or B in (1,2) and C != 0` as alternatives of tests that must all hold.
fn condition(words: &str, columns: &Columns<'_>) -> String {
    if words.is_empty() {
        return String::new();
    }
    let test = |words: &str| {
        let (name, is, codes) = [(" != ", false), (" = ", true), (" in ", true)]
            .into_iter()
            .find_map(|(sign, is)| words.split_once(sign).map(|(name, codes)| (name.trim(), is, codes)))
            .unwrap_or_else(|| stop(&format!("{}: the condition {words:?} cannot be read", columns.file)));
        let codes: Vec<u64> =
            codes.trim().trim_matches(['(', ')']).split(',').map(|c| c.trim().parse().unwrap_or_else(|_| stop(words))).collect();
        format!("Test {{ field: {}, is: {is}, codes: &{codes:?} }}, ", columns.id(name))
    };
    // Alternatives of several tests stand in brackets of their own.
    let bare = |all: &str| all.strip_prefix('(').and_then(|all| all.strip_suffix(')')).map_or_else(|| all.to_owned(), str::to_owned);
    words.split(" or ").map(|all| format!("&[{}], ", bare(all.trim()).split(" and ").map(test).collect::<String>())).collect()
}

fn optional(name: &Value, columns: &Columns<'_>) -> String {
    name.as_str().map_or_else(|| "None".to_owned(), |name| format!("Some({})", columns.id(name)))
}

fn slot(file: &str, kind: Option<u64>) -> String {
    match (file, kind) {
        ("Enrollment", None) => "Slot::Enrollment".to_owned(),
        ("Exit", None) => "Slot::Exit".to_owned(),
        ("Client", None) => "Slot::Client".to_owned(),
        ("IncomeBenefits", None) => "Slot::Income".to_owned(),
        ("HealthAndDV", None) => "Slot::Health".to_owned(),
        ("EmploymentEducation", None) => "Slot::Work".to_owned(),
        ("YouthEducationStatus", None) => "Slot::School".to_owned(),
        ("Disabilities", Some(kind)) => format!("Slot::Disability(DisabilityType::{})", super::lists::variant("DisabilityType", kind, "")),
        _ => stop(&format!("elements.json asks for rows of {file}, of which an assessment has none")),
    }
}

fn stage(name: &str) -> String {
    let known = ["start", "update", "annual", "exit"];
    if !known.contains(&name) {
        stop(&format!("elements.json knows the stages {known:?} and not {name}"));
    }
    format!("Stage::{}", if name == "start" { "Entry".to_owned() } else { capital(name) })
}

pub(super) fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

pub(super) fn strings(json: &Value) -> Vec<String> {
    json.as_array().map(|a| a.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()).unwrap_or_default()
}
