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

/// What the clock of an open referral says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The event has no date.
    NoDate,
    /// The event is dated ahead.
    Ahead,
    /// It is to be acknowledged by this day, today or later.
    Acknowledge(Day),
    /// The day by which it was to be acknowledged is over.
    AcknowledgeNow(Day),
    /// It is acknowledged and waits for its result, so many days since the event.
    Open(i64),
    /// It waits longer than the limit: so many days since the event, so many of them over.
    Over(i64, i64),
}

impl Clock {
    /// The clock of a referral of a day, as it is today.
    pub fn of(referred: Option<Day>, acknowledged: Option<Day>, today: Day, limits: Limits) -> Self {
        let Some(referred) = referred else { return Self::NoDate };
        let days = date::days_between(referred, today);
        let over = days - i64::from(limits.wait);
        match working_days_after(referred, limits.acknowledge) {
            _ if days < 0 => Self::Ahead,
            _ if over >= 0 => Self::Over(days, over),
            Some(by) if acknowledged.is_none() && today <= by => Self::Acknowledge(by),
            Some(by) if acknowledged.is_none() => Self::AcknowledgeNow(by),
            _ => Self::Open(days),
        }
    }

    /// True where somebody should do something today.
    pub const fn is_late(self) -> bool {
        matches!(self, Self::AcknowledgeNow(_) | Self::Over(..))
    }

    /// In words: `acknowledge by Thu`, `9 days open, 2 over`.
    pub fn words(self, today: Day) -> String {
        match self {
            Self::NoDate => "no date".to_owned(),
            Self::Ahead => "dated ahead".to_owned(),
            Self::Acknowledge(by) if by == today => "acknowledge today".to_owned(),
            Self::Acknowledge(by) => format!("acknowledge by {}", by.weekday()),
            Self::AcknowledgeNow(by) => format!("acknowledge: was due {}", by.weekday()),
            Self::Open(0) => "since today".to_owned(),
            Self::Over(days, 0) => format!("{} open", words::count(days, "day")),
            Self::Open(days) => format!("{} open", words::count(days, "day")),
            Self::Over(days, over) => format!("{} open, {over} over", words::count(days, "day")),
        }
    }
}
