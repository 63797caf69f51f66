//! What Home shows: everything, the referrals in one state, or one kind of what is to be done besides; how many there are of each, and the
//! keys that go there from the list.

use super::referrals::{Only, State};
use super::{ANNUALS, Home, LOOKING, Message};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::widget::{Opt, select, tabs};
use crate::domain::words;

/// At most as wide as this is a letter of a tab, and so much stands around its words, px.
const LETTER: f32 = 7.6;
const AROUND: f32 = 28.0;
/// The list that takes the place of the tabs where they do not fit, px.
const LINE: f32 = 280.0;
/// So many lines the tabs may take; in a window lower than this, px, one.
const LINES: usize = 2;
const LOWEST: f32 = 450.0;

/// What is to be done besides the referrals: its key, what it is, what is said where there is nothing of it.
const BESIDES: [(char, Only, &str, &str); 3] = [
    ('o', Only::Owed, "the answers owed", "Nobody owes answers now."),
    ('n', Only::Begun, "what is not finished", "Nothing was begun that is not finished."),
    ('d', Only::Annual, "the annual assessments due", "No annual assessment is due now."),
];

/// A letter that shows what is to be done besides, also with Caps Lock.
pub(super) fn letter(key: char) -> Option<char> {
    Some(key.to_ascii_lowercase()).filter(|key| BESIDES.iter().any(|(it, ..)| it == key))
}

impl Home {
    /// Shows one kind of what is to be done besides the referrals; once more, everything.
    pub(super) fn besides(&mut self, key: char, cx: &Context<'_>) -> Action {
        let Some((_, only, _, nothing)) = BESIDES.into_iter().find(|(it, ..)| *it == key) else { return Action::None };
        let only = if self.look.only == only { Only::All } else { only };
        if self.count(only) == 0 {
            let nothing = if only == Only::Owed && !cx.owing.is_known() { LOOKING } else { nothing };
            return Action::Hint(nothing.to_owned());
        }
        let shown = self.show(only, cx);
        let list = if self.look.only == Only::Annual { ANNUALS } else { "open-referrals" };
        shown.and(Action::Focus(list.to_owned()))
    }

    /// The same in words for the line of the keys, with how many there are of each; none where there is nothing.
    pub(super) fn ways(&self) -> Option<String> {
        let way = |(key, only, what, _): (char, Only, &str, &str)| {
            let (key, count) = (key.to_ascii_uppercase(), self.count(only));
            let shows = if self.look.only == only { "all again".to_owned() } else { format!("{what} ({})", words::number(count)) };
            (count > 0).then(|| format!("{key} shows {shows}"))
        };
        let ways: Vec<String> = BESIDES.into_iter().filter_map(way).collect();
        (!ways.is_empty()).then(|| ways.join(" · "))
    }

    /// How many there are of what is shown by this choice.
    fn count(&self, only: Only) -> usize {
        match only {
            Only::All => self.listed.total() + self.listed.besides(),
            Only::State(state) => self.listed.in_state(state),
            Only::Unplaced => self.listed.unplaced(),
            Only::Annual => self.listed.annuals().len(),
            Only::Owed => self.listed.owed(),
            Only::Begun => self.listed.begun(),
        }
    }

    /// What occurs, with how many there are of each: tabs, whatever stands beside the page and however large the text is, which go on in a
    /// second line where one is too short. Only where two are as well, all of them are a list that opens.
    pub(super) fn filter(&self, room: f32, cx: &Context<'_>) -> Element<'_, Message> {
        let occurs = |only: &Only| *only == self.look.only || self.count(*only) > 0;
        let states = State::ALL.into_iter().map(Only::State).chain([Only::Unplaced]);
        let others = states.chain([Only::Annual, Only::Owed, Only::Begun]).filter(occurs);
        let all: Vec<Only> = std::iter::once(Only::All).chain(others).collect();
        let most = if cx.room.window.height < LOWEST { 1 } else { LINES };
        if self.lines(&all, room) > most { self.opens(all).width(LINE).into() } else { self.side_by_side(all) }
    }

    fn label(&self, only: Only) -> String {
        let what = match only {
            Only::All => "All programs",
            Only::State(state) => state.short(),
            Only::Unplaced => "No program named",
            Only::Annual => "Annual due",
            Only::Owed => "Answers owed",
            Only::Begun => "Not finished",
        };
        format!("{what} {}", words::number(self.count(only)))
    }

    /// In how many lines of this width, px, these stand side by side.
    fn lines(&self, shown: &[Only], room: f32) -> usize {
        let (mut lines, mut taken) = (1, 0.0);
        for only in shown {
            let width = self.label(*only).chars().count() as f32 * LETTER + AROUND;
            if taken > 0.0 && taken + width > room {
                (lines, taken) = (lines + 1, 0.0);
            }
            taken += width;
        }
        lines
    }

    fn side_by_side(&self, shown: Vec<Only>) -> Element<'_, Message> {
        let (labels, chosen) = self.named(&shown);
        tabs("state", "Show", labels, chosen).on_choose(move |at| shows(shown.get(at).copied())).into()
    }

    fn opens(&self, shown: Vec<Only>) -> select::Select<'_, Message> {
        let (labels, chosen) = self.named(&shown);
        let options = labels.into_iter().enumerate().map(|(at, label)| Opt::plain(at.to_string(), label)).collect();
        let go = move |at: Option<String>| shows(at.and_then(|at| shown.get(at.parse::<usize>().ok()?).copied()));
        select("state", "Show", options, chosen.map(|at| at.to_string())).on_choose(go)
    }

    /// What they are called, and which of them is on show.
    fn named(&self, shown: &[Only]) -> (Vec<String>, Option<usize>) {
        (shown.iter().map(|only| self.label(*only)).collect(), shown.iter().position(|only| *only == self.look.only))
    }
}

/// What choosing this sends.
const fn shows(only: Option<Only>) -> Message {
    match only {
        Some(Only::State(state)) => Message::Only(Some(state)),
        Some(Only::Unplaced) => Message::OnlyUnplaced,
        Some(Only::Annual) => Message::Annuals,
        Some(Only::Owed) => Message::Owed,
        Some(Only::Begun) => Message::Begun,
        Some(Only::All) | None => Message::Only(None),
    }
}
