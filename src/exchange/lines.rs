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
pub struct Lines(Vec<Mark>);

/// Beyond every chart.
const AGENCY: u32 = u32::MAX;

impl Lines {
    /// The next row of the agency.
    pub(super) fn of_agency(&mut self, file: File, line: u64) {
        self.0.push(Mark { chart: AGENCY, line: short(line), file });
    }

    /// The next row of a chart, by the chart's position.
    pub(super) fn of_chart(&mut self, chart: usize, file: File, line: u64) {
        self.0.push(Mark { chart: position(chart), line: short(line), file });
    }

    /// After the last row: puts those of each chart side by side, in the order in which they came.
    pub(super) fn settle(&mut self) {
        self.0.sort_by_key(|mark| mark.chart);
    }

    /// Where a chart's rows stood; where no chart is named, those of the agency.
    pub fn of(&self, chart: Option<usize>) -> Marks<'_> {
        let chart = chart.map_or(AGENCY, position);
        let marks = &self.0[self.0.partition_point(|mark| mark.chart < chart)..];
        Marks { marks: &marks[..marks.partition_point(|mark| mark.chart == chart)], passed: [0; File::ALL.len()] }
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
