//! What one try of a passphrase costs, and how much of it this computer bears.

use crate::store::error::Error;
use crate::store::seal::Key;
use argon2::{Algorithm, Argon2, Params, Version};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// What one try of a passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// So long a try should take; never shorter than the first, hardly longer than the second.
const WANTED: Duration = Duration::from_millis(750);
const SHORT: Duration = Duration::from_millis(500);

/// Memory is chosen in steps of so many KiB.
const STEP: u32 = 16 << 10;

/// More passes than this are not asked for, however fast the computer is.
const MOST_PASSES: u32 = 16;

impl Cost {
    /// About 0.7 s on two cores.
    pub const STRONG: Self = Self { memory: 256 << 10, passes: 3, lanes: 1 };
    /// The least that a real store may have.
    pub const FLOOR: Self = Self { memory: 64 << 10, passes: 3, lanes: 1 };
    /// For tests and the demonstration with invented people. Never raised.
    pub const WEAK: Self = Self { memory: 8, passes: 1, lanes: 1 };

    /// What takes this computer 0.5 to 1 s: more memory first, up to that of [`STRONG`](Self::STRONG), then more passes; never less
    /// than [`FLOOR`](Self::FLOOR), however long that takes.
    pub fn calibrated() -> Self {
        // The shorter of two: whatever else runs meanwhile can only make one longer.
        let tries = [(), ()].map(|()| {
            let start = Instant::now();
            derive(Self::FLOOR, &[0; 16], b"calibration").map(|_| start.elapsed())
        });
        tries.into_iter().flatten().min().map_or(Self::FLOOR, |took| Self::FLOOR.fitting(took))
    }

    /// This, or the other one where that is more work.
    pub fn at_least(self, other: Self) -> Self {
        let work = |cost: Self| u64::from(cost.memory) * u64::from(cost.passes);
        if work(self) < work(other) { other } else { self }
    }

    /// A cost for a computer on which this one takes so long.
    fn fitting(self, took: Duration) -> Self {
        // Argon2's time grows with memory times passes.
        let each = took.as_secs_f64().max(0.000_1) / (f64::from(self.memory) * f64::from(self.passes));
        let units = WANTED.as_secs_f64() / each;
        let steps = (units / f64::from(Self::FLOOR.passes) / f64::from(STEP)).floor();
        // A float that does not fit becomes the largest number that does.
        let memory = (steps as u32).saturating_mul(STEP).clamp(Self::FLOOR.memory, Self::STRONG.memory);
        let passes = ((units / f64::from(memory)) as u32).clamp(Self::FLOOR.passes, MOST_PASSES);
        Self { memory, passes, lanes: 1 }
    }

    /// What a store should cost from now on, where a try at this cost took so long here: none where this is right. It is only ever
    /// raised: on a slow day, or a slower computer, it stays.
    pub(super) fn raised(self, took: Duration) -> Option<Self> {
        let low = self.memory < Self::FLOOR.memory || self.passes < Self::FLOOR.passes;
        let wanted = match () {
            () if self == Self::WEAK => return None,
            () if took < SHORT => self.fitting(took),
            () if low => Self { memory: self.memory.max(Self::FLOOR.memory), passes: self.passes.max(Self::FLOOR.passes), ..self },
            () => return None,
        };
        let grows = wanted.memory >= self.memory && wanted.passes >= self.passes && wanted != self;
        grows.then_some(wanted)
    }

    /// Bounds, so that a forged header cannot ask for all memory.
    pub(super) fn bearable(self) -> bool {
        self.memory <= 4 << 20 && (1..=64).contains(&self.passes) && (1..=16).contains(&self.lanes)
    }
}

/// The key that a passphrase makes.
pub(super) fn derive(cost: Cost, salt: &[u8; 16], passphrase: &[u8]) -> Result<Key, Error> {
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(|_| Error::NoKey)?;
    let mut key = Zeroizing::new([0; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(passphrase, salt, &mut *key).map_err(|_| Error::NoKey)?;
    Ok(Key::new(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// How long a cost takes on a computer that does the floor in so long.
    fn time(cost: Cost, floor: Duration) -> Duration {
        let units = |cost: Cost| f64::from(cost.memory) * f64::from(cost.passes);
        floor.mul_f64(units(cost) / units(Cost::FLOOR))
    }

    #[test]
    fn a_try_takes_half_a_second_to_one_on_fast_and_slow_computers() {
        for floor in (36..=900).step_by(3).map(ms) {
            let cost = Cost::FLOOR.fitting(floor);
            let took = time(cost, floor);
            let slow = cost == Cost::FLOOR && floor > ms(500);
            assert!(slow || (ms(500)..=ms(1000)).contains(&took), "{floor:?}: {cost:?} takes {took:?}");
            assert!(cost.memory >= Cost::FLOOR.memory && cost.passes >= Cost::FLOOR.passes && cost.bearable());
        }
        assert_eq!(Cost::FLOOR.fitting(ms(0)).passes, MOST_PASSES, "a computer of the future");
        assert_eq!(Cost::FLOOR.fitting(ms(60_000)), Cost::FLOOR, "never below the floor");
        assert_eq!(Cost::FLOOR.fitting(ms(180)), Cost::STRONG);
    }

    #[test]
    fn a_cost_is_raised_where_the_computer_bears_more_and_never_lowered() {
        assert_eq!(Cost::FLOOR.raised(ms(180)), Some(Cost::STRONG));
        assert_eq!(Cost::STRONG.raised(ms(720)), None, "right as it is");
        assert_eq!(Cost::STRONG.raised(ms(9000)), None, "a slow day");
        let low = Cost { memory: 32 << 10, passes: 2, lanes: 1 };
        assert_eq!(low.raised(ms(900)), Some(Cost::FLOOR), "the floor has risen");
        assert_eq!(Cost::WEAK.raised(ms(0)), None);
        assert_eq!((Cost::FLOOR.at_least(Cost::STRONG), Cost::STRONG.at_least(Cost::FLOOR)), (Cost::STRONG, Cost::STRONG));
        // What was raised is right the next time.
        for floor in (40..=900).step_by(7).map(ms) {
            let cost = Cost::FLOOR.raised(floor).unwrap_or(Cost::FLOOR);
            assert_eq!(cost.raised(time(cost, floor)), None, "{floor:?}: {cost:?}");
        }
    }
}
