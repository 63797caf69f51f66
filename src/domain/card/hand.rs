//! Cards in one piece of memory: as a roll holds them, and as the deck seals them.
//!
//! ```text
//! entry   a number that whoever writes it chooses · length of the card as a number, 0 where it is taken away · the packed card
//! ```

use super::slip::{self, Reader};
use super::{Card, Slip};
use zeroize::Zeroizing;

/// So much is set aside for one hand, so that it does not grow while it is filled and leave copies of itself behind.
const ROOM: usize = 64 << 10;

/// What a hand holds: the number of the entry, and where its card stands; none where it is taken away.
pub type Entry = (u64, Option<u32>);

/// See the module. Wipes its memory when dropped.
#[derive(Default)]
pub struct Hand(Zeroizing<Vec<u8>>);

impl Hand {
    /// An empty one, with room.
    pub fn begin() -> Self {
        Self(Zeroizing::new(Vec::with_capacity(ROOM)))
    }

    /// The hand that stands in these bytes, and what it holds; none where the bytes are no hand.
    pub fn read(bytes: Zeroizing<Vec<u8>>) -> Option<(Self, Vec<Entry>)> {
        let mut entries = Vec::new();
        let mut reader = Reader::new(&bytes);
        while !reader.is_done() {
            let number = reader.whole_number()?;
            let at = u32::try_from(bytes.len() - reader.left()).ok()?;
            let length = usize::try_from(reader.whole_number()?).ok()?;
            reader = reader.behind(length)?;
            entries.push((number, (length > 0).then_some(at)));
        }
        Some((Self(bytes), entries))
    }

    /// Adds a card as it stands in another hand. Gives where it stands.
    pub(in crate::domain) fn add_packed(&mut self, number: u64, packed: &[u8]) -> u32 {
        slip::number(&mut self.0, number);
        let at = self.0.len() as u32;
        slip::number(&mut self.0, packed.len() as u64);
        self.0.extend_from_slice(packed);
        at
    }

    /// Adds a card, or that it is taken away, under this number. Gives where the card stands.
    pub fn add(&mut self, number: u64, card: Option<&Card>) -> u32 {
        let Some(card) = card else { return self.add_packed(number, &[]) };
        let mut packed = Zeroizing::new(Vec::with_capacity(slip::room(card)));
        slip::pack(card, &mut packed);
        self.add_packed(number, &packed)
    }

    /// True where another card of usual size needs no more memory. Whoever fills one begins another then.
    pub fn has_room(&self) -> bool {
        self.0.capacity() - self.0.len() > ROOM / 16
    }

    /// The same in no more memory than it needs, where it has far more: a desk keeps one for each save.
    pub fn fitted(self) -> Self {
        if self.0.capacity() < 2 * self.0.len() { self } else { Self(Zeroizing::new(self.0.as_slice().to_vec())) }
    }

    /// The bytes of it.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The packed card that stands here.
    pub(in crate::domain) fn packed(&self, at: u32) -> &[u8] {
        let mut reader = Reader::new(self.0.get(at as usize..).unwrap_or_default());
        let length = usize::try_from(reader.number()).unwrap_or(usize::MAX);
        reader.take(length)
    }

    /// The card that stands here.
    pub fn slip(&self, at: u32) -> Slip<'_> {
        Slip::new(self.packed(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ClientId;
    use proptest::prelude::*;

    fn card(id: &str) -> Card {
        Card { client: ClientId::new(id), ..Card::default() }
    }

    #[test]
    fn what_is_added_is_read() {
        let mut hand = Hand::begin();
        let at = [hand.add(7, Some(&card("A"))), hand.add(300, None), hand.add(u64::MAX, Some(&card("B")))];
        let bytes = hand.bytes().to_vec();
        let (read, entries) = Hand::read(Zeroizing::new(bytes.clone())).unwrap();
        assert_eq!(entries, [(7, Some(at[0])), (300, None), (u64::MAX, Some(at[2]))]);
        assert_eq!([at[0], at[2]].map(|at| read.slip(at).client), ["A", "B"]);
        for short in 1..bytes.len() {
            let entries = Hand::read(Zeroizing::new(bytes[..short].to_vec())).map(|(_, entries)| entries.len());
            assert!(entries.is_none_or(|entries| entries < 3), "{short}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_hand_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            if let Some((hand, entries)) = Hand::read(Zeroizing::new(bytes)) {
                entries.into_iter().filter_map(|(_, at)| at).for_each(|at| drop(hand.slip(at).card()));
            }
        }
    }
}
