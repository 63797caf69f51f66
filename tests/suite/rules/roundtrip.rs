//! What a worker typed is what stands there again: in the workflow that is opened anew, and in what another system reads of the export.

use super::asked::{PROGRAMS, truthful};
use super::life::{Life, STAY};
use super::*;
use crate::exchange::{charts, content, request};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::io::Cursor;
use wayhome::domain::ask::{self, Answers, Question};
use wayhome::domain::intake::{Draft, Purpose};
use wayhome::exchange::{read, write_to};

/// One of the answers that the screen offers, or what people type where it offers none.
fn any_answer(question: Question, pick: Index) -> String {
    let offered = question.offered();
    match question.field {
        at::enrollment::ENROLLMENT_COC => return "MN-504".to_owned(),
        at::enrollment::DATE_TO_STREET_ESSH => return "2026-07-15".to_owned(),
        _ => {}
    }
    if offered.is_empty() { truthful(question, 1) } else { offered[pick.index(offered.len())].code.to_string() }
}

/// Answers what is asked, and what is asked because of that, until nothing more is.
fn answer(life: &Life, draft: &mut Draft, picks: &[Index]) {
    let mut next = picks.iter().cycle();
    life.with(|case| {
        let mut before = None;
        while before.as_ref() != Some(draft) {
            before = Some(draft.clone());
            for step in draft.steps(case) {
                let Some(member) = step.member() else { continue };
                for question in draft.questions(step, case) {
                    if draft.members[member].answer(question).is_empty() {
                        let text = any_answer(question, *next.next().unwrap());
                        draft.members[member].put(question, &text);
                    }
                }
            }
        }
    });
}

/// Every question that is asked now with its answer; a tick that is not made is a no, once it is recorded.
fn told(life: &Life, draft: &Draft) -> Vec<(String, String)> {
    life.with(|case| {
        let pages = draft.steps(case).into_iter().filter_map(|step| step.member().map(|member| (step, member)));
        let asked = pages.flat_map(|(step, member)| draft.questions(step, case).into_iter().map(move |question| (member, question)));
        let tell = |(member, question): (usize, Question)| {
            let one = &draft.members[member];
            let tick =
                ask::ELEMENTS.iter().any(|e| e.slot == question.slot && e.fields.iter().any(|f| f.tick && f.field == question.field));
            let text = one.answer(question);
            let text = if text.is_empty() && tick { "0" } else { text };
            (format!("{} {:?} {:?}", one.client, question.slot, question.field), text.to_owned())
        };
        asked.map(tell).collect()
    })
}

/// The people as another system reads them.
fn travelled(life: &Life) -> Vec<Chart> {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = Cursor::new(Vec::new());
    write_to(&mut bytes, &request(&life.agency), life.charts.iter().cloned()).unwrap();
    let path = folder.path().join("out.zip");
    std::fs::write(&path, bytes.into_inner()).unwrap();
    let source = read(&path).unwrap();
    assert_eq!(source.report.refused(), 0);
    charts(&source)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Whatever was answered: finished and opened again it says the same, an answer that is changed then is changed, and an export that is
    /// imported holds it all, cell by cell.
    #[test]
    fn what_was_typed_is_what_stands_there_again(
        program in select(PROGRAMS.to_vec()),
        picks in proptest::collection::vec(any::<Index>(), 40..80),
        edited in any::<Index>(),
        to in any::<Index>(),
    ) {
        let mut life = Life::new(program.1, program.2);
        let mut draft = life.begun();
        answer(&life, &mut draft, &picks);
        let typed = told(&life, &draft);
        // What contradicts itself so that it cannot be a record stays a draft.
        prop_assume!(life.finish(&draft).is_ok());
        let again = life.visit(Purpose::Entry, STAY);
        prop_assert_eq!(&told(&life, &again), &typed, "finished and opened again");
        prop_assert!(content(&life.agency, &travelled(&life)) == content(&life.agency, &life.charts), "exported and imported");

        let mut changed = again.clone();
        let asked: Vec<(usize, Question)> = life.with(|case| {
            let pages = changed.steps(case).into_iter().filter_map(|step| step.member().map(|member| (step, member)));
            pages.flat_map(|(step, member)| changed.questions(step, case).into_iter().map(move |q| (member, q))).collect()
        });
        let (member, question) = asked[edited.index(asked.len())];
        changed.members[member].put(question, &any_answer(question, to));
        answer(&life, &mut changed, &picks);
        let typed = told(&life, &changed);
        prop_assume!(life.finish(&changed).is_ok());
        life.charts = travelled(&life);
        prop_assert_eq!(told(&life, &life.visit(Purpose::Entry, STAY)), typed, "changed, exported, imported and opened again");
    }
}
