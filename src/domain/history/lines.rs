//! How a text of several lines became another: line by line, so that one reads what was written and what was taken out.

use crate::domain::words::count;

/// A line of both texts, or of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// In both.
    Same(&'a str),
    /// In the later one alone.
    Added(&'a str),
    /// In the earlier one alone.
    Removed(&'a str),
}

/// So many comparisons are made at most; of longer texts what lies between the first and the last difference is told whole.
const MOST: usize = 1_000_000;

/// The lines of both texts in their order; what was taken out stands before what came in its place.
pub fn lines<'a>(before: &'a str, after: &'a str) -> Vec<Line<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let left = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(left).take_while(|(a, b)| a == b).count();
    let middle = |lines: &[&'a str]| lines.get(head..lines.len() - tail).unwrap_or_default().to_vec();
    let mut told: Vec<Line<'a>> = old.iter().take(head).copied().map(Line::Same).collect();
    told.extend(between(&middle(&old), &middle(&new)));
    told.extend(old.iter().skip(old.len() - tail).copied().map(Line::Same));
    told
}

/// The same of what begins and ends with a difference: by the longest lines that both have in the same order.
fn between<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    if old.len().saturating_mul(new.len()) > MOST {
        return old.iter().copied().map(Line::Removed).chain(new.iter().copied().map(Line::Added)).collect();
    }
    // How many lines the rests from here on have in common.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let of = |common: &[u32], a: usize, b: usize| common.get(a * width + b).copied().unwrap_or_default();
    for (a, was) in old.iter().enumerate().rev() {
        for (b, is) in new.iter().enumerate().rev() {
            let both = if was == is { of(&common, a + 1, b + 1) + 1 } else { of(&common, a + 1, b).max(of(&common, a, b + 1)) };
            if let Some(place) = common.get_mut(a * width + b) {
                *place = both;
            }
        }
    }
    let (mut a, mut b, mut told) = (0, 0, Vec::new());
    loop {
        match (old.get(a), new.get(b)) {
            (Some(was), Some(is)) if was == is => {
                told.push(Line::Same(was));
                (a, b) = (a + 1, b + 1);
            }
            (Some(was), is) if is.is_none() || of(&common, a + 1, b) >= of(&common, a, b + 1) => {
                told.push(Line::Removed(was));
                a += 1;
            }
            (_, Some(is)) => {
                told.push(Line::Added(is));
                b += 1;
            }
            (_, None) => return told,
        }
    }
}

/// How many lines came and went, in words: `2 lines added, 1 line removed`. Blank ones do not count.
pub fn changed(lines: &[Line<'_>]) -> String {
    let of = |is: fn(&Line<'_>) -> bool| lines.iter().filter(|line| is(line)).count();
    let added = of(|line| matches!(line, Line::Added(text) if !text.trim().is_empty()));
    let removed = of(|line| matches!(line, Line::Removed(text) if !text.trim().is_empty()));
    match (added, removed) {
        (0, 0) => "changed".to_owned(),
        (added, 0) => format!("{} added", count(added, "line")),
        (0, removed) => format!("{} removed", count(removed, "line")),
        (added, removed) => format!("{} added, {} removed", count(added, "line"), count(removed, "line")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Line::{Added, Removed, Same};

    #[test]
    fn what_was_written_and_what_was_taken_out_is_told_line_by_line() {
        let told = lines("Called.\nNo answer.\nNext: Monday", "Called.\nShe was there.\nNext: Monday\nThen the lease");
        assert_eq!(told, [Same("Called."), Removed("No answer."), Added("She was there."), Same("Next: Monday"), Added("Then the lease")]);
        assert_eq!(changed(&told), "2 lines added, 1 line removed");
        assert_eq!(lines("", "a\nb"), [Added("a"), Added("b")]);
        assert_eq!(lines("a\na", "a"), [Same("a"), Removed("a")]);
        assert_eq!(changed(&lines("a", "a\n\n")), "changed");
    }

    #[test]
    fn both_texts_can_be_read_from_it() {
        let texts = ["", "a", "a\nb\nc", "b\nc\na", "c\nb\nx\na\nb", "a\n\nb"];
        for (before, after) in texts.iter().flat_map(|before| texts.map(|after| (*before, after))) {
            let told = lines(before, after);
            let old: Vec<&str> = told.iter().filter_map(|line| if let Added(_) = line { None } else { Some(text(line)) }).collect();
            let new: Vec<&str> = told.iter().filter_map(|line| if let Removed(_) = line { None } else { Some(text(line)) }).collect();
            assert_eq!((old, new), (before.lines().collect(), after.lines().collect()), "{before:?} {after:?}");
        }
    }

    fn text<'a>(line: &Line<'a>) -> &'a str {
        match line {
            Same(text) | Added(text) | Removed(text) => text,
        }
    }
}
