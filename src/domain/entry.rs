//! What one cell of HMIS CSV holds.
//!
//! Real files break their own rules (R-420-16), and nothing that somebody wrote may be lost. So a typed cell is blank, known, or
//! *odd*: text that its type cannot read, kept as it came, flagged by the checks and exported unchanged (R-IMP-6).
//!
//! The law of every type here: `parse(text(x)) == x`.

use super::code::Code;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};
use std::borrow::{Borrow, Cow};
use std::fmt;
use zeroize::Zeroize;

/// A day without a zone.
pub type Day = NaiveDate;
/// A local date and time without a zone, to the second.
pub type Instant = NaiveDateTime;

/// Anything that stands in a cell.
pub trait Entry: Sized {
    /// Reads a cell; never fails.
    fn parse(text: &str) -> Self;
    /// The cell in HUD's form (R-CSV-5), without quotes, as it is kept where it is kept so.
    fn peek(&self) -> Cow<'_, str>;
    /// Writes the cell in HUD's form (R-CSV-5), without quotes.
    fn text(&self) -> String {
        self.peek().into_owned()
    }
}

/// A text without the blanks around it, as [`str::trim`] gives it. Nearly every cell begins and ends with a letter or a digit of ASCII, which
/// is seen without a look at any alphabet.
pub(crate) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        [only] if only.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Text of a record. It does not show itself in `Debug` and wipes its memory when dropped.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text(Box<str>);

impl Text {
    /// Keeps a text without the spaces around it.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(trimmed(text.as_ref()).into())
    }

    /// Keeps a text as it was kept before.
    pub(super) fn kept(text: &str) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where nothing is there.
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        // Most cells of most rows hold nothing, and there is nothing to wipe.
        if !self.is_blank() {
            self.0.zeroize();
        }
    }
}

/// So that a table by texts can be asked with a text that nobody keeps.
impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Entry for Text {
    fn parse(text: &str) -> Self {
        Self::new(text)
    }
    fn peek(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }
}

/// A typed cell: blank, known, or odd text kept as it came.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Value<T> {
    /// Nothing was entered.
    #[default]
    Blank,
    /// A value of its type.
    Known(T),
    /// Text that its type cannot read. Made by [`Entry::parse`] alone. It is seldom there, and lies elsewhere, so that the others are short.
    Odd(Box<Text>),
}

impl<T> Value<T> {
    /// True where nothing was entered.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    /// The text that could not be read, if there is one.
    pub fn odd(&self) -> Option<&str> {
        match self {
            Self::Odd(text) => Some(text.as_str()),
            _ => None,
        }
    }
}

impl<T: Copy> Value<T> {
    /// The value, where it is known.
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            _ => None,
        }
    }
}

impl<T: Copy + PartialEq> Value<T> {
    /// True where the value is known to be this one.
    pub fn is(&self, value: T) -> bool {
        self.known() == Some(value)
    }
}

impl<T> From<Option<T>> for Value<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Self::Known)
    }
}

impl<T> fmt::Debug for Value<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "Blank",
            Self::Known(_) => "Known",
            Self::Odd(_) => "Odd",
        })
    }
}

/// A value that has exactly one written form.
pub trait Scalar: Copy {
    /// Reads the written form, strictly.
    fn read(text: &str) -> Option<Self>;
    /// Writes it.
    fn write(self) -> String;
    /// The same, without a copy where the form of the value stands somewhere already.
    fn form(self) -> Cow<'static, str> {
        Cow::Owned(self.write())
    }
}

impl<T: Scalar> Entry for Value<T> {
    fn parse(text: &str) -> Self {
        match trimmed(text) {
            "" => Self::Blank,
            text => T::read(text).map_or_else(|| Self::Odd(Box::new(Text::new(text))), Self::Known),
        }
    }

    fn peek(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Known(value) => value.form(),
            Self::Odd(text) => text.peek(),
        }
    }
}

impl Scalar for u32 {
    fn read(text: &str) -> Option<Self> {
        match text.as_bytes() {
            // Nearly every code.
            [digit @ b'0'..=b'9'] => Some(u32::from(digit - b'0')),
            bytes => bytes.iter().all(u8::is_ascii_digit).then(|| text.parse().ok()).flatten(),
        }
    }
    fn write(self) -> String {
        self.form().into_owned()
    }
    fn form(self) -> Cow<'static, str> {
        short(self).map_or_else(|| Cow::Owned(self.to_string()), Cow::Borrowed)
    }
}

/// A number below a hundred as it is written: most answers are one.
fn short(number: u32) -> Option<&'static str> {
    const PAIRS: &str = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
                         5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    let at = usize::try_from(number).ok().filter(|number| *number < 100)? * 2;
    PAIRS.get(at + usize::from(number < 10)..at + 2)
}

impl<C: Code> Scalar for C {
    fn read(text: &str) -> Option<Self> {
        u32::read(text).and_then(C::from_code)
    }
    fn write(self) -> String {
        self.code().write()
    }
    fn form(self) -> Cow<'static, str> {
        self.code().form()
    }
}

impl Scalar for Day {
    fn read(text: &str) -> Option<Self> {
        // By hand: an import reads millions of them, and a format string costs ten times as much.
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
        NaiveDate::from_ymd_opt(i32::try_from(number([y1, y2, y3, y4])?).ok()?, number([m1, m2])?, number([d1, d2])?)
    }
    fn write(self) -> String {
        let Some(year) = u32::try_from(self.year()).ok().filter(|year| *year <= 9999) else { return self.format("%Y-%m-%d").to_string() };
        // By hand, as they are read.
        let mut text = String::with_capacity(LONGEST);
        pair(&mut text, year / 100);
        pair(&mut text, year % 100);
        for number in [self.month(), self.day()] {
            text.push('-');
            pair(&mut text, number);
        }
        text
    }
}

/// So many characters a day and its time have.
const LONGEST: usize = "2026-11-22 10:00:00".len();

/// Writes a number below a hundred in two digits.
fn pair(to: &mut String, number: u32) {
    to.extend([number / 10, number % 10].iter().filter_map(|digit| char::from_digit(*digit, 10)));
}

/// The number of these digits; none where one of them is no digit.
fn number<const N: usize>(digits: [u8; N]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

impl Scalar for Instant {
    fn read(text: &str) -> Option<Self> {
        let (day, time) = text.split_at_checked(10)?;
        let &[b' ', h1, h2, b':', m1, m2, b':', s1, s2] = time.as_bytes() else { return None };
        Day::read(day)?.and_hms_opt(number([h1, h2])?, number([m1, m2])?, number([s1, s2])?)
    }
    fn write(self) -> String {
        let mut text = self.date().write();
        for (before, number) in [(' ', self.hour()), (':', self.minute()), (':', self.second())] {
            text.push(before);
            pair(&mut text, number);
        }
        text
    }
}

/// An amount of money in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money(pub i64);

impl Scalar for Money {
    fn read(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
        let cents = match cents.len() {
            1 => u32::read(cents)? * 10,
            2 => u32::read(cents)?,
            _ => return None,
        };
        let amount = i64::from(u32::read(whole).filter(|_| !whole.is_empty())?) * 100 + i64::from(cents);
        Some(Self(sign * amount))
    }
    fn write(self) -> String {
        format!("{}{}.{:02}", if self.0 < 0 { "-" } else { "" }, self.0.abs() / 100, self.0.abs() % 100)
    }
}

impl Money {
    /// What somebody types as an amount: `1,200`, `$850.5`, ` 96.70 `.
    pub fn typed(text: &str) -> Option<Self> {
        let plain: String = text.trim().trim_start_matches('$').chars().filter(|c| *c != ',' && *c != ' ').collect();
        Self::read(&plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_day_and_time_is_written_as_a_format_would() {
        for days in (-800_000..3_000_000).step_by(97) {
            let day = Day::default() + chrono::Duration::days(days);
            assert_eq!(day.write(), day.format("%Y-%m-%d").to_string());
            let at = day.and_hms_opt(0, 0, 0).unwrap() + chrono::Duration::seconds(days.rem_euclid(86_400));
            assert_eq!(at.write(), at.format("%Y-%m-%d %H:%M:%S").to_string());
        }
        for number in (0..1200).chain([u32::MAX]) {
            assert_eq!(number.write(), number.to_string());
        }
    }

    proptest! {
        #[test]
        fn what_is_trimmed_is_trimmed(text in "[ \t\u{a0}\u{3000}a-zé0-9,.]{0,9}") {
            prop_assert_eq!(trimmed(&text), text.trim());
        }

        #[test]
        fn a_number_is_its_digits(text in "[0-9]{0,12}|[-+0-9a ]{1,3}") {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            prop_assert_eq!(u32::read(&text), if digits { text.parse().ok() } else { None });
        }
    }

    #[test]
    fn odd_text_is_kept_as_it_came() {
        for odd in ["2026-02-30", "02/30/2026", "+5", "seven"] {
            assert_eq!(Value::<Day>::parse(odd).odd(), Some(odd));
        }
        assert_eq!(Value::<u32>::parse("+5").odd(), Some("+5"));
        assert_eq!(Value::<Money>::parse("1,200.00").odd(), Some("1,200.00"));
    }

    #[test]
    fn money_has_two_decimals() {
        assert_eq!(Money::read("12.5"), Some(Money(1250)));
        assert_eq!(
            ["1,200", "$850.5", " 96.70 ", "much"].map(Money::typed),
            [Some(120_000), Some(85_050), Some(9_670), None].map(|m| m.map(Money))
        );
        assert_eq!(Money(-5).write(), "-0.05");
        assert_eq!(Money::read(&Money(-5).write()), Some(Money(-5)));
    }

    #[test]
    fn debug_says_nothing_about_a_person() {
        assert_eq!(format!("{:?}", Text::new("Marisol")), "Text(7 bytes)");
        assert_eq!(format!("{:?}", Value::<Day>::parse("1987-03-14")), "Known");
    }
}
