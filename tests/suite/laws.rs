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
        for (before, after) in [(&chart.events[0] as &dyn Row, &back.charts[0].events[0] as &dyn Row), (&chart.client, &back.charts[0].client)] {
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
        let answered = back.charts[0].referrals.first().cloned().unwrap_or_default();
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
