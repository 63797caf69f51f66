//! Whether somebody was chronically homeless at project start (R-PLS-6), and why: computed from 3.08 and 3.917, asked nowhere.

use super::{MORE_THAN_TWELVE_MONTHS, Path, is_unknown, los_under_threshold, path};
use crate::domain::code::Code;
use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::field::FieldId;
use crate::domain::hud::{Enrollment, ProjectType, YesNo, at};
use chrono::Duration;

/// Chronic homelessness at project start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chronic {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The client does not know or prefers not to answer something that decides it.
    Unknown,
    /// Something that decides it was not collected.
    Missing,
}

/// What follows from the answers, and from which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether.
    pub chronic: Chronic,
    /// Why, as the rest of a sentence that begins with the verdict: `no disabling condition`.
    pub because: String,
}

impl Verdict {
    fn of(chronic: Chronic, because: impl Into<String>) -> Self {
        Self { chronic, because: because.into() }
    }

    /// What an answer that decides it leaves open: nobody knows it, or nobody asked.
    fn open(field: FieldId, code: Option<u32>) -> Self {
        let label = field.label();
        match is_unknown(code) {
            true => Self::of(Chronic::Unknown, format!("{label} is not known or was not told")),
            false => Self::of(Chronic::Missing, format!("{label} is missing")),
        }
    }

    /// The same as a sentence.
    pub fn words(&self) -> String {
        let verdict = match self.chronic {
            Chronic::Yes => "Chronically homeless at project start",
            Chronic::No => "Not chronically homeless at project start",
            Chronic::Unknown | Chronic::Missing => "Whether chronically homeless at project start cannot be said",
        };
        format!("{verdict}: {}.", self.because)
    }
}

const FOUR_TIMES_OR_MORE: u32 = 4;
/// HUD list 3.917.5 counts the months from 101.
const TWELVE_MONTHS: u32 = 112;

/// Whether this person was chronically homeless at project start, and why.
pub fn chronic_at_start(project_type: Option<ProjectType>, row: &Enrollment) -> Verdict {
    use at::enrollment as e;
    match row.disabling_condition.known() {
        Some(YesNo::Yes) => {}
        Some(YesNo::No) => return Verdict::of(Chronic::No, "no disabling condition"),
        other => return Verdict::open(e::DISABLING_CONDITION, other.map(Code::code)),
    }
    match path(project_type, row) {
        Path::History | Path::ThresholdThenHistory => history(row),
        Path::Unreadable => Verdict::of(Chronic::Missing, "an answer about the situation before cannot be read"),
        Path::Threshold => match row.previous_street_essh.known() {
            Some(YesNo::No) => Verdict::of(Chronic::No, "not on the street or in a shelter before the last stay"),
            other => Verdict::open(e::PREVIOUS_STREET_ESSH, other.map(Code::code)),
        },
        Path::Ended if los_under_threshold(project_type, row) == Some(YesNo::No) => {
            Verdict::of(Chronic::No, "the last stay was a week or longer, or 90 days or longer in an institution")
        }
        Path::Ended if row.living_situation.is_blank() => Verdict::open(e::LIVING_SITUATION, None),
        Path::Ended => Verdict::open(e::LENGTH_OF_STAY, row.length_of_stay.known().map(Code::code)),
    }
}

fn history(row: &Enrollment) -> Verdict {
    use at::enrollment as e;
    let since = row.date_to_street_essh.known().zip(row.entry_date.known());
    if let Some((from, _)) = since.filter(|(from, entry)| year_before(*entry).is_some_and(|limit| *from <= limit)) {
        return Verdict::of(Chronic::Yes, format!("homeless since {}, a year or longer, with a disabling condition", date::show(from)));
    }
    match row.times_homeless_past_three_years.known() {
        Some(FOUR_TIMES_OR_MORE) => match row.months_homeless_past_three_years.known() {
            Some(TWELVE_MONTHS | MORE_THAN_TWELVE_MONTHS) => Verdict::of(
                Chronic::Yes,
                "homeless four times or more in three years, 12 months or more in all, with a disabling condition",
            ),
            Some(101..TWELVE_MONTHS) => {
                Verdict::of(Chronic::No, "homeless four times or more in three years, but not for 12 months in all")
            }
            other => Verdict::open(e::MONTHS_HOMELESS_PAST_THREE_YEARS, other),
        },
        Some(1..FOUR_TIMES_OR_MORE) => Verdict::of(Chronic::No, "homeless for less than a year, and fewer than four times in three years"),
        other => Verdict::open(e::TIMES_HOMELESS_PAST_THREE_YEARS, other),
    }
}

fn year_before(day: Day) -> Option<Day> {
    day.checked_sub_signed(Duration::days(365))
}
