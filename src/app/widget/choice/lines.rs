//! How the answers of a choice lie: side by side where those of a kind fit into one line, in columns where they take several.

use super::{MARK, Opt};
use iced::advanced::layout;

/// Room for a digit of a number where answers stand side by side, px.
const DIGIT: f32 = 9.0;
/// Between answers side by side, px.
const BETWEEN: f32 = 4.0;

/// Where an answer stands in its line: from where on, how far from there its words begin, how wide it is; px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    pub x: f32,
    pub left: f32,
    pub width: f32,
}

/// The answers in lines: side by side where those of a kind fit into one, else one below the other.
pub struct Lines {
    lines: Vec<Vec<Cell>>,
    whole: f32,
}

impl Lines {
    /// `column` is where words begin in a line of one answer.
    pub fn of(options: &[Opt], words: &[layout::Node], (column, gap, whole): (f32, f32, f32)) -> Self {
        let (mut lines, mut at, mut beside): (Vec<Vec<Cell>>, usize, bool) = (Vec::new(), 0, false);
        for answers in options.chunk_by(|a, b| a.aside == b.aside) {
            let sizes = words.get(at..at + answers.len()).unwrap_or_default();
            at += answers.len();
            // Side by side, each number stands close to its words.
            let cells: Vec<Cell> = answers
                .iter()
                .zip(sizes)
                .map(|(option, words)| {
                    let left = MARK + 2.0 * gap + option.number().map_or(0.0, |number| DIGIT * digits(number) + gap);
                    Cell { x: 0.0, left, width: left + words.size().width + gap }
                })
                .collect();
            let fits = cells.iter().map(|cell| cell.width + BETWEEN).sum::<f32>() - BETWEEN <= whole;
            // Those that are none take as many lines as they need; one alone goes on in the column above it.
            let several = answers.len() > 1 || lines.is_empty() || beside;
            let breaks = answers.iter().all(|option| option.aside) && cells.iter().all(|cell| cell.width <= whole);
            beside = several && (fits || breaks);
            if !beside {
                lines.extend(cells.into_iter().map(|_| vec![Cell { x: 0.0, left: column, width: whole }]));
                continue;
            }
            let (mut line, mut x) = (Vec::new(), 0.0);
            for cell in cells {
                if x > 0.0 && x + cell.width > whole {
                    (x, line) = (0.0, {
                        lines.push(line);
                        Vec::new()
                    });
                }
                line.push(Cell { x, ..cell });
                x += cell.width + BETWEEN;
            }
            lines.push(line);
        }
        Self { lines, whole }
    }

    /// The same in columns, where there is room for that: words and rings stand below those of the line above.
    pub fn placed(mut self) -> Vec<Vec<Cell>> {
        let columns = self.lines.iter().map(Vec::len).max().unwrap_or_default();
        let mut aligned = self.lines.clone();
        let mut x = 0.0;
        for nth in 0..columns {
            let cells = || self.lines.iter().filter_map(|line| line.get(nth));
            let left = cells().map(|cell| cell.left).fold(0.0, f32::max);
            let words = self.lines.iter().filter(|line| line.len() > 1).filter_map(|line| line.get(nth));
            let widest = words.map(|cell| cell.width - cell.left).fold(0.0, f32::max);
            for cell in aligned.iter_mut().filter_map(|line| line.get_mut(nth)) {
                let alone = cell.width >= self.whole;
                *cell = Cell { x, left, width: if alone { cell.width } else { left + cell.width - cell.left } };
            }
            x += left + widest + BETWEEN;
        }
        let fits = aligned.iter().flatten().all(|cell| cell.x + cell.width <= self.whole);
        if fits { aligned } else { std::mem::take(&mut self.lines) }
    }
}

fn digits(number: &str) -> f32 {
    f32::from(u8::try_from(number.len()).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::Size;

    fn lines(options: &[Opt], whole: f32) -> Vec<Vec<Cell>> {
        let words: Vec<layout::Node> = options.iter().map(|o| layout::Node::new(Size::new(o.label.len() as f32 * 7.0, 18.0))).collect();
        Lines::of(options, &words, (60.0, 8.0, whole)).placed()
    }

    #[test]
    fn words_stand_below_words_and_where_there_is_no_room_for_that_close_to_their_numbers() {
        let answer = |code: u32, label: &str| Opt::coded(code, label).aside(code > 7);
        let none = [answer(8, "Client doesn't know"), answer(9, "Client prefers not to answer"), answer(99, "Data not collected")];
        let short: Vec<Opt> = [answer(0, "No"), answer(1, "Yes")].into_iter().chain(none.clone()).collect();
        let placed = lines(&short, 700.0);
        assert_eq!(placed.iter().map(Vec::len).collect::<Vec<_>>(), [2, 3]);
        let words = |cell: &Cell| (cell.x, cell.x + cell.left);
        assert!(placed[0].iter().zip(&placed[1]).all(|(above, below)| words(above) == words(below)), "{placed:?}");
        // One below the other: what stands side by side below them begins where they do.
        let long: Vec<Opt> = (1..7).map(|code| answer(code, "An answer that is rather long")).chain(none).collect();
        let placed = lines(&long, 640.0);
        assert!(placed.iter().all(|line| line[0].left == placed[0][0].left), "{placed:?}");
        let narrow = lines(&short, 330.0);
        assert!(narrow.iter().flatten().all(|cell| cell.x + cell.width <= 330.0), "{narrow:?}");
    }
}
