//! The scroll bar of a table: from rows to pixels and back in whole numbers, so that every one of a million rows is reached.

use iced::Rectangle;

/// Room for the bar at the right of the rows, px.
pub(super) const WIDTH: f32 = 12.0;
/// The thumb is never less high, px.
const THUMB: f32 = 24.0;
/// Parts of a pixel that are told apart.
const FINE: f32 = 64.0;

/// A track with a thumb on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bar {
    track: Rectangle,
    /// Height of the thumb, px.
    thumb: f32,
    /// The number of the first row in sight when the last one is in sight.
    most: usize,
}

impl Bar {
    /// A bar for so many rows of which so many fit into the height of the track; none where all of them do.
    pub(super) fn new(track: Rectangle, total: usize, fit: usize) -> Option<Self> {
        let most = total.checked_sub(fit).filter(|most| *most > 0)?;
        let share = (fit as f64 / total as f64) as f32;
        let thumb = (track.height * share).max(THUMB).min(track.height);
        Some(Self { track, thumb, most })
    }

    /// Where the thumb is while `first` is the first row in sight.
    pub(super) fn thumb(&self, first: usize) -> Rectangle {
        let way = u128::from(fine(self.way()));
        let above = (way * first.min(self.most) as u128 / self.most as u128) as f32 / FINE;
        let inset = 2.0;
        Rectangle { x: self.track.x + inset, y: self.track.y + above, width: self.track.width - 2.0 * inset, height: self.thumb }
    }

    /// The first row in sight when the top of the thumb is dragged to this height.
    pub(super) fn first(&self, top: f32) -> usize {
        let way = u128::from(fine(self.way()));
        if way == 0 {
            return 0;
        }
        let above = u128::from(fine(top - self.track.y)).min(way);
        let first = (above * self.most as u128 + way / 2) / way;
        usize::try_from(first).unwrap_or(self.most).min(self.most)
    }

    /// How far above its middle a press on the bar at this height holds the thumb: where it was hit, or by its middle.
    pub(super) fn grip(&self, first: usize, y: f32) -> f32 {
        let thumb = self.thumb(first);
        let inside = y - thumb.y;
        if (0.0..=thumb.height).contains(&inside) { inside } else { thumb.height / 2.0 }
    }

    /// How far the thumb can go, px.
    fn way(&self) -> f32 {
        self.track.height - self.thumb
    }
}

/// Px in whole parts; nothing below zero.
fn fine(px: f32) -> u64 {
    (px * FINE).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bar(height: f32, total: usize, fit: usize) -> Bar {
        Bar::new(Rectangle { x: 0.0, y: 100.0, width: WIDTH, height }, total, fit).unwrap()
    }

    #[test]
    fn the_ends_and_the_middle_are_exact() {
        let bar = bar(524.0, 1_000_000, 13);
        assert_eq!(bar.thumb(0).height, THUMB);
        assert_eq!(bar.first(0.0), 0);
        assert_eq!(bar.first(100.0), 0);
        assert_eq!(bar.first(350.0), 499_994, "of 999 987");
        assert_eq!(bar.first(600.0), 999_987);
        assert_eq!(bar.first(9_000.0), 999_987);
        assert_eq!(bar.thumb(999_987).y, 600.0);
        assert!(Bar::new(Rectangle::default(), 5, 5).is_none(), "nothing to scroll");
    }

    proptest! {
        #[test]
        fn a_thumb_stays_on_its_track_and_goes_down_with_the_rows(height in 0.0..2_000_f32, total in 2_usize.., part in 0.0..1_f64, at in any::<usize>()) {
            let fit = ((total as f64 * part) as usize).clamp(1, total - 1);
            let bar = bar(height, total, fit);
            let (here, next) = (bar.thumb(at % total), bar.thumb((at % total).saturating_add(1)));
            prop_assert!(here.y >= 100.0 && here.y + here.height <= 100.0 + height + 0.1);
            prop_assert!(here.y <= next.y);
            prop_assert!(bar.first(here.y) <= total - fit);
            prop_assert!(bar.first(here.y) <= bar.first(here.y + 1.0));
        }
    }
}
