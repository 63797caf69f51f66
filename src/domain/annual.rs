//! The annual assessment (R-ANN-1): within 30 days of each anniversary of the head of household's start, all members on one day.

use super::agency::Agency;
use super::ask::{self, Program};
use super::card::EnrollmentCard;
use super::date;
use super::entry::Day;
use super::id::ProjectId;
use chrono::{Datelike, Days, Months};

/// An annual assessment may be so many days before or after the anniversary.
const MARGIN: Days = Days::new(30);

/// The days on which one annual assessment may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: Day,
    /// The anniversary.
    pub anniversary: Day,
    /// The last day.
    pub to: Day,
}

impl Window {
    /// The window around the anniversary after so many years; none where the calendar ends.
    pub fn after(began: Day, years: u32) -> Option<Self> {
        let anniversary = began.checked_add_months(Months::new(years.checked_mul(12)?))?;
        Some(Self { from: anniversary.checked_sub_days(MARGIN)?, anniversary, to: anniversary.checked_add_days(MARGIN)? })
    }

    /// The newest window that has begun on this day; before the first one, that.
    pub fn begun(began: Day, day: Day) -> Option<Self> {
        let begun = Self::around(began, day).or_else(|| Self::last_over(began, day));
        begun.or_else(|| Self::after(began, 1))
    }

    /// The window of which the assessment is still to be done, where these are done already: the newest that has begun, and where one was
    /// done in it or after it, the next.
    pub fn open(began: Day, day: Day, done: &[Day]) -> Option<Self> {
        let begun = Self::begun(began, day)?;
        let next = || (1..=years_between(began, day) + 2).filter_map(|years| Self::after(began, years)).find(|next| next.from > begun.from);
        if done.iter().any(|on| *on >= begun.from) { next() } else { Some(begun) }
    }

    /// The days of the window in words: `10/11/2025 to 12/10/2025`.
    pub fn in_words(self) -> String {
        format!("{} to {}", date::show(self.from), date::show(self.to))
    }

    /// True for the days of the window.
    pub fn holds(self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The window in which this day lies, counted from the head of household's start.
    pub fn around(began: Day, day: Day) -> Option<Self> {
        let years = years_between(began, day);
        (years.saturating_sub(1).max(1)..=years + 1).filter_map(|y| Self::after(began, y)).find(|w| w.holds(day))
    }

    /// The last window that is over on this day.
    pub fn last_over(began: Day, today: Day) -> Option<Self> {
        (1..=years_between(began, today)).rev().filter_map(|y| Self::after(began, y)).find(|w| w.to < today)
    }
}

/// The annual assessment that a stay waits for on this day, the newest one: its window has begun, and nothing was recorded in it or after
/// it. A late one is all that can be done; that it was late, the check goes on to say.
/// `began` is the head of household's start; who joined after the anniversary is exempt, and who has left.
pub fn due(stay: &EnrollmentCard, began: Day, today: Day) -> Option<Window> {
    let window = Window::begun(began, today).filter(|w| w.from <= today)?;
    let done = stay.annuals.iter().any(|on| *on >= window.from);
    let there = stay.entry.is_some_and(|entry| entry <= window.anniversary) && stay.exit.is_none();
    (there && !done).then_some(window)
}

/// True where a program has annual assessments on this day: insurance is asked of everybody wherever there are any.
pub fn collects(agency: &Agency, project: &ProjectId, on: Day) -> bool {
    let program = Program::on(agency, project, on);
    ask::element("4.04").is_some_and(|element| program.collects(element))
}

/// True where a program has annual assessments on any day: of who stays in another nothing has to be looked up.
pub fn ever_collects(agency: &Agency, project: &ProjectId) -> bool {
    let program = Program::ever(agency, project);
    ask::element("4.04").is_some_and(|element| program.collects(element))
}

fn years_between(began: Day, day: Day) -> u32 {
    u32::try_from(day.year() - began.year()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn r_ann_1_thirty_days_on_either_side() {
        let began = day(2024, 11, 10);
        for (on, near) in [
            (day(2025, 10, 10), false),
            (day(2025, 10, 11), true),
            (day(2025, 12, 10), true),
            (day(2025, 12, 11), false),
            (day(2024, 11, 20), false),
            (day(2026, 11, 10), true),
        ] {
            assert_eq!(Window::around(began, on).is_some(), near, "{on}");
        }
        assert_eq!(Window::last_over(began, day(2025, 12, 10)), None);
        assert_eq!(Window::last_over(began, day(2025, 12, 11)).map(|w| w.anniversary), Some(day(2025, 11, 10)));
        assert_eq!(Window::last_over(began, day(2023, 1, 1)), None);
        let named = |on| Window::begun(began, on).map(Window::in_words);
        assert_eq!(named(day(2024, 12, 1)).as_deref(), Some("10/11/2025 to 12/10/2025"), "the first one, before it has begun");
        assert_eq!(named(day(2026, 8, 1)).as_deref(), Some("10/11/2025 to 12/10/2025"), "overdue");
        assert_eq!(named(day(2026, 10, 11)).as_deref(), Some("10/11/2026 to 12/10/2026"));
        let open = |on, done: &[Day]| Window::open(began, on, done).map(Window::in_words);
        let last = day(2025, 11, 1);
        assert_eq!(open(day(2026, 8, 1), &[]).as_deref(), Some("10/11/2025 to 12/10/2025"), "overdue");
        assert_eq!(open(day(2026, 8, 1), &[last]).as_deref(), Some("10/11/2026 to 12/10/2026"), "recorded, so the next");
        assert_eq!(open(day(2025, 11, 2), &[last]).as_deref(), Some("10/11/2026 to 12/10/2026"), "also while its own days go on");
        assert_eq!(open(day(2026, 10, 11), &[last]).as_deref(), Some("10/11/2026 to 12/10/2026"));
    }

    #[test]
    fn r_ann_1_what_is_due_from_the_first_day_of_the_window_until_it_is_done() {
        let began = day(2024, 11, 10);
        let stay = |entry, exit, annuals: &[Day]| EnrollmentCard {
            entry: Some(entry),
            exit,
            annuals: annuals.into(),
            ..EnrollmentCard::default()
        };
        let by = |stay: &EnrollmentCard, today| due(stay, began, today).map(|w| w.to);
        let open = stay(began, None, &[]);
        assert_eq!(by(&open, day(2025, 10, 10)), None, "the window has not begun");
        assert_eq!(by(&open, day(2025, 10, 11)), Some(day(2025, 12, 10)));
        assert_eq!(by(&open, day(2026, 3, 1)), Some(day(2025, 12, 10)), "overdue");
        assert_eq!(by(&open, day(2026, 10, 11)), Some(day(2026, 12, 10)), "the next one takes its place");
        let done = stay(began, None, &[day(2025, 11, 1)]);
        assert_eq!((by(&done, day(2026, 3, 1)), by(&done, day(2026, 10, 11))), (None, Some(day(2026, 12, 10))));
        assert_eq!(by(&stay(began, None, &[day(2025, 1, 1)]), day(2026, 3, 1)), Some(day(2025, 12, 10)), "before the window");
        assert_eq!(by(&stay(began, None, &[day(2026, 2, 1)]), day(2026, 3, 1)), None, "late, and nothing more can be done");
        assert_eq!(by(&stay(began, Some(day(2026, 2, 1)), &[]), day(2026, 3, 1)), None, "has left");
        assert_eq!(by(&stay(day(2025, 11, 11), None, &[]), day(2026, 3, 1)), None, "joined after the anniversary");
    }
}
