//! What the own widgets promise, driven without a window.
