//! Who belongs to the household as it is known and may not be in the intake: those who ever shared a household with the client stand on Family
//! Members to be ticked, and Finish says who of the household that was referred is left out.

use super::household::{FIND, PRESENT, PROPOSED, member_id};
use super::{Intake, Message};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::theme::Tone;
use crate::app::widget::banner;
use crate::domain::ClientId;
use crate::domain::intake::{Purpose, Step};

impl Intake {
    /// Those of the client's households, as they stand on Family Members: members, and at most so many who are none yet.
    pub(super) fn mates(&self, cx: &Context<'_>) -> Vec<ClientId> {
        let mates = cx.directory.household_members(&self.client).into_iter().map(|card| card.client);
        let mut left = PROPOSED;
        let is_member = |client: &ClientId| self.draft.members.iter().any(|member| member.client == *client);
        mates
            .filter(|client| {
                let shown = is_member(client) || left > 0;
                left -= usize::from(shown && !is_member(client));
                shown
            })
            .collect()
    }

    /// What has the keyboard first on Family Members: the tick of the first who is no member yet, else the search.
    pub(super) fn first_of_family(&self, cx: &Context<'_>) -> String {
        let is_member = |client: &ClientId| self.draft.members.iter().any(|member| member.client == *client);
        let mate = self.mates(cx).into_iter().find(|client| !is_member(client));
        mate.map_or_else(|| FIND.to_owned(), |client| member_id(PRESENT, &client))
    }

    /// Those of the household that was referred who are not in this intake: who lives with the client in the enrollment that the referral was
    /// made from; without a referral, in the newest one.
    fn left_out(&self, cx: &Context<'_>) -> Vec<ClientId> {
        let Some(card) = cx.card(&self.client).filter(|_| self.draft.purpose == Purpose::Intake) else { return Vec::new() };
        let referring = self.referral(cx).map(|event| event.enrollment);
        // Whom the client has left is nobody's to name.
        let lives = || card.enrollments.iter().filter(|stay| stay.exit.is_none());
        let stay = lives().find(|stay| Some(&stay.id) == referring.as_ref()).or_else(|| lives().max_by_key(|stay| stay.entry));
        let household = stay.map_or_else(Vec::new, |stay| cx.directory.living_together(&stay.household, &stay.project));
        let is_in = |client: &ClientId| self.draft.members.iter().any(|member| member.client == *client && member.present);
        household.into_iter().filter(|client| *client != self.client && !is_in(client)).collect()
    }

    /// The same in words, and the way to them; none where nobody is left out. It holds nobody up.
    pub(super) fn left_out_view<'a>(&self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let left = self.left_out(cx);
        let first = cx.first_name(left.first()?);
        let words = match left.len() {
            1 => format!("{first} of this household is not in this intake. Add them on Family Members, or finish without them."),
            n => format!(
                "{first} and {} more of this household are not in this intake. Add them on Family Members, or finish without them.",
                n - 1
            ),
        };
        Some(banner(Tone::Info, words, Some(("Family Members", Message::To(Step::Family)))))
    }
}
