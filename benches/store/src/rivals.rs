//! What others need for a save: the floor, and two databases that are made for it.

use crate::Failed;
use rusqlite::{Connection, params};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use tokio::sync::oneshot;

/// Bytes that a save leaves in a trail, about as many as ours.
const TRAIL: usize = 1024;

/// Something that keeps a save.
pub trait Rival {
    /// Its name in the table.
    fn name(&self) -> &'static str;
    /// Keeps one; durable when it returns.
    fn save(&mut self, number: usize) -> Result<(), Failed>;
}

/// A rival on a thread of its own.
pub struct Asked {
    name: &'static str,
    ask: mpsc::Sender<(usize, oneshot::Sender<Result<(), String>>)>,
}

impl Asked {
    /// Gives it the thread.
    pub fn spawn(mut rival: impl Rival + Send + 'static) -> Result<Self, Failed> {
        let (ask, asked) = mpsc::channel::<(usize, oneshot::Sender<Result<(), String>>)>();
        let name = rival.name();
        thread::Builder::new().spawn(move || {
            for (number, answer) in asked {
                let _ = answer.send(rival.save(number).map_err(|error| error.to_string()));
            }
        })?;
        Ok(Self { name, ask })
    }

    /// Its name in the table.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Has one kept; durable when this answers.
    pub async fn save(&self, number: usize) -> Result<(), Failed> {
        let (answer, answered) = oneshot::channel();
        self.ask.send((number, answer))?;
        Ok(answered.await??)
    }
}

/// The least: the bytes at the end of a file, and one sync.
pub struct Floor(File);

impl Floor {
    /// In this folder.
    pub fn new(folder: &Path) -> Result<Self, Failed> {
        let file = OpenOptions::new().create(true).append(true).open(folder.join("floor"))?;
        file.sync_all()?;
        Ok(Self(file))
    }
}

impl Rival for Floor {
    fn name(&self) -> &'static str {
        "append 1 KiB + fdatasync"
    }

    fn save(&mut self, number: usize) -> Result<(), Failed> {
        self.0.write_all(&[number as u8; TRAIL])?;
        Ok(self.0.sync_data()?)
    }
}

/// SQLite with a write-ahead log, synced at each commit; sealed by SQLCipher where it has a key.
pub struct Sqlite {
    name: &'static str,
    connection: Connection,
}

impl Sqlite {
    /// In this folder, with as many events as there are saves.
    pub fn new(folder: &Path, key: Option<&str>, events: usize) -> Result<Self, Failed> {
        let (name, file) = if key.is_some() { ("SQLCipher, WAL, FULL", "sqlcipher.db") } else { ("SQLite, WAL, FULL", "sqlite.db") };
        let mut connection = Connection::open(folder.join(file))?;
        if let Some(key) = key {
            connection.pragma_update(None, "key", key)?;
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE event (id INTEGER PRIMARY KEY, result INTEGER, day TEXT, updated TEXT);
             CREATE TABLE trail (number INTEGER PRIMARY KEY, body BLOB);",
        )?;
        let fill = connection.transaction()?;
        for id in 0..events {
            fill.execute("INSERT INTO event (id) VALUES (?1)", [id as i64])?;
        }
        fill.commit()?;
        Ok(Self { name, connection })
    }
}

impl Rival for Sqlite {
    fn name(&self) -> &'static str {
        self.name
    }

    fn save(&mut self, number: usize) -> Result<(), Failed> {
        let commit = self.connection.transaction()?;
        let set = "UPDATE event SET result = 1, day = '2026-11-20', updated = '2026-11-20 09:30:00' WHERE id = ?1";
        commit.prepare_cached(set)?.execute([number as i64])?;
        commit.prepare_cached("INSERT INTO trail VALUES (?1, ?2)")?.execute(params![number as i64, vec![number as u8; TRAIL]])?;
        Ok(commit.commit()?)
    }
}
