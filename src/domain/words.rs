//! Counted things in a sentence.

use std::fmt::Display;

/// So many of a thing whose plural ends in s: `1 row`, `0 rows`, `2,873 rows`.
pub fn count<N: Display + PartialEq + From<u8>>(n: N, one: &str) -> String {
    let s = if n == N::from(1) { "" } else { "s" };
    format!("{} {one}{s}", number(n))
}

/// A whole number as people write it: `2,873`.
pub fn number<N: Display>(n: N) -> String {
    let text = n.to_string();
    let digits = text.len() - text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let mut grouped = String::new();
    for (at, c) in text.chars().enumerate() {
        let left = text.len() - at;
        if left < digits && left.is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    grouped
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
    fn large_numbers_are_grouped() {
        assert_eq!([0_u64, 999, 1000, 28_730, 1_000_000].map(number), ["0", "999", "1,000", "28,730", "1,000,000"]);
        assert_eq!((number(-1234_i64), count(2873_u64, "row")), ("-1,234".to_owned(), "2,873 rows".to_owned()));
    }

    #[test]
    fn things_in_a_row() {
        assert_eq!([&["a"][..], &["a", "b"], &["a", "b", "c"]].map(list), ["a", "a and b", "a, b and c"]);
    }
}
