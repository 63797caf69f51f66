//! The field table: for every column of every file its label, help, HUD element, type and list.
//!
//! Screens, checks, audit, import and export read this one table; it is generated from `resources/hud/`.

use super::code::{self, Code, ListedCode};
use super::hud::{ELEMENTS, FILES, File, ProjectType};
use super::words;
use std::fmt;

/// One field of one file. Named constants stand in [`at`](super::at).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId {
    /// The file.
    pub file: File,
    /// The column's position in HUD's order, counted from 0.
    pub column: u16,
}

/// What a file holds.
pub struct FileInfo {
    /// HUD's name, without `.csv`.
    pub name: &'static str,
    /// HUD's, or one of our own.
    pub origin: Origin,
    /// Position of the primary key.
    pub key: usize,
    /// Position of `PersonalID`, where the row belongs to a client.
    pub owner: Option<usize>,
    /// Its columns in HUD's order.
    pub columns: &'static [Column],
}

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A file of HMIS CSV.
    Hud,
    /// Ours: what users work on and HUD has no file for; travels in a `Custom*.csv`.
    Local,
    /// Ours: what an import left beside its rows, for the next import and the next export. No screen shows it as a record.
    Beside,
    /// Ours: what the organization keeps for itself. A record like any other on the screens and in the history, which no export has and no
    /// HMIS is told of.
    Desk,
}

impl Origin {
    /// True for rows of which an HMIS may be told: in an export, or typed by hand.
    pub const fn travels(self) -> bool {
        matches!(self, Self::Hud | Self::Local)
    }
}

/// One column.
pub struct Column {
    /// HUD's column name.
    pub name: &'static str,
    /// What users call it.
    pub label: &'static str,
    /// Its meaning in plain words; may be empty. Who knows it can put it away.
    pub help: &'static str,
    /// What protects somebody when it is asked, or what must not be done here; may be empty. Nothing puts it away.
    pub warns: &'static str,
    /// The meaning in programs of these types, by HUD number, where it is not alike in all.
    pub fits: &'static [(&'static [u32], &'static str)],
    /// What its answers count, where those are bare numbers, such as `month`; else empty.
    pub unit: &'static str,
    /// HUD data element; may be empty.
    pub element: &'static str,
    /// Its type.
    pub kind: Kind,
    /// True where HUD allows it to be empty.
    pub nullable: bool,
    /// Other spellings found in files, and FY2024 names.
    pub aliases: &'static [&'static str],
    /// HUD's condition, in HUD's shorthand; may be empty.
    pub condition: &'static str,
    /// The list offered for entry where HUD offers a part of the column's own list; may be empty.
    pub offer: &'static str,
    /// The choices of a column of text that draws from a list, each with its label.
    pub texts: &'static [(&'static str, &'static str)],
    /// True where it says who somebody is: a name, a Social Security Number, a date of birth. Privacy mode hides it.
    pub private: bool,
    /// The file whose rows it names by their key.
    pub refers: Option<File>,
    /// Its help page, where some screen shows it.
    pub page: Option<Page>,
    /// The numbers of its list, a bit for each: asked for every cell that is read, checked and written.
    pub codes: &'static [u64],
    /// The numbers that the typed value knows, as `codes`; none where it knows any. Of those it does not tell `007` from `7`.
    pub typed: Option<&'static [u64]>,
}

impl Column {
    /// True where its list has this number, retired or not.
    pub fn lists(&self, number: u32) -> bool {
        holds(self.codes, number)
    }

    /// True where the typed value of the column is this number, whether it is in the list or not.
    pub fn types(&self, number: u32) -> bool {
        self.typed.is_none_or(|typed| holds(typed, number))
    }
}

fn holds(numbers: &[u64], number: u32) -> bool {
    let word = usize::try_from(number / 64).ok().and_then(|at| numbers.get(at));
    word.is_some_and(|word| word >> (number % 64) & 1 == 1)
}

/// The help page of a field, in our own words.
#[derive(Debug)]
pub struct Page {
    /// What HUD means by it.
    pub meaning: &'static str,
    /// What it means at this desk.
    pub local: &'static str,
    /// What follows from it: what it feeds, what it stops.
    pub consequence: &'static str,
    /// What the answers mean that are easily mistaken, by HUD number.
    pub answers: &'static [(u32, &'static str)],
}

/// A column's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An identifier.
    Id,
    /// A day.
    Day,
    /// A date and time.
    Instant,
    /// A whole number.
    Number,
    /// A code of this list.
    Code(&'static str),
    /// An amount.
    Money,
    /// Text of at most so many characters.
    Text(usize),
}

impl File {
    /// What it holds.
    pub fn info(self) -> &'static FileInfo {
        &FILES[self as usize]
    }

    /// The file of this number, as stored.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The file of this name, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.info().name.eq_ignore_ascii_case(name))
    }

    /// The column of this name, whatever its case; exact names win over aliases.
    pub fn column(self, name: &str) -> Option<usize> {
        let columns = self.info().columns;
        let exact = columns.iter().position(|c| c.name.eq_ignore_ascii_case(name));
        exact.or_else(|| columns.iter().position(|c| c.aliases.iter().any(|a| a.eq_ignore_ascii_case(name))))
    }

    /// True for rows that belong to a client.
    pub fn is_client_level(self) -> bool {
        self.info().owner.is_some()
    }
}

impl FieldId {
    /// Its line in the table.
    pub fn info(self) -> &'static Column {
        &self.file.info().columns[usize::from(self.column)]
    }

    /// What users call it.
    pub fn label(self) -> &'static str {
        self.info().label
    }

    /// The HUD data element that it belongs to: the number in the dictionary, and the element's name. None for what is ours.
    pub fn element(self) -> Option<(&'static str, &'static str)> {
        let number = self.info().element;
        let of = |(element, _): &&(&str, &str)| number.strip_prefix(element).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        ELEMENTS.iter().find(of).map(|(_, name)| (number, *name))
    }

    /// Its meaning in plain words, in a program of this type; of all types where none is known. May be empty.
    pub fn help(self, program: Option<ProjectType>) -> &'static str {
        let (column, code) = (self.info(), program.map(Code::code));
        let fitting = column.fits.iter().find(|(types, _)| code.is_some_and(|code| types.contains(&code)));
        fitting.map_or(column.help, |(_, help)| help)
    }

    /// What its help page says that it means, in a program of this type.
    pub fn meaning(self, program: Option<ProjectType>) -> Option<String> {
        let page = self.info().page.as_ref()?;
        let more = if self.info().fits.is_empty() { "" } else { self.help(program) };
        Some([page.meaning, more].join(" ").trim_end().to_owned())
    }

    /// The codes that may be chosen for it now, in display order.
    pub fn offered(self) -> impl Iterator<Item = &'static ListedCode> {
        let list = match (self.info().offer, self.info().kind) {
            ("", Kind::Code(list)) => list,
            (offer, _) => offer,
        };
        code::list(list).iter().filter(|c| !c.retired)
    }

    /// True where an answer is chosen from a list of codes. The answer on a disability and the type of a service have one list or another,
    /// by what the row is.
    pub fn is_coded(self) -> bool {
        use super::at::{disabilities, services};
        let by_row = [disabilities::DISABILITY_RESPONSE, services::TYPE_PROVIDED, services::SUB_TYPE_PROVIDED];
        matches!(self.info().kind, Kind::Code(_)) || by_row.contains(&self)
    }

    /// A label of its list with what it counts, where it is a bare number: `8 months`, which is no answer of the number 8.
    pub fn says(self, label: &str) -> String {
        match (self.info().unit, label.parse::<u64>()) {
            ("", _) | (_, Err(_)) => label.to_owned(),
            (unit, Ok(number)) => words::count(number, unit),
        }
    }

    /// A value as a person reads it: the label of a code, a US date, the text itself.
    pub fn in_words(self, text: &str) -> String {
        match self.info().kind {
            Kind::Code(list) => {
                text.parse().ok().and_then(|n| code::label(list, n)).map_or_else(|| text.to_owned(), |label| self.says(label))
            }
            Kind::Day => super::date::us(text),
            Kind::Text(_) => {
                self.info().texts.iter().find(|(code, _)| *code == text).map_or_else(|| text.to_owned(), |(_, l)| (*l).to_owned())
            }
            _ => text.to_owned(),
        }
    }
}

impl fmt::Debug for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.file.info().name, self.info().name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::at;

    #[test]
    fn the_constants_point_at_their_columns() {
        assert_eq!(format!("{:?}", at::event::REFERRAL_RESULT), "Event.ReferralResult");
        assert_eq!(format!("{:?}", at::enrollment::RELATIONSHIP_TO_HOH), "Enrollment.RelationshipToHoH");
        assert_eq!(at::event::REFERRAL_RESULT.label(), "Referral Result");
    }

    #[test]
    fn a_field_knows_its_element_and_its_page() {
        assert_eq!(at::event::REFERRAL_RESULT.element(), Some(("4.20.D", "Coordinated Entry Event")));
        assert_eq!(at::referral::DATE_ACKNOWLEDGED.element(), None, "HUD has no such field");
        let page = at::enrollment::DISABLING_CONDITION.info().page.as_ref().unwrap();
        let explained: Vec<u32> = page.answers.iter().map(|(code, _)| *code).collect();
        assert_eq!(explained, [1, 8, 9, 99], "the common answers besides its own");
        assert!(at::client::WHITE.info().page.is_some(), "it shares the page of the seven");
    }

    #[test]
    fn a_day_means_what_it_does_in_a_program_of_that_type() {
        let start = |program| at::enrollment::ENTRY_DATE.help(program);
        assert_eq!(start(Some(ProjectType::RapidRehousing)), "The day the household was admitted, which may be before move-in.");
        assert_eq!(start(Some(ProjectType::ShelterNightByNight)), "The first night in the shelter.");
        assert!(start(None).contains("In a shelter: the first night."));
        for field in [at::enrollment::ENTRY_DATE, at::exit::EXIT_DATE] {
            let all = ProjectType::ALL.iter().filter(|program| field.help(Some(**program)) == field.help(None)).count();
            assert_eq!(all, 0, "{field:?}: a type without its own words");
            let meaning = field.meaning(Some(ProjectType::RapidRehousing)).unwrap();
            assert!(meaning.ends_with(field.help(Some(ProjectType::RapidRehousing))), "{meaning}");
        }
        let (coc, page) = (at::enrollment::DISABLING_CONDITION, at::enrollment::DISABLING_CONDITION.info().page.as_ref());
        assert_eq!(coc.meaning(Some(ProjectType::RapidRehousing)).as_deref(), page.map(|page| page.meaning));
    }

    #[test]
    fn what_protects_somebody_stands_where_nothing_hides_it() {
        for column in FILES.iter().flat_map(|file| file.columns) {
            for hidden in [column.help].into_iter().chain(column.fits.iter().map(|(_, help)| *help)) {
                let signs = [
                    "alone",
                    " never ",
                    "Do not",
                    "eave it blank",
                    "no proof",
                    "not mean moved in",
                    "use January 1",
                    "do not count",
                    "states it",
                ];
                let warns = signs.iter().any(|sign| hidden.contains(sign));
                let names_a_number = hidden.contains("last four alone");
                assert!(!warns || names_a_number, "{}: “{hidden}” goes with the guide; what it warns of belongs to `warns`", column.name);
            }
        }
        assert_eq!(at::health_and_dv::DOMESTIC_VIOLENCE_SURVIVOR.info().warns, "Ask alone, and never where others hear it.");
        // What keeps an answer from meaning something else is there as well.
        let kept = [at::client::SEX, at::enrollment::DATE_TO_STREET_ESSH, at::income_benefits::INCOME_FROM_ANY_SOURCE];
        assert!(kept.iter().all(|field| !field.info().warns.is_empty()));
    }

    #[test]
    fn what_protects_somebody_is_written_once_and_not_on_the_help_page_alone() {
        let signs =
            ["sk alone", "sk the youth alone", "adult alone", "Do not write", "out of sight", "ithout names", "harms", "before you write"];
        for column in FILES.iter().flat_map(|file| file.columns) {
            let Some(page) = &column.page else { continue };
            let answers = page.answers.iter().map(|(_, words)| *words);
            for told in [page.meaning, page.local, page.consequence].into_iter().chain(answers) {
                let sign = signs.iter().find(|sign| told.contains(**sign));
                assert!(sign.is_none(), "{}: “{told}” is read by who asks for help; what it warns of belongs to `warns`", column.name);
                let twice = !column.warns.is_empty() && told.contains(column.warns);
                assert!(!twice, "{}: “{}” stands in `warns` already", column.name, column.warns);
            }
        }
        assert!(!at::exit::OTHER_DESTINATION.info().warns.is_empty());
    }

    #[test]
    fn a_number_of_months_says_that_it_is_one() {
        let months = at::enrollment::MONTHS_HOMELESS_PAST_THREE_YEARS;
        let said = ["101", "108", "113", "8"].map(|text| months.in_words(text));
        assert_eq!(said, ["1 month", "8 months", "More than 12 months", "Client doesn’t know"]);
        let bare = |field: FieldId| field.offered().any(|code| field.says(code.label).parse::<u32>().is_ok());
        let columns = FILES.iter().flat_map(|info| (0..info.columns.len()).map(move |column| (info, column)));
        let left: Vec<&str> = columns
            .filter_map(|(info, column)| {
                let field = FieldId { file: File::from_name(info.name)?, column: u16::try_from(column).ok()? };
                bare(field).then_some(info.columns[column].name)
            })
            .collect();
        assert_eq!(left, [""; 0], "a bare number may be taken for HUD's number of an answer");
    }

    #[test]
    fn fy2024_names_are_found() {
        assert_eq!(File::Client.column("HispanicLatinaeo"), File::Client.column("hispaniclatinao"));
    }

    #[test]
    fn a_column_lists_the_codes_of_its_list_and_no_others() {
        for column in FILES.iter().flat_map(|file| file.columns) {
            let list = if let Kind::Code(list) = column.kind { code::list(list) } else { &[] };
            assert_eq!(list.is_empty(), column.codes.is_empty(), "{}", column.name);
            for number in (0..2000).chain([u32::MAX]) {
                assert_eq!(column.lists(number), list.iter().any(|code| code.code == number), "{} {number}", column.name);
            }
        }
    }

    #[test]
    fn there_are_24_files_of_hud() {
        assert_eq!(FILES.iter().filter(|f| f.origin == Origin::Hud).count(), 24);
    }
}
