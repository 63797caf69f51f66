//! Answers to choose from, and finding one by what is typed; shared by `choice` and `select`.

use super::access::{Info, Role};
use super::control;
use iced::advanced::Shell;
use iced::time::{Duration, Instant};

/// A pause longer than this starts a new word or number.
const PAUSE: Duration = Duration::from_millis(1200);

/// One answer of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opt {
    /// What it is in the data: a HUD number, an id.
    pub value: String,
    /// The HUD number that selects it.
    pub code: Option<String>,
    /// True where that number is not shown before the label: it would stand in its way, as 101 before one month.
    pub quiet: bool,
    /// True for an answer that is none: it stands on a line of its own, after those that are.
    pub aside: bool,
    /// What it is called.
    pub label: String,
    /// More words of less weight.
    pub detail: Option<String>,
    /// What it is found by as well and does not show: the words that people say for it.
    pub also: &'static str,
}

impl Opt {
    /// An answer with its HUD number, which is its value too.
    pub fn coded(code: impl ToString, label: impl Into<String>) -> Self {
        let code = code.to_string();
        Self { value: code.clone(), code: Some(code), label: label.into(), ..Self::default() }
    }

    /// An answer without a number.
    pub fn plain(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The same without its number being shown.
    pub const fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// The same, apart from the answers that are some, where it is none.
    pub const fn aside(mut self, aside: bool) -> Self {
        self.aside = aside;
        self
    }

    /// The same, found by these words too.
    pub const fn also(mut self, words: &'static str) -> Self {
        self.also = words;
        self
    }

    /// The number that is shown.
    pub fn number(&self) -> Option<&str> {
        self.code.as_deref().filter(|_| !self.quiet)
    }

    /// The same with more words.
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// Where it stands in a list narrowed by `query`, the lower the sooner; none where it does not stay. What is typed begins its number or
    /// its label: 0; a word within its label: 1; a word of its detail: 2; or one by which it is found as well: 3.
    pub fn rank(&self, query: &str) -> Option<u8> {
        let query = query.trim().to_lowercase();
        let begins = |text: &str| {
            let text = text.to_lowercase();
            text.starts_with(&query)
                || text.split(|c: char| !c.is_alphanumeric()).any(|word| !word.is_empty() && word.starts_with(&query))
                || (query.contains(' ') && text.contains(&query))
        };
        let first = |text: &str| text.to_lowercase().starts_with(&query);
        if self.code.as_deref().is_some_and(first) || first(&self.label) {
            return Some(0);
        }
        match () {
            () if begins(&self.label) => Some(1),
            () if self.detail.as_deref().is_some_and(begins) => Some(2),
            // A letter or two are in too many of them.
            () => (query.chars().count() > 2 && begins(self.also)).then_some(3),
        }
    }

    /// Whether it stays in a list narrowed by `query`.
    pub fn fits(&self, query: &str) -> bool {
        self.rank(query).is_some()
    }
}

/// The message of a choice: its value, or None where it was cleared.
type OnChoose<'a, M> = Box<dyn Fn(Option<String>) -> M + 'a>;

/// The answers of a control, which of them is chosen, and who is told.
pub(super) struct Answers<'a, M> {
    pub options: Vec<Opt>,
    /// What each of them says about itself.
    pub items: Vec<Info>,
    pub selected: Option<usize>,
    pub on_choose: Option<OnChoose<'a, M>>,
}

impl<M> Answers<'_, M> {
    /// `selected` is the value of the chosen one; each of them is a part of this role.
    pub fn new(role: Role, options: Vec<Opt>, selected: Option<String>) -> Self {
        let selected = selected.and_then(|value| options.iter().position(|option| option.value == value));
        let items = control::parts(role, options.iter().map(|option| Some(option.label.clone().into())));
        Self { options, items, selected, on_choose: None }
    }

    /// The chosen one.
    pub fn chosen(&self) -> Option<&Opt> {
        self.options.get(self.selected?)
    }

    /// Chooses another one, or none, and says so.
    pub fn choose(&mut self, selected: Option<usize>, shell: &mut Shell<'_, M>) {
        if let Some(on_choose) = &self.on_choose
            && selected != self.selected
        {
            self.selected = selected;
            let value = selected.and_then(|at| self.options.get(at)).map(|option| option.value.clone());
            shell.publish(on_choose(value));
            shell.request_redraw();
        }
    }
}

/// What was typed on a closed list, while the typist is still at it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    text: String,
    at: Option<Instant>,
    /// What was chosen before it was begun.
    before: Option<usize>,
    /// True where it begins no answer.
    lost: bool,
}

impl Typed {
    /// One more character; the option that it now means. `99` is nine and then ninety-nine; `d` `d` walks through what begins with d.
    pub fn push(&mut self, char: char, options: &[Opt], selected: Option<usize>, now: Instant) -> Option<usize> {
        if self.at.is_none_or(|at| now.duration_since(at) > PAUSE) {
            self.text.clear();
        }
        if self.text.is_empty() {
            self.before = selected;
        }
        (self.at, self.lost) = (Some(now), false);
        self.text.extend(char.to_lowercase());
        let found = find(&self.text, options);
        let digits = self.text.chars().all(|c| c.is_ascii_digit());
        let grows = |option: &Opt| {
            option.code.as_deref().is_some_and(|code| code.starts_with(&self.text)) || (digits && option.label.starts_with(&self.text))
        };
        if found.is_some() || options.iter().any(grows) {
            return found;
        }
        let first = self.text.chars().next();
        if !char.is_ascii_digit() && !self.text.chars().all(|c| Some(c) == first) {
            self.lost = true;
            return None;
        }
        self.text = char.to_lowercase().collect();
        if char.is_ascii_digit() {
            return find(&self.text, options);
        }
        let from = selected.map_or(0, |at| at + 1);
        let begins = |at: &usize| options.get(*at).is_some_and(|option| option.label.to_lowercase().starts_with(&self.text));
        (from..options.len()).chain(0..from.min(options.len())).find(begins)
    }

    /// The word that is typed and begins no answer, and what was chosen before it: nobody meant what its first letters chose.
    pub fn lost(&self) -> Option<(&str, Option<usize>)> {
        self.lost.then_some((self.text.as_str(), self.before))
    }

    /// Forgets it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// A number by the label that begins with it, as people read it, else by HUD's; letters by the beginning of the label.
fn find(text: &str, options: &[Opt]) -> Option<usize> {
    if text.chars().all(|c| c.is_ascii_digit()) {
        let read = |option: &Opt| option.label.split(|c: char| !c.is_ascii_digit()).next() == Some(text);
        return options.iter().position(read).or_else(|| options.iter().position(|option| option.code.as_deref() == Some(text)));
    }
    options.iter().position(|option| option.label.to_lowercase().starts_with(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Vec<Opt> {
        [(0, "No"), (1, "Yes"), (8, "Client doesn't know"), (9, "Client prefers not to answer"), (99, "Data not collected")]
            .map(|(code, label)| Opt::coded(code, label))
            .into()
    }

    fn run(text: &str) -> Vec<Option<usize>> {
        let (options, now) = (options(), Instant::now());
        let mut typed = Typed::default();
        let mut selected = None;
        text.chars()
            .map(|char| {
                let found = typed.push(char, &options, selected, now);
                selected = found.or(selected);
                found
            })
            .collect()
    }

    #[test]
    fn numbers_select_by_code_and_grow() {
        assert_eq!(run("1"), [Some(1)]);
        assert_eq!(run("99"), [Some(3), Some(4)]);
        assert_eq!(run("18"), [Some(1), Some(2)]);
        assert_eq!(run("7"), [None]);
    }

    #[test]
    fn letters_select_by_beginning_and_walk() {
        assert_eq!(run("cl"), [Some(2), Some(2)]);
        assert_eq!(run("cc"), [Some(2), Some(3)]);
        assert_eq!(run("da"), [Some(4), Some(4)]);
        assert_eq!(run("x"), [None]);
    }

    #[test]
    fn a_word_that_begins_no_answer_takes_back_what_its_first_letters_chose() {
        let (options, now) = (options(), Instant::now());
        let mut typed = Typed::default();
        assert_eq!((typed.push('d', &options, Some(1), now), typed.lost()), (Some(4), None));
        assert_eq!((typed.push('x', &options, Some(4), now), typed.lost()), (None, Some(("dx", Some(1)))));
        // After a pause another word begins.
        assert_eq!((typed.push('n', &options, Some(1), now + PAUSE * 2), typed.lost()), (Some(0), None));
    }

    #[test]
    fn a_number_is_the_one_that_stands_in_the_label() {
        let months = [(101, "1 (this is the first month)"), (108, "8"), (112, "12"), (8, "Client doesn't know")];
        let options: Vec<Opt> = months.map(|(code, label)| Opt::coded(code, label)).into();
        let typed = |text: &str| {
            text.chars()
                .fold((Typed::default(), None), |(mut typed, _), char| {
                    let found = typed.push(char, &options, None, Instant::now());
                    (typed, found)
                })
                .1
        };
        assert_eq!([typed("8"), typed("1"), typed("12"), typed("108")], [Some(1), Some(0), Some(2), Some(1)]);
    }

    #[test]
    fn a_number_without_a_code_is_typed_digit_by_digit() {
        let options: Vec<Opt> = [80, 100, 150, 200].map(|percent| Opt::plain(percent.to_string(), format!("{percent}%"))).into();
        let (mut typed, now) = (Typed::default(), Instant::now());
        assert_eq!("150".chars().map(|char| typed.push(char, &options, Some(1), now)).collect::<Vec<_>>(), [None, None, Some(2)]);
    }

    #[test]
    fn a_pause_begins_anew() {
        let (options, now) = (options(), Instant::now());
        let mut typed = Typed::default();
        assert_eq!(typed.push('9', &options, None, now), Some(3));
        assert_eq!(typed.push('9', &options, Some(3), now + PAUSE * 2), Some(3));
    }

    #[test]
    fn narrowing_takes_numbers_and_words() {
        let fits = |query: &str| options().iter().filter(|option| option.fits(query)).count();
        assert_eq!((fits(""), fits("9"), fits("not"), fits("client d"), fits("zz")), (5, 2, 2, 1, 0));
    }

    #[test]
    fn what_a_label_says_comes_before_what_a_detail_says() {
        let everything = Opt::plain("all", "Everything").detail("replaces what the receiver has");
        let unsent = Opt::plain("unsent", "What your HMIS does not have yet");
        assert_eq!((everything.rank("what"), unsent.rank("what"), unsent.rank("replaces")), (Some(2), Some(0), None));
        let outside = Opt::coded(116, "Place not meant for habitation").also("On the street, in a car.");
        assert_eq!((outside.rank("street"), outside.rank("place"), outside.rank("st")), (Some(3), Some(0), None));
    }
}
