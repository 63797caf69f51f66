//! What a shortcut does: first for what lies over the desk, then for the desk itself; what is left belongs to the screen on show.

use super::Session;
use crate::app::action::{Action, Destination};
use crate::app::desk::Desk;
use crate::app::screen::{Screen, client, clients, exchange, intake};
use crate::app::services::Services;
use crate::app::shortcut::Command;
use crate::app::{Message, widget};
use crate::domain::Instant;
use iced::Task;

impl Session {
    /// Performs a command.
    pub(super) fn command(&mut self, command: Command, now: Instant, services: &Services) -> Task<Message> {
        if let (Some(settings), Command::Save | Command::Close) = (&self.settings, command)
            && let Some(message) = settings.command(command)
        {
            let action = self.settings.as_mut().map_or(Action::None, |settings| settings.update(message));
            return self.act(action, now, services);
        }
        let beside = matches!(
            command,
            Command::Close
                | Command::Help
                | Command::Guide
                | Command::Notice
                | Command::PageDown
                | Command::PageUp
                | Command::Start
                | Command::End
        );
        if self.settings.is_some() && !beside {
            return Task::none();
        }
        match command {
            Command::Find => self.go(Destination::Clients, now),
            Command::Home => self.go(Destination::Home, now),
            Command::Exchange => self.go(Destination::Exchange, now),
            Command::Export => self.go(Destination::Export, now),
            Command::Help => Self::ask_about(),
            Command::Manual => widget::focus::spot().map(Message::Manual),
            Command::Guide => self.toggle_guide(now),
            Command::PageDown | Command::PageUp => self.scroll(command == Command::PageDown),
            Command::Start | Command::End => self.scroll_to(command == Command::End),
            Command::Settings => self.sidebar(true),
            Command::Notice => widget::focus::spot().map(Message::ToNotice),
            Command::Undo => self.take_back(self.toasts.undo(), now, services),
            Command::Owed => self.go_to_owed(now),
            Command::Larger | Command::Smaller => {
                let scale = self.known.desk.scaled(command == Command::Larger);
                self.apply_quietly(Desk { scale, ..self.known.desk.clone() }, now)
            }
            Command::Close if self.aside.page().is_some() => self.close_page(),
            Command::Close if self.settings.is_some() => self.sidebar(false),
            Command::Close if self.aside.uncover(self.known.desk.guide, self.window) => self.put_guide_away(now),
            Command::Close if self.toasts.dismiss_last() => self.ask_after_notice(),
            Command::Close if matches!(self.screen, Screen::Help(_)) => {
                let back = self.before.take().unwrap_or_default();
                self.return_to(back, now, services)
            }
            Command::Close if self.on_errand() => self.go(Destination::Exchange, now),
            // What is left belongs to the screen: save, next, back, close, and the client's own places.
            command => match &self.screen {
                Screen::Client(_) if matches!(command, Command::Up | Command::Down) => {
                    let along = move |control| Message::Client(client::Message::Along(control, command == Command::Down));
                    widget::focus::asked().map(along)
                }
                Screen::Client(_) => self.screen(Message::Client(client::Message::Command(command)), now, services),
                Screen::Intake(_) => self.screen(Message::Intake(intake::Message::Command(command)), now, services),
                Screen::Clients(_) => self.screen(Message::Clients(clients::Message::Command(command)), now, services),
                Screen::Exchange if command == Command::Close => self.exchange(exchange::Message::Close, now, services),
                Screen::Exchange if command == Command::Save => {
                    widget::focus::asked().map(|control| Message::Exchange(exchange::Message::Main(control)))
                }
                _ => Task::none(),
            },
        }
    }
}
