//! How the answers of a choice lie: side by side where those of a kind fit into one line, in columns where they take several.

use super::{MARK, Opt};
use iced::advanced::layout;

/// Room for a digit of a number where answers stand side by side, px.
const DIGIT: f32 = 9.0;
/// Between answers side by side, px; and where their parts stand close, or they share columns that would else not fit.
const BETWEEN: f32 = 4.0;
const CLOSE: f32 = 2.0;

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
    gap: f32,
    whole: f32,
}

impl Lines {
    /// `column` is where words begin in a line of one answer.
    pub fn of(options: &[Opt], words: &[layout::Node], (column, gap, whole): (f32, f32, f32)) -> Self {
        let between = if gap > BETWEEN { BETWEEN } else { CLOSE };
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
            let fits = cells.iter().map(|cell| cell.width + between).sum::<f32>() - between <= whole;
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
                x += cell.width + between;
            }
            lines.push(line);
        }
        Self { lines, gap, whole }
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.lines.len()
    }

    /// The same in columns, where there is room for that: words and rings stand below those of the line above. A line of fewer answers
    /// passes a column where that takes less room.
    pub fn placed(self) -> Vec<Vec<Cell>> {
        let own: Vec<Vec<usize>> = self.lines.iter().map(|line| (0..line.len()).collect()).collect();
        let fitting = self.fitting(&own, BETWEEN).or_else(|| {
            let closest = self.closest(own);
            [BETWEEN, CLOSE].into_iter().find_map(|between| self.fitting(&closest, between))
        });
        fitting.unwrap_or(self.lines)
    }

    fn fitting(&self, columns: &[Vec<usize>], between: f32) -> Option<Vec<Vec<Cell>>> {
        let (lines, width) = self.aligned(columns, between);
        (width <= self.whole).then_some(lines)
    }

    /// The lines with each answer in its column, and how far their words reach.
    fn aligned(&self, columns: &[Vec<usize>], between: f32) -> (Vec<Vec<Cell>>, f32) {
        let count = self.lines.iter().map(Vec::len).max().unwrap_or_default();
        let (mut left, mut begins) = (vec![0.0_f32; count], vec![0.0_f32; count]);
        let lines = || self.lines.iter().zip(columns);
        for (cell, column) in lines().flat_map(|(line, columns)| line.iter().zip(columns)) {
            left[*column] = left[*column].max(cell.left);
        }
        let width = |cell: &Cell, column: usize| left[column] + cell.width - cell.left;
        for column in 1..count {
            // Each answer that has another one behind it ends before that begins.
            let before = lines().filter_map(|(line, columns)| {
                let at = columns.iter().position(|c| *c == column)?.checked_sub(1)?;
                Some(begins[columns[at]] + width(&line[at], columns[at]) + between)
            });
            begins[column] = before.fold(0.0, f32::max);
        }
        let mut reaches = 0.0_f32;
        let placed = lines().map(|(line, columns)| {
            let cells = line.iter().zip(columns).map(|(cell, column)| {
                let (x, left, room) = (begins[*column], left[*column], self.whole - begins[*column]);
                if line.len() == 1 && cell.width >= self.whole {
                    return Cell { x, left, width: cell.width };
                }
                reaches = reaches.max(x + width(cell, *column) - self.gap);
                Cell { x, left, width: width(cell, *column).min(room) }
            });
            cells.collect()
        });
        (placed.collect(), reaches)
    }

    /// The columns of each line with which all of them take the least room; the longest has all columns.
    fn closest(&self, mut columns: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let count = self.lines.iter().map(Vec::len).max().unwrap_or_default();
        for line in 0..columns.len() {
            let ways = ways(columns[line].len(), count);
            let least = ways.into_iter().map(|way| {
                let mut tried = columns.clone();
                tried[line] = way;
                (self.aligned(&tried, BETWEEN).1, tried)
            });
            if let Some((_, tried)) = least.min_by(|a, b| a.0.total_cmp(&b.0)) {
                columns = tried;
            }
        }
        columns
    }
}

/// The ways in which so many answers, the first of them in the first column, stand in so many columns.
fn ways(answers: usize, columns: usize) -> Vec<Vec<usize>> {
    let first = if answers == 0 { Vec::new() } else { vec![0] };
    (1..answers).fold(vec![first], |ways, _| {
        let longer = ways.iter().flat_map(|way| {
            let next = way.last().map_or(0, |last| last + 1);
            (next..columns).map(|column| way.iter().copied().chain([column]).collect())
        });
        longer.collect()
    })
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
    fn four_answers_share_their_columns_with_three_that_are_longer() {
        let answer = |code: u32, label: &str| Opt::coded(code, label).aside(code > 7);
        let times = [(1, "One time"), (2, "Two times"), (3, "Three times"), (4, "Four or more times")];
        let none = [(8, "Client doesn't know"), (9, "Client prefers not to answer"), (99, "Data not collected")];
        let options: Vec<Opt> = times.into_iter().chain(none).map(|(code, label)| answer(code, label)).collect();
        let words = |cell: &Cell| (cell.x, cell.x + cell.left);
        let below = |whole: f32, columns: [usize; 3]| {
            let placed = lines(&options, whole);
            assert_eq!(placed.iter().map(Vec::len).collect::<Vec<_>>(), [4, 3]);
            assert!(placed.iter().flatten().all(|cell| cell.x + cell.width <= whole), "{placed:?}");
            assert!(placed.iter().flat_map(|line| line.windows(2)).all(|two| two[0].x + two[0].width <= two[1].x), "{placed:?}");
            columns.iter().zip(&placed[1]).all(|(column, cell)| words(&placed[0][*column]) == words(cell))
        };
        assert!(below(645.0, [0, 1, 3]));
        assert!(below(1000.0, [0, 1, 2]), "each below its own where there is room");
        for whole in [330.0, 450.0, 600.0] {
            let placed = lines(&options, whole);
            assert!(placed.iter().flatten().all(|cell| cell.x + cell.width <= whole), "{whole}: {placed:?}");
        }
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
