//! Exchange: read the HMIS CSV that the HMIS exported, and write the work back as HMIS CSV.

mod findings;
mod foot;
mod hands;
pub mod keyin;
mod longest;
mod pages;
pub mod sending;
mod staying;
mod undecided;

use crate::app::action::{Action, Failure, Subject};
use crate::app::context::Context;
use crate::domain::merge::Side;
use crate::domain::progress::Progress;
use crate::domain::{Chart, Day};
use crate::exchange::{Missing, Scope};
use crate::transfer::{OnErrors, Order};
use findings::Findings;
use hands::Half;
use keyin::KeyIn;
use sending::{Ground, Sending};
use std::fmt;
use std::path::{Path, PathBuf};
use undecided::Undecided;

/// Import and export.
#[derive(Debug, Default)]
pub struct Exchange {
    from: String,
    to: String,
    phase: Phase,
    hint: Option<&'static str>,
    /// The path that was proposed last for the export.
    proposed: String,
    sending: Sending,
    /// What was checked last.
    subject: Option<Subject>,
    /// Where the last export was ordered to; what waits for a word is written there and nowhere else.
    ordered: PathBuf,
    /// Why an export is written although its check found errors.
    anyway: Typed,
    undecided: Undecided,
    /// True from the end of a transfer until one comes to this screen anew: a key that is pressed twice exports nothing.
    just_done: bool,
    /// How far the work under way is.
    progress: Progress,
    /// Somebody wanted to call it off when that was too late.
    too_late: bool,
    /// In which half the last of it was begun.
    half: Half,
    /// The key-in sheet, while it is looked at.
    keyin: Option<Box<KeyIn>>,
    /// Where files are proposed.
    documents: PathBuf,
}

/// What somebody typed; it may name a person, so it does not show itself.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(String);

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed")
    }
}

/// The name of an export of a day; it says nothing about anybody.
pub fn file_name(today: Day) -> String {
    format!("wayhome-{today}.zip")
}

/// The words of a check that is older than the records, and of the button that makes it anew.
const STALE: &str = "Something was saved after this check. Check again to see what is left.";

/// How far a transfer is.
#[derive(Debug, Default)]
enum Phase {
    #[default]
    Choosing,
    Working(&'static str),
    /// Compared with what is here; nothing is written yet.
    Compared(Outcome, Option<Asked>),
    /// There is such a file already: it is asked whether it is to be replaced.
    Asking(PathBuf),
    Done(Outcome),
    /// It was called off.
    Off(Failure),
    /// An export whose check found errors; it is written when somebody says why.
    Held(Findings),
    /// What a check found.
    Checked(Findings),
    Failed(Failure),
}

/// What is asked before an import: what becomes of records that its full export does not hold any more.
#[derive(Debug)]
struct Asked {
    question: String,
    chosen: Missing,
}

/// What a transfer did: a headline, the counts, and every line of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What was done, in a sentence.
    pub headline: String,
    /// True for an export.
    pub exported: bool,
    /// Lines of the report: where, and what was done about it.
    pub lines: Vec<(String, String)>,
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed the file to read.
    From(String),
    /// Typed the file to write.
    To(String),
    /// Wants a file dialog.
    Browse(bool),
    /// The dialog's answer, and whether it came too fast to have been shown.
    Chosen(bool, Option<PathBuf>, bool),
    /// Start reading.
    Import,
    /// Take over what was compared.
    Take,
    /// Chose what becomes of records that the export does not hold any more.
    Missing(Missing),
    /// Leave everything as it is.
    Cancel,
    /// The charts in which both sides changed something.
    Loaded(Vec<Chart>),
    /// Chose a side for one of those answers.
    Choose(usize, Side),
    /// Start writing; asks first, where there is such a file.
    Export,
    /// Start writing in place of the file that is there.
    Replace,
    /// Chose what to export.
    Sending(sending::Message),
    /// Wants to know what is wrong in the file to read.
    CheckFile,
    /// Wants to know what is wrong in what would be exported.
    CheckExport,
    /// Typed why the export is written anyway.
    Why(Typed),
    /// Start writing although the check found errors.
    Anyway,
    /// Start writing without the households of these errors.
    LeaveOut,
    /// Looks at what a check found.
    Findings(findings::Message),
    /// Ctrl+S: what the foot of the page is for, while the control of this id has the keyboard.
    Main(Option<String>),
    /// Esc: one step back.
    Close,
    /// Puts away what a check found.
    Leave,
    /// Wants the same check again, after something was corrected.
    Again,
    /// Calls off what is under way.
    CallOff,
    /// Opens the key-in sheet.
    OpenKeyIn,
    /// Puts the key-in sheet away.
    LeaveKeyIn,
    /// Works on the key-in sheet.
    KeyIn(keyin::Message),
}

impl Exchange {
    /// Proposes a path for the export of a day, in this folder, under a name that is not taken; not where the user chose another path.
    pub fn propose(&mut self, folder: &Path, today: Day) {
        self.documents = folder.to_owned();
        if self.to != self.proposed {
            return;
        }
        let name = file_name(today);
        let stem = name.trim_end_matches(".zip");
        let more = (2..100).map(|n| format!("{stem}-{n}.zip"));
        let free = std::iter::once(name.clone()).chain(more).map(|name| folder.join(name)).find(|path| !path.exists());
        self.proposed = free.unwrap_or_else(|| folder.join(&name)).display().to_string();
        self.write_to(self.proposed.clone());
    }

    /// The screen's title.
    pub fn title(&self) -> String {
        "Exchange".to_owned()
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        self.half = Half::of(&message).filter(|_| !self.busy()).unwrap_or(self.half);
        match message {
            Message::From(path) => self.from = path,
            Message::To(path) => self.write_to(path),
            Message::Browse(save) => return Action::Browse { save },
            Message::Chosen(save, Some(path), _) => {
                let path = path.display().to_string();
                if save {
                    self.write_to(path);
                } else {
                    self.from = path;
                }
                self.hint = None;
            }
            Message::Chosen(_, None, at_once) => {
                self.hint = at_once.then_some("No file dialog is available here. Type the path of the file.")
            }
            Message::Import if self.busy() => {}
            Message::Import if self.from.trim().is_empty() => {
                self.fail("Nothing imported", "Type the path of the HMIS CSV zip, or browse for it.")
            }
            Message::Import if cx.read_only => self.fail("Nothing imported", "This store can only be read."),
            Message::Import => {
                self.phase = Phase::Working("Comparing the export with your records…");
                return Action::Import(PathBuf::from(self.from.trim()));
            }
            Message::Take => {
                if let Phase::Compared(_, asked) = &self.phase {
                    let missing = asked.as_ref().map(|asked| asked.chosen).unwrap_or_default();
                    self.phase = Phase::Working("Importing…");
                    // What was pressed is gone, and how far it is stands beside the path.
                    return Action::Take(missing).and(Action::Focus("import-path".to_owned()));
                }
            }
            Message::Missing(missing) => {
                if let Phase::Compared(_, Some(asked)) = &mut self.phase {
                    asked.chosen = missing;
                }
            }
            Message::Cancel => {
                self.phase = Phase::Choosing;
                return Action::Focus("import-path".to_owned());
            }
            Message::Loaded(charts) => {
                self.undecided.loaded(charts);
                // What was ticked off, or changed meanwhile, is read anew.
                return if self.keyin.is_some() { Action::KeyIn } else { Action::None };
            }
            Message::OpenKeyIn if self.busy() => return busy_first(),
            Message::KeyIn(keyin::Message::Print | keyin::Message::Replace) if matches!(self.phase, Phase::Working(_)) => {
                return busy_first();
            }
            Message::OpenKeyIn => {
                self.keyin = Some(Box::new(KeyIn::new(&self.documents, cx.today())));
                return Action::KeyIn;
            }
            // What is being written has its word on this page.
            Message::LeaveKeyIn if self.is_writing_page() => {}
            Message::LeaveKeyIn => return self.leave_keyin(),
            Message::KeyIn(message) => {
                let off = self.progress.is_cancelled();
                return self.keyin.as_mut().map_or(Action::None, |keyin| keyin.update(message, off, cx));
            }
            Message::Choose(at, side) => return self.undecided.choose(at, side, cx),
            Message::Sending(message) => self.sending.update(message, cx.today()),
            Message::Export | Message::Replace | Message::Anyway | Message::LeaveOut | Message::CheckFile | Message::CheckExport
                if self.busy() => {}
            Message::Export => return self.export(false, OnErrors::Hold, cx),
            Message::Replace if matches!(self.phase, Phase::Asking(_)) => return self.export(true, OnErrors::Hold, cx),
            Message::Replace => {}
            Message::Why(typed) => self.anyway = typed,
            Message::Anyway => {
                let why = self.anyway.0.trim().to_owned();
                // The file was asked about before the check.
                return match why.as_str() {
                    "" => Action::Focus("anyway".to_owned()),
                    _ => self.export(self.is_held(), OnErrors::Write(why), cx),
                };
            }
            Message::LeaveOut => {
                let scope = self.sending.scope(Ground::of(cx), cx.today()).ok().and_then(Scope::finished);
                return scope.filter(|_| self.is_held()).map_or(Action::None, |scope| self.order(true, Ok(scope), OnErrors::Hold));
            }
            Message::CheckFile if self.from.trim().is_empty() => {
                self.fail("Nothing checked", "Type the path of the HMIS CSV zip, or browse for it.")
            }
            Message::CheckFile => {
                return self.check(Subject::File(PathBuf::from(self.from.trim())));
            }
            Message::CheckExport => match self.sending.checked(cx.today()) {
                Ok(scope) => return self.check(Subject::Export(scope)),
                Err((control, why)) => return self.refuse(control, why),
            },
            Message::Again => match (&self.phase, self.subject.clone()) {
                // The file was asked about before the check.
                (Phase::Held(_), _) => return self.export(true, OnErrors::Hold, cx),
                (Phase::Checked(_), Some(subject)) => return self.check(subject),
                _ => {}
            },
            Message::Findings(message) => {
                if let Phase::Held(findings) | Phase::Checked(findings) = &mut self.phase {
                    return findings.update(message, cx);
                }
            }
            Message::Main(control) => return self.main(control.as_deref(), cx),
            Message::CallOff => self.call_off(),
            Message::Close if self.keyin.is_some() && !self.is_writing_page() => return self.leave_keyin(),
            Message::Close if self.busy() => self.call_off(),
            Message::Close => match &mut self.phase {
                Phase::Held(findings) | Phase::Checked(findings) if findings.is_open() => {
                    return findings.update(findings::Message::Back, cx);
                }
                Phase::Held(_) | Phase::Checked(_) => return self.leave(),
                Phase::Compared(..) => return self.update(Message::Cancel, cx),
                _ => {}
            },
            Message::Leave => return self.leave(),
        }
        Action::None
    }

    /// What waits for a choice is fetched anew.
    pub fn look(&mut self, cx: &Context<'_>) -> Action {
        self.undecided = Undecided::default();
        let sheet = if self.keyin.is_some() { Action::KeyIn } else { Action::None };
        Undecided::load(cx).and(sheet)
    }

    /// A transfer came to its end.
    pub fn finished(&mut self, answer: Result<Outcome, Failure>) {
        self.anyway = Typed::default();
        self.just_done = answer.is_ok();
        let off = self.progress.is_cancelled();
        self.phase = match answer {
            Ok(outcome) => Phase::Done(outcome),
            Err(failure) if off => Phase::Off(failure),
            Err(failure) => Phase::Failed(failure),
        };
    }

    /// Somebody comes to this screen: what was done before they left it is not what they press a key for.
    pub fn arrived(&mut self) {
        self.just_done = false;
    }

    /// Work begins that says how far it is.
    pub fn watch(&mut self) -> Progress {
        (self.progress, self.too_late) = (Progress::default(), false);
        self.progress.clone()
    }

    /// Calls off what is under way; where that is too late, it is said.
    fn call_off(&mut self) {
        if self.busy() {
            self.too_late = !self.progress.cancel();
        }
    }

    /// True where records were changed after they were checked. A file that was checked stays what it is.
    fn is_stale(&self, cx: &Context<'_>) -> bool {
        match &self.phase {
            Phase::Held(findings) => findings.is_older(cx),
            Phase::Checked(findings) => matches!(self.subject, Some(Subject::Export(_))) && !findings.is_empty() && findings.is_older(cx),
            _ => false,
        }
    }

    /// What was found is not kept over a lock: it names records. Neither is what was compared, and what waits for its answer: that was with
    /// the records that are closed.
    pub fn forget(&mut self) {
        if matches!(self.phase, Phase::Held(_) | Phase::Checked(_) | Phase::Compared(..) | Phase::Working(_)) {
            self.phase = Phase::Choosing;
        }
        self.undecided = Undecided::default();
        self.anyway = Typed::default();
        self.keyin = None;
    }

    /// Another file is to be written: what was asked about the one before is answered.
    fn write_to(&mut self, path: String) {
        if self.to != path && matches!(self.phase, Phase::Asking(_)) {
            self.phase = Phase::Choosing;
        }
        self.to = path;
    }

    /// Orders the export. A file that is there is asked about first, unless it may be replaced.
    fn export(&mut self, replace: bool, on_errors: OnErrors, cx: &Context<'_>) -> Action {
        self.order(replace, self.sending.scope(Ground::of(cx), cx.today()), on_errors)
    }

    fn order(&mut self, replace: bool, scope: Result<Scope, (&'static str, &'static str)>, on_errors: OnErrors) -> Action {
        let path = match &self.phase {
            Phase::Asking(path) => path.clone(),
            Phase::Held(_) => self.ordered.clone(),
            _ => PathBuf::from(self.to.trim()),
        };
        if path.as_os_str().is_empty() {
            return self.refuse("export-path", "Type a path for the zip to write, or browse for one.");
        }
        let scope = match scope {
            Ok(scope) => scope,
            Err((control, why)) => return self.refuse(control, why),
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
            let why = format!("The folder “{}” does not exist. Choose another folder.", folder.display());
            return self.refuse("export-path", &why);
        }
        if path.is_file() && !replace {
            self.phase = Phase::Asking(path);
            return Action::Focus("replace".to_owned());
        }
        // What was pressed on the page of what was held up is gone with that.
        let goes_on = if self.is_held() { Action::Focus("export".to_owned()) } else { Action::None };
        self.phase = Phase::Working("Checking and writing the export…");
        self.ordered.clone_from(&path);
        Action::Export(Box::new(Order { path, scope, on_errors })).and(goes_on)
    }

    fn check(&mut self, subject: Subject) -> Action {
        // What was pressed on the page of the check before is gone with that.
        let again = matches!(self.phase, Phase::Checked(_));
        self.half = if matches!(subject, Subject::File(_)) { Half::Reading } else { Half::Writing };
        self.subject = Some(subject.clone());
        self.phase = Phase::Working(match subject {
            Subject::File(_) => "Checking the file…",
            Subject::Export(_) => "Checking what would be exported…",
        });
        let goes_on = if again { Action::Focus(self.landed().to_owned()) } else { Action::None };
        Action::Check(subject).and(goes_on)
    }

    fn refuse(&mut self, control: &str, why: &str) -> Action {
        self.fail("Nothing exported", why);
        Action::Focus(control.to_owned())
    }

    fn is_held(&self) -> bool {
        matches!(self.phase, Phase::Held(_))
    }

    /// True while something is under way.
    pub fn busy(&self) -> bool {
        matches!(self.phase, Phase::Working(_)) || self.is_writing_page()
    }

    /// True while the key-in sheet is being written to a file.
    pub fn is_writing_page(&self) -> bool {
        self.keyin.as_ref().is_some_and(|keyin| keyin.is_writing())
    }

    /// A lock calls off the writing of the key-in sheet: nobody is there to fetch the page.
    pub fn end_page(&mut self) {
        if self.is_writing_page() {
            self.call_off();
        }
    }

    fn fail(&mut self, what: &str, why: &str) {
        self.phase = Phase::Failed(Failure::new(what, why));
    }
}

fn busy_first() -> Action {
    Action::Busy("Something is under way on Exchange. Wait until it is finished, or cancel it, and try again.".to_owned())
}
