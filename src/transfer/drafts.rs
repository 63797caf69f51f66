//! What is half typed names records by their ids. Where a record goes on under the id of the HMIS, so does what was typed of it.

use crate::domain::{Change, Text};
use crate::exchange::Handed;
use std::collections::HashMap;

/// So short an id could as well be an answer that somebody typed.
const UNMISTAKABLE: usize = 6;

/// The changes after which these drafts bear the new ids, in their names and in what they hold, and name the clients who have the records
/// now that they are about.
pub(super) fn renamed(drafts: Vec<(String, Text)>, named: &[(String, String)], handed: &[Handed]) -> Vec<Change> {
    let named: HashMap<&str, &str> = named.iter().map(|(once, now)| (once.as_str(), now.as_str())).collect();
    if named.is_empty() && handed.is_empty() {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for (name, text) in drafts {
        let is_about = |handed: &&Handed| [&name, text.as_str()].into_iter().any(|part| words(part).any(|(_, word)| word == handed.record));
        let clients = handed.iter().filter(|handed| handed.once.len() >= UNMISTAKABLE).filter(is_about);
        let mut ids = named.clone();
        ids.extend(clients.map(|handed| (handed.once.as_str(), handed.now.as_str())));
        let (new_name, new_text) = (with_new_ids(&name, &ids), Text::new(with_new_ids(text.as_str(), &ids)));
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
    let mut new = String::with_capacity(text.len());
    for (between, word) in words(text) {
        new.push_str(between);
        new.push_str(named.get(word).copied().unwrap_or(word));
    }
    new
}

/// What may be an id, each after what stands before it; at the end what stands after the last.
fn words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_of_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (between, from) = rest.split_at(rest.find(is_of_id).unwrap_or(rest.len()));
        let (word, after) = from.split_at(from.find(|c| !is_of_id(c)).unwrap_or(from.len()));
        rest = after;
        Some((between, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_replaced_wherever_it_stands_alone() {
        let named = [("A1".to_owned(), "H-9".to_owned()), ("HH".to_owned(), "X".to_owned())];
        let draft = |name: &str, text: &str| (name.to_owned(), Text::new(text));
        let changes =
            renamed(vec![draft("exit-of/HH@P02 of 2026-01-01", r#"{"a":"A1","b":"A1-2"}"#), draft("note/A12/new", "HHH é")], &named, &[]);
        let wanted = [
            Change::Draft { name: "exit-of/HH@P02 of 2026-01-01".to_owned(), after: None },
            Change::Draft { name: "exit-of/X@P02 of 2026-01-01".to_owned(), after: Some(Text::new(r#"{"a":"H-9","b":"A1-2"}"#)) },
        ];
        assert_eq!(changes, wanted);
    }

    #[test]
    fn a_draft_names_the_client_who_has_its_record_now_and_no_other_does() {
        let handed = [Handed { record: "E1".to_owned(), once: "CLIENT-B".to_owned(), now: "CLIENT-A".to_owned() }];
        let draft = |name: &str, text: &str| (name.to_owned(), Text::new(text));
        let drafts = vec![draft("exit/E1", r#"{"client":"CLIENT-B","stay":"E1"}"#), draft("client/CLIENT-B", r#"{"name":"CLIENT-B"}"#)];
        let wanted = [Change::Draft { name: "exit/E1".to_owned(), after: Some(Text::new(r#"{"client":"CLIENT-A","stay":"E1"}"#)) }];
        assert_eq!(renamed(drafts, &[], &handed), wanted);
        let short = [Handed { record: "E1".to_owned(), once: "12".to_owned(), now: "15".to_owned() }];
        assert_eq!(renamed(vec![draft("exit/E1", r#"{"client":"12","months":"12"}"#)], &[], &short), []);
    }
}
