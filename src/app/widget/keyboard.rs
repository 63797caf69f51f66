//! The root of every view: sees each key before or after the content, moves the focus with Tab, and keeps what has it in view.
//!
//! It is a widget and no subscription, so that shortcuts and Tab also work in the Simulator and in `.ice` scripts, and so that a focused
//! field cannot swallow a command. A key with Ctrl (Cmd) or Alt and a function key come here first; every other key only when the content
//! did not want it, so that Esc closes an open list before it closes the dialog around it, and a letter is a command only while no field
//! has the focus. What goes on from an open list takes the answer that is marked in it first: Tab, and the chords of [`Keyboard::goes_on`].

use super::wrap::{forward, operates};
use super::{Element, focus};
use crate::app::idle::Idle;
use focus::Goal;
use iced::advanced::clipboard::{Clipboard, Kind};
use iced::advanced::renderer::Style;
use iced::advanced::widget::{Tree, Widget, tree};
use iced::advanced::{Layout, Shell};
use iced::keyboard::key::{Named, Physical};
use iced::keyboard::{Event as Keys, Key as Raw, Modifiers};
use iced::time::Instant;
use iced::{Event, Point, Rectangle, Renderer, Theme, mouse, window};
use std::fmt;
use zeroize::Zeroizing;

/// The key of a [`Chord`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The character on the key, in lower case, on the Latin layout.
    Char(char),
    /// A key with a name.
    Named(Named),
}

/// A key with the command keys held down; prints as the user reads it: `Ctrl+Shift+S`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Ctrl; Cmd on macOS.
    pub command: bool,
    /// Shift.
    pub shift: bool,
    /// Alt; Option on macOS.
    pub alt: bool,
}

impl Chord {
    /// A character alone: `r`.
    pub const fn plain(key: char) -> Self {
        Self { key: Key::Char(key.to_ascii_lowercase()), command: false, shift: false, alt: false }
    }

    /// Ctrl (Cmd) and a character: `Ctrl+S`.
    pub const fn command(key: char) -> Self {
        Self { command: true, ..Self::plain(key) }
    }

    /// A key with a name: `Esc`, `F1`.
    pub const fn named(key: Named) -> Self {
        Self { key: Key::Named(key), command: false, shift: false, alt: false }
    }

    /// Ctrl (Cmd) and a key with a name: `Ctrl+Enter`.
    pub const fn command_named(key: Named) -> Self {
        Self { command: true, ..Self::named(key) }
    }

    /// The same with Shift.
    pub const fn shift(self) -> Self {
        Self { shift: true, ..self }
    }

    /// The same with Alt.
    pub const fn alt(self) -> Self {
        Self { alt: true, ..self }
    }

    /// The chord of a key press.
    pub fn of(key: &Raw, physical: Physical, modifiers: Modifiers) -> Option<Self> {
        let key = match key {
            Raw::Named(Named::Space) => Key::Char(' '),
            Raw::Named(named) => Key::Named(*named),
            Raw::Character(text) => {
                let char = key.to_latin(physical).or_else(|| text.chars().next())?;
                Key::Char(char.to_lowercase().next().unwrap_or(char))
            }
            Raw::Unidentified => return None,
        };
        Some(Self { key, command: modifiers.command(), shift: modifiers.shift(), alt: modifiers.alt() })
    }

    /// Looked at before the content sees the key.
    fn comes_first(self) -> bool {
        use Named::{F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12};
        let function = matches!(self.key, Key::Named(F1 | F2 | F3 | F4 | F5 | F6 | F7 | F8 | F9 | F10 | F11 | F12));
        self.command || self.alt || function
    }

    /// Would be typed into a focused field by the toolkit though it is a command: Alt with a character, Ctrl with a digit.
    /// Ctrl+Alt is AltGr on some keyboards and does type; so does Option on macOS.
    fn must_not_be_typed(self) -> bool {
        match self.key {
            Key::Named(_) => false,
            Key::Char(_) if self.command && self.alt => false,
            Key::Char(_) if self.alt => !cfg!(target_os = "macos"),
            Key::Char(char) => self.command && char.is_ascii_digit(),
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let command = if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" };
        for (on, word) in [(self.command, command), (self.alt, "Alt"), (self.shift, "Shift")] {
            if on {
                write!(f, "{word}+")?;
            }
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(char) => write!(f, "{}", char.to_uppercase()),
            Key::Named(Named::Escape) => f.write_str("Esc"),
            Key::Named(Named::ArrowUp) => f.write_str("Up"),
            Key::Named(Named::ArrowDown) => f.write_str("Down"),
            Key::Named(Named::ArrowLeft) => f.write_str("Left"),
            Key::Named(Named::ArrowRight) => f.write_str("Right"),
            Key::Named(Named::PageDown) => f.write_str("PgDn"),
            Key::Named(Named::PageUp) => f.write_str("PgUp"),
            Key::Named(named) => write!(f, "{named:?}"),
        }
    }
}

/// The message of a chord, if it has one.
type OnKey<'a, M> = Box<dyn Fn(&Chord) -> Option<M> + 'a>;

/// The message of a new focus: the id of the control, where it was given one.
type OnFocus<'a, M> = Box<dyn Fn(Option<String>) -> M + 'a>;

/// Where it is noted that somebody does something, and the message of what comes too late.
type Watched<'a, M> = (&'a Idle, fn() -> M);

/// See [`keyboard`].
pub struct Keyboard<'a, M> {
    content: Element<'a, M>,
    on_key: Option<OnKey<'a, M>>,
    goes_on: fn(&Chord) -> bool,
    on_focus: Option<OnFocus<'a, M>>,
    watched: Option<Watched<'a, M>>,
    on_copy: Option<fn(Copied) -> M>,
}

/// A text that a control put into the clipboard. It does not show itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Copied(pub Zeroizing<String>);

impl fmt::Debug for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Copied")
    }
}

/// The clipboard, and what is put into it meanwhile.
struct Seen<'a> {
    clipboard: &'a mut dyn Clipboard,
    copied: Option<Copied>,
}

impl Clipboard for Seen<'_> {
    fn read(&self, kind: Kind) -> Option<String> {
        self.clipboard.read(kind)
    }

    fn write(&mut self, kind: Kind, contents: String) {
        self.copied = Some(Copied(Zeroizing::new(contents.clone())));
        self.clipboard.write(kind, contents);
    }
}

/// The root wrapper of a view.
///
/// Tab and Shift+Tab move the focus around; Enter that nobody wanted goes to the next control, past what is
/// proposed, and presses what leads on.
pub fn keyboard<'a, M>(content: impl Into<Element<'a, M>>) -> Keyboard<'a, M> {
    Keyboard { content: content.into(), on_key: None, goes_on: |_| false, on_focus: None, watched: None, on_copy: None }
}

impl<'a, M> Keyboard<'a, M> {
    /// The message of a chord, if it has one; the key goes no further then.
    pub fn on_key(mut self, on_key: impl Fn(&Chord) -> Option<M> + 'a) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }

    /// The chords that go on from what has the keyboard: they take the answer that is marked in an open list, as Tab does. Any other
    /// command leaves the list as it is, or unanswered.
    pub const fn goes_on(mut self, goes_on: fn(&Chord) -> bool) -> Self {
        self.goes_on = goes_on;
        self
    }

    /// The message of each control that gets the focus from now on, by whatever way. It costs a walk over the content at each frame, so
    /// it is for as long as somebody wants to know.
    pub fn on_focus(mut self, on_focus: impl Fn(Option<String>) -> M + 'a) -> Self {
        self.on_focus = Some(Box::new(on_focus));
        self
    }

    /// Notes there when somebody does something; what comes too late sends this message and goes no further.
    pub const fn watched(mut self, idle: &'a Idle, over: fn() -> M) -> Self {
        self.watched = Some((idle, over));
        self
    }

    /// What is sent when a control puts a text into the clipboard.
    pub const fn on_copy(mut self, message: fn(Copied) -> M) -> Self {
        self.on_copy = Some(message);
        self
    }
}

impl<'a, M: 'a> From<Keyboard<'a, M>> for Element<'a, M> {
    fn from(keyboard: Keyboard<'a, M>) -> Self {
        Element::new(keyboard)
    }
}

/// What is to be done once the next layout is known, and who had the focus.
#[derive(Default)]
struct State {
    /// What has the focus is to be brought into view.
    reveal: bool,
    /// A key took an answer in a list, and goes on: what the answer brought below it is there then, and what it took away is not.
    on: Option<Goal>,
    /// Who had the focus at the last frame, while somebody wants to know.
    watched: Option<Option<String>>,
    /// A key was pressed since the mouse was moved: what its pointer happens to rest on is not gone to, and does not look so.
    rests: bool,
    /// Where the pointer was last.
    at: Option<Point>,
}

impl State {
    /// Notes whether keyboard or mouse was used last; true where that changed. A window may tell of a pointer that did not move.
    fn used(&mut self, event: &Event) -> bool {
        let rested = self.rests;
        match event {
            Event::Keyboard(Keys::KeyPressed { .. }) => self.rests = true,
            Event::Mouse(mouse::Event::CursorMoved { position }) => self.rests &= self.at.replace(*position) == Some(*position),
            Event::Mouse(_) | Event::Touch(_) => self.rests = false,
            _ => {}
        }
        self.rests != rested
    }

    /// The pointer as the content is to see it.
    const fn pointer(&self, cursor: mouse::Cursor) -> mouse::Cursor {
        if self.rests { mouse::Cursor::Unavailable } else { cursor }
    }
}

impl<M> Keyboard<'_, M> {
    /// True where the chord is a command. A key that is held down gives it once: twice, it would go to Finish and write, unread.
    fn offer(&self, chord: Chord, held: bool, shell: &mut Shell<'_, M>) -> bool {
        let message = self.on_key.as_ref().and_then(|on_key| on_key(&chord));
        let taken = message.is_some();
        if let Some(message) = message {
            if !held {
                shell.publish(message);
            }
            shell.capture_event();
        }
        taken
    }
}

impl<M> Widget<M, Theme, Renderer> for Keyboard<'_, M> {
    forward!(M, but draw);

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let cursor = tree.state.downcast_ref::<State>().pointer(cursor);
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    operates!();

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        if let Some((idle, over)) = self.watched
            && idle.event(event)
        {
            shell.publish(over());
            shell.capture_event();
            return;
        }
        let state = tree.state.downcast_mut::<State>();
        if state.used(event) {
            shell.request_redraw();
        }
        let cursor = state.pointer(cursor);
        let mut seen = Seen { clipboard, copied: None };
        self.handle(tree, event, layout, cursor, renderer, &mut seen, shell, viewport);
        if let (Some(copied), Some(on_copy)) = (seen.copied, self.on_copy) {
            shell.publish(on_copy(copied));
        }
    }
}

impl<M> Keyboard<'_, M> {
    #[expect(clippy::too_many_arguments, reason = "those of `update`")]
    fn handle(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let chord = match event {
            Event::Keyboard(Keys::KeyPressed { key, physical_key, modifiers, .. }) => Chord::of(key, *physical_key, *modifiers),
            _ => None,
        };
        let tab = chord.filter(|chord| chord.key == Key::Named(Named::Tab) && !chord.command && !chord.alt);
        let held = matches!(event, Event::Keyboard(Keys::KeyPressed { repeat: true, .. }));
        let content = &mut tree.children[0];
        if self.on_focus.is_some() {
            // Whoever has the focus when the watching begins is known already.
            let state = tree.state.downcast_mut::<State>();
            let now = || focus::focused_id(&mut self.content, content, layout, renderer);
            state.watched.get_or_insert_with(now);
        }
        if let Some(chord) = chord {
            // Whoever types faster than the window draws types into what comes next.
            let state = tree.state.downcast_mut::<State>();
            if let Some(goal) = state.on.take()
                && focus::took(&mut self.content, content, layout, renderer)
            {
                self.go(goal, content, layout, cursor, renderer, clipboard, shell, viewport);
            }
            let goes_on = tab.is_some() || (self.goes_on)(&chord);
            if goes_on && focus::settle(&mut self.content, content, layout, renderer) {
                let now = Event::Window(window::Event::RedrawRequested(Instant::now()));
                self.content.as_widget_mut().update(content, &now, layout, cursor, renderer, clipboard, shell, viewport);
                if tab.is_some() && focus::took(&mut self.content, content, layout, renderer) {
                    tree.state.downcast_mut::<State>().on = Some(direction(chord));
                    shell.capture_event();
                    shell.request_redraw();
                    return;
                }
            }
            if chord.comes_first() && self.offer(chord, held, shell) {
                return;
            }
            if chord.must_not_be_typed() {
                shell.capture_event();
                return;
            }
        }

        if tab.is_none() {
            self.content.as_widget_mut().update(content, event, layout, cursor, renderer, clipboard, shell, viewport);
        }

        let state = tree.state.downcast_mut::<State>();
        if state.reveal && matches!(event, Event::Window(window::Event::RedrawRequested(_))) {
            state.reveal = false;
            focus::go(&mut self.content, content, layout, renderer, Goal::Reveal);
        }
        // Where the answer led elsewhere, the keyboard is there already.
        if matches!(event, Event::Window(window::Event::RedrawRequested(_)))
            && let Some(goal) = state.on.take()
            && focus::took(&mut self.content, content, layout, renderer)
        {
            self.go(goal, content, layout, cursor, renderer, clipboard, shell, viewport);
        }
        if matches!(event, Event::Window(window::Event::RedrawRequested(_))) {
            match &self.on_focus {
                None => state.watched = None,
                Some(on_focus) => {
                    let now = focus::focused_id(&mut self.content, content, layout, renderer);
                    if state.watched.replace(now.clone()).is_some_and(|before| before != now) {
                        shell.publish(on_focus(now));
                    }
                }
            }
        }
        let Some(chord) = chord else { return };
        if shell.is_event_captured() {
            let enter = chord == Chord::named(Named::Enter) && !held;
            state.on = (enter && focus::took(&mut self.content, content, layout, renderer)).then_some(Goal::Past);
            state.reveal = true;
            shell.request_redraw();
            return;
        }
        let goal = match chord {
            chord if tab.is_some() => Some(direction(chord)),
            chord if !chord.comes_first() && self.offer(chord, held, shell) => None,
            chord if chord == Chord::named(Named::Enter) => {
                // Held down it would run through the pages.
                let on = if held { Goal::Next } else { Goal::On };
                focus::focused(&mut self.content, content, layout, renderer).map(|_| on)
            }
            _ => None,
        };
        if let Some(goal) = goal
            && self.go(goal, content, layout, cursor, renderer, clipboard, shell, viewport)
        {
            shell.capture_event();
        }
    }

    /// Moves the keyboard; false where there is nothing to move it to.
    #[expect(clippy::too_many_arguments, reason = "those of `update`, and where to")]
    fn go(
        &mut self,
        goal: Goal,
        content: &mut Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) -> bool {
        let went = focus::go(&mut self.content, content, layout, renderer, goal);
        if went {
            // Controls notice here that they gained or lost the focus, and may say so.
            let now = Event::Window(window::Event::RedrawRequested(Instant::now()));
            self.content.as_widget_mut().update(content, &now, layout, cursor, renderer, clipboard, shell, viewport);
            shell.request_redraw();
        }
        went
    }
}

/// Where Tab goes.
const fn direction(tab: Chord) -> Goal {
    if tab.shift { Goal::Previous } else { Goal::Next }
}
