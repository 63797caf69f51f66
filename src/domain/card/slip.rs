//! A card as bytes: what a desk holds of everybody, and what is sealed into the deck. A tenth of the memory that the texts of a card take
//! one by one, and nothing has to be read of it before somebody asks.
//!
//! ```text
//! number  as many bytes as it needs, seven bits in each, the lowest first
//! text    length as a number · UTF-8
//! day     0 where it is not known, else one more than the days since year 1, doubled, those before it odd
//! card    deleted · last name · first name · client · middle name · suffix · SSN · born · undecided · differing
//!         · count of left households · each · count of stays · each · count of events · each
//!         · count of bygone stays · the id of each · count of bygone events · the id of each
//! ```

use super::{Bygone, Card, EnrollmentCard, EventCard};
use crate::domain::entry::{Day, Text};
use crate::domain::id::{ClientId, EnrollmentId, EventId, HouseholdId, ProjectId};
use chrono::Datelike;

/// Adds a card to these bytes.
pub fn pack(card: &Card, to: &mut Vec<u8>) {
    number(to, u64::from(card.deleted));
    for name in [card.last.as_str(), card.first.as_str(), card.client.as_str(), card.middle.as_str(), card.suffix.as_str()] {
        text(to, name);
    }
    text(to, card.ssn.as_str());
    day(to, card.born);
    number(to, u64::from(card.undecided));
    number(to, u64::from(card.differing));
    number(to, card.left.len() as u64);
    card.left.iter().for_each(|household| text(to, household.as_str()));
    number(to, card.enrollments.len() as u64);
    card.enrollments.iter().for_each(|stay| pack_stay(stay, to));
    number(to, card.events.len() as u64);
    card.events.iter().for_each(|event| pack_event(event, to));
    let Bygone { enrollments, events } = &card.bygone;
    number(to, enrollments.len() as u64);
    enrollments.iter().for_each(|id| text(to, id.as_str()));
    number(to, events.len() as u64);
    events.iter().for_each(|id| text(to, id.as_str()));
}

/// So many bytes hold a card for sure.
pub fn room(card: &Card) -> usize {
    // A number takes at most ten bytes, a day and a length of an id far less.
    let texts = |texts: &[&str]| texts.iter().map(|text| text.len() + 10).sum::<usize>();
    let own = [&card.last, &card.first, &card.middle, &card.suffix, &card.ssn].map(|text| text.as_str());
    let stay = |it: &EnrollmentCard| texts(&[it.id.as_str(), it.project.as_str(), it.household.as_str()]) + 10 * (5 + it.annuals.len());
    let event = |it: &EventCard| {
        texts(&[it.id.as_str(), it.enrollment.as_str(), it.location.as_str(), it.result.as_str(), it.resulting.as_str()]) + 50
    };
    texts(&own)
        + texts(&[card.client.as_str()])
        + 90
        + card.left.iter().map(|household| texts(&[household.as_str()])).sum::<usize>()
        + card.enrollments.iter().map(stay).sum::<usize>()
        + card.events.iter().map(event).sum::<usize>()
        + card.bygone.enrollments.iter().map(|id| texts(&[id.as_str()])).sum::<usize>()
        + card.bygone.events.iter().map(|id| texts(&[id.as_str()])).sum::<usize>()
}

fn pack_stay(stay: &EnrollmentCard, to: &mut Vec<u8>) {
    [stay.id.as_str(), stay.project.as_str(), stay.household.as_str()].into_iter().for_each(|id| text(to, id));
    code(to, stay.relationship);
    [stay.entry, stay.exit, stay.move_in].into_iter().for_each(|on| day(to, on));
    number(to, stay.annuals.len() as u64);
    stay.annuals.iter().for_each(|on| day(to, Some(*on)));
}

fn pack_event(event: &EventCard, to: &mut Vec<u8>) {
    [event.id.as_str(), event.enrollment.as_str(), event.location.as_str()].into_iter().for_each(|it| text(to, it));
    text(to, event.result.as_str());
    text(to, event.resulting.as_str());
    code(to, event.code);
    [event.date, event.result_date, event.acknowledged].into_iter().for_each(|on| day(to, on));
    number(to, u64::from(event.not_housed));
}

/// Adds a number to these bytes.
pub(super) fn number(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn text(to: &mut Vec<u8>, text: &str) {
    number(to, text.len() as u64);
    to.extend_from_slice(text.as_bytes());
}

fn code(to: &mut Vec<u8>, code: Option<u32>) {
    number(to, code.map_or(0, |code| u64::from(code) + 1));
}

fn day(to: &mut Vec<u8>, day: Option<Day>) {
    let days = day.map(|day| i64::from(day.num_days_from_ce()));
    number(to, days.map_or(0, |days| ((days << 1) ^ (days >> 63)) as u64 + 1));
}

/// A packed card, read as far as names and numbers. Bytes that are none read as a card with blanks in it.
#[derive(Clone, Copy)]
pub struct Slip<'a> {
    /// True where the client's own row was deleted.
    pub deleted: bool,
    /// Last name.
    pub last: &'a str,
    /// First name.
    pub first: &'a str,
    /// The client's id.
    pub client: &'a str,
    /// Middle name.
    pub middle: &'a str,
    /// Suffix.
    pub suffix: &'a str,
    /// Social Security Number as stored.
    pub ssn: &'a str,
    /// Date of birth.
    pub born: Option<Day>,
    /// As [`Card::undecided`].
    pub undecided: u32,
    /// As [`Card::differing`].
    pub differing: u32,
    rest: Reader<'a>,
}

impl<'a> Slip<'a> {
    /// Reads the beginning of a packed card.
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Reader(bytes);
        let deleted = reader.number() == 1;
        let [last, first, client, middle, suffix, ssn] = [(); 6].map(|()| reader.text());
        let (born, undecided, differing) = (reader.day(), reader.small(), reader.small());
        Self { deleted, last, first, client, middle, suffix, ssn, born, undecided, differing, rest: reader }
    }

    /// Last name, first name and client of a packed card: by what people are ordered.
    pub fn order(bytes: &'a [u8]) -> [&'a str; 3] {
        let mut reader = Reader(bytes);
        reader.number();
        [(); 3].map(|()| reader.text())
    }

    /// As [`Card::left`].
    pub fn left(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let mut reader = self.rest;
        let mut count = reader.number();
        std::iter::from_fn(move || reader.next(&mut count).then(|| reader.text()))
    }

    /// Their enrollments.
    pub fn stays(&self) -> impl Iterator<Item = Stay<'a>> + use<'a> {
        let mut reader = self.behind_left();
        let mut count = reader.number();
        std::iter::from_fn(move || reader.next(&mut count).then(|| reader.stay()))
    }

    /// True where there is a coordinated entry event.
    pub fn has_events(&self) -> bool {
        self.behind_stays().number() > 0
    }

    /// Their coordinated entry events.
    pub fn events(&self) -> impl Iterator<Item = EventCard> + use<'a> {
        let mut reader = self.behind_stays();
        let mut count = reader.number();
        std::iter::from_fn(move || reader.next(&mut count).then(|| reader.event()))
    }

    /// As [`Card::bygone`].
    pub fn bygone(&self) -> Bygone {
        let mut reader = self.behind_events();
        let enrollments = reader.texts().into_iter().map(EnrollmentId::new).collect();
        let events = reader.texts().into_iter().map(EventId::new).collect();
        Bygone { enrollments, events }
    }

    /// The card.
    pub fn card(&self) -> Card {
        Card {
            client: ClientId::new(self.client),
            first: Text::kept(self.first),
            middle: Text::kept(self.middle),
            last: Text::kept(self.last),
            suffix: Text::kept(self.suffix),
            born: self.born,
            ssn: Text::kept(self.ssn),
            enrollments: self.stays().map(|stay| stay.card()).collect(),
            left: self.left().map(HouseholdId::new).collect(),
            events: self.events().collect(),
            bygone: self.bygone(),
            deleted: self.deleted,
            undecided: self.undecided,
            differing: self.differing,
        }
    }

    fn behind_left(&self) -> Reader<'a> {
        let mut reader = self.rest;
        let mut count = reader.number();
        while reader.next(&mut count) {
            reader.text();
        }
        reader
    }

    fn behind_stays(&self) -> Reader<'a> {
        let mut reader = self.behind_left();
        let mut count = reader.number();
        while reader.next(&mut count) {
            reader.stay();
        }
        reader
    }

    fn behind_events(&self) -> Reader<'a> {
        let mut reader = self.behind_stays();
        let mut count = reader.number();
        while reader.next(&mut count) {
            reader.event();
        }
        reader
    }
}

/// A packed enrollment.
#[derive(Clone, Copy)]
pub struct Stay<'a> {
    /// Which.
    pub id: &'a str,
    /// In which project.
    pub project: &'a str,
    /// With whom.
    pub household: &'a str,
    /// As [`EnrollmentCard::relationship`].
    pub relationship: Option<u32>,
    /// From.
    pub entry: Option<Day>,
    /// Until.
    pub exit: Option<Day>,
    /// Moved in on.
    pub move_in: Option<Day>,
    annuals: Reader<'a>,
}

impl Stay<'_> {
    /// The enrollment in short.
    pub fn card(&self) -> EnrollmentCard {
        let mut annuals = self.annuals;
        let mut count = annuals.number();
        EnrollmentCard {
            id: EnrollmentId::new(self.id),
            project: ProjectId::new(self.project),
            household: HouseholdId::new(self.household),
            relationship: self.relationship,
            entry: self.entry,
            exit: self.exit,
            move_in: self.move_in,
            annuals: std::iter::from_fn(|| annuals.next(&mut count).then(|| annuals.day())).flatten().collect(),
        }
    }
}

/// Bytes that are read from the front. What is missing reads as nothing: whoever seals them proves them, so it is never missing.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.0.len()
    }

    /// What follows so many bytes; none where there are less.
    pub(super) fn behind(&self, bytes: usize) -> Option<Self> {
        self.0.get(bytes..).map(Self)
    }

    /// The next bytes; none of them where there are less.
    pub(super) fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        taken
    }

    /// True where another of so many follows. Ends with the bytes, whatever they claim.
    fn next(&self, count: &mut u64) -> bool {
        let more = *count > 0 && !self.0.is_empty();
        *count = count.saturating_sub(1);
        more
    }

    pub(super) fn number(&mut self) -> u64 {
        self.whole_number().unwrap_or_default()
    }

    /// The next number; none where it does not end.
    pub(super) fn whole_number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn small(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or_default()
    }

    fn text(&mut self) -> &'a str {
        let length = usize::try_from(self.number()).unwrap_or(usize::MAX);
        std::str::from_utf8(self.take(length)).unwrap_or_default()
    }

    /// So many texts as the number before them says.
    fn texts(&mut self) -> Vec<&'a str> {
        let mut count = self.number();
        std::iter::from_fn(|| self.next(&mut count).then(|| self.text())).collect()
    }

    fn code(&mut self) -> Option<u32> {
        self.number().checked_sub(1).and_then(|code| u32::try_from(code).ok())
    }

    fn day(&mut self) -> Option<Day> {
        let days = self.number().checked_sub(1)?;
        let days = (days >> 1) as i64 ^ -((days & 1) as i64);
        i32::try_from(days).ok().and_then(Day::from_num_days_from_ce_opt)
    }

    fn stay(&mut self) -> Stay<'a> {
        let [id, project, household] = [(); 3].map(|()| self.text());
        let relationship = self.code();
        let [entry, exit, move_in] = [(); 3].map(|()| self.day());
        let annuals = *self;
        let mut count = self.number();
        while self.next(&mut count) {
            self.day();
        }
        Stay { id, project, household, relationship, entry, exit, move_in, annuals }
    }

    fn event(&mut self) -> EventCard {
        let [id, enrollment, location, result, resulting] = [(); 5].map(|()| self.text());
        let code = self.code();
        let [date, result_date, acknowledged] = [(); 3].map(|()| self.day());
        EventCard {
            id: EventId::new(id),
            enrollment: EnrollmentId::new(enrollment),
            date,
            code,
            location: Text::kept(location),
            result: Text::kept(result),
            result_date,
            acknowledged,
            resulting: EnrollmentId::new(resulting),
            not_housed: self.number() == 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(card: &Card) -> Vec<u8> {
        let mut bytes = Vec::new();
        pack(card, &mut bytes);
        bytes
    }

    #[test]
    fn a_packed_card_is_the_card() {
        let (_, charts) = crate::generate::people(300, 3, crate::generate::REFERENCE_DAY);
        for chart in &charts {
            let card = Card::of(chart);
            let bytes = packed(&card);
            let slip = Slip::new(&bytes);
            assert!(slip.card() == card, "{card:?}");
            assert!(bytes.len() <= room(&card));
            assert_eq!(Slip::order(&bytes), [card.last.as_str(), card.first.as_str(), card.client.as_str()]);
            assert_eq!(slip.has_events(), !card.events.is_empty());
        }
    }

    #[test]
    fn the_longest_and_the_earliest_come_back() {
        let text = |length: usize| Text::kept(&"é".repeat(length));
        let days: Box<[Day]> =
            [(-3, 1, 1), (0, 12, 31), (1, 1, 1), (9999, 12, 31)].iter().filter_map(|d| Day::from_ymd_opt(d.0, d.1, d.2)).collect();
        assert_eq!(days.len(), 4);
        let stay = EnrollmentCard { id: EnrollmentId::new("E"), annuals: days.clone(), relationship: Some(0), ..EnrollmentCard::default() };
        let events = days.iter().map(|on| EventCard { date: Some(*on), code: Some(u32::MAX), not_housed: true, ..EventCard::default() });
        let left = [HouseholdId::new("H1"), HouseholdId::new("H2")].into();
        let card = Card {
            client: ClientId::new("C"),
            last: text(70_000),
            first: text(64),
            left,
            enrollments: vec![stay; 200],
            events: events.collect(),
            bygone: Bygone { enrollments: vec![EnrollmentId::new("E9"); 3].into(), events: [EventId::new("EV9")].into() },
            undecided: u32::MAX,
            deleted: true,
            ..Card::default()
        };
        assert!(Slip::new(&packed(&card)).card() == card && packed(&card).len() <= room(&card));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            // What they say is nothing that was written; to be packed and read again it is the same.
            let card = Slip::new(&bytes).card();
            let again = Slip::new(&packed(&card)).card();
            prop_assert!(again == card);
        }
    }
}
