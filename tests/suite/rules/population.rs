//! The generated population: whole but for what its makers left out on purpose, so no other rule may speak about it.

use std::collections::BTreeMap;
use wayhome::domain::check::{self, Located, Sent};
use wayhome::generate;

fn found(clients: usize, seed: u64) -> Vec<Located> {
    let (agency, charts) = generate::people(clients, seed, generate::REFERENCE_DAY);
    let sent = Sent { export: &agency.exports[0], absent: &[], hashed: false };
    check::export(&agency, charts.as_slice(), &sent, generate::REFERENCE_DAY)
}

/// What its makers left out or got wrong on purpose, and why it is there.
const EXPECTED: [(&str, &str); 20] = [
    ("R-420-1", "some members beside the head have an event of their own"),
    ("R-420-7", "results where there was no opening"),
    ("R-420-8", "results without a date"),
    ("R-420-10", "referrals to nowhere, or to a free text"),
    ("R-420-12", "results before the referral"),
    ("R-420-14", "some were housed by problem solving and have not left"),
    ("R-ANN-1", "nobody writes annual assessments"),
    ("R-DOB-1", "dates of birth that are approximate or not known"),
    ("R-ENR-4", "some are housed before they leave the shelter"),
    ("R-EXI-1", "exits without an interview"),
    ("R-IMP-6", "exits to family and friends, by the codes of the prior living situation"),
    ("R-INS-2", "shelters and outreach record no income, and nobody does at exit"),
    ("R-NAM-2", "names that are partial or not known"),
    ("R-PLS-5", "prior living situations that were not collected"),
    ("R-RAC-1", "clients who prefer not to answer"),
    ("R-RES-6", "accepted referrals of which nothing more is kept"),
    ("R-RES-7", "results that a slip dated before the acknowledgment"),
    ("R-RES-9", "open referrals, which are the work of the desk"),
    ("R-SSN-2", "numbers that begin with 9 were never issued to anybody"),
    ("R-SSN-3", "numbers that are not known"),
];

#[test]
fn no_unexpected_rule_speaks_about_invented_people() {
    let mut seen: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for Located { finding, .. } in (1..4).flat_map(|seed| found(700, seed)) {
        *seen.entry(finding.rule.id()).or_default().entry(format!("{:?}: {}", finding.field, finding.words)).or_default() += 1;
    }
    for (rule, words) in &seen {
        assert!(EXPECTED.iter().any(|(expected, _)| expected == rule), "{rule}: {words:?}");
    }
    for (rule, why) in EXPECTED {
        assert!(seen.contains_key(rule), "{rule} is expected, since {why}");
    }
}

#[test]
fn a_crowd_is_so_many_others_and_no_two_are_the_same() {
    let (mut clients, mut rows) = (std::collections::BTreeSet::new(), 0);
    let done = generate::crowd(300, 3, generate::REFERENCE_DAY, &mut |chart| {
        rows += chart.rows().count();
        clients.insert(chart.id().clone());
        if clients.len() == 250 { Err("enough") } else { Ok(()) }
    });
    assert_eq!((done, clients.len()), (Err("enough"), 250));
    assert!(rows > 5 * 250, "{rows}");
}
