//! The intake: a household's enrollment in the making, R-CTX-1, and the plan of finishing it.

use super::*;
use wayhome::domain::ask::{Answers, Question, Slot};
use wayhome::domain::at::enrollment as e;
use wayhome::domain::finding::Severity::*;
use wayhome::domain::intake::{Draft, IntakeCase, MemberFinding, Taken};

fn charts() -> Vec<Chart> {
    let one = |id: &str, born: &str| Chart { client: person(id, born), ..Chart::default() };
    vec![one("C1", "1987-03-04"), one("C2", "2015-03-04")]
}

fn draft(charts: &[Chart]) -> Draft {
    let head = charts[0].id().clone();
    let mut draft = Draft::start("D1".into(), HouseholdId::new("H1"), head, EnrollmentId::new("E1"), day("2026-11-20"));
    draft.project = ProjectId::new("P-PSH");
    draft.add_chart(&charts[1], EnrollmentId::new("E2"), today());
    draft
}

fn with<R>(organization: &str, run: impl FnOnce(&IntakeCase<'_>, &[Chart]) -> R) -> R {
    let (agency, charts, stamp, organization) = (agency(), charts(), stamp(), OrganizationId::new(organization));
    let directory = wayhome::domain::Directory::default();
    run(
        &IntakeCase {
            directory: &directory,
            agency: &agency,
            charts: &charts,
            organization: Some(&organization),
            stamp: &stamp,
            seed: [7; 16],
        },
        &charts,
    )
}

fn stops(found: &[MemberFinding]) -> Vec<&'static str> {
    found.iter().filter(|f| f.finding.severity == Stop).map(|f| f.finding.rule.id()).collect()
}

#[test]
fn finishing_makes_an_enrollment_for_everybody_present() {
    with("O-N", |case, charts| {
        let plan = draft(charts).finish(case).unwrap();
        let rows: Vec<Enrollment> = plan
            .commit
            .changes
            .iter()
            .filter_map(|c| if let Change::Row(row) = c { Some(row) } else { None })
            .map(|change| {
                let mut packed = Packed::default();
                change.apply(&mut packed);
                packed.typed()
            })
            .collect();
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|r| r.household_id.as_str() == "H1" && r.entry_date == on("2026-11-20") && r.user_id.as_str() == "U7"));
        assert_eq!(rows[0].enrollment_coc.as_str(), "MN-504", "R-ENR-13: the program has one CoC");
        assert!(rows[1].enrollment_coc.is_blank());
        assert_eq!(rows[1].relationship_to_hoh.known(), Some(Relationship::Child));
        assert!(has(&plan.findings, "R-PLS-5", Fix), "an unanswered question flags and does not stop");
        assert!(plan.commit.changes.contains(&Change::Draft { name: "intake/D1".into(), after: None }), "the draft ends with it");
    });
}

#[test]
fn r_ctx_1_the_program_belongs_to_the_organization_of_the_context() {
    with("O-L", |case, charts| {
        let refused = draft(charts).finish(case).unwrap_err();
        let guard = refused.iter().find(|f| f.finding.rule == "R-CTX-1").unwrap();
        assert_eq!(guard.finding.words, "This program belongs to North House, you are in Lakes CoC. Switch the organization in Settings.");
    });
    with("O-N", |case, charts| assert_eq!(stops(&draft(charts).findings(case)), [] as [&str; 0]));
}

#[test]
fn a_household_without_a_head_or_a_program_is_no_record() {
    with("O-N", |case, charts| {
        let mut absent = draft(charts);
        absent.members[0].present = false;
        assert!(stops(&absent.findings(case)).contains(&"R-ENR-9"));
        absent.members[1].present = false;
        assert!(absent.finish(case).is_err(), "nobody is present");
        let nowhere = Draft { project: ProjectId::default(), ..draft(charts) };
        assert!(stops(&nowhere.findings(case)).contains(&"R-ENR-1"));
        let mut stranger = draft(charts);
        stranger.add(ClientId::new("C9"), EnrollmentId::new("E9"), None);
        assert!(stops(&stranger.findings(case)).contains(&"R-ENR-12"));
    });
}

#[test]
fn r_enr_9_taking_the_head_out_makes_the_next_one_head() {
    let charts = charts();
    let mut draft = draft(&charts);
    assert_eq!(draft.add(charts[1].id().clone(), EnrollmentId::new("E7"), None), 1, "R-ENR-12: nobody twice");
    draft.remove(0);
    assert_eq!(draft.members.len(), 1);
    assert!(draft.members[0].is_head());
    draft.remove(5);
    assert_eq!(draft.members.len(), 1);
}

#[test]
fn what_is_taken_over_is_answers_and_never_who_somebody_is() {
    let charts = charts();
    let mut draft = draft(&charts);
    let of_stay = |field| Question { slot: Slot::Enrollment, field };
    let insured = Question { slot: Slot::Income, field: at::income_benefits::INSURANCE_FROM_ANY_SOURCE };
    draft.members[0].set(e::DISABLING_CONDITION, "1");
    draft.members[0].put(insured, "0");
    let head = draft.members[0].clone();
    draft.take(1, &head, &[of_stay(e::DISABLING_CONDITION), of_stay(e::ENROLLMENT_ID), of_stay(e::RELATIONSHIP_TO_HOH), insured]);
    assert_eq!(draft.members[1].get(e::DISABLING_CONDITION), "1");
    assert_eq!(draft.members[1].answer(insured), "0");
    assert_eq!(draft.members[1].get(e::ENROLLMENT_ID), "E2");
    assert_eq!(draft.members[1].get(e::RELATIONSHIP_TO_HOH), "2");
}

#[test]
fn what_is_taken_over_fills_what_is_open_and_overwrites_nothing() {
    let charts = charts();
    let mut draft = draft(&charts);
    let of = |field| Question { slot: Slot::Income, field };
    let [income, benefits, insured] = [
        of(at::income_benefits::INCOME_FROM_ANY_SOURCE),
        of(at::income_benefits::BENEFITS_FROM_ANY_SOURCE),
        of(at::income_benefits::INSURANCE_FROM_ANY_SOURCE),
    ];
    [income, benefits, insured].into_iter().for_each(|question| draft.members[0].put(question, "1"));
    // Answered; answered with what HUD says of no answer; recorded so, and left so.
    draft.members[1].put(income, "0");
    draft.members[1].put(benefits, "99");
    draft.members[1].put(insured, "99");
    let mut recorded = draft.members[1].clone();
    recorded.put(benefits, "");
    draft.members[1].base = recorded.more;
    let head = draft.members[0].clone();
    assert_eq!(draft.take(1, &head, &[income, benefits, insured]).stay, 2, "two stay");
    let answers = [income, benefits, insured].map(|question| draft.members[1].answer(question).to_owned());
    assert_eq!(answers, ["0", "99", "1"]);
    assert_eq!(draft.take(1, &head, &[insured]), Taken::default(), "the same answer is no other");
}

#[test]
fn a_draft_survives_being_kept() {
    let mut draft = draft(&charts());
    draft.joining = "half typed of Nodin".to_owned();
    let text = serde_json::to_string(&draft).unwrap();
    assert!(serde_json::from_str::<Draft>(&text).unwrap() == draft);
    assert!(!["2026-11-20", "Nodin"].iter().any(|said| format!("{draft:?}").contains(said)), "Debug shows no answers");
}
