//! The hands on the desk: clicks, keys, texts, and where Tab leads.

use super::*;

impl Desk {
    /// Clicks the control of this id, wherever it is scrolled to.
    pub fn click(&mut self, id: &str) {
        // In a window tall enough to hold the whole page.
        let window = self.window;
        self.window.height = window.height.max(6000.0);
        let seen = self.seen();
        let Some(control) = seen.stops.iter().find(|c| c.id == id) else {
            panic!("no control {id} among {:?}", seen.stops.iter().map(|c| c.id.as_str()).collect::<Vec<_>>())
        };
        let at = control.bounds.center();
        self.events(
            at,
            &[
                Event::Mouse(mouse::Event::CursorMoved { position: at }),
                Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
                Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
            ],
        );
        self.window = window;
    }

    /// Presses the mouse on the control of this id, and holds it down; says where.
    pub fn hold_down(&mut self, id: &str) -> Point {
        let at = self.seen().stops.iter().find(|stop| stop.id == id).expect("a control of this id").bounds.center();
        let pressed =
            [Event::Mouse(mouse::Event::CursorMoved { position: at }), Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))];
        self.events(at, &pressed);
        at
    }

    /// Lets the mouse go there.
    pub fn let_go(&mut self, at: Point) {
        self.events(at, &[Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))]);
    }

    /// Types into whatever has the keyboard.
    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            let key = Key::Character(c.to_string().into());
            self.press(key, Some(&c.to_string()), Modifiers::empty());
        }
    }

    /// Types so fast that the window has drawn nothing of it when the last letter comes: what becomes of them is heard afterwards.
    pub fn type_together(&mut self, text: &str) {
        use iced::keyboard::{Event as Keys, Location, key::NativeCode, key::Physical};
        let pressed = |c: char| {
            let (key, text) = match c {
                '\n' => (Key::Named(Named::Enter), None),
                ' ' => (Key::Named(Named::Space), Some(" ".into())),
                c => (Key::Character(c.to_string().into()), Some(c.to_string().into())),
            };
            Event::Keyboard(Keys::KeyPressed {
                key: key.clone(),
                modified_key: key,
                physical_key: Physical::Unidentified(NativeCode::Unidentified),
                location: Location::Standard,
                modifiers: if c.is_uppercase() { Modifiers::SHIFT } else { Modifiers::empty() },
                text,
                repeat: false,
            })
        };
        let events: Vec<Event> = text.chars().map(pressed).collect();
        self.events(Point::new(-1.0, -1.0), &events);
    }

    /// Presses a key with a name.
    pub fn key(&mut self, key: Named) {
        self.press(Key::Named(key), None, Modifiers::empty());
    }

    /// Holds a key down: it is pressed, and pressed again by being held.
    pub fn hold_key(&mut self, key: Named) {
        self.key(key);
        for _ in 0..3 {
            self.pressed(Key::Named(key), None, Modifiers::empty(), true);
        }
    }

    /// Presses Tab.
    pub fn tab(&mut self) {
        self.key(Named::Tab);
    }

    /// Presses Shift and Tab.
    pub fn back(&mut self) {
        self.press(Key::Named(Named::Tab), None, Modifiers::SHIFT);
    }

    /// So many seconds go by for what passes; after that it is the fixed moment again.
    pub fn wait(&mut self, seconds: u64) {
        WAITED.set(seconds);
        self.send(Message::Tick);
        WAITED.set(0);
    }

    /// Puts away what was said in passing.
    pub fn quiet(&mut self) {
        (0..100).for_each(|toast| self.send(Message::Dismiss(toast)));
    }

    /// Presses Ctrl and a letter.
    pub fn command(&mut self, key: &str) {
        self.press(Key::Character(key.into()), None, Modifiers::COMMAND);
    }

    /// Presses Ctrl, Shift and a letter.
    pub fn command_shift(&mut self, key: &str) {
        self.press(Key::Character(key.into()), None, Modifiers::COMMAND | Modifiers::SHIFT);
    }

    pub fn press(&mut self, key: Key, text: Option<&str>, modifiers: Modifiers) {
        self.pressed(key, text, modifiers, false);
    }

    fn pressed(&mut self, key: Key, text: Option<&str>, modifiers: Modifiers, repeat: bool) {
        use iced::keyboard::{Event as Keys, Location, key::NativeCode, key::Physical};
        let pressed = Keys::KeyPressed {
            key: key.clone(),
            modified_key: key,
            physical_key: Physical::Unidentified(NativeCode::Unidentified),
            location: Location::Standard,
            modifiers,
            text: text.map(Into::into),
            repeat,
        };
        let keys = [Keys::ModifiersChanged(modifiers), pressed, Keys::ModifiersChanged(Modifiers::empty())];
        self.events(Point::new(-1.0, -1.0), &keys.map(Event::Keyboard));
    }

    pub(super) fn events(&mut self, cursor: Point, events: &[Event]) {
        let cursor = if cursor.x < 0.0 { mouse::Cursor::Unavailable } else { mouse::Cursor::Available(cursor) };
        self.batch(cursor, events);
        // A window draws what became of them.
        self.batch(cursor, &[Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()))]);
    }

    fn batch(&mut self, cursor: mouse::Cursor, events: &[Event]) {
        let mut said = Vec::new();
        let mut paste = Paste(self.clipboard.take());
        self.ui(|ui, renderer| {
            for event in events {
                let _ = ui.update(std::slice::from_ref(event), cursor, renderer, &mut paste, &mut said);
            }
        });
        self.clipboard = paste.0;
        said.into_iter().for_each(|message| self.send(message));
    }

    /// The ids that Tab visits, from the first to the last; or those that Shift+Tab visits, from the last to the first.
    ///
    /// # Panics
    /// Where the keyboard comes back to another control than the first, or to nothing at all: it is trapped or lost.
    pub fn walk(&mut self, step: fn(&mut Self)) -> Vec<String> {
        self.operate(Box::new(Unfocus));
        let mut visited = Vec::new();
        loop {
            step(self);
            let Some(id) = self.seen().focused() else {
                assert!(visited.is_empty(), "the keyboard is lost after {visited:?}");
                return visited;
            };
            if visited.first() == Some(&id) {
                return visited;
            }
            assert!(!visited.contains(&id), "the keyboard is trapped: {id} again after {visited:?}");
            visited.push(id);
        }
    }
}

/// What was copied.
struct Paste(Option<String>);

impl iced::advanced::Clipboard for Paste {
    fn read(&self, _: iced::advanced::clipboard::Kind) -> Option<String> {
        self.0.clone()
    }

    fn write(&mut self, _: iced::advanced::clipboard::Kind, contents: String) {
        self.0 = Some(contents);
    }
}
