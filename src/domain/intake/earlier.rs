//! A draft as it is kept, also one that the version before has kept.

use super::{Draft, Step};
use crate::domain::ask::Form;

/// The furthest step that the worker was at, by its place in the order of the steps: instead of each that was seen.
pub(super) type Reached = Option<usize>;

impl Draft {
    /// Reads a draft. What was seen of one of the version before are the steps up to the furthest.
    pub fn read(text: &str) -> Option<Self> {
        let mut draft: Self = serde_json::from_str(text).ok()?;
        if let Some(reached) = draft.reached.take() {
            let first = if draft.purpose.enrolls() { vec![Step::Family, Step::Program] } else { vec![Step::When] };
            let pages = |at| std::iter::once(Step::Universal(at)).chain(Form::ALL.into_iter().map(move |form| Step::Assess(at, form)));
            let all = first.into_iter().chain((0..draft.members.len()).flat_map(pages)).chain([Step::Summary]);
            draft.seen.extend(all.filter(|step| place(*step) <= reached));
        }
        Some(draft)
    }
}

/// The place that a step had in that order.
const fn place(step: Step) -> usize {
    /// Pages of one member: the universal one and the others.
    const PAGES: usize = 1 + Form::ALL.len();
    match step {
        Step::Family | Step::When => 0,
        Step::Program => 1,
        Step::Universal(member) => 2 + member * PAGES,
        Step::Assess(member, form) => 3 + member * PAGES + form as usize,
        Step::Summary => usize::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::intake::{Member, Purpose};
    use std::collections::BTreeSet;

    /// A draft of two, as the version before kept it.
    fn kept(purpose: Purpose, reached: usize) -> String {
        let members = vec![Member::default(), Member::default()];
        let mut json = serde_json::to_value(Draft { purpose, members, ..Draft::default() }).unwrap();
        let fields = json.as_object_mut().unwrap();
        fields.remove("seen");
        fields.insert("reached".to_owned(), reached.into());
        json.to_string()
    }

    #[test]
    fn what_was_reached_in_a_draft_of_the_version_before_was_seen() {
        let seen = |purpose, reached| Draft::read(&kept(purpose, reached)).unwrap().seen;
        assert_eq!(seen(Purpose::Intake, 0), BTreeSet::from([Step::Family]));
        assert_eq!(
            seen(Purpose::Intake, 3),
            BTreeSet::from([Step::Family, Step::Program, Step::Universal(0), Step::Assess(0, Form::ALL[0])])
        );
        assert_eq!(seen(Purpose::Exit, 0), BTreeSet::from([Step::When]));
        assert_eq!(seen(Purpose::Intake, usize::MAX).len(), 2 + 2 * (1 + Form::ALL.len()) + 1, "who was at Finish has passed them all");
    }

    #[test]
    fn it_is_read_once() {
        let draft = Draft::read(&kept(Purpose::Intake, 1)).unwrap();
        let again = serde_json::to_string(&draft).unwrap();
        assert!(!again.contains("reached"), "{again}");
        assert_eq!(Draft::read(&again), Some(draft));
    }
}
