//! A menu of parts in one row: which part of a record, of a report, of a page is on show.
//!
//! Keys: one stop for Tab; Left and Right show the part beside, round the ends; Home and End the first and the last.
//!
//! States: the part on show is underlined; under the pointer; focused (ring); disabled (no `on_choose`). In a narrow room the parts
//! go on in a second line.
//!
//! ```ignore
//! tabs("part", "Parts of the report", ["Summary", "Referrals"], Some(0))
//!     .on_choose(Message::Part)
//! ```

use super::access::{Info, Role};
use super::control::parts;
use super::roving::{Flow, Roving};
use super::{Control, Element};
use crate::app::font;
use crate::app::theme::text as roles;
use std::borrow::Cow;

/// See [`tabs`].
pub struct Tabs<'a, M>(Roving<'a, M>);

/// Parts side by side; `chosen` is the place of the one on show. Part `n` (from 0) has the id `{id}-{n}`.
pub fn tabs<'a, M: 'a, L: Into<Cow<'static, str>>>(
    id: impl Into<String>,
    label: impl Into<Cow<'static, str>>,
    labels: impl IntoIterator<Item = L>,
    chosen: Option<usize>,
) -> Tabs<'a, M> {
    let labels: Vec<Cow<'static, str>> = labels.into_iter().map(Into::into).collect();
    let items = labels.iter().map(|label| roles::body(label.clone()).font(font::MEDIUM).into()).collect();
    let parts = parts(Role::Tab, labels.into_iter().map(Some));
    let info = Info::new(Role::TabList, label);
    Tabs(Roving { id: id.into(), flow: Flow::Across, items, parts, chosen, on_choose: None, info })
}

impl<'a, M> Tabs<'a, M> {
    /// What showing another part sends: its place, from 0.
    pub fn on_choose(mut self, message: impl Fn(usize) -> M + 'a) -> Self {
        self.0.on_choose = Some(Box::new(message));
        self
    }
}

impl<M> Control for Tabs<'_, M> {
    fn info_mut(&mut self) -> &mut Info {
        self.0.info_mut()
    }
}

impl<'a, M: 'a> From<Tabs<'a, M>> for Element<'a, M> {
    fn from(tabs: Tabs<'a, M>) -> Self {
        tabs.0.into()
    }
}
