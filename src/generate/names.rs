//! Names of the people of Northern Lakes, by where their families come from. All invented combinations; no list of real persons.
//!
//! They are there to be awkward: accents, hyphens, apostrophes, two surnames, no surname, and some that fill a column.

use super::random::Random;
use crate::domain::Text;

/// A column of race and ethnicity (HUD 3.04) that a family answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Race {
    /// American Indian, Alaska Native, or Indigenous.
    Native,
    /// Asian or Asian American.
    Asian,
    /// Black, African American, or African.
    Black,
    /// Hispanic/Latina/o.
    Latino,
    /// Middle Eastern or North African.
    MiddleEastern,
    /// Native Hawaiian or Pacific Islander.
    Pacific,
    /// White.
    White,
}

/// What a person is called.
#[derive(Default)]
pub struct Name {
    /// First name.
    pub first: Text,
    /// Middle name; mostly blank.
    pub middle: Text,
    /// Last name; blank for who has one name only.
    pub last: Text,
}

/// The names of families of one origin.
pub struct Origin {
    /// How they answer 3.04.
    pub races: &'static [Race],
    female: &'static [&'static str],
    male: &'static [&'static str],
    last: &'static [&'static str],
    form: Form,
}

/// How a name of this origin is built.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// First and last, sometimes with a middle letter.
    Plain,
    /// First, father's, grandfather's; everybody in a family differs in the first alone here.
    Three,
    /// Two surnames.
    TwoSurnames,
    /// Often one name only.
    Single,
}

impl Origin {
    /// One of the origins, as often as they come to the door.
    pub fn any(random: &mut Random) -> &'static Self {
        let share: Vec<(u32, &Self)> = ORIGINS.iter().map(|(weight, origin)| (*weight, origin)).collect();
        random.weighted(&share).unwrap_or(&ORIGINS[0].1)
    }

    /// A surname for a family.
    pub fn family_name(&self, random: &mut Random) -> String {
        let one = random.pick(self.last);
        match self.form {
            Form::TwoSurnames if random.chance(45) => {
                format!("{one}{}{}", if random.chance(40) { "-" } else { " " }, random.pick(self.last))
            }
            Form::Single if random.chance(60) => String::new(),
            _ => one.to_owned(),
        }
    }

    /// A person of a family with this surname.
    pub fn person(&self, female: bool, family: &str, random: &mut Random) -> Name {
        let middle = match self.form {
            Form::Three => random.pick(self.male).to_owned(),
            Form::Plain if random.chance(30) => char::from(b'A' + u8::try_from(random.between(0, 22)).unwrap_or_default()).to_string(),
            _ => String::new(),
        };
        let first = random.pick(if female { self.female } else { self.male });
        Name { first: Text::new(first), middle: Text::new(middle), last: Text::new(family) }
    }
}

const fn origin(
    races: &'static [Race],
    form: Form,
    female: &'static [&'static str],
    male: &'static [&'static str],
    last: &'static [&'static str],
) -> Origin {
    Origin { races, female, male, last, form }
}

/// Origins with their share of households.
#[rustfmt::skip]
static ORIGINS: &[(u32, Origin)] = &[
    // English, Irish, Scottish.
    (18, origin(
        &[Race::White],
        Form::Plain,
        &["Mary", "Jennifer", "Ashley", "Brittany", "Kathleen", "Siobhán"],
        &["James", "Tyler", "Robert", "Cody", "Dylan", "Alexander-James"],
        &["Smith", "Tanner", "Walker", "O’Brien", "O'Connell", "McAllister", "Fitzgerald", "Hughes", "Whitaker", "Carter-Lloyd",
          "Featherstonehaugh-Cholmondeley", "Reed"],
    )),
    // African American.
    (16, origin(
        &[Race::Black],
        Form::Plain,
        &["Latoya", "Aaliyah", "Denise", "Keisha", "Imani", "Shanice"],
        &["Marcus", "DeShawn", "Jamal", "Terrell", "André", "Darius"],
        &["Washington", "Jefferson", "Jackson", "Freeman", "Booker", "Gaines", "Toussaint", "Broadnax", "Hollis", "St. Clair",
          "Pettigrew", "Rawls"],
    )),
    // Norwegian, Swedish, Danish, Finnish.
    (10, origin(
        &[Race::White],
        Form::Plain,
        &["Ingrid", "Solveig", "Kirsten", "Åsa", "Aino"],
        &["Erik", "Lars", "Bjørn", "Søren", "Jukka"],
        &["Andersson", "Johnson", "Ødegård", "Lindström", "Bergquist", "Nygaard", "Kjærsgaard", "Hämäläinen", "Mäki", "Sjöberg", "Tveit"],
    )),
    // Ojibwe.
    (9, origin(
        &[Race::Native],
        Form::Plain,
        &["Winona", "Dawn", "Nodin", "Autumn"],
        &["Waylon", "Leonard", "Migizi", "Dustin"],
        &["Whitefeather", "Kingbird", "Bellanger", "Fairbanks", "Strong", "Cloudwalker", "Morningstar", "Goodsky", "Littlewolf",
          "Beaulieu-Smith"],
    )),
    // Dakota and Lakota.
    (5, origin(
        &[Race::Native, Race::White],
        Form::Plain,
        &["Wičháȟpi", "Crystal", "Thašína"],
        &["Chaske", "Vernon", "Wambdi"],
        &["Redwing", "Iron Shield", "Good Thunder", "Two Bears", "Eastman", "Wells-Yellow Horse", "Little Crow", "His Many Lightning"],
    )),
    // Hmong.
    (8, origin(
        &[Race::Asian],
        Form::Plain,
        &["Mai", "Pa Houa", "Kaying", "Yer", "Gao Nou"],
        &["Tou", "Xeng", "Kong Meng", "Chue", "Bee"],
        &["Xiong", "Vang", "Yang", "Lor", "Moua", "Thao", "Her", "Vue", "Lee", "Cha", "Kue"],
    )),
    // Somali: three names.
    (9, origin(
        &[Race::Black],
        Form::Three,
        &["Hodan", "Fadumo", "Amina", "Sahra", "Ifrah"],
        &["Abdirahman", "Mohamed", "Liban", "Yusuf", "Cabdullaahi"],
        &["Warsame", "Abdi", "Farah", "Hassan", "Jama", "Guled", "Ali", "Nur", "Xirsi", "Sheikh-Ibrahim"],
    )),
    // Mexican, Ecuadorian, Salvadoran: often two surnames.
    (10, origin(
        &[Race::Latino],
        Form::TwoSurnames,
        &["María José", "Marisol", "Lucía", "Guadalupe", "Ximena", "Yesenia"],
        &["José Luis", "Ángel", "Jesús", "Óscar", "Íñigo", "Raúl"],
        &["García", "Hernández", "Muñoz", "Peña", "Ibáñez", "Quiñones", "Ramírez", "de la Cruz", "Villanueva",
          "Zúñiga", "Ortiz", "Agüero"],
    )),
    // Karen: often a single name.
    (3, origin(
        &[Race::Asian],
        Form::Single,
        &["Paw", "Naw Eh Moo", "Hser Ku", "Say Wah"],
        &["Saw", "Eh Doh", "Htoo", "Ler Say"],
        &["Htoo", "Wah", "Paw", "Moo", "Say", "Soe"],
    )),
    // Oromo and Amharic: three names.
    (3, origin(
        &[Race::Black],
        Form::Three,
        &["Chaltu", "Tigist", "Lensa"],
        &["Gemechu", "Tolosa", "Dawit", "Bekele"],
        &["Tadesse", "Gudina", "Wakjira", "Negash", "Debela", "Kebede", "Tufa"],
    )),
    // Vietnamese.
    (2, origin(
        &[Race::Asian],
        Form::Plain,
        &["Thị Hương", "Linh", "Ngọc"],
        &["Văn Đức", "Minh", "Quốc"],
        &["Nguyễn", "Trần", "Phạm", "Đặng", "Huỳnh", "Võ", "Bùi"],
    )),
    // Arabic.
    (2, origin(
        &[Race::MiddleEastern],
        Form::Plain,
        &["Layla", "Noor", "Zaynab"],
        &["Omar", "Khalid", "Abd al-Rahman"],
        &["al-Hashimi", "El-Sayed", "Haddad", "Khoury", "Ben Youssef", "Nasser", "Abu-Jaber"],
    )),
    // Polish, Czech, Ukrainian.
    (3, origin(
        &[Race::White],
        Form::Plain,
        &["Małgorzata", "Božena", "Oksana"],
        &["Łukasz", "Jiří", "Zbigniew"],
        &["Wiśniewski", "Szczepański", "Kowalczyk", "Dvořák", "Wójcik", "Shevchenko", "Brzęczyszczykiewicz"],
    )),
    // Liberian, Nigerian.
    (1, origin(
        &[Race::Black],
        Form::Plain,
        &["Oluwaseun", "Comfort"],
        &["Chukwuemeka", "Prince"],
        &["Adébáyọ̀", "Okonkwo", "Kollie", "Weah", "N’Dour", "Dweh"],
    )),
    // Hawaiian, Samoan, Micronesian.
    (1, origin(
        &[Race::Pacific, Race::Asian],
        Form::Plain,
        &["Kuʻulei", "Leilani"],
        &["Keanu", "Sione"],
        &["Kealoha", "Tuiasosopo", "Kahananui", "Nakamura-Kalani", "Faʻasavalu", "Mailo"],
    )),
    // French, German.
    (2, origin(
        &[Race::White],
        Form::Plain,
        &["Geneviève", "Zoë", "Jürgena"],
        &["François", "Günther", "Jean-Luc"],
        &["D’Angelo", "Müller", "Lefèvre", "Großmann", "Du Pré", "van der Westhuizen", "L'Heureux"],
    )),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_lists_are_wide_and_fit_their_columns() {
        let all = |names: fn(&Origin) -> Vec<&'static str>| ORIGINS.iter().flat_map(|(_, o)| names(o)).collect::<BTreeSet<_>>();
        let first = all(|o| [o.female, o.male].concat());
        let last = all(|o| o.last.to_vec());
        assert!(first.len() >= 110, "{}", first.len());
        assert!(last.len() >= 135, "{}", last.len());
        assert!(last.iter().all(|name| name.chars().count() <= 30), "two surnames and a hyphen must fit in 50 and more");
        assert!(first.iter().chain(&last).any(|name| !name.is_ascii()));
    }
}
