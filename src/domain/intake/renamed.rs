//! What a draft names by its id goes by another from an import on: a record that the HMIS knows by its own id, or a client who has the stay
//! now. What was answered stays as it is.

use super::visit::OF;
use super::{Draft, Member, Purpose};
use crate::domain::entry::{Day, Entry, Value};
use crate::domain::hud::File;
use crate::domain::id::{ClientId, EventId};
use crate::domain::merge::{Give, Sort, form_anew, row_anew};
use std::mem::take;

/// The key of a stay ([`visit_key`](super::visit_key), [`correction_key`](super::correction_key)), with every id in it as it is given.
pub fn key_anew(key: &str, give: &mut Give<'_>) -> String {
    let dated = key.rsplit_once(OF).filter(|(_, day)| Value::<Day>::parse(day).known().is_some());
    let (stay, day) = key.split_at(dated.map_or(key.len(), |(stay, _)| stay.len()));
    let household = |give: &mut Give<'_>| {
        let (household, project) = stay.split_once('@')?;
        Some(format!("{}@{project}", give(Sort::HOUSEHOLD, household)?))
    };
    let new = give(Sort::of(File::Enrollment), stay).or_else(|| household(give));
    format!("{}{day}", new.as_deref().unwrap_or(stay))
}

fn renew<T: Entry>(id: &mut T, sort: Sort, give: &mut Give<'_>) {
    let new = give(sort, &id.peek());
    if let Some(new) = new {
        *id = T::parse(&new);
    }
}

impl Draft {
    /// Every id in it as it is given. Each field is named here, so that none that holds an id is forgotten.
    pub fn name_anew(&mut self, give: &mut Give<'_>) {
        let Self {
            purpose,
            id,
            on: _,
            begun: _,
            of: _,
            row: meant,
            referral,
            project: _,
            household,
            step: _,
            seen: _,
            reached: _,
            results_stay,
            members,
            newcomers,
            joining,
            correcting,
            told_apart,
            set_aside,
            taken,
        } = self;
        let (client, event) = (Sort::of(File::Client), Sort::of(File::Event));
        *id = match purpose {
            Purpose::Intake => give(client, id).unwrap_or_else(|| id.clone()),
            Purpose::Entry | Purpose::Update | Purpose::Annual | Purpose::Exit => key_anew(id, give),
        };
        if let Some((slot, key)) = meant {
            *key = give(Sort::of(slot.file()), key).unwrap_or_else(|| key.clone());
        }
        renew(referral, event, give);
        renew(household, Sort::HOUSEHOLD, give);
        let renewed = |mut id: EventId, give: &mut Give<'_>| {
            renew(&mut id, event, give);
            id
        };
        *results_stay = take(results_stay).into_iter().map(|id| renewed(id, give)).collect();
        members.iter_mut().for_each(|member| member.name_anew(give));
        newcomers.iter_mut().for_each(|new| row_anew(new, give));
        [joining, set_aside].into_iter().for_each(|typed| form_anew(typed, give));
        [correcting, taken].into_iter().for_each(|id| renew(id, client, give));
        let pair = |(mut new, mut here): (ClientId, ClientId), give: &mut Give<'_>| {
            [&mut new, &mut here].into_iter().for_each(|id| renew(id, client, give));
            (new, here)
        };
        *told_apart = take(told_apart).into_iter().map(|one| pair(one, give)).collect();
    }
}

impl Member {
    fn name_anew(&mut self, give: &mut Give<'_>) {
        let Self { client, present: _, fate: _, row: own, more, base, served } = self;
        renew(client, Sort::of(File::Client), give);
        let rows = more.values_mut().chain(base.values_mut());
        rows.chain([own, served]).for_each(|one| row_anew(one, give));
    }
}
