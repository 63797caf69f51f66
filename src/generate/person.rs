//! Who lives in a household, and each one's Client row.

use super::agency::REACH;
use super::codes::*;
use super::names::{Name, Origin, Race};
use super::pen::{Pen, before};
use crate::domain::hud::{Client, DisabilityType as Type, DobQuality, NameQuality, Relationship, SsnQuality, YesNo};
use crate::domain::{Chart, ClientId, Day, Text, Value};
use Value::Known;
use chrono::Datelike;

/// A member of a household while their story is written.
pub struct Person {
    /// Their chart so far.
    pub chart: Chart,
    /// To the head of household.
    pub relationship: Relationship,
    /// True for who is 18 or older through the whole story. Nobody comes of age in it.
    pub adult: bool,
    /// True for an adult of at most 24.
    pub youth: bool,
    /// Disabilities.
    pub disabilities: Vec<Type>,
}

/// The most people in a household: two adults and five children.
pub const LARGEST: usize = 7;

/// Days of a year, leap days shared out.
fn years(count: u32) -> u32 {
    count * 1461 / 4
}

/// A new household of at most `room` people, the head first.
pub fn household(pen: &mut Pen, room: usize) -> Vec<Person> {
    let origin = Origin::any(&mut pen.random);
    let family = origin.family_name(&mut pen.random);
    let (partner, children) = match pen.random.between(1, 100) {
        ..=60 => (false, 0),
        61..=72 => (true, 0),
        73..=90 => (false, pen.random.between(1, 4)),
        _ => (true, pen.random.between(1, 5)),
    };
    let female = pen.random.chance(if children > 0 && !partner { 80 } else { 42 });
    let head_age = if pen.random.chance(14) { pen.random.between(20, 24) } else { pen.random.between(25, 71) };
    let head_age = if children > 0 { head_age.min(49) } else { head_age };
    let mut members = vec![(Relationship::Head, female, head_age)];
    if partner {
        let like = pen.random.chance(8);
        members.push((Relationship::SpouseOrPartner, female == like, pen.random.between(head_age.max(23) - 3, head_age + 4)));
    }
    for _ in 0..children {
        let relationship = if pen.random.chance(94) { Relationship::Child } else { Relationship::OtherRelative };
        members.push((relationship, pen.random.chance(50), pen.random.between(0, 15).min(head_age.saturating_sub(18))));
    }
    members.truncate(room);
    let people = members.into_iter().map(|(relationship, female, age)| {
        let own = relationship == Relationship::SpouseOrPartner && pen.random.chance(35);
        let surname = if own { origin.family_name(&mut pen.random) } else { family.clone() };
        let name = origin.person(female, &surname, &mut pen.random);
        person(pen, origin, name, relationship, female, age)
    });
    people.collect()
}

fn person(pen: &mut Pen, origin: &Origin, name: Name, relationship: Relationship, female: bool, age: u32) -> Person {
    let adult = age >= 18;
    // Everybody was born before the first enrollment that there can be, and children stay children.
    let born = before(pen.latest, REACH + 30 + years(age) + pen.random.between(0, 200));
    let mut client =
        Client { personal_id: ClientId::new(pen.client_id()), sex: Known(if female { FEMALE } else { MALE }), ..Client::default() };
    call(pen, &mut client, name, adult);
    number(pen, &mut client);
    birth(pen, &mut client, born, adult);
    races(pen, &mut client, origin);
    if adult {
        serve(pen, &mut client, born, age >= 22);
    } else {
        client.veteran_status = Known(YesNo::NotCollected);
    }
    let disabilities = if pen.random.chance(if adult { 48 } else { 9 }) { ailments(pen, adult) } else { Vec::new() };
    let chart = Chart { client, ..Chart::default() };
    Person { chart, relationship, adult, youth: adult && age < 24, disabilities }
}

/// Names 3.01: who has one name only is partial, and a few keep theirs to themselves.
fn call(pen: &mut Pen, client: &mut Client, name: Name, adult: bool) {
    if adult && pen.random.between(1, 250) == 1 {
        client.name_data_quality = Known(NameQuality::Refused);
        return;
    }
    let partial = name.last.is_blank();
    client.name_data_quality = Known(if partial { NameQuality::Partial } else { NameQuality::Full });
    (client.first_name, client.middle_name, client.last_name) = (name.first, name.middle, name.last);
    if !partial && client.sex.is(MALE) && pen.random.chance(4) {
        client.name_suffix = Text::new(pen.random.pick(&["Jr.", "Sr.", "III"]));
    }
}

/// SSN 3.02. Numbers that begin with 9 were never issued to anybody.
fn number(pen: &mut Pen, client: &mut Client) {
    let last = pen.random.between(1, 9999);
    let (text, quality) = match pen.random.between(1, 100) {
        ..=62 => (format!("9{:02}{:02}{last:04}", pen.random.between(0, 99), pen.random.between(1, 99)), SsnQuality::Full),
        63..=84 => (format!("xxxxx{last:04}"), SsnQuality::Partial),
        85..=91 => (String::new(), SsnQuality::Unknown),
        92..=96 => (String::new(), SsnQuality::Refused),
        _ => (String::new(), SsnQuality::NotCollected),
    };
    (client.ssn, client.ssn_data_quality) = (Text::new(text), Known(quality));
}

/// Date of birth 3.03; where only the year is known, January 1 of it (R-DOB-2).
fn birth(pen: &mut Pen, client: &mut Client, born: Day, adult: bool) {
    let first = born.with_ordinal(1).filter(|_| adult);
    (client.dob, client.dob_data_quality) = match (pen.random.between(1, 100), first) {
        (..=3, Some(first)) => (Known(first), Known(DobQuality::Partial)),
        (4, Some(_)) => {
            (Value::Blank, Known(pen.random.weighted(&[(1, DobQuality::Unknown), (1, DobQuality::Refused)]).unwrap_or(DobQuality::Refused)))
        }
        _ => (Known(born), Known(DobQuality::Full)),
    };
}

/// Race and ethnicity 3.04: seven answers, or why there is none.
fn races(pen: &mut Pen, client: &mut Client, origin: &Origin) {
    let silent = pen.random.chance(3);
    let also_white = pen.random.chance(5);
    let has = |race: Race| {
        let it = !silent && (origin.races.contains(&race) || (also_white && race == Race::White));
        Known(if it { YesNo::Yes } else { YesNo::No })
    };
    client.am_ind_ak_native = has(Race::Native);
    client.asian = has(Race::Asian);
    client.black_af_american = has(Race::Black);
    client.hispanic_latinao = has(Race::Latino);
    client.mid_east_n_african = has(Race::MiddleEastern);
    client.native_hi_pacific = has(Race::Pacific);
    client.white = has(Race::White);
    if silent {
        client.race_none = Known(pen.random.pick(&[RACE_UNKNOWN, RACE_REFUSED, RACE_NOT_COLLECTED]));
    }
}

/// Veteran status 3.07 of an adult and V1, which stays blank for who is none (R-VET-2).
fn serve(pen: &mut Pen, client: &mut Client, born: Day, may_have: bool) {
    let veteran = pen.random.chance(if client.sex.is(MALE) { 11 } else { 3 }) && may_have;
    client.veteran_status = Known(if veteran { YesNo::Yes } else { YesNo::No });
    if !veteran {
        return;
    }
    let Ok(birth_year) = u32::try_from(born.year()) else { return };
    let entered = birth_year + 18 + pen.random.between(0, 1);
    let separated = entered + pen.random.between(2, 4);
    let during = |first: u32, last: u32| Known(if entered <= last && separated >= first { YesNo::Yes } else { YesNo::No });
    client.year_entered_service = Known(entered);
    client.year_separated = Known(separated.min(u32::try_from(pen.latest.year()).unwrap_or(separated)));
    client.world_war_ii = Known(YesNo::No);
    client.korean_war = Known(YesNo::No);
    client.vietnam_war = during(1964, 1975);
    client.desert_storm = during(1990, 1991);
    client.afghanistan_oef = during(2001, 2014);
    client.iraq_oif = during(2003, 2010);
    client.iraq_ond = during(2010, 2011);
    client.other_theater = Known(YesNo::No);
    client.military_branch = Known(pen.random.pick(&[ARMY, ARMY, AIR_FORCE, NAVY, MARINES]));
    client.discharge_status = Known(pen.random.pick(&[HONORABLE, HONORABLE, GENERAL]));
}

fn ailments(pen: &mut Pen, adult: bool) -> Vec<Type> {
    let common: &[Option<Type>] = if adult {
        &[Some(Type::MentalHealth), Some(Type::SubstanceUse), Some(Type::ChronicHealth), Some(Type::Physical)]
    } else {
        &[Some(Type::Developmental), Some(Type::ChronicHealth)]
    };
    let mut found = Vec::from_iter(pen.random.pick(common));
    if adult && pen.random.chance(40) {
        found.extend(pen.random.pick(&[
            Some(Type::MentalHealth),
            Some(Type::Physical),
            Some(Type::ChronicHealth),
            Some(Type::Developmental),
        ]));
    }
    found
}

/// Signs the Client row: created with the first enrollment (R-CSV-13).
pub fn sign(pen: &mut Pen, person: &mut Person, first: Day, last: Day) {
    let client = std::mem::take(&mut person.chart.client);
    let stamp = pen.stamp_until(first, last);
    person.chart.client =
        Client { date_created: stamp.created, date_updated: stamp.updated, user_id: stamp.user, export_id: stamp.export, ..client };
}
