//! The rules over a whole export, each by its id: one record that breaks it, and the nearest one that does not.

mod answers;
mod envelope;
mod projects;
mod stays;

use super::town::{Town, for_child, income, night, stay};
use super::*;
use std::collections::BTreeSet;
use wayhome::domain::check::Located;
use wayhome::domain::finding::Severity::*;
use wayhome::domain::rule::{By, RULES};
use wayhome::domain::{at, rule::Rule};

/// The rule, how much it matters, its field; what breaks it, and what comes near without breaking any.
type Case = (Rule, Severity, FieldId, fn(&mut Town), fn(&mut Town));

fn told(found: &[Located]) -> BTreeSet<(&'static str, Severity, String)> {
    found.iter().map(|l| (l.finding.rule.id(), l.finding.severity, format!("{:?}", l.finding.field))).collect()
}

#[test]
fn a_whole_town_is_silent() {
    let town = Town::new();
    assert_eq!(told(&town.export()), BTreeSet::new());
    assert_eq!(told(&town.own()), BTreeSet::new());
}

#[test]
fn each_rule_speaks_of_what_breaks_it_and_not_of_what_comes_near() {
    for (rule, severity, field, breaks, near) in
        stays::cases().into_iter().chain(answers::cases()).chain(projects::cases()).chain(envelope::cases())
    {
        let mut town = Town::new();
        breaks(&mut town);
        town.sign();
        let found = told(&town.export());
        assert!(found.contains(&(rule.id(), severity, format!("{field:?}"))), "{rule}, {field:?}: {found:?}");
        let limit = rule.info().severity.unwrap();
        assert!(found.iter().all(|(r, s, _)| *r != rule.id() || *s <= limit), "{rule} is worse than its table says");
        let mut town = Town::new();
        near(&mut town);
        town.sign();
        assert_eq!(told(&town.export()), BTreeSet::new(), "near {rule}, {field:?}");
    }
}

#[test]
fn nobody_is_sent_to_ask_again_who_does_not_know_or_would_rather_not_say() {
    use wayhome::domain::hud::{DobQuality, LengthOfStay, NameQuality, SsnQuality, YesNo};
    type Says = (u32, DobQuality, NameQuality, SsnQuality, YesNo, LengthOfStay);
    let unknown: Says = (8, DobQuality::Unknown, NameQuality::Unknown, SsnQuality::Unknown, YesNo::Unknown, LengthOfStay::Unknown);
    let refused: Says = (9, DobQuality::Refused, NameQuality::Refused, SsnQuality::Refused, YesNo::Refused, LengthOfStay::Refused);
    for (number, born, name, ssn, answer, length) in [unknown, refused] {
        let mut town = Town::new();
        let row = &mut town.chart("C5").client;
        (row.first_name, row.last_name, row.name_data_quality) = (Text::default(), Text::default(), Value::Known(name));
        (row.dob, row.dob_data_quality) = (Value::Blank, Value::Known(born));
        (row.ssn, row.ssn_data_quality) = (Text::default(), Value::Known(ssn));
        row.veteran_status = Value::Known(answer);
        for column in [at::client::WHITE, at::client::BLACK_AF_AMERICAN, at::client::ASIAN] {
            row.put(column, "0");
        }
        row.race_none = Value::Known(number);
        town.stay("E-SO").length_of_stay = Value::Known(length);
        town.sign();
        let found = town.export();
        let of_person = |l: &&Located| ["R-NAM-2", "R-DOB-1", "R-SSN-3", "R-RAC-1", "R-VET-1", "R-PLS-5"].contains(&l.finding.rule.id());
        let said: Vec<(&str, &str)> = found.iter().filter(of_person).map(|l| (l.finding.rule.id(), l.finding.words.as_str())).collect();
        assert!(said.iter().map(|(rule, _)| rule).collect::<BTreeSet<_>>().len() > 3, "{said:?}");
        assert!(said.iter().all(|(_, words)| !words.contains("Ask")), "{said:?}");
    }
}

#[test]
fn r_imp_9_of_hashed_names_nothing_is_said() {
    let mut town = Town::new();
    let hash = "a".repeat(64);
    for chart in &mut town.charts {
        (chart.client.first_name, chart.client.last_name) = (hash.as_str().into(), hash.as_str().into());
        chart.client.ssn = format!("1234{hash}").as_str().into();
    }
    assert!(told(&town.export()).iter().any(|(rule, ..)| *rule == "R-SSN-1"), "read as if it were plain");
    town.hashed = true;
    assert_eq!(told(&town.export()), BTreeSet::new());
}

#[test]
fn a_child_is_not_asked_what_adults_are() {
    let mut town = Town::new();
    let row = for_child(town.stay("E-KID").clone());
    *town.stay("E-KID") = row;
    assert_eq!(told(&town.export()), BTreeSet::new());
    town.chart("C2").client.dob = on("2008-03-02");
    assert!(told(&town.export()).iter().any(|(rule, ..)| *rule == "R-PLS-5"), "18 on the day of the start");
}

#[test]
fn a_desk_s_own_records_have_no_envelope() {
    let mut town = Town::new();
    town.chart("C1").events[0].export_id = ExportId::new("X2");
    town.chart("C5").client.asian = Value::Blank;
    town.chart("C5").client.additional_race_ethnicity = "a [b]".into();
    assert_eq!(told(&town.own()), BTreeSet::from([("R-CSV-2", Note, "Client.AdditionalRaceEthnicity".to_owned())]));
}

/// Every rule that is said to be checked has a case here or in the tests of the forms' rules.
#[test]
fn every_checked_rule_has_a_test() {
    let tests: String =
        ["ask", "enrollment", "event", "intake", "occasions", "person", "sweep/answers", "sweep/envelope", "sweep/projects", "sweep/stays"]
            .iter()
            .map(|name| std::fs::read_to_string(format!("{}/tests/suite/rules/{name}.rs", env!("CARGO_MANIFEST_DIR"))).unwrap())
            .collect();
    let untested =
        |id: &str| !tests.contains(&format!("\"{id}\"")) && !tests.contains(&format!("Rule::{},", id.replace('-', "_").to_uppercase()));
    let missing: Vec<&str> = RULES.iter().filter(|r| r.by == By::Check && untested(r.id)).map(|r| r.id).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
