//! What is half typed names records by their ids. Where a record goes on under the id of the HMIS or with another client, so does what was
//! typed of it; where an import is taken back, it goes the way back.

mod places;

use super::edits::renamings;
use crate::domain::change::{Change, RowChange};
use crate::domain::entry::Text;
use crate::domain::hud::{File, at};
use places::draft_anew;
pub use places::{Give, Sort, form_anew, row_anew};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A record or a household that goes by another id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Of what the ids are.
    pub of: Sort,
    /// The id that it had.
    pub once: String,
    /// The id that it has.
    pub now: String,
}

/// A record that went from one client to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// Of what the id is: an enrollment, an event or a case note.
    pub of: Sort,
    /// The id.
    pub record: String,
    /// The client who had it.
    pub once: String,
    /// The client who has it.
    pub now: String,
}

/// What bears another name from an import on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renamed {
    /// Records and households by other ids.
    pub ids: Vec<Named>,
    /// Records with another client.
    pub handed: Vec<Handed>,
}

impl Renamed {
    /// What the changes of an import renamed.
    pub fn by(changes: &[Change]) -> Self {
        let rows = renamings(changes).into_iter().map(|row| Named { of: Sort::of(row.file), once: row.once, now: row.now });
        let mut ids: Vec<Named> = rows.chain(changes.windows(2).filter_map(household)).collect();
        ids.sort_unstable();
        ids.dedup();
        Self { ids, handed: changes.windows(2).filter_map(handed).collect() }
    }

    /// The way back.
    #[must_use]
    pub fn inverse(self) -> Self {
        let handed = self.handed.into_iter().map(|one| Handed { once: one.now, now: one.once, ..one });
        // What two went by since has no one way back.
        let mut back: BTreeMap<(Sort, String), BTreeSet<String>> = BTreeMap::new();
        for Named { of, once, now } in self.ids {
            back.entry((of, now)).or_default().insert(once);
        }
        back.retain(|_, once| once.len() == 1);
        let ids = back.into_iter().filter_map(|((of, now), once)| Some(Named { of, once: now, now: once.into_iter().next()? }));
        Self { ids: ids.collect(), handed: handed.collect() }
    }
}

/// The household that an enrollment goes on in, where it goes on under another id.
fn household(pair: &[Change]) -> Option<Named> {
    let [Change::Row(before), after] = pair else { return None };
    let text = |row: &RowChange, after: bool| {
        let cell = row.cells.iter().find(|cell| cell.column == at::enrollment::HOUSEHOLD_ID.column)?;
        Some(if after { cell.after.as_str() } else { cell.before.as_str() }.to_owned()).filter(|text| !text.is_empty())
    };
    let after = after.of_row().filter(|after| before.file() == Some(File::Enrollment) && after.file() == before.file())?;
    let (once, now) = (text(before, false)?, text(&after, true)?);
    let is_another = once != now && !before.cells.iter().any(|cell| !cell.after.is_blank());
    is_another.then_some(Named { of: Sort::HOUSEHOLD, once, now })
}

/// The clients between whom a pair of changes brings a record: it is taken away whole, and stands again right after that.
fn handed(pair: &[Change]) -> Option<Handed> {
    let [Change::Row(before), after] = pair else { return None };
    let file = before.file().filter(|file| matches!(file, File::Enrollment | File::Event | File::CaseNote))?;
    let after = after.of_row().filter(|after| after.file() == Some(file) && after.key == before.key && after.is_new())?;
    let (once, now) = (before.owner.as_ref()?, after.owner.as_ref()?);
    let record = before.key.as_str().to_owned();
    (once != now).then(|| Handed { of: Sort::of(file), record, once: once.to_string(), now: now.to_string() })
}

/// The changes after which these drafts bear the new ids, in their names and in what they hold, and name the clients who have the records
/// now that they are about.
pub fn follow(drafts: Vec<(String, Text)>, renamed: &Renamed) -> Vec<Change> {
    let Renamed { ids, handed } = renamed;
    if ids.is_empty() && handed.is_empty() {
        return Vec::new();
    }
    let person = Sort::of(File::Client);
    let named: HashMap<(Sort, &str), &str> = ids.iter().map(|one| ((one.of, one.once.as_str()), one.now.as_str())).collect();
    let mut records: HashMap<(Sort, &str), Vec<&Handed>> = HashMap::new();
    handed.iter().for_each(|one| records.entry((one.of, &one.record)).or_default().push(one));
    let mut names: HashSet<String> = drafts.iter().map(|(name, _)| name.clone()).collect();
    let mut changes = Vec::new();
    for (name, text) in drafts {
        let mut held: HashSet<(Sort, String)> = HashSet::new();
        draft_anew(&name, text.as_str(), &mut |of, id| {
            held.insert((of, id.to_owned()));
            None
        });
        let about = || held.iter().filter_map(|(of, id)| records.get(&(*of, id.as_str()))).flatten();
        let clients: HashMap<&str, &str> = about().map(|one| (one.once.as_str(), one.now.as_str())).collect();
        // Where a draft is about both clients, or about records that went to different ones, nobody can tell who is meant where.
        let parted = |one: &Handed| clients.get(one.once.as_str()).is_some_and(|now| *now != one.now);
        let unclear = about().any(|one| parted(one) || held.contains(&(person, one.now.clone())));
        let mut is_another = false;
        let (new_name, new_text) = draft_anew(&name, text.as_str(), &mut |of, id| {
            let client = clients.get(id).filter(|_| of == person && !unclear);
            let new = client.or_else(|| named.get(&(of, id))).map(|now| (*now).to_owned());
            is_another |= new.is_some();
            new
        });
        // What is kept under that name already is somebody's work too.
        if !is_another || new_name != name && names.contains(&new_name) {
            continue;
        }
        if new_name != name {
            names.insert(new_name.clone());
            changes.push(Change::Draft { name, after: None });
        }
        changes.push(Change::Draft { name: new_name, after: Some(Text::new(new_text)) });
    }
    changes
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ask::Slot;
    use crate::domain::id::{ClientId, EventId, HouseholdId};
    use crate::domain::intake::{Draft, Member, Purpose};
    use crate::domain::row::Packed;

    #[test]
    fn what_is_half_typed_names_whole_ids_and_no_word_of_a_text() {
        let words = words_of(&[
            draft("occasion/event/E.1|2#3 4/EV 9", r#"[["Event.Note","Room 99 of 12"],["Event.X","77"]]"#),
            draft("exit-of/HH@P02 of 2026-01-01", r#"{"members":[{"client":"C-1"}],"joining":"[[\"Client.X\",\"C.2\"]]"}"#),
            draft(PLACE, r#"{"on":{"client":"C3"}}"#),
        ]);
        let has = |word: &str| words.contains(word);
        assert!(["E.1|2#3 4", "EV 9", "77", "HH", "C-1", "C.2"].into_iter().all(has), "{words:?}");
        assert!(!["99", "12", "E", "1", "C3", ""].into_iter().any(has), "{words:?}");
    }

    fn draft(name: &str, text: &str) -> (String, Text) {
        (name.to_owned(), Text::new(text))
    }

    fn kept(name: &str, text: &str) -> Change {
        Change::Draft { name: name.to_owned(), after: Some(Text::new(text)) }
    }

    fn gone(name: &str) -> Change {
        Change::Draft { name: name.to_owned(), after: None }
    }

    /// These records of client 12 are client 15's now.
    fn handed(records: &[(File, &str)]) -> Renamed {
        let one = |(file, record): &(File, &str)| Handed {
            of: Sort::of(*file),
            record: (*record).to_owned(),
            once: "12".to_owned(),
            now: "15".to_owned(),
        };
        Renamed { handed: records.iter().map(one).collect(), ..Renamed::default() }
    }

    #[test]
    fn an_id_is_replaced_in_its_own_place_and_in_no_answer_however_short_it_is() {
        let named = |of: Sort, once: &str, now: &str| Named { of, once: once.to_owned(), now: now.to_owned() };
        let stay = Sort::of(File::Enrollment);
        let renamed = Renamed { ids: vec![named(stay, "7", "H-9"), named(Sort::HOUSEHOLD, "HH", "X")], ..Renamed::default() };
        let draft_of_stay = Draft { id: "HH@P02 of 2026-01-01".to_owned(), household: HouseholdId::new("HH"), ..exit() };
        let text = |draft: &Draft| serde_json::to_string(draft).unwrap();
        let follow = |name: &str, text: &str| follow(vec![draft(name, text)], &renamed);
        let mut wanted = Draft { id: "X@P02 of 2026-01-01".to_owned(), household: HouseholdId::new("X"), ..draft_of_stay.clone() };
        wanted.members[0].row.set(at::enrollment::ENROLLMENT_ID.column, "H-9");
        assert_eq!(
            follow(&draft_of_stay.name(), &text(&draft_of_stay)),
            [gone(&draft_of_stay.name()), kept(&wanted.name(), &text(&wanted))]
        );
        let pairs = r#"[["Event.Location","7"],["Referral.ResultingEnrollmentID","7"],["Event.EventID","7"]]"#;
        assert_eq!(follow("event/7", pairs), [kept("event/7", &pairs.replace(r#"ID","7"],["Event.E"#, r#"ID","H-9"],["Event.E"#))]);
        assert_eq!(follow("move-in/7", "[]"), [gone("move-in/7"), kept("move-in/H-9", "[]")]);
        let typed = r#"{"kept":[["Services","7"]],"lines":null,"row":"[[\"Services.FAAmount\",\"7\"]]"}"#;
        assert_eq!(follow("occasion/W1/7/7", typed), [gone("occasion/W1/7/7"), kept("occasion/W1/H-9/7", typed)]);
        assert_eq!([follow("undo/7", "7"), follow("client/7", "[]"), follow("note/7/7", "7")], [const { Vec::new() }; 3]);
    }

    /// The exit of the stay 7 of client 12, who stayed there for 12 months and leaves for 7.
    fn exit() -> Draft {
        let cells = [
            (at::enrollment::ENROLLMENT_ID, "7"),
            (at::enrollment::PERSONAL_ID, "12"),
            (at::enrollment::MONTHS_HOMELESS_PAST_THREE_YEARS, "12"),
        ];
        let row = Packed::new(File::Enrollment, cells.map(|(field, text)| (field.column, text)));
        let left = Packed::new(File::Exit, [(at::exit::DESTINATION.column, "12"), (at::exit::PERSONAL_ID.column, "12")]);
        let more = [(Slot::Exit, left.clone())];
        let member = Member { client: ClientId::new("12"), row, more: more.clone().into(), base: more.into(), ..Member::default() };
        Draft { purpose: Purpose::Exit, id: "7".to_owned(), on: "12".to_owned(), members: vec![member], ..Draft::default() }
    }

    #[test]
    fn a_draft_names_the_client_who_has_its_record_now_and_no_other_does() {
        let renamed = handed(&[(File::Enrollment, "7"), (File::CaseNote, "8"), (File::Event, "9")]);
        let follow = |name: &str, text: &str| follow(vec![draft(name, text)], &renamed);
        let text = |draft: &Draft| serde_json::to_string(draft).unwrap();
        let mut wanted = exit();
        wanted.members[0].client = ClientId::new("15");
        wanted.members[0].row.set(at::enrollment::PERSONAL_ID.column, "15");
        let member = &mut wanted.members[0];
        member.more.values_mut().chain(member.base.values_mut()).for_each(|row| row.set(at::exit::PERSONAL_ID.column, "15"));
        assert_eq!(follow("exit-of/7", &text(&exit())), [kept("exit-of/7", &text(&wanted))]);

        let begun = Draft { id: "12".to_owned(), referral: EventId::new("9"), ..Draft::default() };
        let now = Draft { id: "15".to_owned(), ..begun.clone() };
        assert_eq!(follow("intake/12", &text(&begun)), [gone("intake/12"), kept("intake/15", &text(&now))]);
        let note = r#"[["CaseNote.Note","12"]]"#;
        assert_eq!(follow("note/12/8", note), [gone("note/12/8"), kept("note/15/8", note)]);
        let about = r#"[["CaseNote.EnrollmentID","7"],["CaseNote.Note","12"]]"#;
        assert_eq!(follow("note/12/new", about), [gone("note/12/new"), kept("note/15/new", about)]);
        let place = r#"{"on":{"Visit":{"client":"12","draft":"exit-of/7","stay":"7"}},"spot":null}"#;
        assert_eq!(follow(PLACE, place), [kept(PLACE, &place.replace("12", "15"))]);
        let typed = r#"{"on":{"Clients":{"adding":false,"typed":"7"}},"spot":null}"#;
        assert_eq!(follow(PLACE, typed), []);
        // They are about nothing that went.
        assert_eq!([follow("client/12", note), follow("note/12/7", note), follow("intake/12", "{}")], [const { Vec::new() }; 3]);
    }

    #[test]
    fn a_draft_about_both_clients_is_left_as_it_is() {
        let mut both = exit();
        both.members.push(Member { client: ClientId::new("15"), ..Member::default() });
        let text = serde_json::to_string(&both).unwrap();
        assert_eq!(follow(vec![draft("exit-of/7", &text)], &handed(&[(File::Enrollment, "7")])), []);
    }

    #[test]
    fn every_id_of_a_workflow_is_in_its_place() {
        let client = ClientId::new("C");
        let new = Packed::new(File::Client, [(at::client::PERSONAL_ID.column, "C")]);
        let pairs = r#"[["Client.PersonalID","C"]]"#;
        let mut begun = exit();
        begun.members[0].client = client.clone();
        begun.members[0].served = new.clone();
        begun.members[0].row.set(at::enrollment::PERSONAL_ID.column, "C");
        let rows = begun.members[0].more.values().cloned();
        begun.members[0].more = rows
            .map(|mut row| {
                (Slot::Exit, {
                    row.set(at::exit::PERSONAL_ID.column, "C");
                    row
                })
            })
            .collect();
        begun.members[0].base = begun.members[0].more.clone();
        let begun = Draft {
            purpose: Purpose::Intake,
            id: "C".to_owned(),
            row: Some((Slot::Exit, "X".to_owned())),
            referral: EventId::new("V"),
            household: HouseholdId::new("H"),
            results_stay: [EventId::new("V")].into(),
            newcomers: vec![new],
            joining: pairs.to_owned(),
            correcting: client.clone(),
            told_apart: [(client.clone(), client.clone())].into(),
            set_aside: pairs.to_owned(),
            taken: client,
            ..begun
        };
        let text = serde_json::to_string(&begun).unwrap();
        let (name, anew) = draft_anew("intake/C", &text, &mut |_, id| "CXVH".contains(id).then(|| format!("new-{id}")));
        let mut wanted = text;
        for (id, quote) in ["C", "X", "V", "H"].into_iter().flat_map(|id| [(id, "\""), (id, "\\\"")]) {
            wanted = wanted.replace(&format!("{quote}{id}{quote}"), &format!("{quote}new-{id}{quote}"));
        }
        assert_eq!((name.as_str(), anew), ("intake/new-C", wanted));
    }
}
