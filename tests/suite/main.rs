//! The one integration binary; each module tests one part.

mod commands;
mod exchange;
mod laws;
mod layers;
mod rules;
mod screens;
mod store;
mod widgets;
