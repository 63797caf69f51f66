//! Finding a person: what each key costs, and whether whoever is meant stands among the first.

use crate::results::{Bar, Results, at, ms};
use crate::{Failed, NO_BAR, desk};
use chrono::Datelike;
use std::path::Path;
use std::time::{Duration, Instant};
use wayhome::domain::directory::Directory;
use wayhome::domain::{Card, Day, date, letters};
use wayhome::generate;

/// So many people are looked for in each class.
const PEOPLE: usize = 500;
/// So many hits a screen shows first.
const FIRST: usize = 20;

/// What somebody types who means this person and slips in one way; none where that slip cannot happen to them.
type Slip = fn(&Card, usize) -> Option<String>;

const CLASSES: [(&str, Slip); 7] = [
    ("first and last name", |card, _| Some(names(card).join(" "))),
    ("a slip in the last name", |card, at| {
        let [first, last] = names(card);
        Some(format!("{first} {}", slip(&last, at)?))
    }),
    ("a slip in both names", |card, at| {
        let [first, last] = names(card);
        Some(format!("{} {}", slip(&first, at + 1)?, slip(&last, at)?))
    }),
    ("another form of the first name", |card, at| {
        let [first, last] = names(card);
        let forms = FORMS.iter().find(|forms| forms.contains(&first.as_str()))?;
        let others: Vec<_> = forms.iter().filter(|form| **form != first).collect();
        Some(format!("{} {last}", others.get(at % others.len())?))
    }),
    ("the last name as it sounds", |card, _| {
        let [first, last] = names(card);
        let heard = HEARD.iter().find(|(written, _)| last.contains(written))?;
        Some(format!("{first} {}", last.replacen(heard.0, heard.1, 1)))
    }),
    ("last name, day and month swapped", |card, _| {
        let born = card.born?;
        let swapped = Day::from_ymd_opt(born.year(), born.day(), born.month()).filter(|other| *other != born)?;
        Some(format!("{} {}", names(card)[1], date::show(swapped)))
    }),
    ("last name, a year off", |card, at| {
        let years = if at % 2 == 0 { 1 } else { -1 };
        let born = card.born?;
        let other = Day::from_ymd_opt(born.year() + years, born.month(), born.day())?;
        Some(format!("{} {}", names(card)[1], date::show(other)))
    }),
];

/// Forms of some first names, written down apart from the program's own table.
const FORMS: [&[&str]; 14] = [
    &["robert", "bob", "rob", "bobby"],
    &["william", "bill", "will"],
    &["james", "jim", "jimmy"],
    &["elizabeth", "liz", "beth", "betty"],
    &["michael", "mike"],
    &["joseph", "joe"],
    &["thomas", "tom"],
    &["daniel", "dan", "danny"],
    &["patricia", "pat", "trish"],
    &["jennifer", "jen", "jenny"],
    &["anthony", "tony"],
    &["christopher", "chris"],
    &["katherine", "kathy", "kate"],
    &["steven", "steve"],
];

/// How sounds are written, and how somebody who only hears them may write them.
const HEARD: [(&str, &str); 14] = [
    ("ph", "f"),
    ("ck", "k"),
    ("sch", "sh"),
    ("ll", "l"),
    ("ss", "s"),
    ("nn", "n"),
    ("ez", "es"),
    ("ie", "ei"),
    ("ey", "ie"),
    ("ei", "ie"),
    ("th", "t"),
    ("ks", "x"),
    ("c", "k"),
    ("z", "s"),
];

fn names(card: &Card) -> [String; 2] {
    [&card.first, &card.last].map(|name| letters::fold(name.as_str()))
}

/// One slip of the keys, another kind for each number; none for a name too short to be told by what is left.
fn slip(name: &str, at: usize) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        return None;
    }
    let place = 1 + at % (letters.len() - 2);
    match at % 4 {
        0 => letters.swap(place, place + 1),
        1 => drop(letters.remove(place)),
        2 => letters.insert(place, 'e'),
        _ => letters[place] = if letters[place] == 'o' { 'p' } else { 'o' },
    }
    let slipped: String = letters.into_iter().collect();
    (slipped != name).then_some(slipped)
}

/// Measures it.
pub fn measure(folder: &Path, clients: usize, results: &mut Results) -> Result<(), Failed> {
    let store = desk::open(folder)?;
    let directory = Directory::new(store.roll()?);
    let today = generate::REFERENCE_DAY;
    let named = directory.everybody().filter(|slip| !slip.first.is_empty() && !slip.last.is_empty());
    let everybody: Vec<Card> = named.map(|slip| slip.card()).collect();
    let step = (everybody.len() / PEOPLE).max(1);

    let mut times = Vec::new();
    for card in everybody.iter().step_by(step) {
        let mut typed = String::new();
        for letter in names(card).join(" ").chars() {
            typed.push(letter);
            times.push(timed(&directory, &typed, today));
        }
        // And what the slowest of them would be: a name that has to be doubted.
        typed.push('q');
        times.push(timed(&directory, &typed, today));
    }
    results.add("find a person, each key, p50", ms(at(&mut times, 0.5)), "ms", NO_BAR);
    let bar = if clients > 100_000 { 16.0 } else { 5.0 };
    results.add("find a person, each key, p99", ms(at(&mut times, 0.99)), "ms", Bar::Most(bar));
    results.add("find a person, each key, slowest", ms(at(&mut times, 1.0)), "ms", NO_BAR);

    for (class, slip) in CLASSES {
        let (mut tried, mut found) = (0, 0);
        for (number, card) in everybody.iter().enumerate().step_by((step / 4).max(1)) {
            if tried == PEOPLE {
                break;
            }
            let Some(text) = slip(card, number) else { continue };
            tried += 1;
            // Whoever has the same name cannot be told apart by a name.
            let meant = |other: Card| names(&other) == names(card) && (!text.contains('/') || other.born == card.born);
            let hits = directory.search(&text, FIRST, today);
            let there = hits.iter().filter_map(|hit| directory.get(&hit.client)).any(meant);
            if !there && std::env::var_os("FIND_MISSED").is_some() {
                // The people are invented.
                eprintln!("{class}: {text:?} finds no {:?}", names(card));
            }
            found += usize::from(there);
        }
        let part = if tried == 0 { f64::NAN } else { 100.0 * found as f64 / tried as f64 };
        results.add(&format!("among the first {FIRST}: {class} ({tried} tried)"), part, "%", Bar::Least(93.0));
    }
    Ok(())
}

fn timed(directory: &Directory, text: &str, today: Day) -> Duration {
    let begun = Instant::now();
    std::hint::black_box(directory.search(text, FIRST, today));
    begun.elapsed()
}
