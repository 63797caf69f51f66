//! Counted things in a sentence.

use std::fmt::Display;

/// So many of a thing whose plural ends in s: `1 row`, `0 rows`, `12 rows`.
pub fn count<N: Display + PartialEq + From<u8>>(n: N, one: &str) -> String {
    let s = if n == N::from(1) { "" } else { "s" };
    format!("{n} {one}{s}")
}

/// A span of seconds in words: `1 second`, `90 seconds`, `2 minutes`.
pub fn span(seconds: u64) -> String {
    if seconds > 90 { count(seconds.div_ceil(60), "minute") } else { count(seconds, "second") }
}

/// The verb that goes with so many: `1 row was`, `2 rows were`.
pub fn were<N: PartialEq + From<u8>>(n: N) -> &'static str {
    if n == N::from(1) { "was" } else { "were" }
}

/// Things in a row: `a`, `a and b`, `a, b and c`.
pub fn list(things: &[&str]) -> String {
    match things {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0_u64, 1, 2].map(|n| count(n, "row")), ["0 rows", "1 row", "2 rows"]);
        assert_eq!((count(1_usize, "day"), count(-1_i64, "day")), ("1 day".to_owned(), "-1 days".to_owned()));
        assert_eq!([0_u64, 1, 2].map(were), ["were", "was", "were"]);
    }

    #[test]
    fn things_in_a_row() {
        assert_eq!([&["a"][..], &["a", "b"], &["a", "b", "c"]].map(list), ["a", "a and b", "a, b and c"]);
    }
}
