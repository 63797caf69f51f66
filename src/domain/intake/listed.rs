//! A list of questions that an interviewer asks as one, "do you have any of these?": whoever has none of them has answered each.

use super::Draft;
use crate::domain::ask::{Answers, Question};

impl Draft {
    /// Answers no to those of these questions that stand in such a list and have no answer yet. Says which these are.
    pub fn deny(&mut self, member: usize, questions: &[Question]) -> Vec<Question> {
        let Some(target) = self.members.get_mut(member) else { return Vec::new() };
        let mut denied = Vec::new();
        for (question, no) in questions.iter().filter_map(|question| Some((*question, question.no()?))) {
            if target.answer(question).is_empty() {
                target.put(question, &no);
                denied.push(question);
            }
        }
        denied
    }

    /// Those of these questions of a member to which the answer is no.
    pub fn denied(&self, member: usize, questions: &[Question]) -> Vec<Question> {
        let Some(one) = self.members.get(member) else { return Vec::new() };
        questions.iter().copied().filter(|question| question.no().as_deref() == Some(one.answer(*question))).collect()
    }

    /// Takes such a no back, where it still stands. Says of which questions.
    pub fn undeny(&mut self, member: usize, denied: &[Question]) -> Vec<Question> {
        let stand = self.denied(member, denied);
        if let Some(target) = self.members.get_mut(member) {
            stand.iter().for_each(|question| target.put(*question, ""));
        }
        stand
    }
}
