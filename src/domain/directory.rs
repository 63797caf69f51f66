//! The directory: every client's card in memory, to find people while somebody types and to list who waits.

mod late;
mod lexicon;
mod mates;
mod namesakes;
mod search;
mod staying;
mod waiting;

pub use search::{Found, Hit};

use super::agency::Agency;
use super::annual::{self, Window};
use super::card::{Card, EnrollmentCard, EventCard};
use super::code::Code;
use super::date;
use super::entry::Day;
use super::household::{self, Resident};
use super::hud::{Project, Relationship};
use super::id::{ClientId, EnrollmentId, EventId, HouseholdId, OrganizationId, ProjectId};
use super::match_::{self, Match, Newcomer};
use super::referral::{awaits_move_in, is_open_card, lacks_enrollment};
use super::{letters, ssn};
use late::Late;
use mates::Former;
use namesakes::Namesakes;
use search::Index;
use staying::Staying;
use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use waiting::Waiting;

/// Everybody, found by anything. Kept up to date card by card.
#[derive(Default, Clone)]
pub struct Directory {
    cards: Arc<Vec<Card>>,
    /// How many of them were not deleted.
    offered: usize,
    places: HashMap<ClientId, u32>,
    households: HashMap<HouseholdId, Vec<u32>>,
    former: Former,
    finder: Late<Finder>,
    waiting: Waiting,
    staying: Staying,
    revision: u64,
}

/// What finds people. It takes longer to make than all the rest together, and is needed when somebody types.
#[derive(Default, Clone)]
struct Finder {
    index: Index,
    namesakes: Namesakes,
}

impl Finder {
    fn insert(&mut self, place: u32, card: &Card) {
        self.index.insert(place, card);
        self.namesakes.insert(place, card);
    }

    fn remove(&mut self, place: u32, card: &Card) {
        self.index.remove(place, card);
        self.namesakes.remove(place, card);
    }
}

/// The revision that the next change of any directory gives it.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// A referral that is open, or successful without an enrollment, as the desk lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenReferral<'a> {
    /// Whose.
    pub client: &'a Card,
    /// The event.
    pub event: &'a EventCard,
    /// The program named, where the location is one that we know; look up its name in the agency.
    pub project: Option<&'a ProjectId>,
    /// How many days it has been waiting; none where its date is not known.
    pub days: Option<i64>,
}

/// A successful referral whose household has not moved in yet, as the desk lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwaitedMoveIn<'a> {
    /// Whose.
    pub client: &'a Card,
    /// The event.
    pub event: &'a EventCard,
    /// The enrollment that came of it.
    pub stay: &'a EnrollmentCard,
    /// How many days ago it began; none where its start is not known.
    pub days: Option<i64>,
}

/// A household whose annual assessment is to be done, as the desk lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueAnnual<'a> {
    /// The head of household; where theirs is done, who in the household it is still to be done of.
    pub client: &'a Card,
    /// Their enrollment.
    pub stay: &'a EnrollmentCard,
    /// The days on which it may be done.
    pub window: Window,
}

impl Directory {
    /// A directory of these cards. What [searches](Self::search) them is made meanwhile; the first who needs it waits for it.
    pub fn new(cards: Vec<Card>) -> Self {
        let mut directory = Self::default();
        let places: HashMap<ClientId, u32> = cards.iter().zip(0..).map(|(card, place)| (card.client.clone(), place)).collect();
        if places.len() < cards.len() {
            // Of two cards of one client the later counts.
            cards.into_iter().for_each(|card| directory.upsert(card));
            return directory;
        }
        directory.revision = NEXT.fetch_add(1, Ordering::Relaxed);
        (directory.places, directory.cards) = (places, Arc::new(cards));
        let cards = directory.cards.clone();
        thread::scope(|scope| {
            let households = scope.spawn(|| {
                let mut households = HashMap::new();
                offered(&cards).for_each(|(place, card)| join_households(&mut households, place, card));
                households
            });
            for (place, card) in offered(&cards) {
                directory.offered += 1;
                directory.former.insert(place, card);
                directory.waiting.insert(place, card);
                directory.staying.insert(place, card);
            }
            directory.households = households.join().unwrap_or_else(|panic| resume_unwind(panic));
        });
        directory.finder = Late::begin(move || {
            let mut finder = Finder::default();
            offered(&cards).for_each(|(place, card)| finder.insert(place, card));
            finder
        });
        directory
    }

    /// Puts a card in, in place of the former one of this client.
    pub fn upsert(&mut self, card: Card) {
        self.revision = NEXT.fetch_add(1, Ordering::Relaxed);
        let place = match self.places.get(&card.client).copied() {
            Some(place) => {
                self.forget(place);
                place
            }
            None => {
                let Ok(place) = u32::try_from(self.cards.len()) else { return };
                self.places.insert(card.client.clone(), place);
                self.cards_mut().push(Card::default());
                place
            }
        };
        // Of a deleted client the card is known by its id, so that a reference to the client can be named, and is offered nowhere (R-CSV-14).
        if !card.deleted {
            self.finder.insert(place, &card);
            self.enter(place, &card);
        }
        self.cards_mut()[place as usize] = card;
    }

    /// The cards, to be changed.
    fn cards_mut(&mut self) -> &mut Vec<Card> {
        // Whoever made the finder of them has let go of them then.
        self.finder.wait();
        Arc::make_mut(&mut self.cards)
    }

    /// Everything but what finds people.
    fn enter(&mut self, place: u32, card: &Card) {
        self.offered += 1;
        join_households(&mut self.households, place, card);
        self.former.insert(place, card);
        self.waiting.insert(place, card);
        self.staying.insert(place, card);
    }

    fn forget(&mut self, place: u32) {
        let card = std::mem::take(&mut self.cards_mut()[place as usize]);
        if card.deleted {
            return;
        }
        self.offered -= 1;
        self.finder.remove(place, &card);
        self.former.remove(place, &card);
        self.waiting.remove(&card);
        self.staying.remove(place, &card);
        for enrollment in &card.enrollments {
            if let Some(mates) = self.households.get_mut(&enrollment.household) {
                mates.retain(|m| *m != place);
            }
        }
    }

    /// Another number after each change, and for each directory: as long as it is the same, so is everything that is asked here.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many clients there are, without the deleted ones.
    pub fn len(&self) -> usize {
        self.offered
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.offered == 0
    }

    /// Every card, in the order in which the clients came, without those of deleted clients.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.cards.iter().filter(|card| !card.deleted)
    }

    /// Every client, those whose own row was deleted too.
    pub fn all_cards(&self) -> impl Iterator<Item = &Card> {
        self.cards.iter()
    }

    /// A client's card, also that of a deleted one.
    pub fn get(&self, client: &ClientId) -> Option<&Card> {
        self.places.get(client).and_then(|place| self.cards.get(*place as usize))
    }

    /// Who answers to this text: name parts in any order, date of birth in US form, last four digits of the SSN, client id.
    /// Best first, at most `limit`; the same text gives the same order. `today` reads years of two digits.
    pub fn search(&self, text: &str, limit: usize, today: Day) -> Vec<Hit> {
        self.finder.index.search(&self.cards, text, limit, today)
    }

    /// The clients who may be this person (R-DUP-1), likeliest first, at most `limit`: as [`match_::possible_matches`] of everybody.
    pub fn possible_matches(&self, new: &Newcomer, limit: usize) -> Vec<Match> {
        let [first, last] = [&new.first, &new.last].map(|part| letters::fold(part.as_str()));
        let births = new.born.into_iter().flat_map(match_::telling_births).flat_map(|day| self.finder.index.born_on(day));
        let numbers = ssn::last_four(&new.ssn).into_iter().flat_map(|four| self.finder.index.ending_in(four));
        let mut places: Vec<u32> = births.chain(numbers).copied().collect();
        if !(first.is_empty() && last.is_empty()) {
            // A name alone is enough where it is the same or swapped, and where a date of birth that is not known cannot speak
            // against it.
            places.extend(self.finder.namesakes.of(&last).iter().chain(self.finder.namesakes.of(&first)));
            let unborn = |place: &u32| new.born.is_none() || self.card_at(*place).is_some_and(|card| card.born.is_none());
            places.extend(self.finder.namesakes.nearly(&last).filter(unborn));
        }
        places.sort_unstable();
        places.dedup();
        match_::possible_matches(new, places.into_iter().filter_map(|place| self.card_at(place)), limit)
    }

    /// Open referrals (R-RES-9), oldest first: to programs of this organization, or all of them where none is given.
    pub fn open_referrals<'a>(&'a self, agency: &'a Agency, organization: Option<&OrganizationId>, today: Day) -> Vec<OpenReferral<'a>> {
        self.open(agency, today, |project| organization.is_none_or(|o| project.is_some_and(|p| p.organization_id == *o)))
    }

    /// One open referral, by whose and which it is; none where it is open no longer.
    pub fn open_referral<'a>(&'a self, client: &ClientId, event: &EventId, agency: &'a Agency, today: Day) -> Option<OpenReferral<'a>> {
        let client = self.get(client).filter(|card| !card.deleted)?;
        let event = client.events.iter().find(|e| e.id == *event && is_open_card(e))?;
        let project = agency.project(&ProjectId::new(event.location.as_str())).map(|p| &p.project_id);
        Some(waits(client, event, project, today))
    }

    /// Successful referrals whose household has not moved in yet, in the programs of this organization, oldest first.
    pub fn awaited_move_ins<'a>(&'a self, agency: &Agency, organization: &OrganizationId, today: Day) -> Vec<AwaitedMoveIn<'a>> {
        let ours: HashSet<&ProjectId> =
            agency.projects.iter().filter(|p| p.organization_id == *organization).map(|p| &p.project_id).collect();
        let spots = self.waiting.enrolled().filter_map(|(place, at)| {
            let client = self.card_at(place)?;
            awaited(client, client.events.get(at)?, agency, today)
        });
        spots.filter(|awaited| ours.contains(&awaited.stay.project)).collect()
    }

    /// One of them, by whose and which it is; none where it waits for nothing any more.
    pub fn awaited_move_in<'a>(&'a self, client: &ClientId, event: &EventId, agency: &Agency, today: Day) -> Option<AwaitedMoveIn<'a>> {
        let client = self.get(client).filter(|card| !card.deleted)?;
        awaited(client, client.events.iter().find(|e| e.id == *event)?, agency, today)
    }

    /// The households in the programs of this organization whose annual assessment is to be done (R-ANN-1), each once, the one that is to
    /// be done first at the top, so the overdue ones.
    pub fn due_annuals<'a>(&'a self, agency: &Agency, organization: &OrganizationId, today: Day) -> Vec<DueAnnual<'a>> {
        let ours = agency.projects.iter().filter(|p| p.organization_id == *organization);
        let ours = ours.filter(|project| annual::ever_collects(agency, &project.project_id));
        // When a household began is looked up once, not for each of its members.
        let mut starts = HashMap::new();
        let mut due: Vec<DueAnnual<'a>> = Vec::new();
        for (place, at) in ours.flat_map(|project| self.staying.of(&project.project_id)) {
            let Some((client, stay)) = self.card_at(place).and_then(|client| Some((client, client.enrollments.get(at)?))) else { continue };
            let mut of_head = || *starts.entry((&stay.household, &stay.project)).or_insert_with(|| self.head_start(stay));
            let began = if counts_alone(stay) { stay.entry } else { of_head().or(stay.entry) };
            due.extend(began.and_then(|began| due_since(began, client, stay, agency, today)));
        }
        due.sort_by_cached_key(|it| (it.window.to, !is_head(it.stay), it.client.client.clone()));
        let mut seen = HashSet::new();
        due.retain(|it| it.stay.household.is_blank() || seen.insert((&it.stay.household, &it.stay.project)));
        due
    }

    /// The annual assessment of one stay, by whose and which it is; none where none is to be done now.
    pub fn due_annual<'a>(&'a self, client: &ClientId, stay: &EnrollmentId, agency: &Agency, today: Day) -> Option<DueAnnual<'a>> {
        let client = self.get(client).filter(|card| !card.deleted)?;
        self.due(client, client.enrollments.iter().find(|e| e.id == *stay)?, agency, today)
    }

    fn due<'a>(&'a self, client: &'a Card, stay: &'a EnrollmentCard, agency: &Agency, today: Day) -> Option<DueAnnual<'a>> {
        let began = if counts_alone(stay) { stay.entry } else { self.head_start(stay).or(stay.entry) };
        due_since(began?, client, stay, agency, today)
    }

    /// When the head of this stay's household began; none where nobody is known to be the head.
    fn head_start(&self, stay: &EnrollmentCard) -> Option<Day> {
        let places = self.households.get(&stay.household).into_iter().flatten();
        let mates = places.filter_map(|place| self.card_at(*place)).flat_map(|card| &card.enrollments);
        let mut heads = mates.filter(|e| e.household == stay.household && e.project == stay.project).filter(|e| is_head(e));
        heads.next().and_then(|head| head.entry)
    }

    /// Successful referrals of which no enrollment came (R-RES-6), to the programs of this organization, oldest first.
    pub fn unenrolled_referrals<'a>(&'a self, agency: &'a Agency, organization: &OrganizationId, today: Day) -> Vec<OpenReferral<'a>> {
        let ours = agency.projects.iter().filter(|p| p.organization_id == *organization);
        let ours: HashMap<&str, &'a ProjectId> = ours.map(|p| (p.project_id.as_str(), &p.project_id)).collect();
        let spots = self.waiting.unenrolled().filter_map(|(place, at)| {
            let client = self.card_at(place)?;
            let event = client.events.get(at)?;
            let project = *ours.get(event.location.as_str())?;
            lacks_enrollment(client, event, agency).then(|| waits(client, event, Some(project), today))
        });
        spots.collect()
    }

    /// One of them, by whose and which it is; none where there is an enrollment.
    pub fn unenrolled_referral<'a>(
        &'a self,
        client: &ClientId,
        event: &EventId,
        agency: &'a Agency,
        today: Day,
    ) -> Option<OpenReferral<'a>> {
        let client = self.get(client).filter(|card| !card.deleted)?;
        let event = client.events.iter().find(|e| e.id == *event && lacks_enrollment(client, e, agency))?;
        let project = agency.project(&ProjectId::new(event.location.as_str())).map(|project| &project.project_id);
        Some(waits(client, event, project, today))
    }

    /// Open referrals that no organization would see, oldest first: to a voucher, to nowhere, to free text, or to a program whose
    /// organization we do not know.
    pub fn unplaced_referrals<'a>(&'a self, agency: &'a Agency, today: Day) -> Vec<OpenReferral<'a>> {
        let known: HashSet<&OrganizationId> = agency.organizations.iter().map(|o| &o.organization_id).collect();
        self.open(agency, today, |project| !project.is_some_and(|p| known.contains(&p.organization_id)))
    }

    /// Of those that no organization would see, the successful ones of which no enrollment came (R-RES-6), oldest first.
    pub fn unplaced_unenrolled<'a>(&'a self, agency: &'a Agency, today: Day) -> Vec<OpenReferral<'a>> {
        let known: HashSet<&OrganizationId> = agency.organizations.iter().map(|o| &o.organization_id).collect();
        let placed: HashSet<&str> =
            agency.projects.iter().filter(|p| known.contains(&p.organization_id)).map(|p| p.project_id.as_str()).collect();
        let spots = self.waiting.unenrolled().filter_map(|(place, at)| {
            let client = self.card_at(place)?;
            let event = client.events.get(at)?;
            let lacks = !placed.contains(event.location.as_str()) && lacks_enrollment(client, event, agency);
            lacks.then(|| waits(client, event, None, today))
        });
        spots.collect()
    }

    /// The open referrals to the programs that are wanted, oldest first; `wanted` is asked once for each location.
    fn open<'a>(&'a self, agency: &'a Agency, today: Day, wanted: impl Fn(Option<&Project>) -> bool) -> Vec<OpenReferral<'a>> {
        // Of two projects with one id the first counts, as for everybody who asks the agency.
        let projects: HashMap<&str, &'a Project> = agency.projects.iter().rev().map(|p| (p.project_id.as_str(), p)).collect();
        let mut open = Vec::new();
        for (location, queue) in self.waiting.queues() {
            let project = projects.get(location.as_str()).copied();
            if !wanted(project) {
                continue;
            }
            open.extend(queue.filter_map(|(place, at)| {
                let client = self.card_at(place)?;
                Some(waits(client, client.events.get(at)?, project.map(|p| &p.project_id), today))
            }));
        }
        open.sort_by(|a, b| (a.event.date, &a.client.client, &a.event.id).cmp(&(b.event.date, &b.client.client, &b.event.id)));
        open
    }

    fn card_at(&self, place: u32) -> Option<&Card> {
        self.cards.get(place as usize)
    }

    /// The members of a household: the head first.
    pub fn household_of(&self, household: &HouseholdId) -> Vec<Resident> {
        let places = self.households.get(household).map(Vec::as_slice).unwrap_or_default();
        household::members(household, places.iter().filter_map(|p| self.cards.get(*p as usize)))
    }

    /// The people of this client's households, those of the newest first: whom Family Members proposes.
    pub fn household_members(&self, client: &ClientId) -> Vec<&Card> {
        let Some(card) = self.get(client) else { return Vec::new() };
        let mut stays: Vec<_> = card.enrollments.iter().collect();
        stays.sort_by_key(|e| std::cmp::Reverse(e.entry));
        let mut seen = HashSet::from([client]);
        let mates = stays.into_iter().filter_map(|e| self.households.get(&e.household)).flatten();
        mates.filter_map(|p| self.cards.get(*p as usize)).filter(|c| seen.insert(&c.client)).collect()
    }
}

/// The cards of those who were not deleted, with their places.
fn offered(cards: &[Card]) -> impl Iterator<Item = (u32, &Card)> {
    (0..).zip(cards).filter(|(_, card)| !card.deleted)
}

fn join_households(households: &mut HashMap<HouseholdId, Vec<u32>>, place: u32, card: &Card) {
    for enrollment in card.enrollments.iter().filter(|stay| !stay.household.is_blank()) {
        let mates = households.entry(enrollment.household.clone()).or_default();
        if !mates.contains(&place) {
            mates.push(place);
        }
    }
}

fn awaited<'a>(client: &'a Card, event: &'a EventCard, agency: &Agency, today: Day) -> Option<AwaitedMoveIn<'a>> {
    let stay = awaits_move_in(client, event, agency)?;
    Some(AwaitedMoveIn { client, event, stay, days: stay.entry.map(|from| date::days_between(from, today)) })
}

fn waits<'a>(client: &'a Card, event: &'a EventCard, project: Option<&'a ProjectId>, today: Day) -> OpenReferral<'a> {
    OpenReferral { client, event, project, days: event.date.map(|on| date::days_between(on, today)) }
}

fn is_head(stay: &EnrollmentCard) -> bool {
    stay.relationship == Some(Relationship::Head.code())
}

/// True for a stay that counts its years from its own start: the head of household's, and one of no household.
fn counts_alone(stay: &EnrollmentCard) -> bool {
    is_head(stay) || stay.household.is_blank()
}

/// The annual assessment of a stay whose household began on this day; none where none is to be done now.
fn due_since<'a>(began: Day, client: &'a Card, stay: &'a EnrollmentCard, agency: &Agency, today: Day) -> Option<DueAnnual<'a>> {
    let window = annual::due(stay, began, today)?;
    annual::collects(agency, &stay.project, window.anniversary).then_some(DueAnnual { client, stay, window })
}
