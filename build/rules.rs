//! The table of rules, `resources/hud/rules.json`, as constants of the type `Rule` and one line of `RULES` for each.

use super::{array, stop, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What `src/domain/rule.rs` includes.
pub fn write(json: &Value) -> String {
    let (mut constants, mut rows, mut seen) = (String::new(), String::new(), BTreeSet::new());
    for (at, rule) in array(&json["rules"], "rules").iter().enumerate() {
        let id = text(&rule["id"], "rule id");
        if !seen.insert(id.clone()) {
            stop(&format!("rule {id} stands twice in rules.json"));
        }
        let part = |what: &str| text(&rule[what], &format!("{what} of {id}"));
        let severity = match part("severity").as_str() {
            "error" => "Some(Severity::Stop)",
            "warning" => "Some(Severity::Fix)",
            "note" => "Some(Severity::Note)",
            "" => "None",
            other => stop(&format!("rule {id} has the unknown severity {other}")),
        };
        let by = match part("by").as_str() {
            "check" => "By::Check",
            "read" => "By::Reading",
            "write" => "By::Writing",
            "desk" => "By::Desk",
            "info" => "By::Meaning",
            other => stop(&format!("rule {id} is answered by the unknown {other}")),
        };
        if by == "By::Check" && severity == "None" {
            stop(&format!("rule {id} is checked, so it needs a severity"));
        }
        let eva: Vec<u64> = rule["eva"].as_array().map(|a| a.iter().filter_map(Value::as_u64).collect()).unwrap_or_default();
        let place = rule["where"].as_str().unwrap_or_default();
        let (says, advice, element) = (part("says"), part("do"), part("de"));
        let name = id.replace('-', "_").to_uppercase();
        let _ = writeln!(constants, "    /// `{id}`: {says}\n    pub const {name}: Self = Self({at});");
        let _ = writeln!(
            rows,
            "    RuleInfo {{ id: {id:?}, element: {element:?}, severity: {severity}, says: {says:?}, advice: {advice:?}, eva: &{eva:?}, by: {by}, place: {place:?} }},"
        );
    }
    format!("impl Rule {{\n{constants}}}\n\n/// Every rule, in the order of the table.\npub static RULES: &[RuleInfo] = &[\n{rows}];\n")
}
