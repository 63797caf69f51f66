//! What every row needs, whoever writes it: a fresh identifier, who entered it and when, and days that never lie ahead of today.

use super::agency::{EXPORT, USERS};
use super::random::Random;
use crate::domain::{Day, ExportId, Instant, UserId, Value};
use chrono::Days;

/// The hand that writes the rows of one run.
pub struct Pen {
    /// Where chance comes from.
    pub random: Random,
    /// The last day on which anything happened: the day before today, so that nothing is dated later than the clock.
    pub latest: Day,
    clients: u32,
    households: u32,
    rows: u32,
}

/// Who entered a row, and when: the four metadata columns.
pub struct Stamp {
    /// `DateCreated`.
    pub created: Value<Instant>,
    /// `DateUpdated`.
    pub updated: Value<Instant>,
    /// `UserID`.
    pub user: UserId,
    /// `ExportID`.
    pub export: ExportId,
}

/// A row with its metadata columns filled: `stamped!(stamp, Event { event_id: …, … })`.
macro_rules! stamped {
    ($stamp:expr, $row:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let stamp: $crate::generate::pen::Stamp = $stamp;
        $row {
            $($field: $value,)*
            date_created: stamp.created,
            date_updated: stamp.updated,
            user_id: stamp.user,
            export_id: stamp.export,
            ..$row::default()
        }
    }};
}
pub(super) use stamped;

impl Pen {
    /// A pen for this seed on this day.
    pub fn new(seed: u64, today: Day) -> Self {
        Self { random: Random::new(seed), latest: before(today, 1), clients: 0, households: 0, rows: 0 }
    }

    /// `NL000001`, `NL000002`, …
    pub fn client_id(&mut self) -> String {
        self.clients += 1;
        format!("NL{:06}", self.clients)
    }

    /// `NLH000001`, …
    pub fn household_id(&mut self) -> String {
        self.households += 1;
        format!("NLH{:06}", self.households)
    }

    /// An identifier for a row of any other file; no two rows of a run have the same number.
    pub fn row_id(&mut self, prefix: &str) -> String {
        self.rows += 1;
        format!("{prefix}{:06}", self.rows)
    }

    /// A day so many days after another, but never after the latest.
    pub fn later(&mut self, day: Day, least: u32, most: u32) -> Day {
        let days = self.random.between(least, most);
        after(day, days).min(self.latest)
    }

    /// A day from one to another, both included; the first where the second is earlier.
    pub fn within(&mut self, first: Day, last: Day) -> Day {
        let span = u32::try_from((last - first).num_days()).unwrap_or_default();
        after(first, self.random.between(0, span))
    }

    /// Entered on this day or soon after, and not touched since.
    pub fn stamp(&mut self, day: Day) -> Stamp {
        self.stamp_until(day, day)
    }

    /// Entered when `day` came, and last changed when `until` did.
    pub fn stamp_until(&mut self, day: Day, until: Day) -> Stamp {
        let lag = self.random.weighted(&[(70, 0), (20, 1), (8, 3), (2, 9)]).unwrap_or_default();
        let created = self.hour(after(day, lag).min(self.latest.max(day)));
        let updated = self.hour(until).max(created);
        Stamp {
            created: Value::Known(created),
            updated: Value::Known(updated),
            user: UserId::new(USERS.get(self.random.between(0, 7) as usize).map_or("NLU1", |u| u.0)),
            export: ExportId::new(EXPORT),
        }
    }

    /// A minute of this working day.
    fn hour(&mut self, day: Day) -> Instant {
        day.and_hms_opt(self.random.between(8, 16), self.random.between(0, 59), 0).unwrap_or_default()
    }
}

/// A day so many days after another.
pub fn after(day: Day, days: u32) -> Day {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day)
}

/// A day so many days before another.
pub fn before(day: Day, days: u32) -> Day {
    day.checked_sub_days(Days::new(u64::from(days))).unwrap_or(day)
}
