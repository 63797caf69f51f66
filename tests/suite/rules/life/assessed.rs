//! An update and the annual assessment: rows of their own day, and which of several is meant.

use super::*;

#[test]
fn an_update_is_a_new_row_and_asks_for_nothing_that_has_not_changed() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut update = life.visit(Purpose::Update, STAY);
    let income = |field| Question { slot: Slot::Income, field };
    update.members[0].put(income(at::income_benefits::INCOME_FROM_ANY_SOURCE), "1");
    update.members[0].put(income(at::income_benefits::EARNED), "1");
    update.members[0].put(income(at::income_benefits::EARNED_AMOUNT), "1200.00");
    assert!(rules(&life.with(|case| update.findings(case))).is_empty());
    life.finish(&update).unwrap();
    let head = &life.charts[0];
    assert_eq!((head.incomes.len(), head.disabilities.len()), (2, 6));
    let row = head.incomes.last().unwrap();
    assert!(row.data_collection_stage.is(Stage::Update) && row.information_date == on("2026-11-22"));
    assert_eq!(row.total_monthly_income.known(), Some(Money(120_000)), "R-INC-2");
    assert_eq!(life.charts[1].incomes.len(), 1, "of whom nothing was said nothing is written");
    assert!(life.found().is_empty(), "{:#?}", life.found());
    let mut early = life.visit(Purpose::Update, STAY);
    early.on = "2026-11-01".into();
    assert!(stops(&life.with(|case| early.findings(case))).contains(&"R-STG-1"), "before the start");
}

#[test]
fn r_ann_1_the_annual_assessment_lies_around_the_anniversary() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    for chart in &mut life.charts {
        chart.enrollments[0].entry_date = on("2025-11-10");
        chart.incomes[0].information_date = on("2025-11-10");
    }
    let mut annual = life.visit(Purpose::Annual, STAY);
    annual.on = "2026-08-01".into();
    assert!(rules(&life.with(|case| annual.findings(case))).contains(&"R-ANN-1"));
    annual.on = "2026-11-20".into();
    assert!(!rules(&life.with(|case| annual.findings(case))).contains(&"R-ANN-1"));
    life.answer(&mut annual);
    life.finish(&annual).unwrap();
    assert!(life.charts.iter().all(|c| c.incomes.last().unwrap().data_collection_stage.is(Stage::Annual)), "everybody on one day");
    assert!(life.charts.iter().all(|c| c.disabilities.len() == 6), "HUD names no annual point for disabilities");
}

#[test]
fn r_ann_1_a_day_is_corrected_while_its_days_are_to_come_and_is_the_true_one_once_they_are_over() {
    let said = |began: &str, day: &str| {
        let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
        life.intake();
        life.charts.iter_mut().for_each(|chart| chart.enrollments[0].entry_date = on(began));
        let mut annual = life.visit(Purpose::Annual, STAY);
        annual.on = day.into();
        let found = life.with(|case| annual.findings(case));
        found.into_iter().find(|f| f.finding.rule == "R-ANN-1").unwrap().finding.words
    };
    let early = said("2025-11-10", "2026-08-01");
    assert!(early.ends_with("10/11/2026 to 12/10/2026. Correct the day."), "{early}");
    let late = said("2025-08-01", "2026-11-20");
    assert!(late.contains("07/02/2026 to 08/31/2026, are over. Enter the day on which it was really done"), "{late}");
}

#[test]
fn r_dis_7_the_annual_assessment_of_hopwa_asks_for_the_t_cells_of_whom_hiv_is_recorded() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[14]);
    life.intake();
    for chart in &mut life.charts {
        chart.enrollments[0].entry_date = on("2025-11-10");
        chart.incomes[0].information_date = on("2025-11-10");
        chart.disabilities.iter_mut().for_each(|row| row.information_date = on("2025-11-10"));
    }
    // The newest answer counts: the first adult's, corrected in an update, became a no.
    let hiv = |chart: &Chart| chart.disabilities.iter().find(|row| row.disability_type.is(DisabilityType::Hiv)).unwrap().clone();
    let no = Disabilities {
        disabilities_id: "LATER".into(),
        disability_response: Value::parse("0"),
        information_date: on("2026-03-01"),
        data_collection_stage: Value::Known(Stage::Update),
        t_cell_count_available: Value::Blank,
        t_cell_count: Value::Blank,
        t_cell_source: Value::Blank,
        viral_load_available: Value::Blank,
        viral_load: Value::Blank,
        viral_load_source: Value::Blank,
        anti_retroviral: Value::Blank,
        ..hiv(&life.charts[0])
    };
    assert_eq!(hiv(&life.charts[1]).disability_response.text(), "1", "the truth of this test is a yes");
    life.charts[0].disabilities.push(no);
    let mut annual = life.visit(Purpose::Annual, STAY);
    annual.on = "2026-11-20".into();
    life.answer(&mut annual);
    life.finish(&annual).unwrap();
    let recorded = |chart: &Chart| chart.disabilities.iter().filter(|row| row.data_collection_stage.is(Stage::Annual)).count();
    assert_eq!(life.charts.iter().map(recorded).collect::<Vec<_>>(), [0, 1, 1, 1]);
    let row = life.charts[1].disabilities.last().unwrap();
    assert!(row.disability_type.is(DisabilityType::Hiv) && row.disability_response.text() == "1" && !row.t_cell_count_available.is_blank());
    assert!(row.anti_retroviral.is_blank(), "W6 has no annual point");
    let of_it = |rule: &str| ["R-DIS", "R-ASK", "R-ANN"].iter().any(|of| rule.starts_with(of));
    let found = life.found();
    assert!(!found.iter().any(|(rule, _)| of_it(rule)), "{found:#?}");
    // The yes of the start was a mistake: what the annual assessment took over from it proves nothing, and is corrected with it.
    let second = EnrollmentId::new(life.charts[1].enrollments[0].enrollment_id.as_str());
    let start = life.charts[1].disabilities.iter_mut().find(|row| row.disability_type.is(DisabilityType::Hiv)).unwrap();
    start.disability_response = Value::parse("0");
    let mend = Mend { of: on("2026-11-20").known(), ..Mend::begin(Purpose::Annual, second) };
    let again = Draft::correct(&mend, "H1".into(), &life.residents(), &life.charts, today()).unwrap();
    let asks = |client: &str| {
        let at = again.members.iter().position(|m| m.client.as_str() == client).unwrap();
        life.with(|case| {
            again
                .asking(&again.members[at], case)
                .elements()
                .any(|e| e.id == "W4" && { !again.asking(&again.members[at], case).questions(e, &again.members[at]).is_empty() })
        })
    };
    assert_eq!((asks("C2"), asks("C3")), (false, true));
    life.finish(&again).unwrap();
    let row = life.charts[1].disabilities.iter().find(|row| row.data_collection_stage.is(Stage::Annual)).unwrap();
    assert_eq!((row.disability_response.text(), row.t_cell_count_available.is_blank()), ("0".to_owned(), true));
    let row = life.charts[2].disabilities.iter().find(|row| row.data_collection_stage.is(Stage::Annual)).unwrap();
    assert_eq!((row.disability_response.text(), row.t_cell_count_available.is_blank()), ("1".to_owned(), false));
}

#[test]
fn of_two_rows_of_one_day_the_one_that_is_meant_is_corrected_and_both_move_with_the_day() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let stay = life.charts[0].enrollments[0].enrollment_id.clone();
    let row = |key: &str, any: Value<YesNo>| IncomeBenefits {
        income_benefits_id: key.into(),
        enrollment_id: stay.clone(),
        personal_id: ClientId::new("C1"),
        information_date: on("2026-11-12"),
        income_from_any_source: any,
        data_collection_stage: Value::Known(Stage::Update),
        ..IncomeBenefits::default()
    };
    life.charts[0].incomes.extend([row("FIRST", Value::Known(YesNo::Yes)), row("SECOND", Value::Known(YesNo::Unknown))]);
    let income = at::income_benefits::INCOME_FROM_ANY_SOURCE;
    let correct = |life: &Life, key: &str| {
        let mend = Mend::of(&life.charts[0], income, File::IncomeBenefits, key).unwrap();
        Draft::correct(&mend, "H1".into(), &life.residents(), &life.charts, today()).unwrap()
    };
    let question = Question { slot: Slot::Income, field: income };
    let shown = |draft: &Draft| draft.members.iter().find(|m| m.present).unwrap().answer(question).to_owned();
    assert_eq!(shown(&correct(&life, "SECOND")), "8");
    let mut first = correct(&life, "FIRST");
    assert_eq!((shown(&first), first.one_of_several(None, &life.charts).into_iter().collect::<Vec<_>>()), ("1".into(), vec![Slot::Income]));
    assert!(!first.passes_over(&(Slot::Income, "FIRST".into())) && first.passes_over(&(Slot::Income, "SECOND".into())));
    first.members.iter_mut().find(|m| m.present).unwrap().put(question, "0");
    first.on = "2026-11-13".into();
    life.finish(&first).unwrap();
    let now = |key: &str| {
        let row = life.charts[0].incomes.iter().find(|row| row.income_benefits_id.as_str() == key).unwrap();
        (row.income_from_any_source.text(), row.information_date.text())
    };
    assert_eq!([now("FIRST"), now("SECOND")], ["0", "8"].map(|any| (any.to_owned(), "2026-11-13".to_owned())));
}
