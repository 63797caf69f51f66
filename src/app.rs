//! The desk: the shell that lends a context to its screens and performs what they ask.
//!
//! *Message in, state changed, one plain [`Action`] out* is the contract of every screen. The shell routes messages to the screen
//! on show, turns its action into a task ([`perform`]), and owns what all screens share: the session with the open store, the
//! toasts, the settings sidebar. Only a session owns the store's handle, so locking is dropping it.

pub mod access;
pub mod action;
pub mod aside;
pub mod backups;
pub mod begun;
mod clip;
pub mod context;
pub mod desk;
mod emblem;
pub mod font;
pub mod form;
pub mod gallery;
pub mod guide;
pub mod icon;
pub mod idle;
mod message;
pub mod onward;
pub mod perform;
pub mod preset;
pub mod report;
pub mod screen;
pub mod services;
pub mod session;
pub mod shortcut;
mod stage;
pub mod theme;
pub mod toast;
pub mod view;
pub mod widget;

use crate::domain::Instant;
use crate::store;
use clip::Clip;
use iced::{Size, Subscription, Task, Theme, system, window};
use idle::Idle;
pub use message::Message;
use perform::{Held, Opened};
use screen::recovery::Recovery;
use screen::unlock::Unlock;
use services::Services;
use session::{Rest, Session};
use shortcut::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use widget::Chord;

/// A piece of a view.
pub type Element<'a, M> = iced::Element<'a, M, Theme, iced::Renderer>;

/// The window as it opens first, px.
const WINDOW: Size = Size::new(1280.0, 800.0);
/// The height of a window's frame and of the bar that most systems keep on the screen, px.
const BARS: f32 = 72.0;

/// So often is looked at the time: seldom, since an idle desk should cost nothing.
const MINUTE: Duration = Duration::from_secs(60);
/// And so often while something on the screen goes with it.
const SECOND: Duration = Duration::from_secs(1);
/// And so often while it says how far a piece of work is.
const GLANCE: Duration = Duration::from_millis(200);

/// The whole program.
pub struct App {
    services: Services,
    stage: Stage,
    look: Option<theme::Look>,
    scale: u16,
    /// True where the system shows its windows dark.
    dark: bool,
    now: Instant,
    demo: bool,
    /// Since when nobody did anything.
    idle: Idle,
    /// A desk that was locked: it is out of sight, and closes once what is on its way is done.
    leaving: Option<Box<Session>>,
    /// What the locked desk leaves to the next one.
    rest: Rest,
    /// What was typed before the lock and could not be written.
    held: Option<Held>,
    /// How far the wish to close the window is, while a locked desk closes or holds something.
    closing: Closing,
    clip: Clip,
    /// The window closes as soon as nothing of ours is in the clipboard.
    exiting: bool,
}

/// The wish to close the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    No,
    /// As soon as the desk that was locked is closed.
    Waiting,
    /// It was said that something would be lost; asked again, the window closes.
    Warned,
}

/// How far the program is.
enum Stage {
    /// No store is open.
    Locked(Box<Unlock>),
    /// The store cannot be opened as usual: somebody must decide.
    Broken(Box<Recovery>),
    /// At work.
    Ready(Box<Session>),
}

/// How to begin. Cloned at each boot, so it holds no open thing that cannot be shared.
#[derive(Clone)]
pub struct Boot {
    /// The world.
    pub services: Services,
    /// A store that is open already, as in the demo and in tests. It is handed over once: who boots takes it, so that locking closes
    /// it for good.
    pub opened: Arc<Mutex<Option<Opened>>>,
    /// True for synthetic people in a throw-away store.
    pub demo: bool,
}

/// True where the window fits on a screen with its frame and the system's own bar. Otherwise it takes the whole screen, so that none of
/// it lies below the edge.
fn has_room(screen: Size) -> bool {
    screen.width >= WINDOW.width && screen.height >= WINDOW.height + BARS
}

/// What moves the keyboard or the page, and has the window drawn then. The toolkit draws what follows from a message, and not what a task
/// does to a control later: without this the ring would be where it was until something else happens.
fn moved(task: Task<Message>) -> Task<Message> {
    task.chain(Task::done(Message::Moved))
}

/// The program as iced runs it; tests drive the same one.
pub fn application(boot: Boot) -> iced::Application<impl iced::Program<State = App, Message = Message, Theme = Theme>> {
    iced::application(move || App::new(boot.clone()), App::update, App::view)
        .title(App::title)
        .theme(App::theme)
        .subscription(App::subscription)
        .scale_factor(App::scale)
        .presets(preset::all())
        .settings(font::settings())
        .window(window::Settings {
            size: WINDOW,
            min_size: Some((800.0, 600.0).into()),
            exit_on_close_request: false,
            // Until screen readers can find it.
            visible: false,
            icon: emblem::emblem(),
            ..window::Settings::default()
        })
}

impl App {
    /// Boots: at the lock, or at work where a store is open already.
    pub fn new(boot: Boot) -> (Self, Task<Message>) {
        let now = (boot.services.clock)();
        let exists = store::Store::exists(&boot.services.place);
        let unlock = Unlock::new(exists, boot.demo, (boot.services.documents)());
        let focus = moved(widget::focus::focus(unlock.first()));
        let idle = Idle::new(boot.services.moment);
        let mut app = Self {
            services: boot.services,
            stage: Stage::Locked(Box::new(unlock)),
            look: None,
            scale: 100,
            dark: false,
            now,
            demo: boot.demo,
            idle,
            leaving: None,
            rest: Rest::default(),
            held: None,
            closing: Closing::No,
            clip: Clip::default(),
            exiting: false,
        };
        app.watch_pause();
        let opened = boot.opened.lock().ok().and_then(|mut opened| opened.take());
        let task = match opened {
            Some(opened) => app.begin(opened),
            None => focus,
        };
        (app, task)
    }

    /// What happened, and what follows.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        self.now = (self.services.clock)();
        match (message, &mut self.stage) {
            (Message::Moved, _) => Task::none(),
            (Message::Shown(id), _) => {
                let screen = window::monitor_size(id).map(move |size| Message::Screen(id, size));
                access::show(id).chain(Task::batch([system::theme().map(Message::System), screen]))
            }
            (Message::Access(access::Signal::Listening), _) => Task::none(),
            (Message::Access(access::Signal::Left), _) => {
                access::forget();
                Task::none()
            }
            // Too late, as a key would be: the desk is locked.
            (Message::Access(_), Stage::Ready(_) | Stage::Broken(_)) if self.idle.is_over() => self.tick(),
            (Message::Access(access::Signal::Asked(request)), _) => moved(access::perform(request).map(Message::Access)),
            (Message::Access(access::Signal::Meant), _) => {
                self.idle.touch();
                Task::none()
            }
            (Message::Screen(id, Some(screen)), _) if !has_room(screen) => window::maximize(id, true),
            (Message::Screen(..), _) => Task::none(),
            (Message::System(mode), _) => {
                self.dark = mode == iced::theme::Mode::Dark;
                Task::none()
            }
            (Message::Copied(copied), _) => {
                self.clip.copied(&copied.0, self.idle.now());
                Task::none()
            }
            (Message::Clipboard(found), _) => {
                let emptied = self.clip.empty(found);
                if self.exiting { emptied.chain(iced::exit()) } else { emptied }
            }
            (Message::Tick, _) => self.tick(),
            (Message::Exit, _) => {
                self.exiting = true;
                if self.clip.left(self.idle.now()).is_some() { self.clip.look() } else { iced::exit() }
            }
            (message, Stage::Ready(session)) => {
                let was_open = !session.desk().privacy;
                let answer = session.update(message, self.now, &self.services);
                if was_open && session.desk().privacy {
                    access::hide();
                }
                self.follow(answer)
            }
            (Message::Unlock(message), Stage::Locked(unlock)) => {
                let failed = matches!(message, screen::unlock::Message::Failed(_));
                let action = unlock.update(message);
                if failed {
                    self.watch_pause();
                }
                self.before_the_desk(action)
            }
            (Message::Recovery(message), Stage::Broken(recovery)) => {
                let action = recovery.update(message, self.now);
                self.before_the_desk(action)
            }
            // The recovery asked for the same as the lock.
            (Message::Unlock(screen::unlock::Message::Failed(failure)), Stage::Broken(recovery)) => {
                let action = recovery.update(screen::recovery::Message::Failed(screen::recovery::Part::Open, failure), self.now);
                self.before_the_desk(action)
            }
            (Message::Command(command), Stage::Broken(recovery)) => {
                let action = recovery.command(command);
                self.before_the_desk(action)
            }
            (Message::Broken(obstacle, secret), Stage::Locked(_) | Stage::Broken(_)) => {
                self.recover(Recovery::new(*obstacle, secret, &(self.services.documents)(), self.now.date()))
            }
            (Message::Opened(opened), Stage::Locked(_) | Stage::Broken(_)) => self.begin(*opened),
            (Message::Closed(held), Stage::Locked(unlock)) => {
                let action = unlock.closed(held.clone());
                let all_kept = held.is_none();
                self.held = held.filter(Held::is_kept);
                if self.closing == Closing::Waiting && all_kept {
                    return Task::done(Message::Exit);
                }
                self.closing = Closing::No;
                self.before_the_desk(action)
            }
            (Message::Close, Stage::Locked(unlock)) => match self.closing {
                _ if self.leaving.is_some() || unlock.is_closing() => {
                    self.closing = Closing::Waiting;
                    Task::none()
                }
                Closing::No | Closing::Waiting if self.held.is_some() => {
                    unlock.warn();
                    self.closing = Closing::Warned;
                    Task::none()
                }
                _ => Task::done(Message::Exit),
            },
            // Answers to the desk that was just locked.
            (message, Stage::Locked(_)) => {
                let task = self.leaving.as_mut().map_or_else(Task::none, |session| session.late(message, self.now, &self.services));
                Task::batch([task, self.leave()])
            }
            (Message::Close, Stage::Broken(recovery)) if self.held.is_some() && self.closing != Closing::Warned => {
                recovery.warn();
                self.closing = Closing::Warned;
                Task::none()
            }
            (Message::Close, Stage::Broken(_)) => Task::done(Message::Exit),
            (_, Stage::Broken(_)) => Task::none(),
        }
    }

    /// Time went by, or somebody came back too late.
    fn tick(&mut self) -> Task<Message> {
        let clip = if self.clip.is_over(self.idle.now()) { self.clip.look() } else { Task::none() };
        let over = self.idle.is_over();
        let task = match &mut self.stage {
            Stage::Locked(_) => {
                self.watch_pause();
                Task::none()
            }
            // It holds what was typed to open the records.
            Stage::Broken(recovery) if over && !recovery.is_busy() => self.lock_again(),
            Stage::Broken(_) => Task::none(),
            Stage::Ready(session) => {
                let message = if over { Message::Command(Command::Lock) } else { Message::Tick };
                let answer = session.update(message, self.now, &self.services);
                self.follow(answer)
            }
        };
        Task::batch([clip, task])
    }

    /// What is on screen.
    pub fn view(&self) -> Element<'_, Message> {
        let root = match &self.stage {
            Stage::Locked(unlock) => widget::keyboard(unlock.view().map(Message::Unlock)),
            Stage::Broken(recovery) => {
                widget::keyboard(recovery.view(self.now).map(Message::Recovery)).watched(&self.idle, || Message::Tick)
            }
            Stage::Ready(session) => widget::keyboard(view::desk(session, self.now)).watched(&self.idle, || Message::Tick),
        };
        let reading = matches!(&self.stage, Stage::Ready(session) if session.aside.page().is_some());
        let root = root.on_key(|chord| self.on_key(chord)).goes_on(shortcut::goes_on).on_copy(Message::Copied);
        let root = if reading { root.on_focus(|control| Message::Aside(aside::Message::Moved(control))) } else { root };
        access::heard(root, self.title(), self.scale())
    }

    /// What a key means that no control wanted: a command, or the letter that takes back what was just done.
    fn on_key(&self, chord: &Chord) -> Option<Message> {
        let undo = || match &self.stage {
            Stage::Ready(session) if *chord == shortcut::UNDO && session.settings.is_none() => session.toasts.undo().map(Message::TakeBack),
            _ => None,
        };
        shortcut::command(chord).map(Message::Command).or_else(undo)
    }

    /// The window's title. It never names a client.
    pub fn title(&self) -> String {
        match &self.stage {
            Stage::Locked(_) => "Wayhome".to_owned(),
            Stage::Broken(recovery) => format!("{} · Wayhome", recovery.title()),
            Stage::Ready(session) => format!("{} · Wayhome", session.title()),
        }
    }

    /// Light, dark or high contrast, as the user chose, or as the system does where it tells.
    pub fn theme(&self) -> Theme {
        let system = if self.dark { theme::Look::Dark } else { theme::Look::Light };
        theme::theme(self.look.unwrap_or(system))
    }

    /// The text scale.
    pub fn scale(&self) -> f32 {
        f32::from(self.scale) / 100.0
    }

    /// Things that go on by themselves: the wish to close; toasts that end; the day that changes; the system's look.
    pub fn subscription(&self) -> Subscription<Message> {
        let every = match &self.stage {
            Stage::Ready(session) if session.is_watched() => GLANCE,
            Stage::Ready(session) if session.toasts.any_passing() => SECOND,
            Stage::Ready(_) | Stage::Broken(_) => self.idle.left().clamp(SECOND, MINUTE),
            Stage::Locked(unlock) if unlock.is_paused() => SECOND,
            Stage::Locked(_) => MINUTE,
        };
        let every = self.clip.left(self.idle.now()).map_or(every, |left| left.clamp(SECOND, every));
        Subscription::batch([
            window::open_events().map(Message::Shown),
            system::theme_changes().map(Message::System),
            window::close_requests().map(|_| Message::Close),
            iced::time::every(every).map(|_| Message::Tick),
            access::signals().map(Message::Access),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_takes_the_whole_of_a_small_screen() {
        for (width, height, fits) in [(1280.0, 800.0, false), (1366.0, 768.0, false), (1440.0, 900.0, true), (1920.0, 1080.0, true)] {
            assert_eq!(has_room(Size::new(width, height)), fits, "{width} x {height}");
        }
    }
}
