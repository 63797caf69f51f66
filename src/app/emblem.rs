//! The sign of the program in the window's frame and in the task bar: a white signpost on blue. Drawn here, point by point, so that no
//! picture has to be read before the window opens.

use super::theme;
use iced::window::{Icon, icon};

/// Points to a side. Systems make it smaller themselves.
const SIDE: u32 = 64;
/// How round its corners are, in points.
const ROUND: f32 = 14.0;
/// Each point is looked at so often to a side; what is seen of it is how much it is covered.
const LOOKS: u32 = 4;

/// The sign; none where a system would not have it, which then shows its own.
pub fn emblem() -> Option<Icon> {
    icon::from_rgba(points(), SIDE, SIDE).ok()
}

/// Four bytes for each point, line by line.
fn points() -> Vec<u8> {
    (0..SIDE * SIDE).flat_map(|at| point(at % SIDE, at / SIDE)).collect()
}

/// A point's colour, and how much of it is covered.
fn point(x: u32, y: u32) -> [u8; 4] {
    let looks = || (0..LOOKS * LOOKS).map(|n| (inside(x, n % LOOKS), inside(y, n / LOOKS)));
    let share = |is_it: fn(f32, f32) -> bool| looks().filter(|(x, y)| is_it(*x, *y)).count() as f32 / (LOOKS * LOOKS) as f32;
    let (ground, sign) = theme::emblem();
    let white = share(is_sign);
    let [red, green, blue, _] = iced::Color {
        r: ground.r + (sign.r - ground.r) * white,
        g: ground.g + (sign.g - ground.g) * white,
        b: ground.b + (sign.b - ground.b) * white,
        a: 1.0,
    }
    .into_rgba8();
    [red, green, blue, (share(is_ground) * 255.0).round() as u8]
}

/// Where in a point it is looked at.
fn inside(point: u32, look: u32) -> f32 {
    point as f32 + (look as f32 + 0.5) / LOOKS as f32
}

/// True on the square with its round corners.
fn is_ground(x: f32, y: f32) -> bool {
    let beyond = |at: f32| (ROUND - at).max(at - (SIDE as f32 - ROUND)).max(0.0);
    beyond(x).hypot(beyond(y)) <= ROUND
}

/// True on the post, and on the board that points to the right.
fn is_sign(x: f32, y: f32) -> bool {
    let post = (29.5..34.5).contains(&x) && (11.0..54.0).contains(&y);
    let tip = 52.0 - (y - 27.0).abs();
    let board = (18.0..36.0).contains(&y) && (13.0..tip).contains(&x);
    post || board
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_white_sign_on_blue_with_clear_corners() {
        let (ground, sign) = theme::emblem();
        let solid = |colour: iced::Color| colour.into_rgba8();
        assert_eq!(point(0, 0)[3], 0, "a corner is clear");
        assert_eq!([point(32, 50), point(20, 27), point(49, 27)], [solid(sign); 3], "the post, the board and its tip");
        assert_eq!([point(10, 32), point(50, 19), point(32, 60)], [solid(ground); 3], "what is around it");
        assert_eq!(points().len(), 4 * 64 * 64);
        assert!(emblem().is_some());
    }
}
