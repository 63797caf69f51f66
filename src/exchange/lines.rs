//! Where each row stood in its file, and whether its cells are all as they should be, for a check. Twelve bytes for a row, and only where
//! somebody asks for it.

use crate::domain::folder::{Charts, Folder};
use crate::domain::{Chart, ClientId, File, Row};
use std::borrow::Cow;

/// A row's file, and the physical line on which it began.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// By its chart's position; the largest where it is the agency's.
    chart: u32,
    line: u32,
    file: File,
    clean: bool,
}

impl Mark {
    fn place(self) -> usize {
        usize::try_from(self.chart).unwrap_or(usize::MAX)
    }
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
        self.marks.push(Mark { chart: AGENCY, line: short(line), file, clean: false });
    }

    /// The next row of a chart, by the chart's position. `clean` where no rule of single cells says anything of it.
    pub(super) fn of_chart(&mut self, chart: usize, file: File, line: u64, clean: bool) {
        self.marks.push(Mark { chart: position(chart), line: short(line), file, clean });
    }

    /// After the last row: puts those of each chart side by side, in the order in which they came. They are counted first, so that each is
    /// moved once, to its place.
    pub(super) fn settle(&mut self) {
        let charts = self.marks.iter().filter(|mark| mark.chart < AGENCY).map(|mark| mark.place() + 1).max().unwrap_or_default();
        // Behind all charts the agency.
        let mut next = vec![0; charts + 2];
        self.marks.iter().for_each(|mark| next[mark.place().min(charts) + 1] += 1);
        for at in 1..next.len() {
            next[at] += next[at - 1];
        }
        self.begins = next[..=charts].to_vec();
        let mut settled = self.marks.clone();
        for mark in self.marks.drain(..) {
            let place = &mut next[mark.place().min(charts)];
            settled[*place] = mark;
            *place += 1;
        }
        self.marks = settled;
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
        self.advance(file).map(|mark| u64::from(mark.line))
    }

    /// True where the next row of this file is known to be clean.
    pub fn is_clean(&mut self, file: File) -> bool {
        self.advance(file).is_some_and(|mark| mark.clean)
    }

    fn advance(&mut self, file: File) -> Option<Mark> {
        let passed = &mut self.passed[file as usize];
        let at = self.marks.iter().skip(*passed).position(|mark| mark.file == file)? + *passed;
        *passed = at + 1;
        self.marks.get(at).copied()
    }
}

/// Clients whose rows were looked at while they were read.
pub(super) struct Looked<'a> {
    /// Their rows.
    pub folders: &'a [Folder],
    /// Where each stood, and which are clean.
    pub lines: &'a Lines,
}

impl Charts for Looked<'_> {
    fn count(&self) -> usize {
        self.folders.count()
    }
    fn client(&self, at: usize) -> Option<ClientId> {
        self.folders.client(at)
    }
    fn chart(&self, at: usize) -> Cow<'_, Chart> {
        self.folders.chart(at)
    }
    fn judged(&self, at: usize) -> Cow<'_, Chart> {
        self.folders.judged(at)
    }
    fn rows(&self, at: usize) -> Box<dyn Iterator<Item = &dyn Row> + '_> {
        self.folders.rows(at)
    }
    fn suspects(&self, at: usize) -> Box<dyn Iterator<Item = &dyn Row> + '_> {
        let mut marks = self.lines.of(Some(at));
        Box::new(self.rows(at).filter(move |row| row.file() == File::Client || !marks.is_clean(row.file())))
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
    use crate::domain::check::{self, Sent};
    use crate::domain::progress::Progress;
    use crate::exchange::read;
    use crate::generate;
    use std::collections::BTreeMap;
    use std::io;

    #[test]
    fn each_row_of_each_chart_has_its_line() {
        let mut lines = Lines::default();
        for (chart, file, line) in
            [(0, File::Client, 2), (2, File::Client, 4), (2, File::Exit, 7), (0, File::Event, 5), (2, File::Event, 6), (2, File::Event, 9)]
        {
            lines.of_agency(File::Project, 10 + line);
            lines.of_chart(chart, file, line, chart == 2);
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
        assert_eq!([0, 2].map(|chart| lines.of(Some(chart)).is_clean(File::Event)), [false, true]);
        assert_eq!(Lines::default().of(None).next(File::Project), None);
    }

    /// Half of the rows hold somewhere what they should not: of what is not looked at again nothing would be said.
    #[test]
    fn of_clean_rows_nothing_is_said() -> io::Result<()> {
        const ODD: [&str; 10] = ["", "7777", "odd <text>", "2026-02-30", "9/5/2026", "007", "50", "-3", "another", "[]"];
        let (agency, charts) = generate::people(60, 7, generate::REFERENCE_DAY);
        let (mut files, mut chance) = (BTreeMap::<File, String>::new(), 7_usize);
        for row in agency.rows().chain(charts.iter().flat_map(Chart::rows)).filter(|row| File::HUD.contains(&row.file())) {
            let mut row = row.pack();
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407) >> 1;
            let (file, column) = (Row::file(&row), 3 + chance % 40);
            file.column("ExportID").into_iter().for_each(|at| Row::set(&mut row, at, "E1"));
            if chance.is_multiple_of(2) && column < file.info().columns.len() {
                Row::set(&mut row, column, ODD[chance % ODD.len()]);
            }
            let line = |cells: Vec<&str>| format!("\"{}\"\n", cells.join("\",\""));
            let text = files.entry(file).or_insert_with(|| line(file.info().columns.iter().map(|column| column.name).collect()));
            text.push_str(&line((0..file.info().columns.len()).map(|at| row.cell(at)).collect()));
        }
        let folder = tempfile::tempdir()?;
        files.entry(File::Export).or_insert("ExportID\nE1\n".to_owned());
        for (file, text) in &files {
            std::fs::write(folder.path().join(format!("{}.csv", file.info().name)), text)?;
        }
        let read::Inspected { source, lines, hashed } = read::inspect(folder.path(), &Progress::default()).map_err(io::Error::other)?;
        let (folders, looked) = (source.folders.as_slice(), Looked { folders: &source.folders, lines: &lines });
        let count = |at| (folders.rows(at).count(), looked.suspects(at).count());
        let (rows, suspects) = (0..folders.count()).map(count).fold((0, 0), |sum, here| (sum.0 + here.0, sum.1 + here.1));
        assert!(suspects > rows / 4 && suspects < rows * 3 / 4, "{suspects} of {rows}");
        let sent = Sent { export: &source.export, absent: &source.absent, hashed };
        let found = check::export(&source.agency, folders, &sent, generate::REFERENCE_DAY);
        assert_eq!(check::export(&source.agency, &looked, &sent, generate::REFERENCE_DAY), found);
        Ok(())
    }
}
