//! The lines of a record: to which one they belong, in which order they stand, and how they are numbered.

use super::Lines;
use crate::domain::row::Packed;
use std::collections::BTreeSet;

impl Lines {
    /// The column that names the record to which a line belongs.
    pub(super) fn parent(&self) -> u16 {
        self.file.column("AssessmentID").and_then(|at| u16::try_from(at).ok()).unwrap_or_default()
    }

    /// The group of a line; empty where it has none.
    fn group_of<'a>(&self, line: &'a Packed) -> &'a str {
        self.group.map_or("", |group| line.get(group))
    }

    /// The lines by their numbers, those of a group together: many number each group from 1.
    pub(super) fn in_order(&self, mut lines: Vec<Packed>) -> Vec<Packed> {
        lines.sort_by_key(|line| self.order.and_then(|order| line.get(order).parse::<u32>().ok()).unwrap_or(u32::MAX));
        let mut groups: Vec<String> = Vec::new();
        for line in &lines {
            if !groups.iter().any(|group| group == self.group_of(line)) {
                groups.push(self.group_of(line).to_owned());
            }
        }
        lines.sort_by_cached_key(|line| groups.iter().position(|group| group == self.group_of(line)));
        lines
    }
    /// Numbers the lines of each group in which one was added, taken away or moved, from the lowest number that the group had. The other
    /// groups keep the numbers of who wrote them.
    pub(super) fn number(&self, lines: &mut [Packed], kept: &[Packed]) {
        let Some(order) = self.order else { return };
        let mine = |line: &&Packed| line.file() == Some(self.file);
        let groups: BTreeSet<String> = lines.iter().filter(mine).map(|line| self.group_of(line).to_owned()).collect();
        for group in groups {
            let is_in = |line: &&Packed| line.file() == Some(self.file) && self.group_of(line) == group;
            if lines.iter().filter(is_in).map(Packed::key).eq(kept.iter().filter(is_in).map(Packed::key)) {
                continue;
            }
            let first = kept.iter().filter(is_in).filter_map(|line| line.get(order).parse::<u32>().ok()).min().unwrap_or(1);
            for (number, line) in (first..).zip(lines.iter_mut().filter(|line| is_in(&&**line))) {
                line.set(order.column, &number.to_string());
            }
        }
    }
}
