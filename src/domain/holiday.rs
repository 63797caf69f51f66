//! Working days: Monday to Friday without the federal holidays of the United States. Used by the clock of referrals.

use super::entry::Day;
use chrono::{Datelike, Duration, Weekday};

/// True for a day on which offices work.
pub fn is_working_day(day: Day) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// The `count`th working day after a day. None beyond the end of the calendar.
pub fn working_days_after(day: Day, count: u16) -> Option<Day> {
    let mut at = day;
    for _ in 0..count {
        at = at.succ_opt()?;
        while !is_working_day(at) {
            at = at.succ_opt()?;
        }
    }
    Some(at)
}

/// True for a federal holiday (5 U.S.C. 6103), and for the Friday or Monday on which one is observed that falls on a weekend.
pub fn is_holiday(day: Day) -> bool {
    let observed = match day.weekday() {
        Weekday::Fri => day.checked_add_signed(Duration::days(1)),
        Weekday::Mon => day.checked_sub_signed(Duration::days(1)),
        _ => None,
    };
    moves(day) || falls(day) || observed.is_some_and(falls)
}

/// Holidays with a date of their own.
fn falls(day: Day) -> bool {
    matches!((day.month(), day.day()), (1, 1) | (6, 19) | (7, 4) | (11, 11) | (12, 25))
}

/// Holidays with a weekday of their own: King, Washington, Memorial Day, Labor Day, Columbus, Thanksgiving.
fn moves(day: Day) -> bool {
    let week = day.day0() / 7 + 1;
    let last = day.checked_add_signed(Duration::days(7)).is_none_or(|next| next.month() != day.month());
    match (day.month(), day.weekday()) {
        (1 | 2, Weekday::Mon) => week == 3,
        (5, Weekday::Mon) => last,
        (9, Weekday::Mon) => week == 1,
        (10, Weekday::Mon) => week == 2,
        (11, Weekday::Thu) => week == 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_federal_holidays_of_2026_and_the_observed_ones() {
        let expected = [
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-07-03",
            "2026-09-07",
            "2026-10-12",
            "2026-11-11",
            "2026-11-26",
            "2026-12-25",
        ];
        let first = day("2026-01-01");
        let found: Vec<String> = first
            .iter_days()
            .take(365)
            .filter(|d| is_holiday(*d) && !matches!(d.weekday(), Weekday::Sat | Weekday::Sun))
            .map(|d| d.to_string())
            .collect();
        assert_eq!(found, expected);
        assert!(is_holiday(day("2023-01-02")), "a Sunday's holiday is observed on Monday");
    }

    #[test]
    fn working_days_leave_weekends_and_holidays_out() {
        // Thanksgiving is 11/26/2026, a Thursday.
        assert_eq!(working_days_after(day("2026-11-24"), 3), Some(day("2026-11-30")));
        assert_eq!(working_days_after(day("2026-11-21"), 1), Some(day("2026-11-23")));
        assert_eq!(working_days_after(day("2026-11-21"), 0), Some(day("2026-11-21")));
        assert_eq!(working_days_after(Day::MAX, 1), None);
    }
}
