//! Days as people write and read them. On screen the form is US: `11/22/2026`.

use super::entry::{Day, Instant, Scalar};
use chrono::{Datelike, Duration};

/// A day as it is shown: `11/22/2026`.
pub fn show(day: Day) -> String {
    day.format("%m/%d/%Y").to_string()
}

/// A time of day as it is shown: `1:40 PM`.
pub fn time(at: Instant) -> String {
    at.format("%-I:%M %p").to_string()
}

/// A moment as it is shown: `11/22/2026 9:30 AM`.
pub fn when(at: Instant) -> String {
    format!("{} {}", show(at.date()), time(at))
}

/// A day's cell as it is shown; text that is no day stays as it came.
pub fn us(text: &str) -> String {
    Day::read(text).map_or_else(|| text.to_owned(), show)
}

/// What somebody typed for a day: `11/22/2026`, `1/5/26`, `112226`, `11222026`, `2026-11-22`, `t` (today), `+3`, `-1`.
///
/// A year of two digits is the latest that is not more than ten years ahead of `today`. None where it is no day.
pub fn typed(text: &str, today: Day) -> Option<Day> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("t") || text.eq_ignore_ascii_case("today") {
        return Some(today);
    }
    if let Some(days) = counted(text) {
        return today.checked_add_signed(Duration::days(days));
    }
    if let Some(day) = Day::read(text) {
        return Some(day);
    }
    if !text.is_ascii() {
        return None;
    }
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).collect();
    match parts.as_slice() {
        [month, day, year] => from_parts(month, day, year, today),
        [run] if run.len() == 6 || run.len() == 8 => from_parts(&run[..2], &run[2..4], &run[4..], today),
        _ => None,
    }
}

/// What to type in place of a text that is no day. A month and a day alone are not guessed at: they want their year.
pub fn instead(text: &str) -> String {
    let text = text.trim();
    let parts: Vec<&str> = if text.is_ascii() { text.split(['/', '-', '.', ' ']).collect() } else { Vec::new() };
    let (month, day) = match parts.as_slice() {
        [run] if run.len() == 4 => (&run[..2], &run[2..]),
        [month, day] => (*month, *day),
        _ => ("", ""),
    };
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
    let of_a_year = number(month).zip(number(day)).and_then(|(month, day)| Day::from_ymd_opt(EXAMPLE, month, day));
    of_a_year.map_or_else(|| format!("Type it as 11/22/{EXAMPLE}"), |day| format!("Add the year, as in {}", show(day)))
}

/// The year of the days by which people are shown how one is typed.
const EXAMPLE: i32 = 2026;

/// How many days after today a text counts, whatever day stood there before: `+3`, `-1`. None where it names its day.
pub fn counted(text: &str) -> Option<i64> {
    let text = text.trim();
    let number = |sign: char| text.strip_prefix(sign).and_then(|n| n.parse::<u16>().ok()).map(i64::from);
    number('+').or_else(|| number('-').map(|days| -days))
}

/// True for the text of a day with its whole year, after which nobody types on: `11/22/2026`, `11222026`, `2026-11-22`; whether or not
/// there is such a day.
pub fn is_whole(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.', ' ']).collect();
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => digits(year, 4) && digits(month, 2) && digits(day, 2) && day.len() == 2,
        [month, day, year] => digits(month, 2) && digits(day, 2) && digits(year, 4) && year.len() == 4,
        [run] => run.len() == 8 && digits(run, 8),
        _ => false,
    }
}

fn from_parts(month: &str, day: &str, year: &str, today: Day) -> Option<Day> {
    let number = |t: &str| u32::read(t).filter(|_| !t.is_empty() && t.len() <= 4);
    let year = match year.len() {
        4 => i32::try_from(number(year)?).ok()?,
        2 => {
            let century = today.year() - today.year().rem_euclid(100);
            let year = century + i32::try_from(number(year)?).ok()?;
            if year > today.year() + 10 { year - 100 } else { year }
        }
        _ => return None,
    };
    Day::from_ymd_opt(year, number(month)?, number(day)?)
}

/// Completed years of age on a day (R-DOB-3: counted by birthdays; who was born on February 29 turns a year older on March 1).
pub fn age(born: Day, on: Day) -> Option<u32> {
    if on < born {
        return None;
    }
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    u32::try_from(on.year() - born.year() - i32::from(!had_birthday)).ok()
}

/// Days from one to the other; negative where `to` is before `from`.
pub fn days_between(from: Day, to: Day) -> i64 {
    (to - from).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> Day {
        Day::from_ymd_opt(y, m, d).unwrap_or_default()
    }

    #[test]
    fn every_typed_form() {
        let today = day(2026, 11, 22);
        for text in ["11/22/2026", "112226", "11222026", "2026-11-22", "t", "T", "+0", " 11-22-26 ", "11.22.2026"] {
            assert_eq!(typed(text, today), Some(today), "{text}");
        }
        assert_eq!(typed("-1", today), Some(day(2026, 11, 21)));
        assert_eq!(typed("+3", today), Some(day(2026, 11, 25)));
        assert_eq!(["-2", " +14 ", "112226", "t", "-", "- 1"].map(counted), [Some(-2), Some(14), None, None, None, None]);
        assert_eq!(typed("4/12/87", today), Some(day(1987, 4, 12)));
        for text in ["02/30/2026", "13/01/2026", "1/1", "yesterday", "", "1/1/1", "١١٢٢٢٦"] {
            assert_eq!(typed(text, today), None, "{text}");
        }
    }

    #[test]
    fn what_to_type_instead_is_a_form_that_is_read() {
        let today = day(2026, 11, 22);
        for (text, day) in [("0801", "08/01/2026"), ("8/1", "08/01/2026"), (" 12-24 ", "12/24/2026")] {
            assert_eq!((typed(text, today), instead(text)), (None, format!("Add the year, as in {day}")), "no year is guessed");
            assert!(typed(day, today).is_some());
        }
        for text in ["soon", "", "1301", "0230", "08011", "1/2/3/4", "١١٢٢", "8/001"] {
            assert_eq!(instead(text), "Type it as 11/22/2026", "{text}");
        }
    }

    #[test]
    fn a_day_is_whole_with_its_year() {
        for text in ["11/22/2026", "13/45/2026", "1-5-2026", "2026-11-22", "11222026", " 1.5.2026 "] {
            assert!(is_whole(text), "{text}");
        }
        for text in ["", "1", "11/22", "11/22/20", "112226", "t", "+3", "2026-11-2", "soon/1/2026", "11/22/20266"] {
            assert!(!is_whole(text), "{text}");
        }
    }

    #[test]
    fn age_counts_birthdays() {
        assert_eq!(age(day(2008, 11, 23), day(2026, 11, 22)), Some(17));
        assert_eq!(age(day(2008, 11, 22), day(2026, 11, 22)), Some(18));
        assert_eq!(age(day(2004, 2, 29), day(2023, 2, 28)), Some(18));
        assert_eq!(age(day(2004, 2, 29), day(2023, 3, 1)), Some(19));
        assert_eq!(age(day(2030, 1, 1), day(2026, 11, 22)), None);
    }
}
