//! The store's thread. The window must never wait for the disk, and an autosave must never overtake a save: jobs are done one after
//! the other, in the order in which they were given, and answer through a oneshot, so that whoever waits is pending at once.

use super::{Error, Store};
use crate::domain::{Commit, Instant};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce(&mut Store) + Send>;

/// A store on its own thread. Clones share it; when the last one is dropped, the jobs given are finished, the files are closed, the
/// lock is released and the keys are wiped before the drop returns.
#[derive(Clone)]
pub struct Handle(Arc<Worker>);

struct Worker {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Handle {
    /// Gives a store its thread.
    ///
    /// # Errors
    /// [`Error::Busy`] where the system gives no thread.
    pub fn spawn(mut store: Store) -> Result<Self, Error> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let work = move || {
            for job in inbox {
                if catch_unwind(AssertUnwindSafe(|| job(&mut store))).is_err() {
                    tracing::error!("a job of the store failed");
                    store.distrust();
                }
            }
        };
        let thread = thread::Builder::new().name("store".to_owned()).spawn(work).map_err(Error::busy)?;
        Ok(Self(Arc::new(Worker { jobs: Some(jobs), thread: Some(thread) })))
    }

    /// Does a job after all those given before; it is in the queue when this returns, whether it is awaited or not.
    ///
    /// # Errors
    /// [`Error::Closed`] where the job failed or the thread is gone.
    pub fn call<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Store) -> R + Send + 'static,
    ) -> impl Future<Output = Result<R, Error>> + Send + 'static {
        self.reply(move |store, answer| answer.give(job(store)))
    }

    /// Keeps a commit; answers as soon as it is on the disk, before the database has it.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn commit(&self, commit: Commit, now: Instant) -> impl Future<Output = Result<u64, Error>> + Send + 'static {
        let reply = self.reply(move |store, answer| match store.append(&commit, now) {
            Ok(plan) => {
                answer.give(Ok(store.sequence()));
                store.settle(plan);
            }
            Err(error) => answer.give(Err(error)),
        });
        async { reply.await? }
    }

    fn reply<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Store, Answer<R>) + Send + 'static,
    ) -> impl Future<Output = Result<R, Error>> + Send + 'static {
        let (answer, reply) = oneshot::channel();
        let job: Job = Box::new(move |store| job(store, Answer(answer)));
        // A job that cannot be sent is dropped with its answer, and the reply says so.
        let sent = self.0.jobs.as_ref().map(|jobs| jobs.send(job));
        async move {
            drop(sent);
            reply.await.map_err(|_| Error::Closed)
        }
    }
}

struct Answer<R>(oneshot::Sender<R>);

impl<R> Answer<R> {
    fn give(self, answer: R) {
        // Whoever asked may have gone meanwhile.
        let _ = self.0.send(answer);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            // The last handle may die inside a job.
            && thread.thread().id() != thread::current().id()
        {
            let _ = thread.join();
        }
    }
}
