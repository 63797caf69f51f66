//! What is measured: each case gets the window ready, then does one thing many times.

use crate::Failed;
use crate::results::Bar;
use crate::window::{Wheel, Window, key};
use std::time::Duration;

/// How often a key is pressed for a measurement.
pub const KEYS: usize = 240;

/// A program that is started once, and what is measured in its window.
pub struct Desk {
    /// Of the command line.
    pub arguments: &'static [&'static str],
    /// The window's title once it can be used.
    pub title: &'static str,
    /// In their order: each gets itself ready from wherever the one before has left the window.
    pub cases: &'static [Case],
}

/// A thing to measure.
pub struct Case {
    /// What it is, for the table.
    pub name: &'static str,
    /// What must hold.
    pub bar: Bar,
    /// Goes to where it is measured.
    pub ready: fn(&Window) -> Result<(), Failed>,
    /// What is measured.
    pub act: Act,
}

/// How a case is measured.
pub enum Act {
    /// Does something so many times, and says each time how long the last changed pixel took.
    Times(usize, fn(&Window, usize) -> Result<Duration, Failed>),
    /// Lets the window alone until the program is at rest.
    Rest,
    /// Lets the window alone for so long, from when the program is at rest.
    Idle(Duration),
}

/// A key is answered within one frame of a screen with 60 in a second.
const FRAME: Bar = Bar::P99(16.0);
const IDLE: Act = Act::Idle(Duration::from_secs(20));

/// Every case.
pub const DESKS: &[Desk] = &[
    Desk {
        arguments: &["demo"],
        title: "Home · Wayhome",
        cases: &[Case { name: "idle on Home", bar: Bar::Idle(0.5), ready: home, act: IDLE }],
    },
    Desk {
        arguments: &["demo", "--clients", "100000"],
        title: "Home · Wayhome",
        cases: &[
            Case { name: "100 000 clients: from the first frame to rest", bar: Bar::Rest, ready: stay, act: Act::Rest },
            Case { name: "100 000 clients: idle on Home", bar: Bar::Idle(0.5), ready: home, act: IDLE },
            Case { name: "100 000 clients: Down on Home", bar: FRAME, ready: home, act: Act::Times(KEYS, down_and_up) },
            Case {
                name: "100 000 clients: scroll Home",
                bar: Bar::Frames(60.0),
                ready: home_under_the_pointer,
                act: Act::Times(KEYS, scroll),
            },
            Case { name: "100 000 clients: type a search", bar: FRAME, ready: search, act: Act::Times(KEYS, type_and_delete) },
            Case { name: "100 000 clients: Down in the hits", bar: FRAME, ready: hits, act: Act::Times(KEYS, down_between_blinks) },
            Case { name: "100 000 clients: open a client", bar: Bar::P99(50.0), ready: search, act: Act::Times(60, open) },
            Case { name: "100 000 clients: go Home", bar: Bar::P99(50.0), ready: home, act: Act::Times(60, go_home) },
            Case { name: "client information: type", bar: FRAME, ready: correct, act: Act::Times(KEYS, type_letters) },
            Case { name: "client information: Tab", bar: FRAME, ready: stay, act: Act::Times(KEYS, tab) },
            Case { name: "intake, Universal Data: Tab", bar: FRAME, ready: universal, act: Act::Times(KEYS, tab) },
            Case { name: "intake: to the next step and back", bar: Bar::P99(50.0), ready: universal, act: Act::Times(60, next_and_back) },
            Case { name: "idle in a form, caret blinking", bar: Bar::Idle(0.5), ready: caret, act: IDLE },
        ],
    },
    Desk {
        arguments: &["gallery"],
        title: "Widgets · Wayhome",
        cases: &[
            Case { name: "list of 1 000 000: Down", bar: FRAME, ready: million, act: Act::Times(KEYS, down_and_up) },
            Case { name: "list of 1 000 000: PgDn", bar: FRAME, ready: stay, act: Act::Times(KEYS, page_down_and_up) },
            Case { name: "list of 1 000 000: End", bar: FRAME, ready: stay, act: Act::Times(KEYS, end_and_home) },
            Case { name: "list of 1 000 000: scroll", bar: Bar::Frames(60.0), ready: over_million, act: Act::Times(KEYS, scroll) },
        ],
    },
];

fn stay(_: &Window) -> Result<(), Failed> {
    Ok(())
}

fn home(window: &Window) -> Result<(), Failed> {
    // Home takes the keyboard to its list again even where it is on show, so this may change nothing; the title says enough.
    let _ = window.control('h'.into());
    window.title("Home · Wayhome")
}

fn home_under_the_pointer(window: &Window) -> Result<(), Failed> {
    home(window)?;
    under_the_pointer(window)
}

fn under_the_pointer(window: &Window) -> Result<(), Failed> {
    window.point(640, 400)
}

/// In the gallery's table of a million rows: its menu is the third stop, and tables are after eleven other parts.
fn million(window: &Window) -> Result<(), Failed> {
    (0..3).try_for_each(|_| window.key(key::TAB).map(drop))?;
    (0..11).try_for_each(|_| window.key(key::DOWN).map(drop))?;
    window.quiet(Duration::from_millis(200))?;
    over_million(window)?;
    window.click().map(drop)?;
    window.point(1310, 790)?;
    window.key(key::HOME).map(drop)
}

/// Where its rows are, once its part has been gone to.
fn over_million(window: &Window) -> Result<(), Failed> {
    window.point(640, 400)
}

fn search(window: &Window) -> Result<(), Failed> {
    window.point(1310, 790)?;
    home(window)?;
    window.control('k'.into())?;
    window.title("Clients · Wayhome")
}

fn hits(window: &Window) -> Result<(), Failed> {
    search(window)?;
    window.text("ma")
}

/// The first client that a search finds.
fn record(window: &Window) -> Result<(), Failed> {
    hits(window)?;
    window.key(key::RETURN)?;
    window.title("Client · Wayhome")
}

/// The form with the most fields.
fn correct(window: &Window) -> Result<(), Failed> {
    record(window)?;
    // What was typed the last time may be a draft, which opens the form by itself; then this only saves nothing.
    window.key(key::RETURN).map(drop)
}

/// In a field with something typed, so that the caret stands there.
fn caret(window: &Window) -> Result<(), Failed> {
    correct(window)?;
    window.key('a'.into()).map(drop)
}

fn universal(window: &Window) -> Result<(), Failed> {
    record(window)?;
    window.control('n'.into())?;
    window.title("Intake · Wayhome")?;
    window.control(key::RETURN)?;
    window.control(key::RETURN).map(drop)
}

/// A name letter by letter, then back letter by letter: from half of everybody to one.
fn type_and_delete(window: &Window, n: usize) -> Result<Duration, Failed> {
    const NAME: &[u8] = b"maria johnson";
    match n % (2 * NAME.len()) {
        at if at < NAME.len() => window.key(NAME[at].into()),
        _ => window.key(key::BACKSPACE),
    }
}

fn type_letters(window: &Window, n: usize) -> Result<Duration, Failed> {
    match n % 20 {
        at @ 0..10 => window.key(u32::from(b'a') + at as u32),
        _ => window.key(key::BACKSPACE),
    }
}

fn tab(window: &Window, _: usize) -> Result<Duration, Failed> {
    window.key(key::TAB)
}

/// From one page of the intake to the next, and back.
fn next_and_back(window: &Window, n: usize) -> Result<Duration, Failed> {
    if n.is_multiple_of(2) { window.control(key::RETURN) } else { window.control_shift(key::RETURN) }
}

fn down_and_up(window: &Window, n: usize) -> Result<Duration, Failed> {
    window.key(if n % 20 < 10 { key::DOWN } else { key::UP })
}

/// While the search field has a caret: where it blinks, more than itself is drawn anew, and that must not count as the answer.
fn down_between_blinks(window: &Window, n: usize) -> Result<Duration, Failed> {
    window.blink()?;
    down_and_up(window, n)
}

fn page_down_and_up(window: &Window, n: usize) -> Result<Duration, Failed> {
    window.key(if n % 20 < 10 { key::PAGE_DOWN } else { key::PAGE_UP })
}

fn end_and_home(window: &Window, n: usize) -> Result<Duration, Failed> {
    window.key(if n.is_multiple_of(2) { key::END } else { key::HOME })
}

fn scroll(window: &Window, n: usize) -> Result<Duration, Failed> {
    window.wheel(if n % 20 < 10 { Wheel::Down } else { Wheel::Up })
}

/// Another client each time, by the first letter of a name.
fn open(window: &Window, n: usize) -> Result<Duration, Failed> {
    const LETTERS: &[u8] = b"abcdejklmrst";
    window.control('k'.into())?;
    window.key(LETTERS[n % LETTERS.len()].into())?;
    let felt = window.key(key::RETURN)?;
    window.title("Client · Wayhome")?;
    Ok(felt)
}

fn go_home(window: &Window, _: usize) -> Result<Duration, Failed> {
    window.control('k'.into())?;
    window.title("Clients · Wayhome")?;
    window.control('h'.into())
}
