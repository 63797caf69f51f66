//! A day: a short line of text that understands what people type, with the weekday in words beside it, and a month to choose from.
//!
//! Keys: what [`typed`](crate::domain::date::typed) understands (`11/22/2026`, `112226`, `t`, `+3`, `-1`) becomes a day on blur and
//! on Enter. F4 or Alt+Down opens the month below the line, as does the icon; there the arrows go by days and weeks, PgUp and PgDn by
//! months, with Shift by years, Home and End to the ends of the week, T to today; Enter takes the day, Esc closes, Tab closes and
//! goes on, and what else is typed goes into the line.
//!
//! States: empty, a day, no day (said beside it once it is left or has its whole year), outside of its range (said so too), open, invalid, hidden, disabled.
//!
//! ```ignore
//! date("born", "Date of Birth", &self.born, cx.today())
//!     .range(None, Some(cx.today()))
//!     .on_input(Message::Born)
//! ```

mod calendar;
mod live;
mod month;

use super::access::{Info, Role};
use super::input::{self, Input, input};
use super::{Control, Element};
use crate::app::theme::{Tone, text as roles};
use crate::domain::date as days;
use crate::domain::entry::Day;
use crate::domain::words::count;
use chrono::Datelike;
use iced::advanced::widget::Id;
use iced::widget::Space;
use month::Range;
use std::borrow::Cow;

/// Wide enough for `11/22/2026` and the icon, px.
const WIDTH: f32 = 140.0;

/// See [`date`].
pub struct Date<'a, M> {
    input: Input<'a, M>,
    text: String,
    today: Day,
    range: Range,
    proposed: bool,
}

/// A day as text. Takes `11/22/2026`, `112226`, `t`, `+3`, `-1` and turns it into `11/22/2026` when the focus leaves it or on Enter.
pub fn date<'a, M>(id: impl Into<Id>, label: impl Into<Cow<'static, str>>, text: impl Into<String>, today: Day) -> Date<'a, M> {
    let text = text.into();
    let normal = move |text: &str| days::typed(text, today).map(days::show);
    let spoken = move |text: &str| days::typed(text, today).map(month::said);
    let input = input(id, label, text.clone()).role(Role::DateInput).placeholder("mm/dd/yyyy").width(WIDTH).tail(live::ICON);
    Date { input: input.finish(normal).spoken(spoken), text, today, range: Range::default(), proposed: false }
}

impl<'a, M> Date<'a, M> {
    /// What every change sends: the text as typed, or as it was normalised.
    pub fn on_input(mut self, message: impl Fn(String) -> M + 'a) -> Self {
        self.input = self.input.on_input(message);
        self
    }

    /// What Enter sends, after the normalised text.
    pub fn on_submit(mut self, message: M) -> Self {
        self.input = self.input.on_submit(message);
        self
    }

    /// What is sent when the focus leaves it, after the normalised text.
    pub fn on_blur(mut self, message: M) -> Self {
        self.input = self.input.on_blur(message);
        self
    }

    /// What is sent when it gets the focus.
    pub fn on_focus(mut self, message: M) -> Self {
        self.input = self.input.on_focus(message);
        self
    }

    /// The days that make sense; open at an end that is None. Another day is said beside the line at once, and dim in the month.
    pub const fn range(mut self, earliest: Option<Day>, latest: Option<Day>) -> Self {
        self.range = Range { earliest, latest };
        self
    }

    /// The day was entered by nobody: the words beside it say so.
    pub const fn proposed(mut self, proposed: bool) -> Self {
        self.proposed = proposed;
        self
    }

    /// Hidden from who looks over the shoulder; what stands beside it too.
    pub fn masked(mut self, masked: bool) -> Self {
        self.input = self.input.masked(masked);
        self
    }
}

impl<M> Control for Date<'_, M> {
    fn info_mut(&mut self) -> &mut Info {
        self.input.info_mut()
    }
}

/// The weekday, and how far it is from `today`: `Sunday · today`, `Monday · 6 days ago`.
pub fn words(day: Day, today: Day) -> String {
    let weekday = day.format("%A");
    let far = match days::days_between(today, day) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        n @ 2..=99 => format!("in {n} days"),
        n @ -99..=-2 => format!("{} days ago", -n),
        n if n > 0 => return weekday.to_string(),
        _ => match days::age(day, today) {
            Some(years) if years >= 2 => format!("{years} years ago"),
            _ => {
                let months =
                    (today.year() - day.year()) * 12 + today.month() as i32 - day.month() as i32 - i32::from(today.day() < day.day());
                format!("{months} months ago")
            }
        },
    };
    format!("{weekday} · {far}")
}

/// What is said beside a text while its day is `day`. Of one that counts, which day it gives and from where it counts: before anything is
/// taken, since another day may stand there, from which people would count too.
fn beside(text: &str, day: Day, today: Day) -> String {
    match days::counted(text).filter(|days| *days != 0) {
        Some(n) => {
            let way = if n < 0 { "before" } else { "after" };
            format!("{} · {} {way} today", days::show(day), count(n.unsigned_abs(), "day"))
        }
        None => words(day, today),
    }
}

impl<'a, M: Clone + 'a> From<Date<'a, M>> for Element<'a, M> {
    fn from(date: Date<'a, M>) -> Self {
        let Date { mut input, text, today, range, proposed } = date;
        let day = days::typed(&text, today);
        // Once a rule says it below the field, once is enough.
        let said = input.info_mut().description.as_deref().is_some_and(|words| !words.is_empty());
        let objection = match day {
            Some(day) => range.objection(day, today),
            // What is hidden is not said beside it either.
            None if !text.trim().is_empty() && !said && input.is_masked() => Some(format!("Not a date. {}", days::instead(""))),
            None => (!text.trim().is_empty() && !said).then(|| format!("Not a date. {}", days::instead(&text))),
        };
        let part = objection.is_some() && !days::is_whole(&text);
        let beside = match (objection, day) {
            (Some(objection), _) => {
                input = input.invalid(true);
                roles::toned(objection, Tone::Bad).into()
            }
            (None, Some(day)) if !input.is_masked() && proposed => roles::hint(format!("{}, proposed", beside(&text, day, today))).into(),
            (None, Some(day)) if !input.is_masked() => roles::hint(beside(&text, day, today)).into(),
            (None, _) => Space::new().into(),
        };
        let mut input = input::Live::new(input);
        let disabled = input.info_mut().disabled;
        Element::new(live::Live { input, beside, part, today, range, disabled })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_words() {
        let day = |y, m, d| Day::from_ymd_opt(y, m, d).unwrap();
        let today = day(2026, 11, 22);
        for (that, expected) in [
            (today, "Sunday · today"),
            (day(2026, 11, 21), "Saturday · yesterday"),
            (day(2026, 11, 23), "Monday · tomorrow"),
            (day(2026, 11, 8), "Sunday · 14 days ago"),
            (day(2026, 12, 1), "Tuesday · in 9 days"),
            (day(2026, 5, 23), "Saturday · 5 months ago"),
            (day(1987, 4, 12), "Sunday · 39 years ago"),
            (day(2030, 1, 1), "Tuesday"),
        ] {
            assert_eq!(words(that, today), expected);
        }
    }
}
