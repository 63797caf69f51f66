//! The deck: every client in short, in one file beside the database, so that a desk opens without asking the database for each of them.
//!
//! Sealed frames, appended and never changed; of two cards of one row the later counts. How much of the file belongs to the state stands
//! with the state itself, written after it: what lies behind was never applied. Nobody waits for the deck to reach the disk; what is
//! missing is made of the charts again.
//!
//! ```text
//! name    cards-<id of 16 bytes, in hexadecimal>
//! frame   length 4 · sealed cards, for the file's id and the number of the frame in it
//! ```

use super::codec;
use super::disk::private;
use super::error::Error;
use super::seal::{self, Key};
use super::state::Broken;
use crate::domain::Card;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// So many cards are sealed together: few enough that a thread has always more to do, and many enough that sealing costs nothing.
const HAND: usize = 512;

/// A deck is laid anew when it holds this many cards more than twice those that count.
const SPARE: u64 = 10_000;

/// More threads than this only wait for each other's memory.
const HELPERS: usize = 4;

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

/// A card by its row; none where the client is gone.
type Laid = (u64, Option<Card>);

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
        Deal { mark: self.mark, frames: Vec::new(), hand: Vec::new() }
    }

    /// Adds what was dealt.
    pub fn add(&mut self, mut deal: Deal, key: &Key) -> Result<(), Error> {
        deal.seal_hand(key)?;
        if deal.frames.is_empty() {
            return Ok(());
        }
        match &self.folder {
            None => self.memory.extend_from_slice(&deal.frames),
            Some(folder) => {
                if self.file.is_none() {
                    let mut fresh = OpenOptions::new();
                    let fresh = private(fresh.read(true).append(true).create_new(true));
                    self.file = Some(fresh.open(folder.join(name(&deal.mark.id))).map_err(Error::folder)?);
                }
                self.file.as_ref().map_or(Ok(()), |mut file| file.write_all(&deal.frames)).map_err(Error::folder)?;
            }
        }
        self.mark = deal.mark;
        Ok(())
    }

    /// Every card that counts, by its row.
    pub fn cards(&self, key: &Key) -> Result<Vec<(u64, Card)>, Broken> {
        let bytes = self.bytes()?;
        let frames = frames(&bytes, self.mark.frames).ok_or_else(|| Broken("the cards are not whole".to_owned()))?;
        let helpers = thread::available_parallelism().map_or(1, usize::from).min(HELPERS);
        let share = frames.len().div_ceil(helpers).max(1);
        let open = |(number, sealed): &(u64, &[u8])| {
            let plain = key.open(&label(&self.mark.id, *number), sealed)?;
            codec::decode::<Vec<Laid>>(&plain)
        };
        let hands: Vec<Option<Vec<Vec<Laid>>>> = thread::scope(|scope| {
            let helpers: Vec<_> = frames.chunks(share).map(|some| scope.spawn(move || some.iter().map(open).collect())).collect();
            helpers.into_iter().map(|helper| helper.join().unwrap_or_default()).collect()
        });
        let mut rows: Vec<Option<Card>> = Vec::new();
        for hand in hands {
            let hand = hand.ok_or_else(|| Broken("a card does not open".to_owned()))?;
            for (row, card) in hand.into_iter().flatten() {
                let row = usize::try_from(row).map_err(|_| Broken("a card has no row".to_owned()))?;
                if rows.len() <= row {
                    rows.resize_with(row + 1, || None);
                }
                rows[row] = card;
            }
        }
        Ok((0..).zip(rows).filter_map(|(row, card)| Some((row, card?))).collect())
    }

    /// A deck of these cards in a file of its own, which is on the disk when this returns. The state must be told its
    /// [mark](Self::mark); until then it has the one it had.
    pub fn laid_anew<'a>(&self, cards: impl IntoIterator<Item = (u64, &'a Card)>, key: &Key) -> Result<Self, Error> {
        let mut anew = Self::empty(self.folder.as_deref());
        let mut deal = anew.deal();
        for (row, card) in cards {
            deal.put(row, Some(card.clone()), key)?;
        }
        deal.seal_hand(key)?;
        let id = deal.mark.id;
        let laid = anew.add(deal, key).and_then(|()| anew.sync().map_err(Error::folder));
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

    fn bytes(&self) -> Result<Vec<u8>, Broken> {
        let Some(folder) = &self.folder else { return Ok(self.memory.clone()) };
        if self.mark.frames == 0 {
            return Ok(Vec::new());
        }
        // By name, since a handle that appends has a place of its own.
        let file = File::open(folder.join(name(&self.mark.id))).map_err(broken)?;
        let mut bytes = Vec::with_capacity(usize::try_from(file.metadata().map_err(broken)?.len()).unwrap_or_default());
        file.take(self.mark.bytes).read_to_end(&mut bytes).map_err(broken)?;
        Ok(bytes)
    }
}

/// What a commit adds to a deck, sealed as it grows.
pub struct Deal {
    mark: Mark,
    frames: Vec<u8>,
    hand: Vec<Laid>,
}

impl Deal {
    /// Puts the card of a row in; none where the client goes.
    pub fn put(&mut self, row: u64, card: Option<Card>, key: &Key) -> Result<(), Error> {
        self.hand.push((row, card));
        if self.hand.len() < HAND { Ok(()) } else { self.seal_hand(key) }
    }

    fn seal_hand(&mut self, key: &Key) -> Result<(), Error> {
        let hand = std::mem::take(&mut self.hand);
        if hand.is_empty() { Ok(()) } else { self.seal(&hand, key) }
    }

    fn seal(&mut self, hand: &[Laid], key: &Key) -> Result<(), Error> {
        let plain = match codec::encode(&hand) {
            // Each of them is kept in a chart that fits, so one by one they do.
            Err(_) if hand.len() > 1 => {
                let (some, rest) = hand.split_at(hand.len() / 2);
                return self.seal(some, key).and_then(|()| self.seal(rest, key));
            }
            plain => plain?,
        };
        if self.mark.frames == 0 {
            self.mark.id = seal::random()?;
        }
        let sealed = key.seal(&label(&self.mark.id, self.mark.frames), &plain)?;
        let length = u32::try_from(sealed.len()).map_err(|_| Error::Unkeepable)?;
        self.frames.extend_from_slice(&length.to_le_bytes());
        self.frames.extend_from_slice(&sealed);
        self.mark.frames += 1;
        self.mark.bytes += 4 + u64::from(length);
        self.mark.cards += hand.len() as u64;
        Ok(())
    }
}

/// The frames in these bytes with their numbers; none where they are not so many, or not all.
fn frames(mut bytes: &[u8], count: u64) -> Option<Vec<(u64, &[u8])>> {
    let mut frames = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let (frame, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        frames.push((frames.len() as u64, frame));
        bytes = rest;
    }
    (bytes.is_empty() && frames.len() as u64 == count).then_some(frames)
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

    fn add(deck: &mut Deck, cards: impl IntoIterator<Item = Laid>) {
        let mut deal = deck.deal();
        cards.into_iter().for_each(|(row, card)| deal.put(row, card, &key()).unwrap());
        deck.add(deal, &key()).unwrap();
    }

    fn read(folder: &TempDir, mark: Mark) -> Result<Vec<(u64, Card)>, Broken> {
        let mut deck = Deck::empty(Some(folder.path()));
        deck.reopen(mark)?;
        deck.cards(&key())
    }

    fn file(folder: &TempDir) -> PathBuf {
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(names.len(), 1, "{names:?}");
        names[0].clone()
    }

    /// A deck of two commits: more cards than one frame holds, then one of them changed and one gone. And its mark after the first.
    fn deck(folder: &TempDir) -> (Deck, Mark) {
        let mut deck = Deck::empty(Some(folder.path()));
        add(&mut deck, (0..HAND as u64 + 10).map(|n| (n, Some(card(n, "Ana")))));
        let first = deck.mark();
        add(&mut deck, [(3, Some(card(3, "Ben"))), (4, None)]);
        (deck, first)
    }

    #[test]
    fn the_later_card_counts_and_who_is_gone_is_gone() {
        let folder = TempDir::new().unwrap();
        let (written, first) = deck(&folder);
        let cards = read(&folder, written.mark()).unwrap();
        assert_eq!(cards.len(), HAND + 9);
        assert_eq!((cards[3].1.first.as_str(), cards[4].0), ("Ben", 5));
        assert!(cards.windows(2).all(|two| two[0].0 < two[1].0), "in the order in which they came");
        assert_eq!(cards, written.cards(&key()).unwrap());
        // A state of before the second commit has none of it, and goes on from there.
        let earlier = read(&folder, first).unwrap();
        assert_eq!((earlier.len(), earlier[3].1.first.as_str()), (HAND + 10, "Ana"));
        assert_eq!(fs::metadata(file(&folder)).unwrap().len(), first.bytes);
        assert!(read(&folder, written.mark()).is_err(), "what was cut off is missed");
    }

    #[test]
    fn in_memory_it_is_the_same() {
        let folder = TempDir::new().unwrap();
        let (written, _) = deck(&folder);
        let mut memory = Deck::empty(None);
        add(&mut memory, (0..HAND as u64 + 10).map(|n| (n, Some(card(n, "Ana")))));
        add(&mut memory, [(3, Some(card(3, "Ben"))), (4, None)]);
        assert_eq!(memory.cards(&key()).unwrap(), written.cards(&key()).unwrap());
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
        // Two frames of the same file change places: lengths and seals are right, the numbers are not.
        let frames = frames(&sound, 3).unwrap();
        let swapped: Vec<u8> = [1, 0, 2].iter().flat_map(|n| [&(frames[*n].1.len() as u32).to_le_bytes(), frames[*n].1].concat()).collect();
        fs::write(&path, swapped).unwrap();
        assert!(read(&folder, mark).is_err());
        fs::write(&path, &sound).unwrap();
        assert!(read(&folder, mark).is_ok());
    }

    #[test]
    fn a_worn_deck_is_laid_anew_and_the_old_one_removed() {
        let folder = TempDir::new().unwrap();
        let (mut written, _) = deck(&folder);
        assert!(!written.is_worn(HAND), "{:?}", written.mark());
        for _ in 0..SPARE / 100 + 20 {
            add(&mut written, (0..100).map(|n| (n, Some(card(n, "Cem")))));
        }
        assert!(written.is_worn(HAND));
        let (cards, old) = (written.cards(&key()).unwrap(), written.mark());
        written = written.laid_anew(cards.iter().map(|(row, card)| (*row, card)), &key()).unwrap();
        assert_eq!(read(&folder, old).unwrap(), cards, "until the state knows the new one, the old one is there");
        written.tidy();
        assert!(!written.is_worn(HAND));
        assert_eq!(file(&folder).file_name().unwrap().to_str().unwrap(), name(&written.mark().id));
        assert_eq!(read(&folder, written.mark()).unwrap(), cards);
    }
}
