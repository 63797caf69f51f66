//! Who changes something and when, and the plan that comes of it.
//!
//! Every form, the resolution of a referral and the intake end in a [`Plan`]: the rows that one save will write, shown before it
//! is kept. [`Stamp::change`] is the one place where `DateCreated`, `DateUpdated` and `UserID` are set.

use super::change::{Change, Commit};
use super::entry::{Day, Instant, Scalar};
use super::finding::{Finding, stops};
use super::id::UserId;
use super::merge::moment;
use super::row::Row;
use chrono::Duration;

/// The worker and the moment. The only clock that the domain knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The HMIS user id of the worker (HUD `UserID`).
    pub user: UserId,
    /// Local date and time.
    pub now: Instant,
}

impl Stamp {
    /// A stamp.
    pub fn new(user: UserId, now: Instant) -> Self {
        Self { user, now }
    }

    /// The local day.
    pub fn today(&self) -> Day {
        self.now.date()
    }

    /// The change from one state of a row to the next, stamped. A row in which nothing else changed is left as it is: none.
    ///
    /// `DateCreated` is set on a new row only: reports of timeliness count from it (R-TIM-1).
    pub fn change(&self, before: Option<&dyn Row>, after: &mut dyn Row) -> Option<Change> {
        Change::row(before, after)?;
        if before.is_none() {
            put(after, "DateCreated", &self.now.write());
        }
        let updated = before.and_then(|row| Some(row.peek(row.file().column("DateUpdated")?).into_owned())).unwrap_or_default();
        put(after, "DateUpdated", &stamped(&updated, self.now).write());
        put(after, "UserID", self.user.as_str());
        Change::row(before, after)
    }
}

/// What a row is stamped with that was updated `before`: now; where that is ahead of our clock, as a server is that keeps UTC, a second later
/// than that, since whoever takes the row back keeps the newer one, however far ahead that is (R-IMP-7). After the last second that can be
/// written none comes.
pub fn stamped(before: &str, now: Instant) -> Instant {
    let later = moment(before).filter(|before| *before > now).map(|before| before + Duration::seconds(1));
    later.filter(|later| Instant::read(&later.write()) == Some(*later)).unwrap_or(now)
}

fn put(row: &mut dyn Row, column: &str, text: &str) {
    if let Some(at) = row.file().column(column) {
        row.set(at, text);
    }
}

/// What one save will write, and what the rules say about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The changes; none where nothing differs from what is kept.
    pub commit: Commit,
    /// What is saved and flagged. Never one that stops.
    pub findings: Vec<Finding>,
}

impl Plan {
    /// The plan, or everything that was found where something stops it.
    pub fn unless_stopped(commit: Commit, findings: Vec<Finding>) -> Result<Self, Vec<Finding>> {
        if stops(&findings) { Err(findings) } else { Ok(Self { commit, findings }) }
    }

    /// True where a save would write nothing.
    pub fn is_empty(&self) -> bool {
        self.commit.changes.is_empty()
    }

    /// True where it writes a row. The end of a draft is none.
    pub fn writes(&self) -> bool {
        self.commit.changes.iter().any(Change::is_row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EventId, Text, hud::Event};

    fn stamp() -> Stamp {
        Stamp::new(UserId::new("U1"), Instant::read("2026-11-22 09:30:00").unwrap())
    }

    #[test]
    fn an_unchanged_row_is_not_stamped() {
        let before = Event { event_id: EventId::new("EV1"), user_id: UserId::new("U0"), ..Event::default() };
        let mut after = before.clone();
        assert_eq!(stamp().change(Some(&before), &mut after), None);
        assert!(after == before);
    }

    #[test]
    fn work_on_a_row_is_newer_than_the_row_whatever_the_clocks_say() {
        for (written, stamped) in [
            ("2026-11-22 17:30:00", "2026-11-22 17:30:01"),
            ("2026-11-22T17:30:00Z", "2026-11-22 17:30:01"),
            ("2026-11-22 09:29:59", "2026-11-22 09:30:00"),
            ("2026-11-24 00:00:00", "2026-11-24 00:00:01"),
            ("9999-12-31 00:00:00", "9999-12-31 00:00:01"),
            ("9999-12-31 23:59:59", "2026-11-22 09:30:00"),
            ("soon", "2026-11-22 09:30:00"),
        ] {
            let mut before = Event { event_id: EventId::new("EV1"), ..Event::default() };
            put(&mut before, "DateUpdated", written);
            let mut after = Event { location_crisis_or_ph_housing: Text::new("P1"), ..before.clone() };
            assert!(stamp().change(Some(&before), &mut after).is_some());
            assert_eq!(after.date_updated.known(), Instant::read(stamped), "{written}");
        }
    }

    #[test]
    fn a_changed_row_keeps_its_date_created() {
        let mut before = Event { event_id: EventId::new("EV1"), ..Event::default() };
        assert!(stamp().change(None, &mut before).is_some());
        let later = Stamp { now: Instant::read("2026-11-23 10:00:00").unwrap(), ..stamp() };
        let mut after = Event { location_crisis_or_ph_housing: Text::new("P1"), ..before.clone() };
        assert!(later.change(Some(&before), &mut after).is_some());
        assert_eq!(after.date_created.known(), Some(stamp().now));
        assert_eq!(after.date_updated.known(), Some(later.now));
        assert_eq!(after.user_id, later.user);
    }
}
