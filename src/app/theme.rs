//! How everything looks: three palettes, a spacing scale, roles of type, and the boxes that things stand in.
//!
//! Screens name roles (`text::section`, `container::card`, `Tone::Warn`) and never a colour or a size. The toolkit's own `Theme` carries
//! the tokens, so stock widgets fit in; there are no shadows and no half-transparent colours, which the software renderer draws wrongly
//! on partial redraws.

pub mod container;
mod palette;
pub mod space;
pub mod text;

pub use palette::{Colors, Look, Tokens, Tone, emblem, theme};
