//! From what was read to what the desk has: the changes of one import. Pure; the store's content is asked through [`Have`].
//!
//! Rows are matched by primary key. A row that is not here is new; one that differs is put together with ours, cell by cell
//! ([`merge`](crate::domain::merge)), so that an import never wipes work that the HMIS does not have yet (R-IMP-7). What is here and not
//! in the import stays; what a full export should hold and does not, the plan names.

mod beside;
mod corrected;
mod far;
mod gone;
mod loose;
mod moved;
mod named;
mod places;
mod returned;
mod typed;

use super::file_name;
use super::left_out::LeftOut;
use super::read::{Astray, Sought, Source};
use super::report::{Line, Outcome, Placed};
use crate::domain::field::Origin;
use crate::domain::history::is_bookkeeping;
use crate::domain::hud::{self, ExtraFile};
use crate::domain::merge::{self, Base, Claim, Differing, Edits, Entered, Marks, Merged, after_entry, id, merge, moment, untell};
use crate::domain::words::count;
use crate::domain::{
    Agency, Card, Change, Chart, ClientId, Day, EnrollmentId, FieldId, File, HouseholdId, Instant, Packed, Row, RowChange, Sheet,
};
use corrected::Untold;
use far::Far;
use gone::Silence;
use moved::{Moved, Told};
use places::Unplaced;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::mem;
use typed::Renamed;

/// What the desk has now.
pub trait Have {
    /// The rows that belong to no client.
    fn agency(&self) -> &Agency;
    /// A client's chart.
    fn chart(&self, client: &ClientId) -> Option<Chart>;
    /// The client in whose chart a row of this key stands, where that is known. It finds what the HMIS moved to another client.
    fn owner(&self, file: File, key: &str) -> Option<ClientId>;
    /// What was changed here since the HMIS last told of its records.
    fn edits(&self) -> &Edits;
    /// Clients who were added here and typed into the HMIS by hand, and of whom it has not told.
    fn newcomers(&self) -> &[Card] {
        &[]
    }
    /// The enrollments of a household, as far as they are known.
    fn household(&self, _household: &HouseholdId) -> Vec<(ClientId, EnrollmentId)> {
        Vec::new()
    }
    /// The clients with an enrollment of which this is true, by its household, its program and the day on which it began.
    fn clients_of(&self, _is_of: &dyn Fn(&str, &str, Option<Day>) -> bool) -> Vec<ClientId> {
        Vec::new()
    }
    /// Every client of the desk.
    fn everybody(&self) -> Vec<ClientId> {
        Vec::new()
    }
    /// So many clients more are looked at than the file has.
    fn expect(&self, _more: usize) {}
    /// What was marked as deleted here, because a full export did not hold it.
    fn marks(&self) -> Marks {
        Marks::default()
    }
    /// The files that are not HUD's and were kept.
    fn extra_files(&self) -> &[ExtraFile];
    /// So many rows of the file were read once more; 0 where that begins. False where it was called off.
    fn reads_again(&self, _rows: usize) -> bool {
        true
    }
    /// False where it was called off; then the plan is thrown away, and nobody goes on with it.
    fn goes_on(&self) -> bool {
        true
    }
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// The changes of one commit.
    pub changes: Vec<Change>,
    /// How many rows.
    pub counts: Counts,
    /// Rows that were left out, and why.
    pub lines: Vec<Line>,
    /// How many of each file.
    pub refused: BTreeMap<File, u64>,
    /// Rows that the reader could not place, and that hang on what is here.
    pub placed: Vec<Placed>,
    /// What has another id from now on or another client, as the HMIS has it: what is half typed names that, too.
    pub renamed: merge::Renamed,
    /// What the HMIS told before and does not hold in this full export. None of `changes` is about it.
    pub left_out: LeftOut,
}

/// Rows of an import, by what happens to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Not here yet.
    pub new: u64,
    /// Those of them that came marked as deleted already.
    pub gone_before: u64,
    /// Here, and different.
    pub updated: u64,
    /// Deleted in the HMIS, and not here so far.
    pub deleted: u64,
    /// Here as they are.
    pub unchanged: u64,
    /// Older than what is here; left as it is. Each has a line.
    pub older: u64,
    /// Records that are what was typed into the HMIS by hand, and that have its id from now on.
    pub recognised: u64,
    /// In which something stays that was changed here, and that the HMIS does not have.
    pub kept: u64,
    /// Those of them in which both sides changed the same.
    pub conflicting: u64,
    /// Rows and files beside which something is kept that is not HUD's, new or different.
    pub beside: u64,
    /// That went to another client, because the HMIS has them there, with what hangs on them here. Lines say which.
    pub moved: u64,
    /// Left out; each has a line.
    pub refused: u64,
    /// That the HMIS told before, and that its full export does not hold any more: kept, or marked as deleted where somebody chose that.
    pub gone: u64,
    /// Records that are not in it either and stay, because work hangs on them. Each has a line.
    pub held: u64,
}

impl Counts {}

/// Plans an import at this moment. Planning the same import again after its changes were applied gives no change.
///
/// It takes the rows of the source, so that those of a large export are not held twice.
pub fn plan(source: Source, have: &impl Have, now: Instant) -> Plan {
    let Source { agency, folders, absent, columns, files, export, loose, named, astray, whole, path, .. } = source;
    let (written, is_ours) = (export.export_date.known(), merge::is_ours(&export));
    let is_late = written.is_some() && latest(have.agency(), &export, now) > written;
    // One that is older than what was read knows not what came since.
    let claim = if is_late { None } else { Claim::of(&export, &agency, &folders, whole, have.agency(), now) };
    let silence = claim.map(|claim| Silence::of(claim, &folders, &loose));
    // An export that replaces what is here has all that its rows hang on.
    let loose = if export.export_directive.is(hud::ExportDirective::DeltaRefresh) { loose } else { Vec::new() };
    let loose::Joined { of_clients, of_agency, places, lines, astray: placed_astray } = loose::join(loose, &agency, &folders, have);
    let mut planning = Planning {
        absent,
        columns,
        edits: have.edits(),
        marks: have.marks(),
        now,
        written,
        is_ours,
        plan: Plan::default(),
        is_late,
        silence,
        seen: HashSet::new(),
        renamed: Renamed::default(),
        moved: Moved::default(),
        untold: Untold::default(),
        standing: BTreeMap::new(),
        astray: astray.into_iter().chain(placed_astray).map(|row| ((row.file, row.key.clone()), row)).collect(),
        unplaced: Unplaced::new(),
        far: Far::beyond(now),
    };
    // Of a first import every row is a change, and a list of a million that grows by one takes twice what it needs, and three times while it is
    // copied. What is not used is no memory.
    let of_client = folders.iter().map(|folder| folder.0.len()).chain(of_clients.iter().map(|(_, rows)| rows.len()));
    let all = of_client.sum::<usize>() + agency.rows().count() + of_agency.len();
    planning.plan.changes.reserve_exact(all + BESIDES);
    planning.placed(places);
    planning.plan.lines.extend(lines);
    planning.rows(agency.rows().map(Row::pack).chain(of_agency), have.agency().rows(), None, |_, _, _| None);
    planning.columns(have);
    planning.moves(&folders, &of_clients, have);
    let mut placed: HashMap<ClientId, Vec<Packed>> = of_clients.into_iter().collect();
    let folders = folders.into_iter().filter_map(|folder| Some((folder.client()?, folder.0)));
    for (client, mut rows) in folders {
        if !have.goes_on() {
            return Plan::default();
        }
        rows.extend(placed.remove(&client).into_iter().flatten());
        planning.client(&client, rows, have);
    }
    let mut placed: Vec<_> = placed.into_iter().collect();
    placed.sort_by(|a, b| a.0.cmp(&b.0));
    placed.into_iter().for_each(|(client, rows)| planning.client(&client, rows, have));
    planning.corrected(have);
    planning.say_returned();
    planning.absent(have);
    planning.housemates(have);
    planning.unseen(have);
    planning.files(&files, have);
    planning.named(&named, have);
    planning.say_astray();
    planning.say_far();
    planning.place(path.as_deref(), have);
    let Planning { mut plan, .. } = planning;
    // Where only some rows are new, those among which they were read are not kept for them while somebody reads the comparison.
    if plan.changes.len() < all / 2 {
        Sheet::apart(plan.changes.iter_mut().filter_map(|change| if let Change::New(row) = change { Some(row) } else { None }));
    }
    plan
}

/// True for a row that says who wrote a file and when, and nothing of anybody.
pub fn is_of_the_file(change: &Change) -> bool {
    match change {
        Change::Row(change) => change.file().is_some_and(says_who_wrote),
        Change::New(row) => row.file().is_some_and(says_who_wrote),
        Change::Draft { .. } | Change::Setting { .. } => false,
    }
}

const fn says_who_wrote(file: File) -> bool {
    matches!(file, File::Export | File::User)
}

/// So many changes come with the rows of a first import: columns and files that are not HUD's, and the note of the import.
const BESIDES: usize = 256;

/// When the export was written that was read last of this one's source. What bears a day to come tells nothing.
fn latest(agency: &Agency, export: &hud::Export, now: Instant) -> Option<Instant> {
    let same = agency.exports.iter().filter(|other| merge::source(other) == merge::source(export));
    same.filter_map(|other| other.export_date.known()).filter(|date| merge::is_past(*date, now)).max()
}

/// Whose rows are looked at, and what is here of them.
type Whose<'a> = Option<(&'a ClientId, Option<&'a Chart>)>;

struct Planning<'a> {
    /// Columns that the export does not have: it says nothing about what stands in them here.
    absent: Vec<FieldId>,
    /// Its columns that are not HUD's.
    columns: BTreeMap<File, Vec<String>>,
    edits: &'a Edits,
    marks: Marks,
    now: Instant,
    /// When the export was written.
    written: Option<Instant>,
    /// True where this program wrote it: it brings what is not here, and says nothing of what the HMIS has.
    is_ours: bool,
    /// True where it was written before what was read last.
    is_late: bool,
    /// What it claims to hold, where it claims that.
    silence: Option<Silence>,
    plan: Plan,
    /// Rows of which the import tells something, among those that were changed here.
    seen: HashSet<(File, String)>,
    /// What was made here and has the id of the HMIS from this import on.
    renamed: Renamed,
    /// What the HMIS has with another client than it was here.
    moved: Moved,
    /// What of the charts that were planned the export does not tell.
    untold: Untold,
    /// How many rows of a file stand again that were marked as deleted.
    standing: BTreeMap<File, usize>,
    /// Rows that name an enrollment of another client, of which nothing was said yet.
    astray: HashMap<(File, String), Astray>,
    /// Which lines of the plan say something of a row of which nobody knows yet where it stood.
    unplaced: Unplaced,
    /// Rows whose stamp is far ahead.
    far: Far,
}

impl Planning<'_> {
    /// The rows of a client.
    fn client(&mut self, client: &ClientId, rows: Vec<Packed>, have: &impl Have) {
        let here = self.recognised(client, &rows, have);
        let here = self.returned(here, &rows);
        self.missing(here.as_ref(), &rows);
        let whose = Some((client, here.as_ref()));
        // Of somebody who has nothing here yet but what was just moved, the client's own row is new.
        let is_new = self.moved.newcomers.contains(client);
        let here = here.iter().flat_map(Chart::rows).filter(|row| !is_new || row.file() != File::Client);
        // What we keep beside an event is with the event.
        let of = |file| if file == File::Referral { File::Event } else { file };
        self.rows(rows.into_iter(), here, whose, |moved, file, key| moved.owner(of(file), key).cloned().or_else(|| have.owner(file, key)));
    }

    /// Says of each file how many of its rows hang on what is here alone.
    fn placed(&mut self, places: Vec<Placed>) {
        let mut of_file: BTreeMap<File, usize> = BTreeMap::new();
        places.iter().filter(|row| row.taken).for_each(|row| *of_file.entry(row.file).or_default() += 1);
        for (file, rows) in of_file {
            let words = format!("What it hangs on is not in the export, and is here, so it was taken: {}.", count(rows, "row"));
            self.say(file, Outcome::Kept, words);
        }
        self.plan.placed = places;
    }

    fn say(&mut self, file: File, outcome: Outcome, words: String) {
        self.plan.lines.push(Line { file: file_name(file), line: 0, column: None, rule: "R-IMP-7", outcome, words });
    }

    fn rows<'r>(
        &mut self,
        incoming: impl Iterator<Item = Packed>,
        here: impl Iterator<Item = &'r dyn Row>,
        whose: Whose<'_>,
        owner: impl Fn(&Moved, File, &str) -> Option<ClientId>,
    ) {
        let mut here: HashMap<(File, String), &dyn Row> = here.map(|row| ((row.file(), row.key()), row)).collect();
        let (beside, incoming): (Vec<_>, Vec<_>) = incoming.partition(|row| Row::file(row).info().origin == Origin::Beside);
        let beside: HashMap<String, Packed> = beside.into_iter().map(|row| (row.key().to_owned(), row)).collect();
        // What hangs on an enrollment that stays with another client must not land apart from it, unless the HMIS has the two apart itself.
        let hangs_elsewhere = |moved: &Moved, row: &Packed| {
            let enrollment = row.file().and_then(|file| file.column("EnrollmentID")).map(|at| row.cell(at)).filter(|id| !id.is_empty());
            enrollment.and_then(|id| owner(moved, File::Enrollment, id)).is_some_and(|of| whose.is_some_and(|(client, _)| *client != of))
        };
        for row in incoming {
            let (file, key) = (Row::file(&row), row.key().to_owned());
            let id = id(file, &key);
            let kept = [File::ExtraOfClient, File::ExtraOfAgency].into_iter().find_map(|kind| here.get(&(kind, id.clone())));
            let (extra, kept) = (beside.get(&id).map(|row| row as &dyn Row), kept.copied());
            match here.remove(&(file, key.clone())) {
                Some(before) => {
                    if self.known(before, &row, whose) {
                        self.see(&row, Some(before));
                        self.beside(&row, extra, kept);
                    }
                }
                None if owner(&self.moved, file, &key).is_some_and(|of| whose.is_none_or(|(client, _)| *client != of)) => {
                    self.elsewhere(&row, "belongs to another client here");
                }
                None if hangs_elsewhere(&self.moved, &row) && !self.is_astray(file, &key) => {
                    self.elsewhere(&row, "belongs to an enrollment of another client here");
                }
                None => {
                    // Of an export of this program nobody asks when it was written, and by whom.
                    self.plan.counts.new += u64::from(!(self.is_ours && says_who_wrote(file)));
                    self.see(&row, None);
                    self.plan.counts.gone_before += u64::from(file.column("DateDeleted").is_some_and(|at| !row.cell(at).is_empty()));
                    self.beside(&row, extra, kept);
                    self.plan.changes.extend(Change::new(row));
                }
            }
        }
        if let Some((client, Some(_))) = whose {
            self.untold.add(client, here.into_values());
        }
    }

    /// Puts a row together with the one here; false where the one here is the newer, so that nothing of it counts.
    fn known(&mut self, here: &dyn Row, incoming: &dyn Row, whose: Whose<'_>) -> bool {
        let (file, key) = (here.file(), here.key());
        let chart = whose.and_then(|(_, chart)| chart);
        let kept = chart.and_then(|chart| chart.theirs.iter().find(|kept| kept.theirs_id.as_str() == id(file, &key)));
        let before = kept.and_then(Differing::read);
        let mut base = self.base(file, &key, before.as_ref());
        let entered = chart.map(|chart| self.entered(chart, file, &key)).unwrap_or_default();
        let typed: Vec<Entered> = entered.iter().filter_map(|kept| Entered::read(kept)).collect();
        if !self.is_ours {
            after_entry(&mut base, &typed, incoming);
        }
        let mut merged = merge(here, incoming, &base, |field| self.absent.contains(&field));
        let knows_no_deletion = self.is_from_before_deletion(here, incoming, &base);
        if knows_no_deletion {
            merged = Merged { older: true, ..Merged::default() };
        }
        if self.is_ours && !mem::take(&mut merged.both).is_empty() {
            let name = file.info().name;
            self.say(file, Outcome::Kept, format!("{name} {key} holds other work in this export of Wayhome; what is here stays."));
        }
        self.count(file, &merged);
        if merged.older {
            let stamp = file.column("DateUpdated").map(|at| incoming.cell(at)).unwrap_or_default();
            let why = match moment(&stamp) {
                _ if knows_no_deletion => "was deleted after this export was written",
                Some(_) => "was updated later than this export has it",
                None => "has no DateUpdated in this export that can be read, so that nobody knows which is newer",
            };
            self.say(file, Outcome::Kept, format!("{} {key} {why}; what is here stays.", file.info().name));
            return false;
        }
        self.plan.changes.extend(merged.change.map(Change::from));
        if self.is_ours {
            return true;
        }
        // From here on the HMIS itself has told what it has.
        self.plan.changes.extend(entered.into_iter().filter_map(untell));
        let Some(chart) = chart.filter(|_| !base.is_empty()) else { return true };
        self.seen.insert((file, key.clone()));
        let mut open = merged.both;
        // What nobody has chosen yet stays open.
        open.extend(before.iter().flat_map(|before| &before.open).filter(|column| merged.kept.contains_key(column)));
        let differing = Differing { file, key, cells: merged.kept, open };
        self.plan.changes.extend(Differing::change(kept, Some(&differing), chart.id(), self.now));
        true
    }

    /// True for a row that the HMIS deleted later than it wrote this export, as a full one told that was read before: such a row keeps the
    /// stamp that it had.
    fn is_from_before_deletion(&self, here: &dyn Row, incoming: &dyn Row, base: &Base) -> bool {
        let Some(at) = here.file().column("DateDeleted").filter(|_| self.is_late) else { return false };
        let is_theirs = u16::try_from(at).is_ok_and(|column| !base.contains_key(&column));
        let deleted = moment(&here.peek(at));
        is_theirs && deleted.is_some() && incoming.peek(at).is_empty() && self.written < deleted
    }

    /// What somebody typed into the HMIS of a row before this export was written: of what came after, the export cannot know.
    fn entered<'c>(&self, chart: &'c Chart, file: File, key: &str) -> Vec<&'c hud::Entered> {
        let of_row = |one: &Entered| one.file == file && one.key == key && self.written.is_none_or(|written| one.at <= Some(written));
        chart.entered.iter().filter(|kept| Entered::read(kept).as_ref().is_some_and(of_row)).collect()
    }

    /// What the cells of a row held when the HMIS last told of it, where they were changed here since.
    fn base(&self, file: File, key: &str, differing: Option<&Differing>) -> Base {
        let mut base = self.edits.of(file, self.renamed.once(file, key)).cloned().unwrap_or_default();
        base.extend(differing.iter().flat_map(|differing| &differing.cells).map(|(column, text)| (*column, text.clone())));
        base
    }

    fn count(&mut self, file: File, merged: &Merged) {
        let counts = &mut self.plan.counts;
        counts.kept += u64::from(!merged.kept.is_empty());
        counts.conflicting += u64::from(!merged.both.is_empty());
        let deletes = |change: &RowChange| {
            let at = file.column("DateDeleted");
            change.cells.iter().any(|cell| Some(usize::from(cell.column)) == at && cell.before.is_blank())
        };
        let group = match &merged.change {
            _ if merged.older => &mut counts.older,
            Some(change) if deletes(change) => &mut counts.deleted,
            Some(_) => &mut counts.updated,
            None => &mut counts.unchanged,
        };
        *group += 1;
    }

    /// What was changed here and the import does not tell of: what the HMIS had is kept, because the next import looks no further back
    /// than to this one.
    fn unseen(&mut self, have: &impl Have) {
        if self.is_ours {
            // The next import looks as far back as this one.
            return;
        }
        let edits = self.edits;
        let owner_of = |file, key: &str, owner| self.moved.owner(file, key).unwrap_or(owner).clone();
        let named = edits.iter().map(|(file, key, owner, _)| (file, self.renamed.now(file, key).to_owned(), owner_of(file, key, owner)));
        let mut left: Vec<_> = named.filter(|(file, key, _)| !self.seen.contains(&(*file, key.clone()))).collect();
        left.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        for (file, key, owner) in left {
            let Some(chart) = self.chart(&owner, have) else { continue };
            let Some(here) = chart.rows().find(|row| row.file() == file && row.key() == key) else { continue };
            let kept = chart.theirs.iter().find(|kept| kept.theirs_id.as_str() == id(file, &key));
            let before = kept.and_then(Differing::read);
            let mut cells = self.base(file, &key, before.as_ref());
            cells.retain(|column, text| {
                let field = FieldId { file, column: *column };
                text.as_str() != here.cell(usize::from(*column)) && (field.info().name == "DateUpdated" || !is_bookkeeping(field))
            });
            if cells.len() < 2 && cells.keys().all(|column| is_bookkeeping(FieldId { file, column: *column })) {
                cells.clear();
            }
            let differing = Differing { file, key, cells, open: before.map(|before| before.open).unwrap_or_default() };
            self.plan.changes.extend(Differing::change(kept, Some(&differing), &owner, self.now));
        }
    }

    fn elsewhere(&mut self, row: &Packed, why: &str) {
        let (file, key) = (Row::file(row), row.key());
        self.plan.counts.refused += 1;
        *self.plan.refused.entry(file).or_default() += 1;
        let words = format!("{} {key} {why}; it was not taken over. Compare both clients with the HMIS.", file.info().name);
        let line = self.astray.remove(&(file, key.to_owned())).map_or(0, |row| row.line);
        let said = Line { file: file_name(file), line, column: None, rule: "R-IMP-7", outcome: Outcome::Refused, words };
        if line == 0 { self.say_of(Sought::of(row), said) } else { self.plan.lines.push(said) }
    }
}
