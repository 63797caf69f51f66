//! Own widgets.
