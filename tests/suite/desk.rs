//! The whole program without a window: its view laid out and operated, its tasks really run, on a store in a temporary folder.
//!
//! Used by `screens`, `walks` and `pictures`. Unlike the Simulator it keeps the focus from one message to the next, and unlike the Emulator
//! it lets a test hold an answer back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hands;
mod people;
mod seen;
mod shown;

use iced::advanced::widget::operation::{Focusable, Operation, Outcome};
use iced::advanced::widget::{Id, operation};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::{Event, Pixels, Point, Rectangle, Size, Task, Theme, mouse, window};
use iced_test::core::renderer::{Headless, Style};
use iced_test::futures::futures::StreamExt;
use iced_test::runtime::user_interface::{Cache, UserInterface};
use iced_test::runtime::{Action, clipboard, task};
use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use wayhome::app::access::snapshot::Snapshot;
use wayhome::app::access::walk::Walk;
use wayhome::app::perform::{Ledger, Opened};
use wayhome::app::preset::{self, fixed_clock};
use wayhome::app::services::{Dialogs, Services};
use wayhome::app::shortcut::Command;
use wayhome::app::{App, Boot, Message, font};
use wayhome::domain::directory::Directory;
use wayhome::domain::{Agency, Chart, Instant, Text};
use wayhome::store::{Cost, Place, Store};
use wayhome::world::Moment;

pub use people::{People, records, writes_in_a_mistake};
pub use seen::{Seen, Stop};
pub use shown::Shown;

/// The program, at work.
pub struct Desk {
    pub app: App,
    pub folder: TempDir,
    pub charts: Vec<Chart>,
    pub agency: Agency,
    runtime: Runtime,
    renderer: iced::Renderer,
    cache: Option<Cache>,
    window: Size,
    exited: bool,
    /// A task changed a control after the last message: no window would show it.
    undrawn: bool,
    pub clipboard: Option<String>,
    /// Prints every message as it shows itself.
    pub traced: bool,
}

thread_local! {
    /// The clocks of idleness and sleep: a test's own, since each runs in a thread of its own.
    static MOMENT: Cell<Moment> = const { Cell::new(Moment { awake: Duration::from_secs(100), wall: Duration::from_secs(100) }) };
}

thread_local! {
    /// So many seconds after the fixed moment it is, while a test waits.
    static WAITED: Cell<u64> = const { Cell::new(0) };
}

/// So many seconds go by; `asleep` of them while the computer sleeps.
pub fn later(awake: u64, asleep: u64) {
    let Moment { awake: a, wall } = MOMENT.get();
    MOMENT.set(Moment { awake: a + Duration::from_secs(awake), wall: wall + Duration::from_secs(awake + asleep) });
}

fn clock() -> Instant {
    fixed_clock() + Duration::from_secs(WAITED.get())
}

/// The folder in which the desk proposes files: one that no machine has, so that pictures are alike. What is joined to it is on no system
/// parted by another sign.
pub fn documents() -> PathBuf {
    PathBuf::from("/home/mai/Documents/")
}

pub const SIZE: Size = Size::new(1280.0, 800.0);

impl Desk {
    /// At work, at Home, with these people; the guide is put away.
    pub fn with(people: People) -> Self {
        let mut desk = Self::guided(people);
        desk.send(Message::Command(Command::Guide));
        desk
    }

    /// The same with the guide beside the page.
    pub fn guided(people: People) -> Self {
        Self::of(records(people))
    }

    /// At work with typical people who all bear this name.
    pub fn marked(name: &str) -> Self {
        let (agency, mut charts) = records(People::Typical);
        for chart in &mut charts {
            chart.client.first_name = Text::new(name);
            chart.client.last_name = Text::new(name);
        }
        Self::of((agency, charts))
    }

    /// At work with typical people, on a store that can be read but refuses every save, as when its disk failed.
    pub fn stuck() -> Self {
        let (agency, charts) = records(People::Typical);
        let folder = TempDir::new().unwrap();
        let place = Place { data: folder.path().join("records"), anchor: None };
        let opened = preset::fill(&place, &agency, &charts, fixed_clock()).unwrap();
        // A job that fails in the middle of something is such a reason.
        let failed = opened.handle.call(|_: &mut Store| panic!("on purpose"));
        assert!(iced_test::futures::futures::executor::block_on(failed).is_err());
        Self::boot(folder, Some(opened), charts)
    }

    /// At work with typical people, in one of whose mistakes somebody wrote here, so that it is no longer the HMIS's alone.
    pub fn mistaken() -> Self {
        let mut desk = Self::worked(records(People::Typical), |store| writes_in_a_mistake(store, fixed_clock()));
        desk.send(Message::Command(Command::Guide));
        desk
    }

    /// At work with these people.
    pub fn of((agency, charts): (Agency, Vec<Chart>)) -> Self {
        let folder = TempDir::new().unwrap();
        let place = place(&folder);
        let opened = preset::fill(&place, &agency, &charts, fixed_clock()).unwrap();
        Self { agency, ..Self::boot(folder, Some(opened), charts) }
    }

    /// At work with these people, of whom the HMIS told, once this was done here.
    pub fn worked((agency, charts): (Agency, Vec<Chart>), work: impl FnOnce(&mut Store) + Send + 'static) -> Self {
        let folder = TempDir::new().unwrap();
        let opened = preset::fill(&place(&folder), &agency, &charts, fixed_clock()).unwrap();
        let worked = opened.handle.call(move |store: &mut Store| {
            work(store);
            let directory = Directory::new(store.roll().unwrap());
            let ledger = Ledger::of(store, &directory).unwrap();
            ledger.judge_by(std::sync::Arc::new(store.agency().unwrap()));
            (ledger, std::sync::Arc::new(directory))
        });
        let (ledger, directory) = iced_test::futures::futures::executor::block_on(worked).unwrap();
        Self { agency, ..Self::boot(folder, Some(Opened { ledger, directory, ..opened }), charts) }
    }

    /// Before the desk, with no records yet.
    pub fn new() -> Self {
        Self::boot(TempDir::new().unwrap(), None, Vec::new())
    }

    /// The program started once more on the same records.
    pub fn again(self) -> Self {
        let Self { app, folder, charts, .. } = self;
        drop(app);
        Self::boot(folder, None, charts)
    }

    fn boot(folder: TempDir, opened: Option<Opened>, charts: Vec<Chart>) -> Self {
        static FONTS: Once = Once::new();
        FONTS.call_once(|| {
            let mut system = iced_test::renderer::graphics::text::font_system().write().unwrap();
            font::ALL.iter().for_each(|font| system.load_font((*font).into()));
        });
        let runtime = Runtime::new().unwrap();
        let renderer =
            iced_test::futures::futures::executor::block_on(<iced::Renderer as Headless>::new(font::REGULAR, Pixels(14.0), None));
        let place = place(&folder);
        let services = Services { place, cost: || Cost::WEAK, clock, documents, moment: || MOMENT.get(), dialogs: Dialogs::scripted([]) };
        let (app, task) = App::new(Boot { services, opened: std::sync::Arc::new(std::sync::Mutex::new(opened)), demo: true });
        let mut desk = Self {
            app,
            folder,
            charts,
            agency: Agency::default(),
            runtime,
            renderer: renderer.unwrap(),
            cache: Some(Cache::default()),
            window: SIZE,
            exited: false,
            undrawn: false,
            clipboard: None,
            traced: false,
        };
        desk.follow(task);
        desk
    }

    /// Where its records are.
    pub fn place(&self) -> Place {
        place(&self.folder)
    }

    /// Opens what is locked with the passphrase of all desks here.
    pub fn unlock(&mut self) {
        assert!(self.shows("Open your desk"), "it is locked");
        self.click("passphrase");
        self.type_text(preset::PASSPHRASE);
        self.key(Named::Enter);
    }

    /// A window of so many pixels; the text scale comes from the desk.
    pub fn resize(&mut self, window: Size) {
        self.window = window;
    }

    /// The size in which the view is laid out.
    pub fn size(&self) -> Size {
        Size::new(self.window.width / self.app.scale(), self.window.height / self.app.scale())
    }

    /// True once the program ended itself.
    pub fn exited(&self) -> bool {
        self.exited
    }

    /// A message and everything that follows from it.
    pub fn send(&mut self, message: Message) {
        let answers = self.hold(message);
        answers.into_iter().for_each(|answer| self.send(answer));
        assert!(!self.undrawn, "the keyboard or the page was moved, and no message has the window drawn");
    }

    /// A message; the answers of its tasks are handed out instead of being delivered.
    pub fn hold(&mut self, message: Message) -> Vec<Message> {
        if self.traced {
            eprintln!("{message:?}");
        }
        let task = {
            let _inside = self.runtime.enter();
            self.app.update(message)
        };
        self.run(task)
    }

    fn follow(&mut self, task: Task<Message>) {
        self.run(task).into_iter().for_each(|answer| self.send(answer));
    }

    fn run(&mut self, task: Task<Message>) -> Vec<Message> {
        let mut answers = Vec::new();
        let Some(mut stream) = task::into_stream(task) else { return answers };
        while let Some(action) = self.runtime.block_on(stream.next()) {
            match action {
                Action::Output(message) => {
                    self.undrawn = false;
                    answers.push(message);
                }
                Action::Widget(operation) => {
                    self.undrawn = true;
                    self.operate(operation);
                }
                Action::Exit => self.exited = true,
                Action::Clipboard(clipboard::Action::Read { channel, .. }) => {
                    let _ = channel.send(self.clipboard.clone());
                }
                Action::Clipboard(clipboard::Action::Write { contents, .. }) => self.clipboard = Some(contents),
                _ => {}
            }
        }
        answers
    }

    fn ui<R>(&mut self, work: impl FnOnce(&mut UserInterface<'_, Message, Theme, iced::Renderer>, &mut iced::Renderer) -> R) -> R {
        let size = self.size();
        let mut ui = UserInterface::build(self.app.view(), size, self.cache.take().unwrap(), &mut self.renderer);
        let done = work(&mut ui, &mut self.renderer);
        self.cache = Some(ui.into_cache());
        done
    }

    fn operate(&mut self, operation: Box<dyn Operation>) {
        self.ui(|ui, renderer| {
            let mut next = Some(operation);
            while let Some(mut current) = next.take() {
                ui.operate(renderer, &mut current);
                if let Outcome::Chain(chained) = current.finish() {
                    next = Some(chained);
                }
            }
        });
    }

    /// Everything on the screen.
    pub fn seen(&mut self) -> Seen {
        let mut seen = Seen::default();
        self.ui(|ui, renderer| ui.operate(renderer, &mut operation::black_box(&mut seen)));
        seen
    }

    /// What a screen reader is told.
    pub fn heard(&mut self) -> Snapshot {
        let mut walk = Walk::new(self.app.title());
        self.ui(|ui, renderer| ui.operate(renderer, &mut walk));
        walk.snapshot()
    }

    /// The next frame, and what follows from it.
    pub fn frame(&mut self) {
        self.events(Point::new(-1.0, -1.0), &[]);
    }

    /// True where this text stands on the screen, whole.
    pub fn shows(&mut self, text: &str) -> bool {
        self.seen().texts.iter().any(|(shown, _)| shown == text)
    }

    /// The picture of the whole window, one pixel for each, in RGBA.
    pub fn picture(&mut self) -> Vec<u8> {
        let theme = self.app.theme();
        let (width, height) = (self.window.width as u32, self.window.height as u32);
        let scale = self.app.scale();
        let base = iced::theme::Base::base(&theme);
        self.operate(Box::new(Unfocus));
        self.ui(|ui, renderer| {
            let frame = Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
            let _ = ui.update(&[frame], mouse::Cursor::Unavailable, renderer, &mut iced_test::core::clipboard::Null, &mut Vec::new());
            ui.draw(renderer, &theme, &Style { text_color: base.text_color }, mouse::Cursor::Unavailable);
            renderer.screenshot(Size::new(width, height), scale, base.background_color)
        })
    }
}

/// Where the records of a desk are.
fn place(folder: &TempDir) -> Place {
    Place { data: folder.path().join("records"), anchor: Some(folder.path().join("config")) }
}

/// Takes the keyboard from everything.
struct Unfocus;

impl Operation for Unfocus {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        state.unfocus();
    }
}
