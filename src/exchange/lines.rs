//! Where each row stood in its file, for who must find it there again. Twelve bytes for a row, and only where somebody asks for it.

use crate::domain::File;

/// A row's file and the physical line on which it began.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// By its chart's position; the largest where it is the agency's.
    chart: u32,
    line: u32,
    file: File,
}

/// The line of every row that was taken over, in the order in which charts and agency hold them.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    marks: Vec<Mark>,
    /// Where those of each chart begin, and at last those of the agency.
    begins: Vec<usize>,
}

/// Beyond every chart.
const AGENCY: u32 = u32::MAX;

impl Lines {
    /// The next row of the agency.
    pub(super) fn of_agency(&mut self, file: File, line: u64) {
        self.marks.push(Mark { chart: AGENCY, line: short(line), file });
    }

    /// The next row of a chart, by the chart's position.
    pub(super) fn of_chart(&mut self, chart: usize, file: File, line: u64) {
        self.marks.push(Mark { chart: position(chart), line: short(line), file });
    }

    /// After the last row: puts those of each chart side by side, in the order in which they came.
    pub(super) fn settle(&mut self) {
        self.marks.sort_by_key(|mark| mark.chart);
        let of_charts = self.marks.partition_point(|mark| mark.chart < AGENCY);
        self.begins.clear();
        for (at, mark) in self.marks.iter().enumerate().take(of_charts) {
            // A chart without a row begins where the next one does.
            while self.begins.len() <= usize::try_from(mark.chart).unwrap_or_default() {
                self.begins.push(at);
            }
        }
        self.begins.push(of_charts);
    }

    /// Where a chart's rows stood; where no chart is named, those of the agency.
    pub fn of(&self, chart: Option<usize>) -> Marks<'_> {
        let agency = self.begins.last().copied().unwrap_or_default();
        let begin = |chart: usize| self.begins.get(chart).copied().unwrap_or(agency);
        let marks = match chart {
            Some(chart) => self.marks.get(begin(chart)..begin(chart + 1)),
            None => self.marks.get(agency..),
        };
        Marks { marks: marks.unwrap_or_default(), passed: [0; File::ALL.len()] }
    }
}

/// The lines of some rows, which are asked for row by row.
pub struct Marks<'a> {
    marks: &'a [Mark],
    /// How far those of each file were asked for.
    passed: [usize; File::ALL.len()],
}

impl Marks<'_> {
    /// The line of the next row of this file.
    pub fn next(&mut self, file: File) -> Option<u64> {
        let passed = &mut self.passed[file as usize];
        let mark = self.marks.iter().skip(*passed).position(|mark| mark.file == file)? + *passed;
        *passed = mark + 1;
        self.marks.get(mark).map(|mark| u64::from(mark.line))
    }
}

/// No memory holds so many charts.
fn position(chart: usize) -> u32 {
    u32::try_from(chart).unwrap_or(AGENCY)
}

/// Files with more than four billion lines are refused before this.
fn short(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_of_each_chart_has_its_line() {
        let mut lines = Lines::default();
        for (chart, file, line) in
            [(0, File::Client, 2), (2, File::Client, 4), (2, File::Exit, 7), (0, File::Event, 5), (2, File::Event, 6), (2, File::Event, 9)]
        {
            lines.of_agency(File::Project, 10 + line);
            lines.of_chart(chart, file, line);
        }
        lines.settle();
        let all = |chart, file| {
            let mut marks = lines.of(chart);
            std::iter::from_fn(move || marks.next(file)).collect::<Vec<_>>()
        };
        assert_eq!([all(Some(0), File::Client), all(Some(0), File::Event), all(Some(0), File::Exit)], [vec![2], vec![5], vec![]]);
        assert_eq!([all(Some(2), File::Event), all(Some(2), File::Exit)], [vec![6, 9], vec![7]]);
        assert!([1, 3, 99].map(|chart| all(Some(chart), File::Client).is_empty()).iter().all(|empty| *empty));
        assert_eq!(all(None, File::Project), [12, 14, 17, 15, 16, 19]);
        assert_eq!(Lines::default().of(None).next(File::Project), None);
    }
}
