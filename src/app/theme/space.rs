//! Distances in px, on a grid of 8 with halves. Screens use these and no numbers.

/// Between an icon and its word.
pub const S4: f32 = 4.0;
/// Between things that belong together.
pub const S8: f32 = 8.0;
/// Between controls in a row.
pub const S12: f32 = 12.0;
/// Between fields; inside a cell.
pub const S16: f32 = 16.0;
/// Inside a card.
pub const S20: f32 = 20.0;
/// Around a page; between cards.
pub const S24: f32 = 24.0;
/// Between parts of a page.
pub const S32: f32 = 32.0;
/// A row of a list, a control with its border.
pub const ROW: f32 = 38.0;
/// The navigation when it shows icons only.
pub const NAV_NARROW: f32 = 56.0;
/// The navigation with words.
pub const NAV_WIDE: f32 = 188.0;
/// The steps of a workflow beside its page.
pub const SIDE: f32 = 248.0;
/// The widest that a form's column gets, so that lines stay readable.
pub const FORM: f32 = 640.0;
/// Corners of controls.
pub const RADIUS: f32 = 6.0;
/// Corners of cards.
pub const RADIUS_CARD: f32 = 8.0;
/// Corners of badges.
pub const RADIUS_PILL: f32 = 10.0;
