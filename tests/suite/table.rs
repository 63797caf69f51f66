//! What the table promises, at any length: exact at a million rows, and only what is in sight is built. The program around it is
//! there too: what a message says is what the next view shows.
#![allow(clippy::unwrap_used)]

use iced::advanced::renderer::Headless;
use iced::advanced::widget::operation::{Focusable, Operation};
use iced::advanced::widget::{Id, operation};
use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{self, Key, Location, Modifiers};
use iced::mouse::{self, ScrollDelta};
use iced::widget::{column, text};
use iced::{Event, Length, Pixels, Point, Rectangle, Size, window};
use iced_test::runtime::user_interface::{Cache, UserInterface};
use proptest::prelude::*;
use std::any::Any;
use std::cell::{Cell, RefCell};
use wayhome::app::font;
use wayhome::app::widget::access::{Ask, Info, Role};
use wayhome::app::widget::{self, Column, Element, cell, rest};

const MILLION: usize = 1_000_000;
/// 34 px of titles and 13 rows of 38 px, and some room that is less than a row.
const WINDOW: Size = Size::new(600.0, 560.0);
const FIT: usize = 13;

#[derive(Debug, Clone, PartialEq)]
enum Message {
    At(usize),
    Open(usize),
    Letter(char, usize),
    Sort(usize),
    Inner(usize),
}

/// A program that shows a table.
struct Program {
    total: usize,
    selected: Option<usize>,
    sorted: Option<(usize, bool)>,
    click_opens: bool,
    key: u32,
    built: Cell<usize>,
    said: Vec<Message>,
    renderer: RefCell<iced::Renderer>,
    cache: RefCell<Cache>,
    cursor: Point,
}

/// What the table reports.
#[derive(Default)]
struct Walk {
    texts: Vec<(String, Rectangle)>,
    infos: Vec<(Info, Rectangle)>,
    stops: Vec<(String, bool)>,
    ask: Option<String>,
}

impl Operation for Walk {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        let info = state.downcast_mut::<Info>().unwrap();
        if self.ask.is_some() && info.label.as_deref() == self.ask.as_deref() {
            info.ask = Some(Ask::Activate);
            self.ask = None;
            return;
        }
        self.infos.push((info.clone(), bounds));
    }

    fn focusable(&mut self, id: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        let id = format!("{id:?}").replace("Some(Id(Custom(\"", "").replace("\")))", "");
        self.stops.push((id, state.is_focused()));
    }

    fn text(&mut self, _: Option<&Id>, bounds: Rectangle, text: &str) {
        self.texts.push((text.to_owned(), bounds));
    }
}

impl Program {
    fn new(total: usize) -> Self {
        let renderer = iced::futures::executor::block_on(<iced::Renderer as Headless>::new(font::REGULAR, Pixels(14.0), None));
        Self {
            total,
            selected: Some(0),
            sorted: None,
            click_opens: false,
            key: 0,
            built: Cell::new(0),
            said: Vec::new(),
            renderer: RefCell::new(renderer.unwrap()),
            cache: RefCell::default(),
            cursor: Point::new(50.0, 100.0),
        }
    }

    fn view(&self) -> Element<'_, Message> {
        let columns = vec![
            Column::new("Name", Length::FillPortion(2)).sortable(),
            Column::new("Place", Length::Fill),
            Column::new("Referred on", 80).right().sortable(),
        ];
        let row = |at: usize| {
            self.built.set(self.built.get() + 1);
            let inner = widget::button("Go").id(format!("go-{at}")).kind(widget::Kind::Link).on_press(Message::Inner(at));
            vec![cell(format!("Row {at}")).strong().into(), cell("A place whose name is far too long for it").into(), inner.into()]
        };
        let mut table = widget::table("rows", "Rows", columns, self.total, row)
            .selected(self.selected)
            .on_move(Message::At)
            .on_activate(Message::Open)
            .on_key(|key, at| (key == 'r').then_some(Message::Letter(key, at)))
            .on_sort(Message::Sort)
            .activate_on_click(self.click_opens)
            .key(self.key);
        if let Some((column, descending)) = self.sorted {
            table = table.sorted(column, descending);
        }
        widget::keyboard(table).into()
    }

    fn ui<R>(&self, work: impl FnOnce(&mut UserInterface<'_, Message, iced::Theme, iced::Renderer>, &mut iced::Renderer) -> R) -> R {
        let renderer = &mut *self.renderer.borrow_mut();
        let mut ui = UserInterface::build(self.view(), WINDOW, self.cache.take(), renderer);
        let done = work(&mut ui, renderer);
        self.cache.replace(ui.into_cache());
        done
    }

    /// An event, and all that the program does about it.
    fn event(&mut self, event: Event) -> iced::event::Status {
        let cursor = mouse::Cursor::Available(self.cursor);
        let mut said = Vec::new();
        let redraw = Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
        let statuses = self.ui(|ui, renderer| {
            let (_, statuses) = ui.update(&[event, redraw], cursor, renderer, &mut iced::advanced::clipboard::Null, &mut said);
            statuses
        });
        for message in &said {
            if let Message::At(at) = message {
                self.selected = Some(*at);
            }
        }
        self.said.extend(said);
        statuses[0]
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        let text = if let Key::Character(text) = &key { Some(text.clone()) } else { None };
        self.event(Event::Keyboard(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key,
            physical_key: Physical::Unidentified(NativeCode::Unidentified),
            location: Location::Standard,
            modifiers,
            text,
            repeat: false,
        }));
    }

    fn key(&mut self, key: Named) {
        self.press(Key::Named(key), Modifiers::empty());
    }

    fn type_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.press(Key::Character(c.to_string().into()), Modifiers::empty()));
    }

    /// Tab until the rows have the keyboard.
    fn enter(&mut self) -> &mut Self {
        while !self.walk().stops.iter().any(|(id, on)| id == "rows" && *on) {
            self.key(Named::Tab);
        }
        self
    }

    fn point(&mut self, x: f32, y: f32) {
        self.cursor = Point::new(x, y);
        self.event(Event::Mouse(mouse::Event::CursorMoved { position: self.cursor }));
    }

    fn button(&mut self, down: bool) {
        let button = mouse::Button::Left;
        let event = if down { mouse::Event::ButtonPressed(button) } else { mouse::Event::ButtonReleased(button) };
        self.event(Event::Mouse(event));
    }

    fn click(&mut self, x: f32, y: f32) {
        self.point(x, y);
        self.button(true);
        self.button(false);
    }

    /// True where the table took it.
    fn wheel(&mut self, lines: f32) -> bool {
        let delta = ScrollDelta::Lines { x: 0.0, y: lines };
        self.event(Event::Mouse(mouse::Event::WheelScrolled { delta })) == iced::event::Status::Captured
    }

    fn walk(&self) -> Walk {
        let mut walk = Walk::default();
        self.ui(|ui, renderer| ui.operate(renderer, &mut operation::black_box(&mut walk)));
        walk
    }

    /// The numbers of the rows in sight.
    fn rows(&self) -> std::ops::Range<usize> {
        let rows: Vec<usize> =
            self.walk().infos.iter().filter(|(info, _)| info.role == Role::Row).map(|(info, _)| info.position.unwrap()).collect();
        let range = rows.first().copied().unwrap_or(0)..rows.last().map_or(0, |last| last + 1);
        assert_eq!(rows, range.clone().collect::<Vec<_>>(), "without a gap");
        range
    }

    /// Drags the thumb from where it is so that its middle comes to `y`.
    fn drag(&mut self, from: f32, to: f32) {
        self.point(595.0, from);
        self.button(true);
        self.point(300.0, to);
        self.button(false);
    }
}

#[test]
fn a_million_rows_are_reached_exactly() {
    let mut table = Program::new(MILLION);
    assert_eq!(table.rows(), 0..FIT);
    table.enter().key(Named::End);
    assert_eq!(table.said, [Message::At(999_999)]);
    assert_eq!(table.rows(), MILLION - FIT..MILLION);
    assert!(table.walk().texts.iter().any(|(text, _)| text == "Row 999999"));
    table.key(Named::PageUp);
    assert_eq!(table.selected, Some(999_987), "one row of the former page stays in sight");
    assert_eq!(table.rows(), MILLION - FIT..MILLION);
    table.key(Named::PageUp);
    assert_eq!(table.rows(), 999_975..999_988);
    table.key(Named::ArrowUp);
    assert_eq!(table.rows(), 999_974..999_987, "one row further");
    table.key(Named::Home);
    assert_eq!(table.rows(), 0..FIT);
    table.key(Named::PageDown);
    table.key(Named::ArrowDown);
    assert_eq!((table.selected, table.rows()), (Some(13), 1..14));
}

#[test]
fn the_thumb_reaches_every_end_and_the_middle() {
    let mut table = Program::new(MILLION);
    table.drag(40.0, 900.0);
    assert_eq!(table.rows(), MILLION - FIT..MILLION, "pulled beyond the end");
    assert_eq!(table.selected, Some(0), "the cursor stays");
    table.drag(520.0, -50.0);
    assert_eq!(table.rows(), 0..FIT);
    // The rows are 494 px high and the thumb 24; held 6 px below its top, its way is from 40 to 510.
    table.drag(40.0, 275.0);
    assert_eq!(table.rows().start, 499_994, "half of 999 987");
    table.click(595.0, 527.0);
    assert_eq!(table.rows().end, MILLION, "a click on the bar brings the thumb there");
    assert!(table.said.is_empty());
}

#[test]
fn the_wheel_scrolls_and_leaves_the_ends_to_the_page() {
    let mut table = Program::new(MILLION);
    assert!(!table.wheel(1.0), "at the top");
    assert!(table.wheel(-1.0));
    assert_eq!(table.rows().start, 3);
    assert!(table.wheel(-0.2));
    assert!(table.wheel(-0.2));
    assert_eq!(table.rows().start, 4, "small turns add up");
    table.enter().key(Named::End);
    assert!(!table.wheel(-1.0), "at the bottom");
    assert!(table.wheel(1.0));
    assert_eq!((table.rows().end, table.selected), (MILLION - 3, Some(MILLION - 1)));
    table.key(Named::End);
    assert_eq!(table.rows().end, MILLION, "a key brings the cursor back though it does not move");
    assert!(!Program::new(FIT).wheel(-1.0), "all rows are in sight");
}

#[test]
fn only_the_rows_in_sight_are_built() {
    let mut table = Program::new(MILLION);
    table.rows();
    assert_eq!(table.built.replace(0), FIT);
    table.enter().key(Named::End);
    table.built.set(0);
    table.wheel(10.0);
    assert_eq!(table.built.get(), 2 * FIT, "for the view, and once more for the rows that came in sight");
}

#[test]
fn keys_work_on_the_row_of_the_cursor() {
    let mut table = Program::new(20);
    table.enter().key(Named::ArrowDown);
    table.key(Named::Enter);
    table.type_text("rx");
    assert_eq!(table.said, [Message::At(1), Message::Open(1), Message::Letter('r', 1)]);
    table.selected = None;
    table.key(Named::ArrowDown);
    assert_eq!(table.selected, Some(0), "the first key shows the cursor");
}

#[test]
fn titles_that_sort_are_stops_before_the_rows() {
    let mut table = Program::new(20);
    let stops = |table: &Program| table.walk().stops.into_iter().map(|(id, _)| id).take(4).collect::<Vec<_>>();
    assert_eq!(stops(&table), ["rows-name", "rows-referred-on", "rows", "go-0"], "then what stands in the rows");
    table.key(Named::Tab);
    table.key(Named::Enter);
    table.key(Named::Tab);
    table.type_text(" r");
    assert_eq!(table.said, [Message::Sort(0), Message::Sort(2)]);
    table.click(40.0, 15.0);
    table.click(420.0, 15.0);
    assert_eq!(table.said[2..], [Message::Sort(0)], "Place does not sort");
}

#[test]
fn pointing_chooses_and_opens() {
    let mut table = Program::new(MILLION);
    table.click(40.0, 34.0 + 2.5 * 38.0);
    table.click(40.0, 34.0 + 2.5 * 38.0);
    assert_eq!(table.said, [Message::At(2), Message::Open(2)], "a double click opens");
    table.click_opens = true;
    table.click(40.0, 34.0 + 4.5 * 38.0);
    assert_eq!(table.said[2..], [Message::At(4), Message::Open(4)]);
    let (_, go) = table.walk().texts.into_iter().rfind(|(text, _)| text == "Go").unwrap();
    table.click(go.center_x(), go.center_y());
    assert_eq!(table.said[4..], [Message::Inner(12)], "a button in a row stays its own");
    table.click(40.0, 550.0);
    assert_eq!(table.said.len(), 5, "below the rows is nothing");
}

#[test]
fn what_the_program_changes_is_followed() {
    let mut table = Program::new(MILLION);
    table.selected = Some(777_777);
    assert!(table.rows().contains(&777_777), "the cursor is brought in sight");
    table.total = 30;
    assert_eq!(table.rows(), 17..30, "fewer rows: the last of them");
    table.selected = Some(2);
    table.total = 5;
    assert_eq!(table.rows(), 0..5);
    table.total = 100;
    table.rows();
    table.wheel(-20.0);
    assert_eq!(table.rows().start, 60);
    table.key = 1;
    assert_eq!(table.rows().start, 2, "other rows: the cursor is shown again");
    table.wheel(-20.0);
    table.sorted = Some((0, true));
    assert_eq!(table.rows().start, 2, "so it is where they are sorted");
}

#[test]
fn an_empty_table_is_its_titles() {
    let mut table = Program::new(0);
    let walk = table.walk();
    assert_eq!(walk.stops.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["rows-name", "rows-referred-on"]);
    assert_eq!(table.rows(), 0..0);
    for key in [Named::Tab, Named::Tab, Named::Tab, Named::End, Named::PageDown, Named::Enter] {
        table.key(key);
    }
    table.wheel(-3.0);
    table.drag(100.0, 200.0);
    assert!(!table.said.iter().any(|message| matches!(message, Message::At(_) | Message::Open(_))));
}

#[test]
fn a_screen_reader_hears_the_rows_in_sight() {
    let mut table = Program::new(MILLION);
    table.sorted = Some((2, true));
    table.selected = Some(500_000);
    let infos = table.walk().infos;
    let of = |role: Role| infos.iter().filter(|(info, _)| info.role == role).map(|(info, _)| info.clone()).collect::<Vec<_>>();
    let names = of(Role::ColumnHeader).into_iter().map(|info| info.label.unwrap().into_owned()).collect::<Vec<_>>();
    assert_eq!(names, ["Name", "Place", "Referred on, sorted descending"]);
    let all = of(Role::Table);
    assert_eq!((all.len(), all[0].set_size, all[0].label.as_deref()), (1, Some(MILLION), Some("Rows")));
    let rows = of(Role::Row);
    assert_eq!(rows.len(), FIT);
    let chosen: Vec<&Info> = rows.iter().filter(|info| info.selected == Some(true)).collect();
    assert_eq!((chosen.len(), chosen[0].position), (1, Some(500_000)));
    assert_eq!(chosen[0].label.as_deref(), Some("Row 500000, A place whose name is far too long for it, Go"), "the whole of what is cut");
    let place = infos.iter().find(|(info, _)| info.selected == Some(true)).map(|(_, bounds)| *bounds);
    assert_eq!(all[0].reveal, place, "the row of the cursor is what a page keeps in view");

    let ask = |table: &mut Program, name: &str| {
        let mut walk = Walk { ask: Some(name.to_owned()), ..Walk::default() };
        table.ui(|ui, renderer| ui.operate(renderer, &mut operation::black_box(&mut walk)));
        table.point(1.0, 1.0);
    };
    ask(&mut table, "Row 500000, A place whose name is far too long for it, Go");
    ask(&mut table, "Name");
    assert_eq!(table.said, [Message::Open(500_000), Message::Sort(0)]);
}

#[test]
fn cells_stay_in_their_columns() {
    let table = Program::new(MILLION);
    for (text, bounds) in table.walk().texts.iter().filter(|(text, _)| text.starts_with("A place")) {
        assert!(bounds.x + bounds.width <= 600.0 - 12.0 - 16.0 - 80.0 - 16.0 && bounds.height <= 38.0, "{text}: {bounds:?}");
    }
}

#[test]
fn a_table_takes_the_room_that_is_left() {
    let part = |id: &'static str, height: f32| iced::widget::container(text(id)).height(height);
    let bottom = |room: f32, total: usize| {
        let row = |at: usize| vec![cell(format!("Row {at}")).into()];
        let table = widget::table::<()>("rows", "Rows", vec![Column::new("Name", Length::Fill)], total, row);
        let page = rest(part("head", 100.0), table, room, 120.0).foot(part("foot", 50.0));
        let mut ui = iced_test::Simulator::with_size(font::settings(), Size::new(400.0, 2000.0), column![widget::scroll(page)]);
        let rows = (0..60).filter(|at| ui.find(format!("Row {at}")).is_ok()).count();
        (rows, iced_test::selector::Bounded::bounds(&ui.find("foot").unwrap()).y)
    };
    assert_eq!(bottom(600.0, 1000), (10, 100.0 + 34.0 + 380.0), "whole rows; what stands below them follows");
    assert_eq!(bottom(600.0, 3), (3, 100.0 + 34.0 + 114.0));
    assert_eq!(bottom(200.0, 1000), (2, 100.0 + 34.0 + 76.0), "never less than the least: then the page scrolls");
}

/// Something that a user does, or the program.
#[derive(Debug, Clone)]
enum Act {
    Key(Named),
    Wheel(f32),
    Drag(f32, f32),
    Click(f32, f32),
    Total(usize),
    Select(Option<usize>),
}

fn act() -> impl Strategy<Value = Act> {
    let keys = [Named::ArrowUp, Named::ArrowDown, Named::PageUp, Named::PageDown, Named::Home, Named::End, Named::Enter];
    prop_oneof![
        6 => prop::sample::select(keys.to_vec()).prop_map(Act::Key),
        3 => (-400.0..400_f32).prop_map(Act::Wheel),
        2 => (0.0..600_f32, -100.0..700_f32).prop_map(|(from, to)| Act::Drag(from, to)),
        1 => (0.0..600_f32, 0.0..600_f32).prop_map(|(x, y)| Act::Click(x, y)),
        1 => prop_oneof![0..30_usize, Just(MILLION)].prop_map(Act::Total),
        1 => prop::option::of(0..MILLION).prop_map(Act::Select),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_rows_in_sight_are_rows(total in prop_oneof![0..40_usize, Just(MILLION)], acts in prop::collection::vec(act(), 1..20)) {
        let mut table = Program::new(total);
        for act in acts {
            let before = (table.selected, table.total);
            match act.clone() {
                Act::Key(key) if table.total > 0 => table.enter().key(key),
                Act::Key(_) => {}
                Act::Wheel(lines) => { table.wheel(lines); }
                Act::Drag(from, to) => table.drag(from, to),
                Act::Click(x, y) => table.click(x, y),
                Act::Total(total) => table.total = total,
                Act::Select(at) => table.selected = at,
            }
            let rows = table.rows();
            prop_assert_eq!(rows.len(), table.total.min(FIT), "as many as fit");
            prop_assert!(rows.end <= table.total);
            let shown = matches!(act, Act::Key(_)) || (table.selected, table.total) != before;
            if let Some(at) = table.selected.filter(|at| shown && *at < table.total) {
                prop_assert!(rows.contains(&at), "{at} in {rows:?} after {act:?}");
            }
        }
    }
}
