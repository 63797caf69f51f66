//! Work that was begun and is not finished, told by the names of its drafts: what it is, whose, and where it goes on.
//!
//! A name says whose it is by a client, or by a record alone: then the client is looked up once, when the records are opened, and noted with
//! each draft that is kept since. Nothing is looked up while the window waits.

use super::action::{Destination, Part, Then};
use super::context::Context;
use super::screen::client::{during, events, move_in, notes, profile};
use super::screen::clients;
use crate::domain::intake::{Draft, Mend, Purpose, drafted_client, named_visit, visit_key};
use crate::domain::{Card, ClientId, Day, EnrollmentId, EventId, Roll, Text, note, occasion};
use std::collections::BTreeMap;

/// Whose drafts are, by their names, and over which stay.
pub type Whose = BTreeMap<String, (ClientId, EnrollmentId)>;

/// On which days intakes were begun, by the names of their drafts, where that is known.
pub type Since = BTreeMap<String, Day>;

/// On which days these were begun, of those that are intakes.
pub fn since<'a>(drafts: impl IntoIterator<Item = (&'a String, &'a Text)>) -> Since {
    let intakes = drafts.into_iter().filter(|(name, _)| drafted_client(name).is_some());
    intakes.filter_map(|(name, text)| Some((name.clone(), Draft::read(text.as_str())?.begun_on()?))).collect()
}

/// What a draft is, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// An intake.
    Intake(ClientId),
    /// A workflow over a stay, by its key, and the day that it corrects.
    Visit(Purpose, String, Option<Day>),
    /// Client information that is corrected.
    Profile(ClientId),
    /// A move-in.
    MoveIn(EnrollmentId),
    /// A record of a stay.
    During(EnrollmentId, occasion::Which),
    /// A CE Event.
    Event(EventId),
    /// A new one.
    NewEvent(ClientId),
    /// A case note.
    Note(ClientId, note::Which),
    /// Somebody who is added.
    Adding,
}

/// Unfinished work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The name of its draft.
    pub name: String,
    /// Whose it is; none where they are not on the desk yet.
    pub client: Option<ClientId>,
    kind: Kind,
    stay: EnrollmentId,
}

fn kind(name: &str) -> Option<Kind> {
    if name == clients::DRAFT {
        return Some(Kind::Adding);
    }
    let visit = || named_visit(name).map(|(purpose, key, of)| Kind::Visit(purpose, key.to_owned(), of));
    let record = || {
        profile::drafted(name)
            .map(Kind::Profile)
            .or_else(|| move_in::drafted(name).map(Kind::MoveIn))
            .or_else(|| during::drafted(name).map(|(stay, which)| Kind::During(stay, which)))
            .or_else(|| events::drafted_new(name).map(Kind::NewEvent))
            .or_else(|| events::drafted(name).map(Kind::Event))
            .or_else(|| notes::drafted(name).map(|(client, which)| Kind::Note(client, which)))
    };
    drafted_client(name).map(Kind::Intake).or_else(visit).or_else(record)
}

/// Whose the drafts of these names are that tell it by a record alone: one look at everybody, where there is any.
pub fn whose(names: &[String], roll: &Roll) -> Whose {
    let mut wanted: Vec<(&String, Kind)> = names.iter().filter_map(|name| Some((name, kind(name)?))).collect();
    wanted.retain(|(_, kind)| matches!(kind, Kind::Visit(..) | Kind::MoveIn(_) | Kind::During(..) | Kind::Event(_)));
    let mut whose = Whose::new();
    if wanted.is_empty() {
        return whose;
    }
    for (_, slip) in roll.slips().filter(|(_, slip)| !slip.deleted) {
        for stay in slip.stays() {
            let is_it = |kind: &Kind| match kind {
                Kind::Visit(_, key, _) => stay.id == key || key.contains('@') && visit_key(&stay.card()) == *key,
                Kind::MoveIn(id) | Kind::During(id, _) => stay.id == id.as_str(),
                _ => false,
            };
            for (name, _) in wanted.iter().filter(|(_, kind)| is_it(kind)) {
                whose.entry((*name).clone()).or_insert_with(|| (ClientId::new(slip.client), EnrollmentId::new(stay.id)));
            }
        }
        let events = wanted.iter().filter_map(|(name, kind)| if let Kind::Event(id) = kind { Some((name, id)) } else { None });
        for (name, id) in events.filter(|_| slip.has_events()) {
            if slip.events().any(|event| event.id == *id) {
                whose.insert((*name).clone(), (ClientId::new(slip.client), EnrollmentId::default()));
            }
        }
    }
    whose
}

/// Everything that was begun, in the order of the names of its drafts; what is of nobody on this desk is left to the screens that keep it.
pub fn all(cx: &Context<'_>) -> Vec<Begun> {
    let begun = |name: &String| {
        let kind = kind(name)?;
        let told = cx.whose.get(name);
        let client = match &kind {
            Kind::Intake(client) | Kind::Profile(client) | Kind::NewEvent(client) | Kind::Note(client, _) => Some(client.clone()),
            Kind::Adding => None,
            Kind::Visit(..) | Kind::MoveIn(_) | Kind::During(..) | Kind::Event(_) => Some(told?.0.clone()),
        };
        if client.as_ref().is_some_and(|client| cx.card(client).is_none()) {
            return None;
        }
        let stay = told.map(|(_, stay)| stay.clone()).unwrap_or_default();
        Some(Begun { name: name.clone(), client, kind, stay })
    };
    cx.drafts.iter().filter_map(begun).collect()
}

impl Begun {
    /// What it is, in the words of its screen.
    pub fn what(&self) -> &'static str {
        match &self.kind {
            Kind::Intake(_) => Purpose::Intake.label(),
            Kind::Visit(purpose, ..) => purpose.label(),
            Kind::Profile(_) => "Client information",
            Kind::MoveIn(_) => "Move-in",
            Kind::During(..) => "During the stay",
            Kind::Event(_) | Kind::NewEvent(_) => "CE Event",
            Kind::Note(..) => "Case note",
            Kind::Adding => "New client",
        }
    }

    /// The referral that is answered in it, where it is a CE Event.
    pub fn event(&self) -> Option<&EventId> {
        if let Kind::Event(event) = &self.kind { Some(event) } else { None }
    }

    /// The stay whose move-in it is.
    pub fn move_in(&self) -> Option<&EnrollmentId> {
        if let Kind::MoveIn(stay) = &self.kind { Some(stay) } else { None }
    }

    /// The workflow over a stay that it is, the day that it corrects, and whose it is.
    pub fn visit(&self) -> Option<(Purpose, Option<Day>, &ClientId)> {
        if let (Kind::Visit(purpose, _, of), Some(client)) = (&self.kind, &self.client) { Some((*purpose, *of, client)) } else { None }
    }

    /// True for work in whose end answers of this record may come: its own, or that of somebody else of the household.
    pub fn may_mend(&self, card: &Card) -> bool {
        match &self.kind {
            Kind::Note(..) | Kind::Adding => false,
            Kind::Visit(_, key, _) => card.enrollments.iter().any(|stay| visit_key(stay) == *key),
            _ => self.client.as_ref() == Some(&card.client),
        }
    }

    /// True for an intake.
    pub fn is_intake(&self) -> bool {
        matches!(self.kind, Kind::Intake(_))
    }

    /// Where it goes on.
    pub fn goes_on(&self) -> Destination {
        let Some(client) = self.client.clone() else { return Destination::Clients };
        match self.kind.clone() {
            Kind::Intake(_) => Destination::Intake(client, None),
            Kind::Visit(purpose, _, of) => Destination::Mend(client, Mend { of, ..Mend::begin(purpose, self.stay.clone()) }),
            Kind::Profile(_) | Kind::Adding => Destination::Client(client, Part::Profile),
            Kind::MoveIn(stay) => Destination::Client(client, Part::MoveIn(stay, Then::Home)),
            Kind::During(stay, which) => Destination::Client(client, Part::During(stay, Some(which))),
            Kind::Event(event) => Destination::Client(client, Part::Events(Some(event))),
            Kind::NewEvent(_) => Destination::Client(client, Part::Events(None)),
            Kind::Note(_, which) => Destination::Client(client, Part::Notes(Some(which))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::intake::{correction_key, draft_name, visit_name};
    use crate::domain::{Card, EnrollmentCard, EventCard, HouseholdId, ProjectId, Roll};

    #[test]
    fn every_draft_is_known_by_the_name_that_its_screen_gives_it() {
        let (client, stay, event) = (ClientId::new("C/1"), EnrollmentId::new("E1"), EventId::new("EV1"));
        let on = Day::from_ymd_opt(2026, 11, 2);
        let visit = |of| visit_name(Purpose::Annual, &correction_key("H1@P1", of));
        for (name, is) in [
            (draft_name(&client), Kind::Intake(client.clone())),
            (visit(None), Kind::Visit(Purpose::Annual, "H1@P1".to_owned(), None)),
            (visit(on), Kind::Visit(Purpose::Annual, "H1@P1".to_owned(), on)),
            (profile::draft_name(&client), Kind::Profile(client.clone())),
            (move_in::draft_name(&stay), Kind::MoveIn(stay.clone())),
            (events::draft_name(&event), Kind::Event(event)),
            (events::new_draft(&client), Kind::NewEvent(client.clone())),
            ("note/C/1/new".to_owned(), Kind::Note(client, note::Which::New)),
            (
                "occasion/W1/E1/S/7".to_owned(),
                Kind::During(EnrollmentId::new("E1/S"), occasion::Which { kind: "W1".to_owned(), key: Some("7".to_owned()) }),
            ),
            (clients::DRAFT.to_owned(), Kind::Adding),
        ] {
            assert_eq!(kind(&name), Some(is), "{name}");
        }
        assert_eq!((kind("undo/7"), kind("place")), (None, None), "no work of its own");
    }

    #[test]
    fn whose_it_is_is_found_by_the_record_that_its_name_tells() {
        let enrollment = EnrollmentCard {
            id: EnrollmentId::new("E1"),
            project: ProjectId::new("P1"),
            household: HouseholdId::new("H1"),
            ..EnrollmentCard::default()
        };
        let event = EventCard { id: EventId::new("EV1"), ..EventCard::default() };
        let card = Card { client: ClientId::new("C1"), enrollments: vec![enrollment], events: vec![event], ..Card::default() };
        let mut roll = Roll::default();
        roll.put(&card);
        let names = ["entry-of/H1@P1", "exit-of/E1", "move-in/E1", "event/EV1", "event/EV2", "client/C1"].map(str::to_owned);
        let found = whose(&names, &roll);
        let known: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(known, ["entry-of/H1@P1", "event/EV1", "exit-of/E1", "move-in/E1"]);
        assert!(found.values().all(|(client, _)| client.as_str() == "C1"));
    }
}
