//! The clock of an open referral (R-RES-7): by when it is to be acknowledged, and how long it has been waiting.

use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::holiday::working_days_after;
use crate::domain::words;
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// The two day counts. They are local, so they are settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Working days within which a referral is to be acknowledged.
    pub acknowledge: u16,
    /// Days from which on an open referral counts as waiting too long.
    pub wait: u16,
}

impl Default for Limits {
    /// 3 working days, as NWCoC asks; 7 days, as Minnesota's report 294 lists them.
    fn default() -> Self {
        Self { acknowledge: 3, wait: 7 }
    }
}

/// How long an open referral waits, and what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Days since the event; negative where it is dated ahead, none where it has no date.
    pub days: Option<i64>,
    /// What is due.
    pub due: Due,
}

/// What is due on an open referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing yet.
    Nothing,
    /// It is to be acknowledged by this day, today or later.
    Acknowledge(Day),
    /// It was to be acknowledged by this day, and is not.
    AcknowledgeNow(Day),
    /// Its result: it is acknowledged, or need not be yet, and waits so many days longer than it should.
    Result(i64),
}

impl Clock {
    /// The clock of a referral of a day, as it is today.
    pub fn of(referred: Option<Day>, acknowledged: Option<Day>, today: Day, limits: Limits) -> Self {
        let days = referred.map(|referred| date::days_between(referred, today));
        let by = referred.and_then(|referred| working_days_after(referred, limits.acknowledge));
        let over = days.map(|days| days - i64::from(limits.wait)).filter(|over| *over >= 0);
        let due = match (over, by.filter(|_| acknowledged.is_none())) {
            _ if days.is_none_or(|days| days < 0) => Due::Nothing,
            (_, Some(by)) if today > by => Due::AcknowledgeNow(by),
            (Some(over), _) => Due::Result(over),
            (None, Some(by)) => Due::Acknowledge(by),
            (None, None) => Due::Nothing,
        };
        Self { days, due }
    }

    /// How long it waits, in words: `9 days`.
    pub fn words(self) -> String {
        match self.days {
            None => "no date".to_owned(),
            Some(..0) => "dated ahead".to_owned(),
            Some(0) => "since today".to_owned(),
            Some(days) => words::count(days, "day"),
        }
    }

    /// What is due, in words: `acknowledge by Thu`, `result 2 days late`.
    pub fn due(self, today: Day) -> Option<String> {
        match self.due {
            Due::Nothing | Due::Result(0) => None,
            Due::Acknowledge(by) if by == today => Some("acknowledge today".to_owned()),
            Due::Acknowledge(by) if date::days_between(today, by) < 7 => Some(format!("acknowledge by {}", by.weekday())),
            Due::Acknowledge(by) => Some(format!("acknowledge by {}", date::show(by))),
            Due::AcknowledgeNow(_) => Some("acknowledge now".to_owned()),
            Due::Result(over) => Some(format!("result {} late", words::count(over, "day"))),
        }
    }
}
