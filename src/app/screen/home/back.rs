//! What U takes back on Home, and where the cursor is then.

use super::Home;
use super::listed::Line;
use super::referrals::Referral;
use crate::app::context::Context;
use crate::domain::{ClientId, EventId};

/// What was taken back, and is as it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameBack {
    /// A save of this referral.
    Referral(ClientId, EventId),
    /// That the draft of this name was discarded.
    Begun(String),
}

impl Home {
    /// True where U on the line of a referral means what was saved of this one: it is that line, or has none here, because of what it went on
    /// to; then the notice names it.
    pub fn means(&self, of: Option<&(ClientId, EventId)>, saved: &(ClientId, EventId)) -> bool {
        of == Some(saved) || self.listed.place(&saved.0, &saved.1).is_none()
    }

    /// What U takes back on the line of this referral, or on one of something else, in words; none where that is nothing.
    pub(super) fn takes_back(&self, referral: Option<&Referral>, cx: &Context<'_>) -> Option<&'static str> {
        let of = referral.map(Referral::key);
        let notice = cx.toasts?.undo_of(|saved| self.means(of.as_ref(), saved))?;
        Some(if notice.holds_draft() { "U brings back what was just discarded" } else { "U takes back what was just saved" })
    }

    /// Puts the cursor on what came back, where it is listed: what was taken back of a referral, or the unfinished work of this name.
    pub fn came_back(&mut self, what: CameBack, cx: &Context<'_>) {
        self.refresh(cx);
        let line = match what {
            CameBack::Referral(client, event) => Line::Referral(client, event),
            CameBack::Begun(name) => Line::Begun(name),
        };
        if let Some(at) = self.listed.place_of(&line) {
            (self.look.at, self.look.chosen) = (at, Some(line));
        }
    }
}
