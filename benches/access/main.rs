//! What it costs to tell a screen reader what is on the screen: collecting a screen of a thousand nodes, telling what changed, and what an
//! adapter does with that.
//!
//! `cargo bench --bench access` prints a table and ends with 1 where a bar is missed. No bus and no window: what travels on the bus travels
//! on a thread of the adapter's own. Memory and idle time of the program are measured by `benches/access/idle`.
#![allow(clippy::print_stdout, reason = "a table on the terminal is what a bench is for")]
#![allow(clippy::unwrap_used, reason = "what is measured here cannot go on after a failure")]

use accesskit_consumer::{NodeRef, Tree, TreeChangeHandler};
use iced::widget::{Column, row, text};
use iced::{Pixels, Size, Theme};
use iced_test::core::renderer::Headless;
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::user_interface::{Cache, UserInterface};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use wayhome::app::access::teller::Teller;
use wayhome::app::access::walk::Walk;
use wayhome::app::font;
use wayhome::app::widget::{Element, button, check, scroll};

/// Lines of three nodes each; with the window and what says where one is, a thousand.
const LINES: usize = 333;
/// So often each is measured.
const ROUNDS: usize = 200;
/// All of it on a screen that changed whole, ms.
const BAR: f64 = 2.0;

struct Nobody;

impl TreeChangeHandler for Nobody {
    fn node_added(&mut self, _: &NodeRef<'_>) {}
    fn node_updated(&mut self, _: &NodeRef<'_>, _: &NodeRef<'_>) {}
    fn focus_moved(&mut self, _: Option<&NodeRef<'_>>, _: Option<&NodeRef<'_>>) {}
    fn node_removed(&mut self, _: &NodeRef<'_>) {}
}

/// A screen in its `round`; all of it changes from one to the next, or one line.
fn view<'a>(round: usize, whole: bool) -> Element<'a, ()> {
    let lines = (0..LINES).map(|at| {
        let n = if whole || at == 0 { round } else { 0 };
        row![
            text(format!("Line {at} of round {n}")),
            button(format!("Open {at}, {n}")).id(format!("open-{at}")).on_press(()),
            check(format!("tick-{at}"), format!("Tick {at}"), n % 2 == 0).on_toggle(|_| ()),
        ]
        .into()
    });
    scroll(Column::with_children(lines)).into()
}

/// Median times of collecting, of telling, and of the adapter, ms; and how many nodes were told of how many.
fn measure(whole: bool) -> ([f64; 3], usize, usize) {
    let mut renderer = block_on(<iced::Renderer as Headless>::new(font::REGULAR, Pixels(14.0), None)).unwrap();
    let mut cache = Cache::default();
    let mut teller = Teller::default();
    let mut tree: Option<Tree> = None;
    let mut times = [const { Vec::new() }; 3];
    let (mut told, mut all) = (0, 0);
    for round in 0..ROUNDS {
        let mut ui = UserInterface::<(), Theme, iced::Renderer>::build(view(round, whole), Size::new(1280.0, 800.0), cache, &mut renderer);
        let begun = Instant::now();
        let mut walk = Walk::new("Bench").expecting(teller.knows());
        ui.operate(&renderer, &mut walk);
        let snapshot = walk.snapshot();
        let collected = begun.elapsed();
        all = snapshot.nodes.len();
        let begun = Instant::now();
        let update = teller.tell(snapshot, 1.0, round == 0).unwrap();
        let translated = begun.elapsed();
        told = update.nodes.len();
        let begun = Instant::now();
        match &mut tree {
            None => tree = Some(Tree::new(update, true)),
            Some(tree) => tree.update_and_process_changes(update, &mut Nobody),
        }
        let taken = begun.elapsed();
        for (times, time) in times.iter_mut().zip([collected, translated, taken]) {
            times.push(time);
        }
        cache = ui.into_cache();
    }
    (times.map(median), told, all)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn main() -> ExitCode {
    println!("| screen | nodes | told | collect | tell | adapter | together, ms |");
    println!("|---|---|---|---|---|---|---|");
    let mut missed = false;
    for (name, whole) in [("all of it changes", true), ("one line changes", false)] {
        let ([collect, tell, adapter], told, all) = measure(whole);
        let sum = collect + tell + adapter;
        missed |= sum > BAR;
        println!("| {name} | {all} | {told} | {collect:.2} | {tell:.2} | {adapter:.2} | {sum:.2} |");
    }
    println!("Bar: {BAR} ms.");
    if missed { ExitCode::from(1) } else { ExitCode::SUCCESS }
}
