//! The form of one CE Event: upright, in the guide's order.
//!
//! What was referred is the referrer's: only Priority List Managers change it (R-RES-5); everybody resolves. What the form proposes
//! (the resulting enrollment, the result date) is visible and can be changed.

use super::{Message, choosing};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form};
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::card::roomy;
use crate::app::widget::{Control as _, Kind, banner, button, headline, spoken, unspoken};
use crate::domain::finding::gravest_first;
use crate::domain::hud::{Enrollment, Event, Referral, ReferralResult};
use crate::domain::{
    Chart, ClientId, EnrollmentId, Entry, EventId, FieldId, Finding, Row, Rule, Severity, Text, Value, at, check, date, intake, referral,
    referring,
};
use iced::Length;
use iced::widget::{column, row, space as gap};

/// The form on show.
pub struct Open {
    pub(super) event: Event,
    kept: Referral,
    new: bool,
    pub(super) form: Form,
    pub(super) resumed: bool,
    pub(super) close: bool,
    /// Somebody wants to leave without saving, and is asked.
    pub(super) asks: bool,
    /// True while the store keeps a draft of this form.
    drafted: bool,
    /// What the form itself proposed, so that it may propose anew, or take it back.
    proposed: Proposed,
    /// The resulting enrollment that the form itself took out, with the result that it goes with; empty where it took none.
    unlinked: String,
    /// The result date was entered by hand: no proposal takes its place.
    dated: bool,
    /// What differed from what is saved when the form was opened, by proposals alone: nothing that somebody typed.
    untouched: Option<Text>,
}

/// The resulting enrollment and the result date that the form proposed, as they stand in it.
#[derive(Default)]
struct Proposed {
    enrollment: String,
    date: String,
}

/// What was referred: the referrer's part.
const REFERRED: [FieldId; 3] = [at::event::EVENT, at::event::EVENT_DATE, at::event::LOCATION_CRISIS_OR_PH_HOUSING];

/// Every field of the form, in the guide's order.
const FIELDS: [FieldId; 11] = [
    at::event::ENROLLMENT_ID,
    at::event::EVENT,
    at::event::EVENT_DATE,
    at::event::LOCATION_CRISIS_OR_PH_HOUSING,
    at::event::PROB_SOL_DIV_RR_RESULT,
    at::event::REFERRAL_CASE_MANAGE_AFTER,
    at::referral::DATE_ACKNOWLEDGED,
    at::event::REFERRAL_RESULT,
    at::event::RESULT_DATE,
    at::referral::RESULTING_ENROLLMENT_ID,
    at::referral::NOT_HOUSED_REASON,
];

/// The name of the draft of an event.
pub fn draft_name(event: &EventId) -> String {
    format!("event/{event}")
}

/// The name of the draft of a new event of a client.
pub fn new_draft(client: &ClientId) -> String {
    format!("event/new/{client}")
}

/// Whose new event a draft of this name is.
pub fn drafted_new(name: &str) -> Option<ClientId> {
    name.strip_prefix("event/new/").map(ClientId::new)
}

/// The event of which a draft of this name is; none of a new one.
pub fn drafted(name: &str) -> Option<EventId> {
    name.strip_prefix("event/").filter(|rest| !rest.starts_with("new/")).map(EventId::new)
}

/// A new event on the client's newest enrollment as head, the CE project's first.
pub fn fresh(chart: &Chart, cx: &Context<'_>) -> Event {
    let candidates = referring::enrollments(chart, cx.agency);
    Event {
        event_id: EventId::from_random(cx.fresh(0)),
        enrollment_id: candidates.first().map(|e| e.enrollment_id.clone()).unwrap_or_default(),
        personal_id: chart.id().clone(),
        event_date: Value::Known(cx.today()),
        ..Event::default()
    }
}

impl Open {
    pub(super) fn of(event: Event, chart: &Chart, drafts: &[(String, Text)], new: bool) -> Self {
        let kept = if new { Referral { event_id: event.event_id.clone(), ..Referral::default() } } else { chart.referral(&event.event_id) };
        let form = Form::of(&[&event, &kept], FIELDS);
        let proposed = Proposed::default();
        let mut open = Self {
            event,
            kept,
            new,
            form,
            resumed: false,
            close: false,
            asks: false,
            drafted: false,
            proposed,
            unlinked: String::new(),
            dated: false,
            untouched: None,
        };
        if let Some((_, text)) = drafts.iter().find(|(name, _)| *name == open.name()) {
            open.form.resume(text);
            open.resumed = open.form.changed();
            open.drafted = true;
        }
        open
    }

    /// Puts what is recorded now below what was typed, which stays; false where the event is as it was, or gone.
    pub(super) fn rebase(&mut self, chart: &Chart) -> bool {
        let kept = chart.referral(&self.event.event_id);
        let Some(event) = chart.event(&self.event.event_id).filter(|event| (*event, &kept) != (&self.event, &self.kept)) else {
            return false;
        };
        let typed: Vec<(String, Text)> = self.unkept().map(|text| (self.name(), text)).into_iter().collect();
        let anew = Self::of(event.clone(), chart, &typed, false);
        // Nobody was away from it, so nothing is here again.
        *self = Self { resumed: self.resumed, drafted: self.drafted, asks: self.asks, dated: self.dated, ..anew };
        true
    }

    /// The enrollment that a successful result lacks, where there is one now and nobody chose or cleared any: also in a form that was
    /// filled in before the intake was.
    pub(super) fn complete(&mut self, chart: &Chart, cx: &Context<'_>) {
        let (event, kept) = self.rows(cx);
        if event.referral_result.is(ReferralResult::Accepted) && kept.resulting_enrollment_id.is_blank() {
            // The day on which it was filled in stood there for want of the day of the enrollment.
            let stopgap = Value::from(Some(referral::result_date_default(ReferralResult::Accepted, None, cx.today())));
            if event.result_date == stopgap && self.resumed {
                self.proposed.date = self.form.text(at::event::RESULT_DATE).to_owned();
            }
            self.propose(chart, cx);
        }
        self.untouched = (!self.resumed && self.form.changed()).then(|| self.form.draft());
    }

    /// Proposes the success that an enrollment says already, its enrollment and its day, where nobody typed anything else; false where
    /// there is none.
    pub(super) fn propose_success(&mut self, chart: &Chart, cx: &Context<'_>) -> bool {
        if self.resumed || self.answer(chart, cx).is_none() {
            return false;
        }
        self.form.propose(at::event::REFERRAL_RESULT, &Value::Known(ReferralResult::Accepted).text());
        self.propose(chart, cx);
        self.untouched = Some(self.form.draft());
        true
    }

    /// What is to be kept when the form is left.
    pub(super) fn unkept(&self) -> Option<Text> {
        let draft = self.form.changed().then(|| self.form.draft())?;
        (self.untouched.as_ref() != Some(&draft)).then_some(draft)
    }

    /// What is wrong with what stands in the form, so far as it is to be answered here and may be saved, the gravest first.
    pub(super) fn concerns(&self, chart: &Chart, cx: &Context<'_>) -> Vec<Finding> {
        let (event, kept) = self.rows(cx);
        let fields = self.fields(&event, cx);
        let found = check::event(&check::EventCase { chart, agency: cx.agency, today: cx.today() }, &event, &kept);
        gravest_first(found.into_iter().filter(|f| f.severity != Severity::Note && fields.contains(&f.field)).collect())
    }

    /// The draft's name. A new event's is the client's: its own id is drawn anew each time.
    pub(super) fn name(&self) -> String {
        if self.new { new_draft(&self.event.personal_id) } else { draft_name(&self.event.event_id) }
    }

    /// Which event it is.
    pub(super) fn event(&self) -> &EventId {
        &self.event.event_id
    }

    /// True for one that is not saved yet.
    pub(super) fn is_new(&self) -> bool {
        self.new
    }

    /// Takes the draft away, where one is kept.
    pub(super) fn undraft(&mut self) -> Action {
        if std::mem::take(&mut self.drafted) { Action::Draft(self.name(), None) } else { Action::None }
    }

    /// The event and what we keep beside it, as they stand in the form.
    pub(super) fn rows(&self, cx: &Context<'_>) -> (Event, Referral) {
        let (mut event, mut kept) = (self.event.clone(), self.kept.clone());
        self.form.fill(&mut event, cx.today());
        self.form.fill(&mut kept, cx.today());
        (event, kept)
    }

    pub(super) fn edit(&mut self, edit: Edit, chart: &Chart, cx: &Context<'_>) -> Action {
        let chose_result = matches!(&edit, Edit::Set(field, _) if *field == at::event::REFERRAL_RESULT);
        let left = matches!(edit, Edit::Left(_));
        let emptied = if let Edit::Set(field, text) = &edit { text.is_empty().then_some(*field) } else { None };
        self.dated |= matches!(&edit, Edit::Set(at::event::RESULT_DATE, text) if text != self.form.text(at::event::RESULT_DATE));
        let due = self.form.edit(edit);
        if chose_result {
            self.propose(chart, cx);
        }
        // A field that is shown only while something stands in it goes with that, and must not take the keyboard along.
        let gone = emptied.is_some_and(|field| !self.fields(&self.rows(cx).0, cx).contains(&field));
        let stays = if gone { Action::Focus(self.first(cx)) } else { Action::None };
        if due {
            self.drafted = true;
            Action::Draft(self.name(), Some(self.form.draft())).and(stays)
        } else if left && !self.form.changed() {
            self.undraft()
        } else {
            stays
        }
    }

    /// A result was chosen, or taken away: the enrollment that fits and the date that goes with it follow, unless the user entered
    /// others.
    fn propose(&mut self, chart: &Chart, cx: &Context<'_>) {
        let (event, _) = self.rows(cx);
        let result = event.referral_result.known();
        let (linked, dated) = (at::referral::RESULTING_ENROLLMENT_ID, at::event::RESULT_DATE);
        let rejected = matches!(result, Some(ReferralResult::ClientRejected | ReferralResult::ProviderRejected));
        if rejected && !self.form.text(linked).is_empty() {
            // An unsuccessful referral has no resulting enrollment (R-RES-6); it is back with the result that has one.
            self.unlinked = self.form.text(linked).to_owned();
            self.form.propose(linked, "");
        } else if result == Some(ReferralResult::Accepted) && !self.unlinked.is_empty() {
            self.form.propose(linked, &std::mem::take(&mut self.unlinked));
        } else if self.form.text(linked) == self.proposed.enrollment {
            let fitting = if result == Some(ReferralResult::Accepted) { referral::proposed(chart, &event, cx.agency) } else { None };
            self.form.propose(linked, fitting.as_ref().map_or("", EnrollmentId::as_str));
            self.proposed.enrollment = self.form.text(linked).to_owned();
        }
        let changed = self.form.differs(at::event::REFERRAL_RESULT);
        // The day that is saved is the day of the result that is saved: another result has another day.
        let former = changed && !self.form.differs(dated);
        if !self.dated && (self.form.text(dated) == self.proposed.date || former) {
            if !changed && !self.form.saved(dated).is_empty() {
                self.form.restore(dated);
            } else {
                let (_, kept) = self.rows(cx);
                let entry = chart.enrollment(&kept.resulting_enrollment_id).and_then(|e| e.entry_date.known());
                let day = result.map(|result| referral::result_date_default(result, entry, cx.today()));
                self.form.propose_openly(dated, &Value::from(day).text());
            }
            self.proposed.date = self.form.text(dated).to_owned();
        }
    }

    /// Says which resulting enrollment goes with a successful result that is not successful any more.
    fn unlinks(&self, chart: &Chart, cx: &Context<'_>) -> Option<Finding> {
        let was = self.form.saved(at::referral::RESULTING_ENROLLMENT_ID);
        let program =
            chart.enrollments.iter().find(|e| e.enrollment_id.as_str() == was).map(|e| cx.agency.project_name(e.project_id.as_str()));
        let words = || {
            let program = program.map_or_else(String::new, |program| format!(" in {program}"));
            format!("The resulting enrollment{program} is taken out of this event when you save. The enrollment itself stays.")
        };
        let stands = self.form.text(at::referral::RESULTING_ENROLLMENT_ID);
        let goes = stands.is_empty() && !was.is_empty() && self.form.differs(at::event::REFERRAL_RESULT);
        goes.then(|| Finding::note(Rule::R_RES_6, at::event::REFERRAL_RESULT, words()))
    }

    /// Says that the day was proposed anew, and which one is saved.
    fn redated(&self) -> Option<Finding> {
        let (dated, former) = (at::event::RESULT_DATE, self.form.saved(at::event::RESULT_DATE));
        let anew = self.form.differs(at::event::REFERRAL_RESULT) && self.form.differs(dated) && self.form.text(dated) == self.proposed.date;
        let words = || format!("Proposed for the result that you chose. The one saved before was dated {former}.");
        (anew && !former.is_empty() && !self.proposed.date.is_empty()).then(|| Finding::note(Rule::R_420_15, dated, words()))
    }

    /// The control that has the keyboard first: of a referral its result, whatever else is still open; of another event the first of its
    /// fields. The acknowledgment is the stop before the result.
    pub(super) fn first(&self, cx: &Context<'_>) -> String {
        let fields = self.fields(&self.rows(cx).0, cx);
        let result = fields.iter().find(|field| **field == at::event::REFERRAL_RESULT);
        form::id(match result.or(fields.first()) {
            Some(field) if !self.new => *field,
            _ => at::event::EVENT,
        })
    }

    /// The enrollment that answers this referral already, where the result does not say so.
    fn answer<'a>(&self, chart: &'a Chart, cx: &Context<'_>) -> Option<&'a Enrollment> {
        let (event, _) = self.rows(cx);
        let takes_result = event.event.known().is_some_and(referral::takes_result);
        let said = event.referral_result.is(ReferralResult::Accepted);
        let fitting = (takes_result && !said).then(|| referral::proposed(chart, &event, cx.agency)).flatten()?;
        // Who was rejected after they had left again is no contradiction.
        let stays = referral::is_open(&event) || chart.exit(&fitting).is_none();
        chart.enrollment(&fitting).filter(|_| stays)
    }

    /// The fields to show: those that the event's code asks for, and any that hold something.
    fn fields(&self, event: &Event, cx: &Context<'_>) -> Vec<FieldId> {
        let mine = referral::may_create(cx.desk.workgroup);
        let dependents = event.event.known().map(|c| c.dependents()).unwrap_or_default();
        let result = event.event.known().is_some_and(referral::takes_result);
        let filled = |field: FieldId| !self.form.text(field).is_empty();
        let shown = |field: &FieldId| match *field {
            at::event::ENROLLMENT_ID => self.new,
            field if REFERRED.contains(&field) && !mine => false,
            at::event::EVENT | at::event::EVENT_DATE => true,
            at::event::RESULT_DATE => filled(at::event::REFERRAL_RESULT) || filled(*field),
            at::referral::RESULTING_ENROLLMENT_ID => event.referral_result.is(ReferralResult::Accepted) || filled(*field),
            at::referral::DATE_ACKNOWLEDGED => result || filled(*field),
            at::referral::NOT_HOUSED_REASON => filled(at::event::REFERRAL_RESULT) || filled(*field),
            field => dependents.contains(&field) || filled(field),
        };
        FIELDS.iter().copied().filter(|f| shown(f)).collect()
    }

    pub(super) fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let (event, kept) = self.rows(cx);
        let case = check::EventCase { chart, agency: cx.agency, today: cx.today() };
        let mut findings = check::event(&case, &event, &kept);
        findings.extend(self.redated());
        findings.extend(self.unlinks(chart, cx));
        findings.extend(enrolled_on(&event, &kept, chart));
        // One child, whatever is in it: what comes and goes above the fields must not take the keyboard from them.
        let mut head = column![].spacing(cx.between());
        // Where lines are few the menu of the record says it.
        let unseen = (cx.low() && !self.new).then(|| headline(2, "CE Event", gap()));
        head = head.push(unseen.is_none().then(|| section(if self.new { "New CE Event" } else { "CE Event" })));
        if self.resumed {
            head = head.push(banner(
                Tone::Info,
                "What you typed before is here again. It is not saved yet.",
                Some(("Discard", Message::Discard)),
            ));
        }
        if !referral::may_create(cx.desk.workgroup) {
            head = head.push(referred(&event, &findings, cx));
        }
        if let Some(enrolled) = self.answer(chart, cx) {
            let (program, since) = (cx.agency.project_name(enrolled.project_id.as_str()), date::us(&enrolled.entry_date.text()));
            let words = format!("Enrolled in {program} since {since}. If this referral led to that, its result is successful.");
            let tone = if referral::is_open(&event) { Tone::Info } else { Tone::Warn };
            head = head.push(banner(tone, words, Some(("It was successful", Message::Successful))));
        }
        let mut page = column![column![].push(unseen).push(head)].spacing(cx.between()).max_width(cx.form());
        for field in self.fields(&event, cx) {
            page = page.push(self.control(field, &event, chart, &findings, cx));
        }
        let keys =
            [(Command::Save, "saves"), (Command::SaveClose, "saves and closes"), (Command::Close, "closes and keeps what you typed")];
        let foot = (!self.stands_below(cx)).then(|| self.foot(chart, cx));
        roomy(page.push(foot).push(text::hint(shortcut::line(&keys))), cx.inside())
    }

    /// True where what ends it stands below the page and does not scroll away with it: in the short form of a new event where lines are few.
    pub(super) fn stands_below(&self, cx: &Context<'_>) -> bool {
        !self.new || cx.low()
    }

    /// What ends it.
    pub(super) fn foot<'a>(&self, chart: &Chart, cx: &Context<'_>) -> Element<'a, Message> {
        if self.asks {
            return leave();
        }
        let (event, kept) = self.rows(cx);
        let writes = self.writes(&kept, chart, cx);
        let save = button("Save").id(SAVE).icon(Icon::Check).kind(Kind::Primary).hint(shortcut::hint(Command::Save));
        let save = if let Some(writes) = &writes { save.description(writes) } else { save };
        let close = button("Save & Close").id("save-close").hint(shortcut::hint(Command::SaveClose));
        // Where no enrollment answers the referral, the intake makes it, and leads back here.
        let lacks = event.referral_result.is(ReferralResult::Accepted) && kept.resulting_enrollment_id.is_blank();
        let lacks = lacks && referral::proposed(chart, &event, cx.agency).is_none();
        let intake = lacks.then(|| {
            let start = if cx.drafts.contains(&intake::draft_name(chart.id())) { "Continue the intake" } else { "Start the intake" };
            let start = button(start).id("start-intake").icon(Icon::ClipboardList).hint(shortcut::hint(Command::Intake));
            start.on_press(Message::Intake)
        });
        let buttons = row![
            save.on_press(Message::Save { close: false }),
            close.on_press(Message::Save { close: true }),
            button("Cancel").id("cancel").on_press(Message::Cancel)
        ];
        // One child, whether there is something to say or not: the buttons keep the keyboard.
        let said = writes.map(|writes| column![unspoken(text::hint(writes)), gap().height(space::S4)]);
        column![column![].push(said), buttons.push(intake).spacing(space::S8).wrap()].into()
    }

    /// What Save writes of a success that the form itself proposed: its fields may be out of sight, and the keyboard is on Save.
    fn writes(&self, kept: &Referral, chart: &Chart, cx: &Context<'_>) -> Option<String> {
        let proposes = self.form.differs(at::event::REFERRAL_RESULT) && self.untouched.as_ref() == Some(&self.form.draft());
        let linked = chart.enrollment(&kept.resulting_enrollment_id).filter(|_| proposes)?;
        let (result, program) = (self.form.text(at::event::REFERRAL_RESULT), cx.agency.project_name(linked.project_id.as_str()));
        let (dated, since) = (self.form.text(at::event::RESULT_DATE), date::us(&linked.entry_date.text()));
        let (result, day) = (at::event::REFERRAL_RESULT.in_words(result), at::event::RESULT_DATE.label());
        let enrollment = at::referral::RESULTING_ENROLLMENT_ID.label();
        Some(format!("Save writes: {result} · {day} {dated} · {enrollment} {program}, {since}"))
    }

    fn control<'a>(
        &'a self,
        field: FieldId,
        event: &Event,
        chart: &'a Chart,
        findings: &[Finding],
        cx: &Context<'a>,
    ) -> Element<'a, Message> {
        let kept = self.form.text(field);
        let (options, why) = match field {
            at::event::LOCATION_CRISIS_OR_PH_HOUSING => choosing::locations(event, kept, cx),
            at::referral::RESULTING_ENROLLMENT_ID => choosing::resulting(event, chart, kept, cx),
            at::event::ENROLLMENT_ID => choosing::referring(chart, kept, cx),
            _ => return self.form.control(field, findings, cx, Message::Edit),
        };
        self.form.control_of(field, options, why, findings, cx, Message::Edit)
    }
}

/// A success bears the day of the enrollment that came of it (R-420-15); where it bears another, both days are said.
fn enrolled_on(event: &Event, kept: &Referral, chart: &Chart) -> Option<Finding> {
    let accepted = event.referral_result.is(ReferralResult::Accepted);
    let entry = chart.enrollment(&kept.resulting_enrollment_id).filter(|_| accepted)?.entry_date.known()?;
    let differs = event.result_date.known().is_some_and(|on| on != entry);
    let words = || format!("The household was enrolled on {}. A successful result usually bears that day.", date::show(entry));
    differs.then(|| Finding::note(Rule::R_420_15, at::event::RESULT_DATE, words()))
}

/// The id of the button that saves.
pub(super) const SAVE: &str = "save";

/// The id of the button that goes on in the form.
pub(super) const STAY: &str = "stay";

/// Asks whether what was typed is to be lost.
fn leave<'a>() -> Element<'a, Message> {
    let buttons = row![
        button("Keep editing").id(STAY).kind(Kind::Primary).on_press(Message::Stay),
        button("Leave without saving").id("give-up").on_press(Message::GiveUp),
    ];
    column![text::strong("Leave without saving? What you typed is lost."), buttons.spacing(space::S8)].spacing(space::S8).into()
}

/// What was referred, as facts, with what the rules say about it.
fn referred<'a>(event: &Event, findings: &[Finding], cx: &Context<'a>) -> Element<'a, Message> {
    let shown = |field: FieldId| match field {
        at::event::LOCATION_CRISIS_OR_PH_HOUSING => cx.agency.project_name(&event.get(field)).to_string(),
        _ => field.in_words(&event.get(field)),
    };
    let fact = |field: FieldId| Some((field, shown(field))).filter(|(_, shown)| !shown.is_empty());
    let told = |facts: &[(FieldId, String)], apart: &str| {
        facts.iter().map(|(field, shown)| format!("{}: {shown}", field.label())).collect::<Vec<_>>().join(apart)
    };
    // Two lines, so that the buttons at the end stay in sight.
    let what: Vec<_> = fact(at::event::EVENT).into_iter().collect();
    let place: Vec<_> = [at::event::EVENT_DATE, at::event::LOCATION_CRISIS_OR_PH_HOUSING].into_iter().filter_map(fact).collect();
    let line = |facts: &[(FieldId, String)]| facts.iter().map(|(_, shown)| shown.as_str()).collect::<Vec<_>>().join(" · ");
    let facts = column![
        spoken(told(&what, ". "), text::body(line(&what)).width(Length::Fill)),
        spoken(told(&place, ". "), text::secondary(line(&place)).width(Length::Fill)),
    ];
    let words = findings.iter().filter(|f| REFERRED.contains(&f.field)).map(|f| text::hint(f.words.clone()).into());
    column![facts.spacing(space::S4), column(words).spacing(space::S4)].spacing(space::S8).into()
}
