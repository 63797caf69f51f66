//! Charts as they were read, row by row, which take a tenth of the memory of typed ones; and whatever charts can be gone through.

use super::chart::Chart;
use super::field::FieldId;
use super::hud::File;
use super::id::ClientId;
use super::row::{Columns, Packed, Row, Sheet};
use super::stays::Stays;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The rows of one client, the client's own among them, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folder(pub Vec<Packed>);

impl Folder {
    /// A folder that knows whose it is, even where the client's own row is missing.
    pub fn of(id: &ClientId, rows: Vec<Packed>) -> Self {
        let mut folder = Self(rows);
        if !folder.has(File::Client) {
            let key = u16::try_from(File::Client.info().key).unwrap_or_default();
            folder.0.insert(0, Packed::new(File::Client, [(key, id.as_str())]));
        }
        folder
    }

    /// Whose it is; none where the client's own row is missing.
    pub fn client(&self) -> Option<ClientId> {
        self.0.iter().find(|row| row.file() == Some(File::Client)).map(|row| ClientId::new(row.key()))
    }

    /// Its first row: the client's own, as exports are read.
    pub fn first(&self) -> Option<&Packed> {
        self.0.first()
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &dyn Row> {
        self.0.iter().map(|row| row as &dyn Row)
    }

    /// Changes the rows one after the other, and lays them together on a sheet, which is empty before and after.
    pub fn lay(&mut self, sheet: &mut Sheet, change: &mut dyn FnMut(&mut Packed)) {
        debug_assert!(sheet.is_empty(), "what is on it would become this client's");
        for mut row in self.0.drain(..) {
            change(&mut row);
            sheet.copy(&row);
        }
        self.0 = sheet.take().collect();
    }

    /// True where a row of this file is in it.
    pub fn has(&self, file: File) -> bool {
        self.0.iter().any(|row| row.file() == Some(file))
    }

    /// As a chart.
    pub fn chart(&self) -> Chart {
        Chart::from_packed(&self.0)
    }
}

impl From<&Chart> for Folder {
    fn from(chart: &Chart) -> Self {
        Self(chart.rows().map(Row::pack).collect())
    }
}

/// Files of which no rule but those of the cells says anything.
const UNJUDGED: [File; 6] =
    [File::AssessmentQuestions, File::AssessmentResults, File::Theirs, File::ExtraOfClient, File::Entered, File::CaseNote];

/// Columns of which no rule but those of the cells says anything.
const COMMON: [&str; 5] = ["PersonalID", "DateCreated", "DateUpdated", "UserID", "ExportID"];

/// The client's own row tells who it is and since when it is known; what is kept beside an event is judged with it, cell by cell.
const WHOLE: [File; 2] = [File::Client, File::Referral];

/// False for what the rules leave to those of the cells: it needs no typed value.
fn is_judged(field: FieldId) -> bool {
    WHOLE.contains(&field.file) || !(UNJUDGED.contains(&field.file) || COMMON.contains(&field.info().name))
}

/// Charts that are gone through one after the other, more than once.
pub trait Charts: Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// Whose one of them is; none where the client's own row is missing.
    fn client(&self, at: usize) -> Option<ClientId>;
    /// One of them.
    fn chart(&self, at: usize) -> Cow<'_, Chart>;
    /// Of one of them at least what the rules look at in its rows.
    fn judged(&self, at: usize) -> Cow<'_, Chart>;
    /// Of one of them who stayed where.
    fn stays(&self, at: usize) -> Stays {
        Stays::of(self.rows(at))
    }
    /// The rows of one of them, in the order of its files and of their rows.
    fn rows(&self, at: usize) -> Box<dyn Iterator<Item = &dyn Row> + '_>;
    /// Those of them of whose cells by themselves something may be said, and the client's own.
    fn suspects(&self, at: usize) -> Box<dyn Iterator<Item = &dyn Row> + '_> {
        self.rows(at)
    }
}

impl Charts for [Chart] {
    fn count(&self) -> usize {
        self.len()
    }
    fn client(&self, at: usize) -> Option<ClientId> {
        self.get(at).map(|chart| chart.id().clone())
    }
    fn chart(&self, at: usize) -> Cow<'_, Chart> {
        self.get(at).map(Cow::Borrowed).unwrap_or_default()
    }
    fn judged(&self, at: usize) -> Cow<'_, Chart> {
        self.chart(at)
    }
    fn rows(&self, at: usize) -> Box<dyn Iterator<Item = &dyn Row> + '_> {
        Box::new(self.get(at).into_iter().flat_map(Chart::rows))
    }
}

impl Charts for [Folder] {
    fn count(&self) -> usize {
        self.len()
    }
    fn client(&self, at: usize) -> Option<ClientId> {
        self.get(at).and_then(Folder::client)
    }
    fn chart(&self, at: usize) -> Cow<'_, Chart> {
        Cow::Owned(self.get(at).map(Folder::chart).unwrap_or_default())
    }
    fn judged(&self, at: usize) -> Cow<'_, Chart> {
        static JUDGED: LazyLock<Columns> = LazyLock::new(|| Columns::new(is_judged));
        Cow::Owned(Chart::part(self.get(at).into_iter().flat_map(|folder| &folder.0), &JUDGED))
    }
    fn rows(&self, at: usize) -> Box<dyn Iterator<Item = &dyn Row> + '_> {
        Box::new(self.get(at).into_iter().flat_map(|folder| &folder.0).map(|row| row as &dyn Row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::check::{self, Located, Sent};
    use crate::domain::hud::Export;
    use crate::generate;

    #[test]
    fn charts_and_folders_tell_the_same() {
        let (_, charts) = generate::people(40, 7, generate::REFERENCE_DAY);
        let folders: Vec<Folder> = charts.iter().map(Folder::from).collect();
        let (charts, folders) = (charts.as_slice(), folders.as_slice());
        assert_eq!(charts.count(), folders.count());
        for at in 0..charts.count() {
            assert!(charts.chart(at) == folders.chart(at));
            assert_eq!(charts.stays(at), folders.stays(at));
            assert!(charts.rows(at).map(Row::pack).eq(folders.rows(at).map(Row::pack)));
        }
    }

    /// Of what is left out no rule says anything, whatever stands there: half of its cells, and some of all others, hold what they should not.
    #[test]
    fn rules_look_at_nothing_else() {
        const WORDS: [&str; 11] =
            ["", "0", "1", "2", "8", "99", "odd <text>", "2026-02-30", "2026-11-01", "1999-05-05 10:00:00", "2027-01-01 00:00:00"];
        let (agency, charts) = generate::people(300, 11, generate::REFERENCE_DAY);
        let mut folders: Vec<Folder> = charts.iter().map(Folder::from).collect();
        let mut chance = 7_usize;
        let mut draw = |below: usize| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % below
        };
        for row in folders.iter_mut().flat_map(|folder| &mut folder.0) {
            let file = Packed::file(row).unwrap();
            for (column, at) in (0..).zip(0..file.info().columns.len()) {
                let is_key = at == file.info().key;
                if !is_key && draw(if is_judged(FieldId { file, column }) { 40 } else { 2 }) == 0 {
                    row.set(column, WORDS[draw(WORDS.len())]);
                }
            }
        }
        let charts: Vec<Chart> = folders.iter().map(Folder::chart).collect();
        let (export, absent) = (Export::default(), []);
        let sent = Sent { export: &export, absent: &absent, hashed: false };
        let in_order = |mut found: Vec<Located>| {
            found.sort_by_key(|l| (l.file, l.key.clone(), l.finding.field, l.finding.rule, l.finding.words.clone()));
            found
        };
        let whole = in_order(check::export(&agency, charts.as_slice(), &sent, generate::REFERENCE_DAY));
        let part = in_order(check::export(&agency, folders.as_slice(), &sent, generate::REFERENCE_DAY));
        assert!(whole.len() > 1000);
        assert_eq!(whole.iter().zip(&part).find(|(whole, part)| whole != part), None);
        assert_eq!(whole.len(), part.len());
    }
}
