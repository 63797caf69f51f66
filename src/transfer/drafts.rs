//! What is half typed names records by their ids. Where a record goes on under the id of the HMIS, so does what was typed of it.

use crate::domain::{Change, Text};
use std::collections::HashMap;

/// The changes after which these drafts bear the new ids, in their names and in what they hold.
pub(super) fn renamed(drafts: Vec<(String, Text)>, named: &[(String, String)]) -> Vec<Change> {
    let named: HashMap<&str, &str> = named.iter().map(|(once, now)| (once.as_str(), now.as_str())).collect();
    if named.is_empty() {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for (name, text) in drafts {
        let (new_name, new_text) = (with_new_ids(&name, &named), Text::new(with_new_ids(text.as_str(), &named)));
        if new_name == name && new_text == text {
            continue;
        }
        if new_name != name {
            changes.push(Change::Draft { name, after: None });
        }
        changes.push(Change::Draft { name: new_name, after: Some(new_text) });
    }
    changes
}

/// A text with every old id in it replaced. An id that was given here is 32 random digits and stands alone, between quotes or strokes:
/// nobody types one.
fn with_new_ids(text: &str, named: &HashMap<&str, &str>) -> String {
    let is_of_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut new = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_id) {
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_of_id(c)).unwrap_or(from.len()));
        new.push_str(between);
        new.push_str(named.get(word).copied().unwrap_or(word));
        rest = after;
    }
    new.push_str(rest);
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_replaced_wherever_it_stands_alone() {
        let named = [("A1".to_owned(), "H-9".to_owned()), ("HH".to_owned(), "X".to_owned())];
        let draft = |name: &str, text: &str| (name.to_owned(), Text::new(text));
        let changes =
            renamed(vec![draft("exit-of/HH@P02 of 2026-01-01", r#"{"a":"A1","b":"A1-2"}"#), draft("note/A12/new", "HHH é")], &named);
        let wanted = [
            Change::Draft { name: "exit-of/HH@P02 of 2026-01-01".to_owned(), after: None },
            Change::Draft { name: "exit-of/X@P02 of 2026-01-01".to_owned(), after: Some(Text::new(r#"{"a":"H-9","b":"A1-2"}"#)) },
        ];
        assert_eq!(changes, wanted);
    }
}
