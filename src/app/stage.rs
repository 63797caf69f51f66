//! From the lock to the desk and back: what opens the records, what is asked where they cannot be opened, what leaves them.

use super::action::{Action, Consent, Recover};
use super::screen::recovery::Recovery;
use super::screen::unlock::Unlock;
use super::session::{self, Session};
use super::{App, Closing, Message, Stage, access, moved, perform, screen, widget};
use crate::store;
use iced::Task;
use perform::Opened;

impl App {
    pub(super) fn follow(&mut self, answer: session::Answer) -> Task<Message> {
        if let Stage::Ready(session) = &self.stage {
            (self.look, self.scale) = (session.desk().look, session.desk().scale);
            self.idle.set_limit(session.desk().idle);
        }
        match answer {
            session::Answer::Work(task) => task,
            session::Answer::Lock => {
                let worker = match &self.stage {
                    Stage::Ready(session) => session.context(self.now).worker.name.clone(),
                    _ => String::new(),
                };
                let unlock = Unlock::closing(&worker, self.demo, (self.services.documents)());
                let focus = moved(widget::focus::focus(unlock.first()));
                if let Stage::Ready(session) = std::mem::replace(&mut self.stage, Stage::Locked(Box::new(unlock))) {
                    self.leaving = Some(session);
                }
                access::hide();
                self.watch_pause();
                Task::batch([focus, self.clip.look(), self.leave()])
            }
        }
    }

    /// Closes the desk that was locked, once nothing of it is on its way any more.
    pub(super) fn leave(&mut self) -> Task<Message> {
        let Some(session) = self.leaving.take() else { return Task::none() };
        if let Some(words) = session.waits_for() {
            if let Stage::Locked(unlock) = &mut self.stage {
                unlock.wait_for(words);
            }
            self.leaving = Some(session);
            return Task::none();
        }
        let (rest, task) = session.end(self.now);
        self.rest = rest;
        task
    }

    pub(super) fn before_the_desk(&mut self, action: Action) -> Task<Message> {
        match action {
            Action::Unlock(secret) => perform::unlock(&self.services, secret, Consent::Ask, self.held.clone()),
            Action::Recover(Recover::Begin) => self.recover(Recovery::fresh(&(self.services.documents)(), self.now.date())),
            Action::Recover(Recover::Back) => self.lock_again(),
            Action::Recover(Recover::Open(secret, consent)) => perform::unlock(&self.services, secret, consent, self.held.clone()),
            Action::Recover(Recover::Restore(secret, folder, as_of)) => {
                perform::restore(&self.services, secret, folder, as_of, self.held.clone())
            }
            Action::Recover(Recover::Export(secret, path)) => perform::export_readable(&self.services, secret, path),
            Action::Recover(Recover::Report(path, text)) => perform::report_on(path, text),
            Action::BrowseFolder => {
                perform::browse_folder(&self.services, |path, at_once| Message::Recovery(screen::recovery::Message::Chosen(path, at_once)))
            }
            Action::Create(fresh) => perform::create(&self.services, fresh),
            Action::Focus(id) => moved(widget::focus::focus(id)),
            Action::WriteKey(path, page) => perform::write_key(path, page)
                .map(|written| Message::Unlock(screen::unlock::Message::Noting(screen::noting::Message::Written(written)))),
            Action::Forgo => {
                self.held = None;
                Task::none()
            }
            Action::Both(first, second) => {
                let first = self.before_the_desk(*first);
                Task::batch([first, self.before_the_desk(*second)])
            }
            _ => Task::none(),
        }
    }

    /// Somebody guessed too often: says for how long nobody may try.
    pub(super) fn watch_pause(&mut self) {
        if let Stage::Locked(unlock) = &mut self.stage {
            let pause = crate::store::Store::pause(&self.services.place);
            unlock.set_pause(pause.as_secs());
        }
    }

    pub(super) fn recover(&mut self, recovery: Recovery) -> Task<Message> {
        let focus = moved(widget::focus::focus(recovery.first()));
        self.idle.begin();
        self.stage = Stage::Broken(Box::new(recovery));
        focus
    }

    pub(super) fn lock_again(&mut self) -> Task<Message> {
        let mut unlock = Unlock::new(store::Store::exists(&self.services.place), self.demo, (self.services.documents)());
        unlock.hold(self.held.clone());
        let focus = moved(widget::focus::focus(unlock.first()));
        self.stage = Stage::Locked(Box::new(unlock));
        access::hide();
        self.watch_pause();
        focus
    }

    pub(super) fn begin(&mut self, opened: Opened) -> Task<Message> {
        let noted = matches!(&self.stage, Stage::Locked(unlock) if unlock.noted());
        self.held = None;
        self.closing = Closing::No;
        let rest = std::mem::take(&mut self.rest);
        let (session, task) = Session::new(opened, rest, noted, self.demo, self.now, &self.services);
        (self.look, self.scale) = (session.desk().look, session.desk().scale);
        self.idle.set_limit(session.desk().idle);
        self.idle.begin();
        self.stage = Stage::Ready(Box::new(session));
        task
    }
}
