//! Whether a step of the guide has to be done, and what is said of one that has not, or not yet.

/// Whether a step has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Yes, before what comes after it.
    Must,
    /// It may be left out.
    Optional,
    /// Yes, but not before something happened that the worker cannot hurry: the HMIS expects it then (R-ENR-18).
    Later(&'static str),
}

impl Need {
    /// What is said of it beside the step.
    pub const fn label(self) -> Option<&'static str> {
        match self {
            Self::Must => None,
            Self::Optional => Some("Optional"),
            Self::Later(when) => Some(when),
        }
    }
}
