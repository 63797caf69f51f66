//! From the threads of clients to the desk: what they ask for, as messages, and no more of them than somebody can mean.

use super::Signal;
use super::walk::{Act, Request};
use crate::app::widget::access::Ask;
use iced::futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use iced::futures::{Stream, StreamExt, stream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many requests may wait; what comes beyond is left out.
const MOST: usize = 256;
/// The longest text that is taken, bytes: more than any field of HUD's holds.
const LONGEST: usize = 64 * 1024;

/// So long nothing is said again of too many: a client that asks without end comes in waves.
const PAUSE: Duration = Duration::from_secs(60);

/// Made before the window is, since the toolkit begins to listen to it before that.
static CHANNEL: LazyLock<Channel> = LazyLock::new(|| {
    let (sender, receiver) = unbounded();
    Channel { sender, receiver: Mutex::new(Some(receiver)), waiting: AtomicUsize::new(0), said: Mutex::new(None) }
});

struct Channel {
    sender: UnboundedSender<Signal>,
    receiver: Mutex<Option<UnboundedReceiver<Signal>>>,
    waiting: AtomicUsize,
    /// When it was said last that there are too many.
    said: Mutex<Option<Instant>>,
}

/// Hands a signal to the desk.
pub(super) fn send(signal: Signal) {
    CHANNEL.send(signal);
}

/// Everything that is handed over, from now on; once.
pub(super) fn signals() -> impl Stream<Item = Signal> {
    let receiver = CHANNEL.receiver.lock().unwrap_or_else(PoisonError::into_inner).take();
    stream::iter(receiver).flatten().map(|signal| {
        CHANNEL.took();
        signal
    })
}

impl Channel {
    fn send(&self, signal: Signal) -> bool {
        if let Signal::Asked(Request { act: Act::Ask(Ask::SetText(text)), .. }) = &signal
            && text.len() > LONGEST
        {
            tracing::warn!("a screen reader's text of {} bytes was left out: no field holds so much", text.len());
            return false;
        }
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= MOST {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            if self.is_news(Instant::now()) {
                tracing::warn!("more than {MOST} requests of a screen reader wait; those beyond are left out");
            }
            return false;
        }
        self.sender.unbounded_send(signal).is_ok()
    }

    /// True where nothing was said of too many for a while; from now on it was.
    fn is_news(&self, now: Instant) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let news = said.is_none_or(|last| now.duration_since(last) >= PAUSE);
        if news {
            *said = Some(now);
        }
        news
    }

    fn took(&self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::NodeId;
    use super::*;

    fn channel() -> Channel {
        let (sender, receiver) = unbounded();
        Channel { sender, receiver: Mutex::new(Some(receiver)), waiting: AtomicUsize::new(0), said: Mutex::new(None) }
    }

    fn asked(ask: Ask) -> Signal {
        Signal::Asked(Request { node: NodeId(7), act: Act::Ask(ask) })
    }

    #[test]
    fn a_thousand_requests_at_once_are_so_many_as_somebody_can_mean() {
        let channel = channel();
        let taken = (0..1000).filter(|_| channel.send(asked(Ask::Activate))).count();
        assert_eq!(taken, MOST);
        (0..MOST).for_each(|_| channel.took());
        assert!(channel.send(asked(Ask::Activate)), "the next one is heard");
    }

    #[test]
    fn too_many_requests_in_waves_are_said_once_in_a_while() {
        let (channel, now) = (channel(), Instant::now());
        assert!(channel.is_news(now));
        assert!((0..100).all(|wave| !channel.is_news(now + PAUSE * wave / 100)));
        assert!(channel.is_news(now + PAUSE));
    }

    #[test]
    fn a_text_of_a_megabyte_is_left_out() {
        let channel = channel();
        assert!(!channel.send(asked(Ask::SetText("x".repeat(1 << 20)))));
        assert!(channel.send(asked(Ask::SetText("x".repeat(1 << 10)))));
    }

    #[test]
    fn what_was_typed_is_not_in_what_a_request_says_of_itself() {
        assert!(!format!("{:?}", asked(Ask::SetText("Herrera".to_owned()))).contains("Herrera"));
    }
}
