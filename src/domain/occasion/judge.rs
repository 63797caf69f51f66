//! What the rules say of a record of a stay as it would be saved.

use super::record::is_none;
use super::{Kind, Record, Stay};
use crate::domain::check;
use crate::domain::date;
use crate::domain::entry::{Day, Entry, Value};
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{File, at};
use crate::domain::intake::context_guard;
use crate::domain::row::Packed;
use crate::domain::rule::Rule;

/// A finding about a record, or about one of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which line, counted from 0; none for the record itself.
    pub line: Option<usize>,
    /// What was found.
    pub finding: Finding,
}

impl Stay<'_> {
    /// Every finding about a record, of which [`Stay::settled`] knows how it would be kept. What was wrong before and nobody changed does not stop (R-420-16).
    pub fn judge(&self, kind: &Kind, record: &Record, before: Option<&Record>) -> Vec<Told> {
        let say = |finding: Finding| Told { line: None, finding };
        let mut found: Vec<Told> = self.guard().into_iter().map(say).collect();
        let after = self.judge_row(kind, &record.row);
        let was = before.map(|before| self.judge_row(kind, &before.row)).unwrap_or_default();
        let unchanged = |f: &Finding| before.is_some_and(|before| before.row.get(f.field) == record.row.get(f.field));
        found.extend(check::spare_inherited(&was, after, unchanged).into_iter().map(say));
        for (at, line) in record.lines.iter().enumerate().filter(|(_, line)| !is_none(kind, line)) {
            let kept = before.and_then(|before| before.lines.iter().find(|kept| !line.key().is_empty() && kept.key() == line.key()));
            let was = kept.map(|kept| judge_line(kind, kept)).unwrap_or_default();
            let same = |f: &Finding| kept.is_some_and(|kept| kept.get(f.field) == line.get(f.field));
            let judged = check::spare_inherited(&was, judge_line(kind, line), same);
            found.extend(judged.into_iter().map(|finding| Told { line: Some(at), finding }));
        }
        found
    }

    /// R-CTX-1: the organization in the context owns the program.
    pub fn guard(&self) -> Option<Finding> {
        context_guard(self.case.agency, &self.row.project_id, self.organization)
    }

    fn judge_row(&self, kind: &Kind, row: &Packed) -> Vec<Finding> {
        let mut found: Vec<Finding> = check::cells(row).into_iter().filter(|f| kind.shows().any(|field| field == f.field)).collect();
        found.extend(self.judge_day(kind, row).or_else(|| self.unrecorded(kind, kind.day_in(row)?)));
        found.extend(match kind.file {
            File::CurrentLivingSituation => check::living_situation(&row.typed()),
            File::Services => check::service(&row.typed()),
            File::Enrollment if kind.day == at::enrollment::DATE_OF_PATH_STATUS => check::path_status(&row.typed()),
            File::Exit => check::aftercare(&row.typed()),
            _ => Vec::new(),
        });
        if kind.day == at::enrollment::DATE_OF_ENGAGEMENT {
            found.extend(self.met_on(kind.day_in(row)));
        }
        // What is wrong with the day stops; the check of a kept row says it more softly.
        if found.iter().any(|f| f.field == kind.day && f.severity == Severity::Stop) {
            found.retain(|f| f.field != kind.day || f.severity == Severity::Stop);
        }
        let asked = self.asked(kind, row);
        for field in asked.into_iter().filter(|field| *field != kind.day && row.get(*field).is_empty()) {
            if found.iter().any(|f| f.field == field) || kind.optional.contains(&field) || kind.is_tick(field) {
                continue;
            }
            found.push(if field.info().nullable {
                Finding::fix(Rule::R_ASK_1, field, format!("{} is missing. Ask and enter it.", field.label()))
            } else {
                Finding::stop(kind.rule, field, format!("Choose {}.", named(field)))
            });
        }
        found
    }

    /// The day lies within the stay, and is not to come.
    fn judge_day(&self, kind: &Kind, row: &Packed) -> Option<Finding> {
        let cell = Value::<Day>::parse(row.get(kind.day));
        let stop = |words: String| Some(Finding::stop(kind.rule, kind.day, words));
        let (entry, left) = (self.entry(), self.left());
        let on = match cell {
            Value::Known(on) => on,
            Value::Blank => return stop("Enter the day.".to_owned()),
            // That it cannot be read is said of the cell.
            Value::Odd(_) => return None,
        };
        if on > self.case.today {
            return stop("The day is in the future. Enter it when it has come.".to_owned());
        }
        // R-AFT-1: aftercare has days of its own.
        if kind.file == File::Exit {
            return None;
        }
        match (entry.filter(|entry| on < *entry), left.filter(|left| on > *left)) {
            (Some(entry), _) => {
                stop(format!("The project start is {}. What is recorded of the stay cannot bear an earlier day.", date::show(entry)))
            }
            (_, Some(left)) => stop(format!("The exit was on {}. What is recorded of the stay cannot bear a later day.", date::show(left))),
            _ => None,
        }
    }

    /// Recorded on other days of the stay, and not on this one. What another system records in a program that never does is its own.
    pub(crate) fn unrecorded(&self, kind: &Kind, on: Day) -> Option<Finding> {
        if self.records(kind, on) {
            return None;
        }
        self.last_recorded(kind)?;
        let words = format!(
            "On {} the program does not record this of the client: no grant asked for it then, or the client was a child. Check the day.",
            date::show(on)
        );
        Some(Finding::fix(Rule::R_SVC_2, kind.day, words))
    }

    /// R-CLS-1: the engagement is a contact, and that is recorded too.
    fn met_on(&self, on: Option<Day>) -> Option<Finding> {
        let on = on.filter(|on| Kind::contact().is_some_and(|contact| self.records(contact, *on)))?;
        let mut contacts =
            self.chart().living_situations.iter().filter(|l| l.enrollment_id == self.row.enrollment_id && l.date_deleted.is_blank());
        let words = "No current living situation is recorded on this day. Record that contact too.";
        let lacks = !contacts.any(|l| l.information_date.is(on));
        lacks.then(|| Finding::note(Rule::R_CLS_1, at::enrollment::DATE_OF_ENGAGEMENT, words))
    }
}

fn judge_line(kind: &Kind, line: &Packed) -> Vec<Finding> {
    let Some(lines) = kind.lines.iter().find(|lines| line.file() == Some(lines.file)) else { return Vec::new() };
    let mut found: Vec<Finding> = check::cells(line).into_iter().filter(|f| lines.fields.contains(&f.field)).collect();
    if line.get(lines.of).is_empty() {
        found.push(Finding::stop(kind.rule, lines.of, format!("Enter {}, or take the line away.", named(lines.of))));
    }
    found
}

/// A field in a sentence.
fn named(field: FieldId) -> String {
    format!("the {}", field.label().to_lowercase())
}

/// True where any of them stops a save.
pub(super) fn stops(found: &[Told]) -> bool {
    found.iter().any(|told| told.finding.severity == Severity::Stop)
}
