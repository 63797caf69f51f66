//! The widgets that every screen is made of, and the only place that uses the toolkit's raw ones.
//!
//! Each of them works with the keyboard alone, shows a ring while it has the focus, and reports what it is ([`access::Info`]) and the
//! words it shows to every operation, in the order that `control` keeps. Tests, `.ice` scripts and screen readers find things by that
//! report. Everything focusable takes a string id, unique on its screen. Each file says what its widget is for, its keys and its
//! states; `wayhome gallery` shows them all.

pub mod access;
pub mod badge;
mod begins;
pub mod button;
pub mod card;
pub mod chart;
pub mod check;
pub mod choice;
pub mod control;
pub mod date;
pub mod dialog;
mod draw;
pub mod field;
pub mod focus;
pub mod inert;
pub mod input;
pub mod keyboard;
pub mod landing;
mod letters;
pub mod list;
mod measure;
pub mod memo;
pub mod modal;
mod option;
pub mod rest;
mod roving;
pub mod scroll;
pub mod select;
pub mod semantics;
mod sheet;
pub mod steps;
pub mod still;
pub mod table;
pub mod tabs;
mod ticks;
mod whole;
pub(in crate::app) mod wrap;

pub use badge::{badge, banner, heading, live};
pub use begins::{arrives, begins};
pub use button::{Kind, button, icon_button};
pub use card::card;
pub use check::check;
pub use choice::choice;
pub use control::Control;
pub use date::date;
pub use dialog::dialog;
pub use field::field;
pub use inert::inert;
pub use input::input;
pub use keyboard::{Chord, keyboard};
pub use landing::landing;
pub use letters::letters;
pub use list::list;
pub use memo::memo;
pub use modal::modal;
pub use option::Opt;
pub use rest::rest;
pub use scroll::scroll;
pub use select::select;
pub use semantics::{fact, group, headline, semantics, spoken, subheading, unspoken};
pub use steps::{Progress, Step, steps};
pub use still::still;
pub use table::{Cell, Column, cell, table};
pub use tabs::tabs;
pub use ticks::ticks;
pub use whole::whole;

/// What every widget becomes; the toolkit's element with its own theme and renderer.
pub type Element<'a, M> = iced::Element<'a, M>;
