//! A value that a thread is still making: the desk shows who waits before everybody can be searched.

use std::ops::{Deref, DerefMut};
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::thread;

/// See the module. Whoever needs it first waits for it.
pub(super) struct Late<T>(LazyLock<T, Box<dyn FnOnce() -> T + Send>>);

impl<T: Send + 'static> Late<T> {
    /// Makes it on a thread of its own, or when it is needed, where the system gives none.
    pub(super) fn begin(make: impl FnOnce() -> T + Send + Clone + 'static) -> Self {
        let thread = thread::Builder::new().name("index".to_owned()).spawn(make.clone());
        Self(LazyLock::new(match thread {
            Ok(thread) => Box::new(move || thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
            Err(_) => Box::new(make),
        }))
    }
}

impl<T> Late<T> {
    /// Waits until it is made.
    pub(super) fn wait(&self) {
        LazyLock::force(&self.0);
    }
}

impl<T> Deref for Late<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Late<T> {
    fn deref_mut(&mut self) -> &mut T {
        LazyLock::force_mut(&mut self.0)
    }
}

impl<T: Send + 'static> From<T> for Late<T> {
    fn from(made: T) -> Self {
        Self(LazyLock::new(Box::new(move || made)))
    }
}

impl<T: Default + Send + 'static> Default for Late<T> {
    fn default() -> Self {
        Self::from(T::default())
    }
}

impl<T: Clone + Send + 'static> Clone for Late<T> {
    fn clone(&self) -> Self {
        Self::from((**self).clone())
    }
}
