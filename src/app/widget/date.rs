//! A day: a short line of text that understands what people type, with the weekday in words beside it.

use super::Element;
use super::access::Role;
use super::input::{Input, input};
use crate::app::theme::{Tone, space, text as roles};
use crate::domain::date as days;
use crate::domain::entry::Day;
use chrono::{Datelike, Weekday};
use iced::advanced::widget::Id;
use iced::alignment::Vertical;
use iced::widget::row;
use std::borrow::Cow;

/// Wide enough for `11/22/2026`, px.
const WIDTH: f32 = 132.0;

/// See [`date`].
pub struct Date<'a, M> {
    input: Input<'a, M>,
    text: String,
    today: Day,
}

/// A day as text. Takes `11/22/2026`, `112226`, `t`, `+3`, `-1` and turns it into `11/22/2026` when the focus leaves it or on Enter.
pub fn date<'a, M>(id: impl Into<Id>, label: impl Into<Cow<'static, str>>, text: impl Into<String>, today: Day) -> Date<'a, M> {
    let text = text.into();
    let normal = move |text: &str| days::typed(text, today).map(days::show);
    let input = input(id, label, text.clone()).role(Role::DateInput).placeholder("mm/dd/yyyy").width(WIDTH).finish(normal);
    Date { input, text, today }
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

    /// A rule found something wrong with it.
    pub fn invalid(mut self, invalid: bool) -> Self {
        self.input = self.input.invalid(invalid);
        self
    }

    /// An answer is expected.
    pub fn required(mut self, required: bool) -> Self {
        self.input = self.input.required(required);
        self
    }

    /// What else screen readers say about it.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.input = self.input.description(description);
        self
    }
}

/// The weekday, and how far it is from `today`: `Sunday · today`, `Monday · 6 days ago`.
pub fn words(day: Day, today: Day) -> String {
    let weekday = match day.weekday() {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    };
    let far = match days::days_between(today, day) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        n @ 2..=99 => format!("in {n} days"),
        n @ -99..=-2 => format!("{} days ago", -n),
        n if n > 0 => return weekday.to_owned(),
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

impl<'a, M: Clone + 'a> From<Date<'a, M>> for Element<'a, M> {
    fn from(date: Date<'a, M>) -> Self {
        let Date { mut input, text, today } = date;
        let beside = match days::typed(&text, today) {
            Some(day) => Some(roles::hint(words(day, today))),
            None if text.trim().is_empty() => None,
            None => {
                input = input.invalid(true);
                Some(roles::toned("Not a date", Tone::Bad))
            }
        };
        row![input, beside].spacing(space::S12).align_y(Vertical::Center).into()
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
