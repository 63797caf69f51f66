//! A large commit on its way into the database: its charts were tried with its changes before the journal had it, and are put together once
//! more, some at a time, when they are written. So an import never holds all charts beside all its rows.

use super::rows::{self, Filed, Rows, Touched};
use super::{Home, PIECE, Plan, Records, Trouble, open};
use crate::domain::{Change, ClientId};
use crate::store::codec;
use crate::store::deck::Deal;
use crate::store::history::Written;
use crate::store::seal::Key;
use crate::store::state::{self, Batch, Broken, Shelf};
use std::sync::mpsc;
use std::thread;

/// Homes that were tried with the changes of a commit, and are put together again, some at a time, when they are written.
pub(super) struct Large<'c> {
    pub(super) homes: Vec<Touched>,
    pub(super) changes: &'c [Change],
    pub(super) written: Written,
}

impl Records {
    /// Writes the homes of a large commit, each piece while the next one is put together and sealed on a thread of its own.
    pub(super) fn write_large(&mut self, plan: &mut Plan<'_>, large: Large<'_>) -> Result<(), Trouble> {
        let Large { homes, changes, written } = large;
        self.tear()?;
        let key = self.key.clone();
        let mut deal = plan.deal.take().unwrap_or_else(|| self.deck.deal());
        let dealt = thread::scope(|scope| {
            let (tell, jobs) = mpsc::sync_channel::<Vec<Job>>(1);
            let (answer, batches) = mpsc::sync_channel(1);
            let sealer = move || -> Result<Deal, Trouble> {
                for jobs in jobs {
                    let mut batch = Batch::with_capacity(jobs.len());
                    for job in jobs {
                        batch.push(job.seal(changes, &written, &key, &mut deal)?);
                    }
                    if answer.send((batch, deal.sealed())).is_err() {
                        break;
                    }
                }
                Ok(deal)
            };
            let sealer = thread::Builder::new().spawn_scoped(scope, sealer).map_err(|source| Broken(source.to_string()))?;
            let mut waiting = 0;
            let mut homes = homes.into_iter().peekable();
            // Where the sealer ended early, it says why.
            while homes.peek().is_some() || waiting > 0 {
                if homes.peek().is_some() {
                    let jobs: Vec<Job> =
                        homes.by_ref().take(PIECE).map(|touched| self.job(plan, touched)).collect::<Result<_, Broken>>()?;
                    if tell.send(jobs).is_err() {
                        break;
                    }
                    waiting += 1;
                }
                if waiting > 1 || homes.peek().is_none() {
                    let Ok((batch, cards)) = batches.recv() else { break };
                    self.cabinet.write(batch)?;
                    self.deck.write(&cards)?;
                    waiting -= 1;
                }
            }
            drop(tell);
            sealer.join().unwrap_or_else(|_| Err(Broken("sealing failed".to_owned()).into()))
        });
        plan.deal = Some(dealt?);
        Ok(())
    }

    /// One chart of a large commit as it is now, and where it is kept.
    fn job(&self, plan: &mut Plan<'_>, touched: Touched) -> Result<Job, Broken> {
        let Home::Chart(id) = touched.home.clone() else { return Err(Broken("a chart has another home".to_owned())) };
        let known = self.laid.row(&id);
        let row = known.unwrap_or(plan.next);
        let present = known.map(|row| self.cabinet.get(&Shelf::Charts.key(row))).transpose()?.flatten();
        if known.is_none() {
            plan.next += 1;
            plan.came += 1;
        }
        Ok(Job { touched, id, row, present })
    }
}

/// A chart of a large commit, before its changes.
struct Job {
    touched: Touched,
    id: ClientId,
    row: u64,
    present: Option<Vec<u8>>,
}

impl Job {
    /// The chart after its changes, sealed; its card goes into the deal.
    fn seal(self, changes: &[Change], written: &Written, key: &Key, deal: &mut Deal) -> Result<(state::Key, Option<Vec<u8>>), Trouble> {
        let Self { touched, id, row, present } = self;
        let filed = present.map(|sealed| open::<Filed>(key, Shelf::Charts, row, &sealed)).transpose()?;
        let filed = touched.apply(Rows::new(filed.unwrap_or_default()), changes, written)?.finish();
        let label = Shelf::Charts.key(row);
        deal.put(row, Some(&rows::card(&id, &filed)), key)?;
        Ok((label, Some(key.seal(&label, &codec::encode(&filed)?)?)))
    }
}
