//! R-RES-7: the clock of an open referral.

use wayhome::domain::Day;
use wayhome::domain::referral::{Clock, Due, Limits};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn words(referred: &str, acknowledged: Option<&str>, today: &str) -> String {
    let clock = Clock::of(Some(day(referred)), acknowledged.map(day), day(today), Limits::default());
    [Some(clock.words()), clock.due(day(today))].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[test]
fn r_res_7_a_referral_is_acknowledged_within_three_working_days() {
    // A Thursday; Friday, Monday and Tuesday are the working days after it.
    for (today, expected) in [
        ("2026-11-12", "since today, acknowledge by Tue"),
        ("2026-11-16", "4 days, acknowledge by Tue"),
        ("2026-11-17", "5 days, acknowledge today"),
        ("2026-11-18", "6 days, acknowledge now"),
        ("2026-11-19", "7 days, acknowledge now"),
        ("2026-11-21", "9 days, acknowledge now"),
        ("2026-11-11", "dated ahead"),
    ] {
        assert_eq!(words("2026-11-12", None, today), expected, "on {today}");
    }
}

#[test]
fn r_res_7_an_acknowledged_referral_counts_its_days() {
    assert_eq!(words("2026-11-12", Some("2026-11-12"), "2026-11-12"), "since today");
    assert_eq!(words("2026-11-12", Some("2026-11-13"), "2026-11-13"), "1 day");
    assert_eq!(words("2026-11-12", Some("2026-11-13"), "2026-11-21"), "9 days, result 2 days late");
}

#[test]
fn r_res_7_both_counts_are_settings() {
    let limits = Limits { acknowledge: 1, wait: 30 };
    let due = |today: &str| Clock::of(Some(day("2026-11-12")), None, day(today), limits).due;
    assert_eq!(due("2026-11-13"), Due::Acknowledge(day("2026-11-13")));
    assert_eq!(due("2026-11-20"), Due::AcknowledgeNow(day("2026-11-13")));
    assert_eq!(due("2026-12-12"), Due::AcknowledgeNow(day("2026-11-13")));
    assert_eq!(Clock::of(None, None, day("2026-11-13"), limits), Clock { days: None, due: Due::Nothing });
}
