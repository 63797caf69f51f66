//! The deck: every client in short, in one file beside the database, so that a desk opens without asking the database for each of them.
//!
//! Sealed frames, appended and never changed; of two cards of one row the later counts. How much of the file belongs to the state stands
//! with the state itself, written after it: what lies behind was never applied. Nobody waits for the deck to reach the disk; what is
//! missing is made of the charts again.
//!
//! ```text
//! name    cards-<id of 16 bytes, in hexadecimal>
//! frame   length 4 · a sealed hand of cards by their rows, for the file's id and the number of the frame in it
//! ```

use super::disk::private;
use super::error::Error;
use super::seal::{self, Key};
use super::state::Broken;
use crate::domain::card::{Entry, Hand};
use crate::domain::share::share;
use crate::domain::{Card, ClientId, Roll};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// At most so many cards are sealed together: few enough that a thread has always more to do, and many enough that sealing costs nothing.
const HAND: u64 = 512;

/// A deck is laid anew when it holds this many cards more than twice those that count.
const SPARE: u64 = 10_000;

/// The cards are read in so many shares: more threads only wait for each other's memory.
const SHARES: usize = 4;

const NAME: &str = "cards-";

/// How much of which file belongs to the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mark {
    id: [u8; 16],
    frames: u64,
    bytes: u64,
    /// All cards in them, those that a later one replaces too.
    cards: u64,
}

/// Everybody as a state keeps them: on the roll, and by row.
#[derive(Default)]
pub struct Laid {
    /// Everybody.
    pub roll: Roll,
    /// Whose row is which, by the place on the roll. Of a client who is gone it is the one they had.
    rows: Vec<u64>,
}

impl Laid {
    /// The row of a client.
    pub fn row(&self, client: &ClientId) -> Option<u64> {
        self.rows.get(self.roll.find(client)? as usize).copied()
    }

    /// Puts in a card of a row.
    pub fn put(&mut self, row: u64, card: &Card) {
        let place = self.roll.put(card);
        self.settle(place, row);
    }

    /// Puts in what was dealt, and takes out who is gone.
    pub fn follow(&mut self, hands: Vec<Dealt>, gone: &[ClientId]) {
        gone.iter().for_each(|client| self.roll.remove(client));
        for Dealt { hand, entries } in hands {
            let there = || entries.iter().filter_map(|(row, at)| Some((*row, (*at)?)));
            let places = self.roll.take(Arc::new(hand), there().map(|(_, at)| at));
            there().zip(places).for_each(|((row, _), place)| self.settle(place, row));
        }
    }

    fn settle(&mut self, place: u32, row: u64) {
        let place = place as usize;
        if self.rows.len() <= place {
            self.rows.resize(place + 1, row);
        }
        self.rows[place] = row;
    }

    /// Every card by its row.
    pub fn cards(&self) -> impl Iterator<Item = (u64, Card)> {
        self.roll.slips().filter_map(|(place, slip)| Some((*self.rows.get(place as usize)?, slip.card())))
    }

    /// Every client by its row.
    pub fn clients(&self) -> impl Iterator<Item = (u64, ClientId)> {
        self.roll.slips().filter_map(|(place, slip)| Some((*self.rows.get(place as usize)?, ClientId::new(slip.client))))
    }
}

/// A hand, and what it holds: by row where its card stands; none where the client goes.
pub struct Dealt {
    hand: Hand,
    entries: Vec<Entry>,
}

impl Dealt {
    fn begin() -> Self {
        Self { hand: Hand::begin(), entries: Vec::new() }
    }
}

/// The cards of a state.
pub struct Deck {
    /// The folder of the file; none where the deck is in memory.
    folder: Option<PathBuf>,
    memory: Vec<u8>,
    file: Option<File>,
    mark: Mark,
}

impl Deck {
    /// An empty one, to be laid in this folder, or in memory.
    pub fn empty(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), memory: Vec::new(), file: None, mark: Mark::default() }
    }

    /// The one that belongs to a state which is read again; what lies behind its end is cut off.
    pub fn reopen(&mut self, mark: Mark) -> Result<(), Broken> {
        self.mark = mark;
        let Some(folder) = &self.folder else {
            self.memory.truncate(usize::try_from(mark.bytes).unwrap_or(usize::MAX));
            return Ok(());
        };
        if mark.frames == 0 {
            return Ok(());
        }
        let file = OpenOptions::new().read(true).append(true).open(folder.join(name(&mark.id))).map_err(broken)?;
        match file.metadata().map_err(broken)?.len() {
            shorter if shorter < mark.bytes => return Err(Broken("the cards end too early".to_owned())),
            longer if longer > mark.bytes => file.set_len(mark.bytes).map_err(broken)?,
            _ => {}
        }
        self.file = Some(file);
        Ok(())
    }

    /// How much of it belongs to the state.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// True where most of it is replaced by what stands behind.
    pub fn is_worn(&self, clients: usize) -> bool {
        self.mark.cards > 2 * clients as u64 + SPARE
    }

    /// Begins what a commit adds to it.
    pub fn deal(&self) -> Deal {
        Deal { mark: self.mark, frames: Vec::new(), dealt: Vec::new(), open: None }
    }

    /// Adds what was dealt. Gives the hands, to be [laid](Laid::follow) beside the others.
    pub fn add(&mut self, mut deal: Deal, key: &Key) -> Result<Vec<Dealt>, Error> {
        deal.seal_open(key)?;
        self.write(&deal.sealed())?;
        self.mark = deal.mark;
        Ok(deal.dealt)
    }

    /// Writes what is sealed of a deal. Until the rest is [added](Self::add) it lies behind the end, as if it were not there.
    pub fn write(&mut self, sealed: &Sealed) -> Result<(), Error> {
        match &self.folder {
            _ if sealed.frames.is_empty() => {}
            None => self.memory.extend_from_slice(&sealed.frames),
            Some(folder) => {
                if self.file.is_none() {
                    let mut fresh = OpenOptions::new();
                    let fresh = private(fresh.read(true).append(true).create_new(true));
                    self.file = Some(fresh.open(folder.join(name(&sealed.id))).map_err(Error::folder)?);
                }
                self.file.as_ref().map_or(Ok(()), |mut file| file.write_all(&sealed.frames)).map_err(Error::folder)?;
            }
        }
        Ok(())
    }

    /// Every card that counts.
    pub fn read(&self, key: &Key) -> Result<Laid, Broken> {
        let frames = self.frames()?;
        let open = |some: &[Frame]| {
            let mut source = self.source()?;
            some.iter().map(|frame| self.open(frame, &mut *source, key)).collect::<Result<Vec<Dealt>, Broken>>()
        };
        let shares = share(frames.chunks(frames.len().div_ceil(SHARES).max(1)), open);
        let (mut hands, mut spots, mut laid) = (Vec::with_capacity(frames.len()), Vec::new(), 0);
        for share in shares {
            for Dealt { hand, entries } in share? {
                let number = u32::try_from(hands.len()).map_err(|_| Broken("there are too many cards".to_owned()))?;
                laid += entries.len();
                for (row, at) in entries {
                    let row = usize::try_from(row).map_err(|_| Broken("a card has no row".to_owned()))?;
                    if spots.len() <= row {
                        spots.resize(row + 1, None);
                    }
                    spots[row] = at.map(|at| (number, at));
                }
                hands.push(Arc::new(hand));
            }
        }
        let rows: Vec<u64> = (0..).zip(&spots).filter(|(_, spot)| spot.is_some()).map(|(row, _)| row).collect();
        let there: Vec<(u32, u32)> = spots.into_iter().flatten().collect();
        let roll = Roll::of(hands, laid, there.into_iter());
        if roll.len() == rows.len() { Ok(Laid { roll, rows }) } else { Err(Broken("a client has two cards".to_owned())) }
    }

    fn open(&self, frame: &Frame, source: &mut dyn Source, key: &Key) -> Result<Dealt, Broken> {
        let mut sealed = vec![0; frame.length as usize];
        source.seek(SeekFrom::Start(frame.at)).and_then(|_| source.read_exact(&mut sealed)).map_err(broken)?;
        let plain = key.open(&label(&self.mark.id, frame.number), &sealed);
        let read = plain.and_then(Hand::read).ok_or_else(|| Broken("a card does not open".to_owned()))?;
        Ok(Dealt { hand: read.0, entries: read.1 })
    }

    /// Where every frame stands; refused where they are not so many, or not whole.
    fn frames(&self) -> Result<Vec<Frame>, Broken> {
        let torn = || Broken("the cards are not whole".to_owned());
        let (mut source, mut at, mut frames) = (self.source()?, 0, Vec::new());
        while at < self.mark.bytes {
            let mut length = [0; 4];
            source.seek(SeekFrom::Start(at)).and_then(|_| source.read_exact(&mut length)).map_err(broken)?;
            let length = u32::from_le_bytes(length);
            frames.push(Frame { number: frames.len() as u64, at: at + 4, length });
            at += 4 + u64::from(length);
            if at > self.mark.bytes {
                return Err(torn());
            }
        }
        if frames.len() as u64 == self.mark.frames { Ok(frames) } else { Err(torn()) }
    }

    /// The bytes of it, to be read by one thread.
    fn source(&self) -> Result<Box<dyn Source + '_>, Broken> {
        match &self.folder {
            Some(folder) if self.mark.frames > 0 => {
                // By name, since a handle that appends has a place of its own.
                Ok(Box::new(File::open(folder.join(name(&self.mark.id))).map_err(broken)?))
            }
            _ => Ok(Box::new(io::Cursor::new(&self.memory))),
        }
    }

    /// A deck of these cards in a file of its own, which is on the disk when this returns. The state must be told its
    /// [mark](Self::mark); until then it has the one it had.
    pub fn laid_anew(&self, cards: impl IntoIterator<Item = (u64, Card)>, key: &Key) -> Result<Self, Error> {
        let mut anew = Self::empty(self.folder.as_deref());
        let mut deal = anew.deal();
        for (row, card) in cards {
            deal.put(row, Some(&card), key)?;
            // Whoever lays it anew has them already.
            deal.dealt.clear();
        }
        deal.seal_open(key)?;
        let id = deal.mark.id;
        let laid = anew.add(deal, key).and_then(|_| anew.sync().map_err(Error::folder));
        if let (Err(_), Some(folder)) = (&laid, &self.folder) {
            // A part of it is only in the way of a disk that may be full.
            let _ = fs::remove_file(folder.join(name(&id)));
        }
        laid.map(|()| anew)
    }

    /// Waits until all of it is on the disk. Only a desk that opens after a power cut is faster for it.
    pub fn sync(&self) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), File::sync_data)
    }

    /// Removes the decks that the state, as it was read, does not refer to. One that stays is only in the way.
    pub fn tidy(&self) {
        let Some(folder) = &self.folder else { return };
        let mine = name(&self.mark.id);
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(|other| other.starts_with(NAME) && other != mine)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Where the bytes of a deck are read.
trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

/// Where a sealed hand stands in the file.
struct Frame {
    number: u64,
    at: u64,
    length: u32,
}

/// Frames of a deal on their way into the file.
pub struct Sealed {
    id: [u8; 16],
    frames: Vec<u8>,
}

/// What a commit adds to a deck, sealed as it grows.
pub struct Deal {
    mark: Mark,
    /// Those that are not written yet.
    frames: Vec<u8>,
    /// What is sealed in all of them.
    dealt: Vec<Dealt>,
    open: Option<Dealt>,
}

impl Deal {
    /// Puts the card of a row in; none where the client goes.
    pub fn put(&mut self, row: u64, card: Option<&Card>, key: &Key) -> Result<(), Error> {
        let open = self.open.get_or_insert_with(Dealt::begin);
        let at = open.hand.add(row, card);
        open.entries.push((row, card.map(|_| at)));
        if (open.entries.len() as u64) < HAND && open.hand.has_room() { Ok(()) } else { self.seal_open(key) }
    }

    /// Takes what is sealed so far, to be [written](Deck::write): the frames of a large commit are not held until its end.
    pub fn sealed(&mut self) -> Sealed {
        Sealed { id: self.mark.id, frames: std::mem::take(&mut self.frames) }
    }

    fn seal_open(&mut self, key: &Key) -> Result<(), Error> {
        let Some(open) = self.open.take() else { return Ok(()) };
        if self.mark.frames == 0 {
            self.mark.id = seal::random()?;
        }
        let sealed = key.seal(&label(&self.mark.id, self.mark.frames), open.hand.bytes())?;
        let length = u32::try_from(sealed.len()).map_err(|_| Error::Unkeepable)?;
        self.frames.extend_from_slice(&length.to_le_bytes());
        self.frames.extend_from_slice(&sealed);
        self.mark.frames += 1;
        self.mark.bytes += 4 + u64::from(length);
        self.mark.cards += open.entries.len() as u64;
        self.dealt.push(Dealt { hand: open.hand.fitted(), ..open });
        Ok(())
    }
}

fn label(id: &[u8; 16], number: u64) -> Vec<u8> {
    [&b"card"[..], id, &number.to_le_bytes()].concat()
}

fn name(id: &[u8; 16]) -> String {
    id.iter().fold(NAME.to_owned(), |name, byte| name + &format!("{byte:02x}"))
}

fn broken(error: io::Error) -> Broken {
    Broken(format!("the cards cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ClientId;
    use tempfile::TempDir;

    fn key() -> Key {
        Key::new([7; 32])
    }

    fn card(n: u64, name: &str) -> Card {
        Card { client: ClientId::new(format!("P{n}")), first: name.into(), ..Card::default() }
    }

    fn add(deck: &mut Deck, cards: impl IntoIterator<Item = (u64, Option<Card>)>) {
        let mut deal = deck.deal();
        cards.into_iter().for_each(|(row, card)| deal.put(row, card.as_ref(), &key()).unwrap());
        deck.add(deal, &key()).unwrap();
    }

    fn cards(deck: &Deck) -> Result<Vec<(u64, Card)>, Broken> {
        Ok(deck.read(&key())?.cards().collect())
    }

    fn read(folder: &TempDir, mark: Mark) -> Result<Vec<(u64, Card)>, Broken> {
        let mut deck = Deck::empty(Some(folder.path()));
        deck.reopen(mark)?;
        cards(&deck)
    }

    fn file(folder: &TempDir) -> PathBuf {
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(names.len(), 1, "{names:?}");
        names[0].clone()
    }

    /// A deck of two commits: more cards than one frame holds, then one of them changed and one gone. And its mark after the first.
    fn deck(folder: &TempDir) -> (Deck, Mark) {
        let mut deck = Deck::empty(Some(folder.path()));
        add(&mut deck, (0..HAND + 10).map(|n| (n, Some(card(n, "Ana")))));
        let first = deck.mark();
        add(&mut deck, [(3, Some(card(3, "Ben"))), (4, None)]);
        (deck, first)
    }

    #[test]
    fn the_later_card_counts_and_who_is_gone_is_gone() {
        let folder = TempDir::new().unwrap();
        let (written, first) = deck(&folder);
        let cards = read(&folder, written.mark()).unwrap();
        assert_eq!(cards.len() as u64, HAND + 9);
        assert_eq!((cards[3].1.first.as_str(), cards[4].0), ("Ben", 5));
        assert!(cards.windows(2).all(|two| two[0].0 < two[1].0), "in the order in which they came");
        assert_eq!(cards, super::tests::cards(&written).unwrap());
        // A state of before the second commit has none of it, and goes on from there.
        let earlier = read(&folder, first).unwrap();
        assert_eq!((earlier.len() as u64, earlier[3].1.first.as_str()), (HAND + 10, "Ana"));
        assert_eq!(fs::metadata(file(&folder)).unwrap().len(), first.bytes);
        assert!(read(&folder, written.mark()).is_err(), "what was cut off is missed");
    }

    #[test]
    fn in_memory_it_is_the_same() {
        let folder = TempDir::new().unwrap();
        let (written, _) = deck(&folder);
        let mut memory = Deck::empty(None);
        add(&mut memory, (0..HAND + 10).map(|n| (n, Some(card(n, "Ana")))));
        add(&mut memory, [(3, Some(card(3, "Ben"))), (4, None)]);
        assert_eq!(cards(&memory).unwrap(), cards(&written).unwrap());
    }

    #[test]
    fn no_byte_of_it_can_change_unseen() {
        let folder = TempDir::new().unwrap();
        let (written, _) = deck(&folder);
        let (path, mark) = (file(&folder), written.mark());
        let sound = fs::read(&path).unwrap();
        for at in (0..sound.len()).step_by(sound.len() / 97) {
            let mut hurt = sound.clone();
            hurt[at] ^= 1;
            fs::write(&path, &hurt).unwrap();
            assert!(read(&folder, mark).is_err(), "byte {at}");
        }
        fs::write(&path, &sound).unwrap();
        // Two frames of the same file change places: lengths and seals are right, the numbers are not.
        let frames = written.frames().unwrap();
        assert_eq!(frames.len(), 3);
        let whole = |n: &usize| sound[frames[*n].at as usize - 4..][..4 + frames[*n].length as usize].to_vec();
        let swapped: Vec<u8> = [1, 0, 2].iter().flat_map(whole).collect();
        fs::write(&path, swapped).unwrap();
        assert!(read(&folder, mark).is_err());
        fs::write(&path, &sound).unwrap();
        assert!(read(&folder, mark).is_ok());
    }

    #[test]
    fn a_worn_deck_is_laid_anew_and_the_old_one_removed() {
        let folder = TempDir::new().unwrap();
        let (mut written, _) = deck(&folder);
        assert!(!written.is_worn(HAND as usize), "{:?}", written.mark());
        for _ in 0..SPARE / 100 + 20 {
            add(&mut written, (0..100).map(|n| (n, Some(card(n, "Cem")))));
        }
        assert!(written.is_worn(HAND as usize));
        let (cards, old) = (cards(&written).unwrap(), written.mark());
        written = written.laid_anew(cards.iter().cloned(), &key()).unwrap();
        assert_eq!(read(&folder, old).unwrap(), cards, "until the state knows the new one, the old one is there");
        written.tidy();
        assert!(!written.is_worn(HAND as usize));
        assert_eq!(file(&folder).file_name().unwrap().to_str().unwrap(), name(&written.mark().id));
        assert_eq!(read(&folder, written.mark()).unwrap(), cards);
    }
}
