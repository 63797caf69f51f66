//! What is half typed names records by their ids. Where a record goes on under the id of the HMIS or with another client, so does what was
//! typed of it; where an import is taken back, it goes the way back.

use super::edits::renamings;
use crate::domain::change::{Change, RowChange};
use crate::domain::entry::Text;
use crate::domain::hud::{File, at};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A record that went from one client to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The id of an enrollment, an event or a case note.
    pub record: String,
    /// The client who had it.
    pub once: String,
    /// The client who has it.
    pub now: String,
}

/// What bears another name from an import on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renamed {
    /// The ids of records and households, by those that they had.
    pub ids: Vec<(String, String)>,
    /// Records with another client.
    pub handed: Vec<Handed>,
}

impl Renamed {
    /// What the changes of an import renamed.
    pub fn by(changes: &[Change]) -> Self {
        let mut ids: Vec<(String, String)> = renamings(changes).into_iter().map(|row| (row.once, row.now)).collect();
        ids.extend(changes.windows(2).filter_map(household));
        ids.sort_unstable();
        ids.dedup();
        Self { ids, handed: changes.windows(2).filter_map(handed).collect() }
    }

    /// The way back.
    #[must_use]
    pub fn inverse(self) -> Self {
        let handed = self.handed.into_iter().map(|one| Handed { once: one.now, now: one.once, ..one });
        // What two went by since has no one way back.
        let mut back: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (once, now) in self.ids {
            back.entry(now).or_default().insert(once);
        }
        back.retain(|_, once| once.len() == 1);
        let ids = back.into_iter().filter_map(|(now, once)| Some((now, once.into_iter().next()?)));
        Self { ids: ids.collect(), handed: handed.collect() }
    }
}

/// The household that an enrollment goes on in, where it goes on under another id.
fn household(pair: &[Change]) -> Option<(String, String)> {
    let [Change::Row(before), after] = pair else { return None };
    let text = |row: &RowChange, after: bool| {
        let cell = row.cells.iter().find(|cell| cell.column == at::enrollment::HOUSEHOLD_ID.column)?;
        Some(if after { cell.after.as_str() } else { cell.before.as_str() }.to_owned()).filter(|text| !text.is_empty())
    };
    let after = after.of_row().filter(|after| before.file() == Some(File::Enrollment) && after.file() == before.file())?;
    let (once, now) = (text(before, false)?, text(&after, true)?);
    (once != now && !before.cells.iter().any(|cell| !cell.after.is_blank())).then_some((once, now))
}

/// The clients between whom a pair of changes brings a record: it is taken away whole, and stands again right after that.
fn handed(pair: &[Change]) -> Option<Handed> {
    let [Change::Row(before), after] = pair else { return None };
    let file = before.file().filter(|file| matches!(file, File::Enrollment | File::Event | File::CaseNote))?;
    let after = after.of_row().filter(|after| after.file() == Some(file) && after.key == before.key && after.is_new())?;
    let (once, now) = (before.owner.as_ref()?, after.owner.as_ref()?);
    (once != now).then(|| Handed { record: before.key.as_str().to_owned(), once: once.to_string(), now: now.to_string() })
}

/// So short an id could as well be an answer that somebody typed.
const UNMISTAKABLE: usize = 6;

/// The changes after which these drafts bear the new ids, in their names and in what they hold, and name the clients who have the records
/// now that they are about.
pub fn follow(drafts: Vec<(String, Text)>, renamed: &Renamed) -> Vec<Change> {
    let Renamed { ids, handed } = renamed;
    if ids.is_empty() && handed.is_empty() {
        return Vec::new();
    }
    let named: HashMap<&str, &str> = ids.iter().map(|(once, now)| (once.as_str(), now.as_str())).collect();
    let mut records: HashMap<&str, Vec<&Handed>> = HashMap::new();
    handed.iter().filter(|one| one.once.len() >= UNMISTAKABLE).for_each(|one| records.entry(&one.record).or_default().push(one));
    let mut names: HashSet<String> = drafts.iter().map(|(name, _)| name.clone()).collect();
    let mut changes = Vec::new();
    for (name, text) in drafts {
        let held: HashSet<&str> = words(&name).chain(words(text.as_str())).map(|(_, word)| word).collect();
        let mut clients: HashMap<&str, &str> = HashMap::new();
        for one in held.iter().filter_map(|word| records.get(word)).flatten() {
            clients.insert(&one.once, &one.now);
        }
        // Where a draft is about both clients, or about records that went to different ones, nobody can tell who is meant where.
        let parted = |one: &&Handed| clients.get(one.once.as_str()).is_some_and(|now| *now != one.now);
        let unclear = held.iter().filter_map(|word| records.get(word)).flatten().any(|one| parted(one) || held.contains(one.now.as_str()));
        let mut ids = named.clone();
        if !unclear {
            ids.extend(clients);
        }
        let (new_name, new_text) = (with_new_ids(&name, &ids), Text::new(with_new_ids(text.as_str(), &ids)));
        // What is kept under that name already is somebody's work too.
        if new_name == name && new_text == text || new_name != name && names.contains(&new_name) {
            continue;
        }
        if new_name != name {
            names.insert(new_name.clone());
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

/// Where somebody was when the program ended: nothing is written in it, and it names whatever was on show.
pub const PLACE: &str = "place";

/// What may be the id of a record of which something is half typed: the parts of a draft's name, and the texts that it holds, each whole.
/// An id may have any signs in it, and a word within a note is none.
pub fn words_of(drafts: &[(String, Text)]) -> HashSet<String> {
    let mut words = HashSet::new();
    for (name, text) in drafts.iter().filter(|(name, _)| name != PLACE) {
        for part in name.split('/') {
            words.insert(part.to_owned());
            // A workflow over a stay is named by that or its household: `household@program of day`.
            let stay = part.split_once(" of ").map_or(part, |(stay, _)| stay);
            words.extend([stay, stay.split_once('@').map_or(stay, |(household, _)| household)].map(str::to_owned));
        }
        written(text.as_str(), &mut words);
    }
    words.remove("");
    words
}

/// What is half typed, as its form keeps it.
fn written(text: &str, to: &mut HashSet<String>) {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Array(_) | Value::Object(_))) => texts(value, to),
        _ => drop(to.insert(text.to_owned())),
    }
}

/// Every text in it, names of fields too: some are records by their ids.
fn texts(value: Value, to: &mut HashSet<String>) {
    match value {
        // A form within a workflow is kept as it keeps itself.
        Value::String(text) => written(&text, to),
        Value::Array(values) => values.into_iter().for_each(|value| texts(value, to)),
        Value::Object(fields) => fields.into_iter().for_each(|(name, value)| {
            to.insert(name);
            texts(value, to);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
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
    fn what_is_half_typed_names_whole_ids_and_no_word_of_a_text() {
        let draft = |name: &str, text: &str| (name.to_owned(), Text::new(text));
        let words = words_of(&[
            draft("occasion/event/E.1|2#3 4/EV 9", r#"[["Event.Note","Room 99 of 12"],["Event.X","77"]]"#),
            draft("exit-of/HH@P02 of 2026-01-01", r#"{"members":[{"client":"C-1"}],"joining":"[[\"Client.X\",\"C.2\"]]"}"#),
            draft(PLACE, r#"{"on":{"client":"C3"}}"#),
        ]);
        let has = |word: &str| words.contains(word);
        assert!(["E.1|2#3 4", "EV 9", "77", "HH", "C-1", "C.2"].into_iter().all(has), "{words:?}");
        assert!(!["99", "12", "E", "1", "C3", ""].into_iter().any(has), "{words:?}");
    }

    #[test]
    fn an_id_is_replaced_wherever_it_stands_alone() {
        let ids = vec![("A1".to_owned(), "H-9".to_owned()), ("HH".to_owned(), "X".to_owned())];
        let draft = |name: &str, text: &str| (name.to_owned(), Text::new(text));
        let changes = follow(
            vec![draft("exit-of/HH@P02 of 2026-01-01", r#"{"a":"A1","b":"A1-2"}"#), draft("note/A12/new", "HHH é")],
            &Renamed { ids, ..Renamed::default() },
        );
        let wanted = [
            Change::Draft { name: "exit-of/HH@P02 of 2026-01-01".to_owned(), after: None },
            Change::Draft { name: "exit-of/X@P02 of 2026-01-01".to_owned(), after: Some(Text::new(r#"{"a":"H-9","b":"A1-2"}"#)) },
        ];
        assert_eq!(changes, wanted);
    }

    #[test]
    fn a_draft_names_the_client_who_has_its_record_now_and_no_other_does() {
        let handed = |once: &str, now: &str| Renamed {
            handed: vec![Handed { record: "E1".to_owned(), once: once.to_owned(), now: now.to_owned() }],
            ..Renamed::default()
        };
        let draft = |name: &str, text: &str| (name.to_owned(), Text::new(text));
        let drafts = vec![draft("exit/E1", r#"{"client":"CLIENT-B","stay":"E1"}"#), draft("client/CLIENT-B", r#"{"name":"CLIENT-B"}"#)];
        let wanted = [Change::Draft { name: "exit/E1".to_owned(), after: Some(Text::new(r#"{"client":"CLIENT-A","stay":"E1"}"#)) }];
        assert_eq!(follow(drafts, &handed("CLIENT-B", "CLIENT-A")), wanted);
        assert_eq!(follow(vec![draft("exit/E1", r#"{"client":"12","months":"12"}"#)], &handed("12", "15")), []);
    }
}
