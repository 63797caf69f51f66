//! The desk: the shell that lends a context to its screens and performs what they ask.
//!
//! *Message in, state changed, one plain [`Action`] out* is the contract of every screen. The shell routes messages to the screen
//! on show, turns its action into a task ([`perform`]), and owns what all screens share: the session with the open store, the
//! toasts, the settings sidebar. Only a session owns the store's handle, so locking is dropping it.

pub mod action;
pub mod aside;
pub mod backups;
pub mod context;
pub mod desk;
pub mod font;
pub mod form;
pub mod gallery;
pub mod guide;
pub mod icon;
pub mod perform;
pub mod preset;
pub mod report;
pub mod screen;
pub mod services;
pub mod session;
pub mod shortcut;
pub mod theme;
pub mod toast;
pub mod view;
pub mod widget;

use crate::domain::Instant;
use crate::store;
use action::{Action, Consent, Destination, Failure, Recover};
use iced::{Size, Subscription, Task, Theme, system, window};
use perform::{Imported, Loaded, Opened, Saved};
use screen::recovery::Recovery;
use screen::unlock::{Secret, Unlock};
use services::Services;
use session::Session;
use shortcut::Command;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A piece of a view.
pub type Element<'a, M> = iced::Element<'a, M, Theme, iced::Renderer>;

/// The window as it opens first, px.
const WINDOW: Size = Size::new(1280.0, 800.0);

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
}

/// How far the program is.
enum Stage {
    /// No store is open.
    Locked(Unlock),
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

/// Everything that can happen.
#[derive(Debug, Clone)]
pub enum Message {
    /// A shortcut.
    Command(Command),
    /// Before the desk.
    Unlock(screen::unlock::Message),
    /// Where the store cannot be opened as usual.
    Recovery(screen::recovery::Message),
    /// The store cannot be opened as usual with this secret.
    Broken(Box<store::Obstacle>, Secret),
    /// In the sidebar.
    Settings(screen::settings::Message),
    /// On Home.
    Home(screen::home::Message),
    /// On Clients.
    Clients(screen::clients::Message),
    /// In a record.
    Client(screen::client::Message),
    /// In an intake.
    Intake(screen::intake::Message),
    /// On Exchange.
    Exchange(screen::exchange::Message),
    /// In Help.
    Help(screen::help::Message),
    /// In the panel at the right.
    Aside(aside::Message),
    /// A problem report is written, or not.
    Reported(Result<PathBuf, Failure>),
    /// The window has this size, px at the text scale.
    Window(Size),
    /// Go somewhere.
    Go(Destination),
    /// Show or put away the sidebar.
    Sidebar(bool),
    /// A store was opened.
    Opened(Box<Opened>),
    /// A save of this visit came back.
    Saved(u64, Result<Saved, Failure>),
    /// A draft was kept, or not.
    Kept(Result<(), Failure>),
    /// Charts and drafts that this visit asked for.
    Loaded(u64, Result<Loaded, Failure>),
    /// An import came back.
    Imported(Result<Imported, Failure>),
    /// An export came back.
    Exported(Result<screen::exchange::Outcome, Failure>),
    /// A backup was made and proved, or not.
    BackedUp(Result<store::Made, store::Error>),
    /// A second place for backups was chosen or given up, or not.
    Second(Result<Option<store::Second>, store::Error>),
    /// Make a backup now.
    BackUp,
    /// The store of a locked desk is closed.
    Closed,
    /// A notice was understood.
    Forget(usize),
    /// A toast was put away.
    Dismiss(u64),
    /// Time goes by.
    Tick,
    /// The window is there.
    Shown,
    /// The system shows its windows so.
    System(iced::theme::Mode),
    /// The window is asked to close.
    Close,
    /// What must be kept is kept: close.
    Exit,
}

/// The program as iced runs it; tests drive the same one.
pub fn application(boot: Boot) -> iced::Application<impl iced::Program<State = App, Message = Message, Theme = Theme>> {
    iced::application(move || App::new(boot.clone()), App::update, App::view)
        .title(App::title)
        .theme(App::theme)
        .subscription(App::subscription)
        .scale_factor(App::scale)
        .presets(preset::all())
        .settings(iced::Settings {
            id: Some("wayhome".to_owned()),
            fonts: font::ALL.iter().map(|f| (*f).into()).collect(),
            default_font: font::REGULAR,
            default_text_size: theme::text::BODY.into(),
            ..iced::Settings::default()
        })
        .window(window::Settings {
            size: WINDOW,
            min_size: Some((800.0, 600.0).into()),
            exit_on_close_request: false,
            ..window::Settings::default()
        })
}

impl App {
    /// Boots: at the lock, or at work where a store is open already.
    pub fn new(boot: Boot) -> (Self, Task<Message>) {
        let now = (boot.services.clock)();
        let exists = store::Store::exists(&boot.services.place);
        let unlock = Unlock::new(exists, boot.demo);
        let focus = widget::focus::focus(unlock.first());
        let mut app =
            Self { services: boot.services, stage: Stage::Locked(unlock), look: None, scale: 100, dark: false, now, demo: boot.demo };
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
            (Message::Shown, _) => system::theme().map(Message::System),
            (Message::System(mode), _) => {
                self.dark = mode == iced::theme::Mode::Dark;
                Task::none()
            }
            (Message::Unlock(message), Stage::Locked(unlock)) => {
                let action = unlock.update(message);
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
                self.recover(Recovery::new(*obstacle, secret, self.now.date()))
            }
            (Message::Opened(opened), Stage::Locked(_) | Stage::Broken(_)) => self.begin(*opened),
            (Message::Closed, Stage::Locked(unlock)) => {
                unlock.closed();
                Task::none()
            }
            (Message::Close, Stage::Locked(_) | Stage::Broken(_)) | (Message::Exit, _) => iced::exit(),
            (Message::Tick, Stage::Locked(_)) => Task::none(),
            (message, Stage::Ready(session)) => {
                let answer = session.update(message, self.now, &self.services);
                (self.look, self.scale) = (session.desk().look, session.desk().scale);
                match answer {
                    session::Answer::Work(task) => task,
                    session::Answer::Lock(task) => {
                        let unlock = Unlock::closing(self.demo);
                        let focus = widget::focus::focus(unlock.first());
                        self.stage = Stage::Locked(unlock);
                        Task::batch([task, focus])
                    }
                }
            }
            (_, Stage::Locked(_) | Stage::Broken(_)) => Task::none(),
        }
    }

    fn before_the_desk(&mut self, action: Action) -> Task<Message> {
        match action {
            Action::Unlock(secret) => perform::unlock(&self.services, secret, Consent::Ask),
            Action::Recover(Recover::Begin) => self.recover(Recovery::fresh(self.now.date())),
            Action::Recover(Recover::Back) => self.lock_again(),
            Action::Recover(Recover::Open(secret, consent)) => perform::unlock(&self.services, secret, consent),
            Action::Recover(Recover::Restore(secret, folder, as_of)) => perform::restore(&self.services, secret, folder, as_of),
            Action::Recover(Recover::Export(secret, path)) => perform::export_readable(&self.services, secret, path),
            Action::Recover(Recover::Report(path, text)) => perform::report_on(path, text),
            Action::BrowseFolder => {
                perform::browse_folder(&self.services, |path, at_once| Message::Recovery(screen::recovery::Message::Chosen(path, at_once)))
            }
            Action::Create(fresh) => perform::create(&self.services, fresh),
            Action::Focus(id) => widget::focus::focus(id),
            _ => Task::none(),
        }
    }

    fn recover(&mut self, recovery: Recovery) -> Task<Message> {
        let focus = widget::focus::focus(recovery.first());
        self.stage = Stage::Broken(Box::new(recovery));
        focus
    }

    fn lock_again(&mut self) -> Task<Message> {
        let unlock = Unlock::new(store::Store::exists(&self.services.place), self.demo);
        let focus = widget::focus::focus(unlock.first());
        self.stage = Stage::Locked(unlock);
        focus
    }

    fn begin(&mut self, opened: Opened) -> Task<Message> {
        let (session, task) = Session::new(opened, self.demo, (self.services.documents)(), self.now);
        (self.look, self.scale) = (session.desk().look, session.desk().scale);
        self.stage = Stage::Ready(Box::new(session));
        task
    }

    /// What is on screen.
    pub fn view(&self) -> Element<'_, Message> {
        let content = match &self.stage {
            Stage::Locked(unlock) => unlock.view().map(Message::Unlock),
            Stage::Broken(recovery) => recovery.view(self.now).map(Message::Recovery),
            Stage::Ready(session) => view::desk(session, self.now),
        };
        let root = widget::keyboard(content).on_key(|chord| shortcut::command(chord).map(Message::Command));
        let reading = matches!(&self.stage, Stage::Ready(session) if session.aside.page().is_some());
        if reading { root.on_focus(|control| Message::Aside(aside::Message::Moved(control))).into() } else { root.into() }
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
        let toasts = matches!(&self.stage, Stage::Ready(session) if session.toasts.any_passing());
        let every = Duration::from_secs(if toasts { 1 } else { 60 });
        Subscription::batch([
            window::open_events().map(|_| Message::Shown),
            system::theme_changes().map(Message::System),
            window::close_requests().map(|_| Message::Close),
            iced::time::every(every).map(|_| Message::Tick),
        ])
    }
}
