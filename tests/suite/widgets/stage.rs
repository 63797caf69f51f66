//! Widgets whose view is made anew after every message, as in the program. A message `name=text` is what the field `name` holds.

use super::{headless, press};
use iced::advanced::clipboard::{self, Clipboard};
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation};
use iced::advanced::{InputMethod, input_method};
use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{Event as Keys, Key, Location, Modifiers};
use iced::{Event, Point, Rectangle, Size, Theme, mouse, window};
use iced_test::runtime::user_interface::{Cache, State, UserInterface};
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;
use wayhome::app::access::snapshot::Snapshot;
use wayhome::app::access::walk::{Act, Request, Walk};
use wayhome::app::widget::access::{Ask, Info, Role};
use wayhome::app::widget::{Element, keyboard};

/// What the fields hold.
pub type Values = BTreeMap<String, String>;

pub struct Stage {
    pub values: Values,
    pub said: Vec<String>,
    pub clipboard: String,
    view: fn(&Values) -> Element<'_, String>,
    renderer: iced::Renderer,
    cache: Option<Cache>,
    size: Size,
}

struct Paste(String);

impl Clipboard for Paste {
    fn read(&self, _: clipboard::Kind) -> Option<String> {
        Some(self.0.clone())
    }

    fn write(&mut self, _: clipboard::Kind, contents: String) {
        self.0 = contents;
    }
}

impl Stage {
    pub fn new(size: Size, view: fn(&Values) -> Element<'_, String>) -> Self {
        // The first Simulator of the process loads the fonts.
        drop(super::ui(iced::widget::space()));
        let renderer = headless().unwrap();
        let (values, said, clipboard) = (Values::new(), Vec::new(), String::new());
        let mut stage = Self { values, said, clipboard, view, renderer, cache: Some(Cache::default()), size };
        stage.events(None, &[]);
        stage
    }

    fn events(&mut self, cursor: Option<Point>, events: &[Event]) {
        let cursor = cursor.map_or(mouse::Cursor::Unavailable, mouse::Cursor::Available);
        let frame = || Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
        for event in events.iter().cloned().chain([frame()]) {
            let root: Element<'_, String> = keyboard((self.view)(&self.values)).into();
            let mut ui = UserInterface::build(root, self.size, self.cache.take().unwrap(), &mut self.renderer);
            let (mut said, mut clipboard) = (Vec::new(), Paste(self.clipboard.clone()));
            let _ = ui.update(&[event], cursor, &mut self.renderer, &mut clipboard, &mut said);
            self.cache = Some(ui.into_cache());
            self.clipboard = clipboard.0;
            for message in said {
                if let Some((name, text)) = message.split_once('=') {
                    self.values.insert(name.to_owned(), text.to_owned());
                }
                self.said.push(message);
            }
        }
    }

    /// Keys that come faster than anything is drawn: all of them reach one view.
    pub fn type_at_once(&mut self, text: &str) {
        let key = |c: char| match c {
            '\n' => press(Key::Named(Named::Enter), None, Modifiers::empty()),
            c => press(Key::Character(c.to_string().into()), Some(&c.to_string()), Modifiers::empty()),
        };
        let keys: Vec<Event> = text.chars().map(key).collect();
        let root: Element<'_, String> = keyboard((self.view)(&self.values)).into();
        let mut ui = UserInterface::build(root, self.size, self.cache.take().unwrap(), &mut self.renderer);
        let (mut said, mut clipboard) = (Vec::new(), Paste(String::new()));
        let _ = ui.update(&keys, mouse::Cursor::Unavailable, &mut self.renderer, &mut clipboard, &mut said);
        self.cache = Some(ui.into_cache());
        for (name, text) in said.iter().filter_map(|message| message.split_once('=')) {
            self.values.insert(name.to_owned(), text.to_owned());
        }
        self.frame();
    }

    /// Letters are being put together: whether the window was asked to treat them as a secret, and what of them it is to show.
    pub fn compose(&mut self, letters: &str) -> (bool, Option<String>) {
        let composed = Event::InputMethod(input_method::Event::Preedit(letters.to_owned(), None));
        let root: Element<'_, String> = keyboard((self.view)(&self.values)).into();
        let mut ui = UserInterface::build(root, self.size, self.cache.take().unwrap(), &mut self.renderer);
        let frame = Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
        let (mut said, mut clipboard) = (Vec::new(), Paste(String::new()));
        let (state, _) = ui.update(&[composed, frame], mouse::Cursor::Unavailable, &mut self.renderer, &mut clipboard, &mut said);
        self.cache = Some(ui.into_cache());
        let State::Updated { input_method: InputMethod::Enabled { purpose, preedit, .. }, .. } = state else { panic!("nothing is asked") };
        (purpose == input_method::Purpose::Secure, preedit.map(|preedit| preedit.content))
    }

    pub fn key(&mut self, key: Named) {
        self.events(None, &[press(Key::Named(key), None, Modifiers::empty())]);
    }

    pub fn with(&mut self, modifiers: Modifiers, key: Key) {
        self.events(None, &[press(key, None, modifiers)]);
    }

    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.events(None, &[press(Key::Character(c.to_string().into()), Some(&c.to_string()), Modifiers::empty())]);
        }
    }

    pub fn paste(&mut self, text: &str) {
        self.clipboard = text.to_owned();
        let held = |modifiers| Event::Keyboard(Keys::ModifiersChanged(modifiers));
        self.events(None, &[held(Modifiers::COMMAND)]);
        self.with(Modifiers::COMMAND, Key::Character("v".into()));
        let key = Key::Character("v".into());
        self.events(
            None,
            &[
                Event::Keyboard(Keys::KeyReleased {
                    key: key.clone(),
                    modified_key: key,
                    physical_key: Physical::Unidentified(NativeCode::Unidentified),
                    location: Location::Standard,
                    modifiers: Modifiers::empty(),
                }),
                held(Modifiers::empty()),
            ],
        );
    }

    pub fn click(&mut self, at: Point) {
        let button = mouse::Button::Left;
        let events =
            [mouse::Event::CursorMoved { position: at }, mouse::Event::ButtonPressed(button), mouse::Event::ButtonReleased(button)];
        self.events(Some(at), &events.map(Event::Mouse));
    }

    /// Clicks what is called so.
    pub fn click_on(&mut self, label: &str) {
        let at = self.seen().infos.iter().find(|(info, _)| info.label.as_deref() == Some(label)).map(|(_, place)| place.center());
        self.click(at.unwrap_or_else(|| panic!("no {label:?}")));
    }

    /// The mouse moves there.
    pub fn move_to(&mut self, at: Point) {
        self.events(Some(at), &[Event::Mouse(mouse::Event::CursorMoved { position: at })]);
    }

    /// A key is pressed while the mouse rests there.
    pub fn key_beside(&mut self, at: Point, key: Named) {
        self.events(Some(at), &[press(Key::Named(key), None, Modifiers::empty())]);
    }

    /// What is drawn while the mouse rests there, or is elsewhere.
    pub fn drawn(&mut self, at: Option<Point>) -> Vec<u8> {
        use iced::advanced::renderer::{Headless, Style};
        let cursor = at.map_or(mouse::Cursor::Unavailable, mouse::Cursor::Available);
        let theme = Theme::Light;
        let base = iced::theme::Base::base(&theme);
        let root: Element<'_, String> = keyboard((self.view)(&self.values)).into();
        let mut ui = UserInterface::<String, Theme, iced::Renderer>::build(root, self.size, self.cache.take().unwrap(), &mut self.renderer);
        ui.draw(&mut self.renderer, &theme, &Style { text_color: base.text_color }, cursor);
        self.cache = Some(ui.into_cache());
        self.renderer.screenshot(Size::new(self.size.width as u32, self.size.height as u32), 1.0, base.background_color)
    }

    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// The id of what has the keyboard.
    pub fn focused(&mut self) -> Option<Id> {
        self.seen().focused
    }

    /// What a part says of itself, by what it is called.
    pub fn info(&mut self, label: &str) -> Option<Info> {
        self.seen().infos.into_iter().map(|(info, _)| info).find(|info| info.label.as_deref() == Some(label))
    }

    pub fn shows(&mut self, text: &str) -> bool {
        self.seen().texts.iter().any(|shown| shown == text)
    }

    /// A screen reader asks something of what is called so; the widget hears of it at its next event.
    pub fn ask(&mut self, role: Role, label: &str, ask: Ask) {
        let heard = self.heard();
        let Some(node) = heard.find(role, label) else { panic!("no {label:?} in\n{}", heard.text()) };
        self.operate(&mut Walk::doing(Request { node: node.id, act: Act::Ask(ask) }, Arc::default()));
    }

    /// What a screen reader is told.
    pub fn heard(&mut self) -> Snapshot {
        let mut walk = Walk::new("");
        self.operate(&mut walk);
        walk.snapshot()
    }

    /// The next frame.
    pub fn frame(&mut self) {
        self.events(None, &[]);
    }

    fn operate(&mut self, walk: &mut Walk) {
        let root: Element<'_, String> = keyboard((self.view)(&self.values)).into();
        let mut ui = UserInterface::<String, Theme, iced::Renderer>::build(root, self.size, self.cache.take().unwrap(), &mut self.renderer);
        ui.operate(&self.renderer, walk);
        self.cache = Some(ui.into_cache());
    }

    pub fn seen(&mut self) -> Seen {
        let root: Element<'_, String> = keyboard((self.view)(&self.values)).into();
        let mut ui = UserInterface::<String, Theme, iced::Renderer>::build(root, self.size, self.cache.take().unwrap(), &mut self.renderer);
        let mut seen = Seen::default();
        ui.operate(&self.renderer, &mut iced::advanced::widget::operation::black_box(&mut seen));
        self.cache = Some(ui.into_cache());
        seen
    }
}

#[derive(Default)]
pub struct Seen {
    pub infos: Vec<(Info, Rectangle)>,
    pub texts: Vec<String>,
    pub lines: Vec<String>,
    pub focused: Option<Id>,
}

impl Operation for Seen {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        if let Some(info) = state.downcast_ref::<Info>() {
            self.infos.push((info.clone(), bounds));
        }
    }

    fn focusable(&mut self, id: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused = id.cloned();
        }
    }

    fn text_input(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn iced::advanced::widget::operation::TextInput) {
        self.lines.push(state.text().to_owned());
    }

    fn text(&mut self, _: Option<&Id>, _: Rectangle, text: &str) {
        self.texts.push(text.to_owned());
    }
}
