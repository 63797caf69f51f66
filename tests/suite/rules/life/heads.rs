//! Who is head of household: another one, and the one who does not leave alone.

use super::*;

#[test]
fn r_enr_11_another_head_of_household_back_to_the_start() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    life.charts[0].enrollments[0].move_in_date = on("2026-11-15");
    let mut draft = life.visit(Purpose::Entry, STAY);
    draft.set_head(1);
    draft.members[0].set(at::enrollment::RELATIONSHIP_TO_HOH, "3");
    life.finish(&draft).unwrap();
    let [was, is] = [&life.charts[0].enrollments[0], &life.charts[1].enrollments[0]];
    assert!(is.relationship_to_hoh.is(Relationship::Head) && was.relationship_to_hoh.is(Relationship::SpouseOrPartner));
    assert_eq!((is.enrollment_coc.as_str(), &is.move_in_date), ("MN-504", &on("2026-11-15")), "what stands once for the household");
    // Thought better of, it leaves nothing behind.
    let mut back = life.visit(Purpose::Entry, STAY);
    back.set_head(1);
    back.set_head(0);
    back.members[1].set(at::enrollment::RELATIONSHIP_TO_HOH, "3");
    let plan = life.with(|case| back.finish(case)).unwrap();
    assert!(plan.commit.changes.iter().all(|c| !c.is_row()), "{:?}", plan.commit.changes);
    // And now the former head may leave alone.
    let mut exit = life.visit(Purpose::Exit, STAY);
    exit.members.iter_mut().for_each(|m| m.present = m.client.as_str() == "C1");
    life.answer(&mut exit);
    life.finish(&exit).unwrap();
    assert_eq!(life.charts.iter().map(|c| c.exits.len()).collect::<Vec<_>>(), [1, 0, 0, 0]);
}

#[test]
fn r_enr_11_the_head_does_not_leave_alone() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut exit = life.visit(Purpose::Exit, STAY);
    exit.members[1].present = false;
    assert_eq!(stops(&life.with(|case| exit.findings(case))), ["R-ENR-11"]);
    exit.members[1].present = true;
    assert!(stops(&life.with(|case| exit.findings(case))).is_empty(), "together they may");
}
