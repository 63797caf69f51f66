//! What a screen asks for, performed: plain actions in, tasks out.

use super::answers::Deed;
use super::discard::Discarded;
use super::help::to_top;
use super::place::Place;
use super::{PAGE, Session};
use crate::app::action::{Action, Failure, Subject};
use crate::app::screen::{Screen, settings};
use crate::app::services::Services;
use crate::app::{Message, aside, moved, perform, widget};
use crate::domain::{ClientId, EventId, Instant};
use iced::Task;

impl Session {
    /// Performs what a screen asked for.
    pub(super) fn act(&mut self, action: Action, now: Instant, services: &Services) -> Task<Message> {
        match action {
            Action::None | Action::Unlock(_) | Action::Create(_) | Action::Recover(_) | Action::Forgo => Task::none(),
            Action::ChangePassphrase(old, new) => self.change_passphrase(old, new, now, services),
            Action::DrawRecoveryKey(secret) => self.draw_recovery_key(secret),
            Action::ChangeRecoveryKey(key) => self.change_recovery_key(key, now),
            Action::WriteKey(path, page) => Self::write_key(path, page),
            Action::Go(destination) => self.go(destination, now),
            Action::Propose(client, event) => self.propose(client, event, now),
            Action::Resume(destination) => self.resume(destination, now, services),
            // The screen hears of it as of any save that failed, and goes on.
            Action::Save(_) if self.known.read_only => self.saved(Deed::Save, self.visit, Err(read_only()), now, services),
            Action::Draft(..) if self.known.read_only => self.say(&read_only()),
            Action::Fail(failure) => self.say(&failure),
            Action::Save(commit) => {
                self.saving += 1;
                perform::save(&self.handle, &self.ledger, self.visit, *commit, now)
            }
            Action::Draft(name, text) => self.draft(name, text, now),
            Action::Discard { what, of, name, text, at } => {
                let discarded = Discarded { what: what.clone(), of: of.clone(), name, text, place: Place::here(self).at(at) };
                self.known.discarded.retain(|before| before.name != discarded.name);
                self.known.discarded.push(discarded.clone());
                self.toasts.discarded(what, of, discarded, now);
                Task::none()
            }
            Action::BringBack(name) => {
                let discarded = self.known.discarded.iter().find(|discarded| discarded.name == name).cloned();
                discarded.map_or_else(Task::none, |discarded| self.bring_back(discarded, now, services))
            }
            Action::Load(ids) => perform::load(&self.handle, &self.ledger, self.visit, ids),
            Action::Past(client, others) => perform::past(&self.handle, self.visit, client, others),
            Action::Undo(sequence) => perform::undo(&self.handle, self.visit, sequence),
            Action::TakeBack(of) => {
                let meant = |about: &(ClientId, EventId)| matches!(&self.screen, Screen::Home(home) if home.means(of.as_ref(), about));
                let offered = self.toasts.undo_of(meant).map(|toast| toast.id);
                self.take_back(offered, now, services)
            }
            Action::Focus(id) => moved(widget::focus::focus(id)),
            Action::Open(id) => to_top(PAGE).chain(moved(widget::focus::focus(id))),
            Action::Say(words) => {
                self.toasts.done(words, now);
                Task::none()
            }
            Action::Hint(words) => {
                self.toasts.hint(words, now);
                Task::none()
            }
            Action::Caution(words) => {
                self.toasts.caution(words);
                Task::none()
            }
            Action::Busy(words) => {
                self.toasts.of_transfer(words);
                Task::none()
            }
            Action::Owed { words, whose, way } => {
                self.toasts.owed(words, whose, way);
                Task::none()
            }
            Action::Apply(desk) => self.apply(*desk, now),
            Action::Settings(on) => self.sidebar(on),
            Action::Browse { save } => perform::browse(services, save),
            Action::Help(field) => self.in_aside(aside::Message::Show(aside::Topic::Field(field)), now),
            Action::BackUp(wish) => self.wish(wish, now),
            Action::BrowseFolder => perform::browse_folder(services, |path, at_once| {
                Message::Settings(settings::Message::Backups(settings::backups::Message::Chosen(path, at_once)))
            }),
            Action::BrowseReport => perform::browse_report(services),
            Action::Report(path, wrong) => self.report(path, &wrong, now),
            Action::Import(path) => {
                self.trail.file("import of", &path);
                let progress = self.exchange.watch();
                self.transfer(perform::compare(&self.handle, path, now, progress))
            }
            Action::Take(missing) => {
                let Some(prepared) = self.prepared.take() else {
                    return self
                        .exported(Err(Failure::new("Nothing imported", "What was compared is not here any more. Import it again.")), now);
                };
                // First a copy of what was here before.
                let copied = self.back_up(now);
                let progress = self.exchange.watch();
                let import = self.transfer(perform::import(&self.handle, &self.ledger, (prepared, missing), now, progress));
                Task::batch([copied, import])
            }
            Action::Export(order) => {
                self.trail.file("export to", &order.path);
                let progress = self.exchange.watch();
                self.transfer(perform::export(&self.handle, &self.ledger, *order, now, progress))
            }
            Action::KeyIn => perform::read_keyin(&self.handle, &self.ledger, self.known.memory()),
            Action::Print(path) => {
                self.trail.file("key-in sheet to", &path);
                let (progress, worker) = (self.exchange.watch(), self.known.worker.name.clone());
                self.transfer(perform::print(&self.handle, &self.ledger, self.known.memory(), (path, worker), now, progress))
            }
            Action::BrowsePage => perform::browse_page(services),
            Action::Check(subject) => {
                if let Subject::File(path) = &subject {
                    self.trail.file("check of", path);
                }
                let progress = self.exchange.watch();
                self.transfer(perform::check(&self.handle, subject, now, progress))
            }
            Action::Point(client, part, field) => self.point(client, part, field, now),
            Action::Both(first, second) => {
                let first = self.act(*first, now, services);
                Task::batch([first, self.act(*second, now, services)])
            }
        }
    }

    /// Starts a transfer; locking ends it.
    fn transfer(&mut self, task: Task<Message>) -> Task<Message> {
        let (task, handle) = task.abortable();
        self.transfer = Some(handle.abort_on_drop());
        task
    }
}

/// Why nothing is kept in a store whose journal is damaged.
fn read_only() -> Failure {
    Failure::new("Not saved", "This store can only be read, because its journal is damaged. Nothing was changed.")
}
