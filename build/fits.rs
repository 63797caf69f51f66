//! What a field means in programs of some types, where that is not alike in all, from `words.json`.

use super::lists::ENUMS;
use super::{array, stop, text};
use serde_json::Value;
use std::collections::BTreeSet;

/// The HUD numbers of the types, and the words; each type once at most.
pub(super) fn of(field: &str, words: &Value, lists: &Value) -> String {
    let id = ENUMS.iter().find(|(_, name)| *name == "ProjectType").map(|(id, _)| *id);
    let types = array(&lists["lists"], "lists").iter().find(|list| list["id"].as_str() == id);
    let known: Vec<u64> = types.into_iter().flat_map(|list| array(&list["elements"], "types")).filter_map(|e| e["code"].as_u64()).collect();
    let (mut met, mut parts) = (BTreeSet::new(), Vec::new());
    for part in words["fields"][field]["fits"].as_array().into_iter().flatten() {
        let types: Vec<u64> = array(&part["types"], field).iter().filter_map(Value::as_u64).collect();
        if let Some(wrong) = types.iter().find(|code| !known.contains(code) || !met.insert(**code)) {
            stop(&format!("words.json says twice what {field} is in the project type {wrong}, or there is no such type"));
        }
        parts.push(format!("(&{types:?}, {:?})", text(&part["help"], field)));
    }
    format!("&[{}]", parts.join(", "))
}
