//! A small generator of numbers (SplitMix64), so that the same seed tells the same story on every machine and in every version.
//!
//! Not for secrets: keys and identifiers of real records come from the operating system.

/// A sequence of numbers that depends on its seed alone.
pub struct Random(u64);

impl Random {
    /// The sequence of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included; `low` where `high` is less.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        // The remainder is below 2^32 + 1, and the sum at most `high`.
        low + u32::try_from(self.next() % span).unwrap_or_default()
    }

    /// True in so many cases of a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these; the default where there is none.
    pub fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        let last = u32::try_from(from.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let at = self.between(0, last);
        from.get(at as usize).copied().unwrap_or_default()
    }

    /// One of these, as often as its weight says; the last where the weights are all zero. None where there is none.
    pub fn weighted<T: Copy>(&mut self, from: &[(u32, T)]) -> Option<T> {
        let total: u32 = from.iter().map(|(weight, _)| weight).sum();
        let mut left = self.between(1, total.max(1));
        for (weight, value) in from {
            if left <= *weight {
                return Some(*value);
            }
            left -= weight;
        }
        from.last().map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_sequence() {
        // The published first outputs of SplitMix64 for seed 1234567.
        let mut random = Random::new(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn numbers_stay_in_their_range() {
        let mut random = Random::new(7);
        let seen: std::collections::BTreeSet<u32> = (0..200).map(|_| random.between(3, 6)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert_eq!(random.between(9, 2), 9);
        assert_eq!(random.pick::<u32>(&[]), 0);
        assert_eq!(random.weighted(&[(0, 'a'), (5, 'b')]), Some('b'));
    }
}
