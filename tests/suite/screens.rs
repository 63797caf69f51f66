//! What every screen keeps, whoever is on the desk and however small the window: it can be laid out, nothing goes sideways, every
//! control has a name and an id; and the whole program at work, from the lock to the export.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod choices;
mod cocs;
mod discarded;
mod during;
mod enrolled;
mod finish;
mod hand;
pub mod history;
mod home;
mod housing;
pub mod intake;
pub mod keyin;
mod keys;
mod landing;
mod leads;
mod letters;
mod life;
mod lock;
mod mates;
mod mend;
pub mod missing;
mod newcomer;
mod notes;
mod onward;
mod owed;
mod privacy;
mod progress;
mod quick;
mod reach;
mod record;
mod resolving;
mod said;
pub mod sending;
mod shapes;
mod sight;
mod small;
mod straight;
mod thrown;
mod two;
mod typist;
mod unwritten;
mod update;
mod work;
