//! The idle clock: since when nobody did anything, and whether the computer slept meanwhile.
//!
//! The root widget sees every key, click and movement and notes the time here, so that activity needs no message. Whether the desk is
//! to be locked is asked at each tick, and at each of those events before it counts: the key that wakes a computer up comes too late.

use crate::world::Moment;
use iced::Event;
use std::cell::Cell;
use std::time::Duration;

/// Minutes after which the desk is locked, to choose from.
pub const MINUTES: [u16; 5] = [5, 10, 15, 20, 30];

/// Where the two clocks differ by so much, the computer slept.
const SLEPT: Duration = Duration::from_secs(60);

/// There is a tick at least once a minute. Where none came for so long, the computer slept, whatever its clocks say.
const SILENT: Duration = Duration::from_secs(180);

/// Since when nobody did anything.
pub struct Idle {
    moment: fn() -> Moment,
    limit: Cell<Duration>,
    /// When somebody did something last.
    active: Cell<Moment>,
    /// When it was looked here last.
    looked: Cell<Moment>,
    /// It was over once: whatever comes after that comes too late.
    over: Cell<bool>,
}

impl Idle {
    /// Begins now.
    pub fn new(moment: fn() -> Moment) -> Self {
        let now = moment();
        Self { moment, limit: Cell::new(minutes(15)), active: Cell::new(now), looked: Cell::new(now), over: Cell::new(false) }
    }

    /// Begins anew: the desk was opened.
    pub fn begin(&self) {
        let now = (self.moment)();
        self.active.set(now);
        self.looked.set(now);
        self.over.set(false);
    }

    /// After so many minutes it is over.
    pub fn set_limit(&self, limit: u16) {
        self.limit.set(minutes(limit));
    }

    /// An event came. True where it came too late: the desk is to be locked, and the event goes no further.
    pub fn event(&self, event: &Event) -> bool {
        if !matches!(event, Event::Keyboard(_) | Event::Mouse(_) | Event::Touch(_) | Event::InputMethod(_)) {
            return false;
        }
        let over = self.is_over();
        if !over {
            self.active.set(self.looked.get());
        }
        over
    }

    /// Somebody did something that is no event, through a screen reader.
    pub fn touch(&self) {
        self.active.set(self.looked.get());
    }

    /// Whether nobody did anything for too long, or the computer slept.
    pub fn is_over(&self) -> bool {
        let (now, before) = ((self.moment)(), self.looked.get());
        self.looked.set(now);
        let (awake, wall) = (now.awake.saturating_sub(before.awake), now.wall.saturating_sub(before.wall));
        let slept = awake > SILENT || wall.saturating_sub(awake) > SLEPT;
        let over = slept || now.awake.saturating_sub(self.active.get().awake) >= self.limit.get();
        self.over.set(self.over.get() || over);
        self.over.get()
    }

    /// How long it takes until it is over, if nobody does anything.
    pub fn left(&self) -> Duration {
        self.limit.get().saturating_sub((self.moment)().awake.saturating_sub(self.active.get().awake))
    }

    /// This moment, as far as the computer was awake.
    pub fn now(&self) -> Duration {
        (self.moment)().awake
    }
}

fn minutes(count: u16) -> Duration {
    Duration::from_secs(u64::from(count) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::mouse;

    thread_local! {
        static NOW: Cell<Moment> = const { Cell::new(Moment { awake: Duration::from_secs(5000), wall: Duration::from_secs(5000) }) };
    }

    fn later(awake: u64, wall: u64) {
        let Moment { awake: a, wall: w } = NOW.get();
        NOW.set(Moment { awake: a + Duration::from_secs(awake), wall: w + Duration::from_secs(wall) });
    }

    fn idle() -> Idle {
        let idle = Idle::new(|| NOW.get());
        idle.set_limit(5);
        idle
    }

    /// The ticks of so many seconds.
    fn ticks(idle: &Idle, seconds: u64) -> bool {
        (0..seconds / 60).any(|_| {
            later(60, 60);
            idle.is_over()
        })
    }

    const MOVED: Event = Event::Mouse(mouse::Event::CursorEntered);

    #[test]
    fn it_is_over_after_its_minutes_and_any_movement_begins_them_anew() {
        let idle = idle();
        assert!(!ticks(&idle, 240));
        assert_eq!(idle.left(), Duration::from_secs(60));
        assert!(!idle.event(&MOVED));
        assert_eq!(idle.left(), Duration::from_secs(300));
        assert!(!idle.event(&Event::Window(iced::window::Event::Focused)));
        assert!(!ticks(&idle, 240));
        assert!(ticks(&idle, 60));
    }

    #[test]
    fn what_comes_too_late_does_not_count() {
        let idle = idle();
        assert!(!ticks(&idle, 240));
        later(61, 61);
        assert!(idle.event(&MOVED), "before the tick");
        assert!(idle.event(&MOVED) && idle.is_over(), "and the next one no more");
        idle.begin();
        assert!(!idle.event(&MOVED));
    }

    #[test]
    fn a_computer_that_slept_wakes_up_locked() {
        for (awake, wall) in [(10, 3600), (3600, 3600)] {
            let idle = idle();
            later(awake, wall);
            assert!(idle.event(&MOVED), "by the first movement");
            idle.begin();
            later(awake, wall);
            assert!(idle.is_over() && idle.is_over(), "or by a tick");
        }
        // A clock that is put right, either way.
        let idle = idle();
        later(60, 90);
        assert!(!idle.is_over());
        later(60, 0);
        assert!(!idle.is_over());
    }
}
