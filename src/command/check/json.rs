//! A check as JSON, written finding by finding: an agency may have half a million of them, and nobody holds them all as text.
//!
//! Names stand in the order of the alphabet, as everywhere in what Wayhome prints.

use crate::exchange::{Checked, Said};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value, json};

/// What a check found.
pub struct AsJson<'a>(pub &'a Checked);

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let checked = self.0;
        let counts = checked.counts().into_iter().map(
            |each| json!({ "severity": each.severity.word(), "rule": each.rule.id(), "count": each.count, "says": each.rule.info().says }),
        );
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("clients", &checked.clients)?;
        map.serialize_entry("counts", &counts.collect::<Vec<_>>())?;
        map.serialize_entry("files", &json!(checked.files))?;
        map.serialize_entry("findings", &Findings(&checked.said))?;
        map.serialize_entry("hashed", &checked.hashed)?;
        map.serialize_entry("not_listed", &checked.unlisted())?;
        map.end()
    }
}

struct Findings<'a>(&'a [Said]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(Finding::of))
    }
}

/// One finding, as it stands there.
#[derive(Serialize)]
struct Finding<'a> {
    column: Option<&'a str>,
    file: &'a str,
    id: &'a str,
    line: Option<u64>,
    rule: &'static str,
    severity: &'static str,
    value: &'a str,
    words: &'a str,
}

impl<'a> Finding<'a> {
    fn of(said: &'a Said) -> Self {
        Self {
            column: said.column.as_deref(),
            file: &said.file,
            id: &said.id,
            line: said.line,
            rule: said.rule.id(),
            severity: said.severity.word(),
            value: &said.value,
            words: &said.words,
        }
    }
}

/// What else there is to say, and then what a check found.
#[derive(Serialize)]
pub struct Beside<'a> {
    /// The rest, by name.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
    /// What a check found.
    pub check: AsJson<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::progress::Progress;
    use crate::generate;
    use std::io::{self, Write};

    /// Takes so many bytes, and then nobody reads any more.
    struct Gone(usize);

    impl Write for Gone {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn checked() -> Checked {
        let (agency, charts) = generate::people(40, 7, generate::REFERENCE_DAY);
        let folders: Vec<_> = charts.iter().map(crate::domain::folder::Folder::from).collect();
        let checked = Checked::records(&agency, folders.as_slice(), generate::REFERENCE_DAY, &Progress::default());
        checked.unwrap_or_default()
    }

    #[test]
    fn what_is_written_finding_by_finding_is_what_the_whole_would_be() {
        let checked = checked();
        let findings: Vec<Value> = checked
            .said
            .iter()
            .map(|said| {
                json!({
                    "severity": said.severity.word(), "rule": said.rule.id(), "file": said.file, "line": said.line, "id": said.id,
                    "column": said.column, "value": said.value, "words": said.words,
                })
            })
            .collect();
        let counts: Vec<Value> = checked
            .counts()
            .iter()
            .map(|c| json!({ "severity": c.severity.word(), "rule": c.rule.id(), "count": c.count, "says": c.rule.info().says }))
            .collect();
        assert!(findings.len() > 20 && counts.len() > 2, "{}", findings.len());
        let whole = json!({
            "clients": checked.clients, "hashed": checked.hashed, "files": checked.files, "counts": counts, "findings": findings,
            "not_listed": checked.unlisted(),
        });
        assert_eq!(serde_json::to_string_pretty(&AsJson(&checked)).ok(), serde_json::to_string_pretty(&whole).ok());
        let rest = json!({ "adjusted": 1, "headline": "Held", "written": false });
        let mut all = rest.clone();
        all["check"] = whole;
        let beside = Beside { rest: rest.as_object().cloned().unwrap_or_default(), check: AsJson(&checked) };
        assert_eq!(serde_json::to_value(&beside).ok(), Some(all));
    }

    #[test]
    fn a_reader_who_went_away_is_told_as_one() {
        let all = serde_json::to_vec(&AsJson(&checked())).unwrap_or_default().len();
        for room in [0, 100, all - 1] {
            let broken = serde_json::to_writer(Gone(room), &AsJson(&checked())).map_err(io::Error::from);
            assert_eq!(broken.map_err(|error| error.kind()), Err(io::ErrorKind::BrokenPipe), "after {room} of {all}");
        }
    }
}
