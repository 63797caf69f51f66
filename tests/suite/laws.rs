//! Laws: for every pair of inverse functions, any input.
#![allow(clippy::unwrap_used)]

use super::exchange::{chart_with, request};
use proptest::prelude::*;
use std::io::Cursor;
use wayhome::domain::hud::{Event, Referral};
use wayhome::domain::{EventId, Row, at};
use wayhome::exchange::{read, write_to};

/// What spreadsheets, people and attackers put in a cell.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just(",".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\r".to_owned()),
        Just("<b>{[]}".to_owned()),
        Just("\u{feff}é’🏠".to_owned()),
        Just("2026-11-22".to_owned()),
        Just("007".to_owned()),
        any::<char>().prop_map(String::from),
        "[ -~]{0,9}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// What HUD's form leaves of a text.
fn allowed(text: &str) -> String {
    text.replace(['<', '>', '[', ']', '{', '}'], "").trim().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(cells in prop::collection::vec(hostile(), 12), answers in prop::collection::vec(hostile(), 3)) {
        let mut event = Event { event_id: EventId::new("EV1"), ..Event::default() };
        // The three keys and the export's own stamp are not free.
        for (column, text) in (3..).zip(&cells).filter(|(column, _)| *column < 14) {
            event.set(column, text);
        }
        let (mut agency, mut chart) = chart_with(event);
        agency.exports.clear();
        for (column, text) in (0..).zip(&cells).skip(1).filter(|(column, _)| *column < 10) {
            chart.client.set(column, text);
        }
        let mut referral = Referral { date_created: chart.client.date_created.clone(), ..chart.referral(&EventId::new("EV1")) };
        for (field, text) in [at::referral::DATE_ACKNOWLEDGED, at::referral::RESULTING_ENROLLMENT_ID, at::referral::NOT_HOUSED_REASON].iter().zip(&answers) {
            referral.put(*field, &allowed(text));
        }
        chart.referrals.push(referral.clone());

        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("out.zip");
        let mut bytes = Cursor::new(Vec::new());
        write_to(&mut bytes, &request(&agency), [&chart]).unwrap();
        std::fs::write(&path, bytes.into_inner()).unwrap();
        let back = read(&path).unwrap();
        prop_assert_eq!(back.report.refused(), 0);
        let read = back.folders[0].chart();
        for (before, after) in [(&chart.events[0] as &dyn Row, &read.events[0] as &dyn Row), (&chart.client, &read.client)] {
            for (at, column) in before.file().info().columns.iter().enumerate().filter(|(_, c)| c.name != "ExportID") {
                let text = before.cell(at);
                let expected = match column.kind {
                    wayhome::domain::Kind::Text(_) => allowed(&text),
                    wayhome::domain::Kind::Code(list) if text.is_empty() && !column.nullable
                        && wayhome::domain::code::find(list, 99).is_some() => "99".to_owned(),
                    _ => text,
                };
                // A date that is not HUD's but clear is rewritten.
                let (got, day) = (after.cell(at), matches!(column.kind, wayhome::domain::Kind::Day | wayhome::domain::Kind::Instant));
                prop_assert!(got == expected || (day && got.starts_with("2026-11-22")), "{}: {:?} {:?}", column.name, expected, got);
            }
        }
        let answered = read.referrals.first().cloned().unwrap_or_default();
        prop_assert_eq!(&answered.not_housed_reason, &referral.not_housed_reason);
        prop_assert_eq!(answered.resulting_enrollment_id, referral.resulting_enrollment_id);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0..24usize) {
        let folder = tempfile::TempDir::new().unwrap();
        let (agency, chart) = chart_with(Event { event_id: EventId::new("EV1"), ..Event::default() });
        let path = folder.path().join("out.zip");
        wayhome::exchange::write(&path, &request(&agency), [&chart]).unwrap();
        let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
        for n in 0..zip.len() {
            let mut entry = zip.by_index(n).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut text = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut text).unwrap();
            if n == at {
                text.extend(&bytes);
            }
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        std::fs::remove_file(&path).unwrap();
        if let Err(error) = read(folder.path()) {
            prop_assert!(error.to_string().ends_with('.'));
        }
    }
}

mod values {
    //! The inverse pairs of the domain: a cell and its text, a day and its typed forms, a change and its inverse, a row and its
    //! stored form.

    use proptest::prelude::*;
    use wayhome::domain::entry::{Day, Entry, Instant, Money, Scalar, Text, Value};
    use wayhome::domain::hud::{Enrollment, EventCode, ReferralResult, at};
    use wayhome::domain::{Code, Row, RowChange, date, ssn};

    fn day() -> impl Strategy<Value = Day> {
        (1900i32..2100, 1u32..366).prop_filter_map("a day", |(year, ordinal)| Day::from_yo_opt(year, ordinal))
    }

    fn kept<T: Scalar + PartialEq>(text: &str) -> bool {
        let once = Value::<T>::parse(text);
        Value::<T>::parse(&once.text()) == once
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_cell_is_read_back_from_its_text(text in "\\PC{0,20}") {
            prop_assert!(kept::<Day>(&text) && kept::<Instant>(&text) && kept::<Money>(&text) && kept::<u32>(&text));
            prop_assert!(kept::<EventCode>(&text) && kept::<ReferralResult>(&text));
            prop_assert_eq!(Text::parse(&Text::parse(&text).text()), Text::parse(&text));
        }

        #[test]
        fn a_day_is_read_back_from_every_form_in_which_it_is_shown(day in day(), today in day()) {
            prop_assert_eq!(date::typed(&date::show(day), today), Some(day));
            prop_assert_eq!(date::typed(&day.write(), today), Some(day));
            prop_assert_eq!(date::typed(&day.format("%m%d%Y").to_string(), today), Some(day));
        }

        #[test]
        fn an_ssn_is_read_back_from_its_own_form(digits in "[0-9]{9}|x{5}[0-9]{4}") {
            let read = ssn::typed(&digits).unwrap();
            prop_assert_eq!(ssn::typed(read.as_str()).unwrap(), read.clone());
            prop_assert_eq!(read.as_str(), digits.as_str());
        }

        #[test]
        fn money_is_read_back(cents in -99_999_999i64..99_999_999) {
            prop_assert_eq!(Money::read(&Money(cents).write()), Some(Money(cents)));
        }

        #[test]
        fn a_change_leads_there_and_its_inverse_back(before in row(), after in row()) {
            let Some(change) = RowChange::between(Some(&before), &after) else {
                prop_assert!(before == after);
                return Ok(());
            };
            let mut packed = before.pack();
            change.apply(&mut packed);
            prop_assert_eq!(&packed, &after.pack());
            change.inverse().apply(&mut packed);
            prop_assert_eq!(&packed, &before.pack());
        }

        #[test]
        fn a_row_is_read_back_from_its_stored_form(row in row()) {
            prop_assert!(row.pack().typed::<Enrollment>() == row);
        }
    }

    /// An enrollment of one key with hostile cells.
    fn row() -> impl Strategy<Value = Enrollment> {
        proptest::collection::vec((1usize..60, "\\PC{0,12}|[0-9]{1,3}|20[0-9]{2}-[01][0-9]-[0-3][0-9]"), 0..12).prop_map(|cells| {
            let mut row = Enrollment::default();
            row.put(at::enrollment::ENROLLMENT_ID, "E1");
            cells.iter().for_each(|(column, text)| row.set(*column, text));
            row
        })
    }

    #[test]
    fn every_code_is_read_back_from_its_number() {
        assert!(EventCode::ALL.iter().all(|code| EventCode::from_code(code.code()) == Some(*code)));
    }
}
