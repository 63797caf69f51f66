//! The desk: the shell that lends a context to its screens and performs what they ask.

pub mod font;
pub mod icon;
pub mod theme;
pub mod widget;
