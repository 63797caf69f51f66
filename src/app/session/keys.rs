//! Passphrase and recovery key of the open desk: what is known of them, and changes.

use super::{Session, perform};
use crate::app::Message;
use crate::app::action::Failure;
use crate::app::perform::Keys;
use crate::app::screen::noting;
use crate::app::screen::settings::{self, security};
use crate::app::screen::unlock::Secret;
use crate::app::services::Services;
use crate::domain::Instant;
use iced::Task;
use security::Changed;
use std::path::PathBuf;

const NOT_ON_PAPER: &str = "Nobody has confirmed yet that the recovery key of this desk is on paper. Without it a forgotten passphrase cannot be \
                            replaced. Open Settings, then Passphrase and recovery key, and make a new one.";

impl Session {
    /// The recovery key of a new store was just typed back; or it was shown once, and nobody said since that it is on paper.
    pub(super) fn look_at_keys(&mut self, noted: bool, now: Instant) -> Task<Message> {
        if noted {
            let day = now.date().to_string();
            self.known.keys.recovery = Some(day.clone());
            return self.keep(perform::note("Note the recovery key", Keys::RECOVERY, &day), now);
        }
        let told = self.notices.iter().any(|notice| notice == NOT_ON_PAPER);
        if !told && self.known.keys.recovery.as_deref() == Some(Keys::SHOWN) {
            self.notices.push(NOT_ON_PAPER.to_owned());
        }
        Task::none()
    }

    /// First a proved backup, then the change; both mirrors follow it.
    pub(super) fn change_passphrase(&mut self, old: Secret, new: Secret, now: Instant, services: &Services) -> Task<Message> {
        let change = perform::change_passphrase(&self.handle, old, new, services.cost, now);
        self.change(change, now)
    }

    pub(super) fn change_recovery_key(&mut self, key: Secret, now: Instant) -> Task<Message> {
        let change = perform::change_recovery_key(&self.handle, key, now);
        self.change(change, now)
    }

    fn change(&mut self, change: Task<Message>, now: Instant) -> Task<Message> {
        if self.changing {
            return Task::none();
        }
        // A backup under way would put the old key file into its mirror after the new one.
        if self.known.backups.running {
            let failure = Failure::new("Nothing changed", "A backup is under way. Try again in a moment.");
            self.trail.failed(&failure);
            return self.answer_settings(Err(failure));
        }
        self.changing = true;
        self.back_up(now).chain(change)
    }

    pub(super) fn draw_recovery_key(&mut self, secret: Secret) -> Task<Message> {
        if self.changing {
            return Task::none();
        }
        self.changing = true;
        perform::draw_recovery_key(&self.handle, secret)
    }

    pub(super) fn write_key(path: PathBuf, page: Secret) -> Task<Message> {
        perform::write_key(path, page).map(|written| {
            let written = security::Message::Noting(noting::Message::Written(written));
            Message::Settings(settings::Message::Security(written))
        })
    }

    /// A change is made, or not. It is said also where the settings were closed meanwhile.
    pub(super) fn keys_changed(&mut self, answer: Result<Changed, Failure>, now: Instant) -> Task<Message> {
        self.changing = false;
        match &answer {
            Ok(Changed::Passphrase(keys) | Changed::RecoveryKey(keys)) => {
                let passphrase = matches!(answer, Ok(Changed::Passphrase(_)));
                self.known.keys = keys.clone();
                self.notices.retain(|notice| passphrase || notice != NOT_ON_PAPER);
                let words = if passphrase { "Passphrase changed" } else { "Recovery key changed" };
                if self.locked {
                    self.notices.push(format!("{words} while the desk was being locked."));
                } else {
                    self.toasts.done(words, now);
                }
            }
            Ok(Changed::Drawn(_)) => {}
            Err(failure) if self.settings.is_none() || self.locked => self.tell(failure),
            Err(failure) => self.trail.failed(failure),
        }
        let answered = self.answer_settings(answer);
        Task::batch([answered, self.go_on_closing(now)])
    }

    fn answer_settings(&mut self, answer: Result<Changed, Failure>) -> Task<Message> {
        let action =
            self.settings.as_mut().map(|settings| settings.update(settings::Message::Security(security::Message::Answered(answer))));
        match action {
            Some(crate::app::action::Action::Focus(id)) => crate::app::moved(crate::app::widget::focus::focus(id)),
            _ => Task::none(),
        }
    }
}
