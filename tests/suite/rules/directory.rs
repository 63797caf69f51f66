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

/// Four people of one name and one of another, of whom three have something to do with programs.
fn namesakes() -> Directory {
    let mut people: Vec<Card> = ["C1", "C2", "C3", "C4"].map(|id| card(id, "Mai", "Vega", "", "")).into();
    let referred = |id: &str, to: &str| {
        let mut chart = chart();
        chart.client.personal_id = ClientId::new(id);
        chart.enrollments.clear();
        chart.events[0].location_crisis_or_ph_housing = to.into();
        Card { first: "Mai".into(), last: "Vega".into(), born: None, ssn: Text::default(), ..Card::of(&chart) }
    };
    let agency = agency();
    let own = agency.project(&ProjectId::new("P-PSH")).unwrap().organization_id.clone();
    let other = agency.projects.iter().find(|p| p.organization_id != own).unwrap().project_id.clone();
    people[1] = referred("C2", other.as_str());
    people[3] = referred("C4", "P-PSH");
    people[2].enrollments = vec![EnrollmentCard { project: ProjectId::new("P-PSH"), ..EnrollmentCard::default() }];
    people.push(card("C0", "Mai", "Vegas", "", ""));
    Directory::new(people)
}

#[test]
fn of_namesakes_those_come_first_with_whom_the_organization_has_to_do() {
    let (people, agency) = (namesakes(), agency());
    let own = agency.project(&ProjectId::new("P-PSH")).unwrap().organization_id.clone();
    let found = |own: Option<&OrganizationId>| {
        let mut hits = people.search("mai vega", 10, today());
        people.nearer_first(&mut hits, &agency, own);
        hits.into_iter().map(|hit| hit.client.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found(Some(&own)), ["C4", "C3", "C2", "C1", "C0"], "referred, staying, referred elsewhere, the others; then the next name");
    assert_eq!(found(None), ["C2", "C4", "C1", "C3", "C0"], "nobody is ours");
}

#[test]
fn people_are_found_by_what_is_typed() {
    let people = people();
    for (text, who) in [
        ("vega mari", &["C2", "C1"][..]),
        ("v vegas", &[]),
        ("m marisol", &[]),
        ("v marisol", &["C1", "C2"]),
        ("n núñez", &[]),
        ("o ann", &["C3"]),
        ("NUNEZ", &["C1"]),
        ("nuñez marisol", &["C1"]),
        ("obrien", &["C3"]),
        ("marisool", &["C1"]),
        ("vgea marisol", &["C1", "C2"]),
        ("lucia nunez", &[]),
        ("marisol vegas", &["C1", "C2"]),
        ("3/4/87", &["C1", "C3"]),
        ("03/04/2015", &["C2"]),
        ("1234", &["C1"]),
        ("vega 1234", &["C1"]),
        ("vega 03/04/1987", &["C1"]),
        ("3/4/87, marisol", &["C1"]),
        ("vega 9/9/1999", &["C4"]),
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
fn people_are_found_although_they_are_misspelt() {
    let mut people = people();
    for card in [
        card("D1", "Robert", "Hernandez", "1990-02-03", ""),
        card("D2", "Stephanie", "Philips", "1978-11-05", ""),
        card("D3", "Bob", "Quist", "2001-07-07", ""),
    ] {
        people.upsert(card);
    }
    for (text, who) in [
        ("bob hernandez", "D1"),
        ("robert ernandes", "D1"),
        ("robrt hernadez", "D1"),
        ("filipps", "D2"),
        ("stefanie filips", "D2"),
        ("robert quist", "D3"),
        ("hernandez 03/02/1990", "D1"),
        ("hernandez 02/03/1991", "D1"),
        ("ernandes 2/3/89", "D1"),
        ("11/05/1979", "D2"),
    ] {
        assert_eq!(found(&people, text).first().map(String::as_str), Some(who), "{text}");
    }
    assert!(found(&people, "hernandez 02/03/1995").is_empty(), "another day is another person");
    people.upsert(card("D4", "Bob", "Hernandez", "", ""));
    assert_eq!(found(&people, "bob hernandez"), ["D4", "D1"], "who has the very name stands before who may be meant");
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
    let ids = |list: Vec<wayhome::domain::OpenReferral>| list.iter().map(|r| r.event.id.to_string()).collect::<Vec<_>>();
    let (north, lakes) = (OrganizationId::new("O-N"), OrganizationId::new("O-L"));
    assert_eq!(ids(directory.open_referrals(&agency, Some(&north), today())), ["EV2", "EV1"], "oldest first");
    assert!(directory.open_referrals(&agency, Some(&lakes), today()).is_empty());
    assert_eq!(ids(directory.unplaced_referrals(&agency, today())), ["EV3"]);
    assert_eq!(ids(directory.open_referrals(&agency, None, today())), ["EV2", "EV3", "EV1"]);
    assert!(directory.unplaced_unenrolled(&agency, today()).is_empty(), "EV4 has its place");
    assert_eq!(directory.open_referrals(&agency, Some(&north), today())[0].days, Some(38));
}

#[test]
fn a_successful_referral_without_a_program_waits_for_its_enrollment_too() {
    let agency = agency();
    let mut chart = chart();
    chart.enrollments.retain(|stay| stay.enrollment_id == event().enrollment_id);
    let accepted = Value::Known(ReferralResult::Accepted);
    let voucher = Event { event_id: EventId::new("EV9"), location_crisis_or_ph_housing: "".into(), referral_result: accepted, ..event() };
    chart.events = vec![voucher];
    let waiting = |chart: &Chart| Directory::new(vec![Card::of(chart)]).unplaced_unenrolled(&agency, today()).len();
    assert_eq!(waiting(&chart), 1);
    let directory = Directory::new(vec![Card::of(&chart)]);
    assert!(directory.unenrolled_referral(chart.id(), &EventId::new("EV9"), &agency, today()).is_some());
    chart.enrollments.push(enrollment("E9", "P-PSH", &chart.events[0].event_date.text()));
    assert_eq!(waiting(&chart), 0, "somebody enrolled them since");
}

/// A client with one stay in the rapid re-housing of the CoC, in a household.
fn staying(id: &str, household: &str, role: Relationship, entry: &str) -> Card {
    let enrollment = EnrollmentCard {
        id: EnrollmentId::new(format!("E-{id}")),
        project: ProjectId::new("P-RRH"),
        household: HouseholdId::new(household),
        relationship: Some(role.code()),
        entry: Some(day(entry)),
        ..EnrollmentCard::default()
    };
    Card { client: ClientId::new(id), enrollments: vec![enrollment], ..Card::default() }
}

#[test]
fn r_ann_1_each_household_that_is_due_is_listed_once_the_overdue_first() {
    let agency = agency();
    let (north, lakes) = (OrganizationId::new("O-N"), OrganizationId::new("O-L"));
    let (head, child) = (Relationship::Head, Relationship::Child);
    let mut directory = Directory::new(vec![
        staying("A", "H1", head, "2025-12-01"),
        staying("A2", "H1", child, "2025-12-01"),
        staying("B", "H2", head, "2025-05-02"),
        staying("C", "H3", head, "2026-03-01"),
        staying("D2", "H4", child, "2026-11-05"),
        staying("D", "H4", head, "2025-11-01"),
    ]);
    let listed = |directory: &Directory| {
        let due = directory.due_annuals(&agency, &north, today());
        due.iter().map(|it| format!("{} {}", it.client, it.window.to)).collect::<Vec<_>>()
    };
    assert_eq!(listed(&directory), ["B 2026-06-01", "D 2026-12-01", "A 2026-12-31"], "C is not there for a year");
    assert!(directory.due_annuals(&agency, &lakes, today()).is_empty());
    // Done of the head alone: the household is listed by who is left. Done of everybody, or gone, it is not.
    let mut done = staying("A", "H1", head, "2025-12-01");
    done.enrollments[0].annuals = [day("2026-11-21")].into();
    directory.upsert(done.clone());
    assert_eq!(listed(&directory), ["B 2026-06-01", "D 2026-12-01", "A2 2026-12-31"]);
    let mut gone = staying("B", "H2", head, "2025-05-02");
    gone.enrollments[0].exit = Some(day("2026-07-01"));
    directory.upsert(gone);
    let mut child_done = staying("A2", "H1", child, "2025-12-01");
    child_done.enrollments[0].annuals = [day("2026-11-21")].into();
    directory.upsert(child_done);
    assert_eq!(listed(&directory), ["D 2026-12-01"], "who joined after the anniversary is exempt");
    assert!(directory.due_annual(&ClientId::new("D2"), &EnrollmentId::new("E-D2"), &agency, today()).is_none());
    assert!(directory.due_annual(&ClientId::new("D"), &EnrollmentId::new("E-D"), &agency, today()).is_some());
    // Where the program collects it alone.
    let bare = Agency { funders: Vec::new(), ..agency.clone() };
    assert!(directory.due_annuals(&bare, &north, today()).is_empty());
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
    assert!(directory.household_of(&HouseholdId::default()).is_empty());
}

/// Everybody who is offered.
fn everybody(directory: &Directory) -> Vec<Card> {
    directory.everybody().map(|slip| slip.card()).collect()
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
        (found(d, "Quist").len(), found(d, "1299").len(), possible_matches(&newcomer, &everybody(d), 5).len(), open, mates, d.len())
    };
    directory.upsert(gone(true));
    assert_eq!(seen(&directory), (0, 0, 0, 0, 0, 4));
    assert_eq!(directory.get(&ClientId::new("C9")).map(|card| card.name()).as_deref(), Some("Wilhelmina Quist"));
    directory.upsert(gone(false));
    assert_eq!(seen(&directory), (1, 1, 1, 1, 1, 5));
    directory.upsert(gone(true));
    assert_eq!(seen(&directory), (0, 0, 0, 0, 0, 4), "deleted later");
}

mod laws {
    //! What the directory keeps by itself is what a look at everybody would find.

    use super::*;
    use proptest::prelude::*;
    use wayhome::domain::letters;
    use wayhome::domain::match_::{Newcomer, possible_matches};
    use wayhome::domain::referral::is_open_card;

    const FIRST: [&str; 8] = ["Robert", "Bob", "Roberta", "Robbert", "Ann", "Anne", "Nuñez", ""];
    const LAST: [&str; 10] = ["Núñez", "Nunes", "Nuñes", "Lee", "Lea", "Robert", "O'Brien", "Obrian", "Mississippi", ""];
    const BORN: [&str; 8] = ["", "1987-03-04", "1987-04-03", "1988-03-04", "1986-03-04", "2000-02-29", "2001-03-01", "1990-12-31"];
    const SSN: [&str; 7] = ["", "212341234", "xxxxx1234", "212991234", "21234xxxx", "xxxxx0000", "xxxxxx234"];
    const TO: [&str; 4] = ["P-PSH", "P-RRH", "North Apartments", ""];

    prop_compose! {
        fn person()(
            id in 0..12_u8,
            first in prop::sample::select(&FIRST[..]),
            last in prop_oneof![3 => prop::sample::select(&LAST[..]).prop_map(str::to_owned), 1 => "[a-e]{3,9}"],
            born in prop::sample::select(&BORN[..]),
            ssn in prop::sample::select(&SSN[..]),
            events in prop::collection::vec((0..3_u8, 0..4_usize, 0..28_u32, any::<bool>()), 0..3),
            deleted in prop::bool::weighted(0.1),
        ) -> Card {
            let events = events.into_iter().map(|(event, to, day, open)| EventCard {
                id: EventId::new(format!("EV{id}-{event}")),
                code: Some(EventCode::SupportiveOpening.code()),
                location: TO[to].into(),
                date: Day::from_ymd_opt(2026, 10, day),
                result: if open { Text::default() } else { "1".into() },
                ..EventCard::default()
            });
            // One event has one id.
            let mut seen = std::collections::BTreeSet::new();
            let events = events.filter(|event| seen.insert(event.id.clone())).collect();
            Card { events, deleted, ..card(&format!("C{id}"), first, &last, born, ssn) }
        }
    }

    fn directory(cards: Vec<Card>) -> Directory {
        let mut directory = Directory::default();
        cards.into_iter().for_each(|card| directory.upsert(card));
        directory
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn r_dup_1_nobody_is_missed_by_looking_at_few(
            cards in prop::collection::vec(person(), 1..30),
            new in person(),
            like in any::<prop::sample::Index>(),
            same in any::<[bool; 4]>(),
            swapped in any::<bool>(),
            limit in 0..8_usize,
        ) {
            // In part somebody who is there, in part somebody else; without that hardly anybody would match.
            let known = like.get(&cards);
            let (first, last) = if swapped { (&known.last, &known.first) } else { (&known.first, &known.last) };
            let new = Newcomer {
                first: if same[0] { first.clone() } else { new.first },
                last: if same[1] { last.clone() } else { new.last },
                born: if same[2] { known.born } else { new.born },
                ssn: if same[3] { known.ssn.clone() } else { new.ssn },
            };
            let people = directory(cards);
            prop_assert_eq!(people.possible_matches(&new, limit), possible_matches(&new, &everybody(&people), limit));
        }

        #[test]
        fn r_res_9_every_open_referral_is_listed_and_no_other(cards in prop::collection::vec(person(), 0..30)) {
            let (people, agency) = (directory(cards), agency());
            let id = |r: &wayhome::domain::OpenReferral| (r.event.date, r.client.client.clone(), r.event.id.clone());
            let listed = |rows: Vec<wayhome::domain::OpenReferral>| rows.iter().map(id).collect::<Vec<_>>();
            let waiting = |wanted: &dyn Fn(&str) -> bool| {
                let all = everybody(&people);
                let all = all.iter().flat_map(|c| c.events.iter().map(move |e| (c, e)));
                let open = all.filter(|(_, e)| is_open_card(e) && wanted(e.location.as_str()));
                let mut open: Vec<_> = open.map(|(c, e)| (e.date, c.client.clone(), e.id.clone())).collect();
                open.sort();
                open
            };
            let owner = |to: &str| agency.owner(&ProjectId::new(to)).map(|o| o.organization_id.clone());
            prop_assert_eq!(listed(people.open_referrals(&agency, None, today())), waiting(&|_| true));
            prop_assert_eq!(listed(people.unplaced_referrals(&agency, today())), waiting(&|to| owner(to).is_none()));
            for organization in &agency.organizations {
                let id = &organization.organization_id;
                let theirs = people.open_referrals(&agency, Some(id), today());
                prop_assert_eq!(listed(theirs), waiting(&|to| owner(to).as_ref() == Some(id)));
            }
        }

        #[test]
        fn a_word_finds_every_name_that_begins_with_it(cards in prop::collection::vec(person(), 0..30), word in "[a-z]{1,2}") {
            let people = directory(cards);
            let begins = |card: &Card| [&card.first, &card.last].iter().any(|name| letters::words(name.as_str()).iter().any(|w| w.starts_with(&word)));
            let mut expected: Vec<ClientId> = everybody(&people).into_iter().filter(begins).map(|card| card.client).collect();
            // The letter of the ids finds everybody.
            prop_assume!(!"c".starts_with(&word));
            let mut hits: Vec<ClientId> = people.search(&word, 100, today()).into_iter().map(|hit| hit.client).collect();
            let few: Vec<ClientId> = people.search(&word, 3, today()).into_iter().map(|hit| hit.client).collect();
            prop_assert_eq!(&few[..], &hits[..hits.len().min(3)], "the best of them, in the same order");
            hits.sort();
            expected.sort();
            prop_assert_eq!(hits, expected);
        }
    }
}

/// The list and the single look-up, which the row of the list makes, know the same households and windows.
#[test]
fn r_ann_1_every_household_on_the_list_is_found_by_itself_and_none_is_left_out() {
    let (agency, charts) = crate::desk::records(crate::desk::People::Typical);
    let directory = Directory::new(charts.iter().map(Card::of).collect::<Vec<_>>());
    let mut listed = std::collections::HashSet::new();
    for organization in &agency.organizations {
        for due in directory.due_annuals(&agency, &organization.organization_id, today()) {
            assert_eq!(directory.due_annual(&due.client, &due.stay.id, &agency, today()).as_ref(), Some(&due));
            listed.insert((due.stay.household.to_string(), due.stay.project.clone()));
        }
    }
    let mut found = std::collections::HashSet::new();
    for card in charts.iter().map(Card::of) {
        for stay in card.enrollments.iter().filter(|stay| directory.due_annual(&card.client, &stay.id, &agency, today()).is_some()) {
            found.insert((stay.household.to_string(), stay.project.clone()));
        }
    }
    assert!(listed.len() > 1);
    assert_eq!(listed, found);
}
