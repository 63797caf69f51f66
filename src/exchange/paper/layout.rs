//! Which text stands where on which page. Pure: no PDF yet.

use super::measure::{Measure, REGULAR, STRONG};
use super::{Form, Line, Paper, Part};
use crate::domain::progress::{Cancelled, Progress, Stage};
use std::fmt;

/// US Letter, pt.
pub const PAGE: (f32, f32) = (612.0, 792.0);
/// What printers leave white, and a little more, pt.
pub const MARGIN: f32 = 54.0;
/// The side of the box to tick, pt.
pub const BOX: f32 = 11.0;
/// Sizes of text, pt.
const TITLE: f32 = 18.0;
const NAME: f32 = 14.0;
const FORM: f32 = 11.0;
const BODY: f32 = 10.0;
const SMALL: f32 = 8.5;
/// From one line to the next, as a part of its size.
const LEADING: f32 = 1.35;
/// What stands in a form begins here, behind its box, pt.
const INSET: f32 = MARGIN + BOX + 9.0;
/// Values begin here, pt.
const VALUE: f32 = MARGIN + 196.0;
/// Between label and value, pt.
const GUTTER: f32 = 12.0;
/// The last line of a page stands above this, pt.
const BOTTOM: f32 = PAGE.1 - MARGIN - 22.0;
/// A form that is not higher than this part of a page stands on one page.
const TOGETHER: f32 = 0.4;

/// One page.
#[derive(Clone, Default, PartialEq)]
pub struct Page(pub Vec<Item>);

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page({} items)", self.0.len())
    }
}

/// Something on a page.
#[derive(Clone, PartialEq)]
pub enum Item {
    /// A line of text: where its baseline begins.
    Text {
        /// From the left.
        x: f32,
        /// From the top.
        y: f32,
        /// Its size.
        size: f32,
        /// Title or running text.
        strong: bool,
        /// Less important.
        faint: bool,
        /// What it says.
        text: String,
    },
    /// A box to tick: its upper left corner.
    Box(f32, f32),
    /// A line across the page.
    Rule(f32),
}

/// Where it stands; what it says names people.
impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { x, y, text, .. } => write!(f, "Text({x}, {y}, {} letters)", text.chars().count()),
            Self::Box(x, y) => write!(f, "Box({x}, {y})"),
            Self::Rule(y) => write!(f, "Rule({y})"),
        }
    }
}

/// Lays a paper out.
///
/// # Errors
/// Where it was called off.
pub fn lay_out(paper: &Paper, progress: &Progress) -> Result<Vec<Page>, Cancelled> {
    progress.begin(Stage::Writing, paper.parts.len())?;
    let mut press = Press::new();
    press.paragraph(&paper.title, MARGIN, TITLE, true, false);
    for fact in &paper.facts {
        press.y += 2.0;
        press.paragraph(fact, MARGIN, BODY, false, true);
    }
    for part in &paper.parts {
        progress.step()?;
        press.part(part);
    }
    Ok(press.finish(&paper.foot))
}

/// Where the next line goes.
struct Press {
    regular: Measure,
    strong: Measure,
    pages: Vec<Page>,
    /// How far down the page is filled.
    y: f32,
    /// Whose forms follow, and which one is under way: said again at the top of a page.
    running: (String, String),
}

impl Press {
    fn new() -> Self {
        let (regular, strong) = (Measure::of(REGULAR), Measure::of(STRONG));
        Self { regular, strong, pages: vec![Page::default()], y: MARGIN, running: Default::default() }
    }

    fn measure(&self, strong: bool) -> &Measure {
        if strong { &self.strong } else { &self.regular }
    }

    /// Begins a page where this height does not fit any more.
    fn need(&mut self, height: f32) {
        if self.y + height <= BOTTOM || self.y <= MARGIN {
            return;
        }
        self.pages.push(Page::default());
        self.y = MARGIN;
        let (name, form) = &self.running;
        let head = [name, form].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
        if !head.is_empty() {
            let words = format!("{head}, continued");
            let lines = self.regular.wrap(&words, SMALL, PAGE.0 - 2.0 * MARGIN);
            lines.into_iter().for_each(|line| self.put(MARGIN, SMALL, false, true, line));
            self.y += 8.0;
        }
    }

    /// A line of text below what is there.
    fn put(&mut self, x: f32, size: f32, strong: bool, faint: bool, text: String) {
        self.y += size * LEADING;
        // The baseline stands a little above the foot of its line.
        let y = self.y - size * (LEADING - 1.0);
        self.item(Item::Text { x, y, size, strong, faint, text });
    }

    fn item(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.0.push(item);
        }
    }

    fn paragraph(&mut self, text: &str, x: f32, size: f32, strong: bool, faint: bool) {
        for line in self.measure(strong).wrap(text, size, PAGE.0 - MARGIN - x) {
            self.need(size * LEADING);
            self.put(x, size, strong, faint, line);
        }
    }

    fn part(&mut self, part: &Part) {
        self.running = Default::default();
        // A name does not stand alone at the foot of a page.
        self.need(NAME * LEADING + 18.0 + part.forms.first().map_or(0.0, |form| self.high(form).min(90.0)));
        self.y += 18.0;
        self.paragraph(&part.name, MARGIN, NAME, true, false);
        self.y += 4.0;
        self.item(Item::Rule(self.y));
        self.running.0.clone_from(&part.name);
        for form in &part.forms {
            self.form(form);
        }
    }

    fn form(&mut self, form: &Form) {
        self.running.1.clear();
        let (high, whole) = (self.high(form), BOTTOM - MARGIN);
        self.need(if high < whole * TOGETHER { high } else { 80.0 });
        self.y += 10.0;
        self.item(Item::Box(MARGIN, self.y + 2.0));
        self.paragraph(&form.title, INSET, FORM, true, false);
        form.notes.iter().for_each(|note| self.paragraph(note, INSET, BODY, false, true));
        self.running.1.clone_from(&form.title);
        form.lines.iter().for_each(|line| self.line(line));
    }

    /// Label and value side by side. Each line of them may be the last of a page.
    fn line(&mut self, line: &Line) {
        self.y += 3.0;
        for (label, value, was) in self.cells(line) {
            let size = if was { SMALL } else { BODY };
            self.need(size * LEADING);
            let top = self.y;
            if let Some(label) = label {
                self.put(INSET, BODY, false, true, label);
                self.y = top;
            }
            match value {
                Some(value) => self.put(VALUE, size, !was, was, value),
                None => self.y += BODY * LEADING,
            }
        }
    }

    /// The lines of a field: of the label, of the value, and whether that is what stands there now.
    fn cells(&self, line: &Line) -> Vec<(Option<String>, Option<String>, bool)> {
        let mut label = self.regular.wrap(&line.label, BODY, VALUE - INSET - GUTTER).into_iter();
        let wide = PAGE.0 - MARGIN - VALUE;
        let mut cells: Vec<_> =
            self.strong.wrap(&line.value, BODY, wide).into_iter().map(|value| (label.next(), Some(value), false)).collect();
        let was = line.was.iter().flat_map(|was| self.regular.wrap(&format!("was: {was}"), SMALL, wide));
        cells.extend(was.map(|was| (label.next(), Some(was), true)).collect::<Vec<_>>());
        cells.extend(label.map(|label| (Some(label), None, false)));
        cells
    }

    /// How high a form is, about.
    fn high(&self, form: &Form) -> f32 {
        let wide = PAGE.0 - MARGIN - INSET;
        let title = self.strong.wrap(&form.title, FORM, wide).len() as f32 * FORM;
        let notes = form.notes.iter().map(|note| self.regular.wrap(note, BODY, wide).len()).sum::<usize>() as f32 * BODY;
        let lines = form.lines.iter().map(|line| self.cells(line).len() as f32 * BODY * LEADING + 3.0).sum::<f32>();
        10.0 + (title + notes) * LEADING + lines
    }

    /// The foot of every page, now that it is known how many there are.
    fn finish(mut self, foot: &str) -> Vec<Page> {
        let all = self.pages.len();
        let y = PAGE.1 - MARGIN;
        for (at, page) in self.pages.iter_mut().enumerate() {
            let number = format!("Page {} of {all}", at + 1);
            let x = PAGE.0 - MARGIN - self.regular.width(&number, SMALL);
            let room = x - MARGIN - GUTTER;
            let lines = self.regular.wrap(foot, SMALL, room);
            let top = y - (lines.len().saturating_sub(1)) as f32 * SMALL * LEADING;
            for (line, text) in lines.into_iter().enumerate() {
                let y = top + line as f32 * SMALL * LEADING;
                page.0.push(Item::Text { x: MARGIN, y, size: SMALL, strong: false, faint: true, text });
            }
            page.0.push(Item::Text { x, y, size: SMALL, strong: false, faint: true, text: number });
        }
        self.pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(pages: &[Page]) -> String {
        let text = |item: &Item| match item {
            Item::Text { text, .. } => Some(text.clone()),
            Item::Box(..) | Item::Rule(_) => None,
        };
        letters(&pages.iter().flat_map(|page| page.0.iter().filter_map(text)).collect::<String>())
    }

    fn letters(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    fn line() -> impl Strategy<Value = Line> {
        ("[A-Z][a-z ]{1,60}", "[a-z0-9 ]{1,900}", proptest::option::of("[a-z ]{1,200}")).prop_map(|(label, value, was)| Line {
            label,
            value,
            was,
        })
    }

    fn form() -> impl Strategy<Value = Form> {
        ("[A-Z][a-z ]{1,120}", proptest::collection::vec("[a-z ]{1,150}", 0..2), proptest::collection::vec(line(), 0..12))
            .prop_map(|(title, notes, lines)| Form { title, notes, lines })
    }

    fn paper() -> impl Strategy<Value = Paper> {
        let part = ("[A-Z][a-z ]{1,150}", proptest::collection::vec(form(), 1..6)).prop_map(|(name, forms)| Part { name, forms });
        proptest::collection::vec(part, 0..4).prop_map(|parts| Paper {
            title: "Key-in sheet".to_owned(),
            facts: vec!["Two facts.".to_owned()],
            foot: "Private".to_owned(),
            parts,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn everything_is_on_paper_within_its_margins_in_order(paper in paper()) {
            let pages = lay_out(&paper, &Progress::default()).unwrap();
            let (regular, strong) = (Measure::of(REGULAR), Measure::of(STRONG));
            for (at, page) in pages.iter().enumerate() {
                let mut lines = Vec::new();
                for item in &page.0 {
                    if let Item::Text { x, y, size, strong: bold, text, .. } = item {
                        let wide = if *bold { &strong } else { &regular }.width(text, *size);
                        prop_assert!(*x >= MARGIN && x + wide <= PAGE.0 - MARGIN + 0.1, "{text} is {wide} wide at {x}");
                        prop_assert!(*y > MARGIN && *y <= PAGE.1 - MARGIN, "{text} stands at {y}");
                        lines.push((*x, *y));
                    }
                }
                lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
                prop_assert!(lines.windows(2).all(|two| two[0].0 != two[1].0 || two[1].1 - two[0].1 > 7.0), "two lines on one another");
                let number = format!("Page{}of{}", at + 1, pages.len());
                prop_assert!(texts(std::slice::from_ref(page)).ends_with(&number));
            }
            let boxes = pages.iter().flat_map(|page| &page.0).filter(|item| matches!(item, Item::Box(..))).count();
            prop_assert_eq!(boxes, paper.parts.iter().map(|part| part.forms.len()).sum::<usize>());
            // Of each value the first and the last word, at least; the middle is the wrapping's law.
            let all = texts(&pages);
            for line in paper.parts.iter().flat_map(|part| &part.forms).flat_map(|form| &form.lines) {
                for word in line.value.split_whitespace().take(1).chain(line.value.split_whitespace().last()) {
                    let start: String = word.chars().take(4).collect();
                    prop_assert!(all.contains(&start), "{} is not there", word);
                }
            }
        }
    }

    #[test]
    fn what_goes_on_says_so_at_the_top_of_the_next_page() {
        let lines = vec![Line { label: "Note".to_owned(), value: "word ".repeat(3000), was: None }];
        let form = Form { title: "CE Event".to_owned(), notes: Vec::new(), lines };
        let part = Part { name: "Marisol Vega".to_owned(), forms: vec![form] };
        let pages = lay_out(&Paper { parts: vec![part], ..Paper::default() }, &Progress::default()).unwrap();
        assert!(pages.len() > 2);
        assert!(texts(&pages[1..2]).starts_with("MarisolVega·CEEvent,continued"));
        assert_eq!(texts(&pages).matches("word").count(), 3000);
    }
}
