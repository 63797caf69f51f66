//! The directory: finding people, and the referrals that wait.

use super::*;
use wayhome::domain::Directory;

fn card(id: &str, first: &str, last: &str, born: &str, ssn: &str) -> Card {
    Card { client: ClientId::new(id), first: first.into(), last: last.into(), born: Day::read(born), ssn: ssn.into(), ..Card::default() }
}

fn people() -> Directory {
    Directory::new(vec![
        card("C1", "Marisol", "Núñez Vega", "1987-03-04", "212341234"),
        card("C2", "Mario", "Vega", "2015-03-04", "xxxxx9876"),
        card("C3", "Ann", "O'Brien", "1987-03-04", ""),
        card("C4", "Lucía", "Vegas", "1999-09-09", ""),
    ])
}

fn found(directory: &Directory, text: &str) -> Vec<String> {
    directory.search(text, 10, today()).into_iter().map(|h| h.client.to_string()).collect()
}

#[test]
fn people_are_found_by_what_is_typed() {
    let people = people();
    for (text, who) in [
        ("vega mari", &["C1", "C2"][..]),
        ("NUNEZ", &["C1"]),
        ("nuñez marisol", &["C1"]),
        ("obrien", &["C3"]),
        ("marisool", &["C1"]),
        ("vgea marisol", &["C1"]),
        ("lucia nunez", &[]),
        ("marisol vegas", &["C1", "C2"]),
        ("3/4/87", &["C1", "C3"]),
        ("03/04/2015", &["C2"]),
        ("1234", &["C1"]),
        ("c3", &["C3"]),
        ("nobody", &[]),
        ("vega vega", &[]),
        ("", &[]),
    ] {
        let mut hits = found(&people, text);
        if text.contains('/') {
            hits.sort();
        }
        assert_eq!(hits, who, "{text}");
    }
    assert_eq!(people.search("vega", 1, today()).len(), 1);
}

#[test]
fn a_changed_card_is_found_by_its_new_name_alone() {
    let mut people = people();
    people.upsert(card("C3", "Anna", "Smith", "1990-01-01", "xxxxx5555"));
    assert_eq!(people.len(), 4);
    assert_eq!(found(&people, "smith"), ["C3"]);
    assert_eq!(found(&people, "5555"), ["C3"]);
    assert!(found(&people, "obrien").is_empty());
    assert!(!found(&people, "03/04/1987").contains(&"C3".to_owned()));
}

#[test]
fn open_referrals_reach_their_organization_and_none_vanishes() {
    let agency = agency();
    let mut chart = chart();
    let more = |id: &str, location: &str, on_day: &str| Event {
        event_id: EventId::new(id),
        location_crisis_or_ph_housing: location.into(),
        event_date: on(on_day),
        ..event()
    };
    chart.events.push(more("EV2", "P-PSH", "2026-10-15"));
    chart.events.push(more("EV3", "North Apartments", "2026-10-20"));
    chart.events.push(Event { referral_result: Value::Known(ReferralResult::Accepted), ..more("EV4", "P-PSH", "2026-10-10") });
    let directory = Directory::new(vec![Card::of(&chart)]);
    let ids = |list: Vec<wayhome::domain::OpenReferral<'_>>| list.iter().map(|r| r.event.id.to_string()).collect::<Vec<_>>();
    let (north, lakes) = (OrganizationId::new("O-N"), OrganizationId::new("O-L"));
    assert_eq!(ids(directory.open_referrals(&agency, Some(&north), today())), ["EV2", "EV1"], "oldest first");
    assert!(directory.open_referrals(&agency, Some(&lakes), today()).is_empty());
    assert_eq!(ids(directory.unplaced_referrals(&agency, today())), ["EV3"]);
    assert_eq!(ids(directory.open_referrals(&agency, None, today())), ["EV2", "EV3", "EV1"]);
    assert_eq!(directory.open_referrals(&agency, Some(&north), today())[0].days, Some(38));
}

#[test]
fn households_and_owners() {
    let (mut one, mut two) = (chart(), chart());
    two.client.personal_id = ClientId::new("C2");
    two.events.clear();
    two.enrollments = vec![enrollment("E-KID", "P-PSH", "2026-11-10")];
    two.enrollments[0].household_id = HouseholdId::new("H-E-PSH");
    two.enrollments[0].relationship_to_hoh = Value::Known(Relationship::Child);
    one.enrollments[1].household_id = HouseholdId::new("H-E-PSH");
    let directory = Directory::new(vec![Card::of(&two), Card::of(&one)]);
    let mates = directory.household_of(&HouseholdId::new("H-E-PSH"));
    assert_eq!(mates.iter().map(|m| (m.client.as_str(), m.is_head())).collect::<Vec<_>>(), [("C1", true), ("C2", false)]);
    let proposed: Vec<_> = directory.household_members(&ClientId::new("C1")).iter().map(|c| c.client.to_string()).collect();
    assert_eq!(proposed, ["C2"]);
    assert_eq!(directory.owner_of_event(&EventId::new("EV1")), Some(&ClientId::new("C1")));
    assert_eq!(directory.owner_of_enrollment(&EnrollmentId::new("E-KID")), Some(&ClientId::new("C2")));
    assert!(directory.household_of(&HouseholdId::default()).is_empty());
}

#[test]
fn r_csv_14_a_deleted_client_is_offered_nowhere_and_still_known() {
    use wayhome::domain::match_::{Newcomer, possible_matches};
    let gone = |deleted| {
        let event = EventCard { id: EventId::new("EV9"), code: Some(EventCode::SupportiveOpening.code()), ..EventCard::default() };
        let enrollment = EnrollmentCard { id: EnrollmentId::new("E9"), household: HouseholdId::new("H9"), ..EnrollmentCard::default() };
        Card { deleted, events: vec![event], enrollments: vec![enrollment], ..card("C9", "Wilhelmina", "Quist", "1960-01-01", "212341299") }
    };
    let newcomer = Newcomer { first: "Wilhelmina".into(), last: "Quist".into(), born: Day::read("1960-01-01"), ssn: Text::default() };
    let mut directory = people();
    let seen = |d: &Directory| {
        let agency = agency();
        let open = d.open_referrals(&agency, None, today()).len();
        let mates = d.household_of(&HouseholdId::new("H9")).len();
        (found(d, "Quist").len(), found(d, "1299").len(), possible_matches(&newcomer, d.cards(), 5).len(), open, mates, d.len())
    };
    directory.upsert(gone(true));
    assert_eq!(seen(&directory), (0, 0, 0, 0, 0, 4));
    assert_eq!(directory.get(&ClientId::new("C9")).map(Card::name).as_deref(), Some("Wilhelmina Quist"));
    directory.upsert(gone(false));
    assert_eq!(seen(&directory), (1, 1, 1, 1, 1, 5));
    directory.upsert(gone(true));
    assert_eq!(seen(&directory), (0, 0, 0, 0, 0, 4), "deleted later");
}
