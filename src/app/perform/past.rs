//! The past of a record: its saves and those of the household, and what would take one back.

use super::{Failure, Message, charts, owners, screen};
use crate::app::screen::client::history;
use crate::domain::history::{Households, Refusal, Shared, Undo};
use crate::domain::{Chart, ClientId};
use crate::store::{Entry, Error, Handle, Store};
use crate::transfer;
use iced::Task;
use std::collections::BTreeMap;

/// The history of a client.
#[derive(Debug, Clone)]
pub struct Past {
    /// The newest first.
    pub saves: Vec<Told>,
    /// Those of the household who are told of, so that their records have names.
    pub others: Vec<Chart>,
}

/// One save.
#[derive(Debug, Clone)]
pub struct Told {
    /// What it changed of the client, or else of the others.
    pub entry: Entry,
    /// Of whom it is where nothing of the client changed: others of the household.
    pub of: Vec<ClientId>,
}

/// What takes a save back, or what stands against it, and the charts of everybody whom it touched.
#[derive(Debug, Clone)]
pub struct Found {
    /// What would be written, or why not.
    pub undo: Result<Undo, Vec<Refusal>>,
    /// The charts, so that records have names.
    pub charts: Vec<Chart>,
}

/// As many charts are fetched to name what an undo is about; an import of everybody is about clients that are named by their cards.
const NAMED: usize = 64;

/// Fetches the saves that changed a client's records, and those of the others in the household about the stay they share.
pub fn past(handle: &Handle, visit: u64, client: ClientId, others: Vec<ClientId>) -> Task<Message> {
    let read = handle.call(move |store| history_of(store, &client, &others));
    Task::perform(async move { read.await.and_then(|a| a).map_err(|e| Failure::new("No history", e)) }, move |answer| {
        Message::Answered(visit, Box::new(screen::client::Message::History(history::Message::Read(answer))))
    })
}

fn history_of(store: &Store, client: &ClientId, others: &[ClientId]) -> Result<Past, Error> {
    let own = store.history_of(client)?;
    let households = store.chart(client)?.map(|chart| Households::of(&chart, own.iter().map(Entry::past)));
    let mut saves: BTreeMap<u64, Told> = own.into_iter().map(|entry| (entry.sequence, Told { entry, of: Vec::new() })).collect();
    let Some(households) = households else { return Ok(Past { saves: saves.into_values().rev().collect(), others: Vec::new() }) };
    let others = charts(store, others)?;
    for member in &others {
        let theirs = store.history_of(member.id())?;
        let shared = Shared::of(member, theirs.iter().map(Entry::past), &households);
        for mut entry in theirs {
            entry.commit.changes.retain(|change| shared.tells(entry.sequence, change));
            if entry.commit.changes.is_empty() {
                continue;
            }
            let told = saves.entry(entry.sequence);
            let told = told.and_modify(|told| {
                // What is the client's own save is told as such.
                if !told.of.is_empty() {
                    told.entry.commit.changes.append(&mut entry.commit.changes);
                    told.of.push(member.id().clone());
                }
            });
            told.or_insert_with(|| Told { entry, of: vec![member.id().clone()] });
        }
    }
    Ok(Past { saves: saves.into_values().rev().collect(), others })
}

/// Looks at what would take a save back, and what stands against it.
pub fn undo(handle: &Handle, visit: u64, sequence: u64) -> Task<Message> {
    let look = handle.call(move |store| found(store, sequence));
    Task::perform(async move { look.await.and_then(|a| a).map_err(|e| Failure::new("Not undone", e)) }, move |answer| {
        Message::Answered(visit, Box::new(screen::client::Message::History(history::Message::Found(sequence, answer))))
    })
}

fn found(store: &mut Store, sequence: u64) -> Result<Found, Error> {
    let undo = transfer::undo(store, sequence)?;
    let commit = if sequence == 0 || sequence > store.sequence() { None } else { store.save(sequence)? };
    let clients = commit.map(|entry| owners(&entry.commit)).unwrap_or_default();
    let charts = if clients.len() > NAMED { Vec::new() } else { charts(store, &clients)? };
    Ok(Found { undo, charts })
}
