//! One cell: what its text means by the type of its column, in HUD's form. Read by the import, asked by the export.

use crate::domain::entry::Scalar;
use crate::domain::{Column, Day, FieldId, File, Instant, Kind, Money};
use std::borrow::Cow;

/// What is to be said of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remark {
    /// A date in a form that is not HUD's, read without doubt.
    Rewritten,
    /// Text that the type cannot read.
    Odd,
    /// A number that is not in the list.
    NotListed,
}

/// How a cell is written that came in another form and says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// As HUD writes a number or an amount.
    Number,
    /// Not at all: what stood there is how a database shows that nothing does.
    Nothing,
}

impl Form {
    /// What an import says of such cells.
    pub fn words(self) -> &'static str {
        match self {
            Self::Number => "The number was read, and will be written as HUD writes it, such as 50.00 for 50",
            Self::Nothing => "Taken as blank, since NULL and 0000-00-00 are how a database shows that nothing is there",
        }
    }
}

/// True where a database shows that nothing is there. A name may be that word: people are called so.
pub(super) fn is_nothing(column: &Column, text: &str) -> bool {
    match column.kind {
        Kind::Text(_) => text == "NULL" && !column.name.ends_with("Name"),
        Kind::Day | Kind::Instant if text.starts_with("0000-00-00") => true,
        _ => text.eq_ignore_ascii_case("NULL"),
    }
}

/// A cell's text in HUD's form, and what is to be said of it. `latest` is the last year that a year of two digits may mean.
///
/// Law: `Row::set` of the result and then `Row::cell` give the same text, whatever is remarked.
pub(super) fn read<'t>(column: &Column, text: &'t str, latest: Option<i32>) -> (Cow<'t, str>, Option<Remark>) {
    let odd = (Cow::Borrowed(text), Some(Remark::Odd));
    let form = |written: String| (Cow::Owned(written), None);
    let as_it_came = (Cow::Borrowed(text), None);
    // Most cells of most files stand in HUD's form already, and are not written anew to see that.
    let plain = || text == "0" || !text.trim_start_matches('-').starts_with('0');
    match column.kind {
        Kind::Id | Kind::Text(_) => as_it_came,
        Kind::Number => match u32::read(text) {
            Some(_) if plain() => as_it_came,
            number => number.map_or(odd, |number| form(number.write())),
        },
        Kind::Money => match Money::read(text) {
            Some(_) if plain() && text.as_bytes().iter().rev().nth(2) == Some(&b'.') => as_it_came,
            amount => amount.map_or(odd, |amount| form(amount.write())),
        },
        Kind::Code(_) => match u32::read(text) {
            Some(number) if !column.lists(number) => {
                let form = if plain() || !column.types(number) { Cow::Borrowed(text) } else { Cow::Owned(number.write()) };
                (form, Some(Remark::NotListed))
            }
            Some(_) if plain() => as_it_came,
            number => number.map_or(odd, |number| form(number.write())),
        },
        // A day and an instant have one form alone.
        Kind::Day if Day::read(text).is_some() => as_it_came,
        Kind::Day => moment(text, latest).map_or(odd, |at| (Cow::Owned(at.date().write()), Some(Remark::Rewritten))),
        Kind::Instant if Instant::read(text).is_some() => as_it_came,
        Kind::Instant => moment(text, latest).map_or(odd, |at| (Cow::Owned(at.write()), Some(Remark::Rewritten))),
    }
}

/// True where the text is a value of the type, so that it is written without quotes.
pub(super) fn is_known(kind: Kind, text: &str) -> bool {
    match kind {
        Kind::Id | Kind::Text(_) => false,
        Kind::Number | Kind::Code(_) => u32::read(text).is_some(),
        Kind::Money => Money::read(text).is_some(),
        Kind::Day => Day::read(text).is_some(),
        Kind::Instant => Instant::read(text).is_some(),
    }
}

/// True for a text that its type writes as it stands there. Of some it is not sure, and says no.
pub(super) fn is_plain(kind: Kind, text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let of_kind = match kind {
        Kind::Day | Kind::Instant | Kind::Id | Kind::Text(_) => true,
        Kind::Number | Kind::Code(_) => text == "0" || *first != b'0',
        Kind::Money => {
            let whole = text.split_once('.').filter(|(_, cents)| cents.len() == 2).map_or("", |(whole, _)| whole);
            whole == "0" || (b'1'..=b'9').contains(first) && !whole.is_empty()
        }
    };
    // Around it may be spaces of any alphabet.
    of_kind && first.is_ascii_graphic() && last.is_ascii_graphic()
}

/// True where the text of a cell may stand in a report: a short number or a date, and nothing that could be a person's.
pub(super) fn may_be_quoted(file: File, text: &str) -> bool {
    let groups: Vec<usize> = text.split(['/', '-']).map(str::len).collect();
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'/' || b == b'-');
    plain
        && match groups.as_slice() {
            [digits] => (1..=3).contains(digits),
            [a, b, c] => file != File::Client && [a, b, c].iter().all(|n| matches!(n, 1 | 2 | 4)),
            _ => false,
        }
}

/// The text of a field as a list of findings may show it: never a name, a Social Security Number, a date of birth or free text.
pub(super) fn shown(field: FieldId, text: &str) -> Cow<'_, str> {
    let known = match field.info().kind {
        _ if field.info().private => false,
        Kind::Id => true,
        Kind::Text(_) => is_coc(text),
        Kind::Instant => field.file != File::Client && Instant::read(text).is_some(),
        Kind::Money => is_amount(text),
        Kind::Day | Kind::Number | Kind::Code(_) => may_be_quoted(field.file, text),
    };
    if known || text.is_empty() { Cow::Borrowed(text) } else { Cow::Borrowed(super::HIDDEN) }
}

/// True for what can only be the code of a CoC: `MN-504`.
fn is_coc(text: &str) -> bool {
    let capitals = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_uppercase());
    text.split_once('-').is_some_and(|(state, number)| capitals(state) && digits(number, 3..=3).is_some())
}

/// True for an amount that is too short to be anybody's number.
fn is_amount(text: &str) -> bool {
    text.len() <= 9 && text.contains('.') && Money::read(text).is_some()
}

/// A date, with or without a time, in the forms that spreadsheets and databases make: `2026-11-22`, `11/22/2026`, `22-Nov-26`, each
/// followed by nothing or by a time with or without seconds, fractions and `AM`/`PM`.
fn moment(text: &str, latest: Option<i32>) -> Option<Instant> {
    // The T of OCT is none before a time.
    let behind_t = text.rsplit_once('T').filter(|(date, _)| date.ends_with(|last: char| last.is_ascii_digit()));
    let (date, time) = behind_t.or_else(|| text.split_once(' ')).unwrap_or((text, ""));
    let day = Day::read(date).or_else(|| us(date)).or_else(|| named_month(date, latest))?;
    time_of_day(time.trim()).map(|(hour, minute, second)| day.and_hms_opt(hour, minute, second))?
}

fn us(text: &str) -> Option<Day> {
    let mut parts = text.split('/');
    let (month, day, year) = (digits(parts.next()?, 1..=2)?, digits(parts.next()?, 1..=2)?, digits(parts.next()?, 4..=4)?);
    if parts.next().is_some() { None } else { Day::from_ymd_opt(i32::try_from(year).ok()?, month, day) }
}

fn named_month(text: &str, latest: Option<i32>) -> Option<Day> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut parts = text.split('-');
    let (day, name, year) = (digits(parts.next()?, 1..=2)?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let month = MONTHS.iter().position(|m| m.eq_ignore_ascii_case(name))?;
    let year = match year.len() {
        2 => {
            let (last, two) = (latest?, i32::try_from(digits(year, 2..=2)?).ok()?);
            last - (last - two).rem_euclid(100)
        }
        _ => i32::try_from(digits(year, 4..=4)?).ok()?,
    };
    Day::from_ymd_opt(year, u32::try_from(month).ok()? + 1, day)
}

fn time_of_day(text: &str) -> Option<(u32, u32, u32)> {
    if text.is_empty() {
        return Some((0, 0, 0));
    }
    let upper = text.to_ascii_uppercase();
    let (clock, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (upper.as_str(), None),
    };
    let clock = clock.split_once('.').map_or(Some(clock), |(clock, fraction)| digits(fraction, 1..=9).map(|_| clock))?;
    let mut parts = clock.split(':');
    let (hour, minute) = (digits(parts.next()?, 1..=2)?, digits(parts.next()?, 2..=2)?);
    let second = parts.next().map_or(Some(0), |s| digits(s, 2..=2))?;
    let hour = match half {
        Some(add) if (1..=12).contains(&hour) => hour % 12 + add,
        Some(_) => return None,
        None => hour,
    };
    if parts.next().is_some() { None } else { Some((hour, minute, second)) }
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    if length.contains(&text.len()) { u32::read(text) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Chart, Packed, Row, at};
    use proptest::prelude::*;

    fn day(text: &str) -> (Cow<'_, str>, Option<Remark>) {
        read(at::enrollment::ENTRY_DATE.info(), text, Some(2036))
    }

    #[test]
    fn dates_of_other_writers_are_read_and_remarked() {
        for text in
            ["9/5/2026", "09/05/2026", "2026-09-05 00:00:00", "2026-09-05T10:11:12.5", "5-Sep-26", "05-sep-2026", "9/5/2026 1:30 PM"]
        {
            assert_eq!(day(text), (Cow::Borrowed("2026-09-05"), Some(Remark::Rewritten)), "{text}");
        }
        assert_eq!(day("2026-09-05"), (Cow::Borrowed("2026-09-05"), None));
        assert_eq!(day("5-Sep-45").0, "1945-09-05");
        for text in ["12-OCT-26", "12-Oct-2026 10:00", "12-OCT-26 10:00:00 PM", "12-OCT-26T10:00"] {
            assert_eq!(day(text), (Cow::Borrowed("2026-10-12"), Some(Remark::Rewritten)), "{text}");
        }
        for text in ["02/30/2026", "2026-02-30", "9/5/26", "13/1/2026", "5-Sept-26", "soon", "2026-09-05 25:00", "٩/٥/٢٠٢٦"] {
            assert_eq!(day(text), (Cow::Borrowed(text), Some(Remark::Odd)), "{text}");
        }
        assert_eq!(read(at::enrollment::ENTRY_DATE.info(), "5-Sep-26", None).1, Some(Remark::Odd), "no century, no guess");
        assert_eq!(read(at::event::DATE_CREATED.info(), "9/5/2026 12:05 AM", None).0, "2026-09-05 00:05:00");
        assert_eq!(read(at::event::DATE_CREATED.info(), "2026-09-05", None).0, "2026-09-05 00:00:00");
    }

    proptest! {
        /// What is stored is what the typed row says, or the next change of the row would take it for another one.
        #[test]
        fn what_is_read_is_what_the_typed_row_says(text in "-?0{0,3}[0-9]{0,3}([.][0-9]{0,3})?|[0-9/: -]{0,12}|[ -~]{0,8}|0{1,4}[0-9]{1,2}") {
            for file in File::ALL {
                for (at, column) in (0_u16..).zip(file.info().columns) {
                    let form = read(column, text.trim(), Some(2036)).0;
                    let mut row = Packed::new(*file, std::iter::empty::<(u16, &str)>());
                    row.set(at, &form);
                    let typed = typed_cell(&row, usize::from(at));
                    prop_assert_eq!(typed, row.cell(usize::from(at)), "{} of {:?}: {:?}", column.name, file, text);
                }
            }
        }
    }

    /// The text of a cell of the typed row.
    fn typed_cell(row: &Packed, at: usize) -> String {
        let chart = Chart::from_packed([row]);
        let typed = chart.rows().find(|typed| typed.file() == Row::file(row)).map(|typed| typed.cell(at));
        typed.unwrap_or_else(|| row.cell(at).to_owned())
    }

    #[test]
    fn a_report_never_quotes_what_could_be_a_person() {
        assert!(may_be_quoted(File::Enrollment, "02/30/2026"));
        assert!(may_be_quoted(File::Client, "7"));
        for text in ["02/30/1987", "1987", "912345678", "Marisol"] {
            assert!(!may_be_quoted(File::Client, text), "{text}");
        }
        for text in ["912-34-567", "912345678", "Marisol", "912-34-5678", ""] {
            assert!(!may_be_quoted(File::Event, text), "{text}");
        }
    }

    #[test]
    fn a_list_of_findings_shows_codes_dates_amounts_and_ids() {
        let hidden = super::super::HIDDEN;
        for (field, text, expected) in [
            (at::client::FIRST_NAME, "Marisol", hidden),
            (at::client::SSN, "123", hidden),
            (at::client::DOB, "1987-03-04", hidden),
            (at::client::SSN_DATA_QUALITY, "2", "2"),
            (at::client::SSN_DATA_QUALITY, "912345678", hidden),
            (at::client::DATE_CREATED, "1987-03-04 00:00:00", hidden),
            (at::enrollment::ENTRY_DATE, "2026-11-22", "2026-11-22"),
            (at::enrollment::ENTRY_DATE, "Marisol", hidden),
            (at::enrollment::ENROLLMENT_COC, "MN-504", "MN-504"),
            (at::enrollment::ENROLLMENT_COC, "Vega", hidden),
            (at::enrollment::PROJECT_ID, "P-PSH", "P-PSH"),
            (at::income_benefits::EARNED_AMOUNT, "1200.00", "1200.00"),
            (at::income_benefits::EARNED_AMOUNT, "912345678", hidden),
            (at::event::DATE_CREATED, "2026-11-22 10:00:00", "2026-11-22 10:00:00"),
            (at::event::RESULT_DATE, "", ""),
        ] {
            assert_eq!(shown(field, text), expected, "{field:?} {text}");
        }
    }
}
