//! The screens. Each is a plain state with a `Message`, an `update` that returns one `Action`, and a `view`.

pub mod adding;
pub mod client;
pub mod clients;
pub mod exchange;
pub mod help;
pub mod home;
pub mod intake;
pub mod noting;
pub mod recovery;
pub mod settings;
pub mod unlock;

/// The screen on show.
pub enum Screen {
    /// The referral desk.
    Home(home::Home),
    /// Find or add a client.
    Clients(clients::Clients),
    /// A client's record.
    Client(Box<client::Record>),
    /// The guided intake.
    Intake(Box<intake::Intake>),
    /// Import and export; its state is the session's.
    Exchange,
    /// Help.
    Help(help::Help),
}
