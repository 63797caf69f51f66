//! How far a long piece of work is, and whether somebody called it off: a handle that is passed down with the work and counted up in it.
//!
//! Counting is cheap enough for every row. Whoever works asks at each step, and leaves nothing behind where it was called off; from
//! [`seal`](Progress::seal) on it cannot be called off any more.

use super::chart::Chart;
use super::folder::Charts;
use super::id::ClientId;
use super::row::Row;
use super::stays::Stays;
use super::words::{count, number};
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It waits for its turn.
    Waiting,
    /// Rows of a file are read.
    Reading,
    /// Clients of a file are compared with those here.
    Comparing,
    /// Clients are fetched from the records.
    Gathering,
    /// The rules go through the clients.
    Checking,
    /// Clients are written to a file.
    Writing,
    /// It is brought to the disk; it cannot be called off any more.
    Saving,
}

const STAGES: [Stage; 7] =
    [Stage::Waiting, Stage::Reading, Stage::Comparing, Stage::Gathering, Stage::Checking, Stage::Writing, Stage::Saving];

/// It was called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("It was cancelled, and everything is as it was before.")]
pub struct Cancelled;

/// See the module. Clones share what they count.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    stage: AtomicU8,
    done: AtomicU64,
    all: AtomicU64,
    state: AtomicU8,
    /// For tests: it calls itself off after so many questions.
    limit: Option<AtomicU64>,
}

const RUNNING: u8 = 0;
const CANCELLED: u8 = 1;
const SEALED: u8 = 2;

impl Progress {
    /// One that calls itself off when it is asked for the `n`th time, for tests.
    #[doc(hidden)]
    pub fn off_at(n: u64) -> Self {
        Self(Arc::new(Inner { limit: Some(AtomicU64::new(n)), ..Inner::default() }))
    }

    /// A stage begins, of so many steps; 0 where nobody knows how many.
    ///
    /// # Errors
    /// Where it was called off.
    pub fn begin(&self, stage: Stage, all: usize) -> Result<(), Cancelled> {
        self.0.stage.store(stage as u8, Ordering::Relaxed);
        self.0.done.store(0, Ordering::Relaxed);
        self.0.all.store(all as u64, Ordering::Relaxed);
        self.ask()
    }

    /// The stage has so many steps more than was known when it began.
    pub fn expect(&self, more: usize) {
        self.0.all.fetch_add(more as u64, Ordering::Relaxed);
    }

    /// One step is done.
    ///
    /// # Errors
    /// Where it was called off.
    pub fn step(&self) -> Result<(), Cancelled> {
        self.steps(1)
    }

    /// So many steps are done, or about to be: counting each of a million by itself costs, since other threads look on; asking does not.
    ///
    /// # Errors
    /// Where it was called off.
    pub fn steps(&self, count: usize) -> Result<(), Cancelled> {
        self.0.done.fetch_add(count as u64, Ordering::Relaxed);
        self.ask()
    }

    /// Whether to go on.
    ///
    /// # Errors
    /// Where it was called off.
    pub fn ask(&self) -> Result<(), Cancelled> {
        let at_its_end = |limit: &AtomicU64| limit.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err();
        if self.0.limit.as_ref().is_some_and(at_its_end) {
            self.cancel();
        }
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// True once it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.0.state.load(Ordering::Acquire) == CANCELLED
    }

    /// True once it cannot be called off any more.
    pub fn is_sealed(&self) -> bool {
        self.0.state.load(Ordering::Acquire) == SEALED
    }

    /// Calls it off. False where it is too late.
    pub fn cancel(&self) -> bool {
        let state = self.0.state.compare_exchange(RUNNING, CANCELLED, Ordering::AcqRel, Ordering::Acquire);
        !matches!(state, Err(SEALED))
    }

    /// From here on it is brought to the disk, all of it: it cannot be called off any more.
    ///
    /// # Errors
    /// Where it was called off before.
    pub fn seal(&self) -> Result<(), Cancelled> {
        let state = self.0.state.compare_exchange(RUNNING, SEALED, Ordering::AcqRel, Ordering::Acquire);
        if state == Err(CANCELLED) {
            return Err(Cancelled);
        }
        self.0.stage.store(Stage::Saving as u8, Ordering::Relaxed);
        Ok(())
    }

    /// So many steps are done, of so many; none of the second while nobody knows.
    pub fn count(&self) -> (u64, Option<u64>) {
        let (all, done) = (self.0.all.load(Ordering::Relaxed), self.0.done.load(Ordering::Relaxed));
        (done, (all > 0).then_some(all))
    }

    /// What is being done and how far it is: `Reading: 12,000 rows`, `Checking: 40 of 500 clients`.
    pub fn words(&self) -> String {
        let stage = STAGES.get(usize::from(self.0.stage.load(Ordering::Relaxed))).copied().unwrap_or(Stage::Waiting);
        let (all, done) = (self.0.all.load(Ordering::Relaxed), self.0.done.load(Ordering::Relaxed));
        let (what, of) = match stage {
            Stage::Waiting => return String::new(),
            Stage::Reading => ("Reading", "row"),
            Stage::Comparing => ("Comparing", "client"),
            Stage::Gathering => ("Gathering", "client"),
            Stage::Checking => ("Checking", "client"),
            Stage::Writing => ("Writing", "client"),
            Stage::Saving => return "Saving; it cannot be cancelled any more".to_owned(),
        };
        match all {
            0 => format!("{what}: {}", count(done, of)),
            all => format!("{what}: {} of {}", number(done.min(all)), count(all, of)),
        }
    }
}

/// Charts that are counted while a check goes through them. Once it was called off they are empty, so that it comes to its end at once, and
/// whoever asked for it throws away what it says.
pub struct Watched<'a, C: Charts + ?Sized>(pub &'a C, pub &'a Progress);

impl<C: Charts + ?Sized> Charts for Watched<'_, C> {
    fn count(&self) -> usize {
        self.0.count()
    }
    fn client(&self, at: usize) -> Option<ClientId> {
        self.0.client(at)
    }
    fn chart(&self, at: usize) -> Cow<'_, Chart> {
        if self.1.step().is_ok() { self.0.chart(at) } else { Cow::default() }
    }
    fn judged(&self, at: usize) -> Cow<'_, Chart> {
        if self.1.step().is_ok() { self.0.judged(at) } else { Cow::default() }
    }
    fn stays(&self, at: usize) -> Stays {
        if self.1.is_cancelled() { Stays::default() } else { self.0.stays(at) }
    }
    fn rows(&self, at: usize) -> Box<dyn Iterator<Item = &dyn Row> + '_> {
        if self.1.is_cancelled() { Box::new(std::iter::empty()) } else { self.0.rows(at) }
    }
    fn suspects(&self, at: usize) -> Box<dyn Iterator<Item = &dyn Row> + '_> {
        if self.1.is_cancelled() { Box::new(std::iter::empty()) } else { self.0.suspects(at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_far_it_is() {
        let progress = Progress::default();
        assert_eq!(progress.words(), "", "it waits for its turn");
        assert_eq!(progress.begin(Stage::Reading, 0).and_then(|()| progress.step()), Ok(()));
        assert_eq!(progress.words(), "Reading: 1 row");
        assert_eq!(progress.begin(Stage::Checking, 1200).and_then(|()| progress.step()), Ok(()));
        assert_eq!(progress.words(), "Checking: 1 of 1,200 clients");
    }

    #[test]
    fn it_is_called_off_or_sealed_and_never_both() {
        let off = Progress::default();
        assert!(off.cancel() && off.cancel());
        assert_eq!((off.step(), off.seal(), off.is_sealed()), (Err(Cancelled), Err(Cancelled), false));
        let sealed = Progress::default();
        assert_eq!(sealed.seal(), Ok(()));
        assert!(!sealed.cancel() && !sealed.is_cancelled());
        assert_eq!((sealed.step(), sealed.seal()), (Ok(()), Ok(())));
        assert!(sealed.words().contains("cannot be cancelled"));
    }
}
