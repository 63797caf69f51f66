//! Where each row stood in its file, for who must find it there again. Eight bytes for a row, and only where somebody asks for it.

use crate::domain::File;

/// A row's file and the physical line on which it began.
#[derive(Debug, Clone, Copy)]
struct Mark {
    file: File,
    line: u32,
}

/// The line of every row that was taken over, in the order in which charts and agency hold them.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    agency: Vec<Mark>,
    charts: Vec<Vec<Mark>>,
}

impl Lines {
    /// The next row of the agency.
    pub(super) fn of_agency(&mut self, file: File, line: u64) {
        self.agency.push(Mark { file, line: short(line) });
    }

    /// The next row of a chart, by the chart's position.
    pub(super) fn of_chart(&mut self, chart: usize, file: File, line: u64) {
        if self.charts.len() <= chart {
            self.charts.resize_with(chart + 1, Vec::new);
        }
        self.charts[chart].push(Mark { file, line: short(line) });
    }

    /// The lines of a chart's rows of one file, in their order; those of the agency where no chart is named.
    pub fn of(&self, chart: Option<usize>, file: File) -> impl Iterator<Item = u64> {
        let marks = match chart {
            Some(at) => self.charts.get(at).map_or(&[][..], Vec::as_slice),
            None => &self.agency,
        };
        marks.iter().filter(move |m| m.file == file).map(|m| u64::from(m.line))
    }
}

/// Files with more than four billion lines are refused before this.
fn short(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
