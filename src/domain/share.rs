//! Work that is shared among as many threads as there are processors. Where the system gives none, it is done all the same, in turn.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does the work on every part, and gives what became of each, in the order of the parts. Whoever is free takes the next part, so that
/// none waits for another's; where the system gives no more threads, those that there are do it all.
///
/// A panic of the work is one of who asked, and ends the others' work too.
pub fn share<T, R: Send>(parts: impl ExactSizeIterator<Item = T> + Send, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let helpers = thread::available_parallelism().map_or(1, NonZero::get).min(parts.len()).saturating_sub(1);
    let queue = Mutex::new(parts.enumerate());
    let failed = AtomicBool::new(false);
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next().filter(|_| !failed.load(Ordering::Relaxed));
    let one = |(at, part)| {
        let watch = Watch(&failed);
        let result = work(part);
        drop(watch);
        (at, result)
    };
    let take = || std::iter::from_fn(next).map(one).collect::<Vec<_>>();
    let mut done = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, take).ok();
        let helpers: Vec<_> = (0..helpers).map_while(spawn).collect();
        let mut done = take();
        for helper in helpers {
            done.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two pieces of work, at the same time where the system gives a thread for the one that is `beside`.
///
/// A panic of either is one of who asked.
pub fn both<A: Send, B>(beside: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let helper = thread::Builder::new().spawn_scoped(scope, &beside);
        let here = here();
        let beside = helper.map_or_else(|_| beside(), |helper| helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        (beside, here)
    })
}

/// Says that the work failed, where it is dropped by a panic.
struct Watch<'a>(&'a AtomicBool);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.fetch_or(thread::panicking(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_done_once_and_in_order() {
        for count in [0, 1, 2, 1000] {
            assert_eq!(share(0..count, |part: i32| part * 2), (0..count).map(|part| part * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn both_pieces_are_done_once() {
        let count = std::sync::atomic::AtomicU32::new(0);
        let add = |more: u32| {
            count.fetch_add(more, Ordering::Relaxed);
            more
        };
        assert_eq!(both(|| add(1), || add(10)), (1, 10));
        assert_eq!(count.into_inner(), 11);
    }

    #[test]
    #[should_panic(expected = "part 7")]
    fn a_panic_is_one_of_who_asked() {
        share(0..20, |part: i32| assert_ne!(part, 7, "part {part}"));
    }
}
