//! The one integration binary; each module tests one part.

mod accept;
mod aside;
mod bytes;
mod commands;
mod desk;
mod exchange;
mod gone;
mod heard;
mod help;
mod keyin;
mod laws;
mod layers;
mod memory;
mod merging;
mod moving;
mod packages;
mod pictures;
mod progress;
mod recognising;
mod recovery;
mod redraw;
mod rules;
mod screens;
mod sending;
mod store;
mod table;
mod telling;
#[path = "../torture/mod.rs"]
mod torture;
mod trees;
mod visits;
mod walks;
mod widgets;
mod wild;
