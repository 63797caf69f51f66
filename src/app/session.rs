//! A session: an open store, what the desk knows of it, and the screen on show. Dropping it locks the desk.

mod act;
mod answers;
mod backup;
mod command;
pub mod discard;
mod go;
mod help;
mod keys;
mod leave;
pub mod place;

use super::action::{Action, Destination, Failure, Wish};
use super::aside::Aside;
use super::backups::Backups;
use super::begun::{Since, Whose};
use super::context::{Context, Room};
use super::desk::Desk;
use super::guide::Followed;
use super::perform::{self, Keys, Ledger, Opened, Prepared};
use super::report::Trail;
use super::screen::{Screen, clients, exchange, home, settings};
use super::services::Services;
use super::shortcut::Command;
use super::toast::Toasts;
use super::{Message, moved, widget};
use crate::domain::coc::Cocs;
use crate::domain::directory::Directory;
use crate::domain::intake::Owing;
use crate::domain::merge::Written;
use crate::domain::{Agency, Chart, ClientId, Instant};
use crate::store::{Handle, Profile, Stop};
use crate::transfer::{Ahead, Exports};
use crate::world;
use answers::Deed;
use discard::Discarded;
use iced::{Size, Task, task};
pub use leave::Rest;
use std::path::PathBuf;
use std::sync::Arc;

/// What the desk knows. Apart from the screen, so that a screen may read it while it changes.
struct Known {
    directory: Arc<Directory>,
    agency: Arc<Agency>,
    desk: Desk,
    worker: Profile,
    drafts: Vec<String>,
    whose: Whose,
    since: Since,
    /// What was given up and can come back, the last one last.
    discarded: Vec<Discarded>,
    owing: Arc<Owing>,
    keys: Keys,
    read_only: bool,
    backups: Backups,
    unsent: Ahead,
    exports: Exports,
    /// The CoCs of which there can be an export, as far as they were looked for.
    cocs: Cocs,
    /// Those that saves told since it was last begun to look for all of them.
    told_cocs: Cocs,
    /// What was written here in the charts at hand.
    written: Written,
    /// The folder in which a file to write is proposed.
    documents: PathBuf,
    /// Drawn anew before each message.
    seed: [u8; 16],
}

impl Known {
    /// What is in memory of everybody.
    fn memory(&self) -> (Arc<Agency>, Arc<Directory>) {
        (self.agency.clone(), self.directory.clone())
    }

    /// After a save that changed these charts, in which this was written here.
    fn follow(&mut self, charts: &[Chart], written: &Written) {
        for row in charts.iter().flat_map(Chart::rows) {
            self.written.remove(&(row.file(), row.key()));
            self.cocs.see(row);
            self.told_cocs.see(row);
        }
        self.written.extend(written.iter().map(|(row, own)| (row.clone(), own.clone())));
    }

    /// The answers that are owed, unless something newer is known: a save may have come in between.
    fn owe(&mut self, owing: &Arc<Owing>) {
        if owing.revision() > self.owing.revision() {
            self.owing.clone_from(owing);
        }
    }

    fn context(&self, now: Instant) -> Context<'_> {
        Context {
            directory: &self.directory,
            agency: &self.agency,
            desk: &self.desk,
            worker: &self.worker,
            drafts: &self.drafts,
            whose: &self.whose,
            since: &self.since,
            discarded: &self.discarded,
            owing: &self.owing,
            backups: &self.backups,
            documents: &self.documents,
            seed: self.seed,
            now,
            read_only: self.read_only,
            unsent: self.unsent,
            exports: &self.exports,
            cocs: &self.cocs,
            written: &self.written,
            toasts: None,
            chosen: None,
            program: None,
            room: Room::default(),
        }
    }
}

/// The desk at work.
pub struct Session {
    handle: Handle,
    ledger: Ledger,
    known: Known,
    /// Counted up with each screen; an answer to a screen that is gone is not shown to another.
    visit: u64,
    pub(super) screen: Screen,
    /// How Home was looked at when it was left.
    home: home::Home,
    /// What was searched for last in Clients; in memory alone, so gone with the session at a lock.
    sought: clients::Sought,
    /// Where the user was before they opened Help: closing it leads back there.
    before: Option<place::Place>,
    /// Lives as long as the session: a transfer goes on, and its report stays, wherever the user is.
    pub(super) exchange: exchange::Exchange,
    /// An import that was compared, and waits for the word.
    prepared: Option<Prepared>,
    /// Ends the transfer that is under way when the session ends.
    transfer: Option<task::Handle>,
    /// The same of the look at what is owed.
    looking: Option<task::Handle>,
    /// The same of the look for CoCs; none where they are to be looked for when Exchange is opened.
    seeking: Option<task::Handle>,
    closing: Closing,
    /// Drafts and settings that are on their way to the disk.
    keeping: usize,
    /// Saves that are on their way to it.
    saving: usize,
    /// Passphrase or recovery key is being changed.
    changing: bool,
    /// The desk is locked, and out of sight until it is closed.
    locked: bool,
    /// Where the worker was when it was locked.
    left: Option<widget::focus::Spot>,
    /// The way back to where the worker was before.
    way: Option<place::Way>,
    /// Whose record Exchange led to: from there Esc leads back to its list.
    errand: Option<ClientId>,
    /// The referral that was opened last. The guide may follow another by now, whose client's record was merely looked at.
    opened: Option<Followed>,
    /// Where the keyboard was before it went to a notice.
    before_notice: Option<widget::focus::Spot>,
    pub(super) settings: Option<settings::Settings>,
    pub(super) aside: Aside,
    /// What was done lately, for a problem report.
    trail: Trail,
    /// The size of the window at the text scale, px.
    window: Size,
    pub(super) toasts: Toasts,
    pub(super) notices: Vec<String>,
    pub(super) saved: Option<Instant>,
    /// Ends the backup that is under way.
    stop: Stop,
    pub(super) demo: bool,
}

/// The scrollable that the screen stands in.
pub(super) const PAGE: &str = "page";

/// Whether the window is about to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    No,
    /// As soon as nothing is on its way to the disk any more.
    Waiting,
    /// As soon as the last draft is kept.
    Keeping,
    /// The draft could not be kept; closing again closes without it.
    Refused,
}

/// What follows from a message.
pub enum Answer {
    /// Work to be done.
    Work(Task<Message>),
    /// Lock the desk: it goes out of sight now, and closes once nothing of it is on its way.
    Lock,
}

impl Session {
    /// Begins at Home, or where the worker was when the desk was locked. `rest` is what that desk left; `noted` says that the recovery
    /// key of a new store was typed back.
    pub fn new(opened: Opened, rest: Rest, noted: bool, demo: bool, now: Instant, services: &Services) -> (Self, Task<Message>) {
        let following = opened.desk.following.clone();
        let mut session = Self {
            handle: opened.handle,
            known: Known {
                directory: opened.directory,
                cocs: Cocs::of(&opened.agency),
                told_cocs: Cocs::default(),
                agency: opened.agency,
                desk: opened.desk,
                worker: opened.worker,
                drafts: opened.drafts,
                whose: opened.whose,
                since: opened.since,
                discarded: Vec::new(),
                owing: Arc::default(),
                keys: opened.keys,
                read_only: opened.read_only,
                unsent: opened.ledger.ahead(),
                exports: opened.exports,
                written: Written::new(),
                backups: Backups::new(opened.proof, opened.second, opened.sequence),
                documents: (services.documents)(),
                seed: [0; 16],
            },
            ledger: opened.ledger,
            visit: 0,
            screen: Screen::Home(home::Home::default()),
            home: home::Home::default(),
            sought: clients::Sought::default(),
            before: None,
            exchange: rest.exchange,
            prepared: None,
            transfer: None,
            looking: None,
            seeking: None,
            closing: Closing::No,
            keeping: 0,
            saving: 0,
            changing: false,
            locked: false,
            left: None,
            way: None,
            errand: None,
            opened: following,
            before_notice: None,
            settings: None,
            aside: Aside::default(),
            trail: Trail::default(),
            window: super::WINDOW,
            toasts: Toasts::default(),
            notices: opened.notices,
            saved: rest.saved,
            stop: Stop::default(),
            demo,
        };
        for notice in rest.notices {
            if !session.notices.contains(&notice) {
                session.notices.push(notice);
            }
        }
        session.known.backups.trouble = rest.trouble;
        rest.failures.into_iter().for_each(|words| session.toasts.failed(words));
        let keys = session.look_at_keys(noted, now);
        let task = match &opened.place {
            Some(place) => session.go_back(place, now, services),
            None => session.go(Destination::Home, now),
        };
        let (sent, owing) = (session.ask_whether_sent(), session.look_who_owes(now));
        (session, Task::batch([task, keys, sent, owing]))
    }

    /// What screens may see.
    pub fn context(&self, now: Instant) -> Context<'_> {
        let chosen = if let Screen::Client(record) = &self.screen { record.chosen() } else { None };
        let program = if let Screen::Intake(intake) = &self.screen { intake.program(&self.known.agency) } else { None };
        Context { toasts: Some(&self.toasts), chosen, program, ..self.known.context(now) }
    }

    /// The working context and the look.
    pub fn desk(&self) -> &Desk {
        &self.known.desk
    }

    /// The title of the screen on show; never a client's name.
    pub fn title(&self) -> String {
        match &self.screen {
            Screen::Home(s) => s.title(),
            Screen::Clients(s) => s.title(),
            Screen::Client(s) => s.title(),
            Screen::Intake(s) => s.title(),
            Screen::Exchange => self.exchange.title(),
            Screen::Help(s) => s.title(),
        }
    }

    /// What happened, and what follows.
    pub fn update(&mut self, message: Message, now: Instant, services: &Services) -> Answer {
        match world::random() {
            Ok(seed) => self.known.seed = seed,
            Err(why) => return Answer::Work(self.say(&Failure::new("Nothing done", why))),
        }
        self.trail.at(now);
        self.trail.message(&message);
        self.toasts.turn();
        let said = (self.toasts.staying().count(), self.toasts.passing().is_some());
        let added = self.adds();
        let task = match message {
            Message::Command(Command::Lock) => Self::ask_where(),
            Message::Left(spot) => return self.lock(spot),
            // Whatever is on screen: somebody may be looking at it already.
            Message::Command(Command::Privacy) => {
                let privacy = !self.known.desk.privacy;
                self.apply_quietly(Desk { privacy, ..self.known.desk.clone() }, now)
            }
            Message::Command(command) => self.command(command, now, services),
            Message::Settings(message) => match self.settings.as_mut().map(|s| s.update(message)) {
                Some(action) => self.act(action, now, services),
                None => Task::none(),
            },
            Message::Sidebar(on) => self.sidebar(on),
            Message::Go(destination) => self.go(destination, now),
            Message::Manual(spot) => self.open_help(spot, now),
            Message::KeysChanged(answer) => self.keys_changed(answer, now),
            Message::Saved(visit, answer) => self.came_back(Deed::Save, visit, answer, now, services),
            Message::TakenBack(visit, of, answer) => self.came_back(Deed::Undo(of), visit, answer, now, services),
            Message::Kept(answer) => self.kept(answer, now),
            Message::Loaded(visit, answer) => {
                let on_show = visit == self.visit;
                let shown = self.loaded(visit, answer, now, services);
                if on_show { shown.chain(self.on_the_way(now, services)) } else { shown }
            }
            Message::Answered(visit, answer) if visit == self.visit => self.screen(Message::Client(*answer), now, services),
            Message::Answered(..) => Task::none(),
            Message::Compared(answer) => self.compared(answer, now, services),
            Message::Imported(answer) => self.imported(answer, now, services),
            Message::Dismiss(id) => {
                self.toasts.dismiss(id);
                self.ask_after_notice()
            }
            Message::ToNotice(spot) => self.go_to_notice(spot),
            Message::FromNotice(spot) => self.leave_notice(spot.as_ref()),
            Message::TakeBack(toast) => self.take_back(Some(toast), now, services),
            Message::Tick => {
                self.toasts.tick(now);
                self.back_up_when_due(now)
            }
            Message::Forget(notice) => {
                if notice < self.notices.len() {
                    self.notices.remove(notice);
                }
                Task::none()
            }
            Message::Followed(client, sent) => self.is_sent(&client, sent),
            Message::Owing(Ok(owing)) => {
                self.known.owe(&owing);
                let cx = self.known.context(now);
                let found = if let Screen::Home(home) = &mut self.screen { home.found(&cx) } else { Action::None };
                self.act(found, now, services)
            }
            Message::Owing(Err(failure)) => self.say(&failure),
            Message::Cocs(answer) => self.found_cocs(answer),
            Message::Exported(answer) => self.sent(answer, now, services),
            Message::Checked(answer) => self.checked(answer, now, services),
            Message::Printed(answer) => self.printed(answer, now, services),
            Message::Exchange(message) => self.exchange(message, now, services),
            Message::Close => self.close(now),
            Message::Aside(message) => self.in_aside(message, now),
            Message::BackedUp(answer) => self.backed_up(answer),
            Message::Second(answer) => self.second(answer),
            Message::BackUp => self.wish(Wish::Now, now),
            Message::Reported(answer) => self.reported(answer, now, services),
            Message::Window(size) => {
                self.window = size;
                Task::none()
            }
            other => self.screen(other, now, services),
        };
        if self.adds() && !added {
            self.toasts.make_way(None);
        }
        self.trail.screen(&self.title());
        let followed = self.follow(now);
        let cx = self.known.context(now);
        match &mut self.screen {
            Screen::Home(home) => home.refresh(&cx),
            Screen::Client(record) => record.refresh(&cx),
            _ => {}
        }
        // The page became lower: by what stays, and in a narrow window by what passes.
        let passes = self.toasts.passing().is_some() && !said.1 && cx.narrow();
        let in_sight = if self.toasts.staying().count() > said.0 || passes { moved(widget::focus::reveal()) } else { Task::none() };
        Answer::Work(Task::batch([task, followed, in_sight]))
    }

    /// True while somebody new is being entered in Clients.
    fn adds(&self) -> bool {
        matches!(&self.screen, Screen::Clients(clients) if clients.is_adding())
    }

    /// A message of the screen on show; one of another screen is late and dropped.
    fn screen(&mut self, message: Message, now: Instant, services: &Services) -> Task<Message> {
        let cx = self.known.context(now);
        let action = match (&mut self.screen, message) {
            (Screen::Home(s), Message::Home(m)) => s.update(m, &cx),
            (Screen::Clients(s), Message::Clients(m)) => s.update(m, &cx),
            (Screen::Client(s), Message::Client(m)) => s.update(m, &cx),
            (Screen::Intake(s), Message::Intake(m)) => s.update(m, &cx),
            (Screen::Help(s), Message::Help(m)) => s.update(m, &cx),
            _ => Action::None,
        };
        self.act(action, now, services)
    }

    /// A message of Exchange counts wherever the user is.
    fn exchange(&mut self, message: exchange::Message, now: Instant, services: &Services) -> Task<Message> {
        let cx = self.known.context(now);
        let action = self.exchange.update(message, &cx);
        self.act(action, now, services)
    }

    /// True while a piece of work is under way that says how far it is.
    pub(super) fn is_watched(&self) -> bool {
        self.exchange.busy()
    }

    fn apply(&mut self, desk: Desk, now: Instant) -> Task<Message> {
        // The sidebar does not ask for these, and what changes them works while it is open.
        let Desk { privacy, guide, following, .. } = self.known.desk.clone();
        let desk = Desk { privacy, guide, following, ..desk };
        let task = self.apply_quietly(desk, now);
        self.settings = None;
        // The user stays where they are, and so does the keyboard: the screen on show reads the new context by itself. On Home that
        // brings the referrals, which are what one wanted to see, or what stands in their way.
        let home = if matches!(self.screen, Screen::Home(_)) { self.go(Destination::Home, now) } else { Task::none() };
        self.toasts.done("Settings applied", now);
        Task::batch([task, home])
    }

    fn apply_quietly(&mut self, desk: Desk, now: Instant) -> Task<Message> {
        let commit = Desk { following: self.opened.clone(), ..desk.clone() }.commit();
        self.known.desk = desk;
        if self.known.read_only { Task::none() } else { self.keep(commit, now) }
    }

    fn sidebar(&mut self, on: bool) -> Task<Message> {
        if on && self.settings.is_some() {
            return moved(widget::focus::focus("workgroup"));
        }
        self.aside.close();
        self.settings = on.then(|| settings::Settings::new(&self.known.desk, &self.known.keys, &self.known.documents));
        // Closed, the desk that lay below gives the keyboard back to the control that had it.
        if on { moved(widget::focus::focus("workgroup")) } else { Task::none() }
    }

    fn say(&mut self, failure: &Failure) -> Task<Message> {
        self.tell(failure);
        Task::none()
    }

    /// Says that something did not work.
    fn tell(&mut self, failure: &Failure) {
        self.trail.failed(failure);
        self.toasts.failed(format!("{}. {}", failure.what, failure.why));
    }
}
