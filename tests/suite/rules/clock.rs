//! R-RES-7: the clock of an open referral.

use wayhome::domain::Day;
use wayhome::domain::referral::{Clock, Limits};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn words(referred: &str, acknowledged: Option<&str>, today: &str) -> (String, bool) {
    let clock = Clock::of(Some(day(referred)), acknowledged.map(day), day(today), Limits::default());
    (clock.words(day(today)), clock.is_late())
}

#[test]
fn r_res_7_a_referral_is_acknowledged_within_three_working_days() {
    // A Thursday; Friday, Monday and Tuesday are the working days after it.
    for (today, expected, late) in [
        ("2026-11-12", "acknowledge by Tue", false),
        ("2026-11-16", "acknowledge by Tue", false),
        ("2026-11-17", "acknowledge today", false),
        ("2026-11-18", "acknowledge: was due Tue", true),
        ("2026-11-19", "7 days open", true),
        ("2026-11-21", "9 days open, 2 over", true),
        ("2026-11-11", "dated ahead", false),
    ] {
        assert_eq!(words("2026-11-12", None, today), (expected.to_owned(), late), "on {today}");
    }
}

#[test]
fn r_res_7_an_acknowledged_referral_counts_its_days() {
    assert_eq!(words("2026-11-12", Some("2026-11-12"), "2026-11-12"), ("since today".to_owned(), false));
    assert_eq!(words("2026-11-12", Some("2026-11-13"), "2026-11-13"), ("1 day open".to_owned(), false));
    assert_eq!(words("2026-11-12", Some("2026-11-13"), "2026-11-21"), ("9 days open, 2 over".to_owned(), true));
}

#[test]
fn r_res_7_both_counts_are_settings() {
    let limits = Limits { acknowledge: 1, wait: 30 };
    let clock = |today: &str| Clock::of(Some(day("2026-11-12")), None, day(today), limits);
    assert_eq!(clock("2026-11-13"), Clock::Acknowledge(day("2026-11-13")));
    assert_eq!(clock("2026-11-20"), Clock::AcknowledgeNow(day("2026-11-13")));
    assert_eq!(Clock::of(None, None, day("2026-11-13"), limits), Clock::NoDate);
}
