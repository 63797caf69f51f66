//! HUD's code lists as code: an enum where code branches on a list, else a number with its labels; and what 4.20 asks by event.

use super::{array, snake, stop, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The lists that code branches on, and the name of the enum each becomes. All other lists stay a number with a label.
pub(super) const ENUMS: &[(&str, &str)] = &[
    ("1.8", "YesNo"),
    ("2.02.6", "ProjectType"),
    ("3.01.5", "NameQuality"),
    ("3.02.2", "SsnQuality"),
    ("3.03.2", "DobQuality"),
    ("3.15.1", "Relationship"),
    ("3.917.2", "LengthOfStay"),
    ("4.20.2", "EventCode"),
    ("4.20.D", "ReferralResult"),
    ("1.1", "ExportPeriodType"),
    ("1.2", "ExportDirective"),
    ("1.5", "HashStatus"),
    ("1.3", "DisabilityType"),
    ("1.4", "RecordType"),
    ("2.02.A", "RrhSubType"),
    ("2.08.1", "HmisParticipation"),
    ("5.03.1", "Stage"),
];

/// The one list of text codes that a column draws from: the stations of the VA.
pub(super) const STATIONS: &str = "V6.1";

/// Shorter lists whose codes are a part of an enum's: a column of theirs has the enum's type.
pub(super) const SAME: &[(&str, &str)] = &[("1.7", "1.8"), ("1.10", "1.8")];

pub(super) fn write_lists(out: &mut String, json: &Value) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut table = String::new();
    for list in array(&json["lists"], "lists") {
        let (id, elements) = (text(&list["id"], "list id"), array(&list["elements"], "elements"));
        if !known.insert(id.clone()) {
            stop(&format!("list {id} stands twice in code-lists.json"));
        }
        // Lists of text codes (stations, race columns) are not numbers in the CSV: choices of a text, no answers that code knows.
        if !elements.iter().all(|e| e["code"].is_u64()) {
            if id == STATIONS {
                write_texts(out, &id, elements);
            }
            continue;
        }
        let mut seen = BTreeSet::new();
        let mut rows: Vec<(u64, String, bool, String)> = Vec::new();
        for element in elements {
            let code = element["code"].as_u64().unwrap_or_default();
            if !seen.insert(code) {
                stop(&format!("code {code} stands twice in list {id}"));
            }
            let retired = element.get("retired").is_some() || list.get("retired").is_some();
            let group = element["group"].as_str().unwrap_or_default().to_owned();
            rows.push((code, text(&element["label"], &id), retired, group));
        }
        let order: Vec<u64> = list["display_order"].as_array().map(|o| o.iter().filter_map(Value::as_u64).collect()).unwrap_or_default();
        rows.sort_by_key(|(code, ..)| order.iter().position(|o| o == code).unwrap_or(usize::MAX));
        let _ = write!(table, "    CodeList {{ id: {id:?}, codes: &[");
        for (code, label, retired, group) in &rows {
            let _ = write!(table, "ListedCode {{ code: {code}, label: {label:?}, retired: {retired}, group: {group:?} }}, ");
        }
        table.push_str("] },\n");
        if let Some((_, name)) = ENUMS.iter().find(|(list, _)| *list == id) {
            write_enum(out, name, &id, &rows);
        }
        if id == "4.20.2" {
            write_events(out, elements);
        }
    }
    for (id, _) in ENUMS {
        if !known.contains(*id) {
            stop(&format!("build.rs wants an enum for list {id}, which code-lists.json does not have"));
        }
    }
    let _ = writeln!(out, "/// Every numeric HUD list, by its HUD id.\npub static LISTS: &[CodeList] = &[\n{table}];\n");
    known
}

/// A list whose codes are texts, such as the stations of the VA.
fn write_texts(out: &mut String, id: &str, elements: &[Value]) {
    let rows: String = elements.iter().map(|e| format!("({:?}, {:?}), ", text(&e["code"], id), text(&e["label"], id))).collect();
    let _ = writeln!(out, "/// HUD list {id}.\nstatic {}: &[(&str, &str)] = &[{rows}];\n", texts_name(id));
}

pub(super) fn texts_name(id: &str) -> String {
    format!("TEXTS_{}", id.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

fn write_enum(out: &mut String, name: &str, id: &str, rows: &[(u64, String, bool, String)]) {
    let mut names = BTreeSet::new();
    let variants: Vec<String> = rows.iter().map(|(code, label, ..)| variant(name, *code, label)).collect();
    if let Some(twice) = variants.iter().find(|v| !names.insert((*v).clone())) {
        stop(&format!("two codes of list {id} make the same variant {twice}"));
    }
    let _ = writeln!(out, "/// HUD list {id}.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum {name} {{");
    for ((code, label, ..), v) in rows.iter().zip(&variants) {
        let _ = writeln!(out, "    /// {code}: {label}\n    {v},");
    }
    let _ = writeln!(out, "}}\nimpl Code for {name} {{\n    const LIST: &'static str = {id:?};");
    let _ = writeln!(
        out,
        "    const ALL: &'static [Self] = &[{}];",
        variants.iter().map(|v| format!("Self::{v}")).collect::<Vec<_>>().join(", ")
    );
    out.push_str("    fn code(self) -> u32 {\n        match self {\n");
    for ((code, ..), v) in rows.iter().zip(&variants) {
        let _ = writeln!(out, "            Self::{v} => {code},");
    }
    out.push_str("        }\n    }\n    fn from_code(code: u32) -> Option<Self> {\n        Some(match code {\n");
    for ((code, ..), v) in rows.iter().zip(&variants) {
        let _ = writeln!(out, "            {code} => Self::{v},");
    }
    out.push_str("            _ => return None,\n        })\n    }\n}\n\n");
}

/// What 4.20 asks besides, by event: its dependent fields, and the projects that its location may name.
fn write_events(out: &mut String, elements: &[Value]) {
    let numbers = |v: &Value| v.as_array().map(|a| a.iter().filter_map(Value::as_u64).collect::<Vec<_>>()).unwrap_or_default();
    let (mut dependents, mut types, mut funders) = (String::new(), String::new(), String::new());
    for element in elements {
        let code = element["code"].as_u64().unwrap_or_default();
        let name = variant("EventCode", code, "");
        let fields: Vec<String> = array(&element["dependents"], "dependents")
            .iter()
            .map(|d| format!("at::event::{}", snake(&text(d, "dependent")).to_uppercase()))
            .collect();
        let _ = writeln!(dependents, "            Self::{name} => &[{}],", fields.join(", "));
        let place = &element["location_projects"];
        let _ = writeln!(types, "            Self::{name} => &{:?},", numbers(&place["project_types"]));
        let _ = writeln!(funders, "            Self::{name} => &{:?},", numbers(&place["funder_any"]));
    }
    let _ = writeln!(
        out,
        "impl EventCode {{\n    /// The dependent fields that this event may fill (HUD 4.20 A to E).\n    pub fn dependents(self) -> &'static [FieldId] {{\n        match self {{\n{dependents}        }}\n    }}\n    /// Codes of the project types that its location may name; none where it has no location.\n    pub fn location_types(self) -> &'static [u32] {{\n        match self {{\n{types}        }}\n    }}\n    /// Codes of the funders of which the project named must hold one; none where any will do.\n    pub fn location_funders(self) -> &'static [u32] {{\n        match self {{\n{funders}        }}\n    }}\n}}\n"
    );
}

/// The name of a variant. HUD labels are sentences; the ones that code names often get a short name here.
pub(super) fn variant(list: &str, code: u64, label: &str) -> String {
    let short = match (list, code) {
        ("ProjectType", 0) => "ShelterEntryExit",
        ("ProjectType", 1) => "ShelterNightByNight",
        ("ProjectType", 3) => "PermanentSupportive",
        ("ProjectType", 9) => "HousingOnly",
        ("ProjectType", 10) => "HousingWithServices",
        ("ProjectType", 12) => "Prevention",
        ("ProjectType", 13) => "RapidRehousing",
        ("Relationship", 1) => "Head",
        ("Relationship", 2) => "Child",
        ("Relationship", 3) => "SpouseOrPartner",
        ("Relationship", 4) => "OtherRelative",
        ("Relationship", 5) => "NonRelative",
        ("NameQuality" | "SsnQuality" | "DobQuality", 1) => "Full",
        ("NameQuality" | "SsnQuality" | "DobQuality", 2) => "Partial",
        ("LengthOfStay", 10) => "OneNightOrLess",
        ("LengthOfStay", 11) => "TwoToSixNights",
        ("LengthOfStay", 2) => "OneWeekToOneMonth",
        ("LengthOfStay", 3) => "OneToThreeMonths",
        ("LengthOfStay", 4) => "ThreeMonthsToOneYear",
        ("LengthOfStay", 5) => "OneYearOrLonger",
        ("EventCode", 1) => "PreventionReferral",
        ("EventCode", 2) => "ProblemSolving",
        ("EventCode", 3) => "CrisisAssessment",
        ("EventCode", 4) => "HousingAssessment",
        ("EventCode", 5) => "AftercareReferral",
        ("EventCode", 6) => "StreetOutreachReferral",
        ("EventCode", 7) => "HousingNavigation",
        ("EventCode", 8) => "NonContinuumIneligible",
        ("EventCode", 9) => "NonContinuumNoAvailability",
        ("EventCode", 10) => "EmergencyShelterOpening",
        ("EventCode", 11) => "TransitionalOpening",
        ("EventCode", 12) => "JointOpening",
        ("EventCode", 13) => "RapidRehousingOpening",
        ("EventCode", 14) => "SupportiveOpening",
        ("EventCode", 15) => "OtherHousingOpening",
        ("EventCode", 16) => "EmergencyAssistance",
        ("EventCode", 17) => "EmergencyVoucher",
        ("EventCode", 18) => "StabilityVoucher",
        ("ReferralResult", 1) => "Accepted",
        ("ReferralResult", 2) => "ClientRejected",
        ("ReferralResult", 3) => "ProviderRejected",
        ("DisabilityType", 5) => "Physical",
        ("DisabilityType", 6) => "Developmental",
        ("DisabilityType", 7) => "ChronicHealth",
        ("DisabilityType", 8) => "Hiv",
        ("DisabilityType", 9) => "MentalHealth",
        ("DisabilityType", 10) => "SubstanceUse",
        ("RrhSubType", 1) => "ServicesOnly",
        ("RrhSubType", 2) => "WithHousing",
        ("HmisParticipation", 1) => "Participating",
        ("HmisParticipation", 2) => "ComparableDatabase",
        ("Stage", 1) => "Entry",
        ("Stage", 3) => "Exit",
        ("Stage", 5) => "Annual",
        ("Stage", 6) => "PostExit",
        ("HashStatus", 1) => "Unhashed",
        ("HashStatus", 2) => "Sha1",
        ("HashStatus", 3) => "Other",
        ("HashStatus", 4) => "Sha256",
        (_, 8) if label.starts_with("Client doesn") => "Unknown",
        (_, 9) if label.starts_with("Client prefers") => "Refused",
        (_, 99) => "NotCollected",
        _ => "",
    };
    if !short.is_empty() {
        return short.to_owned();
    }
    let mut name = String::new();
    for word in label.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}
