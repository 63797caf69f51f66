//! Where ids stand in what is half typed: each kind of draft has places of its own for them. Everywhere else stands what somebody answered
//! or wrote. That may look like an id, since many systems count from one, and is none.

use super::PLACE;
use crate::domain::ask::Slot;
use crate::domain::field::FieldId;
use crate::domain::hud::File;
use crate::domain::intake::{self, Draft};
use crate::domain::occasion::Kind;
use crate::domain::row::Packed;
use serde_json::Value;

/// Of what an id is, by the name of the column in which its file has it as the key: `4` may be a client, an enrollment and a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sort(&'static str);

impl Sort {
    /// Of a household, of which there is no file.
    pub const HOUSEHOLD: Self = Self("HouseholdID");

    /// Of the rows of a file. What is kept beside an event has the id of the event.
    pub fn of(file: File) -> Self {
        let info = file.info();
        Self(info.columns.get(info.key).map_or("", |column| column.name))
    }

    /// Of what stands in a column; none where that is no id that goes by another.
    fn in_column(file: File, column: u16) -> Option<Self> {
        let info = file.info().columns.get(usize::from(column))?;
        let is_own = info.name == Self::HOUSEHOLD.0 || usize::from(column) == file.info().key;
        info.refers.map(Self::of).or_else(|| is_own.then_some(Self(info.name)))
    }
}

/// Gives the id by which that of this sort goes from now on; none where it stays.
pub type Give<'a> = dyn FnMut(Sort, &str) -> Option<String> + 'a;

/// The name and the text of a draft, with every id in it as it is given.
pub fn draft_anew(name: &str, text: &str, give: &mut Give<'_>) -> (String, String) {
    let mut text = text.to_owned();
    match name.split_once('/').map_or(name, |(kind, _)| kind) {
        "intake" => workflow(&mut text, give),
        kind if kind.ends_with(intake::OVER_A_STAY) => workflow(&mut text, give),
        "occasion" => json(&mut text, |typed| occasion(typed, give)),
        PLACE => json(&mut text, |place| place.get_mut("on").into_iter().for_each(|on| screen(on, give))),
        "event" | "client" | "note" | "move-in" => form_anew(&mut text, give),
        // A reason is written in words; who is new has no id yet.
        _ => {}
    }
    (name_anew(name, give), text)
}

/// The name of a draft, with every id in it as it is given.
fn name_anew(name: &str, give: &mut Give<'_>) -> String {
    let Some((kind, rest)) = name.split_once('/') else { return name.to_owned() };
    let mut given = |file: File, id: &str| give(Sort::of(file), id).unwrap_or_else(|| id.to_owned());
    let rest = match kind {
        "intake" | "client" => given(File::Client, rest),
        "move-in" => given(File::Enrollment, rest),
        "event" => match rest.strip_prefix("new/") {
            Some(client) => format!("new/{}", given(File::Client, client)),
            None => given(File::Event, rest),
        },
        "note" => match rest.rsplit_once('/') {
            Some((client, key)) => format!("{}/{}", given(File::Client, client), given(File::CaseNote, key)),
            None => return name.to_owned(),
        },
        "occasion" => match rest.split_once('/').and_then(|(what, rest)| Some((what, rest.rsplit_once('/')?))) {
            Some((what, (stay, key))) => {
                let stay = given(File::Enrollment, stay);
                let key = Kind::of(what).map_or_else(|| key.to_owned(), |kind| given(kind.file, key));
                format!("{what}/{stay}/{key}")
            }
            None => return name.to_owned(),
        },
        _ if kind.ends_with(intake::OVER_A_STAY) => intake::key_anew(rest, give),
        _ => return name.to_owned(),
    };
    format!("{kind}/{rest}")
}

/// A guided workflow.
fn workflow(text: &mut String, give: &mut Give<'_>) {
    if let Some(mut draft) = Draft::read(text) {
        draft.name_anew(give);
        *text = serde_json::to_string(&draft).unwrap_or_default();
    }
}

/// A form: pairs of a field's name and what stands in it.
pub fn form_anew(text: &mut String, give: &mut Give<'_>) {
    let Ok(mut pairs) = serde_json::from_str::<Vec<(String, String)>>(text) else { return };
    for (name, text) in &mut pairs {
        let sort = field(name).and_then(|field| Sort::in_column(field.file, field.column));
        renew(sort, text, give);
    }
    *text = serde_json::to_string(&pairs).unwrap_or_default();
}

/// A field by its name, `Event.EnrollmentID`.
fn field(name: &str) -> Option<FieldId> {
    let (file, column) = name.split_once('.')?;
    let file = File::from_name(file)?;
    Some(FieldId { file, column: u16::try_from(file.column(column)?).ok()? })
}

/// A row.
pub fn row_anew(row: &mut Packed, give: &mut Give<'_>) {
    let Some(file) = row.file() else { return };
    let new = |(column, id): (u16, &str)| Some((column, give(Sort::in_column(file, column)?, id)?));
    let cells: Vec<(u16, String)> = row.cells().filter_map(new).collect();
    cells.iter().for_each(|(column, id)| row.set(*column, id));
}

fn renew(sort: Option<Sort>, id: &mut String, give: &mut Give<'_>) {
    if let Some(new) = sort.and_then(|sort| give(sort, id)) {
        *id = new;
    }
}

fn json(text: &mut String, with: impl FnOnce(&mut Value)) {
    if let Ok(mut value) = serde_json::from_str(text) {
        with(&mut value);
        *text = value.to_string();
    }
}

/// A record of a stay: its form, its lines with theirs, and which lines there were.
fn occasion(typed: &mut Value, give: &mut Give<'_>) {
    if let Some(Value::String(text)) = typed.get_mut("row") {
        form_anew(text, give);
    }
    for lines in ["lines", "kept"] {
        for line in typed.get_mut(lines).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some([Value::String(file), Value::String(key), typed @ ..]) = line.as_array_mut().map(Vec::as_mut_slice) {
                renew(File::from_name(file).map(Sort::of), key, give);
                if let [Value::String(text)] = typed {
                    form_anew(text, give);
                }
            }
        }
    }
}

/// Which screen was on show, and of what.
fn screen(on: &mut Value, give: &mut Give<'_>) {
    for (name, value) in on.as_object_mut().into_iter().flatten() {
        let sort = match name.as_str() {
            "client" => Some(Sort::of(File::Client)),
            "event" | "Events" => Some(Sort::of(File::Event)),
            "stay" => Some(Sort::of(File::Enrollment)),
            _ => None,
        };
        match (name.as_str(), value) {
            ("draft", Value::String(draft)) => *draft = name_anew(draft, give),
            ("MoveIn" | "During", Value::Array(part)) => {
                if let [Value::String(stay), which] = part.as_mut_slice() {
                    renew(Some(Sort::of(File::Enrollment)), stay, give);
                    let kind = which.get("kind").and_then(Value::as_str).and_then(Kind::of);
                    if let Some(Value::String(key)) = which.get_mut("key") {
                        renew(kind.map(|kind| Sort::of(kind.file)), key, give);
                    }
                }
            }
            ("row", Value::Array(row)) => {
                if let [Value::String(slot), Value::String(key)] = row.as_mut_slice() {
                    renew(Slot::try_from(slot.clone()).ok().map(|slot| Sort::of(slot.file())), key, give);
                }
            }
            (_, Value::String(id)) => renew(sort, id, give),
            (_, value) => screen(value, give),
        }
    }
}
