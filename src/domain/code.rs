//! HUD's code lists: a number, its label, whether it may still be chosen.

use super::hud::{LISTS, YesNo};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A list that code branches on. The enums are generated; an unknown number is kept by the cell, not by the enum.
pub trait Code: Copy + Eq + 'static {
    /// The HUD id of the list.
    const LIST: &'static str;
    /// Every code, in display order.
    const ALL: &'static [Self];
    /// The HUD number.
    fn code(self) -> u32;

    /// The code with this number.
    fn from_code(code: u32) -> Option<Self>;

    /// HUD's label.
    fn label(self) -> &'static str {
        label(Self::LIST, self.code()).unwrap_or_default()
    }

    /// True for a code that stays readable but may not be chosen any more.
    fn retired(self) -> bool {
        list(Self::LIST).iter().any(|c| c.code == self.code() && c.retired)
    }
}

/// A HUD list by its id.
pub struct CodeList {
    /// The HUD id, such as `4.20.2`.
    pub id: &'static str,
    /// Its codes, in display order.
    pub codes: &'static [ListedCode],
}

/// One line of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedCode {
    /// The HUD number.
    pub code: u32,
    /// HUD's label.
    pub label: &'static str,
    /// True where it may not be chosen any more.
    pub retired: bool,
    /// HUD's group, where the list has groups (living situations).
    pub group: &'static str,
}

impl ListedCode {
    /// True for the answers that are none, and are the same in every list: the client does not know, prefers not to answer, or nobody
    /// asked (HUD list 1.8).
    pub fn is_no_answer(&self) -> bool {
        [YesNo::Unknown, YesNo::Refused, YesNo::NotCollected].iter().any(|none| (none.code(), none.label()) == (self.code, self.label))
    }
}

/// The codes of a list, or none where the id is unknown.
pub fn list(id: &str) -> &'static [ListedCode] {
    // Asked for every cell that holds a code.
    static BY_ID: LazyLock<HashMap<&str, &[ListedCode]>> = LazyLock::new(|| LISTS.iter().map(|list| (list.id, list.codes)).collect());
    BY_ID.get(id).copied().unwrap_or_default()
}

/// One code of a list.
pub fn find(id: &str, code: u32) -> Option<&'static ListedCode> {
    list(id).iter().find(|c| c.code == code)
}

/// The label of a code.
pub fn label(id: &str, code: u32) -> Option<&'static str> {
    find(id, code).map(|c| c.label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hud::{EventCode, LengthOfStay, ReferralResult};

    #[test]
    fn eight_is_no_answer_only_where_it_says_so() {
        let none = |id: &str| list(id).iter().filter(|c| c.is_no_answer()).map(|c| c.code).collect::<Vec<_>>();
        assert_eq!(none(YesNo::LIST), [8, 9, 99]);
        assert_eq!(none(LengthOfStay::LIST), [8, 9, 99]);
        assert!(none(EventCode::LIST).is_empty(), "8 is an event");
    }

    #[test]
    fn code_and_number_are_inverse() {
        for code in EventCode::ALL {
            assert_eq!(EventCode::from_code(code.code()), Some(*code));
            assert!(!code.label().is_empty());
        }
        assert_eq!(ReferralResult::from_code(99), None, "R-420-9: there is no 99");
    }

    #[test]
    fn event_17_is_retired() {
        let retired: Vec<u32> = EventCode::ALL.iter().filter(|c| c.retired()).map(|c| c.code()).collect();
        assert_eq!(retired, [17], "R-420-13");
    }
}
