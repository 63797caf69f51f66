//! The days of a month, how the keys go through them, and which of them may be taken. No drawing.

use crate::app::widget::draw::Press;
use crate::domain::date as days;
use crate::domain::entry::Day;
use chrono::{Datelike, Duration, Months};
use iced::keyboard::key::Named;

/// The days that make sense; open at an end that is None.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// The first of them.
    pub earliest: Option<Day>,
    /// The last of them.
    pub latest: Option<Day>,
}

impl Range {
    /// Whether a day is one of them.
    pub fn contains(self, day: Day) -> bool {
        self.nearest(day) == day
    }

    /// The day, or the end of the range that is nearest to it.
    pub fn nearest(self, day: Day) -> Day {
        let day = self.latest.map_or(day, |latest| day.min(latest));
        self.earliest.map_or(day, |earliest| day.max(earliest))
    }

    /// What is wrong with a day: `After today`, `Before 10/01/2012`.
    pub fn objection(self, day: Day, today: Day) -> Option<String> {
        let named = |end: Day| if end == today { "today".to_owned() } else { days::show(end) };
        match self {
            Self { latest: Some(end), .. } if day > end => Some(format!("After {}", named(end))),
            Self { earliest: Some(end), .. } if day < end => Some(format!("Before {}", named(end))),
            _ => None,
        }
    }
}

/// A day as it is said: `Sunday, November 22, 2026`.
pub fn said(day: Day) -> String {
    day.format("%A, %B %-d, %Y").to_string()
}

/// Where a key leads from a day; None where it is no key of the calendar. At the end of time it stays.
pub fn moved(press: Press, day: Day, today: Day) -> Option<Day> {
    let by_days = |n: i64| day.checked_add_signed(Duration::days(n));
    let column = i64::from(day.weekday().num_days_from_sunday());
    let to = match press {
        Press::Named(Named::ArrowLeft, _) => by_days(-1),
        Press::Named(Named::ArrowRight, _) => by_days(1),
        Press::Named(Named::ArrowUp, _) => by_days(-7),
        Press::Named(Named::ArrowDown, _) => by_days(7),
        Press::Named(Named::Home, _) => by_days(-column),
        Press::Named(Named::End, _) => by_days(6 - column),
        Press::Named(Named::PageUp, year) => by_months(day, if year { -12 } else { -1 }),
        Press::Named(Named::PageDown, year) => by_months(day, if year { 12 } else { 1 }),
        Press::Char('t' | 'T') => Some(today),
        _ => return None,
    };
    Some(to.unwrap_or(day))
}

/// So many months on or back; the last day of the month where it has no such day.
pub fn by_months(day: Day, n: i32) -> Option<Day> {
    let months = Months::new(n.unsigned_abs());
    if n < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
}

/// The days of the month of a day, each with its row and its column; weeks begin on Sunday.
pub fn days_around(day: Day) -> impl Iterator<Item = (Day, u32, u32)> {
    let first = day.with_day(1).unwrap_or(day);
    let lead = first.weekday().num_days_from_sunday();
    first.iter_days().take_while(move |day| day.month() == first.month()).zip(lead..).map(|(day, at)| (day, at / 7, at % 7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> Day {
        Day::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn every_key_leads_somewhere() {
        let (from, today) = (day(2026, 3, 31), day(2026, 11, 22));
        for (press, to) in [
            (Press::Named(Named::ArrowLeft, false), day(2026, 3, 30)),
            (Press::Named(Named::ArrowRight, false), day(2026, 4, 1)),
            (Press::Named(Named::ArrowUp, false), day(2026, 3, 24)),
            (Press::Named(Named::ArrowDown, false), day(2026, 4, 7)),
            (Press::Named(Named::PageUp, false), day(2026, 2, 28)),
            (Press::Named(Named::PageDown, false), day(2026, 4, 30)),
            (Press::Named(Named::PageUp, true), day(2025, 3, 31)),
            (Press::Named(Named::PageDown, true), day(2027, 3, 31)),
            (Press::Named(Named::Home, false), day(2026, 3, 29)),
            (Press::Named(Named::End, false), day(2026, 4, 4)),
            (Press::Char('t'), today),
        ] {
            assert_eq!(moved(press, from, today), Some(to), "{press:?}");
        }
        assert_eq!(moved(Press::Char('1'), from, today), None);
    }

    #[test]
    fn at_the_end_of_time_it_stays() {
        let today = day(2026, 11, 22);
        assert_eq!(moved(Press::Named(Named::ArrowDown, false), Day::MAX, today), Some(Day::MAX));
        assert_eq!(moved(Press::Named(Named::PageUp, true), Day::MIN, today), Some(Day::MIN));
        assert!(days_around(Day::MAX).count() > 0);
        assert!(days_around(Day::MIN).count() > 0);
    }

    #[test]
    fn weeks_begin_on_sunday_and_six_rows_hold_every_month() {
        let november: Vec<_> = days_around(day(2026, 11, 22)).collect();
        assert_eq!(november.first(), Some(&(day(2026, 11, 1), 0, 0)));
        assert_eq!(november.last(), Some(&(day(2026, 11, 30), 4, 1)));
        let months = (0..4800).filter_map(|n| by_months(day(1800, 1, 1), n));
        assert!(months.flat_map(days_around).all(|(_, row, column)| row < 6 && column < 7));
    }

    #[test]
    fn a_day_outside_is_said_in_words() {
        let today = day(2026, 11, 22);
        let range = Range { earliest: Some(day(2012, 10, 1)), latest: Some(today) };
        assert_eq!(range.objection(day(2026, 11, 23), today).as_deref(), Some("After today"));
        assert_eq!(range.objection(day(2012, 9, 30), today).as_deref(), Some("Before 10/01/2012"));
        assert_eq!(range.objection(today, today), None);
        assert_eq!(range.nearest(day(2030, 1, 1)), today);
        assert!(range.contains(day(2012, 10, 1)) && !range.contains(day(2012, 9, 30)));
        assert!(Range::default().contains(Day::MAX));
    }
}
