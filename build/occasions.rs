//! What arises on a day of a stay, from the occasions of `resources/hud/elements.json`, as static data of `domain/occasion`.

use super::asked::{Columns, capital, grants_of, strings, write_clause, write_field};
use super::{array, stop, text};
use serde_json::Value;
use std::fmt::Write as _;

/// What `src/domain/occasion/table.rs` includes.
pub fn write(json: &Value, files: &Value, words: &Value) -> String {
    let grants = grants_of(&json["grants"]);
    let mut out = String::from("/// Every kind, in the order in which it is offered.\npub static KINDS: &[Kind] = &[\n");
    for kind in array(&json["occasions"], "occasions") {
        let part = |what: &str| text(&kind[what], &format!("{what} of an occasion"));
        let (id, file) = (part("id"), part("file"));
        let columns = Columns::of(&file, files);
        let name = words["elements"][&id].as_str().unwrap_or_else(|| stop(&format!("words.json does not name the element {id}")));
        let record = kind["record"].as_u64();
        let types = record.map(|record| list_of(&columns.find("TypeProvided").1["list_by"]["RecordType"], record));
        let _ = writeln!(
            out,
            "    Kind {{ id: {id:?}, name: {name:?}, file: File::{file}, day: {}, who: Who::{}, rule: Rule::{}, record: {}, types: {:?}, subtypes: &[{}], when: &[{}], optional: &[{}], lines: &[{}], fields: &[",
            columns.id(&part("day")),
            capital(&part("who")),
            part("rule").replace('-', "_"),
            record.map_or_else(|| "None".to_owned(), |record| format!("Some({record})")),
            types.unwrap_or_default(),
            record.map_or_else(String::new, |record| subtypes(&columns, record)),
            array(&kind["when"], &id).iter().map(|clause| write_clause(clause, &grants)).collect::<String>(),
            strings(&kind["optional"]).iter().map(|f| columns.id(f) + ", ").collect::<String>(),
            kind["lines"].as_array().map_or_else(String::new, |lines| lines.iter().map(|one| line(one, files)).collect()),
        );
        for field in strings(&kind["fields"]) {
            write_field(&mut out, &field, kind, &columns, &grants);
        }
        out.push_str("    ] },\n");
    }
    out.push_str("];\n");
    out
}

/// The list from which HUD draws a column for this code of another column.
fn list_of(by: &Value, code: u64) -> String {
    text(&by[code.to_string()], &format!("list of the types of record {code}"))
}

/// The lists of the sub types, by type, where this record type has any.
fn subtypes(columns: &Columns<'_>, record: u64) -> String {
    let by = &columns.find("SubTypeProvided").1["list_by"][format!("TypeProvided (RecordType {record})")];
    let listed = |(code, list): (&String, &Value)| format!("({code}, {:?}), ", list.as_str().unwrap_or_default());
    by.as_object().map_or_else(String::new, |by| by.iter().map(listed).collect())
}

/// Rows of another file that belong to the record.
fn line(json: &Value, files: &Value) -> String {
    let part = |what: &str| text(&json[what], &format!("{what} of a line"));
    let columns = Columns::of(&part("file"), files);
    let named = |what: &str| json[what].as_str().map_or_else(|| "None".to_owned(), |name| format!("Some({})", columns.id(name)));
    let (group, order) = (named("group"), named("order"));
    let fields: String = strings(&json["fields"]).iter().map(|f| columns.id(f) + ", ").collect();
    format!(
        "Lines {{ file: File::{}, name: {:?}, of: {}, group: {group}, order: {order}, fields: &[{fields}] }}, ",
        part("file"),
        part("name"),
        columns.id(&part("of"))
    )
}
